#include "tp/header.h"

#include <stdio.h>
#include <string.h>

#include "tp/limits.h"
#include "tp/near.h"
#include "tp/survey.h"
#include "tp/template.h"

/* Columns that every kind may have, and those of a survey in the long form. */
static const char kind_names[] = "Kind|Slags|Posttype", updated_names[] = "Updated|Opdateret|Sidst opdateret",
	at_names[] = "at", item_names[] = "Item|Item id|Spørgsmål|Spørgsmåls-id|Question",
	value_names[] = "Value|Answer|Svar|Værdi|Svarværdi", reason[] = "reason";

static void use_field(struct tp_header *header, struct tp_sheet_column *column, enum tp_field field)
{
	column->use = TP_COLUMN_FIELD;
	column->field = field;
	column->cells = tp_mapping_values(header->mapping, field);
}

static void use_long(struct tp_header *header, struct tp_sheet_column *column, enum tp_column_use use)
{
	column->use = use;
	column->cells = tp_mapping_named(header->mapping, tp_text_of(use == TP_COLUMN_ITEM_ID ? "item" : "value"));
	*(use == TP_COLUMN_ITEM_ID ? &header->item_id : &header->value) = column;
}

/* Whom the row names there has that role; a title as Direktør tells the level too. Target groups are groups. */
static bool use_role(struct tp_header *header, struct tp_sheet_column *column, struct tp_text word)
{
	int role = header->kind == TP_KIND_role ? tp_code_read(TP_ENUM_role, word) : TP_CODE_none;
	if (role == TP_CODE_none)
		return false;
	column->use = TP_COLUMN_ROLE;
	column->role = role;
	column->level = role == TP_role_leader ? TP_CODE_none : tp_code_read(TP_ENUM_level, column->title); /* see row.c */
	column->cells = tp_mapping_values(header->mapping, role == TP_role_target ? TP_role_group : TP_role_person);
	header->roles++;
	return true;
}

/* What a column means by its title, or by the name of a field that a map gives it. False: it is none of these. */
static bool use_name(struct tp_header *header, struct tp_sheet_column *column, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	bool survey = header->kind == TP_KIND_response;
	enum tp_field field = tp_field_read(header->kind, name);
	struct tp_text of = {0};
	if (field != TP_NO_FIELD)
		use_field(header, column, field);
	else if (tp_template_is_title(name, &of))
		column->use = TP_COLUMN_MARK;
	else if (tp_names_match(kind_names, folded))
		column->use = TP_COLUMN_KIND;
	else if (tp_names_match(updated_names, folded))
		column->use = TP_COLUMN_UPDATED;
	else if (tp_names_match(at_names, folded))
		column->use = TP_COLUMN_AT;
	else if (survey && tp_names_match(item_names, folded))
		use_long(header, column, TP_COLUMN_ITEM_ID);
	else if (survey && tp_names_match(value_names, folded))
		use_long(header, column, TP_COLUMN_VALUE);
	else
		return false;
	return true;
}

bool tp_header_knows(enum tp_kind kind, struct tp_text title)
{
	struct tp_header header = {.kind = kind};
	struct tp_sheet_column column = {0};
	return use_name(&header, &column, title);
}

/* A map is of many sheets: what it says of a field that this kind has not is not said here. */
static bool use_mapped(struct tp_header *header, struct tp_sheet_column *column)
{
	const struct tp_mapping_column *mapped = tp_mapping_column(header->mapping, column->title);
	column->mapped = mapped;
	if (!mapped)
		return false;
	if (!mapped->target.ptr) {
		column->use = TP_COLUMN_ASIDE;
		return true;
	}
	struct tp_text role = tp_mapping_behind(mapped->target, "role:");
	return use_name(header, column, mapped->target) || (role.ptr && use_role(header, column, role));
}

/* An instrument's own words for its items come after the survey's plain columns: "Svar" is a value. */
static void use_column(struct tp_header *header, struct tp_sheet_column *column)
{
	bool survey = header->kind == TP_KIND_response;
	char fold[TP_FOLD_SIZE];
	if (tp_text_fold(column->title, fold) == 0 && !tp_mapping_column(header->mapping, column->title))
		column->use = TP_COLUMN_BLANK;
	else if (use_mapped(header, column))
		return;
	else if (survey && column->mapped) /* to an item, perhaps */
		column->use = TP_COLUMN_PENDING;
	else if (!use_name(header, column, column->title) && !use_role(header, column, column->title))
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

static int read_defaults(struct tp_header *header, struct tp_arena *arena, struct tp_err *err)
{
	size_t n = tp_kind_fields(header->kind);
	if (!header->mapping || header->mapping->defaults_n == 0)
		return 0;
	header->defaults = tp_arena_array(arena, n, sizeof *header->defaults);
	if (!header->defaults)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(header->kind)->first + (enum tp_field)i;
		struct tp_text text = tp_mapping_default(header->mapping, field);
		if (text.ptr)
			header->defaults[header->defaults_n++] = (struct tp_header_default){field, text};
	}
	return 0;
}

