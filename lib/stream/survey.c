#include "tp/survey.h"

#include "tp/cell.h"
#include "tp/damage.h"
#include "tp/response.h"

/* The answers that are none. The words are those of the usual survey tools. */
static const char dk_words[] = "dk|ved ikke|ved ej|don't know|dont know|do not know|not sure|ved ikke / ikke relevant",
	na_words[] = "na|n/a|ikke relevant|ej relevant|not relevant|not applicable|does not apply|irrelevant";

int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err)
{
	static const struct tp_amount_style either = {.decimal = TP_DECIMAL_FIND};
	char fold[TP_FOLD_SIZE];
	long step;
	cell = tp_text_trim(tp_cell_unguard(tp_text_trim(cell)));
	if (cell.len == 0) {
		*out = tp_value_blank();
		return 0;
	}
	if (tp_damage_refuse(cell, err) < 0)
		return -1;
	struct tp_err not_number = {0};
	if (tp_amount_read(arena, cell, TP_FORM_NUMBER, &either, out, &not_number) == 0)
		return tp_response_answer(instrument, out, &step, err);
	if (not_number.code == TP_SYSTEM)
		return tp_err_memory(err);
	step = tp_instrument_step_read(instrument, cell);
	if (step >= 0) {
		*out = tp_value_num(instrument->min + (double)step * instrument->step);
		return 0;
	}
	struct tp_text folded = {fold, tp_text_fold(cell, fold)};
	bool dk = tp_names_match(dk_words, folded);
	bool na = tp_names_match(na_words, folded);
	if (!dk && !na && tp_damage_refuse_made(cell, err) < 0)
		return -1;
	*out = dk || na ? tp_value_string(dk ? "dk" : "na") : tp_value_text(cell);
	return tp_response_answer(instrument, out, &step, err);
}
