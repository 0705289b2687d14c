#include "tp/suppress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/whole.h"

/* Two items, and leaders answer in the open. */
static struct tp_item items[] = {{.id = {"a", 1}, .weight = 1}, {.id = {"b", 1}, .weight = 1}};
static struct tp_dimension dimensions[] = {{.id = {"d", 1}, .weight = 1, .n = 2}};
static struct tp_group groups[] = {{.id = {"leaders", 7}, .open = true}, {.id = {"staff", 5}}, {.id = {"night", 5}}};
static const struct tp_instrument instrument = {
	.id = {"x", 1}, .subject = {"unit", 4}, .min = 1, .max = 5, .step = 1, .steps = 5, .dimensions = dimensions,
	.dimensions_n = 1, .items = items, .items_n = 2, .groups = groups, .groups_n = 3, .min_group = 5,
};

struct world {
	struct tp_set facts;
	struct tp_tally counted, wholes;
	struct tp_by by;
	struct tp_arena arena;
};

static bool none_is_known(struct tp_text id)
{
	(void)id;
	return false;
}

static void begin(struct world *world)
{
	struct tp_err err = {0};
	memset(world, 0, sizeof *world);
	assert_int_equal(tp_by_add(&world->by, "group", &err), 0);
}

/* So many of a group (NULL: of none) have answered about the unit, which lies in the municipality: `both` both items,
 * `first` only the first. */
static void answered(struct world *world, const char *municipality, const char *unit, const char *group, unsigned both,
	unsigned first)
{
	struct tp_err err = {0};
	struct tp_record record;
	tp_record_init(&record, TP_KIND_unit);
	*tp_record_slot(&record, TP_unit_id) = tp_value_text(tp_text_copy(&world->arena, tp_text_of(unit)));
	*tp_record_slot(&record, TP_unit_name) = tp_value_string("unit");
	*tp_record_slot(&record, TP_unit_municipality) = tp_value_string(municipality);
	assert_int_equal(tp_set_add(&world->facts, &record, &err), 0);
	struct tp_pair pair = {tp_text_of("group"), tp_value_string(group ? group : "")};
	struct tp_tally_group key = {.instrument = &instrument, .subject = tp_text_of(unit)};
	if (group)
		key.slice = (struct tp_value){.type = TP_MAP, .map = {&pair, 1}};
	struct tp_tally_group *counted = tp_tally_at(&world->counted, &key, &err);
	assert_non_null(counted);
	tp_tally_add_many(counted, 0, 0, both + first);
	tp_tally_add_many(counted, 1, 0, both);
}

static void decide(struct world *world)
{
	struct tp_err err = {0};
	struct tp_whole_facts facts = {&world->facts, none_is_known};
	tp_set_close(&world->facts);
	tp_tally_sort(&world->counted);
	assert_int_equal(tp_whole_make(&world->wholes, &world->counted, &world->by, &facts, &err), 0);
	tp_suppress(&world->wholes, 0);
}

static void end(struct world *world)
{
	tp_set_free(&world->facts);
	tp_tally_free(&world->counted);
	tp_tally_free(&world->wholes);
	tp_arena_free(&world->arena);
}

/* "shown", "withheld", or "none" when there is no such group. */
static const char *state_of(struct world *world, const char *subject, const char *group)
{
	struct tp_pair pair = {tp_text_of("group"), tp_value_string(group ? group : "")};
	struct tp_tally_group key = {.instrument = &instrument, .subject = tp_text_of(subject),
		.kind = tp_text_of(subject[0] == 'm' ? "municipality" : "unit")};
	if (group)
		key.slice = (struct tp_value){.type = TP_MAP, .map = {&pair, 1}};
	const struct tp_tally_group *found = tp_tally_find(&world->wholes, &key);
	return !found ? "none" : found->withheld ? "withheld" : "shown";
}

#define SHOWN(subject, group) assert_string_equal(state_of(&world, subject, group), "shown")
#define WITHHELD(subject, group) assert_string_equal(state_of(&world, subject, group), "withheld")

