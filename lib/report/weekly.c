#include "tp/weekly.h"

#include "tp/catalogue.h"
#include "tp/day.h"
#include "tp/label.h"
#include "tp/light.h"

/* A page under way. */
struct page {
	const struct tp_set *set;
	struct tp_document *doc;
	struct tp_lights lights;
	size_t counts[TP_STATE_GREY + 1]; /* by state; NONE: stopped */
};

enum { ENTRY_FACTS = 5 };

/* --- words --- */

/* The template with its values, in the page's language and arena. */
static struct tp_text words(struct page *page, enum tp_label label, const struct tp_pair *pairs, size_t n)
{
	struct tp_buf out = {0};
	struct tp_text text = {0};
	tp_label_fill(&out, tp_label(label, page->doc->lang), pairs, n, page->doc->lang);
	if (!out.failed)
		text = tp_text_copy(page->doc->arena, (struct tp_text){out.ptr, out.len});
	tp_buf_free(&out);
	if (!text.ptr)
		page->doc->failed = true;
	return text;
}

static struct tp_text word(struct page *page, enum tp_label label)
{
	return words(page, label, NULL, 0);
}

static struct tp_pair pair(const char *name, struct tp_value value)
{
	return (struct tp_pair){tp_text_of(name), value};
}

/* The page's side of {da, en}. */
static struct tp_text side(const struct page *page, const struct tp_record *finding, enum tp_field field)
{
	const struct tp_value *text =
		tp_value_get(tp_record_value(finding, field), page->doc->lang == TP_DA ? "da" : "en");
	return text && text->type == TP_TEXT ? text->text : (struct tp_text){0};
}

/* The name of what an id stands for, else the id. */
static struct tp_text name_of(const struct page *page, enum tp_kind kind, enum tp_field name, struct tp_text id)
{
	const struct tp_record *record = tp_set_find(page->set, kind, id);
	return record && tp_record_has(record, name) ? tp_record_id(record, name) : id;
}

static struct tp_text subject_name(const struct page *page, const struct tp_record *finding)
{
	struct tp_text kind = tp_record_id(finding, TP_finding_subject_kind),
		       id = tp_record_id(finding, TP_finding_subject);
	if (tp_text_is(kind, "unit"))
		return name_of(page, TP_KIND_unit, TP_unit_name, id);
	if (tp_text_is(kind, "municipality"))
		return name_of(page, TP_KIND_municipality, TP_municipality_name, id);
	if (tp_text_is(kind, "initiative"))
		return name_of(page, TP_KIND_initiative, TP_initiative_title, id);
	return id;
}

/* --- head --- */

static void make_head(struct page *page)
{
	struct tp_document *doc = page->doc;
	int year, week;
	tp_day_week(doc->as_of, &year, &week);
	struct tp_pair date[] = {pair("week", tp_value_num(week)), pair("year", tp_value_num(year))};
	doc->title = words(page, TP_LABEL_weekly_title, date, 2);
	struct tp_text scope = name_of(page, TP_KIND_municipality, TP_municipality_name, doc->scope);
	struct tp_pair about[] = {
		pair("as_of", tp_value_day(doc->as_of)),
		pair("initiatives", tp_value_num((double)page->lights.n)),
		pair("scope", scope.len ? tp_value_text(scope) : (struct tp_value){.type = TP_ABSENT}),
	};
	doc->subtitle = words(page, TP_LABEL_weekly_subtitle, about, 3);
}

static void make_lights(struct page *page)
{
	struct tp_section *section = tp_document_section(page->doc, "lights", (struct tp_text){0});
	if (page->lights.n == 0) {
		tp_document_paragraph(page->doc, section, word(page, TP_LABEL_weekly_empty));
		return;
	}
	size_t *counts = page->counts;
	struct tp_pair numbers[] = {
		pair("red", tp_value_num((double)counts[TP_STATE_RED])),
		pair("yellow", tp_value_num((double)counts[TP_STATE_YELLOW])),
		pair("green", tp_value_num((double)counts[TP_STATE_GREEN])),
		pair("grey", tp_value_num((double)counts[TP_STATE_GREY])),
		pair("stopped", counts[TP_STATE_NONE] ? tp_value_num((double)counts[TP_STATE_NONE])
						      : (struct tp_value){.type = TP_ABSENT}),
	};
	tp_document_paragraph(page->doc, section, words(page, TP_LABEL_weekly_lights, numbers, 5));
	if (counts[TP_STATE_GREY] > 0)
		tp_document_paragraph(page->doc, section, word(page, TP_LABEL_weekly_grey));
}

