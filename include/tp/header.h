/*
 * The header row of a sheet: which column is which field, item or nothing.
 * Names match in Danish or English without regard to case, blanks and
 * punctuation; a column that is not known is refused with the nearest name.
 */
#ifndef TP_HEADER_H
#define TP_HEADER_H

#include "tp/cell.h"
#include "tp/instrument.h"
#include "tp/record.h"

enum tp_column_use {
	TP_COLUMN_BLANK,   /* no header: its cells must be empty */
	TP_COLUMN_FIELD,
	TP_COLUMN_KIND,    /* says the kind of the row */
	TP_COLUMN_UPDATED,
	TP_COLUMN_AT,
	TP_COLUMN_ITEM,    /* wide survey: an item's answers */
	TP_COLUMN_ITEM_ID, /* long survey: which item */
	TP_COLUMN_VALUE,   /* long survey: its answer */
	TP_COLUMN_PENDING, /* survey: an item once the instrument is known */
	TP_COLUMN_EXTRA,   /* --keep-unknown */
};

struct tp_sheet_column {
	enum tp_column_use use;
	enum tp_field field;
	size_t item;
	struct tp_text title; /* as in the sheet */
	struct tp_cell_style style;
	struct tp_cell_survey seen;
};

struct tp_header {
	enum tp_kind kind;
	struct tp_sheet_column *columns; /* in the arena passed */
	size_t n;
	bool has_long; /* survey in the long form */
	bool needs_style;
};

/* The kind that a `kind` column would say: its index, or -1. */
long tp_header_kind_column(const struct tp_text *cells, size_t n);

/* Reads the header of a sheet of one kind. -1: TP_DATA; err->field is the column's header. */
int tp_header_read(struct tp_header *header, struct tp_arena *arena, enum tp_kind kind, const struct tp_text *cells,
	size_t n, bool keep_unknown, struct tp_err *err);

/* Settles the pending columns of a survey against its instrument. */
int tp_header_settle(struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	struct tp_err *err);

/* The column of a field; NULL when the sheet has none. */
const struct tp_sheet_column *tp_header_field(const struct tp_header *header, enum tp_field field);

#endif
