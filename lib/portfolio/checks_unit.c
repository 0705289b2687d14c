#include <stdlib.h>

#include "tp/ask.h"

/* What meets in one unit: initiatives that do the same, or come at the same time. */

static bool equal(const struct tp_record *a, const struct tp_record *b, enum tp_field field)
{
	return tp_value_equal(tp_record_value(a, field), tp_record_value(b, field));
}

static bool names(const struct tp_record *initiative, const struct tp_record *other)
{
	const struct tp_value *synergies = tp_record_value(initiative, TP_initiative_synergies);
	for (size_t i = 0; synergies->type == TP_LIST && i < synergies->list.n; i++)
		if (tp_text_compare(synergies->list.items[i].text, tp_record_id(other, TP_initiative_id)) == 0)
			return true;
	return false;
}

static bool find_area(const struct tp_record *initiative, int *area)
{
	const struct tp_value *areas = tp_record_value(initiative, TP_initiative_problem_areas);
	bool has = areas->type == TP_LIST && areas->list.n > 0;
	if (has)
		*area = areas->list.items[0].code;
	return has;
}

static bool find_group(const struct tp_look *look, const struct tp_record *initiative, int *group)
{
	const struct tp_record *technology =
		tp_set_find(look->set, TP_KIND_technology, tp_record_id(initiative, TP_initiative_technology));
	return technology && tp_record_code(technology, TP_technology_group, group);
}

/* Two of one technology, or of one kind of technology against one kind of problem. */
static void judge_pair(struct tp_look *look, const struct tp_record *other)
{
	const struct tp_record *initiative = look->subject;
	int group, other_group, area, other_area;
	tp_look_case(look, tp_record_id(other, TP_initiative_id));
	tp_look_show(look, other, TP_initiative_title);
	if (!tp_record_has(other, TP_initiative_technology) || names(initiative, other) || names(other, initiative))
		return;
	if (equal(initiative, other, TP_initiative_technology)) {
		tp_look_show(look, initiative, TP_initiative_technology);
		tp_ask_technology(look, "name");
		tp_look_signal(look, TP_WATCH);
		return;
	}
	if (!find_area(initiative, &area)) {
		tp_look_miss(look, TP_initiative_problem_areas);
		return;
	}
	if (!find_area(other, &other_area) || area != other_area || !find_group(look, other, &other_group))
		return;
	if (!find_group(look, initiative, &group)) {
		tp_look_miss(look, TP_technology_group);
	} else if (group == other_group) {
		tp_look_show(look, initiative, TP_initiative_unit);
		tp_look_show_value(look, "group", tp_value_code(group));
		tp_look_show_value(look, "area", tp_value_code(area));
		tp_look_signal(look, TP_WATCH);
	}
}

/* Two active initiatives of a unit that do much the same; told of the one whose id comes first. */
void tp_check_overlap(struct tp_look *look)
{
	size_t n;
	struct tp_text unit, technology, id = tp_record_id(look->subject, TP_initiative_id);
	if (!tp_ask_active(look) || !tp_look_text(look, look->subject, TP_initiative_unit, &unit))
		return;
	struct tp_record *const *all = tp_set_by(look->set, TP_initiative_unit, unit, &n);
	for (size_t i = 0; i < n; i++) {
		int order = tp_text_compare(id, tp_record_id(all[i], TP_initiative_id));
		if (order == 0 || !tp_ask_is_active(all[i]))
			continue;
		if (!tp_look_text(look, look->subject, TP_initiative_technology, &technology))
			return;
		if (order < 0)
			judge_pair(look, all[i]);
	}
}

/* --- at one time --- */

/* A roll-out and when it began. */
struct rollout {
	const struct tp_record *initiative;
	int32_t start;
};

static int by_start(const void *a, const void *b)
{
	const struct rollout *left = a, *right = b;
	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return tp_text_compare(tp_record_id(left->initiative, TP_initiative_id),
		tp_record_id(right->initiative, TP_initiative_id));
}