/* --- an initiative --- */

/* The next milestone that is not done, overdue ones included: the earliest due. */
static const struct tp_record *next_milestone(const struct page *page, const struct tp_record *initiative)
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
static struct tp_text owner_of(struct page *page, const struct tp_record *initiative)
{
	size_t n, found = 0;
	struct tp_record *const *roles =
		tp_set_of(page->set, TP_KIND_role, tp_record_id(initiative, TP_initiative_id), &n);
	struct tp_value names = tp_value_list(page->doc->arena, n);
	struct tp_buf out = {0};
	for (size_t i = 0; names.type == TP_LIST && i < n; i++) {
		int role;
		int32_t day;
		if (!tp_record_code(roles[i], TP_role_role, &role) || role != TP_role_owner ||
			(tp_record_day(roles[i], TP_role_end, &day) && day < page->doc->as_of) ||
			(tp_record_day(roles[i], TP_role_start, &day) && day > page->doc->as_of))
			continue;
		bool person = tp_record_has(roles[i], TP_role_person);
		names.list.items[found++] =
			tp_value_text(tp_record_id(roles[i], person ? TP_role_person : TP_role_group));
	}
	if (names.type != TP_LIST)
		page->doc->failed = true;
	names.list.n = found;
	if (found == 0)
		return word(page, TP_LABEL_nobody);
	tp_label_value(&out, &names, page->doc->lang);
	struct tp_text text = tp_text_copy(page->doc->arena, (struct tp_text){out.ptr, out.len});
	page->doc->failed |= out.failed || !text.ptr;
	tp_buf_free(&out);
	return text;
}

static void add_facts(struct page *page, struct tp_block *entry, const struct tp_record *initiative)
{
	int phase;
	double progress;
	struct tp_text municipality = tp_record_id(initiative, TP_initiative_municipality);
	const struct tp_record *milestone = next_milestone(page, initiative);
	size_t n = 0;
	tp_block_fact(entry, n++, word(page, TP_LABEL_municipality),
		tp_cell_text(name_of(page, TP_KIND_municipality, TP_municipality_name, municipality)));
	if (tp_record_code(initiative, TP_initiative_phase, &phase))
		tp_block_fact(entry, n++, word(page, TP_LABEL_phase), tp_cell_text(tp_code_title(phase, page->doc->lang)));
	if (tp_record_num(initiative, TP_initiative_progress, &progress))
		tp_block_fact(entry, n++, word(page, TP_LABEL_progress), tp_cell_percent(progress));
	tp_block_fact(entry, n++, word(page, TP_LABEL_owner), tp_cell_text(owner_of(page, initiative)));
	if (milestone) {
		struct tp_pair parts[] = {pair("title", *tp_record_value(milestone, TP_milestone_title)),
			pair("due", *tp_record_value(milestone, TP_milestone_due))};
		tp_block_fact(entry, n++, word(page, TP_LABEL_next_milestone),
			tp_cell_text(words(page, TP_LABEL_milestone_on, parts, 2)));
	}
}

/* What is more than for information. */
static size_t count_reasons(const struct tp_light *light)
{
	size_t n = 0;
	int severity;
	while (n < light->n && tp_record_code(light->findings[n], TP_finding_severity, &severity) &&
		severity >= TP_severity_watch)
		n++;
	return n;
}

static void make_entry(struct page *page, struct tp_section *section, const struct tp_light *light)
{
	const struct tp_record *initiative = light->initiative;
	size_t reasons = light->state == TP_STATE_NONE ? 0 : count_reasons(light);
	struct tp_block *entry = tp_document_entry(page->doc, section, tp_record_id(initiative, TP_initiative_title),
		ENTRY_FACTS, reasons);
	tp_block_state(entry, light->state, tp_light_word(light->state, page->doc->lang));
	add_facts(page, entry, initiative);
	for (size_t i = 0; i < reasons; i++)
		tp_block_item(entry, i, side(page, light->findings[i], TP_finding_message),
			side(page, light->findings[i], TP_finding_advice));
}

