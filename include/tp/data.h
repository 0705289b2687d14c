/*
 * The documents compiled in: every file below lib/data that is not a table of
 * the schema. Adding one is adding a file.
 */
#ifndef TP_DATA_H
#define TP_DATA_H

#include "tp/text.h"

/* A document's bytes by its path below lib/data ("instruments/maturity.json"); ptr NULL when there is none. */
struct tp_text tp_data_find(struct tp_text path);

/* The path of the n-th document, in bytewise order of what stands before the ending; ptr NULL beyond the last. */
struct tp_text tp_data_path(size_t n);

#endif
