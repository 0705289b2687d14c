#include "tp/tables.h"

#include <stdlib.h>

#include "tp/benefit.h"
#include "tp/num.h"

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

static struct rows collect(struct tp_page *page, enum tp_kind kind,
	bool (*matches)(const struct tp_page *page, const struct tp_record *record, int32_t *day))
{
	size_t most;
	tp_set_all(page->set, kind, &most);
	struct rows rows = {tp_arena_array(page->doc->arena, most + 1, sizeof *rows.items), 0};
	page->doc->failed |= !rows.items;
	for (size_t i = 0; rows.items && i < page->lights.n; i++) {
		const struct tp_light *light = &page->lights.items[i];
		size_t n;
		struct tp_record *const *all =
			tp_set_of(page->set, kind, tp_record_id(light->initiative, TP_initiative_id), &n);
		for (size_t j = 0; light->state != TP_STATE_NONE && j < n; j++) {
			struct row row = {all[j], tp_page_title(page, light->initiative), 0};
			if (matches(page, all[j], &row.day))
				rows.items[rows.n++] = row;
		}
	}
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

static struct tp_column column(struct tp_page *page, const char *name, enum tp_label label)
{
	return (struct tp_column){name, tp_page_word(page, label)};
}

/* Any field as a cell; empty when it is absent. */
static struct tp_cell cell_of(const struct tp_record *record, enum tp_field field)
{
	const struct tp_value *value = tp_record_value(record, field);
	if (value->type == TP_NUM)
		return tp_cell_number(value->num, 2);
	if (value->type == TP_DAY)
		return tp_cell_day(value->day);
	return value->type == TP_TEXT ? tp_cell_text(value->text) : (struct tp_cell){0};
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
	if (!tp_record_num(benefit, TP_benefit_baseline, &baseline) || !tp_record_num(benefit, TP_benefit_target, &target) ||
		target == baseline)
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
		tp_cell_text(benefit->initiative), cell_of(record, TP_benefit_title),
		cell_of(record, TP_benefit_baseline), cell_of(record, TP_benefit_target),
		tp_cell_number(now, 2), cell_of(latest, measured), realised(record, now),
	};
	for (size_t j = 0; j < sizeof cells / sizeof *cells; j++)
		*tp_document_cell(page->doc, block, row, j) = cells[j];
	const struct tp_record *both[] = {record, latest};
	tp_block_place(block, row, tp_page_places(page, both, latest == record ? 1 : 2));
}

void tp_tables_benefits(struct tp_page *page)
{
	const struct tp_column columns[] = {
		column(page, "initiative", TP_LABEL_initiative), column(page, "benefit", TP_LABEL_benefit),
		column(page, "baseline", TP_LABEL_baseline), column(page, "target", TP_LABEL_target),
		column(page, "actual", TP_LABEL_actual), column(page, "measured", TP_LABEL_measured),
		column(page, "realised", TP_LABEL_realised),
	};
	struct rows rows = collect(page, TP_KIND_benefit, is_measured), all = collect(page, TP_KIND_benefit, is_any);
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
		*tp_document_cell(page->doc, block, i, 1) = cell_of(rows.items[i].record, what);
		*tp_document_cell(page->doc, block, i, 2) = tp_cell_day(rows.items[i].day);
		*tp_document_cell(page->doc, block, i, 3) = tp_cell_number(page->doc->as_of - rows.items[i].day, 0);
		tp_block_place(block, i, tp_page_places(page, &rows.items[i].record, 1));
	}
}

void tp_tables_late(struct tp_page *page)
{
	const struct tp_column columns[] = {
		column(page, "initiative", TP_LABEL_initiative), column(page, "milestone", TP_LABEL_milestone),
		column(page, "due", TP_LABEL_due), column(page, "days", TP_LABEL_days),
	};
	waiting(page, "late", TP_LABEL_late, collect(page, TP_KIND_milestone, is_late), TP_milestone_title, columns);
}

void tp_tables_unanswered(struct tp_page *page)
{
	const struct tp_column columns[] = {
		column(page, "initiative", TP_LABEL_initiative), column(page, "group", TP_LABEL_group),
		column(page, "received", TP_LABEL_received), column(page, "days", TP_LABEL_days),
	};
	waiting(page, "unanswered", TP_LABEL_unanswered, collect(page, TP_KIND_feedback, is_unanswered),
		TP_feedback_group, columns);
}
