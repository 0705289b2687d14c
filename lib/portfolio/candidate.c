#include "tp/candidate.h"

#include <stdlib.h>

#include "tp/latest.h"
#include "tp/num.h"
#include "tp/scope.h"

/* Years in which an initiative must have paid for itself to have any points. */
static const double HORIZON = 5;

/* Of the weight that must have given points for a rank. */
static const double LEAST_SHARE = 0.6;

struct tp_text tp_candidate_id(const struct tp_candidate *candidate)
{
	return tp_record_id(candidate->record, TP_initiative_id);
}

struct tp_text tp_candidate_home(const struct tp_candidate *candidate)
{
	return tp_record_id(candidate->record, TP_initiative_municipality);
}

double tp_candidate_value(const struct tp_candidate *candidate, const double weights[TP_CRITERIA])
{
	double sum = 0, weight = 0;
	for (int c = 0; c < TP_CRITERIA; c++)
		if (candidate->has[c]) {
			sum += weights[c] * candidate->points[c];
			weight += weights[c];
		}
	return weight > 0 ? tp_num_round(sum / weight) : 0;
}

static void give(struct tp_candidate *candidate, enum tp_criterion criterion, double points)
{
	candidate->has[criterion] = true;
	candidate->points[criterion] = points;
}

/* --- the criteria --- */

/* Payback within the horizon. */
static void judge_value(struct tp_candidate *candidate, double hourly_rate)
{
	double benefit = 0, hours = 0, running = 0;
	const struct tp_record *record = candidate->record;
	bool gains = tp_record_num(record, TP_initiative_benefit, &benefit);
	gains |= tp_record_num(record, TP_initiative_hours, &hours);
	tp_record_num(record, TP_initiative_running_cost, &running);
	candidate->hours = hours;
	candidate->net = tp_num_round(benefit + hours * hourly_rate - running);
	if (!tp_record_num(record, TP_initiative_cost, &candidate->cost) || !gains)
		return;
	double years = candidate->net > 0 ? candidate->cost / candidate->net : HORIZON;
	give(candidate, TP_BY_VALUE, years < HORIZON ? 100 * (1 - years / HORIZON) : 0);
}

/* A mean on the instrument's scale as 0..100. */
static double on_hundred(const struct tp_instrument *instrument, double mean)
{
	return 100 * (mean - instrument->min) / (instrument->max - instrument->min);
}

/* The instruments on whose scales initiatives and units are scored. */
struct scales {
	const struct tp_instrument *card, *readiness, *maturity;
};

static int find_scales(const struct tp_inquiry *inquiry, struct scales *scales, struct tp_err *err)
{
	return inquiry->find(inquiry->shelf, tp_text_of("card"), &scales->card, err) < 0 ||
			inquiry->find(inquiry->shelf, tp_text_of("readiness"), &scales->readiness, err) < 0 ||
			inquiry->find(inquiry->shelf, tp_text_of("maturity"), &scales->maturity, err) < 0 ? -1 : 0;
}

static void judge_guideposts(struct tp_candidate *candidate, const struct tp_set *set, const struct tp_instrument *card)
{
	double sum = 0, mean;
	size_t n = 0;
	for (size_t d = 0; d < card->dimensions_n; d++) {
		const struct tp_record *score = tp_latest_score(set, "card", "initiative", tp_candidate_id(candidate),
			TP_score_level_dimension, card->dimensions[d].id);
		if (score && tp_record_num(score, TP_score_mean, &mean)) {
			sum += on_hundred(card, mean);
			n++;
		}
	}
	if (n > 0)
		give(candidate, TP_BY_GUIDEPOSTS, sum / (double)n);
}

