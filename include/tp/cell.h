/*
 * A spreadsheet cell as a value of a field: what people write as numbers,
 * dates, yes and no, lists and the words of an enumeration. A cell that could
 * be read in two ways is refused with how to settle it.
 */
#ifndef TP_CELL_H
#define TP_CELL_H

#include "tp/amount.h"

/* How the cells of a column are written. */
struct tp_cell_style {
	struct tp_amount_style amount;
	bool has_month_first;    /* dates: one can only have the month before the day */
	bool has_tick, has_word; /* yes and no: a cell is x; a cell is something else. Only ticks: blank is no */
};

/* The trimmed cell as the field's value in the arena; absent when it is empty (but see has_tick). -1: TP_DATA, what
 * was expected; or memory. */
int tp_cell_read(struct tp_arena *arena, struct tp_text cell, enum tp_field field, const struct tp_cell_style *style,
	struct tp_value *out, struct tp_err *err);

/* One text of a list as the list's item. -1 as above. */
int tp_cell_read_part(struct tp_arena *arena, struct tp_text part, enum tp_field field, struct tp_value *out,
	struct tp_err *err);

/* Without the apostrophe that keeps a spreadsheet from running the cell as a formula. */
struct tp_text tp_cell_unguard(struct tp_text cell);

/* True when cells of the field tell how others of the column are written. */
bool tp_cell_has_style(enum tp_field field);

/* True when none can be read before all were looked at. */
bool tp_cell_needs_look(enum tp_field field, const struct tp_cell_style *style);

/* Adds what one cell of such a field tells to the style of its column. */
void tp_cell_look(struct tp_cell_style *style, struct tp_text cell, enum tp_field field);

/* The style of a column of that field in words, for who sees a cell without its column: "x and nej", "1,5"; empty: nothing
 * to say. Returns the length. */
enum { TP_STYLE_SIZE = 64 };
size_t tp_cell_style_word(const struct tp_cell_style *style, enum tp_field field, char out[TP_STYLE_SIZE]);

/* Adds what the words that the text begins with tell. */
void tp_cell_style_take(struct tp_cell_style *style, enum tp_field field, struct tp_text text);

#endif
