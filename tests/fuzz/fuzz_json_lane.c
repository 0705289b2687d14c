/* Lines read by the JSON lane and by the library: see json_law.h. */
#include <stdint.h>
#include <stdio.h>

#include "json_law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) __attribute__((weak));
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_law law = {0};
	law_lines(&law, (struct tp_text){(const char *)data, size});
	law_free(&law);
	if (law.broken) {
		fprintf(stderr, "%s\n", law.broken);
		abort();
	}
	return 0;
}

/* Every other time the last line comes once more and only that copy is changed: lines that look like the one before
 * are what the lane lives on. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	size_t start = size, len;
	while (start > 0 && data[start - 1] != '\n')
		start--;
	len = size - start;
	if (seed % 2 == 0 || len == 0 || most < size + 1 + len)
		return LLVMFuzzerMutate(data, size, most);
	data[size] = '\n';
	memcpy(data + size + 1, data + start, len);
	return size + 1 + LLVMFuzzerMutate(data + size + 1, len, most - size - 1);
}
