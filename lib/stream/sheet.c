#include "tp/sheet.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/delimiter.h"
#include "tp/fill.h"
#include "tp/limits.h"

enum { HEAD_MAX = 64 * 1024 };

static void drop_bom(struct tp_text *text)
{
	if (text->len >= 3 && memcmp(text->ptr, "\xEF\xBB\xBF", 3) == 0)
		*text = (struct tp_text){text->ptr + 3, text->len - 3};
}

/* --- opening --- */

/* However much was read, the same bytes decide, and of these only whole lines. */
int tp_sheet_ahead(struct tp_sheet *sheet, struct tp_text *head, struct tp_err *err)
{
	const char *end;

	if (tp_input_peek(sheet->in, HEAD_MAX, head, err) < 0)
		return -1;
	if (head->len >= HEAD_MAX) {
		head->len = HEAD_MAX;
		end = memrchr(head->ptr, '\n', head->len);
		if (end)
			head->len = (size_t)(end - head->ptr) + 1;
	}
	return 0;
}

/* Where lines end, quotes aside: the first line that ends in CR alone, and the first in LF; 0: none does. */
struct ends {
	unsigned long cr, lf;
	bool any_cr, any_lf;
};

static struct ends find_ends(struct tp_text head, bool whole)
{
	struct ends ends = {0};
	unsigned long line = 1;
	bool quoted = false;

	for (size_t i = 0; i < head.len; i++) {
		bool last = i + 1 == head.len;
		bool lf = head.ptr[i] == '\n', cr = head.ptr[i] == '\r' && (last ? whole : head.ptr[i + 1] != '\n');

		quoted ^= head.ptr[i] == '"';
		ends.any_cr |= cr;
		ends.any_lf |= lf;
		if (cr && !quoted && !ends.cr)
			ends.cr = line;
		if (lf && !quoted && !ends.lf)
			ends.lf = line;
		line += lf || cr;
	}
	return ends;
}

/* Lines that end in CR alone, as old Macs wrote them, are made lines in LF. */
static int settle_ends(struct tp_sheet *sheet, struct tp_text head, struct tp_err *err)
{
	struct ends ends = find_ends(head, sheet->in->eof && head.len < HEAD_MAX);
	const char *first = head.len > 0 ? memchr(head.ptr, '\n', head.len) : NULL;

	sheet->crlf = first && first > head.ptr && first[-1] == '\r';
	if (ends.cr && ends.lf && ends.cr < ends.lf) {
		tp_err_set(err, TP_DATA, "line 1 ends in CR and line %lu in LF: save the file with one kind of line end",
			ends.lf);
		return -1;
	}
	sheet->cr = ends.any_lf ? ends.cr && !ends.lf : ends.any_cr;
	if (sheet->cr)
		tp_recoding_swap(&sheet->in->recoding, &sheet->in->block, sheet->in->start);
	return 0;
}

static struct tp_text first_line(struct tp_text head)
{
	const char *end = head.len > 0 ? memchr(head.ptr, '\n', head.len) : NULL;

	return (struct tp_text){head.ptr, end ? (size_t)(end - head.ptr) : head.len};
}

/* Notes what a line "sep=;" at the head says. */
static void read_sep(struct tp_sheet *sheet, struct tp_text *head)
{
	char said;

	drop_bom(head);
	said = tp_delimiter_said(first_line(*head));
	if (said)
		sheet->sep = said;
}

static int skip_lines(struct tp_sheet *sheet, struct tp_text *head, struct tp_err *err)
{
	unsigned long skip = sheet->options.skip;
	int got = 1;

	for (unsigned long i = 0; i < skip && got > 0; i++) {
		struct tp_text line;

		got = tp_input_line(sheet->in, &line, err);
	}
	sheet->rows = skip;
	if (got < 0 || tp_sheet_ahead(sheet, head, err) < 0)
		return -1;
	if (head->len == 0 && sheet->in->any)
		return tp_err_set(err, TP_DATA, "no line is left when %lu are skipped, the file has %lu: say another --skip",
			skip, sheet->in->line);
	return 0;
}

