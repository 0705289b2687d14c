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

/* The same, but one without a mean counts too: it was withheld, or nobody has answered. */
const struct tp_record *tp_latest_asked(const struct tp_set *set, const char *instrument, const char *subject_kind,
	struct tp_text subject, int level, struct tp_text key);

#endif
