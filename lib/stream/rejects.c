#include "tp/rejects.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tp/delimiter.h"
#include "tp/limits.h"
#include "tp/map.h"
#include "tp/path.h"
#include "tp/row.h"

enum { FOLDER_MODE = 0700 };

/* How what a reason tells of the sheet's columns begins. */
#define STYLES " (column "

struct tp_rejects_file {
	char *path;
	struct tp_output out;
	unsigned long rows;
};

static int refuse_system(struct tp_err *err, const char *name, const char *tried)
{
	tp_err_system(err, tried);
	return tp_err_at(err, name, 0, NULL);
}

/* --- the folder --- */

static const char *base_of(const char *operand)
{
	const char *slash = strrchr(operand, '/');
	if (strcmp(operand, "-") == 0)
		return "stdin.csv";
	return slash ? slash + 1 : operand;
}

static int name_files(struct tp_rejects *rejects, const char *const *operands, size_t n, struct tp_err *err)
{
	struct tp_map seen = {0};
	int result = 0;
	rejects->files = calloc(n, sizeof *rejects->files);
	if (!rejects->files)
		return tp_err_memory(err);
	for (size_t i = 0; i < n && result == 0; i++) {
		const char *base = base_of(operands[i]);
		bool is_new;
		if (tp_map_add(&seen, tp_text_of(base), &is_new) < 0 ||
			(is_new && asprintf(&rejects->files[i].path, "%s/%s", rejects->folder, base) < 0))
			result = tp_err_memory(err);
		else if (!is_new)
			result = tp_err_set(err, TP_USAGE, "--rejects: two files are called %s, and their rejected rows cannot "
				"share a file: import them one after the other, each with a folder of its own", base);
		else
			rejects->files[rejects->n++].out.fd = -1;
	}
	tp_map_free(&seen);
	return result;
}

static int make_folder(const struct tp_rejects *rejects, struct tp_err *err)
{
	struct stat st;
	if (mkdir(rejects->folder, FOLDER_MODE) < 0 && errno != EEXIST)
		return refuse_system(err, rejects->folder, "cannot create");
	errno = ENOTDIR;
	if (stat(rejects->folder, &st) < 0 || !S_ISDIR(st.st_mode))
		return refuse_system(err, rejects->folder, "cannot hold rejected rows");
	return 0;
}

int tp_rejects_open(struct tp_rejects *rejects, const char *folder, const char *const *operands, size_t n,
	struct tp_err *err)
{
	size_t len = strlen(folder);
	while (len > 1 && folder[len - 1] == '/')
		len--;
	char *bare = strndup(folder, len);
	*rejects = (struct tp_rejects){0};
	if (!bare)
		return tp_err_memory(err);
	rejects->folder = tp_path_resolve(bare, err);
	free(bare);
	return rejects->folder && name_files(rejects, operands, n, err) == 0 ? make_folder(rejects, err) : -1;
}

/* --- a sheet --- */

/* Waiting for the commit, a file needs no room. */
static int set_aside(struct tp_rejects_file *file, struct tp_err *err)
{
	if (!file || file->rows == 0)
		return 0;
	int result = tp_output_flush(&file->out, err);
	tp_buf_free(&file->out.block);
	return result;
}

/* Does it begin as our files do? */
static bool has_reason(struct tp_text head)
{
	if (head.len >= 3 && memcmp(head.ptr, "\xEF\xBB\xBF", 3) == 0)
		head = (struct tp_text){head.ptr + 3, head.len - 3};
	struct tp_text rest = head;
	if (tp_delimiter_said(tp_text_split(&rest, "\r\n")))
		head = tp_text_trim(rest);
	if (head.len > 0 && *head.ptr == '"')
		head = (struct tp_text){head.ptr + 1, head.len - 1};
	return head.len > 6 && memcmp(head.ptr, "reason", 6) == 0;
}

