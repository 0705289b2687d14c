#include "tp/tables.h"

#include <stdlib.h>

#include "tp/benefit.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/num.h"

#define ALL ((struct tp_text){0})

/* Records of a kind that belong to the page's initiatives, each with the title it is shown under. */
struct row {
	const struct tp_record *record;
	struct tp_text initiative;
	int32_t day; /* sorted by; 0 where the order of the page stands */
};

struct rows {
	struct row *items;
	size_t n;
};

/* An initiative of that id or in that unit or municipality (empty: any), and not stopped. */
static bool is_within(const struct tp_light *light, struct tp_text within)
{
	static const enum tp_field fields[] = {TP_initiative_id, TP_initiative_unit, TP_initiative_municipality};
	bool is = within.len == 0;
	for (size_t i = 0; !is && i < sizeof fields / sizeof *fields; i++)
		is = tp_text_compare(tp_record_id(light->initiative, fields[i]), within) == 0;
	return is && light->state != TP_STATE_NONE;
}

static void collect_from(struct tp_page *page, enum tp_kind kind, const struct tp_record *initiative,
	bool (*matches)(const struct tp_page *page, const struct tp_record *record, int32_t *day), struct rows *rows)
{
	size_t n;
	struct tp_record *const *all = tp_set_of(page->set, kind, tp_record_id(initiative, TP_initiative_id), &n);
	for (size_t j = 0; j < n; j++) {
		struct row row = {all[j], tp_page_title(page, initiative), 0};
		if (matches(page, all[j], &row.day))
			rows->items[rows->n++] = row;
	}
}

/* within: an initiative, unit or municipality; empty: all of the page. */
static struct rows collect(struct tp_page *page, enum tp_kind kind, struct tp_text within,
	bool (*matches)(const struct tp_page *page, const struct tp_record *record, int32_t *day))
{
	size_t most;
	const struct tp_record *one = within.len > 0 ? tp_set_find(page->set, TP_KIND_initiative, within) : NULL;
	if (one)
		tp_set_of(page->set, kind, within, &most);
	else
		tp_set_all(page->set, kind, &most);
	struct rows rows = {tp_arena_array(page->doc->arena, most + 1, sizeof *rows.items), 0};
	page->doc->failed |= !rows.items;
	if (rows.items && one)
		collect_from(page, kind, one, matches, &rows);
	for (size_t i = 0; rows.items && !one && most > 0 && i < page->lights.n; i++)
		if (is_within(&page->lights.items[i], within))
			collect_from(page, kind, page->lights.items[i].initiative, matches, &rows);
	return rows;
}

static int by_day(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	if (left->day != right->day)
		return left->day < right->day ? -1 : 1;
	int order = tp_text_compare(left->initiative, right->initiative);
	size_t key = 1; /* each kind's second key field tells its records apart */
	return order ? order : tp_value_compare(&left->record->v[key], &right->record->v[key]);
}

static struct tp_block *table(struct tp_page *page, struct tp_section *section, size_t rows,
	const struct tp_column *columns, size_t n)
{
	if (rows == 0)
		return NULL;
	struct tp_block *block = tp_document_table(page->doc, section, n, rows);
	for (size_t i = 0; i < n; i++)
		tp_block_column(block, i, columns[i].name, columns[i].title);
	return block;
}

/* --- benefits --- */

static bool is_any(const struct tp_page *page, const struct tp_record *record, int32_t *day)
{
	(void)page;
	(void)record;
	(void)day;
	return true;
}

/* The part of the way from baseline to target that is covered; empty where there is no way or no measurement. */
static struct tp_cell realised(const struct tp_record *benefit, double actual)
{
	double baseline, target;
	if (!tp_record_num(benefit, TP_benefit_baseline, &baseline) ||
		!tp_record_num(benefit, TP_benefit_target, &target) || target == baseline)
		return (struct tp_cell){0};
	return tp_cell_percent(tp_num_round((actual - baseline) / (target - baseline)) * 100);
}

static bool is_measured(const struct tp_page *page, const struct tp_record *benefit, int32_t *day)
{
	enum tp_field actual, measured;
	(void)day;
	return tp_benefit_latest(page->set, benefit, page->doc->as_of, &actual, &measured) != NULL;
}

