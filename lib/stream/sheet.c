#include "tp/sheet.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tp/limits.h"

enum { HEAD_MAX = 64 * 1024, HEAD_ROWS = 20 };

/* What could delimit, in the order in which messages name it. */
static const char candidates[] = ";,\t|";

static const struct tp_text bom = {"\xEF\xBB\xBF", 3};

static const char *name_of(char delimiter)
{
	switch (delimiter) {
	case ';':
		return ";";
	case ',':
		return ",";
	case '\t':
		return "tab";
	default:
		return "|";
	}
}

static bool begins_with(struct tp_text text, struct tp_text start)
{
	return text.len >= start.len && memcmp(text.ptr, start.ptr, start.len) == 0;
}

static void drop_bom(struct tp_text *text)
{
	if (begins_with(*text, bom)) {
		text->ptr += bom.len;
		text->len -= bom.len;
	}
}

/* The delimiter that Excel's line "sep=;" names, 0 when it is another line. */
static char sep_of(struct tp_text line)
{
	if (line.len == 6 && line.ptr[5] == '\r')
		line.len--;
	if (line.len == 5 && strncasecmp(line.ptr, "sep=", 4) == 0 && memchr(candidates, line.ptr[4], 4))
		return line.ptr[4];
	return 0;
}

/* --- which delimiter: read the head with each and see which gives a table --- */

