#include "tp/ask.h"
#include "tp/num.h"

/* Whether the technology may be used, can be used and is used. */

/* --- what it does --- */

struct doing {
	enum tp_field field;
	enum tp_label label;
};

static const struct doing doings[] = {
	{TP_technology_watches, TP_LABEL_watches},
	{TP_technology_predicts, TP_LABEL_predicts},
	{TP_technology_decides, TP_LABEL_decides},
};

enum { DOINGS = sizeof doings / sizeof *doings };

/* What the technology does that calls for ethics. What is not known of it is noted, unless another does. */
static size_t ask_doings(struct tp_look *look, const struct tp_record *technology, struct tp_ask_list *does,
	struct tp_ask_names *names)
{
	bool yes, unsaid = false;
	tp_ask_list_init(does, look, DOINGS);
	tp_ask_names_init(names, look, DOINGS);
	for (size_t i = 0; i < DOINGS; i++) {
		if (!technology || !tp_record_bool(technology, doings[i].field, &yes)) {
			unsaid = true;
			continue;
		}
		if (!yes)
			continue;
		tp_ask_list_add(does, tp_text_of(tp_field_info(doings[i].field)->name));
		tp_ask_names_add(names, tp_text_of(tp_label(doings[i].label, TP_DA)),
			tp_text_of(tp_label(doings[i].label, TP_EN)));
	}
	for (size_t i = 0; unsaid && does->n == 0 && i < DOINGS; i++)
		if (!technology || !tp_record_has(technology, doings[i].field))
			tp_look_miss(look, doings[i].field);
	return does->n;
}

/* Technology that watches, predicts or decides, and not all that ethics asks has been answered. */
void tp_check_ethics(struct tp_look *look)
{
	struct tp_text id;
	struct tp_ask_list does;
	struct tp_ask_names names;
	struct tp_ask_answers answers;
	if (!tp_look_text(look, look->subject, TP_initiative_technology, &id))
		return;
	const struct tp_record *technology = tp_set_find(look->set, TP_KIND_technology, id);
	if (ask_doings(look, technology, &does, &names) == 0)
		return;
	tp_ask_answers(look, "ethics", 0, &answers);
	if (answers.items == 0 || answers.withheld > 0)
		tp_look_miss_of(look, TP_response_values, tp_text_of("ethics"));
	if (answers.none.ids.n == 0)
		return;
	tp_ask_list_show(&does, look, "does");
	tp_ask_names_word(&names, look, "doing");
	tp_ask_technology(look, "name");
	tp_look_show_num(look, "answered", (double)answers.answered);
	tp_look_show_num(look, "items", (double)answers.items);
	if (answers.answered > 0)
		tp_ask_items_show(&answers.none, look, "missing", "titles");
	tp_look_signal(look, tp_ask_phase_of(look->subject) >= TP_phase_pilot ? TP_ACT : TP_WATCH);
}

/* Personal data, and neither an agreement nor a word that none is needed. */
void tp_check_data_agreement(struct tp_look *look)
{
	bool personal;
	int agreement;
	if (!tp_record_bool(look->subject, TP_initiative_personal_data, &personal)) {
		tp_look_miss(look, TP_initiative_personal_data);
		return;
	}
	bool said = tp_record_code(look->subject, TP_initiative_data_agreement, &agreement);
	if (!personal || (said && agreement != TP_agreement_no))
		return;
	tp_look_show(look, look->subject, TP_initiative_personal_data);
	tp_look_show(look, look->subject, TP_initiative_data_agreement);
	if (!said)
		tp_look_flag(look, "unsaid");
	tp_look_signal(look, TP_ACT);
}

/* Nobody is bound to help any longer, or ever was. */
void tp_check_support_ends(struct tp_look *look)
{
	int days;
	if (!tp_record_has(look->subject, TP_initiative_support_until)) {
		tp_look_flag(look, "never");
		tp_look_signal(look, TP_WATCH);
	} else if (tp_look_age(look, look->subject, TP_initiative_support_until, &days) && days > 0) {
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, TP_WATCH);
	}
}

/* --- in operation --- */

/* In operation for a while, and many of those it was meant for do without. */
void tp_check_not_used(struct tp_look *look)
{
	int days;
	double users, intended;
	if (!tp_ask_in(look, TP_phase_operation) ||
		!tp_look_age(look, look->subject, TP_initiative_phase_since, &days) ||
		days <= tp_look_limit(look, TP_LIMIT_not_used_days))
		return;
	bool known = tp_look_num(look, look->subject, TP_initiative_users, &users);
	known &= tp_look_num(look, look->subject, TP_initiative_users_intended, &intended);
	if (!known || intended == 0)
		return;
	double used = tp_num_round(users / intended);
	tp_look_show_num(look, "days", days);
	tp_look_show_num(look, "used", used);
	if (used < tp_look_limit(look, TP_LIMIT_not_used_act_share))
		tp_look_signal(look, TP_ACT);
	else if (used < tp_look_limit(look, TP_LIMIT_not_used_watch_share))
		tp_look_signal(look, TP_WATCH);
}

/* In operation beside what it was to replace. */
void tp_check_old_still_runs(struct tp_look *look)
{
	if (!tp_ask_in(look, TP_phase_operation) || !tp_record_has(look->subject, TP_initiative_replaces) ||
		tp_record_has(look->subject, TP_initiative_retired))
		return;
	tp_look_show(look, look->subject, TP_initiative_replaces);
	tp_look_signal(look, TP_WATCH);
}
