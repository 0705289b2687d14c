#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/crew.h"
#include "tp/scope.h"
#include "tp/standing.h"
#include "tp/tables.h"

struct card {
	struct tp_page *page;
	const struct tp_question *question;
	const struct tp_light *light;
	const struct tp_record *initiative;
	struct tp_text id;
	struct tp_section *section;
};

/* --- the head: where it is and how it goes --- */

static struct tp_text place_of(struct card *card)
{
	struct tp_page *page = card->page;
	const struct tp_value none = {.type = TP_ABSENT};
	struct tp_text unit = tp_record_id(card->initiative, TP_initiative_unit);
	struct tp_pair parts[] = {
		tp_page_pair("municipality", tp_value_text(tp_page_name(page, TP_KIND_municipality,
						     tp_record_id(card->initiative, TP_initiative_municipality)))),
		tp_page_pair("unit", unit.len ? tp_value_text(tp_page_name(page, TP_KIND_unit, unit)) : none)};
	return tp_page_words(page, TP_LABEL_card_place, parts, 2);
}

/* What is a figure, a day, a yes or no. */
static void make_head(struct card *card)
{
	static const enum tp_field fields[] = {
		TP_initiative_title,
		TP_initiative_phase,
		TP_initiative_start,
		TP_initiative_end,
		TP_initiative_cost,
		TP_initiative_running_cost,
		TP_initiative_benefit,
		TP_initiative_hours,
		TP_initiative_citizens,
		TP_initiative_users,
		TP_initiative_users_intended,
		TP_initiative_personal_data,
		TP_initiative_data_agreement,
		TP_initiative_support_until,
		TP_initiative_retired,
		TP_initiative_robots,
		TP_initiative_robots_target,
	};
	enum { FACTS = sizeof fields / sizeof *fields };
	struct tp_page *page = card->page;
	double progress;
	struct tp_block *entry = tp_document_entry(page->doc, card->section, place_of(card), FACTS + 1, 0);
	tp_block_state(entry, card->light->state, tp_light_word(card->light->state, page->doc->lang));
	for (size_t i = 0; i < FACTS; i++)
		tp_block_fact(entry, i, tp_field_info(fields[i])->name,
			tp_names_at(tp_field_info(fields[i])->header[page->doc->lang], 0),
			tp_cells_field(page, card->initiative, fields[i]));
	tp_block_fact(entry, FACTS, "progress", tp_page_word(page, TP_LABEL_progress),
		tp_record_num(card->initiative, TP_initiative_progress, &progress) ? tp_cell_percent(progress)
										   : (struct tp_cell){0});
	if (entry)
		entry->place = tp_page_places(page, &card->initiative, 1);
}

/* --- the card itself --- */

static struct tp_text joined(struct tp_page *page, const struct tp_value *ids, enum tp_kind kind)
{
	struct tp_value names = tp_value_list(page->doc->arena, ids->list.n);
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < ids->list.n; i++)
		names.list.items[i] = tp_value_text(tp_page_name(page, kind, ids->list.items[i].text));
	struct tp_pair all = tp_page_pair("names", names);
	return tp_page_words(page, TP_LABEL_names, &all, 1);
}

/* Ids of other things by their names. */
static struct tp_cell cell_of(struct card *card, enum tp_field field)
{
	struct tp_page *page = card->page;
	const struct tp_value *value = tp_record_value(card->initiative, field);
	if (!tp_record_has(card->initiative, field))
		return (struct tp_cell){0};
	switch (field) {
	case TP_initiative_technology:
		return tp_cells_text(tp_page_name(page, TP_KIND_technology, value->text));
	case TP_initiative_synergies:
		return tp_cells_text(joined(page, value, TP_KIND_initiative));
	case TP_initiative_proven_in:
		return tp_cells_text(joined(page, value, TP_KIND_municipality));
	default:
		return tp_cells_field(page, card->initiative, field);
	}
}

/* Problem, purpose, solution, technology, coherence, competence need, transfer (C8): what has been filled in. */
static void make_card(struct card *card)
{
	static const enum tp_field fields[] = {
		TP_initiative_problem,
		TP_initiative_problem_areas,
		TP_initiative_goals,
		TP_initiative_technology,
		TP_initiative_solution,
		TP_initiative_type,
		TP_initiative_effect,
		TP_initiative_potential,
		TP_initiative_synergies,
		TP_initiative_competencies,
		TP_initiative_transferable_to,
		TP_initiative_proven_in,
		TP_initiative_replaces,
		TP_initiative_decision_reason,
		TP_initiative_owner_statement,
	};
	enum { FIELDS = sizeof fields / sizeof *fields };
	struct tp_page *page = card->page;
	size_t n = 0, row = 0;
	for (size_t i = 0; i < FIELDS; i++)
		n += tp_record_has(card->initiative, fields[i]);
	struct tp_block *block = n > 0 ? tp_document_table(page->doc, card->section, 2, n) : NULL;
	tp_block_column(block, 0, "field", tp_page_word(page, TP_LABEL_card_field));
	tp_block_column(block, 1, "text", tp_page_word(page, TP_LABEL_card_says));
	for (size_t i = 0; block && i < FIELDS; i++) {
		if (!tp_record_has(card->initiative, fields[i]))
			continue;
		const struct tp_cell cells[] = {
			tp_cell_text(tp_names_at(tp_field_info(fields[i])->header[page->doc->lang], 0)),
			cell_of(card, fields[i])};
		tp_cells_row(page, block, row++, cells, 2);
	}
}

