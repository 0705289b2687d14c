#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/day.h"
#include "tp/scope.h"
#include "tp/transfer.h"

enum { MONTHS = 18 };

/* A municipality of the page. */
struct place {
	const struct tp_record *record;
	struct tp_text id, name;
	const struct tp_record *cluster; /* it is a member of; or NULL */
	size_t lights[TP_STATE_GREY + 1], initiatives;
	double robots, robots_target;
};

struct partnership {
	struct tp_page page;
	struct place *places;
	size_t n;
};

/* --- the municipalities --- */

static bool has_id(const struct tp_value *ids, struct tp_text id)
{
	for (size_t i = 0; ids->type == TP_LIST && i < ids->list.n; i++)
		if (tp_text_compare(ids->list.items[i].text, id) == 0)
			return true;
	return false;
}

static const struct tp_record *cluster_of(const struct tp_page *page, struct tp_text id)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_cluster, &n);
	for (size_t i = 0; i < n; i++)
		if (has_id(tp_record_value(all[i], TP_cluster_members), id))
			return all[i];
	return NULL;
}

static void count_initiatives(const struct tp_page *page, struct place *place)
{
	for (size_t i = 0; i < page->lights.n; i++) {
		const struct tp_light *light = &page->lights.items[i];
		double robots;
		if (tp_text_compare(tp_record_id(light->initiative, TP_initiative_municipality), place->id) != 0)
			continue;
		place->lights[light->state]++;
		place->initiatives += light->state != TP_STATE_NONE;
		if (tp_record_num(light->initiative, TP_initiative_robots, &robots))
			place->robots += robots;
		if (tp_record_num(light->initiative, TP_initiative_robots_target, &robots))
			place->robots_target += robots;
	}
}

static int by_cluster(const void *a, const void *b)
{
	const struct place *left = a, *right = b;
	if (!left->cluster != !right->cluster)
		return left->cluster ? -1 : 1;
	int order = left->cluster ? tp_text_compare(tp_record_id(left->cluster, TP_cluster_id),
					    tp_record_id(right->cluster, TP_cluster_id))
				  : 0;
	return order ? order : tp_text_compare(left->id, right->id);
}

static void find_places(struct partnership *all)
{
	struct tp_page *page = &all->page;
	size_t n;
	struct tp_record *const *records = tp_set_all(page->set, TP_KIND_municipality, &n);
	all->places = tp_arena_array(page->doc->arena, n + 1, sizeof *all->places);
	page->doc->failed |= !all->places;
	for (size_t i = 0; all->places && i < n; i++) {
		struct place *place = &all->places[all->n];
		if (!tp_scope_has(page->set, records[i], page->doc->scope))
			continue;
		*place = (struct place){.record = records[i], .id = tp_record_id(records[i], TP_municipality_id)};
		place->name = tp_page_name(page, TP_KIND_municipality, place->id);
		place->cluster = cluster_of(page, place->id);
		count_initiatives(page, place);
		all->n++;
	}
	if (all->places && all->n > 1)
		qsort(all->places, all->n, sizeof *all->places, by_cluster);
}

/* --- the 18 months --- */

static int months_between(int32_t from, int32_t to)
{
	int months = 0;
	while (months < MONTHS && tp_day_add_months(from, months + 1) <= to)
		months++;
	return months;
}

/* The others of its cluster. */
static struct tp_cell fellows_cell(struct tp_page *page, const struct place *place)
{
	const struct tp_value *members = place->cluster ? tp_record_value(place->cluster, TP_cluster_members) : NULL;
	struct tp_value names = tp_value_list(page->doc->arena, members ? members->list.n : 0);
	size_t n = 0;
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; members && names.type == TP_LIST && i < members->list.n; i++)
		if (tp_text_compare(members->list.items[i].text, place->id) != 0)
			names.list.items[n++] =
				tp_value_text(tp_page_name(page, TP_KIND_municipality, members->list.items[i].text));
	names.list.n = n;
	struct tp_pair all = tp_page_pair("names", names);
	return n > 0 ? tp_cells_text(tp_page_words(page, TP_LABEL_names, &all, 1)) : (struct tp_cell){0};
}

