/* A record stream: read, written, read again. */
#include "claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_buf written = {0};
	rewrite((struct tp_text){(const char *)data, size}, ~0ULL, WHOLE, &written);
	/* Marks of a torn stream do not pair, which is no fault of the writer. */
	claim_lasts(text_of(&written));
	tp_buf_free(&written);
	return 0;
}
