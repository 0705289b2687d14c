#include "tp/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/convert.h"
#include "tp/data.h"
#include "tp/num.h"

/* --- what the specification says of each, written from it by hand --- */

#define BANDS "urgent 1 act, focus 2 watch, middle 2.5 none, build-on 3.5 none"
#define FACTORS "employees: employees; citizens: citizens; management: management; economy: economy; " \
	"culture: culture; premises: premises; infrastructure: infrastructure; experience: experience"

/* An item that mirrors a dimension is followed by > and its id; a dimension that is good when low begins with -; a
 * group that is open ends in *. */
static const struct expected {
	const char *id, *source, *subject, *rules, *bands, *groups, *dimensions;
} table[] = {
	{"maturity", "V5", "unit", "1 to 5 by 1, anonymous, 5, total", BANDS, "leaders* employees",
		"strategy: strategy; business-case: business-case; citizen-focus: citizen-focus; culture: culture; "
		"ways-of-working: ways-of-working; competence: competence; data: data; technology: technology"},
	{"leader", "V19", "unit", "1 to 5 by 1, named, 1, total", BANDS, "",
		"business-case: business-case>business-case; citizen-need: citizen-need>citizen-focus; "
		"organisation-ready: organisation-ready>competence; self-ready: self-ready; strategy: strategy>strategy; "
		"change-leadership: change-leadership; narrative: narrative; culture: culture>culture; "
		"ways-of-working: ways-of-working>ways-of-working; perspectives: perspectives; politics: politics; "
		"collaboration: collaboration"},
	{"digital-maturity", "K12", "municipality or unit", "1 to 5 by 1, named, 1, total", BANDS, "",
		"strategy: story value position; governance: mandate funding benefit-owner follow-up; "
		"anchoring: readiness competences followership leadership-focus citizen-value; "
		"technology: it-landscape data-quality infrastructure security-gdpr"},
	{"digital-leadership", "K3 K4 K5 K6 K7 K8 K9 K10 K11", "unit", "1 to 5 by 1, named, 1, total", BANDS, "",
		"mindset: curious encouraging big-story open-room updated agenda; "
		"surroundings: changes possibilities role-models other-areas citizens sparring; "
		"organisation: room-for-innovation solutions-used flexible-organising right-team; "
		"employees: strong-story followership ethics secure-data"},
	{"implementation", "F2 F4", "initiative", "1 to 5 by 1, anonymous, 5, no total", "", "",
		"r1: own-context interplay taken-seriously; r2: meaning-from-start concerns-heard open-dialogue; "
		"r3: early-and-safe everyday-knowledge broad-ownership; r4: learning-process clear-roles support-for-all; "
		"-r1-pitfalls: others-succeeded pilot-tested only-an-upgrade went-well-last-time; "
		"-r2-pitfalls: meaning-only-explained clashing-rationales meaning-too-late concerns-as-resistance; "
		"-r3-pitfalls: information-as-involvement same-few-people first-line-left-out med-unused; "
		"-r4-pitfalls: everyone-alike everything-at-once unplanned-spread unrealistic-pilots"},
	{"questions", "F1", "initiative", "0 to 2 by 1, named, 1, total",
		"unanswered 0 none, one-party 1 none, jointly 2 none", "",
		"purpose: purpose; everyday-work: everyday-work; competences: competences; cooperation: cooperation"},
	{"context", "F3", "unit", "1 to 5 by 1, named, 1, no total", "", "leaders employees", FACTORS},
	{"context-difference", "F3", "initiative", "0 to 4 by 1, named, 1, no total", "", "", FACTORS},
	{"radar", "K13", "technology", "1 to 5 by 1, named, 1, no total", "",
		"day-care-school social-health employment technical-environment finance-administration",
		"maturity: maturity; relevance: relevance"},
};

/* --- what each says of itself, in the same words --- */

static void add_text(struct tp_buf *out, struct tp_text text)
{
	tp_buf_add(out, text.ptr, text.len);
}

