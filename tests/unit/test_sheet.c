#include "tp/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "random.h"
#include "tp/limits.h"

/* --- a sheet made of bytes, called t.csv --- */

struct fixture {
	struct tp_input in;
	struct tp_sheet sheet;
};

static int try_open(struct fixture *f, struct tp_text bytes, const struct tp_sheet_options *options,
	struct tp_err *err)
{
	static const struct tp_sheet_options find = {0};
	char path[] = "/tmp/tp-test-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
	close(fd);
	assert_int_equal(tp_input_open(&f->in, path, err), 0);
	unlink(path);
	f->in.name = "t.csv";
	return tp_sheet_open(&f->sheet, &f->in, options ? options : &find, err);
}

static void open_sheet(struct fixture *f, struct tp_text bytes, const struct tp_sheet_options *options)
{
	struct tp_err err = {0};

	assert_int_equal(try_open(f, bytes, options, &err), 0);
	assert_int_equal(err.code, TP_OK);
}

static void close_sheet(struct fixture *f)
{
	tp_sheet_close(&f->sheet);
	tp_input_close(&f->in);
}

/* Appends all rows as "1[a][b]" lines, faults as their message, and what is in raw after a "<" when it is kept. */
static void dump(struct tp_sheet *sheet, struct tp_buf *out)
{
	for (;;) {
		struct tp_err err = {0};
		char message[1200];
		int got = tp_sheet_row(sheet, &err);

		if (got == 0)
			break;
		if (got < 0) {
			assert_int_equal(err.code, TP_DATA);
			assert_int_equal(sheet->n, 0);
			tp_err_format(&err, message, sizeof message);
			tp_buf_add_string(out, message);
		} else {
			assert_int_equal(err.code, TP_OK);
			tp_buf_add_format(out, "%lu", sheet->line);
			for (size_t i = 0; i < sheet->n; i++) {
				tp_buf_add_char(out, '[');
				tp_buf_add(out, sheet->cells[i].ptr, sheet->cells[i].len);
				tp_buf_add_char(out, ']');
			}
		}
		if (sheet->options.keep_raw) {
			tp_buf_add_format(out, " %lu<", sheet->line);
			tp_buf_add(out, sheet->raw.ptr, sheet->raw.len);
		} else
			tp_buf_add_char(out, '\n');
	}
	assert_false(out->failed);
}

/* `got` has what is expected; a trailing "..." in a line of `expected` stands for any rest of that line. */
static void compare(struct tp_buf *got, const char *expected)
{
	const char *at;

	tp_buf_add_char(got, '\0');
	at = got->ptr;
	for (const char *e = expected; *e || *at; e++, at++) {
		if (strncmp(e, "...", 3) == 0) {
			e += 3;
			at += strcspn(at, "\n");
		}
		if (*e != *at)
			assert_string_equal(got->ptr, expected);
		if (!*e)
			break;
	}
}

static void reads_as(struct tp_text bytes, const struct tp_sheet_options *options, const char *expected)
{
	struct fixture f;
	struct tp_buf got = {0};
	struct tp_err err = {0};

	open_sheet(&f, bytes, options);
	assert_int_equal(tp_sheet_hold(&f.sheet, &err), 0);
	dump(&f.sheet, &got);
	compare(&got, expected);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 0);

	assert_int_equal(tp_sheet_rewind(&f.sheet, &err), 0);
	tp_buf_reset(&got);
	dump(&f.sheet, &got);
	compare(&got, expected);
	tp_buf_free(&got);
	close_sheet(&f);
}

/* The literal with its inner NULs. */
#define BYTES(literal) ((struct tp_text){literal, sizeof(literal) - 1})