/* --- what those asked say --- */

static void make_guideposts(struct card *card)
{
	struct tp_page *page = card->page;
	size_t n;
	struct tp_standing standing =
		tp_standing_of(card->question, tp_page_latest(page, "card", "initiative", card->id));
	if (!standing.any)
		return;
	struct tp_text *keys = tp_standing_dimensions(page, &standing, &n);
	const struct tp_column columns[] = {tp_cells_column(page, "guidepost", TP_LABEL_guideposts),
		tp_cells_column(page, "mean", TP_LABEL_mean), tp_cells_column(page, "n", TP_LABEL_answers)};
	struct tp_block *block = keys ? tp_document_chart(page->doc, card->section, TP_CHART_BARS, 3, n) : NULL;
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_record *score =
			tp_standing_score(&standing, (struct tp_text){0}, TP_score_level_dimension, keys[i]);
		const struct tp_cell cells[] = {tp_cell_text(tp_standing_title(&standing, keys[i], page->doc->lang)),
			tp_cells_number(score, TP_score_mean, 2), tp_cells_number(score, TP_score_n, 0)};
		tp_cells_row(page, block, i, cells, 3);
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_card_guideposts);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	if (standing.instrument)
		block->chart->x =
			(struct tp_axis){.min = standing.instrument->min, .max = standing.instrument->max, .step = 1};
}

/* The dimension with the lowest mean, as "name (mean)". */
static struct tp_text lowest_of(struct card *card, const struct tp_standing *standing)
{
	struct tp_page *page = card->page;
	size_t n;
	struct tp_text *keys = tp_standing_dimensions(page, standing, &n), lowest = {0};
	double least = 0, mean;
	for (size_t i = 0; keys && i < n; i++)
		if (tp_standing_mean(standing, (struct tp_text){0}, TP_score_level_dimension, keys[i], &mean) &&
			(!lowest.ptr || mean < least)) {
			least = mean;
			lowest = keys[i];
		}
	if (!lowest.ptr)
		return lowest;
	struct tp_pair parts[] = {
		tp_page_pair("title", tp_value_text(tp_standing_title(standing, lowest, page->doc->lang))),
		tp_page_pair("mean", tp_value_num(least))};
	return tp_page_words(page, TP_LABEL_maturity_standing, parts, 2);
}

/* The questionnaires about the initiative, a row each; ethics among them. */
static void make_surveys(struct card *card)
{
	static const char *const instruments[] = {"questions", "business-case", "all-round", "ethics", "readiness",
		"story", "implementation", "context-difference"};
	enum { INSTRUMENTS = sizeof instruments / sizeof *instruments };
	struct tp_page *page = card->page;
	const struct tp_record *latest[INSTRUMENTS];
	size_t n = 0;
	for (size_t i = 0; i < INSTRUMENTS; i++)
		if ((latest[n] = tp_page_latest(page, instruments[i], "initiative", card->id)) != NULL)
			n++;
	const struct tp_column columns[] = {tp_cells_column(page, "instrument", TP_LABEL_survey),
		tp_cells_column(page, "n", TP_LABEL_answers), tp_cells_column(page, "mean", TP_LABEL_mean),
		tp_cells_column(page, "lowest", TP_LABEL_lowest)};
	struct tp_block *block = n > 0 ? tp_document_table(page->doc, card->section, 4, n) : NULL;
	tp_cells_columns(block, columns, 4);
	for (size_t i = 0; block && i < n; i++) {
		struct tp_standing standing = tp_standing_of(card->question, latest[i]);
		const struct tp_record *total =
			tp_standing_score(&standing, (struct tp_text){0}, TP_score_level_total, tp_text_of("total"));
		const struct tp_cell cells[] = {
			tp_cell_text(standing.instrument ? standing.instrument->title[page->doc->lang]
							 : tp_record_id(latest[i], TP_score_instrument)),
			tp_cells_number(total, TP_score_respondents, 0), tp_cells_number(total, TP_score_mean, 2),
			tp_cells_text(lowest_of(card, &standing))};
		tp_cells_row(page, block, i, cells, 4);
	}
	if (block)
		block->table.caption = tp_page_word(page, TP_LABEL_card_surveys);
}

/* --- time and people --- */

