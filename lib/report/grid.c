#include "tp/grid.h"

#include <stdlib.h>
#include <string.h>

#include "tp/day.h"
#include "tp/label.h"
#include "tp/limits.h"
#include "tp/map.h"
#include "tp/num.h"

struct grid {
	struct tp_document *doc;
	enum tp_kind kind;
	struct tp_record *const *records;
	size_t n;
	bool people, brief;
	enum tp_field fields[TP_FIELDS_MAX];
	size_t fields_n;
	/* The map whose keys become columns, behind the others. */
	enum tp_field spread; /* TP_NO_FIELD: none */
	struct tp_map keys;
	struct spread *columns; /* a key each, sorted */
	size_t *places;         /* of a key's number among these */
};

struct spread {
	struct tp_text key;
	size_t number;
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
		if (tp_field_info(field)->flags & TP_SPREAD) {
			grid->spread = field;
			continue;
		}
		if (grid->brief && (tp_field_info(field)->flags & TP_DETAIL))
			continue;
		/* A spreadsheet takes a hash that is all digits for a number, and rounds it. */
		if (grid->people && field == TP_score_hash)
			continue;
		if (!grid->people || !is_empty(grid, field))
			grid->fields[grid->fields_n++] = field;
	}
}

/* --- a map over columns --- */

static int by_key(const void *a, const void *b)
{
	const struct spread *left = a, *right = b;
	return tp_text_compare(left->key, right->key);
}

static int find_keys(struct grid *grid, struct tp_err *err)
{
	for (size_t i = 0; i < grid->n; i++) {
		const struct tp_value *map = value_at(grid, i, grid->spread);
		for (size_t j = 0; map->type == TP_MAP && j < map->map.n; j++)
			if (tp_map_add(&grid->keys, map->map.pairs[j].key, NULL) < 0)
				return tp_err_memory(err);
	}
	size_t columns = grid->fields_n + grid->keys.n;
	if (columns > TP_COLUMNS_MAX || columns * grid->n > TP_CELLS_MAX)
		return tp_err_set(err, TP_DATA, "a table of %zu rows and %zu columns: at most %d columns and %d cells are "
			"allowed: narrow it with --scope, or take the stream with -f json", grid->n, columns,
			TP_COLUMNS_MAX, TP_CELLS_MAX);
	return 0;
}

/* Which key stands where. */
static int spread_keys(struct grid *grid, struct tp_err *err)
{
	size_t n = grid->keys.n;
	grid->columns = tp_arena_array(grid->doc->arena, n + 1, sizeof *grid->columns);
	grid->places = tp_arena_array(grid->doc->arena, n + 1, sizeof *grid->places);
	if (!grid->columns || !grid->places)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++)
		grid->columns[i] = (struct spread){tp_text_copy(grid->doc->arena, grid->keys.keys[i]), i};
	if (n > 1)
		qsort(grid->columns, n, sizeof *grid->columns, by_key);
	for (size_t i = 0; i < n; i++)
		grid->places[grid->columns[i].number] = i;
	return 0;
}

/* --- a cell --- */

static void add_key(struct tp_buf *out, struct tp_text key, enum tp_enum codes, enum tp_lang lang)
{
	int code = codes == TP_ENUM_none ? TP_CODE_none : tp_code_find(codes, key);
	struct tp_text title = code == TP_CODE_none ? key : tp_code_title(code, lang);
	tp_buf_add(out, title.ptr, title.len);
}

/* Values within values: lists joined by |, maps as "key: value; key: value"; for people a key that is one of the codes
 * goes by its name. */
