/*
 * What a person carries: the roles held today in initiatives that are not
 * stopped. The set keeps it as a record of kind duty, made once, so that no
 * predicate has to go through a person's roles.
 */
#ifndef TP_DUTY_H
#define TP_DUTY_H

#include "tp/look.h"

/* Adds a duty for everybody who has, had or will have a role. Its levels are those of all these; the rest counts only
 * what is held today: hours add up where they are given, and without_hours tells of how many roles, of those that take
 * time, they are not. The set has been closed, and indexed by the roles' person. 0, or -1 for memory. */
int tp_duty_add(struct tp_set *set, int32_t as_of, struct tp_err *err);

/* NULL: the person has no role. */
const struct tp_record *tp_duty_of(const struct tp_set *set, struct tp_text person);

/* The highest level the person has in any role; false: none is said. */
bool tp_duty_level(const struct tp_set *set, struct tp_text person, int *level);

/* The level that the row of a role says, shown; else one that the person has in another row. False: there is none,
 * which is noted. */
bool tp_duty_role_level(struct tp_look *look, const struct tp_record *role, int *level);

/* Has the person that level in any role? */
bool tp_duty_has_level(const struct tp_set *set, struct tp_text person, int level);

#endif
