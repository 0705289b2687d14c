#include "tp/convert.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tp/day.h"
#include "tp/file.h"
#include "tp/limits.h"
#include "tp/num.h"

static int expected(struct tp_text found, struct tp_err *err, const char *what)
{
	return tp_err_set(err, TP_DATA, "%s is not %s", tp_text_show(found).text, what);
}

static int check_number(double x, struct tp_text found, const struct tp_field_info *info, struct tp_err *err)
{
	char what[80];
	switch (info->form) {
	case TP_FORM_RANGE:
		if (x >= info->min && x <= info->max && x == floor(x))
			return 0;
		snprintf(what, sizeof what, "a whole number from %g to %g", info->min, info->max);
		return expected(found, err, what);
	case TP_FORM_HEADS:
		return x >= 0 && x == floor(x) ? 0 : expected(found, err, "a whole number from 0");
	case TP_FORM_PERCENT:
		return x >= 0 && x <= 100 ? 0 : expected(found, err, "between 0 and 100");
	case TP_FORM_HOURS:
		return x >= 0 ? 0 : expected(found, err, "a number of hours from 0");
	default:
		return 0;
	}
}

/* Eight bytes at a time: a top bit of `found` for one below 20 or that is 7F. */
static bool has_control(struct tp_text text)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	uint64_t found = 0, word, del;
	size_t i = 0;
	for (; text.len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, text.ptr + i, sizeof word);
		del = word ^ ones * 0x7f;
		found |= ((word - ones * 0x20) & ~word) | ((del - ones) & ~del);
	}
	for (; i < text.len; i++)
		found |= (unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f ? tops : 0;
	return found & tops;
}

static int check_id(struct tp_text id, struct tp_err *err)
{
	if (id.len > TP_ID_MAX)
		return tp_err_set(err, TP_DATA, "an id of %zu bytes: at most %d are allowed", id.len, TP_ID_MAX);
	return has_control(id) ? tp_err_set(err, TP_DATA, "an id with a control character: take it out") : 0;
}

static int check_computed(double x, const struct tp_field_info *info, struct tp_err *err)
{
	char number[TP_NUM_SIZE];
	return check_number(x, (struct tp_text){number, tp_num_format(x, number)}, info, err);
}

static int check_ids(const struct tp_value *list, struct tp_err *err)
{
	for (size_t i = 0; i < list->list.n; i++)
		if (check_id(list->list.items[i].text, err) < 0)
			return -1;
	return 0;
}

static int check(const struct tp_value *value, const struct tp_field_info *info, struct tp_err *err)
{
	if (value->type == TP_NUM)
		return value->text.len ? check_number(value->num, value->text, info, err) : check_computed(value->num, info, err);
	if (value->type == TP_TEXT && info->form == TP_FORM_ID)
		return check_id(value->text, err);
	return value->type == TP_LIST && info->form == TP_FORM_IDS ? check_ids(value, err) : 0;
}

int tp_convert_check(const struct tp_value *value, enum tp_field field, struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	return check(value, info, err) < 0 ? tp_err_at(err, NULL, 0, info->name) : 0;
}

static int convert_number(const struct tp_json *json, struct tp_value *out, struct tp_err *err)
{
	double x;
	if (json->type != TP_JSON_NUMBER || !tp_num_parse(json->text, &x))
		return expected(json->raw, err, "a number");
	*out = (struct tp_value){.type = TP_NUM, .text = json->text, .num = x};
	return 0;
}

static int convert_text(const struct tp_json *json, struct tp_value *out, struct tp_err *err)
{
	if (json->type != TP_JSON_STRING)
		return expected(json->raw, err, "a text in quotes");
	*out = json->text.len ? tp_value_text(json->text) : (struct tp_value){.type = TP_BLANK};
	return 0;
}

/* The slugs of an enumeration, for the message. */
static int expected_code(struct tp_text found, enum tp_enum codes, struct tp_err *err)
{
	char what[400] = "one of";
	size_t n, len = strlen(what);
	int first = tp_enum_first(codes, &n);
	for (size_t i = 0; i < n && len < sizeof what; i++)
		len += (size_t)snprintf(what + len, sizeof what - len, "%s %s", i ? "," : "", tp_code_slug(first + (int)i));
	return expected(found, err, what);
}

static int convert_code(const struct tp_json *json, enum tp_enum codes, struct tp_value *out, struct tp_err *err)
{
	int code = json->type == TP_JSON_STRING ? tp_code_find(codes, json->text) : TP_CODE_none;
	if (code == TP_CODE_none)
		return expected_code(json->raw, codes, err);
	*out = tp_value_code(code);
	return 0;
}

/* "quality" or "quality:50": kept as text, the code before the colon checked. */
static int convert_goal(const struct tp_json *json, enum tp_enum codes, struct tp_value *out, struct tp_err *err)
{
	if (json->type != TP_JSON_STRING)
		return expected(json->raw, err, "a text in quotes");
	struct tp_text rest = json->text, slug = tp_text_split(&rest, ":");
	double weight;
	if (tp_code_find(codes, slug) == TP_CODE_none)
		return expected_code(json->raw, codes, err);
	if (rest.ptr && (!tp_num_parse(rest, &weight) || weight < 0 || weight > 100))
		return expected(json->raw, err, "a goal with a weight from 0 to 100, as quality:50");
	*out = tp_value_text(json->text);
	return 0;
}

