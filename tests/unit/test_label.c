#include "tp/label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tp/day.h"

#define VALUE(name, value) {tp_text_of(name), value}
#define COUNT(array) (sizeof array / sizeof *array)

static void expect(const struct tp_buf *out, const char *expected)
{
	assert_false(out->failed);
	if (!tp_text_is((struct tp_text){out->ptr ? out->ptr : "", out->len}, expected))
		fail_msg("\"%.*s\" is not \"%s\"", (int)out->len, out->ptr ? out->ptr : "", expected);
}

static void fills(const char *template, const struct tp_pair *pairs, size_t n, enum tp_lang lang, const char *expected)
{
	struct tp_buf out = {0};
	tp_buf_add_char(&out, '!'); /* it appends */
	tp_label_fill(&out, template, pairs, n, lang);
	assert_int_equal(out.ptr[0], '!');
	memmove(out.ptr, out.ptr + 1, --out.len);
	expect(&out, expected);
	tp_buf_free(&out);
}

static void both(const char *template, const struct tp_pair *pairs, size_t n, const char *danish, const char *english)
{
	fills(template, pairs, n, TP_DA, danish);
	fills(template, pairs, n, TP_EN, english);
}

static void reads(struct tp_value value, const char *danish, const char *english)
{
	struct tp_buf out = {0};
	tp_label_value(&out, &value, TP_DA);
	expect(&out, danish);
	tp_buf_reset(&out);
	tp_label_value(&out, &value, TP_EN);
	expect(&out, english);
	tp_buf_free(&out);
}

/* --- values --- */

static void values_are_read_as_people_write(void **state)
{
	(void)state;
	int32_t day;
	assert_true(tp_day_of(2026, 11, 22, &day));
	reads(tp_value_string("Næstved"), "Næstved", "Næstved");
	reads(tp_value_num(3.25), "3,25", "3.25");
	reads(tp_value_num(-2), "-2", "-2");
	reads(tp_value_num(1234), "1234", "1234");
	reads(tp_value_num(1234567), "1.234.567", "1,234,567");
	reads(tp_value_day(day), "22.11.2026", "22 Nov 2026");
	reads(tp_value_bool(true), "ja", "yes");
	reads(tp_value_bool(false), "nej", "no");
	reads(tp_value_code(TP_phase_rollout), "udrulning", "roll-out");
	reads(tp_value_blank(), "?", "?");
	reads((struct tp_value){.type = TP_ABSENT}, "?", "?");
}

static void lists_have_commas(void **state)
{
	(void)state;
	struct tp_value items[] = {tp_value_code(TP_goal_quality), tp_value_num(0.5), tp_value_string("x")};
	struct tp_value list = {.type = TP_LIST, .list = {items, 3}}, one = {.type = TP_LIST, .list = {items + 2, 1}},
		none = {.type = TP_LIST};
	reads(list, "kvalitet for borgere og virksomheder, 0,5, x", "quality for citizens and companies, 0.5, x");
	reads(one, "x", "x");
	reads(none, "", "");
}

/* --- templates --- */

static void plain_text_stays(void **state)
{
	(void)state;
	both("", NULL, 0, "", "");
	both("Ingen huller: 100 % | a:b.", NULL, 0, "Ingen huller: 100 % | a:b.", "Ingen huller: 100 % | a:b.");
}

static void a_name_becomes_its_value(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("a", tp_value_num(1.5)), VALUE("ab", tp_value_string("x")),
		VALUE("nothing", tp_value_blank())};
	both("{a}{ab} ({a})", pairs, COUNT(pairs), "1,5x (1,5)", "1.5x (1.5)");
	both("{b}, {nothing} and {}", pairs, COUNT(pairs), "?, ? and ?", "?, ? and ?");
	both("{A}", pairs, COUNT(pairs), "?", "?");
	both("{a}", NULL, 0, "?", "?");
}

static void a_pair_gives_its_side(void **state)
{
	(void)state;
	struct tp_pair sides[] = {VALUE("da", tp_value_string("tavle")), VALUE("en", tp_value_string("board"))};
	struct tp_pair pairs[] = {VALUE("what", ((struct tp_value){.type = TP_MAP, .map = {sides, 2}}))};
	both("{what}{?what:!}", pairs, 1, "tavle!", "board!");
}

static void one_has_its_own_word(void **state)
{
	(void)state;
	static const struct {
		double n;
		const char *danish;
	} cases[] = {{1, "1 dag"}, {0, "0 dage"}, {2, "2 dage"}, {-1, "-1 dage"}, {1.5, "1,5 dage"},
		{12345, "12.345 dage"}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tp_pair pairs[] = {VALUE("days", tp_value_num(cases[i].n))};
		fills("{days:dag|dage}", pairs, 1, TP_DA, cases[i].danish);
	}
	struct tp_pair pairs[] = {VALUE("n", tp_value_num(1))};
	fills("{n:piece of feedback waits|pieces of feedback wait}.", pairs, 1, TP_EN, "1 piece of feedback waits.");
	fills("{m:dag|dage}", pairs, 1, TP_DA, "? dage");
}

