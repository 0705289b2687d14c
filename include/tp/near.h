/*
 * The known name that is nearest to what somebody wrote, for "did you mean".
 * Names are compared folded; one that holds the other is near too.
 */
#ifndef TP_NEAR_H
#define TP_NEAR_H

#include "tp/schema.h"

struct tp_near {
	struct tp_text name;  /* the nearest so far; ptr NULL: none; borrowed */
	enum tp_field field;  /* the field it is a name of, where it came from tp_near_kind */
	size_t edits;         /* from which on it is another word */
	char fold[TP_FOLD_SIZE];
	struct tp_text folded;
};

/* Looks for what is nearest to the text. */
void tp_near_begin(struct tp_near *near, struct tp_text text);

/* Tries a name; names as "a|b|c". Of names as near as each other the first one stays. */
void tp_near_try(struct tp_near *near, struct tp_text name);
void tp_near_names(struct tp_near *near, const char *names);

/* Tries all names of all fields of a kind that a column of a sheet may have. */
void tp_near_kind(struct tp_near *near, enum tp_kind kind);

/* Tries the words of an enumeration, in both languages. */
void tp_near_enum(struct tp_near *near, enum tp_enum codes);

/* True when the nearest is near enough to be a slip of the pen, or one holds the other. */
bool tp_near_is_close(const struct tp_near *near);

#endif
