/*
 * Results of an earlier tp-score whose responses are gone: what the new run
 * makes again replaces them, the rest stands.
 */
#ifndef TP_KEPT_H
#define TP_KEPT_H

#include "tp/set.h"
#include "tp/tally.h"

/* True when the earlier score, or finding about one, is about a group that the tally has again. */
bool tp_kept_is_replaced(const struct tp_record *earlier, const struct tp_tally *tally);

/* The latest round of each instrument and subject. */
struct tp_kept_rounds {
	struct tp_map subjects;
	struct tp_text *rounds; /* by subject number; borrowed */
	size_t capacity;
};

/* Takes note of a round; its text is borrowed. 0 or -1 for memory. */
int tp_kept_rounds_add(struct tp_kept_rounds *rounds, struct tp_text instrument, struct tp_text subject,
	struct tp_text round, struct tp_err *err);

/* True when it is the latest (bytewise) of those noted. */
bool tp_kept_rounds_is_latest(struct tp_kept_rounds *rounds, struct tp_text instrument, struct tp_text subject,
	struct tp_text round);

void tp_kept_rounds_free(struct tp_kept_rounds *rounds);

#endif
