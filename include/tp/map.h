/*
 * Interning: a key of bytes gets a number 0, 1, 2 … in order of first sight,
 * and the caller keeps what belongs to it in an array beside. Hash order never
 * shows.
 */
#ifndef TP_MAP_H
#define TP_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/text.h"

enum { TP_MAP_NONE = -1 };

struct tp_map {
	struct tp_map_slot *slots; /* all zero is a valid empty map */
	size_t capacity;           /* a power of two */
	struct tp_text *keys;      /* by number */
	size_t n;
	size_t keys_capacity;
	struct tp_arena arena; /* holds the keys' bytes */
};

/* The key's number, or TP_MAP_NONE. */
long tp_map_find(const struct tp_map *map, struct tp_text key);

/* The key's number, new when first seen (*is_new may be NULL); -1 when there is no memory, the map unchanged. */
long tp_map_add(struct tp_map *map, struct tp_text key, bool *is_new);

void tp_map_free(struct tp_map *map);

#endif
