#include "tp/reading.h"

#include <stdio.h>

static const char *ends_of(unsigned ends)
{
	static const char *const names[] = {"no line ends", "lines end in LF", "lines end in CR LF", "lines end in LF and CR LF",
		"lines end in CR"};
	return names[ends < 5 ? ends : 4];
}

static const char *delimiter_of(char delimiter)
{
	return delimiter == ';' ? "semicolon" : delimiter == ',' ? "comma" : delimiter == '\t' ? "tab" : "bar";
}

static const char *decimal_of(const struct tp_sheet *sheet, const struct tp_header *header, enum tp_decimal said)
{
	bool comma = sheet->delimiter == ';', point = sheet->delimiter == ',';
	for (size_t i = 0; i < header->n; i++)
		comma |= header->columns[i].style.amount.has_comma;
	if (said != TP_DECIMAL_FIND)
		comma = said == TP_DECIMAL_COMMA;
	return comma ? "decimal comma" : point || said != TP_DECIMAL_FIND ? "decimal point" : "decimals as they come";
}

void tp_reading_tell(const struct tp_sheet *sheet, const struct tp_header *header, unsigned long header_line,
	enum tp_decimal decimal, char out[TP_READING_SIZE])
{
	snprintf(out, TP_READING_SIZE, "%s, header in line %lu, delimiter %s, %s, %s%s, %s", tp_kind_info(header->kind)->name,
		header_line, delimiter_of(sheet->delimiter), decimal_of(sheet, header, decimal),
		tp_encoding_name(sheet->encoding), sheet->bom ? " with byte order mark" : "", ends_of(sheet->ends));
}
