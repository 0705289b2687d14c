#include "tp/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/feed.h"
#include "tp/preamble.h"
#include "tp/reading.h"
#include "tp/template.h"
#include "sheet_run.h"

static int tell(struct tp_sheet_run *run, unsigned long line, struct tp_err *bad, struct tp_err *err)
{
	return tp_intake_tell(&run->intake, line, bad, err);
}

static int tell_row(struct tp_sheet_run *run, struct tp_err *bad, struct tp_err *err)
{
	return tp_intake_tell_row(&run->intake, bad, err);
}

static void tell_cell(void *self, struct tp_err *bad)
{
	struct tp_err ignored;
	(void)tell_row(self, bad, &ignored); /* a row tells of bad data only */
}

/* What -v tells. */
static void note(const struct tp_sheet_run *run, unsigned long line, const char *what)
{
	struct tp_err said = {0};
	tp_err_set(&said, TP_DATA, "%s", what);
	tp_err_at(&said, run->intake.name, line, NULL);
	if (run->import->note)
		run->import->note(run->import->self, &said);
}

/* Which columns go into no record. */
static void note_aside(const struct tp_sheet_run *run)
{
	char titles[400] = "left out: ";
	size_t begin = strlen(titles), len = begin;
	for (size_t i = 0; i < run->header.n && len < sizeof titles; i++) {
		const struct tp_sheet_column *column = &run->header.columns[i];
		if (column->use == TP_COLUMN_ASIDE)
			len += (size_t)snprintf(titles + len, sizeof titles - len, "%s%s", len > begin ? ", " : "",
				tp_text_show(column->title).text);
	}
	if (len > begin)
		note(run, run->header_line, titles);
}

/* --- the header --- */

/* The row's cells outlive it: whoever looks ahead for the kind reads other rows. */
static int keep_titles(struct tp_sheet_run *run, struct tp_err *err)
{
	run->titles_n = run->sheet.n;
	run->titles = tp_arena_array(&run->keep, run->titles_n, sizeof *run->titles);
	for (size_t i = 0; run->titles && i < run->titles_n; i++) {
		run->titles[i] = tp_text_copy(&run->keep, tp_text_trim(run->sheet.cells[i]));
		if (!run->titles[i].ptr)
			return tp_err_memory(err);
	}
	return run->titles ? 0 : tp_err_memory(err);
}

/* Of one that stands in the wrong place only that is told. */
static int tell_header(struct tp_sheet_run *run, struct tp_err *err)
{
	size_t next = 0;
	struct tp_err bad = {0}, better = {0};
	while (tp_header_fault(&run->header, run->row.instrument, run->import->options.keep_unknown, &next, &bad)) {
		int elsewhere = run->unfit ? 0
			: tp_preamble_look(&run->sheet, &run->header, run->row.instrument, &better, err);
		run->unfit = true;
		if (elsewhere != 0)
			return elsewhere < 0 ? -1 : tell(run, run->header_line, &better, err);
		if (tell(run, run->header_line, &bad, err) < 0)
			return -1;
		tp_err_clear(&bad);
	}
	return 0;
}

/* A survey is read by one instrument, but in the long form each row may have its own. */
static int settle(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	bool first = !run->row.instrument;
	run->row.instrument = instrument;
	if (!first)
		return 0;
	tp_header_settle(&run->header, instrument);
	note_aside(run);
	return tell_header(run, err);
}

/* The instrument of the row, from its cell, else from the options. -1: TP_DATA, the row is bad. */
static int find_instrument(struct tp_sheet_run *run, const struct tp_instrument **out, struct tp_err *err)
{
	const struct tp_sheet_column *column = tp_header_field(&run->header, TP_response_instrument);
	size_t i = column ? (size_t)(column - run->header.columns) : run->sheet.n;
	struct tp_text id = i < run->sheet.n ? tp_text_trim(run->sheet.cells[i]) : (struct tp_text){0};
	*out = run->instrument;
	if (column)
		tp_mapping_cell(column->cells, id, &id);
	if (!*out && id.len == 0)
		id = tp_mapping_default(run->import->options.mapping, TP_response_instrument);
	if (!*out && !column && id.len == 0)
		return tp_err_set(err, TP_USAGE, "%s: which survey is it? say -i INSTRUMENT, or add a column instrument",
			run->sheet.in->name);
	if (!*out && id.len == 0)
		tp_err_set(err, TP_DATA, "empty, and a response cannot be without it: fill it in, or say -i INSTRUMENT");
	else if (id.len > 0 && tp_shelf_find(run->import->shelf, id, out, err) == 0 && run->row.instrument &&
		*out != run->row.instrument && !run->header.item_id)
		tp_err_set(err, TP_DATA, "%s, and the sheet began with %.*s: a survey with a column an item is one file",
			tp_text_show(id).text, (int)run->row.instrument->id.len, run->row.instrument->id.ptr);
	if (err->code == TP_OK)
		return 0;
	return column ? tp_header_at(&run->header, column, err) : -1;
}

