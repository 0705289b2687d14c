#include "tp/transfer.h"

#include <stdlib.h>

#include "tp/cells.h"
#include "tp/scope.h"

/* What can be built on first, then the most alike. */
static int by_fit(const void *a, const void *b)
{
	const struct tp_record *left = *(const struct tp_record *const *)a,
			       *right = *(const struct tp_record *const *)b;
	double x = 0, y = 0;
	int near = TP_step_afresh, far = TP_step_afresh;
	tp_record_code(left, TP_match_step, &near);
	tp_record_code(right, TP_match_step, &far);
	if (near != far)
		return near < far ? -1 : 1;
	tp_record_num(left, TP_match_fit, &x);
	tp_record_num(right, TP_match_fit, &y);
	if (x != y)
		return x > y ? -1 : 1;
	int order = tp_text_compare(tp_record_id(left, TP_match_initiative), tp_record_id(right, TP_match_initiative));
	return order ? order : tp_text_compare(tp_record_id(left, TP_match_to), tp_record_id(right, TP_match_to));
}

/* What would have to begin afresh does not move. */
static bool is_candidate(const struct tp_record *match)
{
	int step = TP_step_afresh;
	return tp_record_code(match, TP_match_step, &step) && step != TP_step_afresh;
}

static void make_transfer(struct tp_page *page)
{
	size_t most, n = 0, others = 0;
	struct tp_record *const *records = tp_set_all(page->set, TP_KIND_match, &most);
	const struct tp_record **matches = tp_arena_array(page->doc->arena, most + 1, sizeof *matches);
	page->doc->failed |= !matches;
	for (size_t i = 0; matches && i < most; i++)
		if (tp_record_has(records[i], TP_match_fit) && tp_scope_has(page->set, records[i], page->doc->scope)) {
			if (is_candidate(records[i]))
				matches[n++] = records[i];
			else
				others++;
		}
	if (n + others == 0)
		return;
	if (n > 1)
		qsort(matches, n, sizeof *matches, by_fit);
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_transfer_from),
		tp_cells_column(page, "to", TP_LABEL_transfer_to),
		tp_cells_column(page, "fit", TP_LABEL_fit),
		tp_cells_column(page, "why", TP_LABEL_step),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct tp_section *section = tp_document_section(page->doc, "transfer", tp_page_word(page, TP_LABEL_transfer));
	struct tp_block *block = n > 0 ? tp_document_table(page->doc, section, COLUMNS, n) : NULL;
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_cell cells[COLUMNS] = {tp_cell_text(tp_page_thing(page, tp_text_of("initiative"),
							       tp_record_id(matches[i], TP_match_initiative))),
			tp_cell_text(tp_page_thing(page, tp_text_of("unit"), tp_record_id(matches[i], TP_match_to))),
			tp_cells_share(matches[i], TP_match_fit), tp_cells_field(page, matches[i], TP_match_why)};
		tp_cells_row(page, block, i, cells, COLUMNS);
	}
	struct tp_pair count = tp_page_pair("count", tp_value_num((double)others));
	if (others > 0)
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_transfer_others, &count, 1));
}

static void list_cases(struct tp_page *page)
{
	size_t n;
	struct tp_record *const *cases = tp_set_all(page->set, TP_KIND_case, &n);
	struct tp_section *section = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct tp_record *own = cases[i];
		struct tp_text technology = tp_record_id(own, TP_case_technology),
			       municipality = tp_record_id(own, TP_case_municipality);
		if (!tp_scope_has(page->set, own, page->doc->scope))
			continue;
		if (!section)
			section = tp_document_section(page->doc, "cases", tp_page_word(page, TP_LABEL_cases));
		struct tp_block *entry = tp_document_entry(page->doc, section, tp_record_id(own, TP_case_title), 3, 1);
		tp_block_fact(entry, 0, "municipality", tp_page_word(page, TP_LABEL_municipality),
			tp_cells_text(tp_page_name(page, TP_KIND_municipality, municipality)));
		tp_block_fact(entry, 1, "technology", tp_page_word(page, TP_LABEL_technology),
			tp_cells_text(tp_page_name(page, TP_KIND_technology, technology)));
		tp_block_fact(entry, 2, "solution", tp_page_word(page, TP_LABEL_solution),
			tp_cells_field(page, own, TP_case_solution));
		tp_block_item(entry, 0, tp_record_id(own, TP_case_effect), tp_record_id(own, TP_case_lesson));
		if (entry)
			entry->place = tp_page_places(page, &own, 1);
	}
}

void tp_transfer_add(struct tp_page *page)
{
	make_transfer(page);
	list_cases(page);
}
