/*
 * How many were invited to answer.
 */
#ifndef TP_INVITED_H
#define TP_INVITED_H

#include "tp/set.h"
#include "tp/tally.h"

/* Gives each group the heads of its `invited` records: of its round, else of none; the one without group, else the sum
 * over groups. -1: TP_DATA when fewer were invited than answered, naming where. */
int tp_invited_settle(struct tp_tally *tally, const struct tp_set *facts, struct tp_err *err);

#endif
