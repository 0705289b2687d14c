#include "tp/header.h"

#include <stdio.h>
#include <string.h>

#include "tp/limits.h"

/* Columns that every kind may have, and those of a survey in the long form. */
static const char kind_names[] = "kind|slags|posttype", updated_names[] = "updated|opdateret|sidst opdateret",
	at_names[] = "at", item_names[] = "item|item id|spørgsmål|spørgsmåls-id|question",
	value_names[] = "value|answer|svar|værdi|svarværdi";

static bool field_matches(const struct tp_field_info *info, struct tp_text folded)
{
	return tp_names_match(info->name, folded) || tp_names_match(info->header[TP_DA], folded) ||
		tp_names_match(info->header[TP_EN], folded);
}

/* What a cell cannot hold is no column of a sheet. */
static bool is_column(const struct tp_field_info *info)
{
	return info->form != TP_FORM_MAP && info->form != TP_FORM_NUMBERS && info->form != TP_FORM_PAIR &&
		info->form != TP_FORM_ANY;
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

/* The best of the names "a|b|c" so far. */
static void nearer(const char *names, struct tp_text folded, size_t *best, struct tp_text *near)
{
	struct tp_text rest = tp_text_of(names);
	while (rest.ptr) {
		char fold[TP_FOLD_SIZE];
		struct tp_text name = tp_text_split(&rest, "|");
		size_t edits = tp_text_distance(folded, (struct tp_text){fold, tp_text_fold(name, fold)});
		if (edits < *best) {
			*best = edits;
			*near = name;
		}
	}
}

static void nearest_item(const struct tp_instrument *instrument, struct tp_text folded, size_t *best,
	struct tp_text *near)
{
	for (size_t i = 0; i < instrument->items_n; i++) {
		const struct tp_dimension *dimension = &instrument->dimensions[instrument->items[i].dimension];
		struct tp_text names[] = {instrument->items[i].id, dimension->title[TP_DA], dimension->title[TP_EN]};
		for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
			char fold[TP_FOLD_SIZE];
			size_t edits = tp_text_distance(folded, (struct tp_text){fold, tp_text_fold(names[j], fold)});
			if (edits < *best) {
				*best = edits;
				*near = names[j];
			}
		}
	}
}

static int unknown(enum tp_kind kind, const struct tp_instrument *instrument, struct tp_text title, struct tp_err *err)
{
	char fold[TP_FOLD_SIZE], field[sizeof err->field];
	struct tp_text folded = {fold, tp_text_fold(title, fold)}, near = {0};
	size_t best = folded.len, n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++) {
		const struct tp_field_info *info = tp_field_info(tp_kind_info(kind)->first + (enum tp_field)i);
		if (!is_column(info))
			continue;
		nearer(info->name, folded, &best, &near);
		nearer(info->header[TP_DA], folded, &best, &near);
		nearer(info->header[TP_EN], folded, &best, &near);
	}
	if (instrument)
		nearest_item(instrument, folded, &best, &near);
	snprintf(field, sizeof field, "%.*s", title.len < sizeof field ? (int)title.len : (int)sizeof field - 1,
		title.ptr);
	tp_err_set(err, TP_DATA, "%s has no such column%s%.*s%s: rename it, or keep it with --keep-unknown",
		instrument ? "the survey" : tp_kind_info(kind)->name, near.ptr ? ", the nearest is \"" : "",
		near.ptr ? (int)near.len : 0, near.ptr ? near.ptr : "", near.ptr ? "\"" : "");
	return tp_err_at(err, NULL, 0, field);
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
	else if (survey && tp_names_match(item_names, folded))
		column->use = TP_COLUMN_ITEM_ID;
	else if (survey && tp_names_match(value_names, folded))
		column->use = TP_COLUMN_VALUE;
	else
		column->use = survey ? TP_COLUMN_PENDING : TP_COLUMN_EXTRA;
}

static bool same_use(const struct tp_sheet_column *a, const struct tp_sheet_column *b)
{
	if (a->use != b->use || a->use == TP_COLUMN_BLANK || a->use == TP_COLUMN_PENDING)
		return false;
	if (a->use == TP_COLUMN_EXTRA)
		return tp_text_compare(a->title, b->title) == 0;
	return (a->use != TP_COLUMN_FIELD || a->field == b->field) && (a->use != TP_COLUMN_ITEM || a->item == b->item);
}

static int refuse_twins(const struct tp_header *header, struct tp_err *err)
{
	for (size_t i = 1; i < header->n; i++)
		for (size_t j = 0; j < i; j++)
			if (same_use(&header->columns[i], &header->columns[j])) {
				const struct tp_text *a = &header->columns[j].title, *b = &header->columns[i].title;
				return tp_err_set(err, TP_DATA, "columns %zu (%.*s) and %zu (%.*s) mean the same: keep one",
					j + 1, (int)a->len, a->ptr, i + 1, (int)b->len, b->ptr);
			}
	return 0;
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
	size_t n, bool keep_unknown, struct tp_err *err)
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
		column->seen.ticked = true;
		use_column(header, column, (struct tp_text){fold, tp_text_fold(column->title, fold)});
		if (column->use == TP_COLUMN_EXTRA && !keep_unknown)
			return unknown(kind, NULL, column->title, err);
		header->has_long |= column->use == TP_COLUMN_ITEM_ID || column->use == TP_COLUMN_VALUE;
		header->needs_style |= column->use == TP_COLUMN_FIELD && tp_cell_needs_style(column->field);
	}
	return refuse_twins(header, err);
}

int tp_header_settle(struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	struct tp_err *err)
{
	size_t items = 0;
	for (size_t i = 0; i < header->n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		if (column->use == TP_COLUMN_PENDING) {
			long item = header->has_long ? -1 : tp_instrument_item_read(instrument, column->title);
			column->use = item < 0 ? TP_COLUMN_EXTRA : TP_COLUMN_ITEM;
			column->item = item < 0 ? 0 : (size_t)item;
		}
		if (column->use == TP_COLUMN_EXTRA && !keep_unknown)
			return unknown(header->kind, instrument, column->title, err);
		items += column->use == TP_COLUMN_ITEM;
	}
	if (!header->has_long && items == 0)
		return tp_err_set(err, TP_DATA, "no column holds an item of %.*s: use item ids or titles as headers, or the "
			"columns item and value", (int)instrument->id.len, instrument->id.ptr);
	return refuse_twins(header, err);
}

const struct tp_sheet_column *tp_header_field(const struct tp_header *header, enum tp_field field)
{
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_FIELD && header->columns[i].field == field)
			return &header->columns[i];
	return NULL;
}