/* Takes one line off *rest, without its line end. */
static struct tp_text take_line(struct tp_text *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	struct tp_text line = {rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len};
	size_t taken = end ? line.len + 1 : line.len;

	rest->ptr += taken;
	rest->len -= taken;
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool is_blank(const struct tp_csv *csv)
{
	for (size_t i = 0; i < csv->n; i++)
		if (csv->cells[i].len > 0)
			return false;
	return true;
}

/* Cells of the head's first row with this delimiter (a torn row has none), and whether all rows have as many. */
static int look(struct tp_text head, char delimiter, size_t *cells, bool *even, struct tp_err *err)
{
	struct tp_csv csv;
	int rows = 0;

	*cells = 0;
	*even = true;
	if (tp_csv_init(&csv, delimiter, err) < 0)
		return -1;
	while (head.len > 0 && rows < HEAD_ROWS) {
		struct tp_err torn = {0};
		int state = tp_csv_feed(&csv, take_line(&head), &torn);

		if (state < 0 && torn.code == TP_SYSTEM) {
			tp_csv_free(&csv);
			*err = torn;
			return -1;
		}
		if (state == 0 || (state > 0 && is_blank(&csv)))
			continue;
		rows++;
		if (*cells == 0)
			*cells = csv.n;
		*even = *even && state > 0 && csv.n == *cells;
	}
	tp_csv_free(&csv);
	return 0;
}

static int refuse_choice(const char *likely, struct tp_err *err)
{
	char list[32];
	int len = 0;

	for (const char *at = likely; *at; at++)
		len += snprintf(list + len, sizeof list - (size_t)len, "%s%s", at == likely ? "" : " and ",
			name_of(*at));
	return tp_err_set(err, TP_DATA, "%s%s could be the delimiter: say --delimiter", likely[2] ? "" : "both ", list);
}

/* One candidate that gives a table is it; without a table, one that occurs in the header. */
static int find_delimiter(struct tp_text head, char *delimiter, struct tp_err *err)
{
	char occurs[sizeof candidates] = "";
	char tables[sizeof candidates] = "";
	const char *likely;

	for (const char *at = candidates; *at; at++) {
		size_t cells;
		bool even;

		if (look(head, *at, &cells, &even, err) < 0)
			return -1;
		if (cells >= 2)
			occurs[strlen(occurs)] = *at;
		if (cells >= 2 && even)
			tables[strlen(tables)] = *at;
	}
	likely = tables[0] ? tables : occurs;
	if (likely[0] && likely[1])
		return refuse_choice(likely, err);
	*delimiter = likely[0] ? likely[0] : ',';
	return 0;
}

/* --- opening --- */

/* What the next line depends on, as it is before the first. */
static void begin(struct tp_sheet *sheet)
{
	sheet->encoding = sheet->options.encoding;
	if (sheet->encoding == TP_ENCODING_FIND && sheet->bom)
		sheet->encoding = TP_UTF8;
	sheet->cells = NULL;
	sheet->n = 0;
	sheet->line = 0;
	tp_buf_reset(&sheet->raw);
}

/* Learns what the head tells; the delimiter stays 0 when nothing says it outright. */
static int read_head(struct tp_sheet *sheet, struct tp_text *head, struct tp_err *err)
{
	const char *end;

	if (tp_input_peek(sheet->in, HEAD_MAX, head, err) < 0)
		return -1;
	if (begins_with(*head, (struct tp_text){"\xFF\xFE", 2}) || begins_with(*head, (struct tp_text){"\xFE\xFF", 2}))
		return tp_err_set(err, TP_DATA, "the file is UTF-16: save it as UTF-8");
	if (head->len >= HEAD_MAX) {
		/* However much was read ahead, the same bytes decide, and of these only whole lines. */
		head->len = HEAD_MAX;
		end = memrchr(head->ptr, '\n', head->len);
		if (end)
			head->len = (size_t)(end - head->ptr) + 1;
	}
	sheet->bom = begins_with(*head, bom);
	drop_bom(head);
	end = head->len > 0 ? memchr(head->ptr, '\n', head->len) : NULL;
	sheet->crlf = end && end > head->ptr && end[-1] == '\r';
	sheet->delimiter = sheet->options.delimiter;
	if (!sheet->delimiter)
		sheet->delimiter = sep_of((struct tp_text){head->ptr, end ? (size_t)(end - head->ptr) : head->len});
	return 0;
}

int tp_sheet_open(struct tp_sheet *sheet, struct tp_input *in, const struct tp_sheet_options *options,
	struct tp_err *err)
{
	struct tp_text head;

	*sheet = (struct tp_sheet){.in = in, .options = *options};
	if (read_head(sheet, &head, err) < 0)
		return tp_err_at(err, in->name, 0, NULL);
	if (!sheet->delimiter && find_delimiter(head, &sheet->delimiter, err) < 0)
		return tp_err_at(err, in->name, 0, NULL);
	begin(sheet);
	return tp_csv_init(&sheet->csv, sheet->delimiter, err);
}

int tp_sheet_rewind(struct tp_sheet *sheet, struct tp_err *err)
{
	if (tp_input_rewind(sheet->in, err) < 0)
		return tp_err_at(err, sheet->in->name, 0, NULL);
	tp_csv_reset(&sheet->csv);
	begin(sheet);
	return 0;
}

void tp_sheet_close(struct tp_sheet *sheet)
{
	tp_csv_free(&sheet->csv);
	tp_buf_free(&sheet->raw);
	tp_buf_free(&sheet->text);
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

/* Without its line end, BOM and a "sep=" line passed over, and kept in raw. 1, 0 at the end, -1. */
static int next_line(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	struct tp_input *in = sheet->in;

	do {
		int got = tp_input_line(in, line, err);

		if (got < 0 && err->code == TP_DATA)
			return pass_over(in, err);
		if (got <= 0)
			return got;
		if (in->line == 1)
			drop_bom(line);
	} while (in->line == 1 && sep_of(*line));
	if (sheet->options.keep_raw) {
		tp_buf_add(&sheet->raw, line->ptr, line->len);
		if (in->ended)
			tp_buf_add_char(&sheet->raw, '\n');
		if (sheet->raw.failed)
			return tp_err_memory(err);
	}
	if (in->ended && line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
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

static bool is_ascii(struct tp_text text)
{
	const char *at = text.ptr;
	uint64_t seen = 0;
	size_t i = 0;

	for (; i + sizeof seen <= text.len && !(seen & 0x8080808080808080); i += sizeof seen)
		memcpy(&seen, at + i, sizeof seen);
	if (seen & 0x8080808080808080)
		return false;
	while (i < text.len && !(at[i] & 0x80))
		i++;
	return i == text.len;
}

/* Only bytes above 7F that Danish text in Windows-1252 has. Others occur too, but then somebody has to say so. */
static bool is_danish(struct tp_text line)
{
	static const char signs[] = "\x85\x91\x92\x93\x94\x96\x97\xA0\xA7\xAB\xB0\xB4\xB7\xBB\xBD";

	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.ptr[i];
		bool letter = c >= 0xC0 && c <= 0xFC && !memchr("\xC2\xC3\xD0\xD7\xDE\xF0\xF7", c, 7);

		if (c >= 0x80 && !letter && !memchr(signs, c, sizeof signs - 1))
			return false;
	}
	return true;
}

static int from_1252(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	size_t good;

	tp_buf_reset(&sheet->text);
	good = tp_text_from_1252(&sheet->text, *line);
	if (sheet->text.failed)
		return tp_err_memory(err);
	if (good < line->len) {
		tp_err_set(err, TP_DATA, "byte 0x%02X means nothing in Windows-1252: save the file as UTF-8",
			(unsigned char)line->ptr[good]);
		return at_byte(sheet, *line, good, err);
	}
	*line = (struct tp_text){sheet->text.ptr, sheet->text.len};
	return 0;
}

/* Makes the line UTF-8. The first line that is not ASCII shows which encoding the file has. */
static int decode(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	size_t valid;

	if (is_ascii(*line))
		return 0;
	if (sheet->encoding == TP_WINDOWS_1252)
		return from_1252(sheet, line, err);
	valid = tp_text_valid(*line);
	if (valid == line->len) {
		sheet->encoding = TP_UTF8;
		return 0;
	}
	if (sheet->encoding == TP_ENCODING_FIND && is_danish(*line)) {
		sheet->encoding = TP_WINDOWS_1252;
		return from_1252(sheet, line, err);
	}
	tp_err_set(err, TP_DATA, "invalid UTF-8 (byte 0x%02X): %s", (unsigned char)line->ptr[valid],
		sheet->encoding == TP_UTF8 ? "type the cell anew, or save the whole file as UTF-8"
					   : "save the file as UTF-8, or say --encoding windows-1252");
	return at_byte(sheet, *line, valid, err);
}

/* Refuses what no cell may hold, and makes the rest UTF-8. */
static int clean(struct tp_sheet *sheet, struct tp_text *line, struct tp_err *err)
{
	const char *bad;

	if (line->len == 0)
		return 0;
	bad = memchr(line->ptr, '\0', line->len);
	if (bad) {
		tp_err_set(err, TP_DATA, "a NUL byte stands in the cell: take it out, or save the file anew as UTF-8");
		return at_byte(sheet, *line, (size_t)(bad - line->ptr), err);
	}
	bad = memchr(line->ptr, '\r', line->len);
	if (bad) {
		tp_err_set(err, TP_DATA, "a carriage return stands in the line: take it out, or save the file with "
			"line ends LF or CR LF");
		return at_byte(sheet, *line, (size_t)(bad - line->ptr), err);
	}
	return decode(sheet, line, err);
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
	sheet->torn = true;
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

int tp_sheet_row(struct tp_sheet *sheet, struct tp_err *err)
{
	struct tp_csv *csv = &sheet->csv;
	unsigned long opened = 0; /* line on which the open cell began */
	bool bad = false;

	sheet->cells = NULL;
	sheet->n = 0;
	sheet->torn = false;
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
		sheet->torn = state < 0;
		if (state < 0)
			return tp_err_at(err, sheet->in->name, sheet->line, NULL);
		if (state == 0 && (!was_open || csv->n != before))
			opened = sheet->in->line;
		if (state > 0 && bad)
			return -1;
		if (state > 0 && !is_blank(csv))
			break;
	}
	sheet->cells = csv->cells;
	sheet->n = csv->n;
	return 1;
}
