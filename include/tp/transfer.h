/*
 * What others could take over from an initiative that works.
 */
#ifndef TP_TRANSFER_H
#define TP_TRANSFER_H

#include "tp/page.h"

/* Adds the sections: which initiative could move to which unit, the most alike first, with the next step; and cases. Those
 * that are too different to copy are counted. */
void tp_transfer_add(struct tp_page *page);

#endif
