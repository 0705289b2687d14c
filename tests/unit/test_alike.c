#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tp/reader.h"
#include "tp/writer.h"

/* A reader looks again only at what differs from the line before. Lines in any order must come out as each does
 * alone. */

static char folder[] = "/tmp/tp-unit-XXXXXX", path[sizeof folder + 8];
static const char *const name = path;
static struct tp_reader reader;
static struct tp_err err;

static int enter(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/stream", folder);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void put(const struct tp_buf *lines)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(lines->ptr, 1, lines->len, file), lines->len);
	assert_int_equal(fclose(file), 0);
}

#define ANSWER(subject, values, rest) \
	"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":" subject ",\"values\":" values rest "}"

static const char *const alike[] = {
	ANSWER("\"u1\"", "{\"a\":1}", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"bb\":22}", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	ANSWER("\"u22\"", "{\"a\":null,\"b\":\"dk\"}", ",\"group\":\"y\",\"date\":\"2026-W02\""),
	ANSWER("\"u22\"", "{}", ",\"group\":\"\",\"date\":null"),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"group\":null,\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"a\":1}", 
		",\"group\":\"a longer text than there is a place for, which is read anew in every line\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"a\":1}", 
		",\"group\":\"a longer text than there is a place for, but this one is another one\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"group\":\"\\u00e6\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"date\":\"2026-01-01\",\"group\":\"x\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"updated\":\"2026-01-02\",\"at\":\"f:1\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"updated\":null,\"at\":null"),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"updated\":\"2026-01-02\",\"at\":\"f:2\""),
	"{\"kind\":\"unit\",\"id\":\"1\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":7}",
	"{\"kind\":\"unit\",\"id\":\"2\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":7e1}",
	"{\"kind\":\"unit\",\"id\":\"2\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":7.0}",
	"{\"kind\":\"case\",\"id\":\"2\",\"title\":\"n\",\"municipality\":\"m\",\"effect\":\"7\"}",
	"{\"kind\":\"note\",\"check\":\"c\",\"subject\":\"s\",\"until\":\"2026-01-01\",\"why\":\"w\"}",
	"{\"kind\":\"later\",\"check\":\"c\",\"subject\":\"s\",\"until\":\"2026-01-01\",\"why\":\"w\"}",
	"{\"kind\":\"later\",\"check\":\"d\",\"subject\":\"s\",\"until\":\"2026-01-01\",\"why\":\"w\"}",
	"{\"kind\":\"score\",\"by\":\"tp-score\",\"analysis\":\"score\",\"instrument\":\"i\",\"hash\":\"h\","
	"\"subject_kind\":\"unit\","
	"\"subject\":\"s\",\"level\":\"item\",\"key\":\"k\",\"n\":3,\"mean\":null,\"counts\":[1,2]}",
	"{\"kind\":\"score\",\"by\":\"another\",\"analysis\":\"again\",\"instrument\":\"i\",\"hash\":\"h\","
	"\"subject_kind\":\"unit\","
	"\"subject\":\"s\",\"level\":\"total\",\"key\":\"k\",\"n\":3,\"mean\":1.5,\"counts\":[]}",
	/* and what is wrong */
	ANSWER("\"\"", "{\"a\":1}", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	ANSWER("null", "{\"a\":1}", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "null", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"group\":\"x\",\"date\":\"2026-02-30\""),
	ANSWER("\"u1\"", "{\"a\":1}", ",\"group\":\"x\",\"group\":\"2026-01-01\""),
	ANSWER("\"u1\\u007f\"", "{\"a\":1}", ",\"group\":\"x\",\"date\":\"2026-01-01\""),
	"{\"kind\":\"unit\",\"id\":\"1\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":-7}",
	"{\"kind\":\"unit\",\"id\":\"1\",\"name\":\"n\",\"municipality\":\"\",\"employees\":7}",
	"{\"kind\":\"\",\"id\":\"1\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":7}",
	"{\"kind\":1,\"id\":\"1\",\"name\":\"n\",\"municipality\":\"m\",\"employees\":7}",
	"{}", "{\"kinds\":\"unit\"}", "[1]",
};
enum { ALIKE = sizeof alike / sizeof *alike, ROW_LEN = 60 };

/* All there is to a record, or to the fault that a line is. */
static void tell(const struct tp_record *record, struct tp_buf *out)
{
	tp_buf_reset(out);
	if (record && record->kind < TP_KINDS)
		tp_writer_json(out, record);
	else if (record)
		tp_buf_add_format(out, "%.*s %.*s %.*s", (int)record->name.len, record->name.ptr, (int)record->by.len,
			record->by.ptr, (int)record->analysis.len, record->analysis.ptr);
	else
		tp_buf_add_format(out, "%s: %s", err.field, err.text);
	tp_buf_add_char(out, '\0');
}

/* Reads the file and holds what comes against what came of each line alone. */
static void hold_against(const int *row, const struct tp_buf *alone, uint64_t wanted)
{
	struct tp_buf told = {0};
	const struct tp_record *record;
	int got = 1;
	tp_err_clear(&err);
	tp_reader_init(&reader, &name, 1, wanted);
	for (int i = 0; i < ROW_LEN && got > 0; i++) {
		got = tp_reader_next(&reader, &record, &err);
		tell(got > 0 ? record : NULL, &told);
		if (got > 0)
			assert_true(tp_text_is(record->line, alike[row[i]]));
		if (strcmp(told.ptr, alone[row[i]].ptr) != 0)
			fail_msg("%s instead of %s, after %s", told.ptr, alone[row[i]].ptr,
				i ? alike[row[i - 1]] : "nothing");
	}
	tp_reader_free(&reader);
	tp_buf_free(&told);
}

static void the_line_before_leaves_no_trace(void **state)
{
	(void)state;
	static const uint64_t wanted[] = {~(uint64_t)0, 1ULL << TP_KIND_response, 0};
	for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
		struct tp_buf alone[ALIKE] = {0}, file = {0};
		int row[ROW_LEN];
		uint64_t seed = w + 1;
		for (int i = 0; i < ALIKE; i++) {
			const struct tp_record *record = NULL;
			tp_buf_reset(&file);
			tp_buf_add_format(&file, "%s\n", alike[i]);
			put(&file);
			tp_err_clear(&err);
			tp_reader_init(&reader, &name, 1, wanted[w]);
			tell(tp_reader_next(&reader, &record, &err) > 0 ? record : NULL, &alone[i]);
			tp_reader_free(&reader);
		}
		for (int round = 0; round < 300; round++) {
			tp_buf_reset(&file);
			for (int i = 0; i < ROW_LEN; i++) {
				seed = seed * 6364136223846793005 + 1442695040888963407;
				row[i] = (int)(seed >> 33) % (i > 0 && seed >> 60 ? ALIKE - 13 : ALIKE);
				if (i > 0 && seed >> 62 == 3)
					row[i] = row[i - 1];
				tp_buf_add_format(&file, "%s\n", alike[row[i]]);
			}
			put(&file);
			hold_against(row, alone, wanted[w]);
		}
		for (int i = 0; i < ALIKE; i++)
			tp_buf_free(&alone[i]);
		tp_buf_free(&file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_line_before_leaves_no_trace, enter, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
