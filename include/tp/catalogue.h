/*
 * The checks as data: what each is called, says and advises, when it applies
 * and where its thresholds lie. The predicates stand in the room of their tool.
 */
#ifndef TP_CATALOGUE_H
#define TP_CATALOGUE_H

#include "tp/instrument.h"
#include "tp/schema.h"

struct tp_look;

enum tp_check {
#define TP_CHECK(tool, id, ...) TP_CHECK_##id,
#define TP_LIMIT(check, name, value)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
	TP_CHECKS,
};

/* TP_LIMIT_late_act_days */
enum tp_limit {
#define TP_CHECK(...)
#define TP_LIMIT(check, name, value) TP_LIMIT_##check##_##name,
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
	TP_LIMITS,
};

/* Each predicate looks at one subject and signals; what it asks in vain makes it unknown. Not for not_known. */
#define TP_CHECK(tool, id, ...) void tp_check_##id(struct tp_look *look);
#define TP_LIMIT(...)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT

/* No kind of record: the subject of a check that is asked of units and of municipalities alike. */
#define TP_KIND_scope ((enum tp_kind)(TP_KINDS + 1))

/* Bits of the severities that a check may have. */
enum { TP_MAY_INFO = 1, TP_MAY_WATCH = 2, TP_MAY_ACT = 4 };

struct tp_check_info {
	const char *slug, *analysis;
	enum tp_kind subject;
	unsigned severities;
	int from; /* a code of enum phase */
	bool colours;
	const char *source;
	const char *title[TP_LANGS], *message[TP_LANGS], *advice[TP_LANGS];
};

const struct tp_check_info *tp_check_info(enum tp_check check);

/* True when the check is asked of records of the kind. */
bool tp_check_asks(enum tp_check check, enum tp_kind kind);

/* By slug; TP_CHECKS when there is none. */
enum tp_check tp_check_find(struct tp_text slug);

/* A threshold as the catalogue has it. */
struct tp_limit_info {
	enum tp_check check;
	const char *name;
	double value;
};

const struct tp_limit_info *tp_limit_info(enum tp_limit limit);

/* A tool's predicates, in the order of the catalogue. */
struct tp_predicate {
	enum tp_check check;
	void (*ask)(struct tp_look *look);
};

#endif
