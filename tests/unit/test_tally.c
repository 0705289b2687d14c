#include "tp/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/limits.h"

enum { ITEMS = 3, STEPS = 5 };

static struct tp_item items[ITEMS];
static const struct tp_instrument one = {.id = {"one", 3}, .steps = STEPS, .items = items, .items_n = ITEMS};
static const struct tp_instrument two = {.id = {"two", 3}, .steps = STEPS, .items = items, .items_n = ITEMS};

static struct tp_tally_group *group_of(struct tp_tally *tally, const struct tp_instrument *instrument,
	const char *round, const char *subject)
{
	struct tp_err err = {0};
	struct tp_tally_group *group =
		tp_tally_group(tally, instrument, tp_text_of(round), tp_text_of(subject), &err);
	assert_non_null(group);
	assert_int_equal(err.code, TP_OK);
	return group;
}

static void answers_are_counted_apart(void **state)
{
	(void)state;
	struct tp_tally tally = {0};
	struct tp_tally_group *group = group_of(&tally, &one, "2026", "unit");
	static const long answers[] = {0, 4, 4, TP_ANSWER_BLANK, TP_ANSWER_DK, TP_ANSWER_DK, TP_ANSWER_NA};
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		tp_tally_add(group, 1, answers[i]);
	tp_tally_add(group, 0, 4);
	tp_tally_add(group, 2, 0);

	assert_int_equal(tp_tally_count(group, 1, 0), 1);
	assert_int_equal(tp_tally_count(group, 1, 1), 0);
	assert_int_equal(tp_tally_count(group, 1, 4), 2);
	assert_int_equal(tp_tally_count(group, 1, TP_ANSWER_BLANK), 1);
	assert_int_equal(tp_tally_count(group, 1, TP_ANSWER_DK), 2);
	assert_int_equal(tp_tally_count(group, 1, TP_ANSWER_NA), 1);
	assert_int_equal(tp_tally_count(group, 0, 4), 1);
	assert_int_equal(tp_tally_count(group, 0, TP_ANSWER_NA), 0);
	assert_int_equal(tp_tally_count(group, 2, 0), 1);
	tp_tally_free(&tally);
}

static void groups_have_a_limit(void **state)
{
	(void)state;
	static const struct tp_instrument tiny = {.id = {"tiny", 4}, .steps = 2, .items = items, .items_n = 1};
	struct tp_tally tally = {0};
	struct tp_err err = {0};
	char subject[16];
	for (int i = 0; i < TP_GROUPS_MAX; i++) {
		int len = snprintf(subject, sizeof subject, "%d", i);
		assert_non_null(tp_tally_group(&tally, &tiny, (struct tp_text){0}, (struct tp_text){subject, (size_t)len}, &err));
	}
	assert_non_null(tp_tally_group(&tally, &tiny, (struct tp_text){0}, tp_text_of("17"), &err));
	assert_int_equal(err.code, TP_OK);
	assert_null(tp_tally_group(&tally, &tiny, (struct tp_text){0}, tp_text_of("one more"), &err));
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, "more than 1000000 groups of answers, each a subject in a round and a slice: score them in "
				      "parts, or by fewer fields");
	tp_tally_free(&tally);
}

static void a_key_has_one_group(void **state)
{
	(void)state;
	struct tp_tally tally = {0};
	struct tp_tally_group *group = group_of(&tally, &one, "ab", "c");
	assert_ptr_equal(group_of(&tally, &one, "ab", "c"), group);
	assert_ptr_not_equal(group_of(&tally, &one, "a", "bc"), group);
	assert_ptr_not_equal(group_of(&tally, &one, "", "abc"), group);
	assert_ptr_not_equal(group_of(&tally, &two, "ab", "c"), group);
	assert_int_equal(tally.n, 4);
	assert_true(tp_text_is(group->round, "ab"));
	assert_true(tp_text_is(group->subject, "c"));
	assert_ptr_equal(group->instrument, &one);
	assert_false(group->invited_known);
	tp_tally_free(&tally);
}

static void texts_are_kept(void **state)
{
	(void)state;
	struct tp_tally tally = {0};
	char round[] = "2026", subject[] = "unit";
	struct tp_tally_group *group = group_of(&tally, &one, round, subject);
	memset(round, 'x', 4);
	memset(subject, 'x', 4);
	assert_true(tp_text_is(group->round, "2026"));
	assert_true(tp_text_is(group->subject, "unit"));
	tp_tally_free(&tally);
}

