/*
 * A row of a sheet as a record: its cells read as its header says, completed
 * from the options, and held against what its kind cannot be without. All
 * that is bad in it is told, not only the first.
 */
#ifndef TP_ROW_H
#define TP_ROW_H

#include "tp/header.h"
#include "tp/limits.h"

struct tp_row {
	const struct tp_header *header; /* borrowed */
	const struct tp_instrument *instrument; /* of a survey or of whom it invited; borrowed */
	const char *round; /* of responses that do not say; or NULL */
	struct tp_mapping *mapping; /* of facts in JSON, for a sheet's is in its header; or NULL */
	struct tp_text title; /* how the row says the role: "Direktør" tells the level too */
	size_t column;        /* of a wide role list: where the next name stands */
	struct tp_text names; /* and what is left of that cell */
	size_t named;         /* how many it names */
	char seen[TP_ID_MAX]; /* the subject last looked up among the municipalities */
	struct tp_text place; /* and what came of it */
	size_t seen_len;
	struct tp_arena arena; /* holds the record until the next row */
	/* Told of what is bad, with the column as the sheet calls it. */
	void (*tell)(void *self, struct tp_err *bad);
	void *self;
	bool bad;
};

/* Has each cell its column, and each column its cell? Where not, nobody can tell which cell is which. */
bool tp_row_fits(const struct tp_header *header, const struct tp_text *cells, size_t n);

/* 1: the record is good; 0: the row is bad, which was told; -1: memory. Of a wide role list the record lacks who has
 * which role: tp_row_role tells it. */
int tp_row_read(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record,
	struct tp_err *err);

/* One cell of a column of a field alone as the row's record would have it, in a record that is else of no use; absent
 * when it is empty. -1: TP_DATA, what was expected; memory. */
int tp_row_cell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell, struct tp_record *record,
	struct tp_err *err);

/* The next role that a row of a wide list names, into the record that was read from it: 1, 0 when there is none left,
 * -1: memory. Each is given once, also where two columns name it. */
int tp_row_role(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record, struct tp_err *err);

/* What a record leaves to options, the map, its instrument and its own words: the round, the id of a group or of a
 * municipality, the level of a role. -1: TP_DATA, a municipality that is nearly one; memory. */
int tp_row_complete(struct tp_row *row, struct tp_record *record, struct tp_err *err);

void tp_row_free(struct tp_row *row);

#endif
