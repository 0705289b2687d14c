#include "tp/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/day.h"

struct fixture {
	struct tp_arena arena;
	struct tp_document doc;
	struct tp_section *section;
};

static struct tp_text t(const char *string)
{
	return tp_text_of(string);
}

static void start(struct fixture *f, enum tp_lang lang)
{
	*f = (struct fixture){0};
	tp_document_init(&f->doc, &f->arena, lang, "weekly");
	f->section = tp_document_section(&f->doc, "only", t(""));
}

/* What stands between two marks of the page. */
static void shows(struct fixture *f, const char *from, const char *to, const char *expected)
{
	struct tp_buf out = {0};
	assert_false(f->doc.failed);
	tp_document_html(&f->doc, &out);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	char *begun = strstr(out.ptr, from);
	assert_non_null(begun);
	begun += strlen(from);
	char *end = strstr(begun, to);
	assert_non_null(end);
	*end = '\0';
	assert_string_equal(begun, expected);
	tp_buf_free(&out);
	tp_arena_free(&f->arena);
}

static void shows_section(struct fixture *f, const char *expected)
{
	shows(f, "<section id=\"only\">\n", "</section>", expected);
}

static void the_head_says_what_it_is(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.title = t("Uge 47 & <b>");
	f.doc.subtitle = t("Pr. \"i dag\"");
	shows(&f, "<!DOCTYPE html>\n", "<meta", "<html lang=\"da\">\n<head>\n");
	start(&f, TP_EN);
	f.doc.title = t("Uge 47 & <b>");
	shows(&f, "<title>", "<style>", "Uge 47 &amp; &lt;b&gt;</title>\n");
	start(&f, TP_EN);
	f.doc.title = t("Uge 47 & <b>");
	f.doc.subtitle = t("Pr. \"i dag\"");
	shows(&f, "<body>\n", "<main>",
		"<header>\n<h1>Uge 47 &amp; &lt;b&gt;</h1>\n<p>Pr. &quot;i dag&quot;</p>\n</header>\n");
}

static void sections_are_found_by_their_slugs(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.contents = t("Indhold");
	tp_document_section(&f.doc, "card", t("Skærmbesøg"));
	tp_document_section(&f.doc, "card", t("A & B"));
	tp_document_section(&f.doc, "late", t("Over tiden"));
	shows(&f, "</header>\n", "</body>",
		"<nav aria-labelledby=\"contents.\">\n<h2 id=\"contents.\">Indhold</h2>\n<ol>\n"
		"<li><a href=\"#card\">Skærmbesøg</a></li>\n"
		"<li><a href=\"#card.2\">A &amp; B</a></li>\n"
		"<li><a href=\"#late\">Over tiden</a></li>\n"
		"</ol>\n</nav>\n<main>\n"
		"<section id=\"only\">\n</section>\n"
		"<section id=\"card\">\n<h2>Skærmbesøg</h2>\n</section>\n"
		"<section id=\"card.2\">\n<h2>A &amp; B</h2>\n</section>\n"
		"<section id=\"late\">\n<h2>Over tiden</h2>\n</section>\n"
		"</main>\n");
}

static void paragraphs_and_lists_advise(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	tp_document_paragraph(&f.doc, f.section, t("Et < to"));
	tp_document_paragraph(&f.doc, f.section, t(""));
	struct tp_block *list = tp_document_list(&f.doc, f.section, 3);
	tp_block_item(list, 0, t("Første"), t("Gør 'det'"));
	tp_block_place(list, 0, t("a.csv:2\nb&c.csv:17\nd.csv:3\ne.csv:4"));
	tp_block_item(list, 2, t("Sidste"), t(""));
	tp_document_list(&f.doc, f.section, 1);
	shows_section(&f,
		"<p>Et &lt; to</p>\n"
		"<ul>\n"
		"<li>Første<p class=\"advice\"><span aria-hidden=\"true\">→ </span>Gør &#39;det&#39;</p>"
		"<p class=\"at\" title=\"a.csv:2, b&amp;c.csv:17, d.csv:3, e.csv:4\">a.csv:2, b&amp;c.csv:17, d.csv:3, …</p></li>\n"
		"<li>Sidste</li>\n"
		"</ul>\n");
}

