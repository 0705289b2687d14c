#include "tp/match.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tp/label.h"
#include "tp/num.h"
#include "tp/scope.h"

static const double LEAST_ANSWERS = 3, WELL_RECEIVED = 4, FAR = 2, NEAR = 1, WIDEST = 4;

enum { FACTORS_MAX = 16, LEAST_FACTORS = 5, MANY_NEAR = 3, SHOWN = 3 };

/* A unit as a place where something could be done: its context, and what it does already. */
struct place {
	const struct tp_record *unit;
	int area; /* a code, or TP_CODE_none */
	bool has[FACTORS_MAX], lone[FACTORS_MAX]; /* lone: by the leader */
	double x[FACTORS_MAX];
	struct tp_record **own; /* its initiatives that are not stopped */
	size_t own_n;
};

struct matcher {
	const struct tp_inquiry *inquiry;
	const struct tp_instrument *context, *difference;
	size_t top;
	struct place *places; /* by unit id */
	size_t n;
	struct pair *pairs;   /* of the giver at hand; room for all places */
};

/* A giver and a taker. */
struct pair {
	const struct place *taker;
	bool has[FACTORS_MAX];
	double d[FACTORS_MAX];
	size_t known;
	double fit;
	int step; /* a code; TP_CODE_none: too little is known */
};

/* --- places --- */

static bool is_stopped(const struct tp_record *initiative)
{
	int phase;
	return tp_record_code(initiative, TP_initiative_phase, &phase) && phase == TP_phase_stopped;
}

/* The slice by group, as text; empty where the score is of all; ptr NULL where it is of another slice. */
static struct tp_text group_of(const struct tp_record *score)
{
	const struct tp_value *slice = tp_record_value(score, TP_score_slice);
	const struct tp_value *group = tp_value_get(slice, "group");
	if (slice->type <= TP_BLANK)
		return tp_text_of("");
	return group && group->type == TP_TEXT && slice->map.n == 1 ? group->text : (struct tp_text){0};
}

static long factor_of(const struct tp_instrument *instrument, struct tp_text key)
{
	for (size_t f = 0; f < instrument->dimensions_n; f++)
		if (tp_text_compare(instrument->dimensions[f].id, key) == 0)
			return (long)f;
	return -1;
}

