#include <math.h>

#include "tp/ask.h"
#include "tp/benefit.h"
#include "tp/day.h"
#include "tp/num.h"

/* Whether benefits are planned, measured and reached. */

/* No benefit is written down. */
void tp_check_no_benefit_plan(struct tp_look *look)
{
	size_t n;
	tp_look_all(look, TP_KIND_benefit, &n);
	tp_look_signal(look, n == 0 ? TP_WATCH : TP_NONE);
}

/* What the benefit has come to. False when it has not been measured, or not said when where that is asked for. */
static bool ask_actual(struct tp_look *look, const struct tp_record *benefit, double *actual, int32_t *day)
{
	enum tp_field actual_field = TP_benefit_actual, day_field = TP_benefit_measured;
	const struct tp_record *latest =
		tp_benefit_latest(look->set, benefit, look->as_of, &actual_field, &day_field);
	bool has = tp_look_num(look, latest ? latest : benefit, actual_field, actual);
	return (!day || tp_look_day(look, latest ? latest : benefit, day_field, day)) && has;
}

/* target = baseline means "keep": worse in the sense of `better` by more than the share is behind. */
static enum tp_severity judge_kept(struct tp_look *look, const struct tp_record *benefit, double baseline, double actual)
{
	int better;
	if (!tp_look_code(look, benefit, TP_benefit_better, &better))
		return TP_NONE;
	double loss = better == TP_better_up ? baseline - actual : actual - baseline;
	double worse = baseline != 0 ? tp_num_round(loss / fabs(baseline)) : loss > 0 ? 1 : 0;
	tp_look_show_num(look, "worse", worse);
	return worse > tp_look_limit(look, TP_LIMIT_benefit_behind_keep_share) ? TP_WATCH : TP_NONE;
}

/* How far the benefit has come, held against how far the time has. */
static enum tp_severity judge_way(struct tp_look *look, const struct tp_record *benefit, double way, double covered,
	int32_t measured_day)
{
	int32_t start, due;
	bool has_start = tp_look_day(look, look->subject, TP_initiative_start, &start);
	if (!tp_look_day(look, benefit, TP_benefit_due, &due) || !has_start)
		return TP_NONE;
	double expected = due > start ? (double)(measured_day - start) / (due - start) : measured_day >= due;
	expected = tp_num_round(expected < 0 ? 0 : expected > 1 ? 1 : expected);
	double realised = tp_num_round(covered / way);
	tp_look_show_num(look, "expected", expected);
	tp_look_show_num(look, "realised", realised);
	if (expected < tp_look_limit(look, TP_LIMIT_benefit_behind_expected))
		return TP_NONE;
	if (realised < tp_num_round(tp_look_limit(look, TP_LIMIT_benefit_behind_act_share) * expected))
		return TP_ACT;
	return realised < tp_num_round(tp_look_limit(look, TP_LIMIT_benefit_behind_watch_share) * expected) ? TP_WATCH
													     : TP_NONE;
}

/* A benefit that has come a shorter part of its way than its time has. */
void tp_check_benefit_behind(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	if (n == 0)
		tp_look_miss(look, TP_benefit_target);
	for (size_t i = 0; i < n; i++) {
		double baseline, target, actual;
		int32_t day;
		struct tp_text title;
		tp_look_case(look, tp_record_id(benefits[i], TP_benefit_title));
		tp_look_text(look, benefits[i], TP_benefit_title, &title);
		tp_look_show(look, benefits[i], TP_benefit_measure);
		bool known = tp_look_num(look, benefits[i], TP_benefit_baseline, &baseline);
		known &= tp_look_num(look, benefits[i], TP_benefit_target, &target);
		known &= ask_actual(look, benefits[i], &actual, &day);
		if (!known)
			continue;
		tp_look_signal(look, target == baseline
				? judge_kept(look, benefits[i], baseline, actual)
				: judge_way(look, benefits[i], target - baseline, actual - baseline, day));
	}
}

/* --- measured at all --- */

static enum tp_severity judge_unmeasured(struct tp_look *look, const struct tp_record *benefit)
{
	int32_t due;
	if (!tp_record_day(benefit, TP_benefit_due, &due))
		tp_look_miss(look, TP_benefit_due);
	else if (due < look->as_of) {
		tp_look_show(look, benefit, TP_benefit_due);
		return TP_WATCH;
	}
	return TP_NONE;
}

