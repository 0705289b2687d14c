#include "tp/amount.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"

static const struct tp_amount_style nothing = {0}, danish = {.delimiter = ';'}, english = {.delimiter = ','},
	danish_decimals = {.delimiter = ';', .has_comma = true}, comma = {.decimal = TP_DECIMAL_COMMA, .delimiter = ';'},
	point = {.decimal = TP_DECIMAL_POINT, .delimiter = ';'};

/* The cell's bytes without a NUL behind, so that a read too far is seen. */
static int try(struct tp_arena *arena, const char *cell, enum tp_form form, const struct tp_amount_style *style,
	struct tp_value *out, struct tp_err *err)
{
	size_t len = strlen(cell);
	char *bytes = malloc(len ? len : 1);
	assert_non_null(bytes);
	memcpy(bytes, cell, len);
	int result = tp_amount_read(arena, (struct tp_text){bytes, len}, form, style, out, err);
	free(bytes);
	return result;
}

static void reads(const char *cell, enum tp_form form, const struct tp_amount_style *style, const char *json)
{
	struct tp_arena arena = {0};
	struct tp_value out;
	struct tp_err err = {0};
	if (try(&arena, cell, form, style, &out, &err) < 0)
		fail_msg("%s: %s", cell, err.text);
	assert_int_equal(out.type, TP_NUM);
	if (!tp_text_is(out.text, json))
		fail_msg("%s is %.*s, expected %s", cell, (int)out.text.len, out.text.ptr, json);
	assert_true(out.num == strtod(json, NULL));
	tp_arena_free(&arena);
}

static void refuses(const char *cell, enum tp_form form, const struct tp_amount_style *style, const char *why)
{
	struct tp_arena arena = {0};
	struct tp_value out;
	struct tp_err err = {0};
	if (try(&arena, cell, form, style, &out, &err) == 0)
		fail_msg("%s is %.*s, expected: %s", cell, (int)out.text.len, out.text.ptr, why);
	assert_int_equal(err.code, TP_DATA);
	if (!strstr(err.text, why))
		fail_msg("%s: %s, expected: %s", cell, err.text, why);
	tp_arena_free(&arena);
}

static void test_plain(void **state)
{
	(void)state;
	static const struct tp_amount_style *const all[] = {&nothing, &danish, &english, &danish_decimals, &comma, &point};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		reads("0", TP_FORM_NUMBER, all[i], "0");
		reads("7", TP_FORM_NUMBER, all[i], "7");
		reads("007", TP_FORM_NUMBER, all[i], "7");
		reads("-12", TP_FORM_NUMBER, all[i], "-12");
		reads("+12", TP_FORM_NUMBER, all[i], "12");
		reads("\xe2\x88\x92" "12", TP_FORM_NUMBER, all[i], "-12"); /* U+2212 */
		reads("-0", TP_FORM_NUMBER, all[i], "0");
		reads("1 250 000", TP_FORM_NUMBER, all[i], "1250000");
		reads("1\xc2\xa0" "250", TP_FORM_NUMBER, all[i], "1250");
		reads("12\xe2\x80\xaf" "500", TP_FORM_NUMBER, all[i], "12500");
	}
}

