#include "tp/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/day.h"

void tp_reader_init(struct tp_reader *reader, const char *const *names, size_t n, uint64_t wanted)
{
	static const char *const standard[] = {"-"};
	memset(reader, 0, sizeof *reader);
	reader->names = n ? names : standard;
	reader->n = n ? n : 1;
	reader->wanted = wanted;
}

/* Counts a begin (+1) or a run (-1) of a tool. */
static int count(struct tp_reader *reader, struct tp_text by, int step, struct tp_err *err)
{
	bool is_new;
	long tool = tp_map_add(&reader->tools, by, &is_new);
	if (tool < 0)
		return tp_err_memory(err);
	if ((size_t)tool >= reader->balance_capacity) {
		size_t more = reader->balance_capacity ? reader->balance_capacity * 2 : 8;
		long *moved = reallocarray(reader->balance, more, sizeof *moved);
		if (!moved)
			return tp_err_memory(err);
		reader->balance = moved;
		reader->balance_capacity = more;
	}
	if (is_new)
		reader->balance[tool] = 0;
	reader->balance[tool] += step;
	return 0;
}

/* What a member is to the record besides a field of its kind, which counts from 0. */
enum { NOTHING = -1, KIND = -2, BY = -3, ANALYSIS = -4, AT = -5, UPDATED = -6 };

static int read_name(struct tp_text *name, const struct tp_json *member, struct tp_err *err)
{
	char field[16];
	if (member->type == TP_JSON_STRING) {
		*name = member->text;
		return 0;
	}
	snprintf(field, sizeof field, "%.*s", (int)member->key.len, member->key.ptr);
	tp_err_set(err, TP_DATA, "expected a text in quotes");
	return tp_err_at(err, NULL, 0, field);
}

/* `at` and `updated`, which only facts bear. */
static int read_fact(struct tp_record *record, const struct tp_json *member, bool at, struct tp_err *err)
{
	int32_t day = 0;
	struct tp_value value = {0};
	if (member->type != TP_JSON_NULL) {
		if (member->type != TP_JSON_STRING || (!at && !tp_day_parse(member->text, false, &day))) {
			tp_err_set(err, TP_DATA, "expected a %s", at ? "text in quotes" : "date as 2026-11-22");
			return tp_err_at(err, NULL, 0, at ? "at" : "updated");
		}
		value = at ? tp_value_text(member->text) : tp_value_day(day);
	}
	*(at ? &record->at : &record->updated) = value;
	return 0;
}

/* A member that the schema does not know, where somebody asks for such. */
static int read_extra(struct tp_reader *reader, const struct tp_json *member, size_t most, struct tp_err *err)
{
	struct tp_record *record = &reader->record;
	if (!reader->extras || member->type == TP_JSON_ARRAY || member->type == TP_JSON_OBJECT)
		return 0;
	if (!record->extra && !(record->extra = tp_arena_array(&reader->arena, most, sizeof *record->extra)))
		return tp_err_memory(err);
	struct tp_pair *pair = &record->extra[record->extras++];
	pair->key = member->key;
	return tp_convert_tree(&reader->arena, member, &pair->value, err);
}

/* Members mostly come in the schema's order: the next one, or the one after, is asked first. */
static enum tp_field find_field(enum tp_kind kind, struct tp_text name, enum tp_field next)
{
	for (enum tp_field guess = next; guess < TP_NO_FIELD && guess < next + 3; guess++)
		if (tp_field_info(guess)->kind == kind && tp_text_is(name, tp_field_info(guess)->name))
			return guess;
	return tp_field_find(kind, name);
}

/* Other kinds than those wanted have only what all records bear. */
static int find_role(const struct tp_record *record, bool wanted, struct tp_text name, enum tp_field *next)
{
	if (tp_text_is(name, "kind"))
		return KIND;
	if (tp_text_is(name, "by"))
		return BY;
	if (tp_text_is(name, "analysis"))
		return ANALYSIS;
	if (!wanted)
		return NOTHING;
	enum tp_field field = find_field(record->kind, name, *next);
	*next = field + 1;
	if (field != TP_NO_FIELD)
		return (int)field;
	if (tp_kind_info(record->kind)->is != TP_FACT)
		return NOTHING;
	return tp_text_is(name, "at") ? AT : tp_text_is(name, "updated") ? UPDATED : NOTHING;
}

/* A stream mostly has runs of one kind. */
static enum tp_kind find_kind(const struct tp_reader *reader, struct tp_text name)
{
	enum tp_kind last = reader->record.kind;
	return last < TP_KINDS && tp_text_is(name, tp_kind_info(last)->name) ? last : tp_kind_find(name);
}

