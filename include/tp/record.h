/*
 * One generic record for every kind: values in schema order. A record that a
 * reader gives is borrowed until its next call; whoever keeps it copies it.
 */
#ifndef TP_RECORD_H
#define TP_RECORD_H

#include <assert.h>

#include "tp/schema.h"
#include "tp/value.h"

enum { TP_FIELDS_MAX = 56 }; /* of one kind; checked when the schema is built */

struct tp_record {
	enum tp_kind kind;
	enum tp_field first, end; /* its fields */
	const char *source; /* where it was read: file, "-"; NULL when made here */
	unsigned long row;  /* and line */
	struct tp_text line; /* the bytes as read, without newline; what pass-through writes */
	struct tp_text name; /* of the kind, also of an unknown one */
	struct tp_text by, analysis; /* results and run; empty otherwise */
	struct tp_value at;          /* where the fact stood in a file: a text, or absent */
	struct tp_value updated;     /* a day, or absent */
	struct tp_pair *extra;       /* members that the schema does not know: what tp-import --keep-unknown adds */
	size_t extras;
	struct tp_value v[TP_FIELDS_MAX];
};

/* An empty record of a kind. */
void tp_record_init(struct tp_record *record, enum tp_kind kind);

/* The value of a field of the record's own kind; asserts that it is one. */
static inline struct tp_value *tp_record_slot(struct tp_record *record, enum tp_field field)
{
	assert(field >= record->first && field < record->end);
	return &record->v[field - record->first];
}

static inline const struct tp_value *tp_record_value(const struct tp_record *record, enum tp_field field)
{
	assert(field >= record->first && field < record->end);
	return &record->v[field - record->first];
}

/* Present and not blank. */
bool tp_record_has(const struct tp_record *record, enum tp_field field);

/* The value when present; false leaves *out as it is. */
bool tp_record_text(const struct tp_record *record, enum tp_field field, struct tp_text *out);
bool tp_record_num(const struct tp_record *record, enum tp_field field, double *out);
bool tp_record_day(const struct tp_record *record, enum tp_field field, int32_t *out);
bool tp_record_code(const struct tp_record *record, enum tp_field field, int *out);
bool tp_record_bool(const struct tp_record *record, enum tp_field field, bool *out);

/* The text of an id or line; an empty text when absent. */
static inline struct tp_text tp_record_id(const struct tp_record *record, enum tp_field field)
{
	const struct tp_value *value = tp_record_value(record, field);
	return value->type == TP_TEXT ? value->text : (struct tp_text){"", 0};
}

/* Appends the bytes that make the record the same thing as another: its kind and its key fields, or the whole record
 * where the kind has no key (responses, whose identity is one per respondent and item, see survey.h). */
void tp_record_identity(const struct tp_record *record, struct tp_buf *out);

/* Appends the content without `at` in schema order: equal bytes mean equal records. */
void tp_record_content(const struct tp_record *record, struct tp_buf *out);

/* What a required or a one-of field still lacks: its field, or TP_NO_FIELD. */
enum tp_field tp_record_missing(const struct tp_record *record);

/* A record that borrows all parts of another and may then differ: a copy by = reads beyond one that is kept. */
void tp_record_borrow(struct tp_record *to, const struct tp_record *from);

/* A deep copy in the arena, with room for the fields of its kind alone: 0 or -1 for memory. */
int tp_record_copy(struct tp_arena *arena, const struct tp_record *from, struct tp_record **to, struct tp_err *err);

#endif
