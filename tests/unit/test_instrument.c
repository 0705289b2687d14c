#include "tp/instrument.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/convert.h"
#include "tp/limits.h"

/* --- documents, written with ' for " --- */

static const char document[] =
	"{'id': 'mood', 'title': {'da': 'Stemning', 'en': 'Mood'}, 'source': 'own', 'subject': 'municipality or unit',"
	" 'scale': {'min': 1, 'max': 4, 'step': 1, 'labels': ["
	"  {'da': 'slet ikke', 'en': 'not at all'}, {'da': 'lidt', 'en': 'a little'},"
	"  {'da': 'i nogen grad', 'en': 'somewhat'}, {'da': 'i høj grad', 'en': 'a great deal'}]},"
	" 'anonymous': true,"
	" 'groups': [{'id': 'leaders', 'title': {'da': 'Ledere', 'en': 'Leaders'}},"
	"  {'id': 'staff', 'title': {'da': 'Medarbejdere', 'en': 'Employees'}}],"
	" 'open_groups': ['leaders'],"
	" 'bands': [{'id': 'dark', 'from': 1, 'title': {'da': 'Mørk', 'en': 'Dark'}, 'severity': 'act'},"
	"  {'id': 'light', 'from': 2.5, 'title': {'da': 'Lys', 'en': 'Light'}, 'severity': 'none'}],"
	" 'dimensions': ["
	"  {'id': 'work', 'title': {'da': 'Arbejde', 'en': 'Work'}, 'weight': 2, 'items': ["
	"   {'id': 'joy', 'text': {'da': 'Jeg glæder mig', 'en': 'I look forward'}, 'weight': 3},"
	"   {'id': 'worry', 'text': {'da': 'Jeg er bekymret', 'en': 'I worry'}, 'reversed': true}],"
	"   'advice': {'dark': {'da': 'Spørg', 'en': 'Ask'}}},"
	"  {'id': 'home', 'title': {'da': 'Hjem', 'en': 'Home life'}, 'low_is_good': true, 'items': ["
	"   {'id': 'tired', 'text': {'da': 'Jeg er træt', 'en': 'I am tired'}}]}]}";

/* An arena's worth of one document. */
struct fixture {
	struct tp_arena arena;
	struct tp_value tree;
	struct tp_instrument *instrument;
	struct tp_err err;
};

static int make(struct fixture *f, const char *text)
{
	memset(f, 0, sizeof *f);
	char *bytes = tp_arena_copy(&f->arena, text, strlen(text));
	assert_non_null(bytes);
	for (char *c = bytes; (c = strchr(c, '\''));)
		*c = '"';
	assert_int_equal(tp_convert_document(&f->arena, tp_text_of(bytes), &f->tree, &f->err), 0);
	return tp_instrument_make(&f->arena, &f->tree, &f->instrument, &f->err);
}

/* The document with its first `from` as `to`. */
static int make_changed(struct fixture *f, const char *from, const char *to)
{
	struct tp_buf text = {0};
	const char *at = strstr(document, from);
	assert_non_null(at);
	tp_buf_add(&text, document, (size_t)(at - document));
	tp_buf_add_string(&text, to);
	tp_buf_add_string(&text, at + strlen(from));
	tp_buf_add_char(&text, '\0');
	assert_false(text.failed);
	int result = make(f, text.ptr);
	tp_buf_free(&text);
	return result;
}

static void end(struct fixture *f)
{
	tp_arena_free(&f->arena);
}

/* --- what is right --- */

