#include "svg.h"

#include <math.h>

#include "tp/num.h"

/* --- numbers --- */

static void add_number(struct tp_buf *out, double value)
{
	char number[TP_NUM_SIZE];
	tp_buf_add(out, number, tp_num_format(floor(value * 10 + 0.5) / 10, number));
}

void tp_svg_attribute(struct tp_svg *svg, const char *name, double value)
{
	tp_buf_add_format(&svg->body, " %s=\"", name);
	add_number(&svg->body, value);
	tp_buf_add_char(&svg->body, '"');
}

/* --- shapes --- */

static const char *const pens[TP_SVG_PENS] = {
	[TP_SVG_GRID] = "class=\"cg\" fill=\"none\" stroke=\"#d0d3d8\"",
	[TP_SVG_AXIS] = "class=\"ca\" fill=\"none\" stroke=\"#6b6b6b\"",
	[TP_SVG_FIRST] = "class=\"cf\" fill=\"#1d5b9b\"",
	[TP_SVG_SECOND] = "class=\"cs\" fill=\"#c2570c\"",
	[TP_SVG_LINE] = "class=\"cl\" fill=\"none\" stroke=\"#1d5b9b\" stroke-width=\"2\"",
	[TP_SVG_DASH] = "class=\"cd\" fill=\"none\" stroke=\"#c2570c\" stroke-width=\"2\" stroke-dasharray=\"5 3\"",
	[TP_SVG_RANGE] = "class=\"cl\" fill=\"none\" stroke=\"#1d5b9b\" stroke-width=\"6\" stroke-opacity=\".3\"",
	[TP_SVG_RANGE2] = "class=\"cd\" fill=\"none\" stroke=\"#c2570c\" stroke-width=\"3\" stroke-opacity=\".5\"",
	[TP_SVG_MARK] = "class=\"cm\" fill=\"none\" stroke=\"#1c1c1c\" stroke-width=\"2.5\"",
	[TP_SVG_HALO] = "class=\"ck\" fill=\"none\" stroke=\"#fff\" stroke-width=\"5\"",
	[TP_SVG_AREA] = "class=\"ce\" fill=\"#eceff3\"",
	[TP_SVG_PAPER] = "class=\"cp\" fill=\"#fff\"",
	[TP_SVG_HOLLOW] = "class=\"ch\" fill=\"#fff\" stroke=\"#1c1c1c\" stroke-width=\"1.5\"",
	[TP_SVG_RED] = "class=\"red\" fill=\"#a81c14\"",
	[TP_SVG_YELLOW] = "class=\"yellow\" fill=\"#755500\"",
	[TP_SVG_GREEN] = "class=\"green\" fill=\"#17622e\"",
	[TP_SVG_GREY] = "class=\"grey\" fill=\"#fff\" stroke=\"#595959\" stroke-width=\"1.5\"",
	[TP_SVG_RAMP] = "class=\"cr\" fill=\"#10304f\"",
	[TP_SVG_RAMP + 1] = "class=\"cr\" fill=\"#2a6cb0\"",
	[TP_SVG_RAMP + 2] = "class=\"cr\" fill=\"#86b3df\"",
	[TP_SVG_RAMP + 3] = "class=\"cr\" fill=\"#d6e5f4\"",
	[TP_SVG_RAMP + 4] = "class=\"cr\" fill=\"#d98224\"",
	[TP_SVG_RAMP + 5] = "class=\"cr\" fill=\"#95500c\"",
	[TP_SVG_RAMP + 6] = "class=\"cr\" fill=\"#f3c08a\"",
	[TP_SVG_RAMP + 7] = "class=\"cr\" fill=\"#4f2a05\"",
};

static void end(struct tp_svg *svg, enum tp_svg_pen pen)
{
	tp_buf_add_format(&svg->body, " %s/>\n", pens[pen]);
}

void tp_svg_line(struct tp_svg *svg, double x1, double y1, double x2, double y2, enum tp_svg_pen pen)
{
	tp_svg_shape(svg, (const double[]){x1, y1, x2, y2}, 2, false, pen);
}

void tp_svg_rect(struct tp_svg *svg, double x, double y, double width, double height, enum tp_svg_pen pen)
{
	tp_buf_add_string(&svg->body, "<rect");
	tp_svg_attribute(svg, "x", x);
	tp_svg_attribute(svg, "y", y);
	tp_svg_attribute(svg, "width", width);
	tp_svg_attribute(svg, "height", height);
	end(svg, pen);
}

