#include "tp/people.h"

#include "tp/look.h"

static const struct tp_predicate predicates[] = {
#define TP_CHECK(tool, id, ...) IF_##tool(id)
#define TP_LIMIT(...)
#define IF_roles(id) {TP_CHECK_##id, tp_check_##id},
#define IF_score(id)
#define IF_portfolio(id)
#define IF_any(id)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
};

const struct tp_predicate *tp_people_predicates(size_t *n)
{
	*n = sizeof predicates / sizeof *predicates;
	return predicates;
}

/* It has begun, as far as is known, and has not ended. */
static bool is_held(const struct tp_look *look, const struct tp_record *role)
{
	int32_t day;
	return !(tp_record_day(role, TP_role_start, &day) && day > look->as_of) &&
		!(tp_record_day(role, TP_role_end, &day) && day < look->as_of);
}

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
		if (is_held(look, roles[i]))
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

/* Without a single role in the stream nobody has been asked, and nothing is known. */
static void signal_unfilled(struct tp_look *look, int role)
{
	size_t n;
	tp_set_all(look->set, TP_KIND_role, &n);
	if (n == 0)
		tp_look_miss(look, TP_role_role);
	else if (!is_filled(look, role))
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
