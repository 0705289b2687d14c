/*
 * Drawing for the charts: a picture of one width that grows downwards. Its one
 * rule: a text is measured before it is drawn, by widths that no usual font
 * exceeds, so that no two texts collide and none leaves the picture.
 */
#ifndef TP_DOC_SVG_H
#define TP_DOC_SVG_H

#include "tp/chart.h"

/* Units of the picture: a phone shows them one to one beside the page's margins, so no text is smaller than SMALL. */
enum { TP_SVG_WIDTH = 328, TP_SVG_FONT = 12, TP_SVG_SMALL = 11 };

enum tp_svg_anchor { TP_SVG_START, TP_SVG_MIDDLE, TP_SVG_END };

/* How a thing looks: colours told apart in grey too, by shape, dashes or place where they are not. Elements have a class;
 * the style says what it looks like, and a page for dark rooms overrides it. */
extern const char tp_svg_style[];
enum tp_svg_pen {
	TP_SVG_GRID,   /* lines of the scale */
	TP_SVG_AXIS,   /* lines that carry */
	TP_SVG_FIRST,  /* the first series, filled */
	TP_SVG_SECOND, /* the second, filled */
	TP_SVG_LINE,   /* the first series as a line */
	TP_SVG_DASH,   /* the second as a line */
	TP_SVG_RANGE,  /* the first's interval */
	TP_SVG_RANGE2, /* the second's */
	TP_SVG_MARK,   /* a target across a bar */
	TP_SVG_HALO,   /* below a line that must be seen on a bar too */
	TP_SVG_AREA,   /* a light ground */
	TP_SVG_PAPER,  /* what lies below a text that must be seen on lines */
	TP_SVG_HOLLOW, /* an outline on the paper */
	TP_SVG_RED, TP_SVG_YELLOW, TP_SVG_GREEN, TP_SVG_GREY, /* states, after enum tp_state */
	TP_SVG_RAMP,   /* and the TP_CHART_SERIES - 1 after it: parts of a whole, neighbours unlike */
	TP_SVG_PENS = TP_SVG_RAMP + TP_CHART_SERIES,
};

struct tp_svg {
	struct tp_buf body;
	struct tp_arena arena; /* clean texts */
	struct tp_buf raw;
	enum tp_lang lang;
	double height;         /* drawn so far */
};

/* --- texts; sizes are of the font --- */

/* A text of the data, or a cell, clean and in the picture's arena. */
struct tp_text tp_svg_clean(struct tp_svg *svg, struct tp_text text);
struct tp_text tp_svg_cell(struct tp_svg *svg, const struct tp_cell *cell);

/* What the clean text is wide at most. */
double tp_svg_width(struct tp_text text, double size);

/* Its widest word. */
double tp_svg_word(struct tp_text text, double size);

/* One line, its baseline at y; what is too wide is cut with an ellipsis. */
void tp_svg_text(struct tp_svg *svg, double x, double y, double size, enum tp_svg_anchor anchor, double width,
	struct tp_text text);

/* Lines within a width below y; words that are too long are broken. Returns how high they are; draws nothing when
 * `draw` is false. */
double tp_svg_lines(struct tp_svg *svg, double x, double y, double size, enum tp_svg_anchor anchor, double width,
	struct tp_text text, bool draw);

/* --- shapes --- */

/* ` name="1.5"`: to a tenth. */
void tp_svg_attribute(struct tp_svg *svg, const char *name, double value);

void tp_svg_line(struct tp_svg *svg, double x1, double y1, double x2, double y2, enum tp_svg_pen pen);
void tp_svg_rect(struct tp_svg *svg, double x, double y, double width, double height, enum tp_svg_pen pen);
void tp_svg_circle(struct tp_svg *svg, double x, double y, double r, enum tp_svg_pen pen);
/* A closed shape, or a line, through n points: x, y, x, y … */
void tp_svg_shape(struct tp_svg *svg, const double *points, size_t n, bool closed, enum tp_svg_pen pen);
/* A square, triangle, circle or ring of a state, as tall as 2 r. */
void tp_svg_state(struct tp_svg *svg, double x, double y, double r, enum tp_state state);

