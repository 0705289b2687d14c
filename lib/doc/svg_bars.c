#include "svg.h"

/* A row is its label, as long as it may be, and below it the bar with its value beside it. */
enum { BAR = 13, ROW_GAP = 7, VALUE_GAP = 6, VALUE_LEAST = 24, VALUE_MOST = 120 };

struct bars {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_scale scale;
	struct tp_text *values; /* as they are told beside the bars */
	double track;           /* how long a bar may be */
};

static double at(const struct bars *bars, double value)
{
	return tp_scale_part(&bars->scale, value) * bars->track;
}

/* What the parts of a row come to. */
static double sum_of(const struct bars *bars, size_t row)
{
	double sum = 0, value;
	for (size_t i = 0; i < bars->chart->series_n; i++)
		if (tp_chart_value(bars->table, row, bars->chart->series[i].value, &bars->chart->x, &value) && value > 0)
			sum += value;
	return sum;
}

static struct tp_text value_of(const struct bars *bars, size_t row)
{
	double value;
	size_t column = bars->chart->series[0].value;
	if (bars->chart->type == TP_CHART_STACKED)
		return tp_svg_number(bars->svg, sum_of(bars, row), &bars->scale, &bars->chart->x);
	if (!tp_chart_value(bars->table, row, column, &bars->chart->x, &value))
		return tp_text_of("–");
	return tp_svg_cell(bars->svg, &bars->table->cells[row * bars->table->columns_n + column]);
}

/* The track takes what the widest value leaves. */
static bool start(struct bars *bars)
{
	double widest = VALUE_LEAST;
	bars->values = tp_arena_array(&bars->svg->arena, bars->table->rows_n, sizeof *bars->values);
	bars->svg->body.failed |= !bars->values;
	for (size_t row = 0; bars->values && row < bars->table->rows_n; row++) {
		bars->values[row] = value_of(bars, row);
		double width = tp_svg_width(bars->values[row], TP_SVG_FONT);
		widest = width > widest ? width : widest;
	}
	bars->track = TP_SVG_WIDTH - VALUE_GAP - (double)(long)(widest < VALUE_MOST ? widest + 1 : VALUE_MOST);
	return bars->values;
}

static void add_value(const struct bars *bars, size_t row)
{
	double from = bars->track + VALUE_GAP;
	tp_svg_text(bars->svg, from, bars->svg->height + BAR - 2, TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH - from,
		bars->values[row]);
	bars->svg->height += BAR + ROW_GAP;
}

static void add_scale(const struct bars *bars)
{
	struct tp_svg *svg = bars->svg;
	const struct tp_axis *axis = &bars->chart->x;
	double value, taken = -4;
	for (size_t i = 0; tp_scale_tick(&bars->scale, i, &value); i++) {
		double x = at(bars, value);
		tp_svg_line(svg, x, svg->height, x, svg->height + 4, TP_SVG_AXIS);
		tp_svg_tick(svg, x, svg->height + 15, tp_svg_number(svg, value, &bars->scale, axis), &taken);
	}
	svg->height += 20;
	if (axis->title.len > 0)
		svg->height += tp_svg_lines(svg, 0, svg->height, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH,
			tp_svg_clean(svg, axis->title), true) + 2;
}

/* --- a value, its interval, its target --- */

static void add_whisker(const struct bars *bars, double low, double high)
{
	struct tp_svg *svg = bars->svg;
	double from = at(bars, low), to = at(bars, high), middle = svg->height + BAR / 2.0;
	tp_svg_line(svg, from, middle, to, middle, TP_SVG_HALO);
	tp_svg_line(svg, from, middle, to, middle, TP_SVG_AXIS);
	tp_svg_line(svg, from, middle - 4, from, middle + 4, TP_SVG_AXIS);
	tp_svg_line(svg, to, middle - 4, to, middle + 4, TP_SVG_AXIS);
}

static void add_bar(const struct bars *bars, size_t row)
{
	const struct tp_axis *axis = &bars->chart->x;
	const struct tp_series *series = &bars->chart->series[0];
	struct tp_svg *svg = bars->svg;
	double value, low, high, target, y = svg->height, nought = at(bars, 0);
	tp_svg_rect(svg, 0, y, bars->track, BAR, TP_SVG_AREA);
	if (tp_chart_value(bars->table, row, series->value, axis, &value)) {
		double end = at(bars, value), from = end < nought ? end : nought;
		tp_svg_rect(svg, from, y, end > from ? end - from : nought - from, BAR, TP_SVG_FIRST);
	}
	if (bars->scale.lo < 0)
		tp_svg_line(svg, nought, y - 2, nought, y + BAR + 2, TP_SVG_AXIS);
	if (tp_chart_interval(bars->table, row, series, axis, &low, &high))
		add_whisker(bars, low, high);
	if (tp_chart_value(bars->table, row, bars->chart->target, axis, &target)) {
		tp_svg_line(svg, at(bars, target), y - 2, at(bars, target), y + BAR + 2, TP_SVG_HALO);
		tp_svg_line(svg, at(bars, target), y - 2, at(bars, target), y + BAR + 2, TP_SVG_MARK);
	}
}

/* Row by row, each drawn by add. */
static void add_rows(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table,
	void (*add)(const struct bars *bars, size_t row))
{
	struct bars bars = {.svg = svg, .chart = chart, .table = table, .scale = tp_chart_scale(chart, table)};
	if (!start(&bars))
		return;
	tp_svg_series(svg, chart, table);
	for (size_t row = 0; row < table->rows_n; row++) {
		tp_svg_row(svg, chart, table, row);
		add(&bars, row);
		add_value(&bars, row);
	}
	add_scale(&bars);
}

void tp_svg_bars(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	add_rows(svg, chart, table, add_bar);
}

/* --- parts of a whole --- */

static void add_parts(const struct bars *bars, size_t row)
{
	double sum = 0, value, y = bars->svg->height;
	for (size_t i = 0; i < bars->chart->series_n; i++) {
		if (!tp_chart_value(bars->table, row, bars->chart->series[i].value, &bars->chart->x, &value) || value <= 0)
			continue;
		double from = at(bars, sum), width = at(bars, sum + value) - from;
		sum += value;
		tp_svg_rect(bars->svg, from, y, width, BAR, TP_SVG_RAMP + (int)i);
	}
}

void tp_svg_stacked(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	add_rows(svg, chart, table, add_parts);
}
