#include "tp/stakeholder.h"
#include "tp/num.h"

enum { ARCHETYPES = 4, SCEPTICS = 2, WATCHDOGS };

/* How to lead each, as a word of the advice. */
static const struct {
	enum tp_field field;
	const char *word;
	enum tp_label lead;
} archetypes[ARCHETYPES] = {
	{TP_stakeholder_optimists, "lead_optimists", TP_LABEL_lead_optimists},
	{TP_stakeholder_passive, "lead_passive", TP_LABEL_lead_passive},
	{TP_stakeholder_sceptics, "lead_sceptics", TP_LABEL_lead_sceptics},
	{TP_stakeholder_watchdogs, "lead_watchdogs", TP_LABEL_lead_watchdogs},
};

struct mix {
	double heads, shares[ARCHETYPES];
};

/* The mix of a group that may be shown, as shares of those it counts. False: there is none; of a group that is affected
 * counts that are missing are noted. */
static bool mix_of(struct tp_look *look, const struct tp_stakeholder *group, struct mix *mix)
{
	double counts[ARCHETYPES];
	bool known = true;
	mix->heads = 0;
	for (size_t i = 0; i < ARCHETYPES; i++) {
		if (tp_record_num(group->now, archetypes[i].field, &counts[i])) {
			mix->heads += counts[i];
		} else {
			known = false;
			if (tp_stakeholder_is_affected(group))
				tp_look_miss(look, archetypes[i].field);
		}
	}
	if (!known || !tp_stakeholder_may_show(look, group->now))
		return false;
	for (size_t i = 0; i < ARCHETYPES; i++)
		mix->shares[i] = tp_num_round(counts[i] / mix->heads);
	return true;
}

static void show_group(struct tp_look *look, const struct tp_stakeholder *group, const struct mix *mix)
{
	tp_look_case(look, tp_stakeholder_id(group));
	tp_look_show(look, group->now, TP_stakeholder_group);
	tp_look_show_num(look, "n", mix->heads);
}

/* The mix of each group, and how to lead those that make up much of it, or who are many together. */
void tp_check_mindset(struct tp_look *look)
{
	struct mix mix;
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		if (!mix_of(look, &group, &mix))
			continue;
		double heavy_share = tp_num_round(mix.shares[SCEPTICS] + mix.shares[WATCHDOGS]);
		bool heavy = heavy_share > tp_look_limit(look, TP_LIMIT_mindset_share);
		show_group(look, &group, &mix);
		for (size_t i = 0; i < ARCHETYPES; i++) {
			bool much = mix.shares[i] >= tp_look_limit(look, TP_LIMIT_mindset_much);
			tp_look_show_num(look, tp_field_info(archetypes[i].field)->name, mix.shares[i]);
			if (much || (heavy && i >= SCEPTICS && mix.shares[i] > 0))
				tp_look_label(look, archetypes[i].word, archetypes[i].lead);
		}
		if (heavy)
			tp_look_word(look, "heavy", tp_value_num(heavy_share));
		tp_look_signal(look, heavy ? TP_WATCH : TP_INFO);
	}
}

/* --- watchdogs --- */

/* Has the group said anything? Feedback that does not say whose it is may be theirs, which is noted. */
static bool has_spoken(struct tp_look *look, const struct tp_stakeholder *group, bool *known)
{
	size_t n;
	struct tp_record *const *feedback = tp_look_all(look, TP_KIND_feedback, &n);
	for (size_t i = 0; i < n; i++) {
		struct tp_text from;
		if (!tp_record_text(feedback[i], TP_feedback_group, &from)) {
			tp_look_miss(look, TP_feedback_group);
			*known = false;
		} else if (tp_text_compare(from, tp_stakeholder_id(group)) == 0) {
			return true;
		}
	}
	return false;
}

/* A group with watchdogs in it, of which nobody has heard a word. */
void tp_check_watchdogs_idle(struct tp_look *look)
{
	size_t feedback;
	struct mix mix;
	tp_set_all(look->set, TP_KIND_feedback, &feedback);
	for (struct tp_stakeholder group = tp_stakeholder_of(look); tp_stakeholder_next(&group);) {
		bool known = true;
		if (!mix_of(look, &group, &mix) || mix.shares[WATCHDOGS] <= 0)
			continue;
		if (feedback == 0)
			tp_look_miss(look, TP_feedback_group);
		else if (!has_spoken(look, &group, &known) && known) {
			show_group(look, &group, &mix);
			tp_look_show_num(look, "watchdogs", mix.shares[WATCHDOGS]);
			tp_look_signal(look, TP_INFO);
		}
	}
}
