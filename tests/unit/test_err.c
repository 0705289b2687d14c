#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "tp/err.h"
#include "tp/text.h"

static void expect_format(const struct tp_err *err, const char *expected)
{
	char out[2048];
	tp_err_format(err, out, sizeof out);
	assert_string_equal(out, expected);
}

static void first_failure_wins(void **state)
{
	(void)state;
	struct tp_err err = {0};
	assert_int_equal(tp_err_set(&err, TP_DATA, "%d is not between %d and %d", 7, 1, 5), -1);
	assert_int_equal(tp_err_set(&err, TP_USAGE, "later"), -1);
	assert_int_equal(tp_err_memory(&err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, "7 is not between 1 and 5");
	tp_err_clear(&err);
	tp_err_memory(&err);
	assert_int_equal(err.code, TP_SYSTEM);
	expect_format(&err, "out of memory");
}

static void innermost_place_wins(void **state)
{
	(void)state;
	struct tp_err err = {0};
	tp_err_set(&err, TP_DATA, "7 is not between 1 and 5");
	assert_int_equal(tp_err_at(&err, NULL, 0, "value"), -1);
	assert_int_equal(tp_err_at(&err, "survey.csv", 17, "row"), -1);
	tp_err_at(&err, "other.csv", 1, NULL);
	expect_format(&err, "survey.csv:17: value: 7 is not between 1 and 5");
}

static void parts_may_be_absent(void **state)
{
	(void)state;
	struct tp_err err = {0};
	tp_err_set(&err, TP_DATA, "wrong");
	expect_format(&err, "wrong");
	tp_err_at(&err, NULL, 3, NULL);
	expect_format(&err, "line 3: wrong");
	tp_err_at(&err, "a", 0, NULL);
	expect_format(&err, "a:3: wrong");
	err.line = 0;
	expect_format(&err, "a: wrong");
}

static void system_tells_errno(void **state)
{
	(void)state;
	struct tp_err err = {0};
	errno = ENOSPC;
	assert_int_equal(tp_err_system(&err, "cannot write"), -1);
	assert_int_equal(err.code, TP_SYSTEM);
	assert_string_equal(err.text, "cannot write: No space left on device");
	tp_err_clear(&err);
	errno = 99999;
	tp_err_system(&err, "cannot write");
	assert_string_equal(err.text, "cannot write: unknown error");
}

static void controls_and_broken_bytes_are_masked(void **state)
{
	(void)state;
	struct tp_err err = {0};
	tp_err_set(&err, TP_DATA, "\x1B[31m r\xC3\xB8" "d \xFF\n");
	tp_err_at(&err, "a\nb", 1, NULL);
	expect_format(&err, "a?b:1: ?[31m r\xC3\xB8" "d ??");
}

static void long_ones_end_in_dots(void **state)
{
	(void)state;
	char name[600];
	for (size_t i = 0; i + 2 < sizeof name; i += 2)
		memcpy(name + i, "\xC3\xA5", 2);
	memcpy(name + 598, "x", 2);
	struct tp_err err = {0};
	tp_err_set(&err, TP_DATA, "%s%s", name, name);
	tp_err_at(&err, name, 0, name);
	assert_int_equal(tp_text_valid(tp_text_of(err.text)), strlen(err.text));
	assert_int_equal(tp_text_valid(tp_text_of(err.source)), strlen(err.source));
	assert_string_equal(err.source + strlen(err.source) - 3, "...");
	assert_string_equal(err.text + strlen(err.text) - 3, "...");
	assert_true(strlen(err.field) > 120 && strlen(err.text) > 630);
}

static void small_room_is_kept_to(void **state)
{
	(void)state;
	struct tp_err err = {0};
	tp_err_set(&err, TP_DATA, "ab\xC3\xA5" "c");
	char out[8] = "zzzzzzz";
	tp_err_format(&err, out, 4);
	assert_string_equal(out, "ab");
	assert_int_equal(out[4], 'z');
	tp_err_format(&err, out, 1);
	assert_string_equal(out, "");
	tp_err_format(&err, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_failure_wins),
		cmocka_unit_test(innermost_place_wins),
		cmocka_unit_test(parts_may_be_absent),
		cmocka_unit_test(system_tells_errno),
		cmocka_unit_test(controls_and_broken_bytes_are_masked),
		cmocka_unit_test(long_ones_end_in_dots),
		cmocka_unit_test(small_room_is_kept_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
