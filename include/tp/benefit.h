/*
 * What a benefit has come to: its own figures, or the latest of its
 * measurements.
 */
#ifndef TP_BENEFIT_H
#define TP_BENEFIT_H

#include "tp/set.h"

/* The record that holds the latest actual up to as_of and the fields it stands in: a measurement, or the benefit itself
 * when it was measured later or there is none. NULL when there is neither. */
const struct tp_record *tp_benefit_latest(const struct tp_set *set, const struct tp_record *benefit, int32_t as_of,
	enum tp_field *actual, enum tp_field *measured);

#endif
