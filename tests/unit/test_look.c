#include "tp/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"
#include "starve.h"

enum { FINDINGS_MAX = 4 };

static struct tp_arena arena, run;
static struct tp_set set;
static struct tp_err err;
static struct tp_record *findings[FINDINGS_MAX];
static size_t findings_n;

static int put(void *self, const struct tp_record *record, struct tp_err *why)
{
	(void)self;
	assert_true(findings_n < FINDINGS_MAX);
	return tp_record_copy(&arena, record, &findings[findings_n++], why);
}

static int refuse(void *self, const struct tp_record *record, struct tp_err *why)
{
	(void)self;
	(void)record;
	return tp_err_set(why, TP_SYSTEM, "disk full");
}

static const struct tp_sink sink = {put, NULL}, full = {refuse, NULL};

static int enter(void **state)
{
	(void)state;
	findings_n = 0;
	tp_err_clear(&err);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	tp_set_free(&set);
	tp_arena_free(&arena);
	tp_arena_free(&run);
	return 0;
}

/* 2026-11-22 is today. */
static struct tp_look look_at(const struct tp_record *subject, enum tp_check check)
{
	struct tp_look look = {.set = &set, .subject = subject, .check = check, .sink = &sink, .arena = &run,
		.err = &err};
	assert_true(tp_day_of(2026, 11, 22, &look.as_of));
	tp_look_case(&look, (struct tp_text){0});
	return look;
}

static const struct tp_record *adds(const char *line)
{
	const struct tp_record *record = given(&arena, line);
	assert_int_equal(tp_set_add(&set, record, &err), 0);
	return record;
}

static const struct tp_record *an_initiative(const char *phase)
{
	char line[300];
	snprintf(line, sizeof line,
		"{\"kind\":\"initiative\",\"id\":\"i1\",\"municipality\":\"vejen\",\"title\":\"T\"%s%s%s}",
		phase ? ",\"phase\":\"" : "", phase ? phase : "", phase ? "\"" : "");
	return given(&arena, line);
}

static struct tp_text text_of(const struct tp_record *finding, enum tp_field field)
{
	return tp_record_id(finding, field);
}

static bool says(const struct tp_record *finding, enum tp_field field, const char *lang, const char *part)
{
	const struct tp_value *side = tp_value_get(tp_record_value(finding, field), lang);
	assert_true(side && side->type == TP_TEXT);
	return memmem(side->text.ptr, side->text.len, part, strlen(part)) != NULL;
}

/* --- asking --- */

static void what_is_there_is_evidence(void **state)
{
	(void)state;
	const struct tp_record *subject = given(&arena,
		"{\"kind\":\"initiative\",\"id\":\"i1\",\"title\":\"T\",\"cost\":12.50,\"start\":\"2026-11-01\","
		"\"phase\":\"pilot\",\"at\":\"i.csv:2\"}");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	double x = 0;
	int32_t day = 0;
	int code = 0, days = 0;
	struct tp_text text = {0};
	assert_true(tp_look_num(&look, subject, TP_initiative_cost, &x) && x == 12.5);
	assert_true(tp_look_day(&look, subject, TP_initiative_start, &day) && day == look.as_of - 21);
	assert_true(tp_look_code(&look, subject, TP_initiative_phase, &code) && code == TP_phase_pilot);
	assert_true(tp_look_text(&look, subject, TP_initiative_title, &text) && tp_text_is(text, "T"));
	assert_true(tp_look_age(&look, subject, TP_initiative_start, &days) && days == 21);
	static const char *const names[] = {"cost", "start", "phase", "title"};
	assert_int_equal(look.evidence_n, 4); /* start is shown once */
	for (size_t i = 0; i < 4; i++)
		assert_true(tp_text_is(look.evidence[i].key, names[i]));
	assert_int_equal(look.missing_n, 0);
	assert_int_equal(look.at_n, 1);
	assert_true(tp_text_is(look.at[0], "i.csv:2"));
}

