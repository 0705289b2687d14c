#include "tp/csv.h"

#include <csv.h>
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/limits.h"

/* The plain lane may be left out so that the tests can show that it changes nothing. */
#ifndef TP_LANES
#define TP_LANES 1
#endif

/* libcsv grows its cell by blocks; its own 128 bytes make a long cell slow. */
enum { BLOCK = 64 * 1024 };

struct tp_csv_parser {
	struct csv_parser lib;
	struct tp_buf text; /* the row's cells, each with its NUL; it moves while it grows */
	struct tp_buf line; /* the row as it stood, if the plain lane has split it, */
	size_t split;       /* into so many cells; 0: it has not */
	size_t capacity;    /* of csv->cells */
	size_t fed;         /* bytes of the row so far */
	char delimiter;
	bool no_memory;
	bool too_many;
};

static int is_term(unsigned char c)
{
	return c == CSV_LF;
}

/* Blanks belong to the cell, but without a set of them libcsv takes its own; CR never comes here. */
static int is_space(unsigned char c)
{
	return c == CSV_CR;
}

static void set_up(struct tp_csv_parser *p)
{
	csv_init(&p->lib, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
	csv_set_delim(&p->lib, (unsigned char)p->delimiter);
	csv_set_term_func(&p->lib, is_term);
	csv_set_space_func(&p->lib, is_space);
	csv_set_blk_size(&p->lib, BLOCK);
}

int tp_csv_init(struct tp_csv *csv, char delimiter, struct tp_err *err)
{
	*csv = (struct tp_csv){0};
	csv->parser = calloc(1, sizeof *csv->parser);
	if (!csv->parser)
		return tp_err_memory(err);
	csv->parser->delimiter = delimiter;
	set_up(csv->parser);
	return 0;
}

void tp_csv_reset(struct tp_csv *csv)
{
	csv_free(&csv->parser->lib);
	set_up(csv->parser);
	csv->n = csv->same = csv->parser->split = 0;
}

bool tp_csv_is_open(const struct tp_csv *csv)
{
	/* Every feed ends in LF, which ends the row unless a quoted cell takes it in. */
	return csv->parser->lib.quoted;
}

static bool make_room(struct tp_csv *csv, size_t n)
{
	struct tp_csv_parser *p = csv->parser;
	size_t capacity = p->capacity ? p->capacity : 64;
	struct tp_text *cells;

	if (n <= p->capacity)
		return true;
	while (capacity < n)
		capacity *= 2;
	cells = realloc(csv->cells, capacity * sizeof *cells);
	if (!cells)
		return false;
	csv->cells = cells;
	p->capacity = capacity;
	return true;
}

/* Makes one more cell of so many bytes; where it stands is known when the row is complete. */
static bool push(struct tp_csv *csv, size_t len)
{
	struct tp_csv_parser *p = csv->parser;

	p->too_many = csv->n == TP_COLUMNS_MAX;
	p->no_memory = !p->too_many && !make_room(csv, csv->n + 1);
	if (p->too_many || p->no_memory)
		return false;
	csv->cells[csv->n++].len = len;
	return true;
}

static void on_cell(void *bytes, size_t len, void *data)
{
	struct tp_csv *csv = data;

	if (csv->parser->no_memory || csv->parser->too_many)
		return;
	if (push(csv, len))
		tp_buf_add(&csv->parser->text, bytes, len + 1);
}

static void start_row(struct tp_csv *csv)
{
	struct tp_csv_parser *p = csv->parser;

	csv->n = csv->same = 0;
	p->fed = 0;
	p->no_memory = p->too_many = false;
	tp_buf_reset(&p->text);
}

#define EVERY(byte) (0x0101010101010101u * (unsigned char)(byte))

/* Zero bytes of the word: the top bit of each, of no other. */
static inline uint64_t zeros(uint64_t word)
{
	return ~(((word & EVERY(0x7F)) + EVERY(0x7F)) | word | EVERY(0x7F));
}

/* How many bytes the lines begin alike with, as far as whole words tell. */
static size_t alike(struct tp_text line, const struct tp_buf *before)
{
	size_t most = line.len < before->len ? line.len : before->len;
	uint64_t word, other;

	for (size_t at = 0; at + sizeof word <= most; at += sizeof word) {
		memcpy(&word, line.ptr + at, sizeof word);
		memcpy(&other, before->ptr + at, sizeof other);
		if (word != other)
			return at + (size_t)__builtin_ctzll(le64toh(word ^ other)) / 8;
	}
	return most / sizeof word * sizeof word;
}

/* Rows begin as the one before does: cells whose delimiters are among those bytes stand there already. Returns where the
 * first other one begins. */
static size_t keep_cells(struct tp_csv *csv, struct tp_text line)
{
	const struct tp_csv_parser *p = csv->parser;
	const char *text = p->text.ptr, *end = text + (p->split > 1 ? alike(line, &p->line) : 0), *begin = text, *stop;
	size_t n = 0;

	for (; n + 1 < p->split && (stop = csv->cells[n].ptr + csv->cells[n].len) < end; n++)
		begin = stop + 1;
	csv->same = n;
	return (size_t)(begin - text);
}

/* Splits what begins there, eight bytes at a time, into at most so many cells. False: there are more. */
static bool split_from(struct tp_csv *csv, size_t at, size_t end, size_t most)
{
	char *text = csv->parser->text.ptr, *begin = text + at;
	uint64_t delimiters = EVERY(csv->parser->delimiter), word;
	struct tp_text *cells = csv->cells;
	size_t n = csv->same;

	for (; at < end; at += sizeof word) {
		memcpy(&word, text + at, sizeof word);
		for (uint64_t stops = le64toh(zeros(word ^ delimiters)); stops && n < most; stops &= stops - 1) {
			char *stop = text + at + __builtin_ctzll(stops) / 8;

			*stop = '\0';
			cells[n++] = (struct tp_text){begin, (size_t)(stop - begin)};
			begin = stop + 1;
		}
	}
	if (n == most)
		return false;
	cells[n] = (struct tp_text){begin, (size_t)(text + end - begin)};
	csv->n = n + 1;
	return true;
}

/* The plain lane: a row without quotes is split as it stands. False: it declines, and libcsv says what is right. */
static bool split(struct tp_csv *csv, struct tp_text line)
{
	struct tp_csv_parser *p = csv->parser;
	size_t most = line.len < TP_COLUMNS_MAX ? line.len + 1 : TP_COLUMNS_MAX, need = line.len + sizeof(uint64_t), begin, len;
	char *text = p->text.ptr;

	if (!TP_LANES || !make_room(csv, most))
		return false;
	if (p->text.capacity < need || p->line.capacity < need) {
		p->split = 0; /* the cells move */
		text = tp_buf_reserve(&p->text, need);
		if (!text || !tp_buf_reserve(&p->line, need))
			return false;
	}
	begin = keep_cells(csv, line);
	len = line.len - begin;
	if (memchr(line.ptr + begin, CSV_QUOTE, len) || memchr(line.ptr + begin, CSV_CR, len))
		return false;
	memcpy(text + begin, line.ptr + begin, len);
	memset(text + line.len, 0, sizeof(uint64_t));
	memcpy(p->line.ptr + begin, line.ptr + begin, len);
	p->line.len = line.len;
	if (!split_from(csv, begin, line.len, most))
		return false;
	p->split = csv->n;
	return true;
}

static bool parse(struct tp_csv *csv, struct tp_text bytes)
{
	return csv_parse(&csv->parser->lib, bytes.ptr, bytes.len, on_cell, NULL, csv) == bytes.len;
}

/* Puts into words why the row could not be read. */
static int explain(const struct tp_csv *csv, struct tp_err *err)
{
	const struct tp_csv_parser *p = csv->parser;
	char cell[32];

	if (p->no_memory || p->text.failed)
		return tp_err_memory(err);
	if (p->too_many)
		return tp_err_set(err, TP_DATA, "the row has more than %d cells: is the delimiter the right one?",
			TP_COLUMNS_MAX);
	snprintf(cell, sizeof cell, "cell %zu", csv->n + 1);
	if (p->fed > TP_LINE_MAX)
		tp_err_set(err, TP_DATA, "the row is longer than %d MiB: is a quote not closed?",
			TP_LINE_MAX / (1024 * 1024));
	else if (p->lib.status != CSV_EPARSE)
		return tp_err_memory(err);
	else if (!p->lib.quoted)
		tp_err_set(err, TP_DATA, "a quote stands inside a cell that is not quoted: "
			"quote the whole cell and write the quote inside it twice");
	else if (!csv->earlier)
		tp_err_set(err, TP_DATA, "text stands after the quote that closes the cell: "
			"write a quote inside a cell twice");
	else
		tp_err_set(err, TP_DATA, "the cell was not closed in its line, and text stands after the next quote: "
			"close the cell, or write a quote inside it twice");
	return tp_err_at(err, NULL, 0, cell);
}

/* Cells are told where they stand once text no longer moves. */
static void place(struct tp_csv *csv)
{
	const char *at = csv->parser->text.ptr;

	for (size_t i = 0; i < csv->n; i++) {
		csv->cells[i].ptr = at;
		at += csv->cells[i].len + 1;
	}
}

int tp_csv_feed(struct tp_csv *csv, struct tp_text line, struct tp_err *err)
{
	struct tp_csv_parser *p = csv->parser;
	bool was_open = tp_csv_is_open(csv);
	size_t before = csv->n;
	bool well;

	if (!was_open)
		start_row(csv);
	p->fed += line.len + was_open; /* the newline between */
	well = p->fed <= TP_LINE_MAX;
	if (well && !was_open && line.len > 0 && split(csv, line))
		return 1;
	csv->same = p->split = 0;
	if (well)
		well = parse(csv, line) && parse(csv, (struct tp_text){"\n", 1});
	if (!well || p->no_memory || p->too_many || p->text.failed) {
		csv->earlier = was_open && csv->n == before;
		explain(csv, err);
		tp_csv_reset(csv);
		return -1;
	}
	if (tp_csv_is_open(csv))
		return 0;
	place(csv);
	return 1;
}

void tp_csv_free(struct tp_csv *csv)
{
	if (csv->parser) {
		csv_free(&csv->parser->lib);
		tp_buf_free(&csv->parser->text);
		tp_buf_free(&csv->parser->line);
	}
	free(csv->parser);
	free(csv->cells);
	*csv = (struct tp_csv){0};
}

static bool must_quote(const struct tp_csv_dialect *dialect, struct tp_text cell)
{
	if (cell.len == 0)
		return false;
	if (memchr(" \t", cell.ptr[0], 2) || memchr(" \t", cell.ptr[cell.len - 1], 2))
		return true;
	for (size_t i = 0; i < cell.len; i++) {
		char c = cell.ptr[i];

		if (c == dialect->delimiter || c == CSV_QUOTE || c == CSV_CR || c == CSV_LF)
			return true;
	}
	return false;
}

static bool must_guard(const struct tp_csv_dialect *dialect, struct tp_text cell)
{
	return dialect->guard && cell.len > 0 && memchr("=+-@\t\r", cell.ptr[0], 6);
}

void tp_csv_add_cell(struct tp_buf *out, const struct tp_csv_dialect *dialect, struct tp_text cell, bool text)
{
	bool quoted = must_quote(dialect, cell);

	if (quoted)
		tp_buf_add_char(out, CSV_QUOTE);
	if (text && must_guard(dialect, cell))
		tp_buf_add_char(out, '\'');
	for (const char *quote; quoted && cell.len > 0 && (quote = memchr(cell.ptr, CSV_QUOTE, cell.len));) {
		size_t len = (size_t)(quote - cell.ptr) + 1;

		tp_buf_add(out, cell.ptr, len);
		tp_buf_add_char(out, CSV_QUOTE);
		cell.ptr += len;
		cell.len -= len;
	}
	tp_buf_add(out, cell.ptr, cell.len);
	if (quoted)
		tp_buf_add_char(out, CSV_QUOTE);
}
