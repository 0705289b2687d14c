/*
 * Who is around an initiative on a page: holders of its roles today, and its
 * groups as their latest rows tell. Its one rule: what is shown of a group's
 * mind is never a person's, and never of fewer than five.
 */
#ifndef TP_CREW_H
#define TP_CREW_H

#include "tp/page.h"

/* The holders of a role of the initiative today, each once, persons by their ids, with commas; empty when there is
 * none. *n counts them. */
struct tp_text tp_crew_holders(struct tp_page *page, struct tp_text initiative, int role, size_t *n);

/* The latest row up to the page's day of each group around the initiative, by group; in the page's arena. */
const struct tp_record **tp_crew_groups(struct tp_page *page, struct tp_text initiative, size_t *n);

/* The first row of the same group that tells its stage; NULL when that is the row itself or none does. */
const struct tp_record *tp_crew_first_stage(const struct tp_page *page, const struct tp_record *row);

/* Heads of the group, the smaller of its size and of its archetypes together; 0 when neither is told. */
double tp_crew_heads(const struct tp_record *row);

/* Stage and archetypes of the row may be shown. */
bool tp_crew_may_show(const struct tp_page *page, const struct tp_record *row);

#endif