static struct place *find_place(const struct matcher *matcher, struct tp_text unit)
{
	size_t low = 0, high = matcher->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = tp_text_compare(tp_record_id(matcher->places[middle].unit, TP_unit_id), unit);
		if (order == 0)
			return &matcher->places[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Enough answers, or one by the unit's leader. Scores stand by round: the latest one that has a mean counts. */
static void read_context(struct matcher *matcher)
{
	const struct tp_instrument *context = matcher->context;
	size_t n;
	double x, answers;
	int level;
	struct tp_record *const *scores = tp_set_of(matcher->inquiry->set, TP_KIND_score, context->id, &n);
	for (size_t i = 0; i < n; i++) {
		struct tp_text group = group_of(scores[i]);
		long f = factor_of(context, tp_record_id(scores[i], TP_score_key));
		struct place *place = find_place(matcher, tp_record_id(scores[i], TP_score_subject));
		bool leader = tp_text_is(group, "leaders");
		if (f < 0 || !place || (group.len > 0 && !leader) || !group.ptr ||
			!tp_record_code(scores[i], TP_score_level, &level) || level != TP_score_level_dimension ||
			!tp_record_num(scores[i], TP_score_mean, &x) || !tp_record_num(scores[i], TP_score_n, &answers) ||
			answers < (leader ? 1 : LEAST_ANSWERS))
			continue;
		if (leader && place->has[f] && !place->lone[f]) /* all who answered go before the leader alone */
			continue;
		place->has[f] = true;
		place->lone[f] = leader;
		place->x[f] = x;
	}
}

static int by_unit(const void *a, const void *b)
{
	const struct tp_record *left = *(struct tp_record *const *)a, *right = *(struct tp_record *const *)b;
	int order = tp_text_compare(tp_record_id(left, TP_initiative_unit), tp_record_id(right, TP_initiative_unit));
	return order ? order
		: tp_text_compare(tp_record_id(left, TP_initiative_id), tp_record_id(right, TP_initiative_id));
}

/* What each unit does already. */
static int read_own(struct matcher *matcher, struct tp_arena *arena, struct tp_err *err)
{
	size_t all_n, n = 0;
	struct tp_record *const *all = tp_set_all(matcher->inquiry->set, TP_KIND_initiative, &all_n);
	struct tp_record **sorted = tp_arena_array(arena, all_n + 1, sizeof *sorted);
	if (!sorted)
		return tp_err_memory(err);
	for (size_t i = 0; i < all_n; i++)
		if (!is_stopped(all[i]))
			sorted[n++] = all[i];
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, by_unit);
	for (size_t i = 0; i < n; i++) {
		struct place *place = find_place(matcher, tp_record_id(sorted[i], TP_initiative_unit));
		if (place && place->own_n++ == 0)
			place->own = sorted + i;
	}
	return 0;
}

static int read_places(struct matcher *matcher, struct tp_arena *arena, struct tp_err *err)
{
	struct tp_record *const *units = tp_set_all(matcher->inquiry->set, TP_KIND_unit, &matcher->n);
	matcher->places = tp_arena_array(arena, matcher->n + 1, sizeof *matcher->places);
	matcher->pairs = tp_arena_array(arena, matcher->n + 1, sizeof *matcher->pairs);
	if (!matcher->places || !matcher->pairs)
		return tp_err_memory(err);
	for (size_t i = 0; i < matcher->n; i++) {
		matcher->places[i].unit = units[i];
		matcher->places[i].area = TP_CODE_none;
		tp_record_code(units[i], TP_unit_area, &matcher->places[i].area);
	}
	read_context(matcher);
	return read_own(matcher, arena, err);
}

/* --- who gives, who takes --- */

static bool is_giver(const struct tp_record *initiative)
{
	int phase;
	double reception;
	if (!tp_record_code(initiative, TP_initiative_phase, &phase))
		return false;
	return phase == TP_phase_operation || (phase == TP_phase_rollout &&
		tp_record_num(initiative, TP_initiative_reception, &reception) && reception >= WELL_RECEIVED);
}

static bool has_code(const struct tp_record *record, enum tp_field field, int code)
{
	const struct tp_value *list = tp_record_value(record, field);
	for (size_t i = 0; list->type == TP_LIST && i < list->list.n; i++)
		if (list->list.items[i].code == code)
			return true;
	return false;
}

static bool share_problem(const struct tp_record *a, const struct tp_record *b)
{
	const struct tp_value *areas = tp_record_value(a, TP_initiative_problem_areas);
	for (size_t i = 0; areas->type == TP_LIST && i < areas->list.n; i++)
		if (has_code(b, TP_initiative_problem_areas, areas->list.items[i].code))
			return true;
	return false;
}

static bool does_it_already(const struct place *place, const struct tp_record *giver)
{
	struct tp_text technology = tp_record_id(giver, TP_initiative_technology);
	for (size_t i = 0; technology.len > 0 && i < place->own_n; i++)
		if (tp_text_compare(tp_record_id(place->own[i], TP_initiative_technology), technology) == 0 &&
			share_problem(place->own[i], giver))
			return true;
	return false;
}

static bool is_taker(const struct place *place, const struct place *home, const struct tp_record *giver)
{
	return place != home && place->area != TP_CODE_none &&
		(place->area == home->area || has_code(giver, TP_initiative_transferable_to, place->area)) &&
		!does_it_already(place, giver);
}

/* --- how far apart --- */

/* A difference that the receiving unit has rated itself, of the latest round. */
static void read_difference(const struct matcher *matcher, const struct tp_record *giver, struct pair *pairs, size_t n)
{
	const struct tp_instrument *difference = matcher->difference;
	size_t scores_n;
	double d;
	int level;
	struct tp_record *const *scores = tp_set_of(matcher->inquiry->set, TP_KIND_score, difference->id, &scores_n);
	for (size_t i = 0; i < scores_n; i++) {
		long f = factor_of(difference, tp_record_id(scores[i], TP_score_key));
		struct tp_text group = group_of(scores[i]);
		if (f < 0 || group.len == 0 ||
			tp_text_compare(tp_record_id(scores[i], TP_score_subject), tp_record_id(giver, TP_initiative_id)) != 0 ||
			!tp_record_code(scores[i], TP_score_level, &level) || level != TP_score_level_dimension ||
			!tp_record_num(scores[i], TP_score_mean, &d))
			continue;
		for (size_t p = 0; p < n; p++)
			if (tp_text_compare(tp_record_id(pairs[p].taker->unit, TP_unit_id), group) == 0) {
				pairs[p].has[f] = true;
				pairs[p].d[f] = d;
			}
	}
}

static void judge(struct pair *pair, size_t factors)
{
	double sum = 0;
	size_t near = 0, far = 0;
	for (size_t f = 0; f < factors; f++) {
		if (!pair->has[f])
			continue;
		pair->known++;
		sum += pair->d[f];
		near += pair->d[f] >= NEAR;
		far += pair->d[f] >= FAR;
	}
	if (pair->known < LEAST_FACTORS)
		return;
	pair->fit = tp_num_round(1 - sum / (WIDEST * (double)pair->known));
	pair->step = far > 0 || near >= MANY_NEAR ? TP_step_afresh : near > 0 ? TP_step_adapt : TP_step_build_on;
}

static void compare(struct pair *pair, const struct place *home, size_t factors)
{
	for (size_t f = 0; f < factors; f++)
		if (home->has[f] && pair->taker->has[f]) {
			pair->has[f] = true;
			pair->d[f] = tp_num_round(fabs(home->x[f] - pair->taker->x[f]));
		}
}

/* By fit; those of which too little is known last; then by id. */
static int by_fit(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;
	bool known = left->step != TP_CODE_none, other = right->step != TP_CODE_none;
	if (known != other)
		return known ? -1 : 1;
	if (known && left->fit != right->fit)
		return left->fit > right->fit ? -1 : 1;
	return tp_text_compare(tp_record_id(left->taker->unit, TP_unit_id), tp_record_id(right->taker->unit, TP_unit_id));
}

/* --- records --- */

/* The factors that differ most, the widest first; those that do not differ are none. */
static size_t find_widest(const struct pair *pair, size_t factors, size_t widest[SHOWN])
{
	size_t n = 0;
	for (size_t f = 0; f < factors; f++) {
		if (!pair->has[f] || !(pair->d[f] > 0))
			continue;
		size_t at = n;
		while (at > 0 && pair->d[widest[at - 1]] < pair->d[f])
			at--;
		if (at == SHOWN)
			continue;
		memmove(widest + at + 1, widest + at, ((n < SHOWN ? n : SHOWN - 1) - at) * sizeof *widest);
		widest[at] = f;
		n += n < SHOWN;
	}
	return n;
}

static struct tp_text factor_id(const struct matcher *matcher, size_t f)
{
	return matcher->context->dimensions[f].id;
}

static int fill_factors(const struct matcher *matcher, const struct pair *pair, struct tp_arena *arena,
	struct tp_record *match, struct tp_err *err)
{
	size_t factors = matcher->context->dimensions_n;
	struct tp_value map = tp_value_map(arena, factors), missing = tp_value_list(arena, factors);
	if (map.type != TP_MAP || missing.type != TP_LIST)
		return tp_err_memory(err);
	map.map.n = missing.list.n = 0;
	for (size_t f = 0; f < factors; f++)
		if (pair->has[f])
			map.map.pairs[map.map.n++] = (struct tp_pair){factor_id(matcher, f), tp_value_num(pair->d[f])};
		else
			missing.list.items[missing.list.n++] = tp_value_text(factor_id(matcher, f));
	*tp_record_slot(match, TP_match_factors) = map;
	if (missing.list.n > 0)
		*tp_record_slot(match, TP_match_missing) = missing;
	return 0;
}

/* The titles of factors, as each language has them. */
static int name_factors(const struct matcher *matcher, const size_t *which, size_t n, struct tp_arena *arena,
	struct tp_value *out, struct tp_err *err)
{
	*out = tp_value_map(arena, TP_LANGS);
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
		struct tp_value side = tp_value_list(arena, n);
		if (out->type != TP_MAP || side.type != TP_LIST)
			return tp_err_memory(err);
		for (size_t i = 0; i < n; i++)
			side.list.items[i] = tp_value_text(matcher->context->dimensions[which[i]].title[lang]);
		out->map.pairs[lang] = (struct tp_pair){tp_text_of(lang == TP_DA ? "da" : "en"), side};
	}
	return 0;
}

