#include "tp/starter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/json.h"
#include "tp/limits.h"
#include "tp/num.h"
#include "tp/place.h"
#include "tp/survey.h"

struct tp_starter_entry {
	struct tp_text shown, means; /* means: ptr NULL to be left out of records */
	bool differs;                /* another sheet means something else: no map of both can say it */
	struct tp_starter_list cells; /* of a field */
};

/* Room for one more. */
static int grow(struct tp_starter_list *list)
{
	if (list->keys.n < list->capacity)
		return 0;
	size_t more = list->capacity ? list->capacity * 2 : 16;
	struct tp_starter_entry *moved = reallocarray(list->entries, more, sizeof *moved);
	if (!moved)
		return -1;
	list->entries = moved;
	list->capacity = more;
	return 0;
}

/* The entry of a key, new when *is_new; NULL for memory. */
static struct tp_starter_entry *add(struct tp_starter *starter, struct tp_starter_list *list, struct tp_text key,
	struct tp_text shown, bool *is_new, struct tp_err *err)
{
	*is_new = false;
	long number = grow(list) < 0 ? -1 : tp_map_add(&list->keys, key, is_new);
	if (number >= 0 && *is_new)
		list->entries[number] = (struct tp_starter_entry){.shown = tp_text_copy(&starter->arena, shown)};
	if (number < 0 || !list->entries[number].shown.ptr) {
		tp_err_memory(err);
		return NULL;
	}
	return &list->entries[number];
}

/* A text of the form in the arena. */
static int put(struct tp_starter *starter, struct tp_text *out, struct tp_err *err, const char *before, struct tp_text text)
{
	char *copy = tp_arena_alloc(&starter->arena, strlen(before) + text.len + 1);
	if (!copy)
		return tp_err_memory(err);
	*out = (struct tp_text){copy, strlen(before) + text.len};
	memcpy(copy, before, strlen(before));
	memcpy(copy + strlen(before), text.ptr ? text.ptr : "", text.len);
	return 0;
}

/* --- the header --- */

/* What a title that nothing is known of could mean. */
static int guess_column(struct tp_starter *starter, const struct tp_header *header,
	const struct tp_instrument *instrument, struct tp_text title, struct tp_text *out, struct tp_err *err)
{
	struct tp_near near;
	tp_header_near(header, instrument, title, &near);
	if (!tp_near_is_close(&near))
		return put(starter, out, err, "?", (struct tp_text){0});
	long item = instrument ? tp_instrument_item_read(instrument, near.name) : -1;
	int role = header->kind == TP_KIND_role ? tp_code_read(TP_ENUM_role, near.name) : TP_CODE_none;
	if (near.field != TP_NO_FIELD)
		return put(starter, out, err, "?", tp_text_of(tp_field_info(near.field)->name));
	if (item >= 0)
		return put(starter, out, err, "?", instrument->items[item].id);
	if (role != TP_CODE_none)
		return put(starter, out, err, "?role:", tp_text_of(tp_code_slug(role)));
	return put(starter, out, err, "?", near.name);
}

static int column_meaning(struct tp_starter *starter, const struct tp_header *header,
	const struct tp_instrument *instrument, const struct tp_sheet_column *column, struct tp_text *out,
	struct tp_err *err)
{
	switch (column->use) {
	case TP_COLUMN_FIELD:
		*out = tp_text_of(tp_field_info(column->field)->name);
		return 0;
	case TP_COLUMN_KIND:
		*out = tp_text_of("kind");
		return 0;
	case TP_COLUMN_UPDATED:
		*out = tp_text_of("updated");
		return 0;
	case TP_COLUMN_AT:
		*out = tp_text_of("at");
		return 0;
	case TP_COLUMN_ITEM_ID:
		*out = tp_text_of("item");
		return 0;
	case TP_COLUMN_VALUE:
		*out = tp_text_of("value");
		return 0;
	case TP_COLUMN_ITEM:
		return put(starter, out, err, "item:", instrument->items[column->item].id);
	case TP_COLUMN_COMMENT:
		*out = tp_text_of("comment");
		return column->item >= TP_NO_ITEM ? 0
			: put(starter, out, err, "comment:", instrument->items[column->item].id);
	case TP_COLUMN_ROLE:
		return put(starter, out, err, "role:", tp_text_of(tp_code_slug(column->role)));
	case TP_COLUMN_ASIDE:
		*out = (struct tp_text){0};
		return 0;
	default:
		return guess_column(starter, header, instrument, column->title, out, err);
	}
}

