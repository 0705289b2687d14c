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
#include "tp/encoding.h"
#include "tp/err.h"
#include "tp/file.h"
#include "tp/text.h"

struct tp_sheet_options {
	char delimiter; /* 0: find out */
	enum tp_encoding encoding;
	unsigned long skip; /* lines above the header */
	bool keep_raw; /* fill `raw`, for rejects */
};

/* How lines end. */
enum { TP_ENDS_LF = 1, TP_ENDS_CRLF = 2, TP_ENDS_CR = 4 };

struct tp_sheet {
	struct tp_input *in; /* borrowed, opened and closed by the caller */
	struct tp_sheet_options options;
	struct tp_csv csv;
	char delimiter;            /* the one in force */
	char sep;                  /* the one that a line "sep=;" names; 0: there is none */
	enum tp_encoding encoding; /* TP_ENCODING_FIND as long as all was ASCII */
	bool bom;
	bool crlf;
	bool cr;       /* lines end in CR alone: in `raw` they end in LF, and an LF in a cell is a CR */
	unsigned ends; /* all kinds seen so far */
	size_t width;  /* cells that a row must have, set by who has read the header; 0: not known */
	const struct tp_text *cells; /* the row last given */
	size_t n;
	unsigned long line; /* physical line on which that row began */
	struct tp_buf raw;  /* that row's physical lines with their line ends, as they stood but for UTF-16, which is UTF-8;
			       empty when a line is too long */
	unsigned long torn; /* its quotes do not pair: the line on which that cell began, behind which lines may be rows of their
			       own; 0: they do */
	struct tp_buf text; /* the line as UTF-8 */
	unsigned long rows; /* so far, blank ones and skipped lines too */
	struct tp_fill {
		size_t last, run;    /* cells of the row before, and how many rows in a row had as many */
		unsigned long begin; /* rows before these */
		struct tp_text *cells;
	} fill; /* of rows that are too short: see tp/fill.h */
	/* at tp_sheet_hold */
	enum tp_encoding held_encoding;
	unsigned long held_rows;
};

/* Looks at the head of the input, settles encoding, line ends and delimiter, and passes over the lines to skip. 0; -1: two
 * readings of the delimiter or of line ends, fewer lines than are to be skipped (TP_DATA, says what settles it), I/O,
 * memory. */
int tp_sheet_open(struct tp_sheet *sheet, struct tp_input *in, const struct tp_sheet_options *options,
	struct tp_err *err);

/* The next row that is not blank (blank: no bytes, or only empty cells): 1, 0 at the end, -1. After TP_DATA (torn
 * quote, NUL, stray CR, invalid UTF-8, …: source, line and cell are set) the next call goes on with the next line, so
 * that all bad rows can be told; TP_SYSTEM is final. */
int tp_sheet_row(struct tp_sheet *sheet, struct tp_err *err);

/* What is ahead, whole lines in LF, in the encoding of the file or, of UTF-16, in UTF-8; borrowed until the next call. 0 or
 * -1. */
int tp_sheet_ahead(struct tp_sheet *sheet, struct tp_text *head, struct tp_err *err);

/* The row that comes next is the one to which rewind goes back. -1: I/O. */
int tp_sheet_hold(struct tp_sheet *sheet, struct tp_err *err);
int tp_sheet_rewind(struct tp_sheet *sheet, struct tp_err *err);

/* Appends a text as it would stand in the file, and empties it: in its order of UTF-16 bytes, with its line ends. Other
 * encodings are the caller's. */
void tp_sheet_back(const struct tp_sheet *sheet, struct tp_buf *text, struct tp_buf *out);

void tp_sheet_close(struct tp_sheet *sheet);

#endif
