#include "tp/technologies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"
#include "starve.h"

static struct tp_arena arena;
static struct tp_set set;
static struct tp_err err;

static int enter(void **state)
{
	(void)state;
	tp_err_clear(&err);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	tp_set_free(&set);
	tp_arena_free(&arena);
	return 0;
}

static void adds(const char *line)
{
	assert_int_equal(tp_set_add(&set, given(&arena, line), &err), 0);
}

static const struct tp_record *known(const char *id)
{
	const struct tp_record *technology = tp_set_find(&set, TP_KIND_technology, tp_text_of(id));
	assert_non_null(technology);
	return technology;
}

static bool says(const struct tp_record *technology, enum tp_field field)
{
	bool yes;
	assert_true(tp_record_bool(technology, field, &yes));
	return yes;
}

static void twenty_are_built_in(void **state)
{
	(void)state;
	size_t n;
	int group;
	double wave;
	tp_set_close(&set);
	assert_int_equal(tp_technologies_add(&set, &err), 0);
	tp_set_all(&set, TP_KIND_technology, &n);
	assert_int_equal(n, 20);
	const struct tp_record *drones = known("drones");
	assert_true(tp_text_is(tp_value_get(tp_record_value(drones, TP_technology_name), "da")->text, "Droner"));
	assert_true(tp_text_is(tp_value_get(tp_record_value(drones, TP_technology_name), "en")->text, "Drones"));
	assert_true(tp_record_code(drones, TP_technology_group, &group) && group == TP_technology_group_collect);
	assert_true(tp_record_num(drones, TP_technology_wave, &wave) && wave == 3);
	assert_true(says(drones, TP_technology_watches));
	assert_false(says(drones, TP_technology_predicts) || says(drones, TP_technology_decides));
	assert_true(says(known("ai"), TP_technology_predicts) && says(known("ai"), TP_technology_decides));
}

static void what_the_stream_says_stands(void **state)
{
	(void)state;
	size_t n;
	int group;
	adds("{\"kind\":\"technology\",\"id\":\"drones\",\"name\":\"Dronen på havnen\",\"watches\":false}");
	adds("{\"kind\":\"technology\",\"id\":\"aaa\",\"name\":\"Vores egen\"}");
	adds("{\"kind\":\"technology\",\"id\":\"zzz\",\"name\":\"Også vores\",\"predicts\":true}");
	tp_set_close(&set);
	assert_int_equal(tp_technologies_add(&set, &err), 0);
	tp_set_all(&set, TP_KIND_technology, &n);
	assert_int_equal(n, 22);
	const struct tp_record *drones = known("drones");
	assert_true(tp_text_is(tp_record_id(drones, TP_technology_name), "Dronen på havnen"));
	assert_false(says(drones, TP_technology_watches));
	assert_true(tp_record_code(drones, TP_technology_group, &group) && group == TP_technology_group_collect);
	assert_false(tp_record_has(known("aaa"), TP_technology_watches));
	assert_true(says(known("zzz"), TP_technology_predicts));
	assert_false(tp_record_has(known("zzz"), TP_technology_group));
	known("vr");
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	if (!CAN_STARVE)
		skip();
	int result = -1;
	for (long at = 0; result < 0; at++) {
		assert_true(at < 2000);
		tp_err_clear(&err);
		tp_set_free(&set);
		adds("{\"kind\":\"technology\",\"id\":\"drones\",\"name\":\"Droner\"}");
		tp_set_close(&set);
		STARVED(at, result = tp_technologies_add(&set, &err));
		assert_true(result == 0 || err.code == TP_SYSTEM);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(twenty_are_built_in), TEST(what_the_stream_says_stands), TEST(memory_that_runs_out_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