static int settle(struct tp_sheet *sheet, struct tp_err *err)
{
	struct tp_text head;
	size_t len;

	if (tp_encoding_begin(sheet->in, &sheet->encoding, err) < 0 || tp_sheet_ahead(sheet, &head, err) < 0 ||
		settle_ends(sheet, head, err) < 0)
		return -1;
	len = head.len;
	read_sep(sheet, &head);
	sheet->bom = head.len < len;
	if (sheet->encoding == TP_ENCODING_FIND && sheet->bom)
		sheet->encoding = TP_UTF8;
	if (sheet->options.skip > 0) {
		if (skip_lines(sheet, &head, err) < 0)
			return -1;
		read_sep(sheet, &head);
	}
	sheet->delimiter = sheet->options.delimiter ? sheet->options.delimiter : sheet->sep;
	return sheet->delimiter ? 0 : tp_delimiter_find(head, &sheet->delimiter, err);
}

int tp_sheet_open(struct tp_sheet *sheet, struct tp_input *in, const struct tp_sheet_options *options,
	struct tp_err *err)
{
	*sheet = (struct tp_sheet){.in = in, .options = *options, .encoding = options->encoding};
	if (settle(sheet, err) < 0)
		return tp_err_at(err, in->name, 0, NULL);
	return tp_csv_init(&sheet->csv, sheet->delimiter, err);
}

int tp_sheet_hold(struct tp_sheet *sheet, struct tp_err *err)
{
	sheet->held_encoding = sheet->encoding;
	sheet->held_rows = sheet->rows;
	return tp_input_hold(sheet->in, err);
}

int tp_sheet_rewind(struct tp_sheet *sheet, struct tp_err *err)
{
	if (tp_input_rewind(sheet->in, err) < 0)
		return tp_err_at(err, sheet->in->name, 0, NULL);
	tp_csv_reset(&sheet->csv);
	sheet->encoding = sheet->held_encoding;
	sheet->rows = sheet->held_rows;
	sheet->fill.last = sheet->fill.run = 0;
	sheet->cells = NULL;
	sheet->n = 0;
	sheet->line = 0;
	tp_buf_reset(&sheet->raw);
	return 0;
}

void tp_sheet_back(const struct tp_sheet *sheet, struct tp_buf *text, struct tp_buf *out)
{
	const struct tp_recoding recoding = {
		.from = sheet->encoding == TP_UTF16LE ? TP_UTF16_LITTLE : sheet->encoding == TP_UTF16BE ? TP_UTF16_BIG
			: TP_NOT_UTF16,
		.swap = sheet->cr,
	};

	tp_recoding_back(&recoding, text, out);
}

void tp_sheet_close(struct tp_sheet *sheet)
{
	tp_csv_free(&sheet->csv);
	tp_buf_free(&sheet->raw);
	tp_buf_free(&sheet->text);
	free(sheet->fill.cells);
	sheet->fill.cells = NULL;
}

/* --- a line: its end, its encoding --- */

/* A line that is too long is not taken off the input: its rest is passed over, so that the next row can be read. */
static int pass_over(struct tp_input *in, struct tp_err *err)
{
	unsigned long line = in->line;
	int got;

	do {
		struct tp_err again = {0};
		struct tp_text rest;

		in->start += TP_LINE_MAX;
		got = tp_input_line(in, &rest, &again);
		if (again.code == TP_SYSTEM) {
			*err = again;
			break;
		}
	} while (got < 0);
	in->line = line;
	return -1;
}

/* The line "sep=;", also where files that begin with it were joined. */
static bool is_sep(const struct tp_sheet *sheet, struct tp_text line)
{
	char said = sheet->sep ? tp_delimiter_said(line) : 0;

	return said && (sheet->in->line == 1 || sheet->in->line == sheet->options.skip + 1 || said == sheet->sep);
}

static int keep_raw(struct tp_sheet *sheet, struct tp_text line, struct tp_err *err)
{
	tp_buf_add(&sheet->raw, line.ptr, line.len);
	if (sheet->in->ended)
		tp_buf_add_char(&sheet->raw, '\n');
	return sheet->raw.failed ? tp_err_memory(err) : 0;
}

