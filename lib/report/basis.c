#include "tp/basis.h"

#include "tp/catalogue.h"

/* The checks of a run by their titles; those this version does not know by their slugs. */
static struct tp_value titles_of(struct tp_page *page, const struct tp_record *run)
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

static struct tp_text tell_run(struct tp_page *page, const struct tp_record *run)
{
	static const enum tp_field counts[] = {TP_run_files, TP_run_rows, TP_run_records, TP_run_rejected};
	struct tp_pair parts[8] = {tp_page_pair("by", tp_value_text(run->by)),
		tp_page_pair("analysis", tp_value_text(run->analysis)), tp_page_pair("checks", titles_of(page, run))};
	size_t n = 3;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		parts[n++] = tp_page_pair(tp_field_info(counts[i])->name, *tp_record_value(run, counts[i]));
	bool import = tp_record_has(run, TP_run_rows);
	return tp_page_words(page, import ? TP_LABEL_basis_import : TP_LABEL_basis_run, parts, n);
}

/* An analysis that looks for nothing, as a ranking, is no basis of a page, nor is one whose findings it does not show.
 */
static bool says_something(const struct tp_record *run, const struct tp_need *needs, size_t n)
{
	const struct tp_value *checks = tp_record_value(run, TP_run_checks);
	bool needed = false;
	for (size_t i = 0; i < n; i++)
		needed |= tp_text_is(run->by, needs[i].by) &&
			  (!needs[i].analysis || tp_text_is(run->analysis, needs[i].analysis));
	return tp_record_has(run, TP_run_rows) || (needed && checks->type == TP_LIST && checks->list.n > 0);
}

/* A run of another day than the page's: it would mix two todays. */
static void tell_dates(struct tp_page *page, struct tp_section *section, struct tp_record *const *runs, size_t n)
{
	int32_t today = page->doc->as_of, other;
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_day(runs[i], TP_run_as_of, &other) || other == today)
			continue;
		struct tp_pair days[] = {
			tp_page_pair("first", tp_value_day(other)), tp_page_pair("second", tp_value_day(today))};
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_basis_dates, days, 2));
		return;
	}
}

static void tell_not_run(struct tp_page *page, struct tp_section *section, const char *by, const char *analysis)
{
	struct tp_pair parts[] = {
		tp_page_pair("tool", tp_value_string(by)), tp_page_pair("analysis", tp_value_string(analysis))};
	if (!tp_light_run(page->set, by, analysis))
		tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_basis_not_run, parts, 2));
}

void tp_basis_add(struct tp_page *page, const struct tp_need *needs, size_t needs_n)
{
	size_t n;
	struct tp_record *const *runs = tp_set_all(page->set, TP_KIND_run, &n);
	struct tp_section *section = tp_document_section(page->doc, "basis", tp_page_word(page, TP_LABEL_basis));
	tp_document_paragraph(page->doc, section, tp_page_word(page, n ? TP_LABEL_basis_mirror : TP_LABEL_basis_none));
	size_t told = 0;
	for (size_t i = 0; i < n; i++)
		told += says_something(runs[i], needs, needs_n);
	struct tp_block *list = told > 0 ? tp_document_list(page->doc, section, told) : NULL;
	for (size_t i = 0, item = 0; i < n; i++)
		if (says_something(runs[i], needs, needs_n))
			tp_block_item(list, item++, tell_run(page, runs[i]), (struct tp_text){0});
	for (size_t i = 0; i < needs_n; i++)
		if (needs[i].analysis)
			tell_not_run(page, section, needs[i].by, needs[i].analysis);
	tell_dates(page, section, runs, n);
}
