/*
 * The beginning of a map, from the sheets it is to be of: every header with
 * what it means or is guessed to mean, the cells that are not understood, and
 * what is missing. A guess begins with a question mark, and a map with one is
 * refused: somebody has to decide.
 */
#ifndef TP_STARTER_H
#define TP_STARTER_H

#include "tp/header.h"

/* Texts in order of first sight, each with what it means. */
struct tp_starter_list {
	struct tp_map keys;
	struct tp_starter_entry *entries; /* by their numbers */
	size_t capacity;
};

struct tp_starter {
	struct tp_starter_list columns, values, lacking;
	enum tp_kind kind;   /* of all sheets so far; TP_KIND_other: of several */
	bool any;
	struct tp_arena arena, scratch; /* scratch: of a row */
};

/* Takes up a sheet's header, of a survey once it is settled against its instrument. -1: memory. */
int tp_starter_header(struct tp_starter *starter, const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_err *err);

/* Takes up a row's cells that are not understood. -1: memory. */
int tp_starter_row(struct tp_starter *starter, const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n, struct tp_err *err);

/* Appends the map as JSON. instrument: the id of the surveys' that do not say; or empty. */
void tp_starter_write(const struct tp_starter *starter, struct tp_text instrument, struct tp_buf *out);

void tp_starter_free(struct tp_starter *starter);

#endif
