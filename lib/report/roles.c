#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/crew.h"

enum {
	RUNGS = TP_involvement_inform - TP_involvement_responsible + 1,
	STAGES = TP_stage_acceptance - TP_stage_ignoring + 1
};

/* A group around an initiative of the page. */
struct group {
	const struct tp_record *row;
	struct tp_text title; /* the group, and the initiative where there are several */
	int now, needed;      /* rungs from the lowest, 1 …; 0: not told */
};

struct roles {
	struct tp_page page;
	struct group *groups;
	size_t n;
	struct tp_text *rungs, *stages; /* kept with the page, whose charts have them */
};

static bool is_live(const struct tp_light *light)
{
	return light->state != TP_STATE_NONE;
}

/* --- the groups --- */

/* The codes go from the highest rung down. */
static int rung_of(const struct tp_record *row, enum tp_field field)
{
	int code;
	return tp_record_code(row, field, &code) ? TP_involvement_inform - code + 1 : 0;
}

static void find_groups(struct roles *roles)
{
	struct tp_page *page = &roles->page;
	size_t most, live = 0;
	tp_set_all(page->set, TP_KIND_stakeholder, &most);
	roles->groups = tp_arena_array(page->doc->arena, most + 1, sizeof *roles->groups);
	page->doc->failed |= !roles->groups;
	for (size_t i = 0; i < page->lights.n; i++)
		live += is_live(&page->lights.items[i]);
	for (size_t i = 0; roles->groups && i < page->lights.n; i++) {
		const struct tp_record *initiative = page->lights.items[i].initiative;
		size_t n;
		if (!is_live(&page->lights.items[i]))
			continue;
		const struct tp_record **rows = tp_crew_groups(page, tp_record_id(initiative, TP_initiative_id), &n);
		for (size_t j = 0; rows && j < n; j++) {
			struct tp_pair names[] = {
				tp_page_pair("group", *tp_record_value(rows[j], TP_stakeholder_group)),
				tp_page_pair("initiative", tp_value_text(tp_page_title(page, initiative)))};
			roles->groups[roles->n++] = (struct group){rows[j],
				live > 1 ? tp_page_words(page, TP_LABEL_group_in, names, 2)
					 : tp_record_id(rows[j], TP_stakeholder_group),
				rung_of(rows[j], TP_stakeholder_involvement),
				rung_of(rows[j], TP_stakeholder_involvement_needed)};
		}
	}
}

/* --- who holds what --- */

/* Initiatives by roles, with the names: what is empty is the finding. */
static void make_coverage(struct roles *roles)
{
	static const int codes[] = {TP_role_owner, TP_role_leader, TP_role_agent, TP_role_target};
	static const enum tp_label titles[] = {TP_LABEL_owner, TP_LABEL_leader, TP_LABEL_agents, TP_LABEL_target_group};
	enum { CODES = sizeof codes / sizeof *codes, COLUMNS = CODES + 2 };
	struct tp_page *page = &roles->page;
	struct tp_column columns[COLUMNS] = {tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "phase", TP_LABEL_phase)};
	size_t n = 0, row = 0;
	for (size_t i = 0; i < CODES; i++)
		columns[i + 2] = tp_cells_column(page, tp_code_slug(codes[i]), titles[i]);
	for (size_t i = 0; i < page->lights.n; i++)
		n += is_live(&page->lights.items[i]);
	if (n == 0)
		return;
	struct tp_section *section =
		tp_document_section(page->doc, "coverage", tp_page_word(page, TP_LABEL_roles_coverage));
	struct tp_block *block = tp_document_table(page->doc, section, COLUMNS, n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < page->lights.n; i++) {
		const struct tp_record *initiative = page->lights.items[i].initiative;
		if (!is_live(&page->lights.items[i]))
			continue;
		struct tp_cell cells[COLUMNS] = {tp_cell_text(tp_page_title(page, initiative)),
			tp_cells_field(page, initiative, TP_initiative_phase)};
		for (size_t j = 0; j < CODES; j++) {
			size_t holders;
			cells[j + 2] = tp_cells_text(
				tp_crew_holders(page, tp_record_id(initiative, TP_initiative_id), codes[j], &holders));
		}
		tp_block_place(block, row, tp_page_places(page, &initiative, 1));
		tp_cells_row(page, block, row++, cells, COLUMNS);
	}
}

