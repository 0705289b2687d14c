#include "xlsx.h"

#include <stdio.h>

/* In pixels, as the library's own picture has them; ROW is a row's. */
enum { WIDTH = 480, HEIGHT = 288, ROW = 20 };
enum { WIDE = 640, WIDE_MOST = 2400, HIGH = 420, HIGHER = 520, HIGH_MOST = 2000, FRAME = 130, BAR = 26, POINT = 34 };
/* Of more points nobody can tell the names. */
enum { LABELS = 40, ABOUT = 250 };

/* A chart under way. */
struct drawing {
	struct tp_xlsx *xlsx;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_xlsx_place place;
	lxw_chart *out;
	int16_t drawn;                          /* series so far */
	int16_t unnamed[2 * TP_CHART_SERIES + 1]; /* those that the legend does not name, ended by -1 */
	size_t unnamed_n;
};

static const lxw_color_t PAIR[] = {0x1D5B9B, 0xC2570C};
/* Of parts: from dark to light and to dark again, as in the drawn charts. */
static const lxw_color_t RAMP[TP_CHART_SERIES] = {
	0x10304F, 0x2A6CB0, 0x86B3DF, 0xD6E5F4, 0xF3C08A, 0xD98224, 0x95500C, 0x4F2A05};

static bool is_figures(const struct tp_table *table, size_t column)
{
	bool any = false;
	for (size_t row = 0; row < table->rows_n; row++) {
		enum tp_cell_type type = table->cells[row * table->columns_n + column].type;
		if (type != TP_CELL_NUMBER && type != TP_CELL_PERCENT && type != TP_CELL_EMPTY)
			return false;
		any |= type != TP_CELL_EMPTY;
	}
	return any;
}

bool tp_xlsx_has_chart(const struct tp_block *block)
{
	const struct tp_chart *chart = block->chart;
	if (!tp_chart_has_svg(block))
		return false;
	switch (chart->type) {
	case TP_CHART_BARS:
	case TP_CHART_STACKED:
	case TP_CHART_SPIDER:
	case TP_CHART_SCATTER:
		for (size_t i = 0; i < chart->series_n; i++)
			if (!is_figures(&block->table, chart->series[i].value))
				return false;
		return chart->type != TP_CHART_SCATTER || chart->series_n == 2;
	default: /* its table must do */
		return false;
	}
}

/* --- series --- */

static lxw_chart_series *add_series(struct drawing *drawing, size_t names, size_t values)
{
	const lxw_row_t first = drawing->place.head + 1, last = drawing->place.head + (lxw_row_t)drawing->table->rows_n;
	const char *sheet = drawing->place.name;
	lxw_chart_series *series = drawing->xlsx->err->code ? NULL : chart_add_series(drawing->out, NULL, NULL);
	if (!series) {
		tp_err_memory(drawing->xlsx->err);
		return NULL;
	}
	chart_series_set_categories(series, sheet, first, (lxw_col_t)names, last, (lxw_col_t)names);
	chart_series_set_values(series, sheet, first, (lxw_col_t)values, last, (lxw_col_t)values);
	chart_series_set_name_range(series, sheet, drawing->place.head, (lxw_col_t)values);
	drawing->drawn++;
	return series;
}

static void add_filled(struct drawing *drawing, size_t column, lxw_color_t colour)
{
	lxw_chart_series *series = add_series(drawing, drawing->chart->label, column);
	if (series) {
		chart_series_set_fill(series, &(lxw_chart_fill){.color = colour});
		chart_series_set_line(series, &(lxw_chart_line){.color = 0xFFFFFF, .width = 0.5F});
	}
}

static void set_marker(lxw_chart_series *series, uint8_t type, uint8_t size, lxw_color_t colour)
{
	chart_series_set_marker_type(series, type);
	chart_series_set_marker_size(series, size);
	chart_series_set_marker_fill(series, &(lxw_chart_fill){.color = colour});
	chart_series_set_marker_line(series, &(lxw_chart_line){.color = colour});
}

/* --- axes --- */

static void set_scale(lxw_chart_axis *axis, const struct tp_axis *said)
{
	chart_axis_major_gridlines_set_line(axis, &(lxw_chart_line){.color = 0xD0D3D8, .width = 0.75F});
	if (said->min >= said->max)
		return;
	chart_axis_set_min(axis, said->min);
	chart_axis_set_max(axis, said->max);
}

/* A title from the data could begin a formula, which the library would take it for. */
static void set_name(struct drawing *drawing, lxw_chart_axis *axis, struct tp_text title)
{
	struct tp_buf *text = &drawing->xlsx->text;
	if (title.len == 0 || title.ptr[0] == '=')
		return;
	tp_buf_reset(text);
	tp_xlsx_clean(text, title);
	tp_buf_add_char(text, '\0');
	if (text->failed)
		tp_err_memory(drawing->xlsx->err);
	else
		chart_axis_set_name(axis, text->ptr);
}

