#include "tp/figure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- an instrument of two dimensions (items 0-2 and 3) on a scale 1..5, changed as a case needs it --- */

static struct tp_band bands[] = {
	{.id = {"low", 3}, .from = 2},
	{.id = {"high", 4}, .from = 2.5},
};

struct fixture {
	struct tp_item items[4];
	struct tp_dimension dimensions[2];
	struct tp_instrument instrument;
	struct tp_tally tally;
	struct tp_tally_group *group;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct tp_err err = {0};
	if (!f)
		return -1;
	for (size_t i = 0; i < 4; i++)
		f->items[i] = (struct tp_item){.dimension = i / 3, .weight = 1};
	f->dimensions[0] = (struct tp_dimension){.weight = 1, .first = 0, .n = 3};
	f->dimensions[1] = (struct tp_dimension){.weight = 1, .first = 3, .n = 1};
	f->instrument = (struct tp_instrument){
		.id = {"x", 1}, .min = 1, .max = 5, .step = 1, .steps = 5, .dimensions = f->dimensions,
		.dimensions_n = 2, .items = f->items, .items_n = 4, .bands = bands, .bands_n = 2,
		.total = true, .min_group = 1, .min_coverage = 0.5,
	};
	f->group = tp_tally_group(&f->tally, &f->instrument, tp_text_of(""), tp_text_of("u"), &err);
	*state = f;
	return f->group ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	tp_tally_free(&f->tally);
	free(f);
	return 0;
}

static void scale(struct fixture *f, double min, double max, double step, size_t steps)
{
	f->instrument.min = min;
	f->instrument.max = max;
	f->instrument.step = step;
	f->instrument.steps = steps;
}

/* Answers as digits 1 to 5 (the first step is 1, whatever the scale), b for blank, d for don't know, n for na. */
static void answer(struct fixture *f, size_t item, const char *answers)
{
	for (; *answers; answers++)
		tp_tally_add(f->group, item, *answers == 'b' ? TP_ANSWER_BLANK : *answers == 'd' ? TP_ANSWER_DK :
			*answers == 'n' ? TP_ANSWER_NA : *answers - '1');
}

static void invite(struct fixture *f, double heads)
{
	f->group->invited_known = true;
	f->group->invited = heads;
}

static struct tp_figure item_of(const struct fixture *f, size_t item)
{
	struct tp_figure figure;
	tp_figure_item(f->group, item, &figure);
	return figure;
}

static struct tp_figure dimension_of(const struct fixture *f, size_t dimension)
{
	struct tp_figure figure;
	tp_figure_dimension(f->group, dimension, &figure);
	return figure;
}

static struct tp_figure total_of(const struct fixture *f)
{
	struct tp_figure figure;
	assert_true(tp_figure_total(f->group, &figure));
	return figure;
}

/* Figures are rounded to four decimals: the double nearest to what is written here. */
#define IS(figure, expected) (assert_true((figure).known), assert_true((figure).x == (expected)))
#define LACKS(figure) assert_false((figure).known)

/* --- t --- */

static void t_agrees_with_printed_tables(void **state)
{
	(void)state;
	/* Upper 2.5 % points as any statistics book prints them. */
	static const double printed[][2] = {{1, 12.706}, {2, 4.303}, {3, 3.182}, {4, 2.776}, {5, 2.571}, {6, 2.447},
		{7, 2.365}, {8, 2.306}, {9, 2.262}, {10, 2.228}, {15, 2.131}, {20, 2.086}, {25, 2.060}, {30, 2.042},
		{40, 2.021}, {60, 2.000}, {80, 1.990}, {100, 1.984}, {120, 1.980}, {1000, 1.962}, {1e9, 1.960}};
	for (size_t i = 0; i < sizeof printed / sizeof *printed; i++)
		assert_true(fabs(tp_figure_t(printed[i][0]) - printed[i][1]) <= 0.0005);
}

