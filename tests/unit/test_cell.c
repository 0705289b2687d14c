#include "tp/cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/limits.h"
#include "tp/writer.h"

static const struct tp_cell_style danish = {.amount = {.delimiter = ';'}}, english = {.amount = {.delimiter = ','}};

static int try(struct tp_arena *arena, struct tp_record *record, enum tp_field field, struct tp_text cell,
	const struct tp_cell_style *style, struct tp_err *err)
{
	char *bytes = malloc(cell.len ? cell.len : 1); /* without a NUL behind, so that a read too far is seen */
	assert_non_null(bytes);
	memcpy(bytes, cell.ptr, cell.len);
	tp_record_init(record, tp_field_info(field)->kind);
	int result =
		tp_cell_read(arena, (struct tp_text){bytes, cell.len}, field, style, tp_record_slot(record, field), err);
	free(bytes);
	return result;
}

/* json: the member's value as the stream has it; empty: absent. */
static void reads_styled(enum tp_field field, const char *cell, const struct tp_cell_style *style, const char *json)
{
	struct tp_arena arena = {0};
	struct tp_record record;
	struct tp_err err = {0};
	struct tp_buf line = {0}, want = {0};
	if (try(&arena, &record, field, tp_text_of(cell), style, &err) < 0)
		fail_msg("%s: %s: %s", tp_field_info(field)->name, cell, err.text);
	tp_writer_json(&line, &record);
	tp_buf_add_char(&line, '\0');
	tp_buf_add_format(&want, "{\"kind\":\"%s\"", tp_kind_info(record.kind)->name);
	if (*json)
		tp_buf_add_format(&want, ",\"%s\":%s", tp_field_info(field)->name, json);
	tp_buf_add(&want, "}", 2);
	assert_string_equal(line.ptr, want.ptr);
	tp_buf_free(&line);
	tp_buf_free(&want);
	tp_arena_free(&arena);
}

static void reads(enum tp_field field, const char *cell, const char *json)
{
	reads_styled(field, cell, &danish, json);
}

static void refuses(enum tp_field field, const char *cell, const char *why)
{
	struct tp_arena arena = {0};
	struct tp_record record;
	struct tp_err err = {0};
	if (try(&arena, &record, field, tp_text_of(cell), &danish, &err) == 0)
		fail_msg("%s: %s was taken, expected: %s", tp_field_info(field)->name, cell, why);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, why);
	assert_true(strlen(err.text) <= 250);
	tp_arena_free(&arena);
}

static void test_empty(void **state)
{
	(void)state;
	for (enum tp_field field = 0; field < TP_FIELDS; field++) {
		reads(field, "", "");
		reads(field, " \t\xc2\xa0 ", "");
	}
	reads(TP_initiative_synergies, " | ; ", "");
}

static void test_texts(void **state)
{
	(void)state;
	reads(TP_initiative_title, "  Æble \"x\" ", "\"Æble \\\"x\\\"\"");
	reads(TP_initiative_title, "to\nlinjer", "\"to\\nlinjer\"");
	reads(TP_initiative_title, "'=1+1", "\"=1+1\"");
	reads(TP_initiative_title, "'+1", "\"+1\"");
	reads(TP_initiative_title, "'-x", "\"-x\"");
	reads(TP_initiative_title, "'@x", "\"@x\"");
	reads(TP_initiative_title, "''=x", "\"''=x\"");
	reads(TP_initiative_title, "'s-Hertogenbosch", "\"'s-Hertogenbosch\"");
	reads(TP_initiative_title, "'", "\"'\"");
	reads(TP_initiative_title, "=1+1", "\"=1+1\"");
}

static void test_ids(void **state)
{
	(void)state;
	char longest[TP_ID_MAX + 2], json[TP_ID_MAX + 8];
	reads(TP_initiative_id, "caf\x65\xcc\x81", "\"caf\xc3\xa9\""); /* e and an accent become é */
	reads(TP_initiative_id, "Aa\xcc\x8a", "\"A\xc3\xa5\"");
	reads(TP_initiative_title, "e\xcc\x81", "\"e\xcc\x81\""); /* a title stays as it is */
	reads(TP_initiative_id, "'-a", "\"-a\"");
	reads(TP_initiative_synergies, "a; b|c,d ;", "[\"a\",\"b\",\"c\",\"d\"]");
	memset(longest, 'x', sizeof longest);
	longest[TP_ID_MAX + 1] = '\0';
	refuses(TP_initiative_id, longest, "an id of 201 bytes: at most 200 are allowed");
	refuses(TP_initiative_synergies, longest, "an id of 201 bytes: at most 200 are allowed");
	longest[TP_ID_MAX] = '\0';
	snprintf(json, sizeof json, "\"%.*s\"", TP_ID_MAX, longest);
	reads(TP_initiative_id, longest, json);
	refuses(TP_initiative_id, "a\nb", "an id with a control character: take it out");
}