static void add_num(struct tp_buf *out, double x)
{
	char number[TP_NUM_SIZE];
	tp_num_format(x, number);
	tp_buf_add_string(out, number);
}

static void add_rules(struct tp_buf *out, const struct tp_instrument *x)
{
	add_num(out, x->min);
	tp_buf_add_string(out, " to ");
	add_num(out, x->max);
	tp_buf_add_string(out, " by ");
	add_num(out, x->step);
	tp_buf_add_format(out, ", %s, %u, %s", x->anonymous ? "anonymous" : "named", x->min_group,
		x->total ? "total" : "no total");
}

static void add_bands(struct tp_buf *out, const struct tp_instrument *x)
{
	static const char *const severities[] = {"none", "info", "watch", "act"};
	for (size_t i = 0; i < x->bands_n; i++) {
		tp_buf_add_string(out, i ? ", " : "");
		add_text(out, x->bands[i].id);
		tp_buf_add_string(out, " ");
		add_num(out, x->bands[i].from);
		tp_buf_add_format(out, " %s", severities[x->bands[i].severity]);
	}
}

static void add_groups(struct tp_buf *out, const struct tp_instrument *x)
{
	for (size_t i = 0; i < x->groups_n; i++) {
		tp_buf_add_string(out, i ? " " : "");
		add_text(out, x->groups[i].id);
		tp_buf_add_string(out, x->groups[i].open ? "*" : "");
	}
}

static void add_dimensions(struct tp_buf *out, const struct tp_instrument *x)
{
	for (size_t d = 0; d < x->dimensions_n; d++) {
		const struct tp_dimension *dimension = &x->dimensions[d];
		tp_buf_add_string(out, d ? "; " : "");
		tp_buf_add_string(out, dimension->low_is_good ? "-" : "");
		add_text(out, dimension->id);
		tp_buf_add_string(out, ":");
		for (size_t i = dimension->first; i < dimension->first + dimension->n; i++) {
			tp_buf_add_string(out, " ");
			add_text(out, x->items[i].id);
			tp_buf_add_string(out, x->items[i].mirrors.len ? ">" : "");
			add_text(out, x->items[i].mirrors);
		}
	}
}

static void says(void (*add)(struct tp_buf *, const struct tp_instrument *), const struct tp_instrument *x,
	const char *expected)
{
	struct tp_buf out = {0};
	add(&out, x);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	assert_string_equal(out.ptr, expected);
	tp_buf_free(&out);
}

static const struct tp_instrument *find(struct tp_shelf *shelf, struct tp_text id)
{
	const struct tp_instrument *instrument = NULL;
	struct tp_err err = {0};
	if (tp_shelf_find(shelf, id, &instrument, &err) < 0)
		fail_msg("%.*s: %s: %s", (int)id.len, id.ptr, err.field, err.text);
	return instrument;
}

static void instruments_are_as_specified(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct expected *expected = &table[i];
		const struct tp_instrument *x = find(&shelf, tp_text_of(expected->id));
		assert_true(tp_text_is(x->id, expected->id));
		assert_true(tp_text_is(x->source, expected->source) && tp_text_is(x->subject, expected->subject));
		says(add_rules, x, expected->rules);
		says(add_bands, x, expected->bands);
		says(add_groups, x, expected->groups);
		says(add_dimensions, x, expected->dimensions);
		assert_true(x->min_coverage == 0.5);
		for (size_t k = 0; k < x->items_n; k++)
			assert_true(x->items[k].weight == 1 && !x->items[k].reversed);
		for (size_t k = 0; k < x->dimensions_n; k++)
			assert_true(x->dimensions[k].weight == 1);
	}
	tp_shelf_free(&shelf);
}

/* --- texts, of every instrument that is compiled in --- */

static bool ends_sentence(struct tp_text text)
{
	return text.len > 0 && strchr(".?!", text.ptr[text.len - 1]);
}

