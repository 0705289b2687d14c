#include "tp/value.h"

#include <stdio.h>

/* Up to here %.17g writes a whole number as its digits. */
static const double WHOLE_MAX = 1e15;

struct tp_value tp_value_text(struct tp_text text)
{
	return (struct tp_value){.type = TP_TEXT, .text = text};
}

struct tp_value tp_value_string(const char *string)
{
	return tp_value_text(tp_text_of(string));
}

struct tp_value tp_value_num(double x)
{
	return (struct tp_value){.type = TP_NUM, .num = x};
}

struct tp_value tp_value_day(int32_t day)
{
	return (struct tp_value){.type = TP_DAY, .day = day};
}

struct tp_value tp_value_code(int code)
{
	return (struct tp_value){.type = TP_CODE, .code = code};
}

struct tp_value tp_value_bool(bool flag)
{
	return (struct tp_value){.type = TP_BOOL, .flag = flag};
}

struct tp_value tp_value_blank(void)
{
	return (struct tp_value){.type = TP_BLANK};
}

struct tp_value tp_value_list(struct tp_arena *arena, size_t n)
{
	struct tp_value list = {.type = TP_LIST, .list = {.n = n}};
	if (n > 0 && !(list.list.items = tp_arena_array(arena, n, sizeof *list.list.items)))
		list.type = TP_ABSENT;
	return list;
}

struct tp_value tp_value_map(struct tp_arena *arena, size_t n)
{
	struct tp_value map = {.type = TP_MAP, .map = {.n = n}};
	if (n > 0 && !(map.map.pairs = tp_arena_array(arena, n, sizeof *map.map.pairs)))
		map.type = TP_ABSENT;
	return map;
}

const struct tp_value *tp_value_get(const struct tp_value *map, const char *key)
{
	if (!map || map->type != TP_MAP)
		return NULL;
	for (size_t i = 0; i < map->map.n; i++)
		if (tp_text_is(map->map.pairs[i].key, key))
			return &map->map.pairs[i].value;
	return NULL;
}

static int copy_list(struct tp_arena *arena, const struct tp_value *from, struct tp_value *to, struct tp_err *err)
{
	*to = tp_value_list(arena, from->list.n);
	if (to->type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < from->list.n; i++)
		if (tp_value_copy(arena, &from->list.items[i], &to->list.items[i], err) < 0)
			return -1;
	return 0;
}

static int copy_map(struct tp_arena *arena, const struct tp_value *from, struct tp_value *to, struct tp_err *err)
{
	*to = tp_value_map(arena, from->map.n);
	if (to->type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < from->map.n; i++) {
		to->map.pairs[i].key = tp_text_copy(arena, from->map.pairs[i].key);
		if (!to->map.pairs[i].key.ptr)
			return tp_err_memory(err);
		if (tp_value_copy(arena, &from->map.pairs[i].value, &to->map.pairs[i].value, err) < 0)
			return -1;
	}
	return 0;
}

int tp_value_copy(struct tp_arena *arena, const struct tp_value *from, struct tp_value *to, struct tp_err *err)
{
	if (from->type == TP_LIST)
		return copy_list(arena, from, to, err);
	if (from->type == TP_MAP)
		return copy_map(arena, from, to, err);
	*to = *from;
	if (from->type == TP_TEXT || (from->type == TP_NUM && from->text.ptr)) {
		to->text = tp_text_copy(arena, from->text);
		if (!to->text.ptr)
			return tp_err_memory(err);
	}
	return 0;
}

/* The pair with the smallest key that is larger than `after` (NULL: the smallest of all). Maps are small. */
static const struct tp_pair *next_pair(const struct tp_value *map, const struct tp_pair *after)
{
	const struct tp_pair *next = NULL;
	for (size_t i = 0; i < map->map.n; i++) {
		const struct tp_pair *pair = &map->map.pairs[i];
		if ((!after || tp_text_compare(pair->key, after->key) > 0) &&
			(!next || tp_text_compare(pair->key, next->key) < 0))
			next = pair;
	}
	return next;
}

