#include "tp/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"
#include "starve.h"

/* A small tree out of few leaves, so that two of them often say the same. */
static struct tp_value random_tree(struct tp_arena *arena, int depth)
{
	static const char *const texts[] = {"", "a", "b", "ab", "1", "1:a", "null", "#1", "[", "true"};
	static const double numbers[] = {0, -0.0, 1, -1, 0.1, 1e300};
	struct tp_value value;
	switch (random_below(depth > 0 ? 9 : 7)) {
	case 0:
		return (struct tp_value){.type = TP_ABSENT};
	case 1:
		return tp_value_blank();
	case 2:
		return tp_value_bool(random_below(2));
	case 3:
		return tp_value_day((int32_t)random_below(2));
	case 4:
	case 5:
		return tp_value_string(texts[random_below(sizeof texts / sizeof *texts)]);
	case 6:
		return tp_value_num(numbers[random_below(sizeof numbers / sizeof *numbers)]);
	case 7:
		value = tp_value_list(arena, random_below(3));
		for (size_t i = 0; i < value.list.n; i++)
			value.list.items[i] = random_tree(arena, depth - 1);
		return value;
	default:
		value = tp_value_map(arena, random_below(3));
		for (size_t i = 0; i < value.map.n; i++) /* keys differ, in either order */
			value.map.pairs[i] = (struct tp_pair){tp_text_of(texts[(i + 1) * (1 + random_below(2) * 3)]),
				random_tree(arena, depth - 1)};
		return value;
	}
}

static bool same_bytes(const struct tp_value *a, const struct tp_value *b)
{
	struct tp_buf left = {0}, right = {0};
	tp_value_canonical(a, &left);
	tp_value_canonical(b, &right);
	assert_false(left.failed || right.failed);
	bool same = left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
	tp_buf_free(&left);
	tp_buf_free(&right);
	return same;
}

static int sign(int x)
{
	return (x > 0) - (x < 0);
}

/* Hashes rest on these bytes, so they stay what they are: 17 digits, however they are written. */
static void numbers_have_all_their_digits(void **state)
{
	(void)state;
	static const double numbers[] = {0, -0.0, 1, -1, 10, 4096, 999999999999999, -999999999999999, 1e15, 123456789012345678,
		1e17, 1e22, -1e300, 0.1, -2.5, 3.0000000000000004, 1e-300};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct tp_value value = tp_value_num(numbers[i]);
		struct tp_buf bytes = {0};
		char digits[40];
		tp_value_canonical(&value, &bytes);
		snprintf(digits, sizeof digits, "%.17g", numbers[i] + 0.0);
		assert_int_equal(bytes.len, strlen(digits));
		assert_memory_equal(bytes.ptr, digits, bytes.len);
		tp_buf_free(&bytes);
	}
}

/* --- making --- */

static void values_are_what_they_were_made_of(void **state)
{
	(void)state;
	struct tp_value num = tp_value_num(0.25), code = tp_value_code(3);
	assert_int_equal(num.type, TP_NUM);
	assert_true(num.num == 0.25);
	assert_int_equal(num.text.len, 0); /* computed */
	assert_int_equal(code.type, TP_CODE);
	assert_int_equal(code.code, 3);
	assert_int_equal(tp_value_day(-1).day, -1);
	assert_true(tp_value_bool(true).flag);
	assert_int_equal(tp_value_blank().type, TP_BLANK);
	assert_true(tp_text_is(tp_value_string("x").text, "x"));
}

static void lists_and_maps_begin_absent(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_value list = tp_value_list(&arena, 3), none = tp_value_list(&arena, 0), map = tp_value_map(&arena, 2);
	assert_int_equal(list.type, TP_LIST);
	assert_int_equal(list.list.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list.list.items[i].type, TP_ABSENT);
	assert_int_equal(none.type, TP_LIST);
	assert_int_equal(none.list.n, 0);
	assert_int_equal(map.map.pairs[1].value.type, TP_ABSENT);
	assert_int_equal(tp_value_list(&arena, SIZE_MAX / 2).type, TP_ABSENT);
	assert_int_equal(tp_value_map(&arena, SIZE_MAX / 2).type, TP_ABSENT);
	tp_arena_free(&arena);
}

static void a_map_is_asked_by_key(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {{tp_text_of("da"), tp_value_num(1)}, {tp_text_of("en"), tp_value_num(2)}};
	struct tp_value map = {.type = TP_MAP, .map = {pairs, 2}}, text = tp_value_string("da");
	assert_ptr_equal(tp_value_get(&map, "en"), &pairs[1].value);
	assert_null(tp_value_get(&map, "e"));
	assert_null(tp_value_get(&map, ""));
	assert_null(tp_value_get(&text, "da"));
	assert_null(tp_value_get(NULL, "da"));
}

/* --- copying --- */

