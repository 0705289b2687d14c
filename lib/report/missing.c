#include "tp/missing.h"

#include <stdlib.h>

#include "tp/finding.h"

enum { NAMED = 2, COLUMNS = 4 };

/* A field that somebody lacks: of which survey's answers, where it is theirs. */
struct lack {
	enum tp_field field;
	struct tp_text instrument; /* or len 0 */
	const struct tp_record *finding;
	size_t place; /* of the finding */
};

/* The same field of the same survey, and who lacks it. */
struct lacks {
	const struct lack *one;
	size_t n; /* subjects */
	const struct tp_record *first[NAMED]; /* findings about them, as many as are named */
};

/* "benefit.baseline" as a finding has it. */
static enum tp_field find_field(struct tp_text slug)
{
	struct tp_text kind = tp_text_split(&slug, ".");
	return slug.ptr && tp_kind_find(kind) != TP_KIND_other ? tp_field_find(tp_kind_find(kind), slug) : TP_NO_FIELD;
}

static const struct tp_value *list_of(const struct tp_record *finding, const char *name)
{
	static const struct tp_value none = {.type = TP_LIST};
	const struct tp_value *list = tp_value_get(tp_record_value(finding, TP_finding_evidence), name);
	return list && list->type == TP_LIST ? list : &none;
}

/* The most lacks that a finding can name. */
static size_t room_for(const struct tp_record *finding)
{
	return list_of(finding, "fields")->list.n * (list_of(finding, "instruments")->list.n + 1);
}

/* A field belongs to the surveys that the finding names where it says which survey it is about. */
static bool is_of_survey(enum tp_field field)
{
	enum tp_kind kind = tp_field_info(field)->kind;
	return tp_field_find(kind, tp_text_of("instrument")) != TP_NO_FIELD;
}

/* Adds what the finding names. Returns how many fields of ours that is. */
static size_t add_lacks(struct lack *lacks, size_t *n, const struct tp_record *finding, size_t place)
{
	const struct tp_value *fields = list_of(finding, "fields"), *surveys = list_of(finding, "instruments");
	size_t named = 0;
	for (size_t i = 0; i < fields->list.n; i++) {
		const struct tp_value *slug = &fields->list.items[i];
		struct lack lack = {.field = slug->type == TP_TEXT ? find_field(slug->text) : TP_NO_FIELD,
			.finding = finding, .place = place};
		if (lack.field == TP_NO_FIELD)
			continue;
		named++;
		size_t times = is_of_survey(lack.field) ? surveys->list.n : 0, k = 0;
		do {
			if (k < times && surveys->list.items[k].type == TP_TEXT)
				lack.instrument = surveys->list.items[k].text;
			lacks[(*n)++] = lack;
		} while (++k < times);
	}
	return named;
}

static int by_field(const void *a, const void *b)
{
	const struct lack *left = a, *right = b;
	if (left->field != right->field)
		return left->field < right->field ? -1 : 1;
	int order = tp_text_compare(left->instrument, right->instrument);
	return order ? order : left->place < right->place ? -1 : left->place > right->place;
}

static int by_count(const void *a, const void *b)
{
	const struct lacks *left = a, *right = b;
	if (left->n != right->n)
		return left->n < right->n ? 1 : -1;
	return by_field(left->one, right->one);
}

static bool is_same_subject(const struct tp_record *a, const struct tp_record *b)
{
	return tp_text_compare(tp_record_id(a, TP_finding_subject), tp_record_id(b, TP_finding_subject)) == 0;
}

/* Of sorted lacks: a line for each field and survey. Analyses each have a finding about a subject; it counts once. */
static size_t sum_up(const struct lack *lacks, size_t n, struct lacks *sums)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		struct lacks *sum = found ? &sums[found - 1] : NULL;
		bool same = sum && sum->one->field == lacks[i].field &&
			tp_text_compare(sum->one->instrument, lacks[i].instrument) == 0;
		if (same && is_same_subject(lacks[i - 1].finding, lacks[i].finding))
			continue;
		if (!same) {
			sum = &sums[found++];
			*sum = (struct lacks){.one = &lacks[i]};
		}
		if (sum->n < NAMED)
			sum->first[sum->n] = lacks[i].finding;
		sum->n++;
	}
	if (found > 1)
		qsort(sums, found, sizeof *sums, by_count);
	return found;
}

