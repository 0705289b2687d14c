#include "tp/fact.h"

#include <stdio.h>

#include "tp/convert.h"
#include "tp/date.h"
#include "tp/place.h"
#include "tp/response.h"
#include "tp/survey.h"

static const struct tp_cell_style plain = {.amount = {.decimal = TP_DECIMAL_POINT}};

static int at_member(const struct tp_json *member, struct tp_err *err)
{
	char field[sizeof err->field];
	snprintf(field, sizeof field, "%.*s", member->key.len < 100 ? (int)member->key.len : 100, member->key.ptr);
	return tp_err_at(err, NULL, 0, field);
}

/* A list of texts: each is one, whatever it holds. */
static int read_texts(struct tp_row *row, const struct tp_json *member, enum tp_field field, struct tp_value *out,
	struct tp_err *err)
{
	*out = tp_value_list(&row->arena, member->n);
	if (out->type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < member->n; i++) {
		if (member->child[i].type != TP_JSON_STRING)
			return tp_err_set(err, TP_DATA, "expected texts in quotes within the list");
		if (tp_cell_read_part(&row->arena, member->child[i].text, field, &out->list.items[i], err) < 0)
			return -1;
	}
	return tp_convert_check(out, field, err);
}

/* What people typed is read as in a cell; what has JSON's own type is held against the field's. */
static int read_value(struct tp_row *row, const struct tp_json *member, enum tp_field field, struct tp_value *out,
	struct tp_err *err)
{
	enum tp_form form = tp_field_info(field)->form;
	bool texts = form == TP_FORM_IDS || form == TP_FORM_CODES || form == TP_FORM_LINES || form == TP_FORM_GOALS;
	struct tp_text text = member->text;
	if (member->type == TP_JSON_NULL)
		return 0;
	if (field == TP_role_role)
		row->title = text;
	if (row->mapping && member->type == TP_JSON_STRING)
		tp_mapping_cell(tp_mapping_values(row->mapping, field), tp_text_trim(text), &text);
	if (member->type == TP_JSON_STRING && tp_field_type(field) != TP_MAP && form != TP_FORM_ANY)
		return tp_cell_read(&row->arena, text, field, &plain, out, err);
	if (member->type == TP_JSON_ARRAY && texts)
		return read_texts(row, member, field, out, err);
	return tp_convert_field(&row->arena, member, field, out, err);
}

static int read_field(struct tp_row *row, const struct tp_json *member, enum tp_field field, struct tp_record *record,
	struct tp_err *err)
{
	struct tp_value *slot = tp_record_slot(record, field);
	if (slot->type != TP_ABSENT)
		return tp_err_set(err, TP_DATA, "another member says the same: keep one of them");
	if (read_value(row, member, field, slot, err) < 0)
		return -1;
	return tp_field_is_ref(field, TP_KIND_municipality) ? tp_place_settle(&row->arena, slot, err) : 0;
}

static int read_updated(const struct tp_json *member, struct tp_record *record, struct tp_err *err)
{
	int32_t day;
	if (member->type == TP_JSON_NULL || (member->type == TP_JSON_STRING && member->text.len == 0))
		return 0;
	if (member->type != TP_JSON_STRING)
		return tp_err_set(err, TP_DATA, "expected a date as 2026-11-22");
	if (tp_date_read(tp_text_trim(member->text), false, false, &day, err) < 0)
		return -1;
	record->updated = tp_value_day(day);
	return 0;
}

static int read_extra(struct tp_row *row, const struct tp_json *object, const struct tp_json *member,
	struct tp_record *record, struct tp_err *err)
{
	if (!record->extra && !(record->extra = tp_arena_array(&row->arena, object->n, sizeof *record->extra)))
		return tp_err_memory(err);
	struct tp_pair *pair = &record->extra[record->extras++];
	pair->key = member->key;
	return tp_convert_tree(&row->arena, member, &pair->value, err);
}