static void a_document_becomes_an_instrument(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, document), 0);
	const struct tp_instrument *x = f.instrument;
	assert_true(tp_text_is(x->id, "mood"));
	assert_true(tp_text_is(x->title[TP_DA], "Stemning") && tp_text_is(x->title[TP_EN], "Mood"));
	assert_true(tp_text_is(x->source, "own") && tp_text_is(x->subject, "municipality or unit"));
	assert_true(x->min == 1 && x->max == 4 && x->step == 1);
	assert_int_equal(x->steps, 4);
	assert_true(tp_text_is(x->labels[3][TP_EN], "a great deal"));
	assert_true(x->anonymous && x->total && x->min_coverage == 0.5);
	assert_int_equal(x->min_group, 5);

	assert_int_equal(x->groups_n, 2);
	assert_true(x->groups[0].open && !x->groups[1].open);
	assert_int_equal(x->bands_n, 2);
	assert_int_equal(x->bands[0].severity, TP_ACT);
	assert_int_equal(x->bands[1].severity, TP_NONE);
	assert_true(x->bands[1].from == 2.5);

	assert_int_equal(x->dimensions_n, 2);
	assert_true(x->dimensions[0].weight == 2 && x->dimensions[1].weight == 1);
	assert_true(!x->dimensions[0].low_is_good && x->dimensions[1].low_is_good);
	assert_int_equal(x->dimensions[0].first, 0);
	assert_int_equal(x->dimensions[0].n, 2);
	assert_int_equal(x->dimensions[1].first, 2);
	assert_int_equal(x->dimensions[1].n, 1);
	assert_true(tp_text_is(tp_value_get(tp_value_get(x->dimensions[0].advice, "dark"), "en")->text, "Ask"));
	assert_null(x->dimensions[1].advice);

	assert_int_equal(x->items_n, 3);
	assert_true(x->items[0].weight == 3 && x->items[1].weight == 1);
	assert_true(!x->items[0].reversed && x->items[1].reversed);
	assert_int_equal(x->items[1].dimension, 0);
	assert_int_equal(x->items[2].dimension, 1);
	assert_true(tp_text_is(x->items[2].text[TP_EN], "I am tired"));
	end(&f);
}

static void optional_members_have_defaults(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, "{'id':'x','title':{'da':'X','en':'X'},'source':'s','subject':'unit',"
		"'scale':{'min':-2,'max':2,'step':0.5},'bands':[],'dimensions':[{'id':'d','title':{'da':'D','en':'D'},"
		"'items':[{'id':'d','text':{'da':'t','en':'t'}}],'advice':{'high':{'da':'r','en':'a'}}}],"
		"'of my own':1}"), 0);
	assert_int_equal(f.instrument->steps, 9);
	assert_null(f.instrument->labels);
	assert_false(f.instrument->anonymous);
	assert_int_equal(f.instrument->min_group, 1);
	assert_int_equal(f.instrument->groups_n, 0);
	assert_null(tp_instrument_band(f.instrument, 0));
	assert_int_equal(tp_instrument_step_read(f.instrument, tp_text_of("2")), -1);
	end(&f);

	assert_int_equal(make_changed(&f, "'anonymous': true", "'min_group': 3, 'min_coverage': 0, 'total': false"), 0);
	assert_int_equal(f.instrument->min_group, 3);
	assert_true(f.instrument->min_coverage == 0 && !f.instrument->total);
	end(&f);
}

static void an_item_mirrors_and_advises(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make_changed(&f, "'weight': 3",
		"'mirrors': ' strategy ', 'advice': {'da': 'Spørg dem', 'en': 'Ask them'}"), 0);
	const struct tp_item *joy = &f.instrument->items[0], *worry = &f.instrument->items[1];
	assert_true(tp_text_is(joy->mirrors, "strategy"));
	assert_true(tp_text_is(joy->advice[TP_DA], "Spørg dem") && tp_text_is(joy->advice[TP_EN], "Ask them"));
	assert_true(worry->mirrors.len == 0 && worry->advice[TP_DA].len == 0 && worry->advice[TP_EN].len == 0);
	end(&f);
}

/* By the hash function of tests/tools/oracle.py. */
static void the_hash_is_of_what_is_said(void **state)
{
	(void)state;
	struct fixture f, same, other;
	assert_int_equal(make(&f, document), 0);
	assert_string_equal(f.instrument->hash, "3018fd7c99f59d39");
	assert_int_equal(make_changed(&same, "'min': 1, 'max': 4", "'max':4.0,\n'min':1e0"), 0);
	assert_string_equal(same.instrument->hash, f.instrument->hash);
	assert_int_equal(make_changed(&other, "'weight': 3", "'weight': 4"), 0);
	assert_string_not_equal(other.instrument->hash, f.instrument->hash);
	end(&f);
	end(&same);
	end(&other);
}

