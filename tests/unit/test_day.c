#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "tp/day.h"

/* Day numbers, weeks and weekdays from Python's datetime. */
static const struct {
	int year, month, dom;
	int32_t day;
	int week_year, week, weekday;
} known[] = {
	{1900, 1, 1, -25567, 1900, 1, 1}, {1969, 12, 31, -1, 1970, 1, 3},   {1970, 1, 1, 0, 1970, 1, 4},
	{2000, 2, 29, 11016, 2000, 9, 2}, {2026, 11, 16, 20773, 2026, 47, 1}, {2026, 11, 22, 20779, 2026, 47, 7},
	{2021, 1, 3, 18630, 2020, 53, 7}, {2024, 12, 30, 20087, 2025, 1, 1}, {2199, 12, 31, 84005, 2200, 1, 2},
};

static void known_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		int32_t day;
		int year, month, dom, week;
		assert_true(tp_day_of(known[i].year, known[i].month, known[i].dom, &day));
		assert_int_equal(day, known[i].day);
		tp_day_split(day, &year, &month, &dom);
		assert_int_equal(year, known[i].year);
		assert_int_equal(month, known[i].month);
		assert_int_equal(dom, known[i].dom);
		tp_day_week(day, &year, &week);
		assert_int_equal(year, known[i].week_year);
		assert_int_equal(week, known[i].week);
		assert_int_equal(tp_day_weekday(day), known[i].weekday);
	}
}

static void no_such_days(void **state)
{
	(void)state;
	static const int wrong[][3] = {{1899, 12, 31}, {2200, 1, 1}, {2026, 2, 29}, {1900, 2, 29}, {2100, 2, 29},
				       {2026, 2, 31},  {2026, 4, 31}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0},
				       {2026, 1, 32},  {2026, -1, 1}};
	int32_t day = 7;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(tp_day_of(wrong[i][0], wrong[i][1], wrong[i][2], &day));
	assert_int_equal(day, 7);
}

/* Every day of the 300 years: each follows the one before, and the ways there and back agree. */
static void every_day(void **state)
{
	(void)state;
	int last_dom = 31, last_weekday = 7, count = 0;
	for (int32_t day = -25567; day <= 84005; day++, count++) {
		int year, month, dom, week_year, week;
		int32_t back;
		char text[TP_DAY_SIZE];
		tp_day_split(day, &year, &month, &dom);
		assert_true(dom == last_dom + 1 || (dom == 1 && last_dom >= 28));
		assert_true(tp_day_of(year, month, dom, &back) && back == day);
		tp_day_format(day, text);
		assert_true(tp_day_parse(tp_text_of(text), false, &back) && back == day);
		int weekday = tp_day_weekday(day);
		assert_true(weekday == last_weekday % 7 + 1);
		tp_day_week(day, &week_year, &week);
		assert_true(week_year == 2200 ||
			    (tp_day_of_week(week_year, week, weekday, &back) && back == day));
		last_dom = dom;
		last_weekday = weekday;
	}
	assert_int_equal(count, 109573); /* 300 * 365 + 73 leap days: 75 fourth years without 1900 and 2100 */
}

/* Years with 53 weeks begin on a Thursday, or are leap years that begin on a Wednesday. */
static void week_53(void **state)
{
	(void)state;
	for (int year = 1900; year <= 2199; year++) {
		int32_t first, day;
		assert_true(tp_day_of(year, 1, 1, &first));
		bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		int weekday = tp_day_weekday(first);
		bool has_53 = weekday == 4 || (is_leap && weekday == 3);
		assert_true(tp_day_of_week(year, 53, 1, &day) == has_53);
	}
	int32_t day;
	assert_false(tp_day_of_week(2026, 0, 1, &day));
	assert_false(tp_day_of_week(2026, 54, 1, &day));
	assert_false(tp_day_of_week(2026, 1, 0, &day));
	assert_false(tp_day_of_week(2026, 1, 8, &day));
	assert_false(tp_day_of_week(1899, 1, 1, &day));
}

