#include "tp/unique.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "starve.h"

static struct tp_unique unique;
static struct tp_unique_place first;

static int start(void **state)
{
	(void)state;
	unique = (struct tp_unique){0};
	first = (struct tp_unique_place){0};
	return 0;
}

static int end(void **state)
{
	(void)state;
	tp_unique_free(&unique);
	assert_null(unique.slots);
	tp_unique_free(&unique); /* twice is once */
	return 0;
}

static int see(const char *identity, const char *content, int32_t updated, uint32_t line)
{
	struct tp_err err = {0};
	struct tp_unique_place place = {7, line};
	return tp_unique_add(&unique, tp_text_of(identity), tp_text_of(content), updated, place, &first, &err);
}

static void a_thing_is_new_once(void **state)
{
	(void)state;
	assert_int_equal(see("a", "x", TP_UNIQUE_NO_DAY, 1), TP_UNIQUE_NEW);
	assert_int_equal(see("b", "x", TP_UNIQUE_NO_DAY, 2), TP_UNIQUE_NEW);
	assert_int_equal(see("", "x", TP_UNIQUE_NO_DAY, 3), TP_UNIQUE_NEW);
	assert_int_equal(see("a", "x", TP_UNIQUE_NO_DAY, 4), TP_UNIQUE_SAME);
	assert_int_equal(first.file, 7);
	assert_int_equal(first.line, 1);
	assert_int_equal(see("", "x", TP_UNIQUE_NO_DAY, 5), TP_UNIQUE_SAME);
	assert_int_equal(first.line, 3);
}

static void two_that_differ_are_a_conflict(void **state)
{
	(void)state;
	assert_int_equal(see("a", "x", TP_UNIQUE_NO_DAY, 1), TP_UNIQUE_NEW);
	assert_int_equal(see("a", "y", TP_UNIQUE_NO_DAY, 2), TP_UNIQUE_CONFLICT);
	assert_int_equal(first.line, 1);
	assert_int_equal(see("a", "y", 10, 3), TP_UNIQUE_CONFLICT); /* both must have the date */
	assert_int_equal(see("b", "x", 10, 4), TP_UNIQUE_NEW);
	assert_int_equal(see("b", "y", TP_UNIQUE_NO_DAY, 5), TP_UNIQUE_CONFLICT);
	assert_int_equal(see("b", "y", 10, 6), TP_UNIQUE_CONFLICT); /* neither is later */
	assert_int_equal(first.line, 4);
}

static void the_later_one_stands(void **state)
{
	(void)state;
	assert_int_equal(see("a", "x", 10, 1), TP_UNIQUE_NEW);
	assert_int_equal(see("a", "y", 11, 2), TP_UNIQUE_UPDATED);
	assert_int_equal(first.line, 1);
	assert_int_equal(see("a", "y", 11, 3), TP_UNIQUE_SAME);
	assert_int_equal(first.line, 2);
	assert_int_equal(see("a", "z", 9, 4), TP_UNIQUE_UPDATED);
	assert_int_equal(see("a", "w", 11, 5), TP_UNIQUE_CONFLICT); /* the one of day 11 still stands */
	assert_int_equal(first.line, 2);
	assert_int_equal(see("a", "x", -5, 6), TP_UNIQUE_UPDATED);
	assert_int_equal(see("a", "y", TP_UNIQUE_NO_DAY, 7), TP_UNIQUE_CONFLICT);
}

static void bytes_count_and_nul_is_one(void **state)
{
	(void)state;
	struct tp_err err = {0};
	struct tp_unique_place place = {1, 1};
	struct tp_text a = {"a\0b", 3}, b = {"a\0c", 3};
	assert_int_equal(tp_unique_add(&unique, a, a, TP_UNIQUE_NO_DAY, place, &first, &err), TP_UNIQUE_NEW);
	assert_int_equal(tp_unique_add(&unique, b, a, TP_UNIQUE_NO_DAY, place, &first, &err), TP_UNIQUE_NEW);
	assert_int_equal(tp_unique_add(&unique, a, b, TP_UNIQUE_NO_DAY, place, &first, &err), TP_UNIQUE_CONFLICT);
	assert_int_equal(see("a", "", TP_UNIQUE_NO_DAY, 1), TP_UNIQUE_NEW);
}

static void many_are_remembered(void **state)
{
	(void)state;
	enum { MANY = 50000 };
	char identity[20];
	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(identity, sizeof identity, "%u", i);
		assert_int_equal(see(identity, identity, TP_UNIQUE_NO_DAY, i + 1), TP_UNIQUE_NEW);
	}
	for (uint32_t i = 0; i < MANY; i++) {
		snprintf(identity, sizeof identity, "%u", i);
		assert_int_equal(see(identity, i % 2 ? identity : "else", TP_UNIQUE_NO_DAY, 0),
			i % 2 ? TP_UNIQUE_SAME : TP_UNIQUE_CONFLICT);
		assert_int_equal(first.line, i + 1);
	}
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	char identity[20];
	unsigned told = 0;
	if (!CAN_STARVE)
		skip();
	for (uint32_t i = 0; i < 5000; i++) {
		struct tp_err err = {0};
		struct tp_unique_place place = {7, i};
		int answer;
		snprintf(identity, sizeof identity, "%u", i);
		struct tp_text text = tp_text_of(identity);
		STARVED(0, answer = tp_unique_add(&unique, text, text, 0, place, &first, &err));
		if (answer >= 0)
			continue;
		told++;
		assert_int_equal(err.code, TP_SYSTEM);
		assert_int_equal(see(identity, identity, 0, i), TP_UNIQUE_NEW);
	}
	assert_true(told > 0);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(identity, sizeof identity, "%u", i);
		assert_int_equal(see(identity, identity, 0, 0), TP_UNIQUE_SAME);
		assert_int_equal(first.line, i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_thing_is_new_once, start, end),
		cmocka_unit_test_setup_teardown(two_that_differ_are_a_conflict, start, end),
		cmocka_unit_test_setup_teardown(the_later_one_stands, start, end),
		cmocka_unit_test_setup_teardown(bytes_count_and_nul_is_one, start, end),
		cmocka_unit_test_setup_teardown(many_are_remembered, start, end),
		cmocka_unit_test_setup_teardown(memory_that_runs_out_is_told, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
