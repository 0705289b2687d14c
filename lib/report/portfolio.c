#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/ranking.h"
#include "tp/scope.h"

enum {
	TYPES = TP_type_rethink_business - TP_type_efficiency + 1,
	PURPOSES = TP_problem_area_data - TP_problem_area_service + 1,
	GROUPS = TP_technology_group_meet - TP_technology_group_collect + 1
};

/* A municipality or unit whose mix is shown: its shares stand together in the set. */
struct mix {
	struct tp_record *const *shares;
	size_t n;
	struct tp_text municipality, name;
	bool within; /* a municipality stands before its units */
};

/* --- the mix --- */

/* A municipality or unit of the page's scope? */
static bool is_in_scope(struct tp_page *page, struct tp_text id)
{
	const struct tp_record *unit = tp_set_find(page->set, TP_KIND_unit, id);
	return page->doc->scope.len == 0 || tp_text_compare(id, page->doc->scope) == 0 ||
		(unit && tp_scope_has(page->set, unit, page->doc->scope));
}

static int by_place(const void *a, const void *b)
{
	const struct mix *left = a, *right = b;
	int order = tp_text_compare(left->municipality, right->municipality);
	if (order == 0)
		order = (int)left->within - (int)right->within;
	if (order == 0)
		order = tp_text_compare(left->name, right->name);
	return order ? order
		     : tp_text_compare(tp_record_id(left->shares[0], TP_share_scope),
			       tp_record_id(right->shares[0], TP_share_scope));
}

static struct mix *find_mixes(struct tp_page *page, size_t *n)
{
	size_t all_n, like;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_share, &all_n);
	struct mix *mixes = tp_arena_array(page->doc->arena, all_n + 1, sizeof *mixes);
	*n = 0;
	page->doc->failed |= !mixes;
	for (size_t i = 0; mixes && i < all_n; i += like) {
		struct tp_text id = tp_record_id(all[i], TP_share_scope);
		const struct tp_record *unit = tp_set_find(page->set, TP_KIND_unit, id);
		tp_set_like(page->set, all[i], 2, &like); /* scope and basis */
		if (is_in_scope(page, id))
			mixes[(*n)++] =
				(struct mix){all + i, like, unit ? tp_record_id(unit, TP_unit_municipality) : id,
					unit ? tp_page_title(page, unit) : tp_page_name(page, TP_KIND_municipality, id),
					unit != NULL};
	}
	if (mixes && *n > 1)
		qsort(mixes, *n, sizeof *mixes, by_place);
	return mixes;
}

static struct tp_text caption_of(struct tp_page *page, const struct mix *mix)
{
	const struct tp_value none = {.type = TP_ABSENT};
	double sum = 0, count;
	int type, basis = TP_basis_count;
	for (size_t i = 0; i < mix->n; i++)
		if (tp_record_code(mix->shares[i], TP_share_type, &type) &&
			tp_record_num(mix->shares[i], TP_share_count, &count))
			sum += count;
	tp_record_code(mix->shares[0], TP_share_basis, &basis);
	struct tp_pair parts[] = {
		tp_page_pair("scope", tp_value_text(mix->name)), tp_page_pair("count", tp_value_num(sum)),
		tp_page_pair("cost", basis == TP_basis_cost ? tp_value_bool(true) : none),
		tp_page_pair("hours", basis == TP_basis_hours ? tp_value_bool(true) : none),
	};
	return tp_page_words(page, TP_LABEL_mix_of, parts, 4);
}

