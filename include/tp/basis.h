/*
 * What a page rests on: rows read, tools run, checks made; and which tools,
 * whose results it shows, have not run.
 */
#ifndef TP_BASIS_H
#define TP_BASIS_H

#include "tp/page.h"

/* A tool's analysis whose findings or results the page shows and lacks when it has not run; analysis NULL: what any of
 * the tool's has found is shown, and none is needed. */
struct tp_need {
	const char *by, *analysis;
};

/* Adds the section at the end of the page. */
void tp_basis_add(struct tp_page *page, const struct tp_need *needs, size_t n);

#endif
