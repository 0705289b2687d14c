/*
 * The lights of the initiatives: what their findings make of them, and whether
 * anybody looked.
 */
#ifndef TP_LIGHT_H
#define TP_LIGHT_H

#include "tp/document.h"
#include "tp/set.h"

struct tp_light {
	const struct tp_record *initiative;
	enum tp_state state; /* TP_STATE_NONE for one that was stopped */
	struct tp_record **findings; /* about the initiative itself and not noted, the gravest first */
	size_t n;
};

struct tp_lights {
	struct tp_light *items; /* red, yellow, grey, green, stopped; by id within */
	size_t n;
};

/* Red with an `act` of a check that colours, yellow with a `watch`; else green, or grey where not both tp-portfolio
 * check and tp-roles coverage have run, or where more than half of the checks that apply are unknown. Only initiatives
 * of the scope: a municipality, unit, initiative, or a person with a role in them; empty: all. The set is readied (tp_report_ready);
 * everything lies in the arena. */
int tp_lights_make(struct tp_arena *arena, const struct tp_set *set, struct tp_text scope, int32_t as_of,
	struct tp_lights *out, struct tp_err *err);

/* Whether a finding's check is one that colours. */
bool tp_light_may_colour(const struct tp_record *finding);

/* The note that is in force about a finding, or NULL: such a finding colours nothing and stands apart. */
const struct tp_record *tp_light_note(const struct tp_set *set, const struct tp_record *finding, int32_t as_of);

/* The word for a light. */
struct tp_text tp_light_word(enum tp_state state, enum tp_lang lang);

/* The run of a tool's analysis, or NULL. */
const struct tp_record *tp_light_run(const struct tp_set *set, const char *by, const char *analysis);

#endif