static void the_smallest_item_decides(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", NULL, 5, 0);
	answered(&world, "m2", "u2", NULL, 4, 9);
	answered(&world, "m3", "u3", NULL, 0, 9); /* an item without answers shows nobody */
	decide(&world);
	SHOWN("u1", NULL);
	WITHHELD("u2", NULL);
	SHOWN("u3", NULL);
	WITHHELD("m2", NULL);
	end(&world);
}

/* Of three who met an item, who said "don't know" and who said "does not apply" is theirs to know. */
static void who_gave_no_answer_is_seen_as_well(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", NULL, 0, 9);
	answered(&world, "m2", "u2", NULL, 0, 9);
	tp_tally_add_many(world.counted.groups[0], 1, TP_ANSWER_DK, 2);
	tp_tally_add_many(world.counted.groups[0], 1, TP_ANSWER_NA, 1);
	tp_tally_add_many(world.counted.groups[1], 1, TP_ANSWER_DK, 4);
	tp_tally_add_many(world.counted.groups[1], 1, TP_ANSWER_BLANK, 1);
	decide(&world);
	WITHHELD("u1", NULL);
	SHOWN("u2", NULL);
	end(&world);
}

static void a_small_slice_takes_the_next_with_it(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", "staff", 20, 0);
	answered(&world, "m1", "u1", "night", 4, 0);
	answered(&world, "m1", "u1", "guests", 6, 0);
	decide(&world);
	SHOWN("u1", NULL);
	SHOWN("u1", "staff");
	WITHHELD("u1", "night");
	WITHHELD("u1", "guests");
	end(&world);
}

/* Who said of no group are a part like any other: what is left when the groups are taken away. */
static void those_without_a_group_are_hidden_too(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", "staff", 20, 0);
	answered(&world, "m1", "u1", "night", 9, 0);
	answered(&world, "m1", "u1", NULL, 1, 0);
	answered(&world, "m2", "u2", "staff", 20, 0);
	answered(&world, "m2", "u2", NULL, 7, 0);
	decide(&world);
	SHOWN("u1", NULL);
	SHOWN("u1", "staff");
	WITHHELD("u1", "night");
	SHOWN("u2", "staff");
	end(&world);
}

static void open_groups_are_shown(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", "staff", 20, 0);
	answered(&world, "m1", "u1", "leaders", 1, 0);
	answered(&world, "m3", "u2", "staff", 2, 0); /* withheld, but for the leaders */
	answered(&world, "m3", "u2", "leaders", 2, 0);
	answered(&world, "m2", "u3", "staff", 3, 0); /* the leaders would give the staff away */
	answered(&world, "m2", "u3", "leaders", 2, 0);
	decide(&world);
	SHOWN("u1", "leaders");
	SHOWN("u1", "staff");
	SHOWN("u2", "leaders");
	WITHHELD("u2", "staff");
	WITHHELD("u2", NULL);
	SHOWN("u3", NULL);
	WITHHELD("u3", "leaders");
	WITHHELD("u3", "staff");
	end(&world);
}

static void a_municipality_is_a_sum(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", NULL, 3, 0);
	answered(&world, "m1", "u2", NULL, 8, 0);
	answered(&world, "m1", "u3", NULL, 7, 0);
	answered(&world, "m2", "u4", NULL, 3, 0); /* two small ones hide each other */
	answered(&world, "m2", "u5", NULL, 2, 0);
	answered(&world, "m2", "u6", NULL, 7, 0);
	decide(&world);
	SHOWN("m1", NULL);
	WITHHELD("u1", NULL);
	WITHHELD("u3", NULL);
	SHOWN("u2", NULL);
	SHOWN("m2", NULL);
	SHOWN("u6", NULL);
	end(&world);
}

/* Four of the staff are left when the leaders of both units are shown. The third unit is shown as it is without slices. */
static void open_groups_give_nobody_in_withheld_units_away(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", "staff", 2, 0);
	answered(&world, "m1", "u1", "leaders", 1, 0);
	answered(&world, "m1", "u2", "staff", 2, 0);
	answered(&world, "m1", "u2", "leaders", 2, 0);
	answered(&world, "m1", "u3", "staff", 20, 0);
	decide(&world);
	SHOWN("m1", NULL);
	SHOWN("u3", NULL);
	WITHHELD("u1", NULL);
	WITHHELD("u2", NULL);
	WITHHELD("u1", "leaders");
	SHOWN("u2", "leaders");
	WITHHELD("m1", "leaders");
	end(&world);
}

