#include "svg.h"

#include <math.h>
#include <stdio.h>

/* --- the change curve: down before up; how deep says nothing --- */

enum { STEPS = 7, STEP_ROOM = TP_SVG_WIDTH / STEPS, DEPTH = 90, MOVES_MOST = 10 };

/* How far below its top the curve is at each step, in parts of DEPTH. */
static const double depths[STEPS] = {0.35, 0.5, 0.8, 1, 0.7, 0.3, 0};

static double across(double step)
{
	return (step - 0.5) * STEP_ROOM;
}

/* Through the steps without corners (Catmull and Rom's curve). */
static double depth_at(double step)
{
	step = step < 1 ? 1 : step > STEPS ? STEPS : step;
	int i = (int)floor(step) - 1;
	if (i > STEPS - 2)
		i = STEPS - 2;
	double t = step - 1 - i, p1 = depths[i], p2 = depths[i + 1];
	double p0 = i > 0 ? depths[i - 1] : 2 * p1 - p2, p3 = i < STEPS - 2 ? depths[i + 2] : 2 * p2 - p1;
	double bent = p1 + t / 2 * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
	return bent * DEPTH;
}

/* Above the curve, and within the picture's sides. */
static bool is_above(const void *self, size_t i, double x, double y)
{
	(void)self;
	(void)i;
	if (x < TP_SVG_BLIP + 1 || x > TP_SVG_WIDTH - TP_SVG_BLIP - 1)
		return false;
	for (int side = -1; side <= 1; side++)
		if (y > depth_at((x + side * TP_SVG_BLIP) / STEP_ROOM + 0.5) - TP_SVG_BLIP - 4)
			return false;
	return true;
}

static void draw_curve(struct tp_svg *svg, double top)
{
	enum { POINTS = 61 };
	double points[2 * POINTS];
	for (int i = 0; i < POINTS; i++) {
		double step = 1 + (STEPS - 1.0) * i / (POINTS - 1);
		points[2 * i] = across(step);
		points[2 * i + 1] = top + depth_at(step);
	}
	tp_svg_shape(svg, points, POINTS, false, TP_SVG_LINE);
	for (int step = 1; step <= STEPS; step++)
		tp_svg_circle(svg, across(step), top + depth_at(step), 3, TP_SVG_HOLLOW);
}

/* Names in two rows, so that each has the room of two steps. */
static void draw_names(struct tp_svg *svg, const struct tp_axis *axis, double top)
{
	double bottom = top + DEPTH + 10, lowest = 0;
	for (size_t i = 0; i < axis->ticks_n && i < STEPS; i++) {
		double y = bottom + (i % 2 ? 16 : 0), room = 2 * STEP_ROOM - 6, x = across((double)i + 1);
		struct tp_text name = tp_svg_clean(svg, axis->ticks[i]);
		double half = tp_svg_width(name, TP_SVG_SMALL) / 2;
		half = half > room / 2 ? room / 2 : half;
		x = x < half ? half : x > TP_SVG_WIDTH - half ? TP_SVG_WIDTH - half : x;
		tp_svg_text(svg, x, y + TP_SVG_SMALL, TP_SVG_SMALL, TP_SVG_MIDDLE, room, name);
		lowest = y + 16 > lowest ? y + 16 : lowest;
	}
	svg->height = lowest + 2;
}

static void draw_groups(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table,
	const struct tp_spot *spots, const size_t *rows, size_t n, double top)
{
	for (size_t i = 0; i < n; i++) {
		double earlier;
		double x = spots[i].x, y = top + spots[i].y;
		tp_svg_line(svg, x, y, spots[i].wish_x, top + spots[i].wish_y + TP_SVG_BLIP + 5, TP_SVG_GRID);
		if (chart->series_n > 1 && tp_chart_value(table, rows[i], chart->series[1].value, &chart->x, &earlier) &&
			across(earlier) != spots[i].wish_x) {
			tp_svg_line(svg, across(earlier), top + depth_at(earlier), x, y, TP_SVG_DASH);
			tp_svg_circle(svg, across(earlier), top + depth_at(earlier), 3.5, TP_SVG_SECOND);
		}
	}
	for (size_t i = 0; i < n; i++)
		tp_svg_blip(svg, spots[i].x, top + spots[i].y, TP_SVG_BLIP, i + 1, 0);
}

