#include "xlsx.h"

#include <stdio.h>

#include "xlsx_parts.h"

/* In characters: of columns, of a line of words over several, and of what a page of paper takes. */
enum { WIDTH_MIN = 9, WIDTH_HEAD = 16, NARROW = 36, WIDTH_MOST = 60, LONG = 100, WORDS = 100, PAPER = 180 };
/* A line in points, and the most that a row has; the lines of a row that is one of many. */
enum { LINE = 15, HEIGHT_MOST = 409, OVERVIEW = 6 };
enum { SHEETS_MOST = 1000 };

/* The sheet at hand, from the top down. */
struct page {
	struct tp_xlsx *xlsx;
	lxw_worksheet *sheet;
	char name[TP_XLSX_NAME_SIZE];
	lxw_row_t row;          /* the next */
	lxw_row_t chart_row;    /* from which on no chart stands beside */
	size_t widths[TP_XLSX_COLUMNS];
	size_t columns_n;       /* of the widest table */
	size_t tables;
	const struct tp_table *longest; /* which gets the filter */
	lxw_row_t longest_head;
};

static bool failed(const struct page *page)
{
	return page->xlsx->err->code != 0;
}

static void check(struct page *page, lxw_error why)
{
	if (!failed(page))
		tp_xlsx_fail(page->xlsx, why);
}

/* Whether so many rows more have room. */
static bool has_room(struct page *page, const struct tp_table *table)
{
	enum { TITLES = 4 };
	if (table->rows_n <= TP_XLSX_ROWS - TITLES && page->row <= TP_XLSX_ROWS - TITLES - table->rows_n)
		return true;
	tp_err_set(page->xlsx->err, TP_DATA,
		"sheet %s: %zu rows are too many for a workbook, whose sheets hold %d: write csv, or narrow it by "
		"--scope", page->name, table->rows_n, TP_XLSX_ROWS);
	return false;
}

/* --- widths --- */

/* Columns of the widest line of a cell. */
static size_t width_of(const struct tp_cell *cell, enum tp_lang lang)
{
	struct tp_buf people = {0};
	size_t widest = 0;
	tp_cell_people(&people, cell, lang);
	struct tp_text text = {people.ptr, people.failed ? 0 : people.len};
	while (text.len > 0) {
		size_t width = tp_text_width(tp_text_split(&text, "\n"));
		widest = width > widest ? width : widest;
	}
	tp_buf_free(&people);
	return widest + (cell->type == TP_CELL_STATE ? 2 : 0);
}

/* What is long gets a wide column, what is less so is broken into lines a little earlier. */
static void widen(struct page *page, size_t column, size_t width)
{
	size_t most = width > LONG || column == 0 ? WIDTH_MOST : NARROW;
	width = width < most ? width : most;
	if (page->widths[column] < width)
		page->widths[column] = width;
}

/* Its first cell with anything in it is a number or a day. */
static bool is_numeric(const struct tp_table *table, size_t column)
{
	for (size_t row = 0; row < table->rows_n; row++) {
		enum tp_cell_type type = table->cells[row * table->columns_n + column].type;
		if (type != TP_CELL_EMPTY)
			return type != TP_CELL_TEXT && type != TP_CELL_STATE;
	}
	return false;
}

static void measure_table(struct page *page, const struct tp_xlsx_part *part)
{
	const struct tp_table *table = &part->table;
	size_t n = table->columns_n < TP_XLSX_COLUMNS ? table->columns_n : TP_XLSX_COLUMNS;
	for (size_t i = 0; i < n; i++) {
		struct tp_cell title = tp_cell_text(table->columns[i].title);
		size_t head = width_of(&title, page->xlsx->lang) + 3; /* and the filter's arrow */
		if (is_numeric(table, i) && head > WIDTH_HEAD)
			head = WIDTH_HEAD;
		widen(page, i, head < WIDTH_MIN ? WIDTH_MIN : head);
		for (size_t row = 0; row < table->rows_n && !(part->places && i + 1 == n); row++)
			widen(page, i, width_of(&table->cells[row * table->columns_n + i], page->xlsx->lang) + 2);
	}
	if (page->columns_n < table->columns_n)
		page->columns_n = table->columns_n;
	if (part->turned)
		return;
	page->tables++;
	if (!page->longest || page->longest->rows_n < table->rows_n)
		page->longest = table;
}

