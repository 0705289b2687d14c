/*
 * The facts of a run, kept: each thing once, sorted, found by id and by what
 * it belongs to. Order of input leaves no trace in it.
 */
#ifndef TP_SET_H
#define TP_SET_H

#include "tp/map.h"
#include "tp/record.h"

enum { TP_SET_INDEXES = 8 };

struct tp_set {
	struct tp_arena arena;
	struct tp_set_list {
		struct tp_record **items;
		size_t n, capacity;
	} kinds[TP_KINDS];
	struct tp_map identities;
	struct tp_set_entry *entries; /* by identity number */
	size_t entries_capacity;
	struct tp_set_index {
		enum tp_field field;
		struct tp_record **items; /* those that have the field, in its order */
		size_t n;
	} indexes[TP_SET_INDEXES];
	size_t indexes_n;
};

/* Copies the record in. A record equal but for `at` counts once. Two of one identity and different content: the one
 * with the later `updated`, or -1 with TP_DATA that names both places. */
int tp_set_add(struct tp_set *set, const struct tp_record *record, struct tp_err *err);

/* After the last add: sorts. 0. */
void tp_set_close(struct tp_set *set);

/* All of a kind, sorted by identity, bytewise. */
struct tp_record *const *tp_set_all(const struct tp_set *set, enum tp_kind kind, size_t *n);

/* The record of a kind with this id (its first key field), or NULL. */
const struct tp_record *tp_set_find(const struct tp_set *set, enum tp_kind kind, struct tp_text id);

/* Those of a kind whose first key field is this id: an initiative's milestones, roles, feedback … */
struct tp_record *const *tp_set_of(const struct tp_set *set, enum tp_kind kind, struct tp_text id, size_t *n);

/* After the close: lets tp_set_by find by a field that is no key; once is enough. 0, or -1 for memory. */
int tp_set_index(struct tp_set *set, enum tp_field field, struct tp_err *err);

/* Those of the field's kind in which it, an id or a text, is this: a unit's initiatives. Sorted as all of the kind. The
 * field has been indexed. */
struct tp_record *const *tp_set_by(const struct tp_set *set, enum tp_field field, struct tp_text id, size_t *n);

/* All of the field's kind that have it, sorted by it. The field has been indexed. */
struct tp_record *const *tp_set_sorted(const struct tp_set *set, enum tp_field field, size_t *n);

/* Those that equal the record, which is in the set or of its kind, in their first `keys` key fields. */
struct tp_record *const *tp_set_like(const struct tp_set *set, const struct tp_record *record, size_t keys, size_t *n);

void tp_set_free(struct tp_set *set);

#endif