/* The one unit's staff would be the municipality's less the others': its slices cannot be shown. */
static void a_slice_of_a_municipality_tells_of_no_unit(void **state)
{
	(void)state;
	struct world world;
	begin(&world);
	answered(&world, "m1", "u1", "staff", 3, 0);
	answered(&world, "m1", "u1", "night", 3, 0);
	answered(&world, "m1", "u2", "staff", 30, 0);
	answered(&world, "m1", "u2", "night", 20, 0);
	answered(&world, "m2", "u3", "staff", 30, 0);
	answered(&world, "m2", "u3", "night", 20, 0);
	decide(&world);
	SHOWN("u1", NULL);
	WITHHELD("u1", "staff");
	SHOWN("u2", "staff");
	SHOWN("u2", "night");
	SHOWN("m1", NULL);
	WITHHELD("m1", "staff");
	WITHHELD("m1", "night");
	SHOWN("m2", "staff");
	end(&world);
}

/* --- the attacker, who has every page and knows the rules --- */

enum { UNITS = 6, CELLS = UNITS * 4 };
static const char *const unit_names[UNITS] = {"u1", "u2", "u3", "u4", "u5", "u6"};
static const char *const group_names[4] = {"leaders", "staff", "night", NULL};

/* People who answered about one unit in one group: the smallest set that is counted. */
struct cell {
	size_t unit, group;
	uint64_t n[2];
	uint64_t pages; /* a bit for each group that is shown and has them in it */
};

static uint64_t splitmix(uint64_t *state)
{
	uint64_t x = *state += 0x9E3779B97F4A7C15u;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

/* Two municipalities of up to six units, with up to twelve people each; some leave out the second item. */
static size_t people(struct world *world, uint64_t *chance, struct cell *cells)
{
	size_t n = 0, units = 1 + splitmix(chance) % UNITS;
	for (size_t unit = 0; unit < units; unit++) {
		unsigned left = 1 + (unsigned)(splitmix(chance) % 12), kinds = 1 + (unsigned)(splitmix(chance) % 4);
		for (size_t group = 0; group < 4 && left > 0; group++) {
			unsigned here = kinds == 4 || group + 1 == kinds ? left : (unsigned)(splitmix(chance) % (left + 1));
			unsigned first = splitmix(chance) % 3 ? 0 : (unsigned)(splitmix(chance) % (here + 1));
			if (here > 0) {
				answered(world, unit % 2 && units > 3 ? "m2" : "m1", unit_names[unit], group_names[group],
					here - first, first);
				cells[n++] = (struct cell){unit, group, {here, here - first}, 0};
			}
			left -= here;
			if (group + 1 == kinds)
				break;
		}
	}
	return n;
}

static bool has_cell(const struct tp_tally_group *page, const struct cell *cell)
{
	struct tp_text group = tp_by_text(&page->slice, "group");
	bool in_slice = page->slice.type != TP_MAP ||
		(group_names[cell->group] && tp_text_is(group, group_names[cell->group]));
	if (!in_slice)
		return false;
	if (!page->units)
		return tp_text_is(page->subject, unit_names[cell->unit]);
	for (const struct tp_tally_group *unit = page->units; unit; unit = unit->next_unit)
		if (tp_text_is(unit->subject, unit_names[cell->unit]))
			return true;
	return false;
}

/* Whether a page shows just these, as it may of those who answer in the open. */
static bool is_shown_open(const struct tp_tally *wholes, const struct cell *cell)
{
	for (size_t i = 0; i < wholes->n; i++)
		if (wholes->groups[i]->open && !wholes->groups[i]->withheld && !wholes->groups[i]->units &&
			has_cell(wholes->groups[i], cell))
			return true;
	return false;
}

/* People that no page tells apart are one set. In a tree of sums these sets are all that can be worked out, and within
 * one any two may have answered the other way round. Counts the sets that are smaller than promised. */
static size_t exposed(const struct tp_tally *wholes, struct cell *cells, size_t n)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		cells[i].pages = 0;
	for (size_t page = 0; page < wholes->n; page++)
		for (size_t i = 0; !wholes->groups[page]->withheld && i < n; i++)
			if (has_cell(wholes->groups[page], &cells[i]))
				cells[i].pages |= 1ULL << page;
	for (size_t i = 0; i < n; i++)
		for (int item = 0; cells[i].pages && item < 2; item++) {
			uint64_t together = 0;
			for (size_t k = 0; k < n; k++)
				together += cells[k].pages == cells[i].pages ? cells[k].n[item] : 0;
			found += together > 0 && together < instrument.min_group && !is_shown_open(wholes, &cells[i]);
		}
	return found;
}

