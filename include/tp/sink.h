/*
 * Where pure rooms put the records they make; what becomes of them is the
 * caller's business.
 */
#ifndef TP_SINK_H
#define TP_SINK_H

#include "tp/err.h"
#include "tp/record.h"

struct tp_sink {
	int (*put)(void *self, const struct tp_record *record, struct tp_err *err); /* 0 or -1; borrows */
	void *self;
};

int tp_sink_put(const struct tp_sink *sink, const struct tp_record *record, struct tp_err *err);

#endif
