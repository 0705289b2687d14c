/*
 * Scores for people: a table an instrument, a row a dimension, with the
 * interval drawn on the scale and how the answers lie.
 */
#ifndef TP_SCORES_H
#define TP_SCORES_H

#include "tp/document.h"
#include "tp/instrument.h"
#include "tp/record.h"

/* Who knows the instruments: by id, or NULL. */
struct tp_scores_shelf {
	const struct tp_instrument *(*find)(void *self, struct tp_text id);
	void *self;
};

/* Makes the document of score records that come sorted, as tp-score puts them. Items have rows of their own where a
 * dimension has several. The scale is drawn with the mean (●) and its interval (├─┤), the answers from the lowest step to
 * the highest as heights. Columns that hold nothing are left out. */
int tp_scores_make(struct tp_document *doc, struct tp_record *const *records, size_t n,
	const struct tp_scores_shelf *shelf, struct tp_err *err);

#endif