static int convert_item(const struct tp_json *json, const struct tp_field_info *info, struct tp_value *out,
	struct tp_err *err)
{
	switch (info->form) {
	case TP_FORM_CODES:
		return convert_code(json, info->codes, out, err);
	case TP_FORM_GOALS:
		return convert_goal(json, info->codes, out, err);
	case TP_FORM_NUMBERS:
		return convert_number(json, out, err);
	default:
		return convert_text(json, out, err);
	}
}

static int convert_list(struct tp_arena *arena, const struct tp_json *json, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	if (json->type != TP_JSON_ARRAY)
		return expected(json->raw, err, "a list in [ ]");
	*out = tp_value_list(arena, json->n);
	if (out->type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < json->n; i++)
		if (convert_item(&json->child[i], info, &out->list.items[i], err) < 0)
			return -1;
	return 0;
}

static int convert_day(const struct tp_json *json, bool end, struct tp_value *out, struct tp_err *err)
{
	int32_t day;
	if (json->type != TP_JSON_STRING || !tp_day_parse(json->text, end, &day))
		return expected(json->raw, err, "a date as 2026-11-22");
	*out = tp_value_day(day);
	return 0;
}

static int convert_bool(const struct tp_json *json, struct tp_value *out, struct tp_err *err)
{
	if (json->type != TP_JSON_TRUE && json->type != TP_JSON_FALSE)
		return expected(json->raw, err, "true or false");
	*out = tp_value_bool(json->type == TP_JSON_TRUE);
	return 0;
}

static int convert_children(struct tp_arena *arena, const struct tp_json *json, struct tp_value *out,
	struct tp_err *err);

static int convert_map(struct tp_arena *arena, const struct tp_json *json, struct tp_value *out, struct tp_err *err)
{
	if (json->type != TP_JSON_OBJECT)
		return expected(json->raw, err, "an object in { }");
	return convert_children(arena, json, out, err);
}

static int convert(struct tp_arena *arena, const struct tp_json *json, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	switch (info->form) {
	case TP_FORM_ID:
	case TP_FORM_LINE:
		return convert_text(json, out, err);
	case TP_FORM_DAY:
		return convert_day(json, info->flags & TP_END, out, err);
	case TP_FORM_CODE:
		return convert_code(json, info->codes, out, err);
	case TP_FORM_BOOL:
		return convert_bool(json, out, err);
	case TP_FORM_IDS:
	case TP_FORM_CODES:
	case TP_FORM_LINES:
	case TP_FORM_GOALS:
	case TP_FORM_NUMBERS:
		return convert_list(arena, json, info, out, err);
	case TP_FORM_MAP:
	case TP_FORM_PAIR:
		return convert_map(arena, json, out, err);
	case TP_FORM_ANY:
		return tp_convert_tree(arena, json, out, err);
	default:
		return convert_number(json, out, err);
	}
}

int tp_convert_field(struct tp_arena *arena, const struct tp_json *json, enum tp_field field, struct tp_value *out,
	struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	if (json->type == TP_JSON_NULL) {
		*out = tp_value_blank();
		return 0;
	}
	if (convert(arena, json, info, out, err) < 0 || (out->type != TP_MAP && check(out, info, err) < 0))
		return tp_err_at(err, NULL, 0, info->name);
	return 0;
}

static int convert_children(struct tp_arena *arena, const struct tp_json *json, struct tp_value *out,
	struct tp_err *err)
{
	bool map = json->type == TP_JSON_OBJECT;
	if (map && json->n > TP_MEMBERS_MAX)
		return tp_err_set(err, TP_DATA, "an object of %zu members: at most %d are allowed", json->n, TP_MEMBERS_MAX);
	*out = map ? tp_value_map(arena, json->n) : tp_value_list(arena, json->n);
	if (out->type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < json->n; i++) {
		const struct tp_json *child = &json->child[i];
		struct tp_value *value = map ? &out->map.pairs[i].value : &out->list.items[i];
		if (map)
			out->map.pairs[i].key = child->key;
		int result = child->type == TP_JSON_NUMBER ? convert_number(child, value, err) /* as most are */
							   : tp_convert_tree(arena, child, value, err);
		if (result < 0)
			return -1;
	}
	return 0;
}

int tp_convert_tree(struct tp_arena *arena, const struct tp_json *json, struct tp_value *out, struct tp_err *err)
{
	switch (json->type) {
	case TP_JSON_NULL:
		*out = tp_value_blank();
		return 0;
	case TP_JSON_FALSE:
	case TP_JSON_TRUE:
		*out = tp_value_bool(json->type == TP_JSON_TRUE);
		return 0;
	case TP_JSON_NUMBER:
		return convert_number(json, out, err);
	case TP_JSON_STRING:
		*out = tp_value_text(json->text);
		return 0;
	default:
		return convert_children(arena, json, out, err);
	}
}

int tp_convert_document(struct tp_arena *arena, struct tp_text bytes, struct tp_value *out, struct tp_err *err)
{
	struct tp_json json;
	struct tp_text copy = tp_text_copy(arena, bytes); /* the tree borrows from it */
	if (!copy.ptr)
		return tp_err_memory(err);
	if (tp_json_parse(arena, copy, &json, err) < 0)
		return -1;
	return tp_convert_tree(arena, &json, out, err);
}

int tp_convert_file(struct tp_arena *arena, const char *file, struct tp_value *out, struct tp_err *err)
{
	struct tp_buf bytes = {0};
	int result = tp_file_read(file, TP_DOCUMENT_MAX, &bytes, err);
	if (result == 0)
		result = tp_convert_document(arena, (struct tp_text){bytes.ptr, bytes.len}, out, err);
	tp_buf_free(&bytes);
	return result < 0 ? tp_err_at(err, file, 0, NULL) : 0;
}
