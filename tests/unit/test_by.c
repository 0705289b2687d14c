#include "tp/by.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "given.h"
#include "tp/json.h"
#include "tp/writer.h"

static struct tp_group groups[] = {
	{.id = {"leaders", 7}, .title = {{"Ledere", 6}, {"Leaders", 7}}},
	{.id = {"staff", 5}, .title = {{"Medarbejdere", 12}, {"Staff", 5}}},
};
static const struct tp_instrument instrument = {.id = {"x", 1}, .groups = groups, .groups_n = 2};

/* The slice as "field=text field=text". */
static const char *shown(const struct tp_by_slice *slice)
{
	static char out[400];
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; slice->value.type == TP_MAP && i < slice->value.map.n; i++) {
		const struct tp_pair *pair = &slice->value.map.pairs[i];
		len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s=%.*s", i ? " " : "", (int)pair->key.len,
			pair->key.ptr, (int)pair->value.text.len, pair->value.text.ptr);
	}
	return out;
}

static struct tp_by by_of(const char *names)
{
	struct tp_by by = {0};
	struct tp_err err = {0};
	assert_int_equal(tp_by_add(&by, names, &err), 0);
	return by;
}

static void refused(const char *names)
{
	struct tp_by by = {0};
	struct tp_err err = {0};
	assert_int_equal(tp_by_add(&by, names, &err), -1);
	assert_int_equal(err.code, TP_USAGE);
}

static void fields_are_sorted_and_each_is_once(void **state)
{
	(void)state;
	struct tp_by by = by_of("group, area ,shift,group");
	assert_int_equal(by.n, 3);
	assert_true(tp_text_is(by.fields[0].name, "area") && by.fields[0].of_unit);
	assert_true(tp_text_is(by.fields[1].name, "group") && !by.fields[1].of_unit);
	assert_true(tp_text_is(by.fields[2].name, "shift") && by.extras);
	assert_false(by_of("date").extras);
}

static void what_tells_persons_or_things_apart_is_refused(void **state)
{
	(void)state;
	refused("");
	refused("group,");
	refused("respondent");
	refused("subject");
	refused("values");
	refused("round");
	refused("municipality");
	refused("employees");
	refused("a,b,c,d,e,f,g,h,i");
}

static void a_response_says_its_part(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_by by = by_of("group,date,area");
	struct tp_by_slice slice;
	const char *line = "{\"kind\":\"response\",\"instrument\":\"x\",\"subject\":\"u\",\"values\":{},"
		"\"group\":\"Ledere\",\"date\":\"2026-11-02\"}";
	tp_by_response(&by, &instrument, given(&arena, line), &slice);
	assert_string_equal(shown(&slice), "date=2026-11-02 group=leaders");
	line = "{\"kind\":\"response\",\"instrument\":\"x\",\"subject\":\"u\",\"values\":{},\"group\":\"Andre\"}";
	tp_by_response(&by, &instrument, given(&arena, line), &slice);
	assert_string_equal(shown(&slice), "group=Andre");
	line = "{\"kind\":\"response\",\"instrument\":\"x\",\"subject\":\"u\",\"values\":{}}";
	tp_by_response(&by, &instrument, given(&arena, line), &slice);
	assert_int_equal(slice.value.type, TP_ABSENT);
	assert_true(by.fields[1].seen && by.fields[2].seen && !by.fields[0].seen);
	tp_arena_free(&arena);
}

static void members_of_ones_own_are_texts(void **state)
{
	(void)state;
	struct tp_by by = by_of("b,n,t,none");
	struct tp_by_slice slice;
	struct tp_pair extra[] = {
		{{"t", 1}, tp_value_string("x")}, {{"n", 1}, tp_value_num(2.5)}, {{"b", 1}, tp_value_bool(true)},
		{{"none", 4}, tp_value_blank()},
	};
	struct tp_record response;
	tp_record_init(&response, TP_KIND_response);
	response.extra = extra;
	response.extras = 4;
	tp_by_response(&by, &instrument, &response, &slice);
	assert_string_equal(shown(&slice), "b=true n=2.5 t=x");
}

static void the_unit_adds_its_own(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_by by = by_of("group,area");
	struct tp_by_slice part, whole;
	const struct tp_record *unit = given(&arena,
		"{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"U\",\"municipality\":\"vejen\",\"area\":\"employment\"}");
	struct tp_pair pair = {{"group", 5}, tp_value_string("staff")};
	struct tp_value slice = {.type = TP_MAP, .map = {&pair, 1}}, none = {.type = TP_ABSENT};
	assert_true(tp_by_whole(&by, &slice, unit, &whole));
	assert_string_equal(shown(&whole), "area=employment group=staff");
	assert_false(tp_by_whole(&by, &slice, NULL, &whole));
	assert_false(tp_by_whole(&by, &none, unit, &whole));
	by = by_of("area");
	assert_true(tp_by_whole(&by, &none, unit, &whole));
	assert_string_equal(shown(&whole), "area=employment");
	by = by_of("group,shift");
	tp_by_tally(&by, &slice, &part); /* a tally may be finer, or coarser */
	assert_string_equal(shown(&part), "group=staff");
	assert_true(tp_text_is(tp_by_text(&slice, "group"), "staff"));
	assert_int_equal(tp_by_text(&none, "group").len, 0);
	by = (struct tp_by){0};
	assert_false(tp_by_whole(&by, &slice, unit, &whole));
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_sorted_and_each_is_once),
		cmocka_unit_test(what_tells_persons_or_things_apart_is_refused),
		cmocka_unit_test(a_response_says_its_part),
		cmocka_unit_test(members_of_ones_own_are_texts),
		cmocka_unit_test(the_unit_adds_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
