#include <string.h>

#include "entries.h"
#include "tp/csv.h"
#include "tp/day.h"
#include "tp/document.h"
#include "tp/num.h"

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
	struct tp_arena arena = {0};
	struct tp_table entries;
	if (block && block->type != TP_BLOCK_ENTRY)
		add_table(&page, &block->table);
	else if (tp_entries_table(doc, NULL, &arena, &entries))
		add_table(&page, &entries);
	else
		out->failed = true;
	tp_arena_free(&arena);
}