static void set_widths(struct page *page)
{
	for (int i = 0; i < TP_XLSX_COLUMNS; i++)
		if (page->widths[i] > 0)
			check(page, worksheet_set_column(page->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)page->widths[i], NULL));
}

/* --- heights --- */

/* Lines that the text takes where so many characters fit in one. Words break a line early: a little is allowed for. */
static size_t lines_of(struct tp_text text, size_t width)
{
	size_t lines = 0;
	do {
		size_t wide = tp_text_width(tp_text_split(&text, "\n"));
		lines += wide <= width ? 1 : (wide + wide / 10) / width + 1;
	} while (text.len > 0);
	return lines;
}

static void set_height(struct page *page, size_t lines)
{
	if (lines < 2)
		return;
	double height = LINE * (double)lines;
	check(page, worksheet_set_row(page->sheet, page->row, height > HEIGHT_MOST ? HEIGHT_MOST : height, NULL));
}

/* --- words --- */

/* Over as many columns as a line of words takes. */
static void add_words(struct page *page, struct tp_text words)
{
	size_t last = 0, width = page->widths[0] ? page->widths[0] : WIDTH_MIN;
	while (width < WORDS && last + 1 < TP_XLSX_COLUMNS) {
		last++;
		width += page->widths[last] ? page->widths[last] : WIDTH_MIN;
	}
	set_height(page, lines_of(words, width));
	if (last > 0 && !failed(page))
		check(page, worksheet_merge_range(page->sheet, page->row, 0, page->row, (lxw_col_t)last, "",
			tp_xlsx_format(page->xlsx, TP_XLSX_WORDS, TP_STATE_NONE, "")));
	tp_xlsx_text(page->xlsx, page->sheet, page->row++, 0, words, TP_XLSX_WORDS, TP_STATE_NONE);
}

/* --- tables --- */

static void add_head(struct page *page, const struct tp_table *table)
{
	size_t most = 1;
	for (size_t i = 0; i < table->columns_n; i++) {
		const struct tp_text title = table->columns[i].title;
		enum tp_xlsx_look look = is_numeric(table, i) ? TP_XLSX_NUMBER_HEAD : TP_XLSX_HEAD;
		size_t lines = i < TP_XLSX_COLUMNS ? lines_of(title, page->widths[i]) : 1;
		most = lines > most ? lines : most;
		tp_xlsx_text(page->xlsx, page->sheet, page->row, (lxw_col_t)i, title, look, TP_STATE_NONE);
	}
	set_height(page, most);
	page->row++;
}

static void add_row(struct page *page, const struct tp_xlsx_part *part, const struct tp_cell *cells,
	const int *decimals)
{
	size_t most = 1, n = part->table.columns_n - part->places;
	for (size_t i = 0; i < n; i++) {
		bool known = i < TP_XLSX_COLUMNS;
		size_t lines = known && cells[i].type == TP_CELL_TEXT ? lines_of(cells[i].text, page->widths[i]) : 1;
		most = lines > most ? lines : most;
		tp_xlsx_cell(page->xlsx, page->sheet, page->row, (lxw_col_t)i, &cells[i],
			known && !part->turned ? decimals[i] : -1,
			part->turned ? TP_XLSX_FACT_CELL : TP_XLSX_NUMBER_CELL);
	}
	if (part->places)
		tp_xlsx_text(page->xlsx, page->sheet, page->row, (lxw_col_t)n, cells[n].text, TP_XLSX_PLACE,
			TP_STATE_NONE);
	set_height(page, part->entries && most > OVERVIEW ? OVERVIEW : most);
	page->row++;
}

