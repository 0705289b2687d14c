/*
 * The persons whom the facts name, and a page without them: for those who may
 * read it and need not know who it is.
 */
#ifndef TP_PERSONS_H
#define TP_PERSONS_H

#include "tp/document.h"
#include "tp/map.h"
#include "tp/set.h"

struct tp_persons {
	struct tp_map names;
	size_t longest; /* bytes of a name */
};

/* Finds them: what stands in a field for persons, and whom a finding about persons is about. Free text in such a field
 * (who decided) need be no person; it is taken off its record, which no page then shows. 0 or -1. */
int tp_persons_find(struct tp_persons *persons, struct tp_set *set, struct tp_err *err);

/* In every text of the document each of their names, where it is a word or words of its own, becomes "a person". */
void tp_persons_hide(const struct tp_persons *persons, struct tp_document *doc);

void tp_persons_free(struct tp_persons *persons);

#endif
