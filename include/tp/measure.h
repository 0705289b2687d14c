/*
 * What tp-score asks of scores (checks.md). Predicates look at the written
 * scores, so that what is printed is what is judged.
 */
#ifndef TP_MEASURE_H
#define TP_MEASURE_H

#include "tp/catalogue.h"
#include "tp/record.h"

/* The predicates of `tp-score`, in the order of the catalogue. */
const struct tp_predicate *tp_measure_predicates(size_t *n);

/* The score that speaks for a whole subject, of which all predicates are asked: the total, or the first dimension of an
 * instrument without one; of no slice and not withheld. */
bool tp_measure_is_whole(const struct tp_record *score, const struct tp_instrument *instrument);

/* The instrument whose scores some others are held against, and whether this is one of those. */
#define TP_MEASURE_RELATED "maturity"
bool tp_measure_is_related(const struct tp_instrument *instrument);

#endif