static void make_time(struct partnership *all)
{
	struct tp_page *page = &all->page;
	const struct tp_column columns[] = {
		tp_cells_column(page, "municipality", TP_LABEL_municipality),
		tp_cells_column(page, "joined", TP_LABEL_joined),
		tp_cells_column(page, "months", TP_LABEL_months),
		tp_cells_column(page, "ends", TP_LABEL_ends),
		tp_cells_column(page, "solution", TP_LABEL_solution),
		tp_cells_column(page, "fellows", TP_LABEL_cluster),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns, JOINED = 1, ENDS = 3 };
	struct tp_section *section =
		tp_document_section(page->doc, "time", tp_page_word(page, TP_LABEL_partnership_time));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_TIMELINE, COLUMNS, all->n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < all->n; i++) {
		const struct place *place = &all->places[i];
		int32_t joined;
		struct tp_cell cells[COLUMNS] = {tp_cell_text(place->name)};
		if (tp_record_day(place->record, TP_municipality_joined, &joined)) {
			cells[JOINED] = tp_cell_day(joined);
			cells[2] = tp_cell_number(months_between(joined, page->doc->as_of), 0);
			cells[ENDS] = tp_cell_day(tp_day_add_months(joined, MONTHS));
		}
		cells[4] = tp_cells_field(page, place->record, TP_municipality_solution);
		cells[5] = fellows_cell(page, place);
		tp_cells_row(page, block, i, cells, COLUMNS);
		tp_block_place(block, i, tp_page_places(page, &place->record, 1));
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, TP_LABEL_partnership_time_of);
	tp_block_series(block, TP_NO_COLUMN, JOINED, ENDS);
	block->chart->now = page->doc->as_of;
}

static void make_lights(struct partnership *all)
{
	static const enum tp_state states[] = {TP_STATE_RED, TP_STATE_YELLOW, TP_STATE_GREEN, TP_STATE_GREY};
	enum { STATES = sizeof states / sizeof *states, COLUMNS = STATES + 4 };
	struct tp_page *page = &all->page;
	struct tp_column columns[COLUMNS] = {tp_cells_column(page, "municipality", TP_LABEL_municipality),
		tp_cells_column(page, "initiatives", TP_LABEL_initiatives),
		[STATES + 2] = tp_cells_column(page, "robots", TP_LABEL_robots),
		tp_cells_column(page, "robots_target", TP_LABEL_robots_target)};
	for (size_t i = 0; i < STATES; i++)
		columns[i + 2] =
			(struct tp_column){tp_state_slug(states[i]), tp_light_word(states[i], page->doc->lang)};
	struct tp_section *section =
		tp_document_section(page->doc, "lights", tp_page_word(page, TP_LABEL_partnership_lights));
	struct tp_block *block = tp_document_table(page->doc, section, COLUMNS, all->n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < all->n; i++) {
		const struct place *place = &all->places[i];
		struct tp_cell cells[COLUMNS] = {
			tp_cell_text(place->name), tp_cell_number((double)place->initiatives, 0)};
		for (size_t j = 0; j < STATES; j++)
			cells[j + 2] = tp_cell_number((double)place->lights[states[j]], 0);
		if (place->robots > 0 || place->robots_target > 0)
			cells[STATES + 2] = tp_cell_number(place->robots, 0);
		if (place->robots_target > 0)
			cells[STATES + 3] = tp_cell_number(place->robots_target, 0);
		tp_cells_row(page, block, i, cells, COLUMNS);
	}
}

/* --- clusters --- */

/* The municipalities of a list of ids, or of {municipality} maps, as names; *n of them are on the page. */
static struct tp_text names_of(struct partnership *all, const struct tp_value *list, size_t *n)
{
	struct tp_page *page = &all->page;
	size_t most = list->type == TP_LIST ? list->list.n : 0;
	struct tp_value names = tp_value_list(page->doc->arena, most);
	*n = 0;
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < most; i++) {
		const struct tp_value *item = &list->list.items[i],
				      *id = item->type == TP_MAP ? tp_value_get(item, "municipality") : item;
		struct tp_text text = id && id->type == TP_TEXT ? id->text : tp_text_of("");
		names.list.items[i] = tp_value_text(tp_page_name(page, TP_KIND_municipality, text));
		for (size_t j = 0; j < all->n; j++)
			*n += tp_text_compare(all->places[j].id, text) == 0;
	}
	struct tp_pair pair = tp_page_pair("names", names);
	return *n > 0 ? tp_page_words(page, TP_LABEL_names, &pair, 1) : (struct tp_text){0};
}

