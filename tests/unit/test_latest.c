#include "tp/latest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "given.h"

static struct tp_arena arena;
static struct tp_set set;
static struct tp_err err;

static void adds(const char *instrument, const char *round, const char *subject, const char *slice, const char *level,
	const char *key, const char *mean)
{
	char line[500];
	snprintf(line, sizeof line,
		"{\"kind\":\"score\",\"instrument\":\"%s\",\"hash\":\"0\"%s%s%s,\"subject_kind\":\"unit\",\"subject\":\"%s\"%s,"
		"\"level\":\"%s\",\"key\":\"%s\"%s%s}",
		instrument, *round ? ",\"round\":\"" : "", round, *round ? "\"" : "", subject, slice, level, key,
		*mean ? ",\"mean\":" : ",\"suppressed\":true", mean);
	assert_int_equal(tp_set_add(&set, given(&arena, line), &err), 0);
}

static int enter(void **state)
{
	(void)state;
	adds("leader", "2027", "a", "", "total", "total", "1");
	adds("maturity", "", "a", "", "total", "total", "2");
	adds("maturity", "2025", "a", "", "total", "total", "3");
	adds("maturity", "2025", "b", "", "total", "total", "3.5");
	adds("maturity", "2025", "a", "", "dimension", "culture", "4");
	adds("maturity", "2026", "a", "", "total", "total", "");
	adds("maturity", "2026", "a", ",\"slice\":{\"group\":\"leaders\"}", "total", "total", "5");
	adds("maturity", "2026", "c", ",\"slice\":{\"group\":\"leaders\"}", "total", "total", "5");
	tp_set_close(&set);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	tp_set_free(&set);
	tp_arena_free(&arena);
	return 0;
}

static double mean_of(const char *instrument, const char *subject, int level, const char *key)
{
	double mean = -1;
	const struct tp_record *score =
		tp_latest_score(&set, instrument, "unit", tp_text_of(subject), level, tp_text_of(key));
	if (score)
		assert_true(tp_record_num(score, TP_score_mean, &mean));
	return mean;
}

static void the_latest_that_has_a_mean(void **state)
{
	(void)state;
	assert_true(mean_of("maturity", "a", TP_score_level_total, "total") == 3); /* 2026 is withheld */
	assert_true(mean_of("maturity", "b", TP_score_level_total, "total") == 3.5);
	assert_true(mean_of("maturity", "a", TP_score_level_dimension, "culture") == 4);
	assert_true(mean_of("leader", "a", TP_score_level_total, "total") == 1);
}

static void none(void **state)
{
	(void)state;
	assert_true(mean_of("maturity", "c", TP_score_level_total, "total") == -1); /* only a slice */
	assert_true(mean_of("maturity", "d", TP_score_level_total, "total") == -1);
	assert_true(mean_of("radar", "a", TP_score_level_total, "total") == -1);
	assert_true(mean_of("maturity", "a", TP_score_level_item, "total") == -1);
	assert_null(tp_latest_score(&set, "maturity", "municipality", tp_text_of("a"), TP_score_level_total, tp_text_of("total")));
}

static void round_by_round(void **state)
{
	(void)state;
	struct tp_latest_rounds rounds = {&set, "maturity", "unit", tp_text_of("a"), NULL, 0};
	struct tp_record *const *scores;
	size_t n;
	bool suppressed = false;
	assert_true(tp_latest_next(&rounds, &scores, &n));
	assert_int_equal(n, 2); /* 2026: the whole and a slice */
	const struct tp_record *score = tp_latest_among(scores, n, TP_score_level_total, tp_text_of("total"));
	assert_true(score && tp_record_bool(score, TP_score_suppressed, &suppressed) && suppressed);
	assert_null(tp_latest_among(scores, n, TP_score_level_dimension, tp_text_of("culture")));
	assert_true(tp_latest_next(&rounds, &scores, &n));
	assert_int_equal(n, 2); /* 2025: total and culture */
	assert_non_null(tp_latest_among(scores, n, TP_score_level_dimension, tp_text_of("culture")));
	assert_true(tp_latest_next(&rounds, &scores, &n));
	assert_int_equal(n, 1); /* the one without a round */
	assert_false(tp_latest_next(&rounds, &scores, &n));
	rounds = (struct tp_latest_rounds){&set, "maturity", "unit", tp_text_of("b"), NULL, 0};
	assert_true(tp_latest_next(&rounds, &scores, &n)); /* 2026 has nothing of b */
	assert_int_equal(n, 1);
	assert_false(tp_latest_next(&rounds, &scores, &n));
	rounds = (struct tp_latest_rounds){&set, "radar", "unit", tp_text_of("a"), NULL, 0};
	assert_false(tp_latest_next(&rounds, &scores, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_latest_that_has_a_mean, enter, leave),
		cmocka_unit_test_setup_teardown(none, enter, leave),
		cmocka_unit_test_setup_teardown(round_by_round, enter, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
