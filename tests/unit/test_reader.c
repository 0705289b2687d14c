#include "tp/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "starve.h"

#define BEGIN(tool) "{\"kind\":\"begin\",\"by\":\"" tool "\"}\n"
#define RUN(tool) "{\"kind\":\"run\",\"by\":\"" tool "\",\"analysis\":\"check\",\"version\":\"1\"}\n"
#define UNIT "{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"n\",\"municipality\":\"m\"}\n"

enum { FILES_MAX = 4 };
static const char *const names[FILES_MAX] = {"a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"};
static const uint64_t all_kinds = ~(uint64_t)0;

/* --- a folder for each test --- */

static char home[200], folder[] = "/tmp/tp-unit-XXXXXX";
static struct tp_reader reader;
static struct tp_err err;
static int stdin_kept;

static int enter(void **state)
{
	(void)state;
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	memset(&reader, 0, sizeof reader);
	tp_err_clear(&err);
	stdin_kept = dup(STDIN_FILENO);
	return getcwd(home, sizeof home) && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	tp_reader_free(&reader);
	dup2(stdin_kept, STDIN_FILENO);
	close(stdin_kept);
	for (size_t i = 0; i < FILES_MAX; i++)
		unlink(names[i]);
	unlink("stdin");
	return chdir(home) == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void put_bytes(const char *name, const char *bytes, size_t len)
{
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void put(const char *name, const char *bytes)
{
	put_bytes(name, bytes, strlen(bytes));
}

static void put_stdin(const char *bytes)
{
	put("stdin", bytes);
	int fd = open("stdin", O_RDONLY);
	assert_true(fd >= 0 && dup2(fd, STDIN_FILENO) == STDIN_FILENO);
	close(fd);
}

/* Reads to the end: how many records, or -1. */
static int read_all(size_t files, uint64_t wanted)
{
	const struct tp_record *record;
	int n = 0, got;
	tp_err_clear(&err);
	tp_reader_free(&reader);
	tp_reader_init(&reader, names, files, wanted);
	while ((got = tp_reader_next(&reader, &record, &err)) > 0)
		n++;
	return got < 0 ? -1 : n;
}

static int read_line(const char *line)
{
	char bytes[2000];
	assert_true((size_t)snprintf(bytes, sizeof bytes, "%s%s\n", UNIT, line) < sizeof bytes);
	put(names[0], bytes);
	return read_all(1, all_kinds);
}

/* The second line of the file is bad: file, line and field are named, and the reason has the word. */
static void refuses(const char *line, const char *field, const char *word)
{
	if (read_line(line) >= 0)
		fail_msg("%s is accepted", line);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.source, "a.jsonl");
	assert_int_equal(err.line, 2);
	if (strcmp(err.field, field) != 0 || !strstr(err.text, word))
		fail_msg("%s: \"%s: %s\" instead of \"%s: %s\"", line, err.field, err.text, field, word);
}

static void accepts(const char *line)
{
	if (read_line(line) != 2)
		fail_msg("%s: %s: %s", line, err.field, err.text);
}

static int judge(void)
{
	tp_err_clear(&err);
	return tp_reader_judge(&reader, &err);
}

/* --- records --- */

static void records_come_in_order_with_their_places(void **state)
{
	(void)state;
	const struct tp_record *record;
	put(names[0], " {\"name\" :\"n\",\"kind\":\"unit\",\"id\":\"1\",\"municipality\":\"m\", \"own\":[1e2]} \n");
	put(names[1], "");
	put(names[2], "{\"kind\":\"unheard-of\",\"by\":\"me\",\"analysis\":\"x\",\"id\":7}\n" UNIT);
	tp_reader_init(&reader, names, 3, all_kinds);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(record->kind, TP_KIND_unit);
	assert_true(tp_text_is(tp_record_id(record, TP_unit_id), "1"));
	assert_true(tp_text_is(record->line,
		" {\"name\" :\"n\",\"kind\":\"unit\",\"id\":\"1\",\"municipality\":\"m\", \"own\":[1e2]} "));
	assert_string_equal(record->source, "a.jsonl");
	assert_int_equal(record->row, 1);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(record->kind, TP_KIND_other);
	assert_true(tp_text_is(record->name, "unheard-of") && tp_text_is(record->by, "me"));
	assert_true(tp_text_is(record->analysis, "x"));
	assert_string_equal(record->source, "c.jsonl");
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(record->row, 2);
	assert_true(tp_text_is(tp_record_id(record, TP_unit_id), "u"));
	assert_int_equal(record->by.len, 0);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 0);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 0);
	assert_int_equal(judge(), 0);
}

