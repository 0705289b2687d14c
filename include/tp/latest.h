/*
 * The score that counts: of the latest round that has one.
 */
#ifndef TP_LATEST_H
#define TP_LATEST_H

#include "tp/set.h"

/* The score of a subject on an instrument, of its latest round (bytewise) with a mean that is not withheld, without
 * slices: level a code of enum score_level, key an item's or dimension's id, "total" for the total. NULL: none. */
const struct tp_record *tp_latest_score(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key);

/* A subject's scores on an instrument, round by round, the latest first; all zero but for the first four before the first
 * call. True: *scores are those of a round, slices and all levels; rounds without any are left out. */
struct tp_latest_rounds {
	const struct tp_set *set;
	const char *instrument;
	const char *subject_kind;
	struct tp_text subject;
	struct tp_record *const *all; /* of the instrument */
	size_t left;                  /* of them, those of earlier rounds */
};

bool tp_latest_next(struct tp_latest_rounds *rounds, struct tp_record *const **scores, size_t *n);

/* Among the scores of a round the one of that level and key, without a slice, with a mean or not; NULL: none. */
const struct tp_record *tp_latest_among(struct tp_record *const *scores, size_t n, int level, struct tp_text key);

#endif