/* --- the ladder --- */

static int by_gap(const void *a, const void *b)
{
	const struct group *left = a, *right = b;
	int order = (right->needed - right->now) - (left->needed - left->now);
	return order ? order : tp_text_compare(left->title, right->title);
}

/* Groups that are lower than they need to be, the farthest first; of the others how many there are. */
static void make_ladder(struct roles *roles)
{
	struct tp_page *page = &roles->page;
	size_t told = 0, n = 0;
	struct group *lower = tp_arena_array(page->doc->arena, roles->n + 1, sizeof *lower);
	page->doc->failed |= !lower;
	for (size_t i = 0; lower && i < roles->n; i++) {
		told += roles->groups[i].now > 0 && roles->groups[i].needed > 0;
		if (roles->groups[i].now > 0 && roles->groups[i].needed > roles->groups[i].now)
			lower[n++] = roles->groups[i];
	}
	if (told == 0)
		return;
	if (n > 1)
		qsort(lower, n, sizeof *lower, by_gap);
	struct tp_section *section =
		tp_document_section(page->doc, "involvement", tp_page_word(page, TP_LABEL_roles_ladder));
	struct tp_pair counts[] = {tp_page_pair("told", tp_value_num((double)told)),
		tp_page_pair("enough", tp_value_num((double)(told - n)))};
	tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_ladder_about, counts, 2));
	const struct tp_column columns[] = {tp_cells_column(page, "group", TP_LABEL_roles_group),
		tp_cells_column(page, "involvement", TP_LABEL_now),
		tp_cells_column(page, "involvement_needed", TP_LABEL_needed)};
	struct tp_block *block = n > 0 ? tp_document_chart(page->doc, section, TP_CHART_LADDER, 3, n) : NULL;
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_cell cells[] = {tp_cell_text(lower[i].title),
			tp_cell_text(roles->rungs[lower[i].now - 1]), tp_cell_text(roles->rungs[lower[i].needed - 1])};
		tp_cells_row(page, block, i, cells, 3);
		tp_block_place(block, i, tp_page_places(page, &lower[i].row, 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_ladder_of);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x = (struct tp_axis){.ticks = roles->rungs, .ticks_n = RUNGS};
}

/* --- the curve --- */

