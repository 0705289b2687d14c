#include "tp/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"
#include "tp/limits.h"

static struct tp_csv start(char delimiter)
{
	struct tp_csv csv;
	struct tp_err err = {0};

	assert_int_equal(tp_csv_init(&csv, delimiter, &err), 0);
	return csv;
}

/* Feeds a line that completes a row, and compares the row as "[a][b]". */
static void row(struct tp_csv *csv, const char *line, const char *expected)
{
	struct tp_err err = {0};
	struct tp_buf got = {0};

	assert_int_equal(tp_csv_feed(csv, tp_text_of(line), &err), 1);
	assert_int_equal(err.code, TP_OK);
	assert_false(tp_csv_is_open(csv));
	for (size_t i = 0; i < csv->n; i++) {
		assert_int_equal(csv->cells[i].ptr[csv->cells[i].len], '\0');
		tp_buf_add_char(&got, '[');
		tp_buf_add(&got, csv->cells[i].ptr, csv->cells[i].len);
		tp_buf_add_char(&got, ']');
	}
	tp_buf_add_char(&got, '\0');
	assert_false(got.failed);
	assert_string_equal(got.ptr, expected);
	tp_buf_free(&got);
}

static void open_line(struct tp_csv *csv, const char *line)
{
	struct tp_err err = {0};

	assert_int_equal(tp_csv_feed(csv, tp_text_of(line), &err), 0);
	assert_int_equal(err.code, TP_OK);
	assert_true(tp_csv_is_open(csv));
}

