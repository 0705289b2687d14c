#include "sheet_run.h"

#include <string.h>

#include "tp/delimiter.h"
#include "tp/template.h"

int tp_sheet_run_look(struct tp_sheet_run *run, struct tp_err *err)
{
	struct tp_err bad = {0};
	int got;
	while ((got = tp_sheet_row(&run->sheet, &bad)) > 0 ? tp_sheet_run_is_marked(run) : got < 0 && bad.code == TP_DATA)
		tp_err_clear(&bad);
	if (got < 0)
		*err = bad;
	return got;
}

bool tp_sheet_run_is_marked(const struct tp_sheet_run *run)
{
	return run->mark >= 0 && (size_t)run->mark < run->sheet.n && tp_template_is_mark(run->sheet.cells[run->mark]);
}

int tp_sheet_run_hold(struct tp_sheet_run *run, struct tp_err *err)
{
	bool held = run->held;
	run->held = true;
	return held ? 0 : tp_sheet_hold(&run->sheet, err);
}

bool tp_sheet_run_is_again(const struct tp_sheet_run *run)
{
	size_t n = run->sheet.n > run->titles_n ? run->sheet.n : run->titles_n, same = 0;
	if (run->sheet.n > 0 && run->titles_n > 0 && run->sheet.cells[0].len < run->titles[0].len)
		return false;
	for (; same < n; same++) {
		struct tp_text title = same < run->titles_n ? run->titles[same] : (struct tp_text){0};
		struct tp_text cell = same < run->sheet.n ? tp_text_trim(run->sheet.cells[same]) : (struct tp_text){0};
		if (tp_text_compare(cell, title) != 0)
			return false;
	}
	return true;
}

/* The row that comes next, as far as it is whole in what is ahead, in UTF-8: 1, 0 or -1. */
static int look_at_next(const struct tp_sheet_run *run, struct tp_text ahead, struct tp_csv *csv, struct tp_err *err)
{
	struct tp_err torn = {0};
	unsigned long lines = 0;
	int got;
	if (tp_csv_init(csv, run->sheet.delimiter, err) < 0)
		return -1;
	do
		got = tp_delimiter_row(csv, &ahead, &lines, &torn);
	while (got > 0 && tp_delimiter_blank(csv->cells, csv->n));
	if (torn.code == TP_SYSTEM)
		*err = torn;
	return got < 0 && torn.code == TP_DATA ? 0 : got;
}

/* Told by a look ahead, so that a sheet can still be read only once. */
static int is_second(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	struct tp_buf text = {0};
	struct tp_csv csv = {0};
	struct tp_text ahead;
	if (tp_sheet_ahead(&run->sheet, &ahead, err) < 0)
		return -1;
	if (tp_text_valid(ahead) < ahead.len) {
		tp_text_from_1252(&text, ahead);
		ahead = (struct tp_text){text.ptr, text.len};
	}
	int got = text.failed ? tp_err_memory(err) : look_at_next(run, ahead, &csv, err);
	if (got > 0)
		got = tp_header_is_again(&run->header, instrument, csv.cells, csv.n);
	tp_csv_free(&csv);
	tp_buf_free(&text);
	return got;
}

int tp_sheet_run_second(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err)
{
	struct tp_err bad = {0};
	int got = is_second(run, instrument, err);
	if (got <= 0)
		return got;
	got = tp_sheet_row(&run->sheet, &bad);
	if (got < 0)
		*err = bad;
	run->held = false; /* what comes behind it */
	return got <= 0 || tp_header_again(&run->header, &run->keep, instrument, run->sheet.cells, run->sheet.n, err) < 0
		? -1 : 1;
}

void tp_sheet_run_recall(struct tp_sheet_run *run)
{
	const struct tp_import *import = run->import;
	const struct tp_import_options *options = &import->options;
	run->recalls = run->header.kind == TP_KIND_response && run->kind_column < 0 && !import->disguise &&
		options->no_unique && !options->at && !options->check_refs;
	run->recall.records = !import->line;
	run->recall.shelf = import->shelf;
}

/* --- its kind --- */

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

static int no_kind(const struct tp_text cell, struct tp_err *err)
{
	tp_err_set(err, TP_DATA, "%s is no kind of record: expected one as initiative or indsats, milestone or milepæl",
		tp_text_show(cell).text);
	return tp_err_at(err, NULL, 0, "kind");
}

/* The kind that a cell says. */
static enum tp_kind read_kind(const struct tp_sheet_run *run, struct tp_text cell)
{
	tp_mapping_cell(tp_mapping_named(run->import->options.mapping, tp_text_of("kind")), cell, &cell);
	return tp_kind_read(cell);
}

/* What the first filled cell of the kind column says; TP_KIND_other when none is filled. */
static int read_kind_column(struct tp_sheet_run *run, enum tp_kind *kind, struct tp_err *err)
{
	struct tp_text cell = {0};
	int got;
	if (tp_sheet_run_hold(run, err) < 0)
		return -1;
	while (cell.len == 0 && (got = tp_sheet_run_look(run, err)) != 0) {
		if (got < 0)
			return -1;
		if ((size_t)run->kind_column < run->sheet.n && !tp_sheet_run_is_again(run))
			cell = tp_text_trim(run->sheet.cells[run->kind_column]);
	}
	*kind = read_kind(run, cell);
	if (cell.len > 0 && *kind == TP_KIND_other) {
		no_kind(cell, err);
		return tp_err_at(err, NULL, run->sheet.line, NULL);
	}
	return tp_sheet_rewind(&run->sheet, err);
}

