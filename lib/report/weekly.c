#include "tp/report.h"

#include <string.h>

#include "tp/basis.h"
#include "tp/crew.h"
#include "tp/day.h"
#include "tp/light.h"
#include "tp/missing.h"
#include "tp/page.h"
#include "tp/scope.h"
#include "tp/since.h"
#include "tp/tables.h"

enum { ENTRY_FACTS = 5, DAYS_IN_WEEK = 7 };

/* --- head --- */

static void make_head(struct tp_page *page)
{
	struct tp_document *doc = page->doc;
	int year, week;
	tp_day_week(doc->as_of, &year, &week);
	struct tp_pair date[] = {tp_page_pair("week", tp_value_num(week)), tp_page_pair("year", tp_value_num(year))};
	doc->title = tp_page_words(page, TP_LABEL_weekly_title, date, 2);
	struct tp_text scope = tp_page_scope(page);
	struct tp_pair about[] = {
		tp_page_pair("as_of", tp_value_day(doc->as_of)),
		tp_page_pair("initiatives", tp_value_num((double)page->lights.n)),
		tp_page_pair("scope", scope.len ? tp_value_text(scope) : (struct tp_value){.type = TP_ABSENT}),
	};
	doc->subtitle = tp_page_words(page, TP_LABEL_weekly_subtitle, about, 3);
}

/* Rows that the imports turned away: the reader should know before reading on. */
static void tell_rejected(struct tp_page *page, struct tp_section *section)
{
	size_t n;
	struct tp_record *const *runs = tp_set_all(page->set, TP_KIND_run, &n);
	double rejected, sum = 0;
	for (size_t i = 0; i < n; i++)
		if (tp_record_num(runs[i], TP_run_rejected, &rejected))
			sum += rejected;
	struct tp_pair pair = tp_page_pair("rejected", tp_value_num(sum));
	if (sum > 0)
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_rejected, &pair, 1));
}

static void make_lights(struct tp_page *page)
{
	struct tp_section *section = tp_document_section(page->doc, "lights", (struct tp_text){0});
	if (page->lights.n == 0) {
		struct tp_pair scope = tp_page_pair("scope", tp_value_text(page->doc->scope));
		tp_document_paragraph(page->doc, section, page->doc->scope.len
				? tp_page_words(page, TP_LABEL_weekly_scope, &scope, 1)
				: tp_page_word(page, TP_LABEL_weekly_empty));
		return;
	}
	size_t counts[TP_STATE_GREY + 1] = {0}; /* by state; NONE: stopped */
	for (size_t i = 0; i < page->lights.n; i++)
		counts[page->lights.items[i].state]++;
	struct tp_pair numbers[] = {
		tp_page_pair("red", tp_value_num((double)counts[TP_STATE_RED])),
		tp_page_pair("yellow", tp_value_num((double)counts[TP_STATE_YELLOW])),
		tp_page_pair("green", tp_value_num((double)counts[TP_STATE_GREEN])),
		tp_page_pair("grey", tp_value_num((double)counts[TP_STATE_GREY])),
		tp_page_pair("stopped", counts[TP_STATE_NONE] ? tp_value_num((double)counts[TP_STATE_NONE])
						      : (struct tp_value){.type = TP_ABSENT}),
	};
	tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_weekly_lights, numbers, 5));
	tell_rejected(page, section);
	if (counts[TP_STATE_GREY] > 0)
		tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_weekly_grey));
}

/* --- an initiative --- */

/* The next milestone that is not done, overdue ones included: the earliest due. */
static const struct tp_record *next_milestone(const struct tp_page *page, const struct tp_record *initiative)
{
	size_t n;
	struct tp_record *const *all =
		tp_set_of(page->set, TP_KIND_milestone, tp_record_id(initiative, TP_initiative_id), &n);
	const struct tp_record *next = NULL;
	int32_t best = INT32_MAX, due;
	for (size_t i = 0; i < n; i++)
		if (!tp_record_has(all[i], TP_milestone_done) && tp_record_day(all[i], TP_milestone_due, &due) &&
			due < best) {
			best = due;
			next = all[i];
		}
	return next;
}

/* Who holds the role of owner today; more than one are all named. */
static struct tp_text owner_of(struct tp_page *page, const struct tp_record *initiative)
{
	size_t n;
	struct tp_text names = tp_crew_holders(page, tp_record_id(initiative, TP_initiative_id), TP_role_owner, &n);
	return n > 0 ? names : tp_page_word(page, TP_LABEL_nobody);
}

