#include "tp/whole.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "given.h"

static struct tp_item items[] = {{.id = {"a", 1}, .weight = 1}};
static struct tp_instrument of_units = {.id = {"u", 1}, .subject = {"unit", 4}, .steps = 5, .items = items, .items_n = 1};
static struct tp_instrument of_either = {
	.id = {"e", 1}, .subject = {"municipality or unit", 20}, .steps = 5, .items = items, .items_n = 1};

struct world {
	struct tp_set facts;
	struct tp_tally counted, wholes;
	struct tp_by by;
	struct tp_arena arena;
};

static bool is_vejen(struct tp_text id)
{
	return tp_text_is(id, "vejen");
}

static void fact(struct world *world, const char *line)
{
	struct tp_err err = {0};
	assert_int_equal(tp_set_add(&world->facts, given(&world->arena, line), &err), 0);
}

static void answered(struct world *world, const struct tp_instrument *instrument, const char *subject, const char *group,
	unsigned times)
{
	struct tp_err err = {0};
	struct tp_pair pair = {{"group", 5}, tp_value_string(group ? group : "")};
	struct tp_tally_group key = {.instrument = instrument, .subject = tp_text_of(subject)};
	if (group)
		key.slice = (struct tp_value){.type = TP_MAP, .map = {&pair, 1}};
	tp_tally_add_many(tp_tally_at(&world->counted, &key, &err), 0, 2, times);
}

static void make(struct world *world)
{
	struct tp_err err = {0};
	struct tp_whole_facts facts = {&world->facts, is_vejen};
	tp_set_close(&world->facts);
	tp_tally_sort(&world->counted);
	assert_int_equal(tp_whole_make(&world->wholes, &world->counted, &world->by, &facts, &err), 0);
}

/* "kind subject slice n", a line a group, in their order. */
static const char *shown(const struct world *world)
{
	static char out[1000];
	size_t len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < world->wholes.n; i++) {
		const struct tp_tally_group *group = world->wholes.groups[i];
		struct tp_text part = tp_by_text(&group->slice, "group");
		len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s %.*s%s%.*s %llu", i ? "; " : "",
			(int)group->kind.len, group->kind.ptr, (int)group->subject.len, group->subject.ptr,
			part.len ? " " : "", (int)part.len, part.len ? part.ptr : "",
			(unsigned long long)tp_tally_count(group, 0, 2));
	}
	return out;
}

static void end(struct world *world)
{
	tp_set_free(&world->facts);
	tp_tally_free(&world->counted);
	tp_tally_free(&world->wholes);
	tp_arena_free(&world->arena);
}

static void municipalities_are_sums_of_units(void **state)
{
	(void)state;
	struct world world = {0};
	fact(&world, "{\"kind\":\"unit\",\"id\":\"a\",\"name\":\"A\",\"municipality\":\"vejen\"}");
	fact(&world, "{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\"}");
	answered(&world, &of_units, "a", NULL, 3);
	answered(&world, &of_units, "b", NULL, 4);
	answered(&world, &of_units, "c", NULL, 5); /* without a record */
	make(&world);
	assert_string_equal(shown(&world), "municipality vejen 7; unit a 3; unit b 4; unit c 5");
	const struct tp_tally_group *vejen = world.wholes.groups[0];
	assert_non_null(vejen->units);
	assert_non_null(vejen->units->next_unit);
	assert_null(vejen->units->next_unit->next_unit);
	assert_ptr_equal(vejen->units->municipality, vejen);
	assert_ptr_equal(world.wholes.groups[1]->counts, world.counted.groups[0]->counts); /* borrowed */
	end(&world);
}

static void slices_are_parts_of_wholes(void **state)
{
	(void)state;
	struct tp_err err = {0};
	struct world world = {0};
	assert_int_equal(tp_by_add(&world.by, "group", &err), 0);
	fact(&world, "{\"kind\":\"unit\",\"id\":\"a\",\"name\":\"A\",\"municipality\":\"vejen\"}");
	fact(&world, "{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\"}");
	answered(&world, &of_units, "a", "x", 1);
	answered(&world, &of_units, "a", "y", 2);
	answered(&world, &of_units, "a", NULL, 4); /* of no group: in the whole alone */
	answered(&world, &of_units, "b", "x", 8);
	make(&world);
	assert_string_equal(shown(&world), "municipality vejen 15; municipality vejen x 9; municipality vejen y 2; "
		"unit a 7; unit a x 1; unit a y 2; unit b 8; unit b x 8");
	const struct tp_tally_group *all = world.wholes.groups[0], *x = world.wholes.groups[1], *a = world.wholes.groups[3];
	assert_ptr_equal(x->whole, all);
	assert_ptr_equal(a->slices->whole, a);
	assert_ptr_equal(world.wholes.groups[4]->municipality, x);
	assert_null(all->next_slice);
	end(&world);
}

/* A record tells; else the municipality is known; else it is the first of the kinds. Nothing is summed. */
static void the_kind_is_found(void **state)
{
	(void)state;
	struct world world = {0};
	fact(&world, "{\"kind\":\"unit\",\"id\":\"a\",\"name\":\"A\",\"municipality\":\"vejen\"}");
	answered(&world, &of_either, "a", NULL, 1);
	answered(&world, &of_either, "vejen", NULL, 2);
	answered(&world, &of_either, "else", NULL, 3);
	make(&world);
	assert_string_equal(shown(&world), "municipality else 3; municipality vejen 2; unit a 1");
	end(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(municipalities_are_sums_of_units),
		cmocka_unit_test(slices_are_parts_of_wholes),
		cmocka_unit_test(the_kind_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
