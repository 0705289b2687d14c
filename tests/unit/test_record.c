#include "tp/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"
#include "starve.h"

static struct tp_arena arena;

static int end(void **state)
{
	(void)state;
	tp_arena_free(&arena);
	return 0;
}

/* What makes two records the same thing: rule 8 of tp-stream(5), kind by kind; "by" is who found it. A finding about a
 * survey is also told apart by its instrument and round, of which the rule does not speak. */
static const struct {
	const char *kind, *fields;
} identities[] = {
	{"municipality", "id"}, {"unit", "id"}, {"technology", "id"}, {"initiative", "id"}, {"case", "id"},
	{"role", "initiative role person group start"}, {"stakeholder", "initiative group date"},
	{"target", "scope type"}, {"milestone", "initiative title"}, {"benefit", "initiative title"},
	{"measurement", "initiative benefit measured"}, {"pilot", "initiative site start"},
	{"activity", "municipality type date topic"}, {"feedback", "initiative received group text"},
	{"change", "initiative date what"}, {"challenge", "municipality raised text"},
	{"invited", "instrument subject group round"}, {"decision", "subject date what"},
	{"note", "check subject key"}, {"finding", "by check subject_kind subject key instrument round"},
};

static bool same_bytes(void (*append)(const struct tp_record *, struct tp_buf *), const struct tp_record *a,
	const struct tp_record *b)
{
	struct tp_buf left = {0}, right = {0};
	append(a, &left);
	append(b, &right);
	assert_false(left.failed || right.failed);
	bool same = left.len == right.len && memcmp(left.ptr, right.ptr, left.len) == 0;
	tp_buf_free(&left);
	tp_buf_free(&right);
	return same;
}

static bool same_thing(const char *a, const char *b)
{
	return same_bytes(tp_record_identity, given(&arena, a), given(&arena, b));
}

static bool same_content(const char *a, const char *b)
{
	return same_bytes(tp_record_content, given(&arena, a), given(&arena, b));
}

static bool lists(const char *names, const char *name)
{
	for (struct tp_text rest = tp_text_of(names); rest.ptr;)
		if (tp_text_is(tp_text_split(&rest, " "), name))
			return true;
	return false;
}

/* --- access --- */

static void an_empty_record_has_nothing(void **state)
{
	(void)state;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		struct tp_record record;
		memset(&record, 0xaa, sizeof record);
		tp_record_init(&record, kind);
		assert_int_equal(record.kind, kind);
		assert_true(tp_text_is(record.name, tp_kind_info(kind)->name));
		assert_int_equal(record.by.len + record.analysis.len + record.line.len + record.extras, 0);
		assert_int_equal(record.at.type, TP_ABSENT);
		assert_int_equal(record.updated.type, TP_ABSENT);
		for (size_t i = 0; i < tp_kind_fields(kind); i++)
			assert_false(tp_record_has(&record, tp_kind_info(kind)->first + (enum tp_field)i));
	}
	struct tp_record other;
	tp_record_init(&other, TP_KIND_other);
	assert_int_equal(other.kind, TP_KIND_other);
}

static void values_are_asked_by_field_and_type(void **state)
{
	(void)state;
	const struct tp_record *record = given(&arena,
		"{\"kind\":\"initiative\",\"id\":\"i1\",\"cost\":12.5,\"start\":\"1970-01-03\",\"phase\":\"pilot\","
		"\"personal_data\":false,\"hours\":null}");
	struct tp_text text = {0};
	double x = -7;
	int32_t day = -7;
	int code = -7;
	bool flag = true;
	assert_true(tp_record_text(record, TP_initiative_id, &text) && tp_text_is(text, "i1"));
	assert_true(tp_record_num(record, TP_initiative_cost, &x) && x == 12.5);
	assert_true(tp_record_day(record, TP_initiative_start, &day) && day == 2);
	assert_true(tp_record_code(record, TP_initiative_phase, &code) && code == TP_phase_pilot);
	assert_true(tp_record_bool(record, TP_initiative_personal_data, &flag) && !flag);
	assert_false(tp_record_has(record, TP_initiative_hours));
	assert_false(tp_record_num(record, TP_initiative_hours, &x)); /* blank */
	assert_false(tp_record_num(record, TP_initiative_benefit, &x));
	assert_false(tp_record_text(record, TP_initiative_title, &text));
	assert_false(tp_record_day(record, TP_initiative_end, &day));
	assert_false(tp_record_code(record, TP_initiative_type, &code));
	assert_true(x == 12.5 && day == 2 && code == TP_phase_pilot && tp_text_is(text, "i1"));
	assert_true(tp_text_is(tp_record_id(record, TP_initiative_id), "i1"));
	assert_true(tp_text_is(tp_record_id(record, TP_initiative_unit), ""));
}

