/*
 * Chance that is the same in every run: the tests that try what comes up draw
 * from it.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state = 20261122;

/* From 0 to n - 1; of none, 0. */
static inline unsigned random_below(size_t n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return n > 0 ? (unsigned)(random_state % n) : 0;
}

#endif
