#include "tp/ask.h"
#include "tp/num.h"

/* What an initiative rests on: its problem, its need and its business case. */

static bool has_problem(const struct tp_record *initiative)
{
	const struct tp_value *areas = tp_record_value(initiative, TP_initiative_problem_areas);
	return tp_record_has(initiative, TP_initiative_problem) || (areas->type == TP_LIST && areas->list.n > 0);
}

/* A technology is chosen and no problem said: a solution looking for a problem. */
void tp_check_no_problem(struct tp_look *look)
{
	const struct tp_record *initiative = look->subject;
	if (has_problem(initiative))
		return;
	bool solution = !tp_record_has(initiative, TP_initiative_technology) && tp_record_has(initiative, TP_initiative_solution);
	if (solution)
		tp_look_show(look, initiative, TP_initiative_solution);
	struct tp_text technology;
	if (!solution && !tp_look_text(look, initiative, TP_initiative_technology, &technology))
		return;
	tp_ask_technology(look, "name");
	tp_look_signal(look, TP_ACT);
}

/* --- goals --- */

/* A goal as the initiative has it: "quality:50", or "quality" alone. */
struct goal {
	int code;
	double weight;
	bool weighted;
};

static struct goal goal_of(const struct tp_value *item)
{
	struct tp_text rest = item->text, slug = tp_text_split(&rest, ":");
	struct goal goal = {.code = tp_code_find(TP_ENUM_goal, slug)};
	goal.weighted = rest.ptr && tp_num_parse(rest, &goal.weight);
	return goal;
}

static size_t count_goals(const struct tp_record *initiative, const struct tp_value **items)
{
	const struct tp_value *goals = tp_record_value(initiative, TP_initiative_goals);
	*items = goals->type == TP_LIST ? goals->list.items : NULL;
	return goals->type == TP_LIST ? goals->list.n : 0;
}

static bool has_goal(const struct tp_record *initiative, int code)
{
	const struct tp_value *items;
	size_t n = count_goals(initiative, &items);
	for (size_t i = 0; i < n; i++)
		if (goal_of(&items[i]).code == code)
			return true;
	return false;
}

/* The goal on top: of the highest weight, or the first where none has one. *second is one that is weighted alike. */
static struct goal top_goal(const struct tp_value *items, size_t n, struct goal *second)
{
	struct goal top = goal_of(&items[0]);
	*second = (struct goal){0};
	for (size_t i = 1; i < n; i++) {
		struct goal goal = goal_of(&items[i]);
		if (!goal.weighted || goal.weight < top.weight)
			continue;
		if (top.weighted && goal.weight == top.weight) {
			*second = goal;
		} else {
			top = goal;
			*second = (struct goal){0};
		}
	}
	return top;
}

/* No goal, two equal on top, or savings with nothing beside them. */
void tp_check_no_primary_goal(struct tp_look *look)
{
	const struct tp_value *items;
	struct goal second;
	size_t n = count_goals(look->subject, &items);
	tp_look_show(look, look->subject, TP_initiative_goals);
	if (n == 0) {
		tp_look_flag(look, "none");
		tp_look_signal(look, TP_WATCH);
		return;
	}
	struct goal top = top_goal(items, n, &second);
	if (second.code != TP_CODE_none) {
		tp_look_word(look, "first", tp_value_code(top.code));
		tp_look_word(look, "second", tp_value_code(second.code));
		tp_look_signal(look, TP_WATCH);
	} else if (n == 1 && top.code == TP_goal_savings) {
		tp_look_flag(look, "savings");
		tp_look_signal(look, TP_WATCH);
	}
}

/* --- the gate --- */

/* Notes one part of a half that is missing. */
static bool lacks(bool has, const char *slug, enum tp_label label, struct tp_ask_list *slugs, struct tp_ask_names *names)
{
	if (has)
		return false;
	tp_ask_list_add(slugs, tp_text_of(slug));
	tp_ask_names_add(names, tp_text_of(tp_label(label, TP_DA)), tp_text_of(tp_label(label, TP_EN)));
	return true;
}

/* Either half is missing: a need of citizens, and a business case. */
void tp_check_gate(struct tp_look *look)
{
	enum { PARTS = 4 };
	const struct tp_record *initiative = look->subject;
	struct tp_ask_list slugs;
	struct tp_ask_names names;
	double citizens = 0;
	tp_record_num(initiative, TP_initiative_citizens, &citizens);
	tp_ask_list_init(&slugs, look, PARTS);
	tp_ask_names_init(&names, look, PARTS);
	bool need = lacks(has_problem(initiative), "problem", TP_LABEL_gate_problem, &slugs, &names);
	need |= lacks(citizens > 0 || has_goal(initiative, TP_goal_quality), "citizens", TP_LABEL_gate_citizens, &slugs, &names);
	bool cost = lacks(tp_record_has(initiative, TP_initiative_cost), "cost", TP_LABEL_gate_cost, &slugs, &names);
	cost |= lacks(tp_record_has(initiative, TP_initiative_benefit) || tp_record_has(initiative, TP_initiative_hours),
		"benefit", TP_LABEL_gate_benefit, &slugs, &names);
	if (!need && !cost)
		return;
	tp_ask_list_show(&slugs, look, "missing");
	tp_ask_names_word(&names, look, "names");
	if (need)
		tp_look_flag(look, "need");
	if (cost)
		tp_look_flag(look, "case");
	if (need && cost)
		tp_look_flag(look, "both");
	tp_look_signal(look, tp_ask_phase_of(initiative) >= TP_phase_rollout ? TP_ACT : TP_WATCH);
}

