/*
 * What the predicates of the portfolio ask alike: where an initiative stands,
 * what has been answered about it, and lists of words for a message.
 */
#ifndef TP_ASK_H
#define TP_ASK_H

#include "tp/look.h"

/* The phase of a record that may have none: TP_CODE_none then. Notes nothing. */
int tp_ask_phase_of(const struct tp_record *initiative);

/* True in pilot, roll-out and operation. Notes nothing. */
bool tp_ask_is_active(const struct tp_record *initiative);

/* The same of the subject; a phase that is not said is noted. */
bool tp_ask_active(struct tp_look *look);

/* The subject is in this phase; a phase that is not said is noted. */
bool tp_ask_in(struct tp_look *look, int phase);

/* Lends the message the name of the subject's technology; its id where nobody has named it. */
void tp_ask_technology(struct tp_look *look, const char *name);

/* Names for a message, in both languages. */
struct tp_ask_names {
	struct tp_value side[TP_LANGS]; /* lists */
	size_t n;
};

/* Room for so many. Without memory the look fails and the list stays empty. */
void tp_ask_names_init(struct tp_ask_names *names, struct tp_look *look, size_t room);
void tp_ask_names_add(struct tp_ask_names *names, struct tp_text da, struct tp_text en);

/* Lends them to the message, when there are any. */
void tp_ask_names_word(struct tp_ask_names *names, struct tp_look *look, const char *word);

/* A list of texts as evidence, in the order added; nothing when it is empty. */
struct tp_ask_list {
	struct tp_value list;
	size_t n;
};

void tp_ask_list_init(struct tp_ask_list *list, struct tp_look *look, size_t room);
void tp_ask_list_add(struct tp_ask_list *list, struct tp_text text);
void tp_ask_list_show(struct tp_ask_list *list, struct tp_look *look, const char *name);

/* --- what was answered about the subject --- */

/* Items of an instrument that stand out, by id and by the title of their dimension. */
struct tp_ask_items {
	struct tp_ask_list ids;
	struct tp_ask_names titles;
};

/* What the latest answers to an instrument about the subject say, item by item. */
struct tp_ask_answers {
	size_t items;             /* how many there are; 0: the instrument is not known */
	size_t answered;          /* how many have a mean */
	size_t withheld;          /* how many have one that is not shown */
	struct tp_ask_items none; /* not answered by anybody */
	struct tp_ask_items low;  /* with a mean below the limit */
	struct tp_ask_items wanting; /* either of the two, in the instrument's order */
};

void tp_ask_answers(struct tp_look *look, const char *instrument, double limit, struct tp_ask_answers *out);

/* Shows the items' ids as evidence under the name, and lends the message their titles as the word. */
void tp_ask_items_show(struct tp_ask_items *items, struct tp_look *look, const char *name, const char *word);

#endif
