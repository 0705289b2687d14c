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
#include <stdint.h>

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
	unsigned same;         /* not 0: the object, at the place, that all have of this number from one tp_json_before */
	struct tp_text key;    /* of a member; decoded */
	struct tp_text raw;    /* as it stands in the input */
	struct tp_text text;   /* a string decoded; a number as raw */
	struct tp_json *child; /* of an array or object: n in a row */
	size_t n;
};

/* Parses one JSON text, blanks around it allowed. Texts lie in `input` or in the arena. -1: TP_DATA, err->line is the
 * line within the text (only set when the text has several), or memory. */
int tp_json_parse(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err);

/* What is remembered of the line before: nearly every line of a stream has its keys, and many of its values. It decides
 * how fast a line is read and never what is read. All zero is one without a line. */
enum {
	TP_JSON_MEMBERS_MAX = 64,
	TP_JSON_BYTES_MAX = 4096,
	TP_JSON_KEYS_MAX = 1024,
	TP_JSON_VALUE_MAX = 48,
	TP_JSON_OBJECTS_MAX = 256,
};
struct tp_json_before {
	bool alike;       /* the last line had the keys of the one before it, in their order, */
	uint64_t changed; /* and but for these members (1 << i) their values, which still lie where they lay */
	uint64_t kept;    /* whose values lie in `value` */
	size_t n, len, open, blanks; /* its members, bytes, where its bracket stands, bytes behind the closing one */
	struct tp_json member[TP_JSON_MEMBERS_MAX], nested[TP_JSON_MEMBERS_MAX];
	struct tp_json_place {
		unsigned gap, len;
	} place[TP_JSON_MEMBERS_MAX]; /* of their values: bytes behind the one before, and their own */
	struct tp_json_object {
		struct tp_json part, child;
		char bytes[TP_JSON_VALUE_MAX];
	} object[TP_JSON_OBJECTS_MAX]; /* of one scalar, as {"item": 3}, that came in any line, by their bytes */
	unsigned objects;              /* the last number given to one */
	char bytes[TP_JSON_BYTES_MAX], keys[TP_JSON_KEYS_MAX], value[TP_JSON_MEMBERS_MAX][TP_JSON_VALUE_MAX];
};

/* tp_json_parse for one line after another. The parts are there until the next line. */
int tp_json_line(struct tp_json_before *before, struct tp_arena *arena, struct tp_text line, struct tp_json *out,
	struct tp_err *err);

/* The ways behind these, for tests: the library's, which alone knows errors, and before it the fast lane for what is
 * plain: true and the same parts, or false, it declines. LANES=0 builds without the lane. */
int tp_json_library(struct tp_arena *arena, struct tp_text input, struct tp_json *out, struct tp_err *err);
bool tp_json_plain(struct tp_arena *arena, struct tp_text input, struct tp_json *out);
bool tp_json_plain_line(struct tp_json_before *before, struct tp_arena *arena, struct tp_text line,
	struct tp_json *out);

/* An object's member, or NULL. */
const struct tp_json *tp_json_get(const struct tp_json *object, const char *key);

/* Appends a string with its quotes, escaped as little as JSON allows. The text must be valid UTF-8. */
void tp_json_add_text(struct tp_buf *out, struct tp_text text);

#endif
