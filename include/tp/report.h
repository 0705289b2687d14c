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

/* The page a steering group gets every Monday. */
tp_report tp_weekly_make;

/* How a survey's subjects stand, dimension by dimension. */
tp_report tp_maturity_make;

/* What the initiatives are of, and which of the proposed ones to take up first. */
tp_report tp_portfolio_make;

/* How mature and how relevant technologies are, and where one's own initiatives are among them. */
tp_report tp_radar_make;

/* Who holds which role, how groups are involved and where they are with the change, and who carries what. */
tp_report tp_roles_make;

/* An initiative on a page, one after the other. */
tp_report tp_card_make;

/* The 18 months: municipalities by cluster, meetings, lights, what could move to others, cases. */
tp_report tp_partnership_make;

/* What a municipality set out to do, what came of it, what is not yet daily life, and a draft of a plan for that. */
tp_report tp_closing_make;

#endif
