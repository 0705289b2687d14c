#include "tp/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_SIZE = 4 * 1024,
	/* Blocks double up to here; a larger request gets a block of its own. */
	BLOCK_SIZE = 64 * 1024,
	ALIGNMENT = alignof(max_align_t),
};

struct tp_arena_block {
	struct tp_arena_block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) char bytes[];
};

static struct tp_arena_block *add_block(struct tp_arena *arena, size_t want)
{
	struct tp_arena_block *head = arena->head;
	size_t size = !head ? FIRST_SIZE : head->size < BLOCK_SIZE / 2 ? head->size * 2 : BLOCK_SIZE;
	if (size < want)
		size = want;
	struct tp_arena_block *block = malloc(sizeof *block + size);
	if (!block)
		return NULL;
	block->size = size;
	block->used = 0;
	if (head && size > BLOCK_SIZE) {
		/* Behind the head, whose free rest goes on being used. */
		block->next = head->next;
		head->next = block;
	} else {
		block->next = head;
		arena->head = block;
	}
	return block;
}

static char *take(struct tp_arena *arena, size_t size, size_t alignment)
{
	if (size > PTRDIFF_MAX - 2 * sizeof(struct tp_arena_block))
		return NULL;
	struct tp_arena_block *block = arena->head;
	size_t start = block ? (block->used + alignment - 1) / alignment * alignment : 0;
	if (!block || start > block->size || block->size - start < size) {
		block = add_block(arena, size);
		start = 0;
	}
	if (!block)
		return NULL;
	block->used = start + size;
	return block->bytes + start;
}

void *tp_arena_alloc(struct tp_arena *arena, size_t size)
{
	size = size ? size : 1; /* each its own place */
	char *at = take(arena, size, ALIGNMENT);
	return at ? memset(at, 0, size) : NULL;
}

void *tp_arena_array(struct tp_arena *arena, size_t n, size_t size)
{
	size_t total;
	return __builtin_mul_overflow(n, size, &total) ? NULL : tp_arena_alloc(arena, total);
}

char *tp_arena_copy(struct tp_arena *arena, const char *bytes, size_t len)
{
	char *copy = len < SIZE_MAX ? take(arena, len + 1, 1) : NULL;
	if (!copy)
		return NULL;
	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

void tp_arena_reset(struct tp_arena *arena)
{
	if (arena->head && !arena->head->next && arena->head->size <= BLOCK_SIZE) { /* as nearly always */
		arena->head->used = 0;
		return;
	}
	/* One huge record must not hold its memory for the rest of the run, so the largest plain block stays. */
	struct tp_arena_block *kept = NULL;
	for (struct tp_arena_block *block = arena->head, *next; block; block = next) {
		next = block->next;
		if (block->size <= BLOCK_SIZE && (!kept || block->size > kept->size)) {
			free(kept);
			kept = block;
		} else {
			free(block);
		}
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
	}
	arena->head = kept;
}

void tp_arena_free(struct tp_arena *arena)
{
	for (struct tp_arena_block *block = arena->head, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->head = NULL;
}
