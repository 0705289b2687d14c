/*
 * What the predicates of tp-score share. Their subject is the score that
 * speaks for the whole (measure.h): each looks from there at the other scores
 * of the same subject, instrument and round.
 */
#ifndef TP_SCORED_H
#define TP_SCORED_H

#include "tp/look.h"

/* Another score of the subject, not sliced: level a code of enum score_level. NULL when there is none. */
const struct tp_record *tp_scored_of(const struct tp_look *look, int level, struct tp_text key);

/* Notes that the field would be needed of answers to the subject's own instrument. */
void tp_scored_miss(struct tp_look *look, enum tp_field field);

/* A score's mean. False: there is none, which is noted as answers that are missing. */
bool tp_scored_mean(struct tp_look *look, const struct tp_record *score, double *mean);

/* Lends a message a name in both languages. */
void tp_scored_lend(struct tp_look *look, const char *name, const struct tp_text words[TP_LANGS]);

/* Shows which instrument and round the case is about, and lends the message the instrument's title as {survey}. */
void tp_scored_place(struct tp_look *look);

/* Begins the case of a score and shows what every finding says: which part of which instrument and round it is about,
 * under which title, and from how many answers. */
void tp_scored_begin(struct tp_look *look, const struct tp_record *score, const struct tp_text title[TP_LANGS]);

/* The instrument's own advice for a dimension in a band (or NULL), where it has some. */
void tp_scored_advise(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_band *band);

/* Asks of every dimension that has a mean; those without lack answers. */
void tp_scored_each(struct tp_look *look,
	void (*ask)(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_record *score, double mean));

#endif
