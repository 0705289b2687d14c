/*
 * A row of a sheet as a record: its cells read as its header says, completed
 * from the options, and held against what its kind cannot be without. All
 * that is bad in it is told, not only the first.
 */
#ifndef TP_ROW_H
#define TP_ROW_H

#include "tp/header.h"

struct tp_row {
	const struct tp_header *header; /* borrowed */
	const struct tp_instrument *instrument; /* of a survey; borrowed */
	const char *round; /* of responses that do not say; or NULL */
	struct tp_arena arena; /* holds the record until the next row */
	/* Told of what is bad, with the column as the sheet calls it. */
	void (*tell)(void *self, struct tp_err *bad);
	void *self;
	bool bad;
};

/* Has each cell its column, and each column its cell? Where not, nobody can tell which cell is which. */
bool tp_row_fits(const struct tp_header *header, const struct tp_text *cells, size_t n);

/* 1: the record is good; 0: the row is bad, which was told; -1: memory. */
int tp_row_read(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record,
	struct tp_err *err);

/* What a response leaves to options and to its instrument: its round, the id of its group. */
void tp_row_complete(const struct tp_row *row, struct tp_record *record);

void tp_row_free(struct tp_row *row);

#endif