/* Without its line end, BOMs and lines "sep=;" passed over, and kept in raw. 1, 0 at the end, -1. */
static int next_line(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	struct tp_input *in = sheet->in;
	bool open = tp_csv_is_open(&sheet->csv), carriage;

	do {
		int got = tp_input_line(in, line, err);

		if (got < 0 && err->code == TP_DATA)
			return pass_over(in, err);
		if (got <= 0)
			return got;
		if (!open)
			drop_bom(line);
	} while (!open && is_sep(sheet, *line));
	if (sheet->options.keep_raw && keep_raw(sheet, *line, err) < 0)
		return -1;
	carriage = in->ended && line->len > 0 && line->ptr[line->len - 1] == '\r' && !sheet->cr;
	line->len -= carriage;
	if (in->ended)
		sheet->ends |= sheet->cr ? TP_ENDS_CR : carriage ? TP_ENDS_CRLF : TP_ENDS_LF;
	return 1;
}

/* Names the place of a byte that may not be there, once the reason is set. */
static int at_byte(const struct tp_sheet *sheet, struct tp_text line, size_t offset, struct tp_err *err)
{
	bool quoted = tp_csv_is_open(&sheet->csv);
	size_t cell = quoted ? sheet->csv.n + 1 : 1;
	char name[32];

	for (size_t i = 0; i < offset; i++) {
		if (line.ptr[i] == '"')
			quoted = !quoted;
		else if (line.ptr[i] == sheet->delimiter && !quoted)
			cell++;
	}
	snprintf(name, sizeof name, "cell %zu", cell);
	return tp_err_at(err, sheet->in->name, sheet->in->line, name);
}

/* Where lines end in CR, an LF in a quoted cell is a line of that cell; elsewhere it is as bad as a CR is else. */
static int keep_feeds(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	bool quoted = tp_csv_is_open(&sheet->csv);

	if (line->ptr != sheet->text.ptr) {
		tp_buf_reset(&sheet->text);
		tp_buf_add(&sheet->text, line->ptr, line->len);
		if (sheet->text.failed)
			return tp_err_memory(err);
		line->ptr = sheet->text.ptr;
	}
	for (size_t i = 0; i < line->len; i++) {
		quoted ^= line->ptr[i] == '"';
		if (line->ptr[i] != '\r')
			continue;
		if (!quoted) {
			tp_err_set(err, TP_DATA, "a line feed stands in the line, and the file's lines end in CR: take it "
				"out, or save the file with one kind of line end");
			return at_byte(sheet, *line, i, err);
		}
		sheet->text.ptr[i] = '\n';
	}
	return 0;
}

enum { WORD = sizeof(uint64_t) };

/* Its top bits tell of a NUL, a CR or a byte above 7F; more than there are, for what borrows has them too. */
static inline uint64_t odd_bytes(const char *at)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t word;

	memcpy(&word, at, WORD);
	return word | (word - ones) | ((word ^ ones * '\r') - ones);
}

/* Neither NUL nor CR nor a byte above 7F; false also where it is not sure. */
static bool is_plain(struct tp_text line)
{
	uint64_t seen = 0;

	if (line.len < WORD)
		return false;
	for (size_t i = 0; i < line.len - WORD; i += WORD)
		seen |= odd_bytes(line.ptr + i);
	return !((seen | odd_bytes(line.ptr + line.len - WORD)) & 0x8080808080808080);
}

/* Refuses what no cell may hold, and makes the rest UTF-8. */
static int clean(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	const char *bad;
	size_t at;

	if (is_plain(*line))
		return 0;
	bad = memchr(line->ptr, '\0', line->len);
	if (bad) {
		tp_err_set(err, TP_DATA, "a NUL byte stands in the cell: take it out, or save the file anew as UTF-8");
		return at_byte(sheet, *line, (size_t)(bad - line->ptr), err);
	}
	bad = memchr(line->ptr, '\r', line->len);
	if (bad && !sheet->cr) {
		tp_err_set(err, TP_DATA, "a carriage return stands in the line: take it out, or save the file with "
			"line ends LF or CR LF");
		return at_byte(sheet, *line, (size_t)(bad - line->ptr), err);
	}
	if (tp_encoding_line(&sheet->encoding, line, &sheet->text, &at, err) < 0)
		return err->code == TP_SYSTEM ? -1 : at_byte(sheet, *line, at, err);
	return bad ? keep_feeds(sheet, line, err) : 0;
}

