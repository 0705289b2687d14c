#include "svg.h"

#include <stdio.h>

#include "markup.h"

typedef void drawing(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table);

static drawing *const drawings[TP_CHART_TYPES] = {
	[TP_CHART_BARS] = tp_svg_bars,         [TP_CHART_STACKED] = tp_svg_stacked,
	[TP_CHART_SPIDER] = tp_svg_spider,     [TP_CHART_SCATTER] = tp_svg_scatter,
	[TP_CHART_RADAR] = tp_svg_radar,       [TP_CHART_CURVE] = tp_svg_curve,
	[TP_CHART_LADDER] = tp_svg_ladder,     [TP_CHART_TIMELINE] = tp_svg_timeline,
	[TP_CHART_SPARKLINE] = tp_svg_sparkline,
};

/* Does any row say where it stands? */
static bool has_values(const struct tp_block *block)
{
	double value;
	for (size_t row = 0; row < block->table.rows_n; row++)
		for (size_t i = 0; i < block->chart->series_n; i++) {
			const struct tp_series *series = &block->chart->series[i];
			const bool upwards = i == 1 && block->chart->type == TP_CHART_SCATTER;
			const struct tp_axis *axis = upwards ? &block->chart->y : &block->chart->x;
			if (tp_chart_value(&block->table, row, series->value, axis, &value) ||
				tp_chart_value(&block->table, row, series->low, axis, &value))
				return true;
		}
	return false;
}

bool tp_chart_has_svg(const struct tp_block *block)
{
	return block->type == TP_BLOCK_CHART && block->table.rows_n <= TP_CHART_ROWS_MAX && has_values(block);
}

static void draw(struct tp_svg *svg, const struct tp_block *block)
{
	drawings[block->chart->type](svg, block->chart, &block->table);
}

static void add_title(struct tp_svg *svg, const char *id, struct tp_text title, struct tp_buf *out)
{
	tp_buf_add_string(out, "<title");
	if (id)
		tp_buf_add_format(out, " id=\"%s.title\"", id);
	tp_buf_add_char(out, '>');
	tp_markup_add(out, tp_svg_clean(svg, title));
	tp_buf_add_string(out, "</title>\n");
}

static void add_about(struct tp_svg *svg, const struct tp_block *block, const char *id, struct tp_buf *out)
{
	add_title(svg, id, block->table.caption, out);
	tp_buf_add_format(out, "<desc id=\"%s.about\">", id);
	tp_markup_add(out, tp_svg_clean(svg, block->chart->about.len ? block->chart->about : block->table.caption));
	tp_buf_add_string(out, "</desc>\n");
}

/* from: where the picture begins on both axes; it is as much wider. */
static void begin(struct tp_buf *out, const char *options, int from, long height)
{
	tp_buf_add_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" %s viewBox=\"%d %d %d %ld\" fill=\"#1c1c1c\" "
		"font-size=\"%d\" font-family=\"Arial, 'Liberation Sans', Helvetica, Roboto, sans-serif\"",
		options, from, from, TP_SVG_WIDTH - 2 * from, height, TP_SVG_FONT);
}

static void release(struct tp_svg *svg)
{
	tp_buf_free(&svg->body);
	tp_buf_free(&svg->raw);
	tp_arena_free(&svg->arena);
}

static void finish(struct tp_svg *svg, struct tp_buf *out)
{
	out->failed |= svg->body.failed;
	tp_buf_add(out, svg->body.ptr, svg->body.len);
	release(svg);
	tp_buf_add_string(out, "</svg>\n");
}

void tp_chart_svg(const struct tp_block *block, enum tp_lang lang, const char *id, struct tp_buf *out)
{
	struct tp_svg svg = {.lang = lang};
	if (!tp_chart_has_svg(block))
		return;
	draw(&svg, block);
	begin(out, "class=\"chart\" role=\"img\"", 0, (long)(svg.height + 1));
	tp_buf_add_format(out, " aria-labelledby=\"%s.title %s.about\">\n", id, id);
	add_about(&svg, block, id, out);
	finish(&svg, out);
}

/* --- a picture by itself --- */

enum { MARGIN = 12, GAP = 20, TITLE = 14, SCALE = 2 };