static void list_clusters(struct partnership *all)
{
	struct tp_page *page = &all->page;
	size_t n, item = 0, named;
	struct tp_record *const *clusters = tp_set_all(page->set, TP_KIND_cluster, &n);
	struct tp_text *items = tp_arena_array(page->doc->arena, 2 * n + 1, sizeof *items);
	page->doc->failed |= !items;
	for (size_t i = 0; items && i < n; i++) {
		static const enum tp_field fields[] = {TP_cluster_members, TP_cluster_left_over};
		for (size_t j = 0; j < 2; j++) {
			struct tp_text why = tp_page_side(page, clusters[i], TP_cluster_why),
				       names = names_of(all, tp_record_value(clusters[i], fields[j]), &named);
			struct tp_pair parts[] = {
				tp_page_pair("solution", *tp_record_value(clusters[i], TP_cluster_solution)),
				tp_page_pair("names", tp_value_text(names)),
				tp_page_pair(
					"why", why.len ? tp_value_text(why) : (struct tp_value){.type = TP_ABSENT})};
			if (named > 0)
				items[item++] = tp_page_words(
					page, j == 0 ? TP_LABEL_cluster_item : TP_LABEL_cluster_left, parts, 3);
		}
	}
	if (item == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "clusters", tp_page_word(page, TP_LABEL_clusters));
	struct tp_block *list = tp_document_list(page->doc, section, item);
	for (size_t i = 0; i < item; i++)
		tp_block_item(list, i, items[i], (struct tp_text){0});
}

/* --- meetings and the chain --- */

static const int levels[] = {TP_level_executive, TP_level_manager, TP_level_line_manager, TP_level_employee};
enum { LEVELS = sizeof levels / sizeof *levels };

/* The meetings of a municipality. */
struct meetings {
	size_t held, there[LEVELS]; /* there: at how many each level was */
	int32_t last, next;
};

static void count_meeting(struct meetings *meetings, const struct tp_record *event, int32_t as_of)
{
	int32_t date;
	bool held = true;
	const struct tp_value *who = tp_record_value(event, TP_activity_levels);
	tp_record_bool(event, TP_activity_held, &held);
	if (!tp_record_day(event, TP_activity_date, &date) || (!held && date <= as_of))
		return;
	if (date > as_of) {
		meetings->next = date < meetings->next ? date : meetings->next;
		return;
	}
	meetings->held++;
	meetings->last = date > meetings->last ? date : meetings->last;
	for (size_t i = 0; who->type == TP_LIST && i < who->list.n; i++)
		for (size_t j = 0; j < LEVELS; j++)
			meetings->there[j] += who->list.items[i].type == TP_CODE && who->list.items[i].code == levels[j];
}

/* How many were held, when the last was and the next is, and at how many each level was. */
static void make_events(struct partnership *all)
{
	enum { FIXED = 4, COLUMNS = FIXED + LEVELS };
	struct tp_page *page = &all->page;
	struct tp_column columns[COLUMNS] = {tp_cells_column(page, "municipality", TP_LABEL_municipality),
		tp_cells_column(page, "held", TP_LABEL_events_held),
		tp_cells_column(page, "last", TP_LABEL_events_last),
		tp_cells_column(page, "next", TP_LABEL_events_next)};
	size_t n;
	tp_set_all(page->set, TP_KIND_activity, &n);
	if (n == 0)
		return;
	for (size_t i = 0; i < LEVELS; i++)
		columns[FIXED + i] =
			(struct tp_column){tp_code_slug(levels[i]), tp_code_title(levels[i], page->doc->lang)};
	struct tp_section *section = tp_document_section(page->doc, "events", tp_page_word(page, TP_LABEL_events));
	struct tp_block *block = tp_document_table(page->doc, section, COLUMNS, all->n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < all->n; i++) {
		struct meetings meetings = {.last = INT32_MIN, .next = INT32_MAX};
		struct tp_record *const *events = tp_set_of(page->set, TP_KIND_activity, all->places[i].id, &n);
		for (size_t j = 0; j < n; j++)
			count_meeting(&meetings, events[j], page->doc->as_of);
		struct tp_cell cells[COLUMNS] = {tp_cell_text(all->places[i].name), tp_cell_number((double)meetings.held, 0)};
		if (meetings.held > 0)
			cells[2] = tp_cell_day(meetings.last);
		if (meetings.next != INT32_MAX)
			cells[3] = tp_cell_day(meetings.next);
		for (size_t j = 0; j < LEVELS; j++)
			cells[FIXED + j] = tp_cell_number((double)meetings.there[j], 0);
		tp_cells_row(page, block, i, cells, COLUMNS);
	}
	if (block)
		block->table.caption = tp_page_word(page, TP_LABEL_events_of);
}

