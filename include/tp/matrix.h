/*
 * Initiatives by persons: who holds which roles where, for a meeting that
 * shares them out. Results of `tp-roles matrix`.
 */
#ifndef TP_MATRIX_H
#define TP_MATRIX_H

#include "tp/finding.h"

/* Puts a record of kind matrix for each initiative in scope that is not stopped, also for those nobody is in. -1: as
 * the sink, or TP_DATA when more persons than TP_MEMBERS_MAX have roles in one initiative. */
int tp_matrix_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err);

#endif