static void what_is_not_there_is_noted(void **state)
{
	(void)state;
	const struct tp_record *subject = given(&arena, "{\"kind\":\"initiative\",\"id\":\"i1\",\"hours\":null}");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	double x = 7;
	int days = 7;
	assert_false(tp_look_num(&look, subject, TP_initiative_cost, &x));
	assert_false(tp_look_num(&look, subject, TP_initiative_hours, &x));
	assert_false(tp_look_num(&look, subject, TP_initiative_cost, &x));
	assert_false(tp_look_age(&look, subject, TP_initiative_end, &days));
	tp_look_show(&look, subject, TP_initiative_users); /* shown when there, not asked for */
	tp_look_miss(&look, TP_benefit_target);
	assert_true(x == 7 && days == 7);
	assert_int_equal(look.missing_n, 4);
	assert_int_equal(look.missing[0].field, TP_initiative_cost);
	assert_int_equal(look.missing[1].field, TP_initiative_hours);
	assert_int_equal(look.missing[2].field, TP_initiative_end);
	assert_int_equal(look.missing[3].field, TP_benefit_target);
	assert_int_equal(look.evidence_n, 0);
}

static void a_case_begins_anew(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_show_num(&look, "days", 3);
	tp_look_show_num(&look, "days", 4);
	assert_int_equal(look.evidence_n, 1);
	assert_true(look.evidence[0].value.num == 4);
	tp_look_miss(&look, TP_initiative_cost);
	look.advice[TP_DA] = tp_text_of("x");
	tp_look_case(&look, tp_text_of("other"));
	assert_int_equal(look.evidence_n + look.at_n, 0);
	assert_null(look.advice[TP_DA].ptr);
	assert_int_equal(look.missing_n, 1); /* that is the subject's */
	assert_true(tp_text_is(look.key, "other"));
}

static void evidence_has_room_for_so_much(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative(NULL);
	struct tp_look look = look_at(subject, TP_CHECK_late);
	static char names[TP_EVIDENCE_MAX + 5][8];
	for (size_t i = 0; i < TP_EVIDENCE_MAX + 5; i++) {
		struct tp_record *from = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\"}");
		from->at = given_text(&arena, "a.csv:", (unsigned)i);
		snprintf(names[i], sizeof names[i], "n%zu", i);
		tp_look_show_num(&look, names[i], (double)i);
		tp_look_show(&look, from, TP_unit_id);
		tp_look_miss(&look, (enum tp_field)i);
	}
	assert_int_equal(look.evidence_n, TP_EVIDENCE_MAX);
	assert_int_equal(look.at_n, TP_EVIDENCE_MAX);
	assert_int_equal(look.missing_n, TP_EVIDENCE_MAX);
}

static void what_belongs_to_the_subject_is_found(void **state)
{
	(void)state;
	adds("{\"kind\":\"milestone\",\"initiative\":\"i1\",\"title\":\"b\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"milestone\",\"initiative\":\"i2\",\"title\":\"c\",\"due\":\"2026-01-01\"}");
	adds("{\"kind\":\"milestone\",\"initiative\":\"i1\",\"title\":\"a\",\"due\":\"2026-01-01\"}");
	tp_set_close(&set);
	const struct tp_record *subject = an_initiative(NULL);
	struct tp_look look = look_at(subject, TP_CHECK_late);
	size_t n;
	struct tp_record *const *found = tp_look_all(&look, TP_KIND_milestone, &n);
	assert_int_equal(n, 2);
	assert_true(tp_text_is(text_of(found[0], TP_milestone_title), "a"));
	tp_look_all(&look, TP_KIND_role, &n);
	assert_int_equal(n, 0);
}

static void thresholds_are_those_of_the_catalogue(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative(NULL);
	struct tp_look look = look_at(subject, TP_CHECK_late);
	assert_true(tp_look_limit(&look, TP_LIMIT_late_act_days) == tp_limit_info(TP_LIMIT_late_act_days)->value);
}

