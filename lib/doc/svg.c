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

const char tp_svg_style[] =
	".cg{fill:none;stroke:#d0d3d8}.ca{fill:none;stroke:#6b6b6b}.cf{fill:#1d5b9b}.cs{fill:#c2570c}"
	".cl{fill:none;stroke:#1d5b9b;stroke-width:2}"
	".cd{fill:none;stroke:#c2570c;stroke-width:2;stroke-dasharray:5 3}"
	".ci{fill:none;stroke:#1d5b9b;stroke-width:6;stroke-opacity:.3}"
	".cj{fill:none;stroke:#c2570c;stroke-width:3;stroke-opacity:.5}"
	".cm{fill:none;stroke:#1c1c1c;stroke-width:2.5}.ck{fill:none;stroke:#fff;stroke-width:5}"
	".ce{fill:#eceff3}.cp,.on{fill:#fff}.ch{fill:#fff;stroke:#1c1c1c;stroke-width:1.5}"
	"rect.red{fill:#a81c14}path.yellow{fill:#755500}circle.green{fill:#17622e}"
	"circle.grey{fill:#fff;stroke:#595959;stroke-width:1.5}"
	".c1,.c2,.c3,.c4,.c5,.c6,.c7,.c8{stroke:#6b6b6b;stroke-width:.5}.c1{fill:#10304f}.c2{fill:#2a6cb0}"
	".c3{fill:#86b3df}.c4{fill:#d6e5f4}.c5{fill:#d98224}.c6{fill:#95500c}.c7{fill:#f3c08a}"
	".c8{fill:#4f2a05}\n";

static const char *const pens[TP_SVG_PENS] = {
	[TP_SVG_GRID] = "cg", [TP_SVG_AXIS] = "ca", [TP_SVG_FIRST] = "cf", [TP_SVG_SECOND] = "cs", [TP_SVG_LINE] = "cl",
	[TP_SVG_DASH] = "cd", [TP_SVG_RANGE] = "ci", [TP_SVG_RANGE2] = "cj", [TP_SVG_MARK] = "cm", [TP_SVG_HALO] = "ck",
	[TP_SVG_AREA] = "ce", [TP_SVG_PAPER] = "cp", [TP_SVG_HOLLOW] = "ch", [TP_SVG_RED] = "red", [TP_SVG_YELLOW] = "yellow",
	[TP_SVG_GREEN] = "green", [TP_SVG_GREY] = "grey", [TP_SVG_RAMP] = "c1", [TP_SVG_RAMP + 1] = "c2",
	[TP_SVG_RAMP + 2] = "c3", [TP_SVG_RAMP + 3] = "c4", [TP_SVG_RAMP + 4] = "c5", [TP_SVG_RAMP + 5] = "c6",
	[TP_SVG_RAMP + 6] = "c7", [TP_SVG_RAMP + 7] = "c8",
};

static void end(struct tp_svg *svg, enum tp_svg_pen pen)
{
	tp_buf_add_format(&svg->body, " class=\"%s\"/>\n", pens[pen]);
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