static void add_table(struct page *page, const struct tp_xlsx_part *part)
{
	const struct tp_table *table = &part->table;
	int decimals[TP_XLSX_COLUMNS] = {0};
	if (!has_room(page, table))
		return;
	bool drawn = part->chart && tp_xlsx_has_chart(part->chart);
	if (drawn && page->row < page->chart_row)
		page->row = page->chart_row;
	if (table->caption.len > 0)
		tp_xlsx_text(page->xlsx, page->sheet, page->row++, 0, table->caption, TP_XLSX_CAPTION, TP_STATE_NONE);
	struct tp_xlsx_place place = {page->sheet, page->name, page->row};
	if (table == page->longest)
		page->longest_head = page->row;
	for (size_t i = 0; i < table->columns_n && i < TP_XLSX_COLUMNS; i++)
		decimals[i] = tp_xlsx_decimals(table, i);
	add_head(page, table);
	for (size_t row = 0; row < table->rows_n && !failed(page); row++)
		add_row(page, part, table->cells + row * table->columns_n, decimals);
	if (drawn)
		page->chart_row = place.head + 1 + tp_xlsx_chart(page->xlsx, part->chart, place, place.head,
			(lxw_col_t)(page->columns_n + 1));
}

/* --- a sheet --- */

static void begin(struct page *page, struct tp_xlsx *xlsx, struct tp_text title)
{
	*page = (struct page){.xlsx = xlsx};
	if (xlsx->err->code)
		return;
	if (tp_xlsx_name(&xlsx->names, title, page->name))
		page->sheet = workbook_add_worksheet(xlsx->book, page->name);
	if (!page->sheet)
		tp_err_memory(xlsx->err);
}

/* As paper takes it: across, as wide as the page or as two or three, with their numbers. */
static void set_paper(struct page *page)
{
	enum { A4 = 9 };
	size_t width = 0;
	for (size_t i = 0; i < TP_XLSX_COLUMNS; i++)
		width += page->widths[i];
	worksheet_set_paper(page->sheet, A4);
	worksheet_set_landscape(page->sheet);
	worksheet_fit_to_pages(page->sheet, (uint16_t)(1 + width / PAPER), 0);
	check(page, worksheet_set_footer(page->sheet, "&L&A&R&P / &N"));
}

static void add_titles(struct page *page, struct tp_text title, struct tp_text subtitle)
{
	tp_xlsx_text(page->xlsx, page->sheet, page->row++, 0, title, TP_XLSX_TITLE, TP_STATE_NONE);
	if (subtitle.len > 0)
		tp_xlsx_text(page->xlsx, page->sheet, page->row++, 0, subtitle, TP_XLSX_SUBTITLE, TP_STATE_NONE);
	page->row++;
}

/* The header of the one table stays where it is; where there are more, or it is far down, the title does. */
static void end(struct page *page)
{
	enum { HIGH_HEAD = 12 };
	if (failed(page))
		return;
	set_paper(page);
	if (page->tables == 1 && page->longest_head <= HIGH_HEAD) {
		worksheet_freeze_panes(page->sheet, page->longest_head + 1, 0);
		check(page, worksheet_repeat_rows(page->sheet, page->longest_head, page->longest_head));
	} else {
		worksheet_freeze_panes(page->sheet, 1, 0);
	}
	if (page->longest && page->longest->rows_n > 1 && !failed(page)) {
		lxw_row_t last = page->longest_head + (lxw_row_t)page->longest->rows_n;
		check(page, worksheet_autofilter(page->sheet, page->longest_head, 0, last,
			(lxw_col_t)page->longest->columns_n - 1));
	}
}

