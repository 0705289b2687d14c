#include "tp/header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/limits.h"
#include "tp/shelf.h"

enum { MOST = 40 };

struct fixture {
	struct tp_arena arena;
	struct tp_shelf shelf;
	struct tp_header header;
	const struct tp_instrument *instrument; /* NULL: not settled */
	bool keep_unknown;
};

/* "Id|Titel|Kommune" */
static void read_header(struct fixture *f, enum tp_kind kind, const char *titles)
{
	struct tp_text cells[MOST], rest = tp_text_of(titles);
	struct tp_err err = {0};
	size_t n = 0;
	while (rest.ptr)
		cells[n++] = tp_text_split(&rest, "|");
	assert_int_equal(tp_header_read(&f->header, &f->arena, kind, NULL, cells, n, &err), 0);
	assert_int_equal(f->header.n, n);
}

static void settle(struct fixture *f)
{
	struct tp_err err = {0};
	assert_int_equal(tp_shelf_find(&f->shelf, tp_text_of("maturity"), &f->instrument, &err), 0);
	tp_header_settle(&f->header, f->instrument);
}

static void release(struct fixture *f)
{
	tp_arena_free(&f->arena);
	tp_shelf_free(&f->shelf);
	*f = (struct fixture){0};
}

/* All faults as "field: text" lines. */
static void has_faults(struct fixture *f, const char *expected)
{
	struct tp_buf lines = {0};
	struct tp_err bad = {0};
	size_t next = 0;
	while (tp_header_fault(&f->header, f->instrument, f->keep_unknown, &next, &bad)) {
		assert_int_equal(bad.code, TP_DATA);
		tp_buf_add_format(&lines, "%s: %s\n", bad.field, bad.text);
		tp_err_clear(&bad);
	}
	assert_int_equal(bad.code, TP_OK);
	tp_buf_add_char(&lines, '\0');
	assert_string_equal(lines.ptr, expected);
	tp_buf_free(&lines);
}

static void is_field(const struct tp_header *header, size_t i, enum tp_field field)
{
	assert_int_equal(header->columns[i].use, TP_COLUMN_FIELD);
	assert_int_equal(header->columns[i].field, field);
	assert_ptr_equal(tp_header_field(header, field), &header->columns[i]);
}

static void test_names(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_initiative, "ID|Titel| KOMMUNE |timer sparet pr. aar|Running-cost|PhaseSince|Maal|"
		"Opdateret|At|Slags|");
	is_field(&f.header, 0, TP_initiative_id);
	is_field(&f.header, 1, TP_initiative_title);
	is_field(&f.header, 2, TP_initiative_municipality);
	is_field(&f.header, 3, TP_initiative_hours);
	is_field(&f.header, 4, TP_initiative_running_cost);
	is_field(&f.header, 5, TP_initiative_phase_since);
	is_field(&f.header, 6, TP_initiative_goals);
	assert_int_equal(f.header.columns[7].use, TP_COLUMN_UPDATED);
	assert_int_equal(f.header.columns[8].use, TP_COLUMN_AT);
	assert_int_equal(f.header.columns[9].use, TP_COLUMN_KIND);
	assert_int_equal(f.header.columns[10].use, TP_COLUMN_BLANK);
	assert_string_equal(f.header.columns[2].title.ptr, "KOMMUNE");
	assert_null(tp_header_field(&f.header, TP_initiative_unit));
	has_faults(&f, "");
	release(&f);
}

/* Every field that a cell can hold is found by its name and by each of its headers. */
static void test_all_names(void **state)
{
	(void)state;
	for (enum tp_field field = 0; field < TP_FIELDS; field++) {
		const struct tp_field_info *info = tp_field_info(field);
		const char *all[] = {info->name, info->header[TP_DA], info->header[TP_EN]};
		bool fits = info->form != TP_FORM_MAP && info->form != TP_FORM_PAIR && info->form != TP_FORM_ANY;
		if (tp_kind_info(info->kind)->is != TP_FACT)
			continue;
		for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
			struct tp_text rest = tp_text_of(all[i]);
			while (rest.ptr) {
				struct fixture f = {0};
				struct tp_err err = {0};
				struct tp_text name = tp_text_split(&rest, "|");
				assert_int_equal(tp_header_read(&f.header, &f.arena, info->kind, NULL, &name, 1, &err), 0);
				if (fits && (f.header.columns[0].use != TP_COLUMN_FIELD || f.header.columns[0].field != field))
					fail_msg("%s.%s: \"%.*s\" is another column", tp_kind_info(info->kind)->name, info->name,
						(int)name.len, name.ptr);
				if (!fits)
					assert_int_not_equal(f.header.columns[0].use, TP_COLUMN_FIELD);
				release(&f);
			}
		}
	}
}

