#include "tp/stakeholder.h"

#include "tp/people.h"

struct tp_stakeholder tp_stakeholder_in(const struct tp_set *set, struct tp_text initiative, int32_t as_of)
{
	struct tp_stakeholder group = {.as_of = as_of};
	group.left = tp_set_of(set, TP_KIND_stakeholder, initiative, &group.left_n);
	return group;
}

struct tp_stakeholder tp_stakeholder_of(const struct tp_look *look)
{
	return tp_stakeholder_in(look->set, tp_record_id(look->subject, TP_initiative_id), look->as_of);
}

bool tp_stakeholder_next(struct tp_stakeholder *group)
{
	while (group->left_n > 0) {
		struct tp_text id = tp_record_id(*group->left, TP_stakeholder_group);
		int32_t date;
		group->rows = group->left;
		group->n = 0;
		for (; group->left_n > 0; group->left++, group->left_n--) {
			if (tp_text_compare(tp_record_id(*group->left, TP_stakeholder_group), id) != 0)
				break;
			if (!tp_record_day(*group->left, TP_stakeholder_date, &date) || date <= group->as_of)
				group->n++;
		}
		if (group->n > 0) {
			group->now = group->rows[group->n - 1];
			return true;
		}
	}
	return false;
}

bool tp_stakeholder_known(struct tp_look *look)
{
	struct tp_stakeholder group = tp_stakeholder_of(look);
	if (tp_stakeholder_next(&group))
		return true;
	tp_look_miss(look, TP_stakeholder_group);
	return false;
}

struct tp_text tp_stakeholder_id(const struct tp_stakeholder *group)
{
	return tp_record_id(group->now, TP_stakeholder_group);
}

int tp_stakeholder_actor(const struct tp_stakeholder *group)
{
	int actor = TP_CODE_none;
	tp_record_code(group->now, TP_stakeholder_actor, &actor);
	return actor;
}

int tp_stakeholder_involvement(const struct tp_stakeholder *group)
{
	int rung = TP_CODE_none;
	tp_record_code(group->now, TP_stakeholder_involvement, &rung);
	return rung;
}

bool tp_stakeholder_is_med(const struct tp_stakeholder *group)
{
	bool med = false;
	return tp_record_bool(group->now, TP_stakeholder_med, &med) && med;
}

bool tp_stakeholder_is_affected(const struct tp_stakeholder *group)
{
	bool affected;
	if (tp_record_bool(group->now, TP_stakeholder_affected, &affected))
		return affected;
	return tp_stakeholder_actor(group) == TP_actor_employee && !tp_stakeholder_is_med(group);
}

bool tp_stakeholder_is_affected_employees(const struct tp_stakeholder *group)
{
	return tp_stakeholder_is_affected(group) && tp_stakeholder_actor(group) == TP_actor_employee;
}

void tp_stakeholder_list(struct tp_look *look, const struct tp_stakeholder *group)
{
	tp_look_place(look, group->now);
	tp_look_add(look, "groups", *tp_record_value(group->now, TP_stakeholder_group));
}

static bool count_archetypes(const struct tp_record *row, double *sum)
{
	static const enum tp_field archetypes[] = {
		TP_stakeholder_optimists, TP_stakeholder_passive, TP_stakeholder_sceptics, TP_stakeholder_watchdogs,
	};
	double n;
	*sum = 0;
	for (size_t i = 0; i < sizeof archetypes / sizeof *archetypes; i++) {
		if (!tp_record_num(row, archetypes[i], &n))
			return false;
		*sum += n;
	}
	return true;
}

bool tp_stakeholder_heads(const struct tp_record *row, double *heads)
{
	double sum;
	bool counted = count_archetypes(row, &sum);
	if (tp_record_num(row, TP_stakeholder_size, heads) && !(counted && sum < *heads))
		return true;
	*heads = sum;
	return counted;
}

bool tp_stakeholder_may_show(struct tp_look *look, const struct tp_record *row)
{
	double heads;
	if (!tp_stakeholder_heads(row, &heads)) {
		tp_look_miss(look, TP_stakeholder_size);
		return false;
	}
	return heads >= TP_STAKEHOLDER_FEWEST && !tp_people_has(look->set, tp_record_id(row, TP_stakeholder_group));
}
