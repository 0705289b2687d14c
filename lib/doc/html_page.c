#include "tp/document.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "html_style.h"
#include "markup.h"
#include "svg.h"
#include "tp/chart.h"

enum { PLACES_SHOWN = 3 }; /* of one line; all are told where one points at it */

struct page {
	struct tp_buf *out;
	enum tp_lang lang;
	struct tp_buf line, people; /* a text of the data, clean; a cell as people read it */
	size_t charts; /* so far */
};

/* A section and which of its slug it is. */
struct numbered {
	const struct tp_section *section;
	size_t number;
};

/* --- texts --- */

static void add(struct page *page, const char *markup)
{
	tp_buf_add_string(page->out, markup);
}

static void add_text(struct page *page, struct tp_text text)
{
	tp_buf_reset(&page->line);
	tp_document_clean(&page->line, text);
	page->out->failed |= page->line.failed;
	tp_markup_add(page->out, (struct tp_text){page->line.ptr, page->line.len});
}

/* A text that leads to a page beside this one, where it does. */
static void add_linked(struct page *page, struct tp_text text, struct tp_text link)
{
	assert(link.len == 0 || tp_document_link(link));
	if (link.len > 0)
		tp_buf_add_format(page->out, "<a href=\"%.*s\">", (int)link.len, link.ptr);
	add_text(page, text);
	add(page, link.len > 0 ? "</a>" : "");
}

static void add_element(struct page *page, const char *open, struct tp_text text, const char *close)
{
	if (text.len == 0)
		return;
	add(page, open);
	add_text(page, text);
	add(page, close);
}

static void add_state(struct page *page, enum tp_state state, struct tp_text word)
{
	if (state == TP_STATE_NONE)
		return;
	tp_buf_add_format(page->out, "<span class=\"light %s\"><span aria-hidden=\"true\">%s</span> ", tp_state_slug(state),
		tp_state_shape(state));
	add_text(page, word);
	add(page, "</span>");
}

static void add_cell(struct page *page, const struct tp_cell *cell)
{
	if (cell->type == TP_CELL_STATE && cell->state != TP_STATE_NONE) {
		add_state(page, cell->state, cell->text);
		return;
	}
	tp_buf_reset(&page->people);
	tp_cell_people(&page->people, cell, page->lang);
	page->out->failed |= page->people.failed;
	if (page->people.len > 0 && !page->people.failed)
		add_linked(page, (struct tp_text){page->people.ptr, page->people.len}, cell->link);
}

/* --- where things stand --- */

/* At most so many of the places, with a comma between. */
static void list_places(struct page *page, struct tp_text places, size_t most)
{
	for (size_t i = 0; places.len > 0; i++) {
		add(page, i == 0 ? "" : ", ");
		if (i == most) {
			add(page, "…");
			return;
		}
		add_text(page, tp_text_split(&places, "\n"));
	}
}

static void add_places(struct page *page, struct tp_text places)
{
	if (places.len == 0)
		return;
	add(page, "<p class=\"at\" title=\"");
	list_places(page, places, SIZE_MAX);
	add(page, "\">");
	list_places(page, places, PLACES_SHOWN);
	add(page, "</p>");
}

/* --- blocks --- */

static bool has_items(const struct tp_block *block)
{
	for (size_t i = 0; i < block->items_n; i++)
		if (block->items[i].len > 0)
			return true;
	return false;
}

static void add_items(struct page *page, const struct tp_block *block)
{
	if (!has_items(block))
		return;
	if (!tp_block_begins_group(block, 0))
		add(page, "<ul>\n");
	for (size_t i = 0; i < block->items_n; i++) {
		if (tp_block_begins_group(block, i)) {
			add(page, i > 0 ? "</ul>\n" : "");
			add_element(page, "<h3>", block->groups[i], "</h3>\n<ul>\n");
		}
		if (block->items[i].len == 0)
			continue;
		add(page, "<li>");
		add_text(page, block->items[i]);
		if (tp_block_advises(block, i))
			add_element(page, "<p class=\"advice\"><span aria-hidden=\"true\">→ </span>", block->advice[i], "</p>");
		add_places(page, block->places[i]);
		add(page, "</li>\n");
	}
	add(page, "</ul>\n");
}

