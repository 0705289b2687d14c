#include "tp/row.h"

#include <stdio.h>
#include <string.h>

#include "tp/damage.h"
#include "tp/date.h"
#include "tp/label.h"
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

/* The parts of a list's cell as the map has them, in the arena. */
static int map_parts(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text *cell, struct tp_err *err)
{
	const char *separators = tp_field_info(column->field)->form == TP_FORM_LINES ? "|" : "|,;";
	struct tp_buf joined = {0};
	bool any = false;
	for (struct tp_text rest = *cell; rest.ptr;) {
		struct tp_text part = tp_text_trim(tp_text_split(&rest, separators));
		any |= tp_mapping_cell(column->cells, part, &part);
		tp_buf_add(&joined, part.ptr, part.len);
		tp_buf_add_string(&joined, rest.ptr ? "|" : "");
	}
	if (any)
		*cell = tp_text_copy(&row->arena, (struct tp_text){joined.ptr, joined.len});
	bool failed = joined.failed || (any && !cell->ptr);
	tp_buf_free(&joined);
	return failed ? tp_err_memory(err) : 0;
}

/* The cell as the map has it, if it has it. */
static int map_cell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text *cell, struct tp_err *err)
{
	bool is_list = column->use == TP_COLUMN_FIELD && tp_field_type(column->field) == TP_LIST;
	if (!column->cells || column->use == TP_COLUMN_ROLE || tp_mapping_cell(column->cells, *cell, cell) || !is_list)
		return 0;
	return map_parts(row, column, cell, err);
}

static int read_field(struct tp_row *row, enum tp_field field, const struct tp_cell_style *style, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	struct tp_value *slot = tp_record_slot(record, field);
	if (field == TP_role_role)
		row->title = cell;
	if (tp_cell_read(&row->arena, cell, field, style, slot, err) < 0)
		return -1;
	return tp_field_is_ref(field, TP_KIND_municipality) ? tp_place_settle(&row->arena, slot, err) : 0;
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

/* Room for one more pair in a map that has one for every column at most. */
static struct tp_pair *next_pair(struct tp_row *row, struct tp_value *map)
{
	if (map->type == TP_ABSENT) {
		*map = tp_value_map(&row->arena, row->header->n);
		if (map->type == TP_ABSENT)
			return NULL;
		map->map.n = 0;
	}
	return &map->map.pairs[map->map.n];
}

/* Adds an item's answer to the record's values. */
static int add_answer(struct tp_row *row, struct tp_record *record, struct tp_text item, struct tp_text cell,
	struct tp_err *err)
{
	struct tp_value *values = tp_record_slot(record, TP_response_values);
	struct tp_pair *pair = next_pair(row, values);
	if (!pair)
		return tp_err_memory(err);
	if (tp_survey_cell(&row->arena, row->instrument, cell, &pair->value, err) < 0)
		return -1;
	pair->key = item;
	values->map.n++;
	return 0;
}

/* A remark on an item or, as in the keys of scores, on the total. */
static int add_comment(struct tp_row *row, struct tp_record *record, struct tp_text item, struct tp_text cell,
	struct tp_err *err)
{
	struct tp_value *comments = tp_record_slot(record, TP_response_comments);
	if (cell.len == 0)
		return 0;
	struct tp_pair *pair = next_pair(row, comments);
	struct tp_text text = tp_text_copy(&row->arena, tp_cell_unguard(cell));
	if (!pair || !text.ptr)
		return tp_err_memory(err);
	*pair = (struct tp_pair){item, tp_value_text(text)};
	comments->map.n++;
	return 0;
}

/* In the long form a remark without an item is on the row's, which is read last. */
static int read_comment(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	if (column->item == TP_NO_ITEM)
		return 0;
	struct tp_text item = column->item == TP_ALL_ITEMS ? tp_text_of("total") : row->instrument->items[column->item].id;
	return add_comment(row, record, item, cell, err);
}

static int read_cell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell,
	struct tp_record *record, struct tp_err *err)
{
	switch (column->use) {
	case TP_COLUMN_FIELD:
		return read_field(row, column->field, &column->style, cell, record, err);
	case TP_COLUMN_UPDATED:
		return read_updated(cell, record, err);
	case TP_COLUMN_AT:
		return read_at(row, cell, record, err);
	case TP_COLUMN_ITEM:
		return add_answer(row, record, row->instrument->items[column->item].id, cell, err);
	case TP_COLUMN_COMMENT:
		return read_comment(row, column, cell, record, err);
	case TP_COLUMN_EXTRA:
		return read_extra(row, column, cell, record, err);
	case TP_COLUMN_BLANK:
		return cell.len == 0 ? 0 : tp_err_set(err, TP_DATA,
			"%s stands in a column without a header: give the column a name, or empty the cell",
			tp_text_show(cell).text);
	case TP_COLUMN_MARK: /* rows with one of the words do not come here */
		return cell.len == 0 ? 0 : tp_err_set(err, TP_DATA, "%s: expected %s or %s in a row that is no data, and "
			"nothing in one that is", tp_text_show(cell).text, tp_label(TP_LABEL_template_guide, TP_EN),
			tp_label(TP_LABEL_template_example, TP_EN));
	default:
		return 0;
	}
}

