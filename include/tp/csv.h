/*
 * CSV rows through libcsv, fed one physical line at a time, so that at most
 * one row is complete per feed and line numbers stay exact. Cells are neither
 * trimmed nor guessed at. This room alone sees libcsv; a faster lane for rows
 * without quotes goes behind tp_csv_feed.
 */
#ifndef TP_CSV_H
#define TP_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/buf.h"
#include "tp/err.h"
#include "tp/text.h"

struct tp_csv {
	struct tp_csv_parser *parser;
	struct tp_text *cells; /* of the complete row, each followed by a NUL; borrowed until the next feed */
	size_t same; /* of a complete row: so many of its first cells are as in the row fed before, if not more */
	size_t n; /* while a row goes on: its cells so far, so that the open one is cell n + 1 */
	bool earlier; /* after a torn quote: the cell had been opened in an earlier line */
};

/* delimiter: one of , ; tab |. 0 or -1 for memory. */
int tp_csv_init(struct tp_csv *csv, char delimiter, struct tp_err *err);

/* One physical line without its newline (no NUL, no CR inside). 1: a row is complete in cells, also an empty one;
 * 0: a quoted cell goes on in the next line; -1: TP_DATA for a torn quote (what and which cell), too many columns or
 * too long a row, TP_SYSTEM for memory. After TP_DATA the next feed starts a new row. */
int tp_csv_feed(struct tp_csv *csv, struct tp_text line, struct tp_err *err);

/* True when a quoted cell is still open: at the end of the input that is a torn quote. */
bool tp_csv_is_open(const struct tp_csv *csv);

/* Drops an open row: the next feed starts a new one. */
void tp_csv_reset(struct tp_csv *csv);

void tp_csv_free(struct tp_csv *csv);

/* How cells are written. */
struct tp_csv_dialect {
	char delimiter;
	bool bom;
	bool crlf;
	bool comma;  /* decimal comma */
	bool guard;  /* apostrophe before text that a spreadsheet would run */
};

/* Appends one cell, quoted only where it must be (delimiter, quote, CR, LF, blank at an end). `text` is true for
 * cells of text, which the guard looks at; numbers pass. */
void tp_csv_add_cell(struct tp_buf *out, const struct tp_csv_dialect *dialect, struct tp_text cell, bool text);

#endif