static void add_facts(struct page *page, const struct tp_block *entry)
{
	bool any = false;
	for (size_t i = 0; i < entry->facts_n; i++) {
		const struct tp_fact *fact = &entry->facts[i];
		if (fact->value.type == TP_CELL_EMPTY)
			continue;
		add(page, any ? "" : "<dl>");
		any = true;
		add(page, "<div><dt>");
		add_text(page, fact->about.title);
		add(page, "</dt><dd>");
		add_cell(page, &fact->value);
		add(page, "</dd></div>");
	}
	add(page, any ? "</dl>\n" : "");
}

static void add_entry(struct page *page, const struct tp_block *entry)
{
	tp_buf_add_format(page->out, "<article class=\"%s\">\n<h3>",
		entry->state == TP_STATE_NONE ? "none" : tp_state_slug(entry->state));
	add_state(page, entry->state, entry->word);
	add(page, entry->state != TP_STATE_NONE && entry->text.len > 0 ? " " : "");
	add_element(page, "<bdi>", entry->text, "</bdi>");
	add(page, "</h3>\n");
	add_facts(page, entry);
	add_places(page, entry->place);
	add_items(page, entry);
	add(page, "</article>\n");
}

/* --- tables --- */

static bool is_number(const struct tp_cell *cell)
{
	return cell->type == TP_CELL_NUMBER || cell->type == TP_CELL_PERCENT;
}

/* A column of numbers and nothing else, whose title stands above them. */
static bool is_numeric(const struct tp_table *table, size_t column)
{
	bool any = false;
	for (size_t row = 0; row < table->rows_n; row++) {
		const struct tp_cell *cell = &table->cells[row * table->columns_n + column];
		if (!is_number(cell) && cell->type != TP_CELL_EMPTY)
			return false;
		any = any || is_number(cell);
	}
	return any;
}

static void add_row(struct page *page, const struct tp_table *table, size_t row)
{
	add(page, "<tr");
	if (table->places[row].len > 0) {
		add(page, " title=\"");
		list_places(page, table->places[row], SIZE_MAX);
		add(page, "\"");
	}
	add(page, ">");
	for (size_t i = 0; i < table->columns_n; i++) {
		const struct tp_cell *cell = &table->cells[row * table->columns_n + i];
		bool head = i == 0 && cell->type == TP_CELL_TEXT && cell->text.len > 0;
		add(page, head ? "<th scope=\"row\">" : is_number(cell) ? "<td class=\"n\">"
				: cell->type == TP_CELL_DAY ? "<td class=\"d\">" : "<td>");
		add_cell(page, cell);
		add(page, head ? "</th>" : "</td>");
	}
	add(page, "</tr>\n");
}

/* On a narrow screen it scrolls by itself, also from the keyboard, and the page does not. captioned: the caption stands
 * above it already, for those who see. */
