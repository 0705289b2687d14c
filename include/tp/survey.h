/*
 * Cells of a survey as they were exported, as answers to its instrument.
 */
#ifndef TP_SURVEY_H
#define TP_SURVEY_H

#include "tp/instrument.h"
#include "tp/record.h"

/* A cell as a response's value: a number on the scale, also as its label; "dk", "na"; BLANK when empty. -1: TP_DATA. */
int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err);

#endif
