#include "svg.h"

enum { LEFT = 30, SIDE = TP_SVG_WIDTH - LEFT - 2, DOT = 2, BLIP_LEAST = 4 };

struct scatter {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_scale x, y;
	double top, blip;
	struct tp_spot *spots;
	size_t *rows, n;
	bool fields; /* a value is a field's name: then the field is all that counts, and its blips stay in it */
};

static double across(const struct scatter *s, double value)
{
	return LEFT + tp_scale_part(&s->x, value) * SIDE;
}

static double upwards(const struct scatter *s, double value)
{
	return s->top + SIDE - tp_scale_part(&s->y, value) * SIDE;
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
		double lines = tp_svg_lines(s->svg, x, s->svg->height, TP_SVG_SMALL, i == 0 ? TP_SVG_START : TP_SVG_END,
			SIDE / 2.0 - 6, tp_svg_clean(s->svg, names[i]), true);
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
	double value, taken = LEFT - 8;
	for (size_t i = 0; !s->fields && tp_scale_tick(&s->x, i, &value); i++)
		tp_svg_tick(s->svg, across(s, value), bottom + 14, tp_svg_number(s->svg, value, &s->x, &s->chart->x), &taken);
	for (size_t i = 0; !s->fields && tp_scale_tick(&s->y, i, &value); i++) {
		double y = upwards(s, value);
		y = y < s->top + 9 ? s->top + 9 : y > bottom - 2 ? bottom : y + 4;
		tp_svg_text(s->svg, LEFT - 4, y, TP_SVG_SMALL, TP_SVG_END, LEFT - 4,
			tp_svg_number(s->svg, value, &s->y, &s->chart->y));
	}
}

/* Between two sides, and of fields on the same side of the middle as the wish. */
static bool is_within(const struct scatter *s, double from, double at, double wish)
{
	const double clear = s->blip + 1, middle = from + SIDE / 2.0;
	const double low = s->fields && wish > middle ? middle : from;
	const double high = s->fields && wish < middle ? middle : from + SIDE;
	return at >= low + clear && at <= high - clear;
}

static bool is_in_plot(const void *self, size_t i, double x, double y)
{
	const struct scatter *s = self;
	return is_within(s, LEFT, x, s->spots[i].wish_x) && is_within(s, s->top, y, s->spots[i].wish_y);
}

/* The rows that have both values, and where their dots stand. */
static bool read_rows(struct scatter *s)
{
	const size_t columns[] = {s->chart->series[0].value, s->chart->series[1].value};
	s->spots = tp_arena_array(&s->svg->arena, s->table->rows_n, sizeof *s->spots);
	s->rows = tp_arena_array(&s->svg->arena, s->table->rows_n, sizeof *s->rows);
	s->svg->body.failed |= !s->spots || !s->rows;
	for (size_t row = 0; s->spots && s->rows && row < s->table->rows_n; row++) {
		double x, y;
		if (!tp_chart_value(s->table, row, columns[0], &s->chart->x, &x) ||
			!tp_chart_value(s->table, row, columns[1], &s->chart->y, &y))
			continue;
		s->spots[s->n] = (struct tp_spot){.wish_x = across(s, x), .wish_y = upwards(s, y)};
		s->rows[s->n++] = row;
	}
	return s->spots && s->rows;
}

/* A value's interval, thin and behind all blips. */
static void draw_interval(const struct scatter *s, size_t row, const struct tp_spot *spot)
{
	double low, high;
	if (tp_chart_interval(s->table, row, &s->chart->series[0], &s->chart->x, &low, &high))
		tp_svg_line(s->svg, across(s, low), spot->wish_y, across(s, high), spot->wish_y, TP_SVG_GRID);
	if (tp_chart_interval(s->table, row, &s->chart->series[1], &s->chart->y, &low, &high))
		tp_svg_line(s->svg, spot->wish_x, upwards(s, low), spot->wish_x, upwards(s, high), TP_SVG_GRID);
}

static void draw_blips(const struct scatter *s)
{
	for (size_t i = 0; i < s->n; i++)
		draw_interval(s, s->rows[i], &s->spots[i]);
	for (size_t i = 0; i < s->n && !s->fields; i++) {
		const struct tp_spot *spot = &s->spots[i];
		tp_svg_line(s->svg, spot->wish_x, spot->wish_y, spot->x, spot->y, TP_SVG_LINE);
		tp_svg_circle(s->svg, spot->wish_x, spot->wish_y, DOT, TP_SVG_FIRST);
	}
	for (size_t i = 0; i < s->n; i++)
		tp_svg_blip(s->svg, s->spots[i].x, s->spots[i].y, s->blip, i + 1, 0);
}

void tp_svg_scatter(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct scatter s = {.svg = svg, .chart = chart, .table = table, .x = scale_of(chart, table, 0, &chart->x),
		.y = scale_of(chart, table, 1, &chart->y), .blip = TP_SVG_BLIP, .fields = chart->x.ticks_n > 0};
	svg->height += tp_svg_lines(svg, 0, svg->height, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH,
		tp_svg_clean(svg, chart->y.title), true);
	draw_names(&s, chart->fields + 2);
	s.top = svg->height + 4;
	draw_ground(&s);
	struct tp_text *labels = tp_svg_labels(svg, chart, table);
	if (!read_rows(&s) || !labels)
		return;
	while (tp_svg_spread(s.spots, s.n, 2 * s.blip + 1, is_in_plot, &s) > 0 && s.blip > BLIP_LEAST)
		s.blip--;
	draw_blips(&s);
	for (size_t i = 0; i < s.n; i++)
		labels[i] = labels[s.rows[i]];
	svg->height = s.top + SIDE + (s.fields ? 4 : 18);
	draw_names(&s, chart->fields);
	svg->height += tp_svg_lines(svg, TP_SVG_WIDTH, svg->height, TP_SVG_SMALL, TP_SVG_END, TP_SVG_WIDTH,
		tp_svg_clean(svg, chart->x.title), true);
	tp_svg_key(svg, labels, s.n);
}
