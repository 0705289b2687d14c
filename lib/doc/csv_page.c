#include <string.h>

#include "tp/csv.h"
#include "tp/day.h"
#include "tp/document.h"
#include "tp/num.h"

enum { FACTS_MAX = 32 };

struct page {
	struct tp_buf *out;
	const struct tp_csv_dialect *dialect;
	enum tp_lang lang;
	bool titles;
	size_t cells; /* of the line at hand */
};

/* --- cells --- */

static void add_raw(struct page *page, struct tp_text text, bool is_text)
{
	if (page->cells++ > 0)
		tp_buf_add_char(page->out, page->dialect->delimiter);
	tp_csv_add_cell(page->out, page->dialect, text, is_text);
}

static void add_text(struct page *page, struct tp_text text)
{
	add_raw(page, text, true);
}

static void end_line(struct page *page)
{
	tp_buf_add_string(page->out, page->dialect->crlf ? "\r\n" : "\n");
	page->cells = 0;
}

/* A number stays a number: no thousands, the dialect's decimal sign. */
static void add_number(struct page *page, double x)
{
	char number[TP_NUM_SIZE];
	size_t len = tp_num_format(x, number);
	char *point = memchr(number, '.', len);
	if (point && page->dialect->comma)
		*point = ',';
	add_raw(page, (struct tp_text){number, len}, false);
}

static void add_day(struct page *page, int32_t day)
{
	char iso[TP_DAY_SIZE], danish[TP_DAY_SIZE];
	tp_day_format(day, iso);
	if (!page->titles || page->lang != TP_DA) {
		add_raw(page, tp_text_of(iso), false);
		return;
	}
	const char order[] = {iso[8], iso[9], '-', iso[5], iso[6], '-', iso[0], iso[1], iso[2], iso[3], '\0'};
	memcpy(danish, order, sizeof order); /* what Danish spreadsheets take for a date */
	add_raw(page, tp_text_of(danish), false);
}

static void add_cell(struct page *page, const struct tp_cell *cell)
{
	switch (cell->type) {
	case TP_CELL_NUMBER:
	case TP_CELL_PERCENT:
		add_number(page, cell->number);
		break;
	case TP_CELL_DAY:
		add_day(page, cell->day);
		break;
	case TP_CELL_STATE:
		add_text(page, page->titles ? cell->text : tp_text_of(tp_state_slug(cell->state)));
		break;
	default:
		add_text(page, cell->type == TP_CELL_TEXT ? cell->text : tp_text_of(""));
	}
}

static void add_header(struct page *page, const struct tp_column *column)
{
	add_text(page, page->titles ? column->title : tp_text_of(column->name));
}

/* --- a table --- */

static void add_table(struct page *page, const struct tp_table *table)
{
	for (size_t i = 0; i < table->columns_n; i++)
		add_header(page, &table->columns[i]);
	end_line(page);
	for (size_t i = 0; i < table->rows_n * table->columns_n; i++) {
		add_cell(page, &table->cells[i]);
		if ((i + 1) % table->columns_n == 0)
			end_line(page);
	}
}

/* --- entries as a table --- */

/* All facts that any entry has, in the order of first sight. */
static size_t collect_facts(const struct tp_document *doc, struct tp_column columns[FACTS_MAX])
{
	size_t n = 0;
	for (const struct tp_section *section = doc->first; section; section = section->next)
		for (const struct tp_block *block = section->first; block; block = block->next)
			for (size_t i = 0; block->type == TP_BLOCK_ENTRY && i < block->facts_n; i++) {
				size_t j = 0;
				while (j < n && strcmp(columns[j].name, block->facts[i].about.name) != 0)
					j++;
				if (j == n && n < FACTS_MAX)
					columns[n++] = block->facts[i].about;
			}
	return n;
}

static void add_fact(struct page *page, const struct tp_block *entry, const char *name)
{
	static const struct tp_cell empty = {.type = TP_CELL_EMPTY};
	size_t i = 0;
	while (i < entry->facts_n && strcmp(entry->facts[i].about.name, name) != 0)
		i++;
	add_cell(page, i < entry->facts_n ? &entry->facts[i].value : &empty);
}

/* The items as lines of one cell. */
static void add_joined(struct page *page, const struct tp_text *items, size_t n)
{
	struct tp_buf joined = {0};
	for (size_t i = 0; i < n; i++) {
		if (items[i].len > 0 && joined.len > 0)
			tp_buf_add_char(&joined, '\n');
		tp_buf_add(&joined, items[i].ptr, items[i].len);
	}
	page->out->failed |= joined.failed;
	if (!joined.failed)
		add_text(page, joined.len ? (struct tp_text){joined.ptr, joined.len} : tp_text_of(""));
	tp_buf_free(&joined);
}

static void add_entry(struct page *page, const struct tp_block *entry, const struct tp_column *facts, size_t n)
{
	struct tp_cell state = tp_cell_state(entry->state, entry->word);
	if (entry->state == TP_STATE_NONE)
		state = (struct tp_cell){0};
	add_cell(page, &state);
	add_text(page, entry->text);
	for (size_t i = 0; i < n; i++)
		add_fact(page, entry, facts[i].name);
	add_joined(page, entry->items, entry->items_n);
	add_joined(page, entry->advice, entry->items_n);
	end_line(page);
}

static void add_entries(struct page *page, const struct tp_document *doc)
{
	struct tp_column facts[FACTS_MAX];
	size_t n = collect_facts(doc, facts);
	for (size_t i = 0; i < 2; i++)
		add_header(page, &doc->entry_columns[i]);
	for (size_t i = 0; i < n; i++)
		add_header(page, &facts[i]);
	for (size_t i = 2; i < TP_ENTRY_COLUMNS; i++)
		add_header(page, &doc->entry_columns[i]);
	end_line(page);
	for (const struct tp_section *section = doc->first; section; section = section->next)
		for (const struct tp_block *block = section->first; block; block = block->next)
			if (block->type == TP_BLOCK_ENTRY)
				add_entry(page, block, facts, n);
}

/* The first table, chart or entry; NULL when there is none. */
static const struct tp_block *main_of(const struct tp_document *doc)
{
	for (const struct tp_section *section = doc->first; section; section = section->next)
		for (const struct tp_block *block = section->first; block; block = block->next)
			if (block->type == TP_BLOCK_TABLE || block->type == TP_BLOCK_CHART || block->type == TP_BLOCK_ENTRY)
				return block;
	return NULL;
}

void tp_document_csv(const struct tp_document *doc, const struct tp_csv_dialect *dialect, bool titles,
	struct tp_buf *out)
{
	struct page page = {.out = out, .dialect = dialect, .lang = doc->lang, .titles = titles};
	const struct tp_block *block = main_of(doc);
	if (dialect->bom)
		tp_buf_add_string(out, "\xef\xbb\xbf");
	if (!block || block->type == TP_BLOCK_ENTRY)
		add_entries(&page, doc);
	else
		add_table(&page, &block->table);
}
