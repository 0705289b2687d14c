/*
 * What tp-roles asks of the people around initiatives (checks.md). The
 * predicates stand with the catalogue, see catalogue.h; each file of
 * lib/people has those of one theme.
 */
#ifndef TP_PEOPLE_H
#define TP_PEOPLE_H

#include "tp/catalogue.h"
#include "tp/set.h"

/* The predicates of tp-roles, of all its analyses, in the order of the catalogue. */
const struct tp_predicate *tp_people_predicates(size_t *n);

/* Readies a set that has been closed for the predicates: indexes, and a duty of everybody who has a role, see duty.h.
 * Once is enough. 0, or -1 for memory. */
int tp_people_prepare(struct tp_set *set, int32_t as_of, struct tp_err *err);

/* True when the id is a person's somewhere in the set. */
bool tp_people_has(const struct tp_set *set, struct tp_text id);

#endif