static void t_has_its_digits(void **state)
{
	(void)state;
	/* By inverting the incomplete beta function with 25 digits in mpmath. */
	static const double exact[][2] = {{1, 12.706204736175}, {2, 4.3026527297495}, {3, 3.1824463052837},
		{50, 2.0085591121008}, {100, 1.9839715185236}, {101, 1.9837310029556}, {120, 1.9799304050824},
		{150, 1.9759053308966}, {200, 1.9718962236339}, {365, 1.9664845963768}, {500, 1.9647198374674},
		{1000, 1.9623390808264}, {9999, 1.9602012636214}};
	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
		assert_true(fabs(tp_figure_t(exact[i][0]) - exact[i][1]) < 1e-9);
	for (int df = 1; df < 3000; df++)
		assert_true(tp_figure_t(df) > tp_figure_t(df + 1));
}

/* --- items --- */

/* 1 2 3 4 5: mean 15/5; squares 4+1+0+1+4 = 10, sd sqrt(10/4); sigma2 = (25 - 1)/12 = 2, so r_wg = 1 - 2.5/2 < 0;
 * h = 2.776445 sqrt((10 + 2)/5)/sqrt(5) = 2.776445 * 0.692820 = 1.923578. */
static void one_answer_on_each_step(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "35142");
	struct tp_figure x = item_of(f, 0);
	assert_true(x.n == 5 && x.n_max == 5 && x.blank == 0 && x.dk == 0 && x.na == 0);
	IS(x.mean, 3);
	IS(x.median, 3);
	IS(x.sd, 1.5811);
	assert_true(x.half.known && fabs(x.half.x - 1.9235775947) < 1e-9);
	IS(x.low, 1.0764);
	IS(x.high, 4.9236);
	IS(x.agreement, 0);
	LACKS(x.bound_low);
	LACKS(x.bound_high);
	LACKS(x.coverage);
	assert_ptr_equal(x.band, &bands[1]);
}

/* Five times the same: sd 0, r_wg 1, and yet h = 2.776445 sqrt(2/5)/sqrt(5) = 0.785297. */
static void equal_answers_are_not_certainty(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "33333");
	answer(f, 1, "55555");
	struct tp_figure x = item_of(f, 0);
	IS(x.mean, 3);
	IS(x.sd, 0);
	IS(x.agreement, 1);
	IS(x.low, 2.2147);
	IS(x.high, 3.7853);
	x = item_of(f, 1);
	IS(x.low, 4.2147);
	IS(x.high, 5); /* cut */
}

static void too_few_answers(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "bbd");
	struct tp_figure x = item_of(f, 0);
	assert_true(x.n == 0 && x.blank == 2 && x.dk == 1 && x.na == 0);
	LACKS(x.mean);
	LACKS(x.median);
	LACKS(x.sd);
	LACKS(x.half);
	LACKS(x.low);
	LACKS(x.high);
	LACKS(x.agreement);
	assert_null(x.band);

	answer(f, 1, "1");
	x = item_of(f, 1);
	IS(x.mean, 1);
	IS(x.median, 1);
	LACKS(x.sd);
	LACKS(x.agreement);
	assert_null(x.band); /* below the first */

	/* 2 5: squares 2 * 1.5^2 = 4.5. */
	answer(f, 2, "25");
	x = item_of(f, 2);
	IS(x.mean, 3.5);
	IS(x.median, 3.5);
	IS(x.sd, 2.1213);
	IS(x.agreement, 0);
	LACKS(x.half);
	LACKS(x.low);

	/* 4 5: variance 1/2, r_wg = 1 - 1/4. */
	answer(f, 3, "45");
	IS(item_of(f, 3).agreement, 0.75);
}

/* 3 4 4: squares 2/3; sd sqrt(1/3); r_wg = 1 - 1/6; h = 4.302653 sqrt((2/3 + 2)/3)/sqrt(3) = 4.302653 * 0.544331
 * = 2.342067. */
