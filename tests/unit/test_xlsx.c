#include "doc/xlsx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct tp_text t(const char *string)
{
	return tp_text_of(string);
}

/* Names of sheets, one after the other. */
static void test_names(void **state)
{
	static const struct {
		const char *title, *name;
	} cases[] = {
		{"Indsatser", "Indsatser"},
		{"INDSATSER", "INDSATSER (2)"}, /* Excel does not tell capitals apart */
		{"indsatser", "indsatser (3)"},
		{"Østlolland", "Østlolland"},
		{"østlolland", "østlolland (2)"},
		{"Aabenraa: det satte I jer for", "Aabenraa det satte I jer for"},
		{"a/b\\c [d] *?", "a-b-c (d)"},
		{"cv'et", "cv’et"},
		{"  flere   blanke\n", "flere blanke"},
		{"", "–"},
		{":*?", "– (2)"},
		{"History", "History (2)"}, /* Excel's own */
		{"_x0041_", "-x0041_"},
		{"1234567890123456789012345678901", "1234567890123456789012345678901"},
		{"12345678901234567890123456789012", "123456789012345678901234567890…"},
		{"12345678901234567890123456789012", "12345678901234567890123456… (2)"},
		{"Borgerservice og digitalisering (Aabenraa)", "Borgerservice og digitaliserin…"},
		{"To ord, hvor det sidste ryger ud", "To ord, hvor det sidste ryger…"},
		{"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂…"}, /* two units each */
		{"x\xEF\xBF\xBEy\x01", "xy"}, /* both become a question mark, which no name has */
	};
	struct tp_map names = {0};
	char name[TP_XLSX_NAME_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(tp_xlsx_name(&names, t(cases[i].title), name));
		assert_string_equal(name, cases[i].name);
	}
	tp_map_free(&names);
}

static void test_fit(void **state)
{
	(void)state;
	assert_int_equal(tp_xlsx_fit(t("abc"), 3), 3);
	assert_int_equal(tp_xlsx_fit(t("abc"), 2), 2);
	assert_int_equal(tp_xlsx_fit(t("æøå"), 2), 4);
	assert_int_equal(tp_xlsx_fit(t("a🙂b"), 2), 1); /* no half of a pair */
	assert_int_equal(tp_xlsx_fit(t("a🙂b"), 3), 5);
	assert_int_equal(tp_xlsx_fit(t("a"), 0), 0);
}

static void test_clean(void **state)
{
	static const struct {
		const char *text, *clean;
	} cases[] = {
		{"to\nlinjer", "to\nlinjer"},
		{"to  blanke", "to  blanke"},
		{"=1+1", "=1+1"},
		{"a\x01\x1b[31mb", "a??[31mb"},
		{"a\xEF\xBF\xBF" "b\xEF\xBF\xBE", "a?b?"},
		{"_x0041_ _x00zz_ _x0041", "_x005F_x0041_ _x00zz_ _x0041"},
		{"_x000a_x000A_", "_x005F_x000a_x005F_x000A_"}, /* read back, the end of the first begins none */
		{"", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tp_buf out = {0};
		tp_xlsx_clean(&out, t(cases[i].text));
		tp_buf_add_char(&out, '\0');
		assert_string_equal(out.ptr, cases[i].clean);
		tp_buf_free(&out);
	}
}

static void test_decimals(void **state)
{
	struct tp_cell cells[] = {tp_cell_number(3, 2), tp_cell_text(t("x")), tp_cell_number(2.5, 2),
		tp_cell_percent(73.81), tp_cell_number(1.23456, 2), {.type = TP_CELL_EMPTY}};
	const struct tp_table table = {.columns_n = 2, .rows_n = 3, .cells = cells};
	(void)state;
	assert_int_equal(tp_xlsx_decimals(&table, 0), 2);
	assert_int_equal(tp_xlsx_decimals(&table, 1), 0);
}

/* --- a workbook --- */

static void begin(struct tp_document *doc, struct tp_arena *arena)
{
	tp_document_init(doc, arena, TP_DA, "weekly");
	doc->title = t("Prøve");
	doc->as_of = 20779; /* 2026-11-22 */
	doc->rest = t("Lange tekster");
}

static size_t size_of(int fd)
{
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	return (size_t)st.st_size;
}

/* What was made is whole, what is cut anywhere is not. */
static void test_whole(void **state)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_err err = {0};
	(void)state;
	begin(&doc, &arena);
	tp_document_paragraph(&doc, tp_document_section(&doc, "a", t("Første")), t("Ord"));
	int fd = memfd_create("test", 0);
	assert_true(fd >= 0);
	assert_int_equal(tp_document_xlsx(&doc, fd, &err), 0);
	size_t len = size_of(fd);
	char *bytes = malloc(len);
	assert_non_null(bytes);
	assert_int_equal(pread(fd, bytes, len, 0), len);
	assert_int_equal(tp_xlsx_whole(bytes, len, &err), 0);
	for (size_t cut = 0; cut < len; cut += 7) {
		err = (struct tp_err){0};
		assert_int_equal(tp_xlsx_whole(bytes, cut, &err), -1);
		assert_int_equal(err.code, TP_SYSTEM);
	}
	for (size_t i = 0; i < len; i++) { /* whatever it says, it reads nothing outside */
		bytes[i] ^= 0x55;
		(void)tp_xlsx_whole(bytes, len, &(struct tp_err){0});
		bytes[i] ^= 0x55;
	}
	free(bytes);
	close(fd);
	tp_arena_free(&arena);
}

static void test_too_many_rows(void **state)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_err err = {0};
	(void)state;
	begin(&doc, &arena);
	struct tp_block *block = tp_document_table(&doc, tp_document_section(&doc, "a", t("Mange")), 1, 1);
	tp_block_column(block, 0, "a", t("A"));
	block->table.rows_n = TP_XLSX_ROWS; /* refused before any is looked at */
	int fd = memfd_create("test", 0);
	assert_int_equal(tp_document_xlsx(&doc, fd, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_non_null(strstr(err.text, "sheet Mange: 1048576 rows are too many"));
	close(fd);
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_too_many_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
