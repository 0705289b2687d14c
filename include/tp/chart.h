/*
 * A chart as data: a way to look at a table. It says which columns are the
 * names, the values, their intervals and targets. Its one rule: it holds no
 * figures of its own, so that the table behind it says all that it shows, to
 * those who cannot see it too.
 */
#ifndef TP_CHART_H
#define TP_CHART_H

#include "tp/document.h"

enum tp_chart_type {
	TP_CHART_BARS,      /* series 0 as a bar from nought, its interval as a whisker; `target` as a mark across */
	TP_CHART_STACKED,   /* the series one after the other in one bar */
	TP_CHART_SPIDER,    /* an axis a row, a line a series, at most two; intervals along the axes */
	TP_CHART_SCATTER,   /* series 0 across, series 1 upwards; the fields between the axes' middles have names */
	TP_CHART_RADAR,     /* `group` is the sector, series 0 the ring, from the middle outwards */
	TP_CHART_CURVE,     /* series 0 is the step of the curve; series 1, where there is one, an earlier step */
	TP_CHART_LADDER,    /* series 0 is the rung now, series 1 the rung needed */
	TP_CHART_TIMELINE,  /* days: series 0 from low to high, its value as a mark */
	TP_CHART_SPARKLINE, /* the series are one value's course */
	TP_CHART_TYPES,
};

/* Of more rows nobody can make out a picture: then the table stands alone. */
enum { TP_CHART_SERIES = 8, TP_CHART_ROWS_MAX = 150 };
#define TP_NO_COLUMN SIZE_MAX

/* Columns of the table, or TP_NO_COLUMN. */
struct tp_series {
	size_t value, low, high;
};

struct tp_axis {
	struct tp_text title; /* may be empty */
	double min, max;      /* equal: from nought to what the values need */
	double step;          /* between ticks; 0: chosen */
	bool percent;
	const struct tp_text *ticks; /* names of the steps 1, 2 …, where they have names; a cell may be such a name;
	                               * borrowed, as texts are */
	size_t ticks_n;
};

struct tp_chart {
	enum tp_chart_type type;
	struct tp_text about; /* what there is to see, for those who cannot; empty: the caption must do */
	size_t label;         /* the column that names a row: the first */
	struct tp_series series[TP_CHART_SERIES];
	size_t series_n;
	size_t target, group;
	size_t trend;         /* RADAR: one of the two ticks of y, the first for moved out, the second for moved in */
	size_t state;            /* a state cell, told by colour and shape */
	struct tp_axis x, y;     /* y: SCATTER, RADAR */
	struct tp_text fields[4]; /* SCATTER: low-low, high-low, low-high, high-high */
	double now;              /* TIMELINE: today; 0: not drawn */
};

/* Adds a chart with its table, whose columns and cells are filled as a table's; the caption is the chart's title. The
 * chart itself is block->chart. NULL: as all that adds. */
struct tp_block *tp_document_chart(struct tp_document *doc, struct tp_section *section, enum tp_chart_type type,
	size_t columns, size_t rows);

/* Adds a series; columns as in struct tp_series. A NULL block is taken and nothing done. */
void tp_block_series(struct tp_block *chart, size_t value, size_t low, size_t high);

/* "bars", "spider" …: a value of json. */
const char *tp_chart_slug(enum tp_chart_type type);

/* --- what those who draw ask --- */

/* The number of a cell: a number, a percent, a day, or the place of its text among the ticks (from 1). False when there
 * is none, and for TP_NO_COLUMN. */
bool tp_chart_value(const struct tp_table *table, size_t row, size_t column, const struct tp_axis *axis, double *value);

/* Both ends of a series' interval; false where one is not there. */
bool tp_chart_interval(const struct tp_table *table, size_t row, const struct tp_series *series, const struct tp_axis *axis,
	double *low, double *high);

/* A scale that holds all values across: what the axis says, else nought and round numbers. lo < hi, step > 0. */
struct tp_scale {
	double lo, hi, step;
};
struct tp_scale tp_chart_scale(const struct tp_chart *chart, const struct tp_table *table);

/* Where a value stands, 0..1; what lies beyond an end stands there. */
double tp_scale_part(const struct tp_scale *scale, double value);

/* The i-th tick from 0; false beyond the last. */
bool tp_scale_tick(const struct tp_scale *scale, size_t i, double *value);

/* --- chart_text.c --- */

/* The row as block characters, at most `width` columns, for a column beside the table's; nothing where a chart has no such
 * form. A spider's second series is a mark across the bar of the first. */
void tp_chart_row(const struct tp_chart *chart, const struct tp_table *table, size_t row, size_t width,
	struct tp_buf *out);

/* --- svg_chart.c --- */

/* The drawing as an element for a page; id, a slug, tells it from the others there. Nothing for a table without values or one
 * of more than TP_CHART_ROWS_MAX rows. */
void tp_chart_svg(const struct tp_block *chart, enum tp_lang lang, const char *id, struct tp_buf *out);

bool tp_chart_has_svg(const struct tp_block *block);

/* All charts of a document as one picture, each below its caption; where there is none, the document's titles and first
 * words, which say why. */
void tp_document_svg(const struct tp_document *doc, struct tp_buf *out);

#endif
