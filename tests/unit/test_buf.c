#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "tp/buf.h"

static void appends_in_order(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	tp_buf_add(&buf, "ab\0c", 4);
	tp_buf_add(&buf, NULL, 0);
	tp_buf_add_string(&buf, "de");
	tp_buf_add_char(&buf, 'f');
	tp_buf_add_format(&buf, "%d-%s", 42, "x");
	assert_int_equal(buf.len, 11);
	assert_memory_equal(buf.ptr, "ab\0cdef42-x", 11);
	assert_false(buf.failed);
	tp_buf_free(&buf);
	assert_null(buf.ptr);
	tp_buf_free(&buf);
}

static void grows(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	for (int i = 0; i < 20000; i++)
		tp_buf_add_format(&buf, "%05d", i);
	assert_int_equal(buf.len, 100000);
	assert_memory_equal(buf.ptr + 5 * 12345, "12345", 5);
	tp_buf_reset(&buf);
	assert_int_equal(buf.len, 0);
	assert_true(buf.capacity >= 100000);
	tp_buf_free(&buf);
}

static void whole_numbers_are_digits(void **state)
{
	(void)state;
	static const long long numbers[] = {0, 7, -7, 10, 1234567890, -1234567890123456789, LLONG_MAX, LLONG_MIN};
	struct tp_buf buf = {0};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		char digits[40];
		int len = snprintf(digits, sizeof digits, "%lld", numbers[i]);
		tp_buf_reset(&buf);
		tp_buf_add_whole(&buf, numbers[i]);
		assert_int_equal(buf.len, len);
		assert_memory_equal(buf.ptr, digits, buf.len);
	}
	tp_buf_free(&buf);
}

static void reserve_is_filled_by_the_caller(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	assert_non_null(tp_buf_reserve(&buf, 0));
	tp_buf_add_string(&buf, "ab");
	char *room = tp_buf_reserve(&buf, 5000);
	assert_ptr_equal(room, buf.ptr + 2);
	memset(room, 'x', 5000);
	buf.len += 5000;
	tp_buf_add_char(&buf, 'y');
	assert_memory_equal(buf.ptr + 5000, "xxy", 3);
	tp_buf_free(&buf);
}

static void failure_is_remembered(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	tp_buf_add_string(&buf, "kept");
	assert_null(tp_buf_reserve(&buf, SIZE_MAX));
	assert_true(buf.failed);
	tp_buf_add_string(&buf, "lost");
	tp_buf_add_char(&buf, 'l');
	tp_buf_add_format(&buf, "%s", "lost");
	assert_null(tp_buf_reserve(&buf, 1));
	assert_int_equal(buf.len, 4);
	assert_memory_equal(buf.ptr, "kept", 4);
	tp_buf_reset(&buf);
	assert_false(buf.failed);
	tp_buf_add_char(&buf, 'a');
	assert_int_equal(buf.len, 1);
	assert_null(tp_buf_reserve(&buf, (size_t)PTRDIFF_MAX));
	tp_buf_free(&buf);
	assert_false(buf.failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends_in_order),
		cmocka_unit_test(grows),
		cmocka_unit_test(whole_numbers_are_digits),
		cmocka_unit_test(reserve_is_filled_by_the_caller),
		cmocka_unit_test(failure_is_remembered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