static void add_benefit(struct tp_page *page, struct tp_block *block, size_t row, const struct row *benefit)
{
	const struct tp_record *record = benefit->record;
	enum tp_field actual, measured;
	const struct tp_record *latest = tp_benefit_latest(page->set, record, page->doc->as_of, &actual, &measured);
	double now = 0;
	tp_record_num(latest, actual, &now);
	const struct tp_cell cells[] = {
		tp_cell_text(benefit->initiative), tp_cells_field(page, record, TP_benefit_title),
		tp_cells_field(page, record, TP_benefit_baseline), tp_cells_field(page, record, TP_benefit_target),
		tp_cell_number(now, 2), tp_cells_field(page, latest, measured), realised(record, now),
	};
	for (size_t j = 0; j < sizeof cells / sizeof *cells; j++)
		*tp_document_cell(page->doc, block, row, j) = cells[j];
	const struct tp_record *both[] = {record, latest};
	tp_block_place(block, row, tp_page_places(page, both, latest == record ? 1 : 2));
}

void tp_tables_benefits(struct tp_page *page)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "benefit", TP_LABEL_benefit),
		tp_cells_column(page, "baseline", TP_LABEL_baseline),
		tp_cells_column(page, "target", TP_LABEL_target),
		tp_cells_column(page, "actual", TP_LABEL_actual),
		tp_cells_column(page, "measured", TP_LABEL_measured),
		tp_cells_column(page, "realised", TP_LABEL_realised),
	};
	struct rows rows = collect(page, TP_KIND_benefit, ALL, is_measured),
		    all = collect(page, TP_KIND_benefit, ALL, is_any);
	if (all.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "benefits", tp_page_word(page, TP_LABEL_benefits));
	struct tp_block *block = table(page, section, rows.n, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < rows.n; i++)
		add_benefit(page, block, i, &rows.items[i]);
	struct tp_pair rest = tp_page_pair("count", tp_value_num((double)(all.n - rows.n)));
	if (all.n > rows.n)
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_unmeasured, &rest, 1));
}

/* The part of the way that the plan has come when it was measured; empty where the plan has no start or end. */
static struct tp_cell planned(const struct tp_page *page, const struct tp_record *benefit,
	const struct tp_record *latest, enum tp_field measured)
{
	int32_t start, due, day;
	const struct tp_record *initiative =
		tp_set_find(page->set, TP_KIND_initiative, tp_record_id(benefit, TP_benefit_initiative));
	if (!initiative || !tp_record_day(initiative, TP_initiative_start, &start) ||
		!tp_record_day(benefit, TP_benefit_due, &due) || !tp_record_day(latest, measured, &day) || due <= start)
		return (struct tp_cell){0};
	double part = (double)(day - start) / (due - start);
	return tp_cell_percent(tp_num_round(part < 0 ? 0 : part > 1 ? 1 : part) * 100);
}

/* The benefit, and its initiative where there are several. */
static struct tp_text name_in(struct tp_page *page, const struct rows *rows, size_t i)
{
	struct tp_text title = tp_record_id(rows->items[i].record, TP_benefit_title);
	bool several = tp_text_compare(tp_record_id(rows->items[0].record, TP_benefit_initiative),
		tp_record_id(rows->items[rows->n - 1].record, TP_benefit_initiative)) != 0;
	struct tp_pair names[] = {tp_page_pair("group", tp_value_text(title)),
		tp_page_pair("initiative", tp_value_text(rows->items[i].initiative))};
	return several ? tp_page_words(page, TP_LABEL_group_in, names, 2) : title;
}