/* Among the titles that a map renames, too. */
static long find_kind_column(const struct tp_sheet_run *run)
{
	for (size_t i = 0; i < run->titles_n; i++) {
		const struct tp_mapping_column *mapped =
			tp_mapping_column(run->import->options.mapping, run->titles[i]);
		if (mapped && mapped->target.ptr && tp_header_kind_column(&mapped->target, 1) == 0)
			return (long)i;
	}
	return tp_header_kind_column(run->titles, run->titles_n);
}

static int refuse_template(const struct tp_sheet_run *run, struct tp_text of, const char *option, struct tp_err *err)
{
	return tp_err_set(err, TP_USAGE, "%s: it is a template of %s: leave %s out", run->sheet.in->name,
		tp_text_show(of).text, option);
}

/* What a template says it is of: a kind, or a survey. */
static int read_template(struct tp_sheet_run *run, struct tp_text of, enum tp_kind *kind, struct tp_err *err)
{
	const struct tp_import_options *options = &run->import->options;
	const struct tp_instrument *instrument = NULL;
	*kind = tp_kind_read(of);
	if (*kind == TP_KIND_other) {
		*kind = TP_KIND_response;
		if (tp_shelf_find(run->import->shelf, of, &instrument, err) < 0)
			return tp_err_at(err, NULL, run->header_line, run->titles[run->mark].ptr);
	}
	if (options->kind != TP_KIND_other && options->kind != *kind)
		return refuse_template(run, of, "-k", err);
	if (instrument && options->instrument && !tp_text_equal(options->instrument->id, instrument->id))
		return refuse_template(run, of, "-i", err);
	if (instrument)
		run->instrument = instrument;
	return 0;
}

int tp_sheet_run_kind(struct tp_sheet_run *run, enum tp_kind *kind, struct tp_err *err)
{
	const char *name = run->sheet.in->name;
	struct tp_text of = {0};
	for (size_t i = 0; i < run->titles_n && run->mark < 0; i++)
		if (tp_template_is_title(run->titles[i], &of))
			run->mark = (long)i;
	*kind = run->import->options.kind;
	if (run->mark >= 0 && read_template(run, of, kind, err) < 0)
		return -1;
	run->kind_column = find_kind_column(run);
	if (*kind == TP_KIND_other && run->kind_column >= 0 && read_kind_column(run, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other && strcmp(name, "-") != 0 && tp_import_kind(name, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other)
		*kind = tp_kind_read(tp_mapping_kind(run->import->options.mapping));
	if (*kind == TP_KIND_other)
		return tp_err_set(err, TP_USAGE, "%s: what kind of records is it? say -k KIND, or name the file after it "
			"(initiatives.csv, roller.csv)", name);
	return 0;
}

int tp_sheet_run_check_kind(struct tp_sheet_run *run, struct tp_err *err)
{
	if (run->kind_column < 0 || (size_t)run->kind_column >= run->sheet.n)
		return 0;
	struct tp_text cell = tp_text_trim(run->sheet.cells[run->kind_column]);
	enum tp_kind kind = read_kind(run, cell);
	if (cell.len == 0 || kind == run->header.kind)
		return 0;
	if (kind == TP_KIND_other)
		return no_kind(cell, err);
	tp_err_set(err, TP_DATA, "%s, and the sheet is of %s: one kind a file", tp_text_show(cell).text,
		tp_kind_info(run->header.kind)->name);
	return tp_err_at(err, NULL, 0, "kind");
}

/* Where cells have moved, they tell nothing of the columns. */
static void look_at_cells(struct tp_sheet_run *run)
{
	if (!tp_row_fits(&run->header, run->sheet.cells, run->sheet.n))
		return;
	for (size_t i = 0; i < run->sheet.n && i < run->header.n; i++) {
		struct tp_sheet_column *column = &run->header.columns[i];
		struct tp_text cell = tp_text_trim(run->sheet.cells[i]);
		tp_mapping_cell(column->cells, cell, &cell);
		if (column->use == TP_COLUMN_REASON)
			tp_rejects_styles(cell, &run->header);
		else if (column->use == TP_COLUMN_FIELD && tp_cell_has_style(column->field))
			tp_cell_look(&column->style, cell, column->field);
	}
}

int tp_sheet_run_look_ahead(struct tp_sheet_run *run, struct tp_err *err)
{
	int got;
	if (tp_sheet_run_hold(run, err) < 0)
		return -1;
	while ((got = tp_sheet_run_look(run, err)) > 0)
		look_at_cells(run);
	if (run->import->rejects)
		run->import->rejects->encoding = run->sheet.encoding;
	return got < 0 ? -1 : tp_sheet_rewind(&run->sheet, err);
}