static void make_curve(struct roles *roles)
{
	static const enum tp_label helps[STAGES] = {
		TP_LABEL_help_ignoring, TP_LABEL_help_rejection, TP_LABEL_help_counterplay, TP_LABEL_help_fighting,
		TP_LABEL_help_doubt, TP_LABEL_help_cooperation, TP_LABEL_help_acceptance,
	};
	struct tp_page *page = &roles->page;
	const struct group **shown = tp_arena_array(page->doc->arena, roles->n + 1, sizeof *shown);
	size_t n = 0, used[STAGES] = {0}, stages = 0;
	double stage;
	page->doc->failed |= !shown;
	for (size_t i = 0; shown && i < roles->n; i++)
		if (tp_record_num(roles->groups[i].row, TP_stakeholder_stage, &stage) &&
			tp_crew_may_show(page, roles->groups[i].row)) {
			shown[n++] = &roles->groups[i];
			stages += used[(size_t)stage - 1]++ == 0;
		}
	if (n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "curve", tp_page_word(page, TP_LABEL_roles_curve));
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_curve_about));
	const struct tp_column columns[] = {tp_cells_column(page, "group", TP_LABEL_roles_group),
		tp_cells_column(page, "stage", TP_LABEL_stage), tp_cells_column(page, "heads", TP_LABEL_heads)};
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_CURVE, 3, n);
	tp_cells_columns(block, columns, 3);
	for (size_t i = 0; block && i < n; i++) {
		tp_record_num(shown[i]->row, TP_stakeholder_stage, &stage);
		const struct tp_cell cells[] = {tp_cell_text(shown[i]->title),
			tp_cell_text(roles->stages[(size_t)stage - 1]),
			tp_cell_number(tp_crew_heads(shown[i]->row), 0)};
		tp_cells_row(page, block, i, cells, 3);
		tp_block_place(block, i, tp_page_places(page, &shown[i]->row, 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_curve_of);
	tp_block_series(block, 1, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->x = (struct tp_axis){.ticks = roles->stages, .ticks_n = STAGES};
	struct tp_block *list = tp_document_list(page->doc, section, stages);
	for (size_t i = 0, item = 0; i < STAGES; i++) {
		struct tp_pair parts[] = {tp_page_pair("stage", tp_value_text(roles->stages[i])),
			tp_page_pair("groups", tp_value_num((double)used[i]))};
		if (used[i] > 0)
			tp_block_item(list, item++, tp_page_words(page, TP_LABEL_curve_stage, parts, 2),
				tp_page_word(page, helps[i]));
	}
}

/* --- mindsets --- */

static void make_mindset(struct roles *roles)
{
	static const enum tp_field parts[] = {
		TP_stakeholder_optimists, TP_stakeholder_passive, TP_stakeholder_sceptics, TP_stakeholder_watchdogs};
	static const enum tp_label leads[] = {
		TP_LABEL_lead_optimists, TP_LABEL_lead_passive, TP_LABEL_lead_sceptics, TP_LABEL_lead_watchdogs};
	enum { PARTS = sizeof parts / sizeof *parts };
	struct tp_page *page = &roles->page;
	size_t n = 0, row = 0;
	for (size_t i = 0; i < roles->n; i++)
		n += tp_record_has(roles->groups[i].row, TP_stakeholder_optimists) &&
		     tp_crew_may_show(page, roles->groups[i].row);
	if (n == 0)
		return;
	struct tp_section *section =
		tp_document_section(page->doc, "mindset", tp_page_word(page, TP_LABEL_roles_mindset));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_STACKED, PARTS + 1, n);
	if (!block)
		return;
	tp_block_column(block, 0, "group", tp_page_word(page, TP_LABEL_roles_group));
	for (size_t i = 0; i < PARTS; i++) {
		tp_block_column(block, i + 1, tp_field_info(parts[i])->name,
			tp_names_at(tp_field_info(parts[i])->header[page->doc->lang], 0));
		tp_block_series(block, i + 1, TP_NO_COLUMN, TP_NO_COLUMN);
	}
	for (size_t i = 0; i < roles->n; i++) {
		const struct tp_record *group = roles->groups[i].row;
		if (!tp_record_has(group, TP_stakeholder_optimists) || !tp_crew_may_show(page, group))
			continue;
		struct tp_cell cells[PARTS + 1] = {tp_cell_text(roles->groups[i].title)};
		for (size_t j = 0; j < PARTS; j++)
			cells[j + 1] = tp_cells_number(group, parts[j], 0);
		tp_block_place(block, row, tp_page_places(page, &group, 1));
		tp_cells_row(page, block, row++, cells, PARTS + 1);
	}
	block->table.caption = tp_page_word(page, TP_LABEL_mindset_of);
	struct tp_block *list = tp_document_list(page->doc, section, PARTS);
	for (size_t i = 0; list && i < PARTS; i++)
		tp_block_item(list, i, tp_page_word(page, leads[i]), (struct tp_text){0});
}

/* --- who carries what --- */

static bool is_on_page(const struct tp_page *page, const struct tp_record *duty)
{
	const struct tp_value *ids = tp_record_value(duty, TP_duty_initiatives);
	for (size_t i = 0; ids->type == TP_LIST && i < ids->list.n; i++)
		for (size_t j = 0; j < page->lights.n; j++)
			if (tp_text_compare(ids->list.items[i].text,
				    tp_record_id(page->lights.items[j].initiative, TP_initiative_id)) == 0)
				return true;
	return false;
}

/* The most active first, then by hours. */
static int by_load(const void *a, const void *b)
{
	static const enum tp_field fields[] = {TP_duty_active, TP_duty_hours};
	const struct tp_record *left = *(const struct tp_record *const *)a,
			       *right = *(const struct tp_record *const *)b;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		double x = 0, y = 0;
		tp_record_num(left, fields[i], &x);
		tp_record_num(right, fields[i], &y);
		if (x != y)
			return x > y ? -1 : 1;
	}
	return tp_text_compare(tp_record_id(left, TP_duty_person), tp_record_id(right, TP_duty_person));
}

