/*
 * Where checked records of one file go in: each thing once, said where it
 * stood, counted, put. Sheets and JSON share it.
 */
#ifndef TP_INTAKE_H
#define TP_INTAKE_H

#include "tp/import.h"

struct tp_intake {
	struct tp_import *import;
	const char *name;       /* of the file; borrowed */
	uint32_t file;          /* its number in import->names */
	unsigned long line;     /* on which the record at hand stood */
	struct tp_rejects *rejects; /* where it goes when it is bad; NULL: it poisons the stream; borrowed */
	struct tp_arena *arena; /* lives as long as that record */
	struct tp_buf identity, content;
};

/* Tells what is bad on a line (0: where bad says) and poisons the stream; 0, or -1 where going on is no use. */
int tp_intake_tell(struct tp_intake *intake, unsigned long line, struct tp_err *bad, struct tp_err *err);

/* The same of the record at hand, which is rejected: it may poison nothing. */
int tp_intake_tell_row(struct tp_intake *intake, struct tp_err *bad, struct tp_err *err);

/* A good record: put and counted, unless it says what another has said (repeated): 1. One that says something else of the
 * same thing is told and to be rejected: 0. -1: memory and the sink's failures. */
int tp_intake_put(struct tp_intake *intake, struct tp_record *record, struct tp_err *err);

/* The instrument to which the record at hand says somebody was invited, by which its group and subject are known; NULL
 * when it is not at hand, for only answers need it. -1: memory. */
int tp_intake_invited(struct tp_intake *intake, struct tp_text id, const struct tp_instrument **out, struct tp_err *err);

void tp_intake_free(struct tp_intake *intake);

#endif
