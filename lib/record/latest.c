#include "tp/latest.h"

/* The key fields of a score in their order: instrument, round, subject kind, subject, slice, level, key. */
enum { BY_INSTRUMENT = 1, BY_ROUND = 2, BY_ALL = 7 };

static const struct tp_record *find(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key, bool needs_mean)
{
	struct tp_record like;
	size_t left, n;
	tp_record_init(&like, TP_KIND_score);
	*tp_record_slot(&like, TP_score_instrument) = tp_value_string(instrument);
	struct tp_record *const *all = tp_set_like(set, &like, BY_INSTRUMENT, &left);
	*tp_record_slot(&like, TP_score_subject_kind) = tp_value_string(subject_kind);
	*tp_record_slot(&like, TP_score_subject) = tp_value_text(subject);
	*tp_record_slot(&like, TP_score_level) = tp_value_code(level);
	*tp_record_slot(&like, TP_score_key) = tp_value_text(key);
	while (left > 0) { /* round by round, the latest first */
		*tp_record_slot(&like, TP_score_round) = *tp_record_value(all[left - 1], TP_score_round);
		struct tp_record *const *found = tp_set_like(set, &like, BY_ALL, &n);
		if (n > 0 && (!needs_mean || tp_record_has(found[0], TP_score_mean)))
			return found[0];
		struct tp_record *const *round = tp_set_like(set, &like, BY_ROUND, &n);
		left = (size_t)(round - all);
	}
	return NULL;
}

const struct tp_record *tp_latest_score(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key)
{
	return find(set, instrument, subject_kind, subject, level, key, true);
}

const struct tp_record *tp_latest_asked(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key)
{
	return find(set, instrument, subject_kind, subject, level, key, false);
}