static void add_facts(struct tp_page *page, struct tp_block *entry, const struct tp_record *initiative)
{
	int phase;
	double progress;
	struct tp_text municipality = tp_record_id(initiative, TP_initiative_municipality);
	const struct tp_record *milestone = next_milestone(page, initiative);
	size_t n = 0;
	tp_block_fact(entry, n++, "municipality", tp_page_word(page, TP_LABEL_municipality),
		tp_cell_text(tp_page_name(page, TP_KIND_municipality, municipality)));
	if (tp_record_code(initiative, TP_initiative_phase, &phase))
		tp_block_fact(entry, n++, "phase", tp_page_word(page, TP_LABEL_phase), tp_cell_text(tp_code_title(phase, page->doc->lang)));
	if (tp_record_num(initiative, TP_initiative_progress, &progress))
		tp_block_fact(entry, n++, "progress", tp_page_word(page, TP_LABEL_progress), tp_cell_percent(progress));
	tp_block_fact(entry, n++, "owner", tp_page_word(page, TP_LABEL_owner), tp_cell_text(owner_of(page, initiative)));
	if (milestone) {
		struct tp_pair parts[] = {tp_page_pair("title", *tp_record_value(milestone, TP_milestone_title)),
			tp_page_pair("due", *tp_record_value(milestone, TP_milestone_due))};
		tp_block_fact(entry, n++, "next_milestone", tp_page_word(page, TP_LABEL_next_milestone),
			tp_cell_text(tp_page_words(page, TP_LABEL_milestone_on, parts, 2)));
	}
	if (!entry)
		return;
	const struct tp_record *both[] = {initiative, milestone};
	entry->facts_n = n;
	entry->place = tp_page_places(page, both, milestone ? 2 : 1);
}

/* More than for information. */
static bool is_grave(const struct tp_record *finding)
{
	return tp_page_is_of(finding, TP_severity_act) || tp_page_is_of(finding, TP_severity_watch);
}

/* Of one initiative all that is grave; of several what made the light, and the rest stands together further down. */
static bool is_reason(const struct tp_page *page, const struct tp_record *finding)
{
	return is_grave(finding) && (page->lights.n == 1 || tp_light_may_colour(finding));
}

static void make_entry(struct tp_page *page, struct tp_section *section, const struct tp_light *light)
{
	const struct tp_record *initiative = light->initiative;
	size_t reasons = 0, reason = 0;
	for (size_t i = 0; light->state != TP_STATE_NONE && i < light->n; i++)
		reasons += is_reason(page, light->findings[i]);
	struct tp_block *entry = tp_document_entry(page->doc, section, tp_record_id(initiative, TP_initiative_title),
		ENTRY_FACTS, reasons);
	tp_block_state(entry, light->state, tp_light_word(light->state, page->doc->lang));
	add_facts(page, entry, initiative);
	for (size_t i = 0; reason < reasons; i++) {
		const struct tp_record *finding = light->findings[i];
		if (!is_reason(page, finding))
			continue;
		tp_block_item(entry, reason, tp_page_side(page, finding, TP_finding_message),
			tp_page_side(page, finding, TP_finding_advice));
		tp_block_place(entry, reason++, tp_page_places(page, &finding, 1));
	}
}

static void make_initiatives(struct tp_page *page)
{
	struct tp_section *section = NULL;
	bool stopped = false;
	for (size_t i = 0; i < page->lights.n; i++) {
		const struct tp_light *light = &page->lights.items[i];
		if (i == 0 && light->state != TP_STATE_NONE)
			section = tp_document_section(page->doc, "initiatives", tp_page_word(page, TP_LABEL_initiatives));
		if (light->state == TP_STATE_NONE && !stopped) {
			section = tp_document_section(page->doc, "stopped", tp_page_word(page, TP_LABEL_stopped));
			stopped = true;
		}
		make_entry(page, section, light);
	}
}

/* --- lists of findings --- */

/* Findings about the initiatives on the page that are of this sort, by light. */
static struct tp_picks pick(struct tp_page *page, bool (*wanted)(const struct tp_page *page, const struct tp_record *finding))
{
	struct tp_picks picks = tp_page_picks(page);
	for (size_t i = 0; picks.items && i < page->lights.n; i++)
		for (size_t j = 0; j < page->lights.items[i].n; j++)
			if (wanted(page, page->lights.items[i].findings[j]))
				picks.items[picks.n++] = page->lights.items[i].findings[j];
	return picks;
}

static bool is_to_decide(const struct tp_page *page, const struct tp_record *finding)
{
	(void)page;
	return tp_page_is_of(finding, TP_severity_act);
}

/* What has been told neither as a reason nor as a decision. */
static bool is_further(const struct tp_page *page, const struct tp_record *finding)
{
	return tp_page_is_of(finding, TP_severity_watch) && !is_reason(page, finding);
}

/* What a steering group has to decide. */
static void list_to_decide(struct tp_page *page)
{
	struct tp_picks picks = pick(page, is_to_decide);
	tp_page_groups(page, "decisions", TP_LABEL_decisions, picks);
}

/* The name of what was decided about, whatever it is. */
static struct tp_text decided_about(struct tp_page *page, struct tp_text id)
{
	const struct tp_record *thing = tp_set_find(page->set, TP_KIND_initiative, id);
	if (!thing)
		thing = tp_set_find(page->set, TP_KIND_unit, id);
	return thing ? tp_page_title(page, thing) : tp_page_name(page, TP_KIND_municipality, id);
}

