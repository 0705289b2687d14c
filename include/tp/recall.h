/*
 * What the cells of a survey have become before: most of its cells say what
 * another one of their column has said, and a row of such cells is put
 * together from what is remembered, as a record or as the line that it would
 * be written as. It declines whenever it is not sure, keeps nothing that
 * changes a record, and never tells of a fault: the usual way does.
 */
#ifndef TP_RECALL_H
#define TP_RECALL_H

#include "tp/row.h"
#include "tp/sheet.h"

struct tp_recall {
	struct tp_shelf *shelf; /* borrowed */
	bool records;           /* rows are asked for as records, else as lines */
	struct tp_recall_step *steps; /* what a row is put together from, in the order of the writer; NULL: nothing yet */
	size_t n;
	unsigned long row;   /* of the sheet: the one that was last put together or learnt; 0: not wholly */
	size_t mask;         /* cells remembered of a step, less one: a power of two */
	struct tp_buf line, said;
	struct tp_record record;
	struct tp_pair *pairs; /* its answers */
	struct tp_err ignored; /* why a cell could not be read by itself */
	bool off;            /* the sheet has columns of which a cell alone does not tell what becomes of it */
};

/* The line, without newline, that the record of the row would be written as, borrowed until the next call; it settles the
 * row's instrument. False: it declines. */
bool tp_recall_line(struct tp_recall *recall, struct tp_row *row, const struct tp_sheet *sheet, struct tp_text *line);

/* The same as the record, borrowed until the next call. NULL: it declines. */
const struct tp_record *tp_recall_record(struct tp_recall *recall, struct tp_row *row, const struct tp_sheet *sheet);

/* Remembers what the cells of a good row have become: its record as it was put. -1: memory. */
int tp_recall_learn(struct tp_recall *recall, const struct tp_row *row, const struct tp_sheet *sheet,
	const struct tp_record *record, struct tp_err *err);

void tp_recall_free(struct tp_recall *recall);

#endif
