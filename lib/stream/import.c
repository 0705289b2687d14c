#include "tp/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/day.h"
#include "tp/place.h"
#include "tp/response.h"
#include "tp/survey.h"

/* One sheet on its way. */
struct sheet_run {
	struct tp_import *import;
	struct tp_sheet sheet;
	struct tp_header header;
	const struct tp_instrument *instrument;
	long kind_column;
	struct tp_arena keep; /* the header's */
	struct tp_arena row;  /* one row's */
	struct tp_buf identity, content;
	uint32_t file; /* number in import->names */
	bool bad; /* the row has a bad cell */
};

int tp_import_kind(const char *name, enum tp_kind *kind, struct tp_err *err)
{
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name, *dot = strrchr(base, '.');
	struct tp_text rest = {base, dot && dot != base ? (size_t)(dot - base) : strlen(base)};
	*kind = TP_KIND_other;
	while (rest.ptr) {
		enum tp_kind found = tp_kind_read(tp_text_split(&rest, "-_. "));
		if (found == TP_KIND_other || found == *kind)
			continue;
		if (*kind != TP_KIND_other)
			return tp_err_set(err, TP_USAGE, "%s: the name holds two kinds, %s and %s: say which with -k", name,
				tp_kind_info(*kind)->name, tp_kind_info(found)->name);
		*kind = found;
	}
	return 0;
}

/* Tells what is wrong with the row or cell, and counts on. Only TP_SYSTEM and TP_USAGE stop the import: returns -1
 * then, else 0. */
static int tell(struct sheet_run *run, unsigned long line, const char *field, struct tp_err *bad, struct tp_err *err)
{
	if (bad->code != TP_DATA) {
		*err = *bad;
		return -1;
	}
	tp_err_at(bad, run->sheet.in->name, line, field);
	run->import->tell(run->import->self, bad);
	run->import->poisoned = true;
	run->bad = true;
	return 0;
}

static int tell_column(struct sheet_run *run, const struct tp_sheet_column *column, struct tp_err *bad,
	struct tp_err *err)
{
	char field[sizeof bad->field];
	snprintf(field, sizeof field, "%.*s", (int)(column->title.len < 120 ? column->title.len : 120), column->title.ptr);
	bad->field[0] = '\0'; /* the user knows the column by its header */
	return tell(run, run->sheet.line, field, bad, err);
}

/* --- a row --- */

/* A municipality as people write it becomes its id; a near miss is refused, another id is taken as it is. */
static int settle_place(struct tp_arena *arena, struct tp_text *id, struct tp_err *err)
{
	struct tp_text known = tp_place_find(*id);
	if (known.ptr) {
		*id = tp_text_copy(arena, known);
		return id->ptr ? 0 : tp_err_memory(err);
	}
	struct tp_text near = tp_place_near(*id);
	if (near.ptr)
		return tp_err_set(err, TP_DATA, "no municipality is called %.*s: is it %.*s?", (int)id->len, id->ptr,
			(int)near.len, near.ptr);
	return 0;
}

static int read_field(struct sheet_run *run, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	struct tp_value *slot = tp_record_slot(record, column->field);
	if (tp_cell_read(&run->row, cell, column->field, &column->style, slot, err) < 0)
		return -1;
	if (!tp_field_is_ref(column->field, TP_KIND_municipality))
		return 0;
	if (slot->type == TP_TEXT)
		return settle_place(&run->row, &slot->text, err);
	for (size_t i = 0; slot->type == TP_LIST && i < slot->list.n; i++)
		if (settle_place(&run->row, &slot->list.items[i].text, err) < 0)
			return -1;
	return 0;
}

static int read_updated(struct tp_text cell, struct tp_record *record, struct tp_err *err)
{
	int32_t day;
	cell = tp_text_trim(cell);
	if (cell.len == 0)
		return 0;
	if (!tp_day_read(cell, false, &day))
		return tp_err_set(err, TP_DATA, "%.*s is not a date as 2026-11-22", (int)cell.len, cell.ptr);
	record->updated = tp_value_day(day);
	return 0;
}

