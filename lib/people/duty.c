#include "tp/duty.h"

#include "tp/held.h"
#include "tp/num.h"

/* Codes of one enumeration, from its first. */
enum { LEVELS_MAX = 8, ROLES_MAX = 8 };

/* A person's roles, counted. */
struct count {
	size_t active;
	size_t roles[ROLES_MAX];
	bool levels[LEVELS_MAX];
	double hours;
	size_t with_hours, without_hours;
};

static bool is_active(int phase)
{
	return phase == TP_phase_pilot || phase == TP_phase_rollout || phase == TP_phase_operation;
}

static int phase_of(const struct tp_set *set, const struct tp_record *role)
{
	const struct tp_record *initiative = tp_set_find(set, TP_KIND_initiative, tp_record_id(role, TP_role_initiative));
	int phase = TP_CODE_none;
	if (initiative)
		tp_record_code(initiative, TP_initiative_phase, &phase);
	return phase;
}

static void count_role(struct count *count, const struct tp_record *role, int phase, bool is_new)
{
	int code;
	double hours;
	if (!tp_record_code(role, TP_role_role, &code))
		return;
	count->active += is_new && is_active(phase);
	count->roles[code - TP_role_owner]++;
	if (tp_record_num(role, TP_role_hours, &hours)) {
		count->hours += hours;
		count->with_hours++;
	} else if (code != TP_role_target) {
		count->without_hours++;
	}
}

/* Goes through the roles of one person, which stand initiative by initiative, and lists each initiative once. */
static void count_all(const struct tp_set *set, struct tp_record *const *rows, size_t n, int32_t as_of,
	struct count *count, struct tp_value *initiatives)
{
	for (size_t i = 0; i < n; i++) {
		int level;
		if (tp_record_code(rows[i], TP_role_level, &level))
			count->levels[level - TP_level_political] = true;
		int phase = phase_of(set, rows[i]);
		if (!tp_held_is(rows[i], as_of) || phase == TP_phase_stopped)
			continue;
		struct tp_text id = tp_record_id(rows[i], TP_role_initiative);
		size_t listed = initiatives->list.n;
		bool is_new =
			listed == 0 || tp_text_compare(initiatives->list.items[listed - 1].text, id) != 0;
		if (is_new)
			initiatives->list.items[initiatives->list.n++] = tp_value_text(id);
		count_role(count, rows[i], phase, is_new);
	}
}

/* {role: how many}, those that there are. */
static struct tp_value map_roles(struct tp_arena *arena, const struct count *count)
{
	struct tp_value map = tp_value_map(arena, ROLES_MAX);
	if (map.type != TP_MAP)
		return map;
	map.map.n = 0;
	for (int i = 0; i < ROLES_MAX; i++)
		if (count->roles[i] > 0)
			map.map.pairs[map.map.n++] = (struct tp_pair){tp_text_of(tp_code_slug(TP_role_owner + i)),
				tp_value_num((double)count->roles[i])};
	return map;
}

static struct tp_value list_levels(struct tp_arena *arena, const struct count *count)
{
	struct tp_value list = tp_value_list(arena, LEVELS_MAX);
	if (list.type != TP_LIST)
		return list;
	list.list.n = 0;
	for (int i = 0; i < LEVELS_MAX; i++)
		if (count->levels[i])
			list.list.items[list.list.n++] = tp_value_code(TP_level_political + i);
	return list;
}

static int add_one(struct tp_set *set, struct tp_arena *arena, struct tp_record *const *rows, size_t n, int32_t as_of,
	struct tp_err *err)
{
	struct count count = {0};
	struct tp_record duty;
	struct tp_value initiatives = tp_value_list(arena, n);
	if (initiatives.type != TP_LIST)
		return tp_err_memory(err);
	initiatives.list.n = 0;
	count_all(set, rows, n, as_of, &count, &initiatives);
	struct tp_value roles = map_roles(arena, &count), levels = list_levels(arena, &count);
	if (roles.type != TP_MAP || levels.type != TP_LIST)
		return tp_err_memory(err);
	tp_record_init(&duty, TP_KIND_duty);
	*tp_record_slot(&duty, TP_duty_person) = *tp_record_value(rows[0], TP_role_person);
	*tp_record_slot(&duty, TP_duty_initiatives) = initiatives;
	*tp_record_slot(&duty, TP_duty_active) = tp_value_num((double)count.active);
	*tp_record_slot(&duty, TP_duty_roles) = roles;
	if (levels.list.n > 0)
		*tp_record_slot(&duty, TP_duty_levels) = levels;
	if (count.with_hours > 0)
		*tp_record_slot(&duty, TP_duty_hours) = tp_value_num(tp_num_round(count.hours));
	*tp_record_slot(&duty, TP_duty_without_hours) = tp_value_num((double)count.without_hours);
	return tp_set_add(set, &duty, err);
}

int tp_duty_add(struct tp_set *set, int32_t as_of, struct tp_err *err)
{
	size_t n, done;
	struct tp_record *const *rows = tp_set_sorted(set, TP_role_person, &n);
	struct tp_arena arena = {0};
	int result = 0;
	tp_set_all(set, TP_KIND_duty, &done);
	for (size_t i = 0, next; result == 0 && done == 0 && i < n; i = next) {
		struct tp_text person = tp_record_id(rows[i], TP_role_person);
		for (next = i + 1; next < n; next++)
			if (tp_text_compare(tp_record_id(rows[next], TP_role_person), person) != 0)
				break;
		result = add_one(set, &arena, rows + i, next - i, as_of, err);
		tp_arena_reset(&arena);
	}
	tp_arena_free(&arena);
	return result; /* persons came in their order, so the set is still sorted */
}

const struct tp_record *tp_duty_of(const struct tp_set *set, struct tp_text person)
{
	return tp_set_find(set, TP_KIND_duty, person);
}

bool tp_duty_level(const struct tp_set *set, struct tp_text person, int *level)
{
	const struct tp_record *duty = tp_duty_of(set, person);
	const struct tp_value *levels = duty ? tp_record_value(duty, TP_duty_levels) : NULL;
	if (!levels || levels->type != TP_LIST)
		return false;
	*level = levels->list.items[0].code;
	return true;
}

bool tp_duty_has_level(const struct tp_set *set, struct tp_text person, int level)
{
	const struct tp_record *duty = tp_duty_of(set, person);
	const struct tp_value *levels = duty ? tp_record_value(duty, TP_duty_levels) : NULL;
	for (size_t i = 0; levels && levels->type == TP_LIST && i < levels->list.n; i++)
		if (levels->list.items[i].code == level)
			return true;
	return false;
}

bool tp_duty_role_level(struct tp_look *look, const struct tp_record *role, int *level)
{
	if (tp_record_code(role, TP_role_level, level)) {
		tp_look_show(look, role, TP_role_level);
		return true;
	}
	if (tp_record_has(role, TP_role_person) &&
		tp_duty_level(look->set, tp_record_id(role, TP_role_person), level)) {
		tp_look_show_value(look, "level", tp_value_code(*level));
		return true;
	}
	tp_look_miss(look, TP_role_level);
	return false;
}
