#include "tp/record.h"

#include <string.h>

void tp_record_init(struct tp_record *record, enum tp_kind kind)
{
	/* Only as many values as the kind has: this is done for every record of a stream. */
	size_t n = tp_kind_fields(kind);
	memset(record, 0, offsetof(struct tp_record, v) + n * sizeof record->v[0]);
	record->kind = kind;
	if (kind >= TP_KINDS)
		return;
	record->name = tp_text_of(tp_kind_info(kind)->name);
	record->first = tp_kind_info(kind)->first;
	record->end = record->first + (enum tp_field)n;
}

bool tp_record_has(const struct tp_record *record, enum tp_field field)
{
	return tp_record_value(record, field)->type > TP_BLANK;
}

bool tp_record_text(const struct tp_record *record, enum tp_field field, struct tp_text *out)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type != TP_TEXT)
		return false;
	*out = value->text;
	return true;
}

bool tp_record_num(const struct tp_record *record, enum tp_field field, double *out)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type != TP_NUM)
		return false;
	*out = value->num;
	return true;
}

bool tp_record_day(const struct tp_record *record, enum tp_field field, int32_t *out)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type != TP_DAY)
		return false;
	*out = value->day;
	return true;
}

bool tp_record_code(const struct tp_record *record, enum tp_field field, int *out)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type != TP_CODE)
		return false;
	*out = value->code;
	return true;
}

bool tp_record_bool(const struct tp_record *record, enum tp_field field, bool *out)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type != TP_BOOL)
		return false;
	*out = value->flag;
	return true;
}

/* Parts end in NUL, which no field can hold: they cannot run into each other, and bytewise order of identities is
 * the order of their first part, then of the next. */
void tp_record_identity(const struct tp_record *record, struct tp_buf *out)
{
	const struct tp_kind_info *info = tp_kind_info(record->kind);
	size_t n = tp_kind_fields(record->kind), keys = 0;
	if (info->is != TP_FACT) /* of facts it says nothing */
		tp_buf_add(out, record->by.ptr, record->by.len);
	tp_buf_add_char(out, '\0');
	for (size_t i = 0; i < n; i++) {
		if (!(tp_field_info(info->first + i)->flags & TP_KEY))
			continue;
		keys++;
		if (record->v[i].type == TP_TEXT)
			tp_buf_add(out, record->v[i].text.ptr, record->v[i].text.len);
		else if (record->v[i].type != TP_BLANK) /* which is as good as absent, and no text "null" */
			tp_value_canonical(&record->v[i], out);
		tp_buf_add_char(out, '\0');
	}
	if (keys == 0)
		tp_record_content(record, out);
}

void tp_record_content(const struct tp_record *record, struct tp_buf *out)
{
	struct tp_value analysis = tp_value_text(record->analysis);
	size_t n = tp_kind_fields(record->kind);
	tp_value_canonical(&analysis, out); /* two runs of one tool may say the same of two analyses */
	for (size_t i = 0; i < n; i++) {
		if (tp_kind_info(record->kind)->first + (enum tp_field)i != TP_finding_at)
			tp_value_canonical(&record->v[i], out);
		tp_buf_add_char(out, ';');
	}
	tp_value_canonical(&record->updated, out);
	for (size_t i = 0; i < record->extras; i++) {
		struct tp_value key = tp_value_text(record->extra[i].key);
		tp_value_canonical(&key, out);
		tp_value_canonical(&record->extra[i].value, out);
	}
}

enum tp_field tp_record_missing(const struct tp_record *record)
{
	const struct tp_kind_info *info = tp_kind_info(record->kind);
	size_t n = tp_kind_fields(record->kind);
	enum tp_field either = TP_NO_FIELD;
	bool met = false;
	for (size_t i = 0; i < n; i++) {
		unsigned flags = tp_field_info(info->first + i)->flags;
		bool has = record->v[i].type > TP_BLANK;
		if ((flags & TP_REQUIRED) && !has)
			return info->first + i;
		if (flags & TP_EITHER) {
			either = either == TP_NO_FIELD ? info->first + (enum tp_field)i : either;
			met |= has;
		}
	}
	return met ? TP_NO_FIELD : either;
}

static int copy_parts(struct tp_arena *arena, const struct tp_record *from, struct tp_record *to, struct tp_err *err)
{
	size_t n = tp_kind_fields(from->kind);
	for (size_t i = 0; i < n; i++)
		if (tp_value_copy(arena, &from->v[i], &to->v[i], err) < 0)
			return -1;
	if (tp_value_copy(arena, &from->at, &to->at, err) < 0)
		return -1;
	struct tp_value extra = {.type = TP_MAP, .map = {from->extra, from->extras}}, copy;
	if (tp_value_copy(arena, &extra, &copy, err) < 0)
		return -1;
	to->extra = copy.map.pairs;
	return 0;
}

void tp_record_borrow(struct tp_record *to, const struct tp_record *from)
{
	size_t n = tp_kind_fields(from->kind);
	memcpy(to, from, offsetof(struct tp_record, v) + n * sizeof to->v[0]);
}

int tp_record_copy(struct tp_arena *arena, const struct tp_record *from, struct tp_record **to, struct tp_err *err)
{
	/* Only as many values as the kind has: a set of 60,000 roles should not pay for the widest kind. */
	size_t n = tp_kind_fields(from->kind), head = offsetof(struct tp_record, v);
	struct tp_record *copy = tp_arena_alloc(arena, head + (n ? n : 1) * sizeof copy->v[0]);
	if (!copy)
		return tp_err_memory(err);
	memcpy(copy, from, head);
	copy->by = tp_text_copy(arena, from->by);
	copy->analysis = tp_text_copy(arena, from->analysis);
	copy->name = from->kind < TP_KINDS && from->name.len ? tp_text_of(tp_kind_info(from->kind)->name)
							     : tp_text_copy(arena, from->name);
	copy->line = (struct tp_text){0};
	if (!copy->by.ptr || !copy->analysis.ptr || !copy->name.ptr)
		return tp_err_memory(err);
	if (copy_parts(arena, from, copy, err) < 0)
		return -1;
	*to = copy;
	return 0;
}
