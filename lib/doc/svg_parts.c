#include "svg.h"

#include <math.h>
#include <stdio.h>

/* --- signs --- */

void tp_svg_blip(struct tp_svg *svg, double x, double y, double r, size_t number, int trend)
{
	char text[32];
	if (trend != 0) { /* its point looks out of the disc */
		double tip = trend > 0 ? -1.45 * r : 1.45 * r, base = trend > 0 ? -0.5 * r : 0.5 * r;
		tp_svg_shape(svg, (const double[]){x, y + tip, x + 0.8 * r, y + base, x - 0.8 * r, y + base}, 3, true,
			TP_SVG_SECOND);
	}
	tp_svg_circle(svg, x, y, r, trend != 0 ? TP_SVG_SECOND : TP_SVG_FIRST);
	if (number == 0)
		return;
	snprintf(text, sizeof text, "%zu", number);
	double size = number > 99 ? r : r * TP_SVG_SMALL / TP_SVG_BLIP;
	tp_buf_add_string(&svg->body, "<g class=\"on\">");
	tp_svg_text(svg, x, y + size * 0.36, size, TP_SVG_MIDDLE, 4 * r, tp_text_of(text));
	tp_buf_add_string(&svg->body, "</g>\n");
}

void tp_svg_draw_sign(struct tp_svg *svg, double x, double y, double r, enum tp_svg_sign sign, enum tp_svg_pen pen)
{
	switch (sign) {
	case TP_SVG_SQUARE:
		tp_svg_rect(svg, x - r, y - r, 2 * r, 2 * r, pen);
		break;
	case TP_SVG_DISC:
		tp_svg_circle(svg, x, y, r, pen);
		break;
	case TP_SVG_DIAMOND:
		tp_svg_shape(svg, (const double[]){x, y - r, x + r, y, x, y + r, x - r, y}, 4, true, pen);
		break;
	case TP_SVG_STROKE:
		tp_svg_line(svg, x, y - r, x, y + r, pen);
		break;
	}
}

/* --- what they mean --- */

enum { SIGN = 10, SIGN_GAP = 14, LEGEND_LINE = 16 };

void tp_svg_legend(struct tp_svg *svg, double *x, enum tp_svg_sign sign, enum tp_svg_pen pen, struct tp_text meaning)
{
	double width = SIGN + 5 + tp_svg_width(meaning, TP_SVG_SMALL);
	if (*x > 0 && *x + width > TP_SVG_WIDTH) {
		*x = 0;
		svg->height += LEGEND_LINE;
	}
	tp_svg_draw_sign(svg, *x + SIGN / 2.0, svg->height + 7, sign == TP_SVG_DIAMOND ? 6 : SIGN / 2.0, sign, pen);
	tp_svg_text(svg, *x + SIGN + 5, svg->height + 11, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH - *x - SIGN - 5, meaning);
	*x += width + SIGN_GAP;
}

void tp_svg_end_legend(struct tp_svg *svg, double x)
{
	svg->height += x > 0 ? LEGEND_LINE + 6 : 0;
}

static bool has_values(const struct tp_chart *chart, const struct tp_table *table, size_t column)
{
	double value;
	for (size_t row = 0; row < table->rows_n; row++)
		if (tp_chart_value(table, row, column, &chart->x, &value))
			return true;
	return false;
}

void tp_svg_series(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	const bool bars = chart->type == TP_CHART_BARS, stacked = chart->type == TP_CHART_STACKED;
	const bool discs = chart->type == TP_CHART_CURVE, has_target = has_values(chart, table, chart->target);
	const size_t drawn = bars ? 1 : chart->series_n;
	size_t told = has_target;
	double x = 0;
	for (size_t i = 0; i < drawn; i++)
		told += has_values(chart, table, chart->series[i].value);
	for (size_t i = 0; told > 1 && i < drawn; i++)
		if (has_values(chart, table, chart->series[i].value))
			tp_svg_legend(svg, &x, bars || stacked || (i > 0 && !discs) ? TP_SVG_SQUARE : TP_SVG_DISC,
				stacked ? TP_SVG_RAMP + i : i == 0 ? TP_SVG_FIRST : TP_SVG_SECOND,
				tp_svg_clean(svg, table->columns[chart->series[i].value].title));
	if (told > 1 && has_target)
		tp_svg_legend(svg, &x, TP_SVG_STROKE, TP_SVG_MARK, tp_svg_clean(svg, table->columns[chart->target].title));
	tp_svg_end_legend(svg, x);
}

/* --- labels --- */

struct tp_text tp_svg_label(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row)
{
	return tp_svg_cell(svg, &table->cells[row * table->columns_n + chart->label]);
}