/* Feeds a line that cannot be read; the next one can. */
static void torn(struct tp_csv *csv, const char *line, const char *cell, const char *part)
{
	struct tp_err err = {0};

	assert_int_equal(tp_csv_feed(csv, tp_text_of(line), &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.field, cell);
	assert_non_null(strstr(err.text, part));
	assert_false(tp_csv_is_open(csv));
	row(csv, "on,we,go", "[on][we][go]");
}

static void plain_rows(void **state)
{
	struct tp_csv csv = start(',');

	(void)state;
	row(&csv, "a,b,c", "[a][b][c]");
	row(&csv, "a", "[a]");
	row(&csv, "", "");
	row(&csv, ",", "[][]");
	row(&csv, "a,,", "[a][][]");
	row(&csv, " a ,\tb, ", "[ a ][\tb][ ]");
	row(&csv, "   ", "[   ]");
	row(&csv, "it's;one\tcell|here", "[it's;one\tcell|here]");
	row(&csv, "bl\xC3\xA5,\xE6", "[bl\xC3\xA5][\xE6]");
	tp_csv_free(&csv);
	tp_csv_free(&csv);
}

static void delimiters(void **state)
{
	static const char all[] = ",;\t|";

	(void)state;
	for (size_t i = 0; i < strlen(all); i++) {
		struct tp_csv csv = start(all[i]);
		char line[] = "a?\"b?\"?";

		line[1] = line[4] = line[6] = all[i];
		char expected[] = "[a][b?][]";
		expected[5] = all[i];
		row(&csv, line, expected);
		line[2] = line[5] = 'x';
		row(&csv, line, "[a][xb][x][]");
		tp_csv_free(&csv);
	}
}

static void quoted_rows(void **state)
{
	struct tp_csv csv = start(',');

	(void)state;
	row(&csv, "\"\"", "[]");
	row(&csv, "\"a\",b,\"c\"", "[a][b][c]");
	row(&csv, "\"a,b\",\" c \"", "[a,b][ c ]");
	row(&csv, "\"say \"\"hi\"\"\",\"\"\"\",\"\"", "[say \"hi\"][\"][]");
	open_line(&csv, "1,\"a");
	assert_int_equal(csv.n, 1);
	open_line(&csv, "");
	open_line(&csv, " b,c");
	row(&csv, "d\",2", "[1][a\n\n b,c\nd][2]");
	open_line(&csv, "\"a");
	open_line(&csv, "\",\"");
	assert_int_equal(csv.n, 1);
	row(&csv, "\"", "[a\n][\n]");
	row(&csv, "x,y", "[x][y]");
	tp_csv_free(&csv);
}

static void torn_quotes(void **state)
{
	struct tp_csv csv = start(',');

	(void)state;
	torn(&csv, "a\"b,c", "cell 1", "not quoted");
	torn(&csv, "a\"", "cell 1", "not quoted");
	torn(&csv, "1,2, \"x\",4", "cell 3", "not quoted");
	torn(&csv, "1,2\"\"3", "cell 2", "not quoted");
	torn(&csv, "\"a\"b,c", "cell 1", "after the quote that closes");
	torn(&csv, "1,\"a\" ,c", "cell 2", "after the quote that closes");
	torn(&csv, "1,\"a\" \"b\"", "cell 2", "after the quote that closes");
	torn(&csv, "\"a\", \"b\"", "cell 2", "not quoted");
	open_line(&csv, "1,\"a");
	torn(&csv, "b\"c,2", "cell 2", "not closed in its line");
	open_line(&csv, "1,\"a");
	torn(&csv, "b\",\"c\"d", "cell 3", "after the quote that closes");
	open_line(&csv, "1,\"a");
	torn(&csv, "b\",2,c\"", "cell 4", "not quoted");
	tp_csv_free(&csv);
}

static void reset(void **state)
{
	struct tp_csv csv = start(',');

	(void)state;
	open_line(&csv, "1,\"a");
	tp_csv_reset(&csv);
	assert_false(tp_csv_is_open(&csv));
	assert_int_equal(csv.n, 0);
	row(&csv, "on,we,go", "[on][we][go]");
	tp_csv_free(&csv);
}

/* Rows of so many empty cells, the last one either bare or quoted, so that both ways of reading are asked. */
static void too_many_cells(void **state)
{
	struct tp_csv csv = start(',');
	char *line = malloc(TP_COLUMNS_MAX + 3);

	(void)state;
	assert_non_null(line);
	memset(line, ',', TP_COLUMNS_MAX);
	for (int quotes = 0; quotes <= 2; quotes += 2) {
		struct tp_err err = {0};
		struct tp_text text = {line, TP_COLUMNS_MAX - 1 + (size_t)quotes};

		memcpy(line + TP_COLUMNS_MAX - 1, "\"\"", (size_t)quotes);
		assert_int_equal(tp_csv_feed(&csv, text, &err), 1);
		assert_int_equal(csv.n, TP_COLUMNS_MAX);
		memset(line, ',', TP_COLUMNS_MAX);
		memcpy(line + TP_COLUMNS_MAX, "\"\"", (size_t)quotes);
		text.len++;
		assert_int_equal(tp_csv_feed(&csv, text, &err), -1);
		assert_int_equal(err.code, TP_DATA);
		assert_non_null(strstr(err.text, "more than 16384 cells"));
		row(&csv, "on,we,go", "[on][we][go]");
	}
	free(line);
	tp_csv_free(&csv);
}

static void too_long(void **state)
{
	enum { PIECE = 1024 * 1024 };
	struct tp_csv csv = start(',');
	char *line = malloc(PIECE);
	int fed = 0;
	int got;
	struct tp_err err = {0};

	(void)state;
	assert_non_null(line);
	memset(line, 'x', PIECE);
	line[0] = '"';
	do {
		got = tp_csv_feed(&csv, (struct tp_text){line, PIECE}, &err);
		line[0] = 'x';
		fed++;
	} while (got == 0);
	assert_int_equal(got, -1);
	assert_int_equal(fed, 16); /* with the newlines between, the sixteenth goes beyond */
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.field, "cell 1");
	assert_non_null(strstr(err.text, "longer than 16 MiB"));
	row(&csv, "on,we,go", "[on][we][go]");
	free(line);
	tp_csv_free(&csv);
}

/* A last cell in quotes keeps the plain lane out: all cells before it must come out the same. */
static void lanes_agree(void **state)
{
	static const char letters[] = "ab ,,-\xAC;\t'\xE6\x01"; /* with the neighbours of a comma */
	struct tp_csv plain = start(',');
	struct tp_csv quoted = start(',');

	(void)state;
	for (int round = 0; round < 5000; round++) {
		char line[64];
		size_t len = 1 + random_below(40);
		struct tp_err err = {0};

		for (size_t i = 0; i < len; i++)
			line[i] = letters[random_below(sizeof letters - 1)];
		memcpy(line + len, ",\"\"", 4);
		assert_int_equal(tp_csv_feed(&plain, (struct tp_text){line, len}, &err), 1);
		assert_int_equal(tp_csv_feed(&quoted, (struct tp_text){line, len + 3}, &err), 1);
		assert_int_equal(plain.n + 1, quoted.n);
		for (size_t i = 0; i < plain.n; i++) {
			assert_int_equal(plain.cells[i].len, quoted.cells[i].len);
			assert_memory_equal(plain.cells[i].ptr, quoted.cells[i].ptr, plain.cells[i].len + 1);
		}
	}
	tp_csv_free(&plain);
	tp_csv_free(&quoted);
}

