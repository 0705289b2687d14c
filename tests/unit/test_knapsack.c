#include "tp/knapsack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>


/* splitmix64 (Steele, Lea & Flood 2014) */
static uint64_t seed;

static int64_t below(int64_t n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (int64_t)((z ^ (z >> 31)) % (uint64_t)n);
}

static void solve(struct tp_knapsack *knapsack)
{
	struct tp_arena arena = {0};
	struct tp_err err = {0};
	assert_int_equal(tp_knapsack_solve(knapsack, &arena, &err), 0);
	tp_arena_free(&arena);
}

/* Every set there is: most worth, least cost, the earliest thing. Things of no worth are never taken. */
static unsigned brute(const struct tp_knapsack *k)
{
	unsigned best = 0;
	int64_t best_worth = 0, best_cost = 0;
	for (unsigned set = 0; set < 1u << k->n; set++) {
		int64_t worth = 0, cost = 0, effort = 0;
		int idle = 0;
		for (size_t i = 0; i < k->n; i++)
			if (set >> i & 1) {
				worth += k->items[i].worth;
				cost += k->items[i].cost;
				effort += k->items[i].effort;
				idle |= k->items[i].worth == 0;
			}
		if (idle || cost > k->budget || (k->hours >= 0 && effort > k->hours))
			continue;
		unsigned differ = set ^ best, first = differ & -differ;
		if (worth > best_worth || (worth == best_worth && cost < best_cost) ||
			(worth == best_worth && cost == best_cost && (set & first))) {
			best = set;
			best_worth = worth;
			best_cost = cost;
		}
	}
	return best;
}

static unsigned taken(const struct tp_knapsack *k)
{
	unsigned set = 0;
	for (size_t i = 0; i < k->n; i++)
		set |= (unsigned)k->items[i].taken << i;
	return set;
}

static struct tp_knapsack random_case(struct tp_knapsack_item *items, size_t most)
{
	static const int64_t scales[] = {3, 10, 1000, 1000000000};
	int64_t worths = scales[below(4)], costs = scales[below(4)], total = 0, efforts = 0;
	struct tp_knapsack k = {.items = items, .n = (size_t)below((int64_t)most + 1), .hours = -1, .nodes = 10000000};
	for (size_t i = 0; i < k.n; i++) {
		items[i] = (struct tp_knapsack_item){.worth = below(worths), .cost = below(costs), .effort = below(40)};
		total += items[i].cost;
		efforts += items[i].effort;
	}
	k.budget = below(total + 2);
	if (below(2))
		k.hours = below(efforts + 2);
	return k;
}

static void equals_brute_force(void **state)
{
	struct tp_knapsack_item items[12];
	(void)state;
	for (seed = 1; seed <= 4000; ) {
		uint64_t this = seed;
		struct tp_knapsack k = random_case(items, 12);
		solve(&k);
		unsigned expected = brute(&k);
		if (taken(&k) != expected || !k.exact || k.bound != k.worth)
			fail_msg("case %lu: %x instead of %x", (unsigned long)this, taken(&k), expected);
		seed = this + 1;
	}
}

/* A table over budgets: independent of any order or bound. */
static int64_t programme(const struct tp_knapsack *k, int64_t *table)
{
	memset(table, 0, (size_t)(k->budget + 1) * sizeof *table);
	for (size_t i = 0; i < k->n; i++)
		for (int64_t room = k->budget; room >= k->items[i].cost; room--) {
			int64_t with = table[room - k->items[i].cost] + k->items[i].worth;
			if (with > table[room])
				table[room] = with;
		}
	return table[k->budget];
}

static void equals_a_dynamic_programme(void **state)
{
	enum { N = 120, BUDGET = 6000 };
	struct tp_knapsack_item items[N];
	int64_t *table = calloc(BUDGET + 1, sizeof *table);
	(void)state;
	assert_non_null(table);
	for (int round = 0; round < 40; round++) {
		seed = 1000000 + (uint64_t)round;
		for (size_t i = 0; i < N; i++) { /* worth goes with cost, which is what makes it hard */
			int64_t cost = 1 + below(300);
			items[i] = (struct tp_knapsack_item){.worth = cost * 10 + below(200), .cost = cost};
		}
		struct tp_knapsack k = {.items = items, .n = N, .budget = BUDGET, .hours = -1, .nodes = 10000000};
		solve(&k);
		assert_true(k.exact);
		assert_int_equal(k.worth, programme(&k, table));
	}
	free(table);
}

static void the_bound_holds_when_the_nodes_run_out(void **state)
{
	struct tp_knapsack_item items[12], again[12];
	int cut = 0;
	(void)state;
	for (uint64_t round = 1; round <= 2000; round++) {
		seed = round;
		struct tp_knapsack k = random_case(items, 12);
		memcpy(again, items, sizeof items);
		struct tp_knapsack whole = k;
		whole.items = again;
		solve(&whole);
		for (k.nodes = 0; k.nodes < 60; k.nodes += 7) {
			solve(&k);
			assert_true(k.cost <= k.budget);
			assert_true(k.worth <= whole.worth);
			assert_true(k.bound >= whole.worth);
			assert_true(!k.exact || k.worth == whole.worth);
			cut += !k.exact;
		}
	}
	assert_true(cut > 1000);
}

static void equal_things_are_no_labyrinth(void **state)
{
	struct tp_knapsack_item items[200];
	(void)state;
	for (size_t i = 0; i < 200; i++)
		items[i] = (struct tp_knapsack_item){.worth = 7, .cost = 3, .effort = 2};
	struct tp_knapsack k = {.items = items, .n = 200, .budget = 301, .hours = -1, .nodes = 100000};
	solve(&k);
	assert_true(k.exact);
	assert_int_equal(k.worth, 700);
	for (size_t i = 0; i < 200; i++)
		assert_int_equal(items[i].taken, i < 100);
}

static void large_numbers_stay_exact(void **state)
{
	struct tp_knapsack_item items[] = {
		{.worth = TP_KNAPSACK_MOST, .cost = TP_KNAPSACK_MOST},
		{.worth = TP_KNAPSACK_MOST, .cost = TP_KNAPSACK_MOST - 1},
		{.worth = 1, .cost = 1},
	};
	struct tp_knapsack k = {.items = items, .n = 3, .budget = TP_KNAPSACK_MOST, .hours = -1, .nodes = 1000};
	(void)state;
	solve(&k);
	assert_true(k.exact);
	assert_int_equal(taken(&k), 6);
	assert_int_equal(k.worth, TP_KNAPSACK_MOST + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equals_brute_force),
		cmocka_unit_test(equals_a_dynamic_programme),
		cmocka_unit_test(the_bound_holds_when_the_nodes_run_out),
		cmocka_unit_test(equal_things_are_no_labyrinth),
		cmocka_unit_test(large_numbers_stay_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
