/*
 * Lines above the header: a title, a date, who made the sheet. They are never
 * passed over unasked; who is told that a header is wrong is told where a
 * better one stands.
 */
#ifndef TP_PREAMBLE_H
#define TP_PREAMBLE_H

#include "tp/header.h"
#include "tp/sheet.h"

/* Looks at what is ahead of the sheet, with each delimiter that could be, for a row that names more columns than the header
 * and at least two. 1: bad says so, and how to get there; 0: there is none; -1: I/O, memory. */
int tp_preamble_look(struct tp_sheet *sheet, const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_err *bad, struct tp_err *err);

#endif
