/*
 * How many were invited to answer.
 */
#ifndef TP_INVITED_H
#define TP_INVITED_H

#include "tp/by.h"
#include "tp/set.h"
#include "tp/tally.h"

/* Gives the groups of tp_whole_make their heads. A subject has those of its `invited` records: of its round, else of
 * none; the one without group, else the sum over groups; else `each` where that is not 0. A slice has those of its
 * group, or of its subject where what sets it apart is the unit's. A municipality has its own record, else the sum over
 * its units, known where that of every unit with answers is. The set has the records and the units. -1: TP_DATA when
 * fewer were invited than answered, naming where. */
int tp_invited_settle(struct tp_tally *wholes, const struct tp_by *by, const struct tp_set *facts, double each,
	struct tp_err *err);

#endif
