#include "tp/recoding.h"

#include <string.h>

#include "tp/text.h"

bool tp_recoding_is_on(const struct tp_recoding *recoding)
{
	return recoding->from != TP_NOT_UTF16 || recoding->swap;
}

static void swap(char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\r' || bytes[i] == '\n')
			bytes[i] ^= '\r' ^ '\n';
}

static void from_utf16(struct tp_recoding *recoding, struct tp_buf *block, size_t at, bool last)
{
	struct tp_buf *raw = &recoding->raw;
	tp_buf_add(raw, block->ptr + at, block->len - at);
	block->len = at;
	size_t taken = tp_text_from_utf16(block, (struct tp_text){raw->ptr, raw->len}, recoding->from == TP_UTF16_BIG, last);
	raw->len -= taken;
	if (raw->len > 0)
		memmove(raw->ptr, raw->ptr + taken, raw->len);
	if (last && raw->len > 0)
		tp_buf_add_char(block, '\xFF');
	if (last)
		tp_buf_reset(raw);
}

void tp_recoding_take(struct tp_recoding *recoding, struct tp_buf *block, size_t at, bool last)
{
	if (recoding->from != TP_NOT_UTF16)
		from_utf16(recoding, block, at, last);
	if (recoding->raw.failed)
		block->failed = true;
	if (recoding->swap && block->len > at)
		swap(block->ptr + at, block->len - at);
}

void tp_recoding_swap(struct tp_recoding *recoding, struct tp_buf *block, size_t at)
{
	recoding->swap = true;
	if (block->len > at)
		swap(block->ptr + at, block->len - at);
}

void tp_recoding_back(const struct tp_recoding *recoding, struct tp_buf *text, struct tp_buf *out)
{
	if (recoding->swap && text->len > 0)
		swap(text->ptr, text->len);
	if (recoding->from != TP_NOT_UTF16)
		tp_text_to_utf16(out, (struct tp_text){text->ptr, text->len}, recoding->from == TP_UTF16_BIG);
	else
		tp_buf_add(out, text->ptr, text->len);
	if (text->failed)
		out->failed = true;
	tp_buf_reset(text);
}

void tp_recoding_reset(struct tp_recoding *recoding)
{
	tp_buf_reset(&recoding->raw);
}

void tp_recoding_free(struct tp_recoding *recoding)
{
	tp_buf_free(&recoding->raw);
	*recoding = (struct tp_recoding){0};
}