static void test_unknown(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_unit, "Id|Navnn|Kommune|Adresse|Opdatert");
	has_faults(&f,
		"Navnn: unit has no such column, the nearest is \"Navn\": rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n"
		"Adresse: unit has no such column, the nearest is \"area\": rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n"
		"Opdatert: unit has no such column, the nearest is \"Opdateret\": rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n"
		"name: the sheet has no such column, and unit cannot be without it: add \"Navn\" or \"name\"\n");
	f.keep_unknown = true;
	has_faults(&f, "name: the sheet has no such column, and unit cannot be without it: add \"Navn\" or \"name\"\n");
	read_header(&f, TP_KIND_unit, "Id|Navn|Kommune|by|Ø");
	has_faults(&f, "by: a record keeps something else under this name: give the column another\n");
	f.keep_unknown = false;
	read_header(&f, TP_KIND_unit, "Id|Navn|Kommune|\xc3\x97\xc3\x97");
	has_faults(&f, "××: unit has no such column: rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n");
	release(&f);
}

static void test_missing(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_role, "Niveau");
	has_faults(&f,
		"initiative: the sheet has no such column, and role cannot be without it: add \"Indsats\" or \"initiative\"\n"
		"role: the sheet has no such column, and role cannot be without it: add \"Rolle\" or \"role\"\n"
		"person: the sheet has no such column, and role cannot be without person or group: add one\n");
	read_header(&f, TP_KIND_role, "Indsats|Rolle|Gruppe");
	has_faults(&f, "");
	read_header(&f, TP_KIND_role, "Indsats|Rolle|Navn");
	has_faults(&f, "");
	release(&f);
}

static void test_twins(void **state)
{
	(void)state;
	struct fixture f = {.keep_unknown = true};
	read_header(&f, TP_KIND_unit, "Id|Navn||Kommune|Name||x|X|x|kind|Slags");
	has_faults(&f,
		"Name: means the same as column 2, \"Navn\": keep one of them\n"
		"x: means the same as column 7, \"x\": keep one of them\n"
		"Slags: means the same as column 10, \"kind\": keep one of them\n");
	release(&f);
}

static void test_wide(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_response, "Respondent|Enhed|strategy|Kultur|CITIZEN FOCUS|"
		"Where I work there is backing for trying new things, even if they do not succeed the first time.|Kommentar");
	assert_int_equal(f.header.columns[2].use, TP_COLUMN_PENDING);
	settle(&f);
	assert_int_equal(f.header.columns[2].use, TP_COLUMN_ITEM);
	assert_true(tp_text_is(f.instrument->items[f.header.columns[2].item].id, "strategy"));
	assert_true(tp_text_is(f.instrument->items[f.header.columns[3].item].id, "culture"));
	assert_true(tp_text_is(f.instrument->items[f.header.columns[4].item].id, "citizen-focus"));
	assert_int_equal(f.header.columns[6].use, TP_COLUMN_COMMENT);
	has_faults(&f,
		"Where I work there is backing for trying new things, even if they do not succeed the first time.: "
		"means the same as column 4, \"Kultur\": keep one of them\n");
	f.keep_unknown = true;
	read_header(&f, TP_KIND_response, "Respondent|Enhed|Kommentar|values");
	settle(&f);
	has_faults(&f,
		"values: a record keeps something else under this name: give the column another\n"
		": no column holds an item of maturity: use item ids or titles as headers, or the columns item and value\n");
	release(&f);
}

static void test_long(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_response, "Respondent|Enhed|Spørgsmål|Svar");
	assert_ptr_equal(f.header.item_id, &f.header.columns[2]);
	assert_ptr_equal(f.header.value, &f.header.columns[3]);
	settle(&f);
	has_faults(&f, "");
	read_header(&f, TP_KIND_response, "Respondent|Enhed|Svar");
	settle(&f);
	has_faults(&f, "Svar: the long form needs both a column item and a column value: add the other one\n");
	read_header(&f, TP_KIND_response, "Item|Answer|strategy");
	settle(&f);
	has_faults(&f,
		"strategy: the survey has no such column, the nearest is \"Survey\": rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n"
		"subject: the sheet has no such column, and response cannot be without it: add \"Emne\" or \"subject\"\n");
	release(&f);
}

