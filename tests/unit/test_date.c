#include "tp/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tp/day.h"

enum { SUNDAY = 20779, /* 2026-11-22 */ FIFTH = 20578 /* 2026-05-05 */ };

static void reads(const char *cell, int32_t expected)
{
	struct tp_err err = {0};
	int32_t day = 0;
	if (tp_date_read(tp_text_of(cell), false, false, &day, &err) < 0)
		fail_msg("%s: %s", cell, err.text);
	if (day != expected)
		fail_msg("%s is day %d, expected %d", cell, (int)day, (int)expected);
}

static void refuses_in(const char *cell, bool month_first, const char *why)
{
	struct tp_err err = {0};
	int32_t day = 0;
	if (tp_date_read(tp_text_of(cell), false, month_first, &day, &err) == 0)
		fail_msg("%s was taken for day %d", cell, (int)day);
	assert_int_equal(err.code, TP_DATA);
	if (!strstr(err.text, why))
		fail_msg("%s: %s, expected: %s", cell, err.text, why);
}

static void refuses(const char *cell, const char *why)
{
	refuses_in(cell, false, why);
}

static void test_ways(void **state)
{
	(void)state;
	static const char *const ways[] = {"2026-11-22", "22-11-2026", "22.11.2026", "22/11/2026", "2026/11/22", "2026.11.22",
		"22. november 2026", "22. nov. 2026", "22 Nov 2026", "22-nov-2026", "22-NOV-2026", "November 22, 2026",
		"nov 22 2026"};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		reads(ways[i], SUNDAY);
	reads("5. maj 2026", FIFTH);
	reads("5 May 2026", FIFTH);
	reads("2026-5-5", FIFTH);
	reads("uge 47 2026", 20773);
}

/* A survey tool writes when it was answered; the day is what counts, as it is written. */
static void test_times(void **state)
{
	(void)state;
	static const char *const times[] = {"2026-11-22 14:03:11", "2026-11-22T14:03:11", "2026-11-22T14:03:11.250Z",
		"2026-11-22T23:30:00+01:00", "2026-11-22 14:03", "22-11-2026 00:00", "22-11-2026 00:00:00", "22-11-2026  9.05",
		"22.11.2026 14.03", "22.11.2026 14.03.11", "22/11/2026 14.03.11", "22/11/2026 kl. 14.03", "22. november 2026 14:03",
		"22. nov. 2026 kl. 14.03", "2026/11/22 2:03:11 PM GMT+1", "2026/11/22 2:03:11 PM CET", "2026-11-22 14:03 UTC"};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		reads(times[i], SUNDAY);
	static const char *const none[] = {"2026-11-22 25:00", "2026-11-22 14:60", "2026-11-22 14:3", "2026-11-22 14",
		"2026-11-22T", "2026-11-22 i dag", "2026-11-22 14:03 x", "14:03", "2026-11-22 14:03:", "2026-11-22 14:03+",
		"31-02-2026 14:03"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		refuses(none[i], "is not a date as 2026-11-22, 22-11-2026 or 2026-W47");
}

static void test_refusals(void **state)
{
	(void)state;
	static const char *const none[] = {"", "x", "i morgen", "22-11", "22-11.2026", "22 11 2026", "2026-13-01", "20261122",
		"31. februar 2026", "nov 2026", "november", "22. nov nov", "2026 nov 22", "22-11-2026-", "-22-11-2026", "22--11-2026",
		"2026/22/11", "999999", "45987x", "22-11-126"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		refuses(none[i], "is not a date as 2026-11-22, 22-11-2026 or 2026-W47");
	refuses("22-11-26", "22-11-26 has a year of two digits: write it in full, as 22-11-2026");
	refuses("22/11/26 14:03", "has a year of two digits");
	refuses("22-nov-26", "has a year of two digits");
	refuses("11/22/2026", "11/22/2026 has the month before the day: write the day first and the year in full, as 22-11-2026");
	refuses("11/22/26 14:03", "has the month before the day");
	refuses("11/22/2026 2:03 PM", "has the month before the day");
	refuses("11/12/2026 2:03 PM", "with AM and PM the month may come before the day");
	refuses("11/12/2026 2:03am", "with AM and PM the month may come before the day");
	refuses("46348", "46348 is a day as Excel counts them, it would be 2026-11-22: format the column as a date");
	refuses("46348,58554", "it would be 2026-11-22");
	refuses("46348.5", "it would be 2026-11-22");
}

static void test_month_first(void **state)
{
	(void)state;
	assert_true(tp_date_is_month_first(tp_text_of("11/22/2026")));
	assert_true(tp_date_is_month_first(tp_text_of(" 1/31/26 14:03 ")));
	static const char *const no[] = {"", "11/11/2026", "22/11/2026", "11-22-2026", "13/13/2026", "0/22/2026", "1/32/2026",
		"2026/11/22", "11/22"};
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(tp_date_is_month_first(tp_text_of(no[i])));
	refuses_in("05/06/2026", true, "05/06/2026 can be read two ways, for others in the column have the month before the day");
	refuses_in("05/06/2026 14:03", true, "two ways");
	struct tp_err err = {0};
	static const char *const clear[] = {"05/05/2026", "2026-05-05", "05-05-2026"};
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
		int32_t day;
		assert_int_equal(tp_date_read(tp_text_of(clear[i]), false, true, &day, &err), 0);
		assert_int_equal(day, FIFTH);
	}
	int32_t day;
	assert_int_equal(tp_date_read(tp_text_of("22/11/2026"), false, true, &day, &err), 0);
	assert_int_equal(day, SUNDAY);
	assert_int_equal(tp_date_read(tp_text_of("05-06-2026"), false, true, &day, &err), 0); /* only strokes are American */
}

static void test_typed(void **state)
{
	(void)state;
	static const char *const dates[][2] = {{"01-maj", "1-5"}, {"05-jan", "5-1"}, {"1. maj", "1-5"}, {"maj-05", "5-05"},
		{"jan-26", "1-26"}, {"01-May", "1-5"}, {"01-05-2026", "1-5"}, {"2026-05-01", "1-5"}, {"01-05-2026 00:00", "1-5"}};
	char typed[TP_DATE_TYPED_SIZE];
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		assert_true(tp_date_typed(tp_text_of(dates[i][0]), typed));
		assert_string_equal(typed, dates[i][1]);
	}
	static const char *const no[] = {"", "1-5", "1.5", "15", "maj", "01-maj-xx", "12.345.678", "1 - 5", "i maj"};
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(tp_date_typed(tp_text_of(no[i]), typed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_month_first),
		cmocka_unit_test(test_typed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
