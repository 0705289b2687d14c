/*
 * Every word the kit says to people, in Danish and English, from
 * lib/data/labels.def, and the templates into which values go.
 */
#ifndef TP_LABEL_H
#define TP_LABEL_H

#include "tp/schema.h"
#include "tp/value.h"

enum tp_label {
#define TP_LABEL(name, da, en) TP_LABEL_##name,
#include "data/labels.def"
#undef TP_LABEL
	TP_LABELS,
};

const char *tp_label(enum tp_label label, enum tp_lang lang);

/* Appends a value as people of that language read it: decimal comma, 22.11.2026 or 22 Nov 2026, ja/nej, the name of
 * a code. Lists with commas. */
void tp_label_value(struct tp_buf *out, const struct tp_value *value, enum tp_lang lang);

/* Appends a pattern: {name} becomes the value of that name; {name:dag|dage} the number with the word for one or for
 * any other number; {name%} a share as whole percent; {name.2} a number with at most two decimals; {?name:text} the
 * text only when the name has a value, and may itself hold {…}. A name without a value becomes "?". */
void tp_label_fill(struct tp_buf *out, const char *pattern, const struct tp_pair *pairs, size_t n, enum tp_lang lang);

/* The label filled in both languages, as a {da, en} value in the arena. 0 or -1 for memory. */
int tp_label_both(struct tp_arena *arena, enum tp_label label, const struct tp_pair *pairs, size_t n,
	struct tp_value *out, struct tp_err *err);

#endif
