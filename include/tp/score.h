/*
 * Score records from a tally: an item each, a dimension each, the total, by
 * level and then by key. A group that is withheld says so and nothing else.
 */
#ifndef TP_SCORE_H
#define TP_SCORE_H

#include "tp/figure.h"
#include "tp/sink.h"

/* What else a score of the group says: called with each that has a mean, before it is put. -1 ends it all. */
struct tp_score_more {
	int (*add)(void *self, struct tp_record *score, const struct tp_figure *figure, struct tp_err *err);
	void *self;
};

/* All scores of a group. more: or NULL. */
int tp_score_put(const struct tp_tally_group *group, const struct tp_score_more *more, const struct tp_sink *sink,
	struct tp_err *err);

#endif