static void three_answers(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "434");
	struct tp_figure x = item_of(f, 0);
	IS(x.mean, 3.6667);
	IS(x.median, 4);
	IS(x.sd, 0.5774);
	IS(x.agreement, 0.8333);
	IS(x.low, 1.3246);
	IS(x.high, 5);
}

/* 20 of them invited: f = sqrt(15/19) = 0.888523, h = 1.923578 f = 1.709144; were the other 15 all 1 or all 5, the
 * mean would be 30/20 or 90/20. */
static void the_number_invited_narrows(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "12345");
	invite(f, 20);
	struct tp_figure x = item_of(f, 0);
	IS(x.low, 1.2909);
	IS(x.high, 4.7091);
	IS(x.bound_low, 1.5);
	IS(x.bound_high, 4.5);
}

/* Whom a question does not concern is not in its base; who did not know stays there. */
static void na_leaves_the_base(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "12345nnbdd");
	invite(f, 22);
	struct tp_figure x = item_of(f, 0);
	assert_true(x.n == 5 && x.blank == 1 && x.dk == 2 && x.na == 2);
	IS(x.low, 1.2909);
	IS(x.bound_low, 1.5);
	IS(x.bound_high, 4.5);
}

static void all_invited_answered(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "12345");
	answer(f, 1, "4");
	for (int invited = 5; invited >= 3; invited -= 2) { /* also with more answers than were invited */
		invite(f, invited);
		struct tp_figure x = item_of(f, 0);
		IS(x.half, 0);
		IS(x.low, 3);
		IS(x.high, 3);
		IS(x.bound_low, 3);
		IS(x.bound_high, 3);
	}
	invite(f, 1);
	IS(item_of(f, 1).bound_low, 4);
}

static void nobody_answered(void **state)
{
	struct fixture *f = *state;
	answer(f, 1, "nn");
	invite(f, 2);
	struct tp_figure x = item_of(f, 0);
	LACKS(x.mean);
	IS(x.bound_low, 1);
	IS(x.bound_high, 5);
	struct tp_figure none = item_of(f, 1); /* it concerned none of the two */
	LACKS(none.bound_low);
	LACKS(none.bound_high);
}

/* -2 -1 1 2: mean and median 0, not -0; squares 10, sd sqrt(10/3). -2 0 1: mean -1/3, median 0. */
static void a_scale_around_zero(void **state)
{
	struct fixture *f = *state;
	scale(f, -2, 2, 1, 5);
	answer(f, 0, "1245");
	answer(f, 1, "134");
	answer(f, 2, "12");
	struct tp_figure x = item_of(f, 0);
	IS(x.mean, 0);
	IS(x.median, 0);
	assert_false(signbit(x.mean.x) || signbit(x.median.x));
	IS(x.sd, 1.8257);
	x = item_of(f, 1);
	IS(x.mean, -0.3333);
	IS(x.median, 0);
	x = item_of(f, 2);
	IS(x.mean, -1.5);
	IS(x.median, -1.5);
	IS(x.agreement, 0.75);
}

/* 0, 1/2, 1/2, 1: squares 1/2, variance 1/6, and sigma2 = (9 - 1)/(12 * 4) = 1/6 too. */
static void a_scale_of_halves(void **state)
{
	struct fixture *f = *state;
	scale(f, 0, 1, 0.5, 3);
	answer(f, 0, "1223");
	struct tp_figure x = item_of(f, 0);
	IS(x.mean, 0.5);
	IS(x.sd, 0.4082);
	IS(x.agreement, 0);
}

static void medians(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "11455"); /* the third of five */
	answer(f, 1, "1145"); /* between the second and the third */
	answer(f, 2, "55");
	answer(f, 3, "1111122");
	IS(item_of(f, 0).median, 4);
	IS(item_of(f, 1).median, 2.5);
	IS(item_of(f, 2).median, 5);
	IS(item_of(f, 3).median, 1);
}

