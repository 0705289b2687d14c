#include "tp/stakeholder.h"

enum { DAYS_OF_WEEK = 7, STAGES = 7 };

/* What helps at each stage. */
static const enum tp_label helps[STAGES] = {
	TP_LABEL_help_ignoring, TP_LABEL_help_rejection, TP_LABEL_help_counterplay, TP_LABEL_help_fighting,
	TP_LABEL_help_doubt, TP_LABEL_help_cooperation, TP_LABEL_help_acceptance,
};

/* --- a group on the curve --- */

/* The stage that a row tells of a group that may be shown; 0: none. */
static int stage_of(struct tp_look *look, const struct tp_record *row)
{
	double stage;
	return tp_record_num(row, TP_stakeholder_stage, &stage) && tp_stakeholder_may_show(look, row) ? (int)stage : 0;
}

/* The same of the group today; of one that is affected a stage that is missing is noted. */
static int stage_now(struct tp_look *look, const struct tp_stakeholder *group)
{
	if (!tp_record_has(group->now, TP_stakeholder_stage) && tp_stakeholder_is_affected(group))
		tp_look_miss(look, TP_stakeholder_stage);
	return stage_of(look, group->now);
}

static int name_of(int stage)
{
	return TP_stage_ignoring + stage - 1;
}

/* Who it is, how many, where they stand, and what helps there. */
static void show_group(struct tp_look *look, const struct tp_stakeholder *group, int stage)
{
	double heads = 0;
	tp_stakeholder_heads(group->now, &heads);
	tp_look_case(look, tp_stakeholder_id(group));
	tp_look_show(look, group->now, TP_stakeholder_group);
	tp_look_show_num(look, "n", heads);
	tp_look_show_num(look, "stage", stage);
	tp_look_show_value(look, "name", tp_value_code(name_of(stage)));
	tp_look_label(look, "help", helps[stage - 1]);
}

/* How long the group has been at its stage, as far back as rows in a row say so. */
static void show_weeks(struct tp_look *look, const struct tp_stakeholder *group, int stage)
{
	int32_t since = look->as_of, date;
	bool dated = false;
	for (size_t i = group->n; i > 0 && stage_of(look, group->rows[i - 1]) == stage; i--)
		if (tp_record_day(group->rows[i - 1], TP_stakeholder_date, &date)) {
			since = date;
			dated = true;
		}
	if (!dated)
		return;
	tp_look_show_value(look, "since", tp_value_day(since));
	int32_t weeks = (look->as_of - since) / DAYS_OF_WEEK;
	tp_look_show_num(look, "weeks", weeks);
}

/* Where each group is, and what helps there. */
void tp_check_curve(struct tp_look *look)
{
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		int stage = stage_now(look, &group);
		if (stage == 0)
			continue;
		show_group(look, &group, stage);
		show_weeks(look, &group, stage);
		tp_look_signal(look, TP_INFO);
	}
}

/* --- too slow --- */

/* Days into roll-out when these are enough to expect more of a group. False: no, or it is not known, which is noted. */
static bool is_far_into_rollout(struct tp_look *look, int *days)
{
	return tp_look_age(look, look->subject, TP_initiative_phase_since, days) &&
		*days >= tp_look_limit(look, TP_LIMIT_curve_lag_days);
}

/* Well into roll-out, or in operation, a group is at one of the first stages. */
void tp_check_curve_lag(struct tp_look *look)
{
	int phase, days = 0;
	if (!tp_look_code(look, look->subject, TP_initiative_phase, &phase) || phase < TP_phase_rollout ||
		!tp_stakeholder_known(look))
		return;
	bool operation = phase == TP_phase_operation;
	if (!operation && !is_far_into_rollout(look, &days))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		int stage = stage_now(look, &group);
		if (stage == 0 || stage > tp_look_limit(look, TP_LIMIT_curve_lag_stage))
			continue;
		show_group(look, &group, stage);
		if (operation)
			tp_look_flag(look, "operation");
		else
			tp_look_show_num(look, "days", days);
		tp_look_signal(look, operation ? TP_ACT : TP_WATCH);
	}
}

/* --- back again --- */

/* The row before the last that tells a stage. */
static const struct tp_record *row_before(const struct tp_stakeholder *group)
{
	for (size_t i = group->n - 1; i > 0; i--)
		if (tp_record_has(group->rows[i - 1], TP_stakeholder_stage))
			return group->rows[i - 1];
	return NULL;
}

/* What the stream of --since knew last of the group. */
static const struct tp_record *row_earlier(const struct tp_look *look, const struct tp_stakeholder *group)
{
	struct tp_text id = tp_record_id(look->subject, TP_initiative_id);
	if (!look->earlier)
		return NULL;
	struct tp_stakeholder then = tp_stakeholder_in(look->earlier, id, look->as_of);
	while (tp_stakeholder_next(&then))
		if (tp_text_compare(tp_stakeholder_id(&then), tp_stakeholder_id(group)) == 0)
			return then.now;
	return NULL;
}

static bool signal_back(struct tp_look *look, const struct tp_stakeholder *group, int stage,
	const struct tp_record *row)
{
	int before = row ? stage_of(look, row) : 0;
	if (before <= stage)
		return false;
	show_group(look, group, stage);
	tp_look_show_num(look, "before", before);
	tp_look_show_value(look, "before_name", tp_value_code(name_of(before)));
	tp_look_show_value(look, "before_date", *tp_record_value(row, TP_stakeholder_date));
	tp_look_place(look, row);
	tp_look_signal(look, TP_WATCH);
	return true;
}

/* A group was further once: by a row of an earlier date, or in the stream of --since. */
void tp_check_curve_back(struct tp_look *look)
{
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		int stage = stage_now(look, &group);
		if (stage > 0 && !signal_back(look, &group, stage, row_before(&group)))
			signal_back(look, &group, stage, row_earlier(look, &group));
	}
}
