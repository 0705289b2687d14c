/*
 * What belongs to a municipality, unit, initiative or person.
 */
#ifndef TP_SCOPE_H
#define TP_SCOPE_H

#include "tp/set.h"

/* True when the record is the thing of that id, or lies in it: by a field of its own, by its unit's municipality, by
 * its initiative, or by what a result is about. An initiative belongs to everyone with a role in it. An empty scope
 * has everything. The set gives the units, initiatives and roles. */
bool tp_scope_has(const struct tp_set *set, const struct tp_record *record, struct tp_text scope);

#endif
