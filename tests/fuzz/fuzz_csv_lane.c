/* Rows as tp_csv_feed gives them, by its lane or not, beside those of libcsv by itself. The first byte chooses the
 * delimiter. */
#include <csv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/csv.h"

enum { INPUT_MAX = 16000 }; /* fewer bytes than a row may have cells */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The cells of a row, each behind its length. */
struct library {
	struct csv_parser parser;
	struct tp_buf cells;
	size_t n;
	bool ended;
};

static int is_term(unsigned char c)
{
	return c == '\n';
}

static int is_space(unsigned char c)
{
	return c == '\r';
}

static void add(struct tp_buf *cells, const void *bytes, size_t len)
{
	tp_buf_add(cells, &len, sizeof len);
	tp_buf_add(cells, bytes, len + 1);
}

static void on_cell(void *bytes, size_t len, void *self)
{
	struct library *library = self;
	library->n++;
	add(&library->cells, bytes, len);
}

static void on_row(int c, void *self)
{
	(void)c;
	((struct library *)self)->ended = true;
}

static void start(struct library *library, char delimiter)
{
	csv_init(&library->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_delim(&library->parser, (unsigned char)delimiter);
	csv_set_term_func(&library->parser, is_term);
	csv_set_space_func(&library->parser, is_space);
}

static bool parse(struct library *library, const char *bytes, size_t len)
{
	return csv_parse(&library->parser, bytes, len, on_cell, on_row, library) == len;
}

/* 1: a row has ended, also an empty one; 0: a quoted cell goes on; -1. */
static int feed(struct library *library, struct tp_text line, bool open)
{
	if (!open) {
		library->n = 0;
		tp_buf_reset(&library->cells);
	}
	library->ended = false;
	if (!parse(library, line.ptr, line.len) || !parse(library, "\n", 1))
		return -1;
	return library->ended || !library->parser.quoted;
}

static void hold(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

/* Also those that are said to be as in the row before, which is kept. */
static void compare(const struct library *library, const struct tp_csv *csv, struct tp_buf *before)
{
	struct tp_buf cells = {0};
	size_t same = 0;
	hold(library->n == csv->n, "another number of cells than libcsv's");
	for (size_t i = 0; i < csv->n; i++) {
		add(&cells, csv->cells[i].ptr, csv->cells[i].len);
		same = i < csv->same ? cells.len : same;
	}
	hold(cells.len == library->cells.len && (cells.len == 0 || memcmp(cells.ptr, library->cells.ptr, cells.len) == 0),
		"other cells than libcsv's");
	hold(same <= before->len && (same == 0 || memcmp(cells.ptr, before->ptr, same) == 0), "not those of the row before");
	tp_buf_free(before);
	*before = cells;
}

/* From memory of the line's size that is gone afterwards: a sanitizer sees who reads beyond it or keeps it. */
static int feed_both(struct library *library, struct tp_csv *csv, struct tp_text line, bool open)
{
	struct tp_err err = {0};
	char *copy = malloc(line.len ? line.len : 1);
	if (!copy)
		abort();
	memcpy(copy, line.ptr, line.len);
	int wanted = feed(library, (struct tp_text){copy, line.len}, open);
	int got = tp_csv_feed(csv, (struct tp_text){copy, line.len}, &err);
	free(copy);
	hold(got == wanted, "another answer than libcsv's");
	return got;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct library library = {0};
	struct tp_csv csv;
	struct tp_err err = {0};
	struct tp_buf before = {0};
	int got = 1;
	if (size < 2 || size > INPUT_MAX)
		return 0;
	char delimiter = ",;\t|"[data[0] % 4];
	if (tp_csv_init(&csv, delimiter, &err) < 0)
		abort();
	start(&library, delimiter);
	for (struct tp_text lines = {(const char *)data + 1, size - 1}; lines.ptr;) {
		struct tp_text line = tp_text_split(&lines, "\n");
		got = feed_both(&library, &csv, line, got == 0);
		if (got > 0)
			compare(&library, &csv, &before);
		if (got < 0) {
			tp_buf_reset(&before);
			csv_free(&library.parser);
			start(&library, delimiter);
		}
	}
	csv_free(&library.parser);
	tp_buf_free(&library.cells);
	tp_buf_free(&before);
	tp_csv_free(&csv);
	return 0;
}