static void set_styles(struct tp_sheet_run *run)
{
	for (size_t i = 0; i < run->header.n; i++) {
		run->header.columns[i].style.amount.decimal = run->import->options.decimal;
		run->header.columns[i].style.amount.delimiter = run->sheet.delimiter;
	}
}

/* --- its rows --- */

/* The groups of those invited are those of the instrument. */
static int prepare_invited(struct tp_sheet_run *run, struct tp_err *err)
{
	const struct tp_sheet_column *column = tp_header_field(&run->header, TP_invited_instrument);
	size_t i = column ? (size_t)(column - run->header.columns) : run->sheet.n;
	struct tp_text id = i < run->sheet.n ? tp_text_trim(run->sheet.cells[i]) : (struct tp_text){0};
	if (column)
		tp_mapping_cell(column->cells, id, &id);
	return tp_intake_invited(&run->intake, id, &run->row.instrument, err) < 0 ? -1 : 1;
}

/* 1: what the row is read by is settled; 0: the row is bad. */
static int prepare_row(struct tp_sheet_run *run, struct tp_err *err)
{
	const struct tp_instrument *instrument;
	struct tp_err bad = {0};
	if (run->unfit)
		return 0;
	if (tp_sheet_run_check_kind(run, &bad) < 0)
		return tell_row(run, &bad, err);
	if (run->header.kind == TP_KIND_invited)
		return prepare_invited(run, err);
	if (run->header.kind != TP_KIND_response)
		return 1;
	if (find_instrument(run, &instrument, &bad) < 0)
		return tell_row(run, &bad, err);
	return settle(run, instrument, err) < 0 ? -1 : !run->unfit;
}

/* A record for everyone whom the row names. */
static int put_roles(struct tp_sheet_run *run, struct tp_record *record, struct tp_err *err)
{
	int good = 1, got;
	run->import->unnamed += run->row.named == 0;
	while ((got = tp_row_role(&run->row, run->sheet.cells, run->sheet.n, record, err)) > 0) {
		int put = tp_intake_put(&run->intake, record, err);
		if (put < 0)
			return -1;
		good = good && put;
	}
	return got < 0 ? -1 : good;
}

/* A row whose cells all came before. 1: it is put; 0: it has to be read; -1. */
static int recall_row(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_import *import = run->import;
	const struct tp_record *record;
	struct tp_text line;
	if (import->line) {
		if (!tp_recall_line(&run->recall, &run->row, &run->sheet, &line))
			return 0;
		import->records++;
		return import->line(import->self, line, err) < 0 ? -1 : 1;
	}
	record = tp_recall_record(&run->recall, &run->row, &run->sheet);
	if (!record)
		return 0;
	import->records++;
	return tp_sink_put(&import->sink, record, err) < 0 ? -1 : 1;
}

/* 1: the row is good, and its record put; 0: it is bad, which was told; -1. */
static int read_row(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_record record;
	int recalled = run->recalls ? recall_row(run, err) : 0;
	if (recalled != 0)
		return recalled;
	int good = prepare_row(run, err);
	if (good > 0)
		good = tp_row_read(&run->row, run->sheet.cells, run->sheet.n, &record, err);
	if (good <= 0)
		return good;
	good = run->header.roles ? put_roles(run, &record, err) : tp_intake_put(&run->intake, &record, err);
	if (good > 0 && run->recalls && tp_recall_learn(&run->recall, &run->row, &run->sheet, &record, err) < 0)
		return -1;
	return good;
}

static int reject(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_rejects *rejects = run->unfit ? NULL : run->intake.rejects;
	run->import->rejected++;
	return rejects ? tp_rejects_add(rejects, &run->sheet, &run->header, err) : 0;
}

static void pass_over_marked(struct tp_sheet_run *run)
{
	note(run, run->sheet.line, "a row of the template, passed over");
	run->import->examples += tp_template_is_example(run->sheet.cells[run->mark]);
}

static int read_rows(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_err bad = {0};
	tp_sheet_run_recall(run);
	while (true) {
		int got = tp_sheet_row(&run->sheet, &bad);
		if (got == 0)
			return 0;
		if (got > 0 && tp_sheet_run_is_again(run)) {
			note(run, run->sheet.line, "the header again, passed over");
			continue;
		}
		if (got > 0 && tp_sheet_run_is_marked(run)) {
			pass_over_marked(run);
			continue;
		}
		run->import->rows++;
		run->intake.line = run->sheet.line;
		run->intake.rejects = run->sheet.raw.len > 0 ? run->import->rejects : NULL;
		int good = got > 0 ? read_row(run, err) : tell_row(run, &bad, err);
		if (got < 0)
			tp_err_clear(&bad);
		if (good < 0 || (good == 0 && reject(run, err) < 0))
			return -1;
	}
}

