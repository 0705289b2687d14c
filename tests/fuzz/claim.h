/*
 * What the fuzz targets share: a claim that must hold for every input, bytes as
 * a file that has a name, and the law of streams: what was read and is written
 * is read again as the same.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tp/reader.h"
#include "tp/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void claim(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

/* A failure has a reason, and only a failure. */
static inline void claim_reason(bool failed, const struct tp_err *err)
{
	claim(failed == (err->code != TP_OK), failed ? "a failure without a reason" : "a reason without a failure");
	claim(!failed || err->text[0], "a reason without words");
	claim(err->code == TP_OK || err->code == TP_DATA || err->code == TP_USAGE, "the system is blamed for the input");
}

/* A file in memory; the caller closes it. */
static inline int file_of(const void *bytes, size_t size)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	claim(fd >= 0 && write(fd, bytes, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0, "no memory for a file");
	return fd;
}

enum { NAME_SIZE = 40 };

static inline void name_of(int fd, char name[NAME_SIZE])
{
	snprintf(name, NAME_SIZE, "/proc/self/fd/%d", fd);
}

/* Reads a stream and appends the records of the wanted kinds as they are written. Returns -1 where the stream is bad or not
 * whole. */
enum { WHOLE, PART };
static inline int rewrite(struct tp_text stream, uint64_t wanted, int how, struct tp_buf *out)
{
	char name[NAME_SIZE];
	const char *names[] = {name};
	int fd = file_of(stream.ptr, stream.len), got;
	struct tp_reader reader;
	struct tp_err err = {0};
	const struct tp_record *record;
	name_of(fd, name);
	tp_reader_init(&reader, names, 1, wanted);
	reader.extras = true;
	reader.partial = how == PART;
	while ((got = tp_reader_next(&reader, &record, &err)) > 0) {
		claim_reason(false, &err);
		if (record->kind >= TP_KINDS || !(wanted >> record->kind & 1))
			continue;
		tp_writer_json(out, record);
		tp_buf_add_char(out, '\n');
	}
	if (got == 0)
		got = tp_reader_judge(&reader, &err);
	claim_reason(got < 0, &err);
	tp_reader_free(&reader);
	close(fd);
	claim(!out->failed, "no memory");
	return got;
}

/* What was written of good records is good, and comes out as it is. */
static inline void claim_lasts(struct tp_text written)
{
	struct tp_buf again = {0};
	if (written.len > 0) {
		claim(rewrite(written, ~0ULL, PART, &again) == 0, "what was written is refused");
		claim(again.len == written.len && memcmp(again.ptr, written.ptr, again.len) == 0,
			"what was written is read as something else");
	}
	tp_buf_free(&again);
}

static inline struct tp_text text_of(const struct tp_buf *buf)
{
	return (struct tp_text){buf->ptr ? buf->ptr : "", buf->len};
}

/* The first line, of which text keeps what is behind it. */
static inline struct tp_text take_line(struct tp_text *text)
{
	return text->ptr && text->len > 0 ? tp_text_split(text, "\n") : (struct tp_text){"", 0};
}

#endif