/* The unit's roll-outs whose start is known, in their order; one of several that does not say is noted. */
static struct rollout *find_rollouts(struct tp_look *look, struct tp_record *const *all, size_t n, size_t *rollouts_n)
{
	struct rollout *rollouts = tp_arena_array(look->arena, n + 1, sizeof *rollouts);
	size_t all_n = 0, found = 0;
	for (size_t i = 0; rollouts && i < n; i++) {
		if (tp_ask_phase_of(all[i]) != TP_phase_rollout)
			continue;
		all_n++;
		rollouts[found].initiative = all[i];
		found += tp_record_day(all[i], TP_initiative_phase_since, &rollouts[found].start);
	}
	if (!rollouts) {
		tp_look_fail(look);
	} else if (found > 1) {
		qsort(rollouts, found, sizeof *rollouts, by_start);
	}
	if (all_n > 1 && found < all_n)
		tp_look_miss(look, TP_initiative_phase_since);
	*rollouts_n = found;
	return rollouts;
}

static void judge_start(struct tp_look *look, const struct rollout *first, const struct rollout *second)
{
	int days = second->start - first->start;
	tp_look_case(look, tp_record_id(second->initiative, TP_initiative_id));
	tp_look_place(look, first->initiative);
	tp_look_place(look, second->initiative);
	tp_look_show_value(look, "first", tp_value_text(tp_record_id(first->initiative, TP_initiative_id)));
	tp_look_show_value(look, "second", tp_value_text(tp_record_id(second->initiative, TP_initiative_id)));
	tp_look_word(look, "first_title", *tp_record_value(first->initiative, TP_initiative_title));
	tp_look_word(look, "second_title", *tp_record_value(second->initiative, TP_initiative_title));
	tp_look_show_num(look, "days", days);
	tp_look_signal(look, days <= tp_look_limit(look, TP_LIMIT_collision_days) ? TP_WATCH : TP_NONE);
}

/* Too much for one unit to take in: by number, or by roll-outs that begin one upon the other. */
void tp_check_collision(struct tp_look *look)
{
	size_t n, rollouts_n;
	struct tp_ask_list busy;
	struct tp_record *const *all =
		tp_set_by(look->set, TP_initiative_unit, tp_record_id(look->subject, TP_unit_id), &n);
	tp_ask_list_init(&busy, look, n);
	for (size_t i = 0; i < n; i++) {
		int phase = tp_ask_phase_of(all[i]);
		if (phase != TP_phase_pilot && phase != TP_phase_rollout)
			continue;
		tp_look_place(look, all[i]);
		tp_ask_list_add(&busy, tp_record_id(all[i], TP_initiative_id));
	}
	if ((double)busy.n > tp_look_limit(look, TP_LIMIT_collision_most)) {
		tp_ask_list_show(&busy, look, "initiatives");
		tp_look_show_num(look, "count", (double)busy.n);
		tp_look_signal(look, TP_WATCH);
	}
	const struct rollout *rollouts = find_rollouts(look, all, n, &rollouts_n);
	for (size_t i = 1; rollouts && i < rollouts_n; i++)
		judge_start(look, &rollouts[i - 1], &rollouts[i]);
}

/* Milestones heaped around the start of the roll-out. */
void tp_check_everything_at_once(struct tp_look *look)
{
	size_t n, count = 0;
	int32_t start, due;
	double days = tp_look_limit(look, TP_LIMIT_everything_at_once_days);
	struct tp_record *const *milestones = tp_look_all(look, TP_KIND_milestone, &n);
	if (!tp_ask_in(look, TP_phase_rollout) || !tp_look_day(look, look->subject, TP_initiative_phase_since, &start))
		return;
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_day(milestones[i], TP_milestone_due, &due) || abs(due - start) > days)
			continue;
		tp_look_place(look, milestones[i]);
		count++;
	}
	if (n == 0)
		tp_look_miss(look, TP_milestone_due);
	tp_look_show_num(look, "count", (double)count);
	tp_look_word(look, "days", tp_value_num(days));
	bool heaped = (double)count >= tp_look_limit(look, TP_LIMIT_everything_at_once_milestones);
	tp_look_signal(look, heaped ? TP_WATCH : TP_NONE);
}
