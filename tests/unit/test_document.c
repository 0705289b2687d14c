#include "tp/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tp/day.h"

static struct tp_text t(const char *string)
{
	return tp_text_of(string);
}

static void parts_stand_in_the_order_they_came(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_document doc;
	tp_document_init(&doc, &arena, TP_EN, "weekly");
	assert_string_equal(doc.report, "weekly");
	assert_null(doc.first);

	struct tp_section *one = tp_document_section(&doc, "one", t("One"));
	struct tp_section *two = tp_document_section(&doc, "two", t("Two"));
	struct tp_block *late = tp_document_paragraph(&doc, two, t("late"));
	struct tp_block *list = tp_document_list(&doc, one, 2);
	struct tp_block *entry = tp_document_entry(&doc, one, t("Robot"), 1, 3);
	assert_ptr_equal(doc.first, one);
	assert_ptr_equal(one->next, two);
	assert_ptr_equal(doc.last, two);
	assert_ptr_equal(two->first, late);
	assert_ptr_equal(one->first, list);
	assert_ptr_equal(list->next, entry);
	assert_ptr_equal(one->last, entry);

	assert_int_equal(list->type, TP_BLOCK_LIST);
	assert_int_equal(list->items_n, 2);
	assert_int_equal(list->advice[1].len, 0);
	tp_block_item(list, 1, t("what"), t("do"));
	assert_true(tp_text_is(list->items[1], "what"));
	assert_true(tp_text_is(list->advice[1], "do"));

	assert_int_equal(entry->facts_n, 1);
	assert_int_equal(entry->items_n, 3);
	assert_int_equal(entry->facts[0].value.type, TP_CELL_EMPTY);
	tp_block_fact(entry, 0, "phase", t("Phase"), tp_cell_text(t("pilot")));
	tp_block_state(entry, TP_STATE_GREY, t("Grey"));
	assert_true(tp_text_is(entry->facts[0].about.title, "Phase"));
	assert_true(tp_text_is(entry->facts[0].value.text, "pilot"));
	assert_true(tp_text_is(entry->word, "Grey"));
	assert_false(doc.failed);
	tp_arena_free(&arena);
}

static void a_table_holds_its_cells_row_by_row(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_document doc;
	tp_document_init(&doc, &arena, TP_DA, "weekly");
	struct tp_section *section = tp_document_section(&doc, "s", t("S"));
	struct tp_block *table = tp_document_table(&doc, section, 3, 2);
	tp_block_column(table, 2, "n", t("Antal"));
	assert_string_equal(table->table.columns[2].name, "n");
	*tp_document_cell(&doc, table, 1, 2) = tp_cell_number(7, 0);
	assert_ptr_equal(tp_document_cell(&doc, table, 1, 2), &table->table.cells[5]);
	assert_int_equal(table->table.cells[5].type, TP_CELL_NUMBER);
	assert_int_equal(table->table.cells[4].type, TP_CELL_EMPTY);
	tp_arena_free(&arena);
}

static void items_stand_in_groups_and_share_advice(void **state)
{
	(void)state;
	static const struct {
		const char *group, *advice;
		bool begins, advises;
	} items[] = {
		{"A", "x", true, false}, {"A", "x", false, true}, {"A", "y", false, true}, {"B", "y", true, true},
		{"B", "", false, false}, {"", "z", false, true},
	};
	enum { N = sizeof items / sizeof *items };
	struct tp_arena arena = {0};
	struct tp_document doc;
	tp_document_init(&doc, &arena, TP_EN, "weekly");
	struct tp_block *list = tp_document_list(&doc, tp_document_section(&doc, "one", t("One")), N);
	for (size_t i = 0; i < N; i++) {
		tp_block_item(list, i, t("what"), t(items[i].advice));
		tp_block_group(list, i, t(items[i].group));
	}
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(tp_block_begins_group(list, i), items[i].begins);
		assert_int_equal(tp_block_advises(list, i), items[i].advises);
	}
	tp_arena_free(&arena);
}

static void links_are_names_of_pages(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "../a.html", ".a", "a b", "A.html", "a\"b", "a\nb", "javascript:x", "//x", "\xC3\xA6"};
	assert_true(tp_document_link(t("initiative-naestved-health.html")));
	assert_true(tp_document_link(t("municipality-_c3_a6.md")));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(tp_document_link(t(bad[i])));
}

