#include "tp/change.h"

#include <math.h>

#include "tp/num.h"

/* The key fields of a score in their order: instrument, round, subject kind, subject, slice, level, key. */
enum { BY_INSTRUMENT = 1, BY_ROUND = 2, BY_GROUP = 5, BY_ALL = 7 };
enum { LEAST_N = 5 };

const struct tp_record *tp_change_find(const struct tp_set *earlier, const struct tp_record *score)
{
	struct tp_record like;
	struct tp_text latest = tp_record_id(score, TP_score_round);
	size_t left, n;
	tp_record_borrow(&like, score);
	struct tp_record *const *all = tp_set_like(earlier, score, BY_INSTRUMENT, &left);
	while (left > 0) { /* round by round, the latest first */
		*tp_record_slot(&like, TP_score_round) = *tp_record_value(all[left - 1], TP_score_round);
		struct tp_record *const *found = tp_set_like(earlier, &like, BY_ALL, &n);
		if (n > 0 && tp_record_has(found[0], TP_score_mean) &&
			tp_text_compare(tp_record_id(found[0], TP_score_round), latest) <= 0)
			return found[0];
		struct tp_record *const *round = tp_set_like(earlier, &like, BY_ROUND, &n);
		left = (size_t)(round - all);
	}
	return NULL;
}

static double number_of(const struct tp_record *record, enum tp_field field)
{
	double x = 0;
	tp_record_num(record, field, &x);
	return x;
}

/* What stands for a count in a file that anyone may have edited. */
static uint64_t count_of(double x)
{
	return x >= 0 && x <= 9007199254740992.0 ? (uint64_t)x : 0;
}

static void count_again(struct tp_tally_group *group, const struct tp_record *score)
{
	const struct tp_value *counts = tp_record_value(score, TP_score_counts);
	long item = tp_instrument_item(group->instrument, tp_record_id(score, TP_score_key));
	if (item < 0 || counts->type != TP_LIST || counts->list.n != group->instrument->steps)
		return;
	for (size_t k = 0; k < counts->list.n; k++)
		tp_tally_add_many(group, (size_t)item, (long)k, count_of(counts->list.items[k].num));
	tp_tally_add_many(group, (size_t)item, TP_ANSWER_NA, count_of(number_of(score, TP_score_na)));
	group->invited_known = tp_record_num(score, TP_score_invited, &group->invited);
}

static bool find_figure(const struct tp_tally_group *group, const struct tp_record *score, struct tp_figure *figure)
{
	const struct tp_instrument *instrument = group->instrument;
	struct tp_text key = tp_record_id(score, TP_score_key);
	int level = TP_CODE_none;
	tp_record_code(score, TP_score_level, &level);
	if (level == TP_score_level_total)
		return tp_figure_total(group, figure);
	long item = level == TP_score_level_item ? tp_instrument_item(instrument, key) : -1;
	if (item >= 0)
		tp_figure_item(group, (size_t)item, figure);
	for (size_t i = 0; level == TP_score_level_dimension && i < instrument->dimensions_n; i++)
		if (tp_text_compare(instrument->dimensions[i].id, key) == 0) {
			tp_figure_dimension(group, i, figure);
			return true;
		}
	return item >= 0;
}

/* The half width that an earlier score had before it was cut and rounded, from the counts of its items. */
static int half_of_counts(const struct tp_set *earlier, const struct tp_record *score,
	const struct tp_instrument *instrument, struct tp_maybe *half, struct tp_err *err)
{
	struct tp_tally tally = {0};
	struct tp_figure figure;
	size_t n;
	struct tp_tally_group *group = tp_tally_group(&tally, instrument, tp_text_of(""), tp_text_of(""), err);
	struct tp_record *const *scores = tp_set_like(earlier, score, BY_GROUP, &n);
	for (size_t i = 0; group && i < n; i++)
		count_again(group, scores[i]);
	if (group && find_figure(group, score, &figure))
		*half = figure.half;
	tp_tally_free(&tally);
	return group ? 0 : -1;
}

/* Of an interval that is cut at one end the other tells; cut at both it tells nothing. */
static void half_of_interval(const struct tp_record *score, const struct tp_instrument *instrument,
	struct tp_maybe *half)
{
	double mean, low, high;
	if (!tp_record_num(score, TP_score_mean, &mean) || !tp_record_num(score, TP_score_low, &low) ||
		!tp_record_num(score, TP_score_high, &high) || (low <= instrument->min && high >= instrument->max))
		return;
	*half = (struct tp_maybe){true, mean - low > high - mean ? mean - low : high - mean};
}

int tp_change_set(const struct tp_set *earlier, const struct tp_tally_group *group, const struct tp_figure *figure,
	struct tp_record *score, struct tp_err *err)
{
	const struct tp_record *before = tp_change_find(earlier, score);
	struct tp_maybe half = {0};
	double previous;
	if (!before || !tp_record_num(before, TP_score_mean, &previous))
		return 0;
	if (!tp_text_is(tp_record_id(before, TP_score_hash), group->instrument->hash))
		half_of_interval(before, group->instrument, &half);
	else if (half_of_counts(earlier, before, group->instrument, &half, err) < 0)
		return -1;
	double change = tp_num_round(figure->mean.x - previous);
	bool clear = half.known && figure->half.known && figure->n >= LEAST_N &&
		number_of(before, TP_score_n) >= LEAST_N &&
		fabs(change) > sqrt(half.x * half.x + figure->half.x * figure->half.x);
	*tp_record_slot(score, TP_score_previous) = tp_value_num(previous);
	*tp_record_slot(score, TP_score_change) = tp_value_num(change);
	*tp_record_slot(score, TP_score_clear) = tp_value_bool(clear);
	return 0;
}