static void refused(struct tp_text bytes, const char *message)
{
	struct fixture f;
	struct tp_err err = {0};
	struct tp_buf got = {0};
	char text[1200];

	assert_int_equal(try_open(&f, bytes, NULL, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	tp_err_format(&err, text, sizeof text);
	tp_buf_add_string(&got, text);
	compare(&got, message);
	tp_buf_free(&got);
	close_sheet(&f);
}

static char delimiter_of(const char *bytes)
{
	struct fixture f;
	char delimiter;

	open_sheet(&f, tp_text_of(bytes), NULL);
	delimiter = f.sheet.delimiter;
	close_sheet(&f);
	return delimiter;
}

/* --- lines and rows --- */

static void rows_and_lines(void **state)
{
	(void)state;
	reads_as(BYTES(""), NULL, "");
	reads_as(BYTES("\n\n"), NULL, "");
	reads_as(BYTES("a,b\n1,2\n"), NULL, "1[a][b]\n2[1][2]\n");
	reads_as(BYTES("a,b\n1,2"), NULL, "1[a][b]\n2[1][2]\n");
	reads_as(BYTES("a,b\r\n1, 2 \r\n"), NULL, "1[a][b]\n2[1][ 2 ]\n");
	reads_as(BYTES("a,b\r\n1,2\n3,4"), NULL, "1[a][b]\n2[1][2]\n3[3][4]\n");
	reads_as(BYTES("\n\r\n,\na,b\n\n,,,\n\"\",\"\"\n1,2\n;\n"), NULL, "4[a][b]\n8[1][2]\n9[;]\n");
	reads_as(BYTES("a,b\n\"1\n\n2\",3\n\n\"4\",\"5\r\n6\"\n7,8\n"), NULL,
		"1[a][b]\n2[1\n\n2][3]\n6[4][5\n6]\n8[7][8]\n");
	reads_as(BYTES("name\nAda\n\nGrace\n"), NULL, "1[name]\n2[Ada]\n4[Grace]\n");
}

static void line_ends_and_bom_are_told(void **state)
{
	struct fixture f;

	(void)state;
	open_sheet(&f, BYTES("a,b\n1,2\r\n"), NULL);
	assert_false(f.sheet.crlf);
	assert_false(f.sheet.bom);
	close_sheet(&f);
	open_sheet(&f, BYTES("\xEF\xBB\xBF" "a,b\r\n1,2\n"), NULL);
	assert_true(f.sheet.crlf);
	assert_true(f.sheet.bom);
	assert_int_equal(f.sheet.encoding, TP_UTF8);
	close_sheet(&f);
}

static void byte_order_mark(void **state)
{
	(void)state;
	reads_as(BYTES("\xEF\xBB\xBF" "a,b\n1,2\n"), NULL, "1[a][b]\n2[1][2]\n");
	reads_as(BYTES("\xEF\xBB\xBF" "\"a\",b\n1,2\n"), NULL, "1[a][b]\n2[1][2]\n");
	reads_as(BYTES("\xEF\xBB\xBF"), NULL, "");
	reads_as(BYTES("a,b\n\xEF\xBB\xBF" "a,b\n\xEF\xBB\xBF\n\"\n\xEF\xBB\xBF\",1\n"), NULL,
		"1[a][b]\n2[a][b]\n4[\n\xEF\xBB\xBF][1]\n");
	reads_as(BYTES("\xEF\xBB\xBF" "a,b\n\xE6,2\n"), NULL,
		"1[a][b]\nt.csv:2: cell 1: invalid UTF-8 (byte 0xE6): ...\n");
}

static void lines_in_cr(void **state)
{
	static const struct tp_sheet_options keep = {.keep_raw = true};

	(void)state;
	reads_as(BYTES("a,b\r1,2\r\r3,4"), NULL, "1[a][b]\n2[1][2]\n4[3][4]\n");
	/* A cell's own lines may end in CR or LF. */
	reads_as(BYTES("a,b\r\"1\rx\",2\r\"3\nx\",\xE6\r"), NULL, "1[a][b]\n2[1\nx][2]\n4[3\nx][\xC3\xA6]\n");
	reads_as(BYTES("a\r\"1\rx\ny\"\r"), &keep, "1[a] 1<a\n2[1\nx\ny] 2<\"1\nx\ry\"\n");
	reads_as(BYTES("a,b\n1,\r2\n"), NULL, "1[a][b]\nt.csv:2: cell 2: a carriage return stands in the line: ...\n");
	refused(BYTES("a,b\r1,2\r3,4\n5,6\n"),
		"t.csv: line 1 ends in CR and line 3 in LF: save the file with one kind of line end");
	refused(BYTES("a,b\r\"1\n\",2\r3,4\r\n"), "t.csv: line 1 ends in CR and line 4 in LF: ...");
}

static void raw_lines(void **state)
{
	static const struct tp_sheet_options keep = {.keep_raw = true};

	(void)state;
	reads_as(BYTES("\xEF\xBB\xBFsep=;\r\na;b\r\n\r\n1;\"2\r\n3\"\r\n\"4\"x;5\r\n6;\"7\n8"), &keep,
		"2[a][b] 2<a;b\r\n"
		"4[1][2\n3] 4<1;\"2\r\n3\"\r\n"
		"t.csv:6: cell 1: text stands after the quote that closes the cell: "
		"write a quote inside a cell twice 6<\"4\"x;5\r\n"
		"t.csv:7: cell 2: the quote that opens the cell is never closed: close it, or take it out 7<6;\"7\n8");
	reads_as(BYTES("a;b\nbl\xE5;1"), &keep, "1[a][b] 1<a;b\n2[bl\xC3\xA5][1] 2<bl\xE5;1");
}

/* Where a row's lines stop to belong together. */
static void torn(const char *bytes, unsigned long expected)
{
	struct fixture f;
	struct tp_err err = {0};

	open_sheet(&f, tp_text_of(bytes), NULL);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
	assert_int_equal(f.sheet.torn, 0);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), -1);
	assert_int_equal(f.sheet.torn, expected);
	close_sheet(&f);
}

