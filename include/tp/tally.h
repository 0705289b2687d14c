/*
 * Answers as counts per item and scale step: exact, mergeable and without
 * order. Every score comes from these and from nothing else.
 */
#ifndef TP_TALLY_H
#define TP_TALLY_H

#include <stdint.h>

#include "tp/instrument.h"
#include "tp/map.h"

/* The answers of one subject, or of a slice of those who answered, in one round to one instrument. */
struct tp_tally_group {
	const struct tp_instrument *instrument; /* borrowed */
	struct tp_text round;
	struct tp_text kind;   /* of the subject; empty where answers are only counted */
	struct tp_text subject;
	struct tp_value slice; /* {field: text}, ABSENT: not sliced */
	uint64_t *counts;      /* per item: steps, then blank, dk, na */
	bool invited_known;
	double invited;        /* heads */
	/* What it is part of and what it is made of, where it is a whole or part of one: see whole.h. */
	struct tp_tally_group *whole;        /* a slice's: all of its subject */
	struct tp_tally_group *municipality; /* a unit's, sliced or not: its municipality, sliced likewise */
	struct tp_tally_group *slices, *next_slice;
	struct tp_tally_group *units, *next_unit;
	bool open;     /* a slice of a group that answers by role */
	bool withheld; /* shows no figures: see suppress.h */
	bool left_out; /* is not scored: see scoring.h */
};

struct tp_tally {
	struct tp_arena arena;
	struct tp_map keys;
	struct tp_tally_group **groups; /* by key number */
	size_t n, capacity;
	struct tp_tally_group *last; /* asked for */
	struct tp_buf key;
};

/* The group, made at first sight. NULL for memory. */
struct tp_tally_group *tp_tally_group(struct tp_tally *tally, const struct tp_instrument *instrument,
	struct tp_text round, struct tp_text subject, struct tp_err *err);

/* The group of instrument, round, kind, subject and slice; of the rest of `key` only the counts are looked at, which a
 * new group borrows where there are some. */
struct tp_tally_group *tp_tally_at(struct tp_tally *tally, const struct tp_tally_group *key, struct tp_err *err);

/* Adds all counts of a group on the same instrument. */
void tp_tally_sum(struct tp_tally_group *to, const struct tp_tally_group *from);

/* Counts one answer to one item (its index): a step from 0, or one of TP_ANSWER_… of instrument.h. */
void tp_tally_add(struct tp_tally_group *group, size_t item, long answer);

/* The same so many times. */
void tp_tally_add_many(struct tp_tally_group *group, size_t item, long answer, uint64_t times);

/* The count of one item's answer. */
uint64_t tp_tally_count(const struct tp_tally_group *group, size_t item, long answer);

/* How many gave an answer on the scale to an item: its n. */
uint64_t tp_tally_answers(const struct tp_tally_group *group, size_t item);

/* How many met an item and gave none: blank, dk and na. */
uint64_t tp_tally_others(const struct tp_tally_group *group, size_t item);

/* The largest n + dk + na over the items: who answered, exact when everyone met every item. */
uint64_t tp_tally_respondents(const struct tp_tally_group *group);

/* The smallest n > 0 of the items, by which suppression is decided; where nobody answered an item, those who met it count.
 * 0 when nobody met any. */
uint64_t tp_tally_smallest(const struct tp_tally_group *group);

/* The order of two groups: instrument id, round, kind, subject, bytewise, then slice, the unsliced first. */
int tp_tally_compare(const struct tp_tally_group *a, const struct tp_tally_group *b);

/* Sorts the groups. After this no more are made. */
void tp_tally_sort(struct tp_tally *tally);

/* The group of such a key among the sorted ones, or NULL. */
struct tp_tally_group *tp_tally_find(const struct tp_tally *tally, const struct tp_tally_group *key);

void tp_tally_free(struct tp_tally *tally);

#endif