/* Of bars, whose first row stands at the top. */
static void set_bar_axes(struct drawing *drawing)
{
	lxw_chart *out = drawing->out;
	chart_axis_set_reverse(out->y_axis);
	chart_axis_set_interval_unit(out->y_axis, 1);
	chart_axis_set_crossing_max(out->y_axis); /* the scale below */
	set_scale(out->x_axis, &drawing->chart->x);
	set_name(drawing, out->x_axis, drawing->chart->x.title);
	chart_set_series_gap(out, 50);
}

/* --- kinds --- */

static bool has_interval(const struct drawing *drawing)
{
	const struct tp_series *series = &drawing->chart->series[0];
	return series->low != TP_NO_COLUMN && series->high != TP_NO_COLUMN && is_figures(drawing->table, series->low) &&
		is_figures(drawing->table, series->high);
}

static void draw_bars(struct drawing *drawing)
{
	const struct tp_chart *chart = drawing->chart;
	bool target = chart->target != TP_NO_COLUMN && is_figures(drawing->table, chart->target);
	add_filled(drawing, chart->series[0].value, PAIR[0]);
	if (target)
		add_filled(drawing, chart->target, PAIR[1]);
	else
		chart_legend_set_position(drawing->out, LXW_CHART_LEGEND_NONE);
	set_bar_axes(drawing);
}

/* A mark at each value, and a line from where it might as well be to where it might. */
static void draw_intervals(struct drawing *drawing)
{
	const struct tp_series *from = &drawing->chart->series[0];
	const struct {
		size_t column;
		uint8_t marker, size;
	} parts[] = {{from->high, LXW_CHART_MARKER_SHORT_DASH, 7}, {from->value, LXW_CHART_MARKER_CIRCLE, 8},
		{from->low, LXW_CHART_MARKER_SHORT_DASH, 7}};
	for (size_t i = 0; i < 3; i++) {
		lxw_chart_series *series = add_series(drawing, drawing->chart->label, parts[i].column);
		if (!series)
			return;
		chart_series_set_line(series, &(lxw_chart_line){.none = LXW_TRUE});
		set_marker(series, parts[i].marker, parts[i].size, PAIR[0]);
	}
	chart_set_high_low_lines(drawing->out, &(lxw_chart_line){.color = PAIR[0], .width = 1.5F});
	chart_axis_set_interval_unit(drawing->out->x_axis, 1);
	set_scale(drawing->out->y_axis, &drawing->chart->x);
	set_name(drawing, drawing->out->y_axis, drawing->chart->x.title);
	chart_legend_set_position(drawing->out, LXW_CHART_LEGEND_BOTTOM);
}

static void draw_stacked(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->chart->series_n; i++)
		add_filled(drawing, drawing->chart->series[i].value, RAMP[i]);
	set_bar_axes(drawing);
}

/* The ends of its intervals, as fine lines which the legend does not name. */
static void add_ends(struct drawing *drawing, size_t i)
{
	const size_t ends[] = {drawing->chart->series[i].low, drawing->chart->series[i].high};
	for (size_t j = 0; j < 2; j++) {
		if (ends[j] == TP_NO_COLUMN || !is_figures(drawing->table, ends[j]))
			continue;
		lxw_chart_series *series = add_series(drawing, drawing->chart->label, ends[j]);
		if (!series)
			return;
		chart_series_set_line(series, &(lxw_chart_line){.color = PAIR[i % 2], .width = 0.75F,
			.dash_type = LXW_CHART_LINE_DASH_ROUND_DOT});
		chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
		drawing->unnamed[drawing->unnamed_n++] = (int16_t)(drawing->drawn - 1);
	}
}

static void draw_spider(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->chart->series_n; i++) {
		lxw_chart_series *series = add_series(drawing, drawing->chart->label, drawing->chart->series[i].value);
		if (!series)
			return;
		chart_series_set_line(series, &(lxw_chart_line){.color = PAIR[i % 2], .width = 2.25F,
			.dash_type = i % 2 ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID});
		set_marker(series, i % 2 ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_CIRCLE, 7, PAIR[i % 2]);
		add_ends(drawing, i);
	}
	drawing->unnamed[drawing->unnamed_n] = -1;
	if (drawing->unnamed_n > 0)
		tp_xlsx_fail(drawing->xlsx, chart_legend_delete_series(drawing->out, drawing->unnamed));
	set_scale(drawing->out->y_axis, &drawing->chart->x);
	chart_axis_set_major_unit(drawing->out->y_axis, tp_chart_scale(drawing->chart, drawing->table).step);
	if (drawing->chart->series_n == 1)
		chart_legend_set_position(drawing->out, LXW_CHART_LEGEND_NONE);
}