static void make_initiatives(struct page *page)
{
	struct tp_section *section = NULL;
	bool stopped = false;
	for (size_t i = 0; i < page->lights.n; i++) {
		const struct tp_light *light = &page->lights.items[i];
		if (i == 0 && light->state != TP_STATE_NONE)
			section = tp_document_section(page->doc, "initiatives", word(page, TP_LABEL_initiatives));
		if (light->state == TP_STATE_NONE && !stopped) {
			section = tp_document_section(page->doc, "stopped", word(page, TP_LABEL_stopped));
			stopped = true;
		}
		make_entry(page, section, light);
	}
}

/* --- lists of findings --- */

struct picks {
	const struct tp_record **items;
	size_t n;
};

static struct picks no_picks(struct page *page)
{
	size_t n;
	tp_set_all(page->set, TP_KIND_finding, &n);
	struct picks picks = {tp_arena_array(page->doc->arena, n + 1, sizeof(const struct tp_record *)), 0};
	if (!picks.items)
		page->doc->failed = true;
	return picks;
}

/* A list of findings, each with its subject's name; nothing when there are none. */
static void make_list(struct page *page, const char *name, enum tp_label title, struct picks picks, bool advise)
{
	if (picks.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, name, word(page, title));
	struct tp_block *list = tp_document_list(page->doc, section, picks.n);
	for (size_t i = 0; i < picks.n; i++) {
		struct tp_pair parts[] = {pair("subject", tp_value_text(subject_name(page, picks.items[i]))),
			pair("message", tp_value_text(side(page, picks.items[i], TP_finding_message)))};
		tp_block_item(list, i, words(page, TP_LABEL_about, parts, 2),
			advise ? side(page, picks.items[i], TP_finding_advice) : (struct tp_text){0});
	}
}

static bool is_severity(const struct tp_record *finding, int wanted)
{
	int severity;
	return tp_record_code(finding, TP_finding_severity, &severity) && severity == wanted;
}

static bool is_act(const struct tp_record *finding)
{
	return is_severity(finding, TP_severity_act);
}

static bool is_not_known(const struct tp_record *finding)
{
	return tp_text_is(tp_record_id(finding, TP_finding_check), "not-known");
}

/* Of the initiatives on the page: what a steering group has to decide, or what nobody could tell it. */
static void list_of_initiatives(struct page *page, const char *name, enum tp_label title,
	bool (*matches)(const struct tp_record *finding))
{
	struct picks picks = no_picks(page);
	for (size_t i = 0; picks.items && i < page->lights.n; i++)
		for (size_t j = 0; j < page->lights.items[i].n; j++)
			if (matches(page->lights.items[i].findings[j]))
				picks.items[picks.n++] = page->lights.items[i].findings[j];
	make_list(page, name, title, picks, false);
}

/* The subject is a municipality or unit of the page's scope. */
static bool is_in_scope(const struct page *page, const struct tp_record *finding)
{
	struct tp_text scope = page->doc->scope, subject = tp_record_id(finding, TP_finding_subject);
	if (scope.len == 0 || tp_text_compare(subject, scope) == 0)
		return true;
	const struct tp_record *unit = tp_set_find(page->set, TP_KIND_unit, subject);
	return unit && tp_text_compare(tp_record_id(unit, TP_unit_municipality), scope) == 0;
}

/* What is not about an initiative, of the surveys or of the rest: the gravest first. */
static void list_of_others(struct page *page, const char *name, enum tp_label title, bool surveys)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_finding, &n);
	struct picks picks = no_picks(page);
	for (int severity = TP_severity_act; picks.items && severity >= TP_severity_info; severity--)
		for (size_t i = 0; i < n; i++)
			if (is_severity(all[i], severity) && tp_text_is(all[i]->by, "tp-score") == surveys &&
				!tp_text_is(tp_record_id(all[i], TP_finding_subject_kind), "initiative") &&
				is_in_scope(page, all[i]))
				picks.items[picks.n++] = all[i];
	make_list(page, name, title, picks, true);
}

