/*
 * What has become of a score since an earlier run: the same round then, else
 * the one before.
 */
#ifndef TP_CHANGE_H
#define TP_CHANGE_H

#include "tp/figure.h"
#include "tp/set.h"

/* The earlier score of the same instrument, subject, slice, level and key: of the same round, else of the latest before
 * it (bytewise). One that was withheld, or has no mean, is none. NULL: there is none. */
const struct tp_record *tp_change_find(const struct tp_set *earlier, const struct tp_record *score);

/* Sets previous, change and clear of a score of the group. Clear: n at least 5 on both sides and |change| greater than
 * the root of both half widths squared, both uncut. Half widths of an earlier score come from its counts; where the
 * instrument was another version they come from its interval. -1: memory. */
int tp_change_set(const struct tp_set *earlier, const struct tp_tally_group *group, const struct tp_figure *figure,
	struct tp_record *score, struct tp_err *err);

#endif
