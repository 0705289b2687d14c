#include "tp/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tp/day.h"
#include "tp/json.h"

static struct tp_text t(const char *string)
{
	return tp_text_of(string);
}

struct fixture {
	struct tp_arena arena;
	struct tp_document doc;
	struct tp_block *chart;
};

static void start(struct fixture *f, enum tp_chart_type type, size_t columns, size_t rows)
{
	static const char *const names[] = {"name", "value", "other", "low", "high", "group", "trend"};
	*f = (struct fixture){0};
	tp_document_init(&f->doc, &f->arena, TP_DA, "weekly");
	struct tp_section *section = tp_document_section(&f->doc, "only", t(""));
	f->chart = tp_document_chart(&f->doc, section, type, columns, rows);
	assert_non_null(f->chart);
	f->chart->table.caption = t("Prøve");
	for (size_t i = 0; i < columns; i++)
		tp_block_column(f->chart, i, names[i], t(names[i]));
}

static struct tp_cell *cell(struct fixture *f, size_t row, size_t column)
{
	return tp_document_cell(&f->doc, f->chart, row, column);
}

static void ends_with(struct fixture *f, struct tp_buf *out, const char *expected)
{
	tp_buf_add_char(out, '\0');
	assert_false(out->failed);
	assert_string_equal(out->ptr, expected);
	tp_buf_free(out);
	tp_arena_free(&f->arena);
}

/* --- scales --- */

static void is_scale(struct tp_scale scale, double lo, double hi, double step)
{
	assert_true(scale.lo == lo && scale.hi == hi);
	assert_true(scale.step == step);
}

static void scales_are_round_and_hold_all(void **state)
{
	(void)state;
	static const double cases[][4] = {/* largest value, and its scale */
		{100, 0, 100, 20}, {7, 0, 8, 2}, {101, 0, 150, 50}, {0.9, 0, 1, 0.2}, {1, 0, 1, 1}, {23, 0, 25, 5}, {5, 0, 5, 1},
		{4.5, 0, 5, 1}, {0, 0, 1, 1}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture f;
		start(&f, TP_CHART_BARS, 2, 1);
		tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
		*cell(&f, 0, 1) = tp_cell_number(cases[i][0], 1);
		struct tp_scale scale = tp_chart_scale(f.chart->chart, &f.chart->table);
		assert_true(scale.hi >= cases[i][0] && scale.lo <= 0);
		is_scale(scale, cases[i][1], cases[i][2], cases[i][3]);
		tp_arena_free(&f.arena);
	}
}

static void what_lies_below_nought_has_room(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_CHART_BARS, 5, 2);
	tp_block_series(f.chart, 1, 3, 4);
	f.chart->chart->target = 2;
	*cell(&f, 0, 1) = tp_cell_number(3, 0);
	*cell(&f, 0, 3) = tp_cell_number(-4, 0);
	*cell(&f, 0, 4) = tp_cell_number(9, 0);
	*cell(&f, 1, 2) = tp_cell_number(11, 0);
	is_scale(tp_chart_scale(f.chart->chart, &f.chart->table), -5, 15, 5);
	f.chart->chart->x = (struct tp_axis){.min = 1, .max = 5, .step = 1};
	is_scale(tp_chart_scale(f.chart->chart, &f.chart->table), 1, 5, 1);
	tp_arena_free(&f.arena);
}

static void a_stack_is_as_long_as_its_parts(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_CHART_STACKED, 3, 2);
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(f.chart, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	*cell(&f, 0, 1) = tp_cell_number(30, 0);
	*cell(&f, 0, 2) = tp_cell_number(12, 0);
	*cell(&f, 1, 2) = tp_cell_number(5, 0);
	is_scale(tp_chart_scale(f.chart->chart, &f.chart->table), 0, 50, 10);
	tp_arena_free(&f.arena);
}

static void a_word_is_its_place_among_the_ticks(void **state)
{
	(void)state;
	const struct tp_text ticks[] = {t("inform"), t("dialogue"), t("involve")};
	struct fixture f;
	double value = 0;
	start(&f, TP_CHART_LADDER, 2, 3);
	f.chart->chart->x = (struct tp_axis){.ticks = ticks, .ticks_n = 3};
	*cell(&f, 0, 1) = tp_cell_text(t("involve"));
	*cell(&f, 1, 1) = tp_cell_text(t("nothing"));
	assert_true(tp_chart_value(&f.chart->table, 0, 1, &f.chart->chart->x, &value));
	assert_true(value == 3);
	assert_false(tp_chart_value(&f.chart->table, 1, 1, &f.chart->chart->x, &value));
	assert_false(tp_chart_value(&f.chart->table, 2, 1, &f.chart->chart->x, &value));
	assert_false(tp_chart_value(&f.chart->table, 0, TP_NO_COLUMN, &f.chart->chart->x, &value));
	tp_arena_free(&f.arena);
}

