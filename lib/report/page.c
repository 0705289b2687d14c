#include "tp/page.h"

#include <stdlib.h>
#include <string.h>

#include "tp/catalogue.h"
#include "tp/scope.h"

/* --- rounds --- */

static int by_subject(const void *a, const void *b)
{
	static const enum tp_field fields[] = {TP_score_subject, TP_score_subject_kind, TP_score_instrument};
	const struct tp_record *left = *(const struct tp_record *const *)a, *right = *(const struct tp_record *const *)b;
	int order = 0;
	for (size_t i = 0; order == 0 && i < sizeof fields / sizeof *fields; i++)
		order = tp_text_compare(tp_record_id(left, fields[i]), tp_record_id(right, fields[i]));
	return order;
}

static int by_round(const void *a, const void *b)
{
	const struct tp_record *left = *(const struct tp_record *const *)a, *right = *(const struct tp_record *const *)b;
	int order = by_subject(a, b);
	return order ? order : tp_text_compare(tp_record_id(left, TP_score_round), tp_record_id(right, TP_score_round));
}

static int find_latest(struct tp_page *page, struct tp_err *err)
{
	size_t n, found = 0, kept = 0;
	struct tp_record *const *scores = tp_set_all(page->set, TP_KIND_score, &n);
	const struct tp_record **rounds = tp_arena_array(page->doc->arena, n + 1, sizeof *rounds);
	const struct tp_record **latest = tp_arena_array(page->doc->arena, n + 1, sizeof *latest);
	if (!rounds || !latest)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) /* those of a round and subject stand together: one of them is enough to sort */
		if (found == 0 || by_round(&rounds[found - 1], &scores[i]) != 0)
			rounds[found++] = scores[i];
	if (found > 1)
		qsort(rounds, found, sizeof *rounds, by_round);
	for (size_t i = 0; i < found; i++)
		if (i + 1 == found || by_subject(&rounds[i], &rounds[i + 1]) != 0)
			latest[kept++] = rounds[i];
	page->rounds = rounds;
	page->rounds_n = found;
	page->latest = latest;
	page->latest_n = kept;
	return 0;
}

const struct tp_record *tp_page_latest(const struct tp_page *page, const char *instrument, const char *subject_kind,
	struct tp_text subject)
{
	struct tp_record asked;
	const struct tp_record *key = &asked, *const *latest;
	tp_record_init(&asked, TP_KIND_score);
	*tp_record_slot(&asked, TP_score_subject) = tp_value_text(subject);
	*tp_record_slot(&asked, TP_score_subject_kind) = tp_value_string(subject_kind);
	*tp_record_slot(&asked, TP_score_instrument) = tp_value_string(instrument);
	if (page->latest_n == 0)
		return NULL;
	latest = bsearch(&key, page->latest, page->latest_n, sizeof *page->latest, by_subject);
	return latest ? *latest : NULL;
}

const struct tp_record *tp_page_round(const struct tp_page *page, const struct tp_record *score, int step)
{
	const struct tp_record *const *at = page->rounds_n == 0 ? NULL
		: bsearch(&score, page->rounds, page->rounds_n, sizeof *page->rounds, by_round);
	if (!at || (step < 0 ? at == page->rounds : at + 1 == page->rounds + page->rounds_n))
		return NULL;
	const struct tp_record *const *other = step < 0 ? at - 1 : at + 1;
	return by_subject(other, at) == 0 ? *other : NULL;
}

/* Has the subject been asked again since the finding's round? */
static bool is_overtaken(const struct tp_page *page, const struct tp_record *finding)
{
	struct tp_record asked;
	const struct tp_record *key = &asked, *const *latest;
	if (page->latest_n == 0 || !tp_record_has(finding, TP_finding_instrument))
		return false;
	tp_record_init(&asked, TP_KIND_score);
	*tp_record_slot(&asked, TP_score_subject) = *tp_record_value(finding, TP_finding_subject);
	*tp_record_slot(&asked, TP_score_subject_kind) = *tp_record_value(finding, TP_finding_subject_kind);
	*tp_record_slot(&asked, TP_score_instrument) = *tp_record_value(finding, TP_finding_instrument);
	latest = bsearch(&key, page->latest, page->latest_n, sizeof *page->latest, by_subject);
	return latest &&
		tp_text_compare(tp_record_id(*latest, TP_score_round), tp_record_id(finding, TP_finding_round)) > 0;
}

/* --- the page --- */

