/*
 * What a report is asked: of which facts, and by whose instruments. Every
 * report is one file and one function, of one form, that builds a document.
 */
#ifndef TP_REPORT_H
#define TP_REPORT_H

#include "tp/document.h"
#include "tp/scores.h"
#include "tp/set.h"

struct tp_question {
	const struct tp_set *set;     /* closed and readied */
	const struct tp_set *earlier; /* of an earlier stream, to compare with; or NULL */
	struct tp_text instrument;    /* of maturity: whose scores; empty: `maturity` */
	const struct tp_scores_shelf *shelf; /* the instruments at hand */
};

/* Readies a closed set for the reports. 0 or -1 for memory. */
int tp_report_ready(struct tp_set *set, struct tp_err *err);

/* Builds the report into the document, whose language, arena, as_of and scope are set. *worst: what tp_page_worst says
 * of it. 0 or -1. */
typedef int tp_report(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err);

#define TP_REPORT(name, kinds) tp_report tp_##name##_make;
#include "data/reports.def"
#undef TP_REPORT

#endif