/* What Excel has made of cells is told, whatever the field. */
static void test_damage(void **state)
{
	(void)state;
	static const enum tp_field fields[] = {TP_initiative_title, TP_initiative_id, TP_initiative_cost, TP_initiative_phase,
		TP_initiative_start, TP_initiative_synergies, TP_activity_held};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		refuses(fields[i], " #I/T", "#I/T is an error of the spreadsheet, not a value: mend the formula, or empty the cell");
		refuses(fields[i], "####", "#### is what Excel shows where the column is too narrow: make it wider and save the file "
			"again");
	}
	refuses(TP_initiative_id, "2,9E+11", "2,9E+11 is not the whole number any more: Excel has shortened it, so format the "
		"column as a number");
	refuses(TP_initiative_reception, "01-maj", "01-maj is a date, which Excel makes of 1-5: format the column as text and "
		"type it anew");
	refuses(TP_initiative_phase, "maj-05", "maj-05 is a date, which Excel makes of 5-05: format the column as text and type "
		"it anew");
	reads(TP_initiative_title, "1,5E+05", "\"1,5E+05\"");
	reads(TP_initiative_title, "01-maj", "\"01-maj\"");
}

static void test_numbers(void **state)
{
	(void)state;
	reads(TP_initiative_cost, "1.250.000", "1250000");
	reads(TP_initiative_cost, "kr. 1.234,50", "1234.5");
	reads(TP_initiative_hours, "1.234", "1234");
	reads(TP_unit_employees, "1.140", "1140");
	reads(TP_initiative_progress, "37,5 %", "37.5");
	reads_styled(TP_initiative_cost, "1234.50", &english, "1234.5");
	reads(TP_municipality_ambition, "5,0", "5");
	refuses(TP_municipality_ambition, "6", "6 is not a whole number from 1 to 5");
	refuses(TP_municipality_ambition, "2,5", "2,5 is not a whole number from 1 to 5"); /* as it stands there */
	refuses(TP_initiative_progress, "100,5", "100,5 is not between 0 and 100");
	refuses(TP_initiative_progress, "-1", "-1 is not between 0 and 100");
	refuses(TP_initiative_hours, "-3", "-3 is not a number of hours from 0");
	refuses(TP_unit_employees, "4,5", "4,5 is not a whole number from 0");
	refuses(TP_unit_employees, "mange", "mange is not a number as 1250 or 12,5");
	reads(TP_tally_counts, "0|1|12; 3", "[0,1,12,3]");
}

static void test_days(void **state)
{
	(void)state;
	static const char *const same[] = {"2026-11-22", "22-11-2026", "22.11.2026", "22/11/2026", " 22-11-2026 "};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		reads(TP_milestone_done, same[i], "\"2026-11-22\"");
	reads(TP_milestone_done, "1/2/2026", "\"2026-02-01\""); /* day first */
	reads(TP_milestone_done, "uge 47 2026", "\"2026-11-16\""); /* its Monday */
	reads(TP_milestone_due, "2026-W47", "\"2026-11-22\"");      /* by then: its Sunday */
	static const char expected[] = " is not a date as 2026-11-22, 22-11-2026 or 2026-W47";
	static const char *const bad[] = {"31-02-2026", "29-02-2027", "2026-13-01", "22 nov",
		"2026-W54", "22-11-20266", "i morgen"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char why[120];
		snprintf(why, sizeof why, "%s%s", bad[i], expected);
		refuses(TP_milestone_due, bad[i], why);
	}
}

static void test_bools(void **state)
{
	(void)state;
	static const char *const yes[] = {"ja", "Ja", "YES", "true", "SAND", "x", "X", "1", "j", "y"};
	static const char *const no[] = {"nej", "No", "FALSE", "falsk", "0", "n"};
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		reads(TP_activity_held, yes[i], "true");
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		reads(TP_activity_held, no[i], "false");
	refuses(TP_activity_held, "måske", "måske is not ja or nej, yes or no, x or blank, 1 or 0");
	refuses(TP_activity_held, "2", "2 is not ja or nej, yes or no, x or blank, 1 or 0");
}

