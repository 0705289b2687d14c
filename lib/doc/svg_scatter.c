#include "svg.h"

enum { LEFT = 30, SIDE = 316, FIELD_SIZE = 10, DOT = 2 };

struct scatter {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_scale x, y;
	double top;
	size_t *rows, n;
};

static double across(const struct scatter *s, double value)
{
	return LEFT + (value - s->x.lo) / (s->x.hi - s->x.lo) * SIDE;
}

static double upwards(const struct scatter *s, double value)
{
	return s->top + SIDE - (value - s->y.lo) / (s->y.hi - s->y.lo) * SIDE;
}

static struct tp_scale scale_of(const struct tp_chart *chart, const struct tp_table *table, size_t series,
	const struct tp_axis *axis)
{
	struct tp_chart one = {.type = TP_CHART_BARS, .x = *axis, .target = TP_NO_COLUMN, .series_n = 1};
	one.series[0] = chart->series[series];
	return tp_chart_scale(&one, table);
}

/* The names of two fields, side by side. */
static void draw_names(struct scatter *s, const struct tp_text *names)
{
	double height = 0;
	for (size_t i = 0; i < 2; i++) {
		double x = i == 0 ? LEFT : LEFT + SIDE;
		double lines = tp_svg_lines(s->svg, x, s->svg->height, FIELD_SIZE, i == 0 ? TP_SVG_START : TP_SVG_END, SIDE / 2.0 - 6,
			tp_svg_clean(s->svg, names[i]), true);
		height = lines > height ? lines : height;
	}
	s->svg->height += height;
}

static void draw_ground(struct scatter *s)
{
	const double right = LEFT + SIDE, bottom = s->top + SIDE;
	tp_svg_rect(s->svg, LEFT, s->top, SIDE, SIDE, TP_SVG_AREA);
	tp_svg_line(s->svg, LEFT + SIDE / 2.0, s->top, LEFT + SIDE / 2.0, bottom, TP_SVG_AXIS);
	tp_svg_line(s->svg, LEFT, s->top + SIDE / 2.0, right, s->top + SIDE / 2.0, TP_SVG_AXIS);
	for (size_t i = 0; s->chart->x.ticks_n == 0 && s->x.lo + (double)i * s->x.step <= s->x.hi + s->x.step / 1000; i++) {
		double value = s->x.lo + (double)i * s->x.step;
		tp_svg_text(s->svg, across(s, value), bottom + 14, TP_SVG_SMALL, i == 0 ? TP_SVG_START : value + s->x.step > s->x.hi ? TP_SVG_END
			: TP_SVG_MIDDLE, 60, tp_svg_number(s->svg, value, &s->chart->x));
	}
	for (size_t i = 0; s->chart->y.ticks_n == 0 && s->y.lo + (double)i * s->y.step <= s->y.hi + s->y.step / 1000; i++) {
		double value = s->y.lo + (double)i * s->y.step, y = upwards(s, value);
		y = y < s->top + 9 ? s->top + 9 : y > bottom - 2 ? bottom : y + 4;
		tp_svg_text(s->svg, LEFT - 4, y, TP_SVG_SMALL, TP_SVG_END, LEFT - 4, tp_svg_number(s->svg, value, &s->chart->y));
	}
}

static bool is_in_plot(const void *self, size_t i, double x, double y)
{
	const struct scatter *s = self;
	const double clear = TP_SVG_BLIP + 1;
	(void)i;
	return x >= LEFT + clear && x <= LEFT + SIDE - clear && y >= s->top + clear && y <= s->top + SIDE - clear;
}

/* The rows that have both values, and where their dots stand. */
static struct tp_spot *read_rows(struct scatter *s)
{
	const size_t columns[] = {s->chart->series[0].value, s->chart->series[1].value};
	struct tp_spot *spots = tp_arena_array(&s->svg->arena, s->table->rows_n, sizeof *spots);
	s->rows = tp_arena_array(&s->svg->arena, s->table->rows_n, sizeof *s->rows);
	s->svg->body.failed |= !spots || !s->rows;
	for (size_t row = 0; spots && s->rows && row < s->table->rows_n; row++) {
		double x, y;
		if (!tp_chart_value(s->table, row, columns[0], &s->chart->x, &x) || !tp_chart_value(s->table, row, columns[1], &s->chart->y, &y))
			continue;
		spots[s->n] = (struct tp_spot){.wish_x = across(s, x), .wish_y = upwards(s, y)};
		s->rows[s->n++] = row;
	}
	return s->rows ? spots : NULL;
}

/* A value's interval, thin and behind all blips. */
static void draw_interval(const struct scatter *s, size_t row, const struct tp_spot *spot)
{
	double low, high;
	const struct tp_series *x = &s->chart->series[0], *y = &s->chart->series[1];
	if (tp_chart_value(s->table, row, x->low, &s->chart->x, &low) && tp_chart_value(s->table, row, x->high, &s->chart->x, &high))
		tp_svg_line(s->svg, across(s, low), spot->wish_y, across(s, high), spot->wish_y, TP_SVG_GRID);
	if (tp_chart_value(s->table, row, y->low, &s->chart->y, &low) && tp_chart_value(s->table, row, y->high, &s->chart->y, &high))
		tp_svg_line(s->svg, spot->wish_x, upwards(s, low), spot->wish_x, upwards(s, high), TP_SVG_GRID);
}

void tp_svg_scatter(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct scatter s = {.svg = svg, .chart = chart, .table = table, .x = scale_of(chart, table, 0, &chart->x),
		.y = scale_of(chart, table, 1, &chart->y)};
	svg->height += tp_svg_lines(svg, 0, svg->height, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH, tp_svg_clean(svg, chart->y.title), true);
	draw_names(&s, chart->fields + 2);
	s.top = svg->height + 4;
	draw_ground(&s);
	struct tp_spot *spots = read_rows(&s);
	struct tp_text *labels = tp_svg_labels(svg, chart, table);
	if (!spots || !labels)
		return;
	tp_svg_spread(spots, s.n, 2 * TP_SVG_BLIP + 1, is_in_plot, &s);
	for (size_t i = 0; i < s.n; i++)
		draw_interval(&s, s.rows[i], &spots[i]);
	for (size_t i = 0; i < s.n && chart->x.ticks_n == 0; i++) { /* of fields by name, the field is all that counts */
		tp_svg_line(svg, spots[i].wish_x, spots[i].wish_y, spots[i].x, spots[i].y, TP_SVG_LINE);
		tp_svg_circle(svg, spots[i].wish_x, spots[i].wish_y, DOT, TP_SVG_FIRST);
	}
	for (size_t i = 0; i < s.n; i++) {
		tp_svg_blip(svg, spots[i].x, spots[i].y, TP_SVG_BLIP, i + 1, 0);
		labels[i] = labels[s.rows[i]];
	}
	svg->height = s.top + SIDE + (chart->x.ticks_n ? 4 : 18);
	draw_names(&s, chart->fields);
	svg->height += tp_svg_lines(svg, TP_SVG_WIDTH, svg->height, TP_SVG_SMALL, TP_SVG_END, TP_SVG_WIDTH, tp_svg_clean(svg, chart->x.title), true);
	tp_svg_key(svg, labels, s.n);
}
