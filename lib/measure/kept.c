#include "tp/kept.h"

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
static long subject_number(struct tp_map *map, const struct tp_record *score, bool *is_new)
{
	struct tp_text instrument = tp_record_id(score, TP_score_instrument),
		       subject = tp_record_id(score, TP_score_subject);
	struct tp_buf key = {0};
	tp_buf_add(&key, instrument.ptr, instrument.len);
	tp_buf_add_char(&key, '\0');
	tp_buf_add(&key, subject.ptr, subject.len);
	long number = key.failed ? -1 : tp_map_add(map, (struct tp_text){key.ptr, key.len}, is_new);
	tp_buf_free(&key);
	return number;
}

/* Walks from the last round to the first: the scores are sorted by instrument, then round. */
int tp_kept_latest(const struct tp_set *scores, struct tp_set *latest, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(scores, TP_KIND_score, &n);
	struct tp_map seen = {0};
	struct tp_arena arena = {0};
	struct tp_text *rounds = tp_arena_array(&arena, n + 1, sizeof *rounds);
	int result = rounds ? 0 : tp_err_memory(err);
	for (size_t i = n; rounds && result == 0 && i-- > 0;) {
		bool is_new;
		long number = subject_number(&seen, all[i], &is_new);
		if (number < 0) {
			result = tp_err_memory(err);
			break;
		}
		struct tp_text round = tp_record_id(all[i], TP_score_round);
		if (is_new)
			rounds[number] = round;
		if (tp_text_compare(rounds[number], round) == 0)
			result = tp_set_add(latest, all[i], err);
	}
	tp_map_free(&seen);
	tp_arena_free(&arena);
	tp_set_close(latest);
	return result;
}
