#include "tp/partition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 60 };

static const struct tp_cluster_options options = {.spread = 1, .least = 3, .most = 6};

/* splitmix64 (Steele, Lea & Flood 2014) */
static uint64_t seed;

static double draw(void)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

struct worth {
	size_t left;
	double squares;
};

static struct worth price(const struct tp_point *points, size_t n, size_t groups)
{
	struct worth worth = {0};
	size_t which[MOST];
	for (size_t group = 0; group <= groups; group++) {
		size_t size = 0;
		for (size_t i = 0; i < n; i++)
			if (points[i].group == group)
				which[size++] = i;
		if (group == 0) {
			worth.left = size;
			continue;
		}
		assert_true(tp_partition_allows(points, which, size, &options));
		worth.squares += tp_partition_squares(points, which, size);
	}
	return worth;
}

/* The best cut of the order by x + y from the i-th on, tried out. */
static struct worth best_cut(const struct tp_point *points, const size_t *order, size_t n, size_t i, struct worth *known)
{
	if (i == n)
		return (struct worth){0};
	if (known[i].squares >= 0)
		return known[i];
	struct worth best = best_cut(points, order, n, i + 1, known);
	best.left++;
	for (size_t size = options.least; size <= options.most && i + size <= n; size++) {
		if (!tp_partition_allows(points, order + i, size, &options))
			continue;
		struct worth rest = best_cut(points, order, n, i + size, known);
		rest.squares += tp_partition_squares(points, order + i, size);
		if (rest.left < best.left || (rest.left == best.left && rest.squares < best.squares))
			best = rest;
	}
	known[i] = best;
	return best;
}

static void no_worse_than_any_cut(void **state)
{
	struct tp_point points[MOST];
	size_t order[MOST], groups;
	struct worth known[MOST] = {{0}};
	(void)state;
	for (uint64_t round = 1; round <= 300; round++) {
		struct tp_arena arena = {0};
		struct tp_err err = {0};
		seed = round;
		size_t n = TP_CLUSTER_EXACT + 1 + (size_t)(draw() * (MOST - TP_CLUSTER_EXACT - 1));
		for (size_t i = 0; i < n; i++) {
			points[i] = (struct tp_point){.x = 1 + 4 * draw(), .y = 1 + (double)(int)(5 * draw())};
			known[i].squares = -1;
			size_t at = i;
			for (; at > 0 && points[i].x + points[i].y < points[order[at - 1]].x + points[order[at - 1]].y; at--)
				order[at] = order[at - 1];
			order[at] = i;
		}
		assert_int_equal(tp_partition_make(points, n, &options, &arena, &groups, &err), 0);
		struct worth ours = price(points, n, groups), cut = best_cut(points, order, n, 0, known);
		assert_true(ours.left < cut.left || (ours.left == cut.left && ours.squares <= cut.squares + 1e-6));
		tp_arena_free(&arena);
	}
}

/* Twelve in two heaps of six: the exact way and, with a thirteenth far off, the search find both. */
static void two_heaps(void **state)
{
	struct tp_point points[13];
	size_t groups;
	(void)state;
	for (size_t n = 12; n <= 13; n++) {
		struct tp_arena arena = {0};
		struct tp_err err = {0};
		for (size_t i = 0; i < n; i++)
			points[i] = (struct tp_point){.x = i % 2 ? 4 : 1.5, .y = i % 2 ? 4 : 2};
		points[12] = (struct tp_point){.x = 1, .y = 5};
		assert_int_equal(tp_partition_make(points, n, &options, &arena, &groups, &err), 0);
		assert_int_equal(groups, 2);
		for (size_t i = 0; i < 12; i++)
			assert_int_equal(points[i].group, 1 + i % 2);
		if (n == 13)
			assert_int_equal(points[12].group, 0);
		tp_arena_free(&arena);
	}
}

static void squares_by_hand(void **state)
{
	(void)state;
	/* (1, 1), (3, 1), (2, 4): the middle is (2, 2); 2 + 2 + 4 */
	const struct tp_point points[] = {{.x = 1, .y = 1}, {.x = 3, .y = 1}, {.x = 2, .y = 4}};
	const size_t which[] = {0, 1, 2};
	assert_float_equal(tp_partition_squares(points, which, 3), 8, 1e-12);
	assert_false(tp_partition_allows(points, which, 3, &options));
	assert_false(tp_partition_allows(points, which, 2, &options));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_worse_than_any_cut),
		cmocka_unit_test(two_heaps),
		cmocka_unit_test(squares_by_hand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
