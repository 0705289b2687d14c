#include "tp/partition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of squares that differ by less are the same: they are made of other additions. */
static const double EVEN = 1e-9;

static bool near(const struct tp_point *a, const struct tp_point *b, double spread)
{
	return fabs(a->x - b->x) <= spread + EVEN && fabs(a->y - b->y) <= spread + EVEN;
}

bool tp_partition_allows(const struct tp_point *points, const size_t *which, size_t n, const struct tp_cluster_options *options)
{
	if (n < options->least || n > options->most)
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			if (!near(&points[which[i]], &points[which[j]], options->spread))
				return false;
	return true;
}

double tp_partition_squares(const struct tp_point *points, const size_t *which, size_t n)
{
	double x = 0, y = 0, sum = 0;
	for (size_t i = 0; i < n; i++) {
		x += points[which[i]].x / (double)n;
		y += points[which[i]].y / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double dx = points[which[i]].x - x, dy = points[which[i]].y - y;
		sum += dx * dx + dy * dy;
	}
	return sum;
}

/* How good a partition is. */
struct price {
	size_t left;
	double squares;
};

static bool is_better(struct price a, struct price b)
{
	return a.left != b.left ? a.left < b.left : a.squares < b.squares - EVEN;
}

/* --- exactly: over all sets of points --- */

struct table {
	struct price *best;    /* of the points of each set */
	unsigned short *first; /* the cluster of the lowest point in it; 0: that point is left over */
	double *squares;       /* of each set as a cluster; < 0: not allowed */
};

static size_t members(unsigned set, size_t which[TP_CLUSTER_EXACT])
{
	size_t n = 0;
	for (size_t i = 0; i < TP_CLUSTER_EXACT; i++)
		if (set >> i & 1)
			which[n++] = i;
	return n;
}

static void price_sets(const struct tp_point *points, size_t n, const struct tp_cluster_options *options,
	const struct table *table)
{
	size_t which[TP_CLUSTER_EXACT] = {0};
	for (unsigned set = 1; set < 1u << n; set++) {
		size_t size = members(set, which);
		table->squares[set] = tp_partition_allows(points, which, size, options) ? tp_partition_squares(points, which, size) : -1;
	}
}

/* The lowest point is left over, or in one of the clusters that hold it. */
static void solve_set(const struct table *table, unsigned set)
{
	unsigned lowest = set & -set, rest = set ^ lowest;
	struct price best = {table->best[rest].left + 1, table->best[rest].squares};
	unsigned first = 0;
	for (unsigned others = rest;; others = (others - 1) & rest) {
		unsigned cluster = others | lowest;
		if (table->squares[cluster] >= 0) {
			struct price price = table->best[set ^ cluster];
			price.squares += table->squares[cluster];
			if (is_better(price, best)) {
				best = price;
				first = cluster;
			}
		}
		if (others == 0)
			break;
	}
	table->best[set] = best;
	table->first[set] = (unsigned short)first;
}

static int solve_exactly(struct tp_point *points, size_t n, const struct tp_cluster_options *options,
	struct tp_arena *arena, struct tp_err *err)
{
	size_t sets = (size_t)1 << n, group = 0;
	struct table table = {tp_arena_array(arena, sets, sizeof *table.best),
		tp_arena_array(arena, sets, sizeof *table.first), tp_arena_array(arena, sets, sizeof *table.squares)};
	if (!table.best || !table.first || !table.squares)
		return tp_err_memory(err);
	price_sets(points, n, options, &table);
	for (unsigned set = 1; set < sets; set++)
		solve_set(&table, set);
	for (unsigned set = (unsigned)sets - 1; set;) {
		unsigned cluster = table.first[set];
		group += cluster != 0;
		for (size_t i = 0; i < n; i++)
			if (cluster >> i & 1)
				points[i].group = group;
		set ^= cluster ? cluster : set & -set;
	}
	return 0;
}

/* --- beyond: the best cut of an order, then moves as long as they help --- */

