#include "tp/fill.h"

#include <stdlib.h>

enum { EXCEL_BLOCK = 16 };

/* Cells of the next row ahead that is not blank, taken off; 0 when no whole one is there. */
static size_t next_width(char delimiter, struct tp_text *ahead)
{
	bool quoted = false, any = false;
	size_t n = 1;
	while (ahead->len > 0) {
		char c = *ahead->ptr;
		*ahead = (struct tp_text){ahead->ptr + 1, ahead->len - 1};
		if (c == '\n' && !quoted && any)
			return n;
		if (c == '\n' && !quoted)
			n = 1;
		quoted ^= c == '"';
		n += c == delimiter && !quoted;
		any |= c != delimiter && c != '\r' && c != '\n';
	}
	return 0;
}

/* How many rows in a row must be of that width, so that they cannot be the parts of one; 0: no number of them tells. */
static size_t rows_needed(const struct tp_sheet *sheet)
{
	size_t n = sheet->n, parts = n > 1 ? (sheet->width - 2) / (n - 1) + 1 : EXCEL_BLOCK;
	if (parts < EXCEL_BLOCK)
		return parts + 1;
	return sheet->fill.begin % EXCEL_BLOCK == 0 ? EXCEL_BLOCK : 0;
}

/* Is it the way of a program to leave out empty cells? Then rows beside it are as short. Of the last rows it is enough
 * that they begin where Excel begins a block. */
static int is_habit(struct tp_sheet *sheet, bool *habit, struct tp_err *err)
{
	size_t run = sheet->fill.run, need = rows_needed(sheet), next = sheet->n;
	struct tp_text ahead = {0};
	if (run < need && tp_sheet_ahead(sheet, &ahead, err) < 0)
		return -1;
	while (run < need && next == sheet->n) {
		bool end = ahead.len == 0 && sheet->in->eof && sheet->in->ended;
		next = next_width(sheet->delimiter, &ahead);
		run = end && sheet->fill.begin % EXCEL_BLOCK == 0 ? need : run + (next == sheet->n);
	}
	*habit = need > 0 && run >= need;
	return 0;
}

/* Takes the byte off the end. */
static bool take_last(struct tp_buf *raw, char c)
{
	bool is_there = raw->len > 0 && raw->ptr[raw->len - 1] == c;
	raw->len -= is_there;
	return is_there;
}

static int fill_raw(struct tp_sheet *sheet, size_t missing, struct tp_err *err)
{
	bool lf = take_last(&sheet->raw, '\n'), cr = lf && take_last(&sheet->raw, '\r');
	while (missing-- > 0)
		tp_buf_add_char(&sheet->raw, sheet->delimiter);
	if (cr)
		tp_buf_add_char(&sheet->raw, '\r');
	if (lf)
		tp_buf_add_char(&sheet->raw, '\n');
	return sheet->raw.failed ? tp_err_memory(err) : 0;
}

static int fill(struct tp_sheet *sheet, struct tp_err *err)
{
	size_t n = sheet->n;
	struct tp_text *cells = sheet->fill.cells;
	if (!cells)
		cells = sheet->fill.cells = calloc(sheet->width, sizeof *cells);
	if (!cells)
		return tp_err_memory(err);
	for (size_t i = 0; i < sheet->width; i++)
		cells[i] = i < n ? sheet->cells[i] : tp_text_of("");
	sheet->cells = cells;
	sheet->n = sheet->width;
	return sheet->options.keep_raw ? fill_raw(sheet, sheet->width - n, err) : 0;
}

static void see_width(struct tp_sheet *sheet, size_t n)
{
	struct tp_fill *state = &sheet->fill;
	if (n == state->last)
		return;
	state->last = n;
	state->begin = sheet->rows - 1;
	state->run = 0;
}

void tp_fill_blank(struct tp_sheet *sheet, size_t n)
{
	if (n > 1)
		see_width(sheet, n);
}

int tp_fill_row(struct tp_sheet *sheet, struct tp_err *err)
{
	bool habit = false;
	see_width(sheet, sheet->n);
	sheet->fill.run++;
	if (sheet->n >= sheet->width)
		return 0;
	if (is_habit(sheet, &habit, err) < 0)
		return -1;
	return habit ? fill(sheet, err) : 0;
}
