#include "tp/rank.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/candidate.h"
#include "tp/knapsack.h"
#include "tp/label.h"
#include "tp/limits.h"
#include "tp/num.h"
#include "tp/scope.h"

/* Weightings that are tried, and how far each weight may go from its own. */
enum { WEIGHTINGS = 200 };
static const double SWAY = 0.5;

/* Money in øre, hours and points in ten-thousandths: whole numbers, so that sums do not depend on their order. */
static const double ORE = 100, FINE = 10000;

void tp_rank_defaults(struct tp_rank_options *options)
{
	*options = (struct tp_rank_options){
		.weights = {[TP_BY_VALUE] = 35, [TP_BY_GUIDEPOSTS] = 25, [TP_BY_READINESS] = 25, [TP_BY_REACH] = 15},
		.hourly_rate = 300, .budget = -1, .hours = -1, .nodes = 10000000,
	};
}

const char *tp_criterion_slug(enum tp_criterion criterion)
{
	static const char *const slugs[] = {
		[TP_BY_VALUE] = "value", [TP_BY_GUIDEPOSTS] = "guideposts", [TP_BY_READINESS] = "readiness",
		[TP_BY_REACH] = "reach", [TP_CRITERIA] = NULL,
	};
	return slugs[criterion];
}

static int weigh(struct tp_rank_options *options, const struct tp_pair *weight, struct tp_err *err)
{
	char name[80];
	snprintf(name, sizeof name, "%.*s", (int)(weight->key.len < 79 ? weight->key.len : 79), weight->key.ptr);
	for (int c = 0; c < TP_CRITERIA; c++)
		if (strcmp(name, tp_criterion_slug((enum tp_criterion)c)) == 0 && weight->value.type == TP_NUM &&
			weight->value.num >= 0) {
			options->weights[c] = weight->value.num;
			return 0;
		}
	tp_err_set(err, TP_DATA, "expected a number from 0 for value, guideposts, readiness or reach");
	return tp_err_at(err, NULL, 0, name);
}

int tp_rank_weigh(struct tp_rank_options *options, const struct tp_value *weights, struct tp_err *err)
{
	double sum = 0;
	if (weights->type != TP_MAP)
		return tp_err_set(err, TP_DATA, "expected an object of weights: {\"value\": 50}");
	for (size_t i = 0; i < weights->map.n; i++)
		if (weigh(options, &weights->map.pairs[i], err) < 0)
			return -1;
	for (int c = 0; c < TP_CRITERIA; c++)
		sum += options->weights[c];
	return sum > 0 ? 0 : tp_err_set(err, TP_DATA, "all weights are 0");
}

/* --- order --- */

/* Highest value first, then lower cost, then id; those without a rank by id. */
static int by_value(const void *a, const void *b)
{
	const struct tp_candidate *left = a, *right = b;
	if (left->ranked != right->ranked)
		return left->ranked ? -1 : 1;
	if (left->ranked && left->value != right->value)
		return left->value > right->value ? -1 : 1;
	if (left->ranked && left->cost != right->cost)
		return left->cost < right->cost ? -1 : 1;
	return tp_text_compare(tp_candidate_id(left), tp_candidate_id(right));
}

/* Sorts and numbers the candidates; returns how many are ranked. */
static size_t order(struct tp_candidate *candidates, size_t n)
{
	size_t ranked = 0;
	if (n > 1)
		qsort(candidates, n, sizeof *candidates, by_value);
	while (ranked < n && candidates[ranked].ranked) {
		candidates[ranked].rank = ranked + 1;
		ranked++;
	}
	return ranked;
}

/* --- what the money takes --- */

static double worth_of(const struct tp_candidate *candidate, enum tp_maximise maximise)
{
	switch (maximise) {
	case TP_MOST_NET:
		return candidate->net;
	case TP_MOST_HOURS:
		return candidate->hours;
	case TP_MOST_CITIZENS:
		return candidate->citizens;
	default:
		return candidate->value;
	}
}

static int64_t whole(double x, double unit)
{
	double scaled = floor(x * unit + 0.5);
	return scaled <= 0 ? 0 : scaled >= (double)TP_KNAPSACK_MOST ? TP_KNAPSACK_MOST : (int64_t)scaled;
}

/* Own hours that nobody has counted cannot be held within a limit. */
static bool can_be_taken(const struct tp_candidate *candidate, const struct tp_rank_options *options)
{
	return candidate->ranked && (options->hours < 0 || candidate->has_effort);
}

/* Ties between sets go by id. */
static int by_id(const void *a, const void *b)
{
	return tp_text_compare(
		tp_candidate_id(*(struct tp_candidate *const *)a), tp_candidate_id(*(struct tp_candidate *const *)b));
}

