#include "tp/preamble.h"

#include "tp/delimiter.h"

enum { ROWS_MAX = 100, NAMES_MIN = 2 };

struct place {
	unsigned long line;
	size_t names;
};

static size_t count_names(const struct tp_header *header)
{
	size_t n = 0;
	for (size_t i = 0; i < header->n; i++) {
		enum tp_column_use use = header->columns[i].use;
		n += use != TP_COLUMN_BLANK && use != TP_COLUMN_EXTRA && use != TP_COLUMN_PENDING;
	}
	return n;
}

/* How many columns the row would name. */
static int try_row(struct tp_arena *arena, const struct tp_csv *csv, const struct tp_header *like,
	const struct tp_instrument *instrument, size_t *names, struct tp_err *err)
{
	struct tp_header header;
	tp_arena_reset(arena);
	if (tp_header_read(&header, arena, like->kind, like->mapping, csv->cells, csv->n, err) < 0)
		return -1;
	if (like->kind == TP_KIND_response && instrument)
		tp_header_settle(&header, instrument);
	*names = count_names(&header);
	return 0;
}

static int try_delimiter(char delimiter, struct tp_text head, const struct tp_header *like,
	const struct tp_instrument *instrument, struct place *best, struct tp_err *err)
{
	struct tp_csv csv;
	struct tp_arena arena = {0};
	unsigned long line = 0;
	int got = tp_csv_init(&csv, delimiter, err);
	if (got < 0)
		return -1;
	for (int rows = 0; rows < ROWS_MAX; rows++) {
		struct tp_err torn = {0};
		unsigned long begin = line + 1;
		size_t names = 0;
		got = tp_delimiter_row(&csv, &head, &line, &torn);
		if (got == 0)
			break;
		if (torn.code == TP_SYSTEM) {
			*err = torn;
			break;
		}
		if (got > 0 && try_row(&arena, &csv, like, instrument, &names, err) < 0)
			break;
		if (names > best->names)
			*best = (struct place){begin, names};
	}
	tp_csv_free(&csv);
	tp_arena_free(&arena);
	return err->code == TP_OK ? 0 : -1;
}

/* The head as UTF-8, which is all that names of columns need. */
static struct tp_text decode(struct tp_text head, struct tp_buf *text)
{
	if (tp_text_valid(head) == head.len)
		return head;
	tp_text_from_1252(text, head);
	return (struct tp_text){text->ptr, text->len};
}

static void say(const struct tp_sheet *sheet, size_t names, const struct place *place, struct tp_err *bad)
{
	unsigned long line = sheet->in->line + place->line;
	if (names == 0)
		tp_err_set(bad, TP_DATA, "this line names no known column; line %lu looks like the header: use --skip %lu", line,
			line - 1);
	else
		tp_err_set(bad, TP_DATA, "this line names %zu known column%s and line %lu names %zu: if that is the header, use "
			"--skip %lu", names, names > 1 ? "s" : "", line, place->names, line - 1);
}

int tp_preamble_look(struct tp_sheet *sheet, const struct tp_header *header, const struct tp_instrument *instrument,
	struct tp_err *bad, struct tp_err *err)
{
	bool is_said = sheet->options.delimiter || sheet->sep;
	size_t names = count_names(header);
	struct place best = {.names = names < NAMES_MIN ? NAMES_MIN - 1 : names};
	struct tp_buf text = {0};
	struct tp_text head;
	int result = tp_sheet_ahead(sheet, &head, err);
	if (result == 0)
		head = decode(head, &text);
	if (text.failed)
		result = tp_err_memory(err);
	for (const char *at = tp_delimiters; result == 0 && *at; at++)
		if (!is_said || *at == sheet->delimiter)
			result = try_delimiter(*at, head, header, instrument, &best, err);
	tp_buf_free(&text);
	if (result < 0 || best.line == 0)
		return result;
	say(sheet, names, &best, bad);
	return 1;
}
