#include "tp/set.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/limits.h"

/* What was said of one thing: the latest stands in its kind's list. The others are kept, for whether two of them
 * conflict must not depend on which of the three came first. */
struct tp_set_version {
	struct tp_record *record;
	struct tp_set_version *next;
};

struct tp_set_entry {
	struct tp_set_version *versions;
	size_t place; /* in its kind's list */
};

static int grow(void **items, size_t size, size_t n, size_t *capacity, struct tp_err *err)
{
	if (n < *capacity)
		return 0;
	size_t more = *capacity ? *capacity * 2 : 64;
	void *moved = reallocarray(*items, more, size);
	if (!moved)
		return tp_err_memory(err);
	*items = moved;
	*capacity = more;
	return 0;
}

/* Kind and identity as one key. */
static long intern(struct tp_set *set, const struct tp_record *record, bool *is_new, struct tp_err *err)
{
	struct tp_buf key = {0};
	tp_buf_add_string(&key, record->name.len ? tp_kind_info(record->kind)->name : "");
	tp_buf_add_char(&key, '\0');
	tp_record_identity(record, &key);
	long number = key.failed ? -1 : tp_map_add(&set->identities, (struct tp_text){key.ptr, key.len}, is_new);
	tp_buf_free(&key);
	return number < 0 ? tp_err_memory(err) : number;
}

static int same_content(const struct tp_record *a, const struct tp_record *b, bool *same, struct tp_err *err)
{
	struct tp_buf left = {0}, right = {0};
	tp_record_content(a, &left);
	tp_record_content(b, &right);
	bool failed = left.failed || right.failed;
	*same = left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
	tp_buf_free(&left);
	tp_buf_free(&right);
	return failed ? tp_err_memory(err) : 0;
}

static int conflict(const struct tp_record *old, const struct tp_record *new, struct tp_err *err)
{
	const struct tp_text *at = old->at.type == TP_TEXT ? &old->at.text : NULL;
	char place[300];
	if (at)
		snprintf(place, sizeof place, "%.*s", (int)(at->len < 280 ? at->len : 280), at->ptr);
	else
		snprintf(place, sizeof place, "%.250s:%lu", old->source ? old->source : "-", old->row);
	tp_err_set(err, TP_DATA,
		"%s is the same thing as the one at %s but says something else: keep one of them, or give both a date in "
		"`updated` (last week's file beside this week's is the usual cause)",
		tp_kind_info(new->kind)->name, place);
	return tp_err_at(err, new->source, new->row, NULL);
}

/* Keeps the record; of several that differ the one with the latest `updated` stands. */
static int keep(struct tp_set *set, struct tp_set_entry *entry, const struct tp_record *record, struct tp_err *err)
{
	struct tp_set_version *version = tp_arena_alloc(&set->arena, sizeof *version);
	if (!version)
		return tp_err_memory(err);
	if (tp_record_copy(&set->arena, record, &version->record, err) < 0)
		return -1;
	struct tp_set_list *list = &set->kinds[record->kind];
	if (!entry->versions)
		entry->place = list->n++;
	if (!entry->versions || record->updated.day > list->items[entry->place]->updated.day)
		list->items[entry->place] = version->record;
	version->next = entry->versions;
	entry->versions = version;
	return 0;
}

int tp_set_add(struct tp_set *set, const struct tp_record *record, struct tp_err *err)
{
	struct tp_set_list *list = &set->kinds[record->kind];
	bool is_new = false;
	/* Room first: an identity that has a number has an entry. */
	if (grow((void **)&set->entries, sizeof *set->entries, set->identities.n, &set->entries_capacity, err) < 0 ||
		grow((void **)&list->items, sizeof *list->items, list->n, &list->capacity, err) < 0)
		return -1;
	long number = intern(set, record, &is_new, err);
	if (number < 0)
		return -1;
	struct tp_set_entry *entry = &set->entries[number];
	size_t versions = 0;
	if (is_new)
		*entry = (struct tp_set_entry){0};
	if (number >= TP_RECORDS_MAX) {
		tp_err_set(err, TP_DATA, "more than %d facts and results: look at them in parts", TP_RECORDS_MAX);
		return tp_err_at(err, record->source, record->row, NULL);
	}
	for (const struct tp_set_version *old = entry->versions; old; old = old->next) {
		bool same;
		if (same_content(old->record, record, &same, err) < 0)
			return -1;
		if (same)
			return 0;
		if (old->record->updated.type != TP_DAY || record->updated.type != TP_DAY ||
			old->record->updated.day == record->updated.day)
			return conflict(old->record, record, err);
		versions++;
	}
	if (versions == TP_VERSIONS_MAX) {
		tp_err_set(err, TP_DATA, "the same thing is said with more than %d dates: leave old files out", TP_VERSIONS_MAX);
		return tp_err_at(err, record->source, record->row, NULL);
	}
	return keep(set, entry, record, err);
}

/* The order of two records of a kind by their first `keys` key fields. */
static int compare_keys(const struct tp_record *a, const struct tp_record *b, size_t keys)
{
	const struct tp_kind_info *info = tp_kind_info(a->kind);
	size_t n = tp_kind_fields(a->kind);
	for (size_t i = 0; keys > 0 && i < n; i++) {
		if (!(tp_field_info(info->first + (enum tp_field)i)->flags & TP_KEY))
			continue;
		int order = tp_value_compare(&a->v[i], &b->v[i]);
		if (order != 0)
			return order;
		keys--;
	}
	return 0;
}