bool tp_tables_realised(struct tp_page *page, struct tp_section *section, struct tp_text within)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "benefit", TP_LABEL_benefit),
		tp_cells_column(page, "planned", TP_LABEL_planned),
		tp_cells_column(page, "realised", TP_LABEL_realised),
		tp_cells_column(page, "baseline", TP_LABEL_baseline),
		tp_cells_column(page, "target", TP_LABEL_target),
		tp_cells_column(page, "actual", TP_LABEL_actual),
		tp_cells_column(page, "measured", TP_LABEL_measured),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct rows rows = collect(page, TP_KIND_benefit, within, is_measured),
		    all = collect(page, TP_KIND_benefit, within, is_any);
	struct tp_block *block =
		rows.n > 0 ? tp_document_chart(page->doc, section, TP_CHART_BARS, COLUMNS, rows.n) : NULL;
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < rows.n; i++) {
		enum tp_field actual, measured;
		double now = 0;
		const struct tp_record *record = rows.items[i].record;
		const struct tp_record *latest =
			tp_benefit_latest(page->set, record, page->doc->as_of, &actual, &measured);
		tp_record_num(latest, actual, &now);
		const struct tp_cell cells[COLUMNS] = {
			tp_cell_text(name_in(page, &rows, i)),
			planned(page, record, latest, measured),
			realised(record, now),
			tp_cells_field(page, record, TP_benefit_baseline),
			tp_cells_field(page, record, TP_benefit_target),
			tp_cell_number(now, 2),
			tp_cells_field(page, latest, measured),
		};
		tp_cells_row(page, block, i, cells, COLUMNS);
		const struct tp_record *both[] = {record, latest};
		tp_block_place(block, i, tp_page_places(page, both, latest == record ? 1 : 2));
	}
	if (block) {
		block->table.caption = tp_page_word(page, TP_LABEL_realised_of);
		tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
		block->chart->target = 1;
		block->chart->x.percent = true;
	}
	struct tp_pair rest = tp_page_pair("count", tp_value_num((double)(all.n - rows.n)));
	if (all.n > rows.n)
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_unmeasured, &rest, 1));
	return all.n > 0;
}

/* --- what waits --- */

static bool is_late(const struct tp_page *page, const struct tp_record *milestone, int32_t *day)
{
	return !tp_record_has(milestone, TP_milestone_done) && tp_record_day(milestone, TP_milestone_due, day) &&
		*day < page->doc->as_of;
}

static bool is_unanswered(const struct tp_page *page, const struct tp_record *feedback, int32_t *day)
{
	return !tp_record_has(feedback, TP_feedback_answered) && tp_record_day(feedback, TP_feedback_received, day) &&
		*day <= page->doc->as_of;
}

/* Initiative, what waits, since when, for how many days. */
static void waiting(struct tp_page *page, const char *name, enum tp_label title, struct rows rows, enum tp_field what,
	const struct tp_column columns[4])
{
	if (rows.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, name, tp_page_word(page, title));
	struct tp_block *block = table(page, section, rows.n, columns, 4);
	if (rows.n > 1)
		qsort(rows.items, rows.n, sizeof *rows.items, by_day);
	for (size_t i = 0; i < rows.n; i++) {
		*tp_document_cell(page->doc, block, i, 0) = tp_cell_text(rows.items[i].initiative);
		*tp_document_cell(page->doc, block, i, 1) = tp_cells_field(page, rows.items[i].record, what);
		*tp_document_cell(page->doc, block, i, 2) = tp_cell_day(rows.items[i].day);
		*tp_document_cell(page->doc, block, i, 3) = tp_cell_number(page->doc->as_of - rows.items[i].day, 0);
		tp_block_place(block, i, tp_page_places(page, &rows.items[i].record, 1));
	}
}

void tp_tables_late(struct tp_page *page)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "milestone", TP_LABEL_milestone),
		tp_cells_column(page, "due", TP_LABEL_due),
		tp_cells_column(page, "days", TP_LABEL_days),
	};
	waiting(page, "late", TP_LABEL_late, collect(page, TP_KIND_milestone, ALL, is_late), TP_milestone_title,
		columns);
}

void tp_tables_unanswered(struct tp_page *page)
{
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "group", TP_LABEL_group),
		tp_cells_column(page, "received", TP_LABEL_received),
		tp_cells_column(page, "days", TP_LABEL_days),
	};
	waiting(page, "unanswered", TP_LABEL_unanswered, collect(page, TP_KIND_feedback, ALL, is_unanswered),
		TP_feedback_group, columns);
}
