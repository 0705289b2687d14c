#include "tp/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

static bool grow(struct tp_buf *buf, size_t len)
{
	size_t need;
	if (__builtin_add_overflow(buf->len, len, &need) || need > PTRDIFF_MAX / 2)
		return false;
	size_t capacity = buf->capacity ? buf->capacity : FIRST_SIZE;
	while (capacity < need)
		capacity *= 2;
	char *ptr = realloc(buf->ptr, capacity);
	if (!ptr)
		return false;
	buf->ptr = ptr;
	buf->capacity = capacity;
	return true;
}

char *tp_buf_reserve(struct tp_buf *buf, size_t len)
{
	if (buf->failed)
		return NULL;
	if ((!buf->ptr || buf->capacity - buf->len < len) && !grow(buf, len)) {
		buf->failed = true;
		return NULL;
	}
	return buf->ptr + buf->len;
}

void tp_buf_add(struct tp_buf *buf, const void *bytes, size_t len)
{
	char *to = len > 0 ? tp_buf_reserve(buf, len) : NULL;
	if (!to)
		return;
	memcpy(to, bytes, len);
	buf->len += len;
}

void tp_buf_add_string(struct tp_buf *buf, const char *string)
{
	tp_buf_add(buf, string, strlen(string));
}

void tp_buf_add_char(struct tp_buf *buf, char c)
{
	char *to = tp_buf_reserve(buf, 1);
	if (!to)
		return;
	*to = c;
	buf->len++;
}

void tp_buf_add_whole(struct tp_buf *buf, long long number)
{
	char digits[24];
	size_t at = sizeof digits;
	unsigned long long rest = number < 0 ? -(unsigned long long)number : (unsigned long long)number;
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[--at] = '-';
	tp_buf_add(buf, digits + at, sizeof digits - at);
}

void tp_buf_add_format(struct tp_buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	char *to = len < 0 ? NULL : tp_buf_reserve(buf, (size_t)len + 1);
	if (to) {
		vsnprintf(to, (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	} else {
		buf->failed = true;
	}
	va_end(again);
	va_end(args);
}

void tp_buf_reset(struct tp_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
}

void tp_buf_free(struct tp_buf *buf)
{
	free(buf->ptr);
	*buf = (struct tp_buf){0};
}
