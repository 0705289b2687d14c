#include "tp/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/feed.h"
#include "tp/intake.h"
#include "tp/preamble.h"
#include "tp/reading.h"
#include "tp/row.h"

/* One sheet on its way. */
struct sheet_run {
	struct tp_import *import;
	struct tp_sheet sheet;
	struct tp_header header;
	unsigned long header_line;
	struct tp_text *titles; /* the header's cells, trimmed */
	size_t titles_n;
	long kind_column; /* -1: none */
	bool held; /* what comes behind the header can be read again */
	bool unfit; /* the header is bad: rows are only counted */
	struct tp_row row;
	struct tp_arena keep; /* the header's */
	struct tp_intake intake;
};

int tp_import_kind(const char *name, enum tp_kind *kind, struct tp_err *err)
{
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name, *dot = strrchr(base, '.');
	struct tp_text rest = {base, dot && dot != base ? (size_t)(dot - base) : strlen(base)};
	*kind = TP_KIND_other;
	while (rest.ptr) {
		enum tp_kind found = tp_kind_read(tp_text_split(&rest, "-_. ()"));
		if (found == TP_KIND_other || found == *kind)
			continue;
		if (*kind != TP_KIND_other)
			return tp_err_set(err, TP_USAGE, "%s: the name holds two kinds, %s and %s: say which with -k", name,
				tp_kind_info(*kind)->name, tp_kind_info(found)->name);
		*kind = found;
	}
	return 0;
}

static int tell(struct sheet_run *run, unsigned long line, struct tp_err *bad, struct tp_err *err)
{
	return tp_intake_tell(&run->intake, line, bad, err);
}

static int tell_row(struct sheet_run *run, struct tp_err *bad, struct tp_err *err)
{
	return tp_intake_tell_row(&run->intake, bad, err);
}

static void tell_cell(void *self, struct tp_err *bad)
{
	struct tp_err ignored;
	(void)tell_row(self, bad, &ignored); /* a row tells of bad data only */
}

/* What -v tells. */
static void note(const struct sheet_run *run, unsigned long line, const char *what)
{
	struct tp_err said = {0};
	tp_err_set(&said, TP_DATA, "%s", what);
	tp_err_at(&said, run->intake.name, line, NULL);
	if (run->import->note)
		run->import->note(run->import->self, &said);
}

/* --- the header --- */

/* The row's cells outlive it: whoever looks ahead for the kind reads other rows. */
static int keep_titles(struct sheet_run *run, struct tp_err *err)
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

/* Where files were joined the header stands among the rows. Empty cells at its end make no difference. */
static bool is_header_again(const struct sheet_run *run)
{
	size_t n = run->sheet.n > run->titles_n ? run->sheet.n : run->titles_n, same = 0;
	for (; same < n; same++) {
		struct tp_text title = same < run->titles_n ? run->titles[same] : (struct tp_text){0};
		struct tp_text cell = same < run->sheet.n ? tp_text_trim(run->sheet.cells[same]) : (struct tp_text){0};
		if (tp_text_compare(cell, title) != 0)
			return false;
	}
	return true;
}

/* Of one that stands in the wrong place only that is told. */
static int tell_header(struct sheet_run *run, struct tp_err *err)
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
static int settle(struct sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	bool first = !run->row.instrument;
	run->row.instrument = instrument;
	if (!first)
		return 0;
	tp_header_settle(&run->header, instrument);
	return tell_header(run, err);
}

/* The instrument of the row, from its cell, else from the options. -1: TP_DATA, the row is bad. */
static int find_instrument(struct sheet_run *run, const struct tp_instrument **out, struct tp_err *err)
{
	const struct tp_sheet_column *column = tp_header_field(&run->header, TP_response_instrument);
	size_t i = column ? (size_t)(column - run->header.columns) : run->sheet.n;
	struct tp_text id = i < run->sheet.n ? tp_text_trim(run->sheet.cells[i]) : (struct tp_text){0};
	*out = run->import->options.instrument;
	if (!*out && !column)
		return tp_err_set(err, TP_USAGE, "%s: which survey is it? say -i INSTRUMENT, or add a column instrument",
			run->sheet.in->name);
	if (!*out && id.len == 0)
		tp_err_set(err, TP_DATA, "empty, and a response cannot be without it: fill it in, or say -i INSTRUMENT");
	else if (id.len > 0 && tp_shelf_find(run->import->shelf, id, out, err) == 0 && run->row.instrument &&
		*out != run->row.instrument && !run->header.item_id)
		tp_err_set(err, TP_DATA, "%s, and the sheet began with %.*s: a survey with a column an item is one file",
			tp_cell_show(id).text, (int)run->row.instrument->id.len, run->row.instrument->id.ptr);
	return err->code == TP_OK ? 0 : tp_header_at(&run->header, column, err);
}