static int refuse_missing(const struct tp_record *record, const struct tp_field_info *info, struct tp_err *err)
{
	enum tp_field field = tp_kind_info(record->kind)->first, end = field + tp_kind_fields(record->kind);
	char names[200] = "it";
	for (size_t len = 0; (info->flags & TP_EITHER) && field < end && len < sizeof names; field++) {
		const struct tp_field_info *other = tp_field_info(field);
		if (other->flags & TP_EITHER)
			len += (size_t)snprintf(
				names + len, sizeof names - len, "%s%s", len ? " or " : "", other->name);
	}
	tp_err_set(err, TP_DATA, "missing, and %s cannot be without %s", tp_kind_info(record->kind)->name, names);
	return tp_err_at(err, NULL, 0, info->name);
}

/* What became of an object outlives its line if it holds one thing: that lies with the object. */
static void keep_object(struct tp_reader_object *object, unsigned same, enum tp_field field,
	const struct tp_value *value)
{
	if (value->type != TP_MAP || value->map.n != 1)
		return;
	*object = (struct tp_reader_object){same, field, *value, *value->map.pairs};
	object->value.map.pairs = &object->pair;
}

static int read_field(struct tp_reader *reader, const struct tp_json *member, enum tp_field field, struct tp_err *err)
{
	struct tp_value *value = tp_record_slot(&reader->record, field);
	struct tp_reader_object *object = &reader->object[member->same % TP_JSON_OBJECTS_MAX];
	if (member->same && object->same == member->same && object->field == field) {
		*value = object->value;
		return 0;
	}
	if (tp_convert_field(&reader->arena, member, field, value, err) < 0)
		return -1;
	/* A fact's was left empty; a result says by null that it has none. */
	if (value->type == TP_BLANK && tp_kind_info(reader->record.kind)->is == TP_FACT)
		value->type = TP_ABSENT;
	if (member->same)
		keep_object(object, member->same, field, value);
	return 0;
}

static int read_member(struct tp_reader *reader, const struct tp_json *member, int role, struct tp_err *err)
{
	struct tp_record *record = &reader->record;
	switch (role) {
	case NOTHING:
		return 0;
	case KIND:
		record->name = member->text;
		return 0;
	case BY:
		return read_name(&record->by, member, err);
	case ANALYSIS:
		return read_name(&record->analysis, member, err);
	case AT:
	case UPDATED:
		return read_fact(record, member, role == AT, err);
	default:
		return read_field(reader, member, (enum tp_field)role, err);
	}
}

/* What is required is asked for again only where it may have gone. */
static int check_missing(const struct tp_record *record, struct tp_err *err)
{
	enum tp_field missing = tp_record_missing(record);
	return missing == TP_NO_FIELD ? 0 : refuse_missing(record, tp_field_info(missing), err);
}

static int read_members(struct tp_reader *reader, const struct tp_json *object, struct tp_err *err)
{
	struct tp_record *record = &reader->record;
	bool wanted = record->kind < TP_KINDS && (reader->wanted >> record->kind & 1);
	bool fact = wanted && tp_kind_info(record->kind)->is == TP_FACT;
	enum tp_field next = wanted ? tp_kind_info(record->kind)->first : TP_NO_FIELD;
	for (size_t i = 0; i < object->n; i++) {
		const struct tp_json *member = &object->child[i];
		int role = find_role(record, wanted, member->key, &next);
		if (i < TP_JSON_MEMBERS_MAX)
			reader->role[i] = role;
		if (read_member(reader, member, role, err) < 0)
			return -1;
		if (role == NOTHING && fact && read_extra(reader, member, object->n, err) < 0)
			return -1;
	}
	return wanted ? check_missing(record, err) : 0;
}

/* The record still holds the line before, whose members have the same keys. */
static int read_changed(struct tp_reader *reader, const struct tp_json *object, struct tp_err *err)
{
	bool gone = false;
	for (uint64_t left = reader->before.changed; left; left &= left - 1) {
		int i = __builtin_ctzll(left), role = reader->role[i];
		if (read_member(reader, &object->child[i], role, err) < 0)
			return -1;
		gone |= role >= 0 && tp_record_slot(&reader->record, (enum tp_field)role)->type <= TP_BLANK;
	}
	return gone ? check_missing(&reader->record, err) : 0;
}

/* Finds out what kind of record the object is, and empties the one there is. */
static int read_kind(struct tp_reader *reader, const struct tp_json *object, struct tp_err *err)
{
	const struct tp_json *kind = tp_json_get(object, "kind");
	if (!kind || kind->type != TP_JSON_STRING || kind->text.len == 0) {
		tp_err_set(err, TP_DATA, "expected a text: every record says its kind");
		return tp_err_at(err, NULL, 0, "kind");
	}
	reader->kind_at = (size_t)(kind - object->child);
	tp_record_init(&reader->record, find_kind(reader, kind->text));
	return 0;
}

