#include "tp/header.h"

#include <stdio.h>
#include <string.h>

#include "tp/limits.h"

/* Columns that every kind may have, and those of a survey in the long form. */
static const char kind_names[] = "kind|slags|posttype", updated_names[] = "updated|opdateret|sidst opdateret",
	at_names[] = "at", item_names[] = "item|item id|spørgsmål|spørgsmåls-id|question",
	value_names[] = "value|answer|svar|værdi|svarværdi", reason[] = "reason";

static bool field_matches(const struct tp_field_info *info, struct tp_text folded)
{
	return tp_names_match(info->name, folded) || tp_names_match(info->header[TP_DA], folded) ||
		tp_names_match(info->header[TP_EN], folded);
}

/* What a cell cannot hold is no column of a sheet. */
static bool is_column(const struct tp_field_info *info)
{
	return info->form != TP_FORM_MAP && info->form != TP_FORM_PAIR && info->form != TP_FORM_ANY;
}

static enum tp_field match_field(enum tp_kind kind, struct tp_text folded)
{
	size_t n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
		if (is_column(tp_field_info(field)) && field_matches(tp_field_info(field), folded))
			return field;
	}
	return TP_NO_FIELD;
}

enum tp_field tp_header_match(enum tp_kind kind, struct tp_text title)
{
	char fold[TP_FOLD_SIZE];
	return match_field(kind, (struct tp_text){fold, tp_text_fold(title, fold)});
}

/* An instrument's own words for its items come after the survey's plain columns: "Svar" is a value. */
static void use_column(struct tp_header *header, struct tp_sheet_column *column, struct tp_text folded)
{
	bool survey = header->kind == TP_KIND_response;
	enum tp_field field = match_field(header->kind, folded);
	if (folded.len == 0)
		column->use = TP_COLUMN_BLANK;
	else if (field != TP_NO_FIELD) {
		column->use = TP_COLUMN_FIELD;
		column->field = field;
	} else if (tp_names_match(kind_names, folded))
		column->use = TP_COLUMN_KIND;
	else if (tp_names_match(updated_names, folded))
		column->use = TP_COLUMN_UPDATED;
	else if (tp_names_match(at_names, folded))
		column->use = TP_COLUMN_AT;
	else if (survey && tp_names_match(item_names, folded)) {
		column->use = TP_COLUMN_ITEM_ID;
		header->item_id = column;
	} else if (survey && tp_names_match(value_names, folded)) {
		column->use = TP_COLUMN_VALUE;
		header->value = column;
	} else
		column->use = survey ? TP_COLUMN_PENDING : TP_COLUMN_EXTRA;
}

/* Is a later column of the field that the first one is of? */
static bool has_twin(const struct tp_header *header)
{
	for (size_t i = 1; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_FIELD && header->columns[i].field == header->columns[0].field)
			return true;
	return false;
}

/* The first column of a file of rejected rows. */
static void pass_over_reason(struct tp_header *header)
{
	struct tp_sheet_column *first = header->columns;
	if (header->n > 0 && tp_text_is(first->title, reason) && (first->use != TP_COLUMN_FIELD || has_twin(header)))
		first->use = TP_COLUMN_REASON;
}

long tp_header_kind_column(const struct tp_text *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char fold[TP_FOLD_SIZE];
		if (tp_names_match(kind_names, (struct tp_text){fold, tp_text_fold(cells[i], fold)}))
			return (long)i;
	}
	return -1;
}

int tp_header_read(struct tp_header *header, struct tp_arena *arena, enum tp_kind kind, const struct tp_text *cells,
	size_t n, struct tp_err *err)
{
	*header = (struct tp_header){.kind = kind, .n = n};
	header->columns = tp_arena_array(arena, n, sizeof *header->columns);
	if (!header->columns)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		char fold[TP_FOLD_SIZE];
		column->title = tp_text_copy(arena, tp_text_trim(cells[i]));
		if (!column->title.ptr)
			return tp_err_memory(err);
		use_column(header, column, (struct tp_text){fold, tp_text_fold(column->title, fold)});
	}
	pass_over_reason(header);
	return 0;
}

void tp_header_settle(struct tp_header *header, const struct tp_instrument *instrument)
{
	bool is_long = header->item_id || header->value;
	for (size_t i = 0; i < header->n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		if (column->use != TP_COLUMN_PENDING)
			continue;
		long item = is_long ? -1 : tp_instrument_item_read(instrument, column->title);
		column->use = item < 0 ? TP_COLUMN_EXTRA : TP_COLUMN_ITEM;
		column->item = item < 0 ? 0 : (size_t)item;
	}
}