static void torn_quotes(void **state)
{
	(void)state;
	reads_as(BYTES("a,b,c\n1,2,x\"y\n1,2,3\n"), NULL,
		"1[a][b][c]\n"
		"t.csv:2: cell 3: a quote stands inside a cell that is not quoted: "
		"quote the whole cell and write the quote inside it twice\n"
		"3[1][2][3]\n");
	/* An opened cell swallows lines up to the next quote; the row that began it is told. */
	reads_as(BYTES("a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n"), NULL,
		"1[a][b]\nt.csv:2: cell 2: the cell was not closed in its line, ...\n5[7][8]\n");
	/* At the end the line is the one where the open cell began, not the row. */
	reads_as(BYTES("a,b,c\n\n\"1\n2\",3,\"4\n\n5,6\n"), NULL,
		"1[a][b][c]\nt.csv:4: cell 3: the quote that opens the cell is never closed: ...\n");
	reads_as(BYTES("a,b\n1,\""), NULL, "1[a][b]\nt.csv:2: cell 2: the quote that opens ...\n");
	reads_as(BYTES("a\"b,c\n1,2\n"), NULL, "t.csv:1: cell 1: a quote stands ...\n2[1][2]\n");
	reads_as(BYTES("a;b\"c\n1;2\n"), NULL, "t.csv:1: cell 2: a quote stands ...\n2[1][2]\n");
	torn("a,b\n1,\"2\n3,\"4\"\n", 2);
	torn("a,b\n1,\"2\n3,4\n", 2);
	torn("a,b\n1,\"2\r3\n4,5\"\n", 0);
	torn("a,b\n1,\"2\r3\n4,\"5\n", 2);
	torn("a,b\n\"1\n1\",2\"\n", 3); /* the cell of two lines is whole */
	torn("a,b\n\"1\n1\",\"2\n3,4\n", 3);
}

static void bytes_that_may_not_be(void **state)
{
	(void)state;
	reads_as(BYTES("a,b\n1,\0\n3,4\n"), NULL, "1[a][b]\nt.csv:2: cell 2: a NUL byte stands ...\n3[3][4]\n");
	reads_as(BYTES("a,b,c\n\"1,\"\"2\",3,x\ry\n3,4,5\n"), NULL,
		"1[a][b][c]\nt.csv:2: cell 3: a carriage return stands ...\n3[3][4][5]\n");
	reads_as(BYTES("a,b\n1,2\r"), NULL, "1[a][b]\nt.csv:2: cell 2: a carriage return stands ...\n");
	reads_as(BYTES("a,b\n1,2\r\r\n3,4\n"), NULL, "1[a][b]\nt.csv:2: cell 2: a carriage return ...\n3[3][4]\n");
	/* The row goes on to its own end: the next one is read as it stands. */
	reads_as(BYTES("a,b\n\0,\"1\n2,\"\n3,4\n"), NULL, "1[a][b]\nt.csv:2: cell 1: a NUL byte ...\n4[3][4]\n");
	reads_as(BYTES("a,b\n0,\"1\n\0\n2\"\n3,4\n"), NULL, "1[a][b]\nt.csv:3: cell 2: a NUL byte ...\n5[3][4]\n");
	reads_as(BYTES("a,b\n0,\"1\n\0\n2"), NULL, "1[a][b]\nt.csv:3: cell 2: a NUL byte ...\n");
}

static void limits(void **state)
{
	struct fixture f;
	struct tp_err err = {0};
	size_t len = 4 + 2 * (size_t)TP_LINE_MAX + 10 + 5;
	char *bytes = malloc(len);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'x', len);
	memcpy(bytes, "a,b\n", 4);
	memcpy(bytes + len - 5, "\n3,4\n", 5);
	open_sheet(&f, (struct tp_text){bytes, len}, &(struct tp_sheet_options){.keep_raw = true});
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_int_equal(err.line, 2);
	assert_int_equal(f.sheet.raw.len, 0); /* not kept in part */
	tp_err_clear(&err);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
	assert_int_equal(f.sheet.line, 3);
	assert_int_equal(f.sheet.n, 2);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 0);
	close_sheet(&f);
	free(bytes);
}

