/*
 * Which things to take within one or two limits so that they are worth most:
 * exactly, by branch and bound, as long as the nodes last; beyond that the
 * best found, and what could not be beaten. All sums are whole numbers, so
 * that the order of things leaves no trace.
 *
 * The bound is that of the linear surrogate knapsack (Glover 1965): the two
 * limits weighted into one, its fractional optimum (Dantzig 1957).
 */
#ifndef TP_KNAPSACK_H
#define TP_KNAPSACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tp/arena.h"
#include "tp/err.h"

/* The largest worth, cost or limit: sums of 100,000 of them stay whole numbers. */
#define TP_KNAPSACK_MOST ((int64_t)10000000000000)

struct tp_knapsack_item {
	int64_t worth, cost, effort; /* 0 … TP_KNAPSACK_MOST */
	bool taken;                  /* the answer */
};

struct tp_knapsack {
	struct tp_knapsack_item *items; /* in the order in which ties are broken: the earlier one is taken */
	size_t n;
	int64_t budget, hours; /* limits of cost and effort; hours < 0: none */
	unsigned long nodes;   /* at most so many */
	/* The answer. */
	int64_t worth, cost;
	int64_t bound; /* nothing is worth more; equal to worth when exact */
	bool exact;
};

/* Marks the items that are taken: most worth, then least cost, then the earliest. Things of no worth are not taken. The
 * arena holds what it needs meanwhile. 0 or -1 for memory. */
int tp_knapsack_solve(struct tp_knapsack *knapsack, struct tp_arena *arena, struct tp_err *err);

#endif
