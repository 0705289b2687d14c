#include "tp/set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"
#include "random.h"
#include "starve.h"

static struct tp_arena arena;
static struct tp_set set;

static int end(void **state)
{
	(void)state;
	tp_set_free(&set);
	tp_arena_free(&arena);
	return 0;
}

static int add(const char *line, struct tp_err *err)
{
	static unsigned long row;
	struct tp_record *record = given(&arena, line);
	record->source = "all.jsonl";
	record->row = ++row;
	return tp_set_add(&set, record, err);
}

static void adds(const char *line)
{
	struct tp_err err = {0};
	if (add(line, &err) < 0)
		fail_msg("%s: %s", line, err.text);
}

/* The texts of a field as "a b c". */
static void expect_texts(struct tp_record *const *records, size_t n, enum tp_field field, const char *expected)
{
	char got[400] = "";
	for (size_t i = 0; i < n; i++) {
		struct tp_text text = tp_record_id(records[i], field);
		size_t len = strlen(got);
		snprintf(got + len, sizeof got - len, "%s%.*s", i ? " " : "", (int)text.len, text.ptr);
	}
	assert_string_equal(got, expected);
}

static void expect_all(enum tp_field field, const char *expected)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(&set, tp_field_info(field)->kind, &n);
	expect_texts(all, n, field, expected);
}

static void expect_of(enum tp_field field, const char *id, const char *expected)
{
	size_t n;
	struct tp_record *const *found = tp_set_of(&set, tp_field_info(field)->kind, tp_text_of(id), &n);
	expect_texts(found, n, field, expected);
}

/* --- what is kept --- */

static void a_thing_is_kept_once(void **state)
{
	(void)state;
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"Sundhed\",\"at\":\"a.csv:2\"}");
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"Sundhed\",\"at\":\"b.csv:9\"}");
	adds("{\"kind\":\"technology\",\"id\":\"u\",\"name\":\"Sundhed\"}");
	tp_set_close(&set);
	expect_all(TP_unit_id, "u");
	expect_all(TP_technology_id, "u");
	expect_all(TP_initiative_id, "");
}

static void the_set_owns_what_it_keeps(void **state)
{
	(void)state;
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"Sundhed\"}");
	tp_arena_free(&arena);
	tp_set_close(&set);
	const struct tp_record *unit = tp_set_find(&set, TP_KIND_unit, tp_text_of("u"));
	assert_true(tp_text_is(tp_record_id(unit, TP_unit_name), "Sundhed"));
}

static void two_that_differ_are_bad_input(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"A\",\"at\":\"last week.csv:2\"}",
			"{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"B\"}"},
		{"{\"kind\":\"milestone\",\"initiative\":\"i\",\"title\":\"t\",\"due\":\"2026-01-01\","
		 "\"at\":\"last week.csv:2\"}",
			"{\"kind\":\"milestone\",\"initiative\":\"i\",\"title\":\"t\",\"due\":\"2026-01-02\","
			"\"updated\":\"2026-11-22\"}"},
		{"{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":\"p\",\"hours\":1,"
		 "\"updated\":\"2026-11-22\",\"at\":\"last week.csv:2\"}",
			"{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":\"p\",\"hours\":2,"
			"\"updated\":\"2026-11-22\"}"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct tp_err err = {0};
		adds(pairs[i][0]);
		assert_int_equal(add(pairs[i][1], &err), -1);
		assert_int_equal(err.code, TP_DATA);
		assert_string_equal(err.source, "all.jsonl");
		assert_true(err.line > 0);
		assert_non_null(strstr(err.text, "last week.csv:2"));
		assert_non_null(strstr(err.text, "updated"));
	}
}

static void both_places_are_named_without_at(void **state)
{
	(void)state;
	struct tp_err err = {0};
	struct tp_record *one = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"A\"}"),
			 *two = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"B\"}");
	one->source = "monday.jsonl";
	one->row = 3;
	two->source = "-";
	two->row = 14;
	assert_int_equal(tp_set_add(&set, one, &err), 0);
	assert_int_equal(tp_set_add(&set, two, &err), -1);
	assert_non_null(strstr(err.text, "monday.jsonl:3"));
	assert_string_equal(err.source, "-");
	assert_int_equal(err.line, 14);
}

