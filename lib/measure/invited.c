#include "tp/invited.h"

#include <stdio.h>

/* The heads invited by the records of a round: the one without a group speaks for all. */
static bool heads(struct tp_record *const *records, size_t n, const struct tp_tally_group *group, struct tp_text round,
	double *sum, const struct tp_record **last)
{
	bool any = false;
	*sum = 0;
	for (size_t i = 0; i < n; i++) {
		double count;
		if (tp_text_compare(tp_record_id(records[i], TP_invited_subject), group->subject) != 0 ||
			tp_text_compare(tp_record_id(records[i], TP_invited_round), round) != 0 ||
			!tp_record_num(records[i], TP_invited_count, &count))
			continue;
		any = true;
		*last = records[i];
		*sum += count;
		if (!tp_record_has(records[i], TP_invited_group)) {
			*sum = count;
			return true;
		}
	}
	return any;
}

static int too_few(const struct tp_tally_group *group, const struct tp_record *record, struct tp_err *err)
{
	char field[sizeof err->field];
	struct tp_text at = record->at.type == TP_TEXT ? record->at.text : (struct tp_text){0};
	snprintf(field, sizeof field, "%.*s%sinvited", at.len < 100 ? (int)at.len : 100, at.ptr ? at.ptr : "",
		at.ptr ? ": " : "");
	tp_err_set(err, TP_DATA, "%.0f invited to %.*s about %.*s, and %.0f answered: correct the count", group->invited,
		(int)group->instrument->id.len, group->instrument->id.ptr, (int)group->subject.len, group->subject.ptr,
		(double)tp_tally_respondents(group));
	return tp_err_at(err, record->source, record->row, field);
}

int tp_invited_settle(struct tp_tally *tally, const struct tp_set *facts, struct tp_err *err)
{
	for (size_t i = 0; i < tally->n; i++) {
		struct tp_tally_group *group = tally->groups[i];
		const struct tp_record *last = NULL;
		size_t n;
		struct tp_record like;
		tp_record_init(&like, TP_KIND_invited);
		*tp_record_slot(&like, TP_invited_instrument) = tp_value_text(group->instrument->id);
		*tp_record_slot(&like, TP_invited_subject) = tp_value_text(group->subject);
		struct tp_record *const *records = tp_set_like(facts, &like, 2, &n);
		group->invited_known = heads(records, n, group, group->round, &group->invited, &last) ||
			heads(records, n, group, tp_text_of(""), &group->invited, &last);
		if (group->invited_known && group->invited < (double)tp_tally_respondents(group))
			return too_few(group, last, err);
	}
	return 0;
}
