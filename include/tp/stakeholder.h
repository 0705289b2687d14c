/*
 * A group around an initiative, as its rows of different dates tell: those up
 * to today, of which the last one counts. Its one rule: what is dated later
 * has not happened yet.
 */
#ifndef TP_STAKEHOLDER_H
#define TP_STAKEHOLDER_H

#include "tp/look.h"

struct tp_stakeholder {
	struct tp_record *const *rows; /* by date, those without one first */
	size_t n;
	const struct tp_record *now; /* the last of them */
	/* its own */
	struct tp_record *const *left;
	size_t left_n;
	int32_t as_of;
};

/* Stands before the first group of an initiative; of the subject. */
struct tp_stakeholder tp_stakeholder_in(const struct tp_set *set, struct tp_text initiative, int32_t as_of);
struct tp_stakeholder tp_stakeholder_of(const struct tp_look *look);

/* Goes to the next, in the order of their ids. */
bool tp_stakeholder_next(struct tp_stakeholder *group);

/* False: nobody is listed around the subject, which is noted. */
bool tp_stakeholder_known(struct tp_look *look);

struct tp_text tp_stakeholder_id(const struct tp_stakeholder *group);

/* The actor it is, and how it is involved; TP_CODE_none when that is not said. Notes nothing. */
int tp_stakeholder_actor(const struct tp_stakeholder *group);
int tp_stakeholder_involvement(const struct tp_stakeholder *group);

/* A MED committee, which speaks for those affected. */
bool tp_stakeholder_is_med(const struct tp_stakeholder *group);

/* As it is said; else employees are, but for a MED committee. */
bool tp_stakeholder_is_affected(const struct tp_stakeholder *group);

/* Affected, and employees. */
bool tp_stakeholder_is_affected_employees(const struct tp_stakeholder *group);

/* Adds the group to the list of groups that is shown, and where it stands to the places. */
void tp_stakeholder_list(struct tp_look *look, const struct tp_stakeholder *group);

/* How many heads the row tells of: the smaller of its size and of its four archetypes together, where it has them.
 * False: it has neither. */
bool tp_stakeholder_heads(const struct tp_record *row, double *heads);

/* Curve and mindset are shown of groups, never of a person and never of fewer than this. No rule lowers it. */
enum { TP_STAKEHOLDER_FEWEST = 5 };

/* True when what the row says of the group's mind may be shown: it has the heads, and its id is nobody's. Notes a size
 * that is missing. */
bool tp_stakeholder_may_show(struct tp_look *look, const struct tp_record *row);

#endif
