/*
 * Records for tests: given as JSON, or made up for a field so that another
 * number gives another value. Shared by the tests of what works on records.
 */
#ifndef GIVEN_H
#define GIVEN_H

#include <stdio.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/day.h"
#include "tp/num.h"
#include "tp/record.h"

/* A member that every record may bear; false when it is one of the kind's own. */
static inline bool given_common(struct tp_record *record, const struct tp_json *member)
{
	bool fact = tp_kind_info(record->kind)->is == TP_FACT;
	if (tp_text_is(member->key, "by"))
		record->by = member->text;
	else if (tp_text_is(member->key, "analysis"))
		record->analysis = member->text;
	else if (fact && tp_text_is(member->key, "at"))
		record->at = tp_value_text(member->text);
	else if (fact && tp_text_is(member->key, "updated")) {
		int32_t day;
		assert_true(tp_day_parse(member->text, false, &day));
		record->updated = tp_value_day(day);
	} else
		return tp_text_is(member->key, "kind");
	return true;
}

/* The record of a line, in the arena. A test that gives what is no record fails. */
static inline struct tp_record *given(struct tp_arena *arena, const char *line)
{
	struct tp_json object;
	struct tp_err err = {0};
	struct tp_text bytes = tp_text_copy(arena, tp_text_of(line));
	if (tp_json_parse(arena, bytes, &object, &err) < 0)
		fail_msg("%s: %s", line, err.text);
	struct tp_record *record = tp_arena_alloc(arena, sizeof *record);
	tp_record_init(record, tp_kind_find(tp_json_get(&object, "kind")->text));
	for (size_t i = 0; i < object.n; i++) {
		const struct tp_json *member = &object.child[i];
		if (given_common(record, member))
			continue;
		enum tp_field field = tp_field_find(record->kind, member->key);
		if (field == TP_NO_FIELD ||
			tp_convert_field(arena, member, field, tp_record_slot(record, field), &err) < 0)
			fail_msg("%s: %.*s: %s", line, (int)member->key.len, member->key.ptr, err.text);
	}
	return record;
}

static inline struct tp_value given_text(struct tp_arena *arena, const char *format, unsigned n)
{
	char text[200];
	snprintf(text, sizeof text, "%s %u", format, n);
	return tp_value_text(tp_text_copy(arena, tp_text_of(text)));
}

/* A number as people wrote it, with its zeros. */
static inline struct tp_value given_number(struct tp_arena *arena, double x, const char *behind)
{
	char text[40];
	struct tp_value value = {.type = TP_NUM};
	snprintf(text, sizeof text, "%g%s", x, behind);
	value.text = tp_text_copy(arena, tp_text_of(text));
	assert_true(tp_num_parse(value.text, &value.num));
	return value;
}

static inline struct tp_value given_code(enum tp_enum codes, unsigned n)
{
	size_t count;
	int first = tp_enum_first(codes, &count);
	return tp_value_code(first + (int)(n % count));
}

/* {"da": text, "en": a number, "b": null, "c": [true]} or only the texts of a pair. */
static inline struct tp_value given_map(struct tp_arena *arena, unsigned n, bool pair)
{
	struct tp_value map = tp_value_map(arena, pair ? 2 : 4);
	map.map.pairs[0] = (struct tp_pair){tp_text_of("da"), given_text(arena, "På dansk: \"æ\"", n)};
	map.map.pairs[1] = (struct tp_pair){tp_text_of("en"), given_text(arena, "In English", n)};
	if (pair)
		return map;
	map.map.pairs[1].value = given_number(arena, n, ".50");
	map.map.pairs[2] = (struct tp_pair){tp_text_of("b\n\"\\"), tp_value_blank()};
	map.map.pairs[3] = (struct tp_pair){tp_text_of("c"), tp_value_list(arena, 1)};
	map.map.pairs[3].value.list.items[0] = tp_value_bool(n % 2);
	return map;
}

static inline struct tp_value given_item(struct tp_arena *arena, const struct tp_field_info *info, unsigned n)
{
	char goal[80];
	switch (info->form) {
	case TP_FORM_IDS:
		return given_text(arena, "id", n);
	case TP_FORM_CODES:
		return given_code(info->codes, n);
	case TP_FORM_GOALS:
		snprintf(goal, sizeof goal, "%s:%u", tp_code_slug(given_code(info->codes, n).code), n % 101);
		return tp_value_text(tp_text_copy(arena, tp_text_of(goal)));
	case TP_FORM_NUMBERS:
		return given_number(arena, n, ".25");
	default:
		return given_text(arena, "æøå \"quoted\" \\ \t\n\x7f 🙂", n);
	}
}

/* A valid value for the field. */
static inline struct tp_value given_value(struct tp_arena *arena, enum tp_field field, unsigned n)
{
	const struct tp_field_info *info = tp_field_info(field);
	struct tp_value list;
	switch (info->form) {
	case TP_FORM_ID:
		return given_text(arena, "Ænder & \"ænder\"\\", n);
	case TP_FORM_LINE:
		return given_text(arena, "æøå \"quoted\" \\ / \b\f\n\r\t\x01\x1f\x7f 🙂 \u2028", n);
	case TP_FORM_NUMBER:
	case TP_FORM_MONEY:
		return given_number(arena, -1.0 * n, ".10e-2");
	case TP_FORM_HOURS:
		return given_number(arena, n, ".50");
	case TP_FORM_HEADS:
		return given_number(arena, n, "");
	case TP_FORM_RANGE:
		return given_number(arena, info->min + n % (unsigned)(info->max - info->min + 1), ".0");
	case TP_FORM_PERCENT:
		return given_number(arena, n % 100, ".5");
	case TP_FORM_DAY:
		return tp_value_day(20000 + (int32_t)n);
	case TP_FORM_CODE:
		return given_code(info->codes, n);
	case TP_FORM_BOOL:
		return tp_value_bool(n % 2);
	case TP_FORM_MAP:
	case TP_FORM_PAIR:
		return given_map(arena, n, info->form == TP_FORM_PAIR);
	case TP_FORM_ANY:
		return given_number(arena, n, "");
	default:
		list = tp_value_list(arena, 3);
		for (unsigned i = 0; i < 3; i++)
			list.list.items[i] = given_item(arena, info, n + i);
		return list;
	}
}

/* A record of the kind with every field filled. */
static inline struct tp_record *given_full(struct tp_arena *arena, enum tp_kind kind, unsigned n)
{
	struct tp_record *record = tp_arena_alloc(arena, sizeof *record);
	tp_record_init(record, kind);
	for (size_t i = 0; i < tp_kind_fields(kind); i++)
		record->v[i] = given_value(arena, tp_kind_info(kind)->first + (enum tp_field)i, n);
	return record;
}

#endif