/* In roll-out and operation a figure that is old says little. */
static enum tp_severity judge_old(struct tp_look *look, const struct tp_record *latest, enum tp_field day_field)
{
	int32_t day;
	int phase, days;
	double limit = tp_look_limit(look, TP_LIMIT_benefit_unmeasured_days);
	if (tp_record_day(latest, day_field, &day) && look->as_of - day <= limit)
		return TP_NONE;
	if (!tp_look_code(look, look->subject, TP_initiative_phase, &phase) ||
		(phase != TP_phase_rollout && phase != TP_phase_operation) || !tp_look_age(look, latest, day_field, &days))
		return TP_NONE;
	tp_look_show_num(look, "days", days);
	return TP_WATCH;
}

/* A benefit past its date without a figure, or with one that is old. */
void tp_check_benefit_unmeasured(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	if (n == 0)
		tp_look_miss(look, TP_benefit_due);
	for (size_t i = 0; i < n; i++) {
		enum tp_field actual = TP_benefit_actual, day = TP_benefit_measured;
		const struct tp_record *latest = tp_benefit_latest(look->set, benefits[i], look->as_of, &actual, &day);
		tp_look_case(look, tp_record_id(benefits[i], TP_benefit_title));
		tp_look_show(look, benefits[i], TP_benefit_title);
		enum tp_severity severity = latest ? judge_old(look, latest, day) : judge_unmeasured(look, benefits[i]);
		if (!tp_record_has(benefits[i], TP_benefit_baseline))
			tp_look_flag(look, "no_baseline");
		tp_look_signal(look, severity);
	}
}

/* --- whether to go on --- */

/* Past its date and hardly anything reached. */
void tp_check_stop_question(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	if (n == 0)
		tp_look_miss(look, TP_benefit_due);
	for (size_t i = 0; i < n; i++) {
		double baseline, target, actual;
		int32_t due;
		tp_look_case(look, tp_record_id(benefits[i], TP_benefit_title));
		tp_look_show(look, benefits[i], TP_benefit_title);
		if (!tp_look_day(look, benefits[i], TP_benefit_due, &due) || due >= look->as_of)
			continue;
		bool known = tp_look_num(look, benefits[i], TP_benefit_baseline, &baseline);
		known &= tp_look_num(look, benefits[i], TP_benefit_target, &target);
		known &= ask_actual(look, benefits[i], &actual, NULL);
		if (!known || target == baseline)
			continue;
		double realised = tp_num_round((actual - baseline) / (target - baseline));
		tp_look_show_num(look, "realised", realised);
		tp_look_signal(look, realised < tp_look_limit(look, TP_LIMIT_stop_question_realised) ? TP_ACT : TP_NONE);
	}
}

/* --- wanted and got elsewhere --- */

/* 1 where more is better, -1 where less is; by the aim where it is not said. */
static int sense(const struct tp_record *benefit, double baseline, double target)
{
	int better;
	if (tp_record_code(benefit, TP_benefit_better, &better))
		return better == TP_better_up ? 1 : -1;
	return target < baseline ? -1 : 1;
}

static bool shares(const struct tp_record *a, const struct tp_record *b, enum tp_field field)
{
	return tp_record_has(a, field) && tp_value_equal(tp_record_value(a, field), tp_record_value(b, field));
}

/* The initiative of that id in a walk through all of them, which stand by id; ids come in that order, too. NULL: none. */
static const struct tp_record *walk_to(struct tp_record *const *all, size_t n, size_t *at, struct tp_text id)
{
	int order = -1;
	while (*at < n && (order = tp_text_compare(tp_record_id(all[*at], TP_initiative_id), id)) < 0)
		(*at)++;
	return *at < n && order == 0 ? all[*at] : NULL;
}

/* Another initiative with the same technology or solution. */
static bool is_alike(const struct tp_look *look, const struct tp_record *other)
{
	return other && tp_text_compare(tp_record_id(other, TP_initiative_id), tp_record_id(look->subject, TP_initiative_id)) != 0 &&
		(shares(look->subject, other, TP_initiative_technology) ||
			shares(look->subject, other, TP_initiative_solution));
}

/* How far another's benefit has moved in that sense, as a share of where it began. */
static bool find_move(const struct tp_look *look, const struct tp_record *benefit, int up, double *move)
{
	enum tp_field actual_field = TP_benefit_actual, day_field;
	double baseline, actual;
	const struct tp_record *latest = tp_benefit_latest(look->set, benefit, look->as_of, &actual_field, &day_field);
	if (!latest || !tp_record_num(latest, actual_field, &actual) ||
		!tp_record_num(benefit, TP_benefit_baseline, &baseline) || baseline == 0)
		return false;
	*move = tp_num_round(up * (actual - baseline) / fabs(baseline));
	return true;
}

