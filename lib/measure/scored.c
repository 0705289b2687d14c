#include "tp/scored.h"

const struct tp_record *tp_scored_of(const struct tp_look *look, int level, struct tp_text key)
{
	size_t n;
	struct tp_record like;
	tp_record_borrow(&like, look->subject);
	*tp_record_slot(&like, TP_score_level) = tp_value_code(level);
	*tp_record_slot(&like, TP_score_key) = tp_value_text(key);
	struct tp_record *const *found = tp_set_like(look->set, &like, 7, &n);
	return n ? found[0] : NULL;
}

void tp_scored_miss(struct tp_look *look, enum tp_field field)
{
	tp_look_miss_of(look, field, tp_record_id(look->subject, TP_score_instrument));
}

bool tp_scored_mean(struct tp_look *look, const struct tp_record *score, double *mean)
{
	if (score && tp_record_num(score, TP_score_mean, mean))
		return true;
	tp_scored_miss(look, TP_response_values);
	return false;
}

void tp_scored_lend(struct tp_look *look, const char *name, const struct tp_text words[TP_LANGS])
{
	tp_look_word(look, name, tp_look_pair(look, tp_value_text(words[TP_DA]), tp_value_text(words[TP_EN])));
}

void tp_scored_place(struct tp_look *look)
{
	tp_look_show(look, look->subject, TP_score_instrument);
	tp_look_show(look, look->subject, TP_score_round);
	tp_scored_lend(look, "survey", look->instrument->title);
}

void tp_scored_begin(struct tp_look *look, const struct tp_record *score, const struct tp_text title[TP_LANGS])
{
	tp_look_case(look, tp_record_id(score, TP_score_key));
	tp_scored_place(look);
	tp_scored_lend(look, "title", title);
	if (!tp_text_equal(title[TP_DA], look->instrument->title[TP_DA]))
		tp_look_flag(look, "part");
	tp_look_show(look, score, TP_score_n);
}

void tp_scored_advise(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_band *band)
{
	for (size_t i = 0; band && dimension->advice && i < dimension->advice->map.n; i++) {
		const struct tp_pair *pair = &dimension->advice->map.pairs[i];
		if (tp_text_compare(pair->key, band->id) != 0)
			continue;
		const struct tp_value *da = tp_value_get(&pair->value, "da"), *en = tp_value_get(&pair->value, "en");
		if (da && en) {
			look->advice[TP_DA] = da->text;
			look->advice[TP_EN] = en->text;
		}
	}
}

void tp_scored_each(struct tp_look *look,
	void (*ask)(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_record *score, double mean))
{
	for (size_t i = 0; look->instrument && i < look->instrument->dimensions_n; i++) {
		const struct tp_dimension *dimension = &look->instrument->dimensions[i];
		const struct tp_record *score = tp_scored_of(look, TP_score_level_dimension, dimension->id);
		double mean;
		if (tp_scored_mean(look, score, &mean))
			ask(look, dimension, score, mean);
	}
}
