/*
 * What a sheet is made of: words and tables, one below the other. Entries and
 * lists are tables too, so that they can be sorted and filtered.
 */
#ifndef DOC_XLSX_PARTS_H
#define DOC_XLSX_PARTS_H

#include "tp/document.h"

struct tp_xlsx_part {
	struct tp_text words; /* empty: it is a table */
	struct tp_table table;
	const struct tp_block *chart; /* that shows the table, or NULL */
	bool entries;                 /* many things, whose reasons may be many: an overview first */
	bool turned;                  /* it is one thing, a line a fact: nothing to sort */
	bool places;                  /* the last column says where the data of a row stand */
	struct tp_xlsx_part *next;
};

/* Of a section, in the arena; *parts is NULL when there are none. False for memory. */
bool tp_xlsx_parts(const struct tp_document *doc, const struct tp_section *section, struct tp_arena *arena,
	struct tp_xlsx_part **parts);

#endif