/* --- what was asked about it --- */

/* One of the basic questions has not been answered jointly. Where none has been asked, nothing is known. */
void tp_check_basic_questions(struct tp_look *look)
{
	struct tp_ask_answers answers;
	tp_ask_answers(look, "questions", tp_look_limit(look, TP_LIMIT_basic_questions_jointly), &answers);
	if (answers.answered == 0 || answers.withheld > 0)
		tp_look_miss_of(look, TP_response_values, tp_text_of("questions"));
	if (answers.answered == 0 || answers.wanting.ids.n == 0)
		return;
	tp_ask_items_show(&answers.wanting, look, "questions", "titles");
	tp_look_signal(look, TP_WATCH);
}

/* The business case lacks a voice. Where none has been asked for, nothing is known. */
void tp_check_voices_missing(struct tp_look *look)
{
	struct tp_ask_answers answers;
	double least = tp_look_limit(look, TP_LIMIT_voices_missing_least);
	tp_ask_answers(look, "business-case", least, &answers);
	if (answers.answered == 0) {
		tp_look_miss_of(look, TP_response_values, tp_text_of("business-case"));
		return;
	}
	if (answers.none.ids.n == 0 && answers.low.ids.n == 0)
		return;
	tp_ask_items_show(&answers.none, look, "unrated", "unrated_titles");
	tp_ask_items_show(&answers.low, look, "low", "low_titles");
	tp_look_word(look, "least", tp_value_num(least));
	tp_look_signal(look, TP_WATCH);
}

/* The all-round analysis says nothing of what happens without the technology. */
void tp_check_no_alternative(struct tp_look *look)
{
	struct tp_ask_answers answers;
	tp_ask_answers(look, "all-round", 0, &answers);
	if (answers.answered == 0) {
		tp_look_miss_of(look, TP_response_values, tp_text_of("all-round"));
		return;
	}
	for (size_t i = 0; i < answers.none.ids.n; i++)
		if (tp_text_is(answers.none.ids.list.list.items[i].text, "not-digitalising")) {
			tp_look_show_num(look, "answered", (double)answers.answered);
			tp_look_signal(look, TP_INFO);
		}
}

/* A solution of the partnership that is not said to have worked anywhere. */
void tp_check_not_proven(struct tp_look *look)
{
	const struct tp_value *places = tp_record_value(look->subject, TP_initiative_proven_in);
	if (!tp_record_has(look->subject, TP_initiative_solution) || (places->type == TP_LIST && places->list.n > 0))
		return;
	tp_look_show(look, look->subject, TP_initiative_solution);
	tp_look_signal(look, TP_INFO);
}

/* --- how it is kept --- */

/* Active with a business case that nobody has looked at for long. */
void tp_check_case_stale(struct tp_look *look)
{
	int days;
	if (!tp_ask_active(look))
		return;
	if (!tp_record_has(look->subject, TP_initiative_case_revised)) {
		tp_look_flag(look, "never");
		tp_look_signal(look, TP_WATCH);
	} else if (tp_look_age(look, look->subject, TP_initiative_case_revised, &days) &&
		days > tp_look_limit(look, TP_LIMIT_case_stale_days)) {
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, TP_WATCH);
	}
}

/* Not approved, or not in the business case. What is not said of it may still be so, which is noted. */
static bool creeps(struct tp_look *look, const struct tp_record *change)
{
	bool approved = true, in_case = true;
	bool known = tp_record_bool(change, TP_change_approved, &approved);
	bool counted = tp_record_bool(change, TP_change_in_case, &in_case);
	if (!approved || !in_case)
		return true;
	if (!known)
		tp_look_miss(look, TP_change_approved);
	if (!counted)
		tp_look_miss(look, TP_change_in_case);
	return false;
}

/* Changes since the business case was last revised that nobody has said yes to, or that are not in it. */
void tp_check_scope_creep(struct tp_look *look)
{
	size_t n, count = 0;
	struct tp_record *const *changes = tp_look_all(look, TP_KIND_change, &n);
	int32_t revised = INT32_MIN, day;
	tp_record_day(look->subject, TP_initiative_case_revised, &revised);
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_day(changes[i], TP_change_date, &day) || day <= revised || day > look->as_of ||
			!creeps(look, changes[i]))
			continue;
		tp_look_show(look, changes[i], TP_change_what);
		count++;
	}
	if (count == 0)
		return;
	tp_look_show(look, look->subject, TP_initiative_case_revised);
	tp_look_show_num(look, "count", (double)count);
	tp_look_signal(look, (double)count >= tp_look_limit(look, TP_LIMIT_scope_creep_act_count) ? TP_ACT : TP_WATCH);
}
