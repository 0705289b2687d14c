/*
 * A sheet on its way through the import: what import.c and sheet_run.c share.
 */
#ifndef TP_SHEET_RUN_H
#define TP_SHEET_RUN_H

#include "tp/intake.h"
#include "tp/recall.h"
#include "tp/row.h"

struct tp_sheet_run {
	struct tp_import *import;
	struct tp_sheet sheet;
	struct tp_header header;
	unsigned long header_line;
	struct tp_text *titles; /* the header's cells, trimmed */
	size_t titles_n;
	long kind_column; /* -1: none */
	long mark; /* a template's column, -1: none */
	const struct tp_instrument *instrument; /* of surveys that do not say, from the options or the template; or NULL */
	bool held; /* what comes behind the header can be read again */
	bool unfit; /* the header is bad: rows are only counted */
	struct tp_row row;
	struct tp_recall recall;
	bool recalls;
	struct tp_arena keep; /* the header's */
	struct tp_intake intake;
};

/* Reads on to the next row of data that can be read: 1; 0 at the end. What cannot will be told when its turn comes. */
int tp_sheet_run_look(struct tp_sheet_run *run, struct tp_err *err);

/* Behind the header, so that tp_sheet_rewind comes back there. */
int tp_sheet_run_hold(struct tp_sheet_run *run, struct tp_err *err);

/* Where files were joined the header stands among the rows. Empty cells at its end make no difference. */
bool tp_sheet_run_is_again(const struct tp_sheet_run *run);

/* Takes the second header row that comes next: 1; 0: it is a row of data, or there is none; -1: I/O, memory. The
 * instrument is a survey's that is known already, or NULL. */
int tp_sheet_run_second(struct tp_sheet_run *run, const struct tp_instrument *instrument, struct tp_err *err);

/* A first look at the whole sheet, where a column's cells only make sense together: 1.234 beside 1,5, or ticks; and where
 * reasons are to be written in its encoding. Comes back behind the header. */
int tp_sheet_run_look_ahead(struct tp_sheet_run *run, struct tp_err *err);

/* Settles whether cells are remembered: of surveys, where nothing but the writer looks at the records. */
void tp_sheet_run_recall(struct tp_sheet_run *run);

/* A row that a template tells or shows something in is no data. */
bool tp_sheet_run_is_marked(const struct tp_sheet_run *run);

/* The kind of its rows: what a template says, else -k, else the kind column, else the file's name, else the map. */
int tp_sheet_run_kind(struct tp_sheet_run *run, enum tp_kind *kind, struct tp_err *err);

/* A row that says its kind must say the sheet's. */
int tp_sheet_run_check_kind(struct tp_sheet_run *run, struct tp_err *err);

#endif
