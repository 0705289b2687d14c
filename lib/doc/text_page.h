/*
 * A page of plain text while it is written: what its tables share with the
 * rest of it.
 */
#ifndef TP_DOC_TEXT_PAGE_H
#define TP_DOC_TEXT_PAGE_H

#include "tp/document.h"

struct tp_text_page {
	struct tp_buf *out;
	size_t width;
	enum tp_lang lang;
	bool has_colours;
	bool is_begun;
	struct tp_arena arena; /* clean texts of the block at hand */
	struct tp_buf raw, masked;
};

/* Words with one blank between them and nothing that acts on a terminal: what wrapping takes for granted. */
struct tp_text tp_text_page_clean(struct tp_text_page *page, struct tp_text text);
struct tp_text tp_text_page_cell(struct tp_text_page *page, const struct tp_cell *cell);

/* Takes a line off the front, up to a blank where there is one; columns >= 2, or wide enough for the whole rest. */
struct tp_text tp_text_page_take(struct tp_text *rest, size_t columns);

void tp_text_page_repeat(struct tp_buf *out, char c, size_t n);

/* The blank line before a block; the end takes it back when nothing came. */
size_t tp_text_page_begin(struct tp_text_page *page);
void tp_text_page_end(struct tp_text_page *page, size_t begun_at);

void tp_text_page_paragraph(struct tp_text_page *page, struct tp_text text);

/* Facts: "Phase: pilot · Progress: 60%", broken between facts. Key and value are clean. */
struct tp_text_facts {
	const char *prefix; /* of the next line; two columns */
	size_t at;          /* columns of the line that stands open; 0: none does */
};
void tp_text_page_fact(struct tp_text_page *page, struct tp_text_facts *facts, struct tp_text key, struct tp_text value);
void tp_text_page_end_facts(struct tp_text_page *page, struct tp_text_facts *facts);

/* text_table.c: a table within the page's width; as facts when not even broken words make it fit. A chart has its bars
 * beside its table where there is room for them. */
void tp_text_page_table(struct tp_text_page *page, const struct tp_block *block);

#endif
