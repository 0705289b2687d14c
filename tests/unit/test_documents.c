#include "tp/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What these instruments ask, taken by hand from their specification. Every dimension has the one item of its name. */
static const struct document {
	const char *id, *source, *subject, *dimensions;
	double min, max;
	bool bands, total;
} documents[] = {
	{"card", "C6 C8", "initiative", "involvement anchoring benefits data", 1, 5, true, true},
	{"readiness", "C4", "initiative", "familiarity proven builds-on-existing fits-purpose capacity", 1, 5, true, true},
	{"business-case", "V3", "initiative", "law economy culture digital citizen", 1, 5, true, true},
	{"all-round", "K7", "initiative", "professional economic citizen political ethics harmony not-digitalising", 1, 5,
		true, true},
	{"ethics", "C10", "initiative", "human-first transparency equality dignity explainable", 1, 5, true, true},
	{"dilemmas", "V18", "unit or municipality",
		"innovation involvement roll-out working-form framing insight development legitimacy", -2, 2, false, false},
	{"five-focus", "P1", "municipality",
		"organisation implementation involvement collaboration operations technical-prerequisites", 1, 5, true, true},
	{"story", "V13", "initiative", "head body tail", 1, 5, true, true},
};

enum { DOCUMENTS = sizeof documents / sizeof *documents };

/* Where the bands begin is our own rule; the sources have none. */
static const struct band {
	const char *id;
	double from;
	enum tp_severity severity;
} bands[] = {{"urgent", 1, TP_ACT}, {"focus", 2, TP_WATCH}, {"middle", 2.5, TP_NONE}, {"build-on", 3.5, TP_NONE}};

enum { BANDS = sizeof bands / sizeof *bands };

static const struct tp_instrument *find(struct tp_shelf *shelf, const char *id)
{
	const struct tp_instrument *instrument = NULL;
	struct tp_err err = {0};
	if (tp_shelf_find(shelf, tp_text_of(id), &instrument, &err) < 0)
		fail_msg("%s: %s: %s", id, err.field, err.text);
	return instrument;
}

static void is(const char *document, struct tp_text text, const char *wanted)
{
	if (!tp_text_is(text, wanted))
		fail_msg("%s: %.*s instead of %s", document, (int)text.len, text.ptr, wanted);
}

static void are_what_the_specification_says(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < DOCUMENTS; i++) {
		const struct document *wanted = &documents[i];
		const struct tp_instrument *x = find(&shelf, wanted->id);
		is(wanted->id, x->source, wanted->source);
		is(wanted->id, x->subject, wanted->subject);
		assert_true(x->min == wanted->min && x->max == wanted->max && x->step == 1);
		assert_true(x->total == wanted->total);
		assert_false(x->anonymous);
		assert_int_equal(x->min_group, 1);
		struct tp_text rest = tp_text_of(wanted->dimensions);
		size_t n = 0;
		for (; rest.ptr; n++) {
			char id[40];
			struct tp_text word = tp_text_split(&rest, " ");
			snprintf(id, sizeof id, "%.*s", (int)word.len, word.ptr);
			assert_true(n < x->dimensions_n && x->dimensions[n].n == 1);
			is(wanted->id, x->dimensions[n].id, id);
			is(wanted->id, x->items[n].id, id);
			assert_true(x->dimensions[n].weight == 1 && x->items[n].weight == 1);
			assert_false(x->dimensions[n].low_is_good || x->items[n].reversed);
		}
		assert_int_equal(x->dimensions_n, n);
	}
	tp_shelf_free(&shelf);
}

static void bands_and_their_advice(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < DOCUMENTS; i++) {
		const struct tp_instrument *x = find(&shelf, documents[i].id);
		assert_int_equal(x->bands_n, documents[i].bands ? BANDS : 0);
		for (size_t b = 0; b < x->bands_n; b++) {
			is(documents[i].id, x->bands[b].id, bands[b].id);
			assert_true(x->bands[b].from == bands[b].from && x->bands[b].severity == bands[b].severity);
		}
		for (size_t d = 0; d < x->dimensions_n; d++) {
			const struct tp_value *advice = x->dimensions[d].advice;
			assert_int_equal(advice ? advice->map.n : 0, x->bands_n);
			for (size_t b = 0; b < x->bands_n; b++)
				assert_non_null(tp_value_get(advice, bands[b].id)); /* in both languages, or it is refused */
		}
	}
	tp_shelf_free(&shelf);
}

static long item(const struct tp_instrument *x, struct tp_text name)
{
	return tp_instrument_item_read(x, name);
}

/* A survey's headers may be titles or texts, in either language: each must lead to its own item and no other. */
static void every_text_names_its_item(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < DOCUMENTS; i++) {
		const struct tp_instrument *x = find(&shelf, documents[i].id);
		for (size_t k = 0; k < x->items_n; k++) {
			const struct tp_text *title = x->dimensions[k].title, *text = x->items[k].text;
			for (int lang = 0; lang < TP_LANGS; lang++) {
				assert_int_equal(item(x, title[lang]), k);
				assert_int_equal(item(x, text[lang]), k);
			}
			assert_int_not_equal(tp_text_compare(text[TP_DA], text[TP_EN]), 0);
		}
	}
	tp_shelf_free(&shelf);
}

static void every_step_has_a_label(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < DOCUMENTS; i++) {
		const struct tp_instrument *x = find(&shelf, documents[i].id);
		assert_int_equal(x->steps, 5);
		assert_non_null(x->labels);
		for (size_t k = 0; k < x->steps; k++)
			for (int lang = 0; lang < TP_LANGS; lang++)
				assert_int_equal(tp_instrument_step_read(x, x->labels[k][lang]), k);
	}
	assert_int_equal(tp_instrument_step_read(find(&shelf, "dilemmas"), tp_text_of("-2 - klart det første")), 0);
	assert_int_equal(tp_instrument_step_read(find(&shelf, "card"), tp_text_of("I høj grad")), 3);
	tp_shelf_free(&shelf);
}

/* The management chain answers for a municipality; of the others the sources do not say who does. */
static void groups(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < DOCUMENTS; i++)
		assert_int_equal(find(&shelf, documents[i].id)->groups_n, strcmp(documents[i].id, "five-focus") == 0 ? 5 : 0);
	const struct tp_group *group = tp_instrument_group(find(&shelf, "five-focus"), tp_text_of("lokale ledere"));
	assert_non_null(group);
	is("five-focus", group->id, "line-managers");
	assert_false(group->open);
	tp_shelf_free(&shelf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(are_what_the_specification_says),
		cmocka_unit_test(bands_and_their_advice),
		cmocka_unit_test(every_text_names_its_item),
		cmocka_unit_test(every_step_has_a_label),
		cmocka_unit_test(groups),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
