#include "svg.h"

/* --- names around a circle --- */

enum { NAMES_MAX = 16, CLEAR = 7 };

struct box {
	double left, right, top, bottom;
	enum tp_svg_anchor anchor;
	double x, width; /* as tp_svg_lines takes them */
};

/* Where a name comes to when the middle of the circle is at 0 across the picture's middle. */
static struct box place(struct tp_svg *svg, struct tp_text name, double part, double r)
{
	const double middle = TP_SVG_WIDTH / 2.0;
	struct box box;
	double right, down;
	tp_svg_turn(part, &right, &down);
	box.x = middle + right * (r + CLEAR);
	box.anchor = right > 0.2 ? TP_SVG_START : right < -0.2 ? TP_SVG_END : TP_SVG_MIDDLE;
	box.width = box.anchor == TP_SVG_START ? TP_SVG_WIDTH - box.x : box.anchor == TP_SVG_END ? box.x
		: 2 * (box.x < middle ? box.x : TP_SVG_WIDTH - box.x);
	if (box.width > 120)
		box.width = 120;
	double height = tp_svg_lines(svg, 0, 0, TP_SVG_SMALL, TP_SVG_START, box.width, name, false);
	box.top = down * (r + CLEAR) - height * (1 - down) / 2;
	box.bottom = box.top + height;
	double width = tp_svg_width(name, TP_SVG_SMALL);
	width = width < box.width ? width : box.width;
	box.left = box.anchor == TP_SVG_START ? box.x : box.anchor == TP_SVG_END ? box.x - width : box.x - width / 2;
	box.right = box.left + width;
	return box;
}

static bool touch(const struct box *a, const struct box *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom + 2 && b->top < a->bottom + 2;
}

static bool fits(struct tp_svg *svg, const struct tp_text *names, size_t n, double first, double r, double *top)
{
	struct box boxes[NAMES_MAX];
	*top = -r;
	for (size_t i = 0; i < n; i++) {
		boxes[i] = place(svg, names[i], first + (double)i / (double)n, r);
		if (tp_svg_word(names[i], TP_SVG_SMALL) > boxes[i].width)
			return false;
		for (size_t j = 0; j < i; j++)
			if (touch(&boxes[i], &boxes[j]))
				return false;
		*top = boxes[i].top < *top ? boxes[i].top : *top;
	}
	return true;
}

bool tp_svg_fit_around(struct tp_svg *svg, const struct tp_text *names, size_t n, double first, double *r, double *y)
{
	enum { SMALLEST = 90 };
	double top;
	while (n <= NAMES_MAX && *r >= SMALLEST) {
		if (fits(svg, names, n, first, *r, &top)) {
			*y = svg->height - top;
			return true;
		}
		*r -= 3;
	}
	return false;
}

void tp_svg_draw_around(struct tp_svg *svg, const struct tp_text *names, size_t n, double first, double r, double y)
{
	double lowest = y + r;
	for (size_t i = 0; i < n; i++) {
		struct box box = place(svg, names[i], first + (double)i / (double)n, r);
		tp_svg_lines(svg, box.x, y + box.top, TP_SVG_SMALL, box.anchor, box.width, names[i], true);
		lowest = y + box.bottom > lowest ? y + box.bottom : lowest;
	}
	svg->height = lowest + 4;
}

/* --- spider --- */

enum { AXES_LEAST = 3, AXES_MOST = 36, AXES_NAMED = 12, SERIES_MAX = 2 };

struct spider {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct tp_scale scale;
	double x, y, r;
};

/* The point of a value on an axis; the lowest value keeps off the middle, where all axes meet. */
static void point(const struct spider *spider, size_t row, double value, double out[2])
{
	double right, down, part = tp_scale_part(&spider->scale, value);
	tp_svg_turn((double)row / (double)spider->table->rows_n, &right, &down);
	out[0] = spider->x + right * spider->r * (0.12 + 0.88 * part);
	out[1] = spider->y + down * spider->r * (0.12 + 0.88 * part);
}