/* How many cells a row must have: columns without a header need none. */
static size_t width_of(const struct tp_header *header)
{
	size_t n = header->n;
	while (n > 0 && header->columns[n - 1].use == TP_COLUMN_BLANK)
		n--;
	return n;
}

/* Must the whole column be seen before a cell of it can be read? */
static bool needs_look(const struct tp_sheet_run *run)
{
	bool needed = run->import->rejects;
	for (size_t i = 0; i < run->header.n; i++) {
		const struct tp_sheet_column *column = &run->header.columns[i];
		needed |= column->use == TP_COLUMN_FIELD && tp_cell_needs_look(column->field, &column->style);
	}
	return needed;
}

/* The instrument of a survey whose rows do not say, as far as it is known from outside; NULL. */
static int instrument_outside(struct tp_sheet_run *run, const struct tp_instrument **out, struct tp_err *err)
{
	const struct tp_import_options *options = &run->import->options;
	struct tp_text id = tp_mapping_default(options->mapping, TP_response_instrument);
	*out = run->instrument;
	if (run->header.kind != TP_KIND_response || tp_header_field(&run->header, TP_response_instrument))
		*out = NULL;
	else if (!*out && id.len > 0)
		return tp_shelf_find(run->import->shelf, id, out, err);
	return 0;
}

/* Survey tools write a row of names and a row of questions. */
static int read_second_header(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	int got = tp_sheet_run_second(run, instrument, err);
	if (got <= 0)
		return got;
	note(run, run->sheet.line, "a second header row: what the first one does not tell is read from it");
	return run->import->rejects ? tp_rejects_second(run->import->rejects, &run->sheet, err) : 0;
}

/* Reads the header that the sheet has given, and what must be known before its rows. 1: go on; 0: it was told why not;
 * -1. */
static int read_header(struct tp_sheet_run *run, enum tp_kind kind, const struct tp_instrument **instrument,
	struct tp_err *err)
{
	struct tp_err bad = {0};
	if (tp_header_read(&run->header, &run->keep, kind, run->import->options.mapping, run->titles, run->titles_n, err) < 0)
		return -1;
	if (instrument_outside(run, instrument, &bad) < 0)
		return tell(run, run->header_line, &bad, err);
	if (read_second_header(run, *instrument, err) < 0)
		return -1;
	if (*instrument)
		tp_header_settle(&run->header, *instrument);
	set_styles(run);
	run->sheet.width = width_of(&run->header);
	run->row.header = &run->header;
	return needs_look(run) && tp_sheet_run_look_ahead(run, err) < 0 ? -1 : 1;
}

/* The instrument of a survey's first row, where each says its own. */
static int first_instrument(struct tp_sheet_run *run, const struct tp_instrument **out, struct tp_err *err)
{
	struct tp_err bad = {0};
	if (tp_sheet_run_hold(run, err) < 0)
		return -1;
	int got = tp_sheet_run_look(run, err);
	if (got < 0 || (got > 0 && find_instrument(run, out, &bad) < 0 && tell(run, run->sheet.line, &bad, err) < 0))
		return -1;
	return tp_sheet_rewind(&run->sheet, err);
}

/* Looks at all rows to begin a map of the sheet. */
static int look_for_map(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	struct tp_starter *starter = run->import->starter;
	int got = 0;
	if (run->header.kind == TP_KIND_response && !instrument && first_instrument(run, &instrument, err) < 0)
		return -1;
	if (instrument)
		tp_header_settle(&run->header, instrument);
	if (tp_starter_header(starter, &run->header, instrument, err) < 0)
		return -1;
	while ((got = tp_sheet_run_look(run, err)) > 0)
		if (!tp_sheet_run_is_again(run) &&
			tp_starter_row(starter, &run->header, instrument, run->sheet.cells, run->sheet.n, err) < 0)
			return -1;
	return got;
}

/* All rows, behind a header that is read. */
static int import_rows(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	if (run->header.kind != TP_KIND_response) {
		note_aside(run);
		if (tell_header(run, err) < 0)
			return -1;
	} else if (instrument && settle(run, instrument, err) < 0) {
		return -1;
	}
	return read_rows(run, err);
}

