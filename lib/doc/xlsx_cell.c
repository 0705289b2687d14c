#include "xlsx.h"

#include <errno.h>
#include <stdio.h>

#include "tp/day.h"
#include "tp/num.h"

void tp_xlsx_fail(struct tp_xlsx *xlsx, lxw_error why)
{
	if (why == LXW_NO_ERROR)
		return;
	if (why == LXW_ERROR_MEMORY_MALLOC_FAILED || errno == ENOMEM)
		tp_err_memory(xlsx->err);
	else
		tp_err_set(xlsx->err, TP_SYSTEM, "cannot make the workbook: %s", lxw_strerror(why));
}

/* --- looks --- */

/* Light grounds that stay apart in grey, as Excel's own for good and bad. */
static const struct {
	lxw_color_t ground, letters;
} colours[] = {
	[TP_STATE_RED] = {0xFFC7CE, 0x9C0006},
	[TP_STATE_YELLOW] = {0xFFEB9C, 0x6B4E00},
	[TP_STATE_GREEN] = {0xC6EFCE, 0x00561B},
	[TP_STATE_GREY] = {0xEDEDED, 0x404040},
};

static void dress(lxw_format *format, enum tp_xlsx_look look, enum tp_state state)
{
	static const double sizes[TP_XLSX_LOOKS] = {[TP_XLSX_TITLE] = 16, [TP_XLSX_CAPTION] = 12};
	if (sizes[look] > 0)
		format_set_font_size(format, sizes[look]);
	if (look == TP_XLSX_TITLE || look == TP_XLSX_CAPTION || state != TP_STATE_NONE)
		format_set_bold(format);
	if (look == TP_XLSX_SUBTITLE || look == TP_XLSX_PLACE)
		format_set_font_color(format, 0x595959);
	if (look == TP_XLSX_LINK) {
		format_set_font_color(format, 0x1D5B9B);
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
	}
	if (look == TP_XLSX_WORDS || look == TP_XLSX_TEXT_CELL)
		format_set_text_wrap(format);
	if (look != TP_XLSX_TITLE)
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (look == TP_XLSX_NUMBER_CELL || look == TP_XLSX_NUMBER_HEAD) {
		format_set_align(format, LXW_ALIGN_RIGHT);
		format_set_indent(format, 1);
	}
	if (look == TP_XLSX_FACT_CELL)
		format_set_align(format, LXW_ALIGN_LEFT);
	if (look == TP_XLSX_HEAD || look == TP_XLSX_NUMBER_HEAD) {
		format_set_bold(format);
		format_set_text_wrap(format);
		format_set_bg_color(format, 0xD6E5F4);
		format_set_bottom(format, LXW_BORDER_THIN);
	}
	if (state != TP_STATE_NONE) {
		format_set_bg_color(format, colours[state].ground);
		format_set_font_color(format, colours[state].letters);
	}
}

lxw_format *tp_xlsx_format(struct tp_xlsx *xlsx, enum tp_xlsx_look look, enum tp_state state, const char *code)
{
	struct tp_xlsx_format *known = xlsx->formats;
	for (; known < xlsx->formats + xlsx->formats_n; known++)
		if (known->look == look && known->state == state && strcmp(known->code, code) == 0)
			return known->format;
	if (xlsx->formats_n == TP_XLSX_FORMATS || xlsx->err->code)
		return NULL;
	*known = (struct tp_xlsx_format){look, state, "", workbook_add_format(xlsx->book)};
	if (!known->format) {
		tp_err_memory(xlsx->err);
		return NULL;
	}
	snprintf(known->code, sizeof known->code, "%s", code);
	dress(known->format, look, state);
	if (code[0])
		format_set_num_format(known->format, code);
	xlsx->formats_n++;
	return known->format;
}

/* --- texts --- */

