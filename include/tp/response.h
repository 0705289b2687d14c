/*
 * A response's answers as they are counted and told apart.
 */
#ifndef TP_RESPONSE_H
#define TP_RESPONSE_H

#include "tp/instrument.h"
#include "tp/record.h"

/* A value of a response as it is counted: a step from 0 or TP_ANSWER_…. -1: TP_DATA, it is no answer on this scale. */
int tp_response_answer(const struct tp_instrument *instrument, const struct tp_value *value, long *answer,
	struct tp_err *err);

/* Appends what makes an answer the same thing as another: instrument, subject, round, respondent, item. */
void tp_response_identity(const struct tp_record *response, struct tp_text item, struct tp_buf *out);

#endif
