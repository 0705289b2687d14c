/*
 * Which identities have been seen, in a few bytes each, so that a stream of
 * any length can be checked for two that say different things of one.
 */
#ifndef TP_UNIQUE_H
#define TP_UNIQUE_H

#include <stdint.h>

#include "tp/err.h"
#include "tp/text.h"

struct tp_unique {
	struct tp_unique_slot *slots; /* all zero is a valid empty one */
	size_t n, capacity;
};

/* Where something stood, for the message. */
struct tp_unique_place {
	uint32_t file, line;
};

enum tp_unique_answer {
	TP_UNIQUE_NEW,
	TP_UNIQUE_SAME,     /* seen before with the same content */
	TP_UNIQUE_UPDATED,  /* seen with other content, and both have an `updated` that differs: the later one stands */
	TP_UNIQUE_CONFLICT, /* seen with other content */
};

enum { TP_UNIQUE_NO_DAY = INT32_MIN };

/* Identities are told apart by 128 bits of hash, contents by 64. updated: a day, or TP_UNIQUE_NO_DAY. first: where the
 * earlier one stood. Returns the answer, or -1 for memory. */
int tp_unique_add(struct tp_unique *unique, struct tp_text identity, struct tp_text content, int32_t updated,
	struct tp_unique_place place, struct tp_unique_place *first, struct tp_err *err);

void tp_unique_free(struct tp_unique *unique);

#endif