static void an_entry_tells_its_state_by_word_and_shape(void **state)
{
	(void)state;
	struct fixture f;
	int32_t day = 0;
	start(&f, TP_DA);
	assert_true(tp_day_of(2026, 11, 22, &day));
	struct tp_block *entry = tp_document_entry(&f.doc, f.section, t("Robot <i>"), 3, 1);
	tp_block_state(entry, TP_STATE_YELLOW, t("Gul"));
	tp_block_fact(entry, 0, "progress", t("Fremdrift"), tp_cell_percent(60));
	tp_block_fact(entry, 1, "owner", t("Ejer"), (struct tp_cell){0});
	tp_block_fact(entry, 2, "due", t("Frist"), tp_cell_day(day));
	tp_block_item(entry, 0, t("Sent"), t(""));
	entry->place = t("i.csv:2");
	tp_document_entry(&f.doc, f.section, t("Uden lys"), 0, 0);
	shows_section(&f,
		"<article class=\"yellow\">\n"
		"<h3><span class=\"light yellow\"><span aria-hidden=\"true\">▲</span> Gul</span> <bdi>Robot &lt;i&gt;</bdi></h3>\n"
		"<dl><div><dt>Fremdrift</dt><dd>60 %</dd></div><div><dt>Frist</dt><dd>22.11.2026</dd></div></dl>\n"
		"<p class=\"at\" title=\"i.csv:2\">i.csv:2</p>"
		"<ul>\n<li>Sent</li>\n</ul>\n"
		"</article>\n"
		"<article class=\"none\">\n<h3><bdi>Uden lys</bdi></h3>\n</article>\n");
}

static void tables_have_heads_both_ways(void **state)
{
	(void)state;
	struct fixture f;
	int32_t day = 0;
	start(&f, TP_EN);
	assert_true(tp_day_of(2026, 11, 22, &day));
	tp_document_table(&f.doc, f.section, 2, 0);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 4, 2);
	table->table.caption = t("Lights & more");
	tp_block_column(table, 0, "name", t("Name"));
	tp_block_column(table, 1, "n", t("n"));
	tp_block_column(table, 2, "light", t("Light"));
	tp_block_column(table, 3, "due", t("Due"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_text(t("Bot"));
	*tp_document_cell(&f.doc, table, 0, 1) = tp_cell_number(12500.5, 1);
	*tp_document_cell(&f.doc, table, 0, 2) = tp_cell_state(TP_STATE_RED, t("Red"));
	*tp_document_cell(&f.doc, table, 0, 3) = tp_cell_day(day);
	tp_block_place(table, 0, t("a.csv:2\nb.csv:3"));
	shows_section(&f,
		"<div class=\"scroll\" tabindex=\"0\"><table>\n"
		"<caption>Lights &amp; more</caption>\n"
		"<thead><tr><th scope=\"col\">Name</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\">Light</th>"
		"<th scope=\"col\">Due</th></tr></thead>\n"
		"<tbody>\n"
		"<tr title=\"a.csv:2, b.csv:3\"><th scope=\"row\">Bot</th><td class=\"n\">12,500.5</td>"
		"<td><span class=\"light red\"><span aria-hidden=\"true\">■</span> Red</span></td>"
		"<td class=\"d\">22 Nov 2026</td></tr>\n"
		"<tr><td></td><td></td><td></td><td></td></tr>\n"
		"</tbody>\n</table></div>\n");
}

static void nothing_of_the_data_acts(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_EN);
	tp_document_paragraph(&f.doc, f.section,
		t("</p><script>alert('x')</script>\" onload=\"y\" &lt; \x01\x1b[31m \u202Eevil\u2066 \uFFFE\uFFFF\uFFFD a\n b"));
	struct tp_block *table = tp_document_table(&f.doc, f.section, 1, 1);
	tp_block_place(table, 0, t("\"><img src=x>.csv:2"));
	shows_section(&f,
		"<p>&lt;/p&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y&quot; &amp;lt; ??[31m ?evil? ??\uFFFD a b</p>\n"
		"<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\"></th></tr></thead>\n<tbody>\n"
		"<tr title=\"&quot;&gt;&lt;img src=x&gt;.csv:2\"><td></td></tr>\n</tbody>\n</table></div>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_head_says_what_it_is),
		cmocka_unit_test(sections_are_found_by_their_slugs),
		cmocka_unit_test(paragraphs_and_lists_advise),
		cmocka_unit_test(an_entry_tells_its_state_by_word_and_shape),
		cmocka_unit_test(tables_have_heads_both_ways),
		cmocka_unit_test(nothing_of_the_data_acts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
