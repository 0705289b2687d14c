/*
 * What separates the cells of a sheet: named by Excel's first line "sep=;",
 * else the one with which its head is a table. Two that could be it are
 * refused.
 */
#ifndef TP_DELIMITER_H
#define TP_DELIMITER_H

#include "tp/csv.h"
#include "tp/err.h"
#include "tp/text.h"

/* All that could be, in the order in which messages name them. */
extern const char tp_delimiters[];

/* ";" or "tab". */
const char *tp_delimiter_name(char delimiter);

/* What the line "sep=;" names, be it quoted or filled up with empty cells; 0: it is another line. */
char tp_delimiter_said(struct tp_text line);

/* Finds it out from the head of a sheet, whole lines. Of one column it is the comma. -1: TP_DATA, two could be it;
 * memory. */
int tp_delimiter_find(struct tp_text head, char *delimiter, struct tp_err *err);

/* Takes the next row off the head into csv: 1; -1: it is torn (TP_DATA), memory; 0: no whole one is left. Lines are
 * counted. */
int tp_delimiter_row(struct tp_csv *csv, struct tp_text *head, unsigned long *lines, struct tp_err *err);

/* Is the row blank: no cells but empty ones? */
bool tp_delimiter_blank(const struct tp_text *cells, size_t n);

#endif