/* Decisions after that day, by subject and date. */
static void list_decided(struct tp_page *page, int32_t since)
{
	size_t n, found = 0;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_decision, &n);
	const struct tp_record **made = tp_arena_array(page->doc->arena, n + 1, sizeof *made);
	int32_t day;
	page->doc->failed |= !made;
	for (size_t i = 0; made && i < n; i++)
		if (tp_record_day(all[i], TP_decision_date, &day) && day > since && day <= page->doc->as_of &&
			tp_scope_has(page->set, all[i], page->doc->scope))
			made[found++] = all[i];
	if (found == 0)
		return;
	struct tp_pair date = tp_page_pair("date", tp_value_day(since));
	struct tp_section *section =
		tp_document_section(page->doc, "decided", tp_page_words(page, TP_LABEL_decided, &date, 1));
	struct tp_block *list = tp_document_list(page->doc, section, found);
	for (size_t i = 0; i < found; i++) {
		struct tp_pair parts[] = {
			tp_page_pair("subject", tp_value_text(decided_about(page, tp_record_id(made[i], TP_decision_subject)))),
			tp_page_pair("what", *tp_record_value(made[i], TP_decision_what)),
			tp_page_pair("date", *tp_record_value(made[i], TP_decision_date)),
			tp_page_pair("by_whom", *tp_record_value(made[i], TP_decision_by_whom)),
			tp_page_pair("reason", *tp_record_value(made[i], TP_decision_reason)),
		};
		tp_block_item(list, i, tp_page_words(page, TP_LABEL_decided_what, parts, 5), (struct tp_text){0});
		tp_block_place(list, i, tp_page_places(page, &made[i], 1));
	}
}

/* What is not about an initiative, of the surveys or of the rest. */
static bool is_of_surveys(const struct tp_record *finding)
{
	return tp_text_is(finding->by, "tp-score") && !tp_page_is_about_initiative(finding);
}

static bool is_of_others(const struct tp_record *finding)
{
	return !tp_text_is(finding->by, "tp-score") && !tp_page_is_about_initiative(finding);
}

/* Findings that somebody has dealt with until a date. */
static void make_noted(struct tp_page *page)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_finding, &n);
	struct tp_picks noted = tp_page_picks(page);
	for (size_t i = 0; noted.items && i < n; i++)
		if (tp_light_note(page->set, all[i], page->doc->as_of) && tp_page_has(page, all[i]))
			noted.items[noted.n++] = all[i];
	if (noted.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "noted", tp_page_word(page, TP_LABEL_noted));
	struct tp_block *list = tp_document_list(page->doc, section, noted.n);
	for (size_t i = 0; noted.items && i < noted.n; i++) {
		const struct tp_record *note = tp_light_note(page->set, noted.items[i], page->doc->as_of);
		struct tp_pair parts[] = {
			tp_page_pair("subject", tp_value_text(tp_page_subject(page, noted.items[i]))),
			tp_page_pair("message", tp_value_text(tp_page_side(page, noted.items[i], TP_finding_message))),
			tp_page_pair("until", *tp_record_value(note, TP_note_until)),
			tp_page_pair("person", *tp_record_value(note, TP_note_person)),
			tp_page_pair("why", *tp_record_value(note, TP_note_why)),
		};
		const struct tp_record *both[] = {noted.items[i], note};
		tp_block_item(list, i, tp_page_words(page, TP_LABEL_noted_until, parts, 5), (struct tp_text){0});
		tp_block_place(list, i, tp_page_places(page, both, 2));
	}
}

int tp_weekly_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need shown[] = {{"tp-score", NULL}, {"tp-portfolio", NULL}, {"tp-roles", NULL},
		{"tp-portfolio", "check"}, {"tp-roles", "coverage"}};
	enum { TOOLS = 3 };
	struct tp_page page;
	if (tp_page_init(&page, question->set, doc, err) < 0)
		return -1;
	make_head(&page);
	make_lights(&page);
	int32_t then = doc->as_of - DAYS_IN_WEEK;
	if (question->earlier && tp_since_add(&page, question->earlier, &then, err) < 0)
		return -1;
	make_initiatives(&page);
	list_to_decide(&page);
	list_decided(&page, then);
	tp_tables_benefits(&page);
	tp_tables_late(&page);
	tp_tables_unanswered(&page);
	tp_page_worth(&page, "surveys", TP_LABEL_surveys, is_of_surveys);
	tp_page_worth(&page, "others", TP_LABEL_others, is_of_others);
	tp_page_groups(&page, "further", TP_LABEL_further, pick(&page, is_further));
	tp_missing_add(&page, question->shelf);
	make_noted(&page);
	tp_basis_add(&page, shown, page.lights.n > 0 ? sizeof shown / sizeof *shown : TOOLS);
	*worst = tp_page_worst(&page);
	return doc->failed ? tp_err_memory(err) : 0;
}
