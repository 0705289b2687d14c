#include "tp/people.h"

#include "tp/duty.h"
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

/* Where the ids of persons stand. */
static const enum tp_field persons[] = {
	TP_role_person, TP_benefit_owner, TP_decision_by_whom, TP_note_person,
};
enum { PERSONS_N = sizeof persons / sizeof *persons };

int tp_people_prepare(struct tp_set *set, int32_t as_of, struct tp_err *err)
{
	for (size_t i = 0; i < PERSONS_N; i++)
		if (tp_set_index(set, persons[i], err) < 0)
			return -1;
	if (tp_set_index(set, TP_initiative_municipality, err) < 0)
		return -1;
	return tp_duty_add(set, as_of, err);
}

bool tp_people_has(const struct tp_set *set, struct tp_text id)
{
	size_t n = 0;
	for (size_t i = 0; n == 0 && i < PERSONS_N; i++)
		tp_set_by(set, persons[i], id, &n);
	return n > 0;
}
