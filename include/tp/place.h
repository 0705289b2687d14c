/*
 * The 98 Danish municipalities by code, name and spelling.
 */
#ifndef TP_PLACE_H
#define TP_PLACE_H

#include "tp/text.h"

/* The id of a municipality as people write it: its id, "Aarhus", "Århus Kommune", "0751", "751". ptr NULL when none. */
struct tp_text tp_place_find(struct tp_text name);

/* The name of the one that a name nearly is ("Næsteved"); ptr NULL when none is near. */
struct tp_text tp_place_near(struct tp_text name);

#endif
