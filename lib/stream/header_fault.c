#include "tp/header.h"

#include <stdio.h>

/* What is wrong with a header, once all of it is read. */

static void refuse_unknown(const struct tp_header *header, const struct tp_instrument *instrument,
	const struct tp_sheet_column *column, struct tp_err *bad)
{
	struct tp_near near;
	char meant[120] = "", hint[120] = "";
	const char *of = instrument ? "the survey" : tp_kind_info(header->kind)->name;
	tp_header_near(header, instrument, column->title, &near);
	if (column->mapped)
		snprintf(meant, sizeof meant, ", and no \"%s\" as the map has it",
			tp_text_show(column->mapped->target).text);
	else if (near.name.ptr)
		snprintf(hint, sizeof hint, ", the nearest is \"%s\"", tp_text_show(near.name).text);
	tp_err_set(bad, TP_DATA,
		"%s has no such column%s%s: rename it, or let tp-import map it (-m) or keep it (--keep-unknown)", of, meant,
		hint);
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
	if (a->use == TP_COLUMN_ASIDE)
		return false;
	if (a->use == TP_COLUMN_EXTRA || a->use == TP_COLUMN_ROLE) /* several columns may name agents */
		return tp_text_compare(a->title, b->title) == 0;
	if (a->use == TP_COLUMN_COMMENT)
		return a->item == b->item;
	return (a->use != TP_COLUMN_FIELD || a->field == b->field) && (a->use != TP_COLUMN_ITEM || a->item == b->item);
}

/* A row that names several can say of them together what initiative it is and from when to when. */
static void judge_roles(const struct tp_header *header, const struct tp_sheet_column *column, struct tp_err *bad)
{
	const struct tp_sheet_column *wide = header->columns;
	if (header->roles == 0 || column->use != TP_COLUMN_FIELD || column->field == TP_role_initiative ||
		column->field == TP_role_start || column->field == TP_role_end)
		return;
	while (wide->use != TP_COLUMN_ROLE)
		wide++;
	tp_err_set(bad, TP_DATA, "is about one person, and column %zu, \"%s\", may name several: make a row of each with "
		"the columns Rolle and Person, or leave one of the two out with a map", (size_t)(wide - header->columns) + 1,
		tp_text_show(wide->title).text);
}

static void judge_column(const struct tp_header *header, const struct tp_instrument *instrument, bool keep_unknown,
	size_t i, struct tp_err *bad)
{
	const struct tp_sheet_column *column = &header->columns[i];
	if (column->use == TP_COLUMN_EXTRA && !keep_unknown)
		refuse_unknown(header, instrument, column, bad);
	else if (column->use == TP_COLUMN_EXTRA && is_taken(header, column->title))
		tp_err_set(bad, TP_DATA, "a record keeps something else under this name: give the column another");
	judge_roles(header, column, bad);
	for (size_t j = 0; j < i && bad->code == TP_OK; j++)
		if (is_same_use(column, &header->columns[j]))
			tp_err_set(bad, TP_DATA, "means the same as column %zu, \"%s\": keep one of them", j + 1,
				tp_text_show(header->columns[j].title).text);
	if (bad->code != TP_OK)
		tp_header_at(header, column, bad);
}

/* Of fields that are there for each other, the first one speaks for all. */
static bool is_either_missing(const struct tp_header *header, enum tp_field field)
{
	enum tp_field first = tp_kind_info(header->kind)->first, end = first + (enum tp_field)tp_kind_fields(header->kind);
	for (enum tp_field other = first; other < end; other++)
		if ((tp_field_info(other)->flags & TP_EITHER) && (other < field || tp_header_field(header, other) ||
			tp_header_has_default(header, other)))
			return false;
	return true;
}

static void judge_field(const struct tp_header *header, enum tp_field field, struct tp_err *bad)
{
	const struct tp_field_info *info = tp_field_info(field);
	const char *kind = tp_kind_info(header->kind)->name;
	bool elsewhere = field == TP_response_instrument || field == TP_response_values || /* options, items */
		(header->roles > 0 && (field == TP_role_role || field == TP_role_person)) ||
		tp_header_has_default(header, field);
	struct tp_text danish = tp_names_at(info->header[TP_DA], 0);
	char either[TP_EITHER_SIZE];
	if ((info->flags & TP_REQUIRED) && !elsewhere && !tp_header_field(header, field)) {
		tp_err_set(bad, TP_DATA, "the sheet has no such column, and %s cannot be without it: add \"%.*s\" or \"%s\"",
			kind, (int)danish.len, danish.ptr, info->name);
	} else if ((info->flags & TP_EITHER) && !elsewhere && is_either_missing(header, field)) {
		tp_header_either(header->kind, either);
		tp_err_set(bad, TP_DATA, "the sheet has no such column, and %s cannot be without %s: add one", kind, either);
	}
	if (bad->code != TP_OK)
		tp_err_at(bad, NULL, 0, info->name);
}

/* A survey that asks for a reason: the first column could be its answers. */
static void judge_reason(const struct tp_header *header, const struct tp_instrument *instrument, struct tp_err *bad)
{
	long item = tp_instrument_item_read(instrument, tp_text_of("reason"));
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
