/*
 * A spreadsheet cell as a value of a field: what people write as numbers,
 * dates, yes and no, lists and the words of an enumeration. A cell that could
 * be read in two ways is refused with how to settle it.
 */
#ifndef TP_CELL_H
#define TP_CELL_H

#include "tp/record.h"

enum tp_decimal { TP_DECIMAL_FIND, TP_DECIMAL_COMMA, TP_DECIMAL_POINT };

/* How the cells of a column are written. */
struct tp_cell_style {
	enum tp_decimal decimal; /* COMMA: a Danish file; FIND: neither is known */
	bool has_comma; /* a cell of the column has a decimal comma, so a point before three digits is thousands */
	bool has_cross; /* the column is ticked with x and nothing else, so that blank is no */
};

/* The trimmed cell as the field's value in the arena; absent when it is empty (but see has_cross). -1: TP_DATA, what
 * was expected; or memory. */
int tp_cell_read(struct tp_arena *arena, struct tp_text cell, enum tp_field field, const struct tp_cell_style *style,
	struct tp_value *out, struct tp_err *err);

/* The cell as a number in JSON's way of writing, its digits kept. dotted: a point before three digits is thousands. */
int tp_cell_read_number(struct tp_arena *arena, struct tp_text cell, const struct tp_cell_style *style, bool dotted,
	struct tp_value *out, struct tp_err *err);

/* An id or word in NFC, without the apostrophe that guards a formula. */
int tp_cell_id(struct tp_arena *arena, struct tp_text cell, struct tp_text *out, struct tp_err *err);
struct tp_text tp_cell_unguard(struct tp_text cell);

/* True when the column can only be read with its style known: numbers with a point, ticks. */
bool tp_cell_needs_style(enum tp_field field);

/* Adds one cell of such a column to what is known of it. `ticked` starts true, `seen` false. */
struct tp_cell_survey {
	bool comma, ticked, seen;
};
void tp_cell_look(struct tp_cell_survey *survey, struct tp_text cell, enum tp_field field);

#endif