static int by_due(const void *a, const void *b)
{
	const struct tp_record *left = *(const struct tp_record *const *)a,
			       *right = *(const struct tp_record *const *)b;
	int32_t x = 0, y = 0;
	tp_record_day(left, TP_milestone_due, &x);
	tp_record_day(right, TP_milestone_due, &y);
	return x != y ? (x < y ? -1 : 1)
		: tp_text_compare(tp_record_id(left, TP_milestone_title), tp_record_id(right, TP_milestone_title));
}

static void make_milestones(struct card *card)
{
	struct tp_page *page = card->page;
	size_t n;
	struct tp_record *const *rows = tp_set_of(page->set, TP_KIND_milestone, card->id, &n);
	const struct tp_record **all = tp_arena_array(page->doc->arena, n + 1, sizeof *all);
	page->doc->failed |= !all;
	for (size_t i = 0; all && i < n; i++)
		all[i] = rows[i];
	if (all && n > 1)
		qsort(all, n, sizeof *all, by_due);
	const struct tp_column columns[] = {tp_cells_column(page, "milestone", TP_LABEL_milestone),
		tp_cells_column(page, "due", TP_LABEL_due), tp_cells_column(page, "done", TP_LABEL_done)};
	struct tp_block *block =
		all && n > 0 ? tp_document_chart(page->doc, card->section, TP_CHART_TIMELINE, 3, n) : NULL;
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_cell cells[] = {tp_cells_field(page, all[i], TP_milestone_title),
			tp_cells_field(page, all[i], TP_milestone_due),
			tp_cells_field(page, all[i], TP_milestone_done)};
		tp_cells_row(page, block, i, cells, 3);
		tp_block_place(block, i, tp_page_places(page, &all[i], 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_card_milestones);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->now = page->doc->as_of;
}

static void list_roles(struct card *card)
{
	static const int codes[] = {TP_role_owner, TP_role_leader, TP_role_agent, TP_role_target};
	enum { CODES = sizeof codes / sizeof *codes };
	struct tp_page *page = card->page;
	struct tp_text items[CODES];
	size_t n = 0, holders;
	for (size_t i = 0; i < CODES; i++) {
		struct tp_text names = tp_crew_holders(page, card->id, codes[i], &holders);
		struct tp_pair parts[] = {
			tp_page_pair("role", tp_value_code(codes[i])), tp_page_pair("names", tp_value_text(names))};
		if (holders > 0)
			items[n++] = tp_page_words(page, TP_LABEL_card_roles, parts, 2);
	}
	struct tp_block *list = n > 0 ? tp_document_list(page->doc, card->section, n) : NULL;
	for (size_t i = 0; i < n; i++)
		tp_block_item(list, i, items[i], (struct tp_text){0});
}

/* --- what was found --- */

static void list_findings(struct card *card)
{
	struct tp_page *page = card->page;
	struct tp_picks picks = tp_page_picks_of(page, card->light->n);
	for (size_t i = 0; picks.items && i < card->light->n; i++) {
		int severity;
		if (tp_record_code(card->light->findings[i], TP_finding_severity, &severity) &&
			severity >= TP_severity_watch)
			picks.items[picks.n++] = card->light->findings[i];
	}
	if (picks.n == 0)
		return;
	tp_document_paragraph(page->doc, card->section, tp_page_word(page, TP_LABEL_card_findings));
	tp_page_items(page, card->section, picks);
}

/* --- the report --- */

static void make(struct card *card)
{
	card->section =
		tp_document_section(card->page->doc, "card", tp_record_id(card->initiative, TP_initiative_title));
	make_head(card);
	make_card(card);
	tp_tables_realised(card->page, card->section, card->id);
	make_guideposts(card);
	make_surveys(card);
	list_roles(card);
	make_milestones(card);
	list_findings(card);
}

int tp_card_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-score", NULL}, {"tp-portfolio", "check"}, {"tp-roles", "coverage"}};
	struct tp_page page;
	if (tp_page_init(&page, question->set, doc, err) < 0)
		return -1;
	doc->title = tp_page_word(&page, TP_LABEL_card_title);
	doc->subtitle = tp_page_subtitle(&page, (struct tp_text){0});
	doc->entry_columns[1] = tp_cells_column(&page, "place", TP_LABEL_where); /* the title is a fact */
	if (page.lights.n == 0)
		tp_document_paragraph(doc, tp_document_section(doc, "none", (struct tp_text){0}),
			tp_page_word(&page, TP_LABEL_weekly_empty));
	for (size_t i = 0; i < page.lights.n; i++) {
		const struct tp_light *light = &page.lights.items[i];
		struct card card = {.page = &page,
			.question = question,
			.light = light,
			.initiative = light->initiative,
			.id = tp_record_id(light->initiative, TP_initiative_id)};
		make(&card);
	}
	tp_basis_add(&page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&page);
	return doc->failed ? tp_err_memory(err) : 0;
}