/* --- rows --- */

/* A bad line may open a quoted cell, or stand within one: its row is read to the end all the same, with the bytes that
 * cannot be read masked, so that the next row begins where it does. The row is refused for its first fault. */
static int feed_bad(struct tp_sheet *sheet, struct tp_text line, struct tp_err *err)
{
	struct tp_err later = {0};
	struct tp_text masked;
	int state = -1;

	tp_buf_reset(&sheet->text);
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];

		tp_buf_add_char(&sheet->text, c == '\0' || c == '\r' || (c & 0x80) ? '?' : c);
	}
	masked = (struct tp_text){sheet->text.ptr, sheet->text.len};
	if (sheet->text.failed)
		tp_err_memory(&later);
	else
		state = tp_csv_feed(&sheet->csv, masked, &later);
	if (later.code == TP_SYSTEM)
		*err = later;
	return state;
}

/* The input ends: well, or within a quoted cell. */
static int finish(struct tp_sheet *sheet, unsigned long opened, struct tp_err *err)
{
	char cell[32];

	if (!tp_csv_is_open(&sheet->csv))
		return 0;
	sheet->torn = opened;
	snprintf(cell, sizeof cell, "cell %zu", sheet->csv.n + 1);
	tp_csv_reset(&sheet->csv);
	tp_err_set(err, TP_DATA, "the quote that opens the cell is never closed: close it, or take it out");
	return tp_err_at(err, sheet->in->name, opened, cell);
}

/* A line into the row, with the answers of tp_csv_feed; `bad` once the row is to be refused. */
static int take(struct tp_sheet *sheet, struct tp_text line, bool *bad, struct tp_err *err)
{
	if (!*bad && clean(sheet, &line, err) == 0)
		return tp_csv_feed(&sheet->csv, line, err);
	if (err->code == TP_SYSTEM)
		return -1;
	*bad = true;
	return feed_bad(sheet, line, err);
}

/* The row is complete. */
static int give(struct tp_sheet *sheet, struct tp_err *err)
{
	sheet->cells = sheet->csv.cells;
	sheet->n = sheet->csv.n;
	return tp_fill_row(sheet, err) < 0 ? -1 : 1;
}

int tp_sheet_row(struct tp_sheet *sheet, struct tp_err *err)
{
	struct tp_csv *csv = &sheet->csv;
	unsigned long opened = 0; /* line on which the open cell began */
	bool bad = false;

	sheet->cells = NULL;
	sheet->n = 0;
	sheet->torn = 0;
	for (;;) {
		bool was_open = tp_csv_is_open(csv);
		size_t before = csv->n;
		struct tp_text line;
		int state;

		if (!was_open)
			tp_buf_reset(&sheet->raw);
		state = next_line(sheet, &line, err);
		if (state == 0)
			return finish(sheet, opened, err);
		if (!was_open)
			sheet->line = sheet->in->line;
		if (state < 0) {
			tp_csv_reset(csv);
			tp_buf_reset(&sheet->raw);
			return -1;
		}
		state = take(sheet, line, &bad, err);
		if (state < 0)
			sheet->torn = csv->earlier ? opened : sheet->in->line;
		sheet->rows += state != 0;
		if (state < 0 || bad)
			sheet->fill.last = 0;
		if (state < 0)
			return tp_err_at(err, sheet->in->name, sheet->line, NULL);
		if (state == 0 && (!was_open || csv->n != before))
			opened = sheet->in->line;
		if (state > 0 && bad)
			return -1;
		if (state > 0 && !tp_delimiter_blank(csv->cells, csv->n))
			return give(sheet, err);
		if (state > 0)
			tp_fill_blank(sheet, csv->n);
	}
}
