#include "tp/measure.h"

#include <string.h>

#include "tp/scored.h"
#include "tp/by.h"
#include "tp/change.h"
#include "tp/num.h"

/* What is held against something else: other groups, other instruments, other times. */

static double number_of(const struct tp_record *score, enum tp_field field, double otherwise)
{
	tp_record_num(score, field, &otherwise);
	return otherwise;
}

/* --- groups --- */

/* Two slices of a subject that stand apart. */
struct gap {
	const struct tp_record *high, *low;
	double width;
};

static const struct tp_group *group_of(const struct tp_look *look, const struct tp_record *score)
{
	return tp_instrument_group(look->instrument, tp_by_text(tp_record_value(score, TP_score_slice), "group"));
}

static bool is_open(const struct tp_look *look, const struct tp_record *score)
{
	const struct tp_group *group = group_of(look, score);
	return group && group->open;
}

/* Enough have answered; in the open a few are enough. */
static bool bears(const struct tp_look *look, const struct tp_record *score)
{
	return tp_record_has(score, TP_score_mean) && (is_open(look, score) ||
		number_of(score, TP_score_n, 0) >= tp_look_limit(look, TP_LIMIT_group_gap_least_n));
}

/* How far one stands above the other when their intervals do not meet, else 0. That the written ones are cut to the scale
 * changes nothing: beyond it nobody stands. The mean of so few that it has no interval stands for itself. */
static double width_of(const struct tp_record *high, const struct tp_record *low)
{
	double above = number_of(high, TP_score_mean, 0), below = number_of(low, TP_score_mean, 0);
	bool apart = number_of(high, TP_score_low, above) > number_of(low, TP_score_high, below);
	return apart ? tp_num_round(above - below) : 0;
}

static bool is_slice(const struct tp_record *score, struct tp_text dimension)
{
	int level;
	return tp_record_code(score, TP_score_level, &level) && level == TP_score_level_dimension &&
		tp_record_has(score, TP_score_slice) &&
		tp_text_compare(tp_record_id(score, TP_score_key), dimension) == 0;
}

/* The two that stand furthest apart, the first where several do; false when there are not two to compare. */
static bool find_gap(const struct tp_look *look, struct tp_text dimension, struct gap *gap)
{
	size_t n, slices = 0;
	struct tp_record *const *all = tp_set_like(look->set, look->subject, 4, &n);
	*gap = (struct gap){0};
	for (size_t i = 0; i < n; i++) {
		if (!is_slice(all[i], dimension))
			continue;
		slices++;
		for (size_t k = 0; bears(look, all[i]) && k < n; k++) {
			if (k == i || !is_slice(all[k], dimension) || !bears(look, all[k]))
				continue;
			double width = width_of(all[i], all[k]);
			if (width > gap->width)
				*gap = (struct gap){all[i], all[k], width};
		}
	}
	return slices > 1;
}

/* What people call a part of a slice. */
static struct tp_text part_title(const struct tp_look *look, const struct tp_pair *part, enum tp_lang lang)
{
	const struct tp_group *group =
		tp_text_is(part->key, "group") ? tp_instrument_group(look->instrument, part->value.text) : NULL;
	int area = tp_text_is(part->key, "area") ? tp_code_find(TP_ENUM_area, part->value.text) : TP_CODE_none;
	if (group)
		return group->title[lang];
	return area == TP_CODE_none ? part->value.text : tp_code_title(area, lang);
}

/* Lends the message the name of a slice: "Ledere", "Ledere, social og sundhed". */
static void lend_slice(struct tp_look *look, const char *name, const struct tp_record *score)
{
	const struct tp_value *slice = tp_record_value(score, TP_score_slice);
	struct tp_text words[TP_LANGS] = {{0}};
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
		struct tp_buf out = {0};
		for (size_t i = 0; i < slice->map.n; i++) {
			struct tp_text title = part_title(look, &slice->map.pairs[i], lang);
			tp_buf_add_string(&out, i ? ", " : "");
			tp_buf_add(&out, title.ptr, title.len);
		}
		if (!out.failed)
			words[lang] = tp_text_copy(look->arena, (struct tp_text){out.ptr, out.len});
		tp_buf_free(&out);
	}
	if (words[TP_DA].ptr && words[TP_EN].ptr)
		tp_scored_lend(look, name, words);
	else
		tp_look_fail(look);
}

