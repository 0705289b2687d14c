#include "tp/unique.h"

#include <stdlib.h>

struct tp_unique_slot {
	uint64_t identity[2]; /* both 0: free */
	uint64_t content;
	struct tp_unique_place place;
	int32_t updated;
};

static struct tp_unique_slot *find(const struct tp_unique *unique, const uint64_t identity[2])
{
	size_t i = identity[0] & (unique->capacity - 1);
	while (unique->slots[i].identity[0] | unique->slots[i].identity[1]) {
		if (unique->slots[i].identity[0] == identity[0] && unique->slots[i].identity[1] == identity[1])
			break;
		i = (i + 1) & (unique->capacity - 1);
	}
	return &unique->slots[i];
}

static int grow(struct tp_unique *unique, struct tp_err *err)
{
	struct tp_unique more = {.capacity = unique->capacity ? unique->capacity * 2 : 1024, .n = unique->n};
	more.slots = calloc(more.capacity, sizeof *more.slots);
	if (!more.slots)
		return tp_err_memory(err);
	for (size_t i = 0; i < unique->capacity; i++)
		if (unique->slots[i].identity[0] | unique->slots[i].identity[1])
			*find(&more, unique->slots[i].identity) = unique->slots[i];
	free(unique->slots);
	*unique = more;
	return 0;
}

int tp_unique_add(struct tp_unique *unique, struct tp_text identity, struct tp_text content, int32_t updated,
	struct tp_unique_place place, struct tp_unique_place *first, struct tp_err *err)
{
	if (unique->n * 4 >= unique->capacity * 3 && grow(unique, err) < 0)
		return -1;
	uint64_t key[2] = {tp_text_hash(identity, 1), tp_text_hash(identity, 2) | 1}; /* never both 0 */
	struct tp_unique_slot now = {{key[0], key[1]}, tp_text_hash(content, 3), place, updated};
	struct tp_unique_slot *slot = find(unique, key);
	if (!(slot->identity[0] | slot->identity[1])) {
		*slot = now;
		unique->n++;
		return TP_UNIQUE_NEW;
	}
	*first = slot->place;
	if (slot->content == now.content && slot->updated == updated)
		return TP_UNIQUE_SAME;
	if (slot->updated == TP_UNIQUE_NO_DAY || updated == TP_UNIQUE_NO_DAY || slot->updated == updated)
		return TP_UNIQUE_CONFLICT;
	if (updated > slot->updated)
		*slot = now;
	return TP_UNIQUE_UPDATED;
}

void tp_unique_free(struct tp_unique *unique)
{
	free(unique->slots);
	*unique = (struct tp_unique){0};
}
