/*
 * Which municipalities to put together: the same solution, and a maturity and
 * an ambition that are near each other (P5, scoring.md).
 */
#ifndef TP_CLUSTER_H
#define TP_CLUSTER_H

#include "tp/finding.h"

struct tp_cluster_options {
	double spread;      /* no two of a cluster differ by more, in either */
	size_t least, most; /* members of a cluster */
};

/* Puts the clusters of each solution: the fewest left over, then the least sum of squares within; exact up to
 * TP_CLUSTER_EXACT municipalities of a solution, beyond that at least as good as any cut of their order by maturity +
 * ambition. Then, where some are left over, a record of the solution with them, the nearest cluster and what separates
 * them. 0 or -1. */
enum { TP_CLUSTER_EXACT = 12 };
int tp_cluster_put(const struct tp_inquiry *inquiry, const struct tp_cluster_options *options,
	const struct tp_sink *sink, struct tp_err *err);

#endif
