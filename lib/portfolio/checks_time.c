#include "tp/ask.h"

/* What is not heard. */

/* --- of those it touches --- */

/* Since when the subject has been active: its phase, or an earlier pilot. */
static bool find_active_since(struct tp_look *look, int32_t *since)
{
	size_t n;
	int32_t start;
	bool found = tp_record_day(look->subject, TP_initiative_phase_since, since);
	struct tp_record *const *pilots = tp_look_all(look, TP_KIND_pilot, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_record_day(pilots[i], TP_pilot_start, &start) && (!found || start < *since)) {
			*since = start;
			found = true;
		}
	if (!found)
		tp_look_miss(look, TP_initiative_phase_since);
	return found;
}

/* Active for long, and not one has said what worries them. */
void tp_check_concerns_silent(struct tp_look *look)
{
	size_t n;
	int32_t since;
	tp_look_all(look, TP_KIND_feedback, &n);
	if (!tp_ask_active(look) || n > 0 || !find_active_since(look, &since))
		return;
	tp_look_show_value(look, "since", tp_value_day(since));
	tp_look_show_num(look, "days", look->as_of - since);
	bool long_ago = look->as_of - since > tp_look_limit(look, TP_LIMIT_concerns_silent_days);
	tp_look_signal(look, long_ago ? TP_WATCH : TP_NONE);
}

/* --- of the initiative itself --- */

/* The last that was heard: the day, and where it stands. */
struct heard {
	int32_t day;
	const struct tp_record *record;
};

static void hear(struct heard *heard, const struct tp_look *look, const struct tp_record *record, enum tp_field field)
{
	const struct tp_value days[] = {*tp_record_value(record, field), record->updated};
	for (size_t i = 0; i < 2; i++)
		if (days[i].type == TP_DAY && days[i].day <= look->as_of && days[i].day > heard->day)
			*heard = (struct heard){days[i].day, record};
}

static struct heard find_heard(const struct tp_look *look)
{
	static const enum tp_field told[] = {
		TP_milestone_done, TP_feedback_received, TP_feedback_answered, TP_benefit_measured,
		TP_measurement_measured, TP_pilot_decided, TP_change_date, TP_decision_date,
	};
	struct heard heard = {INT32_MIN, NULL};
	hear(&heard, look, look->subject, TP_initiative_decided);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		size_t n;
		struct tp_record *const *records = tp_look_all(look, tp_field_info(told[i])->kind, &n);
		for (size_t j = 0; j < n; j++)
			hear(&heard, look, records[j], told[i]);
	}
	return heard;
}

/* Active, and nothing has been done, received, answered, measured, decided or changed for long. */
void tp_check_quiet(struct tp_look *look)
{
	if (!tp_ask_active(look))
		return;
	struct heard heard = find_heard(look);
	if (!heard.record) {
		tp_look_miss(look, TP_milestone_done);
		return;
	}
	int days = look->as_of - heard.day;
	tp_look_place(look, heard.record);
	tp_look_show_value(look, "last", tp_value_day(heard.day));
	tp_look_show_num(look, "days", days);
	tp_look_signal(look, days > tp_look_limit(look, TP_LIMIT_quiet_days) ? TP_WATCH : TP_NONE);
}
