#include "svg.h"

#include <math.h>

#include "tp/day.h"

/* --- timeline --- */

enum { BAR = 11, ROW_GAP = 7, TICKS = 4, MARK = 6, DAYS_LEAST = 60 };

struct time {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_scale scale;
	double ticks[TICKS + 2]; /* days */
	size_t ticks_n;
};

static double at(const struct time *time, double day)
{
	return tp_scale_part(&time->scale, day) * TP_SVG_WIDTH;
}

static void widen(struct tp_scale *scale, bool *any, double day)
{
	scale->lo = *any && scale->lo < day ? scale->lo : day;
	scale->hi = *any && scale->hi > day ? scale->hi : day;
	*any = true;
}

/* From the first to the last day of anything, today among it, unless the axis says. */
static void find_scale(struct time *time)
{
	const struct tp_chart *chart = time->chart;
	struct tp_scale *scale = &time->scale;
	bool any = false;
	*scale = (struct tp_scale){chart->x.min, chart->x.max, 1};
	if (scale->lo < scale->hi)
		return;
	for (size_t row = 0; row < time->table->rows_n; row++) {
		const size_t columns[] = {chart->series[0].low, chart->series[0].high, chart->series[0].value};
		for (size_t i = 0; i < 3; i++) {
			double day;
			if (tp_chart_value(time->table, row, columns[i], &chart->x, &day))
				widen(scale, &any, day);
		}
	}
	if (chart->now != 0)
		widen(scale, &any, chart->now);
	double middle = floor((scale->lo + scale->hi) / 2), half = floor((scale->hi - scale->lo) * 0.52); /* a margin */
	half = half < DAYS_LEAST / 2.0 ? DAYS_LEAST / 2.0 : half;
	*scale = (struct tp_scale){middle - half, middle + half, 1};
}

/* First days of months, so many months apart that at most TICKS have room. */
static void find_ticks(struct time *time)
{
	static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 600, 6000};
	const struct tp_scale *scale = &time->scale;
	size_t chosen = 0, most = sizeof time->ticks / sizeof *time->ticks;
	while (chosen < 9 && (scale->hi - scale->lo) / 30.4 / steps[chosen] > TICKS)
		chosen++;
	int year, month, dom, step = steps[chosen];
	tp_day_split((int32_t)scale->lo, &year, &month, &dom);
	for (int month_at = year * 12 - year * 12 % step; time->ticks_n < most; month_at += step) {
		int32_t day;
		if (!tp_day_of(month_at / 12, month_at % 12 + 1, 1, &day) || day > scale->hi)
			return;
		if (day >= scale->lo)
			time->ticks[time->ticks_n++] = day;
	}
}

static void name_ticks(const struct time *time)
{
	struct tp_svg *svg = time->svg;
	double taken = -4;
	for (size_t i = 0; i < time->ticks_n; i++) {
		struct tp_cell day = tp_cell_day((int32_t)time->ticks[i]);
		double x = at(time, time->ticks[i]);
		tp_svg_line(svg, x, svg->height - ROW_GAP, x, svg->height, TP_SVG_AXIS);
		tp_svg_tick(svg, x, svg->height + 12, tp_svg_cell(svg, &day), &taken);
	}
	svg->height += 17;
}

static bool has_now(const struct time *time)
{
	return time->chart->now != 0 && time->chart->now >= time->scale.lo && time->chart->now <= time->scale.hi;
}

/* What the mark and the line are. */
static void tell_signs(const struct time *time)
{
	struct tp_svg *svg = time->svg;
	size_t column = time->chart->series[0].value;
	double x = 0;
	if (column != TP_NO_COLUMN)
		tp_svg_legend(svg, &x, TP_SVG_DIAMOND, TP_SVG_SECOND, tp_svg_clean(svg, time->table->columns[column].title));
	struct tp_cell today = tp_cell_day((int32_t)time->chart->now);
	if (has_now(time))
		tp_svg_legend(svg, &x, TP_SVG_STROKE, TP_SVG_MARK, tp_svg_cell(svg, &today));
	tp_svg_end_legend(svg, x);
}

static void draw_span(const struct time *time, size_t row)
{
	struct tp_svg *svg = time->svg;
	const struct tp_series *series = &time->chart->series[0];
	const struct tp_axis *axis = &time->chart->x;
	double from, to, mark, now = at(time, time->chart->now), y = svg->height;
	tp_svg_rect(svg, 0, y, TP_SVG_WIDTH, BAR, TP_SVG_AREA);
	for (size_t i = 0; i < time->ticks_n; i++)
		tp_svg_line(svg, at(time, time->ticks[i]), y, at(time, time->ticks[i]), y + BAR, TP_SVG_GRID);
	if (tp_chart_interval(time->table, row, series, axis, &from, &to)) {
		double x = at(time, from), width = at(time, to) - x;
		tp_svg_rect(svg, x, y, width > 2 ? width : 2, BAR, TP_SVG_FIRST);
	}
	if (has_now(time)) {
		tp_svg_line(svg, now, y, now, y + BAR, TP_SVG_HALO);
		tp_svg_line(svg, now, y - 2, now, y + BAR + 2, TP_SVG_MARK);
	}
	if (tp_chart_value(time->table, row, series->value, axis, &mark)) {
		double x = at(time, mark);
		x = x < MARK ? MARK : x > TP_SVG_WIDTH - MARK ? TP_SVG_WIDTH - MARK : x;
		tp_svg_draw_sign(svg, x, y + BAR / 2.0, MARK, TP_SVG_DIAMOND, TP_SVG_SECOND);
	}
	svg->height += BAR + ROW_GAP;
}

void tp_svg_timeline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct time time = {.svg = svg, .chart = chart, .table = table};
	find_scale(&time);
	find_ticks(&time);
	tell_signs(&time);
	for (size_t row = 0; row < table->rows_n; row++) {
		tp_svg_row(svg, chart, table, row);
		draw_span(&time, row);
	}
	name_ticks(&time);
}

/* --- sparkline --- */

enum { SPARK = 26, TRACK = TP_SVG_WIDTH - 60 };

void tp_svg_sparkline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = tp_chart_scale(chart, table);
	for (size_t row = 0; row < table->rows_n; row++) {
		double points[2 * TP_CHART_SERIES], value;
		size_t n = 0, last = 0;
		tp_svg_row(svg, chart, table, row);
		tp_svg_rect(svg, 0, svg->height, TRACK, SPARK, TP_SVG_AREA);
		for (size_t i = 0; i < chart->series_n; i++) {
			if (!tp_chart_value(table, row, chart->series[i].value, &chart->x, &value))
				continue;
			points[2 * n] = 6 + (TRACK - 12.0) * (double)i / (double)(chart->series_n > 1 ? chart->series_n - 1 : 1);
			points[2 * n + 1] = svg->height + SPARK - 4 - (SPARK - 8.0) * tp_scale_part(&scale, value);
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
