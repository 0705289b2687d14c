#include "tp/measure.h"

#include "tp/scored.h"

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
	return tp_record_code(score, TP_score_level, &level) && level == wanted;
}

bool tp_measure_is_whole(const struct tp_record *score, const struct tp_instrument *instrument)
{
	bool withheld = false;
	tp_record_bool(score, TP_score_suppressed, &withheld);
	if (withheld || tp_record_has(score, TP_score_slice))
		return false;
	return instrument->total ? is_level(score, TP_score_level_total)
				 : is_level(score, TP_score_level_dimension) &&
			tp_text_compare(tp_record_id(score, TP_score_key), instrument->dimensions[0].id) == 0;
}

bool tp_measure_is_related(const struct tp_instrument *instrument)
{
	for (size_t i = 0; i < instrument->items_n; i++)
		if (instrument->items[i].mirrors.len > 0)
			return true;
	return tp_text_is(instrument->id, "dilemmas");
}

/* --- dimensions --- */

static void ask_weak(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_record *score,
	double mean)
{
	const struct tp_instrument *instrument = look->instrument;
	double judged = dimension->low_is_good ? instrument->min + instrument->max - mean : mean;
	const struct tp_band *band = tp_instrument_band(instrument, judged);
	if (!band || band->severity < TP_WATCH)
		return;
	tp_scored_begin(look, score, dimension->title);
	tp_look_show(look, score, TP_score_mean);
	tp_look_show_value(look, "band", tp_value_text(band->id));
	tp_scored_lend(look, "band_title", band->title);
	tp_look_word(look, "max", tp_value_num(instrument->max));
	tp_scored_advise(look, dimension, band);
	tp_look_signal(look, band->severity);
}

/* The mean lies in a band that the instrument marks. */
void tp_check_weak_dimension(struct tp_look *look)
{
	if (look->instrument && look->instrument->bands_n > 0)
		tp_scored_each(look, ask_weak);
}

/* The shares of a dimension's answers in the lower third of the steps, between, and in the upper third. */
static bool thirds(const struct tp_look *look, const struct tp_dimension *dimension, double share[3])
{
	size_t steps = look->instrument->steps, third = (steps + 1) / 3;
	double sum = 0;
	share[0] = share[1] = share[2] = 0;
	for (size_t i = dimension->first; i < dimension->first + dimension->n; i++) {
		const struct tp_record *score = tp_scored_of(look, TP_score_level_item, look->instrument->items[i].id);
		const struct tp_value *counts = score ? tp_record_value(score, TP_score_counts) : NULL;
		if (!counts || counts->type != TP_LIST || counts->list.n != steps)
			continue;
		for (size_t step = 0; step < steps; step++) {
			size_t at = look->instrument->items[i].reversed ? steps - 1 - step : step;
			share[at < third ? 0 : at >= steps - third ? 2 : 1] += counts->list.items[step].num;
			sum += counts->list.items[step].num;
		}
	}
	for (size_t i = 0; sum > 0 && i < 3; i++)
		share[i] /= sum;
	return sum > 0;
}

static void ask_split(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_record *score,
	double mean)
{
	double n, agreement, share[3], pole = tp_look_limit(look, TP_LIMIT_split_opinion_pole);
	(void)mean;
	if (!tp_record_num(score, TP_score_n, &n) || n < tp_look_limit(look, TP_LIMIT_split_opinion_least_n) ||
		!tp_record_num(score, TP_score_agreement, &agreement) ||
		agreement >= tp_look_limit(look, TP_LIMIT_split_opinion_agreement))
		return;
	tp_scored_begin(look, score, dimension->title);
	tp_look_show(look, score, TP_score_agreement);
	if (thirds(look, dimension, share) && share[0] >= pole && share[2] >= pole && share[0] > share[1] &&
		share[2] > share[1])
		tp_look_show_value(look, "polarised", tp_value_bool(true));
	tp_look_signal(look, TP_WATCH);
}