static void test_decimals(void **state)
{
	(void)state;
	static const struct tp_amount_style *const found[] = {&nothing, &danish, &english, &danish_decimals};
	for (size_t i = 0; i < sizeof found / sizeof *found; i++) { /* one reading only, whatever the sheet */
		reads("12,5", TP_FORM_NUMBER, found[i], "12.5");
		reads("12.5", TP_FORM_NUMBER, found[i], "12.5");
		reads("4,0", TP_FORM_NUMBER, found[i], "4");
		reads("4,50", TP_FORM_NUMBER, found[i], "4.5");
		reads("0,125", TP_FORM_NUMBER, found[i], "0.125");
		reads("0.125", TP_FORM_NUMBER, found[i], "0.125");
		reads("-0,0", TP_FORM_NUMBER, found[i], "0");
		reads("1234,567", TP_FORM_NUMBER, found[i], "1234.567");
		reads("1234.567", TP_FORM_NUMBER, found[i], "1234.567");
		reads("1 234,567", TP_FORM_NUMBER, found[i], "1234.567");
		reads("1.234,5", TP_FORM_NUMBER, found[i], "1234.5");
		reads("1,234.5", TP_FORM_NUMBER, found[i], "1234.5");
		reads("1.234,567", TP_FORM_NUMBER, found[i], "1234.567");
		reads("1.250.000", TP_FORM_NUMBER, found[i], "1250000");
		reads("1,250,000", TP_FORM_NUMBER, found[i], "1250000");
		reads("-1.250.000,75", TP_FORM_NUMBER, found[i], "-1250000.75");
	}
	/* digits travel as they are, beyond what a double holds */
	reads("0,12345678901234567890123", TP_FORM_NUMBER, &danish, "0.12345678901234567890123");
	reads("9007199254740993", TP_FORM_NUMBER, &danish, "9007199254740993");
}

/* 1.234 and 1,234 */
static void test_triples(void **state)
{
	(void)state;
	reads("1.234", TP_FORM_MONEY, &danish, "1234");
	reads("1.234", TP_FORM_HOURS, &danish, "1234");
	reads("1.234", TP_FORM_HEADS, &danish, "1234");
	reads("-1.234", TP_FORM_MONEY, &danish, "-1234");
	reads("1,234", TP_FORM_MONEY, &danish, "1.234");
	reads("1,234", TP_FORM_NUMBER, &danish, "1.234");
	reads("1.234", TP_FORM_NUMBER, &danish_decimals, "1234");
	reads("1.234", TP_FORM_NUMBER, &english, "1.234");
	refuses("1.234", TP_FORM_MONEY, &english, "two ways"); /* LibreOffice in Danish writes commas, and 1.234 for 1234 */
	reads("1.234", TP_FORM_NUMBER, &comma, "1234");
	reads("1,234", TP_FORM_NUMBER, &comma, "1.234");
	reads("1.234", TP_FORM_MONEY, &point, "1.234");
	reads("1,234", TP_FORM_NUMBER, &point, "1234");
	refuses("1.234", TP_FORM_NUMBER, &danish,
		"1.234 can be read two ways: write 1234 if the point marks thousands, 1,234 if decimals; --decimal comma or "
		"--decimal point settles it for all");
	refuses("-12.345", TP_FORM_PERCENT, &danish, "write -12345 if the point marks thousands, -12,345 if decimals;");
	refuses("1,234", TP_FORM_NUMBER, &english, "write 1234 if the comma marks thousands; --decimal comma or");
	refuses("1,234", TP_FORM_NUMBER, &nothing, "two ways");
	refuses("1.234", TP_FORM_NUMBER, &nothing, "two ways");
	refuses("1.234", TP_FORM_MONEY, &nothing, "two ways");
}

