/*
 * Surveys as tools export them: which column is an item, a comment or the
 * tool's own, and cells as answers. What the tools write is in
 * lib/data/surveys.def.
 */
#ifndef TP_SURVEY_H
#define TP_SURVEY_H

#include "tp/instrument.h"
#include "tp/record.h"

/* A cell as a response's value: a number on the scale, also as its label; "dk", "na"; BLANK when empty. -1: TP_DATA. */
int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err);

/* The item that a column's title names: its id, text or title, numbered or not, also within the last brackets or behind
 * the last dash of a question asked of several. -1 when there is none. */
long tp_survey_item(const struct tp_instrument *instrument, struct tp_text title);

/* A column of comments? *item is the one it names, TP_SURVEY_TOTAL when it is about them all, else TP_SURVEY_UNSAID. */
enum { TP_SURVEY_UNSAID = -1, TP_SURVEY_TOTAL = -2 };
bool tp_survey_comment(const struct tp_instrument *instrument, struct tp_text title, long *item);

/* What a column is that the tool adds; of two TP_SURVEY_DATE the one of lower rank tells. */
enum tp_survey_use { TP_SURVEY_NONE, TP_SURVEY_RESPONDENT, TP_SURVEY_DATE, TP_SURVEY_ASIDE };
enum tp_survey_use tp_survey_column(struct tp_text title, size_t *rank);

#endif
