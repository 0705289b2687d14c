/*
 * Reads a record stream from files in turn and keeps its rules: strict JSON
 * Lines, every wanted record held against the schema, begins and runs paired,
 * errors of earlier tools noticed. A record is borrowed until the next call.
 */
#ifndef TP_READER_H
#define TP_READER_H

#include <stdint.h>

#include "tp/file.h"
#include "tp/json.h"
#include "tp/map.h"
#include "tp/record.h"

struct tp_reader {
	const char *const *names; /* borrowed */
	size_t n, next;
	uint64_t wanted; /* 1 << kind; others get the syntax check and are passed */
	/* Set by the caller after init, where it is to be so. */
	bool extras;  /* wanted facts bear their members that the schema does not know, when they are no lists or objects */
	bool partial; /* a part of a stream: it need not be whole */
	/* What is no JSON, to its end: an input that begins with neither { nor [. NULL: it is a fault like any other. */
	int (*sheet)(void *self, struct tp_input *in, struct tp_err *err);
	void *self;
	bool open;
	struct tp_input in;
	const struct tp_watch *watch; /* of the reading, set after init; borrowed, or NULL */
	unsigned long records;        /* read so far */
	struct tp_arena arena;
	struct tp_record record;
	struct tp_json_before before;
	int role[TP_JSON_MEMBERS_MAX]; /* of the members of the line before: a field, or what all records bear */
	size_t kind_at;                /* which of them is `kind` */
	struct tp_reader_object {
		unsigned same; /* of tp_json */
		enum tp_field field;
		struct tp_value value;
		struct tp_pair pair;
	} object[TP_JSON_OBJECTS_MAX]; /* what such became */
	struct tp_map tools; /* who began and who ran */
	long *balance;       /* begins less runs, by tool */
	size_t balance_capacity;
	bool stdin_empty;
	char failed_by[64]; /* the tool whose error record was read; empty when none */
};

/* No names: stdin. The array and its strings outlive the reader. */
void tp_reader_init(struct tp_reader *reader, const char *const *names, size_t n, uint64_t wanted);

/* 1 and the record; 0 at the end; -1 with source, line and field. Records of kinds that are not wanted have only kind,
 * name, by, analysis and line. */
int tp_reader_next(struct tp_reader *reader, const struct tp_record **record, struct tp_err *err);

/* After the end: 0 when the stream is whole. -1, TP_DATA: an earlier tool failed, a tool began and did not finish, or
 * nothing came in on stdin; of a part only the first. */
int tp_reader_judge(const struct tp_reader *reader, struct tp_err *err);

void tp_reader_free(struct tp_reader *reader);

#endif
