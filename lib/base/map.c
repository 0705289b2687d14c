#include "tp/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_KEYS = 32 };

struct tp_map_slot {
	unsigned long long hash;
	size_t at; /* number + 1; 0: free */
};

/* Eight bytes at a time. */
static unsigned long long hash_of(struct tp_text key)
{
	const uint64_t odd = 0x9E3779B97F4A7C15;
	uint64_t hash = key.len, word;
	size_t i = 0;
	for (; key.len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, key.ptr + i, sizeof word);
		hash = (hash ^ word) * odd;
		hash ^= hash >> 32;
	}
	for (word = 0; i < key.len; i++)
		word = word << 8 | (unsigned char)key.ptr[i];
	hash = (hash ^ word) * odd;
	return hash ^ hash >> 29;
}

/* The key's slot, or the free one where it belongs. There always is a free one: grow_slots keeps half of them so. */
static struct tp_map_slot *probe(const struct tp_map *map, struct tp_text key, unsigned long long hash)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;
	for (;; i = (i + 1) & mask) {
		struct tp_map_slot *slot = &map->slots[i];
		if (!slot->at || (slot->hash == hash && tp_text_equal(map->keys[slot->at - 1], key)))
			return slot;
	}
}

static bool grow_slots(struct tp_map *map)
{
	if (map->n < map->capacity / 2)
		return true;
	size_t capacity = map->capacity ? map->capacity * 2 : FIRST_SLOTS;
	struct tp_map_slot *slots = calloc(capacity, sizeof *slots);
	if (!slots)
		return false;
	for (size_t old = 0; old < map->capacity; old++) {
		if (!map->slots[old].at)
			continue;
		size_t i = (size_t)map->slots[old].hash & (capacity - 1);
		while (slots[i].at)
			i = (i + 1) & (capacity - 1);
		slots[i] = map->slots[old];
	}
	free(map->slots);
	map->slots = slots;
	map->capacity = capacity;
	return true;
}

static bool grow_keys(struct tp_map *map)
{
	if (map->n < map->keys_capacity)
		return true;
	size_t capacity = map->keys_capacity ? map->keys_capacity * 2 : FIRST_KEYS;
	struct tp_text *keys = reallocarray(map->keys, capacity, sizeof *keys);
	if (!keys)
		return false;
	map->keys = keys;
	map->keys_capacity = capacity;
	return true;
}

long tp_map_find(const struct tp_map *map, struct tp_text key)
{
	if (map->n == 0)
		return TP_MAP_NONE;
	const struct tp_map_slot *slot = probe(map, key, hash_of(key));
	return slot->at ? (long)(slot->at - 1) : TP_MAP_NONE;
}

long tp_map_add(struct tp_map *map, struct tp_text key, bool *is_new)
{
	if (is_new)
		*is_new = false;
	long number = tp_map_find(map, key);
	if (number != TP_MAP_NONE)
		return number;

	if (!grow_slots(map) || !grow_keys(map))
		return -1;
	struct tp_text copy = tp_text_copy(&map->arena, key);
	if (!copy.ptr)
		return -1;
	unsigned long long hash = hash_of(key);
	*probe(map, key, hash) = (struct tp_map_slot){.hash = hash, .at = map->n + 1};
	map->keys[map->n] = copy;
	if (is_new)
		*is_new = true;
	return (long)map->n++;
}

void tp_map_free(struct tp_map *map)
{
	free(map->slots);
	free(map->keys);
	tp_arena_free(&map->arena);
	*map = (struct tp_map){0};
}