/* What is wrong with a cell that the map has made of another is told of that one. */
static void tell_map(struct tp_text cell, struct tp_text meant, struct tp_err *bad)
{
	size_t len = strlen(bad->text);
	if (meant.ptr != cell.ptr && bad->code == TP_DATA)
		snprintf(bad->text + len, sizeof bad->text - len, " (the map makes it of %s)",
			cell.len ? tp_text_show(cell).text : "an empty cell");
}

static int read_cells(struct tp_row *row, const struct tp_text *cells, struct tp_record *record, size_t n,
	struct tp_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct tp_err bad = {0};
		const struct tp_sheet_column *column = &row->header->columns[i];
		struct tp_text cell = tp_text_trim(cells[i]), meant = cell;
		if (map_cell(row, column, &meant, err) < 0)
			return -1;
		if (read_cell(row, column, meant, record, &bad) == 0)
			continue;
		tell_map(cell, meant, &bad);
		if (tell(row, column, &bad, err) < 0)
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

/* The comments of a row in the long form. */
static int read_comments(struct tp_row *row, const struct tp_text *cells, struct tp_record *record, struct tp_text item,
	struct tp_err *err)
{
	const struct tp_header *header = row->header;
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_COMMENT && header->columns[i].item == TP_NO_ITEM &&
			add_comment(row, record, item, tp_text_trim(cells[i]), err) < 0)
			return -1;
	return 0;
}

/* The long form: a row is one item's answer. */
static int read_long(struct tp_row *row, const struct tp_text *cells, struct tp_record *record, struct tp_err *err)
{
	const struct tp_header *header = row->header;
	const struct tp_instrument *instrument = row->instrument;
	const struct tp_mapping_cells *meanings = header->value->cells;
	struct tp_text item = tp_text_trim(cells[header->item_id - header->columns]);
	struct tp_err bad = {0};
	tp_mapping_cell(header->item_id->cells, item, &item);
	long index = tp_instrument_item_read(instrument, item);
	if (index < 0)
		index = tp_survey_item(instrument, item);
	if (index < 0) {
		tp_err_set(&bad, TP_DATA, "%s is not an item of %.*s: expected its id or its title",
			item.len ? tp_text_show(item).text : "an empty cell", (int)instrument->id.len, instrument->id.ptr);
		return tell(row, header->item_id, &bad, err);
	}
	struct tp_text cell = tp_text_trim(cells[header->value - header->columns]), answer = cell;
	item = instrument->items[index].id;
	if (!tp_mapping_cell(header->mapping ? tp_mapping_named(header->mapping, item) : NULL, cell, &answer))
		tp_mapping_cell(meanings, cell, &answer);
	if (add_answer(row, record, item, answer, &bad) < 0) {
		tell_map(cell, answer, &bad);
		return tell(row, header->value, &bad, err);
	}
	return read_comments(row, cells, record, item, err);
}

/* --- what is said elsewhere --- */

static int read_defaults(struct tp_row *row, struct tp_record *record, struct tp_err *err)
{
	static const struct tp_cell_style plain = {.amount = {.decimal = TP_DECIMAL_FIND}};
	const struct tp_header *header = row->header;
	for (size_t i = 0; i < header->defaults_n; i++) {
		const struct tp_header_default *by_map = &header->defaults[i];
		struct tp_err bad = {0};
		if (tp_record_value(record, by_map->field)->type != TP_ABSENT ||
			(by_map->field == TP_response_round && row->round) ||
			read_field(row, by_map->field, &plain, by_map->text, record, &bad) == 0)
			continue;
		tp_err_at(&bad, NULL, 0, tp_field_info(by_map->field)->name);
		if (bad.code != TP_DATA) {
			*err = bad;
			return -1;
		}
		row->tell(row->self, &bad);
		row->bad = true;
	}
	return 0;
}

static void settle_group(const struct tp_row *row, struct tp_value *group)
{
	const struct tp_group *known = group->type == TP_TEXT ? tp_instrument_group(row->instrument, group->text) : NULL;
	if (known)
		group->text = known->id;
}

/* A survey about municipalities knows them, whatever they are called; where it may be about others too, a near miss may
 * be one of them. */
static int settle_subject(struct tp_row *row, struct tp_value *subject, struct tp_err *err)
{
	static const struct tp_text word = {"municipality", 12};
	struct tp_text kinds = row->instrument->subject;
	if (subject->type != TP_TEXT || !memmem(kinds.ptr, kinds.len, word.ptr, word.len))
		return 0;
	if (kinds.len == word.len)
		return tp_place_settle(&row->arena, subject, err);
	struct tp_text seen = {row->seen, row->seen_len};
	if (seen.len == 0 || tp_text_compare(seen, subject->text) != 0) {
		row->place = tp_place_find(subject->text);
		row->seen_len = subject->text.len < sizeof row->seen ? subject->text.len : 0;
		memcpy(row->seen, subject->text.ptr, row->seen_len);
	}
	if (row->place.ptr)
		subject->text = row->place;
	return 0;
}