static int read_sheet(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_rejects *rejects = run->import->rejects;
	struct tp_err bad = {0};
	enum tp_kind kind;
	char how[TP_READING_SIZE];
	const struct tp_instrument *instrument;
	int got = tp_sheet_row(&run->sheet, &bad);
	if (got == 0) /* an empty file is an empty sheet */
		return 0;
	run->header_line = run->sheet.line;
	if (rejects && tp_rejects_header(rejects, &run->sheet, err) < 0)
		return -1;
	if (got > 0 && keep_titles(run, err) < 0)
		return -1;
	if (got < 0 || tp_sheet_run_kind(run, &kind, &bad) < 0)
		return tell(run, run->header_line, &bad, err);
	got = read_header(run, kind, &instrument, err);
	if (got <= 0)
		return got;
	if ((run->import->starter ? look_for_map(run, instrument, err) : import_rows(run, instrument, err)) < 0)
		return -1;
	tp_reading_tell(&run->sheet, &run->header, run->header_line, run->import->options.decimal, how);
	note(run, 0, how);
	return 0;
}

/* --- a file --- */

/* A sheet, or JSON. */
static int read_input(struct tp_sheet_run *run, struct tp_input *in, struct tp_err *err)
{
	struct tp_sheet_options options = run->import->options.sheet;
	struct tp_rejects *rejects = run->import->rejects;
	struct tp_err bad = {0};
	options.keep_raw = rejects;
	if (tp_encoding_begin(in, &options.encoding, &bad) < 0)
		return tell(run, 0, &bad, err);
	if (rejects && tp_rejects_begin(rejects, run->intake.file, in, err) < 0)
		return -1;
	int json = tp_feed_is_json(in, &bad);
	if (json > 0 && options.skip > 0)
		json = tp_err_set(&bad, TP_DATA, "--skip is for sheets, and the file begins like JSON: import it by itself");
	if (json > 0 && run->import->starter)
		json = tp_err_set(&bad, TP_DATA, "is JSON: a map is begun from sheets, and holds for JSON too");
	if (json > 0) {
		note(run, 0, "json");
		return tp_feed_read(&run->intake, in, err);
	}
	if (json < 0 || tp_sheet_open(&run->sheet, in, &options, &bad) < 0)
		return tell(run, 0, &bad, err);
	return read_sheet(run, err);
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

static int begin_file(struct tp_sheet_run *run, struct tp_import *import, struct tp_input *in, struct tp_err *err)
{
	*run = (struct tp_sheet_run){
		.import = import, .kind_column = -1, .mark = -1, .instrument = import->options.instrument};
	run->sheet.in = in;
	run->row.round = import->options.round;
	run->row.tell = tell_cell;
	run->row.self = run;
	if (remember_name(import, in->name, err) < 0)
		return -1;
	run->intake = (struct tp_intake){
		.import = import, .name = in->name, .file = (uint32_t)(import->names_n - 1), .arena = &run->row.arena};
	return 0;
}

static int read_file(struct tp_sheet_run *run, struct tp_input *in, struct tp_err *err)
{
	run->import->files++;
	int result = read_input(run, in, err);
	if (result == 0 && !in->any && strcmp(in->name, "-") == 0)
		result = tp_err_set(err, TP_DATA, "nothing came in");
	tp_sheet_close(&run->sheet);
	tp_arena_free(&run->keep);
	tp_row_free(&run->row);
	tp_recall_free(&run->recall);
	tp_intake_free(&run->intake);
	return result;
}

int tp_import_input(struct tp_import *import, struct tp_input *in, struct tp_err *err)
{
	struct tp_sheet_run run;
	return begin_file(&run, import, in, err) < 0 ? -1 : read_file(&run, in, err);
}

int tp_import_file(struct tp_import *import, const char *name, struct tp_err *err)
{
	struct tp_input in = {.name = name};
	struct tp_sheet_run run;
	struct tp_err bad = {0};
	if (begin_file(&run, import, &in, err) < 0)
		return -1;
	if (tp_input_open(&in, name, &bad) < 0)
		return tell(&run, 0, &bad, err);
	in.watch = import->watch;
	int result = read_file(&run, &in, err);
	tp_input_close(&in);
	return result;
}

int tp_import_end(struct tp_import *import, struct tp_err *err)
{
	struct tp_unique_place place;
	struct tp_err bad = {0};
	if (import->options.check_refs && tp_refs_close(&import->refs, err) < 0)
		return -1;
	for (size_t next = 0; tp_refs_fault(&import->refs, &next, &place, &bad); tp_err_clear(&bad)) {
		tp_err_at(&bad, import->names[place.file], place.line, NULL);
		import->tell(import->self, &bad);
		import->poisoned = true;
	}
	return 0;
}

void tp_import_free(struct tp_import *import)
{
	tp_refs_free(&import->refs);
	tp_unique_free(&import->unique);
	free(import->names);
	import->names = NULL;
}
