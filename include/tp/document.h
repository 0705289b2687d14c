/*
 * A report as data: sections of paragraphs, lists, tables and findings, built
 * once and drawn by every format. Its one rule: it says what, never how it
 * looks; texts are already in the reader's language, numbers and days are
 * still numbers and days. Texts are borrowed and outlive the document.
 */
#ifndef TP_DOCUMENT_H
#define TP_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "tp/arena.h"
#include "tp/buf.h"
#include "tp/err.h"
#include "tp/lang.h"
#include "tp/text.h"

/* Told by word and shape besides colour; the word comes with the cell. */
enum tp_state { TP_STATE_NONE, TP_STATE_RED, TP_STATE_YELLOW, TP_STATE_GREEN, TP_STATE_GREY };

enum tp_cell_type { TP_CELL_EMPTY, TP_CELL_TEXT, TP_CELL_NUMBER, TP_CELL_PERCENT, TP_CELL_DAY, TP_CELL_STATE };

struct tp_cell {
	struct tp_text text; /* TEXT; STATE: its word */
	double number;       /* NUMBER; PERCENT in 0..100 */
	enum tp_cell_type type;
	int decimals; /* at most so many */
	int32_t day;
	enum tp_state state; /* STATE; TEXT: what it says, where it says a state by itself */
	struct tp_text link; /* TEXT: the page it leads to, see tp_document_link; empty: none */
};

struct tp_column {
	const char *name; /* slug, the same in every language: a key of json; borrowed */
	struct tp_text title;
};

struct tp_table {
	struct tp_text caption; /* may be empty */
	struct tp_column *columns;
	size_t columns_n;
	struct tp_cell *cells; /* rows_n * columns_n, row by row */
	struct tp_text *places; /* of each row: as a block's */
	size_t rows_n;
};

/* A thing's fact: named as a column is. */
struct tp_fact {
	struct tp_column about;
	struct tp_cell value;
};

enum tp_block_type { TP_BLOCK_PARAGRAPH, TP_BLOCK_LIST, TP_BLOCK_TABLE, TP_BLOCK_ENTRY, TP_BLOCK_CHART };

/* A paragraph, a bulleted list, a table, an entry: a titled thing with its state, a line of facts and reasons; or a table
 * with a chart that shows it. */
struct tp_block {
	enum tp_block_type type;
	struct tp_text text;   /* PARAGRAPH; ENTRY: its title */
	struct tp_text link;   /* PARAGRAPH: the page it leads to, see tp_document_link; empty: none */
	struct tp_text *items; /* LIST; ENTRY: its reasons */
	struct tp_text *advice; /* LIST, ENTRY: what to do about each item, same count; empty: nothing */
	struct tp_text *groups; /* LIST: what each item is one of, told once above a run of the same; empty: nothing */
	struct tp_text *places; /* LIST, ENTRY: where the data of each item stand ("roles.csv:17"), a line each */
	size_t items_n;
	struct tp_table table; /* TABLE, CHART */
	struct tp_chart *chart; /* CHART, see chart.h */
	enum tp_state state;   /* ENTRY */
	struct tp_text word;   /* ENTRY: the state's word */
	struct tp_text place;  /* ENTRY: where it stands itself, as in places */
	struct tp_fact *facts; /* ENTRY: its line of facts */
	size_t facts_n;
	struct tp_block *next;
};

struct tp_section {
	const char *name; /* slug; borrowed */
	struct tp_text title;
	struct tp_block *first, *last;
	struct tp_section *next;
};

enum { TP_ENTRY_COLUMNS = 4, TP_ITEM_COLUMNS = 4 };

struct tp_document {
	struct tp_arena *arena; /* the caller's; everything lies in it */
	enum tp_lang lang;
	const char *report; /* slug: "weekly"; borrowed */
	struct tp_text title, subtitle;
	int32_t as_of;
	struct tp_text scope; /* empty: all */
	struct tp_text contents; /* what a list of the sections is called; empty: none is wanted */
	struct tp_column entry_columns[TP_ENTRY_COLUMNS]; /* what entries are called as a table: state, title, reasons, advice */
	struct tp_column item_columns[TP_ITEM_COLUMNS]; /* and the items of a list: text, advice, places, group */
	struct tp_text rest; /* what a sheet is called on which texts go on that are too long for a cell */
	struct tp_section *first, *last;
	bool failed; /* memory ran out somewhere while building; asked once at the end, before it is drawn */
	struct tp_cell spare; /* what a cell of a table that is not there writes to */
};

void tp_document_init(struct tp_document *doc, struct tp_arena *arena, enum tp_lang lang, const char *report);

/* Each adds at the end and returns the new part, or NULL with doc->failed set; NULL as parent is taken and passed on,
 * so that building needs no checks in between. */
struct tp_section *tp_document_section(struct tp_document *doc, const char *name, struct tp_text title);
/* Leaves only the sections of a name; false, and nothing changed, where there is none. */
bool tp_document_keep(struct tp_document *doc, struct tp_text name);
struct tp_block *tp_document_paragraph(struct tp_document *doc, struct tp_section *section, struct tp_text text);
struct tp_block *tp_document_list(struct tp_document *doc, struct tp_section *section, size_t n);
struct tp_block *tp_document_table(struct tp_document *doc, struct tp_section *section, size_t columns, size_t rows);
struct tp_block *tp_document_entry(struct tp_document *doc, struct tp_section *section, struct tp_text title,
	size_t facts, size_t reasons);

