/*
 * What tp-portfolio asks of initiatives (checks.md). The predicates stand
 * with the catalogue, see catalogue.h.
 */
#ifndef TP_PORTFOLIO_H
#define TP_PORTFOLIO_H

#include "tp/catalogue.h"

/* The predicates of `tp-portfolio check`, in the order of the catalogue. */
const struct tp_predicate *tp_portfolio_predicates(size_t *n);

#endif