static void a_share_is_whole_percent(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("share", tp_value_num(0.624)), VALUE("all", tp_value_num(1)),
		VALUE("over", tp_value_num(1.5)), VALUE("little", tp_value_num(0.004))};
	both("{share%}", pairs, COUNT(pairs), "62 %", "62%");
	both("{all%}/{over%}/{little%}", pairs, COUNT(pairs), "100 %/150 %/0 %", "100%/150%/0%");
	both("{unknown%}", pairs, COUNT(pairs), "?", "?");
}

static void decimals_are_at_most_so_many(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("mean", tp_value_num(3.1416)), VALUE("half", tp_value_num(2.5)),
		VALUE("four", tp_value_num(4)), VALUE("text", tp_value_string("3.1416"))};
	both("{mean.2} {mean.1} {mean.0}", pairs, COUNT(pairs), "3,14 3,1 3", "3.14 3.1 3");
	both("{half.2} {four.2}", pairs, COUNT(pairs), "2,5 4", "2.5 4");
	both("{text.2}", pairs, COUNT(pairs), "3.1416", "3.1416");
	both("{unknown.2}", pairs, COUNT(pairs), "?", "?");
}

static void text_depends_on_a_value(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("n", tp_value_num(0)), VALUE("blank", tp_value_blank()),
		VALUE("no", tp_value_bool(false)), VALUE("absent", ((struct tp_value){.type = TP_ABSENT}))};
	both("a{?n: and b}", pairs, COUNT(pairs), "a and b", "a and b"); /* nought is a value */
	both("a{?no: and b}", pairs, COUNT(pairs), "a and b", "a and b");
	both("a{?blank: and b}{?absent: and c}{?x: and d}.", pairs, COUNT(pairs), "a.", "a.");
	both("{?n:}", pairs, COUNT(pairs), "", "");
	both("{?n:: {n} | x:y}", pairs, COUNT(pairs), ": 0 | x:y", ": 0 | x:y");
}

static void holes_lie_in_holes(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("n", tp_value_num(1)), VALUE("of", tp_value_num(5)),
		VALUE("s", tp_value_num(0.5))};
	both("{n:svar|svar}{?of: ud af {of:inviteret|inviterede}{?s: ({s%})}{?x: {x}}}!", pairs, COUNT(pairs),
		"1 svar ud af 5 inviterede (50 %)!", "1 svar ud af 5 inviterede (50%)!");
	both("{?x: ud af {of:inviteret|inviterede}{?s: ({s%})}}!", pairs, COUNT(pairs), "!", "!");
}

static void values_are_no_templates(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("title", tp_value_string("{n} {?n:x} } { %s %n")), VALUE("n", tp_value_num(7))};
	both("»{title}«{?n: {title}}", pairs, COUNT(pairs), "»{n} {?n:x} } { %s %n« {n} {?n:x} } { %s %n",
		"»{n} {?n:x} } { %s %n« {n} {?n:x} } { %s %n");
}

static void torn_braces_stay(void **state)
{
	(void)state;
	struct tp_pair pairs[] = {VALUE("n", tp_value_num(7))};
	both("{n} and {n", pairs, 1, "7 and {n", "7 and {n");
	both("} {n}", pairs, 1, "} 7", "} 7");
	both("{?n:{n}", pairs, 1, "{?n:{n}", "{?n:{n}");
}

/* --- the words themselves --- */

/* Braces pair and the languages use the same names: a slip in one of them would show as "?" to its readers only. */
static void uses(const char *template, const char *name, const char *where)
{
	struct tp_text rest = tp_text_of(template);
	tp_text_split(&rest, "{");
	while (rest.ptr) {
		struct tp_text hole = tp_text_split(&rest, "{");
		if (hole.len > 0 && hole.ptr[0] == '?')
			hole = (struct tp_text){hole.ptr + 1, hole.len - 1};
		if (tp_text_is(tp_text_split(&hole, ":%.}"), name))
			return;
	}
	fail_msg("%s does not use %s", where, name);
}

static void every_word_is_in_both_languages(void **state)
{
	(void)state;
	for (enum tp_label label = 0; label < TP_LABELS; label++)
		for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
			const char *template = tp_label(label, lang), *other = tp_label(label, 1 - lang);
			int depth = 0;
			assert_true(*template);
			for (const char *p = template; *p; p++) {
				depth += (*p == '{') - (*p == '}');
				assert_true(depth >= 0);
				if (*p == '{') {
					char name[60];
					size_t len = strcspn(p + 1 + (p[1] == '?'), ":%.}");
					assert_true(len > 0 && len < sizeof name);
					memcpy(name, p + 1 + (p[1] == '?'), len);
					name[len] = '\0';
					uses(other, name, other);
				}
			}
			assert_int_equal(depth, 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_read_as_people_write),
		cmocka_unit_test(lists_have_commas),
		cmocka_unit_test(plain_text_stays),
		cmocka_unit_test(a_name_becomes_its_value),
		cmocka_unit_test(a_pair_gives_its_side),
		cmocka_unit_test(one_has_its_own_word),
		cmocka_unit_test(a_share_is_whole_percent),
		cmocka_unit_test(decimals_are_at_most_so_many),
		cmocka_unit_test(text_depends_on_a_value),
		cmocka_unit_test(holes_lie_in_holes),
		cmocka_unit_test(values_are_no_templates),
		cmocka_unit_test(torn_braces_stay),
		cmocka_unit_test(every_word_is_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