int tp_rejects_begin(struct tp_rejects *rejects, size_t i, struct tp_input *in, struct tp_err *err)
{
	struct tp_rejects_file *last = rejects->now;
	struct stat theirs, ours;
	struct tp_text head;
	rejects->now = &rejects->files[i];
	if (set_aside(last, err) < 0)
		return -1;
	if (fstat(in->fd, &theirs) < 0 || stat(rejects->now->path, &ours) < 0 || theirs.st_dev != ours.st_dev ||
		theirs.st_ino != ours.st_ino)
		return 0;
	if (tp_input_peek(in, 32, &head, err) < 0)
		return -1;
	return has_reason(head) ? 0 : tp_err_set(err, TP_USAGE,
		"--rejects: %s would be written over with its rejected rows: name another folder", in->name);
}

int tp_rejects_header(struct tp_rejects *rejects, const struct tp_sheet *sheet, struct tp_err *err)
{
	tp_buf_reset(&rejects->header);
	tp_buf_reset(&rejects->second);
	tp_buf_add(&rejects->header, sheet->raw.ptr, sheet->raw.len);
	return rejects->header.failed ? tp_err_memory(err) : 0;
}

int tp_rejects_second(struct tp_rejects *rejects, const struct tp_sheet *sheet, struct tp_err *err)
{
	tp_buf_add(&rejects->second, sheet->raw.ptr, sheet->raw.len);
	return rejects->second.failed ? tp_err_memory(err) : 0;
}

/* --- a row --- */

void tp_rejects_why(struct tp_rejects *rejects, const struct tp_err *bad)
{
	struct tp_err what = *bad;
	char text[sizeof what];
	if (rejects->faults++ >= TP_BAD_TOLD)
		return;
	what.source[0] = '\0';
	what.line = 0;
	tp_err_format(&what, text, sizeof text);
	tp_buf_add_string(&rejects->why, rejects->why.len ? " | " : "");
	tp_buf_add_string(&rejects->why, text);
}

/* The bytes of the first cell, quotes and all. */
static size_t cell_len(struct tp_text row, char delimiter)
{
	bool quoted = false;
	size_t len = 0;
	for (; len < row.len && (quoted || (row.ptr[len] != delimiter && row.ptr[len] != '\n')); len++)
		quoted ^= row.ptr[len] == '"';
	return len;
}

/* Takes so many bytes off. */
static struct tp_text take(struct tp_text *rest, size_t len)
{
	struct tp_text taken = {rest->ptr, len};
	rest->ptr += len;
	rest->len -= len;
	return taken;
}

static void add(struct tp_buf *line, struct tp_text text)
{
	tp_buf_add(line, text.ptr, text.len);
}

/* Are these rows that an earlier import has rejected? */
static bool is_again(const struct tp_header *header)
{
	return header->n > 0 && header->columns[0].use == TP_COLUMN_REASON;
}

/* What an earlier import gave as the reason, with its delimiter taken off the row. */
static struct tp_text take_old_reason(struct tp_text *row, char delimiter)
{
	size_t len = cell_len(*row, delimiter);
	if (len == row->len || row->ptr[len] != delimiter)
		return (struct tp_text){0};
	struct tp_text old = take(row, len);
	take(row, 1);
	return old;
}

/* The reason in the encoding of the file; UTF-16 is made of all at the end. One that is all ASCII may become either when it
 * is mended, so that ASCII it stays. */
static void encode(struct tp_rejects *rejects, struct tp_buf *out)
{
	tp_encoding_back(rejects->encoding, out, (struct tp_text){rejects->why.ptr, rejects->why.len});
}

static void quotes_to_apostrophes(struct tp_buf *line, size_t start)
{
	for (size_t i = start; i < line->len; i++)
		if (line->ptr[i] == '"')
			line->ptr[i] = '\'';
}

/* How many cells stand before those of the row: the reason, and an empty cell where it would else be taken for a field. */
static size_t cells_before(const struct tp_header *header)
{
	return is_again(header) ? 0 : tp_header_reason(header) == TP_NO_FIELD ? 1 : 2;
}

