#include "tp/ranking.h"

#include <stdlib.h>

#include "tp/cells.h"
#include "tp/chart.h"

/* A candidate on the page. */
struct candidate {
	const struct tp_record *rank, *initiative;
	double place; /* 0: not ranked */
};

struct ranking {
	struct tp_page *page;
	struct candidate *items;
	size_t n;
};

/* Scope by scope, the ranked in their order, then the others by id. */
static int by_rank(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;
	int order = tp_text_compare(tp_record_id(left->rank, TP_rank_scope), tp_record_id(right->rank, TP_rank_scope));
	if (order != 0)
		return order;
	if ((left->place > 0) != (right->place > 0))
		return left->place > 0 ? -1 : 1;
	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	return tp_text_compare(
		tp_record_id(left->rank, TP_rank_initiative), tp_record_id(right->rank, TP_rank_initiative));
}

static const struct tp_record *on_page(const struct tp_page *page, struct tp_text initiative)
{
	for (size_t i = 0; i < page->lights.n; i++)
		if (tp_text_compare(tp_record_id(page->lights.items[i].initiative, TP_initiative_id), initiative) == 0)
			return page->lights.items[i].initiative;
	return NULL;
}

static void find_candidates(struct ranking *ranking)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(ranking->page->set, TP_KIND_rank, &n);
	ranking->items = tp_arena_array(ranking->page->doc->arena, n + 1, sizeof *ranking->items);
	ranking->page->doc->failed |= !ranking->items;
	for (size_t i = 0; ranking->items && i < n; i++) {
		struct candidate candidate = {
			all[i], on_page(ranking->page, tp_record_id(all[i], TP_rank_initiative)), 0};
		tp_record_num(all[i], TP_rank_rank, &candidate.place);
		if (candidate.initiative)
			ranking->items[ranking->n++] = candidate;
	}
	if (ranking->n > 1)
		qsort(ranking->items, ranking->n, sizeof *ranking->items, by_rank);
}

/* --- cells --- */

static struct tp_cell part_cell(const struct tp_record *rank, const char *criterion)
{
	const struct tp_value *points = tp_value_get(tp_record_value(rank, TP_rank_parts), criterion);
	return points && points->type == TP_NUM ? tp_cell_number(points->num, 0) : (struct tp_cell){0};
}

static bool any_has(const struct candidate *items, size_t n, enum tp_field field)
{
	for (size_t i = 0; i < n; i++)
		if (tp_record_has(items[i].rank, field))
			return true;
	return false;
}

enum { FIXED = 8, MOST = FIXED + 4, POINTS = 2 };

/* Columns: points and parts; then what there is of the budget's choice, robustness, and what an assumption changed. */
struct layout {
	struct tp_column columns[MOST];
	enum tp_field fields[MOST]; /* of those beyond FIXED */
	size_t n;
};

static struct layout lay_out(struct tp_page *page, const struct candidate *items, size_t n)
{
	static const struct {
		enum tp_field field;
		enum tp_label label;
	} more[] = {{TP_rank_selected, TP_LABEL_taken}, {TP_rank_stable, TP_LABEL_robust},
		{TP_rank_before, TP_LABEL_before_if}, {TP_rank_after, TP_LABEL_after_if}};
	struct layout layout = {.columns = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "rank", TP_LABEL_place),
		tp_cells_column(page, "value", TP_LABEL_points),
		tp_cells_column(page, "part_value", TP_LABEL_value),
		tp_cells_column(page, "part_guideposts", TP_LABEL_guideposts),
		tp_cells_column(page, "part_readiness", TP_LABEL_readiness),
		tp_cells_column(page, "part_reach", TP_LABEL_reach),
		tp_cells_column(page, "cost", TP_LABEL_cost),
	}, .n = FIXED};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (any_has(items, n, more[i].field)) {
			layout.fields[layout.n] = more[i].field;
			layout.columns[layout.n++] =
				tp_cells_column(page, tp_field_info(more[i].field)->name, more[i].label);
		}
	return layout;
}

static void fill_row(struct tp_page *page, struct tp_block *block, size_t row, const struct candidate *item,
	const struct layout *layout)
{
	const struct tp_record *rank = item->rank;
	struct tp_cell cells[MOST] = {
		tp_cell_text(tp_record_id(rank, TP_rank_scope).len > 0 /* the caption names it */
				? tp_record_id(item->initiative, TP_initiative_title)
				: tp_page_title(page, item->initiative)),
		tp_cells_number(rank, TP_rank_rank, 0),
		tp_cells_number(rank, TP_rank_value, 1),
		part_cell(rank, "value"),
		part_cell(rank, "guideposts"),
		part_cell(rank, "readiness"),
		part_cell(rank, "reach"),
		tp_cells_number(item->initiative, TP_initiative_cost, 0),
	};
	for (size_t i = FIXED; i < layout->n; i++)
		cells[i] = layout->fields[i] == TP_rank_stable ? tp_cells_share(rank, TP_rank_stable)
			: tp_cells_field(page, rank, layout->fields[i]);
	tp_cells_row(page, block, row, cells, layout->n);
	tp_block_place(block, row, tp_page_places(page, &item->initiative, 1));
}

