#include "svg.h"

#include "tp/day.h"

enum { BAR = 11, ROW_GAP = 7, TICKS = 4, TRACK = 300, SPARK = 26 };

/* --- timeline --- */

static double at(const struct tp_scale *scale, double day)
{
	double part = (day - scale->lo) / (scale->hi - scale->lo);
	return (part < 0 ? 0 : part > 1 ? 1 : part) * TP_SVG_WIDTH;
}

/* From the first to the last day of anything, unless the axis says. */
static struct tp_scale days_of(const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = {chart->x.min, chart->x.max, 1};
	bool any = scale.lo < scale.hi;
	for (size_t row = 0; !(chart->x.min < chart->x.max) && row < table->rows_n; row++) {
		const size_t columns[] = {chart->series[0].low, chart->series[0].high, chart->series[0].value};
		for (size_t i = 0; i < 3; i++) {
			double day;
			if (!tp_chart_value(table, row, columns[i], &chart->x, &day))
				continue;
			scale.lo = any && scale.lo < day ? scale.lo : day;
			scale.hi = any && scale.hi > day ? scale.hi : day;
			any = true;
		}
	}
	if (scale.hi <= scale.lo)
		scale.hi = scale.lo + 1;
	return scale;
}

/* First days of months, so many months apart that at most TICKS have room. */
static void draw_months(struct tp_svg *svg, const struct tp_scale *scale)
{
	static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 600};
	size_t chosen = 0;
	while (chosen < 8 && (scale->hi - scale->lo) / 30.4 / steps[chosen] > TICKS)
		chosen++;
	int year, month, dom, step = steps[chosen];
	tp_day_split((int32_t)scale->lo, &year, &month, &dom);
	for (int at_month = year * 12 - year * 12 % step; ; at_month += step) {
		int32_t day;
		char text[TP_DAY_PEOPLE_SIZE];
		if (!tp_day_of(at_month / 12, at_month % 12 + 1, 1, &day) || day > scale->hi)
			break;
		if (day < scale->lo)
			continue;
		double x = at(scale, day);
		size_t len = tp_day_people(day, svg->lang, text);
		double width = tp_svg_width((struct tp_text){text, len}, 10);
		tp_svg_line(svg, x, svg->height - 2, x, svg->height + 3, TP_SVG_AXIS);
		if (x + width / 2 <= TP_SVG_WIDTH && x - width / 2 >= 0)
			tp_svg_text(svg, x, svg->height + 14, 10, TP_SVG_MIDDLE, width, (struct tp_text){text, len});
	}
}

static bool has_now(const struct tp_chart *chart, const struct tp_scale *scale)
{
	return chart->now != 0 && chart->now >= scale->lo && chart->now <= scale->hi;
}

static void draw_mark(struct tp_svg *svg, double x, double y)
{
	const double r = BAR / 2.0 + 1;
	x = x < r ? r : x > TP_SVG_WIDTH - r ? TP_SVG_WIDTH - r : x;
	tp_svg_shape(svg, (const double[]){x, y - r, x + r, y, x, y + r, x - r, y}, 4, true, TP_SVG_SECOND);
}

/* What the mark and the line are. */
static void draw_signs(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, const struct tp_scale *scale)
{
	double x = 0;
	if (chart->series[0].value != TP_NO_COLUMN) {
		struct tp_text name = tp_svg_clean(svg, table->columns[chart->series[0].value].title);
		draw_mark(svg, 6, svg->height + 7);
		tp_svg_text(svg, 16, svg->height + 11, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH / 2.0, name);
		x = 30 + tp_svg_width(name, TP_SVG_SMALL);
		x = x > TP_SVG_WIDTH / 2.0 + 30 ? TP_SVG_WIDTH / 2.0 + 30 : x;
	}
	if (has_now(chart, scale)) {
		struct tp_cell day = tp_cell_day((int32_t)chart->now);
		tp_svg_line(svg, x + 2, svg->height + 1, x + 2, svg->height + 13, TP_SVG_MARK);
		tp_svg_text(svg, x + 9, svg->height + 11, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH - x - 9, tp_svg_cell(svg, &day));
		x++;
	}
	svg->height += x > 0 ? 20 : 0;
}

static void draw_span(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row,
	const struct tp_scale *scale)
{
	const struct tp_series *series = &chart->series[0];
	double from, to, mark, y = svg->height;
	if (tp_chart_value(table, row, series->low, &chart->x, &from) && tp_chart_value(table, row, series->high, &chart->x, &to)) {
		double x = at(scale, from), width = at(scale, to) - x;
		tp_svg_rect(svg, x, y, width > 2 ? width : 2, BAR, TP_SVG_FIRST);
	}
	if (has_now(chart, scale))
		tp_svg_line(svg, at(scale, chart->now), y - 2, at(scale, chart->now), y + BAR + 2, TP_SVG_MARK);
	if (tp_chart_value(table, row, series->value, &chart->x, &mark))
		draw_mark(svg, at(scale, mark), y + BAR / 2.0);
	svg->height += BAR + ROW_GAP;
}

static double draw_label(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row)
{
	double x = 0;
	if (chart->state != TP_NO_COLUMN) {
		tp_svg_state(svg, 6, svg->height + 8, 5, table->cells[row * table->columns_n + chart->state].state);
		x = 16;
	}
	return tp_svg_lines(svg, x, svg->height, TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH - x,
		tp_svg_label(svg, chart, table, row), true) + 2;
}

void tp_svg_timeline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = days_of(chart, table);
	draw_signs(svg, chart, table, &scale);
	for (size_t row = 0; row < table->rows_n; row++) {
		svg->height += draw_label(svg, chart, table, row);
		draw_span(svg, chart, table, row, &scale);
	}
	draw_months(svg, &scale);
	svg->height += 20;
}

/* --- sparkline --- */

void tp_svg_sparkline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = tp_chart_scale(chart, table);
	for (size_t row = 0; row < table->rows_n; row++) {
		double points[2 * TP_CHART_SERIES], value;
		size_t n = 0, last = 0;
		svg->height += draw_label(svg, chart, table, row);
		tp_svg_rect(svg, 0, svg->height, TRACK, SPARK, TP_SVG_AREA);
		for (size_t i = 0; i < chart->series_n; i++) {
			if (!tp_chart_value(table, row, chart->series[i].value, &chart->x, &value))
				continue;
			points[2 * n] = 6 + (TRACK - 12.0) * (double)i / (double)(chart->series_n > 1 ? chart->series_n - 1 : 1);
			points[2 * n + 1] = svg->height + SPARK - 4 - (SPARK - 8.0) * (value - scale.lo) / (scale.hi - scale.lo);
			last = chart->series[i].value;
			n++;
		}
		tp_svg_shape(svg, points, n, false, TP_SVG_LINE);
		for (size_t i = 0; i < n; i++)
			tp_svg_circle(svg, points[2 * i], points[2 * i + 1], 2.5, TP_SVG_FIRST);
		if (n > 0)
			tp_svg_text(svg, TRACK + 6, svg->height + SPARK / 2.0 + 4, TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH - TRACK - 6,
				tp_svg_cell(svg, &table->cells[row * table->columns_n + last]));
		svg->height += SPARK + ROW_GAP;
	}
}
