#include "tp/json.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/limits.h"

#ifndef TP_LANES
#define TP_LANES 1
#endif

/* Where the span walk stands. jansson has already said that the text is valid JSON, so the walk checks nothing but
 * what jansson lets pass. */
struct walk {
	struct tp_text whole;
	const char *at;
	struct tp_arena *arena;
	struct tp_err *err;
	int depth;
};

static int read_value(struct walk *walk, struct tp_json *out);

/* The member of the outermost object in which the text ends; nothing between members. Called with what stands before a
 * fault, of which strings and brackets may be trusted. */
static struct tp_text last_member(struct tp_text text)
{
	struct tp_text member = {0};
	bool is_name = false;
	int depth = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '"') {
			size_t start = ++i;
			while (i < text.len && text.ptr[i] != '"')
				i += text.ptr[i] == '\\' ? 2 : 1;
			if (is_name && i < text.len)
				member = (struct tp_text){text.ptr + start, i - start};
			is_name = false;
			continue;
		}
		if (depth == 0 && c == '[')
			break;
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		if (c == '{' || c == ',')
			is_name = depth == 1;
		if (depth == 0 || is_name)
			member = (struct tp_text){0};
	}
	return member;
}

/* Adds to a fault in which member it lies. */
static int refuse_member(struct tp_text text, size_t end, struct tp_err *err)
{
	char field[sizeof err->field + 1]; /* one more than fits: what is cut ends in dots */
	struct tp_text member = last_member((struct tp_text){text.ptr, end < text.len ? end : text.len});
	int len = member.len < sizeof field ? (int)member.len : (int)sizeof field - 1;
	if (len == 0)
		return -1;
	snprintf(field, sizeof field, "%.*s", len, member.ptr);
	return tp_err_at(err, NULL, 0, field);
}

/* The last byte that jansson read is the fault itself, a bracket too many perhaps, or ends a text that is at fault. */
static size_t fault_at(const json_error_t *why, struct tp_text input)
{
	size_t read = why->position > 0 ? (size_t)why->position : 0;
	return read > 0 && read <= input.len && input.ptr[read - 1] != '"' ? read - 1 : read;
}

/* jansson forgets that its string buffer could not grow and then reads a byte less: once memory has failed in a parse,
 * it stays failed until the end of that parse. The allocator it calls has no argument for a context. */
static _Thread_local bool starved;

/* jansson reports a failed allocation as a syntax error; errno alone tells. Its text quotes the input, which may be
 * long or hostile: the position says enough. */
static int refuse(const json_error_t *why, struct tp_text input, struct tp_err *err)
{
	if (starved || errno == ENOMEM || json_error_code(why) == json_error_out_of_memory)
		return tp_err_memory(err);
	const char *text;
	switch (json_error_code(why)) {
	case json_error_duplicate_key:
		text = "a JSON object has a member twice: keep one of them";
		break;
	case json_error_invalid_utf8:
		text = "invalid UTF-8: save the file as UTF-8";
		break;
	case json_error_null_character:
	case json_error_null_byte_in_key:
		text = "a NUL character (\\u0000) in a text: take it out";
		break;
	case json_error_numeric_overflow:
		text = "a number beyond the range of a double";
		break;
	case json_error_stack_overflow:
		tp_err_set(err, TP_DATA, "JSON nested more than %d deep", TP_NESTING_MAX);
		return refuse_member(input, fault_at(why, input), err);
	case json_error_premature_end_of_input:
		text = "JSON that ends too early: the line was cut off";
		break;
	default:
		text = "not JSON";
	}
	tp_err_set(err, TP_DATA, "%s (at column %d)", text, why->column);
	if (why->line > 0 && memchr(input.ptr, '\n', input.len))
		tp_err_at(err, NULL, (unsigned long)why->line, NULL);
	return refuse_member(input, fault_at(why, input), err);
}

