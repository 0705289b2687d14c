/*
 * A run of tp-score: responses are counted, earlier results kept where nothing
 * new has come, scores and findings put. Order of input leaves no trace.
 */
#ifndef TP_SCORING_H
#define TP_SCORING_H

#include "tp/finding.h"
#include "tp/kept.h"
#include "tp/tally.h"
#include "tp/unique.h"

struct tp_scoring {
	/* Set by the caller. */
	unsigned min_group; /* 0: as each instrument says */
	bool no_unique;     /* do not look for answers given twice */
	const struct tp_rules *rules; /* of the checks; NULL: the catalogue's */
	/* The instrument of an id; -1 when there is none. */
	int (*instrument)(void *self, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);
	void *self;
	/* Its own. */
	struct tp_tally tally;
	struct tp_set facts;   /* invited */
	struct tp_set earlier; /* scores and findings of an earlier run */
	struct tp_set findings;
	struct tp_kept_rounds rounds;
	struct tp_scoring_instrument {
		struct tp_text id, hash;
		struct tp_scoring_instrument *before;
	} *last; /* whose scores stand, so far */
	size_t instruments;
	struct tp_arena arena; /* holds these */
	struct tp_unique unique;
	struct tp_map sources; /* file names, for the places of answers */
	struct tp_buf identity, content;
};

/* A response, counted. An answer that came before counts once; another one by the same respondent is TP_DATA. */
int tp_scoring_count(struct tp_scoring *scoring, const struct tp_record *response, struct tp_err *err);

/* Any other record that scores rest on: `invited`, or a score or finding of an earlier run. */
int tp_scoring_keep(struct tp_scoring *scoring, const struct tp_record *record, struct tp_err *err);

/* After the last record: puts all scores, then all findings, and the run's instruments and checks into `run`, whose
 * parts lie in the arena. Of the scores only one subject's are held at a time. */
int tp_scoring_put(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err);

void tp_scoring_free(struct tp_scoring *scoring);

#endif