static void add_value(struct tp_buf *out, const struct tp_value *value, enum tp_enum codes, bool people,
	enum tp_lang lang)
{
	char text[TP_NUM_SIZE];
	const struct tp_value *side = tp_value_get(value, lang == TP_DA ? "da" : "en");
	if (side) {
		add_value(out, side, codes, people, lang);
		return;
	}
	switch (value->type) {
	case TP_LIST:
		for (size_t i = 0; i < value->list.n; i++) {
			if (i > 0)
				tp_buf_add_string(out, people ? ", " : "|");
			add_value(out, &value->list.items[i], codes, people, lang);
		}
		break;
	case TP_MAP:
		for (size_t i = 0; i < value->map.n; i++) {
			if (i > 0)
				tp_buf_add_string(out, "; ");
			add_key(out, value->map.pairs[i].key, people ? codes : TP_ENUM_none, lang);
			tp_buf_add_string(out, ": ");
			add_value(out, &value->map.pairs[i].value, codes, people, lang);
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

static struct tp_cell cell_of(struct grid *grid, enum tp_field field, const struct tp_value *value)
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
		add_value(&out, value, tp_field_info(field)->codes, grid->people, grid->doc->lang);
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

static void fill_fields(struct grid *grid, struct tp_block *table)
{
	for (size_t j = 0; j < grid->fields_n; j++) {
		enum tp_field field = grid->fields[j];
		const struct tp_field_info *info = tp_field_info(field);
		tp_block_column(table, j, info->name, tp_names_at(info->header[grid->doc->lang], 0));
		for (size_t i = 0; i < grid->n; i++)
			*tp_document_cell(grid->doc, table, i, j) = cell_of(grid, field, value_at(grid, i, field));
	}
}

/* Columns are many and narrow: on a terminal codes go by their short names. */
static struct tp_cell spread_cell(struct grid *grid, const struct tp_value *value)
{
	if (!grid->brief || value->type != TP_LIST)
		return cell_of(grid, grid->spread, value);
	struct tp_value names = tp_value_list(grid->doc->arena, value->list.n);
	grid->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < value->list.n; i++) {
		const struct tp_value *item = &value->list.items[i];
		names.list.items[i] = item->type == TP_CODE
			? tp_value_text(tp_code_short(item->code, grid->doc->lang)) : *item;
	}
	return cell_of(grid, grid->spread, &names);
}

static void fill_spread(struct grid *grid, struct tp_block *table)
{
	for (size_t i = 0; i < grid->keys.n; i++) {
		struct tp_text key = grid->columns[i].key;
		char *name = tp_arena_alloc(grid->doc->arena, key.len + 1);
		grid->doc->failed |= !key.ptr || !name;
		if (grid->doc->failed)
			return;
		memcpy(name, key.ptr, key.len);
		tp_block_column(table, grid->fields_n + i, name, key);
	}
	for (size_t i = 0; grid->keys.n > 0 && i < grid->n; i++) {
		const struct tp_value *map = value_at(grid, i, grid->spread);
		for (size_t j = 0; map->type == TP_MAP && j < map->map.n; j++) {
			size_t place = grid->places[tp_map_find(&grid->keys, map->map.pairs[j].key)];
			*tp_document_cell(grid->doc, table, i, grid->fields_n + place) =
				spread_cell(grid, &map->map.pairs[j].value);
		}
	}
}

int tp_grid_make(struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records, size_t n,
	enum tp_grid_style style, struct tp_err *err)
{
	struct grid grid = {.doc = doc, .kind = kind, .records = records, .n = n, .people = style != TP_GRID_PLAIN,
		.brief = style == TP_GRID_BRIEF, .spread = TP_NO_FIELD};
	int result = 0;
	choose_fields(&grid);
	if (grid.spread != TP_NO_FIELD && (find_keys(&grid, err) < 0 || spread_keys(&grid, err) < 0))
		result = -1;
	if (result == 0) {
		struct tp_section *section = tp_document_section(doc, tp_kind_info(kind)->name, (struct tp_text){0});
		struct tp_block *table = tp_document_table(doc, section, grid.fields_n + grid.keys.n, n);
		fill_fields(&grid, table);
		fill_spread(&grid, table);
		result = doc->failed ? tp_err_memory(err) : 0;
	}
	tp_map_free(&grid.keys);
	return result;
}
