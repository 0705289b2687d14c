/*
 * Where bad rows go to be mended: a folder with a file for each operand that
 * has some, of its name, delimiter, encoding and line ends, with its header
 * and these rows as they stood, and why in a first column "reason". Mended,
 * it is imported as it is. Nothing is touched before the commit.
 */
#ifndef TP_REJECTS_H
#define TP_REJECTS_H

#include "tp/header.h"
#include "tp/sheet.h"

struct tp_rejects {
	struct tp_rejects_file *files; /* one an operand */
	size_t n;
	struct tp_rejects_file *now;
	/* of the sheet under way */
	enum tp_encoding encoding; /* to be set by who has read it all; TP_ENCODING_FIND when it is all ASCII */
	struct tp_buf header;      /* its line or lines */
	struct tp_buf second;      /* of a second header row */
	struct tp_buf why;         /* what was bad in the row */
	unsigned faults;
	struct tp_buf line, bytes; /* as UTF-8 or what the sheet's lines are, and as it is written */
	char *folder; /* without links */
};

/* Makes the folder when it is missing, for its owner alone. -1: TP_USAGE, two operands of one base name; TP_SYSTEM. */
int tp_rejects_open(struct tp_rejects *rejects, const char *folder, const char *const *operands, size_t n,
	struct tp_err *err);

/* Operand i comes next. -1: TP_USAGE, it is no file of rejected rows and stands where they would go. */
int tp_rejects_begin(struct tp_rejects *rejects, size_t i, struct tp_input *in, struct tp_err *err);

/* The sheet has given its header row; it keeps raw. */
int tp_rejects_header(struct tp_rejects *rejects, const struct tp_sheet *sheet, struct tp_err *err);

/* The row that the sheet has just given is a second header row. */
int tp_rejects_second(struct tp_rejects *rejects, const struct tp_sheet *sheet, struct tp_err *err);

/* Something is bad in the row that the sheet has just given. */
void tp_rejects_why(struct tp_rejects *rejects, const struct tp_err *bad);

/* Adds that row. Its reason also tells what its columns' other cells told of how they are written (ticks, words, decimal
 * commas), for the row is to be read without them. */
int tp_rejects_add(struct tp_rejects *rejects, const struct tp_sheet *sheet, const struct tp_header *header,
	struct tp_err *err);

/* Takes from a reason what it tells of the columns. */
void tp_rejects_styles(struct tp_text reason, struct tp_header *header);

/* Puts the files in place, for their owner alone where they are new, and removes those of operands without bad rows. */
int tp_rejects_commit(struct tp_rejects *rejects, struct tp_err *err);

/* How many files there are; *first is the path of the first one. */
size_t tp_rejects_count(const struct tp_rejects *rejects, const char **first);

/* Drops what was not committed. */
void tp_rejects_free(struct tp_rejects *rejects);

#endif