static void test_units(void **state)
{
	(void)state;
	reads("37,5 %", TP_FORM_PERCENT, &danish, "37.5");
	reads("50%", TP_FORM_PERCENT, &english, "50");
	static const char *const money[] = {"1.250 kr.", "1.250 kr", "kr. 1.250", "kr 1.250", "1.250 DKK", "DKK 1.250",
		"1.250,00 Kr.", "1.250,-", "kr. 1.250,-", "1.250"};
	for (size_t i = 0; i < sizeof money / sizeof *money; i++)
		reads(money[i], TP_FORM_MONEY, &danish, "1250");
	reads("kr. 1.250,-", TP_FORM_MONEY, &english, "1250"); /* the comma before the dash is a decimal one */
	reads("1.250.000,- kr.", TP_FORM_MONEY, &point, "1250000");
	refuses("1,250,-", TP_FORM_MONEY, &english, "is not a number");
	refuses("50%", TP_FORM_NUMBER, &danish, "50% is not a number as 1250 or 12,5");
	refuses("12 kr.", TP_FORM_HEADS, &danish, "is not a number");
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "-", "+", ",", ".", "x", "12 stk", "1,", ",5", "1.", ".5", "1..2", "1,,2",
		"1.2.3", "1.23.456", "12.34,5", "1,2,3", "1,234,5", "1.234.5", "1 23", "1 2345", "1234 567", "1  234", "1 234 5",
		"1,234 567", "--1", "- 1", "0x10", "1e5", "\xc2", "\xe2\x80", "1\xc2\xa0", "NaN", "inf", "1/2", "0.123.456",
		"12345678901234567890123456789012345678901"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refuses(bad[i], TP_FORM_NUMBER, &danish, "is not a number as 1250 or 12,5");
	refuses("x", TP_FORM_NUMBER, &english, "x is not a number as 1250 or 12.5");
	refuses("1,5", TP_FORM_NUMBER, &point, "1,5 is not a number as 1250 or 12.5, and --decimal point was said");
	refuses("1.5", TP_FORM_NUMBER, &comma, "1.5 is not a number as 1250 or 12,5, and --decimal comma was said");
	refuses("0,125", TP_FORM_NUMBER, &point, "--decimal point was said");
	refuses("1.234,5", TP_FORM_NUMBER, &point, "--decimal point was said");
	refuses("1,250,000", TP_FORM_NUMBER, &comma, "--decimal comma was said");
	refuses("1,00E+05", TP_FORM_HEADS, &danish, "Excel has shortened it");
	refuses("5e-07", TP_FORM_HEADS, &english, "Excel has shortened it");
}

static bool has(const char *cell, enum tp_form form, char delimiter, bool as_comma)
{
	struct tp_amount_style style = {.delimiter = delimiter};
	tp_amount_look(&style, tp_text_of(cell), form);
	assert_false(style.has_comma && style.has_point);
	return as_comma ? style.has_comma : style.has_point;
}

static void test_look(void **state)
{
	(void)state;
	static const char *const commas[] = {"1,5", "1,2345", "0,125", "1.234,567", "-12,75", "1.234.567"};
	static const char *const points[] = {"1.5", "1.2345", "0.125", "1,234.567", "-12.75", "1,234,567"};
	for (size_t i = 0; i < sizeof commas / sizeof *commas; i++)
		for (const char *delimiter = ";,\t"; *delimiter; delimiter++) {
			assert_true(has(commas[i], TP_FORM_NUMBER, *delimiter, true));
			assert_true(has(points[i], TP_FORM_NUMBER, *delimiter, false));
		}
	assert_true(has("1,234", TP_FORM_NUMBER, ';', true));
	assert_true(has("37,5 %", TP_FORM_PERCENT, ';', true));
	assert_true(has("kr. 37.50", TP_FORM_MONEY, ';', false));
	static const char *const neither[] = {"", "15", "1,", "abc, def", "1.234", "1.234.5", "12.5.2026"};
	for (size_t i = 0; i < sizeof neither / sizeof *neither; i++)
		assert_false(has(neither[i], TP_FORM_NUMBER, ';', true) || has(neither[i], TP_FORM_NUMBER, ';', false));
	assert_false(has("1,234", TP_FORM_NUMBER, ',', true));
	assert_false(has("1.234", TP_FORM_NUMBER, ',', false));
}

