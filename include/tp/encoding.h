/*
 * The encoding of a file: as said, else as its byte order mark tells, else as
 * the first line that is not ASCII shows. Never guessed from what is likely.
 */
#ifndef TP_ENCODING_H
#define TP_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/buf.h"
#include "tp/err.h"
#include "tp/file.h"
#include "tp/text.h"

enum tp_encoding {
	TP_ENCODING_FIND,
	TP_UTF8,
	TP_WINDOWS_1252,
	TP_UTF16LE,
	TP_UTF16BE,
	TP_UTF16, /* can only be said: the mark tells the order of the bytes */
	TP_ENCODINGS,
};

/* As --encoding takes it. */
const char *tp_encoding_name(enum tp_encoding encoding);

/* "utf-8, windows-1252 …", for messages. */
const char *tp_encoding_names(void);

/* TP_ENCODING_FIND: there is none of that name. */
enum tp_encoding tp_encoding_find(const char *name);

/* Before the first line is given: looks at the mark, and has UTF-16 made UTF-8, the mark included. *encoding is what was
 * said and becomes what is known. Once is enough. -1: TP_DATA, what was said cannot be; I/O, memory. */
int tp_encoding_begin(struct tp_input *in, enum tp_encoding *encoding, struct tp_err *err);

/* Makes the line UTF-8, in `text` where it has to be made anew; *encoding becomes what the line shows. -1: TP_DATA, *at is
 * the byte that cannot be; memory. */
int tp_encoding_line(enum tp_encoding *encoding, struct tp_text *line, struct tp_buf *text, size_t *at,
	struct tp_err *err);

/* What the text would be in that encoding, UTF-16 aside; in none, ASCII, which all can read. */
void tp_encoding_back(enum tp_encoding encoding, struct tp_buf *out, struct tp_text text);

#endif
