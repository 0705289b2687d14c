#include "tp/document.h"

#include "tp/chart.h"
#include "tp/day.h"
#include "tp/json.h"
#include "tp/num.h"

static void add_slug(struct tp_buf *out, const char *slug)
{
	if (slug)
		tp_json_add_text(out, tp_text_of(slug));
	else
		tp_buf_add_string(out, "null");
}

static void add_optional(struct tp_buf *out, struct tp_text text)
{
	if (text.len > 0)
		tp_json_add_text(out, text);
	else
		tp_buf_add_string(out, "null");
}

static void add_day(struct tp_buf *out, int32_t day)
{
	char text[TP_DAY_SIZE];
	tp_day_format(day, text);
	tp_json_add_text(out, tp_text_of(text));
}

static void add_value(struct tp_buf *out, const struct tp_cell *cell)
{
	char number[TP_NUM_SIZE];
	switch (cell->type) {
	case TP_CELL_EMPTY:
		tp_buf_add_string(out, "null");
		break;
	case TP_CELL_TEXT:
		tp_json_add_text(out, cell->text);
		break;
	case TP_CELL_NUMBER:
	case TP_CELL_PERCENT:
		tp_buf_add(out, number, tp_num_format(cell->number, number));
		break;
	case TP_CELL_DAY:
		add_day(out, cell->day);
		break;
	case TP_CELL_STATE:
		add_slug(out, tp_state_slug(cell->state));
		break;
	}
}

/* Between the parts of an array or object. */
static void add_comma(struct tp_buf *out, size_t i)
{
	if (i > 0)
		tp_buf_add_char(out, ',');
}

/* Places, a line each, as an array. */
static void add_places(struct tp_buf *out, struct tp_text places)
{
	tp_buf_add_char(out, '[');
	for (size_t i = 0; places.len > 0; i++) {
		add_comma(out, i);
		tp_json_add_text(out, tp_text_split(&places, "\n"));
	}
	tp_buf_add_char(out, ']');
}

static void add_items(struct tp_buf *out, const struct tp_block *block)
{
	tp_buf_add_char(out, '[');
	for (size_t i = 0; i < block->items_n; i++) {
		add_comma(out, i);
		tp_buf_add_char(out, '{');
		if (block->groups[i].len > 0) {
			tp_buf_add_string(out, "\"group\":");
			tp_json_add_text(out, block->groups[i]);
			tp_buf_add_char(out, ',');
		}
		tp_buf_add_string(out, "\"text\":");
		tp_json_add_text(out, block->items[i]);
		tp_buf_add_string(out, ",\"advice\":");
		add_optional(out, block->advice[i]);
		tp_buf_add_string(out, ",\"at\":");
		add_places(out, block->places[i]);
		tp_buf_add_char(out, '}');
	}
	tp_buf_add_char(out, ']');
}

static void add_row(struct tp_buf *out, const struct tp_table *table, const struct tp_cell *cells)
{
	tp_buf_add_char(out, '{');
	for (size_t i = 0; i < table->columns_n; i++) {
		add_comma(out, i);
		tp_json_add_text(out, tp_text_of(table->columns[i].name));
		tp_buf_add_char(out, ':');
		add_value(out, &cells[i]);
	}
	tp_buf_add_char(out, '}');
}

static void add_table(struct tp_buf *out, const struct tp_table *table)
{
	tp_buf_add_string(out, ",\"caption\":");
	add_optional(out, table->caption);
	tp_buf_add_string(out, ",\"columns\":[");
	for (size_t i = 0; i < table->columns_n; i++) {
		add_comma(out, i);
		tp_buf_add_string(out, "{\"name\":");
		tp_json_add_text(out, tp_text_of(table->columns[i].name));
		tp_buf_add_string(out, ",\"title\":");
		tp_json_add_text(out, table->columns[i].title);
		tp_buf_add_char(out, '}');
	}
	tp_buf_add_string(out, "],\"rows\":[");
	for (size_t i = 0; i < table->rows_n; i++) {
		add_comma(out, i);
		add_row(out, table, table->cells + i * table->columns_n);
	}
	tp_buf_add_string(out, "],\"at\":[");
	for (size_t i = 0; i < table->rows_n; i++) {
		add_comma(out, i);
		add_places(out, table->places[i]);
	}
	tp_buf_add_char(out, ']');
}

/* A column by its name. */
static void add_role(struct tp_buf *out, const char *role, const struct tp_table *table, size_t column)
{
	if (column == TP_NO_COLUMN)
		return;
	tp_buf_add_format(out, ",\"%s\":", role);
	add_slug(out, table->columns[column].name);
}

static void add_axis(struct tp_buf *out, const char *name, const struct tp_axis *axis)
{
	char number[TP_NUM_SIZE];
	tp_buf_add_format(out, ",\"%s\":{\"title\":", name);
	add_optional(out, axis->title);
	if (axis->min < axis->max) {
		tp_num_format(axis->min, number);
		tp_buf_add_format(out, ",\"min\":%s", number);
		tp_num_format(axis->max, number);
		tp_buf_add_format(out, ",\"max\":%s", number);
	}
	tp_buf_add_string(out, axis->ticks_n ? ",\"ticks\":[" : "");
	for (size_t i = 0; i < axis->ticks_n; i++) {
		add_comma(out, i);
		tp_json_add_text(out, axis->ticks[i]);
	}
	tp_buf_add_string(out, axis->ticks_n ? "]}" : "}");
}

