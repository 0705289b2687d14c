#include "text_page.h"

static const char fact_gap[] = " · ";
enum { FACT_GAP = 3 };

/* --- texts --- */

struct tp_text tp_text_page_clean(struct tp_text_page *page, struct tp_text text)
{
	tp_buf_reset(&page->masked);
	tp_document_clean(&page->masked, text);
	struct tp_text copy = tp_text_copy(&page->arena, (struct tp_text){page->masked.ptr, page->masked.len});
	if (page->masked.failed || !copy.ptr) {
		page->out->failed = true;
		return tp_text_of("");
	}
	return copy;
}

struct tp_text tp_text_page_cell(struct tp_text_page *page, const struct tp_cell *cell)
{
	tp_buf_reset(&page->raw);
	if (cell->type == TP_CELL_STATE) {
		tp_buf_add_string(&page->raw, tp_state_shape(cell->state));
		tp_buf_add_char(&page->raw, ' ');
	}
	tp_cell_people(&page->raw, cell, page->lang);
	if (page->raw.failed)
		page->out->failed = true;
	return tp_text_page_clean(page, (struct tp_text){page->raw.ptr, page->raw.len});
}

/* --- lines --- */

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

struct tp_text tp_text_page_take(struct tp_text *rest, size_t columns)
{
	size_t len = tp_text_fit(*rest, columns), next = len;
	if (len < rest->len) {
		size_t blank = len;
		while (blank > 0 && rest->ptr[blank] != ' ')
			blank--;
		if (blank > 0) {
			len = blank;
			next = blank + 1;
		}
	}
	struct tp_text line = {rest->ptr, len};
	*rest = (struct tp_text){rest->ptr + next, rest->len - next};
	return line;
}

void tp_text_page_repeat(struct tp_buf *out, char c, size_t n)
{
	while (n-- > 0)
		tp_buf_add_char(out, c);
}

size_t tp_text_page_begin(struct tp_text_page *page)
{
	if (page->is_begun)
		tp_buf_add_char(page->out, '\n');
	return page->out->len;
}

void tp_text_page_end(struct tp_text_page *page, size_t begun_at)
{
	if (page->out->len > begun_at)
		page->is_begun = true;
	else if (page->is_begun && !page->out->failed)
		page->out->len--;
}

/* Lines of a clean text, the first behind the prefix, the others behind `hang` blanks; none for an empty text.
 * Returns the columns of the widest line. */
static size_t add_lines(struct tp_text_page *page, const char *prefix, size_t hang, struct tp_text text)
{
	size_t widest = 0, before = tp_text_width(tp_text_of(prefix));
	for (bool is_first = true; text.len > 0; is_first = false) {
		struct tp_text line = tp_text_page_take(&text, page->width - before);
		if (is_first)
			tp_buf_add_string(page->out, prefix);
		else
			tp_text_page_repeat(page->out, ' ', hang);
		tp_buf_add(page->out, line.ptr, line.len);
		tp_buf_add_char(page->out, '\n');
		widest = larger(widest, before + tp_text_width(line));
		before = hang;
	}
	return widest;
}

void tp_text_page_paragraph(struct tp_text_page *page, struct tp_text text)
{
	size_t begun_at = tp_text_page_begin(page);
	add_lines(page, "", 0, tp_text_page_clean(page, text));
	tp_text_page_end(page, begun_at);
}

static void add_heading(struct tp_text_page *page, struct tp_text text, char mark)
{
	text = tp_text_page_clean(page, text);
	if (text.len == 0)
		return;
	size_t begun_at = tp_text_page_begin(page);
	tp_text_page_repeat(page->out, mark, add_lines(page, "", 0, text));
	tp_buf_add_char(page->out, '\n');
	tp_text_page_end(page, begun_at);
}

/* --- facts --- */

