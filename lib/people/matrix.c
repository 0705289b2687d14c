#include "tp/matrix.h"

#include <stdlib.h>

#include "tp/held.h"
#include "tp/limits.h"
#include "tp/scope.h"

/* By person, then in the order of the roles. */
static int by_person(const void *a, const void *b)
{
	const struct tp_record *left = *(const struct tp_record *const *)a, *right = *(const struct tp_record *const *)b;
	int order = tp_text_compare(tp_record_id(left, TP_role_person), tp_record_id(right, TP_role_person));
	return order ? order : tp_value_compare(tp_record_value(left, TP_role_role), tp_record_value(right, TP_role_role));
}

/* The roles that persons hold, sorted. NULL for memory. */
static const struct tp_record **sort_roles(struct tp_arena *arena, const struct tp_inquiry *inquiry,
	struct tp_text initiative, size_t *n)
{
	struct tp_held held = tp_held_in(inquiry->set, initiative, TP_CODE_none, inquiry->as_of);
	const struct tp_record **roles = tp_arena_array(arena, held.n + 1, sizeof *roles);
	*n = 0;
	while (roles && tp_held_next(&held))
		if (tp_record_has(held.role, TP_role_person))
			roles[(*n)++] = held.role;
	if (roles && *n > 1)
		qsort(roles, *n, sizeof *roles, by_person);
	return roles;
}

/* The roles of one person, each once. */
static struct tp_value list_roles(struct tp_arena *arena, const struct tp_record *const *roles, size_t n)
{
	struct tp_value list = tp_value_list(arena, n);
	size_t kept = 0;
	for (size_t i = 0; list.type == TP_LIST && i < n; i++) {
		const struct tp_value *role = tp_record_value(roles[i], TP_role_role);
		if (kept == 0 || list.list.items[kept - 1].code != role->code)
			list.list.items[kept++] = *role;
	}
	list.list.n = kept;
	return list;
}

/* {person: [roles]}; ABSENT for memory. */
static struct tp_value map_persons(struct tp_arena *arena, const struct tp_record *const *roles, size_t n)
{
	struct tp_value map = tp_value_map(arena, n);
	size_t persons = 0;
	for (size_t i = 0, next; map.type == TP_MAP && i < n; i = next) {
		struct tp_text person = tp_record_id(roles[i], TP_role_person);
		for (next = i + 1; next < n; next++)
			if (tp_text_compare(tp_record_id(roles[next], TP_role_person), person) != 0)
				break;
		struct tp_value list = list_roles(arena, roles + i, next - i);
		if (list.type != TP_LIST)
			return list;
		map.map.pairs[persons++] = (struct tp_pair){person, list};
	}
	map.map.n = persons;
	return map;
}

static int put_one(const struct tp_inquiry *inquiry, struct tp_arena *arena, const struct tp_record *initiative,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_text id = tp_record_id(initiative, TP_initiative_id);
	struct tp_record matrix;
	size_t n;
	const struct tp_record **roles = sort_roles(arena, inquiry, id, &n);
	struct tp_value persons = roles ? map_persons(arena, roles, n) : (struct tp_value){.type = TP_ABSENT};
	if (persons.type != TP_MAP)
		return tp_err_memory(err);
	if (persons.map.n > TP_MEMBERS_MAX)
		return tp_err_set(err, TP_DATA, "%.*s: %zu persons have roles in it: a matrix has room for %d", (int)id.len,
			id.ptr, persons.map.n, TP_MEMBERS_MAX);
	tp_record_init(&matrix, TP_KIND_matrix);
	*tp_record_slot(&matrix, TP_matrix_initiative) = tp_value_text(id);
	*tp_record_slot(&matrix, TP_matrix_title) = *tp_record_value(initiative, TP_initiative_title);
	*tp_record_slot(&matrix, TP_matrix_municipality) = *tp_record_value(initiative, TP_initiative_municipality);
	*tp_record_slot(&matrix, TP_matrix_persons) = persons;
	return tp_sink_put(sink, &matrix, err);
}

int tp_matrix_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *initiatives = tp_set_all(inquiry->set, TP_KIND_initiative, &n);
	struct tp_arena arena = {0};
	int result = 0, phase;
	for (size_t i = 0; result == 0 && i < n; i++) {
		bool stopped = tp_record_code(initiatives[i], TP_initiative_phase, &phase) && phase == TP_phase_stopped;
		if (!stopped && tp_scope_has(inquiry->set, initiatives[i], inquiry->scope))
			result = put_one(inquiry, &arena, initiatives[i], sink, err);
		tp_arena_reset(&arena);
	}
	tp_arena_free(&arena);
	return result;
}