/* The next record of a, which reads many lines, is the one that b reads of a file with this line alone. */
static void same_alone(struct tp_reader *a, const char *line)
{
	const struct tp_record *one, *other;
	struct tp_reader b;
	struct tp_buf contents[2] = {0};
	put(names[1], line);
	tp_reader_init(&b, &names[1], 1, all_kinds);
	assert_int_equal(tp_reader_next(a, &one, &err), 1);
	assert_int_equal(tp_reader_next(&b, &other, &err), 1);
	tp_record_content(one, &contents[0]);
	tp_record_content(other, &contents[1]);
	assert_int_equal(contents[0].len, contents[1].len);
	if (memcmp(contents[0].ptr, contents[1].ptr, contents[0].len) != 0)
		fail_msg("read otherwise alone: %s", line);
	tp_buf_free(&contents[0]);
	tp_buf_free(&contents[1]);
	tp_reader_free(&b);
}

/* The same small objects in lines of one shape, as other fields of other shapes, and more than are remembered. */
static void what_came_before_leaves_no_trace(void **state)
{
	(void)state;
	enum { LINES = 1500, SIZE = 200 };
	static const char *const shapes[][3] = {
		{"{\"kind\":\"response\",\"instrument\":\"i\",\"subject\":\"s\",\"values\":", ",\"respondent\":\"r\"}\n", ""},
		{"{\"kind\":\"response\",\"instrument\":\"i\",\"subject\":\"s\",\"comments\":", ",\"values\":", "}\n"},
		{"{\"kind\":\"tally\",\"instrument\":\"i\",\"hash\":\"h\",\"subject\":\"s\",\"item\":\"q\",\"slice\":",
			",\"counts\":[1]}\n", ""},
	};
	static char lines[LINES][SIZE];
	struct tp_buf all = {0};
	unsigned seed = 1;
	for (int i = 0; i < LINES; i++) {
		char object[2][40];
		for (int k = 0; k < 2; k++) {
			seed = seed * 1103515245 + 12345;
			snprintf(object[k], sizeof object[k], "{\"q\":%u}", seed % 16 ? seed / 65536 % 6 : seed / 65536 % 400);
		}
		const char *const *shape = shapes[seed / 65536 % 32 < 30 ? i / 500 : i % 3];
		snprintf(lines[i], SIZE, "%s%s%s%s%s", shape[0], object[0], shape[1], *shape[2] ? object[1] : "", shape[2]);
		tp_buf_add_string(&all, lines[i]);
	}
	put_bytes(names[0], all.ptr, all.len);
	tp_buf_free(&all);
	tp_reader_init(&reader, names, 1, all_kinds);
	for (int i = 0; i < LINES; i++)
		same_alone(&reader, lines[i]);
}

static void facts_bear_at_and_updated(void **state)
{
	(void)state;
	const struct tp_record *record;
	put(names[0], "{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"n\",\"municipality\":\"m\",\"at\":\"x.csv:3\","
		      "\"updated\":\"1970-01-02\"}\n" UNIT);
	tp_reader_init(&reader, names, 1, all_kinds);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_true(record->at.type == TP_TEXT && tp_text_is(record->at.text, "x.csv:3"));
	assert_true(record->updated.type == TP_DAY && record->updated.day == 1);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_true(record->at.type == TP_ABSENT && record->updated.type == TP_ABSENT);
	accepts("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"at\":null,\"updated\":null}");
	refuses("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"at\":3}", "at", "text");
	refuses("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"updated\":\"i går\"}", "updated", "2026-11-22");
	refuses("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"updated\":20261122}", "updated", "2026-11-22");
	accepts("{\"kind\":\"duty\",\"by\":\"tp-roles\",\"person\":\"p\",\"updated\":20261122}"); /* unknown there */
}