/* The table behind a chart, as text: each row its label, and its other cells with the titles of their columns. */
static void add_figures(struct tp_svg *svg, const struct tp_block *block, struct tp_buf *out)
{
	const struct tp_table *table = &block->table;
	for (size_t row = 0; row < table->rows_n; row++) {
		const struct tp_cell *cells = &table->cells[row * table->columns_n];
		tp_buf_add_char(out, '\n');
		tp_markup_add(out, tp_svg_cell(svg, &cells[block->chart->label]));
		const char *before = ": ";
		for (size_t i = 0; i < table->columns_n; i++) {
			if (i == block->chart->label || cells[i].type == TP_CELL_EMPTY)
				continue;
			tp_buf_add_string(out, before);
			tp_markup_add(out, tp_svg_clean(svg, table->columns[i].title));
			tp_buf_add_char(out, ' ');
			tp_markup_add(out, tp_svg_cell(svg, &cells[i]));
			before = ", ";
		}
	}
}

static void add_chart(struct tp_svg *all, const struct tp_block *block)
{
	struct tp_svg svg = {.lang = all->lang};
	const long top = (long)all->height;
	tp_buf_add_format(&all->body, "<g role=\"img\" transform=\"translate(0 %ld)\">\n", top);
	add_title(all, NULL, block->table.caption, &all->body);
	tp_buf_add_string(&all->body, "<desc>");
	tp_markup_add(&all->body, tp_svg_clean(all, block->chart->about));
	add_figures(all, block, &all->body);
	tp_buf_add_string(&all->body, "</desc>\n<g font-weight=\"bold\">");
	svg.height = tp_svg_lines(all, 0, 0, TITLE, TP_SVG_START, TP_SVG_WIDTH - 30,
		tp_svg_clean(all, block->table.caption), true) + 6;
	tp_buf_add_string(&all->body, "</g>\n");
	draw(&svg, block);
	all->body.failed |= svg.body.failed;
	tp_buf_add(&all->body, svg.body.ptr, svg.body.len);
	tp_buf_add_string(&all->body, "</g>\n");
	all->height = (double)(top + (long)svg.height + GAP);
	release(&svg);
}

/* What the document begins with. */
static void add_words(struct tp_svg *svg, const struct tp_document *doc)
{
	struct tp_text words[] = {doc->title, doc->subtitle, {0}};
	for (const struct tp_section *section = doc->first; section && words[2].len == 0; section = section->next)
		if (section->first && section->first->type == TP_BLOCK_PARAGRAPH)
			words[2] = section->first->text;
	for (size_t i = 0; i < 3; i++)
		svg->height += tp_svg_lines(svg, 0, svg->height, i == 0 ? TITLE : TP_SVG_FONT, TP_SVG_START, TP_SVG_WIDTH,
			tp_svg_clean(svg, words[i]), true) + 6;
}

void tp_document_svg(const struct tp_document *doc, struct tp_buf *out)
{
	struct tp_svg svg = {.lang = doc->lang};
	struct tp_chart nothing = {.about = doc->subtitle};
	const struct tp_block titles = {.table = {.caption = doc->title}, .chart = &nothing};
	for (const struct tp_section *section = doc->first; section; section = section->next)
		for (const struct tp_block *block = section->first; block; block = block->next)
			if (tp_chart_has_svg(block))
				add_chart(&svg, block);
	bool none = svg.height <= 0;
	if (none)
		add_words(&svg, doc);
	static const char *const langs[] = {[TP_DA] = "da", [TP_EN] = "en"};
	char size[96];
	long height = (long)svg.height + 2 * MARGIN - (none ? 0 : GAP);
	snprintf(size, sizeof size, "width=\"%d\" height=\"%ld\" xml:lang=\"%s\" role=\"%s\"",
		SCALE * (TP_SVG_WIDTH + 2 * MARGIN), SCALE * height, langs[doc->lang], none ? "img" : "group");
	begin(out, size, -MARGIN, height);
	tp_buf_add_string(out, " aria-labelledby=\"chart.title chart.about\">\n");
	add_about(&svg, &titles, "chart", out);
	tp_buf_add_format(out, "<style>%s</style>\n", tp_svg_style);
	tp_buf_add_format(out, "<rect x=\"%d\" y=\"%d\" width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		-MARGIN, -MARGIN);
	finish(&svg, out);
}
