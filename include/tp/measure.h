/*
 * What tp-score asks of scores (checks.md). Predicates look at the written
 * scores, so that what is printed is what is judged.
 */
#ifndef TP_MEASURE_H
#define TP_MEASURE_H

#include "tp/catalogue.h"

/* The predicates of `tp-score`, in the order of the catalogue. */
const struct tp_predicate *tp_measure_predicates(size_t *n);

#endif
