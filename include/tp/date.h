/*
 * A day as people and programs write it into a cell: tp_day_read's ways, with
 * the year first, with the month in letters, and with a time of day behind it,
 * which is passed over. What could be another day is refused.
 */
#ifndef TP_DATE_H
#define TP_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "tp/err.h"
#include "tp/text.h"

/* month_first: a cell of the column can only have the month first, so that 05/06/2026 can be read two ways. -1: TP_DATA,
 * what it is and what to do: years of two digits, the month first, a day counted as Excel counts them. */
int tp_date_read(struct tp_text cell, bool end, bool month_first, int32_t *day, struct tp_err *err);

/* True when the cell can only be a date with the month first, as 11/22/2026. */
bool tp_date_is_month_first(struct tp_text cell);

/* The two numbers that Excel, left to itself, makes the date of that the cell holds: "1-5" of 01-maj, 01-05-2026. False
 * when the cell is no date. */
enum { TP_DATE_TYPED_SIZE = 16 };
bool tp_date_typed(struct tp_text cell, char out[TP_DATE_TYPED_SIZE]);

#endif