/* --- svg_parts.c: what charts share --- */

/* A disc with a number in it, unless that is 0; a trend gives it a point upwards or downwards. */
enum { TP_SVG_BLIP = 9 }; /* its usual radius */
void tp_svg_blip(struct tp_svg *svg, double x, double y, double r, size_t number, int trend);

/* How a sign looks, in the chart and where its meaning is told. */
enum tp_svg_sign { TP_SVG_SQUARE, TP_SVG_DISC, TP_SVG_DIAMOND, TP_SVG_STROKE };
void tp_svg_draw_sign(struct tp_svg *svg, double x, double y, double r, enum tp_svg_sign sign, enum tp_svg_pen pen);

/* A sign and what it means at *x, which moves on, or on the next line; tp_svg_end_legend comes after the last. */
void tp_svg_legend(struct tp_svg *svg, double *x, enum tp_svg_sign sign, enum tp_svg_pen pen, struct tp_text meaning);
void tp_svg_end_legend(struct tp_svg *svg, double x);

/* What the signs of the series and of the target mean, where there are two or more with values. */
void tp_svg_series(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);

/* The label of a row, as long as it is, with its state before it: below the picture so far. */
void tp_svg_row(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row);

/* The number of a tick, with as many decimals as its steps have. */
struct tp_text tp_svg_number(struct tp_svg *svg, double number, const struct tp_scale *scale, const struct tp_axis *axis);

/* The name of a tick, its baseline at y: in the middle of x, but within the picture, and not where the one before it
 * stands, which ends at *taken. */
void tp_svg_tick(struct tp_svg *svg, double x, double y, struct tp_text name, double *taken);

/* A text on paper of its own, as it lies on lines. */
void tp_svg_on_lines(struct tp_svg *svg, double x, double y, enum tp_svg_anchor anchor, double width, enum tp_svg_pen paper,
	struct tp_text text);

/* What the numbers from 1 on stand for, in two columns where the names are short. */
void tp_svg_key(struct tp_svg *svg, const struct tp_text *names, size_t n);

/* The labels of the rows, in the picture's arena; NULL without memory. */
struct tp_text *tp_svg_labels(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);

/* "1", "2" …; NULL without memory. */
struct tp_text *tp_svg_numbers(struct tp_svg *svg, size_t n);

/* Names around a circle: the i-th stands at turn first + i / n, outside of radius *r, which is made smaller until all fit
 * without touching; false when they do not. *y: where the circle's middle comes to, below the picture so far. Draws
 * nothing yet. */
bool tp_svg_fit_around(struct tp_svg *svg, const struct tp_text *names, size_t n, double first, double *r, double *y);

/* Draws them; the picture then reaches down to the lowest. */
void tp_svg_draw_around(struct tp_svg *svg, const struct tp_text *names, size_t n, double first, double r, double y);

/* The label of a row. */
struct tp_text tp_svg_label(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table, size_t row);

/* --- turns --- */

/* Of a whole turn from twelve o'clock, clockwise: how far to the right, how far down. */
void tp_svg_turn(double part, double *right, double *down);

/* --- spreading: blips that want a place, so that none lies on another --- */

struct tp_spot {
	double x, y;         /* wished for; then where it came to */
	double wish_x, wish_y;
	bool lost; /* there was no place for it */
};

/* Finds the nearest free place for each spot in its order, no nearer than `apart` to another, where `allowed` says yes; a
 * spot without one stays where it wished to be and is lost. Returns how many are. */
size_t tp_svg_spread(struct tp_spot *spots, size_t n, double apart,
	bool (*allowed)(const void *self, size_t i, double x, double y), const void *self);

/* --- the charts, a file a family --- */

void tp_svg_bars(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_stacked(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_spider(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_scatter(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_radar(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_curve(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_ladder(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_timeline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);
void tp_svg_sparkline(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);

#endif
