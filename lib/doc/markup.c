#include "markup.h"

#include <string.h>

/* What a byte becomes where it cannot stand as it is; NULL where it can. *len: how many bytes. XML has no U+FFFE and no
 * U+FFFF. */
static const char *escaped(struct tp_text rest, size_t *len)
{
	*len = 1;
	switch (rest.ptr[0]) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		if (rest.len < 3 || (memcmp(rest.ptr, "\xEF\xBF\xBE", 3) != 0 && memcmp(rest.ptr, "\xEF\xBF\xBF", 3) != 0))
			return NULL;
		*len = 3;
		return "?";
	}
}

void tp_markup_add(struct tp_buf *out, struct tp_text clean)
{
	while (clean.len > 0) {
		size_t len;
		const char *as = escaped(clean, &len);
		if (as)
			tp_buf_add_string(out, as);
		else
			tp_buf_add_char(out, clean.ptr[0]);
		clean = (struct tp_text){clean.ptr + len, clean.len - len};
	}
}
