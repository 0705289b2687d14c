/*
 * What rank makes of an initiative: its points, and what a choice needs to
 * know of it.
 */
#ifndef CANDIDATE_H
#define CANDIDATE_H

#include "tp/rank.h"

struct candidate {
	const struct tp_record *record;
	bool has[TP_CRITERIA];
	double points[TP_CRITERIA]; /* 0..100 */
	double value;               /* weighted mean, rounded */
	double cost, effort, net, hours, citizens;
	bool has_effort, ranked;
	size_t rank;                /* from 1 */
	bool selected, greedy;
	unsigned stayed;            /* weightings in which it was taken */
	double stable;
	bool moved;                 /* by what is assumed */
	size_t before;              /* its rank without it; 0: none */
};

/* What a choice came to. */
struct selection {
	bool made, exact;
	double worth, bound;
};

struct tp_text candidate_id(const struct candidate *candidate);
struct tp_text candidate_home(const struct candidate *candidate); /* its municipality */

/* The weighted mean of the criteria that gave points, rounded. */
double candidate_value(const struct candidate *candidate, const double weights[TP_CRITERIA]);

/* For qsort of pointers. */
int candidate_by_value(const void *a, const void *b);

/* All candidates in the scope, by municipality and id. 0 or -1 for memory. */
int candidates_gather(const struct tp_set *set, struct tp_text scope, const struct tp_rank_options *options,
	struct tp_arena *arena, struct candidate **out, size_t *n, struct tp_err *err);

/* The same initiatives in the same municipalities? */
bool candidates_same(const struct candidate *a, size_t a_n, const struct candidate *b, size_t b_n);

#endif