static bool is_open(struct tp_text means)
{
	return means.len > 0 && *means.ptr == '?';
}

static int add_column(struct tp_starter *starter, const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_sheet_column *column, struct tp_err *err)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text key = {fold, tp_text_fold(column->title, fold)}, means = {0};
	bool is_new;
	if (column->use == TP_COLUMN_BLANK || column->use == TP_COLUMN_REASON || column->use == TP_COLUMN_MARK)
		return 0;
	if (column_meaning(starter, header, instrument, column, &means, err) < 0)
		return -1;
	struct tp_starter_entry *entry =
		add(starter, &starter->columns, key.len ? key : column->title, column->title, &is_new, err);
	if (!entry)
		return -1;
	if (is_new || is_open(entry->means))
		entry->means = means;
	else if (!is_open(means) && tp_text_compare(entry->means, means) != 0)
		entry->differs = true;
	return 0;
}

/* What no record can be without, and the sheet has not. An id is each record's own. */
static int add_lacking(struct tp_starter *starter, const struct tp_header *header, struct tp_err *err)
{
	size_t n = tp_kind_fields(header->kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(header->kind)->first + (enum tp_field)i;
		const struct tp_field_info *info = tp_field_info(field);
		bool wide = header->roles > 0 && field == TP_role_role, is_new;
		bool elsewhere = wide || field == TP_response_instrument || tp_text_is(tp_text_of(info->name), "id");
		if (!(info->flags & TP_REQUIRED) || elsewhere || !tp_field_is_column(field) ||
			tp_header_field(header, field) || tp_header_has_default(header, field))
			continue;
		struct tp_text name = tp_text_of(info->name);
		if (!add(starter, &starter->lacking, name, name, &is_new, err))
			return -1;
	}
	return 0;
}

int tp_starter_header(struct tp_starter *starter, const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_err *err)
{
	starter->kind = !starter->any || starter->kind == header->kind ? header->kind : TP_KIND_other;
	starter->any = true;
	for (size_t i = 0; i < header->n; i++)
		if (add_column(starter, header, instrument, &header->columns[i], err) < 0)
			return -1;
	return add_lacking(starter, header, err);
}

/* --- cells --- */

/* What a cell of a field that is not understood could mean; empty: no idea. */
static struct tp_text guess_cell(enum tp_field field, struct tp_text cell)
{
	const struct tp_field_info *info = tp_field_info(field);
	struct tp_near near;
	if (tp_field_is_ref(field, TP_KIND_municipality))
		return tp_place_near(cell);
	if (info->codes == TP_ENUM_none)
		return (struct tp_text){0};
	tp_near_begin(&near, cell);
	tp_near_enum(&near, info->codes);
	return tp_near_is_close(&near) ? tp_text_of(tp_code_slug(tp_code_read(info->codes, near.name))) : (struct tp_text){0};
}

static struct tp_text guess_answer(const struct tp_instrument *instrument, struct tp_text cell, char number[TP_NUM_SIZE])
{
	struct tp_near near;
	tp_near_begin(&near, cell);
	for (size_t i = 0; instrument->labels && i < instrument->steps; i++)
		for (int lang = 0; lang < TP_LANGS; lang++)
			tp_near_try(&near, instrument->labels[i][lang]);
	long step = tp_near_is_close(&near) ? tp_instrument_step_read(instrument, near.name) : -1;
	if (step < 0)
		return (struct tp_text){0};
	return (struct tp_text){number, tp_num_format(instrument->min + (double)step * instrument->step, number)};
}