/* Enough answers, and they do not agree; polarised when they gather at both ends. */
void tp_check_split_opinion(struct tp_look *look)
{
	if (look->instrument && look->instrument->bands_n > 0)
		tp_scored_each(look, ask_split);
}

/* The parts of the story that is told when a change is rolled out. */
static void ask_story(struct tp_look *look, const struct tp_dimension *dimension, const struct tp_record *score,
	double mean)
{
	if (mean >= tp_look_limit(look, TP_LIMIT_story_missing_least))
		return;
	tp_scored_begin(look, score, dimension->title);
	tp_look_show(look, score, TP_score_mean);
	tp_look_word(look, "max", tp_value_num(look->instrument->max));
	tp_scored_advise(look, dimension, tp_instrument_band(look->instrument, mean));
	tp_look_signal(look, TP_INFO);
}

void tp_check_story_missing(struct tp_look *look)
{
	int phase;
	if (!look->instrument || !tp_text_is(look->instrument->id, "story"))
		return;
	const struct tp_record *initiative =
		tp_set_find(look->set, TP_KIND_initiative, tp_record_id(look->subject, TP_score_subject));
	if (!initiative || !tp_record_code(initiative, TP_initiative_phase, &phase)) {
		tp_look_miss(look, TP_initiative_phase);
		return;
	}
	if (phase == TP_phase_rollout || phase == TP_phase_operation)
		tp_scored_each(look, ask_story);
}

/* --- the basis --- */

/* Too few answered for the figures to bear much. */
void tp_check_thin_basis(struct tp_look *look)
{
	const struct tp_record *score = look->subject;
	double n, n_max = 0, rate = 1, least = tp_look_limit(look, TP_LIMIT_thin_basis_least_n);
	bool few = tp_record_num(score, TP_score_n, &n) && n < least;
	bool told = tp_record_num(score, TP_score_response_rate, &rate);
	if (!look->instrument)
		return;
	tp_look_case(look, tp_record_id(score, TP_score_instrument));
	tp_scored_place(look);
	tp_look_show(look, score, TP_score_n);
	tp_look_show(look, score, TP_score_respondents);
	tp_look_show(look, score, TP_score_invited);
	tp_look_show(look, score, TP_score_response_rate);
	if (few && tp_record_num(score, TP_score_n_max, &n_max) && n_max >= least)
		tp_look_word(look, "fewest", tp_value_num(n));
	if (few || (told && rate < tp_look_limit(look, TP_LIMIT_thin_basis_rate)))
		tp_look_signal(look, TP_INFO);
	else if (!told && look->instrument->anonymous) /* people are invited, and stay away */
		tp_scored_miss(look, TP_invited_count);
}

/* --- items --- */

/* How much a pitfall is met, which its advice speaks against. */
static void ask_pitfall(struct tp_look *look, const struct tp_item *item)
{
	const struct tp_record *score = tp_scored_of(look, TP_score_level_item, item->id);
	double mean;
	if (!tp_scored_mean(look, score, &mean))
		return;
	double exposure = item->reversed ? look->instrument->min + look->instrument->max - mean : mean;
	if (exposure < tp_look_limit(look, TP_LIMIT_pitfall_watch))
		return;
	tp_scored_begin(look, score, item->text);
	tp_look_show_num(look, "exposure", exposure);
	tp_look_word(look, "max", tp_value_num(look->instrument->max));
	look->advice[TP_DA] = item->advice[TP_DA];
	look->advice[TP_EN] = item->advice[TP_EN];
	tp_look_signal(look, exposure >= tp_look_limit(look, TP_LIMIT_pitfall_act) ? TP_ACT : TP_WATCH);
}

void tp_check_pitfall(struct tp_look *look)
{
	for (size_t i = 0; look->instrument && i < look->instrument->items_n; i++) {
		const struct tp_item *item = &look->instrument->items[i];
		if (look->instrument->dimensions[item->dimension].low_is_good && item->advice[TP_DA].len > 0)
			ask_pitfall(look, item);
	}
}