/* --- identity --- */

static void identity_is_that_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof identities / sizeof *identities; i++) {
		enum tp_kind kind = tp_kind_find(tp_text_of(identities[i].kind));
		struct tp_record *one = given_full(&arena, kind, 1);
		for (size_t j = 0; j < tp_kind_fields(kind); j++) {
			enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)j;
			struct tp_record two = *one, none = *one;
			bool key = lists(identities[i].fields, tp_field_info(field)->name);
			two.v[j] = given_value(&arena, field, 2);
			none.v[j] = (struct tp_value){.type = TP_ABSENT};
			if (same_bytes(tp_record_identity, one, &two) == key ||
				same_bytes(tp_record_identity, one, &none) == key)
				fail_msg("%s.%s is %spart of the identity", identities[i].kind,
					tp_field_info(field)->name, key ? "no " : "");
		}
		struct tp_record two = *one;
		two.by = tp_text_of("tp-other");
		assert_int_equal(same_bytes(tp_record_identity, one, &two), !lists(identities[i].fields, "by"));
		two = *one;
		two.at = tp_value_string("elsewhere:1");
		two.updated = tp_value_day(5);
		assert_true(same_bytes(tp_record_identity, one, &two));
	}
}

static void parts_do_not_run_into_each_other(void **state)
{
	(void)state;
	assert_false(same_thing("{\"kind\":\"milestone\",\"initiative\":\"ab\",\"title\":\"c\"}",
		"{\"kind\":\"milestone\",\"initiative\":\"a\",\"title\":\"bc\"}"));
	assert_false(same_thing("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":\"x\"}",
		"{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"group\":\"x\"}"));
	assert_false(same_thing("{\"kind\":\"unit\",\"id\":\"A\"}", "{\"kind\":\"unit\",\"id\":\"a\"}")); /* bytewise */
}

static void blank_is_as_good_as_absent(void **state)
{
	(void)state;
	assert_true(same_thing("{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\",\"group\":null}",
		"{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\"}"));
	assert_false(same_thing("{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\",\"group\":null}",
		"{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\",\"group\":\"null\"}"));
}

/* --- content --- */

static void content_is_everything_but_at(void **state)
{
	(void)state;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		struct tp_record *one = given_full(&arena, kind, 1);
		for (size_t i = 0; i < tp_kind_fields(kind); i++) {
			enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
			struct tp_record two = *one;
			two.v[i] = given_value(&arena, field, 2);
			bool at = strcmp(tp_field_info(field)->name, "at") == 0;
			assert_int_equal(same_bytes(tp_record_content, one, &two), at);
		}
		struct tp_record two = *one;
		two.at = tp_value_string("elsewhere:1");
		two.source = "elsewhere";
		two.row = 17;
		assert_true(same_bytes(tp_record_content, one, &two));
		two.updated = tp_value_day(3);
		assert_false(same_bytes(tp_record_content, one, &two));
	}
}

static void numbers_are_compared_by_value(void **state)
{
	(void)state;
	assert_true(same_content("{\"kind\":\"unit\",\"id\":\"u\",\"employees\":40}",
		"{\"employees\":4.0e1,\"id\":\"u\",\"kind\":\"unit\"}"));
	assert_true(same_content("{\"kind\":\"benefit\",\"baseline\":0}", "{\"kind\":\"benefit\",\"baseline\":-0.0}"));
	assert_true(same_content("{\"kind\":\"response\",\"values\":{\"a\":1,\"b\":null}}",
		"{\"kind\":\"response\",\"values\":{\"b\":null,\"a\":1}}"));
	assert_false(same_content("{\"kind\":\"response\",\"values\":{\"a\":1,\"b\":null}}",
		"{\"kind\":\"response\",\"values\":{\"a\":1}}"));
	assert_false(same_content("{\"kind\":\"initiative\",\"title\":\"x\"}",
		"{\"kind\":\"initiative\",\"problem\":\"x\"}"));
}

/* --- completeness --- */

static void what_is_missing_is_named(void **state)
{
	(void)state;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		struct tp_record *record = given_full(&arena, kind, 1);
		assert_int_equal(tp_record_missing(record), TP_NO_FIELD);
		for (size_t i = 0; i < tp_kind_fields(kind); i++) {
			enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
			struct tp_record without = *record;
			bool required = tp_field_info(field)->flags & TP_REQUIRED;
			without.v[i].type = TP_ABSENT;
			assert_int_equal(tp_record_missing(&without), required ? field : TP_NO_FIELD);
			without.v[i] = tp_value_blank();
			assert_int_equal(tp_record_missing(&without), required ? field : TP_NO_FIELD);
		}
	}
	static const char head[] = "{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\"";
	char line[200];
	snprintf(line, sizeof line, "%s}", head);
	assert_int_equal(tp_record_missing(given(&arena, line)), TP_role_person);
	snprintf(line, sizeof line, "%s,\"group\":\"g\"}", head);
	assert_int_equal(tp_record_missing(given(&arena, line)), TP_NO_FIELD);
	snprintf(line, sizeof line, "%s,\"person\":\"p\"}", head);
	assert_int_equal(tp_record_missing(given(&arena, line)), TP_NO_FIELD);
}