/* --- what the page rests on --- */

/* The checks of a run by their titles; those this version does not know by their slugs. */
static struct tp_value titles_of(struct page *page, const struct tp_record *run)
{
	const struct tp_value *slugs = tp_record_value(run, TP_run_checks);
	size_t n = slugs->type == TP_LIST ? slugs->list.n : 0;
	struct tp_value titles = tp_value_list(page->doc->arena, n);
	for (size_t i = 0; titles.type == TP_LIST && i < n; i++) {
		enum tp_check check = tp_check_find(slugs->list.items[i].text);
		titles.list.items[i] = check < TP_CHECKS
			? tp_value_string(tp_check_info(check)->title[page->doc->lang]) : slugs->list.items[i];
	}
	page->doc->failed |= titles.type != TP_LIST;
	return titles;
}

static struct tp_text tell_run(struct page *page, const struct tp_record *run)
{
	static const enum tp_field counts[] = {TP_run_files, TP_run_rows, TP_run_records, TP_run_rejected};
	struct tp_pair parts[8] = {pair("by", tp_value_text(run->by)), pair("analysis", tp_value_text(run->analysis)),
		pair("checks", titles_of(page, run))};
	size_t n = 3;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		parts[n++] = pair(tp_field_info(counts[i])->name, *tp_record_value(run, counts[i]));
	bool import = tp_record_has(run, TP_run_rows);
	return words(page, import ? TP_LABEL_basis_import : TP_LABEL_basis_run, parts, n);
}

/* Two runs of different days: the page would mix two todays. */
static void tell_dates(struct page *page, struct tp_section *section, struct tp_record *const *runs, size_t n)
{
	int32_t first, other;
	for (size_t i = 1; i < n; i++) {
		if (!tp_record_day(runs[0], TP_run_as_of, &first) || !tp_record_day(runs[i], TP_run_as_of, &other) ||
			first == other)
			continue;
		struct tp_pair days[] = {pair("first", tp_value_day(first)), pair("second", tp_value_day(other))};
		tp_document_paragraph(page->doc, section, words(page, TP_LABEL_basis_dates, days, 2));
		return;
	}
}

static void tell_not_run(struct page *page, struct tp_section *section, const char *by, const char *analysis)
{
	struct tp_pair parts[] = {pair("tool", tp_value_string(by)), pair("analysis", tp_value_string(analysis))};
	if (page->lights.n > 0 && !tp_light_run(page->set, by, analysis))
		tp_document_paragraph(page->doc, section, words(page, TP_LABEL_basis_not_run, parts, 2));
}

static void make_basis(struct page *page)
{
	size_t n;
	struct tp_record *const *runs = tp_set_all(page->set, TP_KIND_run, &n);
	struct tp_section *section = tp_document_section(page->doc, "basis", word(page, TP_LABEL_basis));
	tp_document_paragraph(page->doc, section, word(page, n ? TP_LABEL_basis_mirror : TP_LABEL_basis_none));
	if (n > 0) {
		struct tp_block *list = tp_document_list(page->doc, section, n);
		for (size_t i = 0; i < n; i++)
			tp_block_item(list, i, tell_run(page, runs[i]), (struct tp_text){0});
	}
	tell_not_run(page, section, "tp-portfolio", "check");
	tell_not_run(page, section, "tp-roles", "coverage");
	tell_dates(page, section, runs, n);
}

int tp_weekly_make(const struct tp_set *set, struct tp_document *doc, struct tp_err *err)
{
	struct page page = {.set = set, .doc = doc};
	if (tp_lights_make(doc->arena, set, doc->scope, &page.lights, err) < 0)
		return -1;
	for (size_t i = 0; i < page.lights.n; i++)
		page.counts[page.lights.items[i].state]++;
	make_head(&page);
	make_lights(&page);
	make_initiatives(&page);
	list_of_initiatives(&page, "decisions", TP_LABEL_decisions, is_act);
	list_of_others(&page, "surveys", TP_LABEL_surveys, true);
	list_of_others(&page, "others", TP_LABEL_others, false);
	list_of_initiatives(&page, "missing", TP_LABEL_missing, is_not_known);
	make_basis(&page);
	return doc->failed ? tp_err_memory(err) : 0;
}
