#include "tp/row.h"

#include "tp/cell.h"

/* A role list in the wide form: a row an initiative, a column a role, several names in a cell. */

/* Names stand one below the other too. */
static const char separators[] = "|,;\n";

static bool is_named(struct tp_text names, struct tp_text name)
{
	while (names.ptr)
		if (tp_text_compare(tp_text_trim(tp_text_split(&names, separators)), name) == 0)
			return true;
	return false;
}

/* The next name of the row: row->column tells whose role it has. */
static bool next_name(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_text *name)
{
	const struct tp_header *header = row->header;
	for (; row->column < header->n && row->column < n; row->column++, row->names.ptr = NULL) {
		if (header->columns[row->column].use != TP_COLUMN_ROLE)
			continue;
		if (!row->names.ptr)
			row->names = tp_text_trim(cells[row->column]);
		while (row->names.len > 0) {
			*name = tp_text_trim(tp_text_split(&row->names, separators));
			if (!row->names.ptr)
				row->names = tp_text_of(""); /* the cell is begun, and used up */
			if (name->len > 0)
				return true;
		}
	}
	return false;
}

/* Was the name given already for this role? */
static bool is_again(const struct tp_row *row, const struct tp_text *cells, struct tp_text name)
{
	const struct tp_sheet_column *columns = row->header->columns, *column = &columns[row->column];
	struct tp_text before = {cells[row->column].ptr, (size_t)(name.ptr - cells[row->column].ptr)};
	for (size_t i = 0; i < row->column; i++)
		if (columns[i].use == TP_COLUMN_ROLE && columns[i].role == column->role && is_named(cells[i], name))
			return true;
	return before.len > 0 && is_named(before, name);
}

/* An ambassador who stands in the column of managers too is a manager. */
static int level_of(const struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_text name)
{
	const struct tp_sheet_column *columns = row->header->columns, *column = &columns[row->column];
	for (size_t i = 0; i < row->header->n && i < n; i++)
		if (columns[i].use == TP_COLUMN_ROLE && columns[i].role == column->role &&
			columns[i].level != TP_CODE_none && is_named(cells[i], name))
			return columns[i].level;
	return TP_CODE_none;
}

int tp_row_role(struct tp_row *row, const struct tp_text *cells, size_t n, struct tp_record *record, struct tp_err *err)
{
	static const struct tp_cell_style plain = {.amount = {.decimal = TP_DECIMAL_FIND}};
	struct tp_text name, meant;
	do
		if (!next_name(row, cells, n, &name))
			return 0;
	while (is_again(row, cells, name));
	const struct tp_sheet_column *column = &row->header->columns[row->column];
	enum tp_field who = column->role == TP_role_target ? TP_role_group : TP_role_person;
	int level = level_of(row, cells, n, name);
	*tp_record_slot(record, TP_role_role) = tp_value_code(column->role);
	*tp_record_slot(record, TP_role_level) = level == TP_CODE_none ? (struct tp_value){0} : tp_value_code(level);
	*tp_record_slot(record, TP_role_person) = *tp_record_slot(record, TP_role_group) = (struct tp_value){0};
	meant = name;
	tp_mapping_cell(column->cells, name, &meant);
	return tp_cell_read(&row->arena, meant, who, &plain, tp_record_slot(record, who), err) < 0 ? -1 : 1;
}