/* Excel reads _x0041_ as the letter. */
static bool is_escape(struct tp_text text)
{
	if (text.len < 7 || text.ptr[0] != '_' || text.ptr[1] != 'x' || text.ptr[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (!strchr("0123456789abcdefABCDEF", text.ptr[i]))
			return false;
	return true;
}

/* Without the two code points that are no characters of XML. */
static void add_xml(struct tp_buf *out, const struct tp_buf *masked)
{
	for (size_t i = 0; i < masked->len; i++) {
		const char *at = masked->ptr + i;
		size_t left = masked->len - i;
		if (left >= 3 && (memcmp(at, "\xEF\xBF\xBE", 3) == 0 || memcmp(at, "\xEF\xBF\xBF", 3) == 0)) {
			tp_buf_add_char(out, '?');
			i += 2;
			continue;
		}
		tp_buf_add_char(out, *at);
	}
	out->failed |= masked->failed;
}

void tp_xlsx_plain(struct tp_buf *out, struct tp_text text)
{
	struct tp_buf line = {0};
	tp_document_clean(&line, text);
	add_xml(out, &line);
	tp_buf_free(&line);
}

void tp_xlsx_clean(struct tp_buf *out, struct tp_text text)
{
	struct tp_buf line = {0}, xml = {0};
	for (bool first = true; text.len > 0 || first; first = false) {
		tp_buf_reset(&line);
		tp_text_mask(&line, tp_text_split(&text, "\n"));
		if (!first)
			tp_buf_add_char(&xml, '\n');
		add_xml(&xml, &line);
	}
	for (size_t i = 0; i < xml.len; i++) {
		tp_buf_add_string(out, is_escape((struct tp_text){xml.ptr + i, xml.len - i}) ? "_x005F" : "");
		tp_buf_add_char(out, xml.ptr[i]);
	}
	out->failed |= xml.failed;
	tp_buf_free(&line);
	tp_buf_free(&xml);
}

size_t tp_xlsx_fit(struct tp_text clean, size_t units)
{
	size_t i = 0;
	while (i < clean.len) {
		unsigned char lead = (unsigned char)clean.ptr[i];
		size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, takes = size == 4 ? 2 : 1;
		if (takes > units || i + size > clean.len)
			break;
		units -= takes;
		i += size;
	}
	return i;
}

void tp_xlsx_line(struct tp_xlsx *xlsx, struct tp_text text, size_t units)
{
	tp_buf_reset(&xlsx->text);
	tp_xlsx_plain(&xlsx->text, text);
	if (!xlsx->text.failed && xlsx->text.len > 0)
		xlsx->text.len = tp_xlsx_fit((struct tp_text){xlsx->text.ptr, xlsx->text.len}, units);
	tp_buf_add_char(&xlsx->text, '\0');
	if (xlsx->text.failed)
		tp_err_memory(xlsx->err);
}

/* Cuts the text at hand to what a cell holds, and keeps the rest. */
static void cut(struct tp_xlsx *xlsx, const lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column)
{
	struct tp_text all = {xlsx->text.ptr, xlsx->text.len - 1};
	if (tp_xlsx_fit(all, TP_XLSX_TEXT) == all.len)
		return;
	char mark[3 * TP_XLSX_NAME_SIZE], cell[LXW_MAX_CELL_NAME_LENGTH];
	struct tp_xlsx_rest *rest = tp_arena_alloc(xlsx->arena, sizeof *rest);
	int mark_len = snprintf(mark, sizeof mark, "… → %.*s", (int)xlsx->rest_title.len, xlsx->rest_title.ptr);
	size_t len = tp_xlsx_fit(all, TP_XLSX_TEXT - (size_t)mark_len);
	struct tp_text left = tp_text_copy(xlsx->arena, (struct tp_text){all.ptr + len, all.len - len});
	if (!rest || !left.ptr) {
		tp_err_memory(xlsx->err);
		return;
	}
	lxw_rowcol_to_cell(cell, row, column);
	snprintf(rest->cell, sizeof rest->cell, "%s!%s", sheet->name, cell);
	rest->text = left;
	*xlsx->rest_end = rest;
	xlsx->rest_end = &rest->next;
	xlsx->text.len = len;
	tp_buf_add(&xlsx->text, mark, (size_t)mark_len + 1);
}

/* Text that would run once somebody has changed its cell is of the format that keeps it text. */
static const char *code_of(struct tp_text text)
{
	return text.len > 0 && memchr("=+-@", text.ptr[0], 4) ? "@" : "";
}

static const char *state_code(enum tp_state state, char code[TP_XLSX_CODE_SIZE])
{
	snprintf(code, TP_XLSX_CODE_SIZE, "\"%s \"@", tp_state_shape(state));
	return code;
}

/* shape: before the word, which alone is the cell's value. */
static void write(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, struct tp_text text,
	enum tp_xlsx_look look, enum tp_state state, bool shape)
{
	char code[TP_XLSX_CODE_SIZE];
	if (xlsx->err->code)
		return;
	tp_buf_reset(&xlsx->text);
	tp_xlsx_clean(&xlsx->text, text);
	tp_buf_add_char(&xlsx->text, '\0');
	if (!xlsx->text.failed)
		cut(xlsx, sheet, row, column);
	if (xlsx->text.failed)
		tp_err_memory(xlsx->err);
	lxw_format *format = tp_xlsx_format(xlsx, look, state, shape ? state_code(state, code) : code_of(text));
	if (!xlsx->err->code)
		tp_xlsx_fail(xlsx, worksheet_write_string(sheet, row, column, xlsx->text.ptr, format));
}

void tp_xlsx_text(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, struct tp_text text,
	enum tp_xlsx_look look, enum tp_state state)
{
	write(xlsx, sheet, row, column, text, look, state, false);
}

void tp_xlsx_link(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, struct tp_text text, const char *name)
{
	char address[TP_XLSX_NAME_SIZE + 24];
	snprintf(address, sizeof address, "internal:'%s'!A1", name);
	tp_xlsx_line(xlsx, text, TP_XLSX_TEXT);
	lxw_format *format = tp_xlsx_format(xlsx, TP_XLSX_LINK, TP_STATE_NONE, code_of(text));
	if (!xlsx->err->code)
		tp_xlsx_fail(xlsx, worksheet_write_url_opt(sheet, row, 0, address, format, xlsx->text.ptr, NULL));
}

/* --- cells --- */

/* How many decimals the number needs of those it may have. */
static int needed(const struct tp_cell *cell)
{
	char number[TP_NUM_SIZE];
	size_t len = tp_num_people(cell->number, cell->decimals, false, number);
	const char *point = memchr(number, '.', len);
	return point ? (int)(number + len - point) - 1 : 0;
}

int tp_xlsx_decimals(const struct tp_table *table, size_t column)
{
	int most = 0;
	for (size_t row = 0; row < table->rows_n; row++) {
		const struct tp_cell *cell = &table->cells[row * table->columns_n + column];
		bool is_number = cell->type == TP_CELL_NUMBER || cell->type == TP_CELL_PERCENT;
		int decimals = is_number ? needed(cell) : 0;
		most = decimals > most ? decimals : most;
	}
	return most;
}

/* Thousands from five digits on, as everywhere. */
static void number_code(const struct tp_xlsx *xlsx, const struct tp_cell *cell, int decimals,
	char code[TP_XLSX_CODE_SIZE])
{
	bool large = cell->number >= 10000 || cell->number <= -10000;
	const char *unit = cell->type != TP_CELL_PERCENT ? "" : xlsx->lang == TP_DA ? "\" %\"" : "\"%\"";
	snprintf(code, TP_XLSX_CODE_SIZE, "%s%s%.*s%s", large ? "#,##" : "", decimals > 0 ? "0." : "0", decimals, "0000",
		unit);
}

/* Days as Excel counts them, which are right from March 1900 on. */
static void write_day(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, int32_t day,
	enum tp_xlsx_look look)
{
	enum { EPOCH = 25569, FIRST = 61 };
	static const char *const codes[] = {[TP_DA] = "dd\\-mm\\-yyyy", [TP_EN] = "[$-809]d\\ mmm\\ yyyy"};
	char people[TP_DAY_PEOPLE_SIZE];
	if (day + EPOCH < FIRST) {
		tp_xlsx_text(xlsx, sheet, row, column, (struct tp_text){people, tp_day_people(day, xlsx->lang, people)},
			TP_XLSX_TEXT_CELL, TP_STATE_NONE);
		return;
	}
	lxw_format *format = tp_xlsx_format(xlsx, look, TP_STATE_NONE, codes[xlsx->lang]);
	if (!xlsx->err->code)
		tp_xlsx_fail(xlsx, worksheet_write_number(sheet, row, column, day + EPOCH, format));
}

void tp_xlsx_cell(struct tp_xlsx *xlsx, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	const struct tp_cell *cell, int decimals, enum tp_xlsx_look look)
{
	char code[TP_XLSX_CODE_SIZE];
	const double number = tp_num_round(cell->number);
	lxw_format *format;
	switch (cell->type) {
	case TP_CELL_EMPTY:
		break;
	case TP_CELL_TEXT:
	case TP_CELL_STATE:
		if (cell->text.len > 0)
			write(xlsx, sheet, row, column, cell->text, TP_XLSX_TEXT_CELL, cell->state,
				cell->type == TP_CELL_STATE && cell->state != TP_STATE_NONE);
		break;
	case TP_CELL_NUMBER:
	case TP_CELL_PERCENT:
		number_code(xlsx, cell, decimals < 0 ? needed(cell) : decimals, code);
		format = tp_xlsx_format(xlsx, look, TP_STATE_NONE, code);
		if (!xlsx->err->code)
			tp_xlsx_fail(xlsx, worksheet_write_number(sheet, row, column, number, format));
		break;
	case TP_CELL_DAY:
		write_day(xlsx, sheet, row, column, cell->day, look);
		break;
	}
}
