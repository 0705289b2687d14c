/*
 * Who holds the roles of an initiative today. Its one rule: a role counts from
 * its start to its end, where these are given.
 */
#ifndef TP_HELD_H
#define TP_HELD_H

#include "tp/look.h"

struct tp_held {
	const struct tp_record *role; /* the one at hand */
	/* its own */
	struct tp_record *const *rows;
	size_t n, next;
	int wanted;
	int32_t as_of;
};

bool tp_held_is(const struct tp_record *role, int32_t as_of);

/* Stands before the first of an initiative's roles of that code, or with TP_CODE_none of all; of the subject's. */
struct tp_held tp_held_in(const struct tp_set *set, struct tp_text initiative, int code, int32_t as_of);
struct tp_held tp_held_of(const struct tp_look *look, int code);

/* Goes to the next that is held today. Roles of a kind come by holder. */
bool tp_held_next(struct tp_held *held);

/* The same, but who holds a role by several rows comes once. */
bool tp_held_next_holder(struct tp_held *held);

/* The person, else the group. */
struct tp_text tp_held_by(const struct tp_record *role);

/* How many hold the role. */
size_t tp_held_count(const struct tp_look *look, int code);

/* False: there is not a single role in the stream, so that nobody has been asked, which is noted. */
bool tp_held_known(struct tp_look *look);

#endif