/* --- encoding --- */

static void windows_1252(void **state)
{
	static const struct tp_sheet_options western = {.encoding = TP_WINDOWS_1252};
	static const struct tp_sheet_options unicode = {.encoding = TP_UTF8};

	(void)state;
	reads_as(BYTES("navn;by\nS\xF8ren;\xC5rhus\nKlj\xFCver;K\xF8ge \x96 nord\n"), NULL,
		"1[navn][by]\n2[S\xC3\xB8ren][\xC3\x85rhus]\n3[Klj\xC3\xBCver][K\xC3\xB8ge \xE2\x80\x93 nord]\n");
	/* Once decided, any defined byte is taken, and the five undefined ones are not. */
	reads_as(BYTES("a;b\n\xE6;1\n\x80;\xFF\n\x81;1\n1;\x8D\n1;\x8F\n1;\x90\n1;\x9D\n\xC3\xA6;1\n"), NULL,
		"1[a][b]\n2[\xC3\xA6][1]\n3[\xE2\x82\xAC][\xC3\xBF]\n"
		"t.csv:4: cell 1: byte 0x81 means nothing in Windows-1252: save the file as UTF-8\n"
		"t.csv:5: cell 2: byte 0x8D ...\nt.csv:6: cell 2: byte 0x8F ...\nt.csv:7: cell 2: byte 0x90 ...\n"
		"t.csv:8: cell 2: byte 0x9D ...\n"
		"9[\xC3\x83\xC2\xA6][1]\n");
	/* A first line that is neither decides nothing. */
	reads_as(BYTES("a;b\n1;\xFF\n2;\x80\n3;\xE5\n4;\x80\n"), NULL,
		"1[a][b]\n"
		"t.csv:2: cell 2: invalid UTF-8 (byte 0xFF): save the file as UTF-8, or say --encoding windows-1252\n"
		"t.csv:3: cell 2: invalid UTF-8 (byte 0x80): ...\n4[3][\xC3\xA5]\n5[4][\xE2\x82\xAC]\n");
	reads_as(BYTES("a;b\n1;\xFF\n"), &western, "1[a][b]\n2[1][\xC3\xBF]\n");
	reads_as(BYTES("a;b\n1;\xC3\xA6\n"), &western, "1[a][b]\n2[1][\xC3\x83\xC2\xA6]\n");
	reads_as(BYTES("a;b\n1;\xE6\n2;\xC3\xA6\n"), &unicode,
		"1[a][b]\nt.csv:2: cell 2: invalid UTF-8 (byte 0xE6): ...\n3[2][\xC3\xA6]\n");
}

/* Which single bytes make a file Windows-1252: the table of Danish text, typed here as characters of that page. */
static void danish_bytes(void **state)
{
	(void)state;
	for (unsigned c = 0x80; c <= 0xFF; c++) {
		bool letter = (c >= 0xC0 && c <= 0xD6) || (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0xFC);
		bool rare = c == 0xC2 || c == 0xC3 || c == 0xD0 || c == 0xDE || c == 0xF0;
		bool sign = c == 0x85 || (c >= 0x91 && c <= 0x94) || c == 0x96 || c == 0x97 || c == 0xA0 || c == 0xA7 ||
			c == 0xAB || c == 0xB0 || c == 0xB4 || c == 0xB7 || c == 0xBB || c == 0xBD;
		char bytes[] = "a,b\n1,?\n";
		struct fixture f;
		struct tp_err err = {0};

		bytes[6] = (char)c;
		open_sheet(&f, tp_text_of(bytes), NULL);
		assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
		assert_int_equal(f.sheet.encoding, TP_ENCODING_FIND);
		assert_int_equal(tp_sheet_row(&f.sheet, &err), (letter && !rare) || sign ? 1 : -1);
		assert_int_equal(f.sheet.encoding, (letter && !rare) || sign ? TP_WINDOWS_1252 : TP_ENCODING_FIND);
		close_sheet(&f);
	}
}

static void utf8(void **state)
{
	(void)state;
	reads_as(BYTES("a,b\n\xC3\xA6,\xE2\x82\xAC\n1,\xE6\n\"x,\",\xC3\n3,\xF0\x9F\x98\x80\n"), NULL,
		"1[a][b]\n2[\xC3\xA6][\xE2\x82\xAC]\n"
		"t.csv:3: cell 2: invalid UTF-8 (byte 0xE6): type the cell anew, or save the whole file as UTF-8\n"
		"t.csv:4: cell 2: invalid UTF-8 (byte 0xC3): ...\n"
		"5[3][\xF0\x9F\x98\x80]\n");
}

