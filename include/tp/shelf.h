/*
 * The instruments at hand: those compiled in, parsed when first asked for, and
 * those read from files, which go before.
 */
#ifndef TP_SHELF_H
#define TP_SHELF_H

#include "tp/instrument.h"

struct tp_shelf {
	struct tp_arena arena;
	struct tp_shelf_entry {
		struct tp_instrument *instrument;
		struct tp_text document; /* as it was written */
		struct tp_shelf_entry *next;
	} *first;
	struct tp_err failed; /* for want of memory, in tp_shelf_know */
};

/* The instrument by id. -1: TP_DATA when there is none, the message says which was meant or what
 * there is; or memory. */
int tp_shelf_find(struct tp_shelf *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);

/* The same for those who do not know shelves; `shelf` is one. */
int tp_shelf_find_in(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);

/* … and do not mind when there is none: NULL. */
const struct tp_instrument *tp_shelf_know(void *shelf, struct tp_text id);

/* Its document, as it was written. -1 as tp_shelf_find. */
int tp_shelf_document(struct tp_shelf *shelf, struct tp_text id, struct tp_text *out, struct tp_err *err);

/* Adds an instrument document, or replaces the one of its id. -1: the file, or the JSON path of the fault. */
int tp_shelf_load(struct tp_shelf *shelf, const char *file, const struct tp_instrument **out, struct tp_err *err);

/* What somebody says for an instrument: the id of one there is, or a file (a name with a slash, or that ends in .json) that
 * is added. *is_file (or NULL) says which. -1 as the two above. */
int tp_shelf_said(struct tp_shelf *shelf, const char *said, const struct tp_instrument **out, bool *is_file,
	struct tp_err *err);

/* All there are, those compiled in and those added, by id. They lie in the arena, *n of them; NULL for memory. */
const struct tp_instrument **tp_shelf_all(struct tp_shelf *shelf, struct tp_arena *arena, size_t *n, struct tp_err *err);

/* The id of the n-th instrument compiled in; ptr NULL beyond the last. */
struct tp_text tp_shelf_id(size_t n);

void tp_shelf_free(struct tp_shelf *shelf);

#endif