static int read_extra(struct sheet_run *run, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	struct tp_text text = tp_text_copy(&run->row, tp_text_trim(cell));
	if (!record->extra)
		record->extra = tp_arena_array(&run->row, run->header.n, sizeof *record->extra);
	if (!record->extra || !text.ptr)
		return tp_err_memory(err);
	if (text.len)
		record->extra[record->extras++] = (struct tp_pair){column->title, tp_value_text(text)};
	return 0;
}

/* Adds an item's answer to the record's values. */
static int add_answer(struct sheet_run *run, struct tp_record *record, struct tp_text item, struct tp_text cell,
	struct tp_err *err)
{
	struct tp_value *values = tp_record_slot(record, TP_response_values);
	if (values->type == TP_ABSENT) {
		*values = tp_value_map(&run->row, run->header.n);
		if (values->type == TP_ABSENT)
			return tp_err_memory(err);
		values->map.n = 0;
	}
	struct tp_pair *pair = &values->map.pairs[values->map.n];
	if (tp_survey_cell(&run->row, run->instrument, cell, &pair->value, err) < 0)
		return -1;
	pair->key = item;
	values->map.n++;
	return 0;
}

static int read_cell(struct sheet_run *run, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	switch (column->use) {
	case TP_COLUMN_FIELD:
		return read_field(run, column, cell, record, err);
	case TP_COLUMN_UPDATED:
		return read_updated(cell, record, err);
	case TP_COLUMN_AT: {
		struct tp_text at = tp_text_copy(&run->row, tp_text_trim(cell));
		if (at.len)
			record->at = tp_value_text(at);
		return at.ptr ? 0 : tp_err_memory(err);
	}
	case TP_COLUMN_ITEM:
		return add_answer(run, record, run->instrument->items[column->item].id, cell, err);
	case TP_COLUMN_EXTRA:
		return read_extra(run, column, cell, record, err);
	case TP_COLUMN_BLANK:
		return tp_text_trim(cell).len == 0 ? 0 :
			tp_err_set(err, TP_DATA, "%.*s stands in a column without a header: give the column a name",
				cell.len < 60 ? (int)cell.len : 60, cell.ptr);
	default:
		return 0;
	}
}

/* The long form: a row is one item's answer. */
static int read_long(struct sheet_run *run, struct tp_record *record, struct tp_err *err)
{
	struct tp_text item = {0}, answer = {0};
	const struct tp_sheet_column *items = NULL, *values = NULL;
	for (size_t i = 0; i < run->header.n; i++) {
		const struct tp_sheet_column *column = &run->header.columns[i];
		if (column->use == TP_COLUMN_ITEM_ID) {
			items = column;
			item = tp_text_trim(run->sheet.cells[i]);
		} else if (column->use == TP_COLUMN_VALUE) {
			values = column;
			answer = run->sheet.cells[i];
		}
	}
	struct tp_err bad = {0};
	long index = tp_instrument_item_read(run->instrument, item);
	if (index < 0) {
		tp_err_set(&bad, TP_DATA, "%.*s is not an item of %.*s", item.len < 60 ? (int)item.len : 60, item.ptr,
			(int)run->instrument->id.len, run->instrument->id.ptr);
		return tell_column(run, items, &bad, err);
	}
	if (add_answer(run, record, run->instrument->items[index].id, answer, &bad) < 0)
		return tell_column(run, values, &bad, err);
	return 0;
}