static void show_gap(struct tp_look *look, const struct tp_dimension *dimension, const struct gap *gap)
{
	tp_look_case(look, dimension->id);
	tp_scored_place(look);
	tp_scored_lend(look, "title", dimension->title);
	lend_slice(look, "high_title", gap->high);
	lend_slice(look, "low_title", gap->low);
	tp_look_word(look, "max", tp_value_num(look->instrument->max));
	tp_look_show_value(look, "high_slice", *tp_record_value(gap->high, TP_score_slice));
	tp_look_show_num(look, "high", number_of(gap->high, TP_score_mean, 0));
	tp_look_show_num(look, "high_n", number_of(gap->high, TP_score_n, 0));
	tp_look_show_value(look, "low_slice", *tp_record_value(gap->low, TP_score_slice));
	tp_look_show_num(look, "low", number_of(gap->low, TP_score_mean, 0));
	tp_look_show_num(look, "low_n", number_of(gap->low, TP_score_n, 0));
	tp_look_show_num(look, "gap", gap->width);
	if (is_open(look, gap->high) && !is_open(look, gap->low))
		tp_look_show_value(look, "leaders_above", tp_value_bool(true));
}

/* Two groups see the same thing in different lights; asked when scores are by group. */
void tp_check_group_gap(struct tp_look *look)
{
	for (size_t i = 0; look->instrument && i < look->instrument->dimensions_n; i++) {
		const struct tp_dimension *dimension = &look->instrument->dimensions[i];
		double least = tp_look_limit(look, TP_LIMIT_group_gap_steps) * look->instrument->step;
		struct gap gap;
		if (!find_gap(look, dimension->id, &gap) && look->instrument->groups_n > 1)
			tp_scored_miss(look, TP_response_group);
		if (!gap.high || gap.width < least)
			continue;
		show_gap(look, dimension, &gap);
		tp_look_signal(look, TP_WATCH);
	}
}

/* --- another instrument --- */

/* The mean of the subject's latest score on the instrument that others are held against. */
static bool related(struct tp_look *look, int level, struct tp_text key, double *mean)
{
	struct tp_text kind = tp_text_copy(look->arena, tp_record_id(look->subject, TP_score_subject_kind));
	if (kind.ptr)
		return tp_look_score(look, TP_MEASURE_RELATED, kind.ptr, tp_record_id(look->subject, TP_score_subject),
			level, key, mean);
	tp_look_fail(look);
	return false;
}

static void ask_leader(struct tp_look *look, const struct tp_item *item)
{
	const struct tp_dimension *dimension = &look->instrument->dimensions[item->dimension];
	const struct tp_record *score = tp_scored_of(look, TP_score_level_item, item->id);
	double own, others;
	if (!tp_scored_mean(look, score, &own) || own < tp_look_limit(look, TP_LIMIT_leader_alone_leader))
		return;
	tp_scored_begin(look, score, dimension->n == 1 ? dimension->title : item->text);
	tp_look_show(look, score, TP_score_mean);
	tp_look_word(look, "max", tp_value_num(look->instrument->max));
	tp_look_show_value(look, "mirrors", tp_value_text(item->mirrors));
	if (related(look, TP_score_level_dimension, item->mirrors, &others) &&
		others <= tp_look_limit(look, TP_LIMIT_leader_alone_others))
		tp_look_signal(look, TP_WATCH);
}

/* Whoever leads holds a thing to be well, and those who work there do not. */
void tp_check_leader_alone(struct tp_look *look)
{
	for (size_t i = 0; look->instrument && i < look->instrument->items_n; i++)
		if (look->instrument->items[i].mirrors.len > 0)
			ask_leader(look, &look->instrument->items[i]);
}

/* A slider of the dilemmas. */
static bool slider(struct tp_look *look, const char *key, double *mean)
{
	return tp_scored_mean(look, tp_scored_of(look, TP_score_level_dimension, tp_text_of(key)), mean);
}