/* Item 0: 2 answers, blank, blank (n + dk + na = 2); item 1: 1 answer, dk, dk, na (4); item 2: none, na (1). */
static void respondents_and_smallest(void **state)
{
	(void)state;
	struct tp_tally tally = {0};
	struct tp_tally_group *group = group_of(&tally, &one, "", "u");
	assert_int_equal(tp_tally_respondents(group), 0);
	assert_int_equal(tp_tally_smallest(group), 0);
	tp_tally_add(group, 0, TP_ANSWER_BLANK);
	tp_tally_add(group, 0, TP_ANSWER_BLANK);
	assert_int_equal(tp_tally_respondents(group), 0);
	tp_tally_add(group, 0, 1);
	tp_tally_add(group, 0, 3);
	assert_int_equal(tp_tally_respondents(group), 2);
	assert_int_equal(tp_tally_smallest(group), 2);
	tp_tally_add(group, 1, 2);
	tp_tally_add(group, 1, TP_ANSWER_DK);
	tp_tally_add(group, 1, TP_ANSWER_DK);
	tp_tally_add(group, 1, TP_ANSWER_NA);
	tp_tally_add(group, 2, TP_ANSWER_NA);
	assert_int_equal(tp_tally_respondents(group), 4);
	assert_int_equal(tp_tally_smallest(group), 1);
	tp_tally_free(&tally);
}

static void order_of_answers_is_irrelevant(void **state)
{
	(void)state;
	enum { N = 500 };
	struct tp_tally tally = {0};
	struct tp_tally_group *there = group_of(&tally, &one, "", "there");
	struct tp_tally_group *back = group_of(&tally, &one, "", "back");
	for (size_t i = 0; i < N; i++) {
		tp_tally_add(there, i % ITEMS, (long)(i * i * 7 % 8) - 3);
		tp_tally_add(back, (N - 1 - i) % ITEMS, (long)((N - 1 - i) * (N - 1 - i) * 7 % 8) - 3);
	}
	assert_memory_equal(there->counts, back->counts, ITEMS * (STEPS + 3) * sizeof *there->counts);
	tp_tally_free(&tally);
}

static void groups_sort_by_instrument_round_and_subject(void **state)
{
	(void)state;
	struct tp_tally tally = {0};
	tp_tally_sort(&tally);
	group_of(&tally, &two, "", "a");
	group_of(&tally, &one, "2026", "a");
	group_of(&tally, &one, "2025", "\xC3\xA6"); /* æ is after all ASCII */
	group_of(&tally, &one, "2025", "z");
	group_of(&tally, &one, "2025", "Z");
	group_of(&tally, &one, "", "z");
	tp_tally_sort(&tally);
	static const char *const expected[][3] = {{"one", "", "z"}, {"one", "2025", "Z"}, {"one", "2025", "z"},
		{"one", "2025", "\xC3\xA6"}, {"one", "2026", "a"}, {"two", "", "a"}};
	assert_int_equal(tally.n, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_true(tp_text_is(tally.groups[i]->instrument->id, expected[i][0]));
		assert_true(tp_text_is(tally.groups[i]->round, expected[i][1]));
		assert_true(tp_text_is(tally.groups[i]->subject, expected[i][2]));
	}
	tp_tally_free(&tally);
}

static void many_groups_stay_apart(void **state)
{
	(void)state;
	enum { GROUPS = 1000 };
	struct tp_tally tally = {0};
	char name[16];
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < GROUPS; i++) {
			snprintf(name, sizeof name, "%d", i * 37 % GROUPS);
			tp_tally_add(group_of(&tally, &one, "", name), 0, i * 37 % GROUPS % STEPS);
		}
	}
	assert_int_equal(tally.n, GROUPS);
	for (int i = 0; i < GROUPS; i++) {
		snprintf(name, sizeof name, "%d", i);
		assert_int_equal(tp_tally_count(group_of(&tally, &one, "", name), 0, i % STEPS), 2);
	}
	tp_tally_free(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_counted_apart),
		cmocka_unit_test(groups_have_a_limit),
		cmocka_unit_test(a_key_has_one_group),
		cmocka_unit_test(texts_are_kept),
		cmocka_unit_test(respondents_and_smallest),
		cmocka_unit_test(order_of_answers_is_irrelevant),
		cmocka_unit_test(groups_sort_by_instrument_round_and_subject),
		cmocka_unit_test(many_groups_stay_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
