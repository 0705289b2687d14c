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

/* What every record may bear besides its kind's own fields. */
static int read_common(struct tp_record *record, const struct tp_json *member, bool *taken, struct tp_err *err)
{
	struct tp_text *text = NULL;
	*taken = true;
	if (tp_text_is(member->key, "kind"))
		return 0;
	if (tp_text_is(member->key, "by"))
		text = &record->by;
	else if (tp_text_is(member->key, "analysis"))
		text = &record->analysis;
	else
		*taken = false;
	if (!text)
		return 0;
	if (member->type != TP_JSON_STRING) {
		tp_err_set(err, TP_DATA, "expected a text in quotes");
		return tp_err_at(err, NULL, 0, text == &record->by ? "by" : "analysis");
	}
	*text = member->text;
	return 0;
}

/* `at` and `updated`, which only facts bear. */
static int read_fact(struct tp_record *record, const struct tp_json *member, struct tp_err *err)
{
	bool at = tp_text_is(member->key, "at");
	if ((!at && !tp_text_is(member->key, "updated")) || member->type == TP_JSON_NULL)
		return 0;
	int32_t day = 0;
	if (member->type != TP_JSON_STRING || (!at && !tp_day_parse(member->text, false, &day))) {
		tp_err_set(err, TP_DATA, "expected a %s", at ? "text in quotes" : "date as 2026-11-22");
		return tp_err_at(err, NULL, 0, at ? "at" : "updated");
	}
	if (at)
		record->at = tp_value_text(member->text);
	else
		record->updated = tp_value_day(day);
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

static int read_members(struct tp_reader *reader, const struct tp_json *object, struct tp_err *err)
{
	struct tp_record *record = &reader->record;
	bool wanted = record->kind < TP_KINDS && (reader->wanted >> record->kind & 1);
	bool fact = wanted && tp_kind_info(record->kind)->class == TP_FACT;
	enum tp_field next = wanted ? tp_kind_info(record->kind)->first : TP_NO_FIELD;
	for (size_t i = 0; i < object->n; i++) {
		const struct tp_json *member = &object->child[i];
		bool taken;
		if (read_common(record, member, &taken, err) < 0)
			return -1;
		if (taken || !wanted)
			continue;
		enum tp_field field = find_field(record->kind, member->key, next);
		next = field + 1;
		if (field != TP_NO_FIELD) {
			struct tp_value *value = tp_record_slot(record, field);
			if (tp_convert_field(&reader->arena, member, field, value, err) < 0)
				return -1;
			if (fact && value->type == TP_BLANK) /* left empty; a result says by null that it has none */
				value->type = TP_ABSENT;
		} else if (fact && (read_fact(record, member, err) < 0 ||
				read_extra(reader, member, object->n, err) < 0)) {
			return -1;
		}
	}
	enum tp_field missing = wanted ? tp_record_missing(record) : TP_NO_FIELD;
	return missing == TP_NO_FIELD ? 0 : refuse_missing(record, tp_field_info(missing), err);
}

static int read_line(struct tp_reader *reader, struct tp_text line, struct tp_err *err)
{
	struct tp_json object;
	tp_arena_reset(&reader->arena);
	if (line.len == 0)
		return tp_err_set(err, TP_DATA, "an empty line: expected a JSON object { }");
	if (tp_json_parse(&reader->arena, line, &object, err) < 0)
		return -1;
	if (object.type != TP_JSON_OBJECT)
		return tp_err_set(err, TP_DATA, "expected a JSON object { } on the line");
	const struct tp_json *kind = tp_json_get(&object, "kind");
	if (!kind || kind->type != TP_JSON_STRING || kind->text.len == 0) {
		tp_err_set(err, TP_DATA, "expected a text: every record says its kind");
		return tp_err_at(err, NULL, 0, "kind");
	}
	tp_record_init(&reader->record, find_kind(reader, kind->text));
	reader->record.name = kind->text;
	reader->record.line = line;
	reader->record.source = reader->in.name;
	reader->record.row = reader->in.line;
	return read_members(reader, &object, err);
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
	if (read_line(reader, line, err) < 0 || mind(reader, err) < 0)
		return tp_err_at(err, reader->in.name, reader->in.line, NULL);
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