static int select_set(struct tp_candidate *candidates, size_t n, const struct tp_rank_options *options,
	struct tp_selection *selection, struct tp_arena *arena, struct tp_err *err)
{
	struct tp_candidate **things = tp_arena_array(arena, n + 1, sizeof *things);
	struct tp_knapsack sack = {.items = tp_arena_array(arena, n + 1, sizeof *sack.items), .nodes = options->nodes,
		.budget = options->budget >= 0 ? whole(options->budget, ORE) : TP_KNAPSACK_MOST,
		.hours = options->hours >= 0 ? whole(options->hours, FINE) : -1};
	if (!things || !sack.items)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++)
		if (can_be_taken(&candidates[i], options))
			things[sack.n++] = &candidates[i];
	if (sack.n > 1)
		qsort(things, sack.n, sizeof *things, by_id);
	double unit = options->maximise == TP_MOST_NET ? ORE : FINE;
	for (size_t i = 0; i < sack.n; i++)
		sack.items[i] = (struct tp_knapsack_item){.worth = whole(worth_of(things[i], options->maximise), unit),
			.cost = whole(things[i]->cost, ORE), .effort = whole(things[i]->effort, FINE)};
	if (tp_knapsack_solve(&sack, arena, err) < 0)
		return -1;
	for (size_t i = 0; i < sack.n; i++)
		things[i]->selected = sack.items[i].taken;
	*selection = (struct tp_selection){true, sack.exact, tp_num_round((double)sack.worth / unit),
		tp_num_round((double)sack.bound / unit)};
	return 0;
}

/* --- how far it depends on the weights --- */

/* splitmix64 (Steele, Lea & Flood 2014), as a number in 0..1. */
static double draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static bool fits(const struct tp_candidate *candidate, double cost, double effort, const struct tp_rank_options *options)
{
	return can_be_taken(candidate, options) && (options->budget < 0 || cost + candidate->cost <= options->budget) &&
		(options->hours < 0 || effort + candidate->effort <= options->hours);
}

/* Value per cost, descending; what costs nothing first. */
static int by_yield(const void *a, const void *b)
{
	const struct tp_candidate *left = *(struct tp_candidate *const *)a, *right = *(struct tp_candidate *const *)b;
	double x = left->cost > 0 ? left->value / left->cost : HUGE_VAL;
	double y = right->cost > 0 ? right->value / right->cost : HUGE_VAL;
	if (x != y)
		return x > y ? -1 : 1;
	return by_value(left, right);
}

/* By value per cost as long as it fits, or the single best where that is worth more: at least half of the optimum. */
static void count_greedy(struct tp_candidate **things, size_t n, const struct tp_rank_options *options)
{
	struct tp_candidate *single = NULL;
	double cost = 0, effort = 0, sum = 0;
	qsort(things, n, sizeof *things, by_yield);
	for (size_t i = 0; i < n; i++) {
		things[i]->greedy = fits(things[i], cost, effort, options);
		if (things[i]->greedy) {
			cost += things[i]->cost;
			effort += things[i]->effort;
			sum += things[i]->value;
		}
		if (fits(things[i], 0, 0, options) && (!single || things[i]->value > single->value))
			single = things[i];
	}
	for (size_t i = 0; i < n; i++)
		things[i]->stayed += single && single->value > sum ? things[i] == single : things[i]->greedy;
}

static void count_top(struct tp_candidate **things, size_t n)
{
	qsort(things, n, sizeof *things, tp_candidate_by_value);
	for (size_t i = 0; i < (n + 2) / 3; i++)
		things[i]->stayed++;
}

int tp_candidate_by_value(const void *a, const void *b)
{
	return by_value(*(struct tp_candidate *const *)a, *(struct tp_candidate *const *)b);
}

/* The ranked stand first. Their values are put back afterwards. */
static int try_weights(struct tp_candidate *candidates, size_t ranked, const struct tp_rank_options *options,
	struct tp_arena *arena, struct tp_err *err)
{
	struct tp_candidate **things = tp_arena_array(arena, ranked + 1, sizeof *things);
	double *values = tp_arena_array(arena, ranked + 1, sizeof *values);
	uint64_t state = 1;
	if (!things || !values)
		return tp_err_memory(err);
	for (size_t i = 0; i < ranked; i++)
		values[i] = candidates[i].value;
	for (int w = 0; w < WEIGHTINGS; w++) {
		double weights[TP_CRITERIA];
		for (int c = 0; c < TP_CRITERIA; c++)
			weights[c] = options->weights[c] * (1 - SWAY + 2 * SWAY * draw(&state));
		for (size_t i = 0; i < ranked; i++) {
			candidates[i].value = tp_candidate_value(&candidates[i], weights);
			things[i] = &candidates[i];
		}
		if (options->budget >= 0 || options->hours >= 0)
			count_greedy(things, ranked, options);
		else
			count_top(things, ranked);
	}
	for (size_t i = 0; i < ranked; i++) {
		candidates[i].value = values[i];
		candidates[i].stable = tp_num_round((double)candidates[i].stayed / WEIGHTINGS);
	}
	return 0;
}