static void test_ticks(void **state)
{
	(void)state;
	struct tp_cell_style ticks = {0}, words = {0};
	tp_cell_look(&ticks, tp_text_of(""), TP_activity_held);
	reads_styled(TP_activity_held, "", &ticks, ""); /* nothing is ticked anywhere: nobody was asked */
	tp_cell_look(&ticks, tp_text_of(" X "), TP_activity_held);
	reads_styled(TP_activity_held, "", &ticks, "false");
	reads_styled(TP_activity_held, "x", &ticks, "true");
	tp_cell_look(&words, tp_text_of("x"), TP_activity_held);
	tp_cell_look(&words, tp_text_of("nej"), TP_activity_held);
	reads_styled(TP_activity_held, "", &words, ""); /* where nej is written, blank says nothing */
	tp_cell_look(&ticks, tp_text_of("xx"), TP_activity_held);
	reads_styled(TP_activity_held, "", &ticks, "false"); /* a slip of the pen is no other way of writing */
}

/* A style goes through its word. */
static void test_style_word(void **state)
{
	static const struct {
		struct tp_cell_style style;
		enum tp_field field;
		const char *word;
	} known[] = {
		{{.has_tick = true}, TP_activity_held, "x"},
		{{.has_word = true}, TP_activity_held, "nej"},
		{{.has_tick = true, .has_word = true}, TP_activity_held, "x and nej"},
		{{.amount = {.has_comma = true}}, TP_initiative_cost, "1,5"},
		{{.amount = {.has_point = true}}, TP_initiative_cost, "1.5"},
		{{.amount = {.has_comma = true, .has_point = true}}, TP_initiative_cost, "1,5 and 1.5"},
		{{.amount = {.has_share = true, .has_comma = true, .has_point = true}}, TP_target_share, "1,5 and 1.5 and 0,45"},
		{{.has_month_first = true}, TP_activity_date, "11/22/2026"},
	};
	char word[TP_STYLE_SIZE];
	(void)state;
	assert_int_equal(tp_cell_style_word(&danish, TP_initiative_cost, word), 0);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct tp_cell_style style = {0};
		char text[80];
		assert_int_equal(tp_cell_style_word(&known[i].style, known[i].field, word), strlen(known[i].word));
		assert_string_equal(word, known[i].word);
		snprintf(text, sizeof text, "%s, column 3 as nej", known[i].word);
		tp_cell_style_take(&style, known[i].field, tp_text_of(text));
		tp_cell_style_word(&style, known[i].field, word);
		assert_string_equal(word, known[i].word);
	}
	struct tp_cell_style none = {0};
	tp_cell_style_take(&none, TP_activity_held, tp_text_of("ne"));
	tp_cell_style_take(&none, TP_activity_held, tp_text_of(""));
	tp_cell_style_take(&none, TP_activity_date, tp_text_of("x"));
	assert_int_equal(tp_cell_style_word(&none, TP_activity_held, word), 0);
	assert_int_equal(tp_cell_style_word(&none, TP_activity_date, word), 0);
}

static void test_style(void **state)
{
	(void)state;
	static const struct tp_cell_style said = {.amount = {.decimal = TP_DECIMAL_COMMA}};
	struct tp_cell_style style = danish;
	static const enum tp_field looked_at[] = {TP_benefit_target, TP_target_share, TP_activity_held, TP_initiative_cost};
	for (size_t i = 0; i < sizeof looked_at / sizeof *looked_at; i++)
		assert_true(tp_cell_has_style(looked_at[i]) && tp_cell_needs_look(looked_at[i], &danish));
	assert_true(tp_cell_has_style(TP_activity_date) && !tp_cell_needs_look(TP_activity_date, &danish));
	assert_false(tp_cell_has_style(TP_initiative_title) || tp_cell_needs_look(TP_initiative_title, &danish));
	assert_false(tp_cell_needs_look(TP_benefit_target, &said));
	assert_true(tp_cell_needs_look(TP_activity_held, &said));
	tp_cell_look(&style, tp_text_of("1.234"), TP_benefit_target);
	assert_false(style.amount.has_comma);
	tp_cell_look(&style, tp_text_of("1,5"), TP_benefit_target);
	assert_true(style.amount.has_comma);
	reads_styled(TP_benefit_target, "1.234", &style, "1234");
	refuses(TP_benefit_target, "1.234", "1.234 can be read two ways: write 1234 if the point marks thousands, 1,234 if "
		"decimals; --decimal comma or --decimal point settles it for all");
}

