/*
 * What a page cannot tell because nobody filled it in.
 */
#ifndef TP_MISSING_H
#define TP_MISSING_H

#include "tp/page.h"
#include "tp/scores.h"

/* Adds the section: each field that a check asked for in vain, a survey's under its title where the shelf (or NULL) knows
 * it, and for how many of the page's initiatives, units and municipalities, the most first. Nothing when all could be
 * judged. */
void tp_missing_add(struct tp_page *page, const struct tp_scores_shelf *shelf);

#endif
