/*
 * Results of an earlier tp-score whose responses are gone: what the new run
 * makes again replaces them, the rest stands.
 */
#ifndef TP_KEPT_H
#define TP_KEPT_H

#include "tp/set.h"
#include "tp/tally.h"

/* True when the earlier score, or finding about one, is about a group that the tally has again. */
bool tp_kept_is_replaced(const struct tp_record *earlier, const struct tp_tally *tally);

/* Adds to `latest` the scores of the latest round of each instrument and subject. The set is closed. */
int tp_kept_latest(const struct tp_set *scores, struct tp_set *latest, struct tp_err *err);

#endif
