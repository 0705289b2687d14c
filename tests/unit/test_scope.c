#include "tp/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "given.h"

static struct tp_arena arena;
static struct tp_set set;
static struct tp_err err;

static int enter(void **state)
{
	static const char *const lines[] = {
		"{\"kind\":\"unit\",\"id\":\"v-sundhed\",\"name\":\"Sundhed\",\"municipality\":\"vejen\"}",
		"{\"kind\":\"unit\",\"id\":\"n-skole\",\"name\":\"Skole\",\"municipality\":\"naestved\"}",
		"{\"kind\":\"initiative\",\"id\":\"v1\",\"title\":\"T\",\"municipality\":\"vejen\",\"unit\":\"v-sundhed\"}",
		"{\"kind\":\"role\",\"initiative\":\"v1\",\"role\":\"owner\",\"person\":\"anna\"}",
	};
	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_int_equal(tp_set_add(&set, given(&arena, lines[i]), &err), 0);
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

/* Of these scopes those named in `in` have the record; of the empty one everything is. */
static void lies_in(const char *line, const char *in)
{
	static const char *const scopes[] = {"vejen", "naestved", "v-sundhed", "n-skole", "v1", "anna", "nobody"};
	const struct tp_record *record = given(&arena, line);
	assert_true(tp_scope_has(&set, record, (struct tp_text){0}));
	for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
		if (tp_scope_has(&set, record, tp_text_of(scopes[i])) != (strstr(in, scopes[i]) != NULL))
			fail_msg("%s: %s", line, scopes[i]);
}

static void facts(void **state)
{
	(void)state;
	lies_in("{\"kind\":\"municipality\",\"id\":\"vejen\",\"name\":\"Vejen\"}", "vejen");
	lies_in("{\"kind\":\"unit\",\"id\":\"v-sundhed\",\"name\":\"Sundhed\",\"municipality\":\"vejen\"}", "vejen v-sundhed");
	lies_in("{\"kind\":\"initiative\",\"id\":\"v1\",\"title\":\"T\",\"municipality\":\"vejen\",\"unit\":\"v-sundhed\"}",
		"vejen v-sundhed v1 anna");
	lies_in("{\"kind\":\"initiative\",\"id\":\"n2\",\"title\":\"T\",\"municipality\":\"naestved\"}", "naestved");
	lies_in("{\"kind\":\"milestone\",\"initiative\":\"v1\",\"title\":\"M\",\"due\":\"2026-01-01\"}", "vejen v-sundhed v1 anna");
	lies_in("{\"kind\":\"milestone\",\"initiative\":\"gone\",\"title\":\"M\",\"due\":\"2026-01-01\"}", "");
	lies_in("{\"kind\":\"role\",\"initiative\":\"v1\",\"role\":\"leader\",\"person\":\"bo\"}", "vejen v-sundhed v1 anna");
	lies_in("{\"kind\":\"challenge\",\"municipality\":\"naestved\",\"text\":\"t\",\"raised\":\"2026-01-01\"}", "naestved");
	lies_in("{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"n-skole\",\"values\":{}}", "naestved n-skole");
	lies_in("{\"kind\":\"decision\",\"subject\":\"v1\",\"date\":\"2026-01-01\",\"what\":\"w\"}", "vejen v-sundhed v1 anna");
}

static void results(void **state)
{
	(void)state;
	lies_in("{\"kind\":\"score\",\"instrument\":\"maturity\",\"hash\":\"0\",\"subject_kind\":\"unit\",\"subject\":\"v-sundhed\","
		"\"level\":\"total\",\"key\":\"total\"}", "vejen v-sundhed");
	lies_in("{\"kind\":\"finding\",\"check\":\"late\",\"severity\":\"act\",\"outcome\":\"signal\",\"subject_kind\":\"initiative\","
		"\"subject\":\"v1\",\"municipality\":\"vejen\",\"initiative\":\"v1\"}", "vejen v-sundhed v1 anna");
	lies_in("{\"kind\":\"duty\",\"person\":\"anna\"}", "anna");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts, enter, leave),
		cmocka_unit_test_setup_teardown(results, enter, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
