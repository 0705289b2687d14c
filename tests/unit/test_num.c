#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tp/num.h"

/* Decimal(x).quantize(…, ROUND_HALF_EVEN) of Python gives the same. 0.03125 and 0.09375 are exact ties. */
static void rounds_half_to_even(void **state)
{
	(void)state;
	static const double known[][2] = {
		{0.03125, 0.0312}, {0.09375, 0.0938}, {-0.03125, -0.0312}, {0.00005, 0.0001}, {0.00015, 0.0001},
		{0.00025, 0.0003}, {2.00005, 2},      {1.00005, 1.0001},   {2.67505, 2.6751}, {1234.56785, 1234.5678},
		{1e300, 1e300},    {0, 0},
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		double once = tp_num_round(known[i][0]);
		assert_true(once == known[i][1]);
		assert_true(tp_num_round(once) == once);
	}
	assert_false(signbit(tp_num_round(-0.0)));
	assert_false(signbit(tp_num_round(-0.00001)));
}

static void expect_format(double x, const char *expected)
{
	char out[TP_NUM_SIZE];
	assert_int_equal(tp_num_format(x, out), strlen(expected));
	assert_string_equal(out, expected);
}

static void formats_as_json(void **state)
{
	(void)state;
	expect_format(0, "0");
	expect_format(-0.0, "0");
	expect_format(-0.00004, "0");
	expect_format(3, "3");
	expect_format(100, "100");
	expect_format(-2.5, "-2.5");
	expect_format(3.14159, "3.1416");
	expect_format(0.1, "0.1");
	expect_format(1e15, "1000000000000000");
	expect_format(99.99999, "100");
	char out[TP_NUM_SIZE];
	assert_int_equal(tp_num_format(-DBL_MAX, out), 310);
}

static void expect_people(double x, int decimals, bool comma, const char *expected)
{
	char out[TP_NUM_SIZE];
	assert_int_equal(tp_num_people(x, decimals, comma, out), strlen(expected));
	assert_string_equal(out, expected);
}

static void people_get_thousands(void **state)
{
	(void)state;
	expect_people(1234, 0, true, "1234");
	expect_people(9999.5, 1, true, "9999,5");
	expect_people(12345, 0, true, "12.345");
	expect_people(12345, 0, false, "12,345");
	expect_people(-1234567.25, 2, true, "-1.234.567,25");
	expect_people(-1234567.25, 2, false, "-1,234,567.25");
	expect_people(123456, 4, true, "123.456");
	expect_people(2.5, 2, true, "2,5");
	expect_people(2.5, 0, true, "2");
	expect_people(-0.4, 0, false, "0");
	expect_people(0.25, 4, true, "0,25");
	char out[TP_NUM_SIZE];
	assert_int_equal(tp_num_people(-DBL_MAX, 9, true, out), 310);
}

static void expect_parse(const char *text, double expected)
{
	double x = -7;
	assert_true(tp_num_parse(tp_text_of(text), &x));
	assert_true(x == expected);
}

static void parses_rfc_8259(void **state)
{
	(void)state;
	expect_parse("0", 0);
	expect_parse("-0", 0);
	expect_parse("4", 4);
	expect_parse("-12", -12);
	expect_parse("999999999999999", 999999999999999.0);
	expect_parse("9007199254740993", 9007199254740992.0); /* 2^53 + 1, a tie, to even */
	expect_parse("0.1", 0.1);
	expect_parse("-1.5e3", -1500);
	expect_parse("1E+2", 100);
	expect_parse("1e-2", 0.01);
	expect_parse("0e5", 0);
	expect_parse("1.7976931348623157e308", DBL_MAX);
	expect_parse("1e-400", 0);
	expect_parse("-0.000000000000000000000000000000000000000000000000000000000000000000000000000001", -1e-78);
	double x;
	assert_true(tp_num_parse((struct tp_text){"12345", 3}, &x) && x == 123);
}

static void refuses_the_rest(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "-", "+1", "01", "-01", "00", ".5", "1.", "1.e5", "1e", "1e+", "1e5.",
					    "0x10", "inf", "nan", "Infinity", "-Infinity", "NaN", " 1", "1 ", "1,5",
					    "1e400", "-1e400", "1.7976931348623159e308", "1a", "--1", "1-", "1_000",
					    "\xEF\xBC\x91", "1.5.5", "1e5e5", "-a", "0x"};
	double x = 7;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(tp_num_parse(tp_text_of(wrong[i]), &x));
	assert_false(tp_num_parse((struct tp_text){"1\0", 2}, &x));
	assert_false(tp_num_parse((struct tp_text){0}, &x));
	char zeros[500];
	memset(zeros, '1', sizeof zeros);
	assert_false(tp_num_parse((struct tp_text){zeros, sizeof zeros}, &x));
	assert_true(x == 7);
}

static void round_trip(void **state)
{
	(void)state;
	srand(1);
	for (int i = 0; i < 20000; i++) {
		double x = tp_num_round((rand() - RAND_MAX / 2) / 1000.0 / (1 + rand() % 1000)), back;
		char out[TP_NUM_SIZE];
		size_t len = tp_num_format(x, out);
		assert_true(tp_num_parse((struct tp_text){out, len}, &back) && back == x);
	}
}

static void expect_percent(const double *part, size_t n, const int *expected)
{
	int percent[8];
	tp_num_percent(part, n, percent);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(percent[i], expected[i]);
}

static void percents_add_up(void **state)
{
	(void)state;
	expect_percent((double[]){1, 1, 1}, 3, (int[]){34, 33, 33});
	/* 16.67 each: four left over go to the first four. */
	expect_percent((double[]){1, 1, 1, 1, 1, 1}, 6, (int[]){17, 17, 17, 17, 16, 16});
	/* 14.29, 28.57, 57.14: one left, the rest of the second is largest. */
	expect_percent((double[]){1, 2, 4}, 3, (int[]){14, 29, 57});
	/* 12.5 and 37.5 and 50: a tie. */
	expect_percent((double[]){1, 3, 4}, 3, (int[]){13, 37, 50});
	/* 23.08, 23.08, 53.85: rests 1/13, 1/13, 11/13. */
	expect_percent((double[]){3, 3, 7}, 3, (int[]){23, 23, 54});
	expect_percent((double[]){0, 5, 0}, 3, (int[]){0, 100, 0});
	expect_percent((double[]){0, 0}, 2, (int[]){0, 0});
	expect_percent(NULL, 0, NULL);
	srand(2);
	for (int i = 0; i < 20000; i++) {
		double part[8];
		int percent[8], sum = 0;
		for (size_t j = 0; j < 8; j++)
			part[j] = i % 2 ? rand() % 50 : rand() / 7919.0;
		part[0] += 1;
		tp_num_percent(part, 8, percent);
		for (size_t j = 0; j < 8; j++)
			sum += percent[j];
		assert_int_equal(sum, 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds_half_to_even), cmocka_unit_test(formats_as_json),
		cmocka_unit_test(people_get_thousands), cmocka_unit_test(parses_rfc_8259),
		cmocka_unit_test(refuses_the_rest),    cmocka_unit_test(round_trip),
		cmocka_unit_test(percents_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