/* --- what is wrong --- */

static void refuses(const char *from, const char *to, const char *field, const char *text)
{
	struct fixture f;
	assert_int_equal(make_changed(&f, from, to), -1);
	assert_int_equal(f.err.code, TP_DATA);
	assert_string_equal(f.err.field, field);
	if (!strstr(f.err.text, text))
		assert_string_equal(f.err.text, text);
	end(&f);
}

static void missing_members_are_named(void **state)
{
	(void)state;
	refuses("'id': 'mood',", "", "id", "missing; expected a text that is not empty");
	refuses(", 'en': 'Mood'", "", "title.en", "missing; expected a text");
	refuses("'source': 'own',", "", "source", "missing");
	refuses("'step': 1,", "", "scale.step", "missing; expected a number from 0.0001 to 20000");
	refuses("'from': 2.5, ", "", "bands[1].from", "missing; expected a number from 1 to 4");
	refuses(", 'severity': 'none'", "", "bands[1].severity", "missing; expected none, info");
	refuses("'bands': [", "'of my own': [", "bands", "missing; expected a list of bands, or [] for none");
	refuses("'id': 'tired', ", "", "dimensions[1].items[0].id", "missing");
	refuses("'id': 'joy', 'text': {", "'id': 'joy', 'words': {", "dimensions[0].items[0].text", "missing");
	refuses("{'da': 'Jeg er bekymret', ", "{", "dimensions[0].items[1].text.da", "missing");
}

static void wrong_types_are_named(void **state)
{
	(void)state;
	refuses("'id': 'mood'", "'id': 7", "id", "expected a text that is not empty");
	refuses("'id': 'mood'", "'id': ' '", "id", "expected a text that is not empty");
	refuses("'min': 1", "'min': '1'", "scale.min", "expected a number from -10000 to 10000");
	refuses("'anonymous': true", "'anonymous': 1", "anonymous", "expected true or false");
	refuses("'anonymous': true", "'anonymous': null", "anonymous", "expected true or false");
	refuses("'low_is_good': true", "'low_is_good': 'yes'", "dimensions[1].low_is_good", "expected true or false");
	refuses("'reversed': true", "'reversed': 0", "dimensions[0].items[1].reversed", "expected true or false");
	refuses("{'da': 'lidt', 'en': 'a little'}", "'lidt'", "scale.labels[1]", "expected texts as {");
	refuses("'open_groups': ['leaders']", "'open_groups': 'leaders'", "open_groups", "expected a list");
	refuses("{'dark': {'da': 'Spørg', 'en': 'Ask'}}", "[]", "dimensions[0].advice", "expected an object");
	refuses("'weight': 3", "'mirrors': 1", "dimensions[0].items[0].mirrors", "expected a text that is not empty");
	refuses("'weight': 3", "'advice': 'Spørg'", "dimensions[0].items[0].advice", "expected texts as {");
	refuses("'weight': 3", "'advice': {'en': 'Ask'}", "dimensions[0].items[0].advice.da", "missing");
	refuses("{'da': 'Spørg', 'en': 'Ask'}", "{'da': 'Spørg'}", "dimensions[0].advice.dark.en", "missing");
	refuses("[{'id': 'leaders', 'title': {'da': 'Ledere', 'en': 'Leaders'}}", "[[]", "groups[0]",
		"expected an object");
	struct fixture f;
	assert_int_equal(make(&f, "[]"), -1);
	assert_string_equal(f.err.text, "expected an object in { }");
	assert_string_equal(f.err.field, "");
	end(&f);
}