static void the_later_one_stands(void **state)
{
	(void)state;
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"second\",\"updated\":\"2026-11-16\"}");
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"first\",\"updated\":\"2026-11-09\"}");
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"third\",\"updated\":\"2026-W48\"}");
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"first\",\"updated\":\"2026-11-09\",\"at\":\"again.csv:1\"}");
	adds("{\"kind\":\"unit\",\"id\":\"t\",\"name\":\"other\"}");
	tp_set_close(&set);
	expect_all(TP_unit_name, "other third");
}

static void two_analyses_of_one_tool_live_side_by_side(void **state)
{
	(void)state;
	size_t n;
	adds("{\"kind\":\"run\",\"by\":\"tp-portfolio\",\"analysis\":\"rank\",\"version\":\"1\"}");
	adds("{\"kind\":\"run\",\"by\":\"tp-portfolio\",\"analysis\":\"check\",\"version\":\"1\"}");
	adds("{\"kind\":\"run\",\"by\":\"tp-import\",\"version\":\"1\",\"rows\":4}");
	adds("{\"kind\":\"run\",\"by\":\"tp-import\",\"version\":\"1\",\"rows\":3}");
	adds("{\"kind\":\"run\",\"by\":\"tp-import\",\"version\":\"1\",\"rows\":4}");
	tp_set_close(&set);
	struct tp_record *const *runs = tp_set_all(&set, TP_KIND_run, &n);
	assert_int_equal(n, 4);
	assert_true(tp_text_is(runs[0]->by, "tp-import") && tp_record_value(runs[0], TP_run_rows)->num == 3);
	assert_true(tp_text_is(runs[1]->by, "tp-import") && tp_record_value(runs[1], TP_run_rows)->num == 4);
	assert_true(tp_text_is(runs[2]->analysis, "check") && tp_text_is(runs[3]->analysis, "rank"));
}

/* --- order leaves no trace --- */

/* What the set should hold of records that may conflict, by the rule alone: every two of one identity are looked at. */
static bool is_conflict(const struct tp_record *a, const struct tp_record *b)
{
	bool same = a->updated.type == b->updated.type && a->updated.day == b->updated.day;
	if (!tp_value_equal(&a->v[0], &b->v[0]))
		return false;
	for (size_t i = 0; same && i < tp_kind_fields(a->kind); i++)
		same = tp_value_equal(&a->v[i], &b->v[i]);
	return !same && (a->updated.type != TP_DAY || b->updated.type != TP_DAY || a->updated.day == b->updated.day);
}

static struct tp_record *random_unit(void)
{
	struct tp_record *record = tp_arena_alloc(&arena, sizeof *record);
	tp_record_init(record, TP_KIND_unit);
	*tp_record_slot(record, TP_unit_id) = given_text(&arena, "u", random_below(4));
	*tp_record_slot(record, TP_unit_name) = given_text(&arena, "name", random_below(20) == 0);
	if (random_below(12) > 0)
		record->updated = tp_value_day((int32_t)random_below(6));
	return record;
}

/* What is in the set, as bytes. */
static void print_set(struct tp_buf *out)
{
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		size_t n;
		struct tp_record *const *all = tp_set_all(&set, kind, &n);
		for (size_t i = 0; i < n; i++) {
			tp_record_identity(all[i], out);
			tp_record_content(all[i], out);
		}
	}
	tp_buf_add_char(out, '\n');
	assert_false(out->failed);
}

static void shuffle(struct tp_record **records, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = random_below(i);
		struct tp_record *record = records[i - 1];
		records[i - 1] = records[j];
		records[j] = record;
	}
}

/* The set of the records in this order; false when it refuses them. */
static bool fill(struct tp_record *const *records, size_t n, struct tp_buf *out)
{
	struct tp_err err = {0};
	size_t i = 0;
	tp_set_free(&set);
	tp_buf_reset(out);
	while (i < n && tp_set_add(&set, records[i], &err) == 0)
		i++;
	tp_set_close(&set);
	print_set(out);
	assert_true(i == n || err.code == TP_DATA);
	return i == n;
}

