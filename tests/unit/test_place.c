#include "tp/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/data.h"

static void finds(const char *name, const char *id)
{
	struct tp_text found = tp_place_find(tp_text_of(name));
	if (id ? !found.ptr || !tp_text_is(found, id) : found.ptr != NULL)
		fail_msg("%s is %.*s, expected %s", name, (int)found.len, found.ptr ? found.ptr : "", id ? id : "nothing");
}

static void near(const char *name, const char *expected)
{
	struct tp_text found = tp_place_near(tp_text_of(name));
	if (expected ? !found.ptr || !tp_text_is(found, expected) : found.ptr != NULL)
		fail_msg("%s is near %.*s, expected %s", name, (int)found.len, found.ptr ? found.ptr : "",
			expected ? expected : "nothing");
}

static void test_spellings(void **state)
{
	(void)state;
	static const char *const aarhus[] = {"Aarhus", "Århus", "aarhus", "AARHUS", "Aarhus Kommune", "Århus kommune", "0751",
		"751", " Aarhus ", "Aarhus Municipality"};
	for (size_t i = 0; i < sizeof aarhus / sizeof *aarhus; i++)
		finds(aarhus[i], "aarhus");
	finds("Næstved", "naestved");
	finds("naestved", "naestved");
	finds("NÆSTVED KOMMUNE", "naestved");
	finds("Københavns Kommune", "koebenhavn"); /* with a genitive s */
	finds("Randers Kommune", "randers");       /* which ends in one */
	finds("Vesthimmerlands Kommune", "vesthimmerlands");
	finds("Bornholms Regionskommune", "bornholm");
	finds("Ikast Brande", "ikast-brande");
	finds("Lyngby-Tårbæk", "lyngby-taarbaek");
	finds("101", "koebenhavn");
	finds("0101", "koebenhavn");
}

static void test_others(void **state)
{
	(void)state;
	finds("", NULL);
	finds("Kommune", NULL);
	finds("Næsteved", NULL);
	finds("Københavns", NULL); /* no more than a near miss */
	finds("Malmö", NULL);
	finds("99", NULL);
	finds("0999", NULL);
	finds("code", NULL);
	finds("name", NULL);
	finds("Region Sjælland", NULL);
}

static void test_ids(void **state)
{
	(void)state;
	assert_true(tp_place_is_id(tp_text_of("aarhus")));
	assert_false(tp_place_is_id(tp_text_of("Aarhus")));
	assert_false(tp_place_is_id(tp_text_of("")));
	assert_true(tp_place_is_number(tp_text_of(" 0751")));
	assert_false(tp_place_is_number(tp_text_of("")));
	assert_false(tp_place_is_number(tp_text_of("751 a")));
}

static void test_near(void **state)
{
	(void)state;
	near("Næsteved", "Næstved");
	near("Nestved", "Næstved");
	near("Arhus", "Aarhus");
	near("Københavns", "København");
	near("Frederecia", "Fredericia");
	near("Malmö", NULL);
	near("", NULL);
	near("m1", NULL);
	near("Fan", "Fanø"); /* a letter, though its folding has two */
	near("Fax", "Faxe");
	near("Ær", "Ærø");
	near("Køg Kommune", "Køge");
	near("F", NULL); /* too short to tell */
	near("Faø", "Fanø");
	near("Anø", "Fanø");
	near("Nord", NULL);
	near("Vest", NULL);
	near("naestved-sundhed", NULL);
}

/* Each of the 98 is found by its code, id and name, and not taken for another. */
static void test_all(void **state)
{
	(void)state;
	struct tp_text rest = tp_data_find(tp_text_of("municipalities.csv"));
	size_t n = 0;
	tp_text_split(&rest, "\n");
	for (struct tp_text line; (line = tp_text_split(&rest, "\n")).len; n++) {
		char text[100], id[60];
		struct tp_text code = tp_text_split(&line, ","), own = tp_text_split(&line, ","),
			name = tp_text_split(&line, ",");
		snprintf(id, sizeof id, "%.*s", (int)own.len, own.ptr);
		snprintf(text, sizeof text, "%.*s", (int)code.len, code.ptr);
		finds(text, id);
		finds(text + 1, id); /* Excel takes the zero off */
		finds(id, id);
		snprintf(text, sizeof text, "%.*s", (int)name.len, name.ptr);
		finds(text, id);
		snprintf(text, sizeof text, "%.*s Kommune", (int)name.len, name.ptr);
		finds(text, id);
	}
	assert_int_equal(n, 98);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