/* --- copies --- */

static void a_copy_stands_alone(void **state)
{
	(void)state;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		struct tp_arena other = {0};
		struct tp_err err = {0};
		struct tp_record *from = given_full(&arena, kind, kind), *expected = given_full(&other, kind, kind), *to;
		char by[] = "tp-x", analysis[] = "check", at[] = "a.csv:3", key[] = "own";
		struct tp_pair extra[] = {{tp_text_of(key), tp_value_string(at)}};
		from->by = tp_text_of(by);
		from->analysis = tp_text_of(analysis);
		from->at = tp_value_string(at);
		from->updated = tp_value_day(4);
		from->extra = extra;
		from->extras = 1;
		from->row = 9;
		from->line = tp_text_of("borrowed");
		assert_int_equal(tp_record_copy(&other, from, &to, &err), 0);
		memset(by, 'x', 4);
		memset(analysis, 'x', 5);
		memset(at, 'x', 7);
		memset(key, 'x', 3);
		tp_arena_free(&arena);
		assert_true(tp_text_is(to->by, "tp-x") && tp_text_is(to->analysis, "check"));
		assert_true(tp_text_is(to->at.text, "a.csv:3") && to->updated.day == 4 && to->row == 9);
		assert_true(tp_text_is(to->name, tp_kind_info(kind)->name) && to->kind == kind);
		assert_true(to->extras == 1 && tp_text_is(to->extra[0].key, "own"));
		assert_true(tp_text_is(to->extra[0].value.text, "a.csv:3"));
		for (size_t i = 0; i < tp_kind_fields(kind); i++)
			assert_true(tp_value_equal(&to->v[i], &expected->v[i]));
		tp_arena_free(&other);
	}
}

static void a_copy_is_whole_or_none(void **state)
{
	(void)state;
	struct tp_record *from = given_full(&arena, TP_KIND_initiative, 1), *to = NULL;
	struct tp_pair extra[] = {{tp_text_of("k"), tp_value_list(&arena, 3000)}};
	int result = -1;
	if (!CAN_STARVE)
		skip();
	from->extra = extra;
	from->extras = 1;
	for (long at = 0; result < 0 && at < 1000; at++) {
		struct tp_arena own = {0};
		struct tp_err err = {0};
		STARVED(at, result = tp_record_copy(&own, from, &to, &err));
		if (result < 0) {
			assert_null(to);
			assert_int_equal(err.code, TP_SYSTEM);
		}
		tp_arena_free(&own);
	}
	assert_int_equal(result, 0);
}

/* What a set keeps has no room for more than its kind's fields: nothing beyond them is read. */
static void a_borrowed_copy_may_differ(void **state)
{
	(void)state;
	struct tp_arena other = {0};
	struct tp_record *kept, changed;
	struct tp_err err = {0};
	assert_int_equal(tp_record_copy(&other, given_full(&arena, TP_KIND_note, 1), &kept, &err), 0);
	tp_record_borrow(&changed, kept);
	assert_true(tp_value_equal(tp_record_value(&changed, TP_note_check), tp_record_value(kept, TP_note_check)));
	*tp_record_slot(&changed, TP_note_check) = tp_value_string("late");
	assert_false(tp_value_equal(tp_record_value(&changed, TP_note_check), tp_record_value(kept, TP_note_check)));
	tp_arena_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(an_empty_record_has_nothing, end),
		cmocka_unit_test_teardown(values_are_asked_by_field_and_type, end),
		cmocka_unit_test_teardown(identity_is_that_of_the_contract, end),
		cmocka_unit_test_teardown(parts_do_not_run_into_each_other, end),
		cmocka_unit_test_teardown(blank_is_as_good_as_absent, end),
		cmocka_unit_test_teardown(content_is_everything_but_at, end),
		cmocka_unit_test_teardown(numbers_are_compared_by_value, end),
		cmocka_unit_test_teardown(what_is_missing_is_named, end),
		cmocka_unit_test_teardown(a_copy_stands_alone, end),
		cmocka_unit_test_teardown(a_copy_is_whole_or_none, end),
		cmocka_unit_test_teardown(a_borrowed_copy_may_differ, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