static void a_part_that_is_missing_is_passed_on(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_document doc;
	tp_document_init(&doc, &arena, TP_DA, "weekly");
	struct tp_section *section = tp_document_section(&doc, "s", t("S"));
	assert_null(tp_document_table(&doc, section, SIZE_MAX / 2, 4));
	assert_true(doc.failed);
	assert_null(section->first);
	assert_null(tp_document_list(&doc, section, SIZE_MAX / 8));
	assert_null(tp_document_entry(&doc, section, t("E"), SIZE_MAX / 8, 1));
	assert_null(section->first);

	assert_null(tp_document_paragraph(&doc, NULL, t("p")));
	assert_null(tp_document_list(&doc, NULL, 1));
	assert_null(tp_document_table(&doc, NULL, 1, 1));
	assert_null(tp_document_entry(&doc, NULL, t("E"), 1, 1));
	tp_block_column(NULL, 7, "n", t("N"));
	tp_block_item(NULL, 7, t("a"), t("b"));
	tp_block_fact(NULL, 7, "a", t("a"), tp_cell_day(0));
	tp_block_state(NULL, TP_STATE_RED, t("Red"));
	*tp_document_cell(&doc, NULL, 7, 7) = tp_cell_percent(50);
	tp_arena_free(&arena);
}

static void reads(struct tp_cell cell, const char *danish, const char *english)
{
	const char *expected[] = {[TP_DA] = danish, [TP_EN] = english};
	for (enum tp_lang lang = TP_DA; lang < TP_LANGS; lang++) {
		struct tp_buf out = {0};
		tp_buf_add_char(&out, '<');
		tp_cell_people(&out, &cell, lang);
		tp_buf_add(&out, ">", 2);
		assert_false(out.failed);
		assert_string_equal(out.ptr, expected[lang]);
		tp_buf_free(&out);
	}
}

static void cells_read_as_people_write(void **state)
{
	(void)state;
	struct tp_cell share = tp_cell_percent(12.25);
	int32_t day;
	reads((struct tp_cell){0}, "<>", "<>");
	reads(tp_cell_text(t("æ\n b")), "<æ\n b>", "<æ\n b>");
	reads(tp_cell_number(12500.25, 1), "<12.500,2>", "<12,500.2>");
	reads(tp_cell_number(-3, 2), "<-3>", "<-3>");
	reads(tp_cell_percent(60), "<60 %>", "<60%>");
	share.decimals = 2;
	reads(share, "<12,25 %>", "<12.25%>");
	assert_true(tp_day_of(2026, 11, 22, &day));
	reads(tp_cell_day(day), "<22.11.2026>", "<22 Nov 2026>");
	assert_true(tp_day_of(2027, 3, 1, &day));
	reads(tp_cell_day(day), "<01.03.2027>", "<1 Mar 2027>");
	reads(tp_cell_state(TP_STATE_RED, t("Rød")), "<Rød>", "<Rød>");
}

static void states_have_a_slug_and_a_shape(void **state)
{
	(void)state;
	assert_null(tp_state_slug(TP_STATE_NONE));
	assert_string_equal(tp_state_slug(TP_STATE_RED), "red");
	assert_string_equal(tp_state_slug(TP_STATE_YELLOW), "yellow");
	assert_string_equal(tp_state_slug(TP_STATE_GREEN), "green");
	assert_string_equal(tp_state_slug(TP_STATE_GREY), "grey");
	assert_string_equal(tp_state_shape(TP_STATE_NONE), "");
	assert_string_equal(tp_state_shape(TP_STATE_RED), "■");
	assert_string_equal(tp_state_shape(TP_STATE_YELLOW), "▲");
	assert_string_equal(tp_state_shape(TP_STATE_GREEN), "●");
	assert_string_equal(tp_state_shape(TP_STATE_GREY), "○");
}

static void only_the_sections_of_a_name_are_kept(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_document doc;
	tp_document_init(&doc, &arena, TP_DA, "x");
	struct tp_section *sections[5];
	static const char *const names[] = {"a", "b", "a", "c", "a"};
	for (size_t i = 0; i < 5; i++)
		sections[i] = tp_document_section(&doc, names[i], t(""));
	assert_false(tp_document_keep(&doc, t("d")));
	assert_ptr_equal(doc.first, sections[0]);
	assert_ptr_equal(doc.last, sections[4]);
	assert_true(tp_document_keep(&doc, t("a")));
	assert_ptr_equal(doc.first, sections[0]);
	assert_ptr_equal(sections[0]->next, sections[2]);
	assert_ptr_equal(sections[2]->next, sections[4]);
	assert_null(sections[4]->next);
	assert_ptr_equal(doc.last, sections[4]);
	assert_true(tp_document_keep(&doc, t("a")));
	tp_document_section(&doc, "b", t(""));
	assert_true(tp_document_keep(&doc, t("b")));
	assert_ptr_equal(doc.first, doc.last);
	assert_string_equal(doc.first->name, "b");
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_stand_in_the_order_they_came),
		cmocka_unit_test(a_table_holds_its_cells_row_by_row),
		cmocka_unit_test(items_stand_in_groups_and_share_advice),
		cmocka_unit_test(links_are_names_of_pages),
		cmocka_unit_test(a_part_that_is_missing_is_passed_on),
		cmocka_unit_test(cells_read_as_people_write),
		cmocka_unit_test(states_have_a_slug_and_a_shape),
		cmocka_unit_test(only_the_sections_of_a_name_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