static void begin_slider(struct tp_look *look, const char *key, const char *name, double mean)
{
	tp_look_case(look, tp_text_of(key));
	tp_scored_place(look);
	tp_look_show_num(look, name, mean);
}

/* Much that is new asks for backing; beginning everywhere at once asks for maturity. */
void tp_check_out_of_step(struct tp_look *look)
{
	static const char *const backing[] = {"legitimacy", "involvement"};
	double innovation, other, roll_out, maturity;
	if (!look->instrument || !tp_text_is(look->instrument->id, "dilemmas"))
		return;
	double high = tp_look_limit(look, TP_LIMIT_out_of_step_high), low = -tp_look_limit(look, TP_LIMIT_out_of_step_low);
	bool new = slider(look, "innovation", &innovation) && innovation >= high;
	for (size_t i = 0; i < sizeof backing / sizeof *backing; i++)
		if (slider(look, backing[i], &other) && new && other <= low) {
			begin_slider(look, backing[i], backing[i], other);
			tp_look_show_num(look, "innovation", innovation);
			tp_look_signal(look, TP_WATCH);
		}
	if (!slider(look, "roll-out", &roll_out) || roll_out > low)
		return;
	begin_slider(look, "roll-out", "roll_out", roll_out);
	if (related(look, TP_score_level_total, tp_text_of("total"), &maturity) &&
		maturity < tp_look_limit(look, TP_LIMIT_out_of_step_maturity))
		tp_look_signal(look, TP_WATCH);
}

/* --- another time --- */

static void show_change(struct tp_look *look, const struct tp_record *score, const struct tp_text title[TP_LANGS])
{
	const struct tp_record *before = look->earlier ? tp_change_find(look->earlier, score) : NULL;
	tp_scored_begin(look, score, title);
	tp_look_show(look, score, TP_score_mean);
	tp_look_show(look, score, TP_score_previous);
	tp_look_show(look, score, TP_score_change);
	if (!before)
		return;
	tp_look_show_num(look, "previous_n", number_of(before, TP_score_n, 0));
	if (tp_value_compare(tp_record_value(before, TP_score_hash), tp_record_value(score, TP_score_hash)) != 0)
		tp_look_show_value(look, "instrument_changed", tp_value_bool(true));
}

/* Whether anyone was asked then: who was not asked before others were lacks nothing. */
static bool has_earlier(const struct tp_look *look)
{
	size_t n = 0;
	if (look->earlier)
		tp_set_like(look->earlier, look->subject, 1, &n);
	return n > 0;
}

/* sign: -1 asks what fell, 1 what rose. To rise is good, but of what is good when low, and of a position. */
static void ask_change(struct tp_look *look, const struct tp_record *score, const struct tp_text title[TP_LANGS],
	bool low_is_good, double sign)
{
	double mean, change, least = tp_look_limit(look, sign < 0 ? TP_LIMIT_fell_steps : TP_LIMIT_rose_steps);
	bool clear = false, worse = (sign > 0) == low_is_good, graded = look->instrument->bands_n > 0 || low_is_good;
	if (!tp_scored_mean(look, score, &mean))
		return;
	if (!tp_record_num(score, TP_score_change, &change)) {
		tp_scored_miss(look, TP_score_previous);
		return;
	}
	tp_record_bool(score, TP_score_clear, &clear);
	if (!clear || sign * change < tp_num_round(least * look->instrument->step))
		return;
	show_change(look, score, title);
	tp_look_signal(look, worse && graded ? TP_WATCH : TP_INFO);
}

static void ask_changes(struct tp_look *look, double sign)
{
	if (!look->instrument || !has_earlier(look))
		return;
	for (size_t i = 0; i < look->instrument->dimensions_n; i++) {
		const struct tp_dimension *dimension = &look->instrument->dimensions[i];
		const struct tp_record *score = tp_scored_of(look, TP_score_level_dimension, dimension->id);
		ask_change(look, score, dimension->title, dimension->low_is_good, sign);
	}
	if (look->instrument->total)
		ask_change(look, look->subject, look->instrument->title, false, sign);
}

void tp_check_fell(struct tp_look *look)
{
	ask_changes(look, -1);
}

void tp_check_rose(struct tp_look *look)
{
	ask_changes(look, 1);
}
