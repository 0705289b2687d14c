#include "tp/refs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"
#include "starve.h"

static struct tp_arena arena;
static struct tp_shelf shelf;
static struct tp_refs refs;

static int leave(void **state)
{
	(void)state;
	tp_refs_free(&refs);
	tp_shelf_free(&shelf);
	tp_arena_free(&arena);
	return 0;
}

static void add(const char *line, uint32_t at)
{
	struct tp_err err = {0};
	assert_int_equal(tp_refs_add(&refs, &shelf, given(&arena, line), (struct tp_unique_place){0, at}, &err), 0);
}

/* The faults as "line field: text", a line each. */
static void faults(const char *expected)
{
	struct tp_buf seen = {0};
	struct tp_unique_place place;
	struct tp_err bad = {0};
	assert_int_equal(tp_refs_close(&refs, &bad), 0);
	for (size_t next = 0; tp_refs_fault(&refs, &next, &place, &bad); tp_err_clear(&bad))
		tp_buf_add_format(&seen, "%u %s: %s\n", place.line, bad.field, bad.text);
	tp_buf_add_char(&seen, '\0');
	assert_string_equal(seen.ptr, expected);
	tp_buf_free(&seen);
}

static void order_does_not_matter(void **state)
{
	(void)state;
	add("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":\"a\"}", 1);
	faults("1 initiative: i is no initiative in these files\n");
	add("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"leader\",\"person\":\"a\"}", 2);
	faults("1 initiative: i is no initiative in these files (said 2 times)\n");
	add("{\"kind\":\"initiative\",\"id\":\"i\",\"title\":\"t\",\"municipality\":\"vejle\"}", 3);
	faults("");
}

/* An id is one of its own kind; the same bytes in another are another thing. */
static void kinds_are_apart(void **state)
{
	(void)state;
	add("{\"kind\":\"unit\",\"id\":\"x\",\"name\":\"n\",\"municipality\":\"vejle\"}", 1);
	add("{\"kind\":\"role\",\"initiative\":\"x\",\"role\":\"owner\",\"person\":\"p\"}", 2);
	add("{\"kind\":\"target\",\"scope\":\"x\",\"type\":\"efficiency\",\"share\":1}", 3);
	add("{\"kind\":\"target\",\"scope\":\"p\",\"type\":\"efficiency\",\"share\":1}", 4);
	add("{\"kind\":\"decision\",\"subject\":\"p\",\"date\":\"2026-11-22\",\"what\":\"w\"}", 5);
	faults("2 initiative: x is no initiative in these files\n4 scope: p is no municipality or unit in these files\n");
}

/* A title belongs to its initiative, and none runs into the other. */
static void benefits_by_initiative(void **state)
{
	(void)state;
	add("{\"kind\":\"initiative\",\"id\":\"a\",\"title\":\"t\",\"municipality\":\"vejle\"}", 1);
	add("{\"kind\":\"initiative\",\"id\":\"ab\",\"title\":\"t\",\"municipality\":\"vejle\"}", 2);
	add("{\"kind\":\"benefit\",\"initiative\":\"a\",\"title\":\"bc\",\"goal\":\"quality\"}", 3);
	add("{\"kind\":\"measurement\",\"initiative\":\"a\",\"benefit\":\"bc\",\"measured\":\"2026-11-22\",\"actual\":1}", 4);
	add("{\"kind\":\"measurement\",\"initiative\":\"ab\",\"benefit\":\"c\",\"measured\":\"2026-11-22\",\"actual\":1}", 5);
	add("{\"kind\":\"measurement\",\"initiative\":\"ab\",\"benefit\":\"bc\",\"measured\":\"2026-11-22\",\"actual\":1}", 6);
	faults("5 benefit: c is no benefit of ab in these files\n6 benefit: bc is no benefit of ab in these files\n");
}

static void what_is_built_in(void **state)
{
	(void)state;
	add("{\"kind\":\"case\",\"id\":\"c\",\"title\":\"t\",\"municipality\":\"aeroe\",\"technology\":\"drones\"}", 1);
	add("{\"kind\":\"case\",\"id\":\"d\",\"title\":\"t\",\"municipality\":\"Malmö\",\"technology\":\"drone\"}", 2);
	faults("2 municipality: Malmö is no municipality in these files\n"
		"2 technology: drone is no technology in these files: is it drones?\n");
}

static void many(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		char line[200];
		snprintf(line, sizeof line, "{\"kind\":\"challenge\",\"municipality\":\"vejle\",\"text\":\"t\",\"raised\":\"2026-11-22\","
			"\"initiative\":\"i%u\"}", i);
		add(line, i);
		snprintf(line, sizeof line, "{\"kind\":\"initiative\",\"id\":\"i%u\",\"title\":\"t\",\"municipality\":\"vejle\"}",
			2999 - i);
		if (i != 1)
			add(line, i);
	}
	faults("2998 initiative: i2998 is no initiative in these files: is it i1998?\n");
}

/* Without memory nothing is noted by halves: said again, it is as if said once. */
static void memory_runs_out(void **state)
{
	(void)state;
	if (!CAN_STARVE)
		skip();
	const struct tp_record *record = given(&arena,
		"{\"kind\":\"initiative\",\"id\":\"i\",\"title\":\"t\",\"municipality\":\"x\",\"synergies\":[\"j\",\"k\"]}");
	for (long i = 0;; i++) {
		struct tp_refs own = {0};
		struct tp_err err = {0};
		int result;
		STARVED(i, result = tp_refs_add(&own, &shelf, record, (struct tp_unique_place){0, 1}, &err));
		if (!starve_hit) {
			assert_int_equal(result, 0);
			tp_refs_free(&own);
			return;
		}
		assert_int_equal(result, -1);
		assert_int_equal(err.code, TP_SYSTEM);
		tp_refs_free(&own);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(order_does_not_matter, leave),
		cmocka_unit_test_teardown(kinds_are_apart, leave),
		cmocka_unit_test_teardown(benefits_by_initiative, leave),
		cmocka_unit_test_teardown(what_is_built_in, leave),
		cmocka_unit_test_teardown(many, leave),
		cmocka_unit_test_teardown(memory_runs_out, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
