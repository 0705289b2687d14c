/*
 * Bytes that grow. A failed allocation is remembered in `failed`, later
 * appends do nothing, and the one who writes the buffer out asks once.
 */
#ifndef TP_BUF_H
#define TP_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct tp_buf {
	char *ptr; /* all zero is a valid empty buffer; not NUL-ended */
	size_t len;
	size_t capacity;
	bool failed;
};

void tp_buf_add(struct tp_buf *buf, const void *bytes, size_t len);
void tp_buf_add_string(struct tp_buf *buf, const char *string);
void tp_buf_add_char(struct tp_buf *buf, char c);

/* A whole number in digits. */
void tp_buf_add_whole(struct tp_buf *buf, long long number);
void tp_buf_add_format(struct tp_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for len more bytes, to be filled at ptr + len by the caller; NULL when there is no memory. */
char *tp_buf_reserve(struct tp_buf *buf, size_t len);

/* Empties it and keeps its memory; a failure is forgotten. */
void tp_buf_reset(struct tp_buf *buf);

void tp_buf_free(struct tp_buf *buf);

#endif