/* U+0A0D, U+0D0A and U+2C22 have the bytes of line ends, commas and quotes. */
static void utf16(void **state)
{
	static const struct tp_sheet_options keep = {.keep_raw = true}, little = {.encoding = TP_UTF16LE};

	(void)state;
	reads_as(BYTES("\xFF\xFE" "a\0,\0b\0\n\0\x0D\x0A,\0\x0A\x0D\r\0\n\0\"\0\x22\x2C\n\0\"\0,\0\x3D\xD8\x00\xDE"), NULL,
		"1[a][b]\n2[\xE0\xA8\x8D][\xE0\xB4\x8A]\n3[\xE2\xB0\xA2\n][\xF0\x9F\x98\x80]\n");
	reads_as(BYTES("\xFE\xFF\0a\0,\0b\0\n\0\xE6\0,\0""1"), &keep, "1[a][b] 1<a,b\n2[\xC3\xA6][1] 2<\xC3\xA6,1");
	reads_as(BYTES("a\0\n\0\xFF\xFE" "b\0\r\0\n\0"), &little, "1[a]\n2[b]\n");
	reads_as(BYTES("\xFE\xFF\0a\0\r\0b\0\r"), NULL, "1[a]\n2[b]\n");
	reads_as(BYTES("\xFF\xFE" "a\0\n\0\x08\xD8\n\0b\0\n\0c"), NULL,
		"1[a]\nt.csv:2: cell 1: half of a surrogate pair ...\n3[b]\nt.csv:4: cell 1: the file ends within a character: ...\n");
	reads_as(BYTES("\xFF\xFE"), NULL, "");
	reads_as(BYTES(""), &little, "");
	refused(BYTES("a\0,\0b\0"), "t.csv: the file looks like UTF-16 without a byte order mark: say --encoding utf-16le");
	refused(BYTES("\0a\0,\0b"), "t.csv: the file looks like UTF-16 without a byte order mark: say --encoding utf-16be");
	refused(BYTES("\xFF\xFE\0\0a\0\0\0"), "t.csv: the file is UTF-32: ...");
}

/* --- rows that are too short --- */

/* The rows behind a header of that width, each of so many cells, empty ones of a (1) to e (5); + where the row is filled
 * up. */
static void fills(size_t width, const char *widths, const char *expected)
{
	static const struct tp_sheet_options keep = {.keep_raw = true, .delimiter = ';'};
	struct tp_buf bytes = {0};
	struct fixture f;
	struct tp_err err = {0};
	char got[100] = "";
	size_t n = 0;

	for (size_t i = 1; i < width; i++)
		tp_buf_add_char(&bytes, ';');
	tp_buf_add_string(&bytes, "x\r\n");
	for (const char *at = widths; *at; at++) {
		for (char i = '1'; i < *at; i++)
			tp_buf_add_string(&bytes, *at < 'a' ? "1;" : i < *at - 'a' + '1' ? ";" : "");
		tp_buf_add_string(&bytes, *at == '0' || *at >= 'a' ? "\r\n" : "x\r\n");
	}
	open_sheet(&f, (struct tp_text){bytes.ptr, bytes.len}, &keep);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
	f.sheet.width = width;
	while (tp_sheet_row(&f.sheet, &err) == 1) {
		size_t delimiters = 0;
		for (size_t i = 0; i < f.sheet.raw.len; i++)
			delimiters += f.sheet.raw.ptr[i] == ';';
		assert_int_equal(delimiters, f.sheet.n - 1);
		assert_memory_equal(f.sheet.raw.ptr + f.sheet.raw.len - 2, "\r\n", 2);
		for (size_t i = 0; i < f.sheet.n; i++)
			assert_non_null(f.sheet.cells[i].ptr);
		got[n++] = f.sheet.cells[f.sheet.n - 1].len ? f.sheet.n < width ? '-' : ' ' : '+';
	}
	assert_int_equal(err.code, TP_OK);
	assert_string_equal(got, expected);
	close_sheet(&f);
	tp_buf_free(&bytes);
}