static void add_table(struct page *page, const struct tp_table *table, bool captioned)
{
	if (table->rows_n == 0 || table->columns_n == 0)
		return;
	add(page, "<div class=\"scroll\" tabindex=\"0\"><table>\n");
	add_element(page, captioned ? "<caption class=\"unseen\">" : "<caption>", table->caption, "</caption>\n");
	add(page, "<thead><tr>");
	for (size_t i = 0; i < table->columns_n; i++) {
		add(page, is_numeric(table, i) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
		add_text(page, table->columns[i].title);
		add(page, "</th>");
	}
	add(page, "</tr></thead>\n<tbody>\n");
	for (size_t row = 0; row < table->rows_n; row++)
		add_row(page, table, row);
	add(page, "</tbody>\n</table></div>\n");
}

static void add_chart(struct page *page, const struct tp_block *block)
{
	char id[32];
	if (!tp_chart_has_svg(block)) {
		add_table(page, &block->table, false);
		return;
	}
	snprintf(id, sizeof id, "chart.%zu", ++page->charts);
	add(page, "<figure>\n");
	add_element(page, "<figcaption>", block->table.caption, "</figcaption>\n");
	tp_chart_svg(block, page->lang, id, page->out);
	add(page, "</figure>\n");
	add_table(page, &block->table, true);
}

static void add_block(struct page *page, const struct tp_block *block)
{
	switch (block->type) {
	case TP_BLOCK_PARAGRAPH:
		if (block->text.len == 0)
			break;
		add(page, "<p>");
		add_linked(page, block->text, block->link);
		add(page, "</p>\n");
		break;
	case TP_BLOCK_LIST:
		add_items(page, block);
		break;
	case TP_BLOCK_TABLE:
		add_table(page, &block->table, false);
		break;
	case TP_BLOCK_CHART:
		add_chart(page, block);
		break;
	case TP_BLOCK_ENTRY:
		add_entry(page, block);
		break;
	}
}

/* --- the page --- */

/* A section is known by its slug; the second of a slug is slug.2, which no slug is. `last`: how many of the slug there were
 * up to the section before, which most often has the same. */
static void add_id(struct page *page, const struct tp_document *doc, const struct tp_section *section, struct numbered *last)
{
	size_t number = 1;
	assert(strspn(section->name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(section->name));
	if (last->section && last->section->next == section && strcmp(last->section->name, section->name) == 0)
		number = last->number + 1;
	else
		for (const struct tp_section *other = doc->first; other != section; other = other->next)
			number += strcmp(other->name, section->name) == 0;
	*last = (struct numbered){section, number};
	add(page, section->name);
	if (number > 1)
		tp_buf_add_format(page->out, ".%zu", number);
}

static void add_contents(struct page *page, const struct tp_document *doc)
{
	size_t n = 0;
	struct numbered last = {0};
	for (const struct tp_section *section = doc->first; section; section = section->next)
		n += section->title.len > 0;
	if (doc->contents.len == 0 || n < 2)
		return;
	add(page, "<nav aria-labelledby=\"contents.\">\n<h2 id=\"contents.\">");
	add_text(page, doc->contents);
	add(page, "</h2>\n<ol>\n");
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		if (section->title.len == 0)
			continue;
		add(page, "<li><a href=\"#");
		add_id(page, doc, section, &last);
		add(page, "\">");
		add_text(page, section->title);
		add(page, "</a></li>\n");
	}
	add(page, "</ol>\n</nav>\n");
}

static void add_head(struct page *page, const struct tp_document *doc)
{
	static const char *const langs[] = {[TP_DA] = "da", [TP_EN] = "en"};
	tp_buf_add_format(page->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; base-uri 'none'; "
		"form-action 'none'\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>",
		langs[doc->lang], tp_html_style_hash);
	add_text(page, doc->title);
	add(page, "</title>\n<style>");
	add(page, tp_svg_style);
	for (const char *const *part = tp_html_style; *part; part++)
		add(page, *part);
	add(page, "</style>\n</head>\n<body>\n<header>\n<h1>");
	add_text(page, doc->title);
	add(page, "</h1>\n");
	add_element(page, "<p>", doc->subtitle, "</p>\n");
	add(page, "</header>\n");
}

void tp_document_html(const struct tp_document *doc, struct tp_buf *out)
{
	struct page page = {.out = out, .lang = doc->lang};
	struct numbered last = {0};
	add_head(&page, doc);
	add_contents(&page, doc);
	add(&page, "<main>\n");
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		add(&page, "<section id=\"");
		add_id(&page, doc, section, &last);
		add(&page, "\">\n");
		add_element(&page, "<h2>", section->title, "</h2>\n");
		for (const struct tp_block *block = section->first; block; block = block->next)
			add_block(&page, block);
		add(&page, "</section>\n");
	}
	add(&page, "</main>\n</body>\n</html>\n");
	tp_buf_free(&page.line);
	tp_buf_free(&page.people);
}
