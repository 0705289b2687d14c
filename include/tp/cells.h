/*
 * Tables of a report, filled from records.
 */
#ifndef TP_CELLS_H
#define TP_CELLS_H

#include "tp/page.h"

struct tp_column tp_cells_column(struct tp_page *page, const char *name, enum tp_label label);

/* The columns of a table or chart, and a row of as many cells; a NULL block is taken and nothing done. */
void tp_cells_columns(struct tp_block *block, const struct tp_column *columns, size_t n);
void tp_cells_row(struct tp_page *page, struct tp_block *block, size_t row, const struct tp_cell *cells, size_t n);

/* A field as people read it: a code by its name, {da, en} on the page's side, lists with commas; empty where the record
 * is NULL or does not have it. */
struct tp_cell tp_cells_field(struct tp_page *page, const struct tp_record *record, enum tp_field field);

/* A number field, or a share as percent. */
struct tp_cell tp_cells_number(const struct tp_record *record, enum tp_field field, int decimals);
struct tp_cell tp_cells_share(const struct tp_record *record, enum tp_field field);

/* A text, empty as an empty cell. */
struct tp_cell tp_cells_text(struct tp_text text);

#endif
