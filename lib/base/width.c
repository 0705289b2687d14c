#include "tp/text.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

/* Columns of the character that starts the bytes; *len gets its bytes. What would be shown as "?" takes one. */
static size_t columns_of(const char *bytes, size_t left, size_t *len)
{
	unsigned char first = (unsigned char)*bytes;
	*len = 1;
	if (first < 0x80)
		return 1;
	ucs4_t code;
	int n = u8_mbtoucr(&code, (const uint8_t *)bytes, left);
	if (n <= 0)
		return 1;
	*len = (size_t)n;
	int width = uc_width(code, "UTF-8");
	return width < 0 ? 1 : (size_t)width;
}

size_t tp_text_width(struct tp_text text)
{
	size_t columns = 0;
	for (size_t i = 0, len; i < text.len; i += len)
		columns += columns_of(text.ptr + i, text.len - i, &len);
	return columns;
}

size_t tp_text_fit(struct tp_text text, size_t columns)
{
	size_t i = 0, taken = 0;
	for (size_t len; i < text.len; i += len) {
		taken += columns_of(text.ptr + i, text.len - i, &len);
		if (taken > columns)
			break;
	}
	return i;
}

int tp_text_nfc(struct tp_arena *arena, struct tp_text text, struct tp_text *out, struct tp_err *err)
{
	/* Every character below U+0300, which is CC 80, is in NFC beside every other. */
	size_t plain = 0;
	for (uint64_t word; text.len - plain >= sizeof word; plain += sizeof word) {
		memcpy(&word, text.ptr + plain, sizeof word);
		if (word & 0x8080808080808080)
			break;
	}
	while (plain < text.len && (unsigned char)text.ptr[plain] < 0xCC)
		plain++;
	*out = text;
	if (plain == text.len)
		return 0;

	size_t len;
	uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text.ptr, text.len, NULL, &len);
	if (!normal) {
		assert(errno != EILSEQ);
		return tp_err_memory(err);
	}
	struct tp_text result = {(const char *)normal, len};
	if (tp_text_compare(result, text) != 0)
		*out = tp_text_copy(arena, result);
	free(normal);
	return out->ptr ? 0 : tp_err_memory(err);
}