/* More than a map may hold are not cells of words. */
static int add_cell(struct tp_starter *starter, const char *field, struct tp_text cell, struct tp_text guess,
	struct tp_err *err)
{
	char fold[TP_FOLD_SIZE];
	bool is_new;
	struct tp_text name = tp_text_of(field);
	struct tp_starter_entry *of = add(starter, &starter->values, name, name, &is_new, err);
	if (!of)
		return -1;
	if (of->cells.keys.n >= TP_MEMBERS_MAX)
		return 0;
	struct tp_starter_entry *entry = add(starter, &of->cells, tp_mapping_key(cell, fold), cell, &is_new, err);
	if (!entry)
		return -1;
	return is_new ? put(starter, &entry->means, err, "?", guess) : 0;
}

static bool is_word(enum tp_field field)
{
	enum tp_form form = tp_field_info(field)->form;
	return form == TP_FORM_CODE || form == TP_FORM_CODES || form == TP_FORM_GOALS || form == TP_FORM_BOOL ||
		tp_field_is_ref(field, TP_KIND_municipality);
}

/* Numbers and dates are wrong or right; words may mean something. */
static int look_at_field(struct tp_starter *starter, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_err *err)
{
	bool is_list = tp_field_type(column->field) == TP_LIST;
	while (cell.ptr) {
		struct tp_text part = tp_text_trim(is_list ? tp_text_split(&cell, "|,;") : cell), meant;
		struct tp_value value;
		struct tp_err bad = {0};
		if (!is_list)
			cell.ptr = NULL;
		if (part.len == 0 || tp_mapping_cell(column->cells, part, &meant))
			continue;
		if (tp_cell_read(&starter->scratch, part, column->field, &column->style, &value, &bad) == 0 &&
			(!tp_field_is_ref(column->field, TP_KIND_municipality) ||
				tp_place_settle(&starter->scratch, &value, &bad) == 0))
			continue;
		if (bad.code == TP_SYSTEM)
			return tp_err_memory(err);
		if (add_cell(starter, tp_field_info(column->field)->name, part, guess_cell(column->field, part), err) < 0)
			return -1;
	}
	return 0;
}

static int look_at_answer(struct tp_starter *starter, const struct tp_sheet_column *column,
	const struct tp_instrument *instrument, struct tp_text cell, struct tp_err *err)
{
	char number[TP_NUM_SIZE];
	struct tp_err bad = {0};
	struct tp_value value;
	struct tp_text meant;
	if (tp_mapping_cell(column->cells, cell, &meant) ||
		tp_survey_cell(&starter->scratch, instrument, cell, &value, &bad) == 0)
		return 0;
	if (bad.code == TP_SYSTEM)
		return tp_err_memory(err);
	return add_cell(starter, "value", cell, guess_answer(instrument, cell, number), err);
}

static int look_at_item(struct tp_starter *starter, const struct tp_sheet_column *column,
	const struct tp_instrument *instrument, struct tp_text cell, struct tp_err *err)
{
	struct tp_text meant;
	if (cell.len == 0 || tp_mapping_cell(column->cells, cell, &meant) || tp_survey_item(instrument, cell) >= 0)
		return 0;
	return add_cell(starter, "item", cell, (struct tp_text){0}, err);
}

int tp_starter_row(struct tp_starter *starter, const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_text *cells, size_t n, struct tp_err *err)
{
	tp_arena_reset(&starter->scratch);
	for (size_t i = 0; i < n && i < header->n; i++) {
		const struct tp_sheet_column *column = &header->columns[i];
		struct tp_text cell = tp_text_trim(cells[i]);
		int result = 0;
		if (column->use == TP_COLUMN_FIELD && is_word(column->field))
			result = look_at_field(starter, column, cell, err);
		else if (instrument && (column->use == TP_COLUMN_ITEM || column->use == TP_COLUMN_VALUE))
			result = look_at_answer(starter, column, instrument, cell, err);
		else if (instrument && column->use == TP_COLUMN_ITEM_ID)
			result = look_at_item(starter, column, instrument, cell, err);
		if (result < 0)
			return -1;
	}
	return 0;
}

/* --- the map --- */

static void write_pair(struct tp_buf *out, const char *indent, bool *first, struct tp_text key, struct tp_text value)
{
	tp_buf_add_format(out, "%s\n%s", *first ? "" : ",", indent);
	tp_json_add_text(out, key);
	tp_buf_add_string(out, ": ");
	tp_json_add_text(out, value);
	*first = false;
}