/* What the sheet leaves to options and to the instrument. */
static int complete_response(struct sheet_run *run, struct tp_record *record, struct tp_err *err)
{
	struct tp_value *instrument = tp_record_slot(record, TP_response_instrument);
	struct tp_value *round = tp_record_slot(record, TP_response_round);
	struct tp_value *group = tp_record_slot(record, TP_response_group);
	if (instrument->type == TP_TEXT && tp_text_compare(instrument->text, run->instrument->id) != 0) {
		struct tp_err bad = {0};
		tp_err_set(&bad, TP_DATA, "%.*s, and the sheet began with %.*s: one survey a file",
			(int)instrument->text.len, instrument->text.ptr, (int)run->instrument->id.len,
			run->instrument->id.ptr);
		return tell_column(run, tp_header_field(&run->header, TP_response_instrument), &bad, err);
	}
	*instrument = tp_value_text(run->instrument->id);
	if (round->type == TP_ABSENT && run->import->options.round)
		*round = tp_value_string(run->import->options.round);
	const struct tp_group *known =
		group->type == TP_TEXT ? tp_instrument_group(run->instrument, group->text) : NULL;
	if (known)
		group->text = known->id;
	return 0;
}

static int tell_missing(struct sheet_run *run, enum tp_field missing, struct tp_err *err)
{
	struct tp_err bad = {0};
	const struct tp_sheet_column *column = tp_header_field(&run->header, missing);
	tp_err_set(&bad, TP_DATA, "empty, and %s cannot be without it", tp_kind_info(run->header.kind)->name);
	if (column)
		return tell_column(run, column, &bad, err);
	bad.text[0] = '\0';
	bad.code = TP_OK;
	tp_err_set(&bad, TP_DATA, "the sheet has no such column, and %s cannot be without it",
		tp_kind_info(run->header.kind)->name);
	return tell(run, run->sheet.line, tp_field_info(missing)->name, &bad, err);
}

static int read_cells(struct sheet_run *run, struct tp_record *record, struct tp_err *err)
{
	for (size_t i = 0; i < run->sheet.n; i++) {
		struct tp_err bad = {0};
		if (i >= run->header.n) {
			if (tp_text_trim(run->sheet.cells[i]).len == 0)
				continue;
			tp_err_set(&bad, TP_DATA, "the row has %zu cells and the header %zu: a delimiter in a cell wants quotes",
				run->sheet.n, run->header.n);
			return tell(run, run->sheet.line, NULL, &bad, err);
		}
		if (read_cell(run, &run->header.columns[i], run->sheet.cells[i], record, &bad) < 0 &&
			tell_column(run, &run->header.columns[i], &bad, err) < 0)
			return -1;
	}
	if (run->sheet.n < run->header.n) {
		struct tp_err bad = {0};
		tp_err_set(&bad, TP_DATA, "the row has %zu cells and the header %zu: add the missing delimiters", run->sheet.n,
			run->header.n);
		return tell(run, run->sheet.line, NULL, &bad, err);
	}
	return 0;
}

/* --- identity --- */

static int conflict(struct sheet_run *run, const struct tp_record *record, const char *item,
	struct tp_unique_place first, struct tp_err *err)
{
	struct tp_err bad = {0};
	tp_err_set(&bad, TP_DATA,
		"%s is the same thing as the one at %s:%u but says something else%s%s: keep one of them, or give both a date "
		"in `updated` (last week's file beside this week's is the usual cause)",
		tp_kind_info(record->kind)->name, run->import->names[first.file], first.line, item ? " of " : "",
		item ? item : "");
	return tell(run, run->sheet.line, NULL, &bad, err);
}

static int ask(struct sheet_run *run, const struct tp_record *record, const char *item, int *answer,
	struct tp_err *err)
{
	if (run->identity.failed || run->content.failed)
		return tp_err_memory(err);
	struct tp_unique_place place = {run->file, (uint32_t)run->sheet.line}, first;
	*answer = tp_unique_add(&run->import->unique, (struct tp_text){run->identity.ptr, run->identity.len},
		(struct tp_text){run->content.ptr, run->content.len},
		record->updated.type == TP_DAY ? record->updated.day : TP_UNIQUE_NO_DAY, place, &first, err);
	if (*answer == TP_UNIQUE_CONFLICT)
		return conflict(run, record, item, first, err);
	return *answer < 0 ? -1 : 0;
}

