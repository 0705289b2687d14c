/*
 * How a score stands among those of its kind: quartiles over the subjects and
 * the place among them. Subjects that are withheld are not among them.
 */
#ifndef TP_PEERS_H
#define TP_PEERS_H

#include "tp/map.h"
#include "tp/record.h"

enum { TP_PEERS_LEAST = 4 };

struct tp_peers {
	struct tp_map keys; /* instrument, hash, round, kind of subject, slice, level, key */
	struct tp_peers_means *means; /* by key number */
	size_t capacity;
	bool sorted;
};

/* Counts in a score; one without a mean is none. -1: memory. */
int tp_peers_add(struct tp_peers *peers, const struct tp_record *score, struct tp_err *err);

/* After the last: the score's `peers`, its parts in the arena: {n, p25, p50, p75, position}, quartiles by linear
 * interpolation (Hyndman & Fan 1996, type 7), position 1 the highest mean, ties share the better one. ABSENT when the
 * score has no mean or fewer than four are its peers. -1: memory. */
int tp_peers_of(struct tp_peers *peers, const struct tp_record *score, struct tp_arena *arena, struct tp_value *out,
	struct tp_err *err);

/* Forgets all means. */
void tp_peers_free(struct tp_peers *peers);

#endif