/* Initiatives or units of more than one municipality? */
static bool has_many(const struct tp_page *page)
{
	struct tp_text first = {0};
	size_t n;
	struct tp_record *const *units = tp_set_all(page->set, TP_KIND_unit, &n);
	for (size_t i = 0; i < page->lights.n + n; i++) {
		const struct tp_record *thing = i < n ? units[i] : page->lights.items[i - n].initiative;
		if (!tp_scope_has(page->set, thing, page->doc->scope))
			continue;
		struct tp_text municipality =
			tp_record_id(thing, i < n ? TP_unit_municipality : TP_initiative_municipality);
		if (first.ptr && tp_text_compare(first, municipality) != 0)
			return true;
		first = municipality;
	}
	return false;
}

int tp_page_init(struct tp_page *page, const struct tp_set *set, struct tp_document *doc, struct tp_err *err)
{
	*page = (struct tp_page){.set = set, .doc = doc};
	if (find_latest(page, err) < 0)
		return -1;
	if (tp_lights_make(doc->arena, set, doc->scope, doc->as_of, &page->lights, err) < 0)
		return -1;
	page->many = has_many(page);
	doc->contents = tp_page_word(page, TP_LABEL_contents);
	const struct tp_column entries[TP_ENTRY_COLUMNS] = {
		{"light", tp_page_word(page, TP_LABEL_light)}, {"initiative", tp_page_word(page, TP_LABEL_initiative)},
		{"reasons", tp_page_word(page, TP_LABEL_reasons)}, {"advice", tp_page_word(page, TP_LABEL_advice)},
	};
	memcpy(doc->entry_columns, entries, sizeof entries);
	const struct tp_column items[TP_ITEM_COLUMNS] = {
		{"item", tp_page_word(page, TP_LABEL_item)}, {"advice", tp_page_word(page, TP_LABEL_advice)},
		{"places", tp_page_word(page, TP_LABEL_sheet)}, {"check", tp_page_word(page, TP_LABEL_topic)},
	};
	memcpy(doc->item_columns, items, sizeof items);
	doc->rest = tp_page_word(page, TP_LABEL_long_texts);
	return 0;
}

struct tp_text tp_page_words(struct tp_page *page, enum tp_label label, const struct tp_pair *pairs, size_t n)
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

struct tp_text tp_page_word(struct tp_page *page, enum tp_label label)
{
	return tp_page_words(page, label, NULL, 0);
}

const char *tp_page_slug(struct tp_page *page, struct tp_text text)
{
	struct tp_text copy = tp_text_copy(page->doc->arena, text); /* which has a NUL behind it */
	page->doc->failed |= !copy.ptr;
	return copy.ptr ? copy.ptr : "";
}

struct tp_text tp_page_subtitle(struct tp_page *page, struct tp_text rest)
{
	const struct tp_value none = {.type = TP_ABSENT};
	struct tp_text scope = tp_page_scope(page);
	struct tp_pair parts[] = {tp_page_pair("as_of", tp_value_day(page->doc->as_of)),
		tp_page_pair("scope", scope.len ? tp_value_text(scope) : none), tp_page_pair("rest", rest.len ? tp_value_text(rest) : none)};
	return tp_page_words(page, TP_LABEL_report_subtitle, parts, 3);
}

struct tp_pair tp_page_pair(const char *name, struct tp_value value)
{
	return (struct tp_pair){tp_text_of(name), value};
}

struct tp_text tp_page_side(const struct tp_page *page, const struct tp_record *finding, enum tp_field field)
{
	const struct tp_value *text =
		tp_value_get(tp_record_value(finding, field), page->doc->lang == TP_DA ? "da" : "en");
	return text && text->type == TP_TEXT ? text->text : (struct tp_text){0};
}

/* The field that names a kind; TP_NO_FIELD where only the id does. */
static enum tp_field name_field(enum tp_kind kind)
{
	enum tp_field name = tp_field_find(kind, tp_text_of("name"));
	return name != TP_NO_FIELD ? name : tp_field_find(kind, tp_text_of("title"));
}

struct tp_text tp_page_name(const struct tp_page *page, enum tp_kind kind, struct tp_text id)
{
	const struct tp_record *record = kind < TP_KINDS ? tp_set_find(page->set, kind, id) : NULL;
	enum tp_field name = record ? name_field(kind) : TP_NO_FIELD;
	if (name == TP_NO_FIELD || !tp_record_has(record, name))
		return id;
	struct tp_text text = tp_record_id(record, name);
	return text.len > 0 ? text : tp_page_side(page, record, name); /* a built-in technology has a name in each language */
}

