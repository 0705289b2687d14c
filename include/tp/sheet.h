/*
 * A spreadsheet file as it comes: encoding, delimiter and line ends are found
 * out, rows come out as UTF-8 cells with the physical line they began on. What
 * can be read in two ways is refused, never guessed.
 */
#ifndef TP_SHEET_H
#define TP_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/csv.h"
#include "tp/err.h"
#include "tp/file.h"
#include "tp/text.h"

enum tp_encoding { TP_ENCODING_FIND, TP_UTF8, TP_WINDOWS_1252 };

struct tp_sheet_options {
	char delimiter; /* 0: find out */
	enum tp_encoding encoding;
	bool keep_raw; /* fill `raw`, for rejects */
};

struct tp_sheet {
	struct tp_input *in; /* borrowed, opened and closed by the caller */
	struct tp_sheet_options options;
	struct tp_csv csv;
	char delimiter;            /* the one in force */
	enum tp_encoding encoding; /* TP_ENCODING_FIND as long as all was ASCII */
	bool bom;
	bool crlf;
	const struct tp_text *cells; /* the row last given */
	size_t n;
	unsigned long line; /* physical line on which that row began */
	struct tp_buf raw;  /* that row's physical lines with their line ends, as they stood; empty when a line is too long */
	bool torn;          /* its quotes do not pair: its lines may be rows of their own */
	struct tp_buf text; /* the line as UTF-8 */
};

/* Looks at the head of the input and settles the delimiter (and skips a BOM). 0; -1: two readings of the delimiter
 * (TP_DATA, says which option settles it), I/O, memory. */
int tp_sheet_open(struct tp_sheet *sheet, struct tp_input *in, const struct tp_sheet_options *options,
	struct tp_err *err);

/* The next row that is not blank (blank: no bytes, or only empty cells): 1, 0 at the end, -1. After TP_DATA (torn
 * quote, NUL, stray CR, invalid UTF-8, …: source, line and cell are set) the next call goes on with the next line, so
 * that all bad rows can be told; TP_SYSTEM is final. */
int tp_sheet_row(struct tp_sheet *sheet, struct tp_err *err);

/* Back to the first row (the header), for a second look at a regular file. */
int tp_sheet_rewind(struct tp_sheet *sheet, struct tp_err *err);

void tp_sheet_close(struct tp_sheet *sheet);

#endif
