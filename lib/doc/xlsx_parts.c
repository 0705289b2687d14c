#include "xlsx_parts.h"

#include "entries.h"

/* Parts under way. */
struct making {
	const struct tp_document *doc;
	struct tp_arena *arena;
	struct tp_xlsx_part **end;
};

static struct tp_xlsx_part *add_part(struct making *making)
{
	struct tp_xlsx_part *part = tp_arena_alloc(making->arena, sizeof *part);
	if (part) {
		*making->end = part;
		making->end = &part->next;
	}
	return part;
}

static bool add_words(struct making *making, struct tp_text words)
{
	if (words.len == 0)
		return true;
	struct tp_xlsx_part *part = add_part(making);
	if (part)
		part->words = words;
	return part;
}

static bool make_table(struct making *making, struct tp_table *table, size_t columns, size_t rows)
{
	*table = (struct tp_table){.columns_n = columns, .rows_n = rows};
	table->columns = tp_arena_array(making->arena, columns, sizeof *table->columns);
	table->cells = tp_arena_array(making->arena, columns * rows, sizeof *table->cells);
	return table->columns && table->cells;
}

/* --- lists --- */

enum { ADVICE = 1, PLACES = 2, GROUP = 3 };

static bool has_any(const struct tp_text *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (texts[i].len > 0)
			return true;
	return false;
}

/* Items that say no more than themselves, a line each. */
static bool add_lines(struct making *making, const struct tp_block *list)
{
	struct tp_buf lines = {0};
	for (size_t i = 0; i < list->items_n; i++) {
		if (list->items[i].len == 0)
			continue;
		tp_buf_add_string(&lines, lines.len > 0 ? "\n• " : "• ");
		tp_document_clean(&lines, list->items[i]);
	}
	struct tp_text words = tp_text_of("");
	if (lines.len > 0)
		words = tp_text_copy(making->arena, (struct tp_text){lines.ptr, lines.len});
	bool made = !lines.failed && words.ptr && add_words(making, words);
	tp_buf_free(&lines);
	return made;
}

/* A line each as one with commas. */
static bool list_places(struct making *making, struct tp_text places, struct tp_cell *cell)
{
	struct tp_buf line = {0};
	while (places.len > 0) {
		tp_buf_add_string(&line, line.len > 0 ? ", " : "");
		tp_document_clean(&line, tp_text_split(&places, "\n"));
	}
	if (line.len > 0)
		*cell = tp_cell_text(tp_text_copy(making->arena, (struct tp_text){line.ptr, line.len}));
	bool made = !line.failed && (line.len == 0 || cell->text.ptr);
	tp_buf_free(&line);
	return made;
}

static bool add_list(struct making *making, const struct tp_block *list)
{
	const struct tp_column *columns = making->doc->item_columns;
	bool advice = has_any(list->advice, list->items_n), places = has_any(list->places, list->items_n);
	bool groups = has_any(list->groups, list->items_n);
	size_t n = 0;
	if (!advice && !places && !groups)
		return add_lines(making, list);
	struct tp_xlsx_part *part = add_part(making);
	if (!part || !make_table(making, &part->table, 1U + groups + advice + places, list->items_n))
		return false;
	part->places = places;
	if (groups)
		part->table.columns[n++] = columns[GROUP];
	part->table.columns[n++] = columns[0];
	if (advice)
		part->table.columns[n++] = columns[ADVICE];
	if (places)
		part->table.columns[n++] = columns[PLACES];
	struct tp_cell *cell = part->table.cells;
	for (size_t i = 0; i < list->items_n; i++) {
		if (groups)
			*cell++ = tp_cell_text(list->groups[i]);
		*cell++ = tp_cell_text(list->items[i]);
		if (advice)
			*cell++ = tp_cell_text(list->advice[i]);
		if (places && !list_places(making, list->places[i], cell++))
			return false;
	}
	return true;
}

/* --- entries --- */

static bool says(const struct tp_cell *cell)
{
	return cell->type != TP_CELL_EMPTY && (cell->type != TP_CELL_TEXT || cell->text.len > 0);
}

/* One that stands alone is read from top to bottom: the row of the table as lines of a name and a value. */
static bool turn(struct making *making, struct tp_table *table)
{
	enum { TITLE = 1 };
	struct tp_table row = *table;
	size_t n = 0;
	for (size_t i = 0; i < row.columns_n; i++)
		n += i != TITLE && says(&row.cells[i]);
	if (!make_table(making, table, 2, n))
		return false;
	table->columns[0] = row.columns[TITLE];
	table->columns[1] = (struct tp_column){"value", row.cells[TITLE].text};
	struct tp_cell *cell = table->cells;
	for (size_t i = 0; i < row.columns_n; i++)
		if (i != TITLE && says(&row.cells[i])) {
			*cell++ = tp_cell_text(row.columns[i].title);
			*cell++ = row.cells[i];
		}
	return true;
}

static bool add_entries(struct making *making, const struct tp_block *first)
{
	struct tp_xlsx_part *part = add_part(making);
	if (!part || !tp_entries_table(making->doc, first, making->arena, &part->table))
		return false;
	part->turned = part->table.rows_n == 1;
	part->entries = !part->turned;
	return !part->turned || turn(making, &part->table);
}

/* --- all --- */

static bool add_table(struct making *making, const struct tp_block *block)
{
	if (block->table.columns_n == 0 || block->table.rows_n == 0)
		return true;
	struct tp_xlsx_part *part = add_part(making);
	if (!part)
		return false;
	part->table = block->table;
	part->chart = block->type == TP_BLOCK_CHART ? block : NULL;
	return true;
}

bool tp_xlsx_parts(const struct tp_document *doc, const struct tp_section *section, struct tp_arena *arena,
	struct tp_xlsx_part **parts)
{
	struct making making = {doc, arena, parts};
	bool made = true, after_entry = false;
	*parts = NULL;
	for (const struct tp_block *block = section->first; block && made; block = block->next) {
		switch (block->type) {
		case TP_BLOCK_PARAGRAPH:
			made = add_words(&making, block->text);
			break;
		case TP_BLOCK_LIST:
			made = add_list(&making, block);
			break;
		case TP_BLOCK_TABLE:
		case TP_BLOCK_CHART:
			made = add_table(&making, block);
			break;
		case TP_BLOCK_ENTRY:
			made = after_entry || add_entries(&making, block);
			break;
		}
		after_entry = block->type == TP_BLOCK_ENTRY;
	}
	return made;
}
