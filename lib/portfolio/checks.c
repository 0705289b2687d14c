#include "tp/portfolio.h"

#include <math.h>

#include "tp/benefit.h"
#include "tp/look.h"
#include "tp/num.h"

static const struct tp_predicate predicates[] = {
#define TP_CHECK(tool, id, ...) IF_##tool(id)
#define TP_LIMIT(...)
#define IF_portfolio(id) {TP_CHECK_##id, tp_check_##id},
#define IF_score(id)
#define IF_roles(id)
#define IF_any(id)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
};

const struct tp_predicate *tp_portfolio_predicates(size_t *n)
{
	*n = sizeof predicates / sizeof *predicates;
	return predicates;
}

/* A milestone that is past its date and not done. */
void tp_check_late(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *milestones = tp_look_all(look, TP_KIND_milestone, &n);
	if (n == 0)
		tp_look_miss(look, TP_milestone_due);
	for (size_t i = 0; i < n; i++) {
		int days;
		struct tp_text title;
		tp_look_case(look, tp_record_id(milestones[i], TP_milestone_title));
		if (tp_record_has(milestones[i], TP_milestone_done) ||
			!tp_look_text(look, milestones[i], TP_milestone_title, &title) ||
			!tp_look_age(look, milestones[i], TP_milestone_due, &days) || days <= 0)
			continue;
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, days > tp_look_limit(look, TP_LIMIT_late_act_days) ? TP_ACT : TP_WATCH);
	}
}

/* Feedback that has waited too long for an answer: one finding for all that wait, told by the oldest. */
void tp_check_unanswered(struct tp_look *look)
{
	size_t n, waiting = 0;
	struct tp_record *const *feedback = tp_look_all(look, TP_KIND_feedback, &n);
	int oldest = 0;
	const struct tp_record *first = NULL;
	for (size_t i = 0; i < n; i++) {
		int days;
		if (tp_record_has(feedback[i], TP_feedback_answered) ||
			!tp_look_age(look, feedback[i], TP_feedback_received, &days) ||
			days <= tp_look_limit(look, TP_LIMIT_unanswered_watch_days))
			continue;
		waiting++;
		if (days > oldest) {
			oldest = days;
			first = feedback[i];
		}
	}
	if (!first)
		return;
	tp_look_case(look, (struct tp_text){0});
	for (size_t i = 0; i < n; i++) { /* where each of those that wait stands */
		int32_t received;
		if (!tp_record_has(feedback[i], TP_feedback_answered) &&
			tp_record_day(feedback[i], TP_feedback_received, &received) &&
			look->as_of - received > tp_look_limit(look, TP_LIMIT_unanswered_watch_days))
			tp_look_show(look, feedback[i], TP_feedback_received);
	}
	tp_look_show(look, first, TP_feedback_received);
	tp_look_show_num(look, "count", (double)waiting);
	tp_look_show_num(look, "days", oldest);
	tp_look_signal(look, oldest > tp_look_limit(look, TP_LIMIT_unanswered_act_days) ? TP_ACT : TP_WATCH);
}

/* False when the benefit has not been measured, which is noted. */
static bool measured(struct tp_look *look, const struct tp_record *benefit, double *actual, int32_t *day)
{
	enum tp_field actual_field = TP_benefit_actual, day_field = TP_benefit_measured;
	const struct tp_record *latest =
		tp_benefit_latest(look->set, benefit, look->as_of, &actual_field, &day_field);
	bool has = tp_look_num(look, latest ? latest : benefit, actual_field, actual);
	return tp_look_day(look, latest ? latest : benefit, day_field, day) && has;
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
		known &= measured(look, benefits[i], &actual, &day);
		if (!known)
			continue;
		tp_look_signal(look, target == baseline
				? judge_kept(look, benefits[i], baseline, actual)
				: judge_way(look, benefits[i], target - baseline, actual - baseline, day));
	}
}
