/*
 * What answers are set apart by (--by group,area): fields of the response, or
 * of the unit that it is about.
 */
#ifndef TP_BY_H
#define TP_BY_H

#include "tp/instrument.h"
#include "tp/limits.h"
#include "tp/record.h"

struct tp_by {
	struct tp_by_field {
		struct tp_text name;  /* borrowed */
		enum tp_field field;  /* of response or unit; TP_NO_FIELD: a member that the schema does not know */
		bool of_unit;
		bool seen;            /* some answer has it */
	} fields[TP_BY_MAX];      /* by name, each once */
	size_t n;
	bool extras;              /* one of them is no field of the schema */
};

/* A slice on the stack: {field: text}, and room for what is no text in the record. */
struct tp_by_slice {
	struct tp_value value; /* MAP, or ABSENT when it has no part */
	struct tp_pair pairs[TP_BY_MAX];
	char texts[TP_BY_MAX][40];
};

/* Adds the fields of "group,area". -1: TP_USAGE, one that answers cannot be set apart by. */
int tp_by_add(struct tp_by *by, const char *names, struct tp_err *err);

/* What the response itself says of the fields: the slice that its answers are counted in. */
void tp_by_response(struct tp_by *by, const struct tp_instrument *instrument, const struct tp_record *response,
	struct tp_by_slice *out);

/* The same of a tally's slice: its parts that are asked for. */
void tp_by_tally(struct tp_by *by, const struct tp_value *slice, struct tp_by_slice *out);

/* The slice with what the unit (or NULL) adds. False: it lacks one of the fields. */
bool tp_by_whole(const struct tp_by *by, const struct tp_value *slice, const struct tp_record *unit,
	struct tp_by_slice *out);

/* The text of a field in a slice; ptr NULL when it has none. */
struct tp_text tp_by_text(const struct tp_value *slice, const char *field);

#endif
