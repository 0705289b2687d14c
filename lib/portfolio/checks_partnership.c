#include <stdlib.h>

#include "tp/ask.h"
#include "tp/day.h"
#include "tp/latest.h"

/* What the partnership looks for: robots, who goes first, what is open and how it ends. */

/* The stage by the robots that run. */
static enum tp_label stage_of(const struct tp_look *look, double robots)
{
	if (robots >= tp_look_limit(look, TP_LIMIT_robots_scaled))
		return TP_LABEL_robots_scaled;
	if (robots >= tp_look_limit(look, TP_LIMIT_robots_scaling))
		return TP_LABEL_robots_scaling;
	if (robots >= tp_look_limit(look, TP_LIMIT_robots_ready))
		return TP_LABEL_robots_ready;
	return robots > 0 ? TP_LABEL_robots_building : TP_LABEL_robots_start;
}

/* How far automation has come, until its aim is reached. */
void tp_check_robots(struct tp_look *look)
{
	int solution = TP_CODE_none;
	double robots, target;
	tp_record_code(look->subject, TP_initiative_solution, &solution);
	if ((solution != TP_solution_automation && !tp_record_has(look->subject, TP_initiative_robots)) ||
		!tp_look_num(look, look->subject, TP_initiative_robots, &robots))
		return;
	if (tp_record_num(look->subject, TP_initiative_robots_target, &target) && robots >= target)
		return;
	tp_look_show(look, look->subject, TP_initiative_robots_target);
	tp_look_label(look, "stage", stage_of(look, robots));
	tp_look_signal(look, TP_INFO);
}

/* --- who could go first --- */

/* A unit and its maturity. */
struct ready {
	const struct tp_record *unit;
	double maturity;
};

static int by_maturity(const void *a, const void *b)
{
	const struct ready *left = a, *right = b;
	if (left->maturity != right->maturity)
		return left->maturity > right->maturity ? -1 : 1;
	return tp_text_compare(tp_record_id(left->unit, TP_unit_id), tp_record_id(right->unit, TP_unit_id));
}

static struct ready *find_ready(struct tp_look *look, struct tp_record *const *units, size_t n, size_t *ready_n)
{
	struct ready *ready = tp_arena_array(look->arena, n + 1, sizeof *ready);
	*ready_n = 0;
	for (size_t i = 0; ready && i < n; i++) {
		const struct tp_record *score = tp_latest_score(look->set, "maturity", "unit",
			tp_record_id(units[i], TP_unit_id), TP_score_level_total, tp_text_of("total"));
		struct ready one = {.unit = units[i]};
		if (score && tp_record_num(score, TP_score_mean, &one.maturity))
			ready[(*ready_n)++] = one;
	}
	if (!ready) {
		tp_look_fail(look);
	} else if (*ready_n > 1) {
		qsort(ready, *ready_n, sizeof *ready, by_maturity);
	}
	return ready;
}

/* The third of the units that is most mature. */
void tp_check_spearheads(struct tp_look *look)
{
	size_t n, scored;
	struct tp_ask_list ids, names;
	struct tp_record *const *units =
		tp_set_by(look->set, TP_unit_municipality, tp_record_id(look->subject, TP_municipality_id), &n);
	const struct ready *ready = find_ready(look, units, n, &scored);
	double least = tp_look_limit(look, TP_LIMIT_spearheads_least_n);
	if (!ready || (double)scored < least) {
		if ((double)n >= least)
			tp_look_miss_of(look, TP_response_values, tp_text_of("maturity"));
		return;
	}
	tp_ask_list_init(&ids, look, scored);
	tp_ask_list_init(&names, look, scored);
	for (size_t i = 0; i < scored / 3; i++) {
		tp_look_place(look, ready[i].unit);
		tp_ask_list_add(&ids, tp_record_id(ready[i].unit, TP_unit_id));
		tp_ask_list_add(&names, tp_record_id(ready[i].unit, TP_unit_name));
		tp_look_show_num(look, "maturity", ready[i].maturity); /* the lowest of them stays */
	}
	if (ids.n == 0)
		return;
	tp_ask_list_show(&ids, look, "units");
	names.list.list.n = names.n;
	tp_look_word(look, "names", names.list);
	tp_look_show_num(look, "scored", (double)scored);
	tp_look_signal(look, TP_INFO);
}

