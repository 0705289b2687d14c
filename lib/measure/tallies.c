#include "tp/scoring.h"

#include "tp/limits.h"

static void set(struct tp_record *record, enum tp_field field, struct tp_value value)
{
	*tp_record_slot(record, field) = value;
}

static struct tp_value count_of(const struct tp_tally_group *group, size_t item, long answer)
{
	return tp_value_num((double)tp_tally_count(group, item, answer));
}

static int put_item(const struct tp_tally_group *group, size_t item, const struct tp_sink *sink, struct tp_err *err)
{
	const struct tp_instrument *instrument = group->instrument;
	struct tp_value counts[TP_STEPS_MAX];
	struct tp_record tally;
	tp_record_init(&tally, TP_KIND_tally);
	for (size_t k = 0; k < instrument->steps; k++)
		counts[k] = count_of(group, item, (long)k);
	set(&tally, TP_tally_instrument, tp_value_text(instrument->id));
	set(&tally, TP_tally_hash, tp_value_string(instrument->hash));
	set(&tally, TP_tally_subject, tp_value_text(group->subject));
	set(&tally, TP_tally_item, tp_value_text(instrument->items[item].id));
	set(&tally, TP_tally_counts, (struct tp_value){.type = TP_LIST, .list = {counts, instrument->steps}});
	set(&tally, TP_tally_blank, count_of(group, item, TP_ANSWER_BLANK));
	set(&tally, TP_tally_dk, count_of(group, item, TP_ANSWER_DK));
	set(&tally, TP_tally_na, count_of(group, item, TP_ANSWER_NA));
	if (group->round.len > 0)
		set(&tally, TP_tally_round, tp_value_text(group->round));
	set(&tally, TP_tally_slice, group->slice);
	return tp_sink_put(sink, &tally, err);
}

/* The groups come by instrument. */
static int list_instruments(const struct tp_tally *counted, struct tp_arena *arena, struct tp_record *run,
	struct tp_err *err)
{
	struct tp_value map = tp_value_map(arena, counted->n);
	if (map.type == TP_ABSENT)
		return tp_err_memory(err);
	map.map.n = 0;
	for (size_t i = 0; i < counted->n; i++) {
		const struct tp_instrument *instrument = counted->groups[i]->instrument;
		if (i == 0 || instrument != counted->groups[i - 1]->instrument)
			map.map.pairs[map.map.n++] =
				(struct tp_pair){instrument->id, tp_value_string(instrument->hash)};
	}
	set(run, TP_run_instruments, map);
	return 0;
}

int tp_scoring_put_tallies(struct tp_scoring *scoring, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_tally *counted = &scoring->counted;
	tp_tally_sort(counted);
	for (size_t i = 0; i < counted->n; i++)
		for (size_t item = 0; item < counted->groups[i]->instrument->items_n; item++)
			if (put_item(counted->groups[i], item, sink, err) < 0)
				return -1;
	return list_instruments(counted, arena, run, err);
}