/* What the other cells of a column tell of how it is written. */
static void put_styles(struct tp_buf *line, const struct tp_header *header)
{
	bool any = false;
	for (size_t i = 0; i < header->n; i++) {
		const struct tp_sheet_column *column = &header->columns[i];
		char word[TP_STYLE_SIZE];
		if (column->use != TP_COLUMN_FIELD || tp_cell_style_word(&column->style, column->field, word) == 0)
			continue;
		tp_buf_add_format(line, "%s%zu as %s", any ? ", column " : STYLES, i + cells_before(header) + 1, word);
		any = true;
	}
	if (any)
		tp_buf_add_char(line, ')');
}

/* An earlier reason without its quotes and styles. */
static struct tp_text bare_reason(struct tp_text old)
{
	if (old.len >= 2 && old.ptr[0] == '"' && old.ptr[old.len - 1] == '"')
		old = (struct tp_text){old.ptr + 1, old.len - 2};
	const char *styles = old.len > 0 ? memmem(old.ptr, old.len, STYLES, strlen(STYLES)) : NULL;
	return styles ? (struct tp_text){old.ptr, (size_t)(styles - old.ptr)} : old;
}

/* Quoted, so that no other delimiter is seen in it, and without a quote within, so that it cannot be torn. What stood
 * in its place stays beside it: where cells have moved it may be one of them. */
static void put_reason(struct tp_rejects *rejects, const struct tp_header *header, struct tp_text old)
{
	struct tp_buf *line = &rejects->line;
	if (rejects->faults > TP_BAD_TOLD)
		tp_buf_add_format(&rejects->why, " | and %u more", rejects->faults - TP_BAD_TOLD);
	tp_buf_add_char(line, '"');
	encode(rejects, line);
	quotes_to_apostrophes(line, 1);
	old = bare_reason(old);
	if (old.len > 0 && line->len > 1) {
		if (memmem(old.ptr, old.len, line->ptr + 1, line->len - 1))
			line->len = 1;
		else
			tp_buf_add_string(line, " | ");
		add(line, old);
		quotes_to_apostrophes(line, 1);
	}
	put_styles(line, header);
	tp_buf_add_char(line, '"');
}

/* Between the reason and the row: a delimiter, and perhaps an empty cell. */
static void put_gap(struct tp_buf *line, const struct tp_sheet *sheet, const struct tp_header *header, bool title)
{
	enum tp_field taken = tp_header_reason(header);
	tp_buf_add_char(line, sheet->delimiter);
	if (taken == TP_NO_FIELD)
		return;
	if (title)
		add(line, tp_names_at(tp_field_info(taken)->header[TP_DA], 0));
	tp_buf_add_char(line, sheet->delimiter);
}

/* The lines as they stand. Of a torn row those behind the tear may be rows once it is mended, and then want a reason too. */
static void put_lines(struct tp_rejects *rejects, const struct tp_sheet *sheet, const struct tp_header *header,
	struct tp_text row)
{
	for (unsigned long line = sheet->line; row.len > 0; line++) {
		const char *end = memchr(row.ptr, '\n', row.len);
		if (sheet->torn && line > sheet->torn && !is_again(header))
			put_gap(&rejects->line, sheet, header, false);
		add(&rejects->line, take(&row, end ? (size_t)(end - row.ptr) + 1 : row.len));
	}
}

static void end_line(struct tp_buf *line, const struct tp_sheet *sheet)
{
	if (line->len > 0 && line->ptr[line->len - 1] != '\n')
		tp_buf_add_string(line, sheet->crlf ? "\r\n" : "\n");
}

static int write_line(struct tp_rejects *rejects, const struct tp_sheet *sheet, struct tp_err *err)
{
	struct tp_buf *bytes = &rejects->bytes;
	tp_buf_reset(bytes);
	tp_sheet_back(sheet, &rejects->line, bytes);
	if (bytes->failed || rejects->why.failed)
		return tp_err_memory(err);
	return tp_output_add(&rejects->now->out, bytes->ptr, bytes->len, err);
}

