#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/crew.h"
#include "tp/scope.h"
#include "tp/standing.h"
#include "tp/tables.h"

enum { STAGES = TP_stage_acceptance - TP_stage_ignoring + 1 };

struct closing {
	struct tp_page page;
	const struct tp_question *question;
	struct tp_text *stages; /* kept with the page */
	struct tp_text id, name; /* of the municipality at hand */
};

static struct tp_section *begin(struct closing *closing, const char *name, enum tp_label title)
{
	struct tp_pair municipality = tp_page_pair("municipality", tp_value_text(closing->name));
	return tp_document_section(closing->page.doc, name, tp_page_words(&closing->page, title, &municipality, 1));
}

/* An initiative of the municipality that was not stopped. */
static bool is_own(const struct closing *closing, const struct tp_light *light)
{
	return light->state != TP_STATE_NONE &&
		tp_text_compare(tp_record_id(light->initiative, TP_initiative_municipality), closing->id) == 0;
}

static bool is_daily_life(const struct tp_record *initiative)
{
	int phase;
	return tp_record_code(initiative, TP_initiative_phase, &phase) && phase == TP_phase_operation;
}

/* --- what was set out to do, and what is not yet daily life --- */

static void make_initiatives(struct closing *closing, struct tp_section *section, bool open_only)
{
	struct tp_page *page = &closing->page;
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "goals", TP_LABEL_goals),
		tp_cells_column(page, "started", TP_LABEL_started),
		tp_cells_column(page, "phase", TP_LABEL_phase),
		tp_cells_column(page, "light", TP_LABEL_light),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	size_t n = 0, row = 0;
	for (size_t i = 0; i < page->lights.n; i++)
		n += is_own(closing, &page->lights.items[i]) &&
		     !(open_only && is_daily_life(page->lights.items[i].initiative));
	struct tp_block *block = n > 0 ? tp_document_table(page->doc, section, COLUMNS, n) : NULL;
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < page->lights.n; i++) {
		const struct tp_light *light = &page->lights.items[i];
		if (!is_own(closing, light) || (open_only && is_daily_life(light->initiative)))
			continue;
		const struct tp_cell cells[COLUMNS] = {tp_cells_field(page, light->initiative, TP_initiative_title),
			tp_cells_field(page, light->initiative, TP_initiative_goals),
			tp_cells_field(page, light->initiative, TP_initiative_start),
			tp_cells_field(page, light->initiative, TP_initiative_phase),
			tp_cell_state(light->state, tp_light_word(light->state, page->doc->lang))};
		tp_block_place(block, row, tp_page_places(page, &light->initiative, 1));
		tp_cells_row(page, block, row++, cells, COLUMNS);
	}
}

static bool is_open(const struct closing *closing, const struct tp_record *challenge)
{
	return !tp_record_has(challenge, TP_challenge_closed) &&
		tp_text_compare(tp_record_id(challenge, TP_challenge_municipality), closing->id) == 0;
}

static void make_open(struct closing *closing)
{
	struct tp_page *page = &closing->page;
	struct tp_section *section = begin(closing, "open", TP_LABEL_closing_open);
	size_t n, open = 0, item = 0, unfinished = 0;
	struct tp_record *const *challenges = tp_set_of(page->set, TP_KIND_challenge, closing->id, &n);
	for (size_t i = 0; i < page->lights.n; i++)
		unfinished +=
			is_own(closing, &page->lights.items[i]) && !is_daily_life(page->lights.items[i].initiative);
	for (size_t i = 0; i < n; i++)
		open += is_open(closing, challenges[i]);
	if (unfinished + open == 0)
		tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_closing_open_none));
	make_initiatives(closing, section, true);
	struct tp_block *list = open > 0 ? tp_document_list(page->doc, section, open) : NULL;
	for (size_t i = 0; list && i < n; i++) {
		const struct tp_record *challenge = challenges[i];
		if (!is_open(closing, challenge))
			continue;
		tp_block_place(list, item, tp_page_places(page, &challenge, 1));
		tp_block_item(list, item++, tp_record_id(challenge, TP_challenge_text), (struct tp_text){0});
	}
}