/* The first column of a file of rejected rows. */
static void test_reason(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_unit, " reason |id|navn|kommune");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_REASON);
	assert_int_equal(tp_header_reason(&f.header), TP_NO_FIELD);
	has_faults(&f, "");
	release(&f);
	read_header(&f, TP_KIND_unit, "Reason|id|navn|kommune|reason");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_EXTRA);
	assert_int_equal(f.header.columns[4].use, TP_COLUMN_EXTRA);
	release(&f);

	/* A kind with such a field: it is the field, but where another column is. */
	read_header(&f, TP_KIND_decision, "reason|subject|date|what");
	is_field(&f.header, 0, TP_decision_reason);
	assert_int_equal(tp_header_reason(&f.header), TP_NO_FIELD);
	release(&f);
	read_header(&f, TP_KIND_decision, "reason|subject|date|what|Begrundelse");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_REASON);
	is_field(&f.header, 4, TP_decision_reason);
	has_faults(&f, "");
	release(&f);
	read_header(&f, TP_KIND_decision, "subject|date|what");
	assert_int_equal(tp_header_reason(&f.header), TP_decision_reason);
	release(&f);
	read_header(&f, TP_KIND_initiative, "id|titel|kommune");
	assert_int_equal(tp_header_reason(&f.header), TP_initiative_decision_reason);
	release(&f);
	read_header(&f, TP_KIND_initiative, "reason|Begrundelse|id|titel|kommune");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_REASON);
	release(&f);

	read_header(&f, TP_KIND_response, "reason|enhed|strategy");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_REASON);
	settle(&f);
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_REASON);
	has_faults(&f, "");
	release(&f);
}

/* A survey that asks for a reason. */
static void test_reason_asked(void **state)
{
	(void)state;
	struct fixture f = {0}, g = {0}; /* what asks lives as long as f */
	struct tp_instrument asking;
	struct tp_item items[40];
	read_header(&f, TP_KIND_response, "reason|enhed|strategy");
	settle(&f);
	asking = *f.instrument;
	memcpy(items, asking.items, asking.items_n * sizeof *items);
	items[tp_text_is(items[0].id, "strategy")].id = tp_text_of("reason");
	asking.items = items;
	f.instrument = &asking;
	has_faults(&f, "reason: could be answers, or why rows were rejected: move it behind another column if it is answers\n");
	read_header(&g, TP_KIND_response, "reason|enhed|strategy|reason");
	g.instrument = &asking;
	tp_header_settle(&g.header, &asking);
	assert_int_equal(g.header.columns[3].use, TP_COLUMN_ITEM);
	has_faults(&g, "");
	release(&g);
	release(&f);
}

/* A role list, a row an initiative. */
static void test_roles(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_role, "Indsats|Direktør|Projektledere|Ambassadør|Super-users|Målgruppe|Slut");
	assert_int_equal(f.header.roles, 5);
	assert_int_equal(f.header.columns[1].use, TP_COLUMN_ROLE);
	assert_int_equal(f.header.columns[1].role, TP_role_owner);
	assert_int_equal(f.header.columns[1].level, TP_level_executive);
	assert_int_equal(f.header.columns[2].role, TP_role_leader);
	assert_int_equal(f.header.columns[2].level, TP_CODE_none);
	assert_int_equal(f.header.columns[3].role, TP_role_agent);
	assert_int_equal(f.header.columns[4].role, TP_role_agent);
	assert_int_equal(f.header.columns[5].role, TP_role_target);
	has_faults(&f, "");
	read_header(&f, TP_KIND_role, "Ejer|Tovholdere|Ejer");
	has_faults(&f,
		"Ejer: means the same as column 1, \"Ejer\": keep one of them\n"
		"initiative: the sheet has no such column, and role cannot be without it: add \"Indsats\" or \"initiative\"\n");
	read_header(&f, TP_KIND_milestone, "Ejer");
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_EXTRA);
	release(&f);
}