static const struct tp_instrument shelved = {.id = {"ethics", 6}};

static int find(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *why)
{
	if (*(bool *)shelf)
		return tp_err_memory(why);
	if (tp_text_compare(id, shelved.id) != 0)
		return tp_err_set(why, TP_DATA, "no such instrument");
	*out = &shelved;
	return 0;
}

static void instruments_are_looked_up(void **state)
{
	(void)state;
	bool fails = false;
	struct tp_look look = look_at(an_initiative(NULL), TP_CHECK_late);
	assert_null(tp_look_instrument(&look, tp_text_of("ethics"))); /* nobody knows any */
	look.find = find;
	look.shelf = &fails;
	assert_ptr_equal(tp_look_instrument(&look, tp_text_of("ethics")), &shelved);
	assert_null(tp_look_instrument(&look, tp_text_of("fortunes")));
	assert_false(look.failed);
	fails = true;
	assert_null(tp_look_instrument(&look, tp_text_of("ethics")));
	assert_true(look.failed);
	assert_int_equal(err.code, TP_SYSTEM);
}

/* --- signalling --- */

static void a_finding_says_what_where_and_why(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	const struct tp_record *milestone = given(&arena,
		"{\"kind\":\"milestone\",\"initiative\":\"i1\",\"title\":\"Pilot {due}\",\"due\":\"2026-10-01\","
		"\"at\":\"m.csv:4\"}");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_case(&look, tp_text_of("Pilot {due}"));
	tp_look_show(&look, milestone, TP_milestone_title);
	tp_look_show(&look, milestone, TP_milestone_due);
	tp_look_show_num(&look, "days", 52);
	tp_look_signal(&look, TP_ACT);
	assert_true(look.signalled && !look.failed);
	assert_int_equal(findings_n, 1);
	const struct tp_record *finding = findings[0];
	int code = 0;
	assert_true(tp_text_is(text_of(finding, TP_finding_check), "late"));
	assert_true(tp_record_code(finding, TP_finding_severity, &code) && code == TP_severity_act);
	assert_true(tp_record_code(finding, TP_finding_outcome, &code) && code == TP_outcome_signal);
	assert_true(tp_text_is(text_of(finding, TP_finding_subject_kind), "initiative"));
	assert_true(tp_text_is(text_of(finding, TP_finding_subject), "i1"));
	assert_true(tp_text_is(text_of(finding, TP_finding_key), "Pilot {due}"));
	assert_true(tp_text_is(text_of(finding, TP_finding_initiative), "i1"));
	assert_true(tp_text_is(text_of(finding, TP_finding_municipality), "vejen"));
	assert_true(text_of(finding, TP_finding_source).len > 0);
	assert_true(says(finding, TP_finding_message, "da", "Pilot {due}"));
	assert_true(says(finding, TP_finding_message, "en", "Pilot {due}"));
	assert_true(says(finding, TP_finding_message, "da", "01.10.2026"));
	assert_true(says(finding, TP_finding_message, "en", "1 Oct 2026"));
	assert_true(says(finding, TP_finding_message, "da", "52 dage"));
	assert_true(says(finding, TP_finding_message, "en", "52 days"));
	assert_true(says(finding, TP_finding_advice, "da", "") && says(finding, TP_finding_advice, "en", ""));
	const struct tp_value *evidence = tp_record_value(finding, TP_finding_evidence);
	const struct tp_value *at = tp_record_value(finding, TP_finding_at);
	assert_int_equal(evidence->map.n, 3);
	assert_true(tp_value_get(evidence, "days")->num == 52);
	assert_true(at->list.n == 1 && tp_text_is(at->list.items[0].text, "m.csv:4"));
	assert_int_equal(tp_record_missing(finding), TP_NO_FIELD);
}

