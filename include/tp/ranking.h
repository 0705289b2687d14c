/*
 * The ranking of proposed initiatives on a page: points, what the budget takes
 * of them, how far that depends on the weights, and why.
 */
#ifndef TP_RANKING_H
#define TP_RANKING_H

#include "tp/page.h"

/* Adds the sections; nothing where no initiative of the page has been ranked. */
void tp_ranking_add(struct tp_page *page);

#endif
