#include "tp/writer.h"

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

#include "given.h"
#include "starve.h"
#include "tp/reader.h"

static struct tp_arena arena;

static int end(void **state)
{
	(void)state;
	tp_arena_free(&arena);
	return 0;
}

/* --- standard output as a pipe that keeps every write apart --- */

struct pipe {
	int ends[2], kept;
	struct tp_output out;
	struct tp_writer writer;
};

static void open_pipe(struct pipe *pipe)
{
	struct tp_err err = {0};
	fflush(stdout);
	memset(pipe, 0, sizeof *pipe);
	assert_int_equal(pipe2(pipe->ends, O_DIRECT | O_NONBLOCK), 0);
	pipe->kept = dup(STDOUT_FILENO);
	assert_int_equal(dup2(pipe->ends[1], STDOUT_FILENO), STDOUT_FILENO);
	assert_int_equal(tp_output_open(&pipe->out, NULL, &err), 0);
	tp_writer_init(&pipe->writer, &pipe->out);
}

/* What one write brought, ended by NUL; empty when there is no more. */
static void next_write(struct pipe *pipe, char bytes[5000])
{
	ssize_t n = read(pipe->ends[0], bytes, 4999);
	bytes[n > 0 ? n : 0] = '\0';
}

static void close_pipe(struct pipe *pipe)
{
	fflush(stdout);
	dup2(pipe->kept, STDOUT_FILENO);
	close(pipe->kept);
	close(pipe->ends[0]);
	close(pipe->ends[1]);
	tp_writer_free(&pipe->writer);
	tp_output_abort(&pipe->out);
}

/* --- a file without a name that the reader can read --- */

static void read_back(const char *bytes, size_t len, struct tp_reader *reader, const struct tp_record **record)
{
	static char name[40];
	static const char *const names[] = {name};
	struct tp_err err = {0};
	char path[] = "/tmp/tp-unit-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	unlink(path);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	tp_reader_init(reader, names, 1, ~(uint64_t)0);
	if (tp_reader_next(reader, record, &err) != 1)
		fail_msg("%.*s: %s: %s", (int)len, bytes, err.field, err.text);
	close(fd);
}

static void expect_json(const struct tp_record *record, const char *expected)
{
	struct tp_buf out = {0};
	tp_writer_json(&out, record);
	assert_false(out.failed);
	tp_buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	tp_buf_free(&out);
}

/* --- records --- */

static void a_record_is_one_line_in_the_order_of_the_schema(void **state)
{
	(void)state;
	struct tp_record *record = given(&arena,
		"{\"at\":\"a.csv:2\",\"benefit\":1.50,\"updated\":\"2026-11-22\",\"phase\":\"pilot\",\"kind\":\"initiative\","
		"\"title\":\"A \\\"b\\\"\\nc\",\"id\":\"i\",\"goals\":[\"quality:50\",\"savings\"],\"personal_data\":false,"
		"\"start\":\"2026-W47\",\"synergies\":[],\"hours\":null}");
	expect_json(record,
		"{\"kind\":\"initiative\",\"id\":\"i\",\"title\":\"A \\\"b\\\"\\nc\",\"goals\":[\"quality:50\",\"savings\"],"
		"\"phase\":\"pilot\",\"start\":\"2026-11-16\",\"benefit\":1.50,\"hours\":null,\"synergies\":[],"
		"\"personal_data\":false,\"updated\":\"2026-11-22\",\"at\":\"a.csv:2\"}");
}

static void results_bear_who_made_them(void **state)
{
	(void)state;
	struct tp_record record;
	struct tp_pair sides[] = {{tp_text_of("da"), tp_value_string("å\"")},
		{tp_text_of("e\n"), tp_value_num(0.12345)}};
	tp_record_init(&record, TP_KIND_rank);
	record.by = tp_text_of("tp-portfolio");
	record.analysis = tp_text_of("rank");
	*tp_record_slot(&record, TP_rank_initiative) = tp_value_string("i");
	*tp_record_slot(&record, TP_rank_rank) = tp_value_num(3);
	*tp_record_slot(&record, TP_rank_value) = tp_value_num(-0.0);
	*tp_record_slot(&record, TP_rank_parts) = (struct tp_value){.type = TP_MAP, .map = {sides, 2}};
	*tp_record_slot(&record, TP_rank_stable) = tp_value_blank();
	expect_json(&record,
		"{\"kind\":\"rank\",\"by\":\"tp-portfolio\",\"analysis\":\"rank\",\"initiative\":\"i\",\"rank\":3,"
		"\"value\":0,\"parts\":{\"da\":\"å\\\"\",\"e\\n\":0.1235},\"stable\":null}");
}

