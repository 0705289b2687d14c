#include "tp/latest.h"

/* The key fields of a score in their order: instrument, round, subject kind, subject, slice, level, key. */
enum { BY_INSTRUMENT = 1, BY_ROUND = 2, BY_SUBJECT = 4 };

bool tp_latest_next(struct tp_latest_rounds *rounds, struct tp_record *const **scores, size_t *n)
{
	struct tp_record like;
	tp_record_init(&like, TP_KIND_score);
	*tp_record_slot(&like, TP_score_instrument) = tp_value_string(rounds->instrument);
	if (!rounds->all)
		rounds->all = tp_set_like(rounds->set, &like, BY_INSTRUMENT, &rounds->left);
	*tp_record_slot(&like, TP_score_subject_kind) = tp_value_string(rounds->subject_kind);
	*tp_record_slot(&like, TP_score_subject) = tp_value_text(rounds->subject);
	while (rounds->left > 0) {
		size_t round_n;
		*tp_record_slot(&like, TP_score_round) = *tp_record_value(rounds->all[rounds->left - 1], TP_score_round);
		*scores = tp_set_like(rounds->set, &like, BY_SUBJECT, n);
		rounds->left = (size_t)(tp_set_like(rounds->set, &like, BY_ROUND, &round_n) - rounds->all);
		if (*n > 0)
			return true;
	}
	return false;
}

const struct tp_record *tp_latest_among(struct tp_record *const *scores, size_t n, int level, struct tp_text key)
{
	for (size_t i = 0; i < n; i++) {
		int own;
		if (!tp_record_has(scores[i], TP_score_slice) && tp_record_code(scores[i], TP_score_level, &own) &&
			own == level && tp_text_compare(tp_record_id(scores[i], TP_score_key), key) == 0)
			return scores[i];
	}
	return NULL;
}

const struct tp_record *tp_latest_score(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key)
{
	struct tp_latest_rounds rounds = {set, instrument, subject_kind, subject, NULL, 0};
	struct tp_record *const *scores;
	size_t n;
	while (tp_latest_next(&rounds, &scores, &n)) {
		const struct tp_record *score = tp_latest_among(scores, n, level, key);
		if (score && tp_record_has(score, TP_score_mean))
			return score;
	}
	return NULL;
}
