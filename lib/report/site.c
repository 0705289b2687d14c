#include "tp/site.h"

#include <stdio.h>
#include <string.h>

#include "tp/cells.h"
#include "tp/scope.h"

enum { BODY_MAX = 180, HASH = 16 }; /* bytes of a name between kind and ending */

struct site {
	const struct tp_site *site;
	struct tp_page front; /* of the whole site */
	struct tp_map municipalities;
	bool has_municipalities; /* with a page each */
	struct tp_err *err;
};

/* --- names --- */

void tp_site_file(enum tp_kind kind, struct tp_text id, const char *ending, char file[TP_SITE_FILE_SIZE])
{
	char body[BODY_MAX + 1];
	size_t len = 0;
	bool fits = true;
	for (size_t i = 0; i < id.len && fits; i++) {
		unsigned char c = (unsigned char)id.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
		fits = len + (plain ? 1 : 3) <= BODY_MAX;
		if (fits)
			len += (size_t)snprintf(body + len, sizeof body - len, plain ? "%c" : "_%02x", c);
	}
	if (!fits) /* a low line before a point stands in no other name */
		snprintf(body + BODY_MAX - HASH - 2, HASH + 3, "_.%016llx", tp_text_hash(id, 0));
	else
		body[len] = '\0';
	snprintf(file, TP_SITE_FILE_SIZE, "%s-%s%s", tp_kind_info(kind)->name, body, ending);
}

/* The link to a thing's page, in the document's arena. */
static struct tp_text link_to(struct site *site, struct tp_document *doc, enum tp_kind kind, struct tp_text id)
{
	char file[TP_SITE_FILE_SIZE];
	tp_site_file(kind, id, site->site->ending, file);
	struct tp_text link = tp_text_copy(doc->arena, tp_text_of(file));
	doc->failed |= !link.ptr;
	return link;
}

static void hide(const struct site *site, struct tp_document *doc)
{
	if (site->site->hidden)
		tp_persons_hide(site->site->hidden, doc);
}

static int put(struct site *site, const char *name, const struct tp_document *doc)
{
	return doc->failed ? tp_err_memory(site->err) : site->site->put(site->site->self, name, doc, site->err);
}

/* --- parts that lead to other pages --- */

/* The last section comes to stand first, or second where the first has no title: what sums up the page goes before. */
static void bring_forward(struct tp_document *doc)
{
	struct tp_section *last = doc->last, *before = doc->first;
	if (doc->failed || before == last)
		return;
	while (before->next != last)
		before = before->next;
	before->next = NULL;
	doc->last = before;
	struct tp_section **place = doc->first->title.len == 0 ? &doc->first->next : &doc->first;
	last->next = *place;
	*place = last;
	while (doc->last->next)
		doc->last = doc->last->next;
}

static void lead_back(struct site *site, struct tp_document *doc, struct tp_section *section)
{
	char file[TP_SITE_FILE_SIZE];
	snprintf(file, sizeof file, "index%s", site->site->ending);
	struct tp_block *back = tp_document_paragraph(doc, section, tp_text_of(tp_label(TP_LABEL_site_front, doc->lang)));
	struct tp_text link = tp_text_copy(doc->arena, tp_text_of(file));
	doc->failed |= !link.ptr;
	if (back)
		back->link = link;
}

static struct tp_text municipality_of(const struct tp_light *light)
{
	return tp_record_id(light->initiative, TP_initiative_municipality);
}

