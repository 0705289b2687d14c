#include "tp/tally.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tp/limits.h"

enum { FIRST_GROUPS = 32, OTHER_ANSWERS = 3 /* blank, dk, na */ };

/* Parts end in NUL, which none of them can hold, so that they cannot run into each other. */
static void add_part(struct tp_buf *key, struct tp_text part)
{
	tp_buf_add(key, part.ptr, part.len);
	tp_buf_add_char(key, '\0');
}

static bool grow(struct tp_tally *tally)
{
	if (tally->n < tally->capacity)
		return true;
	size_t capacity = tally->capacity ? tally->capacity * 2 : FIRST_GROUPS;
	struct tp_tally_group **groups = tp_arena_array(&tally->arena, capacity, sizeof(struct tp_tally_group *));
	if (!groups)
		return false;
	if (tally->n > 0)
		memcpy(groups, tally->groups, tally->n * sizeof(struct tp_tally_group *));
	tally->groups = groups;
	tally->capacity = capacity;
	return true;
}

/* Counts of the group's own, or those it borrows. */
static bool set_counts(struct tp_tally *tally, struct tp_tally_group *group, uint64_t *borrowed)
{
	size_t n = group->instrument->items_n * (group->instrument->steps + OTHER_ANSWERS);
	group->counts = borrowed ? borrowed : tp_arena_array(&tally->arena, n, sizeof *group->counts);
	return group->counts;
}

/* The key is added last: a key whose group could not be made would number all later groups wrongly. */
static struct tp_tally_group *make_group(struct tp_tally *tally, const struct tp_tally_group *like, struct tp_text key)
{
	struct tp_err ignored = {0};
	struct tp_tally_group *group = tp_arena_alloc(&tally->arena, sizeof *group);
	if (!group || !grow(tally))
		return NULL;
	group->instrument = like->instrument;
	group->round = tp_text_copy(&tally->arena, like->round);
	group->kind = tp_text_copy(&tally->arena, like->kind);
	group->subject = tp_text_copy(&tally->arena, like->subject);
	if (!group->round.ptr || !group->kind.ptr || !group->subject.ptr ||
		tp_value_copy(&tally->arena, &like->slice, &group->slice, &ignored) < 0 ||
		!set_counts(tally, group, like->counts) || tp_map_add(&tally->keys, key, NULL) < 0)
		return NULL;
	tally->groups[tally->n++] = group;
	return group;
}

static bool is_at(const struct tp_tally_group *group, const struct tp_tally_group *like)
{
	return group->instrument == like->instrument && tp_text_equal(group->subject, like->subject) &&
		tp_text_equal(group->round, like->round) && tp_text_equal(group->kind, like->kind) &&
		tp_value_equal(&group->slice, &like->slice);
}

struct tp_tally_group *tp_tally_at(struct tp_tally *tally, const struct tp_tally_group *like, struct tp_err *err)
{
	struct tp_tally_group *group = tally->last; /* as respondents and subjects mostly stand together */
	struct tp_buf *key = &tally->key;
	if (group && is_at(group, like))
		return group;
	group = NULL;
	tp_buf_reset(key);
	add_part(key, like->instrument->id);
	add_part(key, like->round);
	add_part(key, like->kind);
	add_part(key, like->subject);
	tp_value_canonical(&like->slice, key);
	if (!key->failed) {
		struct tp_text text = {key->ptr, key->len};
		long number = tp_map_find(&tally->keys, text);
		if (number == TP_MAP_NONE && tally->n == TP_GROUPS_MAX)
			tp_err_set(err, TP_DATA, "more than %d groups of answers, each a subject in a round and a slice: score them in "
				"parts, or by fewer fields", TP_GROUPS_MAX);
		else
			group = number == TP_MAP_NONE ? make_group(tally, like, text) : tally->groups[number];
	}
	tally->last = group;
	if (!group)
		tp_err_memory(err);
	return group;
}