/* Both languages, each as one would print it, and one not the other's copy. */
static void check_pair(const struct tp_text texts[TP_LANGS], bool sentence)
{
	static const char *const of_both[] = {"Position", "Organisation", "Virtual reality (VR)",
		"Augmented reality (AR)", "Blockchain", "Chatbots", "Apps", "Edge computing", "Cloud"};
	struct tp_text da = texts[TP_DA], en = texts[TP_EN];
	for (int lang = 0; lang < TP_LANGS; lang++) {
		struct tp_text text = texts[lang];
		if (text.len == 0 || tp_text_trim(text).len != text.len || ends_sentence(text) != sentence)
			fail_msg("\"%.*s\"", (int)text.len, text.ptr);
		for (size_t i = 1; i < text.len; i++)
			if (text.ptr[i] == ' ' && text.ptr[i - 1] == ' ')
				fail_msg("two spaces: %.*s", (int)text.len, text.ptr);
	}
	size_t i = 0;
	while (i < sizeof of_both / sizeof *of_both && !tp_text_is(da, of_both[i]))
		i++;
	if (i == sizeof of_both / sizeof *of_both && tp_text_compare(da, en) == 0)
		fail_msg("the same in both: %.*s", (int)da.len, da.ptr);
}

/* Advice for every band, or none where there are no bands. */
static void check_advice(const struct tp_instrument *x, const struct tp_dimension *dimension)
{
	assert_int_equal(dimension->advice ? dimension->advice->map.n : 0, x->bands_n);
	for (size_t i = 0; i < x->bands_n; i++) {
		const struct tp_pair *pair = &dimension->advice->map.pairs[i];
		const struct tp_value *da = tp_value_get(&pair->value, "da"), *en = tp_value_get(&pair->value, "en");
		assert_true(tp_text_compare(pair->key, x->bands[i].id) == 0);
		check_pair((struct tp_text[TP_LANGS]){[TP_DA] = da->text, [TP_EN] = en->text}, true);
	}
}

static void texts_are_in_both_languages(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	struct tp_text id;
	for (size_t n = 0; (id = tp_shelf_id(n)).ptr; n++) {
		const struct tp_instrument *x = find(&shelf, id);
		check_pair(x->title, false);
		assert_non_null(x->labels);
		for (size_t i = 0; i < x->steps; i++)
			check_pair(x->labels[i], false);
		for (size_t i = 0; i < x->bands_n; i++)
			check_pair(x->bands[i].title, false);
		for (size_t i = 0; i < x->groups_n; i++)
			check_pair(x->groups[i].title, false);
		for (size_t i = 0; i < x->dimensions_n; i++) {
			check_pair(x->dimensions[i].title, false);
			check_advice(x, &x->dimensions[i]);
		}
		for (size_t i = 0; i < x->items_n; i++) {
			check_pair(x->items[i].text, true);
			if (x->items[i].advice[TP_DA].len > 0)
				check_pair(x->items[i].advice, true);
		}
	}
	tp_shelf_free(&shelf);
}

/* A survey tool writes texts and labels; each must lead back to its item and step, whatever the language. */
static void texts_lead_back_to_items(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	struct tp_text id;
	for (size_t n = 0; (id = tp_shelf_id(n)).ptr; n++) {
		const struct tp_instrument *x = find(&shelf, id);
		assert_true(tp_text_compare(x->id, id) == 0);
		for (int lang = 0; lang < TP_LANGS; lang++) {
			for (size_t i = 0; i < x->items_n; i++)
				assert_int_equal(tp_instrument_item_read(x, x->items[i].text[lang]), i);
			for (size_t i = 0; i < x->dimensions_n; i++)
				if (x->dimensions[i].n == 1)
					assert_int_equal(tp_instrument_item_read(x, x->dimensions[i].title[lang]),
						x->dimensions[i].first);
			for (size_t i = 0; i < x->steps; i++)
				assert_int_equal(tp_instrument_step_read(x, x->labels[i][lang]), i);
			for (size_t i = 0; i < x->groups_n; i++)
				assert_ptr_equal(tp_instrument_group(x, x->groups[i].title[lang]), &x->groups[i]);
		}
	}
	tp_shelf_free(&shelf);
}