/* --- maturity from first to last --- */

static void make_profile(struct closing *closing, struct tp_section *section, const struct tp_record *last)
{
	struct tp_page *page = &closing->page;
	const struct tp_record *first = last, *earlier;
	while ((earlier = tp_page_round(page, first, -1)) != NULL)
		first = earlier;
	size_t n;
	struct tp_standing now = tp_standing_of(closing->question, last),
			   then = tp_standing_of(closing->question, first);
	struct tp_text *keys = tp_standing_dimensions(page, &now, &n);
	const struct tp_column columns[] = {tp_cells_column(page, "dimension", TP_LABEL_dimension),
		tp_cells_column(page, "last", TP_LABEL_last_round),
		tp_cells_column(page, "first", TP_LABEL_first_round), tp_cells_column(page, "change", TP_LABEL_change)};
	struct tp_block *block = keys && n > 0 ? tp_document_chart(page->doc, section, TP_CHART_SPIDER, 4, n) : NULL;
	tp_cells_columns(block, columns, 4);
	for (size_t i = 0; block && i < n; i++) {
		double after, before;
		struct tp_cell cells[4] = {tp_cell_text(tp_standing_title(&now, keys[i], page->doc->lang))};
		bool has_after = tp_standing_mean(&now, (struct tp_text){0}, TP_score_level_dimension, keys[i], &after);
		bool has_before = first != last && tp_standing_mean(&then, (struct tp_text){0},
							   TP_score_level_dimension, keys[i], &before);
		if (has_after)
			cells[1] = tp_cell_number(after, 2);
		if (has_before)
			cells[2] = tp_cell_number(before, 2);
		if (has_after && has_before)
			cells[3] = tp_cell_number(after - before, 2);
		tp_cells_row(page, block, i, cells, 4);
	}
	if (!block)
		return;
	struct tp_pair parts[] = {
		tp_page_pair("instrument", tp_value_text(now.instrument ? now.instrument->title[page->doc->lang]
									: tp_record_id(last, TP_score_instrument))),
		tp_page_pair("before", *tp_record_value(first, TP_score_round)),
		tp_page_pair("after", *tp_record_value(last, TP_score_round))};
	block->table.caption = tp_page_words(page, TP_LABEL_closing_maturity_of, parts, 3);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	if (now.instrument)
		block->chart->x = (struct tp_axis){.min = now.instrument->min, .max = now.instrument->max, .step = 1};
}

static void make_maturity(struct closing *closing)
{
	const struct tp_record *last = tp_page_latest(&closing->page, "maturity", "municipality", closing->id);
	struct tp_standing standing = tp_standing_of(closing->question, last);
	if (last && !tp_standing_is_withheld(&standing))
		make_profile(closing, begin(closing, "maturity", TP_LABEL_closing_maturity), last);
}

/* --- the curve from first to last --- */

static struct tp_cell stage_cell(const struct closing *closing, const struct tp_record *row)
{
	double stage;
	return row && tp_record_num(row, TP_stakeholder_stage, &stage)
		       ? tp_cell_text(closing->stages[(size_t)stage - 1])
		       : (struct tp_cell){0};
}

