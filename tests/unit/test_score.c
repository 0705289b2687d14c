#include "tp/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/writer.h"

/* --- one dimension of two items, 1..5; what comes out is collected as JSON lines --- */

static struct tp_item items[] = {
	{.id = {"a", 1}, .weight = 1},
	{.id = {"b", 1}, .weight = 1},
};
static struct tp_dimension dimensions[] = {{.id = {"d", 1}, .weight = 1, .n = 2}};
static struct tp_band bands[] = {
	{.id = {"low", 3}, .from = 1},
	{.id = {"high", 4}, .from = 3.5},
};
static const struct tp_instrument template = {
	.id = {"x", 1}, .min = 1, .max = 5, .step = 1, .steps = 5, .dimensions = dimensions, .dimensions_n = 1,
	.items = items, .items_n = 2, .bands = bands, .bands_n = 2, .total = true, .min_group = 1, .min_coverage = 0.5,
	.hash = "0123456789abcdef",
};

struct fixture {
	struct tp_instrument instrument;
	struct tp_tally tally;
	struct tp_tally_group *group;
	struct tp_buf out;
	int room; /* records until the sink fails */
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct tp_err err = {0};
	if (!f)
		return -1;
	f->room = 100;
	f->instrument = template;
	f->group = tp_tally_group(&f->tally, &f->instrument, tp_text_of("2026"), tp_text_of("u1"), &err);
	if (f->group)
		f->group->kind = tp_text_of("unit");
	*state = f;
	return f->group ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	tp_buf_free(&f->out);
	tp_tally_free(&f->tally);
	free(f);
	return 0;
}

static int collect(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct fixture *f = self;
	if (f->room-- == 0)
		return tp_err_set(err, TP_SYSTEM, "full");
	tp_writer_json(&f->out, record);
	tp_buf_add_char(&f->out, '\n');
	return 0;
}

static int put(struct fixture *f, struct tp_err *err)
{
	struct tp_sink sink = {collect, f};
	return tp_score_put(f->group, NULL, &sink, err);
}

static void gives(struct fixture *f, const char *expected)
{
	struct tp_err err = {0};
	f->out.len = 0;
	assert_int_equal(put(f, &err), 0);
	tp_buf_add_char(&f->out, '\0');
	assert_false(f->out.failed);
	assert_string_equal(f->out.ptr, expected);
}

#define HEAD "{\"kind\":\"score\",\"by\":\"tp-score\",\"analysis\":\"score\",\"instrument\":\"x\"," \
	"\"hash\":\"0123456789abcdef\","
#define WHO "\"subject_kind\":\"unit\",\"subject\":\"u1\","
#define RATE "\"respondents\":5,\"invited\":20,\"response_rate\":0.25,"
#define ITEM(id) "\"level\":\"item\",\"key\":\"" id "\","
#define DIMENSION "\"level\":\"dimension\",\"key\":\"d\","
#define TOTAL "\"level\":\"total\",\"key\":\"total\","

/* a: 1 2 3 4 5; b: 4 4, a blank, a don't know, one it does not concern. */
static void answer(struct fixture *f)
{
	static const long b[] = {3, 3, TP_ANSWER_BLANK, TP_ANSWER_DK, TP_ANSWER_NA};
	for (long k = 0; k < 5; k++) {
		tp_tally_add(f->group, 0, k);
		tp_tally_add(f->group, 1, b[k]);
	}
}

/* 20 invited, so 5/20 answered. a as in test_figure.c: 3 -+ 1.923578 sqrt(15/19). b: base 19, (8 + 17)/19 and
 * (8 + 85)/19. d: (1.5 + 25/19)/2, (4.5 + 93/19)/2; variance (2.5 + 0)/2, q = 5/8, 2 * 3/8 / (2 * 3/8 + 5/8) = 6/11. */
static void all_levels_are_put(void **state)
{
	struct fixture *f = *state;
	answer(f);
	f->group->invited_known = true;
	f->group->invited = 20;
	gives(f,
		HEAD "\"round\":\"2026\"," WHO ITEM("a")
		"\"n\":5,\"n_max\":5,\"blank\":0,\"dk\":0,\"na\":0,"
		RATE
		"\"mean\":3,\"median\":3,\"sd\":1.5811,\"low\":1.2909,\"high\":4.7091,\"bound_low\":1.5,"
		"\"bound_high\":4.5,\"agreement\":0,\"counts\":[1,1,1,1,1],\"band\":\"low\"}\n"
		HEAD "\"round\":\"2026\"," WHO ITEM("b")
		"\"n\":2,\"n_max\":2,\"blank\":1,\"dk\":1,\"na\":1,"
		RATE
		"\"mean\":4,\"median\":4,\"sd\":0,\"low\":null,\"high\":null,\"bound_low\":1.3158,"
		"\"bound_high\":4.8947,\"agreement\":1,\"counts\":[0,0,0,2,0],\"band\":\"high\"}\n"
		HEAD "\"round\":\"2026\"," WHO DIMENSION
		"\"n\":2,\"n_max\":5,\"blank\":1,\"dk\":1,\"na\":1,"
		RATE
		"\"coverage\":1,\"mean\":3.5,\"low\":null,\"high\":null,\"bound_low\":1.4079,\"bound_high\":4.6974,"
		"\"agreement\":0.5455,\"band\":\"high\"}\n"
		HEAD "\"round\":\"2026\"," WHO TOTAL
		"\"n\":2,\"n_max\":5,\"blank\":1,\"dk\":1,\"na\":1,"
		RATE
		"\"coverage\":1,\"mean\":3.5,\"low\":null,\"high\":null,\"bound_low\":1.4079,\"bound_high\":4.6974,"
		"\"band\":\"high\"}\n");
}

