#include "entries.h"

#include <string.h>

enum { FACTS_MAX = 32, STATE = 0, TITLE = 1, FACTS = 2 };

/* The entries at hand, one after the other. */
struct walk {
	const struct tp_section *section; /* NULL: no more than those that follow one another */
	const struct tp_block *block;
};

static struct walk start(const struct tp_document *doc, const struct tp_block *first)
{
	if (first)
		return (struct walk){NULL, first};
	return (struct walk){doc->first, doc->first ? doc->first->first : NULL};
}

static const struct tp_block *next(struct walk *walk)
{
	while (true) {
		const struct tp_block *block = walk->block;
		if (block) {
			walk->block = block->next;
			if (block->type == TP_BLOCK_ENTRY)
				return block;
			if (!walk->section)
				return NULL;
		} else if (walk->section && walk->section->next) {
			walk->section = walk->section->next;
			walk->block = walk->section->first;
		} else {
			return NULL;
		}
	}
}

static size_t find_fact(const struct tp_column *columns, size_t n, const char *name)
{
	size_t i = 0;
	while (i < n && strcmp(columns[i].name, name) != 0)
		i++;
	return i;
}

/* All facts that any entry has, in the order of first sight. */
static size_t collect_facts(struct walk walk, struct tp_column columns[FACTS_MAX], size_t *entries)
{
	const struct tp_block *entry;
	size_t n = 0;
	for (*entries = 0; (entry = next(&walk)); ++*entries)
		for (size_t i = 0; i < entry->facts_n; i++) {
			const struct tp_column *about = &entry->facts[i].about;
			if (n < FACTS_MAX && find_fact(columns, n, about->name) == n)
				columns[n++] = *about;
		}
	return n;
}

/* The items as lines of one cell. */
static bool join(struct tp_arena *arena, const struct tp_text *items, size_t n, struct tp_cell *cell)
{
	struct tp_buf joined = {0};
	for (size_t i = 0; i < n; i++) {
		if (items[i].len > 0 && joined.len > 0)
			tp_buf_add_char(&joined, '\n');
		tp_buf_add(&joined, items[i].ptr, items[i].len);
	}
	struct tp_text text = tp_text_of("");
	if (joined.len > 0)
		text = tp_text_copy(arena, (struct tp_text){joined.ptr, joined.len});
	bool made = !joined.failed && text.ptr;
	*cell = tp_cell_text(text);
	tp_buf_free(&joined);
	return made;
}

static bool fill(struct tp_arena *arena, const struct tp_block *entry, const struct tp_table *table,
	struct tp_cell *row)
{
	size_t facts = table->columns_n - TP_ENTRY_COLUMNS;
	if (entry->state != TP_STATE_NONE)
		row[STATE] = tp_cell_state(entry->state, entry->word);
	row[TITLE] = tp_cell_text(entry->text);
	for (size_t i = entry->facts_n; i-- > 0;) { /* of two of a name the first */
		size_t at = find_fact(table->columns + FACTS, facts, entry->facts[i].about.name);
		if (at < facts)
			row[FACTS + at] = entry->facts[i].value;
	}
	return join(arena, entry->items, entry->items_n, &row[FACTS + facts]) &&
		join(arena, entry->advice, entry->items_n, &row[FACTS + facts + 1]);
}

bool tp_entries_table(const struct tp_document *doc, const struct tp_block *first, struct tp_arena *arena,
	struct tp_table *table)
{
	struct tp_column facts[FACTS_MAX];
	const struct tp_block *entry;
	struct walk walk = start(doc, first);
	size_t rows, n = collect_facts(walk, facts, &rows);
	*table = (struct tp_table){.columns_n = n + TP_ENTRY_COLUMNS, .rows_n = rows};
	table->columns = tp_arena_array(arena, table->columns_n, sizeof *table->columns);
	table->cells = tp_arena_array(arena, rows * table->columns_n, sizeof *table->cells);
	table->places = tp_arena_array(arena, rows, sizeof *table->places);
	if (!table->columns || !table->cells || !table->places)
		return false;
	memcpy(table->columns, doc->entry_columns, FACTS * sizeof *facts);
	memcpy(table->columns + FACTS, facts, n * sizeof *facts);
	memcpy(table->columns + FACTS + n, doc->entry_columns + FACTS, (TP_ENTRY_COLUMNS - FACTS) * sizeof *facts);
	for (size_t row = 0; (entry = next(&walk)); row++) {
		table->places[row] = entry->place;
		if (!fill(arena, entry, table, table->cells + row * table->columns_n))
			return false;
	}
	return true;
}
