/*
 * Tables of facts that several reports show, over the initiatives of a page
 * that have not been stopped. A table without rows does not show.
 */
#ifndef TP_TABLES_H
#define TP_TABLES_H

#include "tp/page.h"

/* Each benefit that has been measured: where it began, where it shall come, where it is, how much of the way that is;
 * and how many have not been. */
void tp_tables_benefits(struct tp_page *page);

/* The same as a chart in a section of the caller's: what has been reached against what was planned for the day it was
 * measured, within an initiative, unit or municipality (empty: all). False when no benefit is planned there. */
bool tp_tables_realised(struct tp_page *page, struct tp_section *section, struct tp_text within);

/* Milestones that are past their date and not done, the oldest first. */
void tp_tables_late(struct tp_page *page);

/* Feedback that nobody has answered, the oldest first. */
void tp_tables_unanswered(struct tp_page *page);

#endif
