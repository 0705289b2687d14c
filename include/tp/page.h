/*
 * What every report needs while it is made: words in the page's language,
 * names instead of ids, lists of findings.
 */
#ifndef TP_PAGE_H
#define TP_PAGE_H

#include "tp/document.h"
#include "tp/label.h"
#include "tp/light.h"
#include "tp/set.h"

struct tp_page {
	const struct tp_set *set;
	struct tp_document *doc; /* whose `failed` tells of memory */
	struct tp_lights lights; /* of the initiatives in the document's scope */
	const struct tp_record **rounds; /* a score of every round of every subject and instrument, sorted by these */
	size_t rounds_n;
	const struct tp_record **latest; /* those of the latest rounds */
	size_t latest_n;
	bool many; /* initiatives or units of several municipalities: titles bear theirs */
};

/* 0 or -1 for memory. The set is closed; the document has its language, scope and as_of. */
int tp_page_init(struct tp_page *page, const struct tp_set *set, struct tp_document *doc, struct tp_err *err);

/* The label's template with its values, in the page's language and arena. */
struct tp_text tp_page_words(struct tp_page *page, enum tp_label label, const struct tp_pair *pairs, size_t n);
struct tp_text tp_page_word(struct tp_page *page, enum tp_label label);

/* A text as a C string of the page's, for a name or a comparison. */
const char *tp_page_slug(struct tp_page *page, struct tp_text text);

/* "As of …", with the scope, and what else there is to say. */
struct tp_text tp_page_subtitle(struct tp_page *page, struct tp_text rest);

/* A value and its name in a template. */
struct tp_pair tp_page_pair(const char *name, struct tp_value value);

/* The page's side of a {da, en} field; ptr NULL when it has none. */
struct tp_text tp_page_side(const struct tp_page *page, const struct tp_record *record, enum tp_field field);

/* The name of what an id stands for, else the id. */
struct tp_text tp_page_name(const struct tp_page *page, enum tp_kind kind, struct tp_text id);

/* What the scope is called; an id that two kinds share goes by the larger thing. */
struct tp_text tp_page_scope(const struct tp_page *page);

/* The title of an initiative, or the name of a unit; with its municipality where the page has several. */
struct tp_text tp_page_title(struct tp_page *page, const struct tp_record *initiative_or_unit);

/* Where a fact stands, or what a finding rests on: a line each, for tp_block_place. Several records' may be added. */
struct tp_text tp_page_places(struct tp_page *page, const struct tp_record *const *records, size_t n);

/* The name of a thing of a kind ("unit"), as a title. */
struct tp_text tp_page_thing(struct tp_page *page, struct tp_text kind_name, struct tp_text id);

/* A score of the subject's latest round, or NULL. */
const struct tp_record *tp_page_latest(const struct tp_page *page, const char *instrument, const char *subject_kind,
	struct tp_text subject);

/* One of the round before (step -1) or after (1) the score's, or NULL. */
const struct tp_record *tp_page_round(const struct tp_page *page, const struct tp_record *score, int step);

/* The name of what a finding is about, as a title. */
struct tp_text tp_page_subject(struct tp_page *page, const struct tp_record *finding);

/* True when a finding is about an initiative on the page, or a municipality or unit of its scope, and no later round of
 * the same instrument has scores of its subject. */
bool tp_page_has(const struct tp_page *page, const struct tp_record *finding);

/* The gravest finding on the page that is not noted: a code of enum severity, or TP_CODE_none. */
int tp_page_worst(const struct tp_page *page);

/* True when the finding lists what could not be judged. */
bool tp_page_is_not_known(const struct tp_record *finding);

/* True when its subject is an initiative. */
bool tp_page_is_about_initiative(const struct tp_record *finding);

/* True when it is of this severity, a code. */
bool tp_page_is_of(const struct tp_record *finding, int severity);

/* Findings picked for a list; room for all there are. */
struct tp_picks {
	const struct tp_record **items;
	size_t n;
};
struct tp_picks tp_page_picks(struct tp_page *page);

/* The same with room for n. */
struct tp_picks tp_page_picks_of(struct tp_page *page, size_t n);

/* A list of findings, each with its advice, without the names of their subjects; nothing when there are none. */
void tp_page_items(struct tp_page *page, struct tp_section *section, struct tp_picks picks);

/* The findings of a check together under its title, check by check in the order of the catalogue, in a section; nothing
 * when there are none. */
void tp_page_groups(struct tp_page *page, const char *name, enum tp_label title, struct tp_picks picks);

/* Such a section of all findings on the page that are wanted, the gravest of a check first; without those that are noted
 * or tell what could not be judged. */
void tp_page_worth(struct tp_page *page, const char *name, enum tp_label title,
	bool (*wanted)(const struct tp_record *finding));

/* A section with a list of findings, each with its subject's name; nothing when there are none. */
void tp_page_list(struct tp_page *page, const char *name, enum tp_label title, struct tp_picks picks);

#endif
