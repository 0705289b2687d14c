#include "tp/json.h"

#include <stdint.h>
#include <string.h>

/* The fast lane: objects and arrays of plain scalars as nearly all records have them. It has two answers, these parts
 * or "I decline", and what it takes the library would have read the same. It never says what is wrong: backslashes,
 * exponents, long numbers, many members, deep nesting and everything faulty go to the library. */

enum { PARTS_MAX = 64, DEPTH_MAX = 4, DIGITS_MAX = 15 };

struct lane {
	const char *at, *end;
	struct tp_arena *arena;
	int depth;
};

static bool read_value(struct lane *lane, struct tp_json *out);

static void skip_blanks(struct lane *lane)
{
	while (lane->at < lane->end && (*lane->at == ' ' || *lane->at == '\t' || *lane->at == '\n' || *lane->at == '\r'))
		lane->at++;
}

/* Eight bytes at once: none is a quote, a backslash, a control byte or above 7F. */
static bool is_plain(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
	return !((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & tops);
}

static bool read_string(struct lane *lane, struct tp_text *raw, struct tp_text *text)
{
	const char *start = lane->at++, *p = lane->at;
	bool ascii = true;
	for (;; p++) {
		uint64_t w;
		while (lane->end - p >= (ptrdiff_t)sizeof w && (memcpy(&w, p, sizeof w), is_plain(w)))
			p += sizeof w;
		if (p == lane->end || *p == '\\' || (unsigned char)*p < 0x20)
			return false;
		if (*p == '"')
			break;
		ascii &= !(*p & 0x80);
	}
	*text = (struct tp_text){start + 1, (size_t)(p - start - 1)};
	*raw = (struct tp_text){start, text->len + 2};
	lane->at = p + 1;
	return ascii || tp_text_valid(*text) == text->len;
}

static bool read_number(struct lane *lane, struct tp_json *out)
{
	const char *start = lane->at, *p = start, *end = lane->end;
	p += *p == '-';
	const char *digits = p;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	if (p == digits || (*digits == '0' && p - digits > 1))
		return false;
	if (p < end && *p == '.') {
		const char *fraction = ++p;
		while (p < end && *p >= '0' && *p <= '9')
			p++;
		if (p == fraction)
			return false;
	}
	if (p - digits > DIGITS_MAX || (p < end && (*p == 'e' || *p == 'E')))
		return false;
	out->type = TP_JSON_NUMBER;
	out->raw = out->text = (struct tp_text){start, (size_t)(p - start)};
	lane->at = p;
	return true;
}

static bool read_word(struct lane *lane, const char *word, enum tp_json_type type, struct tp_json *out)
{
	size_t len = strlen(word);
	if ((size_t)(lane->end - lane->at) < len || memcmp(lane->at, word, len) != 0)
		return false;
	out->type = type;
	out->raw = (struct tp_text){lane->at, len};
	lane->at += len;
	return true;
}

static bool read_key(struct lane *lane, const struct tp_json *parts, size_t n, struct tp_json *part)
{
	struct tp_text raw;
	if (lane->at == lane->end || *lane->at != '"' || !read_string(lane, &raw, &part->key))
		return false;
	for (size_t i = 0; i < n; i++)
		if (parts[i].key.len == part->key.len && memcmp(parts[i].key.ptr, part->key.ptr, part->key.len) == 0)
			return false; /* twice */
	skip_blanks(lane);
	if (lane->at == lane->end || *lane->at != ':')
		return false;
	lane->at++;
	skip_blanks(lane);
	return true;
}

static bool keep(struct lane *lane, const struct tp_json *parts, size_t n, const char *start, struct tp_json *out)
{
	out->raw = (struct tp_text){start, (size_t)(lane->at - start)};
	out->n = n;
	if (n == 0)
		return true;
	out->child = tp_arena_array(lane->arena, n, sizeof *out->child);
	if (!out->child)
		return false; /* the library's way will say so */
	memcpy(out->child, parts, n * sizeof *out->child);
	return true;
}

static bool read_nested(struct lane *lane, struct tp_json *out)
{
	struct tp_json parts[PARTS_MAX];
	const char *start = lane->at;
	bool map = *lane->at++ == '{';
	char close = map ? '}' : ']';
	size_t n = 0;
	out->type = map ? TP_JSON_OBJECT : TP_JSON_ARRAY;
	if (++lane->depth > DEPTH_MAX)
		return false;
	skip_blanks(lane);
	while (lane->at < lane->end && (n > 0 || *lane->at != close)) {
		if (n == PARTS_MAX)
			return false;
		parts[n] = (struct tp_json){0};
		if (map && !read_key(lane, parts, n, &parts[n]))
			return false;
		if (!read_value(lane, &parts[n]))
			return false;
		n++;
		skip_blanks(lane);
		if (lane->at == lane->end || *lane->at != ',')
			break;
		lane->at++;
		skip_blanks(lane);
	}
	if (lane->at == lane->end || *lane->at++ != close)
		return false;
	lane->depth--;
	return keep(lane, parts, n, start, out);
}

static bool read_value(struct lane *lane, struct tp_json *out)
{
	if (lane->at == lane->end)
		return false;
	switch (*lane->at) {
	case '{':
	case '[':
		return read_nested(lane, out);
	case '"':
		out->type = TP_JSON_STRING;
		return read_string(lane, &out->raw, &out->text);
	case 't':
		return read_word(lane, "true", TP_JSON_TRUE, out);
	case 'f':
		return read_word(lane, "false", TP_JSON_FALSE, out);
	case 'n':
		return read_word(lane, "null", TP_JSON_NULL, out);
	default:
		return read_number(lane, out);
	}
}

bool tp_json_plain(struct tp_arena *arena, struct tp_text input, struct tp_json *out)
{
	struct lane lane = {input.ptr, input.ptr + input.len, arena, 0};
	*out = (struct tp_json){0};
	skip_blanks(&lane);
	if (!read_value(&lane, out))
		return false;
	skip_blanks(&lane);
	return lane.at == lane.end;
}
