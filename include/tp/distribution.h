/*
 * How the answers to each item fall on the steps of its scale: what a mean
 * hides. Its one rule: it shows the counts that tp-score lets out, no others.
 */
#ifndef TP_DISTRIBUTION_H
#define TP_DISTRIBUTION_H

#include "tp/page.h"
#include "tp/standing.h"

/* Adds a chart of parts, a bar an item, of the answers of all groups together; nothing where there are no counts, or the
 * scale has more steps than can be told apart. */
void tp_distribution_add(struct tp_page *page, struct tp_section *section, const struct tp_standing *standing);

#endif