static void words_are_no_evidence(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_word(&look, "title", tp_look_pair(&look, tp_value_string("Dansk"), tp_value_string("English")));
	tp_look_signal(&look, TP_WATCH);
	assert_int_equal(findings_n, 1);
	assert_int_equal(tp_record_value(findings[0], TP_finding_evidence)->map.n, 0);
	assert_true(says(findings[0], TP_finding_message, "da", "Dansk"));
	assert_false(says(findings[0], TP_finding_message, "da", "English"));
	assert_true(says(findings[0], TP_finding_message, "en", "English"));
}

static void a_list_grows_item_by_item(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	for (int i = 0; i < 9; i++)
		assert_int_equal(tp_look_add(&look, "numbers", tp_value_num(i)), i + 1);
	assert_int_equal(tp_look_add(&look, "numbers", tp_value_num(3)), 9); /* it has that */
	tp_look_add(&look, "codes", tp_value_code(TP_actor_citizen));
	assert_int_equal(look.evidence_n, 2);
	assert_int_equal(look.evidence[0].value.list.n, 9);
	for (int i = 0; i < 9; i++)
		assert_true(look.evidence[0].value.list.items[i].num == i);
	tp_look_case(&look, (struct tp_text){0});
	tp_look_add(&look, "numbers", tp_value_num(7));
	assert_int_equal(look.evidence[0].value.list.n, 1);
}

static void labels_are_words_in_both_languages(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_label(&look, "title", TP_LABEL_yes);
	tp_look_flag(&look, "so");
	tp_look_signal(&look, TP_WATCH);
	assert_true(says(findings[0], TP_finding_message, "da", "ja"));
	assert_true(says(findings[0], TP_finding_message, "en", "yes"));
	assert_int_equal(tp_record_value(findings[0], TP_finding_evidence)->map.n, 0);
}

static void a_place_is_named_by_its_municipality(void **state)
{
	(void)state;
	const struct tp_record *subject = given(&arena, "{\"kind\":\"municipality\",\"id\":\"vejen\",\"name\":\"Vejen\"}");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_signal(&look, TP_WATCH);
	look.subject = given(&arena, "{\"kind\":\"unit\",\"id\":\"u\",\"name\":\"U\",\"municipality\":\"vejen\"}");
	tp_look_signal(&look, TP_WATCH);
	for (size_t i = 0; i < 2; i++)
		assert_true(tp_text_is(text_of(findings[i], TP_finding_municipality), "vejen"));
}

static void no_severity_is_no_finding(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	tp_look_signal(&look, TP_NONE);
	assert_int_equal(findings_n, 0);
	assert_false(look.signalled || look.failed);
}

static void before_its_phase_a_check_only_informs(void **state)
{
	(void)state;
	static const struct {
		const char *phase;
		int code;
	} cases[] = {{NULL, TP_severity_info}, {"idea", TP_severity_info}, {"proposed", TP_severity_info},
		{"approved", TP_severity_act}, {"operation", TP_severity_act}};
	assert_int_equal(tp_check_info(TP_CHECK_no_owner)->from, TP_phase_approved);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct tp_record *subject = an_initiative(cases[i].phase);
		struct tp_look look = look_at(subject, TP_CHECK_no_owner);
		int code = 0;
		findings_n = 0;
		tp_look_signal(&look, TP_ACT);
		assert_int_equal(findings_n, 1);
		assert_true(tp_record_code(findings[0], TP_finding_severity, &code));
		assert_int_equal(code, cases[i].code);
	}
}

static void advice_at_hand_goes_before_the_catalogues(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	look.advice[TP_DA] = tp_text_of("Ring til dem");
	look.advice[TP_EN] = tp_text_of("Call them");
	tp_look_signal(&look, TP_WATCH);
	assert_true(says(findings[0], TP_finding_advice, "da", "Ring til dem"));
	assert_true(says(findings[0], TP_finding_advice, "en", "Call them"));
	tp_look_case(&look, tp_text_of("next"));
	tp_look_signal(&look, TP_WATCH);
	assert_false(says(findings[1], TP_finding_advice, "da", "Ring til dem"));
}

