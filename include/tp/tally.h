/*
 * Answers as counts per item and scale step: exact, mergeable and without
 * order. Every score comes from these and from nothing else.
 */
#ifndef TP_TALLY_H
#define TP_TALLY_H

#include <stdint.h>

#include "tp/instrument.h"
#include "tp/map.h"

/* The answers of one subject in one round to one instrument. */
struct tp_tally_group {
	const struct tp_instrument *instrument; /* borrowed */
	struct tp_text round, subject;
	uint64_t *counts;  /* per item: steps, then blank, dk, na */
	bool invited_known;
	double invited;    /* heads */
};

struct tp_tally {
	struct tp_arena arena;
	struct tp_map keys;
	struct tp_tally_group **groups; /* by key number */
	size_t n, capacity;
};

/* The group, made at first sight. NULL for memory. */
struct tp_tally_group *tp_tally_group(struct tp_tally *tally, const struct tp_instrument *instrument,
	struct tp_text round, struct tp_text subject, struct tp_err *err);

/* Counts one answer to one item (its index): a step from 0, or one of TP_ANSWER_… of instrument.h. */
void tp_tally_add(struct tp_tally_group *group, size_t item, long answer);

/* The count of one item's answer. */
uint64_t tp_tally_count(const struct tp_tally_group *group, size_t item, long answer);

/* The largest n + dk + na over the items: who answered, exact when everyone met every item. */
uint64_t tp_tally_respondents(const struct tp_tally_group *group);

/* The smallest n > 0 of the items, by which suppression is decided; 0 when nobody answered anything. */
uint64_t tp_tally_smallest(const struct tp_tally_group *group);

/* The groups sorted by instrument id, round, subject, bytewise. After this no more groups are made. */
void tp_tally_sort(struct tp_tally *tally);

void tp_tally_free(struct tp_tally *tally);

#endif