static void add_chart(struct tp_buf *out, const struct tp_block *block)
{
	const struct tp_chart *chart = block->chart;
	const struct tp_table *table = &block->table;
	tp_buf_add_string(out, ",\"chart\":");
	add_slug(out, tp_chart_slug(chart->type));
	tp_buf_add_string(out, ",\"about\":");
	add_optional(out, chart->about);
	add_role(out, "label", table, chart->label);
	tp_buf_add_string(out, ",\"series\":[");
	for (size_t i = 0; i < chart->series_n; i++) {
		const struct tp_series *series = &chart->series[i];
		add_comma(out, i);
		size_t begun = out->len;
		add_role(out, "value", table, series->value);
		add_role(out, "low", table, series->low);
		add_role(out, "high", table, series->high);
		if (!out->failed && out->len > begun)
			out->ptr[begun] = '{';
		tp_buf_add_char(out, '}');
	}
	tp_buf_add_char(out, ']');
	add_role(out, "target", table, chart->target);
	add_role(out, "group", table, chart->group);
	add_role(out, "trend", table, chart->trend);
	add_role(out, "state", table, chart->state);
	add_axis(out, "x", &chart->x);
	if (chart->type == TP_CHART_SCATTER)
		add_axis(out, "y", &chart->y);
}

static void add_entry(struct tp_buf *out, const struct tp_block *entry)
{
	tp_buf_add_string(out, ",\"title\":");
	tp_json_add_text(out, entry->text);
	tp_buf_add_string(out, ",\"state\":");
	add_slug(out, tp_state_slug(entry->state));
	tp_buf_add_string(out, ",\"word\":");
	add_optional(out, entry->word);
	tp_buf_add_string(out, ",\"at\":");
	add_places(out, entry->place);
	tp_buf_add_string(out, ",\"facts\":[");
	for (size_t i = 0; i < entry->facts_n; i++) {
		add_comma(out, i);
		tp_buf_add_string(out, "{\"name\":");
		add_slug(out, entry->facts[i].about.name);
		tp_buf_add_string(out, ",\"title\":");
		tp_json_add_text(out, entry->facts[i].about.title);
		tp_buf_add_string(out, ",\"value\":");
		add_value(out, &entry->facts[i].value);
		tp_buf_add_char(out, '}');
	}
	tp_buf_add_string(out, "],\"reasons\":");
	add_items(out, entry);
}

static void add_block(struct tp_buf *out, const struct tp_block *block)
{
	static const char *const types[] = {
		[TP_BLOCK_PARAGRAPH] = "paragraph",
		[TP_BLOCK_LIST] = "list",
		[TP_BLOCK_TABLE] = "table",
		[TP_BLOCK_ENTRY] = "entry",
		[TP_BLOCK_CHART] = "chart",
	};
	tp_buf_add_string(out, "{\"type\":");
	add_slug(out, types[block->type]);
	switch (block->type) {
	case TP_BLOCK_PARAGRAPH:
		tp_buf_add_string(out, ",\"text\":");
		tp_json_add_text(out, block->text);
		break;
	case TP_BLOCK_LIST:
		tp_buf_add_string(out, ",\"items\":");
		add_items(out, block);
		break;
	case TP_BLOCK_CHART:
		add_chart(out, block);
		add_table(out, &block->table);
		break;
	case TP_BLOCK_TABLE:
		add_table(out, &block->table);
		break;
	case TP_BLOCK_ENTRY:
		add_entry(out, block);
		break;
	}
	tp_buf_add_char(out, '}');
}

static void add_section(struct tp_buf *out, const struct tp_section *section)
{
	tp_buf_add_string(out, "{\"name\":");
	tp_json_add_text(out, tp_text_of(section->name));
	tp_buf_add_string(out, ",\"title\":");
	tp_json_add_text(out, section->title);
	tp_buf_add_string(out, ",\"blocks\":[");
	for (const struct tp_block *block = section->first; block; block = block->next) {
		tp_buf_add_char(out, '\n');
		add_block(out, block);
		if (block->next)
			tp_buf_add_char(out, ',');
	}
	tp_buf_add_string(out, section->first ? "\n]}" : "]}");
}

void tp_document_json(const struct tp_document *doc, struct tp_buf *out)
{
	static const char *const langs[] = {[TP_DA] = "da", [TP_EN] = "en"};
	tp_buf_add_string(out, "{\n\"report\":");
	add_slug(out, doc->report);
	tp_buf_add_string(out, ",\n\"title\":");
	tp_json_add_text(out, doc->title);
	tp_buf_add_string(out, ",\n\"subtitle\":");
	add_optional(out, doc->subtitle);
	tp_buf_add_string(out, ",\n\"lang\":");
	add_slug(out, langs[doc->lang]);
	tp_buf_add_string(out, ",\n\"as_of\":");
	add_day(out, doc->as_of);
	tp_buf_add_string(out, ",\n\"scope\":");
	add_optional(out, doc->scope);
	tp_buf_add_string(out, ",\n\"sections\":[");
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		tp_buf_add_char(out, '\n');
		add_section(out, section);
		if (section->next)
			tp_buf_add_char(out, ',');
	}
	tp_buf_add_string(out, doc->first ? "\n]\n}\n" : "]\n}\n");
}