static void an_empty_fact_is_absent(void **state)
{
	(void)state;
	const struct tp_record *record;
	put(names[0], "{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\",\"count\":3,\"group\":null,"
		      "\"round\":\"\"}\n"
		      "{\"kind\":\"score\",\"instrument\":\"m\",\"hash\":\"h\",\"subject_kind\":\"unit\",\"subject\":\"s\","
		      "\"level\":\"total\",\"key\":\"total\",\"mean\":null}\n");
	tp_reader_init(&reader, names, 1, all_kinds);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(tp_record_value(record, TP_invited_group)->type, TP_ABSENT);
	assert_int_equal(tp_record_value(record, TP_invited_round)->type, TP_ABSENT);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(tp_record_value(record, TP_score_mean)->type, TP_BLANK); /* not computable */
	assert_int_equal(tp_record_value(record, TP_score_median)->type, TP_ABSENT);
}

static void only_wanted_kinds_are_held_against_the_schema(void **state)
{
	(void)state;
	const struct tp_record *record;
	put(names[0], "{\"kind\":\"unit\",\"id\":5,\"employees\":-1,\"by\":\"x\"}\n");
	assert_int_equal(read_all(1, all_kinds & ~((uint64_t)1 << TP_KIND_unit)), 1);
	tp_reader_free(&reader);
	tp_reader_init(&reader, names, 1, 0);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_int_equal(record->kind, TP_KIND_unit);
	assert_true(tp_text_is(record->by, "x"));
	assert_int_equal(read_all(1, (uint64_t)1 << TP_KIND_unit), -1);
	assert_string_equal(err.field, "id");
}

/* --- what is unknown is kept --- */

static void unknown_fields_are_no_business_of_ours(void **state)
{
	(void)state;
	accepts("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"n\":123456789012345678901234567890,"
		"\"own\":{\"id\":[null]}}");
	accepts("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"Title\":5,\"\":false}");
	accepts("{\"kind\":\"from-tomorrow\",\"id\":[1],\"at\":7,\"updated\":\"never\"}");
	accepts("{\"kind\":\"Unit\",\"id\":5}");
	refuses("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"n\":1e999}", "n", "double");
	refuses("{\"kind\":\"from-tomorrow\",\"x\":{\"a\":1,\"a\":2}}", "x", "twice");
}

/* --- reading is strict --- */

static void what_is_no_record_is_refused(void **state)
{
	(void)state;
	refuses("", "", "empty line");
	refuses(" ", "", "");
	refuses("[1]", "", "object");
	refuses("\"unit\"", "", "object");
	refuses("null", "", "object");
	refuses("unit", "", "not JSON");
	refuses("{\"kind\":\"case\",\"id\":\"c\"", "id", "cut off");
	refuses("{\"kind\":\"case\"} {\"kind\":\"case\"}", "", "not JSON");
	refuses("{}", "kind", "kind");
	refuses("{\"Kind\":\"unit\"}", "kind", "kind");
	refuses("{\"kind\":null}", "kind", "kind");
	refuses("{\"kind\":[\"unit\"]}", "kind", "kind");
	refuses("{\"kind\":\"\"}", "kind", "kind");
}

static void bad_bytes_are_refused(void **state)
{
	(void)state;
	static const char nul[] = UNIT "{\"kind\":\"unit\",\"id\":\"a\0b\"}\n";
	refuses("{\"kind\":\"case\",\"id\":\"\xe6\"}", "id", "UTF-8");
	refuses("{\"kind\":\"case\",\"id\":\"a\\u0000\"}", "id", "NUL");
	refuses("{\"kind\":\"case\",\"id\":\"\\ud83d\"}", "id", "");
	refuses("{\"kind\":\"case\",\"id\":\"c\",\"kind\":\"unit\"}", "kind", "twice");
	put_bytes(names[0], nul, sizeof nul - 1);
	assert_int_equal(read_all(1, all_kinds), -1);
	assert_non_null(strstr(err.text, "NUL"));
	assert_string_equal(err.field, "id");
	assert_int_equal(err.line, 2);
}