/* --- what is open --- */

static void make_challenges(struct partnership *all)
{
	struct tp_page *page = &all->page;
	size_t n, open = 0, row = 0;
	struct tp_record *const *challenges = tp_set_all(page->set, TP_KIND_challenge, &n);
	for (size_t i = 0; i < n; i++)
		open += !tp_record_has(challenges[i], TP_challenge_closed) &&
			tp_scope_has(page->set, challenges[i], page->doc->scope);
	if (open == 0)
		return;
	const struct tp_column columns[] = {tp_cells_column(page, "municipality", TP_LABEL_municipality),
		tp_cells_column(page, "challenge", TP_LABEL_challenge),
		tp_cells_column(page, "raised", TP_LABEL_raised), tp_cells_column(page, "days", TP_LABEL_days)};
	struct tp_section *section =
		tp_document_section(page->doc, "challenges", tp_page_word(page, TP_LABEL_challenges));
	struct tp_block *block = tp_document_table(page->doc, section, 4, open);
	tp_cells_columns(block, columns, 4);
	for (size_t i = 0; block && i < n; i++) {
		const struct tp_record *challenge = challenges[i];
		int32_t raised;
		if (tp_record_has(challenge, TP_challenge_closed) ||
			!tp_scope_has(page->set, challenge, page->doc->scope))
			continue;
		struct tp_cell cells[] = {tp_cell_text(tp_page_name(page, TP_KIND_municipality,
						  tp_record_id(challenge, TP_challenge_municipality))),
			tp_cells_field(page, challenge, TP_challenge_text),
			tp_cells_field(page, challenge, TP_challenge_raised), {.type = TP_CELL_EMPTY}};
		if (tp_record_day(challenge, TP_challenge_raised, &raised))
			cells[3] = tp_cell_number(page->doc->as_of - raised, 0);
		tp_block_place(block, row, tp_page_places(page, &challenge, 1));
		tp_cells_row(page, block, row++, cells, 4);
	}
}

static bool is_worth_talking(const struct tp_record *finding)
{
	return !tp_text_is(finding->by, "tp-score") &&
		tp_text_is(tp_record_id(finding, TP_finding_subject_kind), "municipality");
}

int tp_partnership_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-portfolio", "check"}, {"tp-portfolio", "match"},
		{"tp-portfolio", "cluster"}, {"tp-roles", "coverage"}, {"tp-roles", "chain"}};
	struct partnership all = {.n = 0};
	if (tp_page_init(&all.page, question->set, doc, err) < 0)
		return -1;
	doc->title = tp_page_word(&all.page, TP_LABEL_partnership_title);
	doc->subtitle = tp_page_subtitle(&all.page, (struct tp_text){0});
	find_places(&all);
	if (all.n == 0) {
		tp_document_paragraph(doc, tp_document_section(doc, "none", (struct tp_text){0}),
			tp_page_word(&all.page, TP_LABEL_partnership_none));
	} else {
		make_time(&all);
		make_lights(&all);
	}
	list_clusters(&all);
	make_events(&all);
	tp_transfer_add(&all.page);
	make_challenges(&all);
	tp_page_worth(&all.page, "findings", TP_LABEL_worth_talking, is_worth_talking);
	tp_basis_add(&all.page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&all.page);
	return doc->failed ? tp_err_memory(err) : 0;
}