static int tell(const struct matcher *matcher, const struct pair *pair, struct tp_arena *arena, struct tp_record *match,
	struct tp_err *err)
{
	size_t factors = matcher->context->dimensions_n, widest[SHOWN], lacking[FACTORS_MAX], lacking_n = 0;
	size_t n = find_widest(pair, factors, widest);
	for (size_t f = 0; f < factors; f++)
		if (!pair->has[f])
			lacking[lacking_n++] = f;
	struct tp_pair parts[] = {
		{tp_text_of("known"), tp_value_num((double)pair->known)}, {tp_text_of("of"), tp_value_num((double)factors)},
		{tp_text_of("differs"), {.type = TP_ABSENT}}, {tp_text_of("missing"), {.type = TP_ABSENT}},
	};
	if ((n > 0 && name_factors(matcher, widest, n, arena, &parts[2].value, err) < 0) ||
		(lacking_n > 0 && name_factors(matcher, lacking, lacking_n, arena, &parts[3].value, err) < 0))
		return -1;
	enum tp_label label = pair->step == TP_CODE_none ? TP_LABEL_match_unknown
		: pair->step == TP_step_build_on ? TP_LABEL_match_build_on
		: pair->step == TP_step_adapt ? TP_LABEL_match_adapt : TP_LABEL_match_afresh;
	struct tp_value differs = tp_value_list(arena, n);
	if (differs.type != TP_LIST)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++)
		differs.list.items[i] = tp_value_text(factor_id(matcher, widest[i]));
	*tp_record_slot(match, TP_match_differs) = differs;
	return tp_label_both(arena, label, parts, sizeof parts / sizeof *parts, tp_record_slot(match, TP_match_why), err);
}