static void short_rows(void **state)
{
	(void)state;
	fills(5, "5555", "    ");
	fills(5, "53555", " -   ");             /* alone: it has lost a delimiter, or what follows */
	fills(5, "52455", " --  ");             /* 2 + 4: a row broken in two */
	fills(5, "53355", " --  ");             /* 3 + 3 likewise */
	fills(5, "533355", " +++  ");           /* three are no halves */
	fills(5, "53033", " +++");              /* blank rows aside */
	fills(5, "522225", " ---- ");           /* 2 + 2 + 2 + 2: one in four */
	fills(5, "5222225", " +++++ ");
	fills(5, "511111", " -----");           /* a cell may have any number of lines */
	fills(5, "5444", " +++");
	fills(5, "544", " --");                 /* the last ones, but not where Excel begins a block */
	fills(5, "5555555555555554", "               +");
	fills(5, "55555555555555544", "               ++");
	fills(5, "55555555555555545", "               - ");
	fills(5, "5555555555555551111111111111111", "               ++++++++++++++++");
	fills(5, "55555555555555511111", "               +++++");
	fills(5, "555555555555555d4", "               +"); /* where an empty row begins it */
	fills(5, "555555555555555e4", "               -");
	fills(5, "555555555555555111115", "               ----- ");
	fills(2, "2111", " ---");
	fills(3, "3222", " +++");
}

/* --- delimiter --- */

static void delimiter_found(void **state)
{
	(void)state;
	assert_int_equal(delimiter_of("a,b\n1,2\n"), ',');
	assert_int_equal(delimiter_of("a;b\n1;2\n"), ';');
	assert_int_equal(delimiter_of("a\tb\n1\t2\n"), '\t');
	assert_int_equal(delimiter_of("a|b\n1|2\n"), '|');
	assert_int_equal(delimiter_of("\n;;\na;b;c\n1,5;2;3\n"), ';');
	assert_int_equal(delimiter_of("a;b\n1,5;2,5\n3,5;4,5\n"), ';');
	assert_int_equal(delimiter_of("a;price, DKK;c\n1;2;3\n"), ';');
	assert_int_equal(delimiter_of("a;\"b,c,d\";e\n1;2;3\n"), ';');
	assert_int_equal(delimiter_of("a,\"b\n;c\",d\n1,\"x;y\",3\n"), ',');
	assert_int_equal(delimiter_of("a;b;c\n1;2\n3;4;5\n"), ';');
	assert_int_equal(delimiter_of("name\nAda\n"), ',');
	/* where a delimiter tears the header another one does not, it is the other */
	assert_int_equal(delimiter_of("a;\" b\";c\n1,5;2\n"), ';');
	/* empty cells at the end of some rows, and rows from the 17th on, make no difference */
	assert_int_equal(delimiter_of("a;b, c\n1;2\n1;2;;\n"), ';');
	assert_int_equal(delimiter_of("a;b, c\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2\n1\n"), ';');
	assert_int_equal(delimiter_of("name\nAda;Grace\n"), ',');
	assert_int_equal(delimiter_of(""), ',');
}

static void delimiter_refused(void **state)
{
	(void)state;
	refused(BYTES("a;b,c\n1;2,3\n"), "t.csv: both ; and , could be the delimiter: say --delimiter");
	refused(BYTES("a\tb,c\n"), "t.csv: both , and tab could be the delimiter: say --delimiter");
	refused(BYTES("a;b,c\n1;2;3\n4\n"), "t.csv: both ; and , could be the delimiter: say --delimiter");
	refused(BYTES("a;b,c|d\n"), "t.csv: ; and , and | could be the delimiter: say --delimiter");
}

static void delimiter_said(void **state)
{
	static const struct tp_sheet_options comma = {.delimiter = ','};
	static const struct tp_sheet_options semicolon = {.delimiter = ';'};

	(void)state;
	reads_as(BYTES("a;b,c\n1;2,3\n"), &comma, "1[a;b][c]\n2[1;2][3]\n");
	reads_as(BYTES("a;b,c\n1;2,3\n"), &semicolon, "1[a][b,c]\n2[1][2,3]\n");
	reads_as(BYTES("sep=;\na;b,c\n1;2,3\n"), NULL, "2[a][b,c]\n3[1][2,3]\n");
	reads_as(BYTES("\xEF\xBB\xBFSEP=\t\r\na\tb,c\n"), NULL, "2[a][b,c]\n");
	reads_as(BYTES("sep=;\na;b,c\n"), &comma, "2[a;b][c]\n");
	reads_as(BYTES("sep=|"), NULL, "");
	reads_as(BYTES("a\nsep=;\n"), NULL, "1[a]\n2[sep=;]\n");
	reads_as(BYTES("\xEF\xBB\xBF\"sep=;\"\r\na;b,c\n"), NULL, "2[a][b,c]\n");
	reads_as(BYTES("sep=;;;\na;b,c;d\n"), NULL, "2[a][b,c][d]\n");
	reads_as(BYTES("\"sep=;\";;\na;b,c;d\n"), NULL, "2[a][b,c][d]\n");
	reads_as(BYTES("sep=;,\na,b\n"), NULL, "1[sep=;][]\n2[a][b]\n");
	reads_as(BYTES("\"sep=;\n"), NULL, "t.csv:1: cell 1: the quote that opens ...\n");
	/* where two such files were joined */
	reads_as(BYTES("sep=;\na;b\nsep=;\n\xEF\xBB\xBFsep=;\nsep=,\n\"\nsep=;\n\";1\n"), NULL,
		"2[a][b]\n5[sep=,]\n6[\nsep=;\n][1]\n");
}