/* Answers are one thing each; those that were here before are taken out of the record. */
static int check_answers(struct sheet_run *run, struct tp_record *record, bool *repeated, struct tp_err *err)
{
	struct tp_value *values = tp_record_slot(record, TP_response_values);
	size_t kept = 0, n = values->map.n;
	if (tp_record_id(record, TP_response_respondent).len == 0)
		return 0; /* those without a respondent add up */
	for (size_t i = 0; i < n; i++) {
		struct tp_pair *pair = &values->map.pairs[i];
		int answer;
		tp_buf_reset(&run->identity);
		tp_buf_reset(&run->content);
		tp_response_identity(record, pair->key, &run->identity);
		tp_value_canonical(&pair->value, &run->content);
		if (ask(run, record, pair->key.ptr, &answer, err) < 0)
			return -1;
		if (answer != TP_UNIQUE_SAME)
			values->map.pairs[kept++] = *pair;
	}
	values->map.n = kept;
	*repeated = kept == 0;
	return 0;
}

static int check_identity(struct sheet_run *run, struct tp_record *record, bool *repeated, struct tp_err *err)
{
	*repeated = false;
	if (run->import->options.no_unique)
		return 0;
	if (record->kind == TP_KIND_response)
		return check_answers(run, record, repeated, err);
	int answer;
	tp_buf_reset(&run->identity);
	tp_buf_reset(&run->content);
	tp_buf_add_string(&run->identity, tp_kind_info(record->kind)->name);
	tp_buf_add_char(&run->identity, '\0');
	tp_record_identity(record, &run->identity);
	tp_record_content(record, &run->content);
	if (ask(run, record, NULL, &answer, err) < 0)
		return -1;
	*repeated = answer == TP_UNIQUE_SAME;
	return 0;
}

static int set_at(struct sheet_run *run, struct tp_record *record, struct tp_err *err)
{
	const struct tp_import_options *options = &run->import->options;
	if (options->no_at)
		record->at = (struct tp_value){.type = TP_ABSENT};
	if (options->no_at || record->at.type == TP_TEXT || (record->kind == TP_KIND_response && !options->at))
		return 0;
	size_t size = strlen(run->sheet.in->name) + 24;
	char *at = tp_arena_alloc(&run->row, size);
	if (!at)
		return tp_err_memory(err);
	snprintf(at, size, "%s:%lu", run->sheet.in->name, run->sheet.line);
	record->at = tp_value_string(at);
	return 0;
}

/* --- a sheet --- */

/* The instrument of a survey: -i, else what the first row says. */
static int settle_instrument(struct sheet_run *run, struct tp_err *err)
{
	const struct tp_sheet_column *column = tp_header_field(&run->header, TP_response_instrument);
	struct tp_text id = {0};
	run->instrument = run->import->options.instrument;
	if (column)
		id = tp_text_trim(run->sheet.cells[column - run->header.columns]);
	if (!run->instrument && id.len == 0)
		return tp_err_set(err, TP_USAGE, "%s: which survey is it? say -i INSTRUMENT, or add a column instrument",
			run->sheet.in->name);
	if (!run->instrument && tp_shelf_find(run->import->shelf, id, &run->instrument, err) < 0)
		return -1;
	return 0;
}

/* Returns 1 when the sheet's header does not fit, which has been told; the rest of the sheet is then counted only. */
static int settle_survey(struct sheet_run *run, struct tp_err *err)
{
	struct tp_err bad = {0};
	if (settle_instrument(run, &bad) < 0)
		return tell(run, run->sheet.line, NULL, &bad, err) < 0 ? -1 : 1;
	if (tp_header_settle(&run->header, run->instrument, run->import->options.keep_unknown, &bad) < 0)
		return tell(run, 1, NULL, &bad, err) < 0 ? -1 : 1;
	return 0;
}

