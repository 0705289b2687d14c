/*
 * Answers to an instrument: cells of a survey as they were exported, and the
 * values of a response as they are counted.
 */
#ifndef TP_SURVEY_H
#define TP_SURVEY_H

#include "tp/instrument.h"
#include "tp/record.h"

/* A cell as a response's value: a number on the scale, also as its label; "dk", "na"; BLANK when empty. -1: TP_DATA. */
int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err);

/* A response's value as it is counted: a step from 0 or TP_ANSWER_…. -1: TP_DATA. */
int tp_survey_answer(const struct tp_instrument *instrument, const struct tp_value *value, long *answer,
	struct tp_err *err);

/* Appends what makes an answer the same thing as another: instrument, subject, round, respondent, item. */
void tp_survey_identity(const struct tp_record *response, struct tp_text item, struct tp_buf *out);

#endif
