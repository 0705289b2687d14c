#include "tp/held.h"

bool tp_held_is(const struct tp_record *role, int32_t as_of)
{
	int32_t day;
	return !(tp_record_day(role, TP_role_start, &day) && day > as_of) &&
		!(tp_record_day(role, TP_role_end, &day) && day < as_of);
}

struct tp_held tp_held_in(const struct tp_set *set, struct tp_text initiative, int code, int32_t as_of)
{
	struct tp_held held = {.wanted = code, .as_of = as_of};
	held.rows = tp_set_of(set, TP_KIND_role, initiative, &held.n);
	return held;
}

struct tp_held tp_held_of(const struct tp_look *look, int code)
{
	return tp_held_in(look->set, tp_record_id(look->subject, TP_initiative_id), code, look->as_of);
}

bool tp_held_next(struct tp_held *held)
{
	while (held->next < held->n) {
		int code = TP_CODE_none;
		held->role = held->rows[held->next++];
		tp_record_code(held->role, TP_role_role, &code);
		if ((held->wanted == TP_CODE_none || code == held->wanted) && tp_held_is(held->role, held->as_of))
			return true;
	}
	return false;
}

bool tp_held_next_holder(struct tp_held *held)
{
	struct tp_text last = held->role ? tp_held_by(held->role) : (struct tp_text){0};
	while (tp_held_next(held))
		if (!last.ptr || tp_text_compare(tp_held_by(held->role), last) != 0)
			return true;
	return false;
}

struct tp_text tp_held_by(const struct tp_record *role)
{
	return tp_record_id(role, tp_record_has(role, TP_role_person) ? TP_role_person : TP_role_group);
}

size_t tp_held_count(const struct tp_look *look, int code)
{
	size_t n = 0;
	for (struct tp_held held = tp_held_of(look, code); tp_held_next_holder(&held);)
		n++;
	return n;
}

bool tp_held_known(struct tp_look *look)
{
	size_t n;
	tp_set_all(look->set, TP_KIND_role, &n);
	if (n == 0)
		tp_look_miss(look, TP_role_role);
	return n > 0;
}