static int read_row(struct sheet_run *run, struct tp_err *err)
{
	struct tp_record record;
	bool repeated;
	tp_arena_reset(&run->row);
	tp_record_init(&record, run->header.kind);
	if (read_cells(run, &record, err) < 0)
		return -1;
	if (run->header.kind == TP_KIND_response && !run->bad) {
		if (run->header.has_long && read_long(run, &record, err) < 0)
			return -1;
		if (complete_response(run, &record, err) < 0)
			return -1;
	}
	enum tp_field missing = tp_record_missing(&record);
	if (missing != TP_NO_FIELD && !run->bad && tell_missing(run, missing, err) < 0)
		return -1;
	if (run->bad)
		return 0;
	if (check_identity(run, &record, &repeated, err) < 0 || set_at(run, &record, err) < 0)
		return -1;
	if (run->bad)
		return 0;
	if (repeated) {
		run->import->repeated++;
		return 0;
	}
	run->import->records++;
	return tp_sink_put(&run->import->sink, &record, err);
}

/* The kind of a row that has a kind column must be the sheet's. */
static int check_kind(struct sheet_run *run, struct tp_err *err)
{
	if (run->kind_column < 0 || (size_t)run->kind_column >= run->sheet.n)
		return 0;
	struct tp_text cell = tp_text_trim(run->sheet.cells[run->kind_column]);
	if (tp_kind_read(cell) == run->header.kind)
		return 0;
	struct tp_err bad = {0};
	tp_err_set(&bad, TP_DATA, "%.*s, and the sheet is of %s: one kind a file", cell.len < 60 ? (int)cell.len : 60,
		cell.ptr, tp_kind_info(run->header.kind)->name);
	return tell(run, run->sheet.line, "kind", &bad, err);
}

/* The next row; a torn one is told and counted and the next is tried. */
static int next_row(struct sheet_run *run, struct tp_err *err)
{
	while (true) {
		struct tp_err bad = {0};
		int got = tp_sheet_row(&run->sheet, &bad);
		if (got >= 0)
			return got;
		if (tell(run, 0, NULL, &bad, err) < 0)
			return -1;
		run->import->rows++;
		run->import->rejected++;
	}
}

static int read_rows(struct sheet_run *run, struct tp_err *err)
{
	bool settled = run->header.kind != TP_KIND_response, unfit = false;
	int got;
	while ((got = next_row(run, err)) > 0) {
		run->import->rows++;
		run->bad = unfit;
		if (!settled) {
			int result = settle_survey(run, err);
			if (result < 0)
				return -1;
			settled = true;
			run->bad = unfit = result > 0;
		}
		if (!unfit && check_kind(run, err) < 0)
			return -1;
		if (!run->bad && read_row(run, err) < 0)
			return -1;
		run->import->rejected += run->bad;
	}
	return got;
}

/* A first look at the whole sheet, where a column's cells only make sense together: 1.234 beside 1,5, or ticks. */
static int look_ahead(struct sheet_run *run, struct tp_err *err)
{
	int got;
	struct tp_err bad = {0};
	while ((got = tp_sheet_row(&run->sheet, &bad)) != 0) {
		if (got < 0 && bad.code != TP_DATA) {
			*err = bad;
			return -1;
		}
		for (size_t i = 0; got > 0 && i < run->sheet.n && i < run->header.n; i++) {
			struct tp_sheet_column *column = &run->header.columns[i];
			if (column->use == TP_COLUMN_FIELD && tp_cell_needs_style(column->field))
				tp_cell_look(&column->seen, run->sheet.cells[i], column->field);
		}
		tp_err_clear(&bad); /* the second look tells */
	}
	if (tp_sheet_rewind(&run->sheet, err) < 0)
		return -1;
	return tp_sheet_row(&run->sheet, err) < 0 ? -1 : 0; /* past the header again */
}

static void set_styles(struct sheet_run *run)
{
	enum tp_decimal decimal = run->import->options.decimal;
	if (decimal == TP_DECIMAL_FIND && run->sheet.delimiter == ';')
		decimal = TP_DECIMAL_COMMA;
	for (size_t i = 0; i < run->header.n; i++) {
		struct tp_sheet_column *column = &run->header.columns[i];
		column->style = (struct tp_cell_style){decimal, column->seen.comma, column->seen.ticked && column->seen.seen};
	}
}

