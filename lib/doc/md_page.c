#include "tp/document.h"

#include <assert.h>
#include <string.h>

struct page {
	struct tp_buf *out;
	enum tp_lang lang;
	struct tp_buf line; /* a text of the data, clean */
};

/* --- texts --- */

/* At the start of a line a digit's point, a dash, a plus sign or an equals sign would begin a list, a rule or a title.
 * The point of a number is caught by its digits. */
static bool begins_block(struct tp_text text, size_t i)
{
	char c = text.ptr[i];
	if (c == '.' || c == ')')
		return i > 0 && strspn(text.ptr, "0123456789") >= i;
	return i == 0 && memchr("-+=", c, 3);
}

/* A colon before two slashes would make an address of a text, and www. too. */
static bool begins_link(struct tp_text text, size_t i)
{
	struct tp_text rest = {text.ptr + i, text.len - i};
	if (rest.len >= 3 && memcmp(rest.ptr, "://", 3) == 0)
		return true;
	return rest.ptr[0] == '.' && i >= 3 && strncasecmp(rest.ptr - 3, "www", 3) == 0;
}

/* A text of the data with everything escaped that Markdown or the HTML in it would act on. */
static void add_text(struct page *page, struct tp_text text)
{
	tp_buf_reset(&page->line);
	tp_document_clean(&page->line, text);
	tp_buf_add_char(&page->line, '\0'); /* for strspn */
	if (page->line.failed) {
		page->out->failed = true;
		return;
	}
	text = (struct tp_text){page->line.ptr, page->line.len - 1};
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (begins_link(text, i)) {
			tp_buf_add_string(page->out, c == ':' ? "&#58;" : "&#46;");
			continue;
		}
		if (memchr("\\`*_{}[]<>#|~!&$@^", c, 18) || begins_block(text, i))
			tp_buf_add_char(page->out, '\\');
		tp_buf_add_char(page->out, c);
	}
}

/* A text that leads to a page beside this one, where it does. */
static void add_linked(struct page *page, struct tp_text text, struct tp_text link)
{
	assert(link.len == 0 || tp_document_link(link));
	tp_buf_add_string(page->out, link.len > 0 ? "[" : "");
	add_text(page, text);
	if (link.len > 0)
		tp_buf_add_format(page->out, "](%.*s)", (int)link.len, link.ptr);
}

static void add_cell(struct page *page, const struct tp_cell *cell)
{
	struct tp_buf people = {0};
	if (cell->type == TP_CELL_STATE) {
		tp_buf_add_string(page->out, tp_state_shape(cell->state));
		tp_buf_add_char(page->out, ' ');
	}
	tp_cell_people(&people, cell, page->lang);
	page->out->failed |= people.failed;
	if (cell->type != TP_CELL_TEXT && cell->type != TP_CELL_STATE) /* figures act on nothing */
		tp_buf_add(page->out, people.ptr, people.len);
	else if (!people.failed && people.len > 0)
		add_linked(page, (struct tp_text){people.ptr, people.len}, cell->link);
	tp_buf_free(&people);
}

static void add_title(struct page *page, const char *marks, struct tp_text title)
{
	if (title.len == 0)
		return;
	tp_buf_add_string(page->out, marks);
	add_text(page, title);
	tp_buf_add_string(page->out, "\n\n");
}

/* --- blocks --- */

static void add_items(struct page *page, const struct tp_block *block)
{
	for (size_t i = 0; i < block->items_n; i++) {
		if (block->items[i].len == 0)
			continue;
		if (tp_block_begins_group(block, i)) {
			tp_buf_add_string(page->out, i > 0 ? "\n" : "");
			add_title(page, "### ", block->groups[i]);
		}
		tp_buf_add_string(page->out, "- ");
		add_text(page, block->items[i]);
		tp_buf_add_char(page->out, '\n');
		if (!tp_block_advises(block, i))
			continue;
		tp_buf_add_string(page->out, "  - → ");
		add_text(page, block->advice[i]);
		tp_buf_add_char(page->out, '\n');
	}
	if (block->items_n > 0)
		tp_buf_add_char(page->out, '\n');
}

static void add_entry(struct page *page, const struct tp_block *entry)
{
	bool any = false;
	tp_buf_add_string(page->out, "### ");
	if (entry->state != TP_STATE_NONE) {
		tp_buf_add_format(page->out, "%s ", tp_state_shape(entry->state));
		add_text(page, entry->word);
		tp_buf_add_string(page->out, " · ");
	}
	add_text(page, entry->text);
	tp_buf_add_string(page->out, "\n\n");
	for (size_t i = 0; i < entry->facts_n; i++) {
		const struct tp_fact *fact = &entry->facts[i];
		if (fact->value.type == TP_CELL_EMPTY)
			continue;
		tp_buf_add_string(page->out, any ? " · " : "");
		any = true;
		add_text(page, fact->about.title);
		tp_buf_add_string(page->out, ": ");
		add_cell(page, &fact->value);
	}
	if (any)
		tp_buf_add_string(page->out, "\n\n");
	add_items(page, entry);
}

static bool is_number(enum tp_cell_type type)
{
	return type == TP_CELL_NUMBER || type == TP_CELL_PERCENT;
}

static void add_table(struct page *page, const struct tp_table *table)
{
	if (table->rows_n == 0)
		return;
	if (table->caption.len > 0) {
		add_text(page, table->caption);
		tp_buf_add_string(page->out, "\n\n");
	}
	for (size_t i = 0; i < table->columns_n; i++) {
		tp_buf_add_string(page->out, "| ");
		add_text(page, table->columns[i].title);
		tp_buf_add_char(page->out, ' ');
	}
	tp_buf_add_string(page->out, "|\n");
	for (size_t i = 0; i < table->columns_n; i++)
		tp_buf_add_string(page->out, is_number(table->cells[i].type) ? "| ---: " : "| --- ");
	tp_buf_add_string(page->out, "|\n");
	for (size_t i = 0; i < table->rows_n * table->columns_n; i++) {
		tp_buf_add_string(page->out, "| ");
		add_cell(page, &table->cells[i]);
		tp_buf_add_string(page->out, (i + 1) % table->columns_n ? " " : " |\n");
	}
	tp_buf_add_char(page->out, '\n');
}

static void add_block(struct page *page, const struct tp_block *block)
{
	switch (block->type) {
	case TP_BLOCK_PARAGRAPH:
		if (block->text.len == 0)
			break;
		add_linked(page, block->text, block->link);
		tp_buf_add_string(page->out, "\n\n");
		break;
	case TP_BLOCK_LIST:
		add_items(page, block);
		break;
	case TP_BLOCK_TABLE:
	case TP_BLOCK_CHART: /* its table says all of it */
		add_table(page, &block->table);
		break;
	case TP_BLOCK_ENTRY:
		add_entry(page, block);
		break;
	}
}

void tp_document_md(const struct tp_document *doc, struct tp_buf *out)
{
	struct page page = {.out = out, .lang = doc->lang};
	add_title(&page, "# ", doc->title);
	if (doc->subtitle.len > 0) {
		add_text(&page, doc->subtitle);
		tp_buf_add_string(out, "\n\n");
	}
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		add_title(&page, "## ", section->title);
		for (const struct tp_block *block = section->first; block; block = block->next)
			add_block(&page, block);
	}
	if (!out->failed && out->len > 1 && memcmp(out->ptr + out->len - 2, "\n\n", 2) == 0)
		out->len--; /* one newline ends the page */
	tp_buf_free(&page.line);
}
