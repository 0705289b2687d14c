#include "tp/json.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

/* The fast lane: objects and arrays of plain scalars as nearly all records have them. It has two answers, these parts
 * or "I decline", and what it takes the library would have read the same. It never says what is wrong: backslashes,
 * exponents, long numbers, many members, deep nesting and everything faulty go to the library.
 *
 * What reads a thing at a place returns the place behind it, or NULL: it declines. */

enum { PARTS_MAX = TP_JSON_MEMBERS_MAX, DEPTH_MAX = 8, DIGITS_MAX = 15, WORD = sizeof(uint64_t) };

struct lane {
	const char *end;
	struct tp_arena *arena;
	int depth;
	struct tp_json *room; /* for the parts of one object or array, which need not move; or NULL */
	bool rest_same;       /* the rest of the line need not be looked at */
};

static const char *read_nested(struct lane *lane, const char *at, struct tp_json *out);

static inline const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (unsigned char)*at <= ' ' && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* Eight bytes as a number, the first one lowest. */
static inline uint64_t load(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* The top bit of each byte that is a quote, a backslash, a control byte or above 7F. A borrow may set others, but none
 * below the first. */
static inline uint64_t mark_special(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
	return (word | (word - ones * 0x20) | (quote - ones) | (slash - ones)) & tops;
}

/* What stands between quotes. */
static inline const char *read_string(const char *at, const char *end, struct tp_text *text)
{
	const char *start = ++at;
	bool ascii = true;
	for (;; at++) {
		uint64_t special = 0;
		while (end - at >= WORD && !(special = mark_special(load(at))))
			at += WORD;
		at += special ? __builtin_ctzll(special) / 8 : 0;
		if (at == end || *at == '\\' || (unsigned char)*at < 0x20)
			return NULL;
		if (*at == '"')
			break;
		ascii &= !(*at & 0x80);
	}
	*text = (struct tp_text){start, (size_t)(at - start)};
	return ascii || tp_text_valid(*text) == text->len ? at + 1 : NULL;
}

static const char *skip_digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

static const char *read_number(const char *at, const char *end, struct tp_json *out)
{
	const char *start = at, *digits = at + (*at == '-');
	at = skip_digits(digits, end);
	if (at == digits || (*digits == '0' && at - digits > 1))
		return NULL;
	if (at < end && *at == '.') {
		const char *fraction = ++at;
		at = skip_digits(at, end);
		if (at == fraction)
			return NULL;
	}
	if (at - digits > DIGITS_MAX || (at < end && (*at == 'e' || *at == 'E')))
		return NULL;
	out->type = TP_JSON_NUMBER;
	out->raw = out->text = (struct tp_text){start, (size_t)(at - start)};
	return at;
}

static const char *read_word(const char *at, const char *end, const char *word, enum tp_json_type type,
	struct tp_json *out)
{
	size_t len = strlen(word);
	if ((size_t)(end - at) < len || memcmp(at, word, len) != 0)
		return NULL;
	out->type = type;
	out->raw = (struct tp_text){at, len};
	return at + len;
}

/* A key that none of the n parts has, and the colon. */
static const char *read_key(const char *at, const char *end, const struct tp_json *parts, size_t n, struct tp_text *key)
{
	if (at == end || *at != '"' || !(at = read_string(at, end, key)))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (tp_text_equal(parts[i].key, *key))
			return NULL;
	at = skip_blanks(at, end);
	return at < end && *at == ':' ? skip_blanks(at + 1, end) : NULL;
}

/* All of it but the key. */
static inline __attribute__((always_inline)) const char *read_value(struct lane *lane, const char *at,
	struct tp_json *out)
{
	out->text = (struct tp_text){0};
	out->child = NULL;
	out->n = 0;
	out->same = 0;
	if (at == lane->end)
		return NULL;
	switch (*at) {
	case '{':
	case '[':
		return read_nested(lane, at, out);
	case '"':
		if (!(at = read_string(at, lane->end, &out->text)))
			return NULL;
		out->type = TP_JSON_STRING;
		out->raw = (struct tp_text){out->text.ptr - 1, out->text.len + 2};
		return at;
	case 't':
		return read_word(at, lane->end, "true", TP_JSON_TRUE, out);
	case 'f':
		return read_word(at, lane->end, "false", TP_JSON_FALSE, out);
	case 'n':
		return read_word(at, lane->end, "null", TP_JSON_NULL, out);
	default:
		return read_number(at, lane->end, out);
	}
}

/* The parts behind the first *n of an array or object, and the bracket that closes it. */
static const char *read_parts(struct lane *lane, const char *at, char close, struct tp_json *parts, size_t *n)
{
	for (size_t i = *n;; i++) {
		struct tp_json *part = &parts[i];
		at = skip_blanks(at, lane->end);
		if (at == lane->end)
			return NULL;
		if (*at == close) {
			*n = i;
			return at + 1;
		}
		if (i > 0) {
			if (*at != ',' || i == PARTS_MAX)
				return NULL;
			at = skip_blanks(at + 1, lane->end);
		}
		part->key = (struct tp_text){0};
		if (close == '}' && !(at = read_key(at, lane->end, parts, i, &part->key)))
			return NULL;
		if (!(at = read_value(lane, at, part)))
			return NULL;
	}
}

/* The parts are counted first and have their room in the arena then. */
static const char *read_apart(struct lane *lane, const char *at, char close, struct tp_json *out)
{
	struct tp_json parts[PARTS_MAX];
	at = read_parts(lane, at, close, parts, &out->n);
	if (!at || out->n == 0)
		return at;
	out->child = tp_arena_array(lane->arena, out->n, sizeof *out->child);
	if (!out->child)
		return NULL; /* the library's way will say so */
	memcpy(out->child, parts, out->n * sizeof *out->child);
	return at;
}

static const char *read_nested(struct lane *lane, const char *at, struct tp_json *out)
{
	const char *start = at;
	char close = *at == '{' ? '}' : ']';
	if (++lane->depth > DEPTH_MAX)
		return NULL;
	out->child = lane->room;
	lane->room = NULL;
	at = out->child ? read_parts(lane, at + 1, close, out->child, &out->n) : read_apart(lane, at + 1, close, out);
	if (!at)
		return NULL;
	lane->depth--;
	out->type = close == '}' ? TP_JSON_OBJECT : TP_JSON_ARRAY;
	out->raw = (struct tp_text){start, (size_t)(at - start)};
	return at;
}

bool tp_json_plain(struct tp_arena *arena, struct tp_text input, struct tp_json *out)
{
	struct lane lane = {input.ptr + input.len, arena, 0, NULL, false};
	*out = (struct tp_json){0};
	const char *at = read_value(&lane, skip_blanks(input.ptr, lane.end), out);
	return at && skip_blanks(at, lane.end) == lane.end;
}

/* --- lines --- */

/* How many bytes at the front are the same. */
static size_t count_same(const char *a, const char *b, size_t len)
{
	size_t i = 0;
	while (len - i >= 4 * WORD && !((load(a + i) ^ load(b + i)) | (load(a + i + WORD) ^ load(b + i + WORD)) |
		(load(a + i + 2 * WORD) ^ load(b + i + 2 * WORD)) | (load(a + i + 3 * WORD) ^ load(b + i + 3 * WORD))))
		i += 4 * WORD;
	for (; len - i >= WORD; i += WORD) {
		uint64_t differing = load(a + i) ^ load(b + i);
		if (differing)
			return i + (size_t)__builtin_ctzll(differing) / 8;
	}
	while (i < len && a[i] == b[i])
		i++;
	return i;
}

/* To where the line before, from that offset on, is what stands at a place. */
static size_t same_until(const struct lane *lane, const char *at, const struct tp_json_before *before, size_t from)
{
	size_t left = (size_t)(lane->end - at), len = before->len - from;
	return from + count_same(before->bytes + from, at, left < len ? left : len);
}

static inline bool fits_object(struct tp_text raw)
{
	return raw.len >= WORD - 1 && raw.len <= TP_JSON_VALUE_MAX;
}

/* Where an object that fits lies if it came before. Found by how it begins and ends, and by the byte in front, which a
 * member's value has. */
static inline struct tp_json_object *place_object(struct tp_json_before *before, struct tp_text raw)
{
	uint64_t head = load(raw.ptr - 1), tail = load(raw.ptr + raw.len - WORD);
	uint64_t mixed = (head ^ tail * 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd;
	return &before->object[(mixed >> 56) % TP_JSON_OBJECTS_MAX];
}

static inline void give_object(const struct tp_json_object *object, struct tp_json *part)
{
	struct tp_text key = part->key;
	*part = object->part;
	part->key = key;
}

static void fill_object(struct tp_json_object *object, const struct tp_json *part, unsigned number)
{
	const char *from = part->raw.ptr;
	struct tp_text *moved[] = {&object->part.raw, &object->child.key, &object->child.raw, &object->child.text};
	memcpy(object->bytes, from, part->raw.len);
	object->part = *part;
	object->part.same = number;
	object->part.child = &object->child;
	object->child = *part->child;
	for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
		if (moved[i]->ptr)
			moved[i]->ptr = object->bytes + (moved[i]->ptr - from);
}

/* The first object of a line, if small, outlives it. Only that: another one could take its place. */
static void keep_object(struct tp_json_before *before, struct tp_json *part)
{
	if (part->type != TP_JSON_OBJECT || part->child != before->nested || part->n != 1 || !fits_object(part->raw) ||
		part->child->type >= TP_JSON_ARRAY || before->objects == UINT_MAX)
		return;
	struct tp_json_object *object = place_object(before, part->raw);
	if (!tp_text_equal(object->part.raw, part->raw))
		fill_object(object, part, ++before->objects);
	give_object(object, part);
}

/* The line's first object, if it came before: those that are kept have no bracket inside. */
static const char *recall_object(struct lane *lane, const char *at, struct tp_json_before *before, struct tp_json *part)
{
	if (!lane->room || at == lane->end || *at != '{')
		return NULL;
	const char *close = memchr(at, '}', (size_t)(lane->end - at));
	struct tp_text raw = {at, close ? (size_t)(close + 1 - at) : 0};
	if (!fits_object(raw))
		return NULL;
	const struct tp_json_object *object = place_object(before, raw);
	if (!tp_text_equal(object->part.raw, raw))
		return NULL;
	give_object(object, part);
	lane->room = NULL;
	return at + raw.len;
}

/* A short value outlives its line in a place of its own. */
static inline void keep_value(struct tp_json_before *before, size_t i)
{
	struct tp_json *part = &before->member[i];
	char *own = before->value[i];
	uint64_t bit = 1ULL << i;
	before->kept &= ~bit;
	if (part->type >= TP_JSON_ARRAY) {
		keep_object(before, part);
		return;
	}
	if (part->raw.len > sizeof before->value[i])
		return;
	before->kept |= bit;
	memcpy(own, part->raw.ptr, part->raw.len);
	part->raw.ptr = own;
	part->text.ptr = own + (part->type == TP_JSON_STRING);
}

/* A value that may not be as it was. */
static inline const char *read_other(struct lane *lane, const char *at, struct tp_json_before *before, size_t i)
{
	uint64_t bit = 1ULL << i;
	before->changed |= bit;
	before->kept &= ~bit;
	const char *behind = recall_object(lane, at, before, &before->member[i]);
	if (!behind && (behind = read_value(lane, at, &before->member[i])))
		keep_value(before, i);
	return behind;
}

/* Whether the line goes on like the one before from an offset on, where the value i ended, and all values there are
 * kept: then nothing of it need be looked at. */
static inline bool is_rest_same(const struct lane *lane, const char *at, const struct tp_json_before *before,
	size_t from, size_t i, size_t known)
{
	size_t rest = before->len - from;
	uint64_t beyond = ((1ULL << (known - 1)) - (1ULL << i)) << 1;
	return (size_t)(lane->end - at) == rest && (before->kept & beyond) == beyond &&
		memcmp(at, before->bytes + from, rest) == 0;
}

/* Reads members as long as their keys are the same as in the line before, *n of them, and puts there how many
 * that were. A value that is the same and ended before a byte that is the same ends here, too: it need not be looked
 * at. */
static const char *read_alike(struct lane *lane, const char *line, struct tp_json_before *before, size_t *n)
{
	const char *at = line;
	size_t i, known = *n, was = 0, same = same_until(lane, at, before, 0);
	for (i = 0; i < known; i++) {
		struct tp_json_place *place = &before->place[i];
		size_t end = was + place->gap + place->len;
		if (end < same && (before->kept >> i & 1)) {
			at += place->gap + place->len;
			was = end;
			continue;
		}
		if (was + place->gap > same)
			break;
		at += place->gap;
		const char *behind = read_other(lane, at, before, i);
		if (!behind)
			return NULL;
		place->len = (unsigned)(behind - at);
		at = behind;
		was = end;
		if ((lane->rest_same = is_rest_same(lane, at, before, was, i, known)))
			return at;
		same = same_until(lane, at, before, was);
	}
	*n = i;
	return at;
}

/* Keys are kept, too, for the line they stand in will be gone. What is too long is forgotten. The first `known` members
 * are already there, up to `end` in the line. */
static void remember(struct tp_json_before *before, struct tp_text line, size_t known, const char *end, size_t n)
{
	const struct tp_json *last = known > 0 ? &before->member[known - 1] : NULL;
	size_t used = last ? (size_t)(last->key.ptr - before->keys) + last->key.len : 0;
	if (line.len > sizeof before->bytes)
		return;
	for (size_t i = known; i < n; i++) {
		struct tp_json *part = &before->member[i];
		if (part->key.len > sizeof before->keys - used)
			return;
		memcpy(before->keys + used, part->key.ptr, part->key.len);
		part->key.ptr = before->keys + used;
		used += part->key.len;
		before->place[i] = (struct tp_json_place){(unsigned)(part->raw.ptr - end), (unsigned)part->raw.len};
		end = part->raw.ptr + part->raw.len;
		keep_value(before, i);
	}
	memcpy(before->bytes, line.ptr, line.len);
	before->len = line.len;
	before->n = n;
}

bool tp_json_plain_line(struct tp_json_before *before, struct tp_arena *arena, struct tp_text line,
	struct tp_json *out)
{
	struct lane lane = {line.ptr + line.len, arena, 1, before->nested, false};
	size_t known = before->n, alike = known;
	before->n = 0; /* forgotten, until this line is known to be good */
	before->alike = false;
	before->changed = 0;
	const char *end = read_alike(&lane, line.ptr, before, &alike), *at = end;
	if (at && alike == 0) {
		at = skip_blanks(line.ptr, lane.end);
		before->open = (size_t)(at - line.ptr);
		at = at < lane.end && *at == '{' ? at + 1 : NULL;
	}
	size_t n = alike;
	if (lane.rest_same)
		at = lane.end - before->blanks;
	else if (!at || !(at = read_parts(&lane, at, '}', before->member, &n)) || skip_blanks(at, lane.end) < lane.end)
		return false;
	before->blanks = (size_t)(lane.end - at);
	*out = (struct tp_json){.type = TP_JSON_OBJECT, .child = before->member, .n = n};
	out->raw = (struct tp_text){line.ptr + before->open, (size_t)(at - line.ptr) - before->open};
	before->alike = n > 0 && known == n && alike == n;
	remember(before, line, alike, end, n);
	return true;
}