static int by_identity(const void *a, const void *b)
{
	const struct tp_record *left = *(struct tp_record *const *)a, *right = *(struct tp_record *const *)b;
	int order = compare_keys(left, right, SIZE_MAX);
	if (order == 0)
		order = tp_text_compare(left->by, right->by);
	if (order == 0)
		order = tp_text_compare(left->analysis, right->analysis);
	/* A kind without keys is told apart by all it says. */
	size_t n = tp_kind_fields(left->kind);
	for (size_t i = 0; order == 0 && i < n; i++)
		order = tp_value_compare(&left->v[i], &right->v[i]);
	return order;
}

void tp_set_close(struct tp_set *set)
{
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		if (set->kinds[kind].n > 1)
			qsort(set->kinds[kind].items, set->kinds[kind].n, sizeof *set->kinds[kind].items, by_identity);
}

struct tp_record *const *tp_set_all(const struct tp_set *set, enum tp_kind kind, size_t *n)
{
	*n = set->kinds[kind].n;
	return set->kinds[kind].items;
}

/* The first record that comes after all that equal this one, or, if not `after`, the first that equals it. */
static size_t search(const struct tp_set_list *list, const struct tp_record *record, size_t keys, size_t low, bool after)
{
	size_t high = list->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_keys(list->items[middle], record, keys);
		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct tp_record *const *tp_set_like(const struct tp_set *set, const struct tp_record *record, size_t keys, size_t *n)
{
	const struct tp_set_list *list = &set->kinds[record->kind];
	size_t first = search(list, record, keys, 0, false);
	*n = search(list, record, keys, first, true) - first;
	return list->items ? list->items + first : NULL;
}

struct tp_record *const *tp_set_of(const struct tp_set *set, enum tp_kind kind, struct tp_text id, size_t *n)
{
	struct tp_record like;
	enum tp_field key = tp_kind_info(kind)->first;
	while (!(tp_field_info(key)->flags & TP_KEY))
		key++;
	tp_record_init(&like, kind);
	*tp_record_slot(&like, key) = tp_value_text(id);
	return tp_set_like(set, &like, 1, n);
}

const struct tp_record *tp_set_find(const struct tp_set *set, enum tp_kind kind, struct tp_text id)
{
	size_t n;
	struct tp_record *const *found = tp_set_of(set, kind, id, &n);
	return n ? found[0] : NULL;
}

/* --- by a field that is no key --- */

/* A record and what it is sorted by: the field, then its place among all. */
struct pointer {
	const struct tp_value *value;
	size_t place;
};

static int by_value(const void *a, const void *b)
{
	const struct pointer *left = a, *right = b;
	int order = tp_value_compare(left->value, right->value);
	return order != 0 ? order : left->place < right->place ? -1 : left->place > right->place;
}

int tp_set_index(struct tp_set *set, enum tp_field field, struct tp_err *err)
{
	const struct tp_set_list *list = &set->kinds[tp_field_info(field)->kind];
	struct tp_set_index *index = set->indexes;
	for (; index < set->indexes + set->indexes_n; index++)
		if (index->field == field)
			return 0;
	assert(set->indexes_n < TP_SET_INDEXES);
	struct pointer *pointers = reallocarray(NULL, list->n + 1, sizeof *pointers);
	*index = (struct tp_set_index){field, reallocarray(NULL, list->n + 1, sizeof(struct tp_record *)), 0};
	if (!pointers || !index->items) {
		free(pointers);
		free(index->items);
		return tp_err_memory(err);
	}
	for (size_t i = 0; i < list->n; i++)
		if (tp_record_has(list->items[i], field))
			pointers[index->n++] = (struct pointer){tp_record_value(list->items[i], field), i};
	if (index->n > 1)
		qsort(pointers, index->n, sizeof *pointers, by_value);
	for (size_t i = 0; i < index->n; i++)
		index->items[i] = list->items[pointers[i].place];
	free(pointers);
	set->indexes_n++;
	return 0;
}

/* The first place at which the order of the field is at least `order`, as search. */
static size_t first_with(const struct tp_set_index *index, struct tp_text id, int order)
{
	size_t low = 0, high = index->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tp_text_compare(tp_record_id(index->items[middle], index->field), id) < order)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct tp_set_index *find_index(const struct tp_set *set, enum tp_field field)
{
	const struct tp_set_index *index = set->indexes;
	while (index < set->indexes + set->indexes_n && index->field != field)
		index++;
	assert(index < set->indexes + set->indexes_n);
	return index;
}

struct tp_record *const *tp_set_sorted(const struct tp_set *set, enum tp_field field, size_t *n)
{
	const struct tp_set_index *index = find_index(set, field);
	*n = index->n;
	return index->items;
}

struct tp_record *const *tp_set_by(const struct tp_set *set, enum tp_field field, struct tp_text id, size_t *n)
{
	const struct tp_set_index *index = find_index(set, field);
	size_t low = first_with(index, id, 0), high = first_with(index, id, 1);
	*n = high - low;
	return index->items + low;
}

void tp_set_free(struct tp_set *set)
{
	for (size_t i = 0; i < set->indexes_n; i++)
		free(set->indexes[i].items);
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		free(set->kinds[kind].items);
	free(set->entries);
	tp_map_free(&set->identities);
	tp_arena_free(&set->arena);
	memset(set, 0, sizeof *set);
}