static int open_file(struct tp_rejects *rejects, const struct tp_sheet *sheet, const struct tp_header *header,
	struct tp_err *err)
{
	rejects->now->out.confidential = true;
	if (tp_output_open(&rejects->now->out, rejects->now->path, err) < 0)
		return -1;
	if (sheet->bom)
		tp_buf_add_string(&rejects->line, "\xEF\xBB\xBF");
	if (sheet->sep || sheet->options.delimiter) {
		tp_buf_add_format(&rejects->line, "sep=%c", sheet->delimiter);
		end_line(&rejects->line, sheet);
	}
	if (!is_again(header)) {
		tp_buf_add_string(&rejects->line, "reason");
		put_gap(&rejects->line, sheet, header, true);
	}
	add(&rejects->line, (struct tp_text){rejects->header.ptr, rejects->header.len});
	end_line(&rejects->line, sheet);
	if (rejects->second.len > 0 && !is_again(header))
		put_gap(&rejects->line, sheet, header, false);
	add(&rejects->line, (struct tp_text){rejects->second.ptr, rejects->second.len});
	end_line(&rejects->line, sheet);
	return write_line(rejects, sheet, err);
}

int tp_rejects_add(struct tp_rejects *rejects, const struct tp_sheet *sheet, const struct tp_header *header,
	struct tp_err *err)
{
	struct tp_text row = {sheet->raw.ptr, sheet->raw.len}, old = {0};
	bool fits = sheet->cells && tp_row_fits(header, sheet->cells, sheet->n);
	tp_buf_reset(&rejects->line);
	if (rejects->now->rows == 0 && open_file(rejects, sheet, header, err) < 0)
		return -1;
	if (is_again(header))
		old = take_old_reason(&row, sheet->delimiter);
	put_reason(rejects, header, fits ? (struct tp_text){0} : old);
	put_gap(&rejects->line, sheet, header, false);
	put_lines(rejects, sheet, header, row);
	end_line(&rejects->line, sheet);
	if (write_line(rejects, sheet, err) < 0)
		return -1;
	tp_buf_reset(&rejects->why);
	rejects->faults = 0;
	rejects->now->rows++;
	return 0;
}

/* "column 7 as x", wherever that stands. */
void tp_rejects_styles(struct tp_text reason, struct tp_header *header)
{
	static const char before[] = "column ", between[] = " as ";
	const char *at;
	while (reason.len > 0 && (at = memmem(reason.ptr, reason.len, before, strlen(before)))) {
		size_t n = 0;
		take(&reason, (size_t)(at - reason.ptr) + strlen(before));
		while (reason.len > 0 && *reason.ptr >= '0' && *reason.ptr <= '9' && n <= header->n)
			n = n * 10 + (size_t)(*take(&reason, 1).ptr - '0');
		if (n == 0 || n > header->n || reason.len < strlen(between) || memcmp(reason.ptr, between, strlen(between)) != 0)
			continue;
		take(&reason, strlen(between));
		struct tp_sheet_column *column = &header->columns[n - 1];
		if (column->use == TP_COLUMN_FIELD && tp_cell_has_style(column->field))
			tp_cell_style_take(&column->style, column->field, reason);
	}
}

/* --- the end --- */

int tp_rejects_commit(struct tp_rejects *rejects, struct tp_err *err)
{
	for (size_t i = 0; i < rejects->n; i++) {
		struct tp_rejects_file *file = &rejects->files[i];
		if (file->rows > 0 && tp_output_commit(&file->out, err) < 0)
			return -1;
		if (file->rows == 0 && unlink(file->path) < 0 && errno != ENOENT)
			return refuse_system(err, file->path, "cannot remove");
	}
	return 0;
}

size_t tp_rejects_count(const struct tp_rejects *rejects, const char **first)
{
	size_t n = 0;
	for (size_t i = 0; i < rejects->n; i++)
		if (rejects->files[i].rows > 0 && n++ == 0)
			*first = rejects->files[i].path;
	return n;
}

void tp_rejects_free(struct tp_rejects *rejects)
{
	for (size_t i = 0; i < rejects->n; i++) {
		tp_output_abort(&rejects->files[i].out);
		free(rejects->files[i].path);
	}
	free(rejects->files);
	free(rejects->folder);
	tp_buf_free(&rejects->header);
	tp_buf_free(&rejects->second);
	tp_buf_free(&rejects->why);
	tp_buf_free(&rejects->line);
	tp_buf_free(&rejects->bytes);
	*rejects = (struct tp_rejects){0};
}
