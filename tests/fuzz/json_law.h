/*
 * The law of the JSON lane: what it takes the library takes, too, with the same
 * parts; and what it says of the line before is so. Held by the unit test and
 * by the fuzzer.
 */
#ifndef JSON_LAW_H
#define JSON_LAW_H

#include <stdlib.h>
#include <string.h>

#include "tp/json.h"

struct json_law {
	struct tp_json_before before;
	struct tp_arena arena, arena_before;
	bool known;                              /* the lane took the line before, */
	struct tp_json last;                     /* which is this to the library, */
	const char *places[TP_JSON_MEMBERS_MAX]; /* with its values there */
	struct law_object {
		unsigned number;
		char bytes[TP_JSON_VALUE_MAX];
		const struct tp_json *child;
	} objects[64];                           /* by number: what was given as such */
	unsigned long taken, alike, again;       /* lines; objects that came again */
	const char *broken;                      /* what breaks the law; NULL: nothing yet */
};

static void law_says(struct json_law *law, bool holds, const char *what)
{
	if (!holds && !law->broken)
		law->broken = what;
}

static bool law_same_text(struct tp_text a, struct tp_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static bool law_same(const struct tp_json *a, const struct tp_json *b)
{
	bool same = a->type == b->type && a->n == b->n && law_same_text(a->key, b->key) &&
		law_same_text(a->raw, b->raw) && law_same_text(a->text, b->text);
	for (size_t i = 0; same && i < a->n; i++)
		same = law_same(&a->child[i], &b->child[i]);
	return same;
}

/* What is said to be as in the line before. */
static void law_holds_alike(struct json_law *law, const struct tp_json *fast)
{
	const struct tp_json *last = &law->last;
	law_says(law, law->known && last->n == fast->n, "alike has another number of members");
	for (size_t i = 0; !law->broken && i < fast->n; i++) {
		law_says(law, law_same_text(last->child[i].key, fast->child[i].key), "alike has another key");
		if (law->before.changed >> i & 1)
			continue;
		law_says(law, law_same_text(last->child[i].raw, fast->child[i].raw),
			"a value changed and is not marked");
		law_says(law, law->places[i] == fast->child[i].raw.ptr, "a value moved and is not marked");
	}
}

/* What bears one number is one object, in its place. */
static void law_holds_same(struct json_law *law, const struct tp_json *object)
{
	struct law_object *known = &law->objects[object->same % (sizeof law->objects / sizeof *law->objects)];
	law_says(law, object->type == TP_JSON_OBJECT && object->raw.len <= sizeof known->bytes, "a number for another thing");
	if (law->broken)
		return;
	if (known->number == object->same) {
		law->again++;
		law_says(law, memcmp(known->bytes, object->raw.ptr, object->raw.len) == 0, "one number for two objects");
		law_says(law, known->child == object->child, "an object moved");
	}
	known->number = object->same;
	memcpy(known->bytes, object->raw.ptr, object->raw.len);
	known->child = object->child;
}

static void law_holds_line(struct json_law *law, struct tp_text line)
{
	struct tp_json fast, slow;
	struct tp_err err = {0};
	bool plain = tp_json_plain(&law->arena, line, &fast);
	bool valid = tp_json_library(&law->arena, line, &slow, &err) == 0;
	law_says(law, !plain || valid, "the lane takes what the library refuses");
	law_says(law, !plain || law_same(&fast, &slow), "the lane reads other parts than the library");

	bool taken = tp_json_plain_line(&law->before, &law->arena, line, &fast);
	law_says(law, taken || !law->before.alike, "declined and yet alike");
	law_says(law, !taken || valid, "the lane takes a line that the library refuses");
	law_says(law, !taken || law_same(&fast, &slow), "the lane reads other parts of a line than the library");
	if (law->before.alike && !law->broken)
		law_holds_alike(law, &fast);
	for (size_t i = 0; taken && i < fast.n; i++)
		if (fast.child[i].same)
			law_holds_same(law, &fast.child[i]);
	law->taken += taken;
	law->alike += law->before.alike;
	law->known = taken;
	law->last = slow;
	for (size_t i = 0; taken && i < fast.n; i++)
		law->places[i] = fast.child[i].raw.ptr;
	/* The library's parts lie in the arena: it becomes that of the line before. */
	struct tp_arena old = law->arena_before;
	law->arena_before = law->arena;
	law->arena = old;
	tp_arena_free(&law->arena);
}

/* One line, from memory of its size that is gone afterwards: a sanitizer sees who reads beyond it or keeps it. */
static void law_line(struct json_law *law, struct tp_text line)
{
	char *copy = malloc(line.len ? line.len : 1);
	if (!copy)
		abort();
	if (line.len)
		memcpy(copy, line.ptr, line.len);
	law_holds_line(law, (struct tp_text){copy, line.len});
	free(copy);
}

static void law_lines(struct json_law *law, struct tp_text lines)
{
	while (lines.ptr && !law->broken)
		law_line(law, tp_text_split(&lines, "\n"));
}

static void law_free(struct json_law *law)
{
	tp_arena_free(&law->arena);
	tp_arena_free(&law->arena_before);
}

#endif
