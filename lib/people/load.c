#include "tp/load.h"

#include <stdlib.h>
#include <string.h>

#include "tp/duty.h"
#include "tp/held.h"
#include "tp/num.h"
#include "tp/scope.h"

/* --- overload --- */

/* A person with more hours, or more active initiatives, than one should have. */
static void judge(struct tp_look *look, const struct tp_record *duty)
{
	double active = 0, hours = 0, without = 0;
	tp_look_show(look, duty, TP_duty_person);
	tp_look_show(look, duty, TP_duty_active);
	tp_look_show(look, duty, TP_duty_hours);
	tp_record_num(duty, TP_duty_active, &active);
	tp_record_num(duty, TP_duty_hours, &hours);
	tp_record_num(duty, TP_duty_without_hours, &without);
	if (hours > tp_look_limit(look, TP_LIMIT_overload_hours) ||
		active > tp_look_limit(look, TP_LIMIT_overload_initiatives))
		tp_look_signal(look, TP_WATCH);
	else if (without > 0)
		tp_look_miss(look, TP_role_hours);
}

/* One finding for each person who leads the initiative and has too much. */
void tp_check_overload(struct tp_look *look)
{
	if (!tp_held_known(look))
		return;
	for (struct tp_held held = tp_held_of(look, TP_role_leader); tp_held_next_holder(&held);) {
		struct tp_text person;
		if (!tp_record_text(held.role, TP_role_person, &person))
			continue;
		tp_look_case(look, person);
		tp_look_show(look, held.role, TP_role_person);
		judge(look, tp_duty_of(look->set, person));
	}
}

/* --- the same few --- */

struct agents {
	struct tp_text *persons; /* one for each role */
	size_t roles, initiatives;
};

static bool is_stopped(const struct tp_record *initiative)
{
	int phase;
	return tp_record_code(initiative, TP_initiative_phase, &phase) && phase == TP_phase_stopped;
}

/* Counts the agents of the initiatives, and where there is room for them keeps who they are. */
static void count_agents(const struct tp_look *look, struct tp_record *const *initiatives, size_t n,
	struct agents *agents)
{
	agents->roles = agents->initiatives = 0;
	for (size_t i = 0; i < n; i++) {
		size_t before = agents->roles;
		if (is_stopped(initiatives[i]))
			continue;
		struct tp_held held = tp_held_in(look->set, tp_record_id(initiatives[i], TP_initiative_id), TP_role_agent,
			look->as_of);
		for (struct tp_text person; tp_held_next_holder(&held);)
			if (tp_record_text(held.role, TP_role_person, &person)) {
				if (agents->persons)
					agents->persons[agents->roles] = person;
				agents->roles++;
			}
		agents->initiatives += agents->roles > before;
	}
}

static int by_text(const void *a, const void *b)
{
	return tp_text_compare(*(const struct tp_text *)a, *(const struct tp_text *)b);
}

static size_t count_persons(struct agents *agents)
{
	size_t persons = 0;
	if (agents->roles > 1)
		qsort(agents->persons, agents->roles, sizeof *agents->persons, by_text);
	for (size_t i = 0; i < agents->roles; i++)
		persons += i == 0 || by_text(&agents->persons[i - 1], &agents->persons[i]) != 0;
	return persons;
}

/* Many agent roles in a municipality, and few who share them. */
void tp_check_same_few(struct tp_look *look)
{
	struct agents agents = {0};
	size_t n;
	if (!tp_held_known(look))
		return;
	struct tp_record *const *initiatives = tp_set_by(look->set, TP_initiative_municipality,
		tp_record_id(look->subject, TP_municipality_id), &n);
	count_agents(look, initiatives, n, &agents);
	if (agents.roles < tp_look_limit(look, TP_LIMIT_same_few_roles) ||
		agents.initiatives < tp_look_limit(look, TP_LIMIT_same_few_initiatives))
		return;
	agents.persons = tp_arena_array(look->arena, agents.roles + 1, sizeof *agents.persons);
	if (!agents.persons) {
		tp_look_fail(look);
		return;
	}
	count_agents(look, initiatives, n, &agents);
	size_t persons = count_persons(&agents);
	tp_look_show_num(look, "roles", (double)agents.roles);
	tp_look_show_num(look, "persons", (double)persons);
	tp_look_show_num(look, "initiatives", (double)agents.initiatives);
	if ((double)persons < tp_look_limit(look, TP_LIMIT_same_few_share) * (double)agents.roles)
		tp_look_signal(look, TP_WATCH);
}

/* --- results --- */

static bool is_in_scope(const struct tp_inquiry *inquiry, const struct tp_record *duty)
{
	const struct tp_value *initiatives = tp_record_value(duty, TP_duty_initiatives);
	if (inquiry->scope.len == 0)
		return true;
	if (tp_duty_of(inquiry->set, inquiry->scope))
		return tp_text_compare(tp_record_id(duty, TP_duty_person), inquiry->scope) == 0;
	for (size_t i = 0; i < initiatives->list.n; i++) {
		const struct tp_record *initiative =
			tp_set_find(inquiry->set, TP_KIND_initiative, initiatives->list.items[i].text);
		if (initiative && tp_scope_has(inquiry->set, initiative, inquiry->scope))
			return true;
	}
	return false;
}

static bool leads(const struct tp_record *duty)
{
	return tp_value_get(tp_record_value(duty, TP_duty_roles), tp_code_slug(TP_role_leader)) != NULL;
}

/* What the set keeps is no longer than its kind; what is handed on may be copied whole. */
static struct tp_record whole(const struct tp_record *duty)
{
	struct tp_record record;
	tp_record_init(&record, TP_KIND_duty);
	memcpy(record.v, duty->v, tp_kind_fields(TP_KIND_duty) * sizeof *duty->v);
	return record;
}

/* There is no record of kind person: the duty stands for its person. */
static void tell(struct tp_look *look, const struct tp_record *duty)
{
	struct tp_record person = whole(duty);
	size_t n;
	struct tp_record *const *roles =
		tp_set_by(look->set, TP_role_person, tp_record_id(duty, TP_duty_person), &n);
	person.name = tp_text_of("person");
	look->subject = &person;
	tp_look_case(look, (struct tp_text){0});
	for (size_t i = 0; i < n && look->at_n < TP_EVIDENCE_MAX; i++)
		if (tp_held_is(roles[i], look->as_of))
			tp_look_show(look, roles[i], TP_role_person);
	judge(look, duty);
}

static bool asks(const struct tp_inquiry *inquiry)
{
	return !(inquiry->rules && inquiry->rules->checks[TP_CHECK_overload].off);
}

int tp_load_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *duties = tp_set_all(inquiry->set, TP_KIND_duty, &n);
	struct tp_arena arena = {0};
	struct tp_look look = {.set = inquiry->set, .rules = inquiry->rules, .as_of = inquiry->as_of,
		.check = TP_CHECK_overload, .sink = sink, .arena = &arena, .err = err};
	int result = 0;
	for (size_t i = 0; result == 0 && i < n; i++) {
		if (tp_record_value(duties[i], TP_duty_initiatives)->list.n == 0 || !is_in_scope(inquiry, duties[i]))
			continue;
		struct tp_record duty = whole(duties[i]);
		result = tp_sink_put(sink, &duty, err);
		if (result == 0 && asks(inquiry) && !leads(duties[i]))
			tell(&look, duties[i]);
		tp_arena_reset(&arena);
		if (look.failed)
			result = -1;
	}
	tp_arena_free(&arena);
	return result;
}