static void *take(size_t size)
{
	void *memory = starved ? NULL : malloc(size);
	starved = !memory;
	return memory;
}

static json_t *load(struct tp_text input, size_t flags, json_error_t *why)
{
	errno = 0;
	starved = false;
	json_object_seed(1); /* the order of members never shows, but a run should not differ from the next */
	json_set_alloc_funcs(take, free);
	return json_loadb(input.ptr, input.len, flags | JSON_DECODE_ANY, why);
}

/* The library's way: is this JSON? */
static int validate(struct tp_text input, struct tp_err *err)
{
	json_error_t why;
	json_t *root = load(input, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &why);
	if (!root)
		return refuse(&why, input, err);
	json_decref(root);
	return 0;
}

static void skip_blanks(struct walk *walk)
{
	while (*walk->at == ' ' || *walk->at == '\t' || *walk->at == '\n' || *walk->at == '\r')
		walk->at++;
}

/* Only strings with a backslash need decoding, and jansson does it. */
static int decode(struct walk *walk, struct tp_text raw, struct tp_text *out)
{
	json_error_t why;
	json_t *string = load(raw, 0, &why);
	if (!string)
		return refuse(&why, raw, walk->err);
	*out = tp_text_copy(walk->arena, (struct tp_text){json_string_value(string), json_string_length(string)});
	json_decref(string);
	return out->ptr ? 0 : tp_err_memory(walk->err);
}

static int read_string(struct walk *walk, struct tp_text *raw, struct tp_text *text)
{
	const char *start = walk->at++;
	bool escaped = false;
	for (; *walk->at != '"'; walk->at++)
		if (*walk->at == '\\') {
			escaped = true;
			walk->at++;
		}
	walk->at++;
	*raw = (struct tp_text){start, (size_t)(walk->at - start)};
	*text = (struct tp_text){start + 1, raw->len - 2};
	return escaped ? decode(walk, *raw, text) : 0;
}

/* The parts of an array or object: collected in a growing row that moves to the arena's end when it is full. */
static int read_parts(struct walk *walk, struct tp_json *out, char close)
{
	size_t capacity = 0;
	walk->at++;
	for (skip_blanks(walk); *walk->at != close; skip_blanks(walk)) {
		if (out->n == capacity) {
			size_t more = capacity ? capacity * 2 : 16;
			struct tp_json *moved = tp_arena_array(walk->arena, more, sizeof *moved);
			if (!moved)
				return tp_err_memory(walk->err);
			if (out->n)
				memcpy(moved, out->child, out->n * sizeof *moved);
			out->child = moved;
			capacity = more;
		}
		struct tp_json *part = &out->child[out->n++];
		if (close == '}') {
			struct tp_text raw;
			if (read_string(walk, &raw, &part->key) < 0)
				return -1;
			skip_blanks(walk);
			walk->at++; /* the colon */
			skip_blanks(walk);
		}
		if (read_value(walk, part) < 0)
			return -1;
		skip_blanks(walk);
		if (*walk->at == ',')
			walk->at++;
	}
	walk->at++;
	return 0;
}

static int read_nested(struct walk *walk, struct tp_json *out)
{
	bool object = *walk->at == '{';
	out->type = object ? TP_JSON_OBJECT : TP_JSON_ARRAY;
	if (++walk->depth > TP_NESTING_MAX) {
		tp_err_set(walk->err, TP_DATA, "JSON nested more than %d deep", TP_NESTING_MAX);
		return refuse_member(walk->whole, (size_t)(walk->at - walk->whole.ptr), walk->err);
	}
	int result = read_parts(walk, out, object ? '}' : ']');
	walk->depth--;
	return result;
}