void tp_svg_curve(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_spot *spots = tp_arena_array(&svg->arena, table->rows_n, sizeof *spots);
	size_t *rows = tp_arena_array(&svg->arena, table->rows_n, sizeof *rows), n = 0;
	struct tp_text *labels = tp_svg_labels(svg, chart, table);
	double step, highest = 0;
	svg->body.failed |= !spots || !rows;
	if (!spots || !rows || !labels)
		return;
	for (size_t row = 0; row < table->rows_n; row++)
		if (tp_chart_value(table, row, chart->series[0].value, &chart->x, &step)) {
			rows[n] = row;
			labels[n] = labels[row];
			spots[n++] = (struct tp_spot){.wish_x = across(step), .wish_y = depth_at(step) - TP_SVG_BLIP - 5};
		}
	tp_svg_spread(spots, n, 2 * TP_SVG_BLIP + 1, is_above, NULL);
	for (size_t i = 0; i < n; i++)
		highest = spots[i].y < highest ? spots[i].y : highest;
	struct tp_chart shown = *chart;
	if (n > MOVES_MOST) /* the lines of where they came from would be a tangle; the table tells */
		shown.series_n = 1;
	tp_svg_series(svg, &shown, table);
	double top = svg->height - highest + TP_SVG_BLIP + 2;
	draw_curve(svg, top);
	draw_groups(svg, &shown, table, spots, rows, n, top);
	draw_names(svg, &chart->x, top);
	tp_svg_key(svg, labels, n);
}

/* --- the ladder: a column a group, from where it stands to where it is needed --- */

enum { RUNG = 26, NAMES_MOST = 156, COLUMN = 20 };

static double rung_at(const struct tp_chart *chart, double rung, double top)
{
	return top + ((double)chart->x.ticks_n - rung + 0.5) * RUNG;
}

/* How wide the names of the rungs are, with a gap. */
static double names_of(struct tp_svg *svg, const struct tp_axis *axis)
{
	double widest = 0;
	for (size_t i = 0; i < axis->ticks_n; i++) {
		double width = tp_svg_width(tp_svg_clean(svg, axis->ticks[i]), TP_SVG_SMALL) + 8;
		widest = width > widest ? width : widest;
	}
	return widest < NAMES_MOST ? widest : NAMES_MOST;
}

static void draw_column(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row, double x,
	double top)
{
	double now, needed;
	bool has_now = tp_chart_value(table, row, chart->series[0].value, &chart->x, &now);
	bool has_needed = chart->series_n > 1 && tp_chart_value(table, row, chart->series[1].value, &chart->x, &needed);
	if (has_now && has_needed)
		tp_svg_line(svg, x, rung_at(chart, now, top), x, rung_at(chart, needed, top),
			now < needed ? TP_SVG_DASH : TP_SVG_GRID);
	if (has_needed)
		tp_svg_rect(svg, x - 6, rung_at(chart, needed, top) - 6, 12, 12, TP_SVG_SECOND);
	if (has_now)
		tp_svg_circle(svg, x, rung_at(chart, now, top), has_needed && now == needed ? 4 : 6, TP_SVG_FIRST);
	char text[32];
	snprintf(text, sizeof text, "%zu", row + 1);
	tp_svg_text(svg, x, top + (double)chart->x.ticks_n * RUNG + 12, TP_SVG_SMALL, TP_SVG_MIDDLE, COLUMN, tp_text_of(text));
}

static void draw_panel(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t from, size_t n,
	double names)
{
	double top = svg->height;
	for (size_t i = 0; i < chart->x.ticks_n; i++) { /* the highest rung on top */
		double y = rung_at(chart, (double)i + 1, top);
		struct tp_text name = tp_svg_clean(svg, chart->x.ticks[i]);
		tp_svg_text(svg, names - 6, y + 4, TP_SVG_SMALL, TP_SVG_END, names - 6, name);
		tp_svg_line(svg, names, y, names + (double)n * COLUMN + 4, y, TP_SVG_GRID);
	}
	for (size_t i = 0; i < n; i++)
		draw_column(svg, chart, table, from + i, names + ((double)i + 0.5) * COLUMN + 2, top);
	svg->height = top + (double)chart->x.ticks_n * RUNG + 22;
}

void tp_svg_ladder(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_text *labels = tp_svg_labels(svg, chart, table);
	tp_svg_series(svg, chart, table);
	double names = names_of(svg, &chart->x);
	size_t most = (size_t)((TP_SVG_WIDTH - names - 8) / COLUMN);
	for (size_t from = 0; from < table->rows_n; from += most)
		draw_panel(svg, chart, table, from, table->rows_n - from < most ? table->rows_n - from : most, names);
	if (labels)
		tp_svg_key(svg, labels, table->rows_n);
}
