#include "tp/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "given.h"

static struct tp_arena arena;
static struct tp_rules rules;
static struct tp_err err;

static int enter(void **state)
{
	(void)state;
	tp_rules_init(&rules);
	tp_err_clear(&err);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	tp_arena_free(&arena);
	return 0;
}

static int reads(const char *document)
{
	struct tp_value tree;
	if (tp_convert_document(&arena, tp_text_of(document), &tree, &err) < 0)
		fail_msg("%s: %s", document, err.text);
	return tp_rules_read(&rules, &tree, &err);
}

static void refuses(const char *document, const char *field, const char *text)
{
	tp_err_clear(&err);
	assert_int_equal(reads(document), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.field, field);
	assert_string_equal(err.text, text);
}

static void unsaid_is_the_catalogue(void **state)
{
	(void)state;
	for (enum tp_limit limit = 0; limit < TP_LIMITS; limit++)
		assert_true(rules.limits[limit] == tp_limit_info(limit)->value);
	for (enum tp_check check = 0; check < TP_CHECKS; check++) {
		assert_int_equal(rules.checks[check].from, tp_check_info(check)->from);
		assert_int_equal(rules.checks[check].severity, TP_NONE);
		assert_false(rules.checks[check].off);
	}
	assert_string_equal(rules.hash, "");
	assert_int_equal(reads("{}"), 0);
	assert_int_equal(rules.limits[TP_LIMIT_late_act_days], 30);
}

static void takes_over(void **state)
{
	(void)state;
	assert_int_equal(reads("{\"late\": {\"act_days\": 45, \"severity\": \"watch\", \"from\": \"pilot\"},"
			       " \"unanswered\": {\"off\": true}}"), 0);
	assert_true(rules.limits[TP_LIMIT_late_act_days] == 45);
	assert_int_equal(rules.checks[TP_CHECK_late].severity, TP_WATCH);
	assert_int_equal(rules.checks[TP_CHECK_late].from, TP_phase_pilot);
	assert_true(rules.checks[TP_CHECK_unanswered].off);
	assert_false(rules.checks[TP_CHECK_late].off);
	assert_true(rules.limits[TP_LIMIT_unanswered_act_days] == 30);
	assert_int_equal(strlen(rules.hash), 16);
}

static void a_star_is_all_but_those_named(void **state)
{
	(void)state;
	assert_int_equal(reads("{\"late\": {\"off\": false}, \"*\": {\"off\": true}}"), 0);
	for (enum tp_check check = 0; check < TP_CHECKS; check++)
		assert_int_equal(rules.checks[check].off, check != TP_CHECK_late);
}

static void the_hash_is_of_what_is_said(void **state)
{
	(void)state;
	struct tp_rules other;
	tp_rules_init(&other);
	assert_int_equal(reads("{\"late\": {\"act_days\": 45, \"off\": false}}"), 0);
	other = rules;
	assert_int_equal(reads(" {\"late\":{\"off\":false,\"act_days\":45.0}}"), 0);
	assert_string_equal(rules.hash, other.hash);
	assert_int_equal(reads("{\"late\": {\"act_days\": 46}}"), 0);
	assert_string_not_equal(rules.hash, other.hash);
}

static void refuses_what_it_does_not_know(void **state)
{
	(void)state;
	refuses("[]", "", "expected an object of checks: {\"late\": {\"act_days\": 45}}");
	refuses("{\"laet\": {}}", "laet", "expected the id of a check, or *: see --list-checks");
	refuses("{\"late\": 45}", "late", "expected an object: {\"off\": true}");
	refuses("{\"late\": {\"days\": 45}}", "late.days", "expected act_days, severity, from or off");
	refuses("{\"late\": {\"act_days\": \"45\"}}", "late.act_days", "expected a number from 0");
	refuses("{\"late\": {\"act_days\": -1}}", "late.act_days", "expected a number from 0");
	refuses("{\"late\": {\"severity\": \"red\"}}", "late.severity", "expected info, watch or act");
	refuses("{\"late\": {\"from\": \"drift\"}}", "late.from",
		"expected a phase: idea, proposed, approved, pilot, rollout or operation");
	refuses("{\"late\": {\"off\": 1}}", "late.off", "expected true or false");
	refuses("{\"*\": {\"act_days\": 3}}", "*.act_days", "expected severity, from or off");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(unsaid_is_the_catalogue, enter, leave),
		cmocka_unit_test_setup_teardown(takes_over, enter, leave),
		cmocka_unit_test_setup_teardown(a_star_is_all_but_those_named, enter, leave),
		cmocka_unit_test_setup_teardown(the_hash_is_of_what_is_said, enter, leave),
		cmocka_unit_test_setup_teardown(refuses_what_it_does_not_know, enter, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
