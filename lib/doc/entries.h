/*
 * Entries as a table, for the formats that have rows and columns: state,
 * title, all facts that any of them has, reasons and advice.
 */
#ifndef DOC_ENTRIES_H
#define DOC_ENTRIES_H

#include "tp/document.h"

/* Of the entries that follow one another from `first` on; NULL: of all that the document has. Reasons and advice are
 * lines of a cell. In the arena; false for memory. */
bool tp_entries_table(const struct tp_document *doc, const struct tp_block *first, struct tp_arena *arena,
	struct tp_table *table);

#endif
