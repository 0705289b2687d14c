/*
 * What a page cannot tell because nobody filled it in.
 */
#ifndef TP_MISSING_H
#define TP_MISSING_H

#include "tp/page.h"

/* Adds the section: each field that a check asked for in vain, and for how many of the page's initiatives, units and
 * municipalities, the most first. Nothing when all could be judged. */
void tp_missing_add(struct tp_page *page);

#endif