/* --- records --- */

/* The criteria with most and least points, of those that gave some. */
static void find_ends(const struct tp_candidate *candidate, int *best, int *worst)
{
	*best = *worst = -1;
	for (int c = 0; c < TP_CRITERIA; c++) {
		if (!candidate->has[c])
			continue;
		if (*best < 0 || candidate->points[c] > candidate->points[*best])
			*best = c;
		if (*worst < 0 || candidate->points[c] < candidate->points[*worst])
			*worst = c;
	}
}

static const enum tp_label criteria[] = {
	[TP_BY_VALUE] = TP_LABEL_by_value, [TP_BY_GUIDEPOSTS] = TP_LABEL_by_guideposts,
	[TP_BY_READINESS] = TP_LABEL_by_readiness, [TP_BY_REACH] = TP_LABEL_by_reach,
};

/* The names of criteria, as each language has them. */
static int name_criteria(struct tp_arena *arena, const int *which, size_t n, struct tp_value *out, struct tp_err *err)
{
	struct tp_value sides[TP_LANGS];
	*out = tp_value_map(arena, TP_LANGS);
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
		sides[lang] = tp_value_list(arena, n);
		if (out->type != TP_MAP || sides[lang].type != TP_LIST)
			return tp_err_memory(err);
		for (size_t i = 0; i < n; i++)
			sides[lang].list.items[i] = tp_value_string(tp_label(criteria[which[i]], lang));
		out->map.pairs[lang] = (struct tp_pair){tp_text_of(lang == TP_DA ? "da" : "en"), sides[lang]};
	}
	return 0;
}

static struct tp_pair number(const char *name, double x)
{
	return (struct tp_pair){tp_text_of(name), tp_value_num(x)};
}

static int tell_ranked(const struct tp_candidate *candidate, size_t ranked, const struct tp_selection *selection,
	struct tp_arena *arena, struct tp_value *why, struct tp_err *err)
{
	int best, worst;
	struct tp_pair pairs[10] = {number("rank", (double)candidate->rank), number("of", (double)ranked),
		number("points", candidate->value)};
	size_t n = 3;
	find_ends(candidate, &best, &worst);
	pairs[n] = number("best", 0);
	if (name_criteria(arena, &best, 1, &pairs[n++].value, err) < 0)
		return -1;
	pairs[n++] = number("best_points", candidate->points[best]);
	pairs[n] = number("worst", 0);
	if (worst != best && name_criteria(arena, &worst, 1, &pairs[n++].value, err) < 0)
		return -1;
	if (worst != best)
		pairs[n++] = number("worst_points", candidate->points[worst]);
	if (selection->made)
		pairs[n++] = number(candidate->selected ? "taken" : "left", 1);
	if (selection->made && !selection->exact) {
		pairs[n++] = number("bound", selection->bound);
		pairs[n++] = number("worth", selection->worth);
	}
	return tp_label_both(arena, TP_LABEL_rank_why, pairs, n, why, err);
}

static int tell_unranked(const struct tp_candidate *candidate, struct tp_arena *arena, struct tp_record *rank,
	struct tp_err *err)
{
	int which[TP_CRITERIA];
	size_t n = 0;
	struct tp_pair missing = number("missing", 0);
	for (int c = 0; c < TP_CRITERIA; c++)
		if (!candidate->has[c])
			which[n++] = c;
	if (name_criteria(arena, which, n, &missing.value, err) < 0)
		return -1;
	return tp_label_both(arena, TP_LABEL_rank_missing, &missing, 1, tp_record_slot(rank, TP_rank_why), err);
}

/* Points by criterion, and the criteria that had nothing to go by. */
static int list_parts(const struct tp_candidate *candidate, struct tp_arena *arena, struct tp_record *rank, struct tp_err *err)
{
	struct tp_value parts = tp_value_map(arena, TP_CRITERIA), missing = tp_value_list(arena, TP_CRITERIA + 1);
	if (parts.type != TP_MAP || missing.type != TP_LIST)
		return tp_err_memory(err);
	parts.map.n = missing.list.n = 0;
	for (int c = 0; c < TP_CRITERIA; c++) {
		struct tp_text slug = tp_text_of(tp_criterion_slug((enum tp_criterion)c));
		if (candidate->has[c])
			parts.map.pairs[parts.map.n++] = (struct tp_pair){slug, tp_value_num(tp_num_round(candidate->points[c]))};
		else
			missing.list.items[missing.list.n++] = tp_value_text(slug);
	}
	*tp_record_slot(rank, TP_rank_parts) = parts;
	if (missing.list.n > 0)
		*tp_record_slot(rank, TP_rank_missing) = missing;
	return 0;
}