/* --- text --- */

static void shows(struct fixture *f, size_t width, const char *expected)
{
	struct tp_buf out = {0};
	tp_document_text(&f->doc, width, false, &out);
	ends_with(f, &out, expected);
}

static void bars_stand_beside_the_table(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_CHART_BARS, 3, 4);
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	f.chart->chart->target = 2;
	f.chart->chart->x = (struct tp_axis){.min = 0, .max = 100};
	static const double values[][2] = {{50, 100}, {100, 50}, {12.5, 0}};
	for (size_t row = 0; row < 3; row++) {
		*cell(&f, row, 0) = tp_cell_text(t("Ældre"));
		*cell(&f, row, 1) = tp_cell_percent(values[row][0]);
		*cell(&f, row, 2) = tp_cell_percent(values[row][1]);
	}
	*cell(&f, 3, 0) = tp_cell_text(t("Ukendt"));
	shows(&f, 80,
		"Prøve\n"
		"\n"
		"name    value  other\n"
		"------  -----  -----  --------------------\n"
		"Ældre    50 %  100 %  ██████████·········│\n"
		"Ældre   100 %   50 %  ██████████┃█████████\n"
		"Ældre    12 %    0 %  ┃█▌\n"
		"Ukendt\n");
}

static void without_room_there_are_no_bars(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_CHART_BARS, 2, 1);
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	*cell(&f, 0, 0) = tp_cell_text(t("Ældre og sundhed"));
	*cell(&f, 0, 1) = tp_cell_number(12, 0);
	shows(&f, 23, "Prøve\n\nname              value\n----------------  -----\nÆldre og sundhed     12\n");
}