static int read_value(struct walk *walk, struct tp_json *out)
{
	const char *start = walk->at;
	switch (*start) {
	case '{':
	case '[':
		if (read_nested(walk, out) < 0)
			return -1;
		break;
	case '"':
		out->type = TP_JSON_STRING;
		return read_string(walk, &out->raw, &out->text);
	case 't':
		out->type = TP_JSON_TRUE;
		walk->at += 4;
		break;
	case 'f':
		out->type = TP_JSON_FALSE;
		walk->at += 5;
		break;
	case 'n':
		out->type = TP_JSON_NULL;
		walk->at += 4;
		break;
	default:
		out->type = TP_JSON_NUMBER;
		walk->at += strspn(start, "+-.0123456789eE");
	}
	out->raw = (struct tp_text){start, (size_t)(walk->at - start)};
	if (out->type == TP_JSON_NUMBER)
		out->text = out->raw;
	return 0;
}

int tp_json_library(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err)
{
	*out = (struct tp_json){0};
	const char *nul = memchr(input.ptr, '\0', input.len); /* jansson accepts one after a number */
	if (nul) {
		tp_err_set(err, TP_DATA, "a NUL byte: take it out");
		return refuse_member(input, (size_t)(nul - input.ptr), err);
	}
	if (validate(input, err) < 0)
		return -1;
	/* The walk of a bare number stops at the byte behind it: a NUL there is the arena's. */
	struct tp_text ended = tp_text_copy(arena, input);
	if (!ended.ptr)
		return tp_err_memory(err);
	struct walk walk = {ended, ended.ptr, arena, err, 0};
	skip_blanks(&walk);
	return read_value(&walk, out);
}

int tp_json_parse(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err)
{
	return TP_LANES && tp_json_plain(arena, input, out) ? 0 : tp_json_library(arena, input, out, err);
}

int tp_json_line(struct tp_json_before *before, struct tp_arena *arena, struct tp_text line, struct tp_json *out,
	struct tp_err *err)
{
	if (TP_LANES && tp_json_plain_line(before, arena, line, out))
		return 0;
	return tp_json_library(arena, line, out, err);
}

const struct tp_json *tp_json_get(const struct tp_json *object, const char *key)
{
	if (object->type != TP_JSON_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->n; i++)
		if (tp_text_is(object->child[i].key, key))
			return &object->child[i];
	return NULL;
}

/* How many bytes from here on need no escape: eight at a time, then one by one. */
static size_t plain_run(const char *p, size_t len)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	size_t i = 0;
	for (uint64_t w; len - i >= sizeof w; i += sizeof w) {
		memcpy(&w, p + i, sizeof w);
		uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
		uint64_t found = ((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash);
		if (found & tops)
			break;
	}
	while (i < len && (unsigned char)p[i] >= 0x20 && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

void tp_json_add_text(struct tp_buf *out, struct tp_text text)
{
	static const char hex[] = "0123456789abcdef", special[] = "\"\\\n\r\t", letter[] = "\"\\nrt";
	size_t from = 0, plain = plain_run(text.ptr, text.len);
	char *to = plain > 0 && plain == text.len ? tp_buf_reserve(out, text.len + 2) : NULL;
	if (to) {
		to[0] = to[text.len + 1] = '"';
		memcpy(to + 1, text.ptr, text.len);
		out->len += text.len + 2;
		return;
	}
	tp_buf_add_char(out, '"');
	for (size_t i = plain; i < text.len; i++) {
		i += plain_run(text.ptr + i, text.len - i);
		if (i == text.len)
			break;
		unsigned char c = (unsigned char)text.ptr[i];
		tp_buf_add(out, text.ptr + from, i - from);
		from = i + 1;
		const char *at = memchr(special, c, sizeof special - 1);
		if (at) {
			tp_buf_add_char(out, '\\');
			tp_buf_add_char(out, letter[at - special]);
		} else {
			tp_buf_add(out, "\\u00", 4);
			tp_buf_add_char(out, hex[c >> 4]);
			tp_buf_add_char(out, hex[c & 15]);
		}
	}
	if (from < text.len)
		tp_buf_add(out, text.ptr + from, text.len - from);
	tp_buf_add_char(out, '"');
}