static void extras_come_after_the_fields(void **state)
{
	(void)state;
	struct tp_record *record = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\",\"at\":\"x:1\"}");
	struct tp_pair extra[] = {{tp_text_of("Eget \"felt\""), tp_value_string("1\\2")},
		{tp_text_of(""), tp_value_bool(true)}};
	record->extra = extra;
	record->extras = 2;
	expect_json(record, "{\"kind\":\"unit\",\"id\":\"u\",\"Eget \\\"felt\\\"\":\"1\\\\2\",\"\":true,\"at\":\"x:1\"}");
}

static void what_is_written_is_read(void **state)
{
	(void)state;
	static const struct tp_value absent = {.type = TP_ABSENT};
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		for (unsigned n = 1; n < 40; n++) {
			struct tp_record *record = given_full(&arena, kind, n);
			bool fact = tp_kind_info(kind)->is == TP_FACT;
			const struct tp_record *back;
			struct tp_reader reader;
			struct tp_buf line = {0};
			record->by = tp_text_of(fact ? "" : "tp-\"x\"");
			record->analysis = tp_text_of(fact ? "" : "check");
			record->at = fact ? given_text(&arena, "arg \"x\"\\y.csv:", n) : absent;
			record->updated = fact ? tp_value_day(20000) : absent;
			tp_writer_json(&line, record);
			assert_null(memchr(line.ptr, '\n', line.len));
			tp_buf_add_char(&line, '\n');
			read_back(line.ptr, line.len, &reader, &back);
			assert_int_equal(back->kind, kind);
			assert_int_equal(tp_text_compare(back->by, record->by), 0);
			assert_int_equal(tp_text_compare(back->analysis, record->analysis), 0);
			assert_true(tp_value_equal(&back->at, &record->at));
			assert_true(tp_value_equal(&back->updated, &record->updated));
			for (size_t i = 0; i < tp_kind_fields(kind); i++)
				if (!tp_value_equal(&back->v[i], &record->v[i]))
					fail_msg("%.*s: %zu", (int)line.len, line.ptr, i);
			struct tp_buf again = {0};
			tp_writer_json(&again, back);
			assert_int_equal(again.len + 1, line.len);
			assert_memory_equal(again.ptr, line.ptr, again.len); /* numbers too as people wrote them */
			tp_buf_free(&again);
			tp_buf_free(&line);
			tp_reader_free(&reader);
			tp_arena_reset(&arena);
		}
}

/* --- the stream --- */

static void lines_pass_byte_for_byte(void **state)
{
	(void)state;
	struct pipe pipe;
	struct tp_err err = {0};
	char bytes[5000];
	struct tp_record *record = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\"}");
	open_pipe(&pipe);
	struct tp_sink sink = tp_writer_sink(&pipe.writer);
	int result = tp_writer_pass(&pipe.writer, (struct tp_text){" { \"a\" : 1e2 }\t!", 15}, &err);
	result |= tp_sink_put(&sink, record, &err);
	result |= tp_writer_pass(&pipe.writer, tp_text_of(""), &err);
	result |= tp_writer_put(&pipe.writer, record, &err);
	result |= tp_output_flush(&pipe.out, &err);
	next_write(&pipe, bytes);
	close_pipe(&pipe);
	assert_int_equal(result, 0);
	assert_string_equal(bytes,
		" { \"a\" : 1e2 }\t\n{\"kind\":\"unit\",\"id\":\"u\"}\n\n{\"kind\":\"unit\",\"id\":\"u\"}\n");
}

/* Fails with the reason; the mark is one whole record in one write, whose message is in `mark`. */
static void fail_with(const struct tp_err *why, struct tp_json *message)
{
	struct pipe pipe;
	struct tp_err err = {0};
	char before[5000], mark[5000], behind[5000];
	open_pipe(&pipe);
	int result = tp_writer_pass(&pipe.writer, tp_text_of("{\"kind\":\"x\"}"), &err);
	STARVED(0, tp_writer_fail(&pipe.writer, "tp-import", why));
	next_write(&pipe, before);
	next_write(&pipe, mark);
	next_write(&pipe, behind);
	close_pipe(&pipe);
	assert_int_equal(result, 0);
	assert_false(starve_hit);
	assert_string_equal(before, "{\"kind\":\"x\"}\n");
	assert_string_equal(behind, "");
	assert_true(strlen(mark) > 0 && strchr(mark, '\n') == mark + strlen(mark) - 1);
	struct tp_json json;
	struct tp_text copy = tp_text_copy(&arena, tp_text_of(mark));
	if (tp_json_parse(&arena, copy, &json, &err) < 0)
		fail_msg("%s: %s", mark, err.text);
	assert_true(tp_text_is(tp_json_get(&json, "kind")->text, "error"));
	assert_true(tp_text_is(tp_json_get(&json, "by")->text, "tp-import"));
	assert_int_equal(json.n, 3);
	*message = *tp_json_get(&json, "message");
	assert_int_equal(message->type, TP_JSON_STRING);
}