struct tp_text tp_page_scope(const struct tp_page *page)
{
	struct tp_text id = page->doc->scope;
	if (tp_set_find(page->set, TP_KIND_municipality, id))
		return tp_page_name(page, TP_KIND_municipality, id);
	if (tp_set_find(page->set, TP_KIND_unit, id))
		return tp_page_name(page, TP_KIND_unit, id);
	return tp_page_name(page, TP_KIND_initiative, id);
}

struct tp_text tp_page_title(struct tp_page *page, const struct tp_record *thing)
{
	bool unit = thing->kind == TP_KIND_unit;
	struct tp_text title = tp_record_id(thing, unit ? TP_unit_name : TP_initiative_title);
	struct tp_text municipality = tp_record_id(thing, unit ? TP_unit_municipality : TP_initiative_municipality);
	if (!page->many || municipality.len == 0)
		return title;
	struct tp_pair parts[] = {tp_page_pair("title", tp_value_text(title)),
		tp_page_pair("municipality", tp_value_text(tp_page_name(page, TP_KIND_municipality, municipality)))};
	return tp_page_words(page, TP_LABEL_title_of, parts, 2);
}

struct tp_text tp_page_thing(struct tp_page *page, struct tp_text kind_name, struct tp_text id)
{
	enum tp_kind kind = tp_kind_find(kind_name);
	const struct tp_record *thing =
		kind == TP_KIND_unit || kind == TP_KIND_initiative ? tp_set_find(page->set, kind, id) : NULL;
	return thing ? tp_page_title(page, thing) : tp_page_name(page, kind, id);
}

struct tp_text tp_page_subject(struct tp_page *page, const struct tp_record *finding)
{
	return tp_page_thing(page, tp_record_id(finding, TP_finding_subject_kind), tp_record_id(finding, TP_finding_subject));
}

/* Each place once. */
static void add_place(struct tp_buf *out, const struct tp_value *place)
{
	struct tp_text known = {out->ptr, out->len};
	if (place->type != TP_TEXT)
		return;
	while (known.len > 0)
		if (tp_text_compare(tp_text_split(&known, "\n"), place->text) == 0)
			return;
	if (out->len > 0)
		tp_buf_add_char(out, '\n');
	tp_buf_add(out, place->text.ptr, place->text.len);
}

struct tp_text tp_page_places(struct tp_page *page, const struct tp_record *const *records, size_t n)
{
	struct tp_buf out = {0};
	struct tp_text text = {0};
	for (size_t i = 0; i < n; i++) {
		add_place(&out, &records[i]->at);
		const struct tp_value *list =
			records[i]->kind == TP_KIND_finding ? tp_record_value(records[i], TP_finding_at) : NULL;
		for (size_t j = 0; list && list->type == TP_LIST && j < list->list.n; j++)
			add_place(&out, &list->list.items[j]);
	}
	if (out.len > 0 && !out.failed)
		text = tp_text_copy(page->doc->arena, (struct tp_text){out.ptr, out.len});
	page->doc->failed |= out.failed || (out.len > 0 && !text.ptr);
	tp_buf_free(&out);
	return text;
}

bool tp_page_is_not_known(const struct tp_record *finding)
{
	return tp_text_is(tp_record_id(finding, TP_finding_check), "not-known");
}

bool tp_page_is_about_initiative(const struct tp_record *finding)
{
	return tp_text_is(tp_record_id(finding, TP_finding_subject_kind), "initiative");
}

bool tp_page_is_of(const struct tp_record *finding, int severity)
{
	int own;
	return tp_record_code(finding, TP_finding_severity, &own) && own == severity;
}

bool tp_page_has(const struct tp_page *page, const struct tp_record *finding)
{
	struct tp_text subject = tp_record_id(finding, TP_finding_subject);
	if (is_overtaken(page, finding))
		return false;
	if (!tp_page_is_about_initiative(finding))
		return tp_scope_has(page->set, finding, page->doc->scope);
	const struct tp_record *initiative = tp_set_find(page->set, TP_KIND_initiative, subject);
	return initiative && tp_scope_has(page->set, initiative, page->doc->scope);
}

int tp_page_worst(const struct tp_page *page)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_finding, &n);
	int worst = TP_CODE_none, severity;
	for (size_t i = 0; i < n; i++)
		if (tp_record_code(all[i], TP_finding_severity, &severity) && severity > worst &&
			tp_page_has(page, all[i]) && !tp_light_note(page->set, all[i], page->doc->as_of))
			worst = severity;
	return worst;
}