int tp_header_read(struct tp_header *header, struct tp_arena *arena, enum tp_kind kind, struct tp_mapping *mapping,
	const struct tp_text *cells, size_t n, struct tp_err *err)
{
	*header = (struct tp_header){.kind = kind, .n = n, .mapping = mapping};
	header->columns = tp_arena_array(arena, n, sizeof *header->columns);
	if (!header->columns)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		column->title = tp_text_copy(arena, tp_text_trim(cells[i]));
		if (!column->title.ptr)
			return tp_err_memory(err);
		use_column(header, column);
	}
	pass_over_reason(header);
	return read_defaults(header, arena, err);
}

/* --- a second header row --- */

/* Does the cell name the column, as its header would? */
static bool is_title(const struct tp_header *header, const struct tp_sheet_column *column, struct tp_text cell)
{
	char fold[TP_FOLD_SIZE], fold_title[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(cell, fold)};
	size_t len = tp_text_fold(column->title, fold_title);
	if (folded.len > 0 && len == folded.len && memcmp(fold, fold_title, len) == 0)
		return true;
	return column->use == TP_COLUMN_FIELD && tp_field_read(header->kind, cell) == column->field;
}

/* The titles of two items are no answers of one respondent; else every cell must name its column. What stands above a
 * header and has fewer cells is none. */
bool tp_header_is_again(const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n)
{
	size_t filled = 0, named = 0, items = 0, titles = 0;
	for (size_t i = 0; i < header->n; i++)
		titles += header->columns[i].title.len > 0;
	for (size_t i = 0; i < n; i++) {
		struct tp_text cell = tp_text_trim(cells[i]);
		bool item = instrument && !header->item_id && cell.len > 0 && tp_survey_item(instrument, cell) >= 0;
		filled += cell.len > 0;
		items += item;
		named += item || (cell.len > 0 && i < header->n && is_title(header, &header->columns[i], cell));
	}
	return titles >= filled && (items >= 2 || (named >= 2 && named == filled));
}

static bool is_told(const struct tp_sheet_column *column, const struct tp_instrument *instrument)
{
	size_t rank;
	long item;
	if (column->use != TP_COLUMN_PENDING || column->mapped || !instrument)
		return column->use != TP_COLUMN_EXTRA && column->use != TP_COLUMN_PENDING;
	return tp_survey_item(instrument, column->title) >= 0 || tp_survey_comment(instrument, column->title, &item) ||
		tp_survey_column(column->title, &rank) != TP_SURVEY_NONE;
}

int tp_header_again(struct tp_header *header, struct tp_arena *arena, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n, struct tp_err *err)
{
	for (size_t i = 0; i < header->n && i < n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		struct tp_text title = tp_text_trim(cells[i]);
		if (title.len == 0 || is_told(column, instrument))
			continue;
		column->title = tp_text_copy(arena, title);
		if (!column->title.ptr)
			return tp_err_memory(err);
		use_column(header, column);
	}
	return 0;
}

/* --- a survey --- */

static void use_item(struct tp_header *header, struct tp_sheet_column *column, const struct tp_instrument *instrument,
	long item)
{
	column->use = TP_COLUMN_ITEM;
	column->item = (size_t)item;
	column->cells = tp_mapping_named(header->mapping, instrument->items[item].id);
	if (!column->cells)
		column->cells = tp_mapping_named(header->mapping, tp_text_of("value"));
}

static void use_comment(struct tp_sheet_column *column, long item)
{
	column->use = TP_COLUMN_COMMENT;
	column->item = item >= 0 ? (size_t)item : item == TP_SURVEY_TOTAL ? TP_ALL_ITEMS : TP_NO_ITEM;
}

/* "comment", "comment:ID", "item:ID" or an item's id. False: the map speaks of another instrument. */
static bool settle_mapped(struct tp_header *header, struct tp_sheet_column *column, const struct tp_instrument *instrument)
{
	struct tp_text target = column->mapped->target, name = tp_mapping_behind(target, "comment:");
	bool comment = name.ptr;
	if (tp_text_is(target, "comment")) {
		use_comment(column, TP_SURVEY_TOTAL);
		return true;
	}
	if (!name.ptr)
		name = tp_mapping_behind(target, "item:");
	long item = tp_instrument_item_read(instrument, name.ptr ? name : target);
	if (item < 0)
		return false;
	if (comment)
		use_comment(column, item);
	else
		use_item(header, column, instrument, item);
	return true;
}