const struct tp_sheet_column *tp_header_field(const struct tp_header *header, enum tp_field field)
{
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_FIELD && header->columns[i].field == field)
			return &header->columns[i];
	return NULL;
}

enum tp_field tp_header_reason(const struct tp_header *header)
{
	enum tp_field field = match_field(header->kind, tp_text_of(reason));
	return field == TP_NO_FIELD || tp_header_field(header, field) ? TP_NO_FIELD : field;
}

int tp_header_at(const struct tp_header *header, const struct tp_sheet_column *column, struct tp_err *err)
{
	char number[32];
	snprintf(number, sizeof number, "column %zu", (size_t)(column - header->columns) + 1);
	return tp_err_at(err, NULL, 0, column->title.len ? column->title.ptr : number);
}

void tp_header_either(enum tp_kind kind, char out[TP_EITHER_SIZE])
{
	size_t n = tp_kind_fields(kind), len = 0;
	out[0] = '\0';
	for (size_t i = 0; i < n && len < TP_EITHER_SIZE; i++) {
		const struct tp_field_info *info = tp_field_info(tp_kind_info(kind)->first + (enum tp_field)i);
		if (info->flags & TP_EITHER)
			len += (size_t)snprintf(out + len, TP_EITHER_SIZE - len, "%s%s", len ? " or " : "", info->name);
	}
}

/* --- faults --- */

/* The known name that is nearest to a header. */
struct near {
	struct tp_text folded;
	struct tp_text name;
	size_t edits;
};

static void try_name(struct near *near, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	size_t edits = tp_text_distance(near->folded, (struct tp_text){fold, tp_text_fold(name, fold)});
	if (edits < near->edits) {
		near->edits = edits;
		near->name = name;
	}
}

/* "a|b|c" */
static void try_names(struct near *near, const char *names)
{
	struct tp_text rest = tp_text_of(names);
	while (rest.ptr)
		try_name(near, tp_text_split(&rest, "|"));
}

/* What a survey may have besides; its items are no columns in the long form. */
static void try_survey(struct near *near, const struct tp_header *header, const struct tp_instrument *instrument)
{
	bool is_long = header->item_id || header->value;
	for (size_t i = 0; i < instrument->items_n && !is_long; i++) {
		const struct tp_dimension *dimension = &instrument->dimensions[instrument->items[i].dimension];
		try_name(near, instrument->items[i].id);
		for (int lang = 0; lang < TP_LANGS && dimension->n == 1; lang++)
			try_name(near, dimension->title[lang]);
	}
	try_names(near, item_names);
	try_names(near, value_names);
}

static struct tp_text nearest(const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_text title)
{
	char fold[TP_FOLD_SIZE];
	struct near near = {.folded = {fold, tp_text_fold(title, fold)}};
	near.edits = near.folded.len; /* as many are another word */
	size_t n = tp_kind_fields(header->kind);
	for (size_t i = 0; i < n; i++) {
		const struct tp_field_info *info = tp_field_info(tp_kind_info(header->kind)->first + (enum tp_field)i);
		if (!is_column(info))
			continue;
		try_names(&near, info->name);
		try_names(&near, info->header[TP_DA]);
		try_names(&near, info->header[TP_EN]);
	}
	if (instrument)
		try_survey(&near, header, instrument);
	try_names(&near, kind_names);
	try_names(&near, updated_names);
	return near.name;
}

static void refuse_unknown(const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_text title, struct tp_err *bad)
{
	struct tp_text near = nearest(header, instrument, title);
	const char *of = instrument ? "the survey" : tp_kind_info(header->kind)->name;
	if (near.ptr)
		tp_err_set(bad, TP_DATA, "%s has no such column, the nearest is \"%.*s\": rename it, or keep it with "
			"--keep-unknown", of, (int)near.len, near.ptr);
	else
		tp_err_set(bad, TP_DATA, "%s has no such column: rename it, or keep it with --keep-unknown", of);
}

/* What a record bears under this name comes from elsewhere. */
static bool is_taken(const struct tp_header *header, struct tp_text title)
{
	return tp_text_is(title, "by") || tp_text_is(title, "analysis") ||
		tp_field_find(header->kind, title) != TP_NO_FIELD;
}

static bool is_same_use(const struct tp_sheet_column *a, const struct tp_sheet_column *b)
{
	if (a->use != b->use || a->use == TP_COLUMN_BLANK)
		return false;
	if (a->use == TP_COLUMN_EXTRA)
		return tp_text_compare(a->title, b->title) == 0;
	return (a->use != TP_COLUMN_FIELD || a->field == b->field) && (a->use != TP_COLUMN_ITEM || a->item == b->item);
}

