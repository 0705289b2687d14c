#include "tp/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tp/text.h"

/* "source:line: field: text" with its colons and a line number of 20 digits. */
enum { WHOLE_SIZE = sizeof(struct tp_err) + 32 };

/* What was too long ends in dots, never in half a character. */
static void end_in_dots(char *string, size_t size)
{
	size_t len = size - sizeof "...";
	while (len > 0 && ((unsigned char)string[len] & 0xC0) == 0x80)
		len--;
	memcpy(string + len, "...", sizeof "...");
}

static void put(char *to, size_t size, const char *string)
{
	size_t len = strnlen(string, size);
	memcpy(to, string, len < size ? len + 1 : size);
	if (len == size)
		end_in_dots(to, size);
}

int tp_err_set(struct tp_err *err, enum tp_code code, const char *format, ...)
{
	if (err->code != TP_OK)
		return -1;
	err->code = code;

	va_list args;
	va_start(args, format);
	int len = vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	if (len < 0)
		put(err->text, sizeof err->text, format);
	else if ((size_t)len >= sizeof err->text)
		end_in_dots(err->text, sizeof err->text);
	return -1;
}

int tp_err_system(struct tp_err *err, const char *tried)
{
	/* strerror allocates for numbers it does not know. */
	const char *why = strerrordesc_np(errno);
	return tp_err_set(err, TP_SYSTEM, "%s: %s", tried, why ? why : "unknown error");
}

int tp_err_memory(struct tp_err *err)
{
	return tp_err_set(err, TP_SYSTEM, "out of memory");
}

int tp_err_at(struct tp_err *err, const char *source, unsigned long line, const char *field)
{
	if (source && !err->source[0])
		put(err->source, sizeof err->source, source);
	if (!err->line)
		err->line = line;
	if (field && !err->field[0])
		put(err->field, sizeof err->field, field);
	return -1;
}

void tp_err_format(const struct tp_err *err, char *out, size_t size)
{
	if (size == 0)
		return;

	char whole[WHOLE_SIZE];
	char line[32] = "";
	if (err->line)
		snprintf(line, sizeof line, err->source[0] ? ":%lu" : "line %lu", err->line);
	snprintf(whole, sizeof whole, "%s%s%s%s%s%s", err->source, line, err->source[0] || err->line ? ": " : "",
		err->field, err->field[0] ? ": " : "", err->text);

	/* Masking never lengthens, so the buffer stays in this room and nothing is allocated. */
	char room[WHOLE_SIZE];
	struct tp_buf masked = {.ptr = room, .capacity = sizeof room};
	tp_text_mask(&masked, tp_text_of(whole));

	size_t len = masked.len;
	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)room[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(out, room, len);
	out[len] = '\0';
}

void tp_err_clear(struct tp_err *err)
{
	*err = (struct tp_err){0};
}
