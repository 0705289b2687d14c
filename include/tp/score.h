/*
 * Score records from a tally: an item each, a dimension each, the total. What
 * must be withheld (fewer answers than the instrument's min_group) is withheld
 * here, for the whole subject at once.
 */
#ifndef TP_SCORE_H
#define TP_SCORE_H

#include "tp/sink.h"
#include "tp/tally.h"

/* True when the group's records, and findings about it, show no figures: min_group 0 takes the instrument's. */
bool tp_score_is_withheld(const struct tp_tally_group *group, unsigned min_group);

/* The kind of what is scored: the instrument's only one. Where it may be one of several ("municipality or unit"), the
 * caller says which this subject is. */
int tp_score_put(const struct tp_tally_group *group, struct tp_text subject_kind, unsigned min_group,
	const struct tp_sink *sink, struct tp_err *err);

#endif