static int put_one(const struct tp_candidate *candidate, size_t ranked, const struct tp_selection *selection,
	const struct tp_rank_options *options, const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_record rank;
	tp_record_init(&rank, TP_KIND_rank);
	*tp_record_slot(&rank, TP_rank_initiative) = tp_value_text(tp_candidate_id(candidate));
	if (!options->pooled)
		*tp_record_slot(&rank, TP_rank_scope) = *tp_record_value(candidate->record, TP_initiative_municipality);
	int result = list_parts(candidate, &arena, &rank, err);
	if (result == 0 && candidate->ranked) {
		*tp_record_slot(&rank, TP_rank_rank) = tp_value_num((double)candidate->rank);
		*tp_record_slot(&rank, TP_rank_value) = tp_value_num(candidate->value);
		*tp_record_slot(&rank, TP_rank_stable) = tp_value_num(candidate->stable);
		result = tell_ranked(candidate, ranked, selection, &arena, tp_record_slot(&rank, TP_rank_why), err);
	} else if (result == 0) {
		result = tell_unranked(candidate, &arena, &rank, err);
	}
	if (selection->made)
		*tp_record_slot(&rank, TP_rank_selected) = tp_value_bool(candidate->selected);
	if (selection->made && !selection->exact)
		*tp_record_slot(&rank, TP_rank_bound) = tp_value_num(selection->bound);
	if (candidate->moved) {
		*tp_record_slot(&rank, TP_rank_before) =
			candidate->before ? tp_value_num((double)candidate->before) : tp_value_blank();
		*tp_record_slot(&rank, TP_rank_after) =
			candidate->ranked ? tp_value_num((double)candidate->rank) : tp_value_blank();
	}
	if (result == 0)
		result = tp_sink_put(sink, &rank, err);
	tp_arena_free(&arena);
	return result;
}

/* --- a municipality, or all --- */

/* Where each stood on the facts as they are. Both lists hold the same initiatives. */
static void compare(struct tp_candidate *candidates, const struct tp_candidate *before, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (tp_text_compare(tp_candidate_id(&candidates[i]), tp_candidate_id(&before[j])) == 0) {
				candidates[i].before = before[j].ranked ? before[j].rank : 0;
				candidates[i].moved = before[j].ranked != candidates[i].ranked ||
					before[j].rank != candidates[i].rank || before[j].value != candidates[i].value;
			}
}

static int put_group(struct tp_candidate *candidates, struct tp_candidate *before, size_t n,
	const struct tp_rank_options *options, const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_selection selection = {0};
	bool chooses = options->budget >= 0 || options->hours >= 0;
	if (chooses && n > TP_CANDIDATES_MAX)
		return tp_err_set(err, TP_DATA, "a budget for %zu initiatives: at most %d can be chosen among", n, TP_CANDIDATES_MAX);
	size_t ranked = order(candidates, n);
	int result = try_weights(candidates, ranked, options, &arena, err);
	if (before) {
		order(before, n);
		compare(candidates, before, n);
	}
	if (result == 0 && chooses)
		result = select_set(candidates, n, options, &selection, &arena, err);
	for (size_t i = 0; result == 0 && i < n; i++)
		result = put_one(&candidates[i], ranked, &selection, options, sink, err);
	tp_arena_free(&arena);
	return result;
}

/* Where the group that begins at i ends. */
static size_t group_end(const struct tp_candidate *candidates, size_t i, size_t n, bool pooled)
{
	size_t end = i + 1;
	while (end < n && (pooled || tp_text_compare(tp_candidate_home(&candidates[i]), tp_candidate_home(&candidates[end])) == 0))
		end++;
	return end;
}

int tp_rank_put(const struct tp_inquiry *inquiry, const struct tp_rank_options *options, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_candidate *candidates, *before = NULL;
	size_t n, before_n;
	const struct tp_set *set = options->assumed ? options->assumed : inquiry->set;
	int result = tp_candidates_gather(inquiry, set, options, &arena, &candidates, &n, err);
	if (result == 0 && options->assumed)
		result = tp_candidates_gather(inquiry, inquiry->set, options, &arena, &before, &before_n, err);
	/* What is assumed of a phase or municipality makes other groups, of which nothing before can be said. */
	bool same = before && tp_candidates_same(candidates, n, before, before_n);
	for (size_t i = 0, end; result == 0 && i < n; i = end) {
		end = group_end(candidates, i, n, options->pooled);
		result = put_group(candidates + i, same ? before + i : NULL, end - i, options, sink, err);
	}
	tp_arena_free(&arena);
	return result;
}
