/*
 * A borrowed run of bytes, and what the kit does with UTF-8. Its one rule: a
 * tp_text owns nothing and need not end in NUL.
 */
#ifndef TP_TEXT_H
#define TP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "tp/arena.h"
#include "tp/buf.h"
#include "tp/err.h"

struct tp_text {
	const char *ptr; /* borrowed */
	size_t len;
};

/* A literal or any C string as a text. NULL gives an empty one. */
struct tp_text tp_text_of(const char *string);

bool tp_text_is(struct tp_text text, const char *string);

/* The same bytes. */
static inline bool tp_text_equal(struct tp_text a, struct tp_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Bytewise order, the shorter first: <0, 0, >0. */
int tp_text_compare(struct tp_text a, struct tp_text b);

/* Without blanks at both ends: ASCII white space, U+00A0 and its kin, marks of direction and of byte order, characters of
 * no width. */
struct tp_text tp_text_trim(struct tp_text text);

/* Takes what stands before the first of the separators off *rest and returns it, untrimmed.
 * Each byte of separators (ASCII) counts. *rest becomes empty with ptr NULL after the last part. */
struct tp_text tp_text_split(struct tp_text *rest, const char *separators);

/* A copy in the arena; ptr is NULL and len 0 when there is no memory. */
struct tp_text tp_text_copy(struct tp_arena *arena, struct tp_text text);

/* 64 bits of FNV-1a over the bytes with a final mix; seed gives independent hashes. Not for secrets. */
unsigned long long tp_text_hash(struct tp_text text, unsigned long long seed);

/* Bytes that are valid UTF-8 (RFC 3629: no surrogates, no overlong forms) from the start; text.len when all are. */
size_t tp_text_valid(struct tp_text text);

/* Appends the text, read as Windows-1252, as UTF-8. Returns the offset of the first of the five undefined
 * bytes (81 8D 8F 90 9D), or text.len when all are defined; a failed buffer is the caller's to see. */
size_t tp_text_from_1252(struct tp_buf *out, struct tp_text text);

/* Appends the valid UTF-8 as Windows-1252; what has no byte there becomes "?". */
void tp_text_to_1252(struct tp_buf *out, struct tp_text text);

/* Appends UTF-16 as UTF-8 and returns the bytes taken: all but a character that is not whole yet, and of the `last` bytes
 * all but an odd one. Half of a surrogate pair becomes three bytes that tp_text_valid finds. */
size_t tp_text_from_utf16(struct tp_buf *out, struct tp_text text, bool big, bool last);

/* Appends the UTF-8 as UTF-16, such halves as they came; other broken bytes are left out. */
void tp_text_to_utf16(struct tp_buf *out, struct tp_text text, bool big);

/* Appends the valid UTF-8 as ASCII, letters as people write them without an accent (ae oe aa for æ ø å); the rest becomes
 * "?". */
void tp_text_to_ascii(struct tp_buf *out, struct tp_text text);

/* The text as headers and names are compared: lower case (ASCII and Latin letters of UTF-8), without spaces, hyphens
 * and punctuation, with ae oe aa for æ ø å and the bare letter for other accents. Returns the length; what does not
 * fit is cut: names are told apart by their first TP_FOLD_SIZE bytes. */
enum { TP_FOLD_SIZE = 512 };
size_t tp_text_fold(struct tp_text text, char out[TP_FOLD_SIZE]);

/* Appends the text with control characters, bidi controls and broken UTF-8 as "?" so that a terminal is safe. */
void tp_text_mask(struct tp_buf *out, struct tp_text text);

/* As much of a text as a message shows: whole characters, dots where it was cut.
 *
 *	tp_err_set(err, TP_DATA, "%s is not a date", tp_text_show(cell).text);
 */
struct tp_text_shown {
	char text[68];
};
struct tp_text_shown tp_text_show(struct tp_text text);

/* Edits (insert, delete, change, swap of neighbours) between two folded names, for "did you mean"; up to 64 bytes. */
size_t tp_text_distance(struct tp_text a, struct tp_text b);

/* --- width.c, which alone needs libunistring --- */

/* Columns the text takes on a terminal. */
size_t tp_text_width(struct tp_text text);

/* Bytes of the longest prefix that fits into so many columns. */
size_t tp_text_fit(struct tp_text text, size_t columns);

/* NFC in the arena (the same bytes when already so). 0, or -1 for memory. The text must be valid UTF-8. */
int tp_text_nfc(struct tp_arena *arena, struct tp_text text, struct tp_text *out, struct tp_err *err);

#endif