static int by_sum(const struct tp_point *points, size_t a, size_t b)
{
	double left = points[a].x + points[a].y, right = points[b].x + points[b].y;
	if (left != right)
		return left < right ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Few enough for an insertion. */
static void sort(const struct tp_point *points, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		for (; at > 0 && by_sum(points, i, order[at - 1]) < 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

/* The best way to cut the order into clusters and single ones that are left over. */
static int cut(struct tp_point *points, size_t n, const struct tp_cluster_options *options, struct tp_arena *arena,
	struct tp_err *err)
{
	size_t *order = tp_arena_array(arena, n + 1, sizeof *order), *length = tp_arena_array(arena, n + 1, sizeof *length);
	struct price *best = tp_arena_array(arena, n + 1, sizeof *best);
	if (!order || !length || !best)
		return tp_err_memory(err);
	sort(points, order, n);
	for (size_t end = 1; end <= n; end++) {
		best[end] = (struct price){best[end - 1].left + 1, best[end - 1].squares};
		length[end] = 0;
		for (size_t size = options->most; size >= options->least; size--) { /* of equals the larger */
			if (size > end || !tp_partition_allows(points, order + end - size, size, options))
				continue;
			struct price price = best[end - size];
			price.squares += tp_partition_squares(points, order + end - size, size);
			if (is_better(price, best[end])) {
				best[end] = price;
				length[end] = size;
			}
		}
	}
	size_t group = 0;
	for (size_t end = n; end > 0; end -= length[end] ? length[end] : 1) {
		group += length[end] > 0;
		for (size_t i = 0; i < length[end]; i++)
			points[order[end - 1 - i]].group = group;
	}
	return 0;
}

/* Groups as lists of point numbers. */
struct groups {
	struct tp_point *points;
	size_t n, count;
	const struct tp_cluster_options *options;
	size_t *which; /* room for two groups and one */
};

static size_t collect(const struct groups *groups, size_t group, size_t except, size_t plus, size_t *which)
{
	size_t n = 0;
	for (size_t i = 0; i < groups->n; i++)
		if ((groups->points[i].group == group && i != except) || i == plus)
			which[n++] = i;
	return n;
}

/* Squares of a group with one point out and one in (SIZE_MAX: none); < 0: not allowed. */
static double squares_with(const struct groups *groups, size_t group, size_t out, size_t in)
{
	size_t n = collect(groups, group, out, in, groups->which);
	if (n == 0)
		return 0;
	return tp_partition_allows(groups->points, groups->which, n, groups->options)
		? tp_partition_squares(groups->points, groups->which, n) : -1;
}

/* Moves a point into a group, from another or from those left over, when that is better. */
static bool move(const struct groups *groups, size_t i, size_t to)
{
	struct tp_point *point = &groups->points[i];
	size_t from = point->group;
	if (from == to)
		return false;
	double with = squares_with(groups, to, SIZE_MAX, i);
	if (with < 0)
		return false;
	if (from == 0) {
		point->group = to;
		return true;
	}
	double without = squares_with(groups, from, i, SIZE_MAX);
	double now = squares_with(groups, from, SIZE_MAX, SIZE_MAX) + squares_with(groups, to, SIZE_MAX, SIZE_MAX);
	if (without < 0 || with + without >= now - EVEN || collect(groups, from, i, SIZE_MAX, groups->which) == 0)
		return false;
	point->group = to;
	return true;
}

/* Two points change places when that is better; one may be left over. */
static bool swap(const struct groups *groups, size_t i, size_t j)
{
	struct tp_point *a = &groups->points[i], *b = &groups->points[j];
	if (a->group == b->group)
		return false;
	double now = 0, then = 0;
	size_t sides[2] = {a->group, b->group}, outs[2] = {i, j}, ins[2] = {j, i};
	for (int side = 0; side < 2; side++) {
		if (sides[side] == 0)
			continue;
		double squares = squares_with(groups, sides[side], outs[side], ins[side]);
		if (squares < 0)
			return false;
		then += squares;
		now += squares_with(groups, sides[side], SIZE_MAX, SIZE_MAX);
	}
	if (then >= now - EVEN)
		return false;
	a->group = sides[1];
	b->group = sides[0];
	return true;
}

/* Those left over that make a cluster of their own with each other: the first that is found, in the order of ids. */
static bool found(struct groups *groups)
{
	size_t n = 0;
	for (size_t i = 0; i < groups->n; i++) {
		if (groups->points[i].group != 0)
			continue;
		n = 0;
		for (size_t j = i; j < groups->n && n < groups->options->most; j++) {
			bool fits = groups->points[j].group == 0;
			for (size_t k = 0; fits && k < n; k++)
				fits = near(&groups->points[j], &groups->points[groups->which[k]], groups->options->spread);
			if (fits)
				groups->which[n++] = j;
		}
		if (n < groups->options->least)
			continue;
		groups->count++;
		for (size_t k = 0; k < n; k++)
			groups->points[groups->which[k]].group = groups->count;
		return true;
	}
	return false;
}

static bool improve(struct groups *groups)
{
	bool moved = found(groups);
	for (size_t i = 0; i < groups->n; i++)
		for (size_t to = 1; to <= groups->count; to++)
			moved |= move(groups, i, to);
	for (size_t i = 0; i < groups->n; i++)
		for (size_t j = i + 1; j < groups->n; j++)
			moved |= swap(groups, i, j);
	return moved;
}

static int search(struct tp_point *points, size_t n, const struct tp_cluster_options *options, struct tp_arena *arena,
	struct tp_err *err)
{
	struct groups groups = {.points = points, .n = n, .options = options,
		.which = tp_arena_array(arena, n + 1, sizeof *groups.which)};
	if (!groups.which)
		return tp_err_memory(err);
	if (cut(points, n, options, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (points[i].group > groups.count)
			groups.count = points[i].group;
	while (improve(&groups)) /* each step leaves fewer over or makes the squares less, so that it ends */
		;
	return 0;
}

/* Groups numbered by their first member. */
static size_t number(struct tp_point *points, size_t n, size_t *as)
{
	size_t count = 0;
	memset(as, 0, (n + 1) * sizeof *as);
	for (size_t i = 0; i < n; i++) {
		if (points[i].group == 0)
			continue;
		if (as[points[i].group] == 0)
			as[points[i].group] = ++count;
		points[i].group = as[points[i].group];
	}
	return count;
}

int tp_partition_make(struct tp_point *points, size_t n, const struct tp_cluster_options *options, struct tp_arena *arena,
	size_t *groups, struct tp_err *err)
{
	size_t *as = tp_arena_array(arena, n + 1, sizeof *as);
	if (!as)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++)
		points[i].group = 0;
	int result = n <= TP_CLUSTER_EXACT ? solve_exactly(points, n, options, arena, err)
					   : search(points, n, options, arena, err);
	if (result == 0)
		*groups = number(points, n, as);
	return result;
}
