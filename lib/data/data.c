#include "tp/data.h"

#include <stddef.h>

/* documents.inc is made by the Makefile from the folder: TP_DOCUMENT(number, "path below lib/data") a line. */
#define TP_DOCUMENT(n, path) \
	__asm__(".section .rodata\n" \
		".global tp_document_" #n ", tp_document_end_" #n "\n" \
		".hidden tp_document_" #n ", tp_document_end_" #n "\n" \
		"tp_document_" #n ": .incbin \"" TP_DATA_DIR "/" path "\"\n" \
		"tp_document_end_" #n ": .byte 0\n" \
		".text\n"); \
	extern const char tp_document_##n[], tp_document_end_##n[];
#include "documents.inc"
#undef TP_DOCUMENT

static const struct document {
	const char *path, *start, *end;
} documents[] = {
#define TP_DOCUMENT(n, path) {path, tp_document_##n, tp_document_end_##n},
#include "documents.inc"
#undef TP_DOCUMENT
};

struct tp_text tp_data_path(size_t n)
{
	return n < sizeof documents / sizeof *documents ? tp_text_of(documents[n].path) : (struct tp_text){0};
}

struct tp_text tp_data_find(struct tp_text path)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (tp_text_is(path, documents[i].path))
			return (struct tp_text){documents[i].start, (size_t)(documents[i].end - documents[i].start)};
	return (struct tp_text){0};
}
