/*
 * A number as people type it into a sheet: signs, thousands, decimals and
 * currency in the Danish or the English way. It travels as text; one that
 * could be read in two ways is refused with how to settle it.
 */
#ifndef TP_AMOUNT_H
#define TP_AMOUNT_H

#include "tp/schema.h"

/* What marks decimals: found out, or said by the user. */
enum tp_decimal { TP_DECIMAL_FIND, TP_DECIMAL_COMMA, TP_DECIMAL_POINT };

/* How the numbers of a column are written. */
struct tp_amount_style {
	enum tp_decimal decimal;
	char delimiter; /* of the sheet: ; is Danish, , is English, others and 0 tell nothing */
	bool has_comma; /* one of them has a decimal comma, or points that can only be thousands */
	bool has_point; /* the reverse */
	bool has_share; /* of percent: one is 0.45, without a sign */
};

/* The cell, trimmed, as a number in JSON's way of writing, its digits kept, in the arena. The form tells which unit may
 * stand there (%, kr.), and that in a Danish sheet a point before three digits is thousands (money, hours, heads).
 * -1: TP_DATA, or memory. */
int tp_amount_read(struct tp_arena *arena, struct tp_text cell, enum tp_form form, const struct tp_amount_style *style,
	struct tp_value *out, struct tp_err *err);

/* Programs that know nothing of formats write 0.45 for 45 %: without a sign it is refused, and so is 1 where such shares
 * stand in the column. -1: TP_DATA. */
int tp_amount_check_share(struct tp_text cell, double x, const struct tp_amount_style *style, struct tp_err *err);

/* Adds what the cell tells of how the column's numbers are written, where it can be read one way only. */
void tp_amount_look(struct tp_amount_style *style, struct tp_text cell, enum tp_form form);

#endif