struct tp_picks tp_page_picks(struct tp_page *page)
{
	size_t n;
	tp_set_all(page->set, TP_KIND_finding, &n);
	return tp_page_picks_of(page, n);
}

struct tp_picks tp_page_picks_of(struct tp_page *page, size_t n)
{
	struct tp_picks picks = {tp_arena_array(page->doc->arena, n + 1, sizeof(const struct tp_record *)), 0};
	if (!picks.items)
		page->doc->failed = true;
	return picks;
}

void tp_page_items(struct tp_page *page, struct tp_section *section, struct tp_picks picks)
{
	struct tp_block *list = picks.n > 0 ? tp_document_list(page->doc, section, picks.n) : NULL;
	for (size_t i = 0; list && i < picks.n; i++) {
		tp_block_item(list, i, tp_page_side(page, picks.items[i], TP_finding_message),
			tp_page_side(page, picks.items[i], TP_finding_advice));
		tp_block_place(list, i, tp_page_places(page, &picks.items[i], 1));
	}
}

/* "Subject: message", and where it stands. */
static void add_item(struct tp_page *page, struct tp_block *list, size_t i, const struct tp_record *finding,
	struct tp_text advice)
{
	struct tp_pair parts[] = {tp_page_pair("subject", tp_value_text(tp_page_subject(page, finding))),
		tp_page_pair("message", tp_value_text(tp_page_side(page, finding, TP_finding_message)))};
	tp_block_item(list, i, tp_page_words(page, TP_LABEL_about, parts, 2), advice);
	tp_block_place(list, i, tp_page_places(page, &finding, 1));
}

void tp_page_list(struct tp_page *page, const char *name, enum tp_label title, struct tp_picks picks)
{
	if (picks.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, name, tp_page_word(page, title));
	struct tp_block *list = tp_document_list(page->doc, section, picks.n);
	for (size_t i = 0; i < picks.n; i++)
		add_item(page, list, i, picks.items[i], (struct tp_text){0});
}

/* What they had stays their order within a check. Checks that this version does not know come last. */
static struct tp_picks by_check(struct tp_page *page, struct tp_picks picks)
{
	struct tp_picks sorted = tp_page_picks_of(page, picks.n);
	size_t before[TP_CHECKS + 2] = {0}; /* how many there are of the checks before */
	for (size_t i = 0; i < picks.n; i++)
		before[tp_check_find(tp_record_id(picks.items[i], TP_finding_check)) + 1]++;
	for (size_t check = 1; check <= TP_CHECKS; check++)
		before[check] += before[check - 1];
	for (; sorted.items && sorted.n < picks.n; sorted.n++) {
		const struct tp_record *finding = picks.items[sorted.n];
		sorted.items[before[tp_check_find(tp_record_id(finding, TP_finding_check))]++] = finding;
	}
	return sorted;
}

void tp_page_groups(struct tp_page *page, const char *name, enum tp_label title, struct tp_picks picks)
{
	struct tp_picks all = by_check(page, picks);
	if (all.n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, name, tp_page_word(page, title));
	struct tp_block *list = tp_document_list(page->doc, section, all.n);
	for (size_t i = 0; i < all.n; i++) {
		struct tp_text slug = tp_record_id(all.items[i], TP_finding_check);
		enum tp_check check = tp_check_find(slug);
		add_item(page, list, i, all.items[i], tp_page_side(page, all.items[i], TP_finding_advice));
		tp_block_group(list, i, check < TP_CHECKS ? tp_text_of(tp_check_info(check)->title[page->doc->lang]) : slug);
	}
}

void tp_page_worth(struct tp_page *page, const char *name, enum tp_label title,
	bool (*wanted)(const struct tp_record *finding))
{
	size_t n;
	struct tp_record *const *all = tp_set_all(page->set, TP_KIND_finding, &n);
	struct tp_picks picks = tp_page_picks(page);
	for (int severity = TP_severity_act; picks.items && severity >= TP_severity_info; severity--)
		for (size_t i = 0; i < n; i++)
			if (tp_page_is_of(all[i], severity) && wanted(all[i]) && !tp_page_is_not_known(all[i]) &&
				tp_page_has(page, all[i]) && !tp_light_note(page->set, all[i], page->doc->as_of))
				picks.items[picks.n++] = all[i];
	tp_page_groups(page, name, title, picks);
}
