/*
 * The only way by which bytes of the data come into html and svg.
 */
#ifndef TP_DOC_MARKUP_H
#define TP_DOC_MARKUP_H

#include "tp/buf.h"
#include "tp/text.h"

/* Appends a clean text (tp_document_clean) with everything escaped that could act in content or in a quoted attribute. */
void tp_markup_add(struct tp_buf *out, struct tp_text clean);

#endif
