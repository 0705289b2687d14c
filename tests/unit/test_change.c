#include "tp/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tp/score.h"

/* Two dimensions, one of two items of which one is reversed, 1..5. */
static struct tp_item items[] = {
	{.id = {"a", 1}, .weight = 2}, {.id = {"b", 1}, .weight = 1, .reversed = true}, {.id = {"c", 1}, .weight = 1, .dimension = 1},
};
static struct tp_dimension dimensions[] = {
	{.id = {"d", 1}, .weight = 1, .n = 2}, {.id = {"e", 1}, .weight = 3, .first = 2, .n = 1},
};
static struct tp_instrument instrument = {
	.id = {"x", 1}, .min = 1, .max = 5, .step = 1, .steps = 5, .dimensions = dimensions, .dimensions_n = 2,
	.items = items, .items_n = 3, .total = true, .min_coverage = 0.5, .hash = "1",
};

struct world {
	struct tp_tally tally;
	struct tp_set earlier;
};

static int add(void *set, const struct tp_record *record, struct tp_err *err)
{
	return tp_set_add(set, record, err);
}

/* Answers to each item; the last of them is asked of 20, of whom two say that it does not apply. */
static struct tp_tally_group *group_of(struct world *world, const char *round, const char *subject, const long *answers,
	size_t n)
{
	struct tp_err err = {0};
	struct tp_tally_group key = {.instrument = &instrument, .round = tp_text_of(round), .kind = tp_text_of("unit"),
		.subject = tp_text_of(subject)};
	struct tp_tally_group *group = tp_tally_at(&world->tally, &key, &err);
	assert_non_null(group);
	for (size_t i = 0; i < n; i++)
		for (size_t item = 0; item < 3; item++)
			tp_tally_add(group, item, item == 1 ? 4 - answers[i] : answers[i]);
	tp_tally_add(group, 2, TP_ANSWER_NA);
	tp_tally_add(group, 2, TP_ANSWER_NA);
	group->invited_known = true;
	group->invited = 20;
	return group;
}

static void keep(struct world *world, const struct tp_tally_group *group)
{
	struct tp_err err = {0};
	struct tp_sink sink = {add, &world->earlier};
	assert_int_equal(tp_score_put(group, NULL, &sink, &err), 0);
}

static void end(struct world *world)
{
	tp_set_free(&world->earlier);
	tp_tally_free(&world->tally);
}

struct seen {
	const struct tp_set *earlier;
	const struct tp_tally_group *group;
	struct tp_figure figures[8];
	struct tp_record scores[8];
	size_t n;
};

static int compare(void *self, struct tp_record *score, const struct tp_figure *figure, struct tp_err *err)
{
	struct seen *seen = self;
	assert_int_equal(tp_change_set(seen->earlier, seen->group, figure, score, err), 0);
	seen->figures[seen->n] = *figure;
	seen->scores[seen->n++] = *score;
	return 0;
}

static int drop(void *self, const struct tp_record *record, struct tp_err *err)
{
	(void)self;
	(void)record;
	(void)err;
	return 0;
}

static struct seen compared(struct world *world, const struct tp_tally_group *group)
{
	struct tp_err err = {0};
	struct tp_sink sink = {drop, NULL};
	struct seen seen = {.earlier = &world->earlier, .group = group};
	struct tp_score_more more = {compare, &seen};
	tp_set_close(&world->earlier);
	assert_int_equal(tp_score_put(group, &more, &sink, &err), 0);
	return seen;
}

static double number_of(const struct tp_record *score, enum tp_field field)
{
	double x = -100;
	tp_record_num(score, field, &x);
	return x;
}

static bool is_clear(const struct tp_record *score)
{
	bool clear = false;
	assert_true(tp_record_bool(score, TP_score_clear, &clear));
	return clear;
}

/* The same answers on both sides: no change, and the half width of then is the one of now, to the bit: a change would be
 * clear just when it exceeds root two of it. All three levels; the interval is cut on both sides of the scale. */
static void half_widths_come_from_counts(void **state)
{
	(void)state;
	static const long wide[] = {0, 4, 0, 4, 2};
	struct world world = {0};
	struct tp_tally_group *group = group_of(&world, "", "u", wide, 5);
	keep(&world, group);
	struct seen seen = compared(&world, group);
	assert_int_equal(seen.n, 6);
	for (size_t i = 0; i < seen.n; i++) {
		assert_true(number_of(&seen.scores[i], TP_score_change) == 0);
		assert_false(is_clear(&seen.scores[i]));
		assert_true(number_of(&seen.scores[i], TP_score_low) == 1 && number_of(&seen.scores[i], TP_score_high) == 5);
	}
	end(&world);
}

