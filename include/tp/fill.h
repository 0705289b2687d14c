/*
 * Rows with fewer cells than the header. Excel leaves out delimiters at the
 * end of rows, for all rows of a block of 16 alike: these are filled up with
 * empty cells. A row that is short by itself may be half a row, or have lost
 * a delimiter: it stays as it is.
 */
#ifndef TP_FILL_H
#define TP_FILL_H

#include "tp/sheet.h"

/* Looks at the row that the sheet has just read, and fills it and its raw lines up to the sheet's width if it is one of
 * several. -1: I/O, memory. */
int tp_fill_row(struct tp_sheet *sheet, struct tp_err *err);

/* A row of so many empty cells was passed over: a block may begin with it. */
void tp_fill_blank(struct tp_sheet *sheet, size_t n);

#endif
