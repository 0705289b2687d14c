/*
 * Who could copy a success, and with how much care: units in which what goes
 * well elsewhere has not begun, by how far their context differs (F3).
 */
#ifndef TP_MATCH_H
#define TP_MATCH_H

#include "tp/finding.h"
#include "tp/instrument.h"

struct tp_match_options {
	const struct tp_instrument *context, *difference; /* whose dimensions are the factors; at most TP_FACTORS_MAX */
	size_t top;                                       /* units an initiative at most */
};

enum { TP_FACTORS_MAX = 16 };

/* Puts match records of each giver in the inquiry's scope, by id: an initiative in operation, or in roll-out and well
 * received. Its takers by fit, then id; where fewer than `top` can be compared, also those that lack data, without fit
 * or step and with what is missing. 0 or -1. */
int tp_match_put(const struct tp_inquiry *inquiry, const struct tp_match_options *options, const struct tp_sink *sink,
	struct tp_err *err);

#endif
