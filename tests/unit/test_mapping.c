#include "tp/mapping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char name[] = "/tmp/test_mapping_XXXXXX";
static struct tp_shelf shelf;

static int make_file(void **state)
{
	int fd = mkstemp(name);
	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	(void)state;
	tp_shelf_free(&shelf);
	return unlink(name);
}

static int load(struct tp_mapping *mapping, enum tp_kind kind, const char *json, struct tp_err *err)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs(json, file) >= 0);
	assert_int_equal(fclose(file), 0);
	return tp_mapping_load(mapping, name, kind, &shelf, err);
}

static void loads(struct tp_mapping *mapping, const char *json)
{
	struct tp_err err = {0};
	if (load(mapping, TP_KIND_other, json, &err) < 0)
		fail_msg("%s: %s: %s", json, err.field, err.text);
}

static void refuses(enum tp_kind kind, const char *json, const char *path)
{
	struct tp_mapping mapping;
	struct tp_err err = {0};
	assert_int_equal(load(&mapping, kind, json, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.source, name);
	assert_string_equal(err.field, path);
	tp_mapping_free(&mapping);
}

static void means(const struct tp_mapping_cells *cells, const char *cell, const char *expected)
{
	struct tp_text out = {0};
	bool found = tp_mapping_cell(cells, tp_text_of(cell), &out);
	assert_int_equal(found, expected != NULL);
	if (expected && !tp_text_is(out, expected))
		fail_msg("%s: %.*s", cell, (int)out.len, out.ptr);
}

static void test_columns(void **state)
{
	(void)state;
	struct tp_mapping mapping;
	loads(&mapping, "{\"columns\": {\"Projekt nr.\": \" id \", \"Noter\": \"problem\"}, \"ignore\": [\" Konto \", \"?\"]}");
	const struct tp_mapping_column *column = tp_mapping_column(&mapping, tp_text_of("PROJEKT-NR"));
	assert_non_null(column);
	assert_true(tp_text_is(column->target, "id"));
	assert_true(column->used);
	assert_false(mapping.columns[1].used);
	column = tp_mapping_column(&mapping, tp_text_of("konto"));
	assert_non_null(column);
	assert_null(column->target.ptr);
	assert_non_null(tp_mapping_column(&mapping, tp_text_of("?"))); /* nothing to fold */
	assert_null(tp_mapping_column(&mapping, tp_text_of("!")));
	assert_null(tp_mapping_column(&mapping, tp_text_of("Titel")));
	assert_null(tp_mapping_column(NULL, tp_text_of("Titel")));
	tp_mapping_free(&mapping);
}

static void test_cells(void **state)
{
	(void)state;
	struct tp_mapping mapping;
	loads(&mapping, "{\"values\": {\"Fase\": {\"I gang\": \"rollout\", \"\": \"idea\", \"fase 1-2\": \"pilot\", \"?\": null},"
		"\"cost\": {\"meget\": 1000000}, \"value\": {\"top\": 5}, \"culture\": {\"top\": 4}, \"med\": {\"jeps\": true}}}");
	const struct tp_mapping_cells *phase = tp_mapping_values(&mapping, TP_initiative_phase);
	assert_non_null(phase);
	assert_ptr_equal(tp_mapping_values(&mapping, TP_milestone_phase), phase);
	means(phase, "I gang", "rollout");
	means(phase, "i-GANG", "rollout");
	means(phase, "", "idea");
	means(phase, "fase 1-2", "pilot");
	means(phase, "fase 12", NULL); /* folding would make them one */
	means(phase, "?", "");
	means(phase, "!", NULL);
	means(NULL, "I gang", NULL);
	means(tp_mapping_values(&mapping, TP_initiative_cost), "Meget", "1000000");
	means(tp_mapping_values(&mapping, TP_stakeholder_med), "Jeps", "ja");
	means(tp_mapping_named(&mapping, tp_text_of("value")), "Top", "5");
	means(tp_mapping_named(&mapping, tp_text_of("culture")), "top", "4");
	assert_null(tp_mapping_named(&mapping, tp_text_of("data")));
	assert_null(tp_mapping_values(&mapping, TP_initiative_type));
	tp_mapping_free(&mapping);
}

static void test_defaults(void **state)
{
	(void)state;
	struct tp_mapping mapping;
	loads(&mapping, "{\"defaults\": {\"kind\": \"enhed\", \"Kommune\": \"Vejen\", \"hours\": 3, \"phase\": null}}");
	assert_true(tp_text_is(tp_mapping_kind(&mapping), "enhed"));
	assert_true(tp_text_is(tp_mapping_default(&mapping, TP_unit_municipality), "Vejen"));
	assert_true(tp_text_is(tp_mapping_default(&mapping, TP_role_hours), "3"));
	assert_null(tp_mapping_default(&mapping, TP_initiative_phase).ptr);
	assert_null(tp_mapping_default(NULL, TP_initiative_phase).ptr);
	assert_null(tp_mapping_kind(NULL).ptr);
	tp_mapping_free(&mapping);
	loads(&mapping, "{}");
	assert_null(tp_mapping_kind(&mapping).ptr);
	tp_mapping_free(&mapping);
}

/* All texts are golden cases; here, where each is. */
static void test_faults(void **state)
{
	(void)state;
	refuses(TP_KIND_other, "[]", "");
	refuses(TP_KIND_other, "{\"columns\": {\"a\": \"titel2\"}}", "columns[\"a\"]");
	refuses(TP_KIND_unit, "{\"columns\": {\"a\": \"due\"}}", "columns[\"a\"]");
	refuses(TP_KIND_unit, "{\"columns\": {\"a\": \"culture\"}}", "columns[\"a\"]");
	refuses(TP_KIND_other, "{\"values\": {\"phase\": {\"a\": \"b\"}}}", "values.phase[\"a\"]");
	refuses(TP_KIND_other, "{\"values\": {\"fse\": {}}}", "values[\"fse\"]");
	refuses(TP_KIND_other, "{\"defaults\": {\"ambition\": 7}}", "defaults[\"ambition\"]");
	refuses(TP_KIND_other, "{\"ignore\": [\"a\", \"A\"]}", "ignore[1]");
}

static void test_behind(void **state)
{
	(void)state;
	assert_true(tp_text_is(tp_mapping_behind(tp_text_of("item: data"), "item:"), "data"));
	assert_null(tp_mapping_behind(tp_text_of("item"), "item:").ptr);
	assert_null(tp_mapping_behind(tp_text_of("item:"), "item:").ptr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_behind),
	};
	return cmocka_run_group_tests(tests, make_file, remove_file);
}