static int read_line(struct tp_reader *reader, struct tp_text line, struct tp_err *err)
{
	struct tp_json object;
	tp_arena_reset(&reader->arena);
	if (line.len == 0)
		return tp_err_set(err, TP_DATA, "an empty line: expected a JSON object { }");
	if (tp_json_line(&reader->before, &reader->arena, line, &object, err) < 0)
		return -1;
	if (object.type != TP_JSON_OBJECT)
		return tp_err_set(err, TP_DATA, "expected a JSON object { } on the line");
	/* Members that nobody knows are not remembered from line to line. */
	bool alike = reader->before.alike && !(reader->before.changed >> reader->kind_at & 1) && !reader->extras;
	if (!alike && read_kind(reader, &object, err) < 0)
		return -1;
	reader->record.line = line;
	reader->record.source = reader->in.name;
	reader->record.row = reader->in.line;
	return alike ? read_changed(reader, &object, err) : read_members(reader, &object, err);
}

/* What the stream says of itself. */
static int mind(struct tp_reader *reader, struct tp_err *err)
{
	const struct tp_record *record = &reader->record;
	if ((record->kind == TP_KIND_begin || record->kind == TP_KIND_run) && record->by.len == 0) {
		tp_err_set(err, TP_DATA, "missing, and %s cannot be without it", tp_kind_info(record->kind)->name);
		return tp_err_at(err, NULL, 0, "by");
	}
	if (record->kind == TP_KIND_begin)
		return count(reader, record->by, 1, err);
	if (record->kind == TP_KIND_run)
		return count(reader, record->by, -1, err);
	if (record->kind == TP_KIND_error && !reader->failed_by[0])
		snprintf(reader->failed_by, sizeof reader->failed_by, "%.*s", record->by.len ? (int)record->by.len : 14,
			record->by.len ? record->by.ptr : "an earlier tool");
	return 0;
}

/* What begins, after a byte order mark and blanks, with neither { nor [. Nothing is no sheet. */
static bool is_sheet(struct tp_text head)
{
	if (head.len >= 3 && memcmp(head.ptr, "\xef\xbb\xbf", 3) == 0)
		head = (struct tp_text){head.ptr + 3, head.len - 3};
	head = tp_text_trim(head);
	return head.len > 0 && *head.ptr != '{' && *head.ptr != '[';
}

/* Gives a sheet to whoever reads sheets. 1: it has been read; 0: it is none; -1. */
static int read_sheet(struct tp_reader *reader, struct tp_err *err)
{
	struct tp_text ahead;
	if (!reader->sheet)
		return 0;
	if (tp_input_peek(&reader->in, 64, &ahead, err) < 0)
		return -1;
	if (!is_sheet(ahead))
		return 0;
	return reader->sheet(reader->self, &reader->in, err) < 0 ? -1 : 1;
}

static int next_line(struct tp_reader *reader, struct tp_text *line, struct tp_err *err)
{
	while (true) {
		int sheet = 0;
		if (!reader->open) {
			if (reader->next == reader->n)
				return 0;
			if (tp_input_open(&reader->in, reader->names[reader->next++], err) < 0)
				return -1;
			reader->open = true;
			reader->in.watch = reader->watch;
			sheet = read_sheet(reader, err);
		}
		int got = sheet != 0 ? sheet : tp_input_line(&reader->in, line, err);
		if (got < 0 || (got > 0 && sheet == 0))
			return got;
		if (!reader->in.any && strcmp(reader->in.name, "-") == 0)
			reader->stdin_empty = true;
		tp_input_close(&reader->in);
		reader->open = false;
	}
}

int tp_reader_next(struct tp_reader *reader, const struct tp_record **record, struct tp_err *err)
{
	struct tp_text line;
	int got = next_line(reader, &line, err);
	if (got <= 0)
		return got;
	if (!reader->in.ended) {
		tp_err_set(err, TP_DATA, "stream is cut off: the last line has no newline");
		return tp_err_at(err, reader->in.name, reader->in.line, NULL);
	}
	if (read_line(reader, line, err) < 0 || mind(reader, err) < 0) {
		reader->before.n = 0; /* for the record does not hold what stands there */
		return tp_err_at(err, reader->in.name, reader->in.line, NULL);
	}
	reader->records++;
	*record = &reader->record;
	return 1;
}

int tp_reader_judge(const struct tp_reader *reader, struct tp_err *err)
{
	if (reader->failed_by[0])
		return tp_err_set(err, TP_DATA, "the stream holds an error of %s: see what it said and run it again",
			reader->failed_by);
	for (size_t i = 0; i < reader->tools.n && !reader->partial; i++) {
		struct tp_text by = reader->tools.keys[i];
		if (reader->balance[i] > 0)
			return tp_err_set(err, TP_DATA, "stream is cut off: %.*s began and did not finish", (int)by.len,
				by.ptr);
		if (reader->balance[i] < 0)
			return tp_err_set(err, TP_DATA, "stream is cut off: %.*s finished and has no begin", (int)by.len,
				by.ptr);
	}
	if (reader->stdin_empty && !reader->partial)
		return tp_err_set(err, TP_DATA, "nothing came in");
	return 0;
}

void tp_reader_free(struct tp_reader *reader)
{
	if (reader->open)
		tp_input_close(&reader->in);
	tp_arena_free(&reader->arena);
	tp_map_free(&reader->tools);
	free(reader->balance);
	memset(reader, 0, sizeof *reader);
}