/* One separator before three digits, by delimiter, by what the column shows and by what is counted. */
static void test_columns(void **state)
{
	(void)state;
	static const struct tp_amount_style english_comma = {.delimiter = ',', .has_comma = true},
		english_point = {.delimiter = ',', .has_point = true}, tab_point = {.delimiter = '\t', .has_point = true},
		danish_point = {.delimiter = ';', .has_point = true},
		both = {.delimiter = ',', .has_comma = true, .has_point = true};
	reads("1.250", TP_FORM_MONEY, &danish, "1250");
	reads("1.250", TP_FORM_MONEY, &english_comma, "1250");
	reads("1.250", TP_FORM_MONEY, &english_point, "1.25");
	reads("1.250", TP_FORM_NUMBER, &english, "1.25");
	reads("1,250", TP_FORM_MONEY, &danish, "1.25");
	reads("1,250", TP_FORM_MONEY, &english_comma, "1.25");
	reads("1,250", TP_FORM_MONEY, &english_point, "1250");
	reads("1,250", TP_FORM_NUMBER, &tab_point, "1250");
	refuses("1.250", TP_FORM_MONEY, &english, "two ways");
	refuses("1.250", TP_FORM_HEADS, &english, "two ways");
	refuses("1.250", TP_FORM_NUMBER, &danish, "two ways");
	refuses("1.250", TP_FORM_MONEY, &danish_point, "two ways");
	refuses("1,250", TP_FORM_MONEY, &danish_point, "two ways");
	refuses("1.250", TP_FORM_MONEY, &both, "two ways");
	refuses("1,250", TP_FORM_NUMBER, &english, "two ways");
}

static bool share_is_clear(const char *cell, double x, const char *others)
{
	struct tp_amount_style style = {.delimiter = ';'};
	struct tp_text rest = tp_text_of(others);
	struct tp_err err = {0};
	while (rest.ptr)
		tp_amount_look(&style, tp_text_trim(tp_text_split(&rest, "|")), TP_FORM_PERCENT);
	tp_amount_look(&style, tp_text_of(cell), TP_FORM_PERCENT);
	return tp_amount_check_share(tp_text_of(cell), x, &style, &err) == 0;
}

/* 0.45 that may be 45 %. */
static void test_shares(void **state)
{
	(void)state;
	assert_false(share_is_clear("0,45", 0.45, "0,5|1|0|"));
	assert_false(share_is_clear("0.450", 0.45, "0.125|1.000"));
	assert_false(share_is_clear("1.000", 1, "0.125"));
	assert_false(share_is_clear("1", 1, "0,5|0|1"));
	assert_true(share_is_clear("1", 1, "0|1"));
	assert_true(share_is_clear("0", 0, "0,5"));
	assert_false(share_is_clear("0,45", 0.45, "45|10%"));
	assert_true(share_is_clear("0,45 %", 0.45, "0,5"));
	assert_true(share_is_clear("1", 1, "0,5 %"));
	assert_true(share_is_clear("45", 45, "0,5"));
}

/* A number written in any way that people write it is read as that number. */
static void test_round_trip(void **state)
{
	(void)state;
	for (int round = 0; round < 20000; round++) {
		unsigned whole = random_below(2) ? random_below(10) : random_below(100000000), digits = random_below(5);
		unsigned part = 0;
		char fraction[8] = "", plain[40], written[60], json[64];
		for (unsigned i = 0; i < digits; i++)
			part = part * 10 + random_below(10);
		if (digits)
			snprintf(fraction, sizeof fraction, "%0*u", (int)digits, part % 100000);
		bool minus = random_below(4) == 0 && (whole || part), is_danish = random_below(2), group = random_below(2);
		size_t len = (size_t)snprintf(plain, sizeof plain, "%u", whole), n = 0;
		if (minus)
			written[n++] = '-';
		for (size_t i = 0; i < len; i++) {
			if (group && i && (len - i) % 3 == 0)
				written[n++] = is_danish ? '.' : ',';
			written[n++] = plain[i];
		}
		snprintf(written + n, sizeof written - n, "%s%s", digits ? is_danish ? "," : "." : "", fraction);
		size_t end = strlen(fraction);
		while (end && fraction[end - 1] == '0')
			fraction[--end] = '\0';
		snprintf(json, sizeof json, "%s%s%s%s", minus ? "-" : "", plain, end ? "." : "", fraction);
		reads(written, TP_FORM_NUMBER, is_danish ? &comma : &point, json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_triples),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_look),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_round_trip),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
