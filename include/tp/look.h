/*
 * What a predicate asks through. What it asks in vain is noted, so that the
 * fields `not-known` lists are a by-product; what it finds becomes evidence,
 * the places where it stands, and the {name}s of the message.
 */
#ifndef TP_LOOK_H
#define TP_LOOK_H

#include "tp/catalogue.h"
#include "tp/label.h"
#include "tp/limits.h"
#include "tp/rules.h"
#include "tp/set.h"
#include "tp/sink.h"

enum { TP_WORDS_MAX = 12 };

/* What was asked in vain: a field, and of which survey's answers where it is theirs. */
struct tp_lack {
	enum tp_field field;
	struct tp_text instrument; /* or len 0 */
};

struct tp_look {
	/* What there is to look at. */
	const struct tp_set *set;
	const struct tp_set *earlier;  /* of --since; or NULL */
	const struct tp_rules *rules;  /* NULL: the catalogue's */
	const struct tp_record *subject;
	const struct tp_instrument *instrument; /* of a score; or NULL */
	int (*find)(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err); /* or NULL */
	void *shelf;
	int32_t as_of;
	enum tp_check check;
	/* What has been seen of the case at hand. */
	struct tp_text key;
	struct tp_pair evidence[TP_EVIDENCE_MAX];
	size_t evidence_n;
	struct tp_pair words[TP_WORDS_MAX]; /* for the message alone */
	size_t words_n;
	struct tp_text at[TP_EVIDENCE_MAX];
	size_t at_n;
	struct tp_text advice[TP_LANGS]; /* goes before the catalogue's */
	/* What was asked in vain. */
	struct tp_lack missing[TP_EVIDENCE_MAX];
	size_t missing_n;
	bool signalled;
	/* Where findings go. */
	const struct tp_sink *sink;
	struct tp_arena *arena;
	struct tp_err *err;
	bool failed;
};

/* Begins another case of the same check: a milestone, a benefit. Its key tells it from the others; ptr NULL: none. */
void tp_look_case(struct tp_look *look, struct tp_text key);

/* The threshold of the check, as the rules have it. */
double tp_look_limit(const struct tp_look *look, enum tp_limit limit);

/* The records of a kind that belong to the subject. */
struct tp_record *const *tp_look_all(const struct tp_look *look, enum tp_kind kind, size_t *n);

/* The field's value, shown as evidence under the field's name. False: it is absent, which is noted. */
bool tp_look_num(struct tp_look *look, const struct tp_record *record, enum tp_field field, double *x);
bool tp_look_day(struct tp_look *look, const struct tp_record *record, enum tp_field field, int32_t *day);
bool tp_look_text(struct tp_look *look, const struct tp_record *record, enum tp_field field, struct tp_text *text);
bool tp_look_code(struct tp_look *look, const struct tp_record *record, enum tp_field field, int *code);

/* Days from the field's day to as-of; the day is shown. */
bool tp_look_age(struct tp_look *look, const struct tp_record *record, enum tp_field field, int *days);

/* The mean of a subject's latest score (see latest.h), shown as evidence under the instrument's name with - as _. False:
 * there is none, which is noted as answers that are missing. */
bool tp_look_score(struct tp_look *look, const char *instrument, const char *subject_kind, struct tp_text subject,
	int level, struct tp_text key, double *mean);

/* A built-in instrument, for the names of its items; NULL when there is none. */
const struct tp_instrument *tp_look_instrument(struct tp_look *look, struct tp_text id);

/* Shows when present, notes nothing when not. */
void tp_look_show(struct tp_look *look, const struct tp_record *record, enum tp_field field);

/* Shows only where the record stands. */
void tp_look_place(struct tp_look *look, const struct tp_record *record);

/* Shows what was computed, by a name of its own. */
void tp_look_show_value(struct tp_look *look, const char *name, struct tp_value value);
void tp_look_show_num(struct tp_look *look, const char *name, double x);

/* Adds to the list shown under that name, which begins with its first item and has each once. Returns how many it has. */
size_t tp_look_add(struct tp_look *look, const char *name, struct tp_value item);

/* Lends the message a word that is no evidence: a value, or {da, en} of which each language takes its own. */
void tp_look_word(struct tp_look *look, const char *name, struct tp_value value);

/* Lends the message and the advice a label, each language its own; or one that only says that something is so. */
void tp_look_label(struct tp_look *look, const char *name, enum tp_label label);
void tp_look_flag(struct tp_look *look, const char *name);

/* There is no memory: nothing more is asked, and the run fails. */
void tp_look_fail(struct tp_look *look);

/* {da, en} in the look's arena; ABSENT and the look failed when there is no memory. */
struct tp_value tp_look_pair(struct tp_look *look, struct tp_value da, struct tp_value en);

/* Notes that the field of some record would be needed; or of answers to an instrument. */
void tp_look_miss(struct tp_look *look, enum tp_field field);
void tp_look_miss_of(struct tp_look *look, enum tp_field field, struct tp_text instrument);

/* Makes the case a finding. TP_NONE: the case is clear. Before the check's `from` phase it is at most TP_INFO. */
void tp_look_signal(struct tp_look *look, enum tp_severity severity);

#endif