static void end_part(struct tp_buf *out, const char *indent, bool first, char close)
{
	if (!first)
		tp_buf_add_format(out, "\n%s", indent);
	tp_buf_add_char(out, close);
}

static void write_columns(const struct tp_starter *starter, struct tp_buf *out)
{
	bool first = true;
	tp_buf_add_string(out, "{\n\t\"columns\": {");
	for (size_t i = 0; i < starter->columns.keys.n; i++) {
		const struct tp_starter_entry *entry = &starter->columns.entries[i];
		if (entry->means.ptr && !entry->differs)
			write_pair(out, "\t\t", &first, entry->shown, entry->means);
	}
	end_part(out, "\t", first, '}');
}

static void write_values(const struct tp_starter *starter, struct tp_buf *out)
{
	bool first = true;
	tp_buf_add_string(out, ",\n\t\"values\": {");
	for (size_t i = 0; i < starter->values.keys.n; i++) {
		const struct tp_starter_entry *of = &starter->values.entries[i];
		bool first_cell = true;
		tp_buf_add_string(out, first ? "\n\t\t" : ",\n\t\t");
		tp_json_add_text(out, of->shown);
		tp_buf_add_string(out, ": {");
		for (size_t k = 0; k < of->cells.keys.n; k++)
			write_pair(out, "\t\t\t", &first_cell, of->cells.entries[k].shown, of->cells.entries[k].means);
		end_part(out, "\t\t", first_cell, '}');
		first = false;
	}
	end_part(out, "\t", first, '}');
}

/* Has a column been guessed to be it? */
static bool is_guessed(const struct tp_starter *starter, struct tp_text name)
{
	for (size_t i = 0; i < starter->columns.keys.n; i++) {
		struct tp_text means = starter->columns.entries[i].means;
		if (is_open(means) && tp_text_compare((struct tp_text){means.ptr + 1, means.len - 1}, name) == 0)
			return true;
	}
	return false;
}

static void write_defaults(const struct tp_starter *starter, struct tp_text instrument, struct tp_buf *out)
{
	bool first = true;
	tp_buf_add_string(out, ",\n\t\"defaults\": {");
	if (starter->any && starter->kind != TP_KIND_other)
		write_pair(out, "\t\t", &first, tp_text_of("kind"), tp_text_of(tp_kind_info(starter->kind)->name));
	if (instrument.len > 0)
		write_pair(out, "\t\t", &first, tp_text_of("instrument"), instrument);
	for (size_t i = 0; i < starter->lacking.keys.n; i++)
		if (!is_guessed(starter, starter->lacking.entries[i].shown))
			write_pair(out, "\t\t", &first, starter->lacking.entries[i].shown, tp_text_of("?"));
	end_part(out, "\t", first, '}');
}

void tp_starter_write(const struct tp_starter *starter, struct tp_text instrument, struct tp_buf *out)
{
	bool first = true;
	write_columns(starter, out);
	write_values(starter, out);
	write_defaults(starter, instrument, out);
	tp_buf_add_string(out, ",\n\t\"ignore\": [");
	for (size_t i = 0; i < starter->columns.keys.n; i++) {
		const struct tp_starter_entry *entry = &starter->columns.entries[i];
		if (entry->means.ptr || entry->differs)
			continue;
		tp_buf_add_string(out, first ? "\n\t\t" : ",\n\t\t");
		tp_json_add_text(out, entry->shown);
		first = false;
	}
	end_part(out, "\t", first, ']');
	tp_buf_add_string(out, "\n}\n");
}

static void free_list(struct tp_starter_list *list)
{
	for (size_t i = 0; i < list->keys.n; i++) {
		tp_map_free(&list->entries[i].cells.keys);
		free(list->entries[i].cells.entries);
	}
	tp_map_free(&list->keys);
	free(list->entries);
}

void tp_starter_free(struct tp_starter *starter)
{
	free_list(&starter->columns);
	free_list(&starter->values);
	free_list(&starter->lacking);
	tp_arena_free(&starter->arena);
	tp_arena_free(&starter->scratch);
}