static void mirrors_and_pitfalls_are_whole(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	const struct tp_instrument *maturity = find(&shelf, tp_text_of("maturity"));
	const struct tp_instrument *leader = find(&shelf, tp_text_of("leader"));
	const struct tp_instrument *implementation = find(&shelf, tp_text_of("implementation"));
	for (size_t i = 0; i < leader->items_n; i++)
		if (leader->items[i].mirrors.len > 0)
			assert_true(tp_instrument_item(maturity, leader->items[i].mirrors) >= 0);
	size_t pitfalls = 0;
	for (size_t i = 0; i < implementation->items_n; i++) {
		const struct tp_item *item = &implementation->items[i];
		bool pitfall = implementation->dimensions[item->dimension].low_is_good;
		assert_int_equal(item->advice[TP_DA].len > 0, pitfall);
		pitfalls += pitfall;
	}
	assert_int_equal(pitfalls, 16);
	tp_shelf_free(&shelf);
}

/* --- the technologies --- */

/* The twenty of K13: group, wave, and what they do that ethics asks about. The ten that the example data of the
 * partnership knows bear its ids, groups and waves. */
static const char *const technologies[] = {
	"ai analyse 3 predicts decides", "big-data analyse 3 predicts", "physical-robots product 3",
	"drones collect 3 watches", "vr product 3", "ar product 3", "3d-print product 3", "blockchain collect 3",
	"chatbots meet 3", "rpa automate 2", "apps meet 2", "screens-self-service meet 2",
	"digital-twin analyse 3 predicts", "edge-computing analyse 3", "virtual-assistants meet 3 watches",
	"cloud collect 2", "iot-sensors collect 3 watches", "video meet 3", "autonomous-vehicles automate 3 decides",
	"quantum-computers analyse 3",
};

static void add_technology(struct tp_buf *out, const struct tp_value *technology)
{
	static const char *const uses[] = {"watches", "predicts", "decides"};
	add_text(out, tp_value_get(technology, "id")->text);
	tp_buf_add_string(out, " ");
	add_text(out, tp_value_get(technology, "group")->text);
	tp_buf_add_string(out, " ");
	add_num(out, tp_value_get(technology, "wave")->num);
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		const struct tp_value *use = tp_value_get(technology, uses[i]);
		assert_int_equal(use->type, TP_BOOL);
		if (use->flag)
			tp_buf_add_format(out, " %s", uses[i]);
	}
}

static void technologies_are_those_of_the_radar(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_value tree;
	struct tp_err err = {0};
	struct tp_text bytes = tp_data_find(tp_text_of("technologies.json"));
	assert_non_null(bytes.ptr);
	assert_int_equal(tp_convert_document(&arena, bytes, &tree, &err), 0);
	const struct tp_value *list = tp_value_get(&tree, "technologies");
	assert_int_equal(list->list.n, 20);
	for (size_t i = 0; i < list->list.n; i++) {
		const struct tp_value *technology = &list->list.items[i], *title = tp_value_get(technology, "title");
		struct tp_text da = tp_value_get(title, "da")->text, en = tp_value_get(title, "en")->text;
		struct tp_buf out = {0};
		add_technology(&out, technology);
		tp_buf_add_char(&out, '\0');
		assert_string_equal(out.ptr, technologies[i]);
		tp_buf_free(&out);
		check_pair((struct tp_text[TP_LANGS]){[TP_DA] = da, [TP_EN] = en}, false);
		assert_true(tp_code_find(TP_ENUM_technology_group, tp_value_get(technology, "group")->text) != TP_CODE_none);
	}
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instruments_are_as_specified),
		cmocka_unit_test(texts_are_in_both_languages),
		cmocka_unit_test(texts_lead_back_to_items),
		cmocka_unit_test(mirrors_and_pitfalls_are_whole),
		cmocka_unit_test(technologies_are_those_of_the_radar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