static void what_is_lacking_is_null_or_absent(void **state)
{
	struct fixture *f = *state;
	struct tp_err err = {0};
	f->instrument.total = false;
	f->instrument.bands_n = 0;
	f->group = tp_tally_group(&f->tally, &f->instrument, tp_text_of(""), tp_text_of("u1"), &err);
	assert_non_null(f->group);
	f->group->kind = tp_text_of("unit");
	gives(f,
		HEAD WHO ITEM("a") "\"n\":0,\"n_max\":0,\"blank\":0,\"dk\":0,\"na\":0,\"respondents\":0,\"mean\":null,"
		"\"median\":null,\"sd\":null,\"low\":null,\"high\":null,\"agreement\":null,\"counts\":[0,0,0,0,0]}\n"
		HEAD WHO ITEM("b") "\"n\":0,\"n_max\":0,\"blank\":0,\"dk\":0,\"na\":0,\"respondents\":0,\"mean\":null,"
		"\"median\":null,\"sd\":null,\"low\":null,\"high\":null,\"agreement\":null,\"counts\":[0,0,0,0,0]}\n"
		HEAD WHO DIMENSION "\"n\":0,\"n_max\":0,\"blank\":0,\"dk\":0,\"na\":0,\"respondents\":0,\"coverage\":0,"
		"\"mean\":null,\"low\":null,\"high\":null,\"agreement\":null}\n");
}

/* Nobody invited, as a mistake in a sheet may say: there is no share of nothing. */
static void none_invited_gives_no_rate(void **state)
{
	struct fixture *f = *state;
	f->group->invited_known = true;
	struct tp_err err = {0};
	assert_int_equal(put(f, &err), 0);
	tp_buf_add_char(&f->out, '\0');
	assert_non_null(strstr(f->out.ptr, "\"invited\":0,\"mean\""));
	assert_null(strstr(f->out.ptr, "response_rate"));
}

#define WITHHELD "\"suppressed\":true}\n"

static void what_is_withheld_says_nothing_else(void **state)
{
	struct fixture *f = *state;
	answer(f);
	f->group->withheld = true;
	f->group->invited_known = true;
	f->group->invited = 20;
	gives(f,
		HEAD "\"round\":\"2026\"," WHO ITEM("a") WITHHELD
		HEAD "\"round\":\"2026\"," WHO ITEM("b") WITHHELD
		HEAD "\"round\":\"2026\"," WHO DIMENSION WITHHELD
		HEAD "\"round\":\"2026\"," WHO TOTAL WITHHELD);
}

/* Items and dimensions by id, as they are sorted elsewhere; a slice is said. */
static void keys_come_in_their_order(void **state)
{
	struct fixture *f = *state;
	struct tp_item turned[] = {items[1], items[0]};
	struct tp_pair pair = {tp_text_of("group"), tp_value_string("leaders")};
	f->instrument.items = turned;
	f->instrument.total = false;
	f->group->withheld = true;
	f->group->slice = (struct tp_value){.type = TP_MAP, .map = {&pair, 1}};
	gives(f,
		HEAD "\"round\":\"2026\"," WHO "\"slice\":{\"group\":\"leaders\"}," ITEM("a") WITHHELD
		HEAD "\"round\":\"2026\"," WHO "\"slice\":{\"group\":\"leaders\"}," ITEM("b") WITHHELD
		HEAD "\"round\":\"2026\"," WHO "\"slice\":{\"group\":\"leaders\"}," DIMENSION WITHHELD);
}

static int say_mean_twice(void *self, struct tp_record *score, const struct tp_figure *figure, struct tp_err *err)
{
	(void)err;
	++*(int *)self;
	*tp_record_slot(score, TP_score_previous) = tp_value_num(figure->mean.x);
	return 0;
}

static void more_is_added_where_there_is_a_mean(void **state)
{
	struct fixture *f = *state;
	struct tp_err err = {0};
	int asked = 0;
	struct tp_score_more more = {say_mean_twice, &asked};
	struct tp_sink sink = {collect, f};
	for (long k = 0; k < 5; k++)
		tp_tally_add(f->group, 0, k);
	assert_int_equal(tp_score_put(f->group, &more, &sink, &err), 0);
	assert_int_equal(asked, 3); /* not of b, which nobody answered */
	tp_buf_add_char(&f->out, '\0');
	assert_non_null(strstr(f->out.ptr, "\"previous\":3}"));
}

static void a_full_sink_stops(void **state)
{
	struct fixture *f = *state;
	for (int room = 0; room < 4; room++) {
		struct tp_err err = {0};
		f->room = room;
		assert_int_equal(put(f, &err), -1);
		assert_string_equal(err.text, "full");
		assert_int_equal(f->room, -1);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_levels_are_put),
		TEST(what_is_lacking_is_null_or_absent),
		TEST(none_invited_gives_no_rate),
		TEST(what_is_withheld_says_nothing_else),
		TEST(keys_come_in_their_order),
		TEST(more_is_added_where_there_is_a_mean),
		TEST(a_full_sink_stops),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