/* --- what is open --- */

/* The same challenge is told once, by when it was first raised. */
static bool is_told(struct tp_record *const *challenges, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!tp_record_has(challenges[j], TP_challenge_closed) &&
			tp_text_compare(tp_record_id(challenges[j], TP_challenge_text),
				tp_record_id(challenges[i], TP_challenge_text)) == 0)
			return true;
	return false;
}

/* A challenge that sparring was to solve and has not. */
void tp_check_challenge_open(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *challenges = tp_look_all(look, TP_KIND_challenge, &n);
	for (size_t i = 0; i < n; i++) {
		int days;
		if (tp_record_has(challenges[i], TP_challenge_closed) || is_told(challenges, i))
			continue;
		tp_look_case(look, tp_record_id(challenges[i], TP_challenge_text));
		tp_look_show(look, challenges[i], TP_challenge_text);
		if (!tp_look_age(look, challenges[i], TP_challenge_raised, &days))
			continue;
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, days > tp_look_limit(look, TP_LIMIT_challenge_open_days) ? TP_WATCH : TP_NONE);
	}
}

/* --- the end --- */

/* The municipality's own solution is in everyday use. */
static bool is_in_operation(const struct tp_look *look, int solution)
{
	size_t n;
	int own;
	struct tp_record *const *all = tp_set_by(look->set, TP_initiative_municipality,
		tp_record_id(look->subject, TP_municipality_id), &n);
	for (size_t i = 0; i < n; i++)
		if (tp_ask_phase_of(all[i]) == TP_phase_operation &&
			tp_record_code(all[i], TP_initiative_solution, &own) && own == solution)
			return true;
	return false;
}

/* A closing that was held or is planned. */
static bool has_closing(const struct tp_look *look)
{
	size_t n;
	int type;
	struct tp_record *const *activities = tp_look_all(look, TP_KIND_activity, &n);
	for (size_t i = 0; i < n; i++) {
		bool held = true;
		tp_record_bool(activities[i], TP_activity_held, &held);
		if (held && tp_record_code(activities[i], TP_activity_type, &type) && type == TP_activity_closing)
			return true;
	}
	return false;
}

/* The end is near, and the solution is not in everyday use or nobody has planned to take stock. */
void tp_check_partnership_end(struct tp_look *look)
{
	const struct tp_record *municipality = look->subject;
	int32_t joined;
	int solution;
	double months = tp_look_limit(look, TP_LIMIT_partnership_end_months);
	if (!tp_record_has(municipality, TP_municipality_joined) && !tp_record_has(municipality, TP_municipality_solution))
		return; /* not of the partnership */
	if (!tp_look_day(look, municipality, TP_municipality_joined, &joined))
		return;
	int32_t ends = tp_day_add_months(joined, (int)months);
	if (ends - look->as_of >= tp_look_limit(look, TP_LIMIT_partnership_end_days))
		return;
	bool known = tp_look_code(look, municipality, TP_municipality_solution, &solution);
	bool runs = !known || is_in_operation(look, solution), closes = has_closing(look);
	tp_look_show_value(look, "ends", tp_value_day(ends));
	tp_look_show_num(look, "days", ends - look->as_of);
	tp_look_word(look, "months", tp_value_num(months));
	if (!runs)
		tp_look_flag(look, "no_operation");
	if (!closes)
		tp_look_flag(look, "no_closing");
	if (!runs && !closes)
		tp_look_flag(look, "both");
	tp_look_signal(look, runs && closes ? TP_NONE : TP_WATCH);
}
