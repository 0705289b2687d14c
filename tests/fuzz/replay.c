/* Runs a fuzz target on files, without a fuzzer: what was found once stays found. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *name)
{
	FILE *file = fopen(name, "rb");
	long size = -1;
	uint8_t *bytes = NULL;
	if (file && fseek(file, 0, SEEK_END) == 0)
		size = ftell(file);
	if (size >= 0 && (bytes = malloc((size_t)size + 1)) != NULL) {
		rewind(file);
		if (fread(bytes, 1, (size_t)size, file) != (size_t)size)
			size = -1;
	}
	if (file)
		fclose(file);
	if (bytes && size >= 0)
		LLVMFuzzerTestOneInput(bytes, (size_t)size); /* aborts when it finds something */
	else
		fprintf(stderr, "FAIL %s: cannot be read\n", name);
	free(bytes);
	return bytes && size >= 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
	int failed = 0;
	for (int i = 1; i < argc; i++)
		failed += run(argv[i]) < 0;
	printf("%d passed, %d failed\n", argc - 1 - failed, failed);
	return failed > 0;
}
