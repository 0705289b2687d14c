#include "tp/row.h"

#include <string.h>

#include "tp/damage.h"
#include "tp/date.h"
#include "tp/place.h"
#include "tp/survey.h"

/* Tells what is bad in a column, or in the row where column is NULL, and goes on; -1 where that is no use. */
static int tell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_err *bad, struct tp_err *err)
{
	if (bad->code != TP_DATA) {
		*err = *bad;
		return -1;
	}
	bad->field[0] = '\0'; /* people know the column by its header, not by its field */
	if (column)
		tp_header_at(row->header, column, bad);
	row->tell(row->self, bad);
	row->bad = true;
	return 0;
}

/* --- cells --- */

static int read_field(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	struct tp_value *slot = tp_record_slot(record, column->field);
	if (tp_cell_read(&row->arena, cell, column->field, &column->style, slot, err) < 0)
		return -1;
	return tp_field_is_ref(column->field, TP_KIND_municipality) ? tp_place_settle(&row->arena, slot, err) : 0;
}

static int read_updated(struct tp_text cell, struct tp_record *record, struct tp_err *err)
{
	int32_t day;
	if (cell.len == 0)
		return 0;
	if (tp_damage_refuse(cell, err) < 0 || tp_date_read(cell, false, false, &day, err) < 0)
		return -1;
	record->updated = tp_value_day(day);
	return 0;
}

static int read_at(struct tp_row *row, struct tp_text cell, struct tp_record *record, struct tp_err *err)
{
	struct tp_text at = tp_text_copy(&row->arena, cell);
	if (at.len)
		record->at = tp_value_text(at);
	return at.ptr ? 0 : tp_err_memory(err);
}

static int read_extra(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	struct tp_text text = tp_text_copy(&row->arena, tp_cell_unguard(cell));
	if (tp_damage_refuse(cell, err) < 0)
		return -1;
	if (!record->extra)
		record->extra = tp_arena_array(&row->arena, row->header->n, sizeof *record->extra);
	if (!record->extra || !text.ptr)
		return tp_err_memory(err);
	if (text.len)
		record->extra[record->extras++] = (struct tp_pair){column->title, tp_value_text(text)};
	return 0;
}

/* Adds an item's answer to the record's values. */
static int add_answer(struct tp_row *row, struct tp_record *record, struct tp_text item, struct tp_text cell,
	struct tp_err *err)
{
	struct tp_value *values = tp_record_slot(record, TP_response_values);
	if (values->type == TP_ABSENT) {
		*values = tp_value_map(&row->arena, row->header->n);
		if (values->type == TP_ABSENT)
			return tp_err_memory(err);
		values->map.n = 0;
	}
	struct tp_pair *pair = &values->map.pairs[values->map.n];
	if (tp_survey_cell(&row->arena, row->instrument, cell, &pair->value, err) < 0)
		return -1;
	pair->key = item;
	values->map.n++;
	return 0;
}

static int read_cell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	switch (column->use) {
	case TP_COLUMN_FIELD:
		return read_field(row, column, cell, record, err);
	case TP_COLUMN_UPDATED:
		return read_updated(cell, record, err);
	case TP_COLUMN_AT:
		return read_at(row, cell, record, err);
	case TP_COLUMN_ITEM:
		return add_answer(row, record, row->instrument->items[column->item].id, cell, err);
	case TP_COLUMN_EXTRA:
		return read_extra(row, column, cell, record, err);
	case TP_COLUMN_BLANK:
		return cell.len == 0 ? 0 : tp_err_set(err, TP_DATA,
			"%s stands in a column without a header: give the column a name, or empty the cell",
			tp_cell_show(cell).text);
	default:
		return 0;
	}
}

static int read_cells(struct tp_row *row, const struct tp_text *cells, struct tp_record *record, size_t n,
	struct tp_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct tp_err bad = {0};
		const struct tp_sheet_column *column = &row->header->columns[i];
		if (read_cell(row, column, tp_text_trim(cells[i]), record, &bad) < 0 && tell(row, column, &bad, err) < 0)
			return -1;
	}
	return 0;
}

/* --- the row --- */

bool tp_row_fits(const struct tp_header *header, const struct tp_text *cells, size_t n)
{
	for (size_t i = header->n; i < n; i++)
		if (tp_text_trim(cells[i]).len > 0)
			return false;
	for (size_t i = n; i < header->n; i++)
		if (header->columns[i].use != TP_COLUMN_BLANK)
			return false;
	return true;
}

/* The mark that a file begins with stands amid a row where one was joined to another that lacks its last line end. */
static bool is_joined(const struct tp_text *cells, size_t n)
{
	static const char mark[] = "\xEF\xBB\xBF";
	for (size_t i = 0; i < n; i++) {
		struct tp_text cell = tp_text_trim(cells[i]);
		if (cell.len > 0 && memmem(cell.ptr, cell.len, mark, strlen(mark)))
			return true;
	}
	return false;
}

