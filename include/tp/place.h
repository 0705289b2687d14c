/*
 * The 98 Danish municipalities by code, name and spelling.
 */
#ifndef TP_PLACE_H
#define TP_PLACE_H

#include "tp/value.h"

/* The id of a municipality as people write it: its id, "Aarhus", "Århus Kommune", "0751", "751". ptr NULL when none. */
struct tp_text tp_place_find(struct tp_text name);

/* The id of the n-th, and the name people read; ptr NULL beyond the last. */
struct tp_text tp_place_id(size_t n);
struct tp_text tp_place_name(size_t n);

/* Is it the id of one, letter for letter? */
bool tp_place_is_id(struct tp_text id);

/* Is it nothing but digits? Beside ids of other kinds such a thing may be their number. */
bool tp_place_is_number(struct tp_text name);

/* The name of the one that a name nearly is ("Næsteved", "Fan"); ptr NULL when none is near. */
struct tp_text tp_place_near(struct tp_text name);

/* Turns municipalities as people write them, a text or a list of them, into their ids. What is no municipality and near
 * none is taken as it is. -1: TP_DATA, a near miss, with the suggestion; memory. */
int tp_place_settle(struct tp_arena *arena, struct tp_value *value, struct tp_err *err);

#endif