static int complete_response(struct tp_row *row, struct tp_record *record, struct tp_err *err)
{
	struct tp_value *round = tp_record_slot(record, TP_response_round);
	*tp_record_slot(record, TP_response_instrument) = tp_value_text(row->instrument->id);
	if (round->type == TP_ABSENT && row->round)
		*round = tp_value_string(row->round);
	settle_group(row, tp_record_slot(record, TP_response_group));
	return settle_subject(row, tp_record_slot(record, TP_response_subject), err);
}

int tp_row_complete(struct tp_row *row, struct tp_record *record, struct tp_err *err)
{
	if (record->kind == TP_KIND_response)
		return complete_response(row, record, err);
	if (record->kind == TP_KIND_invited && row->instrument) {
		settle_group(row, tp_record_slot(record, TP_invited_group));
		return settle_subject(row, tp_record_slot(record, TP_invited_subject), err);
	}
	if (record->kind == TP_KIND_role && tp_record_value(record, TP_role_level)->type == TP_ABSENT) {
		int role = TP_CODE_none, level = tp_code_read(TP_ENUM_level, row->title);
		tp_record_code(record, TP_role_role, &role);
		if (level != TP_CODE_none && role != TP_role_leader) /* a project manager may be of any level */
			*tp_record_slot(record, TP_role_level) = tp_value_code(level);
	}
	return 0;
}

int tp_row_cell(struct tp_row *row, const struct tp_sheet_column *column, struct tp_text cell, struct tp_record *record,
	struct tp_err *err)
{
	tp_arena_reset(&row->arena);
	tp_record_init(record, row->header->kind);
	cell = tp_text_trim(cell);
	if (map_cell(row, column, &cell, err) < 0 ||
		read_field(row, column->field, &column->style, cell, record, err) < 0)
		return -1;
	return tp_record_has(record, column->field) ? tp_row_complete(row, record, err) : 0;
}

/* --- the whole row --- */

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
		struct tp_text cell = tp_text_trim(cells[i]);
		struct tp_err bad = {0};
		tp_mapping_cell(column->cells, cell, &cell);
		if (column->use != TP_COLUMN_FIELD || !(tp_field_info(column->field)->flags & TP_REQUIRED) ||
			tp_record_has(record, column->field) || cell.len > 0)
			continue;
		tp_err_set(&bad, TP_DATA, "empty, and %s cannot be without it: fill it in", tp_kind_info(header->kind)->name);
		if (tell(row, column, &bad, err) < 0)
			return -1;
	}
	return row->bad || header->roles > 0 || tp_record_missing(record) == TP_NO_FIELD ? 0 : tell_neither(row, err);
}

/* All whom a row of a wide role list names, before the first is given out. */
static int check_roles(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record,
	struct tp_err *err)
{
	int got;
	row->column = row->named = 0;
	row->names.ptr = NULL;
	do {
		struct tp_err bad = {0};
		got = row->header->roles ? tp_row_role(row, cells, n, record, &bad) : 0;
		if (got < 0 && tell(row, &row->header->columns[row->column], &bad, err) < 0)
			return -1;
		row->named += got > 0;
	} while (got != 0);
	row->column = 0;
	row->names.ptr = NULL;
	return 0;
}

/* Places a municipality that is nearly one at its column. */
static int complete(struct tp_row *row, struct tp_record *record, struct tp_err *err)
{
	struct tp_err bad = {0};
	enum tp_field field = record->kind == TP_KIND_invited ? TP_invited_subject : TP_response_subject;
	if (tp_row_complete(row, record, &bad) == 0)
		return 0;
	return tell(row, tp_header_field(row->header, field), &bad, err);
}

int tp_row_read(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record,
	struct tp_err *err)
{
	const struct tp_header *header = row->header;
	tp_arena_reset(&row->arena);
	tp_record_init(record, header->kind);
	row->bad = false;
	row->title = (struct tp_text){"", 0};
	if (check_width(row, cells, n, err) < 0)
		return -1;
	if (row->bad)
		return 0;
	if (read_cells(row, cells, record, n < header->n ? n : header->n, err) < 0)
		return -1;
	if (header->kind == TP_KIND_response && header->item_id && read_long(row, cells, record, err) < 0)
		return -1;
	if (read_defaults(row, record, err) < 0 || complete(row, record, err) < 0)
		return -1;
	if (check_missing(row, cells, record, err) < 0 || check_roles(row, cells, n, record, err) < 0)
		return -1;
	return !row->bad;
}

void tp_row_free(struct tp_row *row)
{
	tp_arena_free(&row->arena);
}
