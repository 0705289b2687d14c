/*
 * What if: a fact as it might be, without touching the data.
 */
#ifndef TP_ASSUME_H
#define TP_ASSUME_H

#include "tp/set.h"

struct tp_assumption {
	enum tp_kind kind;
	struct tp_text id;
	enum tp_field field;
	struct tp_value value; /* absent: the field is left empty */
};

/* From "initiative:naestved-breve.cost=250000": a kind that has an id, an id, a field of it, a value as a cell has it.
 * Its parts lie in the text and the arena. -1: TP_USAGE, what was expected. */
int tp_assumption_read(struct tp_arena *arena, struct tp_text text, struct tp_assumption *out, struct tp_err *err);

/* Copies the facts into an empty set, closed, with what is assumed. -1: TP_USAGE when one is about a thing that is not
 * there; or memory. */
int tp_assumptions_apply(const struct tp_assumption *assumptions, size_t n, const struct tp_set *facts,
	struct tp_set *assumed, struct tp_err *err);

#endif