static void set_styles(struct sheet_run *run)
{
	for (size_t i = 0; i < run->header.n; i++) {
		run->header.columns[i].style.amount.decimal = run->import->options.decimal;
		run->header.columns[i].style.amount.delimiter = run->sheet.delimiter;
	}
}

/* Reads on to the next row that can be read; 0 at the end. What cannot will be told when its turn comes. */
static int look_at_row(struct sheet_run *run, struct tp_err *err)
{
	struct tp_err bad = {0};
	int got;
	while ((got = tp_sheet_row(&run->sheet, &bad)) < 0 && bad.code == TP_DATA)
		tp_err_clear(&bad);
	if (got < 0)
		*err = bad;
	return got;
}

/* Behind the header, so that one can come back there. */
static int hold(struct sheet_run *run, struct tp_err *err)
{
	bool held = run->held;
	run->held = true;
	return held ? 0 : tp_sheet_hold(&run->sheet, err);
}

/* Where cells have moved, they tell nothing of the columns. */
static void look_at_cells(struct sheet_run *run)
{
	if (!tp_row_fits(&run->header, run->sheet.cells, run->sheet.n))
		return;
	for (size_t i = 0; i < run->sheet.n && i < run->header.n; i++) {
		struct tp_sheet_column *column = &run->header.columns[i];
		if (column->use == TP_COLUMN_REASON)
			tp_rejects_styles(run->sheet.cells[i], &run->header);
		else if (column->use == TP_COLUMN_FIELD && tp_cell_has_style(column->field))
			tp_cell_look(&column->style, run->sheet.cells[i], column->field);
	}
}

/* A first look at the whole sheet, where a column's cells only make sense together: 1.234 beside 1,5, or ticks; and where
 * reasons are to be written in its encoding. */
static int look_ahead(struct sheet_run *run, struct tp_err *err)
{
	int got;
	if (hold(run, err) < 0)
		return -1;
	while ((got = look_at_row(run, err)) > 0)
		look_at_cells(run);
	if (run->import->rejects)
		run->import->rejects->encoding = run->sheet.encoding;
	return got < 0 ? -1 : tp_sheet_rewind(&run->sheet, err);
}

/* --- its kind --- */

static int no_kind(const struct tp_text cell, struct tp_err *err)
{
	tp_err_set(err, TP_DATA, "%s is no kind of record: expected one as initiative or indsats, milestone or milepæl",
		tp_cell_show(cell).text);
	return tp_err_at(err, NULL, 0, "kind");
}

/* What the first filled cell of the kind column says; TP_KIND_other when none is filled. */
static int read_kind_column(struct sheet_run *run, enum tp_kind *kind, struct tp_err *err)
{
	struct tp_text cell = {0};
	int got;
	if (hold(run, err) < 0)
		return -1;
	while (cell.len == 0 && (got = look_at_row(run, err)) != 0) {
		if (got < 0)
			return -1;
		if ((size_t)run->kind_column < run->sheet.n && !is_header_again(run))
			cell = tp_text_trim(run->sheet.cells[run->kind_column]);
	}
	*kind = tp_kind_read(cell);
	if (cell.len > 0 && *kind == TP_KIND_other) {
		no_kind(cell, err);
		return tp_err_at(err, NULL, run->sheet.line, NULL);
	}
	return tp_sheet_rewind(&run->sheet, err);
}

