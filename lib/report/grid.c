#include "tp/grid.h"

#include "tp/day.h"
#include "tp/label.h"
#include "tp/num.h"

struct grid {
	struct tp_document *doc;
	enum tp_kind kind;
	struct tp_record *const *records;
	size_t n;
	bool people, brief;
	enum tp_field fields[TP_FIELDS_MAX];
	size_t fields_n;
};

static const struct tp_value *value_at(const struct grid *grid, size_t row, enum tp_field field)
{
	return tp_record_value(grid->records[row], field);
}

static bool is_empty(const struct grid *grid, enum tp_field field)
{
	for (size_t i = 0; i < grid->n; i++)
		if (value_at(grid, i, field)->type > TP_BLANK)
			return false;
	return true;
}

static void choose_fields(struct grid *grid)
{
	size_t n = tp_kind_fields(grid->kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(grid->kind)->first + (enum tp_field)i;
		if (grid->brief && (tp_field_info(field)->flags & TP_DETAIL))
			continue;
		/* A spreadsheet takes a hash that is all digits for a number, and rounds it. */
		if (grid->people && field == TP_score_hash)
			continue;
		if (!grid->people || !is_empty(grid, field))
			grid->fields[grid->fields_n++] = field;
	}
}

/* --- a cell --- */

/* Values within values: lists joined by |, maps as "key: value; key: value". */
static void add_value(struct tp_buf *out, const struct tp_value *value, bool people, enum tp_lang lang)
{
	char text[TP_NUM_SIZE];
	const struct tp_value *side = tp_value_get(value, lang == TP_DA ? "da" : "en");
	if (side) {
		add_value(out, side, people, lang);
		return;
	}
	switch (value->type) {
	case TP_LIST:
		for (size_t i = 0; i < value->list.n; i++) {
			if (i > 0)
				tp_buf_add_string(out, people ? ", " : "|");
			add_value(out, &value->list.items[i], people, lang);
		}
		break;
	case TP_MAP:
		for (size_t i = 0; i < value->map.n; i++) {
			if (i > 0)
				tp_buf_add_string(out, "; ");
			tp_buf_add(out, value->map.pairs[i].key.ptr, value->map.pairs[i].key.len);
			tp_buf_add_string(out, ": ");
			add_value(out, &value->map.pairs[i].value, people, lang);
		}
		break;
	case TP_NUM:
		if (people)
			tp_label_value(out, value, lang);
		else
			tp_buf_add(out, text, tp_num_format(value->num, text));
		break;
	case TP_CODE:
		if (people)
			tp_label_value(out, value, lang);
		else
			tp_buf_add_string(out, tp_code_slug(value->code));
		break;
	case TP_DAY:
		tp_day_format(value->day, text);
		tp_buf_add_string(out, text);
		break;
	case TP_BOOL:
		if (people)
			tp_label_value(out, value, lang);
		else
			tp_buf_add_string(out, value->flag ? "true" : "false");
		break;
	case TP_TEXT:
		tp_buf_add(out, value->text.ptr, value->text.len);
		break;
	default:
		break;
	}
}

/* A severity is told by its word, and where there are colours by its colour. */
static enum tp_state state_of(const struct tp_value *value)
{
	if (value->type != TP_CODE)
		return TP_STATE_NONE;
	return value->code == TP_severity_act ? TP_STATE_RED : value->code == TP_severity_watch ? TP_STATE_YELLOW : TP_STATE_NONE;
}

static struct tp_cell cell_of(struct grid *grid, const struct tp_value *value)
{
	struct tp_buf out = {0};
	switch (value->type) {
	case TP_ABSENT:
	case TP_BLANK:
		return (struct tp_cell){0};
	case TP_NUM:
		return tp_cell_number(value->num, 4);
	case TP_DAY:
		return tp_cell_day(value->day);
	case TP_TEXT:
		return tp_cell_text(value->text);
	default:
		add_value(&out, value, grid->people, grid->doc->lang);
	}
	struct tp_text text = {0};
	if (!out.failed)
		text = tp_text_copy(grid->doc->arena, (struct tp_text){out.ptr, out.len});
	tp_buf_free(&out);
	grid->doc->failed |= !text.ptr;
	struct tp_cell cell = tp_cell_text(text);
	cell.state = state_of(value);
	return cell;
}

int tp_grid_make(struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records, size_t n,
	enum tp_grid_style style, struct tp_err *err)
{
	struct grid grid = {.doc = doc, .kind = kind, .records = records, .n = n, .people = style != TP_GRID_PLAIN,
		.brief = style == TP_GRID_BRIEF};
	choose_fields(&grid);
	struct tp_section *section = tp_document_section(doc, tp_kind_info(kind)->name, (struct tp_text){0});
	struct tp_block *table = tp_document_table(doc, section, grid.fields_n, n);
	for (size_t j = 0; j < grid.fields_n; j++) {
		const struct tp_field_info *info = tp_field_info(grid.fields[j]);
		tp_block_column(table, j, info->name, tp_names_at(info->header[doc->lang], 0));
		for (size_t i = 0; i < n; i++)
			*tp_document_cell(doc, table, i, j) = cell_of(&grid, value_at(&grid, i, grid.fields[j]));
	}
	return doc->failed ? tp_err_memory(err) : 0;
}