static void make_mix(struct tp_page *page, struct tp_section *section, const struct mix *mix)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "type", TP_LABEL_type),
		tp_cells_column(page, "count", TP_LABEL_count),
		tp_cells_column(page, "percent", TP_LABEL_share),
		tp_cells_column(page, "target", TP_LABEL_target_share),
		tp_cells_column(page, "gap", TP_LABEL_gap),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns, UNTARGETED = 3 };
	const struct tp_record *types[TYPES];
	size_t n = 0;
	bool targets = false;
	for (size_t i = 0; i < mix->n && n < TYPES; i++)
		if (tp_record_has(mix->shares[i], TP_share_type)) {
			targets |= tp_record_has(mix->shares[i], TP_share_target);
			types[n++] = mix->shares[i];
		}
	size_t columns_n = targets ? COLUMNS : UNTARGETED;
	struct tp_block *block = n > 0 ? tp_document_chart(page->doc, section, TP_CHART_BARS, columns_n, n) : NULL;
	tp_cells_columns(block, columns, columns_n);
	for (size_t i = 0; block && i < n; i++) {
		double percent, target;
		struct tp_cell cells[COLUMNS] = {
			tp_cells_field(page, types[i], TP_share_type), tp_cells_number(types[i], TP_share_count, 0)};
		if (tp_record_num(types[i], TP_share_percent, &percent))
			cells[2] = tp_cell_percent(percent);
		if (tp_record_num(types[i], TP_share_target, &target))
			cells[3] = tp_cell_percent(target);
		cells[4] = tp_cells_number(types[i], TP_share_gap, 0);
		tp_cells_row(page, block, i, cells, columns_n);
	}
	if (!block)
		return;
	block->table.caption = caption_of(page, mix);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->target = targets ? 3 : TP_NO_COLUMN;
	block->chart->x = (struct tp_axis){.min = 0, .max = 100, .step = 25, .percent = true};
}

static void make_mixes(struct tp_page *page, const struct mix *mixes, size_t n)
{
	if (n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "mix", tp_page_word(page, TP_LABEL_mix));
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_mix_about));
	for (size_t i = 0; i < n; i++)
		make_mix(page, section, &mixes[i]);
}

/* --- the four fields --- */

static const bool aims_at_services[TYPES] = {false, true, true, false};
static const bool rethinks[TYPES] = {false, false, true, true};

/* The names of the two halves of an axis, kept with the page. */
static struct tp_text *halves(struct tp_page *page, enum tp_label low, enum tp_label high)
{
	struct tp_text *names = tp_arena_array(page->doc->arena, 2, sizeof *names);
	page->doc->failed |= !names;
	if (names) {
		names[0] = tp_page_word(page, low);
		names[1] = tp_page_word(page, high);
	}
	return names;
}

/* The initiatives that have not been stopped and have a type. */
static const struct tp_record **find_typed(struct tp_page *page, size_t *n)
{
	const struct tp_record **typed = tp_arena_array(page->doc->arena, page->lights.n + 1, sizeof *typed);
	*n = 0;
	page->doc->failed |= !typed;
	for (size_t i = 0; typed && i < page->lights.n; i++)
		if (page->lights.items[i].state != TP_STATE_NONE &&
			tp_record_has(page->lights.items[i].initiative, TP_initiative_type))
			typed[(*n)++] = page->lights.items[i].initiative;
	return typed;
}

