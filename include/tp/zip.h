/*
 * A zip archive in memory, its files as they are: what a small workbook is
 * packed in. No clock, so that the same files give the same bytes.
 */
#ifndef TP_ZIP_H
#define TP_ZIP_H

#include "tp/buf.h"
#include "tp/text.h"

struct tp_zip {
	struct tp_buf *out;
	struct tp_buf list; /* its entries so far */
	unsigned n;
};

/* Appends a file; at most 4 GB in all. */
void tp_zip_add(struct tp_zip *zip, const char *name, struct tp_text bytes);

/* Ends the archive and frees what it held; a failure is in out->failed. */
void tp_zip_end(struct tp_zip *zip);

#endif
