/*
 * What rank makes of an initiative: its points, and what a choice needs to
 * know of it.
 */
#ifndef TP_CANDIDATE_H
#define TP_CANDIDATE_H

#include "tp/rank.h"

struct tp_candidate {
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
struct tp_selection {
	bool made, exact;
	double worth, bound;
};

struct tp_text tp_candidate_id(const struct tp_candidate *candidate);
struct tp_text tp_candidate_home(const struct tp_candidate *candidate); /* its municipality */

/* The weighted mean of the criteria that gave points, rounded. */
double tp_candidate_value(const struct tp_candidate *candidate, const double weights[TP_CRITERIA]);

/* For qsort of pointers. */
int tp_candidate_by_value(const void *a, const void *b);

/* All candidates in the inquiry's scope by the facts of the set, by municipality and id. 0 or -1. */
int tp_candidates_gather(const struct tp_inquiry *inquiry, const struct tp_set *set,
	const struct tp_rank_options *options, struct tp_arena *arena, struct tp_candidate **out, size_t *n, struct tp_err *err);

/* The same initiatives in the same municipalities? */
bool tp_candidates_same(const struct tp_candidate *a, size_t a_n, const struct tp_candidate *b, size_t b_n);

#endif