/* The names of a few; of many the number must do. */
static struct tp_cell who(struct tp_page *page, const struct lacks *lacks)
{
	if (lacks->n > NAMED)
		return (struct tp_cell){.type = TP_CELL_EMPTY};
	struct tp_value names = tp_value_list(page->doc->arena, lacks->n);
	for (size_t i = 0; names.type == TP_LIST && i < lacks->n; i++)
		names.list.items[i] = tp_value_text(tp_page_subject(page, lacks->first[i]));
	page->doc->failed |= names.type != TP_LIST;
	struct tp_pair pair = tp_page_pair("names", names);
	return tp_cell_text(tp_page_words(page, TP_LABEL_names, &pair, 1));
}

/* A survey that is not known here goes by its id. */
static struct tp_cell what(struct tp_page *page, const struct tp_scores_shelf *shelf, const struct lack *lack)
{
	const struct tp_instrument *instrument =
		shelf && lack->instrument.len ? shelf->find(shelf->self, lack->instrument) : NULL;
	struct tp_text survey = instrument ? instrument->title[page->doc->lang] : lack->instrument;
	struct tp_text text = tp_finding_lack(page->doc->arena, lack->field, survey, page->doc->lang);
	page->doc->failed |= !text.ptr;
	return tp_cell_text(text);
}

/* What a sheet of the kind is called: by its plural, where that is another word. */
static struct tp_text sheet_of(enum tp_kind kind, enum tp_lang lang)
{
	struct tp_text plural = tp_names_at(tp_kind_info(kind)->title[lang], 1);
	return plural.len ? plural : tp_names_at(tp_kind_info(kind)->title[lang], 0);
}

static void show(struct tp_page *page, const struct tp_scores_shelf *shelf, const struct lacks *lacks, size_t n)
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
		const struct tp_field_info *info = tp_field_info(lacks[i].one->field);
		const struct tp_cell cells[COLUMNS] = {what(page, shelf, lacks[i].one),
			tp_cell_text(sheet_of(info->kind, lang)),
			tp_cell_number((double)lacks[i].n, 0), who(page, &lacks[i])};
		for (size_t j = 0; j < COLUMNS; j++)
			*tp_document_cell(page->doc, table, i, j) = cells[j];
	}
}

static bool is_told(const struct tp_page *page, const struct tp_record *finding)
{
	return tp_page_is_not_known(finding) && tp_page_has(page, finding) &&
		!tp_light_note(page->set, finding, page->doc->as_of);
}

void tp_missing_add(struct tp_page *page, const struct tp_scores_shelf *shelf)
{
	struct tp_picks others = tp_page_picks(page); /* that name no field of ours */
	size_t n, room = 0, lacking = 0;
	struct tp_record *const *findings = tp_set_all(page->set, TP_KIND_finding, &n);
	for (size_t i = 0; i < n; i++)
		room += tp_page_is_not_known(findings[i]) ? room_for(findings[i]) : 0;
	struct lack *lacks = tp_arena_array(page->doc->arena, room, sizeof *lacks);
	struct lacks *sums = tp_arena_array(page->doc->arena, room, sizeof *sums);
	if (!lacks || !sums || !others.items) {
		page->doc->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) /* of a set, so that those about one subject stand together */
		if (is_told(page, findings[i]) && add_lacks(lacks, &lacking, findings[i], i) == 0)
			others.items[others.n++] = findings[i];
	if (lacking > 1)
		qsort(lacks, lacking, sizeof *lacks, by_field);
	size_t found = sum_up(lacks, lacking, sums);
	if (found > 0)
		show(page, shelf, sums, found);
	tp_page_list(page, "missing", TP_LABEL_missing, others);
}