static int again(struct fixture *f, const char *titles)
{
	struct tp_text cells[MOST], rest = tp_text_of(titles);
	struct tp_err err = {0};
	size_t n = 0;
	while (rest.ptr)
		cells[n++] = tp_text_split(&rest, "|");
	if (!tp_header_is_again(&f->header, f->instrument, cells, n))
		return 0;
	assert_int_equal(tp_header_again(&f->header, &f->arena, f->instrument, cells, n, &err), 0);
	return 1;
}

static void test_again(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_unit, "Id|Navn|Kommune|Medarbejdere");
	assert_int_equal(again(&f, "id|name|Municipality|"), 1);
	assert_int_equal(again(&f, "Id|Navn|Kommune|Medarbejdere|"), 1);
	assert_int_equal(again(&f, "id|Pleje|Kommune|12"), 0);
	assert_int_equal(again(&f, "|navn||"), 0);
	assert_int_equal(again(&f, "navn|id|kommune|"), 0);
	assert_int_equal(again(&f, "id|navn|kommune|medarbejdere|mere"), 0);
	release(&f);

	/* What the first row does not tell, the second one does. */
	read_header(&f, TP_KIND_response, "respondent|s_1|s_2|culture|s_4");
	struct tp_err err = {0};
	assert_int_equal(tp_shelf_find(&f.shelf, tp_text_of("maturity"), &f.instrument, &err), 0);
	assert_int_equal(again(&f, "Nr.|Enhed|Strategisk retning|Kultur|Uddyb gerne"), 1);
	tp_header_settle(&f.header, f.instrument);
	is_field(&f.header, 0, TP_response_respondent);
	is_field(&f.header, 1, TP_response_subject);
	assert_int_equal(f.header.columns[2].use, TP_COLUMN_ITEM);
	assert_int_equal(f.header.columns[3].use, TP_COLUMN_ITEM);
	assert_int_equal(f.header.columns[4].use, TP_COLUMN_COMMENT);
	assert_int_equal(f.header.columns[4].item, TP_ALL_ITEMS);
	has_faults(&f, "");
	assert_int_equal(again(&f, "k1|u|4|Kultur|Fint"), 0);
	release(&f);
}

/* Whose answers they are, when they came, and on what the comments are. */
static void test_tools(void **state)
{
	(void)state;
	struct fixture f = {0};
	read_header(&f, TP_KIND_response, "ID|Timestamp|Completion time|Name|Unit|Kultur|Uddyb gerne|Data-informed|Uddyb gerne2");
	settle(&f);
	is_field(&f.header, 0, TP_response_respondent);
	assert_int_equal(f.header.columns[1].use, TP_COLUMN_ASIDE);
	is_field(&f.header, 2, TP_response_date);
	assert_int_equal(f.header.columns[3].use, TP_COLUMN_ASIDE);
	assert_int_equal(f.header.columns[6].item, f.header.columns[5].item);
	assert_int_equal(f.header.columns[8].item, f.header.columns[7].item);
	has_faults(&f, "");
	read_header(&f, TP_KIND_response, "ID|Respondent|Completion time|Dato|Unit|Kultur");
	settle(&f);
	assert_int_equal(f.header.columns[0].use, TP_COLUMN_ASIDE);
	assert_int_equal(f.header.columns[2].use, TP_COLUMN_ASIDE);
	has_faults(&f, "");
	release(&f);
}

static void test_kind_column(void **state)
{
	(void)state;
	struct tp_text cells[] = {tp_text_of("Id"), tp_text_of(" KIND "), tp_text_of("Navn")};
	assert_int_equal(tp_header_kind_column(cells, 3), 1);
	cells[1] = tp_text_of("kinds");
	assert_int_equal(tp_header_kind_column(cells, 3), -1);
	assert_int_equal(tp_header_kind_column(cells, 0), -1);
}

static void test_at(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct tp_err err = {0};
	read_header(&f, TP_KIND_unit, "Id||Navn");
	assert_int_equal(tp_header_at(&f.header, &f.header.columns[1], &err), -1);
	assert_string_equal(err.field, "column 2");
	tp_err_clear(&err);
	tp_header_at(&f.header, &f.header.columns[2], &err);
	assert_string_equal(err.field, "Navn");
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_all_names),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_reason),
		cmocka_unit_test(test_reason_asked),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_tools),
		cmocka_unit_test(test_kind_column),
		cmocka_unit_test(test_at),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
