#include "tp/invited.h"

#include <stdio.h>

struct settler {
	const struct tp_by *by;
	const struct tp_set *facts;
	double each; /* 0: nobody said */
};

/* What is known of someone's heads. */
struct heads {
	bool known;
	double n;
	const struct tp_record *record; /* that says so; or NULL */
};

static bool is_group(const struct tp_record *record, const struct tp_instrument *instrument, struct tp_text group)
{
	struct tp_text written = tp_record_id(record, TP_invited_group);
	const struct tp_group *known = tp_instrument_group(instrument, written);
	return group.len == 0 || tp_text_compare(known ? known->id : written, group) == 0;
}

/* Those invited by the records of a round: of one group, or of all, for whom the record without a group speaks. */
static struct heads heads_of_round(struct tp_record *const *records, size_t n, const struct tp_instrument *instrument,
	struct tp_text round, struct tp_text group)
{
	struct heads heads = {0};
	for (size_t i = 0; i < n; i++) {
		double count;
		if (tp_text_compare(tp_record_id(records[i], TP_invited_round), round) != 0 ||
			!is_group(records[i], instrument, group) || !tp_record_num(records[i], TP_invited_count, &count))
			continue;
		heads = (struct heads){true, heads.n + count, records[i]};
		if (!tp_record_has(records[i], TP_invited_group))
			return (struct heads){true, count, records[i]};
	}
	return heads;
}

/* Those invited to answer about a subject, in one group or (group empty) in all. */
static struct heads heads_of(const struct settler *settler, const struct tp_tally_group *about, struct tp_text subject,
	struct tp_text group)
{
	struct tp_record like;
	size_t n;
	tp_record_init(&like, TP_KIND_invited);
	*tp_record_slot(&like, TP_invited_instrument) = tp_value_text(about->instrument->id);
	*tp_record_slot(&like, TP_invited_subject) = tp_value_text(subject);
	struct tp_record *const *records = tp_set_like(settler->facts, &like, 2, &n);
	struct heads heads = heads_of_round(records, n, about->instrument, about->round, group);
	return heads.known ? heads : heads_of_round(records, n, about->instrument, tp_text_of(""), group);
}

/* Whether the slice is set apart by what nobody was invited by. */
static bool is_beyond(const struct settler *settler, const struct tp_value *slice)
{
	for (size_t i = 0; slice->type == TP_MAP && i < settler->by->n; i++)
		if (!settler->by->fields[i].of_unit && settler->by->fields[i].field != TP_response_group)
			return true;
	return false;
}

static struct heads heads_of_group(const struct settler *settler, const struct tp_tally_group *group)
{
	struct tp_text name = tp_by_text(&group->slice, "group");
	struct heads heads = heads_of(settler, group, group->subject, name);
	if (!heads.known && settler->each > 0 && name.len == 0)
		heads = (struct heads){.known = true, .n = settler->each};
	return heads;
}

/* Whether a unit belongs into the slice by what is the unit's own. */
static bool is_in(const struct settler *settler, const struct tp_record *unit, const struct tp_value *slice)
{
	struct tp_by_slice own;
	if (slice->type != TP_MAP)
		return true;
	return tp_by_whole(settler->by, slice, unit, &own) && tp_value_equal(&own.value, slice);
}

static const struct tp_tally_group *find_part(const struct tp_tally_group *municipality, struct tp_text unit)
{
	const struct tp_tally_group *part = municipality->units;
	while (part && tp_text_compare(part->subject, unit) != 0)
		part = part->next_unit;
	return part;
}

/* The sum over the units, those too from which nobody answered. */
static struct heads heads_of_units(const struct settler *settler, const struct tp_tally_group *municipality)
{
	struct heads sum = {.known = true};
	size_t n;
	struct tp_record *const *units = tp_set_all(settler->facts, TP_KIND_unit, &n);
	for (size_t i = 0; sum.known && i < n; i++) {
		struct tp_text id = tp_record_id(units[i], TP_unit_id);
		if (tp_text_compare(tp_record_id(units[i], TP_unit_municipality), municipality->subject) != 0 ||
			!is_in(settler, units[i], &municipality->slice))
			continue;
		const struct tp_tally_group *part = find_part(municipality, id);
		struct heads heads = part ? heads_of_group(settler, part)
					  : heads_of(settler, municipality, id, tp_by_text(&municipality->slice, "group"));
		sum.known = heads.known || !part;
		sum.n += heads.n;
		sum.record = heads.record ? heads.record : sum.record;
	}
	return sum;
}

static int too_few(const struct tp_tally_group *group, const struct tp_record *record, struct tp_err *err)
{
	char field[sizeof err->field];
	struct tp_text at = record && record->at.type == TP_TEXT ? record->at.text : (struct tp_text){0};
	snprintf(field, sizeof field, "%.*s%sinvited", at.len < 100 ? (int)at.len : 100, at.ptr ? at.ptr : "",
		at.ptr ? ": " : "");
	tp_err_set(err, TP_DATA, "%.0f invited to %.*s about %.*s, and %.0f answered: correct the count", group->invited,
		(int)group->instrument->id.len, group->instrument->id.ptr, (int)group->subject.len, group->subject.ptr,
		(double)tp_tally_respondents(group));
	return record ? tp_err_at(err, record->source, record->row, field) : tp_err_at(err, NULL, 0, "--invited");
}

static int settle(const struct settler *settler, struct tp_tally_group *group, struct tp_err *err)
{
	struct heads heads = {0};
	if (is_beyond(settler, &group->slice))
		return 0;
	heads = group->units ? heads_of(settler, group, group->subject, tp_by_text(&group->slice, "group"))
			     : heads_of_group(settler, group);
	if (!heads.known && group->units)
		heads = heads_of_units(settler, group);
	group->invited_known = heads.known;
	group->invited = heads.n;
	if (heads.known && heads.n < (double)tp_tally_respondents(group))
		return too_few(group, heads.record, err);
	return 0;
}

int tp_invited_settle(struct tp_tally *wholes, const struct tp_by *by, const struct tp_set *facts, double each,
	struct tp_err *err)
{
	struct settler settler = {by, facts, each};
	for (size_t i = 0; i < wholes->n; i++)
		if (settle(&settler, wholes->groups[i], err) < 0)
			return -1;
	return 0;
}