static void add_parts(struct page *page, const struct tp_document *doc, const struct tp_section *section)
{
	struct tp_xlsx_part *parts;
	if (failed(page))
		return;
	if (!tp_xlsx_parts(doc, section, page->xlsx->arena, &parts)) {
		tp_err_memory(page->xlsx->err);
		return;
	}
	for (const struct tp_xlsx_part *part = parts; part; part = part->next)
		if (part->words.len == 0 && has_room(page, &part->table))
			measure_table(page, part);
	set_widths(page);
	for (const struct tp_xlsx_part *part = parts; part && !failed(page); part = part->next) {
		if (part->words.len > 0)
			add_words(page, part->words);
		else
			add_table(page, part);
		page->row++;
	}
}

static void add_section(struct tp_xlsx *xlsx, const struct tp_document *doc, const struct tp_section *section,
	char name[TP_XLSX_NAME_SIZE])
{
	struct page page;
	begin(&page, xlsx, section->title);
	if (failed(&page))
		return;
	snprintf(name, TP_XLSX_NAME_SIZE, "%s", page.name);
	add_titles(&page, section->title, doc->title);
	add_parts(&page, doc, section);
	end(&page);
}

/* --- the front --- */

static bool has_sheet(const struct tp_document *doc, const struct tp_section *section)
{
	return section != doc->first || section->title.len > 0;
}

/* Titles, what comes before the first section with a title, and the way to the sheets that follow. */
static void add_front(struct page *front, struct tp_xlsx *xlsx, const struct tp_document *doc)
{
	begin(front, xlsx, doc->title);
	if (failed(front))
		return;
	widen(front, 0, WIDTH_MOST);
	add_titles(front, doc->title, doc->subtitle);
	if (doc->first && !has_sheet(doc, doc->first))
		add_parts(front, doc, doc->first);
	else
		set_widths(front);
}

static void add_sheets(struct tp_xlsx *xlsx, const struct tp_document *doc)
{
	struct page front;
	size_t n = 0;
	for (const struct tp_section *section = doc->first; section; section = section->next)
		if (++n > SHEETS_MOST)
			tp_err_set(xlsx->err, TP_DATA,
				"more than %d sheets are too many for a workbook: narrow it by --scope", SHEETS_MOST);
	add_front(&front, xlsx, doc);
	if (!failed(&front) && doc->contents.len > 0 && n > 1)
		tp_xlsx_text(xlsx, front.sheet, front.row++, 0, doc->contents, TP_XLSX_CAPTION, TP_STATE_NONE);
	for (const struct tp_section *section = doc->first; section && !failed(&front); section = section->next) {
		char name[TP_XLSX_NAME_SIZE];
		if (!has_sheet(doc, section))
			continue;
		add_section(xlsx, doc, section, name);
		tp_xlsx_link(xlsx, front.sheet, front.row++, section->title, name);
	}
	end(&front);
}

/* Texts that no cell holds go on here, piece by piece. */
static void add_rest(struct tp_xlsx *xlsx, const struct tp_document *doc)
{
	struct page page;
	if (!xlsx->rest || xlsx->err->code)
		return;
	begin(&page, xlsx, xlsx->rest_title);
	if (failed(&page))
		return;
	widen(&page, 0, NARROW);
	widen(&page, 1, LONG + 1);
	set_widths(&page);
	add_titles(&page, xlsx->rest_title, doc->title);
	for (const struct tp_xlsx_rest *rest = xlsx->rest; rest; rest = rest->next)
		for (struct tp_text left = rest->text; left.len > 0 && !failed(&page); page.row++) {
			struct tp_text piece = {left.ptr, tp_xlsx_fit(left, TP_XLSX_TEXT)};
			tp_xlsx_text(xlsx, page.sheet, page.row, 0, tp_text_of(rest->cell), TP_XLSX_TEXT_CELL,
				TP_STATE_NONE);
			tp_xlsx_text(xlsx, page.sheet, page.row, 1, piece, TP_XLSX_TEXT_CELL, TP_STATE_NONE);
			left = (struct tp_text){left.ptr + piece.len, left.len - piece.len};
		}
	end(&page);
}

void tp_xlsx_sheets(struct tp_xlsx *xlsx, const struct tp_document *doc)
{
	add_sheets(xlsx, doc);
	add_rest(xlsx, doc);
}
