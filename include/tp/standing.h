/*
 * How a subject stands on an instrument in one round: its scores, those of
 * its groups too, under the instrument's titles.
 */
#ifndef TP_STANDING_H
#define TP_STANDING_H

#include "tp/page.h"
#include "tp/report.h"

struct tp_standing {
	const struct tp_record *any;            /* a score of it, which says which instrument, round and subject */
	const struct tp_instrument *instrument; /* NULL: one that is not known here; its ids are its titles then */
	struct tp_record *const *scores;
	size_t n;
};

/* Of the round of this score, which is in the set; nothing for NULL. */
struct tp_standing tp_standing_of(const struct tp_question *question, const struct tp_record *score);

/* Of all, or of one group, where there are scores by group; level a code of enum score_level. NULL when there is none.
 */
const struct tp_record *tp_standing_score(const struct tp_standing *standing, struct tp_text group, int level,
	struct tp_text key);

/* The mean of such a score; false where there is none or it is withheld. */
bool tp_standing_mean(const struct tp_standing *standing, struct tp_text group, int level, struct tp_text key,
	double *mean);

/* The ids of the dimensions, in the instrument's order; the page's arena. */
struct tp_text *tp_standing_dimensions(struct tp_page *page, const struct tp_standing *standing, size_t *n);

/* The title of a dimension or item; its id where the instrument has none. */
struct tp_text tp_standing_title(const struct tp_standing *standing, struct tp_text key, enum tp_lang lang);

/* Was it withheld, because too few have answered? */
bool tp_standing_is_withheld(const struct tp_standing *standing);

#endif
