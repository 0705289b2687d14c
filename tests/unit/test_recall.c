#include "tp/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "random.h"
#include "tp/writer.h"

/* --- an import whose rows come read, or recalled as records or as lines --- */

enum how { READ, RECORDS, LINES };

struct fixture {
	struct tp_import import;
	struct tp_shelf shelf;
	struct tp_buf records, told;
	unsigned long lines;
};

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct fixture *f = self;
	(void)err;
	tp_writer_json(&f->records, record);
	tp_buf_add_char(&f->records, '\n');
	return 0;
}

static int line(void *self, struct tp_text line, struct tp_err *err)
{
	struct fixture *f = self;
	(void)err;
	f->lines++;
	tp_buf_add(&f->records, line.ptr, line.len);
	tp_buf_add_char(&f->records, '\n');
	return 0;
}

static void tell(void *self, const struct tp_err *bad)
{
	struct fixture *f = self;
	char message[1200];
	tp_err_format(bad, message, sizeof message);
	tp_buf_add_format(&f->told, "%s\n", message);
}

static void import(struct fixture *f, const struct tp_import_options *options, enum how how, const char *name)
{
	struct tp_err err = {0};
	*f = (struct fixture){.import = {.options = *options}};
	f->import.options.check_refs |= how == READ; /* where references are noted nothing is recalled */
	f->import.shelf = &f->shelf;
	f->import.sink = (struct tp_sink){put, f};
	f->import.line = how == LINES ? line : NULL;
	f->import.tell = tell;
	f->import.self = f;
	if (tp_import_file(&f->import, name, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	assert_int_equal(f->import.rows, f->import.records + f->import.rejected);
	tp_buf_add_char(&f->records, '\0');
	tp_buf_add_char(&f->told, '\0');
	assert_false(f->records.failed || f->told.failed);
}

static void end(struct fixture *f)
{
	tp_import_free(&f->import);
	tp_shelf_free(&f->shelf);
	tp_buf_free(&f->records);
	tp_buf_free(&f->told);
}

static const struct tp_import_options bulk = {.kind = TP_KIND_response, .no_unique = true};

/* The sheet says the same whether cells are remembered or not. Returns how many rows were recalled. */
static unsigned long same(const struct tp_import_options *options, const struct tp_buf *sheet)
{
	static const char name[] = "recall-answers.csv";
	struct fixture plain, recalls;
	unsigned long lines = 0;
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(sheet->ptr, 1, sheet->len, file), sheet->len);
	assert_int_equal(fclose(file), 0);
	import(&plain, options, READ, name);
	for (enum how how = RECORDS; how <= LINES; how++) {
		import(&recalls, options, how, name);
		assert_string_equal(recalls.records.ptr, plain.records.ptr);
		assert_string_equal(recalls.told.ptr, plain.told.ptr);
		assert_int_equal(recalls.import.rows, plain.import.rows);
		assert_int_equal(recalls.import.records, plain.import.records);
		assert_int_equal(recalls.import.rejected, plain.import.rejected);
		lines = recalls.lines;
		end(&recalls);
	}
	unlink(name);
	end(&plain);
	return lines;
}

/* --- random sheets --- */

struct words {
	const char *title;
	const char *words[12]; /* ended by NULL; the last ones are rare, and some of them bad */
};

static const struct words common[] = {
	{"subject", {"vejen", "Næstved", "Naestved", "unit-1", "unit 2", " vejen ", "\"a, \"\"b\"\" \\\"", "", "#REF!"}},
	{"group", {"leaders", "Ledere", "employees", "Medarbejdere", "others", "", "\"two\nlines\""}},
	{"respondent", {"r1", "r2", "r3", "", "'=r4", "e\xCC\x81", "a\tb",
		"a respondent whose name is longer than what is remembered of one"}},
	{"round", {"2026-1", "2026-2", ""}},
	{"date", {"2026-01-01", "1.2.2026", "", "02-03-2026", "never"}},
	{"", {"", "", " ", "", "x"}},
};

static const struct words instruments = {"instrument", {"maturity", "maturity", "net-benefits", "", "matturity"}};
static const struct words item = {"item", {"strategy", "culture", "data", "Kultur", "nothing"}};
static const struct words value = {"value", {"1", "2", "5", " 4 ", "3,0", "ved ikke", "", "7", "'3"}};
static const char *const items[] = {"strategy", "culture", "data"};

/* The chosen word is kept, for rows that begin as the one before. */
static void add_cell(struct tp_buf *out, const struct words *of, bool again, size_t *chosen)
{
	size_t n = 0;
	while (n < 12 && of->words[n])
		n++;
	size_t most = random_below(40) ? (n + 1) / 2 : n;
	if (!again)
		*chosen = random_below(most);
	tp_buf_add_string(out, of->words[*chosen]);
	tp_buf_add_char(out, ',');
}

static void end_row(struct tp_buf *out)
{
	out->ptr[out->len - 1] = '\n';
	if (random_below(100) == 0)
		tp_buf_add_string(out, random_below(2) ? "too,few\n" : "\n");
}

/* A long or a wide sheet with some of the columns. */
static void make(struct tp_buf *out, bool wide, bool said)
{
	size_t n = sizeof common / sizeof *common;
	size_t chosen[sizeof common / sizeof *common + 5] = {0};
	bool has[sizeof common / sizeof *common], comments = random_below(3) == 0;
	for (size_t i = 0; i < n; i++) {
		has[i] = i == 0 || random_below(4);
		if (has[i])
			tp_buf_add_format(out, "%s,", common[i].title);
	}
	if (!said)
		tp_buf_add_string(out, "instrument,");
	for (size_t i = 0; wide && i < 3; i++)
		tp_buf_add_format(out, "%s,", items[i]);
	tp_buf_add_string(out, wide ? "" : "item,value,");
	tp_buf_add_string(out, comments ? "comment," : "");
	end_row(out);
	for (unsigned rows = random_below(300), row = 0; row < rows; row++) {
		size_t again = row > 0 && random_below(2) ? random_below(n + 5) : 0; /* so many cells */
		for (size_t i = 0; i < n; i++)
			if (has[i])
				add_cell(out, &common[i], i < again, &chosen[i]);
		if (!said)
			add_cell(out, &instruments, n < again, &chosen[n]);
		if (!wide)
			add_cell(out, &item, n + 1 < again, &chosen[n + 1]);
		for (size_t i = 0; i < (wide ? 3 : 1); i++)
			add_cell(out, &value, n + 2 + i < again, &chosen[n + 2 + i]);
		if (comments)
			tp_buf_add_string(out, random_below(9) ? "," : "well done,");
		end_row(out);
	}
}

static void test_random(void **state)
{
	(void)state;
	unsigned long recalled = 0;
	for (int round = 0; round < 400; round++) {
		struct tp_import_options options = bulk;
		struct tp_shelf shelf = {0};
		struct tp_err err = {0};
		struct tp_buf sheet = {0};
		bool said = round % 4 < 2;
		if (said)
			assert_int_equal(tp_shelf_find(&shelf, tp_text_of("maturity"), &options.instrument, &err), 0);
		options.round = random_below(2) ? "2026-9" : NULL;
		make(&sheet, round % 2, said);
		assert_false(sheet.failed);
		recalled += same(&options, &sheet);
		tp_buf_free(&sheet);
		tp_shelf_free(&shelf);
	}
	assert_in_range(recalled, 10000, 100000);
}

/* The second of two rows that are alike is recalled, and one that differs in a cell which stands for itself. */
static unsigned long recalled_of(const struct tp_import_options *options)
{
	static const char rows[] = "instrument,subject,respondent,item,value\nmaturity,u,r1,data,1\nmaturity,u,r1,data,1\n"
				   "maturity,u,r2,data,1\nmaturity,v,r2,data,1\n";
	struct tp_buf sheet = {0};
	tp_buf_add_string(&sheet, rows);
	unsigned long recalled = same(options, &sheet);
	tp_buf_free(&sheet);
	return recalled;
}

static void test_what_is_recalled(void **state)
{
	(void)state;
	struct tp_import_options options = bulk;
	assert_int_equal(recalled_of(&options), 3);
	options.at = true;
	assert_int_equal(recalled_of(&options), 0);
	options.at = false;
	options.check_refs = true;
	assert_int_equal(recalled_of(&options), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_what_is_recalled),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
