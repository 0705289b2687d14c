/*
 * Who could copy a success, and with how much care: units in which what goes
 * well elsewhere has not begun, by how far their context differs (F3).
 */
#ifndef TP_MATCH_H
#define TP_MATCH_H

#include "tp/finding.h"

/* Puts match records of each giver in the inquiry's scope, by id: an initiative in operation, or in roll-out and well
 * received. Its takers by fit, then id; where fewer than `top` can be compared, also those that lack data, without fit
 * or step and with what is missing. The factors are the dimensions of the instrument `context`, and of
 * `context-difference`, by which receiving units rate the difference themselves. 0 or -1. */
int tp_match_put(const struct tp_inquiry *inquiry, size_t top, const struct tp_sink *sink, struct tp_err *err);

#endif
