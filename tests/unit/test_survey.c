#include "tp/survey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/shelf.h"

/* maturity has the scale 1 to 5: Helt uenig, Overvejende uenig, Hverken enig eller uenig, Overvejende enig, Helt enig. */
static struct tp_shelf shelf;
static const struct tp_instrument *maturity;

static int open_shelf(void **state)
{
	struct tp_err err = {0};
	(void)state;
	return tp_shelf_find(&shelf, tp_text_of("maturity"), &maturity, &err);
}

static int close_shelf(void **state)
{
	(void)state;
	tp_shelf_free(&shelf);
	return 0;
}

static struct tp_value read_cell(struct tp_arena *arena, const char *cell)
{
	struct tp_value value;
	struct tp_err err = {0};
	if (tp_survey_cell(arena, maturity, tp_text_of(cell), &value, &err) < 0)
		fail_msg("%s: %s", cell, err.text);
	return value;
}

static void reads_number(const char *cell, double expected)
{
	struct tp_arena arena = {0};
	struct tp_value value = read_cell(&arena, cell);
	assert_int_equal(value.type, TP_NUM);
	assert_true(value.num == expected);
	tp_arena_free(&arena);
}

static void reads_word(const char *cell, const char *expected)
{
	struct tp_arena arena = {0};
	struct tp_value value = read_cell(&arena, cell);
	assert_int_equal(value.type, TP_TEXT);
	assert_true(tp_text_is(value.text, expected));
	tp_arena_free(&arena);
}

static void refuses(const char *cell, const char *why)
{
	struct tp_arena arena = {0};
	struct tp_value value;
	struct tp_err err = {0};
	assert_int_equal(tp_survey_cell(&arena, maturity, tp_text_of(cell), &value, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, why);
	tp_arena_free(&arena);
}

static void test_numbers(void **state)
{
	(void)state;
	reads_number("1", 1);
	reads_number(" 5 ", 5);
	reads_number("4,0", 4);
	reads_number("4.00", 4);
	refuses("7", "7 is not between 1 and 5");
	refuses("0", "0 is not between 1 and 5");
	refuses("-1", "-1 is not between 1 and 5");
	refuses("4,5", "4.5 is not a step of the scale, which goes from 1 to 5 by 1");
}

static void test_labels(void **state)
{
	(void)state;
	reads_number("Helt uenig", 1);
	reads_number("hverken enig eller uenig", 3);
	reads_number("Strongly agree", 5);
	reads_number("4 - Overvejende enig", 4);
	reads_number("5: helt enig", 5);
	reads_number("2 Mostly disagree", 2);
	reads_number("Helt enig (5)", 5);
	refuses("4 - Helt enig", "4 - Helt enig is not an answer: expected 1 to 5, a label of the scale, ved ikke, ikke "
		"relevant or blank"); /* 4 is another label */
	refuses("enig", "enig is not an answer: expected 1 to 5, a label of the scale, ved ikke, ikke relevant or blank");
	refuses("x", "x is not an answer: expected 1 to 5, a label of the scale, ved ikke, ikke relevant or blank");
	refuses("01-maj", "01-maj is a date, which Excel makes of 1-5: format the column as text and type it anew");
	refuses("1,00E+05", "1,00E+05 is not the whole number any more: Excel has shortened it, so format the column as a number");
	refuses("#N/A", "#N/A is an error of the spreadsheet, not a value: mend the formula, or empty the cell");
}

static void test_none(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	assert_int_equal(read_cell(&arena, "").type, TP_BLANK);
	assert_int_equal(read_cell(&arena, " \xc2\xa0").type, TP_BLANK);
	tp_arena_free(&arena);
	reads_word("Ved ikke", "dk");
	reads_word("DK", "dk");
	reads_word("Don't know", "dk");
	reads_word("Ikke relevant", "na");
	reads_word("N/A", "na");
	reads_word("Not applicable", "na");
	reads_word("6 - Ved ikke", "dk");
	reads_word("Ikke relevant (7)", "na");
}

static void is_item(const char *title, const char *id)
{
	long item = tp_survey_item(maturity, tp_text_of(title));
	if (!id)
		assert_int_equal(item, -1);
	else if (item < 0 || !tp_text_is(maturity->items[item].id, id))
		fail_msg("%s is not %s", title, id);
}

static void test_items(void **state)
{
	(void)state;
	is_item("Kultur", "culture");
	is_item(" kultur\xc2\xa0", "culture");
	is_item("3. Kultur", "culture");
	is_item("Q4: Culture", "culture");
	is_item("Spørgsmål 4 - Kultur", "culture");
	is_item("Hvor enig er du? [Kultur]", "culture");
	is_item("Hvor enig er du - helt ærligt? - Kultur", "culture");
	is_item("Kulturen", NULL);
	is_item("[Kultur] eller ej", NULL);
	is_item("", NULL);
	is_item("]", NULL);
	is_item("4", NULL);
}

static void is_comment(const char *title, const char *id)
{
	long item = 0;
	assert_true(tp_survey_comment(maturity, tp_text_of(title), &item));
	if (!id)
		assert_int_equal(item, TP_SURVEY_UNSAID);
	else if (strcmp(id, "total") == 0)
		assert_int_equal(item, TP_SURVEY_TOTAL);
	else if (item < 0 || !tp_text_is(maturity->items[item].id, id))
		fail_msg("%s is not on %s", title, id);
}

static void test_comments(void **state)
{
	(void)state;
	long item;
	is_comment("Kommentar", NULL);
	is_comment("Uddyb gerne:", NULL);
	is_comment("Uddyb gerne2", NULL);
	is_comment("Please elaborate", NULL);
	is_comment("Kommentar til kultur", "culture");
	is_comment("Kultur - uddyb gerne", "culture");
	is_comment("Comments on culture", "culture");
	is_comment("Andre kommentarer?", "total");
	is_comment("Do you have any other comments?", "total");
	assert_false(tp_survey_comment(maturity, tp_text_of("Kommentarspor"), &item));
	assert_false(tp_survey_comment(maturity, tp_text_of("Kultur"), &item));
	assert_false(tp_survey_comment(maturity, tp_text_of(""), &item));
}

static void test_columns(void **state)
{
	(void)state;
	size_t completion, stamp, rank;
	assert_int_equal(tp_survey_column(tp_text_of("ID"), &rank), TP_SURVEY_RESPONDENT);
	assert_int_equal(tp_survey_column(tp_text_of("Completion time"), &completion), TP_SURVEY_DATE);
	assert_int_equal(tp_survey_column(tp_text_of("tidsstempel"), &stamp), TP_SURVEY_DATE);
	assert_true(completion < stamp);
	assert_int_equal(tp_survey_column(tp_text_of("E-mail"), &rank), TP_SURVEY_ASIDE);
	assert_int_equal(tp_survey_column(tp_text_of("statOverall_4"), &rank), TP_SURVEY_ASIDE);
	assert_int_equal(tp_survey_column(tp_text_of("Alder"), &rank), TP_SURVEY_NONE);
	assert_int_equal(tp_survey_column(tp_text_of("4"), &rank), TP_SURVEY_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests(tests, open_shelf, close_shelf);
}