static void values_that_cannot_be(void **state)
{
	(void)state;
	refuses("'max': 4", "'max': 1", "scale.max", "expected a number above min");
	refuses("'max': 4", "'max': 1e9", "scale.max", "expected a number from");
	refuses("'step': 1", "'step': 0", "scale.step", "expected a number from 0.0001");
	refuses("'step': 1", "'step': -1", "scale.step", "expected a number from 0.0001");
	refuses("'step': 1", "'step': 2", "scale.step", "divides max - min evenly");
	refuses("'step': 1", "'step': 6", "scale.step", "divides max - min evenly");
	refuses("'max': 4", "'max': 102", "scale.step", "at most 101 steps");
	refuses("'step': 1", "'step': 0.5", "scale.labels", "expected a list of 7 labels, one per step");
	refuses("'weight': 3", "'weight': 0", "dimensions[0].items[0].weight",
		"expected a number from 0.0001 to 10000");
	refuses("'weight': 2", "'weight': -2", "dimensions[0].weight", "expected a number from");
	refuses("'anonymous': true", "'min_group': 0", "min_group", "expected a number from 1");
	refuses("'anonymous': true", "'min_group': 2.5", "min_group", "expected a whole number");
	refuses("'anonymous': true", "'min_coverage': 1.5", "min_coverage", "expected a number from 0 to 1");
	refuses("'severity': 'act'", "'severity': 'bad'", "bands[0].severity", "expected none, info, watch or act");
	refuses("'from': 2.5", "'from': 5", "bands[1].from", "expected a number from 1 to 4");
	refuses("'from': 2.5", "'from': 1", "bands[1].from", "above that of the band before");
	refuses("'open_groups': ['leaders']", "'open_groups': ['staff', 'leader']", "open_groups[1]",
		"one of the groups");
	refuses("{'dark': {'da'", "{'grey': {'da'", "dimensions[0].advice", "\"grey\" is no band");
	refuses("'municipality or unit'", "'municipality or untit'", "subject", "expected a kind of record");
	refuses("'municipality or unit'", "'municipality unit'", "subject", "expected a kind of record");
	refuses("'municipality or unit'", "'unit or'", "subject", "expected a kind of record");
	refuses("[{'id': 'leaders'", "[{'id': 'staff'", "groups[1].id", "\"staff\" stands twice");
	refuses("'id': 'light'", "'id': 'dark'", "bands[1].id", "\"dark\" stands twice");
	refuses("'id': 'home'", "'id': 'work'", "dimensions[1].id", "\"work\" stands twice");
	refuses("'id': 'tired'", "'id': 'joy'", "dimensions[1].items[0].id", "\"joy\" stands twice");
	refuses("[{'id': 'leaders', 'title': {'da': 'Ledere', 'en': 'Leaders'}},"
		"  {'id': 'staff', 'title': {'da': 'Medarbejdere', 'en': 'Employees'}}]", "[]", "open_groups[0]",
		"groups");
	refuses("[   {'id': 'tired', 'text': {'da': 'Jeg er træt', 'en': 'I am tired'}}]", "[]", "dimensions[1].items",
		"expected a list of at least one item");
}

/* A slip in an optional name would otherwise be a wrong score without a word. */
static void misspelt_members_are_seen(void **state)
{
	(void)state;
	refuses("'reversed'", "'reverse'", "dimensions[0].items[1]",
		"unknown member \"reverse\"; did you mean \"reversed\"");
	refuses("'anonymous'", "'anonymus'", "", "did you mean \"anonymous\"");
	refuses("'anonymous': true", "'minGroup': 3", "", "did you mean \"min_group\"");
	refuses("'low_is_good'", "'low-is-good'", "dimensions[1]", "did you mean \"low_is_good\"");
	refuses("'weight': 3", "'mirror': 'x'", "dimensions[0].items[0]", "did you mean \"mirrors\"");
	refuses("'weight': 3", "'wieght': 3", "dimensions[0].items[0]", "did you mean \"weight\"");
	struct fixture f;
	assert_int_equal(make_changed(&f, "'reversed': true", "'reversed': true, 'source': 'own', 'note': 1"), 0);
	end(&f);
}

/* --- limits --- */

