/*
 * What is scored of what was counted: every subject, its slices, and the
 * municipalities of units, as sums of counts. They are groups of a tally of
 * their own, and each knows its parts.
 */
#ifndef TP_WHOLE_H
#define TP_WHOLE_H

#include "tp/by.h"
#include "tp/set.h"
#include "tp/tally.h"

struct tp_whole_facts {
	const struct tp_set *set; /* units, municipalities, initiatives … */
	/* True for the id of one of the municipalities that there are. */
	bool (*is_municipality)(struct tp_text id);
};

/* Makes the groups of `wholes` (all zero before) from those that were counted, sorted both. A subject of an instrument
 * that may be about several kinds ("municipality or unit") is of the kind that has a record of that id. An instrument
 * about units is scored for their municipalities too. Groups that stay as they were counted borrow their counts, so
 * `counted` must live on. -1: memory. */
int tp_whole_make(struct tp_tally *wholes, const struct tp_tally *counted, const struct tp_by *by,
	const struct tp_whole_facts *facts, struct tp_err *err);

#endif
