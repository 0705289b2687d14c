#include "tp/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "random.h"
#include "tp/day.h"
#include "tp/json.h"

/* A document with one section that has no title, for what stands in it alone. */
struct fixture {
	struct tp_arena arena;
	struct tp_document doc;
	struct tp_section *section;
};

static struct tp_text t(const char *string)
{
	return tp_text_of(string);
}

static int32_t day_of(int year, int month, int dom)
{
	int32_t day = 0;
	assert_true(tp_day_of(year, month, dom, &day));
	return day;
}

static void start(struct fixture *f, enum tp_lang lang)
{
	*f = (struct fixture){0};
	tp_document_init(&f->doc, &f->arena, lang, "weekly");
	f->section = tp_document_section(&f->doc, "only", t(""));
}

static void shows(struct fixture *f, size_t width, const char *expected)
{
	struct tp_buf out = {0};
	assert_false(f->doc.failed);
	tp_document_text(&f->doc, width, false, &out);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	assert_string_equal(out.ptr, expected);
	tp_buf_free(&out);
	tp_arena_free(&f->arena);
}

/* --- text --- */

static struct tp_block *add_lights(struct fixture *f)
{
	struct tp_section *section = tp_document_section(&f->doc, "lights", t("Lys i tal"));
	struct tp_block *table = tp_document_table(&f->doc, section, 3, 2);
	tp_block_column(table, 0, "light", t("Lys"));
	tp_block_column(table, 1, "n", t("Antal"));
	tp_block_column(table, 2, "share", t("Andel"));
	*tp_document_cell(&f->doc, table, 0, 0) = tp_cell_state(TP_STATE_RED, t("Rød"));
	*tp_document_cell(&f->doc, table, 0, 1) = tp_cell_number(2, 0);
	*tp_document_cell(&f->doc, table, 0, 2) = tp_cell_percent(40);
	*tp_document_cell(&f->doc, table, 1, 0) = tp_cell_state(TP_STATE_GREEN, t("Grøn"));
	*tp_document_cell(&f->doc, table, 1, 1) = tp_cell_number(3, 0);
	return table;
}

static void add_initiatives(struct fixture *f)
{
	struct tp_section *section = tp_document_section(&f->doc, "initiatives", t("Initiativer"));
	struct tp_block *entry = tp_document_entry(&f->doc, section, t("Robotstøvsuger i Vest"), 5, 2);
	tp_block_state(entry, TP_STATE_RED, t("Rød"));
	tp_block_fact(entry, 0, "phase", t("Fase"), tp_cell_text(t("Drift")));
	tp_block_fact(entry, 1, "progress", t("Fremdrift"), tp_cell_percent(60));
	tp_block_fact(entry, 2, "municipality", t("Kommune"), (struct tp_cell){0});
	tp_block_fact(entry, 3, "owner", t("Ejer"), tp_cell_text(t("Åse Ærø")));
	tp_block_fact(entry, 4, "next_milestone", t("Næste milepæl"), tp_cell_day(day_of(2026, 11, 22)));
	tp_block_item(entry, 0, t("Milepælen er 12 dage over tiden, og ingen har svaret"),
		t("Aftal en ny dag med dem, der skal bruge den"));
	tp_block_item(entry, 1, t("Kort"), t(""));
	tp_document_entry(&f->doc, section, t("Uden lys"), 0, 0);
}

static void a_page_reads_well(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.title = t("Ugestatus");
	f.doc.subtitle = t("Uge 47 2026 for alle kommuner i partnerskabet");
	add_lights(&f);
	add_initiatives(&f);
	shows(&f, 40,
		"Ugestatus\n"
		"=========\n"
		"\n"
		"Uge 47 2026 for alle kommuner i\n"
		"partnerskabet\n"
		"\n"
		"Lys i tal\n"
		"---------\n"
		"\n"
		"Lys     Antal  Andel\n"
		"------  -----  -----\n"
		"■ Rød       2   40 %\n"
		"● Grøn      3\n"
		"\n"
		"Initiativer\n"
		"-----------\n"
		"\n"
		"■ Rød · Robotstøvsuger i Vest\n"
		"  Fase: Drift · Fremdrift: 60 %\n"
		"  Ejer: Åse Ærø\n"
		"  Næste milepæl: 22.11.2026\n"
		"  - Milepælen er 12 dage over tiden, og\n"
		"    ingen har svaret\n"
		"    → Aftal en ny dag med dem, der skal\n"
		"      bruge den\n"
		"  - Kort\n"
		"\n"
		"Uden lys\n");
}

