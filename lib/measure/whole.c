#include "tp/whole.h"

struct maker {
	struct tp_tally *wholes;
	const struct tp_by *by;
	const struct tp_whole_facts *facts;
	struct tp_err *err;
	/* The subject at hand. */
	const struct tp_record *unit; /* its record, where it is a unit and has one */
	struct tp_tally_group *whole;
};

static bool has_record(const struct maker *maker, struct tp_text kind, struct tp_text subject)
{
	enum tp_kind found = tp_kind_find(kind);
	return found != TP_KIND_other && tp_set_find(maker->facts->set, found, subject);
}

/* The kind of the subject: the instrument's only one; of several the one that it has a record of, or is known for. */
static struct tp_text kind_of(const struct maker *maker, const struct tp_instrument *instrument, struct tp_text subject)
{
	struct tp_text kinds[8] = {{0}}, rest = instrument->subject;
	size_t n = 0;
	while (rest.ptr && n < sizeof kinds / sizeof *kinds) {
		struct tp_text word = tp_text_split(&rest, " ");
		if (!tp_text_is(word, "or"))
			kinds[n++] = word;
	}
	for (size_t i = 0; n > 1 && i < n; i++)
		if (has_record(maker, kinds[i], subject))
			return kinds[i];
	for (size_t i = 0; n > 1 && i < n; i++)
		if (tp_text_is(kinds[i], "municipality") && maker->facts->is_municipality(subject))
			return kinds[i];
	return kinds[0];
}

/* A group of the subject at hand; counts: what it may borrow, or NULL. */
static struct tp_tally_group *add_group(const struct maker *maker, const struct tp_tally_group *like,
	const struct tp_value *slice, uint64_t *counts)
{
	struct tp_tally_group key = *like;
	if (maker->whole)
		key.kind = maker->whole->kind;
	key.slice = slice ? *slice : (struct tp_value){.type = TP_ABSENT};
	key.counts = counts;
	return tp_tally_at(maker->wholes, &key, maker->err);
}

static void link_slice(struct tp_tally_group *whole, struct tp_tally_group *slice)
{
	if (slice->whole)
		return;
	slice->whole = whole;
	slice->next_slice = whole->slices;
	whole->slices = slice;
}

static bool is_open(const struct tp_instrument *instrument, const struct tp_value *slice)
{
	const struct tp_group *group = tp_instrument_group(instrument, tp_by_text(slice, "group"));
	return group && group->open;
}

/* The municipality's group that a unit's group is added to, sliced likewise. */
static int add_to_municipality(const struct maker *maker, struct tp_tally_group *part)
{
	struct tp_tally_group key = *part;
	key.kind = tp_text_of("municipality");
	key.subject = tp_record_id(maker->unit, TP_unit_municipality);
	key.counts = NULL;
	struct tp_tally_group *sum = tp_tally_at(maker->wholes, &key, maker->err);
	if (!sum)
		return -1;
	tp_tally_sum(sum, part);
	part->municipality = sum;
	part->next_unit = sum->units;
	sum->units = part;
	if (part->whole) {
		sum->open = part->open;
		link_slice(part->whole->municipality, sum);
	}
	return 0;
}

static bool has_municipality(const struct maker *maker)
{
	return maker->unit && tp_text_is(maker->whole->instrument->subject, "unit");
}

static int make_slice(const struct maker *maker, const struct tp_tally_group *counted)
{
	struct tp_by_slice slice = {0};
	if (!tp_by_whole(maker->by, &counted->slice, maker->unit, &slice))
		return 0;
	struct tp_tally_group *group = add_group(maker, counted, &slice.value, counted->counts);
	if (!group)
		return -1;
	group->open = is_open(group->instrument, &group->slice);
	link_slice(maker->whole, group);
	return has_municipality(maker) ? add_to_municipality(maker, group) : 0;
}

/* One subject: all that was counted of it stands together, n groups. */
static int make_subject(struct maker *maker, struct tp_tally_group *const *counted, size_t n)
{
	struct tp_tally_group like = *counted[0];
	like.kind = kind_of(maker, like.instrument, like.subject);
	maker->unit = tp_text_is(like.kind, "unit") ? tp_set_find(maker->facts->set, TP_KIND_unit, like.subject) : NULL;
	maker->whole = NULL;
	maker->whole = add_group(maker, &like, NULL, n == 1 ? like.counts : NULL);
	if (!maker->whole)
		return -1;
	for (size_t i = 0; n > 1 && i < n; i++)
		tp_tally_sum(maker->whole, counted[i]);
	if (has_municipality(maker) && add_to_municipality(maker, maker->whole) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (make_slice(maker, counted[i]) < 0)
			return -1;
	return 0;
}

static bool is_same_subject(const struct tp_tally_group *a, const struct tp_tally_group *b)
{
	return a->instrument == b->instrument && tp_text_compare(a->round, b->round) == 0 &&
		tp_text_compare(a->subject, b->subject) == 0;
}

int tp_whole_make(struct tp_tally *wholes, const struct tp_tally *counted, const struct tp_by *by,
	const struct tp_whole_facts *facts, struct tp_err *err)
{
	struct maker maker = {.wholes = wholes, .by = by, .facts = facts, .err = err};
	for (size_t i = 0, n; i < counted->n; i += n) {
		for (n = 1; i + n < counted->n && is_same_subject(counted->groups[i], counted->groups[i + n]);)
			n++;
		if (make_subject(&maker, counted->groups + i, n) < 0)
			return -1;
	}
	tp_tally_sort(wholes);
	return 0;
}
