/*
 * JSON objects one after another, however they are laid out: a line each, over
 * several lines, run together, or in an array.
 */
#ifndef TP_OBJECTS_H
#define TP_OBJECTS_H

#include "tp/file.h"

struct tp_objects {
	struct tp_input *in; /* borrowed */
	unsigned long line;  /* on which the object last given begins */
	struct tp_buf text;
	struct tp_text rest; /* of the line at hand */
	enum { TP_OBJECTS_BARE, TP_OBJECTS_FIRST, TP_OBJECTS_COMMA, TP_OBJECTS_NEXT, TP_OBJECTS_CLOSED } place;
};

void tp_objects_init(struct tp_objects *objects, struct tp_input *in);

/* The text of the next object, on one line, borrowed until the next call: 1, 0 at the end, -1. Whether it is good JSON is
 * the parser's to say. After TP_DATA (something else than an object, an object that does not end) the next call goes on
 * with the next line. */
int tp_objects_next(struct tp_objects *objects, struct tp_text *object, struct tp_err *err);

void tp_objects_free(struct tp_objects *objects);

#endif