static void make_curve(struct closing *closing)
{
	struct tp_page *page = &closing->page;
	size_t most, n = 0;
	tp_set_all(page->set, TP_KIND_stakeholder, &most);
	const struct tp_record **shown = tp_arena_array(page->doc->arena, most + 1, sizeof *shown);
	page->doc->failed |= !shown;
	for (size_t i = 0; shown && i < page->lights.n; i++) {
		size_t groups_n;
		if (!is_own(closing, &page->lights.items[i]))
			continue;
		const struct tp_record **groups = tp_crew_groups(
			page, tp_record_id(page->lights.items[i].initiative, TP_initiative_id), &groups_n);
		for (size_t j = 0; groups && j < groups_n; j++)
			if (tp_record_has(groups[j], TP_stakeholder_stage) && tp_crew_may_show(page, groups[j]))
				shown[n++] = groups[j];
	}
	if (n == 0)
		return;
	const struct tp_column columns[] = {tp_cells_column(page, "group", TP_LABEL_roles_group),
		tp_cells_column(page, "last", TP_LABEL_last_round),
		tp_cells_column(page, "first", TP_LABEL_first_round)};
	struct tp_section *section = begin(closing, "curve", TP_LABEL_closing_curve);
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_CURVE, 3, n);
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < n; i++) {
		struct tp_pair names[] = {tp_page_pair("group", *tp_record_value(shown[i], TP_stakeholder_group)),
			tp_page_pair("initiative", tp_value_text(tp_page_name(page, TP_KIND_initiative,
							   tp_record_id(shown[i], TP_stakeholder_initiative))))};
		const struct tp_cell cells[] = {tp_cell_text(tp_page_words(page, TP_LABEL_group_in, names, 2)),
			stage_cell(closing, shown[i]), stage_cell(closing, tp_crew_first_stage(page, shown[i]))};
		tp_cells_row(page, block, i, cells, 3);
		tp_block_place(block, i, tp_page_places(page, &shown[i], 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_closing_curve_of);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x = (struct tp_axis){.ticks = closing->stages, .ticks_n = STAGES};
}

/* --- the plan --- */

/* A line of the plan: for what, what, who, when. */
struct line {
	struct tp_text about, what, who;
	struct tp_cell when;
	const struct tp_record *record;
};

static struct tp_text owner_of(struct closing *closing, struct tp_text initiative)
{
	size_t n;
	struct tp_text leader = tp_crew_holders(&closing->page, initiative, TP_role_leader, &n);
	return n > 0 ? leader : tp_crew_holders(&closing->page, initiative, TP_role_owner, &n);
}

/* Two findings of a kind have one advice. */
static bool is_said(const struct line *lines, size_t n, struct tp_text what)
{
	for (size_t i = 0; i < n; i++)
		if (tp_text_compare(lines[i].what, what) == 0)
			return true;
	return false;
}

/* The open milestones of an initiative, and what calls for action, by its advice. */
static size_t add_initiative(struct closing *closing, const struct tp_light *light, struct line *lines)
{
	struct tp_page *page = &closing->page;
	struct tp_text id = tp_record_id(light->initiative, TP_initiative_id), who = owner_of(closing, id);
	struct tp_text title = tp_record_id(light->initiative, TP_initiative_title);
	size_t n, made = 0;
	struct tp_record *const *milestones = tp_set_of(page->set, TP_KIND_milestone, id, &n);
	for (size_t i = 0; i < light->n; i++) {
		int severity;
		struct tp_text advice = tp_page_side(page, light->findings[i], TP_finding_advice);
		if (tp_record_code(light->findings[i], TP_finding_severity, &severity) && severity == TP_severity_act &&
			!is_said(lines, made, advice))
			lines[made++] = (struct line){title, advice, who, {.type = TP_CELL_EMPTY}, light->findings[i]};
	}
	for (size_t i = 0; i < n; i++)
		if (!tp_record_has(milestones[i], TP_milestone_done))
			lines[made++] = (struct line){title, tp_record_id(milestones[i], TP_milestone_title), who,
				tp_cells_field(page, milestones[i], TP_milestone_due), milestones[i]};
	return made;
}

static struct line *gather_plan(struct closing *closing, size_t *n)
{
	struct tp_page *page = &closing->page;
	size_t most, milestones, challenges_n;
	struct tp_record *const *challenges = tp_set_of(page->set, TP_KIND_challenge, closing->id, &challenges_n);
	most = challenges_n;
	for (size_t i = 0; i < page->lights.n; i++)
		if (is_own(closing, &page->lights.items[i])) {
			tp_set_of(page->set, TP_KIND_milestone,
				tp_record_id(page->lights.items[i].initiative, TP_initiative_id), &milestones);
			most += milestones + page->lights.items[i].n;
		}
	struct line *lines = tp_arena_array(page->doc->arena, most + 1, sizeof *lines);
	*n = 0;
	page->doc->failed |= !lines;
	for (size_t i = 0; lines && i < page->lights.n; i++)
		if (is_own(closing, &page->lights.items[i]))
			*n += add_initiative(closing, &page->lights.items[i], lines + *n);
	for (size_t i = 0; lines && i < challenges_n; i++)
		if (is_open(closing, challenges[i]))
			lines[(*n)++] = (struct line){closing->name, tp_record_id(challenges[i], TP_challenge_text),
				{0}, {.type = TP_CELL_EMPTY}, challenges[i]};
	return lines;
}

static void make_plan(struct closing *closing)
{
	struct tp_page *page = &closing->page;
	size_t n;
	struct line *lines = gather_plan(closing, &n);
	if (n == 0)
		return;
	const struct tp_column columns[] = {tp_cells_column(page, "about", TP_LABEL_card_field),
		tp_cells_column(page, "what", TP_LABEL_plan_what), tp_cells_column(page, "who", TP_LABEL_who),
		tp_cells_column(page, "when", TP_LABEL_plan_when)};
	struct tp_section *section = begin(closing, "plan", TP_LABEL_closing_plan);
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_closing_plan_about));
	struct tp_block *block = tp_document_table(page->doc, section, 4, n);
	tp_cells_columns(block, columns, 4);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_cell cells[] = {tp_cells_text(lines[i].about), tp_cells_text(lines[i].what),
			tp_cells_text(lines[i].who), lines[i].when};
		tp_cells_row(page, block, i, cells, 4);
		tp_block_place(block, i, tp_page_places(page, &lines[i].record, 1));
	}
}