/* 10001 times 2 and 10000 times 3: mean 2.499975, which is written and judged as 2.5. */
static void the_band_is_that_of_the_rounded_mean(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 20001; i++)
		tp_tally_add(f->group, 0, i % 2 ? 2 : 1);
	struct tp_figure x = item_of(f, 0);
	IS(x.mean, 2.5);
	assert_ptr_equal(x.band, &bands[1]);
}

/* --- dimensions --- */

/* a: 1 2 3 4 5, mean 3, h 1.923578. b: 1 1 2, mean 4/3, mirrored 14/3, h 2.342067; weights 1 and 3 of two items.
 * mean (3 + 14)/4; h (1.923578 + 7.026202)/4 = 2.237445. */
static void reversed_items_and_weights(void **state)
{
	struct fixture *f = *state;
	f->dimensions[0].n = 2;
	f->items[1].weight = 3;
	f->items[1].reversed = true;
	answer(f, 0, "12345b");
	answer(f, 1, "121dn");
	IS(item_of(f, 1).mean, 1.3333); /* as answered */
	struct tp_figure x = dimension_of(f, 0);
	assert_true(x.n == 3 && x.n_max == 5 && x.blank == 1 && x.dk == 1 && x.na == 1);
	IS(x.coverage, 1);
	IS(x.mean, 4.25);
	assert_true(fabs(x.half.x - 2.2374450200) < 1e-9);
	IS(x.low, 2.0126);
	IS(x.high, 5);
	LACKS(x.median);
	LACKS(x.sd);
	LACKS(x.bound_low);
	assert_ptr_equal(x.band, &bands[1]);
}

/* The same with 6 invited. a: (15 + 1)/6 and (15 + 5)/6. b: (4 + 3)/6 and (4 + 15)/6, mirrored 17/6 and 29/6.
 * (16/6 + 51/6)/4 = 67/24 and (20/6 + 87/6)/4 = 107/24. */
static void bounds_of_reversed_items(void **state)
{
	struct fixture *f = *state;
	f->dimensions[0].n = 2;
	f->items[1].weight = 3;
	f->items[1].reversed = true;
	answer(f, 0, "12345");
	answer(f, 1, "112");
	invite(f, 6);
	IS(item_of(f, 1).bound_low, 1.1667);
	IS(item_of(f, 1).bound_high, 3.1667);
	struct tp_figure x = dimension_of(f, 0);
	IS(x.bound_low, 2.7917);
	IS(x.bound_high, 4.4583);
}

/* Weights 1 1 2: one answered item covers a quarter, two cover half. */
static void coverage(void **state)
{
	struct fixture *f = *state;
	f->items[2].weight = 2;
	invite(f, 10);
	answer(f, 0, "444");
	struct tp_figure x = dimension_of(f, 0);
	assert_true(x.n == 0 && x.n_max == 3);
	IS(x.coverage, 0.25);
	LACKS(x.mean);
	LACKS(x.half);
	LACKS(x.low);
	LACKS(x.high);
	LACKS(x.bound_low);
	IS(x.agreement, 1); /* what was answered, was answered alike */
	assert_null(x.band);

	answer(f, 1, "222");
	x = dimension_of(f, 0);
	IS(x.coverage, 0.5);
	IS(x.mean, 3);
	assert_true(x.half.known);
}

/* A third covered is written 0.3333, and that is what is compared. */
static void coverage_is_compared_as_written(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "4");
	f->instrument.min_coverage = 0.3333;
	IS(dimension_of(f, 0).mean, 4);
	f->instrument.min_coverage = 0.3334;
	LACKS(dimension_of(f, 0).mean);
	f->instrument.min_coverage = 0; /* not even then out of nothing */
	LACKS(dimension_of(f, 1).mean);
	IS(dimension_of(f, 1).coverage, 0);
}

static void no_interval_while_a_part_has_none(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "444");
	answer(f, 1, "44");
	IS(dimension_of(f, 0).mean, 4);
	LACKS(dimension_of(f, 0).half);
	LACKS(dimension_of(f, 0).low);
	answer(f, 1, "4");
	assert_true(dimension_of(f, 0).half.known); /* the third item, with no answers, is no part */
}

