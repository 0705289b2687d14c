/*
 * JSON into an import: a record stream, an array, or objects run together.
 * Facts are read and checked like rows; all else is passed on as it came.
 */
#ifndef TP_FEED_H
#define TP_FEED_H

#include "tp/intake.h"

/* True when the input begins like JSON. -1: I/O. */
int tp_feed_is_json(struct tp_input *in, struct tp_err *err);

/* Reads the input to its end: 0, also with bad records, which are told; -1: TP_USAGE, TP_SYSTEM. */
int tp_feed_read(struct tp_intake *intake, struct tp_input *in, struct tp_err *err);

#endif