void tp_text_page_fact(struct tp_text_page *page, struct tp_text_facts *facts, struct tp_text key, struct tp_text value)
{
	if (value.len == 0)
		return;
	struct tp_buf *fact = &page->raw;
	tp_buf_reset(fact);
	if (key.len > 0) {
		tp_buf_add(fact, key.ptr, key.len);
		tp_buf_add_string(fact, ": ");
	}
	tp_buf_add(fact, value.ptr, value.len);
	if (fact->failed) {
		page->out->failed = true;
		return;
	}
	struct tp_text text = {fact->ptr, fact->len};
	size_t columns = tp_text_width(text);
	if (facts->at > 0 && facts->at + FACT_GAP + columns <= page->width) {
		tp_buf_add_string(page->out, fact_gap);
		tp_buf_add(page->out, text.ptr, text.len);
		facts->at += FACT_GAP + columns;
		return;
	}
	if (facts->at > 0)
		tp_buf_add_char(page->out, '\n');
	if (2 + columns <= page->width) {
		tp_buf_add_string(page->out, facts->prefix);
		tp_buf_add(page->out, text.ptr, text.len);
		facts->at = 2 + columns;
	} else {
		add_lines(page, facts->prefix, 4, text);
		facts->at = 0;
	}
	facts->prefix = "  ";
}

void tp_text_page_end_facts(struct tp_text_page *page, struct tp_text_facts *facts)
{
	if (facts->at > 0)
		tp_buf_add_char(page->out, '\n');
}

/* --- lists and entries --- */

static void add_list(struct tp_text_page *page, const struct tp_block *list)
{
	size_t begun_at = tp_text_page_begin(page);
	for (size_t i = 0; i < list->items_n; i++) {
		if (tp_block_begins_group(list, i)) {
			tp_buf_add_string(page->out, i > 0 ? "\n" : "");
			add_lines(page, "", 0, tp_text_page_clean(page, list->groups[i]));
		}
		add_lines(page, "- ", 2, tp_text_page_clean(page, list->items[i]));
		if (tp_block_advises(list, i))
			add_lines(page, "  → ", 4, tp_text_page_clean(page, list->advice[i]));
	}
	tp_text_page_end(page, begun_at);
}

static void add_title(struct tp_text_page *page, const struct tp_block *entry)
{
	struct tp_cell state = tp_cell_state(entry->state, entry->word);
	struct tp_text told = tp_text_page_cell(page, &state), title = tp_text_page_clean(page, entry->text);
	tp_buf_reset(&page->raw);
	tp_buf_add(&page->raw, told.ptr, told.len);
	if (told.len > 0 && title.len > 0)
		tp_buf_add_string(&page->raw, fact_gap);
	tp_buf_add(&page->raw, title.ptr, title.len);
	if (page->raw.failed)
		page->out->failed = true;
	else
		add_lines(page, "", 2, (struct tp_text){page->raw.ptr, page->raw.len});
}

static void add_entry(struct tp_text_page *page, const struct tp_block *entry)
{
	size_t begun_at = tp_text_page_begin(page);
	add_title(page, entry);
	struct tp_text_facts facts = {.prefix = "  "};
	for (size_t i = 0; i < entry->facts_n; i++)
		tp_text_page_fact(page, &facts, tp_text_page_clean(page, entry->facts[i].about.title), tp_text_page_cell(page, &entry->facts[i].value));
	tp_text_page_end_facts(page, &facts);
	for (size_t i = 0; i < entry->items_n; i++) {
		add_lines(page, "  - ", 4, tp_text_page_clean(page, entry->items[i]));
		if (tp_block_advises(entry, i))
			add_lines(page, "    → ", 6, tp_text_page_clean(page, entry->advice[i]));
	}
	tp_text_page_end(page, begun_at);
}

/* --- the page --- */

static void add_block(struct tp_text_page *page, const struct tp_block *block)
{
	switch (block->type) {
	case TP_BLOCK_PARAGRAPH:
		tp_text_page_paragraph(page, block->text);
		break;
	case TP_BLOCK_LIST:
		add_list(page, block);
		break;
	case TP_BLOCK_TABLE:
	case TP_BLOCK_CHART:
		tp_text_page_table(page, block);
		break;
	case TP_BLOCK_ENTRY:
		add_entry(page, block);
		break;
	}
	tp_arena_reset(&page->arena);
}

void tp_document_text(const struct tp_document *doc, size_t width, bool colours, struct tp_buf *out)
{
	struct tp_text_page page = {.out = out, .width = larger(width, TP_TEXT_PAGE_WIDTH_MIN), .lang = doc->lang,
		.has_colours = colours};
	add_heading(&page, doc->title, '=');
	tp_text_page_paragraph(&page, doc->subtitle);
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		add_heading(&page, section->title, '-');
		for (const struct tp_block *block = section->first; block; block = block->next)
			add_block(&page, block);
	}
	tp_arena_free(&page.arena);
	tp_buf_free(&page.raw);
	tp_buf_free(&page.masked);
}