static int read_member(struct tp_row *row, const struct tp_json *object, const struct tp_json *member,
	struct tp_record *record, struct tp_err *err)
{
	const struct tp_mapping_column *mapped = tp_mapping_column(row->mapping, member->key);
	enum tp_field field = tp_field_find(record->kind, member->key);
	if (tp_text_is(member->key, "kind") || (mapped && !mapped->target.ptr))
		return 0;
	if (mapped && tp_field_read(record->kind, mapped->target) != TP_NO_FIELD)
		field = tp_field_read(record->kind, mapped->target);
	if (field == TP_NO_FIELD)
		field = tp_field_read(record->kind, member->key);
	if (field != TP_NO_FIELD)
		return read_field(row, member, field, record, err);
	if (tp_text_is(member->key, "updated"))
		return read_updated(member, record, err);
	if (tp_text_is(member->key, "at") && member->type == TP_JSON_STRING) {
		record->at = tp_value_text(member->text);
		return 0;
	}
	return read_extra(row, object, member, record, err);
}

/* The answers by their items' ids, each on the scale. */
static int settle_values(struct tp_row *row, struct tp_value *values, struct tp_err *err)
{
	for (size_t i = 0; i < values->map.n; i++) {
		struct tp_pair *pair = &values->map.pairs[i];
		char field[sizeof err->field];
		long answer, item = tp_instrument_item_read(row->instrument, pair->key);
		int result = 0;
		if (item < 0)
			result = tp_err_set(err, TP_DATA, "%.*s has no such item", (int)row->instrument->id.len,
				row->instrument->id.ptr);
		else if (pair->value.type == TP_TEXT)
			result = tp_survey_cell(&row->arena, row->instrument, pair->value.text, &pair->value, err);
		else
			result = tp_response_answer(row->instrument, &pair->value, &answer, err);
		if (result < 0) {
			snprintf(field, sizeof field, "values.%.*s", pair->key.len < 100 ? (int)pair->key.len : 100,
				pair->key.ptr);
			return tp_err_at(err, NULL, 0, field);
		}
		pair->key = row->instrument->items[item].id;
	}
	return 0;
}

static int read_default(struct tp_row *row, enum tp_field field, struct tp_record *record, struct tp_err *err)
{
	struct tp_text text = tp_mapping_default(row->mapping, field);
	if (!text.ptr || tp_record_value(record, field)->type != TP_ABSENT || (field == TP_response_round && row->round))
		return 0;
	struct tp_json member = {.type = TP_JSON_STRING, .text = text};
	return read_field(row, &member, field, record, err) < 0 ? tp_err_at(err, NULL, 0, tp_field_info(field)->name) : 0;
}

static int read_defaults(struct tp_row *row, struct tp_record *record, struct tp_err *err)
{
	size_t n = row->mapping ? tp_kind_fields(record->kind) : 0;
	for (size_t i = 0; i < n; i++)
		if (read_default(row, tp_kind_info(record->kind)->first + (enum tp_field)i, record, err) < 0)
			return -1;
	return 0;
}

int tp_fact_read(struct tp_row *row, enum tp_kind kind, const struct tp_json *object, struct tp_record *record,
	struct tp_err *err)
{
	tp_record_init(record, kind);
	row->title = (struct tp_text){"", 0};
	for (size_t i = 0; i < object->n; i++)
		if (read_member(row, object, &object->child[i], record, err) < 0)
			return err->code == TP_DATA ? at_member(&object->child[i], err) : -1;
	if (read_defaults(row, record, err) < 0)
		return -1;
	if (kind == TP_KIND_response && tp_record_has(record, TP_response_values) &&
		settle_values(row, tp_record_slot(record, TP_response_values), err) < 0)
		return -1;
	if (tp_row_complete(row, record, err) < 0)
		return tp_err_at(err, NULL, 0, "subject");
	enum tp_field missing = tp_record_missing(record);
	if (missing == TP_NO_FIELD)
		return 0;
	tp_err_set(err, TP_DATA, "missing, and %s cannot be without it", tp_kind_info(kind)->name);
	return tp_err_at(err, NULL, 0, tp_field_info(missing)->name);
}
