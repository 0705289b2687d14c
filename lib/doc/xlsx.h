/*
 * A workbook in the making, for xlsx_page.c and its helpers. Its one rule: the
 * first failure stands in err and all that follows does nothing, so that
 * drawing needs no checks in between. What comes from the data is written as
 * text and never as formula, number or address.
 */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H

#include <xlsxwriter.h>

#include "tp/chart.h"
#include "tp/map.h"

/* What Excel takes; lengths in its units, those of UTF-16. */
enum { TP_XLSX_ROWS = 1048576, TP_XLSX_TEXT = 32767, TP_XLSX_NAME = 31, TP_XLSX_NAME_SIZE = 4 * TP_XLSX_NAME + 1 };

enum tp_xlsx_look {
	TP_XLSX_TITLE,
	TP_XLSX_SUBTITLE,
	TP_XLSX_WORDS,
	TP_XLSX_LINK,
	TP_XLSX_CAPTION,
	TP_XLSX_HEAD,  /* of a column */
	TP_XLSX_NUMBER_HEAD,
	TP_XLSX_TEXT_CELL,
	TP_XLSX_NUMBER_CELL,
	TP_XLSX_FACT_CELL, /* a number among texts */
	TP_XLSX_PLACE, /* where data stand: one line, however long */
	TP_XLSX_LOOKS,
};

enum { TP_XLSX_FORMATS = 128, TP_XLSX_CODE_SIZE = 32, TP_XLSX_COLUMNS = 64 };

/* A text that went on beyond its cell. */
struct tp_xlsx_rest {
	char cell[TP_XLSX_NAME_SIZE + 16]; /* as Sheet!B4 */
	struct tp_text text;               /* what did not fit; in the arena */
	struct tp_xlsx_rest *next;
};

struct tp_xlsx {
	lxw_workbook *book;
	enum tp_lang lang;
	struct tp_arena *arena; /* the workbook's */
	struct tp_err *err;
	struct tp_map names;  /* of sheets, folded */
	struct tp_buf text;   /* the one at hand, as it goes into a cell, ended by NUL */
	struct tp_text rest_title;
	struct tp_xlsx_rest *rest, **rest_end;
	struct tp_xlsx_format {
		enum tp_xlsx_look look;
		enum tp_state state;
		char code[TP_XLSX_CODE_SIZE]; /* of a number */
		lxw_format *format;
	} formats[TP_XLSX_FORMATS];
	size_t formats_n;
};

/* Where a table came to stand: the row of its header. */
struct tp_xlsx_place {
	lxw_worksheet *sheet;
	const char *name;
	lxw_row_t head;
};

/* --- xlsx_name.c --- */

/* A name for a sheet of that title, which no other has, as Excel compares them: at most TP_XLSX_NAME units, none of
 * []:*?/\ and no apostrophe. False when there is no memory. */
bool tp_xlsx_name(struct tp_map *names, struct tp_text title, char out[TP_XLSX_NAME_SIZE]);

/* --- xlsx_cell.c --- */

/* Sets out of memory, or what the library says. */
void tp_xlsx_fail(struct tp_xlsx *xlsx, lxw_error why);

/* code: the format of its number, "" for none. */
lxw_format *tp_xlsx_format(struct tp_xlsx *xlsx, enum tp_xlsx_look look, enum tp_state state, const char *code);

/* Appends a text of the data as one line; what acts on a screen or is not XML becomes "?". */
void tp_xlsx_plain(struct tp_buf *out, struct tp_text text);

/* The same as a cell takes it: blanks and line ends stay, and what Excel would read as an escape is escaped. */
void tp_xlsx_clean(struct tp_buf *out, struct tp_text text);

/* A text of the data as one line of at most so many units becomes the text at hand. */
void tp_xlsx_line(struct tp_xlsx *xlsx, struct tp_text text, size_t units);

/* Bytes of the longest part of it, from the start, that has so many of Excel's units and ends with a character. */
size_t tp_xlsx_fit(struct tp_text clean, size_t units);

/* Writes it as text. What is too long goes on on a sheet of its own. */
void tp_xlsx_text(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, struct tp_text text,
	enum tp_xlsx_look look, enum tp_state state);

/* The way to a sheet of the workbook. */
void tp_xlsx_link(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, struct tp_text text, const char *name);

/* Decimals that the numbers of a table's column need. */
int tp_xlsx_decimals(const struct tp_table *table, size_t column);

/* decimals: as many as its column needs, or negative: as itself needs; look: of numbers and days. */
void tp_xlsx_cell(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	const struct tp_cell *cell, int decimals, enum tp_xlsx_look look);


/* --- xlsx_chart.c --- */

/* Whether Excel has a kind of chart that shows it. */
bool tp_xlsx_has_chart(const struct tp_block *block);

/* Draws the table that stands there, right of it with its upper edge in `row`; returns the rows that it covers. */
lxw_row_t tp_xlsx_chart(struct tp_xlsx *xlsx, const struct tp_block *block, struct tp_xlsx_place place, lxw_row_t row,
	lxw_col_t column);

/* --- xlsx_page.c --- */

/* All sheets of the document. */
void tp_xlsx_sheets(struct tp_xlsx *xlsx, const struct tp_document *doc);

/* --- xlsx_whole.c --- */

/* The library does not look whether its own files could be written: all parts of the workbook are there to their ends.
 * -1: one is not. */
int tp_xlsx_whole(const void *bytes, size_t len, struct tp_err *err);

#endif
