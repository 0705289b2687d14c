#include "tp/convert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "starve.h"
#include "tp/day.h"
#include "tp/limits.h"

static struct tp_arena arena;

static int end(void **state)
{
	(void)state;
	tp_arena_free(&arena);
	return 0;
}

static int convert(const char *text, enum tp_field field, struct tp_value *out, struct tp_err *err)
{
	struct tp_json json;
	if (tp_json_parse(&arena, tp_text_of(text), &json, err) < 0)
		fail_msg("%s: %s", text, err->text);
	memset(out, 0, sizeof *out);
	return tp_convert_field(&arena, &json, field, out, err);
}

static struct tp_value takes(const char *text, enum tp_field field)
{
	struct tp_value value;
	struct tp_err err = {0};
	if (convert(text, field, &value, &err) < 0)
		fail_msg("%s: %s: %s", tp_field_info(field)->name, text, err.text);
	return value;
}

/* Bad data; the message shows what stood there and says the word; the field is named. */
static void refuses(const char *text, enum tp_field field, const char *word)
{
	struct tp_value value;
	struct tp_err err = {0};
	if (convert(text, field, &value, &err) == 0)
		fail_msg("%s takes %s", tp_field_info(field)->name, text);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.field, tp_field_info(field)->name);
	if (!strstr(err.text, word))
		fail_msg("%s: \"%s\" does not say \"%s\"", text, err.text, word);
	if (strlen(text) < 40 && text[0] != '[' && !strstr(err.text, "control") &&
		strncmp(err.text, text, strlen(text)) != 0)
		fail_msg("%s: \"%s\" does not show what stood there", text, err.text);
}

static void refuses_all(const char *const *texts, enum tp_field field, const char *word)
{
	for (; *texts; texts++)
		refuses(*texts, field, word);
}

/* --- every form: what it takes and what it refuses --- */

static void null_is_blank_everywhere(void **state)
{
	(void)state;
	for (enum tp_field field = 0; field < TP_FIELDS; field++)
		assert_int_equal(takes("null", field).type, TP_BLANK);
}

static void only_the_type_of_the_field_is_taken(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum tp_type type;
	} values[] = {{"true", TP_BOOL}, {"4", TP_NUM}, {"[]", TP_LIST}, {"{}", TP_MAP}};
	for (enum tp_field field = 0; field < TP_FIELDS; field++)
		for (size_t i = 0; i < 4 && tp_field_info(field)->form != TP_FORM_ANY; i++)
			if (tp_field_type(field) == values[i].type && tp_field_info(field)->form != TP_FORM_RANGE)
				assert_int_equal(takes(values[i].text, field).type, values[i].type);
			else if (tp_field_type(field) != values[i].type)
				refuses(values[i].text, field, "is not");
}

static void texts_and_ids(void **state)
{
	(void)state;
	char text[TP_ID_MAX + 4];
	assert_true(tp_text_is(takes("\"Sk\\u00e6rm\\n\"", TP_unit_name).text, "Skærm\n"));
	assert_int_equal(takes("\"\"", TP_unit_name).type, TP_BLANK); /* empty means absent */
	assert_true(tp_text_is(takes("\"Æ & \\\"ø\\\" 42\"", TP_unit_id).text, "Æ & \"ø\" 42"));
	refuses("\"a\\nb\"", TP_unit_id, "control character");
	refuses("\"a\\u007f\"", TP_unit_id, "control character");
	refuses("4", TP_unit_id, "a text");
	memset(text, 'x', sizeof text);
	text[0] = text[TP_ID_MAX + 1] = '"';
	text[TP_ID_MAX + 2] = '\0';
	assert_int_equal(takes(text, TP_unit_id).text.len, TP_ID_MAX);
	memcpy(text + TP_ID_MAX + 1, "x\"", 3);
	refuses(text, TP_unit_id, "201 bytes");
}

static void numbers_keep_their_writing(void **state)
{
	(void)state;
	struct tp_value value = takes("1250.50", TP_initiative_cost);
	assert_true(value.num == 1250.5);
	assert_true(tp_text_is(value.text, "1250.50"));
	assert_true(takes("-2.5e3", TP_benefit_baseline).num == -2500);
	assert_true(takes("12345678901234567890", TP_benefit_actual).num == 12345678901234567890.0);
	refuses("\"5\"", TP_initiative_cost, "a number");
	refuses("\"5\"", TP_target_share, "a number");
}

static void numbers_have_their_ranges(void **state)
{
	(void)state;
	static const char *const heads[] = {"-1", "0.5", "1e-1", NULL}, *const hours[] = {"-0.5", NULL},
		*const percent[] = {"-0.01", "100.01", "1e3", NULL},
		*const ambition[] = {"0", "6", "3.5", "-1", "1e9", NULL};
	assert_true(takes("0", TP_unit_employees).num == 0);
	assert_true(takes("40.0", TP_unit_employees).num == 40);
	assert_true(takes("4e1", TP_unit_employees).num == 40);
	refuses_all(heads, TP_unit_employees, "a whole number from 0");
	assert_true(takes("0", TP_target_share).num == 0);
	assert_true(takes("33.3", TP_target_share).num == 33.3);
	assert_true(takes("100", TP_target_share).num == 100);
	refuses_all(percent, TP_target_share, "between 0 and 100");
	assert_true(takes("1", TP_municipality_ambition).num == 1);
	assert_true(takes("5", TP_municipality_ambition).num == 5);
	refuses_all(ambition, TP_municipality_ambition, "a whole number from 1 to 5");
	refuses("8", TP_stakeholder_stage, "from 1 to 7");
	refuses("4", TP_technology_wave, "from 1 to 3");
	assert_true(takes("0.25", TP_initiative_hours).num == 0.25);
	refuses_all(hours, TP_initiative_hours, "hours from 0");
}