static void conflicts_do_not_depend_on_order(void **state)
{
	(void)state;
	struct tp_buf first = {0}, again = {0};
	unsigned refused = 0;
	for (int round = 0; round < 400; round++) {
		struct tp_record *units[6];
		bool expected = true;
		for (size_t i = 0; i < 6; i++) {
			units[i] = random_unit();
			for (size_t j = 0; j < i; j++)
				expected &= !is_conflict(units[i], units[j]);
		}
		refused += !expected;
		assert_int_equal(fill(units, 6, &first), expected);
		for (int i = 0; i < 8; i++) {
			shuffle(units, 6);
			assert_int_equal(fill(units, 6, &again), expected);
			if (expected) {
				assert_int_equal(first.len, again.len);
				assert_memory_equal(first.ptr, again.ptr, first.len);
			}
		}
		tp_arena_reset(&arena);
	}
	assert_in_range(refused, 50, 350);
	tp_buf_free(&first);
	tp_buf_free(&again);
}

static void order_leaves_no_trace(void **state)
{
	(void)state;
	enum { EACH = 12 };
	struct tp_record *records[TP_KINDS * EACH];
	struct tp_buf first = {0}, again = {0};
	size_t n = 0;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		for (unsigned i = 0; i < EACH; i++)
			records[n++] = given_full(&arena, kind, i / 2 * 3); /* each twice */
	assert_true(fill(records, n, &first));
	for (int i = 0; i < 20; i++) {
		shuffle(records, n);
		assert_true(fill(records, n, &again));
		assert_int_equal(first.len, again.len);
		assert_memory_equal(first.ptr, again.ptr, first.len);
	}
	tp_buf_free(&first);
	tp_buf_free(&again);
}

/* --- looking up --- */

static void all_are_sorted_by_identity(void **state)
{
	(void)state;
	static const char *const ids[] = {"b", "ab", "a", "Z", "å", "a b", "10", "9"};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		char line[100];
		snprintf(line, sizeof line, "{\"kind\":\"unit\",\"id\":\"%s\",\"name\":\"n\"}", ids[i]);
		adds(line);
	}
	tp_set_close(&set);
	expect_all(TP_unit_id, "10 9 Z a a b ab b å");
}

static void things_are_found_by_id(void **state)
{
	(void)state;
	size_t n;
	struct tp_record *const *none = tp_set_of(&set, TP_KIND_unit, tp_text_of("u"), &n);
	(void)none;
	assert_int_equal(n, 0);
	assert_null(tp_set_find(&set, TP_KIND_unit, tp_text_of("u")));
	for (unsigned i = 0; i < 1000; i++) {
		char line[100];
		unsigned id = i * 7 % 1000;
		snprintf(line, sizeof line, "{\"kind\":\"unit\",\"id\":\"u%u\",\"name\":\"%u\"}", id, id);
		adds(line);
	}
	tp_set_close(&set);
	for (unsigned i = 0; i < 1000; i++) {
		char id[20];
		snprintf(id, sizeof id, "u%u", i);
		const struct tp_record *unit = tp_set_find(&set, TP_KIND_unit, tp_text_of(id));
		assert_non_null(unit);
		assert_true(tp_text_is(tp_record_id(unit, TP_unit_name), id + 1));
	}
	assert_null(tp_set_find(&set, TP_KIND_unit, tp_text_of("u1000")));
	assert_null(tp_set_find(&set, TP_KIND_unit, tp_text_of("u")));
	assert_null(tp_set_find(&set, TP_KIND_unit, tp_text_of("")));
	assert_null(tp_set_find(&set, TP_KIND_technology, tp_text_of("u1")));
}

