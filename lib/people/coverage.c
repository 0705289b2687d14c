#include <math.h>

#include "tp/benefit.h"
#include "tp/duty.h"
#include "tp/held.h"
#include "tp/stakeholder.h"

/* --- roles that nobody holds --- */

/* Somebody holds the role today; else the end of the one who had it last is shown. */
static bool is_filled(struct tp_look *look, int wanted)
{
	size_t n;
	struct tp_record *const *roles = tp_look_all(look, TP_KIND_role, &n);
	const struct tp_record *last = NULL;
	int32_t left = look->as_of, end;
	for (size_t i = 0; i < n; i++) {
		int role;
		if (!tp_record_code(roles[i], TP_role_role, &role) || role != wanted)
			continue;
		if (tp_held_is(roles[i], look->as_of))
			return true;
		if (tp_record_day(roles[i], TP_role_end, &end) && end < look->as_of && (!last || end > left)) {
			last = roles[i];
			left = end;
		}
	}
	if (last)
		tp_look_show(look, last, TP_role_end);
	return false;
}

static void signal_unfilled(struct tp_look *look, int role)
{
	if (tp_held_known(look) && !is_filled(look, role))
		tp_look_signal(look, TP_ACT);
}

void tp_check_no_owner(struct tp_look *look)
{
	signal_unfilled(look, TP_role_owner);
}

void tp_check_no_leader(struct tp_look *look)
{
	signal_unfilled(look, TP_role_leader);
}

/* No group is affected, and nobody has the role of target. */
void tp_check_no_target(struct tp_look *look)
{
	size_t stakeholders, roles;
	tp_set_all(look->set, TP_KIND_stakeholder, &stakeholders);
	tp_set_all(look->set, TP_KIND_role, &roles);
	if (stakeholders + roles == 0) {
		tp_look_miss(look, TP_stakeholder_group);
		return;
	}
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);)
		if (tp_stakeholder_is_affected(&group))
			return;
	if (tp_held_count(look, TP_role_target) == 0)
		tp_look_signal(look, TP_WATCH);
}

/* --- agents --- */

/* The heads of the affected groups together. False: of some group, or of all, they are not known, which is noted. */
static bool count_affected(struct tp_look *look, double *heads)
{
	bool known = tp_stakeholder_known(look);
	*heads = 0;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		double size;
		if (!tp_stakeholder_is_affected(&group))
			continue;
		if (tp_record_num(group.now, TP_stakeholder_size, &size)) {
			*heads += size;
			tp_look_place(look, group.now);
		} else {
			tp_look_miss(look, TP_stakeholder_size);
			known = false;
		}
	}
	return known;
}

/* A group that is agent may be any number of heads. */
static bool are_persons(struct tp_look *look)
{
	for (struct tp_held held = tp_held_of(look, TP_role_agent); tp_held_next(&held);)
		if (!tp_record_has(held.role, TP_role_person)) {
			tp_look_miss(look, TP_role_person);
			return false;
		}
	return true;
}

/* Nobody is agent, or fewer than one for so many heads: what is known of the heads is enough to tell. */
void tp_check_no_agents(struct tp_look *look)
{
	int phase = TP_CODE_none;
	double heads, each = tp_look_limit(look, TP_LIMIT_no_agents_heads);
	if (!tp_held_known(look))
		return;
	double agents = (double)tp_held_count(look, TP_role_agent);
	tp_look_show_num(look, "agents", agents);
	if (agents == 0) {
		tp_record_code(look->subject, TP_initiative_phase, &phase);
		tp_look_flag(look, "none");
		tp_look_signal(look, phase >= TP_phase_rollout ? TP_ACT : TP_WATCH);
		return;
	}
	count_affected(look, &heads);
	if (each <= 0 || !are_persons(look) || agents * each >= heads)
		return;
	tp_look_show_num(look, "heads", heads);
	tp_look_show_num(look, "needed", floor((heads + each - 1) / each));
	tp_look_signal(look, TP_WATCH);
}

/* --- owner and leader --- */

/* Shows who it is, and of how many. */
static void list_holder(struct tp_look *look, const struct tp_record *role)
{
	tp_look_place(look, role);
	tp_look_show_num(look, "count", (double)tp_look_add(look, "holders", tp_value_text(tp_held_by(role))));
}

static void signal_several(struct tp_look *look, int role)
{
	if (!tp_held_known(look))
		return;
	for (struct tp_held held = tp_held_of(look, role); tp_held_next_holder(&held);)
		list_holder(look, held.role);
	if (tp_held_count(look, role) > 1)
		tp_look_signal(look, TP_WATCH);
}

void tp_check_many_owners(struct tp_look *look)
{
	signal_several(look, TP_role_owner);
}

void tp_check_many_leaders(struct tp_look *look)
{
	signal_several(look, TP_role_leader);
}

/* An owner who is no manager. */
void tp_check_owner_rank(struct tp_look *look)
{
	int level;
	if (!tp_held_known(look))
		return;
	for (struct tp_held held = tp_held_of(look, TP_role_owner); tp_held_next_holder(&held);) {
		struct tp_text holder = tp_held_by(held.role);
		tp_look_case(look, holder);
		tp_look_show_value(look, "holder", tp_value_text(holder));
		tp_look_place(look, held.role);
		if (tp_duty_role_level(look, held.role, &level) && level > TP_level_manager)
			tp_look_signal(look, TP_WATCH);
	}
}