static void skipped_lines(void **state)
{
	static const struct tp_sheet_options two = {.skip = 2};
	struct fixture f;
	struct tp_err err = {0};
	char text[300];

	(void)state;
	reads_as(BYTES("t, i, t\n\"x\na;b\n1;2\n"), &two, "3[a][b]\n4[1][2]\n");
	reads_as(BYTES("sep=;\n\na;b,c\n"), &two, "3[a][b,c]\n");
	reads_as(BYTES("t\nt\nsep=;\na;b,c\n"), &two, "4[a][b,c]\n");
	reads_as(BYTES("t\r\xE5\ra;b\r"), &two, "3[a][b]\n");
	reads_as(BYTES("\xFF\xFEt\0\n\0t\0\n\0a\0"), &two, "3[a]\n");
	reads_as(BYTES(""), &two, "");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(try_open(&f, tp_text_of(i ? "a;b\n1;2\n" : "a"), &two, &err), -1);
		tp_err_format(&err, text, sizeof text);
		assert_string_equal(text, i ? "t.csv: no line is left when 2 are skipped, the file has 2: say another --skip" :
			"t.csv: no line is left when 2 are skipped, the file has 1: say another --skip");
		tp_err_clear(&err);
		close_sheet(&f);
	}
}

/* Only whole lines of the head decide: the row that the head cuts in two would look ragged. */
static void delimiter_in_a_long_file(void **state)
{
	struct tp_buf bytes = {0};

	(void)state;
	tp_buf_add_string(&bytes, "a;b,c;d\n");
	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < 30000; j++)
			tp_buf_add_char(&bytes, 'x');
		tp_buf_add_string(&bytes, ";y;z\n");
	}
	tp_buf_add_char(&bytes, '\0');
	assert_int_equal(delimiter_of(bytes.ptr), ';');
	tp_buf_free(&bytes);
}

static void rewinds(void **state)
{
	struct fixture f;
	struct tp_err err = {0};

	(void)state;
	open_sheet(&f, BYTES("\xEF\xBB\xBFsep=;\na;b\n1;2\n3;4\n"), NULL);
	assert_int_equal(tp_sheet_hold(&f.sheet, &err), 0);
	for (int round = 0; round < 3; round++) {
		assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
		assert_int_equal(f.sheet.line, 2);
		assert_string_equal(f.sheet.cells[1].ptr, "b");
		assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
		assert_int_equal(f.sheet.line, 3);
		assert_int_equal(tp_sheet_rewind(&f.sheet, &err), 0);
	}
	close_sheet(&f);
}

/* --- properties and suites --- */

/* A cell of up to twelve letters from what is hard; CR and NUL no sheet may hold. */
static size_t random_cell(char *cell)
{
	static const char *const letters[] = {"a", "b", ",", ";", "\t", "|", "\"", "\n", " ", "=", "'", "\xC3\xA6",
		"\xC3\xB8", "\xC3\xA5", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
	size_t len = 0;

	for (unsigned n = random_below(4) ? random_below(12) : 0; n > 0; n--) {
		const char *letter = letters[random_below(sizeof letters / sizeof *letters)];

		memcpy(cell + len, letter, strlen(letter));
		len += strlen(letter);
	}
	return len;
}

static void round_trip_with(struct tp_csv_dialect dialect)
{
	enum { ROWS = 200, COLUMNS = 5 };
	static char cells[ROWS][COLUMNS][64];
	static size_t lens[ROWS][COLUMNS];
	struct tp_sheet_options options = {.delimiter = dialect.delimiter};
	struct tp_buf out = {0};
	struct fixture f;
	struct tp_err err = {0};

	tp_buf_add_string(&out, "\xEF\xBB\xBF");
	for (int i = 0; i < ROWS; i++) {
		bool any = false;

		for (int j = 0; j < COLUMNS; j++) {
			lens[i][j] = random_cell(cells[i][j]);
			any = any || tp_text_trim((struct tp_text){cells[i][j], lens[i][j]}).len > 0;
		}
		if (!any)
			lens[i][0] = 1, cells[i][0][0] = 'x';
		for (int j = 0; j < COLUMNS; j++) {
			if (j > 0)
				tp_buf_add_char(&out, dialect.delimiter);
			tp_csv_add_cell(&out, &dialect, (struct tp_text){cells[i][j], lens[i][j]}, true);
		}
		tp_buf_add_string(&out, dialect.crlf ? "\r\n" : "\n");
	}
	open_sheet(&f, (struct tp_text){out.ptr, out.len}, &options);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
		assert_int_equal(f.sheet.n, COLUMNS);
		for (int j = 0; j < COLUMNS; j++) {
			assert_int_equal(f.sheet.cells[j].len, lens[i][j]);
			assert_memory_equal(f.sheet.cells[j].ptr, cells[i][j], lens[i][j]);
		}
	}
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 0);
	close_sheet(&f);
	tp_buf_free(&out);
}

