#include "tp/by.h"

#include <string.h>

#include "tp/day.h"
#include "tp/num.h"

static bool is_shared(enum tp_field field)
{
	return field == TP_response_group || field == TP_response_date || field == TP_unit_area;
}

/* What names a person, a thing of its own or the answers themselves sets nothing apart. */
static int find_field(struct tp_by_field *by, struct tp_err *err)
{
	by->field = tp_field_find(TP_KIND_response, by->name);
	if (by->field == TP_NO_FIELD) {
		by->field = tp_field_find(TP_KIND_unit, by->name);
		by->of_unit = by->field != TP_NO_FIELD;
	}
	if (by->name.len > 0 && (by->field == TP_NO_FIELD || is_shared(by->field)))
		return 0;
	return tp_err_set(err, TP_USAGE,
		"--by %s: expected group, area or date, or a field of the answers that you have added, as group,area",
		tp_text_show(by->name).text);
}

static int add_field(struct tp_by *by, struct tp_text name, struct tp_err *err)
{
	struct tp_by_field field = {.name = name};
	size_t at = by->n;
	if (find_field(&field, err) < 0)
		return -1;
	for (size_t i = 0; i < by->n; i++)
		if (tp_text_compare(by->fields[i].name, name) == 0)
			return 0;
	if (by->n == TP_BY_MAX)
		return tp_err_set(err, TP_USAGE, "--by: at most %d fields", TP_BY_MAX);
	for (; at > 0 && tp_text_compare(by->fields[at - 1].name, name) > 0; at--)
		by->fields[at] = by->fields[at - 1];
	by->fields[at] = field;
	by->extras |= field.field == TP_NO_FIELD;
	by->n++;
	return 0;
}

int tp_by_add(struct tp_by *by, const char *names, struct tp_err *err)
{
	for (struct tp_text rest = tp_text_of(names); rest.ptr;)
		if (add_field(by, tp_text_trim(tp_text_split(&rest, ",")), err) < 0)
			return -1;
	return 0;
}

/* --- slices --- */

static void begin(struct tp_by_slice *slice)
{
	slice->value = (struct tp_value){.type = TP_ABSENT};
	slice->value.map.pairs = slice->pairs;
	slice->value.map.n = 0;
}

static void add_pair(struct tp_by_slice *slice, struct tp_text name, struct tp_text text)
{
	slice->value.type = TP_MAP;
	slice->pairs[slice->value.map.n++] = (struct tp_pair){name, tp_value_text(text)};
}

/* The value as a slice has it; len 0 when it is none to set apart by. */
static struct tp_text text_of(const struct tp_value *value, char room[40])
{
	char number[TP_NUM_SIZE];
	size_t len;
	switch (value->type) {
	case TP_TEXT:
		return value->text;
	case TP_CODE:
		return tp_text_of(tp_code_slug(value->code));
	case TP_BOOL:
		return tp_text_of(value->flag ? "true" : "false");
	case TP_DAY:
		tp_day_format(value->day, room);
		return tp_text_of(room);
	case TP_NUM:
		len = tp_num_format(value->num, number);
		if (len >= 40)
			return (struct tp_text){0};
		memcpy(room, number, len);
		return (struct tp_text){room, len};
	default:
		return (struct tp_text){0};
	}
}

static const struct tp_value *find_extra(const struct tp_record *record, struct tp_text name)
{
	static const struct tp_value absent = {.type = TP_ABSENT};
	for (size_t i = 0; i < record->extras; i++)
		if (tp_text_compare(record->extra[i].key, name) == 0)
			return &record->extra[i].value;
	return &absent;
}

/* An instrument's own group, however it is written. */
static struct tp_text settle_group(const struct tp_instrument *instrument, const struct tp_by_field *field,
	struct tp_text text)
{
	const struct tp_group *group =
		field->field == TP_response_group ? tp_instrument_group(instrument, text) : NULL;
	return group ? group->id : text;
}

void tp_by_response(struct tp_by *by, const struct tp_instrument *instrument, const struct tp_record *response,
	struct tp_by_slice *out)
{
	begin(out);
	for (size_t i = 0; i < by->n; i++) {
		struct tp_by_field *field = &by->fields[i];
		if (field->of_unit)
			continue;
		const struct tp_value *value = field->field == TP_NO_FIELD ? find_extra(response, field->name)
									   : tp_record_value(response, field->field);
		struct tp_text text = text_of(value, out->texts[i]);
		field->seen |= text.len > 0;
		if (text.len > 0)
			add_pair(out, field->name, settle_group(instrument, field, text));
	}
}

static const struct tp_value *find(const struct tp_value *slice, struct tp_text name)
{
	for (size_t i = 0; slice->type == TP_MAP && i < slice->map.n; i++)
		if (tp_text_compare(slice->map.pairs[i].key, name) == 0)
			return &slice->map.pairs[i].value;
	return NULL;
}

void tp_by_tally(struct tp_by *by, const struct tp_value *slice, struct tp_by_slice *out)
{
	begin(out);
	for (size_t i = 0; i < by->n; i++) {
		const struct tp_value *value = by->fields[i].of_unit ? NULL : find(slice, by->fields[i].name);
		struct tp_text text = value ? text_of(value, out->texts[i]) : (struct tp_text){0};
		by->fields[i].seen |= text.len > 0;
		if (text.len > 0)
			add_pair(out, by->fields[i].name, text);
	}
}

bool tp_by_whole(const struct tp_by *by, const struct tp_value *slice, const struct tp_record *unit,
	struct tp_by_slice *out)
{
	begin(out);
	for (size_t i = 0; i < by->n; i++) {
		const struct tp_by_field *field = &by->fields[i];
		const struct tp_value *value = !field->of_unit ? find(slice, field->name)
							       : unit ? tp_record_value(unit, field->field) : NULL;
		struct tp_text text = value ? text_of(value, out->texts[i]) : (struct tp_text){0};
		if (text.len == 0)
			return false;
		add_pair(out, field->name, text);
	}
	return by->n > 0;
}

struct tp_text tp_by_text(const struct tp_value *slice, const char *field)
{
	const struct tp_value *value = tp_value_get(slice, field);
	return value && value->type == TP_TEXT ? value->text : (struct tp_text){0};
}
