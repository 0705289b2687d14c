/*
 * Points in groups: the fewest left over, then the least sum of squares
 * within the groups.
 */
#ifndef TP_PARTITION_H
#define TP_PARTITION_H

#include "tp/cluster.h"

struct tp_point {
	const struct tp_record *municipality;
	double x, y;
	size_t group; /* from 1; 0: left over */
};

/* Whether the points, `n` of them by their numbers, may be together. */
bool tp_partition_allows(const struct tp_point *points, const size_t *which, size_t n, const struct tp_cluster_options *options);

/* The sum of squared distances from the mean of both coordinates. */
double tp_partition_squares(const struct tp_point *points, const size_t *which, size_t n);

/* Sets the groups of the points, which stand in the order of their ids, and returns how many there are in *groups. 0 or
 * -1 for memory. */
int tp_partition_make(struct tp_point *points, size_t n, const struct tp_cluster_options *options, struct tp_arena *arena,
	size_t *groups, struct tp_err *err);

#endif