/* -k, else the kind column, else the file's name. */
static int find_kind(struct sheet_run *run, enum tp_kind *kind, struct tp_err *err)
{
	const char *name = run->sheet.in->name;
	*kind = run->import->options.kind;
	run->kind_column = tp_header_kind_column(run->titles, run->titles_n);
	if (*kind == TP_KIND_other && run->kind_column >= 0 && read_kind_column(run, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other && strcmp(name, "-") != 0 && tp_import_kind(name, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other)
		return tp_err_set(err, TP_USAGE, "%s: what kind of records is it? say -k KIND, or name the file after it "
			"(initiatives.csv, roller.csv)", name);
	return 0;
}

/* A row that says its kind must say the sheet's. */
static int check_kind(struct sheet_run *run, struct tp_err *err)
{
	if (run->kind_column < 0 || (size_t)run->kind_column >= run->sheet.n)
		return 0;
	struct tp_text cell = tp_text_trim(run->sheet.cells[run->kind_column]);
	enum tp_kind kind = tp_kind_read(cell);
	if (cell.len == 0 || kind == run->header.kind)
		return 0;
	if (kind == TP_KIND_other)
		return no_kind(cell, err);
	tp_err_set(err, TP_DATA, "%s, and the sheet is of %s: one kind a file", tp_cell_show(cell).text,
		tp_kind_info(run->header.kind)->name);
	return tp_err_at(err, NULL, 0, "kind");
}

/* --- its rows --- */

/* 1: what the row is read by is settled; 0: the row is bad. */
static int prepare_row(struct sheet_run *run, struct tp_err *err)
{
	const struct tp_instrument *instrument;
	struct tp_err bad = {0};
	if (run->unfit)
		return 0;
	if (check_kind(run, &bad) < 0)
		return tell_row(run, &bad, err);
	if (run->header.kind != TP_KIND_response)
		return 1;
	if (find_instrument(run, &instrument, &bad) < 0)
		return tell_row(run, &bad, err);
	return settle(run, instrument, err) < 0 ? -1 : !run->unfit;
}

/* 1: the row is good, and its record put; 0: it is bad, which was told; -1. */
static int read_row(struct sheet_run *run, struct tp_err *err)
{
	struct tp_record record;
	int good = prepare_row(run, err);
	if (good > 0)
		good = tp_row_read(&run->row, run->sheet.cells, run->sheet.n, &record, err);
	return good > 0 ? tp_intake_put(&run->intake, &record, err) : good;
}

static int reject(struct sheet_run *run, struct tp_err *err)
{
	struct tp_rejects *rejects = run->unfit ? NULL : run->intake.rejects;
	run->import->rejected++;
	return rejects ? tp_rejects_add(rejects, &run->sheet, &run->header, err) : 0;
}

static int read_rows(struct sheet_run *run, struct tp_err *err)
{
	while (true) {
		struct tp_err bad = {0};
		int got = tp_sheet_row(&run->sheet, &bad);
		if (got == 0)
			return 0;
		if (got > 0 && is_header_again(run)) {
			note(run, run->sheet.line, "the header again, passed over");
			continue;
		}
		run->import->rows++;
		run->intake.line = run->sheet.line;
		run->intake.rejects = run->sheet.raw.len > 0 ? run->import->rejects : NULL;
		int good = got > 0 ? read_row(run, err) : tell_row(run, &bad, err);
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
static bool needs_look(const struct sheet_run *run)
{
	bool needed = run->import->rejects;
	for (size_t i = 0; i < run->header.n; i++) {
		const struct tp_sheet_column *column = &run->header.columns[i];
		needed |= column->use == TP_COLUMN_FIELD && tp_cell_needs_look(column->field, &column->style);
	}
	return needed;
}

/* Reads the header that the sheet has given, and what must be known before its rows. */
static int read_header(struct sheet_run *run, enum tp_kind kind, struct tp_err *err)
{
	const struct tp_import_options *options = &run->import->options;
	if (tp_header_read(&run->header, &run->keep, kind, run->titles, run->titles_n, err) < 0)
		return -1;
	set_styles(run);
	run->sheet.width = width_of(&run->header);
	run->row.header = &run->header;
	if (needs_look(run) && look_ahead(run, err) < 0)
		return -1;
	if (kind != TP_KIND_response)
		return tell_header(run, err);
	if (options->instrument && !tp_header_field(&run->header, TP_response_instrument))
		return settle(run, options->instrument, err);
	return 0;
}

static int read_sheet(struct sheet_run *run, struct tp_err *err)
{
	struct tp_rejects *rejects = run->import->rejects;
	struct tp_err bad = {0};
	enum tp_kind kind;
	char how[TP_READING_SIZE];
	int got = tp_sheet_row(&run->sheet, &bad);
	if (got == 0) /* an empty file is an empty sheet */
		return 0;
	run->header_line = run->sheet.line;
	if (rejects && tp_rejects_header(rejects, &run->sheet, err) < 0)
		return -1;
	if (got > 0 && keep_titles(run, err) < 0)
		return -1;
	if (got < 0 || find_kind(run, &kind, &bad) < 0)
		return tell(run, run->header_line, &bad, err);
	if (read_header(run, kind, err) < 0 || read_rows(run, err) < 0)
		return -1;
	tp_reading_tell(&run->sheet, &run->header, run->header_line, run->import->options.decimal, how);
	note(run, 0, how);
	return 0;
}

/* --- a file --- */

/* A sheet, or JSON. */
static int read_input(struct sheet_run *run, struct tp_input *in, struct tp_err *err)
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

static int begin_file(struct sheet_run *run, struct tp_import *import, struct tp_input *in, struct tp_err *err)
{
	*run = (struct sheet_run){.import = import, .kind_column = -1};
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

static int read_file(struct sheet_run *run, struct tp_input *in, struct tp_err *err)
{
	run->import->files++;
	int result = read_input(run, in, err);
	if (result == 0 && !in->any && strcmp(in->name, "-") == 0)
		result = tp_err_set(err, TP_DATA, "nothing came in");
	tp_sheet_close(&run->sheet);
	tp_arena_free(&run->keep);
	tp_row_free(&run->row);
	tp_intake_free(&run->intake);
	return result;
}

int tp_import_input(struct tp_import *import, struct tp_input *in, struct tp_err *err)
{
	struct sheet_run run;
	return begin_file(&run, import, in, err) < 0 ? -1 : read_file(&run, in, err);
}

int tp_import_file(struct tp_import *import, const char *name, struct tp_err *err)
{
	struct tp_input in = {.name = name};
	struct sheet_run run;
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
