#include "tp/knapsack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 16 }; /* weightings of the two limits that are tried at the root */

/* The bound is made of doubles and must never lie below the truth. */
static const double SLACK = 1e-9;

/* An item as the search sees it. */
struct thing {
	int64_t worth, cost, effort;
	double weight; /* of the surrogate limit, which is 1 */
	size_t place;  /* in the knapsack */
};

struct search {
	const struct tp_knapsack *knapsack;
	struct thing *things; /* by worth per weight, the best first */
	size_t n;
	double u; /* what the budget counts among the two limits, 0..1 */
	int64_t *worths; /* sums of the first i things */
	double *weights;
	bool *taken, *best;
	int64_t best_worth, best_cost;
	unsigned long nodes;
	bool cut;
	int64_t open; /* the largest bound of what was not looked at */
};

static bool has_hours(const struct search *search)
{
	return search->knapsack->hours >= 0;
}

/* --- order and bound --- */

/* Worth per weight, descending; of equal ones the earlier first, so that the search meets it first. What weighs nothing
 * comes before all. */
static int by_density(const void *a, const void *b)
{
	const struct thing *left = a, *right = b;
	double x = left->weight > 0 ? (double)left->worth / left->weight : HUGE_VAL;
	double y = right->weight > 0 ? (double)right->worth / right->weight : HUGE_VAL;
	if (x != y)
		return x > y ? -1 : 1;
	if (left->worth != right->worth)
		return left->worth > right->worth ? -1 : 1;
	return left->place < right->place ? -1 : 1;
}

static double part_of(int64_t amount, int64_t limit)
{
	return limit > 0 ? (double)amount / (double)limit : 0;
}

/* The limits weighted t : TRIES - t, each as its own unit. */
static void weigh(struct search *search, int t)
{
	const struct tp_knapsack *knapsack = search->knapsack;
	double u = has_hours(search) ? (double)t / TRIES : 1;
	for (size_t i = 0; i < search->n; i++) {
		struct thing *thing = &search->things[i];
		thing->weight = u * part_of(thing->cost, knapsack->budget) + (1 - u) * part_of(thing->effort, knapsack->hours);
	}
	qsort(search->things, search->n, sizeof *search->things, by_density);
	search->worths[0] = 0;
	search->weights[0] = 0;
	for (size_t i = 0; i < search->n; i++) {
		search->worths[i + 1] = search->worths[i] + search->things[i].worth;
		search->weights[i + 1] = search->weights[i] + search->things[i].weight;
	}
}

/* What the things from i on can add at most within the room: whole things in order, and a part of the next. */
static int64_t bound_from(const struct search *search, size_t i, double room)
{
	size_t low = i, high = search->n; /* the end of the whole things */
	room += SLACK;
	while (low < high) {
		size_t middle = low + (high - low + 1) / 2;
		if (search->weights[middle] - search->weights[i] <= room)
			low = middle;
		else
			high = middle - 1;
	}
	int64_t worth = search->worths[low] - search->worths[i];
	if (low == search->n)
		return worth;
	const struct thing *next = &search->things[low];
	double left = room - (search->weights[low] - search->weights[i]);
	double part = (double)next->worth * (left / next->weight) * (1 + SLACK) + SLACK;
	return worth + (part < (double)next->worth ? (int64_t)part : next->worth);
}

/* --- search --- */

/* Of two sets of one worth and cost the one that has the earlier thing stands. */
static bool is_earlier(const struct search *search)
{
	size_t first = SIZE_MAX;
	bool ours = false;
	for (size_t i = 0; i < search->n; i++)
		if (search->taken[i] != search->best[i] && search->things[i].place < first) {
			first = search->things[i].place;
			ours = search->taken[i];
		}
	return ours;
}

static void keep(struct search *search, int64_t worth, int64_t cost)
{
	if (worth < search->best_worth || (worth == search->best_worth && cost > search->best_cost) ||
		(worth == search->best_worth && cost == search->best_cost && !is_earlier(search)))
		return;
	search->best_worth = worth;
	search->best_cost = cost;
	memcpy(search->best, search->taken, search->n * sizeof *search->best);
}

static bool same(const struct thing *a, const struct thing *b)
{
	return a->worth == b->worth && a->cost == b->cost && a->effort == b->effort;
}

struct state {
	int64_t worth, cost, effort;
};

/* From whole numbers, so that nothing adds up in millions of steps. */
static double weight_of(const struct search *search, const struct state *state)
{
	return search->u * part_of(state->cost, search->knapsack->budget) +
		(1 - search->u) * part_of(state->effort, search->knapsack->hours);
}