/* One person owns and leads. */
void tp_check_owner_leads(struct tp_look *look)
{
	if (!tp_held_known(look))
		return;
	for (struct tp_held owner = tp_held_of(look, TP_role_owner); tp_held_next_holder(&owner);)
		for (struct tp_held leader = tp_held_of(look, TP_role_leader); tp_held_next_holder(&leader);) {
			struct tp_text holder = tp_held_by(owner.role);
			if (tp_text_compare(holder, tp_held_by(leader.role)) != 0)
				continue;
			tp_look_case(look, holder);
			tp_look_show_value(look, "holder", tp_value_text(holder));
			tp_look_place(look, owner.role);
			tp_look_place(look, leader.role);
			tp_look_signal(look, TP_WATCH);
		}
}

/* --- the owner's three duties --- */

static bool has_resources(const struct tp_record *initiative)
{
	return tp_record_has(initiative, TP_initiative_cost) || tp_record_has(initiative, TP_initiative_hours) ||
		tp_record_has(initiative, TP_initiative_effort);
}

static bool has_results(const struct tp_look *look)
{
	size_t n;
	enum tp_field actual, measured;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_benefit_latest(look->set, benefits[i], look->as_of, &actual, &measured))
			return true;
	return false;
}

static bool show_duty(struct tp_look *look, const char *name, const char *lacking, bool done, int duty)
{
	tp_look_show_value(look, name, tp_value_bool(done));
	if (!done) {
		tp_look_add(look, "lacking", tp_value_code(duty));
		tp_look_flag(look, lacking);
	}
	return done;
}

/* Of what an owner is there for, something leaves no trace: resources, meaning, and from roll-out on results. */
void tp_check_owner_duties(struct tp_look *look)
{
	int phase = TP_CODE_none;
	if (!tp_held_known(look) || tp_held_count(look, TP_role_owner) == 0)
		return;
	tp_record_code(look->subject, TP_initiative_phase, &phase);
	bool all = show_duty(look, "resources", "no_resources", has_resources(look->subject), TP_owner_duty_resources);
	all &= show_duty(look, "meaning", "no_meaning", tp_record_has(look->subject, TP_initiative_owner_statement),
		TP_owner_duty_meaning);
	if (phase >= TP_phase_rollout)
		all &= show_duty(look, "results", "no_results", has_results(look), TP_owner_duty_results);
	if (!all)
		tp_look_signal(look, TP_WATCH);
}

/* --- what a role needs --- */

static bool is_role(const struct tp_record *role, int wanted)
{
	int code = TP_CODE_none;
	tp_record_code(role, TP_role_role, &code);
	return code == wanted;
}

/* Tells of the holder of the row, unless an earlier row of the same holder has told it. */
static void signal_holder(struct tp_look *look, const struct tp_record *role, bool (*is_so)(const struct tp_record *))
{
	struct tp_text holder = tp_held_by(role);
	struct tp_held held = tp_held_of(look, TP_CODE_none);
	while (tp_held_next(&held) && held.role != role)
		if (is_so(held.role) && tp_text_compare(tp_held_by(held.role), holder) == 0)
			return;
	tp_look_case(look, holder);
	tp_look_show_value(look, "holder", tp_value_text(holder));
	tp_look_show(look, role, TP_role_role);
	tp_look_signal(look, TP_WATCH);
}

static bool is_unprepared(const struct tp_record *role)
{
	bool prepared;
	return tp_record_bool(role, TP_role_prepared, &prepared) && !prepared;
}

/* Somebody has a role and is not ready for it. */
void tp_check_unprepared(struct tp_look *look)
{
	if (!tp_held_known(look))
		return;
	for (struct tp_held held = tp_held_of(look, TP_CODE_none); tp_held_next(&held);) {
		if (is_unprepared(held.role))
			signal_holder(look, held.role, is_unprepared);
		else if (!is_role(held.role, TP_role_target) && !tp_record_has(held.role, TP_role_prepared))
			tp_look_miss(look, TP_role_prepared);
	}
}

/* Are hours kept for this initiative? Then an empty cell means that there are none. */
static bool has_hours(const struct tp_look *look)
{
	for (struct tp_held held = tp_held_of(look, TP_CODE_none); tp_held_next(&held);)
		if (tp_record_has(held.role, TP_role_hours))
			return true;
	return false;
}

static bool needs_time(const struct tp_record *role)
{
	double hours = 0;
	return (is_role(role, TP_role_leader) || is_role(role, TP_role_agent)) &&
		(!tp_record_num(role, TP_role_hours, &hours) || hours <= 0);
}

/* A leader or an agent without an hour for it. */
void tp_check_no_time(struct tp_look *look)
{
	bool kept = has_hours(look);
	if (!tp_held_known(look))
		return;
	for (struct tp_held held = tp_held_of(look, TP_CODE_none); tp_held_next(&held);) {
		if (!needs_time(held.role))
			continue;
		if (kept)
			signal_holder(look, held.role, needs_time);
		else
			tp_look_miss(look, TP_role_hours);
	}
}