static void wrong_values_are_refused(void **state)
{
	(void)state;
	refuses("{\"kind\":\"unit\",\"id\":5,\"name\":\"n\",\"municipality\":\"m\"}", "id", "5 is not a text");
	refuses("{\"kind\":\"municipality\",\"id\":\"m\",\"name\":\"n\",\"ambition\":6}", "ambition", "6 is not a whole");
	refuses("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"boss\",\"person\":\"p\"}", "role",
		"owner, leader, agent, target");
	refuses("{\"kind\":\"change\",\"initiative\":\"i\",\"date\":\"2026-13-01\",\"what\":\"w\"}", "date", "2026-13-01");
	refuses("{\"kind\":\"duty\",\"by\":5,\"person\":\"p\"}", "by", "text");
	refuses("{\"kind\":\"duty\",\"by\":\"b\",\"analysis\":{},\"person\":\"p\"}", "analysis", "text");
}

static void required_fields_are_required(void **state)
{
	(void)state;
	refuses("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"n\"}", "municipality", "unit");
	refuses("{\"kind\":\"unit\",\"id\":\"u\",\"name\":null,\"municipality\":\"m\"}", "name", "unit");
	refuses("{\"kind\":\"unit\",\"id\":\"\",\"name\":\"n\",\"municipality\":\"m\"}", "id", "unit");
	refuses("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\"}", "person", "person or group");
	accepts("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"group\":\"g\"}");
	refuses("{\"kind\":\"run\",\"version\":\"1\"}", "by", "run");
	refuses("{\"kind\":\"begin\",\"by\":\"\"}", "by", "begin");
}