/* What fills the parts by place, from 0; a NULL part is taken and nothing done. */
void tp_block_column(struct tp_block *table, size_t i, const char *name, struct tp_text title);
void tp_block_item(struct tp_block *list_or_entry, size_t i, struct tp_text text, struct tp_text advice);
void tp_block_fact(struct tp_block *entry, size_t i, const char *name, struct tp_text title, struct tp_cell value);
/* What the item of a list is one of. */
void tp_block_group(struct tp_block *list, size_t i, struct tp_text group);
/* Whether the item is the first of a group. */
bool tp_block_begins_group(const struct tp_block *list, size_t i);
/* Whether the advice is told to readers here: what holds for several in a row is told below the last of them. */
bool tp_block_advises(const struct tp_block *list_or_entry, size_t i);
/* Where the data of an item or a table's row stand; a line each. */
void tp_block_place(struct tp_block *block, size_t i, struct tp_text places);
void tp_block_state(struct tp_block *entry, enum tp_state state, struct tp_text word);

/* The cell of a table; a throw-away cell when table is NULL. */
struct tp_cell *tp_document_cell(struct tp_document *doc, struct tp_block *table, size_t row, size_t column);

struct tp_cell tp_cell_text(struct tp_text text);
struct tp_cell tp_cell_number(double number, int decimals);
struct tp_cell tp_cell_percent(double percent);
struct tp_cell tp_cell_day(int32_t day);
struct tp_cell tp_cell_state(enum tp_state state, struct tp_text word);

/* Appends the cell as people of that language read it: 1.234,5 or 1,234.5, 60 % or 60%, 22.11.2026 or 22 Nov 2026;
 * a state's word without its shape, a text as it stands, nothing for an empty one. */
void tp_cell_people(struct tp_buf *out, const struct tp_cell *cell, enum tp_lang lang);

/* Appends a text of the data as one line: white space as single blanks, nothing that acts on a terminal. */
void tp_document_clean(struct tp_buf *out, struct tp_text text);

/* Whether it names a page beside this one in letters, digits, hyphens, low lines and a point: what a link may be in html
 * and md. The other formats show links as their texts. */
bool tp_document_link(struct tp_text file);

/* "red", "yellow", "green", "grey"; NULL for none. */
const char *tp_state_slug(enum tp_state state);

/* What tells the state without colour, one column wide: square, triangle, filled and hollow circle; "" for none. */
const char *tp_state_shape(enum tp_state state);

/* The escape that begins the state's colour on a terminal, which ESC [ 0 m ends; "" for none. */
const char *tp_state_colour(enum tp_state state);

/* --- the formats: each appends the whole document; out->failed tells of memory --- */

/* doc/text_page.c: plain text within `width` columns (80; below 20 counts as 20), for a terminal or a mail: no escapes,
 * every character of the data is there, white space in it is one blank. Parts with nothing in them (a table without
 * rows, a list without items, a fact without a value) do not show. With `colours`, for a terminal that has them, titles
 * of columns are bold and cells of a state have its colour; without the escapes it is the same, byte for byte. */
enum { TP_TEXT_PAGE_WIDTH = 80, TP_TEXT_PAGE_WIDTH_MIN = 20 };
void tp_document_text(const struct tp_document *doc, size_t width, bool colours, struct tp_buf *out);

/* doc/md_page.c: Markdown as GitLab, GitHub and mail programs draw it; nothing of the data is Markdown, but
 * what looks like a mail address they make a link of, however it is written. */
void tp_document_md(const struct tp_document *doc, struct tp_buf *out);

/* doc/html_page.c: one file for a browser, a phone or A4: its style inside, no script, nothing fetched, which its own
 * Content-Security-Policy holds it to; well-formed as XML too. Nothing of the data is markup, address or style. */
void tp_document_html(const struct tp_document *doc, struct tp_buf *out);

/* doc/csv_page.c: the report's main table, a line a thing: its first table, or its entries with their state, facts,
 * reasons and advice where these come first. Headers are slugs where the dialect is plain, else titles. */
struct tp_csv_dialect;
void tp_document_csv(const struct tp_document *doc, const struct tp_csv_dialect *dialect, bool titles,
	struct tp_buf *out);

/* doc/json_page.c: {report, title, subtitle, lang, as_of, scope, sections: [{name, title, blocks: []}]}, one line a
 * block. A block is {type: "paragraph", text}, {type: "list", items: [{group (where it has one), text, advice, at}]}, {type: "table",
 * caption, columns: [{name, title}], rows: [{<column name>: value}], at: [[…]]}, {type: "chart", chart: "bars", about,
 * label, series: [{value, low, high}], target, group, trend, state (names of columns, those there are), x: {title, min,
 * max, ticks}, y, and all of a table} or {type: "entry", title, state, word, at, facts: [{name, title, value}], reasons:
 * [{text, advice, at}]}; `at` lists the places in the files that a part
 * rests on, and a table's as many as it has rows. Numbers are numbers, percents too; days YYYY-MM-DD, states slugs; empty cells,
 * a missing advice, caption, subtitle, scope or word are null. */
void tp_document_json(const struct tp_document *doc, struct tp_buf *out);

/* doc/xlsx_page.c: a workbook, into a file that is open and empty. The first sheet has the title, what stands before the
 * first section with a title, and the list of the sheets that follow, one a section. Entries are rows of a table, one
 * that stands alone is read downwards; lists with advice or places are tables. Numbers are numbers, days days, a state's
 * word bears its colour and shape, and all text is text. Charts of a kind that Excel has stand beside their tables. The
 * same bytes from the same document. -1: too many rows or sheets are TP_DATA, the rest TP_SYSTEM.
 * The library behind it says things on stderr, and where memory runs out it may bring the process down: this is for a
 * process of its own. */
int tp_document_xlsx(const struct tp_document *doc, int fd, struct tp_err *err);

#endif