static void days_are_iso(void **state)
{
	(void)state;
	static const char *const bad[] = {"\"2026-02-30\"", "\"2026-2-3\"", "\"22.11.2026\"", "\"2026-11-22T10:00\"",
		"\"\"", "\"2026-W54\"", "\" 2026-11-22\"", "20261122", "true", "[\"2026-11-22\"]", NULL};
	int32_t day = 0, monday = 0;
	assert_true(tp_day_of(2026, 11, 22, &day)); /* a Sunday */
	assert_true(tp_day_of(2026, 11, 16, &monday));
	assert_int_equal(takes("\"2026-11-22\"", TP_initiative_start).day, day);
	assert_int_equal(takes("\"2026-W47\"", TP_initiative_start).day, monday);
	assert_int_equal(takes("\"2026-W47\"", TP_initiative_end).day, day); /* until */
	assert_int_equal(takes("\"2026-W47\"", TP_milestone_due).day, day);
	refuses_all(bad, TP_initiative_start, "2026-11-22");
}

static void codes_are_slugs(void **state)
{
	(void)state;
	static const char *const bad[] = {"\"udrulning\"", "\"Rollout\"", "\"\"", "3", "true", "[\"rollout\"]", NULL};
	assert_int_equal(takes("\"rollout\"", TP_initiative_phase).code, TP_phase_rollout);
	refuses_all(bad, TP_initiative_phase, "idea, proposed, approved, pilot, rollout, operation, stopped");
	refuses("3", TP_stakeholder_involvement, "responsible, participate, involve, dialogue, feedback, inform");
}

static void lists_hold_their_own(void **state)
{
	(void)state;
	struct tp_value areas = takes("[\"data\",\"service\"]", TP_initiative_problem_areas);
	assert_int_equal(areas.list.n, 2);
	assert_int_equal(areas.list.items[0].code, TP_problem_area_data);
	refuses("[\"data\",\"dat\"]", TP_initiative_problem_areas, "\"dat\" is not one of service, process");
	refuses("\"data\"", TP_initiative_problem_areas, "a list");
	refuses("[[\"data\"]]", TP_initiative_problem_areas, "is not one of");
	refuses("[\"a\",4]", TP_initiative_synergies, "4 is not a text");
	refuses("[\"a\",\"b\\n\"]", TP_initiative_synergies, "control character");
	refuses("[\"a\",true]", TP_rank_missing, "true is not a text");
	struct tp_value counts = takes("[0,2,1.5]", TP_tally_counts);
	assert_true(counts.list.n == 3 && counts.list.items[2].num == 1.5);
	refuses("[0,\"2\"]", TP_tally_counts, "\"2\" is not a number");
}

static void goals_may_have_weights(void **state)
{
	(void)state;
	static const char *const bad[] = {"[\"quality:\"]", "[\"quality:101\"]", "[\"quality:-1\"]", "[\"quality:x\"]",
		"[\"quality:50:50\"]", "[\"quality: 50\"]", NULL};
	struct tp_value goals =
		takes("[\"quality:50\",\"savings\",\"policy:0\",\"capacity:12.5\"]", TP_initiative_goals);
	assert_int_equal(goals.list.n, 4);
	assert_true(tp_text_is(goals.list.items[0].text, "quality:50"));
	assert_true(tp_text_is(goals.list.items[1].text, "savings"));
	refuses_all(bad, TP_initiative_goals, "from 0 to 100");
	refuses("[\"qualty:50\"]", TP_initiative_goals, "one of quality, profession");
	refuses("[50]", TP_initiative_goals, "a text");
}

static void maps_are_taken_as_they_are(void **state)
{
	(void)state;
	struct tp_value values = takes("{\"q1\":4,\"q2\":null,\"q3\":\"dk\",\"\":[{\"x\":false}]}", TP_response_values);
	assert_int_equal(values.map.n, 4);
	assert_true(tp_value_get(&values, "q1")->num == 4);
	assert_int_equal(tp_value_get(&values, "q2")->type, TP_BLANK);
	assert_true(tp_text_is(tp_value_get(&values, "q3")->text, "dk"));
	assert_false(tp_value_get(&tp_value_get(&values, "")->list.items[0], "x")->flag);
	refuses("[1]", TP_response_values, "an object");
	refuses("\"text\"", TP_finding_message, "an object");
	assert_int_equal(takes("[1]", TP_cluster_left_over).type, TP_LIST);
	assert_int_equal(takes("{\"a\":1}", TP_cluster_left_over).type, TP_MAP);
}