static void what_belongs_to_a_thing_is_found(void **state)
{
	(void)state;
	adds("{\"kind\":\"milestone\",\"initiative\":\"b\",\"title\":\"B1\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"milestone\",\"initiative\":\"a\",\"title\":\"A2\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"milestone\",\"initiative\":\"ab\",\"title\":\"AB\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"milestone\",\"initiative\":\"a\",\"title\":\"A1\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"invited\",\"instrument\":\"m\",\"subject\":\"s\",\"count\":3}");
	tp_set_close(&set);
	expect_of(TP_milestone_title, "a", "A1 A2");
	expect_of(TP_milestone_title, "ab", "AB");
	expect_of(TP_milestone_title, "b", "B1");
	expect_of(TP_milestone_title, "c", "");
	expect_of(TP_milestone_title, "", "");
	expect_of(TP_invited_subject, "m", "s");
	expect_of(TP_pilot_site, "a", "");
}

static void likes_share_their_first_keys(void **state)
{
	(void)state;
	static const char *const dates[] = {"2026-03-01", "2026-01-01", "2026-02-01"}, *const benefits[] = {"y", "x"};
	for (int i = 0; i < 6; i++) {
		char line[200];
		snprintf(line, sizeof line,
			"{\"kind\":\"measurement\",\"initiative\":\"i\",\"benefit\":\"%s\",\"measured\":\"%s\","
			"\"actual\":%d}",
			benefits[i / 3], dates[i % 3], i);
		adds(line);
	}
	tp_set_close(&set);
	size_t n;
	const struct tp_record *like = given(&arena,
		"{\"kind\":\"measurement\",\"initiative\":\"i\",\"benefit\":\"y\",\"measured\":\"2026-02-01\"}");
	tp_set_like(&set, like, 1, &n);
	assert_int_equal(n, 6);
	struct tp_record *const *found = tp_set_like(&set, like, 2, &n);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < 3; i++) /* by date: those of January, February, March */
		assert_true(tp_record_value(found[i], TP_measurement_actual)->num == (double)((i + 1) % 3));
	found = tp_set_like(&set, like, 3, &n);
	assert_int_equal(n, 1);
	assert_true(tp_record_value(found[0], TP_measurement_actual)->num == 2);
	tp_set_like(&set, like, 9, &n); /* no more keys than there are */
	assert_int_equal(n, 1);
	tp_set_like(&set, given(&arena, "{\"kind\":\"measurement\",\"initiative\":\"i\",\"benefit\":\"z\"}"), 2, &n);
	assert_int_equal(n, 0);
	tp_set_like(&set, found[0], 2, &n); /* one that is in the set */
	assert_int_equal(n, 3);
}

static void many_alike_and_few_are_counted(void **state)
{
	(void)state;
	for (unsigned of = 0; of < 40; of++) /* 0, 1, 2 … 39 of each, among others */
		for (unsigned i = 0; i < of; i++) {
			char line[200];
			snprintf(line, sizeof line,
				"{\"kind\":\"pilot\",\"initiative\":\"i%02u\",\"site\":\"s%02u\",\"volume\":%u}", of, i, i);
			adds(line);
		}
	tp_set_close(&set);
	for (unsigned of = 0; of < 40; of++) {
		char id[20];
		size_t n;
		snprintf(id, sizeof id, "i%02u", of);
		struct tp_record *const *found = tp_set_of(&set, TP_KIND_pilot, tp_text_of(id), &n);
		assert_int_equal(n, of);
		for (size_t i = 0; i < n; i++)
			assert_true(tp_record_value(found[i], TP_pilot_volume)->num == (double)i);
	}
}

static void expect_by(enum tp_field field, const char *id, const char *expected)
{
	size_t n;
	struct tp_record *const *found = tp_set_by(&set, field, tp_text_of(id), &n);
	expect_texts(found, n, TP_initiative_id, expected);
}

