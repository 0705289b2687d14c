/*
 * The technologies that are built in (K13), with what each does.
 */
#ifndef TP_TECHNOLOGIES_H
#define TP_TECHNOLOGIES_H

#include "tp/set.h"

/* Adds them to the set, which has been closed and is closed again, as technology records whose name is {da, en}. What
 * the set has of one by its id stands; what it leaves open is filled in. -1: memory. */
int tp_technologies_add(struct tp_set *set, struct tp_err *err);

#endif