static void draw_web(const struct spider *spider)
{
	size_t n = spider->table->rows_n;
	double *points = tp_arena_array(&spider->svg->arena, 2 * n, sizeof *points);
	spider->svg->body.failed |= !points;
	double value;
	for (size_t i = 0; points && tp_scale_tick(&spider->scale, i, &value); i++) {
		for (size_t row = 0; row < n; row++)
			point(spider, row, value, points + 2 * row);
		tp_svg_shape(spider->svg, points, n, true, TP_SVG_GRID);
	}
	for (size_t row = 0; points && row < n; row++) {
		point(spider, row, spider->scale.hi, points);
		tp_svg_line(spider->svg, spider->x, spider->y, points[0], points[1], TP_SVG_GRID);
	}
}

/* Beside the first axis, from the middle outwards, as many as have room. */
static void draw_ticks(const struct spider *spider)
{
	double at[2], value, taken = spider->y + spider->r;
	for (size_t i = 0; tp_scale_tick(&spider->scale, i, &value); i++) {
		point(spider, 0, value, at);
		if (at[1] + 4 > taken)
			continue;
		tp_svg_on_lines(spider->svg, at[0] + 6, at[1] + 4, TP_SVG_START, 40, TP_SVG_PAPER,
			tp_svg_number(spider->svg, value, &spider->scale, &spider->chart->x));
		taken = at[1] + 4 - TP_SVG_SMALL - 1;
	}
}

static bool value_at(const struct spider *spider, size_t row, size_t column, double out[2])
{
	double value;
	if (!tp_chart_value(spider->table, row, column, &spider->chart->x, &value))
		return false;
	point(spider, row, value, out);
	return true;
}

static void draw_series(const struct spider *spider, size_t i)
{
	const struct tp_series *series = &spider->chart->series[i];
	size_t n = spider->table->rows_n;
	for (size_t row = 0; row < n; row++) {
		double from[2], to[2];
		if (value_at(spider, row, series->low, from) && value_at(spider, row, series->high, to))
			tp_svg_line(spider->svg, from[0], from[1], to[0], to[1], i == 0 ? TP_SVG_RANGE : TP_SVG_RANGE2);
	}
	for (size_t row = 0; row < n; row++) { /* a missing value leaves a gap */
		double from[2], to[2];
		if (value_at(spider, row, series->value, from) && value_at(spider, (row + 1) % n, series->value, to))
			tp_svg_line(spider->svg, from[0], from[1], to[0], to[1], i == 0 ? TP_SVG_LINE : TP_SVG_DASH);
	}
	for (size_t row = 0; row < n; row++) {
		double at[2];
		if (!value_at(spider, row, series->value, at))
			continue;
		if (i == 0)
			tp_svg_circle(spider->svg, at[0], at[1], 3.5, TP_SVG_FIRST);
		else
			tp_svg_rect(spider->svg, at[0] - 3, at[1] - 3, 6, 6, TP_SVG_SECOND);
	}
}

void tp_svg_spider(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	size_t n = table->rows_n;
	if (n < AXES_LEAST || n > AXES_MOST) { /* which is no web: bars, with the second series as marks across */
		struct tp_chart bars = *chart;
		bars.type = TP_CHART_BARS;
		bars.target = chart->series_n > 1 ? chart->series[1].value : TP_NO_COLUMN;
		tp_svg_bars(svg, &bars, table);
		return;
	}
	struct spider spider = {svg, chart, table, tp_chart_scale(chart, table), TP_SVG_WIDTH / 2.0, 0, 118};
	struct tp_text *names = tp_svg_labels(svg, chart, table), *around;
	tp_svg_series(svg, chart, table);
	around = names;
	bool named = names && n <= AXES_NAMED && tp_svg_fit_around(svg, names, n, 0, &spider.r, &spider.y);
	if (!named) {
		around = tp_svg_numbers(svg, n);
		spider.r = 120;
		spider.y = svg->height + spider.r + 20;
	}
	if (!names || !around)
		return;
	draw_web(&spider);
	for (size_t i = chart->series_n < SERIES_MAX ? chart->series_n : SERIES_MAX; i-- > 0;)
		draw_series(&spider, i);
	draw_ticks(&spider);
	tp_svg_draw_around(svg, around, n, 0, spider.r, spider.y);
	if (!named)
		tp_svg_key(svg, names, n);
}
