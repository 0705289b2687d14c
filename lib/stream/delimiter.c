#include "tp/delimiter.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Excel leaves out delimiters at the end of rows by blocks of 16: all rows of the first one are as wide as the header. */
enum { HEAD_ROWS = 16, DELIMITERS = 4 };

const char tp_delimiters[] = ";,\t|";

const char *tp_delimiter_name(char delimiter)
{
	switch (delimiter) {
	case ';':
		return ";";
	case ',':
		return ",";
	case '\t':
		return "tab";
	default:
		return "|";
	}
}

char tp_delimiter_said(struct tp_text line)
{
	bool quoted = line.len > 0 && *line.ptr == '"';
	const char *at = line.ptr + quoted, *end = line.ptr + line.len;
	if (line.len > 0 && end[-1] == '\r')
		end--;
	if (end - at < 5 + quoted || strncasecmp(at, "sep=", 4) != 0 || !memchr(tp_delimiters, at[4], DELIMITERS) ||
		(quoted && at[5] != '"'))
		return 0;
	char delimiter = at[4];
	for (at += 5 + quoted; at < end; at++)
		if (*at != delimiter)
			return 0;
	return delimiter;
}

/* --- reading the head --- */

/* Takes one line off *rest, without its line end. */
static struct tp_text take_line(struct tp_text *rest)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	struct tp_text line = {rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len};
	size_t taken = end ? line.len + 1 : line.len;
	rest->ptr += taken;
	rest->len -= taken;
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

int tp_delimiter_row(struct tp_csv *csv, struct tp_text *head, unsigned long *lines, struct tp_err *err)
{
	while (head->len > 0) {
		++*lines;
		int state = tp_csv_feed(csv, take_line(head), err);
		if (state != 0)
			return state;
	}
	return 0;
}

bool tp_delimiter_blank(const struct tp_text *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cells[i].len > 0 && tp_text_trim(cells[i]).len > 0)
			return false;
	return true;
}

/* --- which one --- */

/* Cells of the row; empty ones beyond the first so many do not count. */
static size_t width_of(const struct tp_csv *csv, size_t most)
{
	size_t n = csv->n;
	while (n > most && csv->cells[n - 1].len == 0)
		n--;
	return n;
}

/* What the head is with a delimiter. */
struct look {
	size_t cells; /* of its first row that is not torn */
	bool torn;    /* the first one is */
	bool even;    /* all rows have as many */
};

static int look_with(char delimiter, struct tp_text head, struct look *look, struct tp_err *err)
{
	struct tp_csv csv;
	int state = 1;
	*look = (struct look){.even = true};
	if (tp_csv_init(&csv, delimiter, err) < 0)
		return -1;
	for (int rows = 0; state != 0 && rows < HEAD_ROWS;) {
		struct tp_err torn = {0};
		unsigned long lines = 0;
		state = tp_delimiter_row(&csv, &head, &lines, &torn);
		if (torn.code == TP_SYSTEM) {
			*err = torn;
			break;
		}
		if (state == 0 || (state > 0 && tp_delimiter_blank(csv.cells, csv.n)))
			continue;
		look->torn |= rows++ == 0 && state < 0;
		if (look->cells == 0)
			look->cells = csv.n;
		look->even = look->even && state > 0 && width_of(&csv, look->cells) == look->cells;
	}
	tp_csv_free(&csv);
	return err->code == TP_OK ? 0 : -1;
}

static int refuse_choice(const char *likely, struct tp_err *err)
{
	char list[32];
	int len = 0;
	for (const char *at = likely; *at; at++)
		len += snprintf(list + len, sizeof list - (size_t)len, "%s%s", at == likely ? "" : " and ",
			tp_delimiter_name(*at));
	return tp_err_set(err, TP_DATA, "%s%s could be the delimiter: say --delimiter", likely[2] ? "" : "both ", list);
}

static void note(char *list, char delimiter)
{
	list[strlen(list)] = delimiter;
}

/* One candidate that gives a table is it; without a table, one that occurs in the header; where that is torn with all of
 * them, one that occurs below. */
int tp_delimiter_find(struct tp_text head, char *delimiter, struct tp_err *err)
{
	char tables[DELIMITERS + 1] = "", occurs[DELIMITERS + 1] = "", below[DELIMITERS + 1] = "";
	for (const char *at = tp_delimiters; *at; at++) {
		struct look look;
		if (look_with(*at, head, &look, err) < 0)
			return -1;
		if (look.cells >= 2)
			note(look.even ? tables : look.torn ? below : occurs, *at);
	}
	const char *likely = tables[0] ? tables : occurs[0] ? occurs : below;
	if (likely[0] && likely[1])
		return refuse_choice(likely, err);
	*delimiter = likely[0] ? likely[0] : ',';
	return 0;
}
