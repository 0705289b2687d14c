#include "tp/suppress.h"

#include "tp/limits.h"

/* How many people answered each item, and met it otherwise, of several groups together. */
struct heads {
	size_t items;
	uint64_t answers[TP_ITEMS_MAX], others[TP_ITEMS_MAX];
};

static void begin(struct heads *heads, const struct tp_tally_group *group)
{
	heads->items = group->instrument->items_n;
	for (size_t i = 0; i < heads->items; i++)
		heads->answers[i] = heads->others[i] = 0;
}

static void add(struct heads *heads, const struct tp_tally_group *group)
{
	for (size_t i = 0; i < heads->items; i++) {
		heads->answers[i] += tp_tally_answers(group, i);
		heads->others[i] += tp_tally_others(group, i);
	}
}

static void take_away(struct heads *heads, const struct tp_tally_group *group)
{
	for (size_t i = 0; i < heads->items; i++) {
		heads->answers[i] -= tp_tally_answers(group, i);
		heads->others[i] -= tp_tally_others(group, i);
	}
}

/* Where nobody answered, who said "don't know" and who said "does not apply" is to be seen; where nobody met the item,
 * nobody is. */
static bool is_few(const struct heads *heads, unsigned least)
{
	for (size_t i = 0; i < heads->items; i++) {
		uint64_t n = heads->answers[i] > 0 ? heads->answers[i] : heads->others[i];
		if (n > 0 && n < least)
			return true;
	}
	return false;
}

static bool is_small(const struct tp_tally_group *group, unsigned least)
{
	uint64_t smallest = tp_tally_smallest(group);
	return smallest > 0 && smallest < least;
}

/* The one to withhold next of two that are shown: not an open group's, then the smaller, then the first. */
static struct tp_tally_group *next(struct tp_tally_group *a, struct tp_tally_group *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->open != b->open)
		return a->open ? b : a;
	uint64_t left = tp_tally_smallest(a), right = tp_tally_smallest(b);
	if (left != right)
		return left < right ? a : b;
	return tp_tally_compare(a, b) < 0 ? a : b;
}

/* --- subjects and municipalities --- */

/* Withholds the smallest units that are shown while those that are not are few together. False: there is no other, and
 * the municipality is withheld. Open groups count like any: what is shown of units is the same with slices and without. */
static bool protect_units(struct tp_tally_group *municipality, unsigned least)
{
	struct heads hidden;
	begin(&hidden, municipality);
	for (const struct tp_tally_group *unit = municipality->units; unit; unit = unit->next_unit)
		if (unit->withheld)
			add(&hidden, unit);
	while (is_few(&hidden, least)) {
		struct tp_tally_group *smallest = NULL;
		for (struct tp_tally_group *unit = municipality->units; unit; unit = unit->next_unit)
			if (!unit->withheld)
				smallest = next(smallest, unit);
		if (!smallest) {
			municipality->withheld = true;
			return false;
		}
		smallest->withheld = true;
		add(&hidden, smallest);
	}
	return true;
}

/* The smallest slice of an open group that is shown of a unit that is not; NULL: there is none. */
static struct tp_tally_group *smallest_open(const struct tp_tally_group *municipality)
{
	struct tp_tally_group *smallest = NULL;
	for (const struct tp_tally_group *unit = municipality->units; unit; unit = unit->next_unit)
		for (struct tp_tally_group *slice = unit->withheld ? unit->slices : NULL; slice; slice = slice->next_slice)
			if (slice->open && !slice->withheld)
				smallest = next(smallest, slice);
	return smallest;
}

/* Withholds open groups of the withheld units of a municipality that is shown, while the others in these units are few
 * together. */
static void protect_beside_open(struct tp_tally_group *municipality, unsigned least)
{
	struct heads hidden;
	begin(&hidden, municipality);
	for (const struct tp_tally_group *unit = municipality->units; unit; unit = unit->next_unit) {
		if (unit->withheld)
			add(&hidden, unit);
		for (const struct tp_tally_group *slice = unit->slices; unit->withheld && slice; slice = slice->next_slice)
			if (slice->open && !slice->withheld)
				take_away(&hidden, slice);
	}
	for (struct tp_tally_group *slice; is_few(&hidden, least) && (slice = smallest_open(municipality));) {
		slice->withheld = true;
		add(&hidden, slice);
	}
}

