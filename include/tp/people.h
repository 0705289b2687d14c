/*
 * What tp-roles asks of the people around initiatives (checks.md). The predicates stand
 * with the catalogue, see catalogue.h.
 */
#ifndef TP_PEOPLE_H
#define TP_PEOPLE_H

#include "tp/catalogue.h"

/* The predicates of `tp-roles coverage`, in the order of the catalogue. */
const struct tp_predicate *tp_people_predicates(size_t *n);

#endif
