/*
 * A value of a field, or of a JSON document: a tree of texts, numbers, days,
 * codes, lists and maps. Its one rule: what came from people keeps its text,
 * what the kit computed has none.
 */
#ifndef TP_VALUE_H
#define TP_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tp/buf.h"
#include "tp/err.h"
#include "tp/text.h"

enum tp_type {
	TP_ABSENT,
	TP_BLANK, /* JSON null: asked and left empty, or not computable */
	TP_TEXT,
	TP_NUM,
	TP_DAY,
	TP_CODE, /* a value of an enumeration */
	TP_BOOL,
	TP_LIST,
	TP_MAP,
};

struct tp_pair;

struct tp_value {
	enum tp_type type;
	union {
		struct tp_text text; /* TEXT; NUM: as written, or empty when computed */
		int32_t day;
		int code;
		bool flag;
		struct {
			struct tp_value *items;
			size_t n;
		} list;
		struct {
			struct tp_pair *pairs;
			size_t n;
		} map;
	};
	double num; /* NUM */
};

struct tp_pair {
	struct tp_text key;
	struct tp_value value;
};

struct tp_value tp_value_text(struct tp_text text);
struct tp_value tp_value_string(const char *string);
struct tp_value tp_value_num(double x); /* x is already rounded */
struct tp_value tp_value_day(int32_t day);
struct tp_value tp_value_code(int code);
struct tp_value tp_value_bool(bool flag);
struct tp_value tp_value_blank(void);

/* A list or map with room for n, all absent; type ABSENT when there is no memory. */
struct tp_value tp_value_list(struct tp_arena *arena, size_t n);
struct tp_value tp_value_map(struct tp_arena *arena, size_t n);

/* A map's value by key; NULL when `map` is no map or has no such key. */
const struct tp_value *tp_value_get(const struct tp_value *map, const char *key);

/* The value with all its texts in the arena. 0 or -1 for memory. */
int tp_value_copy(struct tp_arena *arena, const struct tp_value *from, struct tp_value *to, struct tp_err *err);

/* Same type and content; numbers by value, maps without regard to order. */
bool tp_value_equal(const struct tp_value *a, const struct tp_value *b);

/* Order of two values of one field: absent first, then texts bytewise, numbers and days by size, codes in the order of
 * their enumeration, lists and maps by their parts, maps by sorted key. <0, 0, >0. */
int tp_value_compare(const struct tp_value *a, const struct tp_value *b);

/* Appends bytes that are the same for values that say the same: sorted keys, numbers by value, lengths before texts.
 * For hashes and comparisons; nobody reads it. */
void tp_value_canonical(const struct tp_value *value, struct tp_buf *out);

/* Sixteen hexadecimal digits of the canonical bytes, and a NUL. -1: memory. */
int tp_value_hash(const struct tp_value *value, char out[17], struct tp_err *err);

#endif
