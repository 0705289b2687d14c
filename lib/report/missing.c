#include "tp/missing.h"

#include <stdlib.h>

#include "tp/catalogue.h"

enum { NAMED = 2, COLUMNS = 4 };

/* A field and who lacks it. */
struct lack {
	enum tp_field field;
	size_t n;
	const struct tp_record *first[NAMED]; /* findings about them, as many as are named */
	struct tp_text last; /* the subject counted last: analyses each have a finding about it */
};

/* "benefit.baseline" as a finding has it. */
static enum tp_field find_field(struct tp_text slug)
{
	struct tp_text kind = tp_text_split(&slug, ".");
	return slug.ptr && tp_kind_find(kind) != TP_KIND_other ? tp_field_find(tp_kind_find(kind), slug) : TP_NO_FIELD;
}

/* Returns how many fields it names. */
static size_t count(struct lack *lacks, const struct tp_record *finding)
{
	size_t named = 0;
	const struct tp_value *fields = tp_value_get(tp_record_value(finding, TP_finding_evidence), "fields");
	struct tp_text subject = tp_record_id(finding, TP_finding_subject);
	for (size_t i = 0; fields && fields->type == TP_LIST && i < fields->list.n; i++) {
		enum tp_field field =
			fields->list.items[i].type == TP_TEXT ? find_field(fields->list.items[i].text) : TP_NO_FIELD;
		if (field == TP_NO_FIELD)
			continue;
		struct lack *lack = &lacks[field];
		named++;
		if (lack->n > 0 && tp_text_compare(lack->last, subject) == 0)
			continue;
		lack->last = subject;
		if (lack->n < NAMED)
			lack->first[lack->n] = finding;
		lack->n++;
	}
	return named;
}

static int by_count(const void *a, const void *b)
{
	const struct lack *left = a, *right = b;
	if (left->n != right->n)
		return left->n < right->n ? 1 : -1;
	return (int)left->field - (int)right->field;
}

/* The names of a few; of many the number must do. */
static struct tp_cell who(struct tp_page *page, const struct lack *lack)
{
	if (lack->n > NAMED)
		return (struct tp_cell){.type = TP_CELL_EMPTY};
	struct tp_value names = tp_value_list(page->doc->arena, lack->n);
	for (size_t i = 0; names.type == TP_LIST && i < lack->n; i++)
		names.list.items[i] = tp_value_text(tp_page_subject(page, lack->first[i]));
	page->doc->failed |= names.type != TP_LIST;
	struct tp_pair pair = tp_page_pair("names", names);
	return tp_cell_text(tp_page_words(page, TP_LABEL_names, &pair, 1));
}

static void show(struct tp_page *page, const struct lack *lacks, size_t n)
{
	static const struct {
		const char *name;
		enum tp_label title;
	} columns[COLUMNS] = {{"field", TP_LABEL_field}, {"kind", TP_LABEL_sheet}, {"lacking", TP_LABEL_lacking},
		{"subjects", TP_LABEL_subjects}};
	enum tp_lang lang = page->doc->lang;
	struct tp_section *section = tp_document_section(page->doc, "missing", tp_page_word(page, TP_LABEL_missing));
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_missing_about));
	struct tp_block *table = tp_document_table(page->doc, section, COLUMNS, n);
	for (size_t j = 0; j < COLUMNS; j++)
		tp_block_column(table, j, columns[j].name, tp_page_word(page, columns[j].title));
	for (size_t i = 0; i < n; i++) {
		const struct tp_field_info *info = tp_field_info(lacks[i].field);
		const struct tp_cell cells[COLUMNS] = {tp_cell_text(tp_names_at(info->header[lang], 0)),
			tp_cell_text(tp_names_at(tp_kind_info(info->kind)->title[lang], 1)),
			tp_cell_number((double)lacks[i].n, 0), who(page, &lacks[i])};
		for (size_t j = 0; j < COLUMNS; j++)
			*tp_document_cell(page->doc, table, i, j) = cells[j];
	}
}

void tp_missing_add(struct tp_page *page)
{
	struct lack *lacks = tp_arena_array(page->doc->arena, TP_FIELDS, sizeof *lacks);
	struct tp_picks others = tp_page_picks(page); /* that name no field of ours */
	size_t n, found = 0;
	struct tp_record *const *findings = tp_set_all(page->set, TP_KIND_finding, &n);
	if (!lacks || !others.items) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) /* of a set, so that those about one subject stand together */
		if (tp_page_is_not_known(findings[i]) && tp_page_has(page, findings[i]) &&
			!tp_light_note(page->set, findings[i], page->doc->as_of) && count(lacks, findings[i]) == 0)
			others.items[others.n++] = findings[i];
	for (enum tp_field field = 0; field < TP_FIELDS; field++)
		if (lacks[field].n > 0) {
			lacks[field].field = field;
			lacks[found++] = lacks[field];
		}
	if (found > 1)
		qsort(lacks, found, sizeof *lacks, by_count);
	if (found > 0)
		show(page, lacks, found);
	tp_page_list(page, "missing", TP_LABEL_missing, others, false);
}
