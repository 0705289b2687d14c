/*
 * Sheets and JSON to records: every row becomes a checked record or is told as
 * bad, with file, line and column. Nothing is lost and nothing is guessed.
 */
#ifndef TP_IMPORT_H
#define TP_IMPORT_H

#include "tp/header.h"
#include "tp/refs.h"
#include "tp/rejects.h"
#include "tp/sheet.h"
#include "tp/shelf.h"
#include "tp/sink.h"
#include "tp/starter.h"
#include "tp/unique.h"

struct tp_import_options {
	enum tp_kind kind; /* TP_KIND_other: from a column or the file's name */
	const struct tp_instrument *instrument; /* of surveys that do not say; or NULL */
	const char *round; /* of responses that do not say; or NULL */
	struct tp_mapping *mapping; /* what columns and cells mean, or NULL */
	struct tp_sheet_options sheet;
	enum tp_decimal decimal;
	bool keep_unknown;
	bool at;    /* `at` on responses too */
	bool no_at; /* on nothing */
	bool no_unique;
	bool check_refs;
};

struct tp_import {
	struct tp_import_options options;
	struct tp_shelf *shelf; /* borrowed */
	struct tp_rejects *rejects; /* where bad rows go, opened with the names of all files, in their order; NULL: nowhere */
	struct tp_starter *starter; /* begin a map of the sheets instead of reading records; or NULL */
	struct tp_sink sink;
	const struct tp_watch *watch; /* of the reading; borrowed, or NULL */
	const char *by; /* whose begin and run marks are made anew: "tp-import" */
	/* A line of a stream that is no fact: results, marks, errors, kinds of later versions. TP_DATA: it is bad. */
	int (*pass)(void *self, struct tp_text kind, struct tp_text line, struct tp_err *err);
	/* Takes a good record of a survey as the writer would write it, without newline, in place of the sink where rows are
	 * alike; NULL: all go to the sink. */
	int (*line)(void *self, struct tp_text line, struct tp_err *err);
	/* Replaces the persons of a good record, in its arena; NULL: they stay. TP_DATA: the row is bad. */
	int (*disguise)(void *self, struct tp_arena *arena, struct tp_record *record, struct tp_err *err);
	/* Told of every bad cell, row or file; the import goes on. */
	void (*tell)(void *self, const struct tp_err *bad);
	/* Told how a file was read: headers that stand in it again, columns that are left out; or NULL. */
	void (*note)(void *self, const struct tp_err *said);
	void *self;
	/* What the run record counts. rows = records + repeated + rejected, a sheet's blank rows aside, and rows of a wide
	 * role list, which give a record for everyone they name; those that name nobody are unnamed. */
	unsigned long files, rows, records, repeated, rejected, unnamed;
	unsigned long examples; /* rows of templates that are marked as such; no rows */
	bool poisoned; /* something was bad, and did not go to the rejects */
	/* Kept over the run. */
	struct tp_unique unique;
	struct tp_refs refs;
	const char **names; /* of the files, for places */
	size_t names_n, names_capacity;
};

/* One file, "-" for stdin. 0 when it was read to its end, also with bad rows; -1: TP_USAGE when its kind or instrument
 * cannot be told, TP_SYSTEM. The name outlives the import. */
int tp_import_file(struct tp_import *import, const char *name, struct tp_err *err);

/* The same of an input that is open and of which nothing is taken; the caller closes it. */
int tp_import_input(struct tp_import *import, struct tp_input *in, struct tp_err *err);

/* After the last file: what only all of them together show is told. -1: memory. */
int tp_import_end(struct tp_import *import, struct tp_err *err);

/* The kind a file's name tells: TP_KIND_other when none. -1: TP_USAGE, two kinds in the name. */
int tp_import_kind(const char *name, enum tp_kind *kind, struct tp_err *err);

void tp_import_free(struct tp_import *import);

#endif
