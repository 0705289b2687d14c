#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "tp/map.h"

static void empty_map_has_nothing(void **state)
{
	(void)state;
	struct tp_map map = {0};
	assert_int_equal(tp_map_find(&map, tp_text_of("a")), TP_MAP_NONE);
	tp_map_free(&map);
}

static void numbers_follow_first_sight(void **state)
{
	(void)state;
	struct tp_map map = {0};
	bool is_new;
	char key[] = "beta";
	assert_int_equal(tp_map_add(&map, tp_text_of(key), &is_new), 0);
	assert_true(is_new);
	key[0] = 'z'; /* the map has its own copy */
	assert_int_equal(tp_map_add(&map, tp_text_of("alpha"), NULL), 1);
	assert_int_equal(tp_map_add(&map, tp_text_of(""), &is_new), 2);
	assert_true(is_new);
	assert_int_equal(tp_map_add(&map, tp_text_of("beta"), &is_new), 0);
	assert_false(is_new);
	assert_int_equal(tp_map_find(&map, tp_text_of("alpha")), 1);
	assert_int_equal(tp_map_find(&map, tp_text_of("")), 2);
	assert_int_equal(tp_map_find(&map, tp_text_of("zeta")), TP_MAP_NONE);
	assert_int_equal(map.n, 3);
	assert_true(tp_text_is(map.keys[0], "beta"));
	tp_map_free(&map);
	assert_int_equal(map.n, 0);
}

static void bytes_with_nul_are_keys(void **state)
{
	(void)state;
	struct tp_map map = {0};
	assert_int_equal(tp_map_add(&map, (struct tp_text){"a\0b", 3}, NULL), 0);
	assert_int_equal(tp_map_add(&map, (struct tp_text){"a\0c", 3}, NULL), 1);
	assert_int_equal(tp_map_add(&map, (struct tp_text){"a", 1}, NULL), 2);
	tp_map_free(&map);
}

static void many_keys(void **state)
{
	(void)state;
	enum { N = 100000 };
	struct tp_map map = {0};
	char key[16];
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < N; i++) {
			bool is_new;
			snprintf(key, sizeof key, "k%d", i);
			assert_true(tp_map_add(&map, tp_text_of(key), &is_new) == i);
			assert_true(is_new == (pass == 0));
		}
	}
	assert_int_equal(map.n, N);
	assert_true(tp_text_is(map.keys[N - 1], "k99999"));
	assert_int_equal(tp_map_find(&map, tp_text_of("k100000")), TP_MAP_NONE);
	tp_map_free(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_map_has_nothing),
		cmocka_unit_test(numbers_follow_first_sight),
		cmocka_unit_test(bytes_with_nul_are_keys),
		cmocka_unit_test(many_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