static void a_score_is_named_by_what_was_scored(void **state)
{
	(void)state;
	const struct tp_record *score = given(&arena,
		"{\"kind\":\"score\",\"instrument\":\"maturity\",\"round\":\"2026\",\"subject_kind\":\"unit\","
		"\"subject\":\"u7\",\"level\":\"dimension\",\"key\":\"data\"}");
	struct tp_look look = look_at(score, TP_CHECK_thin_basis);
	tp_look_signal(&look, TP_INFO);
	assert_int_equal(findings_n, 1);
	assert_true(tp_text_is(text_of(findings[0], TP_finding_subject_kind), "unit"));
	assert_true(tp_text_is(text_of(findings[0], TP_finding_subject), "u7"));
	assert_true(tp_text_is(text_of(findings[0], TP_finding_instrument), "maturity"));
	assert_true(tp_text_is(text_of(findings[0], TP_finding_round), "2026"));
	assert_int_equal(text_of(findings[0], TP_finding_initiative).len, 0);
}

static void what_is_not_known_has_its_outcome(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_not_known);
	int code = 0;
	tp_look_signal(&look, TP_INFO);
	assert_true(tp_record_code(findings[0], TP_finding_outcome, &code) && code == TP_outcome_unknown);
}

/* --- failures --- */

static void a_sink_that_fails_ends_it(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	struct tp_look look = look_at(subject, TP_CHECK_late);
	look.sink = &full;
	tp_look_signal(&look, TP_ACT);
	assert_true(look.failed);
	assert_string_equal(err.text, "disk full");
	look.sink = &sink;
	tp_look_signal(&look, TP_ACT);
	assert_int_equal(findings_n, 0);
}

static int count(void *self, const struct tp_record *record, struct tp_err *why)
{
	size_t *n = self;
	++*n;
	return tp_record_value(record, TP_finding_at)->type == TP_LIST ? 0 : tp_err_set(why, TP_USAGE, "half a finding");
}

static void memory_that_runs_out_is_told(void **state)
{
	(void)state;
	const struct tp_record *subject = an_initiative("pilot");
	if (!CAN_STARVE)
		skip();
	for (size_t used = 64; used < 4096; used += 64) { /* the arena's block is full sooner or later */
		bool failed = true;
		for (long at = 0; failed && at < 100; at++) {
			struct tp_look look = look_at(subject, TP_CHECK_late);
			size_t put_n = 0;
			const struct tp_sink counting = {count, &put_n};
			tp_err_clear(&err);
			tp_arena_free(&run);
			tp_arena_alloc(&run, used);
			look.sink = &counting;
			while (look.at_n < TP_EVIDENCE_MAX)
				look.at[look.at_n++] = tp_text_of("a.csv:2");
			STARVED(at, tp_look_signal(&look, TP_ACT));
			failed = look.failed;
			assert_int_equal(put_n, failed ? 0 : 1);
			assert_int_equal(err.code, failed ? TP_SYSTEM : TP_OK);
		}
		assert_false(failed);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
	const struct CMUnitTest tests[] = {
		TEST(what_is_there_is_evidence), TEST(what_is_not_there_is_noted), TEST(a_case_begins_anew),
		TEST(evidence_has_room_for_so_much), TEST(what_belongs_to_the_subject_is_found),
		TEST(thresholds_are_those_of_the_catalogue), TEST(instruments_are_looked_up), TEST(a_finding_says_what_where_and_why),
		TEST(words_are_no_evidence), TEST(a_list_grows_item_by_item), TEST(labels_are_words_in_both_languages),
		TEST(a_place_is_named_by_its_municipality), TEST(no_severity_is_no_finding),
		TEST(before_its_phase_a_check_only_informs), TEST(advice_at_hand_goes_before_the_catalogues),
		TEST(a_score_is_named_by_what_was_scored), TEST(what_is_not_known_has_its_outcome),
		TEST(a_sink_that_fails_ends_it), TEST(memory_that_runs_out_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
