/*
 * What records refer to by id, held against what records define once all have
 * been read: what nothing defines is misspelt, or its file is missing. Keeps
 * each id once, and where it was first asked for.
 */
#ifndef TP_REFS_H
#define TP_REFS_H

#include "tp/map.h"
#include "tp/record.h"
#include "tp/shelf.h"
#include "tp/unique.h"

struct tp_refs {
	struct tp_map defined, asked; /* kind and id; kinds and id */
	struct tp_ref *refs;          /* by number in asked */
	size_t capacity;
	size_t told;
	struct tp_buf key;
};

/* A municipality's name as the scope or subject of a fact that may be of one ("Næstved") becomes its id. -1: memory. */
int tp_refs_settle(struct tp_shelf *shelf, struct tp_arena *arena, struct tp_record *record, struct tp_err *err);

/* Takes note of what a fact defines and refers to. -1: memory. */
int tp_refs_add(struct tp_refs *refs, struct tp_shelf *shelf, const struct tp_record *record,
	struct tp_unique_place place, struct tp_err *err);

/* After the last fact: what is built in is defined, too (technologies; the 98 municipalities always are). -1: memory. */
int tp_refs_close(struct tp_refs *refs, struct tp_err *err);

/* Then: the next reference that nothing defines, in order of first sight: true, bad says what was expected
 * (the first TP_BAD_TOLD with what was perhaps meant). *next begins at 0. */
bool tp_refs_fault(struct tp_refs *refs, size_t *next, struct tp_unique_place *place, struct tp_err *bad);

void tp_refs_free(struct tp_refs *refs);

#endif