static void judge_readiness(struct tp_candidate *candidate, const struct tp_set *set, const struct scales *scales)
{
	struct tp_text total = tp_text_of("total"), unit = tp_record_id(candidate->record, TP_initiative_unit);
	const struct tp_record *own = tp_latest_score(
		set, "readiness", "initiative", tp_candidate_id(candidate), TP_score_level_total, total);
	const struct tp_record *home =
		unit.len ? tp_latest_score(set, "maturity", "unit", unit, TP_score_level_total, total) : NULL;
	double sum = 0, mean;
	size_t n = 0;
	if (own && tp_record_num(own, TP_score_mean, &mean)) {
		sum += on_hundred(scales->readiness, mean);
		n++;
	}
	if (home && tp_record_num(home, TP_score_mean, &mean)) {
		sum += on_hundred(scales->maturity, mean);
		n++;
	}
	if (n > 0)
		give(candidate, TP_BY_READINESS, sum / (double)n);
}

static double count_of(const struct tp_record *record, enum tp_field field, double most)
{
	const struct tp_value *list = tp_record_value(record, field);
	double n = list->type == TP_LIST ? (double)list->list.n : 0;
	return n < most ? n : most;
}

static void judge_reach(struct tp_candidate *candidate)
{
	static const double AREAS = 4, SYNERGIES = 3;
	const struct tp_record *record = candidate->record;
	if (tp_record_has(record, TP_initiative_transferable_to) || tp_record_has(record, TP_initiative_synergies))
		give(candidate, TP_BY_REACH, 50 * count_of(record, TP_initiative_transferable_to, AREAS) / AREAS +
			50 * count_of(record, TP_initiative_synergies, SYNERGIES) / SYNERGIES);
}

static bool deserves_rank(const struct tp_candidate *candidate, const double weights[TP_CRITERIA])
{
	double given = 0, all = 0;
	for (int c = 0; c < TP_CRITERIA; c++) {
		all += weights[c];
		given += candidate->has[c] ? weights[c] : 0;
	}
	return candidate->has[TP_BY_VALUE] && tp_num_round(given / all) >= LEAST_SHARE;
}

/* --- all of them --- */

static bool is_candidate(const struct tp_record *initiative)
{
	int phase;
	return tp_record_code(initiative, TP_initiative_phase, &phase) &&
		(phase == TP_phase_idea || phase == TP_phase_proposed || phase == TP_phase_approved);
}

static int by_home(const void *a, const void *b)
{
	const struct tp_candidate *left = a, *right = b;
	int order = tp_text_compare(tp_candidate_home(left), tp_candidate_home(right));
	return order ? order : tp_text_compare(tp_candidate_id(left), tp_candidate_id(right));
}

int tp_candidates_gather(const struct tp_inquiry *inquiry, const struct tp_set *set,
	const struct tp_rank_options *options, struct tp_arena *arena, struct tp_candidate **out, size_t *n, struct tp_err *err)
{
	struct scales scales = {0};
	size_t all_n;
	struct tp_record *const *all = tp_set_all(set, TP_KIND_initiative, &all_n);
	struct tp_candidate *candidates = tp_arena_array(arena, all_n + 1, sizeof *candidates);
	if (!candidates)
		return tp_err_memory(err);
	if (all_n > 0 && find_scales(inquiry, &scales, err) < 0)
		return -1;
	*n = 0;
	for (size_t i = 0; i < all_n; i++) {
		if (!is_candidate(all[i]) || !tp_scope_has(set, all[i], inquiry->scope))
			continue;
		struct tp_candidate *candidate = &candidates[(*n)++];
		candidate->record = all[i];
		judge_value(candidate, options->hourly_rate);
		judge_guideposts(candidate, set, scales.card);
		judge_readiness(candidate, set, &scales);
		judge_reach(candidate);
		tp_record_num(all[i], TP_initiative_citizens, &candidate->citizens);
		candidate->has_effort = tp_record_num(all[i], TP_initiative_effort, &candidate->effort);
		candidate->value = tp_candidate_value(candidate, options->weights);
		candidate->ranked = deserves_rank(candidate, options->weights);
	}
	if (*n > 1)
		qsort(candidates, *n, sizeof *candidates, by_home);
	*out = candidates;
	return 0;
}

bool tp_candidates_same(const struct tp_candidate *a, size_t a_n, const struct tp_candidate *b, size_t b_n)
{
	if (a_n != b_n)
		return false;
	for (size_t i = 0; i < a_n; i++)
		if (by_home(&a[i], &b[i]) != 0)
			return false;
	return true;
}