/* Each municipality with its lights. */
static void add_municipalities(struct site *site, struct tp_page *page)
{
	static const enum tp_state states[] = {TP_STATE_RED, TP_STATE_YELLOW, TP_STATE_GREEN, TP_STATE_GREY};
	static const enum tp_label words[] = {TP_LABEL_red, TP_LABEL_yellow, TP_LABEL_green, TP_LABEL_grey};
	enum { STATES = sizeof states / sizeof *states };
	const struct tp_map *all = &site->municipalities;
	struct tp_document *doc = page->doc;
	size_t (*counts)[TP_STATE_GREY + 1] = tp_arena_array(doc->arena, all->n + 1, sizeof *counts);
	doc->failed |= !counts;
	if (!counts || all->n == 0)
		return;
	for (size_t i = 0; i < site->front.lights.n; i++) {
		const struct tp_light *light = &site->front.lights.items[i];
		counts[tp_map_find(all, municipality_of(light))][light->state]++;
	}
	struct tp_section *section =
		tp_document_section(doc, "municipalities", tp_page_word(page, TP_LABEL_site_municipalities));
	struct tp_block *table = tp_document_table(doc, section, 1 + STATES, all->n);
	tp_block_column(table, 0, "municipality", tp_page_word(page, TP_LABEL_municipality));
	for (size_t i = 0; i < STATES; i++)
		tp_block_column(table, 1 + i, tp_state_slug(states[i]), tp_page_word(page, words[i]));
	for (size_t i = 0; i < all->n; i++) {
		struct tp_cell *name = tp_document_cell(doc, table, i, 0);
		*name = tp_cell_text(tp_page_name(page, TP_KIND_municipality, all->keys[i]));
		name->link = link_to(site, doc, TP_KIND_municipality, all->keys[i]);
		for (size_t j = 0; j < STATES; j++)
			*tp_document_cell(doc, table, i, 1 + j) = tp_cell_number((double)counts[i][states[j]], 0);
	}
	bring_forward(doc);
}

/* The initiatives of a municipality (empty: of all) with their lights, the worst first. */
static void add_initiatives(struct site *site, struct tp_page *page, struct tp_text municipality)
{
	const struct tp_lights *lights = &site->front.lights;
	struct tp_document *doc = page->doc;
	size_t n = 0, row = 0;
	for (size_t i = 0; i < lights->n; i++)
		n += municipality.len == 0 || tp_text_equal(municipality_of(&lights->items[i]), municipality);
	if (n == 0)
		return;
	struct tp_section *section =
		tp_document_section(doc, "pages", tp_page_word(page, TP_LABEL_site_initiatives));
	struct tp_block *table = tp_document_table(doc, section, 2, n);
	tp_block_column(table, 0, "initiative", tp_page_word(page, TP_LABEL_initiative));
	tp_block_column(table, 1, "light", tp_page_word(page, TP_LABEL_light));
	for (size_t i = 0; i < lights->n; i++) {
		const struct tp_light *light = &lights->items[i];
		if (municipality.len > 0 && !tp_text_equal(municipality_of(light), municipality))
			continue;
		struct tp_cell *title = tp_document_cell(doc, table, row, 0);
		*title = tp_cell_text(tp_page_title(page, light->initiative));
		title->link = link_to(site, doc, TP_KIND_initiative, tp_record_id(light->initiative, TP_initiative_id));
		*tp_document_cell(doc, table, row++, 1) = light->state == TP_STATE_NONE
			? tp_cell_text(tp_code_title(TP_phase_stopped, doc->lang))
			: tp_cell_state(light->state, tp_light_word(light->state, doc->lang));
	}
}

/* --- pages --- */

static int make_municipality(struct site *site, struct tp_text id)
{
	const struct tp_document *front = site->front.doc;
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_page page = {.set = site->front.set, .doc = &doc};
	char file[TP_SITE_FILE_SIZE];
	int worst;
	tp_document_init(&doc, &arena, front->lang, front->report);
	doc.as_of = front->as_of;
	doc.scope = id;
	int result = site->site->report(site->site->question, &doc, &worst, site->err);
	if (result == 0) {
		add_initiatives(site, &page, id);
		lead_back(site, &doc, tp_document_section(&doc, "back", (struct tp_text){0}));
		bring_forward(&doc);
		hide(site, &doc);
		tp_site_file(TP_KIND_municipality, id, site->site->ending, file);
		result = put(site, file, &doc);
	}
	tp_arena_free(&arena);
	return result;
}