struct tp_text *tp_svg_labels(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_text *labels = tp_arena_array(&svg->arena, table->rows_n, sizeof *labels);
	svg->body.failed |= !labels;
	for (size_t row = 0; labels && row < table->rows_n; row++)
		labels[row] = tp_svg_label(svg, chart, table, row);
	return labels;
}

void tp_svg_row(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row)
{
	double x = 0;
	if (chart->state != TP_NO_COLUMN) {
		tp_svg_state(svg, 6, svg->height + 8, 5, table->cells[row * table->columns_n + chart->state].state);
		x = 16;
	}
	svg->height += tp_svg_lines(svg, x, svg->height, TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH - x,
		tp_svg_label(svg, chart, table, row), true) + 2;
}

struct tp_text *tp_svg_numbers(struct tp_svg *svg, size_t n)
{
	struct tp_text *numbers = tp_arena_array(&svg->arena, n, sizeof *numbers);
	svg->body.failed |= !numbers;
	for (size_t i = 0; numbers && i < n; i++) {
		char text[32];
		int len = snprintf(text, sizeof text, "%zu", i + 1);
		numbers[i] = tp_text_copy(&svg->arena, (struct tp_text){text, (size_t)len});
		svg->body.failed |= !numbers[i].ptr;
	}
	return numbers;
}

enum { NUMBER = 20, LINE_GAP = 2, COLUMN = TP_SVG_WIDTH / 2 };

/* Names from a number on, one below the other; how high they are. */
static double list_names(struct tp_svg *svg, double x, double y, double width, const struct tp_text *names, size_t from,
	size_t to, bool drawn)
{
	double height = 0;
	for (size_t i = from; i < to; i++) {
		char number[32];
		const double top = y + height;
		snprintf(number, sizeof number, "%zu", i + 1);
		if (drawn)
			tp_svg_text(svg, x + NUMBER - 4, top + TP_SVG_SMALL, TP_SVG_SMALL, TP_SVG_END, 2 * NUMBER, tp_text_of(number));
		height += LINE_GAP + tp_svg_lines(svg, x + NUMBER + 2, top, TP_SVG_SMALL, TP_SVG_START, width - NUMBER - 2,
			names[i], drawn);
	}
	return height;
}

void tp_svg_key(struct tp_svg *svg, const struct tp_text *names, size_t n)
{
	double y = svg->height + 6, column = COLUMN - 6.0;
	size_t half = (n + 1) / 2;
	double one = list_names(svg, 0, y, TP_SVG_WIDTH, names, 0, n, false);
	double left = list_names(svg, 0, y, column, names, 0, half, false);
	double right = list_names(svg, COLUMN, y, column, names, half, n, false);
	double two = left > right ? left : right;
	bool pays = two < 0.8 * one; /* long names would only be broken */
	list_names(svg, 0, y, pays ? column : TP_SVG_WIDTH, names, 0, pays ? half : n, true);
	list_names(svg, COLUMN, y, column, names, pays ? half : n, n, true);
	svg->height = y + (pays ? two : one) + 4;
}

/* --- ticks --- */

struct tp_text tp_svg_number(struct tp_svg *svg, double number, const struct tp_scale *scale, const struct tp_axis *axis)
{
	int decimals = 0;
	double step = scale->step;
	while (decimals < 6 && fabs(step - floor(step + 0.5)) > 1e-6 * step) {
		step *= 10;
		decimals++;
	}
	struct tp_cell cell = axis->percent ? tp_cell_percent(number) : tp_cell_number(number, decimals);
	return tp_svg_cell(svg, &cell);
}

void tp_svg_tick(struct tp_svg *svg, double x, double y, struct tp_text name, double *taken)
{
	double width = tp_svg_width(name, TP_SVG_SMALL), left = x - width / 2;
	left = left < 0 ? 0 : left > TP_SVG_WIDTH - width ? TP_SVG_WIDTH - width : left;
	if (left < *taken + 4)
		return;
	if (left == x - width / 2)
		tp_svg_text(svg, x, y, TP_SVG_SMALL, TP_SVG_MIDDLE, width, name);
	else
		tp_svg_text(svg, left > 0 ? TP_SVG_WIDTH : 0, y, TP_SVG_SMALL, left > 0 ? TP_SVG_END : TP_SVG_START, width, name);
	*taken = left + width;
}

void tp_svg_on_lines(struct tp_svg *svg, double x, double y, enum tp_svg_anchor anchor, double width, enum tp_svg_pen paper,
	struct tp_text text)
{
	double own = tp_svg_width(text, TP_SVG_SMALL);
	own = own < width ? own : width;
	double left = anchor == TP_SVG_MIDDLE ? x - own / 2 : anchor == TP_SVG_END ? x - own : x;
	tp_svg_rect(svg, left - 1, y - TP_SVG_SMALL + 1, own + 2, TP_SVG_SMALL, paper);
	tp_svg_text(svg, x, y, TP_SVG_SMALL, anchor, width, text);
}
