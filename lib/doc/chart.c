#include "tp/chart.h"

#include <assert.h>
#include <math.h>

void tp_block_series(struct tp_block *chart, size_t value, size_t low, size_t high)
{
	if (!chart)
		return;
	assert(chart->chart->series_n < TP_CHART_SERIES);
	chart->chart->series[chart->chart->series_n++] = (struct tp_series){value, low, high};
}

const char *tp_chart_slug(enum tp_chart_type type)
{
	static const char *const slugs[TP_CHART_TYPES] = {
		[TP_CHART_BARS] = "bars",         [TP_CHART_STACKED] = "stacked", [TP_CHART_SPIDER] = "spider",
		[TP_CHART_SCATTER] = "scatter",   [TP_CHART_RADAR] = "radar",     [TP_CHART_CURVE] = "curve",
		[TP_CHART_LADDER] = "ladder",     [TP_CHART_TIMELINE] = "timeline", [TP_CHART_SPARKLINE] = "sparkline",
	};
	return slugs[type];
}

bool tp_chart_value(const struct tp_table *table, size_t row, size_t column, const struct tp_axis *axis, double *value)
{
	if (column == TP_NO_COLUMN)
		return false;
	const struct tp_cell *cell = &table->cells[row * table->columns_n + column];
	switch (cell->type) {
	case TP_CELL_NUMBER:
	case TP_CELL_PERCENT:
		*value = cell->number;
		return true;
	case TP_CELL_DAY:
		*value = cell->day;
		return true;
	case TP_CELL_TEXT:
		for (size_t i = 0; i < axis->ticks_n; i++)
			if (tp_text_compare(axis->ticks[i], cell->text) == 0) {
				*value = (double)(i + 1);
				return true;
			}
		return false;
	default:
		return false;
	}
}

bool tp_chart_interval(const struct tp_table *table, size_t row, const struct tp_series *series, const struct tp_axis *axis,
	double *low, double *high)
{
	return tp_chart_value(table, row, series->low, axis, low) && tp_chart_value(table, row, series->high, axis, high);
}

/* The smallest of 1, 2, 5, 10, 20 … (and of 0.1, 0.2 …) that makes at most five steps of the span. */
static double round_step(double span)
{
	static const double parts[] = {1, 2, 5};
	double power = 1;
	while (power * 5 < span && power < 1e300)
		power *= 10;
	while (power / 10 * 5 >= span && power > 1e-4)
		power /= 10;
	for (size_t i = 0; i < 3; i++)
		if (power * parts[i] / 10 * 5 >= span)
			return power * parts[i] / 10;
	return power;
}

/* What the values need, and whether all are whole numbers. */
struct reach {
	double lo, hi;
	bool whole;
};

static void widen(struct reach *reach, double value)
{
	reach->lo = value < reach->lo ? value : reach->lo;
	reach->hi = value > reach->hi ? value : reach->hi;
	reach->whole = reach->whole && floor(value) == value;
}

/* What a stack of the row comes to. */
static double sum_of(const struct tp_chart *chart, const struct tp_table *table, size_t row)
{
	double sum = 0, value;
	for (size_t i = 0; i < chart->series_n; i++)
		if (tp_chart_value(table, row, chart->series[i].value, &chart->x, &value) && value > 0)
			sum += value;
	return sum;
}

/* From nought on, so that lengths can be compared. */
static struct reach reach_of(const struct tp_chart *chart, const struct tp_table *table)
{
	struct reach reach = {.whole = true};
	double value;
	for (size_t row = 0; row < table->rows_n; row++) {
		if (chart->type == TP_CHART_STACKED)
			widen(&reach, sum_of(chart, table, row));
		for (size_t i = 0; chart->type != TP_CHART_STACKED && i < chart->series_n; i++) {
			const size_t columns[] = {chart->series[i].value, chart->series[i].low, chart->series[i].high};
			for (size_t j = 0; j < 3; j++)
				if (tp_chart_value(table, row, columns[j], &chart->x, &value))
					widen(&reach, value);
		}
		if (tp_chart_value(table, row, chart->target, &chart->x, &value))
			widen(&reach, value);
	}
	return reach;
}

struct tp_scale tp_chart_scale(const struct tp_chart *chart, const struct tp_table *table)
{
	struct tp_scale scale = {chart->x.min, chart->x.max, chart->x.step};
	const bool given = scale.lo < scale.hi;
	if (!given) {
		struct reach reach = reach_of(chart, table);
		scale.lo = reach.lo;
		scale.hi = reach.hi > reach.lo ? reach.hi : reach.lo + 1;
		if (reach.whole && scale.step <= 0 && scale.hi - scale.lo <= 5)
			scale.step = 1;
	}
	if (scale.step <= 0)
		scale.step = round_step(scale.hi - scale.lo);
	if (!given) {
		scale.lo = floor(scale.lo / scale.step) * scale.step;
		scale.hi = -floor(-scale.hi / scale.step) * scale.step;
	}
	return scale;
}

double tp_scale_part(const struct tp_scale *scale, double value)
{
	double part = (value - scale->lo) / (scale->hi - scale->lo);
	return part > 0 ? part < 1 ? part : 1 : 0;
}

bool tp_scale_tick(const struct tp_scale *scale, size_t i, double *value)
{
	*value = scale->lo + (double)i * scale->step;
	return *value <= scale->hi + scale->step / 1000;
}