static int make_items(struct fixture *f, size_t dimensions, size_t items)
{
	struct tp_buf text = {0};
	tp_buf_add_string(&text, "{'id':'x','title':{'da':'X','en':'X'},'source':'s','subject':'unit',"
		"'scale':{'min':0,'max':1,'step':0.01},'bands':[],'dimensions':[");
	for (size_t d = 0; d < dimensions; d++) {
		tp_buf_add_format(&text, "%s{'id':'%zu','title':{'da':'D','en':'D'},'items':[", d ? "," : "", d);
		for (size_t i = 0; i < items; i++)
			tp_buf_add_format(&text, "%s{'id':'%zu-%zu','text':{'da':'t','en':'t'}}", i ? "," : "", d, i);
		tp_buf_add_string(&text, "]}");
	}
	tp_buf_add(&text, "]}", 3);
	assert_false(text.failed);
	int result = make(f, text.ptr);
	tp_buf_free(&text);
	return result;
}

static void limits_are_told(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make_items(&f, 4, TP_ITEMS_MAX / 4), 0);
	assert_int_equal(f.instrument->items_n, TP_ITEMS_MAX);
	assert_int_equal(f.instrument->steps, TP_STEPS_MAX);
	end(&f);
	assert_int_equal(make_items(&f, 1, TP_ITEMS_MAX + 1), -1);
	assert_string_equal(f.err.field, "dimensions[0].items");
	assert_string_equal(f.err.text, "expected at most 400 items in all");
	end(&f);
	assert_int_equal(make_items(&f, 3, TP_ITEMS_MAX / 3 + 1), -1);
	assert_string_equal(f.err.field, "dimensions[2].items");
	end(&f);
	assert_int_equal(make_items(&f, TP_ITEMS_MAX + 1, 1), -1);
	assert_string_equal(f.err.field, "dimensions");
	end(&f);

	char id[TP_ID_MAX + 2] = "";
	memset(id, 'x', TP_ID_MAX + 1);
	refuses("tired", id, "dimensions[1].items[0].id", "expected an id of at most 200 bytes");
}

/* --- what is asked --- */

static long item(const struct fixture *f, const char *name)
{
	return tp_instrument_item_read(f->instrument, tp_text_of(name));
}

static void items_by_name(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, document), 0);
	assert_int_equal(tp_instrument_item(f.instrument, tp_text_of("worry")), 1);
	assert_int_equal(tp_instrument_item(f.instrument, tp_text_of("Worry")), -1);
	assert_int_equal(item(&f, "worry"), 1);
	assert_int_equal(item(&f, "Worry"), 1);
	assert_int_equal(item(&f, "jeg er træt."), 2);
	assert_int_equal(item(&f, "JEG ER TRAET"), 2);
	assert_int_equal(item(&f, "I look forward"), 0);
	assert_int_equal(item(&f, "Hjem"), 2);
	assert_int_equal(item(&f, "home life"), 2);
	assert_int_equal(item(&f, "Work"), -1); /* a dimension of two */
	assert_int_equal(item(&f, "joyful"), -1);
	assert_int_equal(item(&f, ""), -1);
	end(&f);
	assert_int_equal(make_changed(&f, "'en': 'I worry'", "'en': 'I look forward!'"), 0);
	assert_int_equal(item(&f, "I look forward"), -1); /* which of the two? */
	end(&f);
}

static void steps_by_value(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, document), 0);
	assert_int_equal(tp_instrument_step(f.instrument, 1), 0);
	assert_int_equal(tp_instrument_step(f.instrument, 4), 3);
	assert_int_equal(tp_instrument_step(f.instrument, 0), -1);
	assert_int_equal(tp_instrument_step(f.instrument, 5), -1);
	assert_int_equal(tp_instrument_step(f.instrument, 2.5), -1);
	assert_int_equal(tp_instrument_step(f.instrument, 1e300), -1);
	assert_int_equal(tp_instrument_step(f.instrument, -1e300), -1);
	assert_int_equal(tp_instrument_step(f.instrument, (double)NAN), -1);
	end(&f);
	assert_int_equal(make_items(&f, 1, 1), 0); /* 0 to 1 in hundredths */
	for (int k = 0; k <= 100; k++) {
		assert_int_equal(tp_instrument_step(f.instrument, k / 100.0), k);
		assert_int_equal(tp_instrument_step(f.instrument, k / 100.0 + 0.001), -1);
	}
	end(&f);
}

static long step(const struct fixture *f, const char *label)
{
	return tp_instrument_step_read(f->instrument, tp_text_of(label));
}

