#include "tp/portfolio.h"

#include "tp/look.h"

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