static void parse_is_strict(void **state)
{
	(void)state;
	int32_t day;
	assert_true(tp_day_parse(tp_text_of("2026-11-22"), true, &day));
	assert_int_equal(day, 20779);
	assert_true(tp_day_parse(tp_text_of("2026-W47"), false, &day));
	assert_int_equal(day, 20773);
	assert_true(tp_day_parse(tp_text_of("2026-W47"), true, &day));
	assert_int_equal(day, 20779);
	static const char *const wrong[] = {"", "2026", "2026-", "2026-1-2", "2026-11-2", "2026-11-022", "2026-11-22 ",
					    " 2026-11-22", "2026-11-31", "22-11-2026", "2026-W7", "2026-w47",
					    "2026-W54", "2025-W53", "2026W47", "2026-W471", "+026-11-22", "2026-W",
					    "20261122", "1899-12-31"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(tp_day_parse(tp_text_of(wrong[i]), false, &day));
	assert_false(tp_day_parse((struct tp_text){0}, false, &day));
}

static void read_takes_what_people_write(void **state)
{
	(void)state;
	int32_t day;
	static const char *const sunday[] = {"2026-11-22", "22-11-2026", "22.11.2026", "22/11/2026", " 22.11.2026 ",
					     "uge 47 2026", "Uge 47  2026", "week 47 2026", "WEEK 47 2026", "2026W47",
					     "2026-W47"};
	for (size_t i = 0; i < sizeof sunday / sizeof sunday[0]; i++) {
		assert_true(tp_day_read(tp_text_of(sunday[i]), true, &day));
		assert_int_equal(day, 20779);
	}
	assert_true(tp_day_read(tp_text_of("1.3.2000"), false, &day));
	assert_int_equal(day, 11017);
	assert_true(tp_day_read(tp_text_of("uge 1 1970"), true, &day));
	assert_int_equal(day, 3);
	static const char *const wrong[] = {"", "22-11-26", "22-11.2026", "11/22/2026", "22 11 2026", "22-11-2026x",
					    "uge47 2026", "uge 47", "uge 47 26", "uge 472026", "uge 54 2026", "2026W7",
					    "uge", "47 2026", "31.2.2026", "22/11", "2026/11/22", "22--11-2026"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(tp_day_read(tp_text_of(wrong[i]), false, &day));
	assert_false(tp_day_read((struct tp_text){0}, false, &day));
}

static void months_on(void **state)
{
	(void)state;
	/* From, so many months, to; by the calendar. */
	static const struct {
		int from[3], months, to[3];
	} cases[] = {
		{{2025, 8, 1}, 18, {2027, 2, 1}},    {{2025, 8, 31}, 18, {2027, 2, 28}}, {{2026, 8, 31}, 18, {2028, 2, 29}},
		{{2028, 2, 29}, 12, {2029, 2, 28}},  {{2026, 11, 22}, 0, {2026, 11, 22}}, {{2026, 11, 30}, 1, {2026, 12, 30}},
		{{2026, 12, 31}, 2, {2027, 2, 28}},  {{2026, 1, 31}, 1, {2026, 2, 28}},  {{2026, 1, 15}, 11, {2026, 12, 15}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t from, to;
		assert_true(tp_day_of(cases[i].from[0], cases[i].from[1], cases[i].from[2], &from));
		assert_true(tp_day_of(cases[i].to[0], cases[i].to[1], cases[i].to[2], &to));
		assert_int_equal(tp_day_add_months(from, cases[i].months), to);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days),
		cmocka_unit_test(no_such_days),
		cmocka_unit_test(every_day),
		cmocka_unit_test(week_53),
		cmocka_unit_test(months_on),
		cmocka_unit_test(parse_is_strict),
		cmocka_unit_test(read_takes_what_people_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
