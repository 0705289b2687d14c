#include "tp/measure.h"

#include "tp/look.h"

static const struct tp_predicate predicates[] = {
#define TP_CHECK(tool, id, ...) IF_##tool(id)
#define TP_LIMIT(...)
#define IF_score(id) {TP_CHECK_##id, tp_check_##id},
#define IF_portfolio(id)
#define IF_roles(id)
#define IF_any(id)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
};

const struct tp_predicate *tp_measure_predicates(size_t *n)
{
	*n = sizeof predicates / sizeof *predicates;
	return predicates;
}

static bool is_level(const struct tp_record *score, int wanted)
{
	int level;
	bool withheld = false;
	tp_record_bool(score, TP_score_suppressed, &withheld);
	return !withheld && tp_record_code(score, TP_score_level, &level) && level == wanted;
}

/* The instrument's dimension that a score is about; NULL when it is about none. */
static const struct tp_dimension *dimension_of(struct tp_look *look)
{
	if (!look->instrument || !is_level(look->subject, TP_score_level_dimension))
		return NULL;
	struct tp_text key = tp_record_id(look->subject, TP_score_key);
	for (size_t i = 0; i < look->instrument->dimensions_n; i++)
		if (tp_text_compare(look->instrument->dimensions[i].id, key) == 0)
			return &look->instrument->dimensions[i];
	return NULL;
}

/* A name in both languages, of which each message takes its own. */
static void lend(struct tp_look *look, const char *name, const struct tp_text words[TP_LANGS])
{
	tp_look_word(look, name, tp_look_pair(look, tp_value_text(words[TP_DA]), tp_value_text(words[TP_EN])));
}

/* What every finding about a dimension says: of which instrument and round, which one, and from how many answers. */
static void begin(struct tp_look *look, const struct tp_dimension *dimension)
{
	tp_look_case(look, dimension->id);
	tp_look_show(look, look->subject, TP_score_instrument);
	tp_look_show(look, look->subject, TP_score_round);
	lend(look, "title", dimension->title);
	tp_look_show(look, look->subject, TP_score_n);
}

/* The instrument's own advice for a dimension in a band, where it has some. */
static void advise(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_band *band)
{
	for (size_t i = 0; dimension->advice && i < dimension->advice->map.n; i++) {
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

/* The mean lies in a band that the instrument marks. */
void tp_check_weak_dimension(struct tp_look *look)
{
	const struct tp_dimension *dimension = dimension_of(look);
	double mean;
	if (!dimension || look->instrument->bands_n == 0)
		return;
	begin(look, dimension);
	if (!tp_look_num(look, look->subject, TP_score_mean, &mean))
		return;
	const struct tp_band *band = tp_instrument_band(look->instrument, mean);
	if (!band || band->severity < TP_WATCH)
		return;
	tp_look_show(look, look->subject, TP_score_band);
	lend(look, "band_title", band->title);
	tp_look_word(look, "max", tp_value_num(look->instrument->max));
	advise(look, dimension, band);
	tp_look_signal(look, band->severity);
}

/* The shares of a dimension's answers in the lower third of the steps, between, and in the upper third. */
static bool thirds(struct tp_look *look, const struct tp_dimension *dimension, double share[3])
{
	size_t n, steps = look->instrument->steps, third = (steps + 1) / 3;
	/* Of the same instrument, round, subject and slice. */
	struct tp_record *const *scores = tp_set_like(look->set, look->subject, 5, &n);
	double sum = 0;
	share[0] = share[1] = share[2] = 0;
	for (size_t i = 0; i < n; i++) {
		const struct tp_value *counts = tp_record_value(scores[i], TP_score_counts);
		long item = tp_instrument_item(look->instrument, tp_record_id(scores[i], TP_score_key));
		if (!is_level(scores[i], TP_score_level_item) || counts->type != TP_LIST || counts->list.n != steps ||
			item < (long)dimension->first || item >= (long)(dimension->first + dimension->n))
			continue;
		for (size_t step = 0; step < steps; step++) {
			bool mirrored = look->instrument->items[item].reversed;
			size_t at = mirrored ? steps - 1 - step : step;
			share[at < third ? 0 : at >= steps - third ? 2 : 1] += counts->list.items[step].num;
			sum += counts->list.items[step].num;
		}
	}
	for (size_t i = 0; sum > 0 && i < 3; i++)
		share[i] /= sum;
	return sum > 0;
}

/* Enough answers, and they do not agree; polarised when they gather at both ends. */
void tp_check_split_opinion(struct tp_look *look)
{
	const struct tp_dimension *dimension = dimension_of(look);
	double n, agreement, share[3], pole = tp_look_limit(look, TP_LIMIT_split_opinion_pole);
	if (!dimension || look->instrument->bands_n == 0)
		return;
	begin(look, dimension);
	if (!tp_record_num(look->subject, TP_score_n, &n) || n < tp_look_limit(look, TP_LIMIT_split_opinion_least_n) ||
		!tp_look_num(look, look->subject, TP_score_agreement, &agreement) ||
		agreement >= tp_look_limit(look, TP_LIMIT_split_opinion_agreement))
		return;
	if (thirds(look, dimension, share) && share[0] >= pole && share[2] >= pole && share[0] > share[1] &&
		share[2] > share[1])
		tp_look_show_value(look, "polarised", tp_value_bool(true));
	tp_look_signal(look, TP_WATCH);
}

/* The record that speaks for the whole subject: the total, or the first dimension of an instrument without one. */
static bool is_whole(const struct tp_look *look)
{
	if (is_level(look->subject, TP_score_level_total))
		return true;
	return look->instrument && !look->instrument->total && is_level(look->subject, TP_score_level_dimension) &&
		tp_text_compare(tp_record_id(look->subject, TP_score_key), look->instrument->dimensions[0].id) == 0;
}

/* Too few answered for the figures to bear much. */
void tp_check_thin_basis(struct tp_look *look)
{
	double n, rate;
	if (!is_whole(look))
		return;
	tp_look_case(look, tp_record_id(look->subject, TP_score_instrument));
	tp_look_show(look, look->subject, TP_score_instrument);
	tp_look_show(look, look->subject, TP_score_round);
	tp_look_show(look, look->subject, TP_score_n);
	tp_look_show(look, look->subject, TP_score_respondents);
	tp_look_show(look, look->subject, TP_score_invited);
	tp_look_show(look, look->subject, TP_score_response_rate);
	bool few = tp_record_num(look->subject, TP_score_n, &n) && n < tp_look_limit(look, TP_LIMIT_thin_basis_least_n);
	bool silent = tp_record_num(look->subject, TP_score_response_rate, &rate) &&
		rate < tp_look_limit(look, TP_LIMIT_thin_basis_rate);
	if (few || silent)
		tp_look_signal(look, TP_INFO);
}
