/*
 * What is said of a tally: mean, spread, interval, agreement (scoring.md).
 * Every figure is rounded once, when it is computed; `half` alone keeps its
 * full width for comparisons.
 */
#ifndef TP_FIGURE_H
#define TP_FIGURE_H

#include "tp/tally.h"

/* A figure that may be lacking. */
struct tp_maybe {
	bool known;
	double x;
};

struct tp_figure {
	double n, n_max;      /* smallest and largest n of the items; equal for an item */
	double blank, dk, na; /* sums over the items */
	struct tp_maybe coverage;            /* dimension and total: share of the weight that had answers */
	struct tp_maybe mean;                /* item: as answered; dimension: reversed items mirrored */
	struct tp_maybe median, sd;          /* items only */
	struct tp_maybe half;                /* half width of the 95 % interval, uncut, unrounded */
	struct tp_maybe low, high;           /* mean -+ half, cut to the scale */
	struct tp_maybe bound_low, bound_high; /* when the number invited is known */
	struct tp_maybe agreement;           /* r_wg, r_wg(J); James, Demaree & Wolf 1984 */
	const struct tp_band *band;          /* of the mean; NULL when there is none */
};

/* The 0.975 quantile of Student's t with df >= 1 degrees of freedom, within 1e-6: a table up to 100, Cornish-Fisher
 * (Abramowitz & Stegun 26.7.5) beyond. */
double tp_figure_t(double df);

/* One item. */
void tp_figure_item(const struct tp_tally_group *group, size_t item, struct tp_figure *out);

/* One dimension: weighted mean of its items that have answers; below min_coverage the mean is unknown. Half widths
 * add as if the items went together perfectly. */
void tp_figure_dimension(const struct tp_tally_group *group, size_t dimension, struct tp_figure *out);

/* The total over the dimensions; false when the instrument has none. */
bool tp_figure_total(const struct tp_tally_group *group, struct tp_figure *out);

#endif
