#include "svg.h"

/* A row is its label, as long as it may be, and below it the bar. */
enum { TRACK = 300, BAR = 13, ROW_GAP = 7, VALUE = TP_SVG_WIDTH - TRACK - 6 };

/* Where a value stands on the track, which it does not leave. */
static double at(const struct tp_scale *scale, double value)
{
	double part = (value - scale->lo) / (scale->hi - scale->lo);
	return (part < 0 ? 0 : part > 1 ? 1 : part) * TRACK;
}

static void add_label(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row)
{
	double x = 0;
	if (chart->state != TP_NO_COLUMN) {
		tp_svg_state(svg, 6, svg->height + 8, 5, table->cells[row * table->columns_n + chart->state].state);
		x = 16;
	}
	svg->height += tp_svg_lines(svg, x, svg->height, TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH - x,
		tp_svg_label(svg, chart, table, row), true) + 2;
}

/* Names of the ticks below the tracks: as many as have room. */
static void add_scale(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_scale *scale)
{
	double free_from = -100;
	for (size_t i = 0; scale->lo + (double)i * scale->step <= scale->hi + scale->step / 1000; i++) {
		double value = scale->lo + (double)i * scale->step, x = at(scale, value);
		struct tp_text text = tp_svg_number(svg, value, &chart->x);
		double width = tp_svg_width(text, TP_SVG_SMALL), from = i == 0 ? x : x - width / 2;
		tp_svg_line(svg, x, svg->height, x, svg->height + 4, TP_SVG_AXIS);
		if (from < free_from + 4 || from + width > TP_SVG_WIDTH)
			continue;
		tp_svg_text(svg, x, svg->height + 15, TP_SVG_SMALL, i == 0 ? TP_SVG_START : TP_SVG_MIDDLE, TP_SVG_WIDTH, text);
		free_from = from + width;
	}
	svg->height += 20;
	if (chart->x.title.len > 0)
		svg->height += tp_svg_lines(svg, 0, svg->height, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH,
			tp_svg_clean(svg, chart->x.title), true) + 2;
}

/* What the mark across a bar is. */
static void add_target_name(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	tp_svg_series(svg, chart, table, TP_SVG_FIRST);
	svg->height -= 6;
	tp_svg_line(svg, 5, svg->height, 5, svg->height + 12, TP_SVG_MARK);
	tp_svg_text(svg, 15, svg->height + 10, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH - 15,
		tp_svg_clean(svg, table->columns[chart->target].title));
	svg->height += 22;
}

static void add_bar(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row,
	const struct tp_scale *scale)
{
	const struct tp_series *series = &chart->series[0];
	double value, low, high, target, y = svg->height, nought = at(scale, 0);
	bool known = tp_chart_value(table, row, series->value, &chart->x, &value);
	tp_svg_rect(svg, 0, y, TRACK, BAR, TP_SVG_AREA);
	if (known) {
		double end = at(scale, value), from = end < nought ? end : nought;
		tp_svg_rect(svg, from, y, end > from ? end - from : nought - from, BAR, TP_SVG_FIRST);
	}
	if (tp_chart_value(table, row, series->low, &chart->x, &low) && tp_chart_value(table, row, series->high, &chart->x, &high)) {
		double middle = y + BAR / 2.0;
		tp_svg_line(svg, at(scale, low), middle, at(scale, high), middle, TP_SVG_HALO);
		tp_svg_line(svg, at(scale, low), middle, at(scale, high), middle, TP_SVG_AXIS);
		tp_svg_line(svg, at(scale, low), middle - 4, at(scale, low), middle + 4, TP_SVG_AXIS);
		tp_svg_line(svg, at(scale, high), middle - 4, at(scale, high), middle + 4, TP_SVG_AXIS);
	}
	if (tp_chart_value(table, row, chart->target, &chart->x, &target)) {
		tp_svg_line(svg, at(scale, target), y - 2, at(scale, target), y + BAR + 2, TP_SVG_HALO);
		tp_svg_line(svg, at(scale, target), y - 2, at(scale, target), y + BAR + 2, TP_SVG_MARK);
	}
	tp_svg_text(svg, TRACK + 6, y + BAR - 2, TP_SVG_FONT, TP_SVG_START, VALUE,
		known ? tp_svg_cell(svg, &table->cells[row * table->columns_n + series->value]) : tp_text_of("–"));
	svg->height += BAR + ROW_GAP;
}

void tp_svg_bars(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = tp_chart_scale(chart, table);
	if (chart->target != TP_NO_COLUMN)
		add_target_name(svg, chart, table);
	for (size_t row = 0; row < table->rows_n; row++) {
		add_label(svg, chart, table, row);
		add_bar(svg, chart, table, row, &scale);
	}
	add_scale(svg, chart, &scale);
}

/* --- parts of a whole --- */

static void add_parts(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row,
	const struct tp_scale *scale)
{
	double sum = 0, value, y = svg->height;
	tp_svg_rect(svg, 0, y, TRACK, BAR, TP_SVG_AREA);
	for (size_t i = 0; i < chart->series_n; i++) {
		if (!tp_chart_value(table, row, chart->series[i].value, &chart->x, &value) || value <= 0)
			continue;
		double from = at(scale, sum);
		sum += value;
		tp_svg_rect(svg, from, y, at(scale, sum) - from, BAR, TP_SVG_RAMP + (int)i);
	}
	tp_svg_text(svg, TRACK + 6, y + BAR - 2, TP_SVG_FONT, TP_SVG_START, VALUE, tp_svg_number(svg, sum, &chart->x));
	svg->height += BAR + ROW_GAP;
}

void tp_svg_stacked(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = tp_chart_scale(chart, table);
	tp_svg_series(svg, chart, table, TP_SVG_RAMP);
	for (size_t row = 0; row < table->rows_n; row++) {
		add_label(svg, chart, table, row);
		add_parts(svg, chart, table, row, &scale);
	}
	add_scale(svg, chart, &scale);
}