/* {role: count} as words. */
static struct tp_text roles_of(struct tp_page *page, const struct tp_record *duty)
{
	const struct tp_value *map = tp_record_value(duty, TP_duty_roles);
	size_t most = map->type == TP_MAP ? map->map.n : 0, n = 0;
	struct tp_value names = tp_value_list(page->doc->arena, most);
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < most; i++) {
		int code = tp_code_find(TP_ENUM_role, map->map.pairs[i].key);
		struct tp_pair parts[] = {
			tp_page_pair("role",
				code == TP_CODE_none ? tp_value_text(map->map.pairs[i].key) : tp_value_code(code)),
			tp_page_pair("count", map->map.pairs[i].value)};
		names.list.items[n++] = tp_value_text(tp_page_words(page, TP_LABEL_role_count, parts, 2));
	}
	struct tp_pair all = tp_page_pair("names", names);
	return n > 0 ? tp_page_words(page, TP_LABEL_names, &all, 1) : (struct tp_text){0};
}

static void make_load(struct roles *roles)
{
	struct tp_page *page = &roles->page;
	size_t all_n, n = 0;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_duty, &all_n);
	const struct tp_record **duties = tp_arena_array(page->doc->arena, all_n + 1, sizeof *duties);
	page->doc->failed |= !duties;
	for (size_t i = 0; duties && i < all_n; i++)
		if (is_on_page(page, all[i]))
			duties[n++] = all[i];
	if (n == 0)
		return;
	if (n > 1)
		qsort(duties, n, sizeof *duties, by_load);
	const struct tp_column columns[] = {
		tp_cells_column(page, "person", TP_LABEL_who),
		tp_cells_column(page, "active", TP_LABEL_active),
		tp_cells_column(page, "hours", TP_LABEL_weekly_hours),
		tp_cells_column(page, "without_hours", TP_LABEL_without_hours),
		tp_cells_column(page, "roles", TP_LABEL_roles_held),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct tp_section *section = tp_document_section(page->doc, "load", tp_page_word(page, TP_LABEL_roles_load));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_BARS, COLUMNS, n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_cell cells[COLUMNS] = {
			tp_cells_field(page, duties[i], TP_duty_person),
			tp_cells_number(duties[i], TP_duty_active, 0),
			tp_cells_number(duties[i], TP_duty_hours, 1),
			tp_cells_number(duties[i], TP_duty_without_hours, 0),
			tp_cells_text(roles_of(page, duties[i])),
		};
		tp_cells_row(page, block, i, cells, COLUMNS);
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_load_of);
	tp_block_series(block, 2, TP_NO_COLUMN, TP_NO_COLUMN);
}

/* --- the report --- */

/* What to act on and keep an eye on, the gravest first; what only tells stands above already. */
static bool is_worth_talking(const struct tp_record *finding)
{
	return tp_text_is(finding->by, "tp-roles") && !tp_page_is_of(finding, TP_severity_info);
}

int tp_roles_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-roles", NULL}, {"tp-roles", "coverage"}, {"tp-roles", "load"}};
	struct roles roles = {.n = 0};
	if (tp_page_init(&roles.page, question->set, doc, err) < 0)
		return -1;
	roles.rungs = tp_arena_array(doc->arena, RUNGS, sizeof *roles.rungs);
	roles.stages = tp_arena_array(doc->arena, STAGES, sizeof *roles.stages);
	if (!roles.rungs || !roles.stages)
		return tp_err_memory(err);
	for (int i = 0; i < RUNGS; i++)
		roles.rungs[i] = tp_code_title(TP_involvement_inform - i, doc->lang);
	for (int i = 0; i < STAGES; i++)
		roles.stages[i] = tp_code_title(TP_stage_ignoring + i, doc->lang);
	doc->title = tp_page_word(&roles.page, TP_LABEL_roles_title);
	doc->subtitle = tp_page_subtitle(&roles.page, (struct tp_text){0});
	find_groups(&roles);
	if (roles.page.lights.n == 0)
		tp_document_paragraph(doc, tp_document_section(doc, "coverage", (struct tp_text){0}),
			tp_page_word(&roles.page, TP_LABEL_weekly_empty));
	make_coverage(&roles);
	make_ladder(&roles);
	make_curve(&roles);
	make_mindset(&roles);
	make_load(&roles);
	tp_page_worth(&roles.page, "findings", TP_LABEL_worth_talking, is_worth_talking);
	tp_basis_add(&roles.page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&roles.page);
	return doc->failed ? tp_err_memory(err) : 0;
}
