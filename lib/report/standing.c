#include "tp/standing.h"

struct tp_standing tp_standing_of(const struct tp_question *question, const struct tp_record *score)
{
	struct tp_standing standing = {.any = score};
	if (!score)
		return standing;
	/* instrument, round, subject_kind, subject: the first four keys */
	standing.scores = tp_set_like(question->set, score, 4, &standing.n);
	const struct tp_scores_shelf *shelf = question->shelf;
	standing.instrument = shelf ? shelf->find(shelf->self, tp_record_id(score, TP_score_instrument)) : NULL;
	return standing;
}

/* A score of all bears no slice, one of a group that and nothing else. */
static bool is_of_group(const struct tp_record *score, struct tp_text group)
{
	const struct tp_value *slice = tp_record_value(score, TP_score_slice);
	bool sliced = slice->type == TP_MAP && slice->map.n > 0;
	if (group.len == 0 || !sliced)
		return group.len == 0 && !sliced;
	const struct tp_value *own = tp_value_get(slice, "group");
	return slice->map.n == 1 && own && own->type == TP_TEXT && tp_text_compare(own->text, group) == 0;
}

const struct tp_record *tp_standing_score(const struct tp_standing *standing, struct tp_text group, int level,
	struct tp_text key)
{
	for (size_t i = 0; i < standing->n; i++) {
		int own;
		if (tp_record_code(standing->scores[i], TP_score_level, &own) && own == level &&
			tp_text_compare(tp_record_id(standing->scores[i], TP_score_key), key) == 0 &&
			is_of_group(standing->scores[i], group))
			return standing->scores[i];
	}
	return NULL;
}

bool tp_standing_mean(
	const struct tp_standing *standing, struct tp_text group, int level, struct tp_text key, double *mean)
{
	const struct tp_record *score = tp_standing_score(standing, group, level, key);
	return score && tp_record_num(score, TP_score_mean, mean);
}

struct tp_text *tp_standing_dimensions(struct tp_page *page, const struct tp_standing *standing, size_t *n)
{
	const struct tp_instrument *instrument = standing->instrument;
	size_t most = instrument ? instrument->dimensions_n : standing->n;
	struct tp_text *keys = tp_arena_array(page->doc->arena, most, sizeof *keys);
	*n = 0;
	page->doc->failed |= !keys;
	for (size_t i = 0; keys && instrument && i < most; i++)
		keys[(*n)++] = instrument->dimensions[i].id;
	for (size_t i = 0; keys && !instrument && i < most; i++) {
		int level;
		if (tp_record_code(standing->scores[i], TP_score_level, &level) && level == TP_score_level_dimension &&
			is_of_group(standing->scores[i], (struct tp_text){0}))
			keys[(*n)++] = tp_record_id(standing->scores[i], TP_score_key);
	}
	return keys;
}

struct tp_text tp_standing_title(const struct tp_standing *standing, struct tp_text key, enum tp_lang lang)
{
	const struct tp_instrument *instrument = standing->instrument;
	for (size_t i = 0; instrument && i < instrument->dimensions_n; i++)
		if (tp_text_compare(instrument->dimensions[i].id, key) == 0)
			return instrument->dimensions[i].title[lang];
	return key;
}

bool tp_standing_is_withheld(const struct tp_standing *standing)
{
	bool withheld = false;
	for (size_t i = 0; i < standing->n && !withheld; i++)
		if (!is_of_group(standing->scores[i], (struct tp_text){0}) ||
			!tp_record_bool(standing->scores[i], TP_score_suppressed, &withheld))
			withheld = false;
	return withheld;
}