/* Seven times 1, and six times 1 with one 2, weight 3: (1 + 3 * 8/7)/4 = 31/28 = 1.107143. From the rounded 1.1429 it
 * would be 1.107175. */
static void nothing_is_rounded_twice(void **state)
{
	struct fixture *f = *state;
	f->dimensions[0].n = 2;
	f->items[1].weight = 3;
	answer(f, 0, "1111111");
	answer(f, 1, "1111112");
	IS(item_of(f, 1).mean, 1.1429);
	IS(dimension_of(f, 0).mean, 1.1071);
}

/* Variances 1/4, 1/3, 2/3, mean 5/12, over 2: 5/24. 3 * 19/24 / (3 * 19/24 + 5/24) = 57/62 = 0.919355. */
static void agreement_of_three_items(void **state)
{
	struct fixture *f = *state;
	answer(f, 0, "4445");
	answer(f, 1, "3344");
	answer(f, 2, "2343");
	IS(dimension_of(f, 0).agreement, 0.9194);
}

/* 1 and 5: variance 8, four times sigma2. The bare formula gives 3 * -3/(-9 + 4) = 9/5. */
static void agreement_beyond_evenly_spread_is_none(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < 3; i++)
		answer(f, i, "15");
	IS(dimension_of(f, 0).agreement, 0);
}

static void agreement_leaves_out_single_answers(void **state)
{
	struct fixture *f = *state;
	LACKS(dimension_of(f, 0).agreement);
	answer(f, 0, "4");
	LACKS(dimension_of(f, 0).agreement);
	answer(f, 1, "45"); /* alone: r_wg = 1 - 0.5/2 */
	IS(dimension_of(f, 0).agreement, 0.75);
}

static void a_dimension_of_one_item_says_the_same(void **state)
{
	struct fixture *f = *state;
	answer(f, 3, "1344555");
	invite(f, 11);
	struct tp_figure item = item_of(f, 3), dimension = dimension_of(f, 1);
	IS(dimension.mean, item.mean.x);
	IS(dimension.half, item.half.x);
	IS(dimension.low, item.low.x);
	IS(dimension.high, item.high.x);
	IS(dimension.bound_low, item.bound_low.x);
	IS(dimension.bound_high, item.bound_high.x);
	IS(dimension.agreement, item.agreement.x);
}

/* --- the total --- */

/* Dimension means 4 (weight 2) and 2: 10/3. */
static void total_weighs_dimensions(void **state)
{
	struct fixture *f = *state;
	f->dimensions[0].weight = 2;
	answer(f, 0, "444b");
	answer(f, 1, "555");
	answer(f, 2, "333nn");
	answer(f, 3, "2222d");
	struct tp_figure x = total_of(f);
	assert_true(x.n == 3 && x.n_max == 4 && x.blank == 1 && x.dk == 1 && x.na == 2);
	IS(x.coverage, 1);
	IS(x.mean, 3.3333);
	LACKS(x.median);
	LACKS(x.sd);
	LACKS(x.agreement);
	/* Equal answers: h = 4.302653 sqrt(2/3)/sqrt(3) = 2.028290 for three, 3.182446 sqrt(2/4)/2 = 1.125165 for
	 * four; (2 * 2.028290 + 1.125165)/3 = 1.727248. */
	assert_true(fabs(x.half.x - 1.7272484) < 1e-6);
	IS(x.low, 1.6061);
	IS(x.high, 5);
	assert_ptr_equal(x.band, &bands[1]);
}

/* Bounds with 6 invited: dimension 0 (three items of three 4s): (12 + 3)/6 and (12 + 15)/6; dimension 1 (four 2s):
 * (8 + 2)/6 and (8 + 10)/6. */
