#include <math.h>

#include "tp/ask.h"
#include "tp/num.h"

/* What a unit's or a municipality's initiatives are: how many of each type. Stopped ones are no longer part of it. */

enum { TYPES = TP_type_rethink_business - TP_type_efficiency + 1 };

struct mix {
	size_t n; /* of a type */
	size_t untyped;
	size_t count[TYPES];
};

static struct mix mix_of(const struct tp_look *look)
{
	bool unit = look->subject->kind == TP_KIND_unit;
	struct tp_text id = tp_record_id(look->subject, unit ? TP_unit_id : TP_municipality_id);
	struct mix mix = {0};
	size_t n;
	struct tp_record *const *all =
		tp_set_by(look->set, unit ? TP_initiative_unit : TP_initiative_municipality, id, &n);
	for (size_t i = 0; i < n; i++) {
		int type;
		if (tp_ask_phase_of(all[i]) == TP_phase_stopped)
			continue;
		if (!tp_record_code(all[i], TP_initiative_type, &type)) {
			mix.untyped++;
			continue;
		}
		mix.n++;
		mix.count[type - TP_type_efficiency]++;
	}
	return mix;
}

/* Too few to speak of shares. It may be that more are there, of which nobody has said what they are. */
static bool is_enough(struct tp_look *look, const struct mix *mix, double least)
{
	if ((double)mix->n >= least)
		return true;
	if ((double)(mix->n + mix->untyped) >= least)
		tp_look_miss(look, TP_initiative_type);
	return false;
}

static void show_count(struct tp_look *look, const struct mix *mix, size_t count)
{
	tp_look_show_num(look, "count", (double)count);
	tp_look_show_num(look, "n", (double)mix->n);
}

/* A municipality is expected to have targets, of its own or of its units; a unit may do without. */
static void miss_targets(struct tp_look *look)
{
	size_t n, of_unit = 0;
	if (look->subject->kind == TP_KIND_unit)
		return;
	struct tp_record *const *units = tp_set_by(look->set, TP_unit_municipality,
		tp_record_id(look->subject, TP_municipality_id), &n);
	for (size_t i = 0; i < n && of_unit == 0; i++)
		tp_set_of(look->set, TP_KIND_target, tp_record_id(units[i], TP_unit_id), &of_unit);
	if (of_unit == 0)
		tp_look_miss(look, TP_target_share);
}

/* The targets of a scope do not add up to 100. */
void tp_check_target_sum(struct tp_look *look)
{
	size_t n;
	double sum = 0, share;
	struct tp_record *const *targets = tp_look_all(look, TP_KIND_target, &n);
	if (n == 0)
		miss_targets(look);
	for (size_t i = 0; i < n; i++) {
		tp_look_place(look, targets[i]);
		if (tp_record_num(targets[i], TP_target_share, &share))
			sum += share;
	}
	sum = tp_num_round(sum);
	tp_look_show_num(look, "sum", sum);
	tp_look_signal(look, n > 0 && sum != 100 ? TP_WATCH : TP_NONE);
}

/* The share of a type lies further from its target than a single initiative could explain. */
void tp_check_target_missed(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *targets = tp_look_all(look, TP_KIND_target, &n);
	struct mix mix = mix_of(look);
	if (n == 0)
		miss_targets(look);
	if (n == 0 || !is_enough(look, &mix, tp_look_limit(look, TP_LIMIT_target_missed_least_n)))
		return;
	double points = tp_look_limit(look, TP_LIMIT_target_missed_points), one = tp_num_round(100.0 / (double)mix.n);
	for (size_t i = 0; i < n; i++) {
		int type;
		double target;
		if (!tp_record_code(targets[i], TP_target_type, &type) || !tp_record_num(targets[i], TP_target_share, &target))
			continue;
		size_t count = mix.count[type - TP_type_efficiency];
		double percent = tp_num_round(100.0 * (double)count / (double)mix.n), gap = tp_num_round(fabs(percent - target));
		tp_look_case(look, tp_text_of(tp_code_slug(type)));
		tp_look_show(look, targets[i], TP_target_type);
		show_count(look, &mix, count);
		tp_look_show_num(look, "percent", percent);
		tp_look_show(look, targets[i], TP_target_share);
		tp_look_show_num(look, "gap", gap);
		tp_look_signal(look, gap > (one > points ? one : points) ? TP_WATCH : TP_NONE);
	}
}

/* Much rethinking in a unit that is not ready for it. */
void tp_check_ahead_of_maturity(struct tp_look *look)
{
	struct mix mix = mix_of(look);
	double maturity;
	if (!is_enough(look, &mix, tp_look_limit(look, TP_LIMIT_ahead_of_maturity_least_n)))
		return;
	size_t rethink = mix.count[TP_type_rethink_service - TP_type_efficiency] +
		mix.count[TP_type_rethink_business - TP_type_efficiency];
	double share = tp_num_round((double)rethink / (double)mix.n);
	if ((double)rethink < tp_look_limit(look, TP_LIMIT_ahead_of_maturity_rethink) ||
		share <= tp_look_limit(look, TP_LIMIT_ahead_of_maturity_share))
		return;
	show_count(look, &mix, rethink);
	tp_look_show_num(look, "share", share);
	if (tp_look_score(look, "maturity", "unit", tp_record_id(look->subject, TP_unit_id), TP_score_level_total,
		    tp_text_of("total"), &maturity) &&
		maturity < tp_look_limit(look, TP_LIMIT_ahead_of_maturity_maturity))
		tp_look_signal(look, TP_WATCH);
}

/* Nearly all is of one type. */
void tp_check_one_sided(struct tp_look *look)
{
	struct mix mix = mix_of(look);
	if (!is_enough(look, &mix, tp_look_limit(look, TP_LIMIT_one_sided_least_n)))
		return;
	for (size_t i = 0; i < TYPES; i++) {
		double share = tp_num_round((double)mix.count[i] / (double)mix.n);
		if (share <= tp_look_limit(look, TP_LIMIT_one_sided_share))
			continue;
		tp_look_show_value(look, "type", tp_value_code(TP_type_efficiency + (int)i));
		show_count(look, &mix, mix.count[i]);
		tp_look_show_num(look, "share", share);
		tp_look_signal(look, TP_INFO);
	}
}
