/*
 * Bytes of an input made UTF-8 lines that end in LF while they are read:
 * UTF-16, and files whose lines end in CR. Nothing is lost by it: what is
 * broken stays to be found, and tp_recoding_back gives the bytes that came.
 */
#ifndef TP_RECODING_H
#define TP_RECODING_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/buf.h"

enum tp_unicode { TP_NOT_UTF16, TP_UTF16_LITTLE, TP_UTF16_BIG };

struct tp_recoding {
	enum tp_unicode from;
	bool swap;         /* CR and LF change places */
	struct tp_buf raw; /* a character that is not whole yet */
};

bool tp_recoding_is_on(const struct tp_recoding *recoding);

/* What stands in the block from `at` on, which came just now, becomes what it means; after the `last` bytes an odd one
 * becomes 0xFF, which is no UTF-8. A failed buffer is the caller's to see. */
void tp_recoding_take(struct tp_recoding *recoding, struct tp_buf *block, size_t at, bool last);

/* From here on, and in the block from `at` on, CR and LF change places. */
void tp_recoding_swap(struct tp_recoding *recoding, struct tp_buf *block, size_t at);

/* Appends the text as it would stand in the file, and empties it. */
void tp_recoding_back(const struct tp_recoding *recoding, struct tp_buf *text, struct tp_buf *out);

/* Forgets what is not whole yet. */
void tp_recoding_reset(struct tp_recoding *recoding);

void tp_recoding_free(struct tp_recoding *recoding);

#endif
