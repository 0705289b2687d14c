/*
 * Records of one kind as a table: for spreadsheets, with a column a field, or
 * for people, with the columns that hold anything.
 */
#ifndef TP_GRID_H
#define TP_GRID_H

#include "tp/document.h"
#include "tp/record.h"

/* Slugs and a column for every field; words and only columns that hold anything; and of these what fits a terminal. */
enum tp_grid_style { TP_GRID_PLAIN, TP_GRID_PEOPLE, TP_GRID_BRIEF };

/* Makes the document's only table of the records, which are all of that kind. Lists are joined by | (for people by a
 * comma), maps are "key: value; …", {da, en} is the side of the document's language. A map that is to be spread has a
 * column a key, sorted, behind the others. -1: memory, or TP_DATA beyond TP_COLUMNS_MAX or TP_CELLS_MAX. */
int tp_grid_make(struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records, size_t n,
	enum tp_grid_style style, struct tp_err *err);

#endif