/* Each point by the name in its row. */
static void name_points(struct drawing *drawing, lxw_chart_series *series)
{
	char formulas[LABELS][TP_XLSX_NAME_SIZE + 24], cell[LXW_MAX_CELL_NAME_LENGTH];
	lxw_chart_data_label labels[LABELS] = {0}, *all[LABELS + 1] = {0};
	for (size_t i = 0; i < drawing->table->rows_n; i++) {
		lxw_row_t row = drawing->place.head + 1 + (lxw_row_t)i;
		lxw_rowcol_to_cell_abs(cell, row, (lxw_col_t)drawing->chart->label, LXW_TRUE, LXW_TRUE);
		snprintf(formulas[i], sizeof formulas[i], "='%s'!%s", drawing->place.name, cell);
		labels[i].value = formulas[i];
		all[i] = &labels[i];
	}
	tp_xlsx_fail(drawing->xlsx, chart_series_set_labels_custom(series, all));
	chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_RIGHT);
	chart_series_set_labels_font(series, &(lxw_chart_font){.size = 8});
}

static void draw_scatter(struct drawing *drawing)
{
	const struct tp_chart *chart = drawing->chart;
	lxw_chart_series *series = add_series(drawing, chart->series[0].value, chart->series[1].value);
	if (!series)
		return;
	set_marker(series, LXW_CHART_MARKER_CIRCLE, 8, PAIR[0]);
	if (drawing->table->rows_n <= LABELS)
		name_points(drawing, series);
	set_scale(drawing->out->x_axis, &chart->x);
	set_scale(drawing->out->y_axis, &chart->y);
	set_name(drawing, drawing->out->x_axis, chart->x.title);
	set_name(drawing, drawing->out->y_axis, chart->y.title);
	chart_legend_set_position(drawing->out, LXW_CHART_LEGEND_NONE);
}

/* --- the chart --- */

static long between(long value, long least, long most)
{
	return value < least ? least : value < most ? value : most;
}

static const struct {
	uint8_t type;
	void (*draw)(struct drawing *drawing);
} kinds[TP_CHART_TYPES] = {
	[TP_CHART_BARS] = {LXW_CHART_BAR, draw_bars},
	[TP_CHART_STACKED] = {LXW_CHART_BAR_STACKED, draw_stacked},
	[TP_CHART_SPIDER] = {LXW_CHART_RADAR_WITH_MARKERS, draw_spider},
	[TP_CHART_SCATTER] = {LXW_CHART_SCATTER, draw_scatter},
};

static void draw(struct drawing *drawing, bool intervals)
{
	const struct tp_xlsx_place *place = &drawing->place;
	if (drawing->table->caption.len > 0)
		chart_title_set_name_range(drawing->out, place->name, place->head - 1, 0);
	else
		chart_title_off(drawing->out);
	chart_title_set_name_font(drawing->out, &(lxw_chart_font){.size = 12, .bold = LXW_TRUE});
	chart_legend_set_position(drawing->out, LXW_CHART_LEGEND_BOTTOM);
	(intervals ? draw_intervals : kinds[drawing->chart->type].draw)(drawing);
}

lxw_row_t tp_xlsx_chart(struct tp_xlsx *xlsx, const struct tp_block *block, struct tp_xlsx_place place, lxw_row_t row,
	lxw_col_t column)
{
	struct drawing drawing = {.xlsx = xlsx, .chart = block->chart, .table = &block->table, .place = place};
	bool intervals = block->chart->type == TP_CHART_BARS && has_interval(&drawing);
	bool bars = !intervals && (block->chart->type == TP_CHART_BARS || block->chart->type == TP_CHART_STACKED);
	long rows = (long)block->table.rows_n, wide = WIDE, high = HIGH;
	if (bars)
		high = between(FRAME + BAR * rows, 0, HIGH_MOST);
	if (intervals) {
		wide = between(POINT * rows, WIDE, WIDE_MOST);
		high = HIGHER;
	}
	if (xlsx->err->code)
		return 0;
	drawing.out = workbook_add_chart(xlsx->book, intervals ? LXW_CHART_LINE : kinds[block->chart->type].type);
	if (!drawing.out) {
		tp_err_memory(xlsx->err);
		return 0;
	}
	draw(&drawing, intervals);
	tp_xlsx_line(xlsx, block->chart->about.len > 0 ? block->chart->about : block->table.caption, ABOUT);
	if (xlsx->err->code)
		return 0;
	lxw_chart_options options = {.x_scale = (double)wide / WIDTH, .y_scale = (double)high / HEIGHT,
		.object_position = LXW_OBJECT_MOVE_DONT_SIZE, .description = xlsx->text.ptr};
	tp_xlsx_fail(xlsx, worksheet_insert_chart_opt(place.sheet, row, column, drawing.out, &options));
	return (lxw_row_t)(high / ROW + 1);
}