static int put_pair(const struct matcher *matcher, const struct tp_record *giver, const struct pair *pair,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_record match;
	tp_record_init(&match, TP_KIND_match);
	*tp_record_slot(&match, TP_match_initiative) = *tp_record_value(giver, TP_initiative_id);
	*tp_record_slot(&match, TP_match_to) = *tp_record_value(pair->taker->unit, TP_unit_id);
	if (pair->step != TP_CODE_none) {
		*tp_record_slot(&match, TP_match_fit) = tp_value_num(pair->fit);
		*tp_record_slot(&match, TP_match_step) = tp_value_code(pair->step);
	}
	int result = fill_factors(matcher, pair, &arena, &match, err);
	if (result == 0)
		result = tell(matcher, pair, &arena, &match, err);
	if (result == 0)
		result = tp_sink_put(sink, &match, err);
	tp_arena_free(&arena);
	return result;
}

/* --- a giver --- */

static int put_giver(const struct matcher *matcher, const struct tp_record *giver, const struct tp_sink *sink,
	struct tp_err *err)
{
	const struct place *home = find_place(matcher, tp_record_id(giver, TP_initiative_unit));
	size_t n = 0, factors = matcher->context->dimensions_n;
	struct pair *pairs = matcher->pairs;
	if (!home) /* of a place that nobody knows nothing can be said */
		return 0;
	for (size_t i = 0; i < matcher->n; i++)
		if (is_taker(&matcher->places[i], home, giver)) {
			pairs[n] = (struct pair){.taker = &matcher->places[i]};
			compare(&pairs[n++], home, factors);
		}
	read_difference(matcher, giver, pairs, n);
	for (size_t i = 0; i < n; i++)
		judge(&pairs[i], factors);
	if (n > 1)
		qsort(pairs, n, sizeof *pairs, by_fit);
	for (size_t i = 0; i < n && i < matcher->top; i++)
		if (put_pair(matcher, giver, &pairs[i], sink, err) < 0)
			return -1;
	return 0;
}

int tp_match_put(const struct tp_inquiry *inquiry, size_t top, const struct tp_sink *sink, struct tp_err *err)
{
	struct matcher matcher = {.inquiry = inquiry, .top = top};
	struct tp_arena arena = {0};
	size_t n;
	struct tp_record *const *all = tp_set_all(inquiry->set, TP_KIND_initiative, &n);
	if (n == 0) /* which spares it the instruments */
		return 0;
	if (inquiry->find(inquiry->shelf, tp_text_of("context"), &matcher.context, err) < 0 ||
		inquiry->find(inquiry->shelf, tp_text_of("context-difference"), &matcher.difference, err) < 0)
		return -1;
	assert(matcher.context->dimensions_n <= FACTORS_MAX);
	int result = read_places(&matcher, &arena, err);
	for (size_t i = 0; result == 0 && i < n; i++)
		if (is_giver(all[i]) && tp_scope_has(inquiry->set, all[i], inquiry->scope))
			result = put_giver(&matcher, all[i], sink, err);
	tp_arena_free(&arena);
	return result;
}