/* Wants more than so many times the best of what others have got. Ends when the best is good enough. */
static bool is_aggressive(struct tp_look *look, const struct tp_record *benefit, double wanted, int up)
{
	double times = tp_look_limit(look, TP_LIMIT_aggressive_case_times), best = 0;
	double least = tp_look_limit(look, TP_LIMIT_aggressive_case_least_n);
	size_t n, initiatives_n, at = 0, elsewhere = 0;
	struct tp_record *const *initiatives = tp_set_all(look->set, TP_KIND_initiative, &initiatives_n);
	struct tp_record *const *others = /* in the order of their initiatives */
		tp_set_by(look->set, TP_benefit_measure, tp_record_id(benefit, TP_benefit_measure), &n);
	for (size_t i = 0; i < n; i++) {
		double move;
		if (!shares(benefit, others[i], TP_benefit_goal) ||
			!is_alike(look, walk_to(initiatives, initiatives_n, &at, tp_record_id(others[i], TP_benefit_initiative))) ||
			!find_move(look, others[i], up, &move))
			continue;
		best = elsewhere == 0 || move > best ? move : best;
		elsewhere++;
		if ((double)elsewhere >= least && wanted <= tp_num_round(times * best))
			return false;
	}
	tp_look_show_num(look, "wanted", wanted);
	tp_look_show_num(look, "best", best);
	tp_look_show_num(look, "elsewhere", (double)elsewhere);
	return elsewhere > 0 && (double)elsewhere >= least;
}

/* A benefit that is to move further than it has anywhere. */
void tp_check_aggressive_case(struct tp_look *look)
{
	size_t n;
	struct tp_text text;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	if (n == 0)
		tp_look_miss(look, TP_benefit_target);
	if (!tp_record_has(look->subject, TP_initiative_solution) &&
		!tp_look_text(look, look->subject, TP_initiative_technology, &text))
		return;
	for (size_t i = 0; i < n; i++) {
		double baseline, target;
		tp_look_case(look, tp_record_id(benefits[i], TP_benefit_title));
		tp_look_show(look, benefits[i], TP_benefit_title);
		bool known = tp_look_text(look, benefits[i], TP_benefit_measure, &text);
		known &= tp_look_num(look, benefits[i], TP_benefit_baseline, &baseline);
		known &= tp_look_num(look, benefits[i], TP_benefit_target, &target);
		if (!known || baseline == 0)
			continue;
		int up = sense(benefits[i], baseline, target);
		double wanted = tp_num_round(up * (target - baseline) / fabs(baseline));
		if (wanted > 0 && is_aggressive(look, benefits[i], wanted, up))
			tp_look_signal(look, TP_WATCH);
	}
}

/* --- when it can be felt --- */

static bool is_felt(const struct tp_record *benefit)
{
	int goal;
	return tp_record_code(benefit, TP_benefit_goal, &goal) &&
		(goal == TP_goal_profession || goal == TP_goal_work_environment || goal == TP_goal_quality);
}

/* Of what staff and citizens will feel, the first is due late. In operation the waiting is over. */
void tp_check_meaning_late(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	const struct tp_record *first = NULL;
	int32_t start, due, earliest = INT32_MAX;
	int months = (int)tp_look_limit(look, TP_LIMIT_meaning_late_months);
	if (tp_ask_phase_of(look->subject) == TP_phase_operation)
		return;
	if (n == 0)
		tp_look_miss(look, TP_benefit_due);
	for (size_t i = 0; i < n; i++) {
		if (!is_felt(benefits[i]))
			continue;
		if (!tp_record_day(benefits[i], TP_benefit_due, &due))
			tp_look_miss(look, TP_benefit_due);
		else if (due < earliest) {
			earliest = due;
			first = benefits[i];
		}
	}
	if (!first || !tp_look_day(look, look->subject, TP_initiative_start, &start))
		return;
	if (earliest <= tp_day_add_months(start, months)) {
		look->missing_n = 0; /* one is early enough, whatever the others are */
		return;
	}
	if (look->missing_n > 0)
		return;
	tp_look_show(look, first, TP_benefit_title);
	tp_look_show(look, first, TP_benefit_due);
	tp_look_signal(look, TP_WATCH);
}