static void a_failure_ends_the_stream_with_its_reason(void **state)
{
	(void)state;
	struct tp_err why = {0};
	struct tp_json message;
	tp_err_set(&why, TP_DATA, "7 is not between 1 and 5");
	tp_err_at(&why, "Kommuner \"2026\"\\ny.csv", 17, "value");
	fail_with(&why, &message);
	assert_true(tp_text_is(message.text, "Kommuner \"2026\"\\ny.csv:17: value: 7 is not between 1 and 5"));
}

static void hostile_reasons_stay_json(void **state)
{
	(void)state;
	struct tp_err why = {0};
	struct tp_json message;
	tp_err_set(&why, TP_SYSTEM, "%s",
		"tab\tnewline\nescape\x1b[31m broken \xff\xc3 quote\" \\u0000 \x7f {\"kind\":\"run\"}");
	fail_with(&why, &message);
	assert_non_null(memmem(message.text.ptr, message.text.len, "{\"kind\":\"run\"}", 14));
	assert_non_null(memmem(message.text.ptr, message.text.len, "\\u0000", 6));
	assert_null(memchr(message.text.ptr, '\n', message.text.len));
	assert_null(memchr(message.text.ptr, 0x1b, message.text.len));
}

/* Fills up a string with so many whole parts. */
static void repeat(const char *part, char *to, size_t size)
{
	for (size_t len = strlen(to); len + strlen(part) < size; len += strlen(part))
		memcpy(to + len, part, strlen(part) + 1);
}

/* Escapes make a reason longer than its room: it is cut between characters, wherever the end falls. */
static void long_reasons_are_cut_at_a_character(void **state)
{
	(void)state;
	static const char *const parts[] = {"\"", "\"æ", "\"€", "\"🙂", "\\", "x\"\"€"};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (size_t shift = 0; shift < 5; shift++) {
			struct tp_err why = {.code = TP_DATA, .line = 18446744073709551615UL};
			struct tp_json message;
			memset(why.source, 'x', shift);
			repeat(parts[i], why.source, sizeof why.source);
			repeat(parts[i], why.field, sizeof why.field);
			repeat(parts[i], why.text, sizeof why.text);
			fail_with(&why, &message);
			assert_memory_equal(message.text.ptr, why.source, strlen(why.source));
			assert_true(message.text.len > 500);
			tp_arena_reset(&arena);
		}
}

static void a_closed_output_takes_no_mark(void **state)
{
	(void)state;
	struct tp_writer writer;
	struct tp_err why = {0};
	tp_err_memory(&why);
	tp_writer_init(&writer, NULL);
	tp_writer_fail(&writer, "tp-import", &why); /* it failed before there was an output */
	tp_writer_free(&writer);
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	struct pipe pipe;
	struct tp_record *record = given_full(&arena, TP_KIND_initiative, 3);
	int result = -1, told = 0;
	if (!CAN_STARVE)
		skip();
	for (long at = 0; result < 0 && at < 100; at++) {
		struct tp_err err = {0};
		open_pipe(&pipe);
		STARVED(at, result = tp_writer_put(&pipe.writer, record, &err));
		close_pipe(&pipe);
		told += result < 0 && err.code == TP_SYSTEM;
		assert_true(result == 0 || err.code == TP_SYSTEM);
	}
	assert_int_equal(result, 0);
	assert_true(told > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_record_is_one_line_in_the_order_of_the_schema, end),
		cmocka_unit_test_teardown(results_bear_who_made_them, end),
		cmocka_unit_test_teardown(extras_come_after_the_fields, end),
		cmocka_unit_test_teardown(what_is_written_is_read, end),
		cmocka_unit_test_teardown(lines_pass_byte_for_byte, end),
		cmocka_unit_test_teardown(a_failure_ends_the_stream_with_its_reason, end),
		cmocka_unit_test_teardown(hostile_reasons_stay_json, end),
		cmocka_unit_test_teardown(long_reasons_are_cut_at_a_character, end),
		cmocka_unit_test_teardown(a_closed_output_takes_no_mark, end),
		cmocka_unit_test_teardown(memory_that_runs_out_is_told, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