static void what_is_long_is_cut_at_a_character(void **state)
{
	(void)state;
	for (size_t before = 0; before < 4; before++) {
		char text[600] = "\"";
		struct tp_value value;
		struct tp_err err = {0};
		memset(text + 1, 'x', before);
		for (size_t i = 0; i < 100; i++)
			memcpy(text + 1 + before + 4 * i, "🙂", 5);
		memcpy(text + 1 + before + 400, "\"", 2);
		assert_int_equal(convert(text, TP_initiative_phase, &value, &err), -1);
		assert_int_equal(tp_text_valid(tp_text_of(err.text)), strlen(err.text));
		assert_non_null(strstr(err.text, "is not one of idea"));
		assert_true(strlen(err.text) < 300);
	}
}

/* --- values that do not come from JSON --- */

static void a_cells_value_is_held_against_its_field(void **state)
{
	(void)state;
	struct tp_value value = tp_value_num(5.5), ids = tp_value_list(&arena, 2), day = tp_value_day(1);
	struct tp_err err = {0};
	assert_int_equal(tp_convert_check(&value, TP_initiative_cost, &err), 0);
	assert_int_equal(tp_convert_check(&day, TP_initiative_start, &err), 0);
	assert_int_equal(tp_convert_check(&value, TP_municipality_ambition, &err), -1);
	assert_string_equal(err.field, "ambition");
	assert_non_null(strstr(err.text, "5.5"));
	ids.list.items[0] = tp_value_string("fine");
	ids.list.items[1] = tp_value_string("a\tb");
	tp_err_clear(&err);
	assert_int_equal(tp_convert_check(&ids, TP_initiative_synergies, &err), -1);
	assert_string_equal(err.field, "synergies");
}

/* --- documents --- */

static void a_document_becomes_a_tree_of_its_own(void **state)
{
	(void)state;
	char bytes[] = "{\n \"id\": \"m\",\n \"items\": [ {\"w\": 1.50}, null, true ]\n}\n";
	struct tp_value tree;
	struct tp_err err = {0};
	assert_int_equal(tp_convert_document(&arena, tp_text_of(bytes), &tree, &err), 0);
	memset(bytes, 'x', sizeof bytes);
	assert_true(tp_text_is(tp_value_get(&tree, "id")->text, "m"));
	const struct tp_value *items = tp_value_get(&tree, "items");
	assert_int_equal(items->list.n, 3);
	assert_true(tp_text_is(tp_value_get(&items->list.items[0], "w")->text, "1.50"));
	assert_int_equal(items->list.items[1].type, TP_BLANK);
	assert_true(items->list.items[2].flag);
}

static void a_broken_document_names_its_line(void **state)
{
	(void)state;
	struct tp_value tree;
	struct tp_err err = {0};
	struct tp_text bytes = tp_text_of("{\n \"id\": \"m\",\n \"id\": 1\n}\n");
	assert_int_equal(tp_convert_document(&arena, bytes, &tree, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_int_equal(err.line, 3);
	assert_string_equal(err.field, "id");
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	struct tp_buf bytes = {0};
	int result = -1;
	long at = 0;
	if (!CAN_STARVE)
		skip();
	tp_buf_add_string(&bytes, "{\"list\":[0");
	for (int i = 1; i < 2000; i++)
		tp_buf_add_string(&bytes, ",{\"k\":\"a\\nb\"}");
	tp_buf_add_string(&bytes, "]}");
	for (; result < 0 && at < 100000; at = at * 5 / 4 + 1) {
		struct tp_arena own = {0};
		struct tp_value tree;
		struct tp_err err = {0};
		struct tp_text text = {bytes.ptr, bytes.len};
		STARVED(at, result = tp_convert_document(&own, text, &tree, &err));
		assert_true(result == 0 || err.code == TP_SYSTEM);
		tp_arena_free(&own);
	}
	assert_int_equal(result, 0);
	tp_buf_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(null_is_blank_everywhere, end),
		cmocka_unit_test_teardown(only_the_type_of_the_field_is_taken, end),
		cmocka_unit_test_teardown(texts_and_ids, end),
		cmocka_unit_test_teardown(numbers_keep_their_writing, end),
		cmocka_unit_test_teardown(numbers_have_their_ranges, end),
		cmocka_unit_test_teardown(days_are_iso, end),
		cmocka_unit_test_teardown(codes_are_slugs, end),
		cmocka_unit_test_teardown(lists_hold_their_own, end),
		cmocka_unit_test_teardown(goals_may_have_weights, end),
		cmocka_unit_test_teardown(maps_are_taken_as_they_are, end),
		cmocka_unit_test_teardown(what_is_long_is_cut_at_a_character, end),
		cmocka_unit_test_teardown(a_cells_value_is_held_against_its_field, end),
		cmocka_unit_test_teardown(a_document_becomes_a_tree_of_its_own, end),
		cmocka_unit_test_teardown(a_broken_document_names_its_line, end),
		cmocka_unit_test_teardown(memory_that_runs_out_is_told, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