bool tp_value_equal(const struct tp_value *a, const struct tp_value *b)
{
	return tp_value_compare(a, b) == 0;
}

static int compare_maps(const struct tp_value *a, const struct tp_value *b)
{
	const struct tp_pair *p = NULL, *q = NULL;
	while (true) {
		p = next_pair(a, p);
		q = next_pair(b, q);
		if (!p || !q)
			return !!p - !!q;
		int order = tp_text_compare(p->key, q->key);
		if (order == 0)
			order = tp_value_compare(&p->value, &q->value);
		if (order != 0)
			return order;
	}
}

static int compare_lists(const struct tp_value *a, const struct tp_value *b)
{
	for (size_t i = 0; i < a->list.n && i < b->list.n; i++) {
		int order = tp_value_compare(&a->list.items[i], &b->list.items[i]);
		if (order != 0)
			return order;
	}
	return (a->list.n > b->list.n) - (a->list.n < b->list.n);
}

int tp_value_compare(const struct tp_value *a, const struct tp_value *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	switch (a->type) {
	case TP_TEXT:
		return tp_text_compare(a->text, b->text);
	case TP_NUM:
		return (a->num > b->num) - (a->num < b->num);
	case TP_DAY:
		return (a->day > b->day) - (a->day < b->day);
	case TP_CODE:
		return (a->code > b->code) - (a->code < b->code);
	case TP_BOOL:
		return a->flag - b->flag;
	case TP_LIST:
		return compare_lists(a, b);
	case TP_MAP:
		return compare_maps(a, b);
	default:
		return 0;
	}
}

/* Length before bytes instead of quotes and escapes: unambiguous, and no JSON room is needed. */
static void canonical_text(struct tp_text text, struct tp_buf *out)
{
	tp_buf_add_whole(out, (long long)text.len);
	tp_buf_add_char(out, ':');
	tp_buf_add(out, text.ptr, text.len);
}

/* All digits, where tp_num rounds; -0 is 0. Most numbers are whole, and are written faster so. */
static void canonical_num(double x, struct tp_buf *out)
{
	if (x > -WHOLE_MAX && x < WHOLE_MAX && x == (double)(long long)x)
		tp_buf_add_whole(out, (long long)x);
	else
		tp_buf_add_format(out, "%.17g", x);
}

void tp_value_canonical(const struct tp_value *value, struct tp_buf *out)
{
	switch (value->type) {
	case TP_TEXT:
		canonical_text(value->text, out);
		break;
	case TP_NUM:
		canonical_num(value->num, out);
		break;
	case TP_DAY:
	case TP_CODE:
		tp_buf_add_char(out, '#');
		tp_buf_add_whole(out, value->type == TP_DAY ? value->day : value->code);
		break;
	case TP_BOOL:
		tp_buf_add_string(out, value->flag ? "true" : "false");
		break;
	case TP_LIST:
		tp_buf_add_char(out, '[');
		for (size_t i = 0; i < value->list.n; i++) {
			tp_value_canonical(&value->list.items[i], out);
			tp_buf_add_char(out, ',');
		}
		tp_buf_add_char(out, ']');
		break;
	case TP_MAP:
		tp_buf_add_char(out, '{');
		for (const struct tp_pair *p = NULL; (p = next_pair(value, p));) {
			canonical_text(p->key, out);
			tp_value_canonical(&p->value, out);
			tp_buf_add_char(out, ',');
		}
		tp_buf_add_char(out, '}');
		break;
	default:
		tp_buf_add_string(out, value->type == TP_BLANK ? "null" : "");
	}
}

int tp_value_hash(const struct tp_value *value, char out[17], struct tp_err *err)
{
	struct tp_buf canonical = {0};
	tp_value_canonical(value, &canonical);
	bool failed = canonical.failed;
	if (!failed)
		snprintf(out, 17, "%016llx", tp_text_hash((struct tp_text){canonical.ptr, canonical.len}, 0));
	tp_buf_free(&canonical);
	return failed ? tp_err_memory(err) : 0;
}