/* The ranked of a scope. */
static void make_table(struct ranking *ranking, struct tp_section *section, const struct candidate *items, size_t n)
{
	struct tp_page *page = ranking->page;
	struct layout layout = lay_out(page, items, n);
	const struct tp_value none = {.type = TP_ABSENT};
	size_t rows = 0;
	while (rows < n && items[rows].place > 0)
		rows++;
	struct tp_block *block =
		rows > 0 ? tp_document_chart(page->doc, section, TP_CHART_BARS, layout.n, rows) : NULL;
	tp_cells_columns(block, layout.columns, layout.n);
	for (size_t row = 0; block && row < rows; row++)
		fill_row(page, block, row, &items[row], &layout);
	if (!block)
		return;
	struct tp_text scope = tp_record_id(items[0].rank, TP_rank_scope);
	struct tp_pair name = tp_page_pair("scope",
		scope.len ? tp_value_text(tp_page_thing(page, tp_text_of("municipality"), scope)) : none);
	block->table.caption = tp_page_words(page, TP_LABEL_ranking_of, &name, 1);
	tp_block_series(block, POINTS, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x = (struct tp_axis){.min = 0, .max = 100, .step = 25};
}

/* What the budget takes, in numbers. */
static void tell_taken(struct ranking *ranking, struct tp_section *section, const struct candidate *items, size_t n)
{
	double sum = 0, cost, count = 0;
	bool taken, asked = false;
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_bool(items[i].rank, TP_rank_selected, &taken))
			continue;
		asked = true;
		count += taken;
		if (taken && tp_record_num(items[i].initiative, TP_initiative_cost, &cost))
			sum += cost;
	}
	struct tp_pair parts[] = {tp_page_pair("count", tp_value_num(count)), tp_page_pair("cost", tp_value_num(sum))};
	if (asked)
		tp_document_paragraph(
			ranking->page->doc, section, tp_page_words(ranking->page, TP_LABEL_ranking_taken, parts, 2));
}

static void list_why(struct ranking *ranking, struct tp_section *section, const struct candidate *items, size_t n)
{
	struct tp_page *page = ranking->page;
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_ranking_why));
	struct tp_block *list = tp_document_list(page->doc, section, n);
	for (size_t i = 0; list && i < n; i++) {
		struct tp_pair parts[] = {
			tp_page_pair("subject", tp_value_text(tp_page_title(page, items[i].initiative))),
			tp_page_pair("message", tp_value_text(tp_page_side(page, items[i].rank, TP_rank_why)))};
		tp_block_item(list, i, tp_page_words(page, TP_LABEL_about, parts, 2), (struct tp_text){0});
		tp_block_place(list, i, tp_page_places(page, &items[i].initiative, 1));
	}
}

/* Value against readiness, of those that have both. */
static void make_picture(struct ranking *ranking, struct tp_section *section)
{
	static const enum tp_label fields[] = {
		TP_LABEL_field_leave, TP_LABEL_field_easy, TP_LABEL_field_prepare, TP_LABEL_field_begin};
	struct tp_page *page = ranking->page;
	const struct tp_column columns[] = {tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "readiness", TP_LABEL_readiness), tp_cells_column(page, "value", TP_LABEL_value)};
	size_t n = 0, row = 0;
	for (size_t i = 0; i < ranking->n; i++)
		n += part_cell(ranking->items[i].rank, "value").type &&
		     part_cell(ranking->items[i].rank, "readiness").type;
	struct tp_block *block = n > 1 ? tp_document_chart(page->doc, section, TP_CHART_SCATTER, 3, n) : NULL;
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < ranking->n; i++) {
		const struct tp_cell cells[] = {tp_cell_text(tp_page_title(page, ranking->items[i].initiative)),
			part_cell(ranking->items[i].rank, "readiness"), part_cell(ranking->items[i].rank, "value")};
		if (cells[1].type && cells[2].type)
			tp_cells_row(page, block, row++, cells, 3);
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_ranking_fields);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x =
		(struct tp_axis){.title = tp_page_word(page, TP_LABEL_readiness_axis), .max = 100, .step = 25};
	block->chart->y = (struct tp_axis){.title = tp_page_word(page, TP_LABEL_value_axis), .max = 100, .step = 25};
	for (size_t i = 0; i < 4; i++)
		block->chart->fields[i] = tp_page_word(page, fields[i]);
}

void tp_ranking_add(struct tp_page *page)
{
	struct ranking ranking = {.page = page};
	find_candidates(&ranking);
	if (ranking.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "ranking", tp_page_word(page, TP_LABEL_ranking));
	for (size_t from = 0, to; from < ranking.n; from = to) {
		struct tp_text scope = tp_record_id(ranking.items[from].rank, TP_rank_scope);
		for (to = from; to < ranking.n &&
				tp_text_compare(tp_record_id(ranking.items[to].rank, TP_rank_scope), scope) == 0;
			to++)
			;
		make_table(&ranking, section, ranking.items + from, to - from);
		tell_taken(&ranking, section, ranking.items + from, to - from);
	}
	if (any_has(ranking.items, ranking.n, TP_rank_stable))
		tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_ranking_stable));
	make_picture(&ranking, section);
	list_why(&ranking, section, ranking.items, ranking.n);
}
