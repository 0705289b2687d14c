#include "tp/encoding.h"

#include <stdint.h>
#include <string.h>

static const char *const names[TP_ENCODINGS] = {
	[TP_ENCODING_FIND] = "ascii",
	[TP_UTF8] = "utf-8",
	[TP_WINDOWS_1252] = "windows-1252",
	[TP_UTF16LE] = "utf-16le",
	[TP_UTF16BE] = "utf-16be",
	[TP_UTF16] = "utf-16",
};

const char *tp_encoding_name(enum tp_encoding encoding)
{
	return names[encoding];
}

const char *tp_encoding_names(void)
{
	return "utf-8, utf-16, utf-16le, utf-16be or windows-1252";
}

enum tp_encoding tp_encoding_find(const char *name)
{
	enum tp_encoding encoding = TP_ENCODINGS - 1;
	while (encoding != TP_ENCODING_FIND && strcmp(names[encoding], name) != 0)
		encoding--;
	return encoding;
}

/* --- the head --- */

static bool begins_with(struct tp_text text, const char *bytes, size_t len)
{
	return text.len >= len && memcmp(text.ptr, bytes, len) == 0;
}

static bool is_utf16(enum tp_encoding encoding)
{
	return encoding == TP_UTF16 || encoding == TP_UTF16LE || encoding == TP_UTF16BE;
}

/* Holds what was said against the mark that the file begins with. */
static int settle(struct tp_text head, enum tp_encoding *encoding, struct tp_err *err)
{
	bool little = begins_with(head, "\xFF\xFE", 2), big = begins_with(head, "\xFE\xFF", 2);
	enum tp_encoding marked = little ? TP_UTF16LE : TP_UTF16BE, said = *encoding;
	if (begins_with(head, "\xFF\xFE\0\0", 4))
		return tp_err_set(err, TP_DATA, "the file is UTF-32: save it as UTF-8");
	if ((little || big) && said != TP_ENCODING_FIND && said != TP_UTF16 && said != marked)
		return tp_err_set(err, TP_DATA, "the file begins with the byte order mark of %s, and --encoding %s was said: "
			"leave it out", names[marked], names[said]);
	if (little || big) {
		*encoding = marked;
		return 0;
	}
	if (is_utf16(said) && begins_with(head, "\xEF\xBB\xBF", 3))
		return tp_err_set(err, TP_DATA, "the file begins with the byte order mark of utf-8, and --encoding %s was said: "
			"leave it out", names[said]);
	if (said == TP_UTF16 && head.len > 0)
		return tp_err_set(err, TP_DATA, "no byte order mark tells the order of its bytes: say --encoding utf-16le "
			"(the usual one) or utf-16be");
	if (!is_utf16(said) && head.len >= 2 && (head.ptr[0] == '\0') != (head.ptr[1] == '\0'))
		return tp_err_set(err, TP_DATA, "the file looks like UTF-16 without a byte order mark: say --encoding %s",
			head.ptr[1] == '\0' ? "utf-16le" : "utf-16be");
	return 0;
}

int tp_encoding_begin(struct tp_input *in, enum tp_encoding *encoding, struct tp_err *err)
{
	struct tp_text head;
	if (in->recoding.from != TP_NOT_UTF16)
		return 0;
	if (tp_input_peek(in, 4, &head, err) < 0)
		return -1;
	if (settle(head, encoding, err) < 0)
		return tp_err_at(err, in->name, 0, NULL);
	if (!is_utf16(*encoding))
		return 0;
	return tp_input_recode(in, *encoding == TP_UTF16BE ? TP_UTF16_BIG : TP_UTF16_LITTLE, err);
}

/* --- a line --- */

static bool is_ascii(struct tp_text text)
{
	const char *at = text.ptr;
	uint64_t seen = 0;
	size_t i = 0;
	for (; i + sizeof seen <= text.len && !(seen & 0x8080808080808080); i += sizeof seen)
		memcpy(&seen, at + i, sizeof seen);
	if (seen & 0x8080808080808080)
		return false;
	while (i < text.len && !(at[i] & 0x80))
		i++;
	return i == text.len;
}

/* Only bytes above 7F that Danish text in Windows-1252 has. Others occur too, but then somebody has to say so. */
static bool is_danish(struct tp_text line)
{
	static const char signs[] = "\x85\x91\x92\x93\x94\x96\x97\xA0\xA7\xAB\xB0\xB4\xB7\xBB\xBD";
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.ptr[i];
		bool letter = c >= 0xC0 && c <= 0xFC && !memchr("\xC2\xC3\xD0\xD7\xDE\xF0\xF7", c, 7);
		if (c >= 0x80 && !letter && !memchr(signs, c, sizeof signs - 1))
			return false;
	}
	return true;
}

static int from_1252(struct tp_text *line, struct tp_buf *text, size_t *at, struct tp_err *err)
{
	tp_buf_reset(text);
	*at = tp_text_from_1252(text, *line);
	if (text->failed)
		return tp_err_memory(err);
	if (*at < line->len)
		return tp_err_set(err, TP_DATA, "byte 0x%02X means nothing in Windows-1252: save the file as UTF-8",
			(unsigned char)line->ptr[*at]);
	*line = (struct tp_text){text->ptr, text->len};
	return 0;
}

static int refuse(enum tp_encoding encoding, char byte, struct tp_err *err)
{
	if (is_utf16(encoding))
		return tp_err_set(err, TP_DATA, byte == '\xFF' ? "the file ends within a character: it was cut off" :
			"half of a surrogate pair of UTF-16 stands in the cell: type the cell anew");
	return tp_err_set(err, TP_DATA, "invalid UTF-8 (byte 0x%02X): %s", (unsigned char)byte, encoding == TP_UTF8 ?
		"type the cell anew, or save the whole file as UTF-8" :
		"save the file as UTF-8, or say --encoding windows-1252");
}

int tp_encoding_line(enum tp_encoding *encoding, struct tp_text *line, struct tp_buf *text, size_t *at,
	struct tp_err *err)
{
	if (is_ascii(*line))
		return 0;
	if (*encoding == TP_WINDOWS_1252)
		return from_1252(line, text, at, err);
	*at = tp_text_valid(*line);
	if (*at == line->len) {
		*encoding = *encoding == TP_ENCODING_FIND ? TP_UTF8 : *encoding;
		return 0;
	}
	if (*encoding == TP_ENCODING_FIND && is_danish(*line)) {
		*encoding = TP_WINDOWS_1252;
		return from_1252(line, text, at, err);
	}
	return refuse(*encoding, line->ptr[*at], err);
}

void tp_encoding_back(enum tp_encoding encoding, struct tp_buf *out, struct tp_text text)
{
	if (encoding == TP_WINDOWS_1252)
		tp_text_to_1252(out, text);
	else if (encoding == TP_ENCODING_FIND)
		tp_text_to_ascii(out, text);
	else
		tp_buf_add(out, text.ptr, text.len);
}