static void other_charts_have_their_own_signs(void **state)
{
	(void)state;
	const struct tp_text ticks[] = {t("a"), t("b"), t("c"), t("d")};
	struct fixture f;
	struct tp_buf out = {0};
	start(&f, TP_CHART_LADDER, 3, 1);
	f.chart->chart->x = (struct tp_axis){.ticks = ticks, .ticks_n = 4};
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(f.chart, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	*cell(&f, 0, 1) = tp_cell_text(t("b"));
	*cell(&f, 0, 2) = tp_cell_text(t("d"));
	tp_chart_row(f.chart->chart, &f.chart->table, 0, 20, &out);
	ends_with(&f, &out, "· ● · ◇");
	out = (struct tp_buf){0};
	start(&f, TP_CHART_STACKED, 3, 1);
	f.chart->chart->x = (struct tp_axis){.min = 0, .max = 20};
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(f.chart, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	*cell(&f, 0, 1) = tp_cell_number(6, 0);
	*cell(&f, 0, 2) = tp_cell_number(4, 0);
	tp_chart_row(f.chart->chart, &f.chart->table, 0, 20, &out);
	ends_with(&f, &out, "██████▓▓▓▓");
	out = (struct tp_buf){0};
	start(&f, TP_CHART_SPARKLINE, 5, 1);
	f.chart->chart->x = (struct tp_axis){.min = 0, .max = 7};
	for (size_t i = 1; i < 5; i++)
		tp_block_series(f.chart, i, TP_NO_COLUMN, TP_NO_COLUMN);
	*cell(&f, 0, 1) = tp_cell_number(0, 0);
	*cell(&f, 0, 2) = tp_cell_number(7, 0);
	*cell(&f, 0, 4) = tp_cell_number(3, 0);
	tp_chart_row(f.chart->chart, &f.chart->table, 0, 20, &out);
	ends_with(&f, &out, "▁█·▄");
}

/* --- json --- */

static void json_names_the_columns(void **state)
{
	(void)state;
	struct fixture f;
	struct tp_buf out = {0};
	start(&f, TP_CHART_BARS, 5, 1);
	tp_block_series(f.chart, 1, 3, 4);
	f.chart->chart->target = 2;
	f.chart->chart->about = t("Lavt");
	f.chart->chart->x = (struct tp_axis){.min = 1, .max = 5};
	*cell(&f, 0, 0) = tp_cell_text(t("æ"));
	*cell(&f, 0, 1) = tp_cell_number(2.5, 1);
	tp_document_json(&f.doc, &out);
	tp_buf_add_char(&out, '\0');
	const char *line = strstr(out.ptr, "{\"type\":\"chart\"");
	assert_non_null(line);
	*strchr(line, '\n') = '\0';
	assert_string_equal(line,
		"{\"type\":\"chart\",\"chart\":\"bars\",\"about\":\"Lavt\",\"label\":\"name\","
		"\"series\":[{\"value\":\"value\",\"low\":\"low\",\"high\":\"high\"}],\"target\":\"other\","
		"\"x\":{\"title\":null,\"min\":1,\"max\":5},\"caption\":\"Prøve\",\"columns\":["
		"{\"name\":\"name\",\"title\":\"name\"},{\"name\":\"value\",\"title\":\"value\"},"
		"{\"name\":\"other\",\"title\":\"other\"},{\"name\":\"low\",\"title\":\"low\"},{\"name\":\"high\",\"title\":\"high\"}],"
		"\"rows\":[{\"name\":\"æ\",\"value\":2.5,\"other\":null,\"low\":null,\"high\":null}],\"at\":[[]]}");
	tp_buf_free(&out);
	tp_arena_free(&f.arena);
}

/* --- svg --- */

static void a_bar_is_drawn(void **state)
{
	(void)state;
	struct fixture f;
	struct tp_buf out = {0};
	start(&f, TP_CHART_BARS, 2, 1);
	f.chart->table.caption = t("Prøve <1>");
	tp_block_series(f.chart, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	f.chart->chart->x = (struct tp_axis){.min = 0, .max = 4, .step = 2};
	*cell(&f, 0, 0) = tp_cell_text(t("A & B"));
	*cell(&f, 0, 1) = tp_cell_number(3, 0);
	tp_chart_svg(f.chart, TP_DA, "chart.1", &out);
	/* Values have 24 + 1, the gap before them 6, the track 297: 3 of 4 is 222.75; label 12 + 3 + 2, bar 13 + 7, ticks 20. */
	ends_with(&f, &out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" viewBox=\"0 0 328 58\" fill=\"#1c1c1c\" "
		"font-size=\"12\" font-family=\"Arial, 'Liberation Sans', Helvetica, Roboto, sans-serif\" "
		"aria-labelledby=\"chart.1.title chart.1.about\">\n"
		"<title id=\"chart.1.title\">Prøve &lt;1&gt;</title>\n"
		"<desc id=\"chart.1.about\">Prøve &lt;1&gt;</desc>\n"
		"<text x=\"0\" y=\"12\">A &amp; B</text>\n"
		"<rect x=\"0\" y=\"17\" width=\"297\" height=\"13\" class=\"ce\"/>\n"
		"<rect x=\"0\" y=\"17\" width=\"222.8\" height=\"13\" class=\"cf\"/>\n"
		"<text x=\"303\" y=\"28\">3</text>\n"
		"<path d=\"M0 37L0 41\" class=\"ca\"/>\n"
		"<text x=\"0\" y=\"52\" font-size=\"11\">0</text>\n"
		"<path d=\"M148.5 37L148.5 41\" class=\"ca\"/>\n"
		"<text x=\"148.5\" y=\"52\" font-size=\"11\" text-anchor=\"middle\">2</text>\n"
		"<path d=\"M297 37L297 41\" class=\"ca\"/>\n"
		"<text x=\"297\" y=\"52\" font-size=\"11\" text-anchor=\"middle\">4</text>\n"
		"</svg>\n");
}

/* --- boxes of what is drawn, by another measure than the drawing's: Arial's widths are below 0.6 on average --- */

struct box {
	double left, right, top, bottom;
	const char *text;
};

static double number_of(const char *element, const char *name)
{
	char key[32];
	snprintf(key, sizeof key, " %s=\"", name);
	const char *at = strstr(element, key);
	return at ? strtod(at + strlen(key), NULL) : 0;
}

/* The texts and the discs of a picture. */
static size_t read_boxes(char *svg, struct box *boxes, size_t most)
{
	size_t n = 0;
	for (char *line = strtok(svg, "\n"); line; line = strtok(NULL, "\n")) {
		char *element = strstr(line, "<text "), *disc = strncmp(line, "<circle", 7) == 0 ? line : NULL;
		if (!element && !(disc && number_of(disc, "r") >= 4 && number_of(disc, "r") <= 9))
			continue;
		assert_true(n < most);
		struct box *box = &boxes[n++];
		if (disc) {
			double x = number_of(disc, "cx"), y = number_of(disc, "cy"), r = number_of(disc, "r") * 0.7;
			*box = (struct box){x - r, x + r, y - r, y + r, "(disc)"};
			continue;
		}
		char *text = strchr(element, '>') + 1;
		double size = number_of(element, "font-size"), x = number_of(element, "x"), y = number_of(element, "y");
		size = size > 0 ? size : 12;
		double width = 0;
		for (char *p = text; *p && *p != '<'; p++)
			width += (*p & 0xC0) == 0x80 ? 0 : strchr("iljftI. ,:-", *p) ? 0.3 * size : 0.53 * size;
		double left = strstr(element, "\"end\"") ? x - width : strstr(element, "\"middle\"") ? x - width / 2 : x;
		*box = (struct box){left, left + width, y - 0.72 * size, y, text};
	}
	return n;
}

static void nothing_lies_on_another(struct fixture *f, enum tp_lang lang)
{
	enum { MOST = 2000 };
	static struct box boxes[MOST];
	struct tp_buf out = {0};
	assert_false(f->doc.failed);
	tp_chart_svg(f->chart, lang, "c", &out);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	assert_null(strstr(out.ptr, "nan"));
	assert_null(strstr(out.ptr, "inf\""));
	assert_true(out.len < 200 * 1000);
	if (out.len == 1) { /* not a value to draw */
		tp_buf_free(&out);
		tp_arena_free(&f->arena);
		return;
	}
	double height = strtod(strstr(out.ptr, "viewBox=\"0 0 328 ") + 17, NULL);
	size_t n = read_boxes(out.ptr, boxes, MOST);
	for (size_t i = 0; i < n; i++) {
		const struct box *a = &boxes[i];
		if (a->left < -0.5 || a->right > 328.5 || a->top < -0.5 || a->bottom > height + 0.5)
			fail_msg("type %d of %zu: outside: %.40s at %g %g", f->chart->chart->type, f->chart->table.rows_n, a->text, a->left, a->top);
		for (size_t j = 0; j < i; j++) {
			const struct box *b = &boxes[j];
			if (a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom &&
				!(b->text[0] == '(' && j + 1 == i)) /* the number in its disc */
				fail_msg("type %d of %zu: %.40s on %.40s (%g %g)", f->chart->chart->type, f->chart->table.rows_n, a->text, b->text, a->left, a->top);
		}
	}
	tp_buf_free(&out);
	tp_arena_free(&f->arena);
}

static uint32_t seed = 20261122;

static size_t below(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static const char *const labels[] = {"Strategisk retning", "Businesscase", "Borgercentrering og samskabelse", "Kultur",
	"Arbejdsformer og organisering", "Kompetencer og viden", "Datainformeret", "Teknologier", "Æ",
	"Hjemmeplejens rehabiliteringsteam, område Nord"};
static const char *const areas[] = {"Dagtilbud og skole", "Social og sundhed", "Arbejdsmarked og erhverv", "Teknik og miljø",
	"Økonomi og administration"};
static struct tp_text steps[7];

/* What values can be like. */
enum values { MIXED, ALL_ZERO, NEGATIVE, SPARSE, EQUAL, FAR_APART, VALUES };

static double value_as(enum values values)
{
	double value = (double)below(101);
	switch (values) {
	case ALL_ZERO:
		return 0;
	case NEGATIVE:
		return value - 60;
	case EQUAL:
		return 42;
	case FAR_APART:
		return below(5) == 0 ? 1234567890123.0 : value / 1000;
	default:
		return value;
	}
}

/* Any chart, of n rows with all its columns. */
static void start_any(struct fixture *f, enum tp_chart_type type, size_t n, enum values values)
{
	static const char *const names[] = {"Informer", "Mulighed for feedback", "Modspil", "Involver", "Aktiv deltagelse", "Medspil",
		"Accept"};
	static char titles[200][64];
	for (size_t i = 0; i < 7; i++)
		steps[i] = t(names[i]);
	start(f, type, 7, n);
	tp_block_series(f->chart, 1, 3, 4);
	tp_block_series(f->chart, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	f->chart->chart->group = 5;
	f->chart->chart->trend = 6;
	bool steps_only = type == TP_CHART_RADAR || type == TP_CHART_CURVE || type == TP_CHART_LADDER;
	size_t ticks = type == TP_CHART_RADAR ? 4 : type == TP_CHART_CURVE ? 7 : type == TP_CHART_LADDER ? 6 : 0;
	f->chart->chart->x = (struct tp_axis){.title = t("Parathed"), .ticks = steps, .ticks_n = ticks};
	f->chart->chart->y = (struct tp_axis){.title = t("Værdi"), .ticks = steps, .ticks_n = 2};
	for (size_t i = 0; i < 4; i++)
		f->chart->chart->fields[i] = t("Gør det først, og gør det godt");
	for (size_t row = 0; row < n; row++) {
		snprintf(titles[row], sizeof titles[row], "%s %zu", labels[row % 10], type == TP_CHART_RADAR ? row % 25 : row);
		*cell(f, row, 0) = tp_cell_text(t(titles[row]));
		double value = steps_only ? 1 + (double)below(ticks) : value_as(values);
		for (size_t i = 1; i < 5; i++)
			if (values != SPARSE || below(2) == 0)
				*cell(f, row, i) = tp_cell_number(value, 2);
		if (values != SPARSE)
			*cell(f, row, 2) = tp_cell_number(steps_only ? 1 + (double)below(ticks) : value_as(values), 2);
		*cell(f, row, 5) = tp_cell_text(t(areas[below(5)]));
		if (below(5) == 0)
			*cell(f, row, 6) = tp_cell_text(steps[below(2)]);
	}
}

static void texts_and_blips_keep_apart(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 2, 3, 8, 12, 30, 100};
	for (int type = 0; type < TP_CHART_TYPES; type++)
		for (size_t i = 0; i < VALUES * sizeof sizes / sizeof *sizes; i++) {
			struct fixture f;
			size_t n = sizes[i / VALUES];
			bool is_big = n > 30 && type != TP_CHART_RADAR;
			start_any(&f, (enum tp_chart_type)type, is_big ? 60 : n, (enum values)(i % VALUES));
			if (n > 0) {
				struct tp_buf drawn = {0};
				tp_chart_svg(f.chart, TP_DA, "c", &drawn);
				assert_true(drawn.len > 0 || i % VALUES == SPARSE);
				tp_buf_free(&drawn);
				nothing_lies_on_another(&f, i % 2 ? TP_DA : TP_EN);
				continue;
			}
			struct tp_buf out = {0};
			tp_chart_svg(f.chart, TP_DA, "c", &out);
			assert_int_equal(out.len, 0);
			tp_arena_free(&f.arena);
		}
}

static void nothing_of_the_data_acts(void **state)
{
	(void)state;
	for (int type = 0; type < TP_CHART_TYPES; type++) {
		struct fixture f;
		struct tp_buf out = {0};
		start_any(&f, (enum tp_chart_type)type, 3, MIXED);
		f.chart->table.caption = t("<script>\"'&\x01\u202E");
		for (size_t row = 0; row < 3; row++)
			*cell(&f, row, 0) = tp_cell_text(t("</text><image href=\"x\"/>\xFF\n"));
		tp_document_svg(&f.doc, &out);
		tp_buf_add_char(&out, '\0');
		assert_null(strstr(out.ptr, "<script"));
		assert_null(strstr(out.ptr, "<image"));
		assert_null(strstr(out.ptr, "href=\""));
		assert_null(strstr(out.ptr, "\u202E"));
		tp_buf_free(&out);
		tp_arena_free(&f.arena);
	}
}

static void without_a_chart_it_says_why(void **state)
{
	(void)state;
	struct fixture f;
	struct tp_buf out = {0};
	start(&f, TP_CHART_BARS, 2, 0);
	f.doc.title = t("Modenhed");
	f.doc.subtitle = t("Pr. i dag");
	tp_document_paragraph(&f.doc, tp_document_section(&f.doc, "empty", t("")), t("Ingen svar"));
	tp_document_svg(&f.doc, &out);
	tp_buf_add_char(&out, '\0');
	assert_non_null(strstr(out.ptr, "<title id=\"chart.title\">Modenhed</title>\n<desc id=\"chart.about\">Pr. i dag</desc>"));
	assert_non_null(strstr(out.ptr, ">Ingen svar</text>"));
	tp_buf_free(&out);
	tp_arena_free(&f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scales_are_round_and_hold_all),
		cmocka_unit_test(what_lies_below_nought_has_room),
		cmocka_unit_test(a_stack_is_as_long_as_its_parts),
		cmocka_unit_test(a_word_is_its_place_among_the_ticks),
		cmocka_unit_test(bars_stand_beside_the_table),
		cmocka_unit_test(without_room_there_are_no_bars),
		cmocka_unit_test(other_charts_have_their_own_signs),
		cmocka_unit_test(json_names_the_columns),
		cmocka_unit_test(a_bar_is_drawn),
		cmocka_unit_test(texts_and_blips_keep_apart),
		cmocka_unit_test(nothing_of_the_data_acts),
		cmocka_unit_test(without_a_chart_it_says_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