static bool fits(const struct search *search, const struct state *state, const struct thing *thing)
{
	return state->cost + thing->cost <= search->knapsack->budget &&
		(!has_hours(search) || state->effort + thing->effort <= search->knapsack->hours);
}

static void take(struct search *search, struct state *state, size_t i)
{
	const struct thing *thing = &search->things[i];
	search->taken[i] = true;
	state->worth += thing->worth;
	state->cost += thing->cost;
	state->effort += thing->effort;
}

static void drop(struct search *search, struct state *state, size_t i)
{
	const struct thing *thing = &search->things[i];
	search->taken[i] = false;
	state->worth -= thing->worth;
	state->cost -= thing->cost;
	state->effort -= thing->effort;
}

/* Down: takes what fits, in order, while the bound says that it may matter. Returns where it ended. */
static size_t descend(struct search *search, struct state *state, size_t i)
{
	for (; i < search->n; i++) {
		int64_t bound = state->worth + bound_from(search, i, 1 - weight_of(search, state));
		if (bound < search->best_worth)
			return i;
		if (search->nodes == search->knapsack->nodes) {
			search->cut = true;
			if (bound > search->open)
				search->open = bound;
			return i;
		}
		search->nodes++;
		/* Of equal things the earlier goes first: without it none of the others. */
		bool passed = i > 0 && !search->taken[i - 1] && same(&search->things[i], &search->things[i - 1]) &&
			search->things[i - 1].place < search->things[i].place;
		if (!passed && fits(search, state, &search->things[i]))
			take(search, state, i);
	}
	keep(search, state->worth, state->cost);
	return i;
}

/* Whatever fits, in order: something to beat, however few nodes there are. */
static void take_greedily(struct search *search)
{
	struct state state = {0};
	for (size_t i = 0; i < search->n; i++)
		if (fits(search, &state, &search->things[i]))
			take(search, &state, i);
	keep(search, state.worth, state.cost);
	memset(search->taken, 0, search->n * sizeof *search->taken);
}

/* Depth first: take, then leave. Without recursion, for there may be thousands of things. */
static void run(struct search *search)
{
	struct state state = {0};
	size_t end = descend(search, &state, 0);
	while (true) {
		size_t i = end;
		while (i > 0 && !search->taken[i - 1])
			i--;
		if (i == 0)
			return;
		drop(search, &state, i - 1);
		end = descend(search, &state, i);
	}
}

/* --- the whole --- */

static size_t gather(struct search *search)
{
	const struct tp_knapsack *knapsack = search->knapsack;
	size_t n = 0;
	for (size_t i = 0; i < knapsack->n; i++) {
		const struct tp_knapsack_item *item = &knapsack->items[i];
		if (item->worth > 0 && item->cost <= knapsack->budget &&
			(knapsack->hours < 0 || item->effort <= knapsack->hours))
			search->things[n++] = (struct thing){item->worth, item->cost, item->effort, 0, i};
	}
	return n;
}

/* The weighting of the limits under which the root promises least. */
static void choose_weights(struct search *search)
{
	int best = 0;
	int64_t least = INT64_MAX;
	for (int t = 0; has_hours(search) && t <= TRIES; t++) {
		weigh(search, t);
		int64_t bound = bound_from(search, 0, 1);
		if (bound < least) {
			least = bound;
			best = t;
		}
	}
	weigh(search, best);
	search->u = has_hours(search) ? (double)best / TRIES : 1;
}

static void answer(const struct search *search, struct tp_knapsack *knapsack)
{
	for (size_t i = 0; i < knapsack->n; i++)
		knapsack->items[i].taken = false;
	for (size_t i = 0; i < search->n; i++)
		knapsack->items[search->things[i].place].taken = search->best[i];
	knapsack->worth = search->best_worth;
	knapsack->cost = search->best_cost;
	knapsack->exact = !search->cut || search->open < search->best_worth;
	knapsack->bound = search->cut && search->open > search->best_worth ? search->open : search->best_worth;
}

int tp_knapsack_solve(struct tp_knapsack *knapsack, struct tp_arena *arena, struct tp_err *err)
{
	struct search search = {.knapsack = knapsack};
	size_t n = knapsack->n + 1;
	search.things = tp_arena_array(arena, n, sizeof *search.things);
	search.worths = tp_arena_array(arena, n, sizeof *search.worths);
	search.weights = tp_arena_array(arena, n, sizeof *search.weights);
	search.taken = tp_arena_array(arena, n, sizeof *search.taken);
	search.best = tp_arena_array(arena, n, sizeof *search.best);
	if (!search.things || !search.worths || !search.weights || !search.taken || !search.best)
		return tp_err_memory(err);
	search.n = gather(&search);
	choose_weights(&search);
	take_greedily(&search);
	run(&search);
	answer(&search, knapsack);
	return 0;
}
