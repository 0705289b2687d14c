#include "xlsx.h"

#include <zlib.h>

/* Of the zip format (APPNOTE 6.3): the end of the archive, an entry of its list, and the head of a file in it. */
enum { END_SIZE = 22, ENTRY_SIZE = 46, HEAD_SIZE = 30, EDGE = 256, BLOCK = 16384 };

struct zip {
	const unsigned char *bytes;
	size_t len;
};

struct part {
	char head[EDGE + 1], tail[EDGE + 1]; /* its first and last bytes, ended by NUL */
};

static size_t number_at(const struct zip *zip, size_t at, size_t size)
{
	size_t number = 0;
	while (size-- > 0)
		number = number << 8 | zip->bytes[at + size];
	return number;
}

/* False: it is torn. */
static bool unpack(const unsigned char *packed, size_t len, struct part *part)
{
	unsigned char block[EDGE + BLOCK] = {0};
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed, .avail_in = (uInt)len};
	int got = inflateInit2(&stream, -MAX_WBITS);
	*part = (struct part){0};
	while (got == Z_OK) {
		bool first = stream.total_out == 0;
		stream.next_out = block + EDGE;
		stream.avail_out = BLOCK;
		got = inflate(&stream, Z_NO_FLUSH);
		if (first)
			memcpy(part->head, block + EDGE, EDGE);
		memmove(block, block + BLOCK - stream.avail_out, EDGE);
	}
	inflateEnd(&stream);
	memcpy(part->tail, block, EDGE);
	return got == Z_STREAM_END;
}

/* What begins with <worksheet after its declaration ends with </worksheet>. */
static bool is_complete(const struct part *part)
{
	const char *root = strstr(part->head, "?>");
	root = root ? strchr(root, '<') : NULL;
	if (!root)
		return false;
	size_t len = strcspn(++root, " >/");
	const char *end = part->tail + EDGE - len - 3 - (part->tail[EDGE - 1] == '\n');
	return len < EDGE / 2 && memcmp(end, "</", 2) == 0 && memcmp(end + 2, root, len) == 0 && end[len + 2] == '>';
}

/* The part that the entry there lists; *at becomes the next entry. */
static bool is_whole(const struct zip *zip, size_t *at)
{
	struct part part;
	size_t list = zip->len - END_SIZE;
	if (*at > list || list - *at < ENTRY_SIZE)
		return false;
	size_t packed = number_at(zip, *at + 20, 4), file = number_at(zip, *at + 42, 4);
	*at += ENTRY_SIZE + number_at(zip, *at + 28, 2) + number_at(zip, *at + 30, 2) + number_at(zip, *at + 32, 2);
	if (file > list || list - file < HEAD_SIZE)
		return false;
	size_t from = file + HEAD_SIZE + number_at(zip, file + 26, 2) + number_at(zip, file + 28, 2);
	return from <= list && list - from >= packed && unpack(zip->bytes + from, packed, &part) && is_complete(&part);
}

int tp_xlsx_whole(const void *bytes, size_t len, struct tp_err *err)
{
	struct zip zip = {bytes, len};
	bool whole = len > END_SIZE && memcmp(zip.bytes + len - END_SIZE, "PK\5\6", 4) == 0;
	size_t n = whole ? number_at(&zip, len - 12, 2) : 0, at = whole ? number_at(&zip, len - 6, 4) : 0;
	for (size_t i = 0; i < n && whole; i++)
		whole = is_whole(&zip, &at);
	if (whole && n > 0)
		return 0;
	return tp_err_set(err, TP_SYSTEM, "cannot make the workbook: there is no room for its temporary files");
}