/* A comment that names no item is on the one before it; the only one, behind the last item, is on all. */
static void settle_comments(struct tp_header *header)
{
	size_t bare = 0, last = 0;
	for (size_t i = 0; i < header->n; i++) {
		const struct tp_sheet_column *column = &header->columns[i];
		bare += column->use == TP_COLUMN_COMMENT && column->item == TP_NO_ITEM;
		if (column->use == TP_COLUMN_ITEM)
			last = i;
	}
	for (size_t i = 0; i < header->n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		if (column->use != TP_COLUMN_COMMENT || column->item != TP_NO_ITEM)
			continue;
		bool is_on_last = i > 0 && column[-1].use == TP_COLUMN_ITEM && (bare > 1 || i <= last);
		column->item = is_on_last ? column[-1].item : TP_ALL_ITEMS;
	}
}

/* What the tool adds: whose answers they are and when they came, where no other column says it. */
static void settle_tool(struct tp_header *header)
{
	const enum tp_field fields[] = {
		[TP_SURVEY_RESPONDENT] = TP_response_respondent, [TP_SURVEY_DATE] = TP_response_date};
	for (enum tp_survey_use use = TP_SURVEY_RESPONDENT; use <= TP_SURVEY_DATE; use++) {
		struct tp_sheet_column *best = NULL;
		size_t rank, first = SIZE_MAX;
		for (size_t i = 0; i < header->n; i++) {
			struct tp_sheet_column *column = &header->columns[i];
			if (column->use != TP_COLUMN_PENDING || tp_survey_column(column->title, &rank) != use)
				continue;
			column->use = TP_COLUMN_ASIDE;
			if (rank < first && !tp_header_field(header, fields[use])) {
				first = rank;
				best = column;
			}
		}
		if (best)
			use_field(header, best, fields[use]);
	}
}

void tp_header_settle(struct tp_header *header, const struct tp_instrument *instrument)
{
	bool is_long = header->item_id || header->value;
	size_t rank;
	long item;
	for (size_t i = 0; i < header->n; i++) {
		struct tp_sheet_column *column = &header->columns[i];
		if (column->use != TP_COLUMN_PENDING || (column->mapped &&
			(settle_mapped(header, column, instrument) || use_name(header, column, column->title))))
			continue;
		item = is_long ? -1 : tp_survey_item(instrument, column->title);
		if (item >= 0)
			use_item(header, column, instrument, item);
		else if (tp_survey_comment(instrument, column->title, &item))
			use_comment(column, item);
	}
	if (!is_long)
		settle_comments(header);
	settle_tool(header);
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_PENDING)
			header->columns[i].use = tp_survey_column(header->columns[i].title, &rank) == TP_SURVEY_ASIDE
				? TP_COLUMN_ASIDE : TP_COLUMN_EXTRA;
}

bool tp_header_has_default(const struct tp_header *header, enum tp_field field)
{
	for (size_t i = 0; i < header->defaults_n; i++)
		if (header->defaults[i].field == field)
			return true;
	return false;
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
	enum tp_field field = tp_field_read(header->kind, tp_text_of(reason));
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

/* What a survey may have besides; its items are no columns in the long form. */
static void try_survey(struct tp_near *near, const struct tp_header *header, const struct tp_instrument *instrument)
{
	bool is_long = header->item_id || header->value;
	for (size_t i = 0; i < instrument->items_n && !is_long; i++) {
		const struct tp_dimension *dimension = &instrument->dimensions[instrument->items[i].dimension];
		tp_near_try(near, instrument->items[i].id);
		for (int lang = 0; lang < TP_LANGS && dimension->n == 1; lang++)
			tp_near_try(near, dimension->title[lang]);
	}
	tp_near_names(near, item_names);
	tp_near_names(near, value_names);
}

void tp_header_near(const struct tp_header *header, const struct tp_instrument *instrument, struct tp_text title,
	struct tp_near *near)
{
	tp_near_begin(near, title);
	tp_near_kind(near, header->kind);
	if (instrument)
		try_survey(near, header, instrument);
	if (header->kind == TP_KIND_role && !tp_header_field(header, TP_role_role))
		tp_near_enum(near, TP_ENUM_role);
	tp_near_names(near, kind_names);
	tp_near_names(near, updated_names);
}
