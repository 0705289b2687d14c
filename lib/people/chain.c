#include "tp/duty.h"
#include "tp/stakeholder.h"
#include "tp/held.h"

/* From the top to those who do the work. */
static const int chain[] = {TP_level_executive, TP_level_manager, TP_level_line_manager, TP_level_employee};
enum { LINKS = sizeof chain / sizeof *chain };

static void mark(bool met[LINKS], int level)
{
	for (size_t i = 0; i < LINKS; i++)
		met[i] |= chain[i] == level;
}

/* --- sparring --- */

/* A day that has come, and not one on which nothing came of it. */
static bool was_held(const struct tp_look *look, const struct tp_record *activity)
{
	bool held;
	int32_t date;
	return tp_record_day(activity, TP_activity_date, &date) && date <= look->as_of &&
		(!tp_record_bool(activity, TP_activity_held, &held) || held);
}

static bool is_type(const struct tp_record *activity, int wanted)
{
	int type;
	return tp_record_code(activity, TP_activity_type, &type) && type == wanted;
}

/* The latest activity of that type in the municipality; NULL: none. */
static const struct tp_record *latest(const struct tp_look *look, struct tp_text municipality, int type)
{
	size_t n;
	struct tp_record *const *activities = tp_set_of(look->set, TP_KIND_activity, municipality, &n);
	const struct tp_record *last = NULL;
	for (size_t i = 0; i < n; i++) /* of a type they stand by date */
		if (is_type(activities[i], type) && was_held(look, activities[i]))
			last = activities[i];
	return last;
}

/* The levels that took part in the municipality's sparring. False: of some it is not said who took part. */
static bool mark_sparring(const struct tp_look *look, bool met[LINKS])
{
	size_t n;
	struct tp_record *const *activities =
		tp_set_of(look->set, TP_KIND_activity, tp_record_id(look->subject, TP_initiative_municipality), &n);
	bool known = true;
	for (size_t i = 0; i < n; i++) {
		const struct tp_value *levels = tp_record_value(activities[i], TP_activity_levels);
		if (!is_type(activities[i], TP_activity_sparring) || !was_held(look, activities[i]))
			continue;
		known &= levels->type == TP_LIST;
		for (size_t j = 0; levels->type == TP_LIST && j < levels->list.n; j++)
			mark(met, levels->list.items[j].code);
	}
	return known;
}

/* --- the chain --- */

/* The levels that have a role in the initiative. False: of some role it is not said. */
static bool mark_roles(const struct tp_look *look, bool met[LINKS])
{
	bool known = true;
	for (struct tp_held held = tp_held_of(look, TP_CODE_none); tp_held_next(&held);) {
		int level;
		if (tp_record_code(held.role, TP_role_level, &level) ||
			tp_duty_level(look->set, tp_record_id(held.role, TP_role_person), &level))
			mark(met, level);
		else
			known = false;
	}
	return known;
}

/* From executive to employee a link is in no role of the initiative and in no sparring of its municipality. */
void tp_check_chain_gap(struct tp_look *look)
{
	bool met[LINKS] = {false};
	size_t missing = 0;
	if (!tp_held_known(look))
		return;
	bool roles_known = mark_roles(look, met), sparring_known = mark_sparring(look, met);
	for (size_t i = 0; i < LINKS; i++)
		if (!met[i])
			missing = tp_look_add(look, "levels", tp_value_code(chain[i]));
	if (missing == 0)
		return;
	if (!roles_known)
		tp_look_miss(look, TP_role_level);
	if (!sparring_known)
		tp_look_miss(look, TP_activity_levels);
	if (roles_known && sparring_known)
		tp_look_signal(look, TP_WATCH);
}

/* --- who owns the benefits --- */

/* Benefits that have owners, and no first-line manager among these. */
void tp_check_first_line_absent(struct tp_look *look)
{
	size_t n, owners = 0;
	struct tp_record *const *benefits = tp_look_all(look, TP_KIND_benefit, &n);
	bool known = true;
	int level;
	for (size_t i = 0; i < n; i++) {
		struct tp_text owner;
		if (!tp_record_text(benefits[i], TP_benefit_owner, &owner))
			continue;
		if (tp_duty_has_level(look->set, owner, TP_level_line_manager))
			return;
		known &= tp_duty_level(look->set, owner, &level);
		tp_look_place(look, benefits[i]);
		owners = tp_look_add(look, "owners", tp_value_text(owner));
	}
	if (owners == 0)
		tp_look_miss(look, TP_benefit_owner);
	else if (!known)
		tp_look_miss(look, TP_role_level);
	else
		tp_look_signal(look, TP_WATCH);
}

/* --- the MED committee --- */

/* Employees are affected, and no MED committee is among the stakeholders. */
void tp_check_med_absent(struct tp_look *look)
{
	bool affected = false;
	if (!tp_stakeholder_known(look))
		return;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		if (tp_stakeholder_is_med(&group))
			return;
		if (!tp_stakeholder_is_affected(&group))
			continue;
		if (tp_stakeholder_actor(&group) == TP_CODE_none)
			tp_look_miss(look, TP_stakeholder_actor);
		if (tp_stakeholder_actor(&group) == TP_actor_employee) {
			tp_stakeholder_list(look, &group);
			affected = true;
		}
	}
	if (affected)
		tp_look_signal(look, TP_WATCH);
}

/* --- a municipality of the partnership --- */

/* A municipality that has joined and not yet come to its end. False for any other. */
static bool is_partner(const struct tp_look *look, int32_t *joined)
{
	struct tp_text id = tp_record_id(look->subject, TP_municipality_id);
	bool dated = tp_record_day(look->subject, TP_municipality_joined, joined);
	if (!dated && !tp_record_has(look->subject, TP_municipality_solution))
		return false;
	if (dated && look->as_of - *joined > tp_look_limit(look, TP_LIMIT_no_sparring_partnership_days))
		return false;
	return !latest(look, id, TP_activity_closing);
}

/* Nobody has held a mirror up to the municipality for months. */
void tp_check_no_sparring(struct tp_look *look)
{
	size_t activities;
	int32_t joined;
	int days;
	tp_set_all(look->set, TP_KIND_activity, &activities);
	if (!is_partner(look, &joined))
		return;
	const struct tp_record *last =
		latest(look, tp_record_id(look->subject, TP_municipality_id), TP_activity_sparring);
	if (activities == 0)
		tp_look_miss(look, TP_activity_date);
	else if ((last ? tp_look_age(look, last, TP_activity_date, &days)
		       : tp_look_age(look, look->subject, TP_municipality_joined, &days)) &&
		days > tp_look_limit(look, TP_LIMIT_no_sparring_days)) {
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, TP_WATCH);
	}
}
