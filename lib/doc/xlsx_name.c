#include "xlsx.h"

#include <stdio.h>

/* What a name cannot have becomes what comes nearest, or goes. */
static char stand_in(char c)
{
	switch (c) {
	case '[':
		return '(';
	case ']':
		return ')';
	case '/':
	case '\\':
		return '-';
	case '#': /* which the library would cut a way to the sheet at */
	case ':':
	case '*':
	case '?':
		return '\0';
	default:
		return c;
	}
}

static void make_plain(struct tp_buf *out, struct tp_text title)
{
	struct tp_buf clean = {0};
	tp_xlsx_plain(&clean, title);
	for (size_t i = 0; i < clean.len; i++) {
		char c = stand_in(clean.ptr[i]);
		if (c == '\'')
			tp_buf_add_string(out, "’");
		else if (c == '_' && i + 1 < clean.len && clean.ptr[i + 1] == 'x') /* Excel reads _x0041_ as a letter */
			tp_buf_add_char(out, '-');
		else if (c != '\0')
			tp_buf_add_char(out, c);
	}
	out->failed |= clean.failed;
	tp_buf_free(&clean);
}

/* The name with its number, for the second of a name and those after it. */
static void number_name(struct tp_text plain, unsigned number, char out[TP_XLSX_NAME_SIZE])
{
	char suffix[16] = "";
	if (number > 1)
		snprintf(suffix, sizeof suffix, " (%u)", number);
	size_t room = TP_XLSX_NAME - strlen(suffix);
	bool cut = tp_xlsx_fit(plain, room) < plain.len;
	if (cut)
		plain.len = tp_xlsx_fit(plain, room - 1);
	plain = tp_text_trim(plain);
	snprintf(out, TP_XLSX_NAME_SIZE, "%.*s%s%s", (int)plain.len, plain.ptr, cut ? "…" : "", suffix);
}

bool tp_xlsx_name(struct tp_map *names, struct tp_text title, char out[TP_XLSX_NAME_SIZE])
{
	struct tp_buf plain = {0};
	make_plain(&plain, title);
	if (plain.len == 0)
		tp_buf_add_string(&plain, "–");
	bool is_new = false, made = !plain.failed;
	for (unsigned number = 1; made && !is_new; number++) {
		char folded[TP_FOLD_SIZE];
		number_name((struct tp_text){plain.ptr, plain.len}, number, out);
		struct tp_text key = {folded, tp_text_fold(tp_text_of(out), folded)};
		if (!tp_text_is(key, "history")) /* Excel has one of its own */
			made = tp_map_add(names, key, &is_new) >= 0;
	}
	tp_buf_free(&plain);
	return made;
}
