#include "tp/response.h"

#include "tp/num.h"

static int no_answer(const struct tp_instrument *instrument, struct tp_text found, struct tp_err *err)
{
	char low[TP_NUM_SIZE], high[TP_NUM_SIZE];
	tp_num_format(instrument->min, low);
	tp_num_format(instrument->max, high);
	return tp_err_set(err, TP_DATA,
		"%s is not an answer: expected %s to %s, a label of the scale, ved ikke, ikke relevant or blank",
		tp_text_show(found).text, low, high);
}

static int beside(const struct tp_instrument *instrument, double x, struct tp_err *err)
{
	char found[TP_NUM_SIZE], low[TP_NUM_SIZE], high[TP_NUM_SIZE], step[TP_NUM_SIZE];
	tp_num_format(x, found);
	tp_num_format(instrument->min, low);
	tp_num_format(instrument->max, high);
	tp_num_format(instrument->step, step);
	if (x < instrument->min || x > instrument->max)
		return tp_err_set(err, TP_DATA, "%.60s is not between %s and %s", found, low, high);
	return tp_err_set(err, TP_DATA, "%.60s is not a step of the scale, which goes from %s to %s by %s", found, low, high,
		step);
}

int tp_response_answer(const struct tp_instrument *instrument, const struct tp_value *value, long *answer,
	struct tp_err *err)
{
	switch (value->type) {
	case TP_BLANK:
		*answer = TP_ANSWER_BLANK;
		return 0;
	case TP_NUM:
		*answer = tp_instrument_step(instrument, value->num);
		return *answer < 0 ? beside(instrument, value->num, err) : 0;
	case TP_TEXT:
		*answer = tp_text_is(value->text, "dk") ? TP_ANSWER_DK : TP_ANSWER_NA;
		if (*answer == TP_ANSWER_NA && !tp_text_is(value->text, "na"))
			return no_answer(instrument, value->text, err);
		return 0;
	default:
		return tp_err_set(err, TP_DATA, "expected a number, null, \"dk\" or \"na\"");
	}
}

void tp_response_identity(const struct tp_record *response, struct tp_text item, struct tp_buf *out)
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