static void judge_column(const struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	size_t i, struct tp_err *bad)
{
	const struct tp_sheet_column *column = &header->columns[i];
	if (column->use == TP_COLUMN_EXTRA && !keep_unknown)
		refuse_unknown(header, instrument, column->title, bad);
	else if (column->use == TP_COLUMN_EXTRA && is_taken(header, column->title))
		tp_err_set(bad, TP_DATA, "a record keeps something else under this name: give the column another");
	for (size_t j = 0; j < i && bad->code == TP_OK; j++)
		if (is_same_use(column, &header->columns[j]))
			tp_err_set(bad, TP_DATA, "means the same as column %zu, \"%s\": keep one of them", j + 1,
				tp_cell_show(header->columns[j].title).text);
	if (bad->code != TP_OK)
		tp_header_at(header, column, bad);
}

/* Of fields that are there for each other, the first one speaks for all. */
static bool is_either_missing(const struct tp_header *header, enum tp_field field)
{
	enum tp_field first = tp_kind_info(header->kind)->first, end = first + (enum tp_field)tp_kind_fields(header->kind);
	for (enum tp_field other = first; other < end; other++)
		if ((tp_field_info(other)->flags & TP_EITHER) && (other < field || tp_header_field(header, other)))
			return false;
	return true;
}

static void judge_field(const struct tp_header *header, enum tp_field field, struct tp_err *bad)
{
	const struct tp_field_info *info = tp_field_info(field);
	const char *kind = tp_kind_info(header->kind)->name;
	bool elsewhere = field == TP_response_instrument || field == TP_response_values; /* options, items */
	struct tp_text danish = tp_names_at(info->header[TP_DA], 0);
	char either[TP_EITHER_SIZE];
	if ((info->flags & TP_REQUIRED) && !elsewhere && !tp_header_field(header, field)) {
		tp_err_set(bad, TP_DATA, "the sheet has no such column, and %s cannot be without it: add \"%.*s\" or \"%s\"",
			kind, (int)danish.len, danish.ptr, info->name);
	} else if ((info->flags & TP_EITHER) && is_either_missing(header, field)) {
		tp_header_either(header->kind, either);
		tp_err_set(bad, TP_DATA, "the sheet has no such column, and %s cannot be without %s: add one", kind, either);
	}
	if (bad->code != TP_OK)
		tp_err_at(bad, NULL, 0, info->name);
}

/* A survey that asks for a reason: the first column could be its answers. */
static void judge_reason(const struct tp_header *header, const struct tp_instrument *instrument, struct tp_err *bad)
{
	long item = tp_instrument_item_read(instrument, tp_text_of(reason));
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_ITEM && header->columns[i].item == (size_t)item)
			return;
	if (item < 0 || header->item_id || header->n == 0 || header->columns[0].use != TP_COLUMN_REASON)
		return;
	tp_err_set(bad, TP_DATA, "could be answers, or why rows were rejected: move it behind another column if it is answers");
	tp_header_at(header, header->columns, bad);
}

static void judge_survey(const struct tp_header *header, const struct tp_instrument *instrument, struct tp_err *bad)
{
	bool has_items = header->item_id && header->value;
	judge_reason(header, instrument, bad);
	if (!has_items && (header->item_id || header->value)) {
		tp_err_set(bad, TP_DATA, "the long form needs both a column item and a column value: add the other one");
		tp_header_at(header, header->item_id ? header->item_id : header->value, bad);
	}
	for (size_t i = 0; i < header->n; i++)
		has_items |= header->columns[i].use == TP_COLUMN_ITEM;
	if (!has_items) /* the first fault stands */
		tp_err_set(bad, TP_DATA, "no column holds an item of %.*s: use item ids or titles as headers, or the "
			"columns item and value", (int)instrument->id.len, instrument->id.ptr);
}

bool tp_header_fault(const struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	size_t *next, struct tp_err *bad)
{
	size_t n = header->n + tp_kind_fields(header->kind);
	while (*next <= n && bad->code == TP_OK) {
		size_t i = (*next)++;
		if (i < header->n)
			judge_column(header, instrument, keep_unknown, i, bad);
		else if (i < n)
			judge_field(header, tp_kind_info(header->kind)->first + (enum tp_field)(i - header->n), bad);
		else if (header->kind == TP_KIND_response)
			judge_survey(header, instrument, bad);
	}
	return bad->code != TP_OK;
}
