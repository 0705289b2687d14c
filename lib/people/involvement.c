#include "tp/stakeholder.h"
#include "tp/held.h"

/* --- who takes part --- */

/* Somebody of the group is owner, leader or agent. */
static bool takes_part(const struct tp_look *look, struct tp_text group)
{
	for (struct tp_held held = tp_held_of(look, TP_CODE_none); tp_held_next(&held);) {
		int role = TP_CODE_none;
		tp_record_code(held.role, TP_role_role, &role);
		if (role != TP_role_target && tp_text_compare(tp_record_id(held.role, TP_role_group), group) == 0)
			return true;
	}
	return false;
}

/* Of an agent without a group nobody can tell for whom. */
static bool are_agents_placed(struct tp_look *look)
{
	for (struct tp_held held = tp_held_of(look, TP_role_agent); tp_held_next(&held);)
		if (!tp_record_has(held.role, TP_role_group)) {
			tp_look_miss(look, TP_role_group);
			return false;
		}
	return true;
}

/* An affected group of which nobody has a role. */
void tp_check_narrow_involvement(struct tp_look *look)
{
	if (!tp_held_known(look) || !tp_stakeholder_known(look))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		if (!tp_stakeholder_is_affected(&group) || takes_part(look, tp_stakeholder_id(&group)))
			continue;
		if (!are_agents_placed(look))
			return;
		tp_look_case(look, tp_stakeholder_id(&group));
		tp_look_show(look, group.now, TP_stakeholder_group);
		tp_look_show(look, group.now, TP_stakeholder_size);
		tp_look_signal(look, TP_WATCH);
	}
}

/* --- rungs of the ladder --- */

/* The enumeration has the highest rung first. */
static int rungs_below(int rung, int other)
{
	return rung - other;
}

/* A group that is involved less than it needs. */
void tp_check_involvement_gap(struct tp_look *look)
{
	int rung, needed;
	if (!tp_stakeholder_known(look))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		tp_look_case(look, tp_stakeholder_id(&group));
		tp_look_show(look, group.now, TP_stakeholder_group);
		bool known = tp_look_code(look, group.now, TP_stakeholder_involvement, &rung);
		known &= tp_look_code(look, group.now, TP_stakeholder_involvement_needed, &needed);
		if (!known || rungs_below(rung, needed) < 1)
			continue;
		tp_look_show_num(look, "rungs", rungs_below(rung, needed));
		tp_look_signal(look, rungs_below(rung, needed) > 1 ? TP_ACT : TP_WATCH);
	}
}

/* Some affected group of employees is more than told. */
static bool is_any_heard(const struct tp_look *look)
{
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		int rung = tp_stakeholder_involvement(&group);
		if (tp_stakeholder_is_affected_employees(&group) && rung != TP_CODE_none && rung != TP_involvement_inform)
			return true;
	}
	return false;
}

/* Every affected group of employees is told, and no more. */
void tp_check_informed_only(struct tp_look *look)
{
	int phase = TP_CODE_none, rung;
	bool told = false, known = true;
	if (!tp_stakeholder_known(look) || is_any_heard(look))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);)
		if (tp_stakeholder_is_affected_employees(&group)) {
			known &= tp_look_code(look, group.now, TP_stakeholder_involvement, &rung);
			tp_stakeholder_list(look, &group);
			told = true;
		}
	tp_record_code(look->subject, TP_initiative_phase, &phase);
	if (told && known)
		tp_look_signal(look, phase >= TP_phase_pilot ? TP_ACT : TP_WATCH);
}

static bool is_early(struct tp_look *look)
{
	int phase;
	return tp_look_code(look, look->subject, TP_initiative_phase, &phase) && phase <= TP_phase_pilot;
}

/* From idea to pilot, where most is open, affected employees are below `involve`. */
void tp_check_late_involvement(struct tp_look *look)
{
	bool below = false;
	if (!is_early(look) || !tp_stakeholder_known(look))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		if (!tp_stakeholder_is_affected_employees(&group))
			continue;
		int rung = tp_stakeholder_involvement(&group);
		if (rung == TP_CODE_none) {
			tp_look_miss(look, TP_stakeholder_involvement);
		} else if (rungs_below(rung, TP_involvement_involve) > 0) {
			tp_stakeholder_list(look, &group);
			below = true;
		}
	}
	if (below)
		tp_look_signal(look, TP_WATCH);
}
