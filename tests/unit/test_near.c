#include "tp/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void nearest_of(const char *text, const char *names, const char *expected, bool close)
{
	struct tp_near near;
	tp_near_begin(&near, tp_text_of(text));
	tp_near_names(&near, names);
	if (!expected) {
		assert_null(near.name.ptr);
		return;
	}
	if (!near.name.ptr || !tp_text_is(near.name, expected))
		fail_msg("%s: %.*s", text, (int)near.name.len, near.name.ptr ? near.name.ptr : "");
	assert_int_equal(tp_near_is_close(&near), close);
}

static void test_names(void **state)
{
	(void)state;
	nearest_of("Navnn", "Id|Navn|Kommune", "Navn", true);
	nearest_of("KOMUNE", "Id|Navn|Kommune", "Kommune", true);
	nearest_of("Oerestad", "Ørested|Aarhus", "Ørested", true); /* both folded: one edit */
	nearest_of("Forventet slutdato", "Start|Slutdato|Dato", "Slutdato", true); /* the longer of two that it holds */
	nearest_of("Dato", "Start|Slutdato", "Slutdato", true);
	nearest_of("Adresse", "Id|area", "area", false); /* the nearest, but another word */
	nearest_of("xyz", "Navn|Kommune", NULL, false); /* as many edits as letters */
	nearest_of("", "Navn", NULL, false);
	nearest_of("ab", "ax|ay", "ax", false); /* of two as near the first */
}

static void test_fields(void **state)
{
	(void)state;
	struct tp_near near;
	tp_near_begin(&near, tp_text_of("Medarbejdre"));
	tp_near_kind(&near, TP_KIND_unit);
	assert_int_equal(near.field, TP_unit_employees);
	assert_true(tp_text_is(near.name, "Medarbejdere"));
	tp_near_try(&near, tp_text_of("medarbejdre"));
	assert_int_equal(near.field, TP_NO_FIELD);
	tp_near_begin(&near, tp_text_of("Udrulningen"));
	tp_near_enum(&near, TP_ENUM_phase);
	assert_true(tp_text_is(near.name, "udrulning"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
