#include "tp/chart.h"

#include <math.h>

static void add_many(struct tp_buf *out, const char *what, size_t n)
{
	while (n-- > 0)
		tp_buf_add_string(out, what);
}

/* Eighths of a column that a value takes. */
static size_t eighths(const struct tp_scale *scale, double value, size_t width)
{
	return (size_t)floor(tp_scale_part(scale, value) * (double)width * 8 + 0.5);
}

/* The column in which a value stands, of `width`. */
static size_t column_of(const struct tp_scale *scale, double value, size_t width)
{
	size_t at = eighths(scale, value, width - 1);
	return (at + 4) / 8;
}

static void add_bar(const struct tp_chart *chart, const struct tp_table *table, size_t row, size_t width, struct tp_buf *out)
{
	static const char *const ends[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	struct tp_scale scale = tp_chart_scale(chart, table);
	double value, target;
	size_t other = chart->type == TP_CHART_SPIDER && chart->series_n > 1 ? chart->series[1].value : chart->target;
	bool has_target = tp_chart_value(table, row, other, &chart->x, &target);
	bool has_value = tp_chart_value(table, row, chart->series[0].value, &chart->x, &value);
	size_t filled = has_value ? eighths(&scale, value, width) : 0, mark = has_target ? column_of(&scale, target, width) : width;
	for (size_t at = 0; at < width; at++) {
		if (at == mark)
			tp_buf_add_string(out, filled >= 8 * (at + 1) ? "┃" : "│");
		else if (filled >= 8 * (at + 1))
			tp_buf_add_string(out, "█");
		else if (filled > 8 * at)
			tp_buf_add_string(out, ends[filled - 8 * at]);
		else if (mark < width && at < mark)
			tp_buf_add_string(out, "·");
		else
			return;
	}
}

static void add_parts(const struct tp_chart *chart, const struct tp_table *table, size_t row, size_t width, struct tp_buf *out)
{
	static const char *const shades[] = {"█", "▓", "▒", "░"};
	struct tp_scale scale = tp_chart_scale(chart, table);
	double sum = 0, value;
	size_t drawn = 0;
	for (size_t i = 0; i < chart->series_n; i++) {
		if (!tp_chart_value(table, row, chart->series[i].value, &chart->x, &value) || value <= 0)
			continue;
		sum += value;
		size_t until = (eighths(&scale, sum, width) + 4) / 8;
		add_many(out, shades[i % 4], until - drawn);
		drawn = until;
	}
}

/* Steps in a row, with a mark where it is now and one where it should be. */
static void add_steps(const struct tp_chart *chart, const struct tp_table *table, size_t row, const char *other_mark,
	struct tp_buf *out)
{
	double now = 0, other = 0;
	size_t n = chart->x.ticks_n ? chart->x.ticks_n : (size_t)chart->x.max;
	bool has_now = tp_chart_value(table, row, chart->series[0].value, &chart->x, &now);
	bool has_other = chart->series_n > 1 && tp_chart_value(table, row, chart->series[1].value, &chart->x, &other);
	for (size_t step = 1; step <= n; step++) {
		tp_buf_add_string(out, step > 1 ? " " : "");
		if (has_now && (size_t)(now + 0.5) == step)
			tp_buf_add_string(out, "●");
		else
			tp_buf_add_string(out, has_other && (size_t)(other + 0.5) == step ? other_mark : "·");
	}
}

static void add_spark(const struct tp_chart *chart, const struct tp_table *table, size_t row, struct tp_buf *out)
{
	static const char *const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	struct tp_scale scale = tp_chart_scale(chart, table);
	for (size_t i = 0; i < chart->series_n; i++) {
		double value;
		bool known = tp_chart_value(table, row, chart->series[i].value, &chart->x, &value);
		tp_buf_add_string(out, known ? levels[column_of(&scale, value, 8)] : "·");
	}
}

void tp_chart_row(const struct tp_chart *chart, const struct tp_table *table, size_t row, size_t width, struct tp_buf *out)
{
	if (chart->series_n == 0 || width < 2)
		return;
	switch (chart->type) {
	case TP_CHART_BARS:
	case TP_CHART_SPIDER:
		add_bar(chart, table, row, width, out);
		break;
	case TP_CHART_STACKED:
		add_parts(chart, table, row, width, out);
		break;
	case TP_CHART_CURVE:
		add_steps(chart, table, row, "○", out);
		break;
	case TP_CHART_LADDER:
		add_steps(chart, table, row, "◇", out);
		break;
	case TP_CHART_SPARKLINE:
		add_spark(chart, table, row, out);
		break;
	default: /* its table must do */
		break;
	}
}
