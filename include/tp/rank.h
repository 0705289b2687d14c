/*
 * Which of the proposed initiatives to take up first, in the open: points on
 * four criteria, a weighted mean, what a budget takes of it, and how far that
 * depends on the weights (scoring.md, prioritising).
 */
#ifndef TP_RANK_H
#define TP_RANK_H

#include "tp/finding.h"

/* In the order of the method; weightings are drawn in it. */
enum tp_criterion { TP_BY_VALUE, TP_BY_GUIDEPOSTS, TP_BY_READINESS, TP_BY_REACH, TP_CRITERIA };

enum tp_maximise { TP_MOST_VALUE, TP_MOST_NET, TP_MOST_HOURS, TP_MOST_CITIZENS };

struct tp_rank_options {
	double weights[TP_CRITERIA]; /* from 0, not all 0 */
	double hourly_rate;          /* DKK */
	bool pooled;                 /* all municipalities together; else each by itself */
	double budget, hours;        /* DKK of cost; hours of effort; below 0: of no account */
	enum tp_maximise maximise;
	unsigned long nodes;         /* of the search */
	const struct tp_set *assumed; /* the facts with what is assumed, to rank beside those as they are; or NULL */
};

/* Weights, rate and nodes as the method has them, no budget. */
void tp_rank_defaults(struct tp_rank_options *options);

/* Takes over {"value": 50, …}; criteria that it does not name keep their weight. */
int tp_rank_weigh(struct tp_rank_options *options, const struct tp_value *weights, struct tp_err *err);

/* "value", "guideposts" …; NULL beyond the last. */
const char *tp_criterion_slug(enum tp_criterion criterion);

/* Puts a rank record for every candidate in the inquiry's scope (phase idea, proposed or approved): municipality by
 * municipality, the ranked first in their order, then the others by id. 0 or -1. */
int tp_rank_put(const struct tp_inquiry *inquiry, const struct tp_rank_options *options, const struct tp_sink *sink,
	struct tp_err *err);

#endif
