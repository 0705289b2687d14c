/*
 * Files as the tools need them: input read by bounded lines, output that is
 * whole or not there at all. The only place in the library with descriptors.
 */
#ifndef TP_FILE_H
#define TP_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tp/buf.h"
#include "tp/err.h"
#include "tp/recoding.h"
#include "tp/text.h"

/* Who follows the work; what they are told costs a call per block of some 64 KB, or of what a pipe had. */
struct tp_input;
struct tp_watch {
	void (*read)(void *self, const struct tp_input *in); /* a block has come */
	void (*write)(void *self);                           /* one is about to go */
	void *self;
};

/* --- input --- */

struct tp_input {
	int fd;
	const char *name;    /* as the user gave it; "-" is stdin; borrowed */
	unsigned long line;  /* number of the line last given, from 1 */
	bool ended;          /* the line last given had its newline */
	bool any;            /* at least one byte came */
	struct tp_buf block; /* what was read and not yet given */
	size_t start;
	bool eof;
	unsigned long long bytes; /* read so far */
	const struct tp_watch *watch; /* set after opening; borrowed, or NULL */
	struct tp_recoding recoding; /* what becomes of the bytes while they are read */
	off_t held;                  /* where tp_input_rewind goes, and how many lines stand before it */
	unsigned long held_line;
};

/* Opens a file, or stdin for "-". A directory is refused. -1: no such file is TP_DATA, the rest TP_SYSTEM. */
int tp_input_open(struct tp_input *in, const char *name, struct tp_err *err);

/* The next line without its newline, borrowed until the next call: 1, 0 at the end, -1 for a failed read or a line
 * over TP_LINE_MAX. `ended` tells whether the newline was there. */
int tp_input_line(struct tp_input *in, struct tp_text *line, struct tp_err *err);

/* At least `want` bytes ahead without taking them (fewer at the end of the file): to look at a head. 0 or -1. */
int tp_input_peek(struct tp_input *in, size_t want, struct tp_text *ahead, struct tp_err *err);

/* Before the first line is given: it is UTF-16. -1: memory. */
int tp_input_recode(struct tp_input *in, enum tp_unicode from, struct tp_err *err);

/* Goes back to where it was held, else to the first byte: 0, or -1 when it is no regular file. Lines count on from there. */
int tp_input_rewind(struct tp_input *in, struct tp_err *err);

/* Makes going back to the line that comes next possible: of what is no regular file, or has to be recoded, the rest is
 * copied to one without a name. */
int tp_input_hold(struct tp_input *in, struct tp_err *err);

void tp_input_close(struct tp_input *in);

/* A whole small file (a map, an instrument) of at most `most` bytes into buf. 0 or -1. */
int tp_file_read(const char *name, size_t most, struct tp_buf *buf, struct tp_err *err);

/* The descriptor, or a copy above the standard streams in its place: when the shell closed one of these, open gives its
 * number away, and data would go where messages go. -1 with errno, as it came or of the copying. */
int tp_file_above_standard(int fd);

/* --- output --- */

struct tp_output {
	int fd;
	char *target;     /* resolved path of -o; NULL: stdout, or a device or FIFO that is written directly */
	char *temporary;  /* named only where the file system has no O_TMPFILE */
	const char *name; /* as the user gave it, for messages; borrowed */
	bool confidential; /* holds persons: a new file gets 0600 */
	bool fresh;        /* never in the place of a file that is there */
	struct tp_buf block;
	const struct tp_watch *watch; /* set after opening; borrowed, or NULL */
};

/* NULL or "-" is stdout. A regular target is written as an unnamed file in its folder and appears whole at commit.
 * confidential and fresh are set before; what is there and may not be written over is TP_USAGE. */
int tp_output_open(struct tp_output *out, const char *name, struct tp_err *err);

/* Appends; written when a block is full. */
int tp_output_add(struct tp_output *out, const void *bytes, size_t len, struct tp_err *err);

/* The same with a newline behind. */
int tp_output_line(struct tp_output *out, struct tp_text line, struct tp_err *err);

/* Writes what is held back. */
int tp_output_flush(struct tp_output *out, struct tp_err *err);

/* Flush, fsync, rename over the target (mode and owner of an existing one kept), fsync of the folder, close.
 * For stdout: flush and close. On failure the target stays as it was. */
int tp_output_commit(struct tp_output *out, struct tp_err *err);

/* Drops what was written; nothing is left behind. Safe after any failure and after commit. */
void tp_output_abort(struct tp_output *out);

#endif
