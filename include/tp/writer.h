/*
 * Writes a record stream: what is passed through byte for byte, what is made
 * here in schema order, one line each. Half a stream never looks whole: see
 * tp_writer_fail.
 */
#ifndef TP_WRITER_H
#define TP_WRITER_H

#include "tp/file.h"
#include "tp/record.h"
#include "tp/sink.h"

struct tp_writer {
	struct tp_output *out; /* borrowed */
	struct tp_buf line;
	char mark[1400]; /* the error record, in memory that is there when no other is */
};

void tp_writer_init(struct tp_writer *writer, struct tp_output *out);

/* A line as it came in, and its newline. */
int tp_writer_pass(struct tp_writer *writer, struct tp_text line, struct tp_err *err);

int tp_writer_put(struct tp_writer *writer, const struct tp_record *record, struct tp_err *err);

/* The writer as a sink for pure rooms. */
struct tp_sink tp_writer_sink(struct tp_writer *writer);

/* Appends a record as JSON without newline. */
void tp_writer_json(struct tp_buf *out, const struct tp_record *record);

/* Its parts: a member with the comma before it, nothing for an absent value; a value alone. */
void tp_writer_member(struct tp_buf *out, const char *key, const struct tp_value *value);
void tp_writer_value(struct tp_buf *out, const struct tp_value *value);

/* Ends a stream that failed: what is complete, then an `error` record of `by` with the reason, in one write. What
 * cannot be written any more is left; the caller's exit status tells. */
void tp_writer_fail(struct tp_writer *writer, const char *by, const struct tp_err *why);

void tp_writer_free(struct tp_writer *writer);

#endif
