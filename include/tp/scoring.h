/*
 * A run of tp-score: responses and tallies are counted, earlier results kept
 * where nothing new has come, scores and findings put. Order of input leaves
 * no trace.
 */
#ifndef TP_SCORING_H
#define TP_SCORING_H

#include "tp/by.h"
#include "tp/finding.h"
#include "tp/kept.h"
#include "tp/tally.h"
#include "tp/unique.h"

struct tp_scoring {
	/* Set by the caller. */
	struct tp_by by;
	unsigned long min_group; /* 0: as each instrument says */
	double invited;     /* of each subject that no record tells of; 0: unknown */
	struct tp_text open_rounds[TP_OPEN_ROUNDS_MAX]; /* that are still answered in: nothing of them is shown */
	size_t open_rounds_n;
	struct tp_text scope;          /* only what lies in it is put; empty: all */
	const struct tp_rules *rules;  /* of the checks; NULL: the catalogue's */
	const struct tp_set *since;    /* scores to compare with; or NULL */
	bool no_unique;     /* do not look for answers given twice */
	const struct tp_instrument *only[TP_INSTRUMENTS_MAX]; /* what is scored; none: every instrument that occurs */
	size_t only_n;
	/* The instrument of an id; -1 when there is none. */
	int (*instrument)(void *self, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);
	void *self;
	bool (*is_municipality)(struct tp_text id);
	/* Its own. */
	struct tp_tally counted, wholes;
	size_t item; /* of the last answer */
	struct tp_set facts;   /* invited, units … */
	struct tp_set earlier; /* scores and findings of an earlier run */
	struct tp_kept_rounds rounds;
	struct tp_scoring_instrument {
		struct tp_text id, hash;
		struct tp_scoring_instrument *before;
	} *last; /* whose scores stand, so far */
	size_t instruments;
	unsigned long stale; /* municipalities that stand as they were, for not all of their units' answers are here */
	struct tp_arena arena; /* holds these */
	struct tp_unique unique;
	struct tp_map sources; /* file names, for the places of answers */
	struct tp_buf identity, content;
};

/* Any record that scores rest on: counts a response or tally, keeps a fact, or a score or finding of an earlier run of this
 * tool. An answer that came before counts once. 1: counted; 0: kept, or of an instrument that is not scored; -1: TP_DATA,
 * another answer by the same respondent, or a tally of another version of the instrument, or not of its shape. */
int tp_scoring_take(struct tp_scoring *scoring, const struct tp_record *record, struct tp_err *err);

/* After the last record: puts all scores, then all findings, and the run's instruments and checks into `run`, whose
 * parts lie in the arena. Both come by instrument, round, kind and subject; none is held longer than its subject. */
int tp_scoring_put(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err);

/* Instead of scores: what was counted, as tallies. The run as above. */
int tp_scoring_put_tallies(struct tp_scoring *scoring, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err);

/* What the scores of an instrument's round rest on. */
struct tp_scoring_sum {
	const struct tp_instrument *instrument;
	struct tp_text round;
	unsigned long subjects, answers, withheld;
};

/* The next of them, *at from 0; false after the last. The groups are sorted; a municipality says nothing that its units
 * have not. */
bool tp_scoring_sum(const struct tp_tally *groups, size_t *at, struct tp_scoring_sum *out);

/* What tp_scoring_put ends with: the findings, by subject as the scores are, and the run's checks. */
int tp_scoring_ask(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err);

/* Whether a score or finding of an earlier run stands; the wholes have been made. */
bool tp_scoring_keeps(const struct tp_scoring *scoring, const struct tp_record *earlier);

/* Whether the subject lies in the scope. */
bool tp_scoring_shows(const struct tp_scoring *scoring, struct tp_text subject);

void tp_scoring_free(struct tp_scoring *scoring);

#endif