/* Rows that begin as the one before, whatever way that was read, come out as they do by themselves, and those cells are
 * said to be the same. */
static void rows_that_begin_alike(void **state)
{
	static const char letters[] = "abcdefgh,,";
	struct tp_csv csv = start(','), alone = start(',');
	char line[200] = "", before[200] = "";
	size_t len = 0, same = 0, n = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct tp_err err = {0};
		size_t keep = random_below(len + 1), starts[200] = {0}, cells = 1;
		const char *quoted = random_below(20) ? "" : random_below(2) ? ",\"x\"" : ",\"x";

		memcpy(before, line, sizeof before);
		len = keep + random_below(100 - keep / 2);
		for (size_t i = keep; i < len; i++)
			line[i] = letters[random_below(sizeof letters - 1)];
		for (size_t i = 0; i < len; i++)
			if (line[i] == ',')
				starts[cells++] = i + 1;
		memcpy(line + len, quoted, strlen(quoted) + 1);
		if (tp_csv_feed(&csv, tp_text_of(line), &err) == 0) {
			tp_csv_reset(&csv);
			continue;
		}
		tp_csv_reset(&alone);
		assert_int_equal(tp_csv_feed(&alone, tp_text_of(line), &err), 1);
		assert_int_equal(csv.n, alone.n);
		for (n = 0; n < csv.n; n++) {
			assert_int_equal(csv.cells[n].len, alone.cells[n].len);
			assert_memory_equal(csv.cells[n].ptr, alone.cells[n].ptr, csv.cells[n].len + 1);
		}
		assert_int_equal(alone.same, 0);
		assert_true(csv.same == 0 || memcmp(line, before, starts[csv.same]) == 0);
		same += csv.same;
	}
#if !defined(TP_LANES) || TP_LANES
	assert_true(same > 50000);
#endif
	tp_csv_free(&csv);
	tp_csv_free(&alone);
}

static void written(const char *cell, bool text, const struct tp_csv_dialect *dialect, const char *expected)
{
	struct tp_buf out = {0};

	tp_csv_add_cell(&out, dialect, tp_text_of(cell), text);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	assert_string_equal(out.ptr, expected);
	tp_buf_free(&out);
}

static void add_cell(void **state)
{
	static const struct tp_csv_dialect rfc = {.delimiter = ','};
	static const struct tp_csv_dialect danish = {.delimiter = ';', .bom = true, .crlf = true, .comma = true};

	(void)state;
	written("", true, &rfc, "");
	written("plain text", true, &rfc, "plain text");
	written("a,b", true, &rfc, "\"a,b\"");
	written("a,b", true, &danish, "a,b");
	written("a;b", true, &danish, "\"a;b\"");
	written("3,5", false, &danish, "3,5");
	written("3,5", false, &rfc, "\"3,5\"");
	written("say \"hi\"", true, &rfc, "\"say \"\"hi\"\"\"");
	written("\"", true, &rfc, "\"\"\"\"");
	written("a\nb", true, &rfc, "\"a\nb\"");
	written("a\rb", true, &rfc, "\"a\rb\"");
	written(" a", true, &rfc, "\" a\"");
	written("a ", true, &rfc, "\"a \"");
	written("a\t", true, &rfc, "\"a\t\"");
	written("=1+1", true, &rfc, "=1+1");
}

static void guard(void **state)
{
	static const struct tp_csv_dialect excel = {.delimiter = ',', .guard = true};

	(void)state;
	written("=1+1", true, &excel, "'=1+1");
	written("+45 12", true, &excel, "'+45 12");
	written("-", true, &excel, "'-");
	written("@sum", true, &excel, "'@sum");
	written("\tx", true, &excel, "\"'\tx\"");
	written("\rx", true, &excel, "\"'\rx\"");
	written("=A1,\"x\"", true, &excel, "\"'=A1,\"\"x\"\"\"");
	written("a=b", true, &excel, "a=b");
	written("'=b", true, &excel, "'=b");
	written("", true, &excel, "");
	written("-5", false, &excel, "-5");
	written("-5,2", false, &excel, "\"-5,2\"");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_rows),
		cmocka_unit_test(delimiters),
		cmocka_unit_test(quoted_rows),
		cmocka_unit_test(torn_quotes),
		cmocka_unit_test(reset),
		cmocka_unit_test(too_many_cells),
		cmocka_unit_test(too_long),
		cmocka_unit_test(lanes_agree),
		cmocka_unit_test(rows_that_begin_alike),
		cmocka_unit_test(add_cell),
		cmocka_unit_test(guard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
