/*
 * Asks every predicate of every subject and makes findings of the answers:
 * signal, clear, or unknown, and unknowns are told once a subject.
 */
#ifndef TP_FINDING_H
#define TP_FINDING_H

#include "tp/look.h"

struct tp_inquiry {
	const char *by;       /* "tp-portfolio" */
	const char *analysis; /* "check" */
	const struct tp_set *set;
	const struct tp_set *earlier; /* of --since; or NULL */
	const struct tp_rules *rules; /* NULL: the catalogue's */
	struct tp_text scope;         /* only subjects in it; empty: all */
	int32_t as_of;
	const struct tp_predicate *predicates; /* of all the tool's analyses: those of this one are asked */
	size_t n;
	bool tell_unknown; /* a not-known finding a subject that needs one */
	bool key_unknown;  /* its key is the analysis, where several analyses of a tool may have one */
	size_t *asked;     /* counts the subjects; or NULL */
	/* A built-in instrument by id, for what the predicates look up. -1: TP_DATA when there is none. NULL: none is known. */
	int (*find)(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);
	void *shelf;
	/* The instrument of a score record; NULL where no predicate asks for one. */
	const struct tp_instrument *(*instrument)(void *self, const struct tp_record *score);
	void *self;
};

/* Puts the findings subject by subject in the order of the set. Stopped initiatives are not asked. */
int tp_finding_all(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err);

/* Puts the findings about one subject, whatever the scope. */
int tp_finding_one(const struct tp_inquiry *inquiry, const struct tp_record *subject, const struct tp_sink *sink,
	struct tp_err *err);

/* What people call a field that is lacking, where it is one of answers to a survey with the survey's title (or len 0). Its
 * text lies in the arena; ptr NULL for memory. */
struct tp_text tp_finding_lack(struct tp_arena *arena, enum tp_field field, struct tp_text survey, enum tp_lang lang);

/* Says in a run record which checks are asked and by which rules; its parts lie in the arena and in the rules. */
int tp_finding_checks(struct tp_arena *arena, const struct tp_inquiry *inquiry, struct tp_record *run, struct tp_err *err);

#endif
