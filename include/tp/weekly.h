/*
 * The page a steering group gets every Monday (reports.md, weekly).
 */
#ifndef TP_WEEKLY_H
#define TP_WEEKLY_H

#include "tp/document.h"
#include "tp/set.h"

/* Builds the page from a closed set into the document, whose language and arena are set; as_of and scope too. earlier:
 * the set of an earlier stream to compare with, or NULL. worst: what tp_page_worst says of it. */
int tp_weekly_make(const struct tp_set *set, const struct tp_set *earlier, struct tp_document *doc, int *worst,
	struct tp_err *err);

#endif