/* Cells without a column, or columns without a cell, mean that a delimiter is lost or stands within a cell: no cell of
 * the row is worth reading. */
static int check_width(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_err *err)
{
	struct tp_err bad = {0};
	if (tp_row_fits(row->header, cells, n))
		return 0;
	if (is_joined(cells, n))
		tp_err_set(&bad, TP_DATA, "a byte order mark stands in the row: another file begins there, put a line end before it");
	tp_err_set(&bad, TP_DATA, "the row has %zu cells and the header %zu: %s", n, row->header->n, n > row->header->n ?
		"put quotes around a cell that holds the delimiter" :
		"add the missing delimiters, or put quotes around a cell that goes over several lines");
	return tell(row, NULL, &bad, err);
}

/* The long form: a row is one item's answer. */
static int read_long(struct tp_row *row, const struct tp_text *cells, struct tp_record *record, struct tp_err *err)
{
	const struct tp_header *header = row->header;
	const struct tp_instrument *instrument = row->instrument;
	struct tp_text item = tp_text_trim(cells[header->item_id - header->columns]);
	struct tp_err bad = {0};
	long index = tp_instrument_item_read(instrument, item);
	if (index < 0) {
		tp_err_set(&bad, TP_DATA, "%s is not an item of %.*s: expected its id or its title",
			item.len ? tp_cell_show(item).text : "an empty cell", (int)instrument->id.len, instrument->id.ptr);
		return tell(row, header->item_id, &bad, err);
	}
	struct tp_text answer = cells[header->value - header->columns];
	if (add_answer(row, record, instrument->items[index].id, answer, &bad) < 0)
		return tell(row, header->value, &bad, err);
	return 0;
}

void tp_row_complete(const struct tp_row *row, struct tp_record *record)
{
	struct tp_value *round = tp_record_slot(record, TP_response_round);
	struct tp_value *group = tp_record_slot(record, TP_response_group);
	*tp_record_slot(record, TP_response_instrument) = tp_value_text(row->instrument->id);
	if (round->type == TP_ABSENT && row->round)
		*round = tp_value_string(row->round);
	const struct tp_group *known =
		group->type == TP_TEXT ? tp_instrument_group(row->instrument, group->text) : NULL;
	if (known)
		group->text = known->id;
}

/* Of fields that are there for each other, one must be filled in. */
static int tell_neither(struct tp_row *row, struct tp_err *err)
{
	const struct tp_header *header = row->header;
	const struct tp_sheet_column *column = NULL;
	struct tp_err bad = {0};
	char either[TP_EITHER_SIZE];
	for (size_t i = 0; i < header->n && !column; i++)
		if (header->columns[i].use == TP_COLUMN_FIELD &&
			(tp_field_info(header->columns[i].field)->flags & TP_EITHER))
			column = &header->columns[i];
	tp_header_either(header->kind, either);
	tp_err_set(&bad, TP_DATA, "empty, and %s cannot be without %s: fill one in", tp_kind_info(header->kind)->name,
		either);
	return tell(row, column, &bad, err);
}

/* Fields without a column were told with the header. A cell that was told as bad is not empty. */
static int check_missing(struct tp_row *row, const struct tp_text *cells, const struct tp_record *record,
	struct tp_err *err)
{
	const struct tp_header *header = row->header;
	for (size_t i = 0; i < header->n; i++) {
		const struct tp_sheet_column *column = &header->columns[i];
		struct tp_err bad = {0};
		if (column->use != TP_COLUMN_FIELD || !(tp_field_info(column->field)->flags & TP_REQUIRED) ||
			tp_record_has(record, column->field) || tp_text_trim(cells[i]).len > 0)
			continue;
		tp_err_set(&bad, TP_DATA, "empty, and %s cannot be without it: fill it in", tp_kind_info(header->kind)->name);
		if (tell(row, column, &bad, err) < 0)
			return -1;
	}
	return row->bad || tp_record_missing(record) == TP_NO_FIELD ? 0 : tell_neither(row, err);
}

int tp_row_read(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record,
	struct tp_err *err)
{
	const struct tp_header *header = row->header;
	bool survey = header->kind == TP_KIND_response;
	tp_arena_reset(&row->arena);
	tp_record_init(record, header->kind);
	row->bad = false;
	if (check_width(row, cells, n, err) < 0)
		return -1;
	if (row->bad)
		return 0;
	if (read_cells(row, cells, record, n < header->n ? n : header->n, err) < 0)
		return -1;
	if (survey && header->item_id && read_long(row, cells, record, err) < 0)
		return -1;
	if (survey)
		tp_row_complete(row, record);
	if (check_missing(row, cells, record, err) < 0)
		return -1;
	return !row->bad;
}

void tp_row_free(struct tp_row *row)
{
	tp_arena_free(&row->arena);
}