void tp_svg_circle(struct tp_svg *svg, double x, double y, double r, enum tp_svg_pen pen)
{
	tp_buf_add_string(&svg->body, "<circle");
	tp_svg_attribute(svg, "cx", x);
	tp_svg_attribute(svg, "cy", y);
	tp_svg_attribute(svg, "r", r);
	end(svg, pen);
}

void tp_svg_shape(struct tp_svg *svg, const double *points, size_t n, bool closed, enum tp_svg_pen pen)
{
	if (n == 0)
		return;
	tp_buf_add_string(&svg->body, "<path d=\"");
	for (size_t i = 0; i < n; i++) {
		tp_buf_add_char(&svg->body, i == 0 ? 'M' : 'L');
		add_number(&svg->body, points[2 * i]);
		tp_buf_add_char(&svg->body, ' ');
		add_number(&svg->body, points[2 * i + 1]);
	}
	tp_buf_add_string(&svg->body, closed ? "Z\"" : "\"");
	end(svg, pen);
}

void tp_svg_state(struct tp_svg *svg, double x, double y, double r, enum tp_state state)
{
	switch (state) {
	case TP_STATE_NONE:
		break;
	case TP_STATE_RED:
		tp_svg_rect(svg, x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, TP_SVG_RED);
		break;
	case TP_STATE_YELLOW:
		tp_svg_shape(svg, (const double[]){x, y - r, x + r * 1.1, y + r * 0.9, x - r * 1.1, y + r * 0.9}, 3, true,
			TP_SVG_YELLOW);
		break;
	case TP_STATE_GREEN:
		tp_svg_circle(svg, x, y, r, TP_SVG_GREEN);
		break;
	case TP_STATE_GREY:
		tp_svg_circle(svg, x, y, r - 0.75, TP_SVG_GREY);
		break;
	}
}

/* --- turns --- */

/* Sine and cosine of a small angle, by their series: the same on every machine. */
static void small_turn(double a, double *sine, double *cosine)
{
	double square = a * a, s = 0, c = 0;
	for (int i = 16; i > 0; i -= 2) {
		c = (1 - c) * square / (i * (i - 1));
		s = (1 - s) * square / (i * (i + 1));
	}
	*sine = a * (1 - s);
	*cosine = 1 - c;
}

void tp_svg_turn(double part, double *right, double *down)
{
	static const double quarter_turn = 1.5707963267948966;
	double rest = (part - floor(part)) * 4, quarter = floor(rest), sine, cosine;
	small_turn((rest - quarter) * quarter_turn, &sine, &cosine);
	switch ((int)quarter) {
	case 0:
		*right = sine, *down = -cosine;
		break;
	case 1:
		*right = cosine, *down = sine;
		break;
	case 2:
		*right = -sine, *down = cosine;
		break;
	default:
		*right = -cosine, *down = -sine;
	}
}

/* --- spreading --- */

static bool is_free(const struct tp_spot *spots, size_t n, double apart, double x, double y)
{
	for (size_t i = 0; i < n; i++) {
		double dx = spots[i].x - x, dy = spots[i].y - y;
		if (dx * dx + dy * dy < apart * apart)
			return false;
	}
	return true;
}

/* Circles around the wish, wider and wider, each with a few places more. */
static bool find_place(struct tp_spot *spots, size_t i, double apart,
	bool (*allowed)(const void *self, size_t i, double x, double y), const void *self)
{
	enum { CIRCLES = 40, STEPS = 3 };
	struct tp_spot *spot = &spots[i];
	for (size_t circle = 0; circle < CIRCLES; circle++)
		for (size_t step = 0; step < (circle ? 6 * circle : 1); step++) {
			double right, down;
			tp_svg_turn((double)step / (double)(circle ? 6 * circle : 1), &right, &down);
			double x = spot->wish_x + right * (double)circle * apart / STEPS;
			double y = spot->wish_y + down * (double)circle * apart / STEPS;
			if (allowed(self, i, x, y) && is_free(spots, i, apart, x, y)) {
				spot->x = x;
				spot->y = y;
				return true;
			}
		}
	return false;
}

size_t tp_svg_spread(struct tp_spot *spots, size_t n, double apart,
	bool (*allowed)(const void *self, size_t i, double x, double y), const void *self)
{
	size_t lost = 0;
	for (size_t i = 0; i < n; i++) {
		spots[i].lost = !find_place(spots, i, apart, allowed, self);
		if (!spots[i].lost)
			continue;
		spots[i].x = spots[i].wish_x;
		spots[i].y = spots[i].wish_y;
		lost++;
	}
	return lost;
}
