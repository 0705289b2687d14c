#include "tp/zip.h"

#include <stdint.h>
#include <string.h>

/* Little endian, as all numbers of the format (APPNOTE 6.3). */
static void add_number(struct tp_buf *out, uint32_t number, int size)
{
	for (; size > 0; size--, number >>= 8)
		tp_buf_add_char(out, (char)(number & 0xff));
}

/* CRC-32 of ISO 3309, with the polynomial turned round. */
static uint32_t checksum(struct tp_text bytes)
{
	uint32_t sum = UINT32_MAX;
	for (size_t i = 0; i < bytes.len; i++) {
		sum ^= (unsigned char)bytes.ptr[i];
		for (int bit = 0; bit < 8; bit++)
			sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
	}
	return ~sum;
}

/* What the head of a file and its entry in the list both tell: version 2.0, names in UTF-8, stored, 1 January 1980. */
static void add_facts(struct tp_buf *out, uint32_t sum, size_t size, size_t name)
{
	enum { VERSION = 20, UTF_8 = 1 << 11, STORED = 0, DAY = 1 << 5 | 1 };
	add_number(out, VERSION, 2);
	add_number(out, UTF_8, 2);
	add_number(out, STORED, 2);
	add_number(out, 0, 2);
	add_number(out, DAY, 2);
	add_number(out, sum, 4);
	add_number(out, (uint32_t)size, 4);
	add_number(out, (uint32_t)size, 4);
	add_number(out, (uint32_t)name, 2);
	add_number(out, 0, 2);
}

void tp_zip_add(struct tp_zip *zip, const char *name, struct tp_text bytes)
{
	uint32_t sum = checksum(bytes), at = (uint32_t)zip->out->len;
	tp_buf_add(zip->out, "PK\3\4", 4);
	add_facts(zip->out, sum, bytes.len, strlen(name));
	tp_buf_add_string(zip->out, name);
	tp_buf_add(zip->out, bytes.ptr, bytes.len);
	tp_buf_add(&zip->list, "PK\1\2\24\0", 6);
	add_facts(&zip->list, sum, bytes.len, strlen(name));
	add_number(&zip->list, 0, 4); /* no comment, first disk */
	add_number(&zip->list, 0, 2);
	add_number(&zip->list, 0, 4);
	add_number(&zip->list, at, 4);
	tp_buf_add_string(&zip->list, name);
	zip->n++;
}

void tp_zip_end(struct tp_zip *zip)
{
	uint32_t at = (uint32_t)zip->out->len;
	tp_buf_add(zip->out, zip->list.ptr, zip->list.len);
	tp_buf_add(zip->out, "PK\5\6\0\0\0\0", 8);
	add_number(zip->out, zip->n, 2);
	add_number(zip->out, zip->n, 2);
	add_number(zip->out, (uint32_t)zip->list.len, 4);
	add_number(zip->out, at, 4);
	add_number(zip->out, 0, 2);
	zip->out->failed |= zip->list.failed;
	tp_buf_free(&zip->list);
}