static void test_words(void **state)
{
	(void)state;
	reads(TP_initiative_phase, "Udrulning", "\"rollout\"");
	reads(TP_initiative_phase, "rollout", "\"rollout\"");
	reads(TP_initiative_phase, "Roll-out", "\"rollout\"");
	reads(TP_initiative_phase, "IDÉ", "\"idea\"");
	reads(TP_initiative_phase, "foreslaaet", "\"proposed\"");
	reads(TP_initiative_data_agreement, "Ikke relevant", "\"na\"");
	reads(TP_initiative_problem_areas, "Ressourceudnyttelse | Niveau af borgerservice", "[\"resources\",\"service\"]");
	reads(TP_initiative_goals, "Økonomi:40 | Kvalitet for borgere og virksomheder: 35 % | policy",
		"[\"savings:40\",\"quality:35\",\"policy\"]");
	reads(TP_initiative_transferable_to, "Teknik og miljø;employment", "[\"technical-environment\",\"employment\"]");
	refuses(TP_initiative_phase, "I gang", "I gang is not one of idea (idé), proposed (foreslået), approved (godkendt), "
		"pilot, rollout (udrulning), operation (drift), stopped (stoppet)");
	refuses(TP_initiative_goals, "quality:150", "quality:150 is not a goal with a weight from 0 to 100, as quality:50");
	refuses(TP_initiative_goals, "quality:x", "x is not a number as 1250 or 12,5");
	refuses(TP_initiative_problem_areas, "service|?", "? is not one of service (niveau af borgerservice), process "
		"(processer og arbejdsgange), wellbeing (trivsel og kompetencer), resources (ressourceudnyttelse), data (bedre og "
		"sikrere brug af data)");
}

static void test_rungs(void **state)
{
	(void)state;
	static const char six[] = "responsible (gør ansvarlig), participate (aktiv deltagelse), involve (involver), dialogue "
		"(dialog), feedback (mulighed for feedback), inform (informer)";
	char why[300];
	reads(TP_stakeholder_involvement, "Gør ansvarlig", "\"responsible\"");
	reads(TP_stakeholder_involvement_needed, "Mulighed for feedback", "\"feedback\"");
	static const char *const rungs[] = {"0", "1", "2", "3", "4", "5", "6", "7", "2,5"};
	for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++) {
		snprintf(why, sizeof why, "%s may count from the top or from the bottom: write the word, one of %s", rungs[i],
			six);
		refuses(TP_stakeholder_involvement, rungs[i], why);
	}
	snprintf(why, sizeof why, "trin 3 is not one of %s", six);
	refuses(TP_stakeholder_involvement, "trin 3", why);
}

/* Every enumeration can be refused in a line of a length that people read. */
static void test_lengths(void **state)
{
	(void)state;
	char cell[300];
	memset(cell, 'x', sizeof cell);
	for (enum tp_field field = 0; field < TP_FIELDS; field++) {
		struct tp_arena arena = {0};
		struct tp_record record;
		struct tp_err err = {0};
		if (tp_field_info(field)->codes == TP_ENUM_none || tp_field_info(field)->form == TP_FORM_MAP)
			continue;
		assert_int_equal(try(&arena, &record, field, (struct tp_text){cell, sizeof cell}, &danish, &err), -1);
		assert_true(strlen(err.text) < 290);
		assert_null(strstr(err.text, "..."));
		size_t n;
		int first = tp_enum_first(tp_field_info(field)->codes, &n);
		for (size_t i = 0; i < n; i++)
			if (!strstr(err.text, tp_code_slug(first + (int)i)))
			fail_msg("%s", err.text);
		tp_arena_free(&arena);
	}
}

static void test_show(void **state)
{
	(void)state;
	char text[80];
	assert_string_equal(tp_text_show(tp_text_of("")).text, "");
	assert_string_equal(tp_text_show((struct tp_text){0}).text, "");
	assert_string_equal(tp_text_show(tp_text_of("kort")).text, "kort");
	memset(text, 'a', sizeof text);
	assert_int_equal(strlen(tp_text_show((struct tp_text){text, 60}).text), 60);
	assert_int_equal(strlen(tp_text_show((struct tp_text){text, 61}).text), 63);
	memcpy(text + 59, "æ", 2); /* is not cut in two */
	assert_string_equal(tp_text_show((struct tp_text){text, 80}).text + 57, "aa…");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_bools),
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_style_word),
		cmocka_unit_test(test_style),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_rungs),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_show),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