struct tp_tally_group *tp_tally_group(struct tp_tally *tally, const struct tp_instrument *instrument,
	struct tp_text round, struct tp_text subject, struct tp_err *err)
{
	struct tp_tally_group key = {.instrument = instrument, .round = round, .subject = subject};
	return tp_tally_at(tally, &key, err);
}

static uint64_t *slot(const struct tp_tally_group *group, size_t item, long answer)
{
	size_t steps = group->instrument->steps;
	assert(item < group->instrument->items_n && answer >= TP_ANSWER_NA && answer < (long)steps);
	size_t at = answer >= 0 ? (size_t)answer : steps + (size_t)(TP_ANSWER_BLANK - answer);
	return &group->counts[item * (steps + OTHER_ANSWERS) + at];
}

void tp_tally_add(struct tp_tally_group *group, size_t item, long answer)
{
	++*slot(group, item, answer);
}

void tp_tally_add_many(struct tp_tally_group *group, size_t item, long answer, uint64_t times)
{
	*slot(group, item, answer) += times;
}

uint64_t tp_tally_count(const struct tp_tally_group *group, size_t item, long answer)
{
	return *slot(group, item, answer);
}

void tp_tally_sum(struct tp_tally_group *to, const struct tp_tally_group *from)
{
	size_t n = to->instrument->items_n * (to->instrument->steps + OTHER_ANSWERS);
	for (size_t i = 0; i < n; i++)
		to->counts[i] += from->counts[i];
}

uint64_t tp_tally_answers(const struct tp_tally_group *group, size_t item)
{
	const uint64_t *counts = slot(group, item, 0);
	uint64_t n = 0;
	for (size_t k = 0; k < group->instrument->steps; k++)
		n += counts[k];
	return n;
}

uint64_t tp_tally_others(const struct tp_tally_group *group, size_t item)
{
	return tp_tally_count(group, item, TP_ANSWER_BLANK) + tp_tally_count(group, item, TP_ANSWER_DK) +
		tp_tally_count(group, item, TP_ANSWER_NA);
}

uint64_t tp_tally_respondents(const struct tp_tally_group *group)
{
	uint64_t most = 0;
	for (size_t item = 0; item < group->instrument->items_n; item++) {
		uint64_t here = tp_tally_answers(group, item) + tp_tally_count(group, item, TP_ANSWER_DK) +
				tp_tally_count(group, item, TP_ANSWER_NA);
		most = here > most ? here : most;
	}
	return most;
}

uint64_t tp_tally_smallest(const struct tp_tally_group *group)
{
	uint64_t least = 0;
	for (size_t item = 0; item < group->instrument->items_n; item++) {
		uint64_t answers = tp_tally_answers(group, item), n = answers > 0 ? answers : tp_tally_others(group, item);
		if (n > 0 && (least == 0 || n < least))
			least = n;
	}
	return least;
}

int tp_tally_compare(const struct tp_tally_group *a, const struct tp_tally_group *b)
{
	int order = tp_text_compare(a->instrument->id, b->instrument->id);
	if (order == 0)
		order = tp_text_compare(a->round, b->round);
	if (order == 0)
		order = tp_text_compare(a->kind, b->kind);
	if (order == 0)
		order = tp_text_compare(a->subject, b->subject);
	return order ? order : tp_value_compare(&a->slice, &b->slice);
}

static int compare(const void *a, const void *b)
{
	return tp_tally_compare(*(struct tp_tally_group *const *)a, *(struct tp_tally_group *const *)b);
}

void tp_tally_sort(struct tp_tally *tally)
{
	tp_map_free(&tally->keys);
	if (tally->n > 0)
		qsort(tally->groups, tally->n, sizeof(struct tp_tally_group *), compare);
}

struct tp_tally_group *tp_tally_find(const struct tp_tally *tally, const struct tp_tally_group *key)
{
	size_t low = 0, high = tally->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = tp_tally_compare(tally->groups[middle], key);
		if (order == 0)
			return tally->groups[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void tp_tally_free(struct tp_tally *tally)
{
	tp_map_free(&tally->keys);
	tp_buf_free(&tally->key);
	tp_arena_free(&tally->arena);
	*tally = (struct tp_tally){0};
}