static void long_words_and_headings_are_broken(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.title = t("Velfærdsteknologi i ni kommuner");
	struct tp_block *list = tp_document_list(&f.doc, f.section, 3);
	tp_block_item(list, 0, t("Se arbejdsmarkedsuddannelse nu"), t("Spørg"));
	tp_block_item(list, 1, t(""), t(""));
	tp_block_item(list, 2, t("漢字漢字漢字漢字漢字漢"), t(""));
	shows(&f, 20,
		"Velfærdsteknologi i\n"
		"ni kommuner\n"
		"===================\n"
		"\n"
		"- Se\n"
		"  arbejdsmarkedsudda\n"
		"  nnelse nu\n"
		"  → Spørg\n"
		"- 漢字漢字漢字漢字漢\n"
		"  字漢\n");
}

static void wide_tables_shrink_where_the_text_is(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 3, 4);
	table->table.caption = t("Beslutninger");
	tp_block_column(table, 0, "decision", t("Beslutning"));
	tp_block_column(table, 1, "owner", t("Ejer"));
	tp_block_column(table, 2, "due", t("Frist"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_text(t("Sæt roboten på pause i Vest til gulvet er lagt om"));
	*tp_document_cell(&f.doc, table, 0, 1) = tp_cell_text(t("Åse Ærø"));
	*tp_document_cell(&f.doc, table, 0, 2) = tp_cell_day(day_of(2026, 11, 22));
	*tp_document_cell(&f.doc, table, 1, 0) = tp_cell_text(t("Nej"));
	*tp_document_cell(&f.doc, table, 1, 1) = tp_cell_text(t("漢字"));
	*tp_document_cell(&f.doc, table, 1, 2) = tp_cell_day(day_of(2027, 3, 1));
	*tp_document_cell(&f.doc, table, 3, 0) = tp_cell_text(t("Ja"));
	*tp_document_cell(&f.doc, table, 3, 2) = tp_cell_day(day_of(2027, 3, 2));
	shows(&f, 40,
		"Beslutninger\n"
		"\n"
		"Beslutning           Ejer     Frist\n"
		"-------------------  -------  ----------\n"
		"Sæt roboten på       Åse Ærø  22.11.2026\n"
		"pause i Vest til\n"
		"gulvet er lagt om\n"
		"\n"
		"Nej                  漢字     01.03.2027\n"
		"Ja                            02.03.2027\n");
}

static void headers_wrap_and_numbers_never_do(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 2, 2);
	tp_block_column(table, 0, "planned", t("Planlagt gevinst"));
	tp_block_column(table, 1, "realised", t("Realiseret"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_number(12500, 0);
	*tp_document_cell(&f.doc, table, 0, 1) = tp_cell_number(7.25, 1);
	*tp_document_cell(&f.doc, table, 1, 1) = tp_cell_percent(35);
	shows(&f, 20,
		"Planlagt  Realiseret\n"
		" gevinst\n"
		"--------  ----------\n"
		"  12.500         7,2\n"
		"                35 %\n");
}

static void only_the_longest_words_are_broken(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 3, 1);
	tp_block_column(table, 0, "initiative", t("Indsats"));
	tp_block_column(table, 1, "benefit", t("Gevinst"));
	tp_block_column(table, 2, "actual", t("Nu"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_text(t("Robotter i administrationen"));
	*tp_document_cell(&f.doc, table, 0, 1) = tp_cell_text(t("Sagsbehandlingstid"));
	*tp_document_cell(&f.doc, table, 0, 2) = tp_cell_number(12, 0);
	shows(&f, 38,
		"Indsats           Gevinst           Nu\n"
		"----------------  ----------------  --\n"
		"Robotter i        Sagsbehandlings-  12\n"
		"administrationen  tid\n");
}

static void a_table_beyond_the_page_becomes_facts(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_EN);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 5, 2);
	tp_block_column(table, 0, "name", t("Name"));
	tp_block_column(table, 1, "place", t("Place"));
	tp_block_column(table, 2, "light", t("Light"));
	tp_block_column(table, 3, "progress", t("Progress"));
	tp_block_column(table, 4, "owner", t("Owner"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_text(t("Bot"));
	*tp_document_cell(&f.doc, table, 0, 1) = tp_cell_text(t("W"));
	*tp_document_cell(&f.doc, table, 0, 2) = tp_cell_state(TP_STATE_YELLOW, t("Yellow"));
	*tp_document_cell(&f.doc, table, 0, 3) = tp_cell_percent(35);
	*tp_document_cell(&f.doc, table, 1, 0) = tp_cell_text(t("Lift"));
	*tp_document_cell(&f.doc, table, 1, 4) = tp_cell_text(t("Ann Brown Copper"));
	shows(&f, 20,
		"- Name: Bot\n"
		"  Place: W\n"
		"  Light: ▲ Yellow\n"
		"  Progress: 35%\n"
		"- Name: Lift\n"
		"  Owner: Ann Brown\n"
		"    Copper\n");
}

static void what_is_empty_does_not_show(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	tp_document_paragraph(&f.doc, f.section, t(" \n "));
	tp_document_list(&f.doc, f.section, 0);
	struct tp_block *table = tp_document_table(&f.doc, f.section, 1, 0);
	tp_block_column(table, 0, "n", t("Antal"));
	table->table.caption = t("Ingen");
	tp_document_table(&f.doc, f.section, 0, 0);
	tp_document_entry(&f.doc, f.section, t(""), 1, 1);
	tp_document_paragraph(&f.doc, f.section, t("Første"));
	table = tp_document_table(&f.doc, f.section, 1, 3);
	table->table.caption = t("Ingen");
	tp_document_section(&f.doc, "last", t("Sidst"));
	shows(&f, 80, "Første\n\nSidst\n-----\n");

	start(&f, TP_DA);
	shows(&f, 80, "");
}

static void nothing_acts_on_a_terminal(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.title = t("Hej\x1b]0;x\a du");
	tp_document_paragraph(&f.doc, f.section,
		t("a\x1b[31mb\r\n  c\td\u202Ee\u00A0f\u2028g\xC2\x85h \xE2\x80 i \xE2@J"));
	struct tp_block *table = tp_document_table(&f.doc, f.section, 1, 1);
	tp_block_column(table, 0, "x", t("X\bY"));
	*tp_document_cell(&f.doc, table, 0, 0) = tp_cell_state(TP_STATE_GREY, t("Gr\x7Få\n"));
	shows(&f, 80,
		"Hej?]0;x? du\n"
		"============\n"
		"\n"
		"a?[31mb c d?e f g h ? i ?@J\n"
		"\n"
		"X?Y\n"
		"------\n"
		"○ Gr?å\n");
}

/* --- text, for any data: nothing is lost, nothing is too wide --- */

struct letter {
	const char *bytes;
	size_t columns;
};

/* No letter is in both, so that what stands in two columns can be told apart. */
static const struct letter alphabets[2][8] = {
	{{"a", 1}, {"æ", 1}, {"Ø", 1}, {"å", 1}, {"漢", 2}, {"字", 2}, {"e\u0301", 1}, {"1", 1}},
	{{"b", 1}, {"ß", 1}, {"Ö", 1}, {"z", 1}, {"한", 2}, {"が", 2}, {"o\u0308", 1}, {"2", 1}},
};
static const char *const blanks[] = {" ", "  ", "\n", "\t ", "\u00A0", "\u3000"};

/* The same letters in `bare`, without the blanks. */
static struct tp_text random_text(struct tp_arena *arena, size_t alphabet, size_t words, struct tp_buf *bare)
{
	struct tp_buf text = {0};
	for (size_t n = random_below(words + 1); n > 0; n--) {
		size_t length = random_below(8) == 0 ? random_below(120) : random_below(12);
		for (; length > 0; length--) {
			const char *letter = alphabets[alphabet][random_below(8)].bytes;
			tp_buf_add_string(&text, letter);
			tp_buf_add_string(bare, letter);
		}
		tp_buf_add_string(&text, blanks[random_below(6)]);
	}
	struct tp_text copy = tp_text_copy(arena, (struct tp_text){text.ptr, text.len});
	assert_non_null(copy.ptr);
	tp_buf_free(&text);
	return copy;
}

/* Takes a known letter off the front; 2 when it is none, but a part of the page's own drawing. */
static size_t take_letter(const char **at, const struct letter **letter)
{
	for (size_t alphabet = 0; alphabet < 2; alphabet++) {
		for (size_t i = 0; i < 8; i++) {
			*letter = &alphabets[alphabet][i];
			size_t len = strlen((*letter)->bytes);
			if (strncmp(*at, (*letter)->bytes, len) == 0) {
				*at += len;
				return alphabet;
			}
		}
	}
	*letter = NULL;
	do
		(*at)++;
	while ((**at & 0xC0) == 0x80);
	return 2;
}

static void holds_all(const char *page, size_t width, struct tp_buf bare[2])
{
	struct tp_buf found[2] = {{0}, {0}};
	size_t columns = 0, empty_lines = 0;
	for (const char *at = page; *at;) {
		char before = at > page ? at[-1] : '\n', c = *at;
		const struct letter *letter;
		size_t alphabet = take_letter(&at, &letter);
		if (c == '\n') {
			assert_int_not_equal(before, ' ');
			empty_lines = columns == 0 ? empty_lines + 1 : 0;
			assert_true(empty_lines < 2 && at - page > 1);
			columns = 0;
			continue;
		}
		if (alphabet < 2)
			tp_buf_add_string(&found[alphabet], letter->bytes);
		columns += letter ? letter->columns : 1;
		if (columns > width)
			fail_msg("wider than %zu:\n%s", width, page);
	}
	assert_int_equal(columns, 0);
	assert_int_equal(empty_lines, 0);
	for (size_t i = 0; i < 2; i++) {
		struct tp_text shown = {found[i].ptr, found[i].len}, given = {bare[i].ptr, bare[i].len};
		if (tp_text_compare(shown, given) != 0)
			fail_msg("not as it came at %zu:\n%.*s\n%s", width, (int)bare[i].len, bare[i].ptr, page);
		tp_buf_free(&found[i]);
	}
}

static void add_random_blocks(struct fixture *f, struct tp_buf bare[2])
{
	for (size_t n = random_below(4); n > 0; n--) {
		tp_document_paragraph(&f->doc, f->section, random_text(&f->arena, 0, 30, &bare[0]));
		struct tp_block *list = tp_document_list(&f->doc, f->section, random_below(3));
		for (size_t i = 0; list && i < list->items_n; i++) {
			struct tp_text item = random_text(&f->arena, 0, 15, &bare[0]);
			tp_block_item(list, i, item, random_text(&f->arena, 0, 15, &bare[0]));
		}
		struct tp_text title = random_text(&f->arena, 0, 8, &bare[0]);
		struct tp_block *entry = tp_document_entry(&f->doc, f->section, title, 4, 1);
		for (size_t i = 0; i < 4; i++) {
			struct tp_text key = t(i % 2 ? "Key" : ""), value = random_text(&f->arena, 0, 4, &bare[0]);
			tp_block_fact(entry, i, "key", key, tp_cell_text(value));
		}
		tp_block_item(entry, 0, t(""), random_text(&f->arena, 0, 15, &bare[0]));
	}
	/* Columns are drawn side by side, so each has its own alphabet. */
	size_t rows = 1 + random_below(4);
	struct tp_block *table = tp_document_table(&f->doc, f->section, 3, rows);
	for (size_t row = 0; row < rows; row++) {
		*tp_document_cell(&f->doc, table, row, 0) = tp_cell_text(random_text(&f->arena, 0, 12, &bare[0]));
		*tp_document_cell(&f->doc, table, row, 1) = tp_cell_text(random_text(&f->arena, 1, 12, &bare[1]));
		*tp_document_cell(&f->doc, table, row, 2) = tp_cell_percent(33);
		tp_document_cell(&f->doc, table, row, 0)->state = (enum tp_state)random_below(5);
	}
}

/* Without its escapes a page in colours is the page: they take no columns and stand in no word. */
static void is_the_same_in_colours(const struct fixture *f, size_t width, struct tp_text page)
{
	struct tp_buf coloured = {0}, bare = {0};
	tp_document_text(&f->doc, width, true, &coloured);
	assert_false(coloured.failed);
	for (size_t i = 0; i < coloured.len; i++) {
		if (coloured.ptr[i] != '\033') {
			tp_buf_add_char(&bare, coloured.ptr[i]);
			continue;
		}
		assert_int_equal(coloured.ptr[++i], '[');
		for (i++; coloured.ptr[i] != 'm'; i++)
			assert_true((coloured.ptr[i] >= '0' && coloured.ptr[i] <= '9') || coloured.ptr[i] == ';');
	}
	assert_int_equal(bare.len, page.len);
	assert_memory_equal(bare.ptr, page.ptr, page.len);
	tp_buf_free(&coloured);
	tp_buf_free(&bare);
}

static void nothing_is_lost_and_nothing_too_wide(void **state)
{
	(void)state;
	for (size_t round = 0; round < 2000; round++) {
		struct fixture f;
		struct tp_buf bare[2] = {{0}, {0}}, page = {0};
		size_t width = 20 + random_below(80);
		start(&f, TP_DA);
		f.doc.title = random_text(&f.arena, 0, 6, &bare[0]);
		f.section->title = random_text(&f.arena, 0, 6, &bare[0]);
		add_random_blocks(&f, bare);
		assert_false(f.doc.failed);
		tp_document_text(&f.doc, width, false, &page);
		is_the_same_in_colours(&f, width, (struct tp_text){page.ptr, page.len});
		tp_buf_add_char(&page, '\0');
		assert_false(page.failed);
		holds_all(page.ptr, width, bare);
		tp_buf_free(&page);
		tp_buf_free(&bare[0]);
		tp_buf_free(&bare[1]);
		tp_arena_free(&f.arena);
	}
}

static void states_and_titles_have_colours(void **state)
{
	(void)state;
	struct fixture f;
	struct tp_buf out = {0};
	start(&f, TP_DA);
	struct tp_block *table = add_lights(&f);
	*tp_document_cell(&f.doc, table, 1, 2) = tp_cell_text(t("hold øje med"));
	tp_document_cell(&f.doc, table, 1, 2)->state = TP_STATE_YELLOW;
	tp_document_text(&f.doc, 24, true, &out);
	tp_buf_add_char(&out, '\0');
	assert_false(out.failed);
	/* "hold øje med" is 12 columns wide and 13 bytes long, and does not fit beside the others. */
	assert_string_equal(out.ptr,
		"Lys i tal\n---------\n\n"
		"\033[1mLys\033[0m     \033[1mAntal\033[0m  \033[1mAndel\033[0m\n"
		"------  -----  ---------\n"
		"\033[1;31m■ Rød\033[0m       2       40 %\n\n"
		"\033[32m● Grøn\033[0m      3  \033[33mhold øje\033[0m\n"
		"               \033[33mmed\033[0m\n");
	tp_buf_free(&out);
	tp_arena_free(&f.arena);
}

/* --- json --- */

static void gives_json(struct fixture *f, const char *expected)
{
	struct tp_buf out = {0};
	struct tp_json json;
	struct tp_err err = {0};
	tp_document_json(&f->doc, &out);
	assert_false(out.failed);
	assert_int_equal(tp_json_parse(&f->arena, (struct tp_text){out.ptr, out.len}, &json, &err), 0);
	tp_buf_add_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	tp_buf_free(&out);
	tp_arena_free(&f->arena);
}

static void json_says_the_same(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, TP_DA);
	f.doc.title = t("Uge \"47\"");
	f.doc.as_of = day_of(2026, 11, 22);
	f.doc.scope = t("vest");
	struct tp_block *list = tp_document_list(&f.doc, f.section, 2);
	tp_block_item(list, 0, t("et"), t("gør"));
	tp_block_item(list, 1, t("to"), t(""));
	tp_block_place(list, 0, t("a.csv:2\nb \"c\".csv:17"));
	tp_document_paragraph(&f.doc, f.section, t("a\n b"));
	struct tp_block *table = add_lights(&f);
	table->table.caption = t("Lys");
	tp_block_place(table, 1, t("d.csv:3"));
	add_initiatives(&f);
	gives_json(&f,
		"{\n"
		"\"report\":\"weekly\",\n"
		"\"title\":\"Uge \\\"47\\\"\",\n"
		"\"subtitle\":null,\n"
		"\"lang\":\"da\",\n"
		"\"as_of\":\"2026-11-22\",\n"
		"\"scope\":\"vest\",\n"
		"\"sections\":[\n"
		"{\"name\":\"only\",\"title\":\"\",\"blocks\":[\n"
		"{\"type\":\"list\",\"items\":[{\"text\":\"et\",\"advice\":\"gør\",\"at\":[\"a.csv:2\",\"b \\\"c\\\".csv:17\"]},"
		"{\"text\":\"to\",\"advice\":null,\"at\":[]}]},\n"
		"{\"type\":\"paragraph\",\"text\":\"a\\n b\"}\n"
		"]},\n"
		"{\"name\":\"lights\",\"title\":\"Lys i tal\",\"blocks\":[\n"
		"{\"type\":\"table\",\"caption\":\"Lys\",\"columns\":[{\"name\":\"light\",\"title\":\"Lys\"},"
		"{\"name\":\"n\",\"title\":\"Antal\"},{\"name\":\"share\",\"title\":\"Andel\"}],\"rows\":["
		"{\"light\":\"red\",\"n\":2,\"share\":40},{\"light\":\"green\",\"n\":3,\"share\":null}],\"at\":[[],[\"d.csv:3\"]]}\n"
		"]},\n"
		"{\"name\":\"initiatives\",\"title\":\"Initiativer\",\"blocks\":[\n"
		"{\"type\":\"entry\",\"title\":\"Robotstøvsuger i Vest\",\"state\":\"red\",\"word\":\"Rød\",\"at\":[],\"facts\":["
		"{\"name\":\"phase\",\"title\":\"Fase\",\"value\":\"Drift\"},{\"name\":\"progress\",\"title\":\"Fremdrift\",\"value\":60},"
		"{\"name\":\"municipality\",\"title\":\"Kommune\",\"value\":null},{\"name\":\"owner\",\"title\":\"Ejer\",\"value\":\"Åse Ærø\"},"
		"{\"name\":\"next_milestone\",\"title\":\"Næste milepæl\",\"value\":\"2026-11-22\"}],\"reasons\":["
		"{\"text\":\"Milepælen er 12 dage over tiden, og ingen har svaret\","
		"\"advice\":\"Aftal en ny dag med dem, der skal bruge den\",\"at\":[]},{\"text\":\"Kort\",\"advice\":null,\"at\":[]}]},\n"
		"{\"type\":\"entry\",\"title\":\"Uden lys\",\"state\":null,\"word\":null,\"at\":[],\"facts\":[],\"reasons\":[]}\n"
		"]}\n"
		"]\n"
		"}\n");
}

static void json_of_nothing_is_json(void **state)
{
	(void)state;
	struct fixture f = {0};
	tp_document_init(&f.doc, &f.arena, TP_EN, "weekly");
	gives_json(&f,
		"{\n\"report\":\"weekly\",\n\"title\":\"\",\n\"subtitle\":null,\n\"lang\":\"en\",\n"
		"\"as_of\":\"1970-01-01\",\n\"scope\":null,\n\"sections\":[]\n}\n");
	start(&f, TP_EN);
	tp_document_table(&f.doc, f.section, 0, 0);
	gives_json(&f,
		"{\n\"report\":\"weekly\",\n\"title\":\"\",\n\"subtitle\":null,\n\"lang\":\"en\",\n"
		"\"as_of\":\"1970-01-01\",\n\"scope\":null,\n\"sections\":[\n"
		"{\"name\":\"only\",\"title\":\"\",\"blocks\":[\n"
		"{\"type\":\"table\",\"caption\":null,\"columns\":[],\"rows\":[],\"at\":[]}\n]}\n]\n}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_reads_well),
		cmocka_unit_test(long_words_and_headings_are_broken),
		cmocka_unit_test(wide_tables_shrink_where_the_text_is),
		cmocka_unit_test(headers_wrap_and_numbers_never_do),
		cmocka_unit_test(only_the_longest_words_are_broken),
		cmocka_unit_test(a_table_beyond_the_page_becomes_facts),
		cmocka_unit_test(what_is_empty_does_not_show),
		cmocka_unit_test(nothing_acts_on_a_terminal),
		cmocka_unit_test(nothing_is_lost_and_nothing_too_wide),
		cmocka_unit_test(states_and_titles_have_colours),
		cmocka_unit_test(json_says_the_same),
		cmocka_unit_test(json_of_nothing_is_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
