/*
 * Memory with one lifetime, a record's or a run's: allocate many, free once.
 * Who passes the arena owns the result.
 */
#ifndef TP_ARENA_H
#define TP_ARENA_H

#include <stddef.h>

struct tp_arena {
	struct tp_arena_block *head; /* all zero is a valid empty arena */
};

/* Zeroed memory, aligned for any type; NULL when there is none. */
void *tp_arena_alloc(struct tp_arena *arena, size_t size) __attribute__((malloc));

/* The same for n things of a size, NULL also when n * size overflows. */
void *tp_arena_array(struct tp_arena *arena, size_t n, size_t size);

/* A copy of len bytes with a NUL behind, NULL when there is no memory. */
char *tp_arena_copy(struct tp_arena *arena, const char *bytes, size_t len);

/* Forgets everything and keeps one block for the next record. */
void tp_arena_reset(struct tp_arena *arena);

void tp_arena_free(struct tp_arena *arena);

#endif
