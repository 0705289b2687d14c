#include "tp/kept.h"

#include <stdlib.h>

static bool same_group(const struct tp_tally_group *group, struct tp_text instrument, struct tp_text round,
	struct tp_text subject)
{
	return tp_text_compare(group->instrument->id, instrument) == 0 && tp_text_compare(group->round, round) == 0 &&
		tp_text_compare(group->subject, subject) == 0;
}

bool tp_kept_is_replaced(const struct tp_record *earlier, const struct tp_tally *tally)
{
	bool finding = earlier->kind == TP_KIND_finding;
	struct tp_text instrument =
		tp_record_id(earlier, finding ? TP_finding_instrument : TP_score_instrument);
	struct tp_text round = tp_record_id(earlier, finding ? TP_finding_round : TP_score_round);
	struct tp_text subject = tp_record_id(earlier, finding ? TP_finding_subject : TP_score_subject);
	/* The groups are sorted by instrument, round and subject. */
	size_t low = 0, high = tally->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct tp_tally_group *group = tally->groups[middle];
		int order = tp_text_compare(group->instrument->id, instrument);
		if (order == 0)
			order = tp_text_compare(group->round, round);
		if (order == 0)
			order = tp_text_compare(group->subject, subject);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tally->n && same_group(tally->groups[low], instrument, round, subject);
}

/* Instrument and subject as one key, parts ended by NUL. */
static struct tp_text subject_key(struct tp_buf *key, struct tp_text instrument, struct tp_text subject)
{
	tp_buf_add(key, instrument.ptr, instrument.len);
	tp_buf_add_char(key, '\0');
	tp_buf_add(key, subject.ptr, subject.len);
	return (struct tp_text){key->ptr, key->len};
}

static int make_room(struct tp_kept_rounds *rounds, struct tp_err *err)
{
	if (rounds->subjects.n < rounds->capacity)
		return 0;
	size_t more = rounds->capacity ? rounds->capacity * 2 : 64;
	struct tp_text *moved = reallocarray(rounds->rounds, more, sizeof *moved);
	if (!moved)
		return tp_err_memory(err);
	rounds->rounds = moved;
	rounds->capacity = more;
	return 0;
}

int tp_kept_rounds_add(struct tp_kept_rounds *rounds, struct tp_text instrument, struct tp_text subject,
	struct tp_text round, struct tp_err *err)
{
	struct tp_buf key = {0};
	bool is_new = false;
	if (make_room(rounds, err) < 0)
		return -1;
	struct tp_text text = subject_key(&key, instrument, subject);
	long number = key.failed ? -1 : tp_map_add(&rounds->subjects, text, &is_new);
	tp_buf_free(&key);
	if (number < 0)
		return tp_err_memory(err);
	if (is_new || tp_text_compare(round, rounds->rounds[number]) > 0)
		rounds->rounds[number] = round;
	return 0;
}

bool tp_kept_rounds_is_latest(struct tp_kept_rounds *rounds, struct tp_text instrument, struct tp_text subject,
	struct tp_text round)
{
	struct tp_buf key = {0};
	struct tp_text text = subject_key(&key, instrument, subject);
	long number = key.failed ? TP_MAP_NONE : tp_map_find(&rounds->subjects, text);
	tp_buf_free(&key);
	return number < 0 || tp_text_compare(rounds->rounds[number], round) == 0;
}

void tp_kept_rounds_free(struct tp_kept_rounds *rounds)
{
	tp_map_free(&rounds->subjects);
	free(rounds->rounds);
}