static void a_copy_stands_alone(void **state)
{
	(void)state;
	struct tp_arena first = {0}, second = {0};
	struct tp_err err = {0};
	for (int i = 0; i < 500; i++) {
		char text[] = "owned", key[] = "key", number[] = "1.50";
		struct tp_value from = tp_value_map(&first, 3), to;
		from.map.pairs[0] = (struct tp_pair){tp_text_of(key), tp_value_string(text)};
		from.map.pairs[1] = (struct tp_pair){tp_text_of("n"),
			{.type = TP_NUM, .text = tp_text_of(number), .num = 1.5}};
		from.map.pairs[2] = (struct tp_pair){tp_text_of("tree"), random_tree(&first, 3)};
		assert_int_equal(tp_value_copy(&second, &from, &to, &err), 0);
		assert_true(tp_value_equal(&from, &to));
		memset(text, 'x', 5);
		memset(key, 'x', 3);
		memset(number, 'x', 4);
		tp_arena_reset(&first);
		assert_true(tp_text_is(tp_value_get(&to, "key")->text, "owned"));
		assert_true(tp_text_is(tp_value_get(&to, "n")->text, "1.50"));
		tp_arena_reset(&second);
	}
	tp_arena_free(&first);
	tp_arena_free(&second);
}

static void a_copy_needs_memory(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	if (!CAN_STARVE)
		skip();
	for (long at = 0; at < 2; at++) {
		struct tp_arena to = {0};
		struct tp_err err = {0};
		struct tp_value list = tp_value_list(&arena, 2000), copy;
		int result;
		for (size_t i = 0; i < 2000; i++)
			list.list.items[i] = tp_value_string("a text that fills more than one block, 2000 times");
		STARVED(at, result = tp_value_copy(&to, &list, &copy, &err));
		assert_true(starve_hit);
		assert_int_equal(result, -1);
		assert_int_equal(err.code, TP_SYSTEM);
		tp_arena_free(&to);
	}
	tp_arena_free(&arena);
}

/* --- comparing --- */

static void values_are_ordered(void **state)
{
	(void)state;
	struct tp_value absent = {.type = TP_ABSENT}, small = tp_value_string("Z"), large = tp_value_string("a"),
		prefix = tp_value_string("aa"), eight = tp_value_num(8), ten = tp_value_num(10), day = tp_value_day(-3),
		next = tp_value_day(2), code = tp_value_code(4), later = tp_value_code(11);
	assert_true(tp_value_compare(&absent, &small) < 0);
	assert_true(tp_value_compare(&absent, &eight) < 0);
	assert_true(tp_value_compare(&small, &large) < 0); /* bytewise, not as a dictionary */
	assert_true(tp_value_compare(&large, &prefix) < 0);
	assert_true(tp_value_compare(&eight, &ten) < 0); /* not as text */
	assert_true(tp_value_compare(&day, &next) < 0);
	assert_true(tp_value_compare(&code, &later) < 0);
	assert_int_equal(tp_value_compare(&absent, &absent), 0);
}

static void numbers_are_equal_by_value(void **state)
{
	(void)state;
	struct tp_value written = {.type = TP_NUM, .text = tp_text_of("1.50"), .num = 1.5}, computed = tp_value_num(1.5),
		nothing = tp_value_num(0), minus = tp_value_num(-0.0), text = tp_value_string("1.5");
	assert_true(tp_value_equal(&written, &computed));
	assert_true(same_bytes(&written, &computed));
	assert_true(tp_value_equal(&nothing, &minus));
	assert_true(same_bytes(&nothing, &minus));
	assert_false(tp_value_equal(&text, &computed));
	assert_false(same_bytes(&text, &computed));
}

static void maps_are_equal_without_regard_to_order(void **state)
{
	(void)state;
	struct tp_pair one[] = {{tp_text_of("b"), tp_value_num(1)}, {tp_text_of("a"), tp_value_num(2)}};
	struct tp_pair two[] = {one[1], one[0]};
	struct tp_value a = {.type = TP_MAP, .map = {one, 2}}, b = {.type = TP_MAP, .map = {two, 2}},
		shorter = {.type = TP_MAP, .map = {two, 1}};
	assert_true(tp_value_equal(&a, &b));
	assert_true(same_bytes(&a, &b));
	assert_false(tp_value_equal(&a, &shorter));
	assert_true(tp_value_compare(&shorter, &a) < 0);
}

static void order_and_bytes_agree(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	for (int i = 0; i < 20000; i++) {
		struct tp_value a = random_tree(&arena, 3), b = random_tree(&arena, 3), c = random_tree(&arena, 3);
		int ab = sign(tp_value_compare(&a, &b)), bc = sign(tp_value_compare(&b, &c)),
		    ac = sign(tp_value_compare(&a, &c));
		assert_int_equal(tp_value_compare(&a, &a), 0);
		assert_int_equal(ab, -sign(tp_value_compare(&b, &a)));
		if (ab == bc)
			assert_int_equal(ac, ab);
		assert_int_equal(tp_value_equal(&a, &b), ab == 0);
		assert_int_equal(same_bytes(&a, &b), ab == 0);
		tp_arena_reset(&arena);
	}
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_all_their_digits), cmocka_unit_test(values_are_what_they_were_made_of),
		cmocka_unit_test(lists_and_maps_begin_absent),
		cmocka_unit_test(a_map_is_asked_by_key),
		cmocka_unit_test(a_copy_stands_alone),
		cmocka_unit_test(a_copy_needs_memory),
		cmocka_unit_test(values_are_ordered),
		cmocka_unit_test(numbers_are_equal_by_value),
		cmocka_unit_test(maps_are_equal_without_regard_to_order),
		cmocka_unit_test(order_and_bytes_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