static void a_field_that_is_no_key_finds_too(void **state)
{
	(void)state;
	struct tp_err err = {0};
	static const char *const units[] = {"b", "a", "", "ab", "a"};
	for (unsigned i = 0; i < 10; i++) {
		char line[200];
		const char *unit = units[i % 5];
		snprintf(line, sizeof line,
			"{\"kind\":\"initiative\",\"id\":\"i%u\",\"title\":\"T\",\"municipality\":\"m%u\"%s%s%s}", 9 - i, i % 2,
			*unit ? ",\"unit\":\"" : "", unit, *unit ? "\"" : "");
		adds(line);
	}
	tp_set_close(&set);
	assert_int_equal(tp_set_index(&set, TP_initiative_unit, &err), 0);
	assert_int_equal(tp_set_index(&set, TP_initiative_municipality, &err), 0);
	assert_int_equal(tp_set_index(&set, TP_benefit_measure, &err), 0); /* of a kind that is not there */
	expect_by(TP_initiative_unit, "a", "i0 i3 i5 i8");
	expect_by(TP_initiative_unit, "ab", "i1 i6");
	expect_by(TP_initiative_unit, "b", "i4 i9");
	expect_by(TP_initiative_unit, "c", "");
	expect_by(TP_initiative_unit, "", ""); /* those without are not found by it */
	expect_by(TP_initiative_municipality, "m0", "i1 i3 i5 i7 i9");
	expect_by(TP_benefit_measure, "a", "");
	for (int i = 0; i < 2 * TP_SET_INDEXES; i++) /* once is enough */
		assert_int_equal(tp_set_index(&set, TP_initiative_unit, &err), 0);
	size_t n;
	struct tp_record *const *sorted = tp_set_sorted(&set, TP_initiative_unit, &n);
	expect_texts(sorted, n, TP_initiative_id, "i0 i3 i5 i8 i1 i6 i4 i9");
}

/* --- memory --- */

static void an_index_without_memory_is_none(void **state)
{
	(void)state;
	if (!CAN_STARVE)
		skip();
	adds("{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"U\",\"municipality\":\"m\"}");
	tp_set_close(&set);
	int result = -1;
	for (long at = 0; result < 0; at++) {
		struct tp_err err = {0};
		assert_true(at < 10);
		STARVED(at, result = tp_set_index(&set, TP_unit_municipality, &err));
		assert_true(result == 0 || err.code == TP_SYSTEM);
	}
	size_t n;
	tp_set_by(&set, TP_unit_municipality, tp_text_of("m"), &n);
	assert_int_equal(n, 1);
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	struct tp_buf expected = {0}, got = {0};
	struct tp_record *units[300];
	if (!CAN_STARVE)
		skip();
	for (unsigned i = 0; i < 300; i++) {
		units[i] = given_full(&arena, TP_KIND_unit, i / 2);
		units[i]->updated = tp_value_day((int32_t)i); /* each is said twice */
	}
	assert_true(fill(units, 300, &expected));
	tp_set_free(&set);
	for (size_t i = 0; i < 300; i++) {
		int result = -1;
		for (long at = 0; result < 0 && at < 100; at++) {
			struct tp_err err = {0};
			STARVED(at, result = tp_set_add(&set, units[i], &err));
			assert_true(result == 0 || err.code == TP_SYSTEM);
		}
		assert_int_equal(result, 0);
	}
	tp_set_close(&set);
	print_set(&got);
	assert_int_equal(got.len, expected.len);
	assert_memory_equal(got.ptr, expected.ptr, got.len);
	tp_buf_free(&expected);
	tp_buf_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_thing_is_kept_once, end),
		cmocka_unit_test_teardown(the_set_owns_what_it_keeps, end),
		cmocka_unit_test_teardown(two_that_differ_are_bad_input, end),
		cmocka_unit_test_teardown(both_places_are_named_without_at, end),
		cmocka_unit_test_teardown(the_later_one_stands, end),
		cmocka_unit_test_teardown(two_analyses_of_one_tool_live_side_by_side, end),
		cmocka_unit_test_teardown(conflicts_do_not_depend_on_order, end),
		cmocka_unit_test_teardown(order_leaves_no_trace, end),
		cmocka_unit_test_teardown(all_are_sorted_by_identity, end),
		cmocka_unit_test_teardown(things_are_found_by_id, end),
		cmocka_unit_test_teardown(what_belongs_to_a_thing_is_found, end),
		cmocka_unit_test_teardown(likes_share_their_first_keys, end),
		cmocka_unit_test_teardown(many_alike_and_few_are_counted, end),
		cmocka_unit_test_teardown(a_field_that_is_no_key_finds_too, end),
		cmocka_unit_test_teardown(an_index_without_memory_is_none, end),
		cmocka_unit_test_teardown(memory_that_runs_out_is_told, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