static void the_last_line_needs_its_newline(void **state)
{
	(void)state;
	put(names[0], UNIT "{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\"}");
	put(names[1], UNIT);
	assert_int_equal(read_all(2, all_kinds), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_non_null(strstr(err.text, "cut off"));
	assert_string_equal(err.source, "a.jsonl");
	assert_int_equal(err.line, 2);
}

static void files_that_cannot_be_read_are_named(void **state)
{
	(void)state;
	put(names[0], UNIT);
	assert_int_equal(read_all(2, all_kinds), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.source, "b.jsonl");
}

/* --- is it whole? --- */

static void judges(const char *bytes, const char *reason)
{
	put(names[0], bytes);
	if (read_all(1, 0) < 0)
		fail_msg("%s: %s", bytes, err.text);
	int result = judge();
	if (result == 0 ? *reason : !*reason || strcmp(err.text, reason) != 0)
		fail_msg("%s: \"%s\" instead of \"%s\"", bytes, err.text, reason);
	assert_int_equal(err.code, result ? TP_DATA : TP_OK);
}

static void begins_and_runs_pair(void **state)
{
	(void)state;
	judges(UNIT, "");
	judges("", "");
	judges(BEGIN("tp-import") UNIT RUN("tp-import"), "");
	judges(RUN("tp-import") BEGIN("tp-import"), ""); /* sorted, or cat */
	judges(BEGIN("tp-import") BEGIN("tp-score") UNIT RUN("tp-import") RUN("tp-score"), "");
	judges(BEGIN("tp-import") BEGIN("tp-import") UNIT RUN("tp-import") RUN("tp-import"), "");
	judges(BEGIN("tp-import") UNIT, "stream is cut off: tp-import began and did not finish");
	judges(BEGIN("tp-import") BEGIN("tp-import") RUN("tp-import"),
		"stream is cut off: tp-import began and did not finish");
	judges(BEGIN("tp-import") BEGIN("tp-score") RUN("tp-import"),
		"stream is cut off: tp-score began and did not finish");
	judges(BEGIN("tp-import") RUN("tp-score"), "stream is cut off: tp-import began and did not finish");
}

static void a_run_without_its_begin_was_cut_off_in_front(void **state)
{
	(void)state;
	put(names[0], UNIT RUN("tp-import"));
	assert_int_equal(read_all(1, 0), 2);
	assert_int_equal(judge(), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_non_null(strstr(err.text, "cut off"));
	assert_non_null(strstr(err.text, "tp-import"));
}

static void pairs_may_lie_in_several_files(void **state)
{
	(void)state;
	put(names[0], RUN("tp-import") UNIT);
	put(names[1], BEGIN("tp-score") BEGIN("tp-import"));
	put(names[2], "");
	put(names[3], RUN("tp-score"));
	assert_int_equal(read_all(4, 0), 5);
	assert_int_equal(judge(), 0);
	assert_int_equal(read_all(3, 0), 4);
	assert_int_equal(judge(), -1);
}

static void many_tools_are_counted(void **state)
{
	(void)state;
	FILE *file = fopen(names[0], "w");
	assert_non_null(file);
	for (int i = 0; i < 200; i++)
		fprintf(file, "{\"kind\":\"begin\",\"by\":\"tool-%d\"}\n", i);
	for (int i = 199; i >= 0; i--)
		if (i != 117)
			fprintf(file, "{\"kind\":\"run\",\"by\":\"tool-%d\",\"version\":\"1\"}\n", i);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(read_all(1, all_kinds), 399);
	assert_int_equal(judge(), -1);
	assert_non_null(strstr(err.text, "tool-117 began"));
}

static void an_error_of_an_earlier_tool_is_noticed(void **state)
{
	(void)state;
	put(names[0], BEGIN("tp-import") "{\"kind\":\"error\",\"by\":\"tp-import\",\"message\":\"disk full\"}\n");
	assert_int_equal(read_all(1, 0), 2); /* it is passed on like any other */
	assert_int_equal(judge(), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_non_null(strstr(err.text, "tp-import"));
	put(names[0], "{\"kind\":\"error\",\"message\":\"disk full\"}\n");
	assert_int_equal(read_all(1, all_kinds), 1);
	assert_int_equal(judge(), -1);
	refuses("{\"kind\":\"error\",\"by\":\"tp-import\"}", "message", "error");
}

/* --- standard input --- */

static void nothing_on_stdin_is_an_error(void **state)
{
	(void)state;
	static const char *const minus[] = {"-"};
	const struct tp_record *record;
	put_stdin("");
	tp_reader_init(&reader, NULL, 0, 0);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 0);
	assert_int_equal(judge(), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, "nothing came in");
	tp_reader_free(&reader);
	tp_reader_init(&reader, minus, 1, 0);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 0);
	assert_int_equal(judge(), -1);
}

static void stdin_is_called_minus(void **state)
{
	(void)state;
	const struct tp_record *record;
	put_stdin(UNIT "{\"kind\":\"case\",\"id\":[]}\n");
	tp_reader_init(&reader, NULL, 0, all_kinds);
	assert_int_equal(tp_reader_next(&reader, &record, &err), 1);
	assert_string_equal(record->source, "-");
	assert_int_equal(tp_reader_next(&reader, &record, &err), -1);
	assert_string_equal(err.source, "-");
	assert_int_equal(err.line, 2);
	assert_string_equal(err.field, "id");
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	int got = -1;
	put(names[0], BEGIN("tp-import") "{\"kind\":\"case\",\"id\":\"c\",\"title\":\"\\u00e6\"}\n" RUN("tp-import"));
	if (!CAN_STARVE)
		skip();
	for (long at = 0; got != 3 && at < 1000; at++) {
		STARVED(at, got = read_all(1, all_kinds));
		assert_true(got == 3 || (got == -1 && err.code == TP_SYSTEM));
	}
	assert_int_equal(got, 3);
	assert_int_equal(judge(), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(records_come_in_order_with_their_places), TEST(what_came_before_leaves_no_trace),
		TEST(records_come_in_order_with_their_places), TEST(facts_bear_at_and_updated),
		TEST(an_empty_fact_is_absent), TEST(only_wanted_kinds_are_held_against_the_schema),
		TEST(unknown_fields_are_no_business_of_ours), TEST(what_is_no_record_is_refused),
		TEST(bad_bytes_are_refused), TEST(wrong_values_are_refused), TEST(required_fields_are_required),
		TEST(the_last_line_needs_its_newline), TEST(files_that_cannot_be_read_are_named),
		TEST(begins_and_runs_pair), TEST(a_run_without_its_begin_was_cut_off_in_front),
		TEST(pairs_may_lie_in_several_files), TEST(many_tools_are_counted),
		TEST(an_error_of_an_earlier_tool_is_noticed), TEST(nothing_on_stdin_is_an_error),
		TEST(stdin_is_called_minus), TEST(memory_that_runs_out_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
