#include "svg.h"

#include <string.h>

#include "markup.h"

/* --- clean texts --- */

struct tp_text tp_svg_clean(struct tp_svg *svg, struct tp_text text)
{
	tp_buf_reset(&svg->raw);
	tp_document_clean(&svg->raw, text);
	struct tp_text copy = tp_text_copy(&svg->arena, (struct tp_text){svg->raw.ptr, svg->raw.len});
	if (svg->raw.failed || !copy.ptr) {
		svg->body.failed = true;
		return tp_text_of("");
	}
	return copy;
}

struct tp_text tp_svg_cell(struct tp_svg *svg, const struct tp_cell *cell)
{
	struct tp_buf people = {0};
	tp_cell_people(&people, cell, svg->lang);
	svg->body.failed |= people.failed;
	struct tp_text text = tp_svg_clean(svg, (struct tp_text){people.ptr, people.failed ? 0 : people.len});
	tp_buf_free(&people);
	return text;
}

/* --- how wide they are --- */

/* Thousandths of the size, of a wide font (DejaVu Sans): what is drawn in another one takes less. From the blank on. */
static const short widths[] = {318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636,
	636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1015, 684, 686, 722, 770, 667, 611, 778, 752, 295,
	500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556, 500, 613,
	635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,
	525, 636, 337, 636, 838};

enum { NARROW = 640, CAPITAL = 800, BROAD = 1100, DOUBLE = 1400 };

static double width_of(const char *bytes, size_t len)
{
	const unsigned char *p = (const unsigned char *)bytes;
	if (p[0] >= ' ' && p[0] < ' ' + sizeof widths / sizeof *widths)
		return widths[p[0] - ' '];
	size_t columns = tp_text_width((struct tp_text){bytes, len});
	if (columns != 1)
		return columns == 0 ? 0 : DOUBLE;
	bool is_ash = p[0] == 0xC3 && (p[1] == 0xA6 || p[1] == 0x86); /* æ Æ */
	if (p[0] == 0xC3 && !is_ash)
		return p[1] >= 0xA0 ? NARROW : CAPITAL;
	bool is_quote = p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x98 && p[2] <= 0x9F;
	bool is_between = p[0] == 0xC2 && (p[1] == 0xAB || p[1] == 0xBB || p[1] == 0xB7); /* « » · */
	return is_quote || is_between ? NARROW : BROAD;
}

/* Bytes of the character that starts here. */
static size_t length_at(struct tp_text text)
{
	size_t len = 1;
	while (len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
		len++;
	return len;
}

double tp_svg_width(struct tp_text text, double size)
{
	double sum = 0;
	for (size_t len; text.len > 0; text = (struct tp_text){text.ptr + len, text.len - len}) {
		len = length_at(text);
		sum += width_of(text.ptr, len);
	}
	return sum * size / 1000;
}

double tp_svg_word(struct tp_text text, double size)
{
	double widest = 0;
	while (text.len > 0) {
		double width = tp_svg_width(tp_text_split(&text, " "), size);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* Bytes of the longest beginning within the width; at least a character. */
static size_t fit(struct tp_text text, double size, double width)
{
	size_t at = 0;
	for (double sum = 0; at < text.len;) {
		size_t len = length_at((struct tp_text){text.ptr + at, text.len - at});
		sum += width_of(text.ptr + at, len) * size / 1000;
		if (sum > width && at > 0)
			break;
		at += len;
	}
	return at;
}

/* --- drawing --- */

static void draw(struct tp_svg *svg, double x, double y, double size, enum tp_svg_anchor anchor, struct tp_text text,
	const char *tail)
{
	static const char *const anchors[] = {
		[TP_SVG_START] = "", [TP_SVG_MIDDLE] = " text-anchor=\"middle\"", [TP_SVG_END] = " text-anchor=\"end\""};
	tp_buf_add_string(&svg->body, "<text");
	tp_svg_attribute(svg, "x", x);
	tp_svg_attribute(svg, "y", y);
	if (size != TP_SVG_FONT)
		tp_svg_attribute(svg, "font-size", size);
	tp_buf_add_string(&svg->body, anchors[anchor]);
	tp_buf_add_char(&svg->body, '>');
	tp_markup_add(&svg->body, text);
	tp_buf_add_string(&svg->body, tail);
	tp_buf_add_string(&svg->body, "</text>\n");
}

void tp_svg_text(struct tp_svg *svg, double x, double y, double size, enum tp_svg_anchor anchor, double width,
	struct tp_text text)
{
	if (text.len == 0)
		return;
	bool cut = tp_svg_width(text, size) > width;
	if (cut)
		text.len = fit(text, size, width - size * BROAD / 1000);
	draw(svg, x, y, size, anchor, text, cut ? "…" : "");
}

/* Takes a line off the text, up to a blank where there is one; within a word a hyphen must fit too. */
static struct tp_text take_line(struct tp_text *rest, double size, double width, bool *in_word)
{
	size_t len = fit(*rest, size, width), next = len;
	*in_word = false;
	if (len < rest->len) {
		size_t blank = len;
		while (blank > 0 && rest->ptr[blank] != ' ')
			blank--;
		*in_word = blank == 0;
		len = *in_word ? fit(*rest, size, width - size / 2) : blank;
		next = *in_word ? len : blank + 1;
	}
	struct tp_text line = {rest->ptr, len};
	*rest = (struct tp_text){rest->ptr + next, rest->len - next};
	return line;
}

double tp_svg_lines(struct tp_svg *svg, double x, double y, double size, enum tp_svg_anchor anchor, double width,
	struct tp_text text, bool drawn)
{
	double height = 0, leading = size * 1.25;
	while (text.len > 0) {
		bool in_word;
		struct tp_text line = take_line(&text, size, width, &in_word);
		if (drawn)
			draw(svg, x, y + height + size, size, anchor, line, in_word ? "-" : "");
		height += leading;
	}
	return height;
}