/* --- the report --- */

static void make(struct closing *closing)
{
	struct tp_page *page = &closing->page;
	make_initiatives(closing, begin(closing, "set-out", TP_LABEL_closing_set_out), false);
	struct tp_section *section = begin(closing, "benefits", TP_LABEL_closing_benefits);
	if (!tp_tables_realised(page, section, closing->id))
		tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_closing_benefits_none));
	make_maturity(closing);
	make_curve(closing);
	make_open(closing);
	make_plan(closing);
}

static int by_id(const void *a, const void *b)
{
	return tp_text_compare(*(const struct tp_text *)a, *(const struct tp_text *)b);
}

/* The municipalities of the page's initiatives, each once. */
static struct tp_text *find_municipalities(struct tp_page *page, size_t *n)
{
	struct tp_text *ids = tp_arena_array(page->doc->arena, page->lights.n + 1, sizeof *ids);
	size_t found = 0;
	*n = 0;
	page->doc->failed |= !ids;
	for (size_t i = 0; ids && i < page->lights.n; i++)
		ids[found++] = tp_record_id(page->lights.items[i].initiative, TP_initiative_municipality);
	if (found > 1)
		qsort(ids, found, sizeof *ids, by_id);
	for (size_t i = 0; i < found; i++)
		if (i == 0 || tp_text_compare(ids[i], ids[*n - 1]) != 0)
			ids[(*n)++] = ids[i];
	return ids;
}

int tp_closing_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-portfolio", "check"}, {"tp-roles", "coverage"}};
	struct closing closing = {.question = question};
	size_t n;
	if (tp_page_init(&closing.page, question->set, doc, err) < 0)
		return -1;
	closing.stages = tp_arena_array(doc->arena, STAGES, sizeof *closing.stages);
	if (!closing.stages)
		return tp_err_memory(err);
	for (int i = 0; i < STAGES; i++)
		closing.stages[i] = tp_code_title(TP_stage_ignoring + i, doc->lang);
	doc->title = tp_page_word(&closing.page, TP_LABEL_closing_title);
	doc->subtitle = tp_page_subtitle(&closing.page, (struct tp_text){0});
	struct tp_text *ids = find_municipalities(&closing.page, &n);
	if (n == 0)
		tp_document_paragraph(doc, tp_document_section(doc, "none", (struct tp_text){0}),
			tp_page_word(&closing.page, TP_LABEL_closing_none));
	for (size_t i = 0; i < n; i++) {
		closing.id = ids[i];
		closing.name = tp_page_name(&closing.page, TP_KIND_municipality, ids[i]);
		make(&closing);
	}
	tp_basis_add(&closing.page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&closing.page);
	return doc->failed ? tp_err_memory(err) : 0;
}
