/*
 * Results of an earlier tp-score whose responses are gone: what the new run
 * makes again replaces them, the rest stands.
 */
#ifndef TP_KEPT_H
#define TP_KEPT_H

#include "tp/set.h"
#include "tp/tally.h"

/* What an earlier score, or finding about one, is about: all of its subject, or with a score's slice that slice. The
 * instrument, of which only the id is known, lies in *room. */
struct tp_tally_group tp_kept_about(const struct tp_record *earlier, struct tp_instrument *room, bool with_slice);

/* The group of what it is about, all of the subject, where it is scored again: then it is replaced, slices and all. NULL:
 * it is kept. */
struct tp_tally_group *tp_kept_again(const struct tp_record *earlier, const struct tp_tally *wholes);

/* The latest round of each instrument, kind and subject. */
struct tp_kept_rounds {
	struct tp_map subjects;
	struct tp_text *rounds; /* by subject number; borrowed */
	size_t capacity;
};

/* Takes note of a round; its text is borrowed. 0 or -1 for memory. */
int tp_kept_rounds_add(struct tp_kept_rounds *rounds, const struct tp_tally_group *about, struct tp_err *err);

/* The latest of those noted; false when there is none. */
bool tp_kept_rounds_latest(const struct tp_kept_rounds *rounds, const struct tp_tally_group *about,
	struct tp_text *round);

/* True when it is the latest (bytewise) of those noted. */
bool tp_kept_rounds_is_latest(const struct tp_kept_rounds *rounds, const struct tp_tally_group *about);

void tp_kept_rounds_free(struct tp_kept_rounds *rounds);

#endif
