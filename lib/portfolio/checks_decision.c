#include "tp/ask.h"

/* Whether it was decided, why, and who is to be asked. */

/* A decision about the subject from that day on. */
static bool is_decided_since(const struct tp_look *look, int32_t since)
{
	size_t n;
	int32_t date;
	struct tp_record *const *decisions = tp_look_all(look, TP_KIND_decision, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_record_day(decisions[i], TP_decision_date, &date) && date >= since && date <= look->as_of)
			return true;
	return false;
}

/* Proposed, and nobody has said yes or no for long. */
void tp_check_undecided(struct tp_look *look)
{
	const struct tp_record *initiative = look->subject;
	int phase, days;
	if (!tp_look_code(look, initiative, TP_initiative_phase, &phase))
		return;
	bool dated = tp_record_has(initiative, TP_initiative_proposed);
	bool waits = phase == TP_phase_proposed || (phase == TP_phase_idea && dated);
	if (!waits || tp_record_has(initiative, TP_initiative_decided))
		return;
	enum tp_field since = !dated && tp_record_has(initiative, TP_initiative_phase_since) ? TP_initiative_phase_since
											      : TP_initiative_proposed;
	if (!tp_look_age(look, initiative, since, &days) || is_decided_since(look, look->as_of - days))
		return;
	tp_look_show_num(look, "days", days);
	tp_look_signal(look, days > tp_look_limit(look, TP_LIMIT_undecided_days) ? TP_WATCH : TP_NONE);
}

/* Decided without a reason. What has come past the proposal has been decided, with a date or without. */
void tp_check_no_reason(struct tp_look *look)
{
	const struct tp_record *initiative = look->subject;
	int phase;
	if (tp_record_has(initiative, TP_initiative_decision_reason))
		return;
	if (tp_record_has(initiative, TP_initiative_decided)) {
		tp_look_show(look, initiative, TP_initiative_decided);
		tp_look_signal(look, TP_INFO);
	} else if (tp_look_code(look, initiative, TP_initiative_phase, &phase) && phase >= TP_phase_approved) {
		tp_look_signal(look, TP_INFO);
	}
}

/* --- politics --- */

/* What was last said of a group: the rows of a group stand together, by date. */
static bool is_latest(const struct tp_look *look, struct tp_record *const *stakeholders, size_t i, size_t n)
{
	int32_t date;
	if (tp_record_day(stakeholders[i], TP_stakeholder_date, &date) && date > look->as_of)
		return false;
	for (size_t j = i + 1; j < n; j++) {
		if (tp_text_compare(tp_record_id(stakeholders[j], TP_stakeholder_group),
			    tp_record_id(stakeholders[i], TP_stakeholder_group)) != 0)
			return true;
		if (!tp_record_day(stakeholders[j], TP_stakeholder_date, &date) || date <= look->as_of)
			return false;
	}
	return true;
}

/* The political stakeholder who is involved most, or NULL. One of whom it is not said is noted. */
static const struct tp_record *closest_politician(struct tp_look *look, bool *any)
{
	size_t n;
	struct tp_record *const *stakeholders = tp_look_all(look, TP_KIND_stakeholder, &n);
	const struct tp_record *closest = NULL;
	int best = TP_CODE_none, actor, involvement; /* the highest rung has the lowest code */
	*any = false;
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_code(stakeholders[i], TP_stakeholder_actor, &actor) || actor != TP_actor_political ||
			!is_latest(look, stakeholders, i, n))
			continue;
		*any = true;
		if (!tp_record_code(stakeholders[i], TP_stakeholder_involvement, &involvement))
			tp_look_miss(look, TP_stakeholder_involvement);
		else if (!closest || involvement < best) {
			closest = stakeholders[i];
			best = involvement;
		}
	}
	return closest;
}

/* Rethinking without politicians who have a say in it. */
void tp_check_legitimacy(struct tp_look *look)
{
	int type, involvement = TP_CODE_none;
	bool any;
	if (!tp_look_code(look, look->subject, TP_initiative_type, &type) ||
		(type != TP_type_rethink_service && type != TP_type_rethink_business))
		return;
	const struct tp_record *closest = closest_politician(look, &any);
	if (closest && tp_look_code(look, closest, TP_stakeholder_involvement, &involvement) &&
		involvement <= TP_involvement_involve) {
		look->missing_n = 0; /* one is enough */
		return;
	}
	if (look->missing_n > 0)
		return;
	if (!any)
		tp_look_flag(look, "none");
	tp_look_signal(look, tp_ask_phase_of(look->subject) >= TP_phase_approved ? TP_ACT : TP_WATCH);
}