static void total_has_bounds(void **state)
{
	struct fixture *f = *state;
	invite(f, 6);
	for (size_t i = 0; i < 3; i++)
		answer(f, i, "444");
	answer(f, 3, "2222");
	struct tp_figure x = total_of(f);
	IS(x.bound_low, 2.0833);  /* (5/2 + 5/3)/2 = 25/12 */
	IS(x.bound_high, 3.75);   /* (9/2 + 3)/2 */
}

static void total_over_what_is_known(void **state)
{
	struct fixture *f = *state;
	f->dimensions[0].weight = 2;
	for (size_t i = 0; i < 3; i++)
		answer(f, i, "444");
	struct tp_figure x = total_of(f);
	assert_true(x.n == 0 && x.n_max == 3);
	IS(x.coverage, 0.6667);
	IS(x.mean, 4);
	f->dimensions[1].weight = 3; /* two fifths are too little */
	x = total_of(f);
	IS(x.coverage, 0.4);
	LACKS(x.mean);
	LACKS(x.low);
	f->instrument.total = false;
	assert_false(tp_figure_total(f->group, &x));
}

/* --- properties --- */

static void order_of_answers_is_irrelevant(void **state)
{
	struct fixture *f = *state;
	static const char answers[] = "1552341d5n2b4431", back[] = "1344b2n5d1432551";
	struct tp_figure figures[2] = {{0}};
	struct tp_err err = {0};
	for (int i = 0; i < 2; i++) {
		f->group = tp_tally_group(&f->tally, &f->instrument, tp_text_of("r"), tp_text_of(i ? "a" : "b"), &err);
		assert_non_null(f->group);
		invite(f, 40);
		for (size_t item = 0; item < 4; item++)
			answer(f, item, i ? answers : back);
		figures[i] = total_of(f);
	}
	IS(figures[0].mean, figures[1].mean.x);
	IS(figures[0].half, figures[1].half.x);
	IS(figures[0].bound_low, figures[1].bound_low.x);
	assert_true(figures[0].n == 13 && figures[1].n == 13);
}

/* Whatever is answered: the bounds hold the mean, as does the interval, and no figure leaves the scale. */
static void figures_stay_where_they_belong(void **state)
{
	struct fixture *f = *state;
	uint64_t random = 20261122;
	f->items[1].reversed = true;
	for (int i = 0; i < 3000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		tp_tally_add(f->group, (random >> 33) % 4, (long)((random >> 40) % 8) - 3);
		invite(f, 4000);
		struct tp_figure x = total_of(f);
		if (!x.mean.known)
			continue;
		assert_true(1 <= x.bound_low.x && x.bound_low.x <= x.mean.x);
		assert_true(x.mean.x <= x.bound_high.x && x.bound_high.x <= 5);
		if (x.low.known)
			assert_true(1 <= x.low.x && x.low.x <= x.mean.x && x.mean.x <= x.high.x && x.high.x <= 5);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(t_agrees_with_printed_tables),
		cmocka_unit_test(t_has_its_digits),
		TEST(one_answer_on_each_step),
		TEST(equal_answers_are_not_certainty),
		TEST(too_few_answers),
		TEST(three_answers),
		TEST(the_number_invited_narrows),
		TEST(na_leaves_the_base),
		TEST(all_invited_answered),
		TEST(nobody_answered),
		TEST(a_scale_around_zero),
		TEST(a_scale_of_halves),
		TEST(medians),
		TEST(the_band_is_that_of_the_rounded_mean),
		TEST(reversed_items_and_weights),
		TEST(bounds_of_reversed_items),
		TEST(coverage),
		TEST(coverage_is_compared_as_written),
		TEST(no_interval_while_a_part_has_none),
		TEST(nothing_is_rounded_twice),
		TEST(agreement_of_three_items),
		TEST(agreement_beyond_evenly_spread_is_none),
		TEST(agreement_leaves_out_single_answers),
		TEST(a_dimension_of_one_item_says_the_same),
		TEST(total_weighs_dimensions),
		TEST(total_has_bounds),
		TEST(total_over_what_is_known),
		TEST(order_of_answers_is_irrelevant),
		TEST(figures_stay_where_they_belong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
