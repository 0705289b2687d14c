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
		struct tp_shelf_entry *next;
	} *first;
};

/* The instrument by id. -1: TP_DATA when there is none, the message says which was meant or what
 * there is; or memory. */
int tp_shelf_find(struct tp_shelf *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);

/* Adds an instrument document, or replaces the one of its id. -1: the file, or the JSON path of the fault. */
int tp_shelf_load(struct tp_shelf *shelf, const char *file, const struct tp_instrument **out, struct tp_err *err);

/* Whether -i SAID names a file: it has a slash, or ends in .json. */
bool tp_shelf_is_file(const char *said);

/* Either, as said. */
int tp_shelf_take(struct tp_shelf *shelf, const char *said, const struct tp_instrument **out, struct tp_err *err);

/* The id of the n-th instrument compiled in; ptr NULL beyond the last. */
struct tp_text tp_shelf_id(size_t n);

void tp_shelf_free(struct tp_shelf *shelf);

#endif