/* A page of a section of the cards and of what they rest on. */
static int make_card(struct site *site, const struct tp_document *cards, const struct tp_section *card,
	const struct tp_light *light)
{
	struct tp_arena arena = {0};
	struct tp_document doc = *cards;
	struct tp_page page = {.set = site->front.set, .doc = &doc};
	struct tp_section own = *card, basis = *cards->last;
	struct tp_text municipality = municipality_of(light);
	char file[TP_SITE_FILE_SIZE];
	doc.arena = &arena;
	doc.title = card->title;
	doc.first = doc.last = NULL;
	struct tp_section *back = tp_document_section(&doc, "back", (struct tp_text){0});
	lead_back(site, &doc, back);
	struct tp_pair name = tp_page_pair("name", tp_value_text(tp_page_name(&page, TP_KIND_municipality, municipality)));
	struct tp_block *up = site->has_municipalities
		? tp_document_paragraph(&doc, back, tp_page_words(&page, TP_LABEL_site_up, &name, 1)) : NULL;
	if (up)
		up->link = link_to(site, &doc, TP_KIND_municipality, municipality);
	own.title = cards->title;
	own.next = &basis;
	if (back)
		back->next = &own;
	doc.last = &basis;
	tp_site_file(TP_KIND_initiative, tp_record_id(light->initiative, TP_initiative_id), site->site->ending, file);
	int result = put(site, file, &doc);
	tp_arena_free(&arena);
	return result;
}

/* All in one go: the cards of a document stand in the order of the lights. */
static int make_cards(struct site *site)
{
	const struct tp_document *front = site->front.doc;
	struct tp_arena arena = {0};
	struct tp_document cards;
	int worst, result = 0;
	tp_document_init(&cards, &arena, front->lang, "card");
	cards.as_of = front->as_of;
	cards.scope = front->scope;
	if (site->front.lights.n > 0)
		result = tp_card_make(site->site->question, &cards, &worst, site->err);
	hide(site, &cards);
	const struct tp_section *card = cards.first;
	for (size_t i = 0; i < site->front.lights.n && result == 0; i++, card = card->next)
		result = make_card(site, &cards, card, &site->front.lights.items[i]);
	tp_arena_free(&arena);
	return result;
}

/* Those of the scope, and those that initiatives name. */
static int find_municipalities(struct site *site)
{
	struct tp_text scope = site->front.doc->scope;
	size_t n;
	struct tp_record *const *all = tp_set_all(site->front.set, TP_KIND_municipality, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_scope_has(site->front.set, all[i], scope) &&
			tp_map_add(&site->municipalities, tp_record_id(all[i], TP_municipality_id), NULL) < 0)
			return tp_err_memory(site->err);
	for (size_t i = 0; i < site->front.lights.n; i++)
		if (tp_map_add(&site->municipalities, municipality_of(&site->front.lights.items[i]), NULL) < 0)
			return tp_err_memory(site->err);
	site->has_municipalities = scope.len == 0;
	return 0;
}

int tp_site_make(const struct tp_site *how, struct tp_document *front, int *worst, struct tp_err *err)
{
	struct site site = {.site = how, .err = err};
	char file[TP_SITE_FILE_SIZE];
	int result = tp_page_init(&site.front, how->question->set, front, err);
	if (result == 0)
		result = find_municipalities(&site);
	for (size_t i = 0; i < site.municipalities.n && result == 0 && site.has_municipalities; i++)
		result = make_municipality(&site, site.municipalities.keys[i]);
	if (result == 0)
		result = make_cards(&site);
	if (result == 0)
		result = how->report(how->question, front, worst, err);
	if (result == 0) {
		if (site.has_municipalities)
			add_municipalities(&site, &site.front);
		add_initiatives(&site, &site.front, (struct tp_text){0});
		hide(&site, front);
		snprintf(file, sizeof file, "index%s", how->ending);
		result = put(&site, file, front);
	}
	tp_map_free(&site.municipalities);
	return result;
}