/* Two sets of people that pages tell of overlap only where one holds the other. */
static bool is_tree(const struct tp_tally *wholes, const struct cell *cells, size_t n)
{
	for (size_t one = 0; one < wholes->n; one++)
		for (size_t other = 0; other < one; other++) {
			bool both = false, left = false, right = false;
			for (size_t i = 0; i < n; i++) {
				/* What is shown by itself is known, and makes no difference. */
				bool known = false;
				for (size_t page = 0; page < wholes->n && !known; page++)
					known = !wholes->groups[page]->withheld && !wholes->groups[page]->units &&
						wholes->groups[page]->whole && has_cell(wholes->groups[page], &cells[i]);
				bool a = !known && has_cell(wholes->groups[one], &cells[i]);
				bool b = !known && has_cell(wholes->groups[other], &cells[i]);
				both |= a && b;
				left |= a && !b;
				right |= b && !a;
			}
			if (both && left && right && !wholes->groups[one]->withheld && !wholes->groups[other]->withheld)
				return false;
		}
	return true;
}

static void nobody_is_exposed(void **state)
{
	(void)state;
	uint64_t chance = 1;
	for (int round = 0; round < 6000; round++) {
		struct world world;
		struct cell cells[CELLS];
		begin(&world);
		size_t n = people(&world, &chance, cells);
		decide(&world);
		assert_true(world.wholes.n <= 64);
		if (exposed(&world.wholes, cells, n) != 0 || !is_tree(&world.wholes, cells, n))
			fail_msg("world %d", round);
		end(&world);
	}
}

/* Which of the rules withholds a group that is large enough by itself: 0 that of slices, 1 of units, 2 of the slices of
 * municipalities, 3 none. */
static int rule_of(const struct tp_tally_group *group)
{
	if (tp_tally_smallest(group) < instrument.min_group || !group->withheld)
		return 3;
	if (group->whole)
		return group->units ? 2 : group->whole->withheld ? 3 : 0;
	return group->units ? 3 : 1;
}

/* The attacker is no straw man: whichever rule is taken back, they find many. */
static void without_a_rule_many_are_exposed(void **state)
{
	(void)state;
	uint64_t chance = 1;
	size_t found[4] = {0};
	for (int round = 0; round < 1000; round++) {
		struct world world;
		struct cell cells[CELLS];
		begin(&world);
		size_t n = people(&world, &chance, cells);
		decide(&world);
		for (size_t i = 0; i < world.wholes.n; i++) {
			struct tp_tally_group *group = world.wholes.groups[i];
			int rule = rule_of(group);
			if (rule == 3)
				continue;
			group->withheld = false;
			found[rule] += exposed(&world.wholes, cells, n);
			group->withheld = true;
		}
		end(&world);
	}
	for (int rule = 0; rule < 3; rule++)
		assert_true(found[rule] > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_smallest_item_decides),
		cmocka_unit_test(who_gave_no_answer_is_seen_as_well),
		cmocka_unit_test(a_small_slice_takes_the_next_with_it),
		cmocka_unit_test(those_without_a_group_are_hidden_too),
		cmocka_unit_test(open_groups_are_shown),
		cmocka_unit_test(a_municipality_is_a_sum),
		cmocka_unit_test(open_groups_give_nobody_in_withheld_units_away),
		cmocka_unit_test(a_slice_of_a_municipality_tells_of_no_unit),
		cmocka_unit_test(nobody_is_exposed),
		cmocka_unit_test(without_a_rule_many_are_exposed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