/* Five times 2, then five times 4 of 20 invited: half width 2.776445 * sqrt(2/5) / sqrt(5) * sqrt(15/19) = 0.697758 for a and b
 * (0.676123 for c, whose base is 18), root of both squared 0.9868, and 2 is more. */
static void a_clear_change_is_clear(void **state)
{
	(void)state;
	static const long low[] = {1, 1, 1, 1, 1}, high[] = {3, 3, 3, 3, 3};
	struct world world = {0};
	keep(&world, group_of(&world, "1", "u", low, 5));
	struct seen seen = compared(&world, group_of(&world, "2", "u", high, 5));
	for (size_t i = 0; i < seen.n; i++) {
		bool reversed = tp_text_is(tp_record_id(&seen.scores[i], TP_score_key), "b");
		assert_true(number_of(&seen.scores[i], TP_score_previous) == (reversed ? 4 : 2));
		assert_true(number_of(&seen.scores[i], TP_score_change) == (reversed ? -2 : 2));
		assert_true(is_clear(&seen.scores[i]));
	}
	assert_true(seen.figures[0].half.x > 0.69775 && seen.figures[0].half.x < 0.69777);
	end(&world);
}

static void four_are_too_few(void **state)
{
	(void)state;
	static const long low[] = {0, 0, 0, 0, 0}, high[] = {4, 4, 4, 4, 4};
	struct world world = {0};
	keep(&world, group_of(&world, "", "then", low, 4));
	keep(&world, group_of(&world, "", "now", low, 5));
	struct seen seen = compared(&world, group_of(&world, "", "then2", high, 5));
	assert_false(tp_record_has(&seen.scores[0], TP_score_previous)); /* nobody of that name was there */
	struct world other = {0};
	struct tp_tally_group *few = group_of(&other, "", "now", high, 4);
	other.earlier = world.earlier;
	seen = compared(&other, few);
	assert_false(is_clear(&seen.scores[0]));
	seen = compared(&other, group_of(&other, "", "then", high, 5));
	assert_false(is_clear(&seen.scores[0]));
	other.earlier = (struct tp_set){0};
	end(&other);
	end(&world);
}

static void the_same_round_else_the_one_before(void **state)
{
	(void)state;
	static const long answers[][1] = {{0}, {1}, {2}};
	struct world world = {0};
	keep(&world, group_of(&world, "2024", "u", answers[0], 1));
	keep(&world, group_of(&world, "2025", "u", answers[1], 1));
	keep(&world, group_of(&world, "2027", "u", answers[2], 1));
	struct seen seen = compared(&world, group_of(&world, "2026", "u", answers[2], 1));
	assert_true(number_of(&seen.scores[0], TP_score_previous) == 2);
	seen = compared(&world, group_of(&world, "2027", "u", answers[2], 1));
	assert_true(number_of(&seen.scores[0], TP_score_previous) == 3);
	seen = compared(&world, group_of(&world, "", "u", answers[2], 1));
	assert_false(tp_record_has(&seen.scores[0], TP_score_previous));
	end(&world);
}

/* A file that somebody has edited is no reason to crash. */
static void nonsense_counts_are_none(void **state)
{
	(void)state;
	static const long answers[] = {1, 1, 1, 1, 1};
	struct world world = {0};
	struct tp_tally_group *group = group_of(&world, "", "u", answers, 5);
	keep(&world, group);
	tp_set_close(&world.earlier);
	size_t n;
	struct tp_record *const *all = tp_set_all(&world.earlier, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_record_has(all[i], TP_score_counts))
			for (size_t k = 0; k < 5; k++)
				tp_record_slot(all[i], TP_score_counts)->list.items[k].num = k % 2 ? -1e300 : 1e300;
	struct seen seen = compared(&world, group);
	assert_false(is_clear(&seen.scores[0]));
	end(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_widths_come_from_counts),
		cmocka_unit_test(a_clear_change_is_clear),
		cmocka_unit_test(four_are_too_few),
		cmocka_unit_test(the_same_round_else_the_one_before),
		cmocka_unit_test(nonsense_counts_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
