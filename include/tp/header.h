/*
 * The header row of a sheet: which column is which field, item or nothing.
 * Names match in Danish or English without regard to case, blanks and
 * punctuation; a column that is not known is refused with the nearest name.
 */
#ifndef TP_HEADER_H
#define TP_HEADER_H

#include "tp/cell.h"
#include "tp/instrument.h"
#include "tp/limits.h"
#include "tp/mapping.h"
#include "tp/near.h"
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
	TP_COLUMN_COMMENT, /* survey: remarks on an item, on all (TP_ALL_ITEMS), or TP_NO_ITEM: on the row's */
	TP_COLUMN_ROLE,    /* wide role list: who has the role */
	TP_COLUMN_PENDING, /* survey: an item once the instrument is known */
	TP_COLUMN_MARK,    /* of a template: which rows are no data */
	TP_COLUMN_REASON,  /* why the row was rejected once, passed over */
	TP_COLUMN_ASIDE,   /* what a survey tool keeps for itself, or a map leaves out */
	TP_COLUMN_EXTRA,   /* not known */
};

enum { TP_NO_ITEM = TP_ITEMS_MAX, TP_ALL_ITEMS };

struct tp_sheet_column {
	enum tp_column_use use;
	enum tp_field field;
	size_t item;
	int role, level; /* ROLE: codes; level may be none */
	struct tp_text title; /* as in the sheet, ended by NUL */
	struct tp_cell_style style;
	const struct tp_mapping_column *mapped; /* what a map says of it, when it fits the kind; or NULL */
	const struct tp_mapping_cells *cells;   /* and of its cells; or NULL */
};

/* A field that a map fills in where nothing is said. */
struct tp_header_default {
	enum tp_field field;
	struct tp_text text;
};

struct tp_header {
	enum tp_kind kind;
	struct tp_sheet_column *columns; /* in the arena passed */
	size_t n;
	const struct tp_sheet_column *item_id, *value; /* of a survey in the long form, else NULL */
	size_t roles; /* columns of a role list in the wide form */
	struct tp_mapping *mapping; /* or NULL; borrowed */
	struct tp_header_default *defaults; /* in the arena */
	size_t defaults_n;
};

/* Does a title mean a column that any sheet of the kind may have, whatever survey it is? */
bool tp_header_knows(enum tp_kind kind, struct tp_text title);

/* The column of the header that says the kind of its rows, -1 when there is none. */
long tp_header_kind_column(const struct tp_text *cells, size_t n);

/* Reads the header of a sheet of one kind, faults and all; the map (or NULL) goes before what is known. A first column
 * named exactly "reason" is passed over, unless the kind has such a field and no other column is it. -1: memory. */
int tp_header_read(struct tp_header *header, struct tp_arena *arena, enum tp_kind kind, struct tp_mapping *mapping,
	const struct tp_text *cells, size_t n, struct tp_err *err);

/* Is the row behind the header another one, with the names of the same columns? The instrument is a survey's, or NULL. */
bool tp_header_is_again(const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n);

/* Reads from such a row what the first one does not tell. -1: memory. */
int tp_header_again(struct tp_header *header, struct tp_arena *arena, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n, struct tp_err *err);

/* Settles the pending columns of a survey in the wide form against its instrument. */
void tp_header_settle(struct tp_header *header, const struct tp_instrument *instrument);

/* What is wrong with the header, one fault a call, of a survey once it is settled. *next is 0 at first. False: nothing
 * more. bad: TP_DATA with the column as field. */
bool tp_header_fault(const struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	size_t *next, struct tp_err *bad);

/* True when the field is filled in by the map. */
bool tp_header_has_default(const struct tp_header *header, enum tp_field field);

/* What is nearest to a title among all that a column of the sheet could be. */
void tp_header_near(const struct tp_header *header, const struct tp_instrument *instrument, struct tp_text title,
	struct tp_near *near);

/* The column of a field; NULL when the sheet has none. */
const struct tp_sheet_column *tp_header_field(const struct tp_header *header, enum tp_field field);

/* The field for which a first column "reason" would be taken in this sheet; TP_NO_FIELD: it would be passed over. */
enum tp_field tp_header_reason(const struct tp_header *header);

/* "person or group": the fields of a kind of which one must be there. Empty when it has none such. */
enum { TP_EITHER_SIZE = 120 };
void tp_header_either(enum tp_kind kind, char out[TP_EITHER_SIZE]);

/* Names the column in a message: by its title, or as "column 7". Returns -1. */
int tp_header_at(const struct tp_header *header, const struct tp_sheet_column *column, struct tp_err *err);

#endif
