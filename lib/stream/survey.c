#include "tp/survey.h"

#include "tp/cell.h"
#include "tp/num.h"

/* The answers that are none. The words are those of the usual survey tools. */
static const char dk_words[] = "dk|ved ikke|ved ej|don't know|dont know|do not know|not sure|ved ikke / ikke relevant",
	na_words[] = "na|n/a|ikke relevant|ej relevant|not relevant|not applicable|does not apply|irrelevant";

static int beside(const struct tp_instrument *instrument, struct tp_text found, double x, struct tp_err *err)
{
	char low[TP_NUM_SIZE], high[TP_NUM_SIZE], step[TP_NUM_SIZE];
	tp_num_format(instrument->min, low);
	tp_num_format(instrument->max, high);
	tp_num_format(instrument->step, step);
	int shown = found.len > 60 ? 60 : (int)found.len;
	if (x < instrument->min || x > instrument->max)
		return tp_err_set(err, TP_DATA, "%.*s is not between %s and %s", shown, found.ptr, low, high);
	return tp_err_set(err, TP_DATA, "%.*s is not a step of the scale, which goes from %s to %s by %s", shown, found.ptr,
		low, high, step);
}

static int no_answer(const struct tp_instrument *instrument, struct tp_text found, struct tp_err *err)
{
	char low[TP_NUM_SIZE], high[TP_NUM_SIZE];
	tp_num_format(instrument->min, low);
	tp_num_format(instrument->max, high);
	return tp_err_set(err, TP_DATA,
		"%.*s is not an answer: expected %s to %s, a label of the scale, ved ikke, ikke relevant or blank",
		found.len > 60 ? 60 : (int)found.len, found.ptr, low, high);
}

int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err)
{
	static const struct tp_cell_style either = {.decimal = TP_DECIMAL_FIND};
	char fold[TP_FOLD_SIZE];
	cell = tp_text_trim(tp_cell_unguard(tp_text_trim(cell)));
	if (cell.len == 0) {
		*out = tp_value_blank();
		return 0;
	}
	struct tp_err not_number = {0};
	if (tp_cell_read_number(arena, cell, &either, false, out, &not_number) == 0)
		return tp_instrument_step(instrument, out->num) < 0 ? beside(instrument, cell, out->num, err) : 0;
	if (not_number.code == TP_SYSTEM)
		return tp_err_memory(err);
	long step = tp_instrument_step_read(instrument, cell);
	if (step >= 0) {
		*out = tp_value_num(instrument->min + (double)step * instrument->step);
		return 0;
	}
	struct tp_text folded = {fold, tp_text_fold(cell, fold)};
	bool dk = tp_names_match(dk_words, folded);
	if (!dk && !tp_names_match(na_words, folded))
		return no_answer(instrument, cell, err);
	*out = tp_value_string(dk ? "dk" : "na");
	return 0;
}

int tp_survey_answer(const struct tp_instrument *instrument, const struct tp_value *value, long *answer,
	struct tp_err *err)
{
	if (value->type == TP_BLANK) {
		*answer = TP_ANSWER_BLANK;
		return 0;
	}
	if (value->type == TP_TEXT && (tp_text_is(value->text, "dk") || tp_text_is(value->text, "na"))) {
		*answer = tp_text_is(value->text, "dk") ? TP_ANSWER_DK : TP_ANSWER_NA;
		return 0;
	}
	if (value->type == TP_TEXT)
		return no_answer(instrument, value->text, err);
	if (value->type != TP_NUM)
		return tp_err_set(err, TP_DATA, "expected a number, null, \"dk\" or \"na\"");
	*answer = tp_instrument_step(instrument, value->num);
	if (*answer >= 0)
		return 0;
	char number[TP_NUM_SIZE];
	struct tp_text found = {number, tp_num_format(value->num, number)};
	return beside(instrument, found, value->num, err);
}

void tp_survey_identity(const struct tp_record *response, struct tp_text item, struct tp_buf *out)
{
	struct tp_text parts[] = {
		tp_record_id(response, TP_response_instrument), tp_record_id(response, TP_response_subject),
		tp_record_id(response, TP_response_round), tp_record_id(response, TP_response_respondent), item,
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		tp_buf_add(out, parts[i].ptr, parts[i].len);
		tp_buf_add_char(out, '\0');
	}
}