static void round_trip(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++)
		for (const char *at = ",;\t|"; *at; at++)
			round_trip_with((struct tp_csv_dialect){.delimiter = *at, .crlf = round % 2});
}

#define SPECTRUM "../shared/suites/csv-spectrum"

static void suite_case(const char *name)
{
	char path[200];
	struct tp_buf bytes = {0};
	struct tp_err err = {0};
	struct fixture f;
	json_t *rows;
	size_t i;
	json_t *row;

	snprintf(path, sizeof path, SPECTRUM "/csvs/%s.csv", name);
	assert_int_equal(tp_file_read(path, 1 << 20, &bytes, &err), 0);
	snprintf(path, sizeof path, SPECTRUM "/json/%s.json", name);
	rows = json_load_file(path, 0, NULL);
	assert_non_null(rows);
	open_sheet(&f, (struct tp_text){bytes.ptr, bytes.len}, NULL);
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
	assert_int_equal(f.sheet.n, json_object_size(json_array_get(rows, 0)));
	json_array_foreach(rows, i, row) {
		const char *key;
		json_t *value;
		size_t column = 0;

		assert_int_equal(tp_sheet_row(&f.sheet, &err), 1);
		json_object_foreach(row, key, value)
			assert_string_equal(f.sheet.cells[column++].ptr, json_string_value(value));
		assert_int_equal(f.sheet.n, column);
	}
	assert_int_equal(tp_sheet_row(&f.sheet, &err), 0);
	close_sheet(&f);
	json_decref(rows);
	tp_buf_free(&bytes);
}

/* Two pairs differ in the suite itself and are read here: a quote in a cell that is not quoted is refused, and CR LF
 * within a cell becomes LF. */
static void spectrum(void **state)
{
	static const char *const names[] = {"comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json",
		"newlines", "quotes_and_newlines", "simple", "simple_crlf", "utf8"};
	struct tp_buf bytes = {0};
	struct tp_err err = {0};

	(void)state;
	if (access(SPECTRUM, R_OK) < 0) {
		print_message("csv-spectrum is not here: skipped\n");
		skip();
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		suite_case(names[i]);

	assert_int_equal(tp_file_read(SPECTRUM "/csvs/newlines_crlf.csv", 1 << 20, &bytes, &err), 0);
	reads_as((struct tp_text){bytes.ptr, bytes.len}, NULL,
		"1[a][b][c]\n2[1][2][3]\n3[Once upon \na time][5][6]\n5[7][8][9]\n");
	tp_buf_reset(&bytes);
	assert_int_equal(tp_file_read(SPECTRUM "/csvs/location_coordinates.csv", 1 << 20, &bytes, &err), 0);
	reads_as((struct tp_text){bytes.ptr, bytes.len}, NULL,
		"1[Contact Phone Number][Location Coordinates][Cities][Counties]\n"
		"t.csv:2: cell 2: a quote stands inside a cell that is not quoted: ...\n");
	tp_buf_free(&bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_lines),
		cmocka_unit_test(line_ends_and_bom_are_told),
		cmocka_unit_test(byte_order_mark),
		cmocka_unit_test(lines_in_cr),
		cmocka_unit_test(raw_lines),
		cmocka_unit_test(utf16),
		cmocka_unit_test(short_rows),
		cmocka_unit_test(skipped_lines),
		cmocka_unit_test(torn_quotes),
		cmocka_unit_test(bytes_that_may_not_be),
		cmocka_unit_test(limits),
		cmocka_unit_test(windows_1252),
		cmocka_unit_test(danish_bytes),
		cmocka_unit_test(utf8),
		cmocka_unit_test(delimiter_found),
		cmocka_unit_test(delimiter_refused),
		cmocka_unit_test(delimiter_said),
		cmocka_unit_test(delimiter_in_a_long_file),
		cmocka_unit_test(rewinds),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(spectrum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
