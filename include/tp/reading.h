/*
 * How a sheet was read, in a line: what was said and what was found out.
 */
#ifndef TP_READING_H
#define TP_READING_H

#include "tp/header.h"
#include "tp/sheet.h"

/* "unit, header in line 1, delimiter semicolon, decimal comma, utf-8, lines end in CR LF". To be asked at the sheet's end. */
enum { TP_READING_SIZE = 240 };
void tp_reading_tell(const struct tp_sheet *sheet, const struct tp_header *header, unsigned long header_line,
	enum tp_decimal decimal, char out[TP_READING_SIZE]);

#endif
