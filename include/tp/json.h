/*
 * JSON in and out. Members come as {key, raw, text, type}, whichever way they
 * were read: this room alone knows jansson, and a faster lane for plain lines
 * goes behind tp_json_parse. Reading is strict: duplicate keys, NUL, lone
 * surrogates, invalid UTF-8 and numbers beyond a double are refused.
 */
#ifndef TP_JSON_H
#define TP_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/arena.h"
#include "tp/buf.h"
#include "tp/err.h"
#include "tp/text.h"

enum tp_json_type {
	TP_JSON_NULL,
	TP_JSON_FALSE,
	TP_JSON_TRUE,
	TP_JSON_NUMBER,
	TP_JSON_STRING,
	TP_JSON_ARRAY,
	TP_JSON_OBJECT,
};

struct tp_json {
	enum tp_json_type type;
	struct tp_text key;    /* of a member; decoded */
	struct tp_text raw;    /* as it stands in the input */
	struct tp_text text;   /* a string decoded; a number as raw */
	struct tp_json *child; /* of an array or object: n in a row */
	size_t n;
};

/* Parses one JSON text, blanks around it allowed. Texts lie in `input` or in the arena. -1: TP_DATA, err->line is the
 * line within the text (only set when the text has several), or memory. */
int tp_json_parse(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err);

/* The two ways of tp_json_parse, for tests: the library's, which alone knows errors, and before it the fast lane for
 * plain lines: true and the same parts, or false, it declines. -DTP_LANES=0 builds without the lane. */
int tp_json_library(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err);
bool tp_json_plain(struct tp_arena *arena, struct tp_text input, struct tp_json *out);

/* An object's member, or NULL. */
const struct tp_json *tp_json_get(const struct tp_json *object, const char *key);

/* Appends a string with its quotes, escaped as little as JSON allows. The text must be valid UTF-8. */
void tp_json_add_text(struct tp_buf *out, struct tp_text text);

#endif
