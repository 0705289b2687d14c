#include "tp/stakeholder.h"

/* --- the five actors --- */

static bool is_there(const struct tp_look *look, int actor)
{
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);)
		if (tp_stakeholder_actor(&group) == actor)
			return true;
	return false;
}

/* A group that does not say what it is may be any of them. */
static bool are_all_named(struct tp_look *look)
{
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);)
		if (tp_stakeholder_actor(&group) == TP_CODE_none) {
			tp_look_miss(look, TP_stakeholder_actor);
			return false;
		}
	return true;
}

/* One of the five actors has nobody around the table. */
void tp_check_actor_missing(struct tp_look *look)
{
	size_t n, missing = 0;
	int first = tp_enum_first(TP_ENUM_actor, &n);
	if (!tp_stakeholder_known(look))
		return;
	for (int actor = first; actor < first + (int)n; actor++)
		if (!is_there(look, actor)) {
			missing = tp_look_add(look, "actors", tp_value_code(actor));
			tp_look_flag(look, tp_code_slug(actor));
		}
	if (missing > 0 && are_all_named(look))
		tp_look_signal(look, TP_WATCH);
}

/* --- the axes that are easily forgotten --- */

enum voice { SILENT, UNKNOWN, HEARD };

/* More than to be told, and more than to be asked afterwards. */
static enum voice hear(struct tp_look *look, int actor)
{
	enum voice voice = SILENT;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		int rung = tp_stakeholder_involvement(&group);
		if (tp_stakeholder_actor(&group) != actor)
			continue;
		if (rung == TP_CODE_none)
			voice = UNKNOWN;
		else if (rung < TP_involvement_feedback)
			return HEARD;
		tp_look_place(look, group.now);
	}
	return voice;
}

static void ask_axis(struct tp_look *look, const char *axis, int from, int to)
{
	tp_look_case(look, tp_text_of(axis));
	tp_look_show_value(look, "from", tp_value_code(from));
	tp_look_show_value(look, "to", tp_value_code(to));
	enum voice one = hear(look, from), other = hear(look, to);
	if (one == SILENT)
		tp_look_add(look, "ends", tp_value_code(from));
	if (other == SILENT)
		tp_look_add(look, "ends", tp_value_code(to));
	if (one == SILENT || other == SILENT)
		tp_look_signal(look, TP_INFO);
	else if (one == UNKNOWN || other == UNKNOWN)
		tp_look_miss(look, TP_stakeholder_involvement);
}

/* An axis with an end that has no voice. */
void tp_check_axis_missing(struct tp_look *look)
{
	if (!tp_stakeholder_known(look) || !are_all_named(look))
		return;
	ask_axis(look, "employee-executive", TP_actor_employee, TP_actor_executive);
	ask_axis(look, "citizen-supplier", TP_actor_citizen, TP_actor_supplier);
}

/* --- politics --- */

/* What a political group makes of the initiative, and how to equip it. */
void tp_check_political_scenario(struct tp_look *look)
{
	int scenario;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		if (tp_stakeholder_actor(&group) != TP_actor_political)
			continue;
		tp_look_case(look, tp_stakeholder_id(&group));
		tp_look_show(look, group.now, TP_stakeholder_group);
		if (!tp_look_code(look, group.now, TP_stakeholder_scenario, &scenario))
			continue;
		tp_look_flag(look, tp_code_slug(scenario));
		tp_look_signal(look, TP_INFO);
	}
}