static void steps_by_label(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, document), 0);
	assert_int_equal(step(&f, "i høj grad"), 3);
	assert_int_equal(step(&f, "A great deal"), 3);
	assert_int_equal(step(&f, "4 - i høj grad"), 3);
	assert_int_equal(step(&f, "4. I HOEJ GRAD"), 3);
	assert_int_equal(step(&f, "(1) slet ikke"), 0);
	assert_int_equal(step(&f, "3 - i høj grad"), -1);
	assert_int_equal(step(&f, "-4 - i høj grad"), -1);
	assert_int_equal(step(&f, "4"), -1);
	assert_int_equal(step(&f, "grad"), -1);
	assert_int_equal(step(&f, ""), -1);
	end(&f);
	assert_int_equal(make_changed(&f, "'i nogen grad'", "'Lidt!'"), 0);
	assert_int_equal(step(&f, "lidt"), -1); /* which of the two? */
	assert_int_equal(step(&f, "2: lidt"), 1);
	end(&f);
}

/* Folding drops the sign, so it must be looked at apart. */
static void labels_of_a_scale_around_zero(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, "{'id':'x','title':{'da':'X','en':'X'},'source':'s','subject':'unit',"
		"'scale':{'min':-0.5,'max':0.5,'step':0.5,'labels':[{'da':'mindre','en':'less'},"
		"{'da':'ens','en':'same'},{'da':'mere','en':'more'}]},'bands':[],'dimensions':[{'id':'d',"
		"'title':{'da':'D','en':'D'},'items':[{'id':'d','text':{'da':'t','en':'t'}}]}]}"), 0);
	assert_int_equal(step(&f, "-0.5 less"), 0);
	assert_int_equal(step(&f, "-0,5: mindre"), 0);
	assert_int_equal(step(&f, " \xE2\x88\x92" "0,5: mindre"), 0); /* U+2212, a true minus */
	assert_int_equal(step(&f, "0.5 less"), -1);
	assert_int_equal(step(&f, "-0.5 more"), -1);
	assert_int_equal(step(&f, "+0.5 more"), 2);
	assert_int_equal(step(&f, "0 = ens"), 1);
	end(&f);
}

static void groups_and_bands(void **state)
{
	(void)state;
	struct fixture f;
	assert_int_equal(make(&f, document), 0);
	const struct tp_instrument *x = f.instrument;
	assert_ptr_equal(tp_instrument_group(x, tp_text_of("leaders")), &x->groups[0]);
	assert_ptr_equal(tp_instrument_group(x, tp_text_of("LEDERE")), &x->groups[0]);
	assert_ptr_equal(tp_instrument_group(x, tp_text_of("employees")), &x->groups[1]);
	assert_ptr_equal(tp_instrument_group(x, tp_text_of("leader")), &x->groups[0]); /* one of them */
	assert_ptr_equal(tp_instrument_group(x, tp_text_of("Leder")), &x->groups[0]);
	assert_null(tp_instrument_group(x, tp_text_of("lead")));
	assert_null(tp_instrument_group(x, tp_text_of("")));
	assert_null(tp_instrument_band(x, 0.9999));
	assert_ptr_equal(tp_instrument_band(x, 1), &x->bands[0]);
	assert_ptr_equal(tp_instrument_band(x, 2.4999), &x->bands[0]);
	assert_ptr_equal(tp_instrument_band(x, 2.5), &x->bands[1]);
	assert_ptr_equal(tp_instrument_band(x, 4), &x->bands[1]);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_becomes_an_instrument),
		cmocka_unit_test(optional_members_have_defaults),
		cmocka_unit_test(an_item_mirrors_and_advises),
		cmocka_unit_test(the_hash_is_of_what_is_said),
		cmocka_unit_test(missing_members_are_named),
		cmocka_unit_test(wrong_types_are_named),
		cmocka_unit_test(values_that_cannot_be),
		cmocka_unit_test(misspelt_members_are_seen),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(items_by_name),
		cmocka_unit_test(steps_by_value),
		cmocka_unit_test(steps_by_label),
		cmocka_unit_test(labels_of_a_scale_around_zero),
		cmocka_unit_test(groups_and_bands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
