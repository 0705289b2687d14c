/*
 * The innovation portfolio: how the initiatives of each unit and municipality
 * divide over the four types, beside the targets set for them, and over
 * purposes and technologies (V6, Carve's purposes).
 */
#ifndef TP_MIX_H
#define TP_MIX_H

#include "tp/finding.h"

/* Puts share records of every unit and municipality in the inquiry's scope, by id: the four types with count, cost,
 * hours (saved a year), exact share, whole percent that add up to 100, target and gap in points; then each purpose with
 * a technology group that occurs, whose percent add up likewise. Initiatives that are stopped, lack the type or, by cost or hours, the amount, do not
 * count. basis: a code of enum basis. 0 or -1. */
int tp_mix_put(const struct tp_inquiry *inquiry, int basis, const struct tp_sink *sink, struct tp_err *err);

#endif