/* -k, else the kind column's first cell, else the file's name. */
static int find_kind(struct sheet_run *run, enum tp_kind *kind, struct tp_err *err)
{
	const char *name = run->sheet.in->name;
	*kind = run->import->options.kind;
	run->kind_column = tp_header_kind_column(run->sheet.cells, run->sheet.n);
	if (*kind != TP_KIND_other)
		return 0;
	if (run->kind_column >= 0) {
		int got = tp_sheet_row(&run->sheet, err);
		if (got > 0 && (size_t)run->kind_column < run->sheet.n)
			*kind = tp_kind_read(tp_text_trim(run->sheet.cells[run->kind_column]));
		if (got < 0 || tp_sheet_rewind(&run->sheet, err) < 0 || tp_sheet_row(&run->sheet, err) < 0)
			return -1;
		if (got == 0)
			return 0;
	}
	if (*kind == TP_KIND_other && strcmp(name, "-") != 0 && tp_import_kind(name, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other)
		return tp_err_set(err, TP_USAGE, "%s: what kind of records is it? say -k KIND, or name the file after it "
			"(initiatives.csv, roller.csv)", name);
	return 0;
}

static int read_sheet(struct sheet_run *run, struct tp_err *err)
{
	struct tp_err bad = {0};
	enum tp_kind kind;
	int got = tp_sheet_row(&run->sheet, &bad);
	if (got == 0) /* an empty file is an empty sheet */
		return 0;
	if (got < 0 || find_kind(run, &kind, &bad) < 0)
		return tell(run, run->sheet.line, NULL, &bad, err);
	if (kind == TP_KIND_other)
		return 0;
	if (tp_header_read(&run->header, &run->keep, kind, run->sheet.cells, run->sheet.n,
			run->import->options.keep_unknown, &bad) < 0)
		return tell(run, run->sheet.line, NULL, &bad, err);
	if (run->header.needs_style && look_ahead(run, err) < 0)
		return -1;
	set_styles(run);
	return read_rows(run, err);
}

static int remember_name(struct tp_import *import, const char *name, struct tp_err *err)
{
	if (import->names_n == import->names_capacity) {
		size_t more = import->names_capacity ? import->names_capacity * 2 : 16;
		const char **moved = reallocarray(import->names, more, sizeof *moved);
		if (!moved)
			return tp_err_memory(err);
		import->names = moved;
		import->names_capacity = more;
	}
	import->names[import->names_n++] = name;
	return 0;
}

int tp_import_file(struct tp_import *import, const char *name, struct tp_err *err)
{
	struct tp_input in;
	struct sheet_run run = {.import = import, .kind_column = -1};
	struct tp_err bad = {0};
	if (remember_name(import, name, err) < 0)
		return -1;
	run.file = (uint32_t)(import->names_n - 1);
	run.sheet.in = &in;
	if (tp_input_open(&in, name, err) < 0)
		return -1;
	import->files++;
	int result = tp_input_hold(&in, err);
	if (result == 0) {
		if (tp_sheet_open(&run.sheet, &in, &import->options.sheet, &bad) < 0)
			result = tell(&run, 1, NULL, &bad, err);
		else
			result = read_sheet(&run, err);
		tp_sheet_close(&run.sheet);
	}
	if (result == 0 && !in.any && strcmp(name, "-") == 0)
		result = tp_err_set(err, TP_DATA, "nothing came in");
	tp_input_close(&in);
	tp_arena_free(&run.keep);
	tp_arena_free(&run.row);
	tp_buf_free(&run.identity);
	tp_buf_free(&run.content);
	return result;
}

void tp_import_free(struct tp_import *import)
{
	tp_unique_free(&import->unique);
	free(import->names);
	import->names = NULL;
}