static void make_fields(struct tp_page *page)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "type", TP_LABEL_type),
		tp_cells_column(page, "direction", TP_LABEL_direction),
		tp_cells_column(page, "degree", TP_LABEL_degree),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	static const int fields[] = {
		TP_type_efficiency, TP_type_modernise, TP_type_rethink_business, TP_type_rethink_service};
	struct tp_text *across = halves(page, TP_LABEL_organisation, TP_LABEL_services);
	struct tp_text *upwards = halves(page, TP_LABEL_improve, TP_LABEL_rethink);
	size_t n;
	const struct tp_record **typed = find_typed(page, &n);
	if (n == 0 || !across || !upwards)
		return;
	struct tp_section *section = tp_document_section(page->doc, "fields", tp_page_word(page, TP_LABEL_fields));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_SCATTER, COLUMNS, n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; i < n; i++) {
		int type = TP_type_efficiency;
		tp_record_code(typed[i], TP_initiative_type, &type);
		const struct tp_cell cells[COLUMNS] = {
			tp_cell_text(tp_page_title(page, typed[i])),
			tp_cells_field(page, typed[i], TP_initiative_type),
			tp_cell_text(across[aims_at_services[type - TP_type_efficiency]]),
			tp_cell_text(upwards[rethinks[type - TP_type_efficiency]]),
		};
		tp_cells_row(page, block, i, cells, COLUMNS);
		tp_block_place(block, i, tp_page_places(page, &typed[i], 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_fields_of);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(block, 3, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x = (struct tp_axis){tp_page_word(page, TP_LABEL_direction_axis), 0.5, 2.5, 1, false, across, 2};
	block->chart->y = (struct tp_axis){tp_page_word(page, TP_LABEL_degree_axis), 0.5, 2.5, 1, false, upwards, 2};
	for (size_t i = 0; i < TYPES; i++)
		block->chart->fields[i] = tp_code_title(fields[i], page->doc->lang);
}

/* --- purposes by technology --- */

/* Adds up the municipalities; of a unit its own. */
static bool count_purposes(const struct mix *mixes, size_t n, double counts[PURPOSES][GROUPS])
{
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		if (mixes[i].within && n > 1)
			continue;
		for (size_t j = 0; j < mixes[i].n; j++) {
			int purpose, group;
			double count;
			const struct tp_record *share = mixes[i].shares[j];
			if (!tp_record_code(share, TP_share_purpose, &purpose) ||
				!tp_record_code(share, TP_share_technology_group, &group) ||
				!tp_record_num(share, TP_share_count, &count))
				continue;
			counts[purpose - TP_problem_area_service][group - TP_technology_group_collect] += count;
			any = true;
		}
	}
	return any;
}

static void make_purposes(struct tp_page *page, const struct mix *mixes, size_t n)
{
	double counts[PURPOSES][GROUPS] = {{0}};
	if (!count_purposes(mixes, n, counts))
		return;
	struct tp_section *section = tp_document_section(page->doc, "purposes", tp_page_word(page, TP_LABEL_purposes));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_STACKED, GROUPS + 1, PURPOSES);
	if (!block)
		return;
	tp_block_column(block, 0, "purpose", tp_page_word(page, TP_LABEL_purpose));
	for (size_t i = 0; i < GROUPS; i++) {
		int group = TP_technology_group_collect + (int)i;
		tp_block_column(block, i + 1, tp_code_slug(group), tp_code_title(group, page->doc->lang));
		tp_block_series(block, i + 1, TP_NO_COLUMN, TP_NO_COLUMN);
	}
	for (size_t row = 0; row < PURPOSES; row++) {
		*tp_document_cell(page->doc, block, row, 0) =
			tp_cell_text(tp_code_title(TP_problem_area_service + (int)row, page->doc->lang));
		for (size_t i = 0; i < GROUPS; i++)
			*tp_document_cell(page->doc, block, row, i + 1) = tp_cell_number(counts[row][i], 0);
	}
	block->table.caption = tp_page_word(page, TP_LABEL_purposes_of);
}

/* --- findings --- */

/* What tp-portfolio has found about units and municipalities, the gravest first. */
static bool is_worth_talking(const struct tp_record *finding)
{
	return tp_text_is(finding->by, "tp-portfolio") && !tp_page_is_about_initiative(finding);
}

/* --- the report --- */

int tp_portfolio_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {
		{"tp-portfolio", "check"}, {"tp-portfolio", "mix"}, {"tp-portfolio", "rank"}};
	struct tp_page page;
	size_t n;
	if (tp_page_init(&page, question->set, doc, err) < 0)
		return -1;
	doc->title = tp_page_word(&page, TP_LABEL_portfolio_title);
	doc->subtitle = tp_page_subtitle(&page, (struct tp_text){0});
	struct mix *mixes = find_mixes(&page, &n);
	size_t ranked = 0;
	tp_set_all(page.set, TP_KIND_rank, &ranked);
	if (n == 0 && ranked == 0)
		tp_document_paragraph(doc, tp_document_section(doc, "overview", (struct tp_text){0}),
			tp_page_word(&page, TP_LABEL_portfolio_none));
	make_mixes(&page, mixes, n);
	make_fields(&page);
	make_purposes(&page, mixes, n);
	tp_ranking_add(&page);
	tp_page_worth(&page, "findings", TP_LABEL_worth_talking, is_worth_talking);
	tp_basis_add(&page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&page);
	return doc->failed ? tp_err_memory(err) : 0;
}