/* --- slices --- */

/* Withholds more of a shown subject's slices while those that are, with `hidden` already in them, are few together. */
static void protect_slices(struct tp_tally_group *whole, struct heads *hidden, unsigned least,
	void (*add_slice)(struct heads *hidden, const struct tp_tally_group *slice))
{
	while (is_few(hidden, least)) {
		struct tp_tally_group *smallest = NULL;
		for (struct tp_tally_group *slice = whole->slices; slice; slice = slice->next_slice)
			if (!slice->withheld)
				smallest = next(smallest, slice);
		if (!smallest)
			return;
		smallest->withheld = true;
		add_slice(hidden, smallest);
	}
}

/* Adds the answers of a subject that belong to no slice. */
static void add_unsliced(struct heads *heads, const struct tp_tally_group *whole)
{
	add(heads, whole);
	for (const struct tp_tally_group *slice = whole->slices; slice; slice = slice->next_slice)
		take_away(heads, slice);
}

static void suppress_slices(struct tp_tally_group *whole, unsigned least)
{
	struct heads hidden;
	begin(&hidden, whole);
	if (whole->slices)
		add_unsliced(&hidden, whole);
	for (struct tp_tally_group *slice = whole->slices; slice; slice = slice->next_slice) {
		slice->withheld |= !slice->open && (whole->withheld || is_small(slice, least));
		if (slice->withheld)
			add(&hidden, slice);
	}
	if (!whole->withheld)
		protect_slices(whole, &hidden, least, add);
}

/* --- slices of a municipality, when those of its units are decided --- */

/* Adds those in a municipality's slice whose unit is withheld, and they with it. */
static void add_buried(struct heads *heads, const struct tp_tally_group *slice)
{
	for (const struct tp_tally_group *part = slice->units; part; part = part->next_unit)
		if (part->withheld && part->whole->withheld)
			add(heads, part);
}

/* Whether a municipality's slice would tell of a unit what the unit, which is shown, does not. */
static bool betrays(const struct tp_tally_group *slice, unsigned least)
{
	struct heads buried;
	begin(&buried, slice);
	add_buried(&buried, slice);
	for (const struct tp_tally_group *part = slice->units; part; part = part->next_unit)
		if (part->withheld && !part->whole->withheld)
			return true;
	return is_few(&buried, least);
}

static void suppress_municipality_slices(struct tp_tally_group *whole, unsigned least)
{
	struct heads hidden;
	begin(&hidden, whole);
	for (const struct tp_tally_group *unit = whole->units; unit && whole->slices; unit = unit->next_unit)
		if (unit->withheld)
			add_unsliced(&hidden, unit);
	for (struct tp_tally_group *slice = whole->slices; slice; slice = slice->next_slice) {
		slice->withheld |= (!slice->open && (whole->withheld || is_small(slice, least))) || betrays(slice, least);
		if (slice->withheld)
			add_buried(&hidden, slice);
	}
	if (!whole->withheld)
		protect_slices(whole, &hidden, least, add_buried);
}

void tp_suppress(struct tp_tally *wholes, unsigned min_group)
{
	for (size_t i = 0; i < wholes->n; i++) {
		struct tp_tally_group *group = wholes->groups[i];
		if (!group->whole)
			group->withheld |= is_small(group, min_group ? min_group : group->instrument->min_group);
	}
	/* Municipalities first, for they may cost a unit all its slices; their own slices last. */
	for (int turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < wholes->n; i++) {
			struct tp_tally_group *group = wholes->groups[i];
			unsigned least = min_group ? min_group : group->instrument->min_group;
			if (group->whole || group->left_out)
				continue;
			if (turn == 0 && group->units && !group->withheld && protect_units(group, least))
				protect_beside_open(group, least);
			else if (turn == 1 && !group->units)
				suppress_slices(group, least);
			else if (turn == 2 && group->units)
				suppress_municipality_slices(group, least);
		}
}
