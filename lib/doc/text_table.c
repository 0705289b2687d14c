#include "text_page.h"

#include "tp/chart.h"

enum {
	GAP = 2,         /* columns between the columns of a table */
	WORD_KEPT = 8,   /* no word narrower than this is broken to make a table fit */
	NAME_KEPT = 16,  /* nor than this in a table without numbers, which loses less as facts */
	TAIL_LEAST = 3,  /* columns of a broken word that do not stand alone on the next line */
	BARS = 20, BARS_LEAST = 10, /* columns of a chart's bars */
};

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

struct column {
	size_t width;
	size_t floor; /* below it a word, or a number with its unit, would be broken */
	size_t hard;  /* below it a number would */
	bool is_right;
};

struct grid {
	const struct tp_table *table;
	struct tp_text *texts; /* clean; the first row is the titles */
	struct column *columns;
};

static size_t widest_word(struct tp_text text)
{
	size_t widest = 0;
	while (text.len > 0)
		widest = larger(widest, tp_text_width(tp_text_split(&text, " ")));
	return widest;
}

static void measure_column(const struct grid *grid, size_t i)
{
	size_t n = grid->table->columns_n, numbers = 0, others = 0;
	struct tp_text title = grid->texts[i];
	struct column *column = &grid->columns[i];
	*column = (struct column){.width = tp_text_width(title), .floor = widest_word(title)};
	for (size_t row = 0; row < grid->table->rows_n; row++) {
		struct tp_text text = grid->texts[(row + 1) * n + i];
		enum tp_cell_type type = grid->table->cells[row * n + i].type;
		size_t width = tp_text_width(text);
		column->width = larger(column->width, width);
		if (type == TP_CELL_TEXT)
			column->floor = larger(column->floor, widest_word(text));
		else
			column->hard = larger(column->hard, width);
		if (type == TP_CELL_NUMBER || type == TP_CELL_PERCENT)
			numbers++;
		else if (type != TP_CELL_EMPTY)
			others++;
	}
	column->floor = larger(column->floor, column->hard);
	column->is_right = numbers > 0 && others == 0;
}

/* Takes from the widest column until all fit into the room. False when their floors do not let them. */
static bool shrink(struct column *columns, size_t n, size_t room)
{
	size_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		columns[i].width = smaller(columns[i].width, larger(room, columns[i].floor));
		sum += columns[i].width;
	}
	for (; sum > room; sum--) {
		struct column *widest = NULL;
		for (size_t i = 0; i < n; i++)
			if (columns[i].width > columns[i].floor && (!widest || columns[i].width >= widest->width))
				widest = &columns[i];
		if (!widest)
			return false;
		widest->width--;
	}
	return true;
}

/* Words stay whole if they can; else only the longest are broken, and none that is narrower than `least`. False when that
 * is not enough. */
static bool fit_columns(struct tp_text_page *page, const struct grid *grid, size_t least)
{
	size_t n = grid->table->columns_n, gaps = GAP * (n - 1), longest = WORD_KEPT;
	for (size_t i = 0; i < n; i++) {
		measure_column(grid, i);
		longest = larger(longest, smaller(grid->columns[i].floor, page->width));
	}
	if (gaps >= page->width)
		return false;
	for (size_t kept = longest; kept >= smaller(longest, least); kept--) {
		for (size_t i = 0; i < n; i++)
			grid->columns[i].floor = larger(grid->columns[i].hard, smaller(grid->columns[i].floor, kept));
		if (shrink(grid->columns, n, page->width - gaps))
			return true;
	}
	return false;
}

static bool is_empty(const struct grid *grid, size_t row)
{
	size_t n = grid->table->columns_n;
	for (size_t i = 0; i < n; i++)
		if (grid->texts[row * n + i].len > 0)
			return false;
	return true;
}

static bool is_tall(const struct grid *grid, size_t row)
{
	size_t n = grid->table->columns_n;
	for (size_t i = 0; i < n; i++)
		if (tp_text_width(grid->texts[row * n + i]) > grid->columns[i].width)
			return true;
	return false;
}

static bool is_right_aligned(const struct grid *grid, size_t row, size_t i)
{
	if (row == 0)
		return grid->columns[i].is_right;
	enum tp_cell_type type = grid->table->cells[(row - 1) * grid->table->columns_n + i].type;
	return type == TP_CELL_NUMBER || type == TP_CELL_PERCENT;
}

static const char *colour_of(const struct tp_text_page *page, const struct grid *grid, size_t row, size_t i)
{
	if (!page->has_colours)
		return "";
	return row == 0 ? "\033[1m" : tp_state_colour(grid->table->cells[(row - 1) * grid->table->columns_n + i].state);
}

/* Where a word is broken to fit: behind a hyphen of its own, else so that no letter or two are left over. What has no width
 * stays with what it stands on. */
static size_t break_at(struct tp_text word, size_t columns)
{
	size_t fits = tp_text_fit(word, columns), at = fits;
	for (; at > 1; at--)
		if (word.ptr[at - 1] == '-' && tp_text_fit((struct tp_text){word.ptr + at, word.len - at}, 0) == 0)
			return at;
	const char *end = memchr(word.ptr + fits, ' ', word.len - fits);
	size_t tail = tp_text_width((struct tp_text){word.ptr + fits, (end ? (size_t)(end - word.ptr) : word.len) - fits});
	return tail < TAIL_LEAST && columns > 2 * TAIL_LEAST ? tp_text_fit(word, columns - (TAIL_LEAST - tail)) : fits;
}

/* A line of a cell. In the middle of a word, which takes WORD_KEPT columns at least, there is room for a hyphen. */
static struct tp_text take_cell_line(struct tp_text *rest, size_t columns, bool *wants_hyphen)
{
	struct tp_text all = *rest, line = tp_text_page_take(rest, columns);
	*wants_hyphen = rest->len > 0 && rest->ptr == line.ptr + line.len;
	if (!*wants_hyphen)
		return line;
	line.len = break_at(all, columns - 1);
	*rest = (struct tp_text){all.ptr + line.len, all.len - line.len};
	*wants_hyphen = line.len == 0 || line.ptr[line.len - 1] != '-';
	return line;
}

/* Takes the texts of the row line by line until nothing is left of them. */
static void add_row(struct tp_text_page *page, struct grid *grid, size_t row)
{
	size_t n = grid->table->columns_n;
	struct tp_text *rest = grid->texts + row * n;
	bool is_more;
	do {
		is_more = false;
		for (size_t i = 0, start = 0, at = 0; i < n; start += grid->columns[i].width + GAP, i++) {
			size_t width = grid->columns[i].width;
			bool wants_hyphen;
			struct tp_text line = take_cell_line(&rest[i], width, &wants_hyphen);
			is_more = is_more || rest[i].len > 0;
			if (line.len == 0)
				continue;
			size_t columns = tp_text_width(line) + wants_hyphen;
			size_t from = start + (is_right_aligned(grid, row, i) ? width - columns : 0);
			tp_text_page_repeat(page->out, ' ', from - at);
			const char *colour = colour_of(page, grid, row, i);
			tp_buf_add_string(page->out, colour);
			tp_buf_add(page->out, line.ptr, line.len);
			tp_text_page_repeat(page->out, '-', wants_hyphen);
			tp_buf_add_string(page->out, *colour ? "\033[0m" : "");
			at = from + columns;
		}
		tp_buf_add_char(page->out, '\n');
	} while (is_more);
}

static void add_rule(struct tp_text_page *page, const struct grid *grid)
{
	for (size_t i = 0; i < grid->table->columns_n; i++) {
		tp_text_page_repeat(page->out, ' ', i > 0 ? GAP : 0);
		tp_text_page_repeat(page->out, '-', larger(grid->columns[i].width, 1));
	}
	tp_buf_add_char(page->out, '\n');
}

static void add_grid(struct tp_text_page *page, struct grid *grid)
{
	if (!is_empty(grid, 0)) {
		add_row(page, grid, 0);
		add_rule(page, grid);
	}
	bool is_first = true, is_after_tall = false;
	for (size_t row = 1; row <= grid->table->rows_n; row++) {
		if (is_empty(grid, row))
			continue;
		/* Where a row takes several lines, only a blank one tells where the next begins. */
		bool is_now_tall = is_tall(grid, row);
		if (!is_first && (is_after_tall || is_now_tall))
			tp_buf_add_char(page->out, '\n');
		add_row(page, grid, row);
		is_first = false;
		is_after_tall = is_now_tall;
	}
}

/* A table with too many columns for the page: every row as facts. */
static void add_row_facts(struct tp_text_page *page, const struct grid *grid)
{
	size_t n = grid->table->columns_n;
	for (size_t row = 1; row <= grid->table->rows_n; row++) {
		struct tp_text_facts facts = {.prefix = "- "};
		for (size_t i = 0; i < n; i++)
			tp_text_page_fact(page, &facts, grid->texts[i], grid->texts[row * n + i]);
		tp_text_page_end_facts(page, &facts);
	}
}

static bool read_grid(struct tp_text_page *page, struct grid *grid)
{
	size_t n = grid->table->columns_n, cells = n * grid->table->rows_n;
	grid->texts = tp_arena_array(&page->arena, n + cells, sizeof *grid->texts);
	grid->columns = tp_arena_array(&page->arena, n, sizeof *grid->columns);
	if (!grid->texts || !grid->columns) {
		page->out->failed = true;
		return false;
	}
	for (size_t i = 0; i < n; i++)
		grid->texts[i] = tp_text_page_clean(page, grid->table->columns[i].title);
	for (size_t i = 0; i < cells; i++)
		grid->texts[n + i] = tp_text_page_cell(page, &grid->table->cells[i]);
	for (size_t row = 1; row <= grid->table->rows_n; row++)
		if (!is_empty(grid, row))
			return true;
	return false;
}

static struct tp_cell bar_of(struct tp_text_page *page, const struct tp_block *block, size_t row, size_t width)
{
	struct tp_buf bar = {0};
	tp_chart_row(block->chart, &block->table, row, width, &bar);
	/* It is no word to be broken, so it comes as a state's word. */
	struct tp_cell cell = tp_cell_state(TP_STATE_NONE,
		bar.len > 0 ? tp_text_copy(&page->arena, (struct tp_text){bar.ptr, bar.len}) : tp_text_of(""));
	page->out->failed |= bar.failed || !cell.text.ptr;
	tp_buf_free(&bar);
	return cell;
}

/* The table with the chart's bars as one column more; the table itself where there are none. */
static const struct tp_table *with_bars(struct tp_text_page *page, const struct tp_block *block, size_t width)
{
	const struct tp_table *from = &block->table;
	size_t n = from->columns_n, drawn = 0;
	struct tp_table *table = tp_arena_alloc(&page->arena, sizeof *table);
	struct tp_column *columns = tp_arena_array(&page->arena, n + 1, sizeof *columns);
	struct tp_cell *cells = tp_arena_array(&page->arena, (n + 1) * from->rows_n, sizeof *cells);
	if (!table || !columns || !cells) {
		page->out->failed = true;
		return from;
	}
	*table = (struct tp_table){from->caption, columns, n + 1, cells, from->places, from->rows_n};
	for (size_t i = 0; i < n; i++)
		columns[i] = from->columns[i];
	for (size_t row = 0; row < from->rows_n; row++) {
		for (size_t i = 0; i < n; i++)
			cells[row * (n + 1) + i] = from->cells[row * n + i];
		cells[row * (n + 1) + n] = bar_of(page, block, row, width);
		drawn += cells[row * (n + 1) + n].text.len > 0;
	}
	return drawn > 0 ? table : from;
}

/* The widest bars beside which the table's words stay whole. */
static bool fit_bars(struct tp_text_page *page, const struct tp_block *block, struct grid *grid)
{
	for (size_t width = BARS; width >= BARS_LEAST; width -= BARS_LEAST) {
		grid->table = with_bars(page, block, width);
		if (read_grid(page, grid) && fit_columns(page, grid, SIZE_MAX))
			return true;
	}
	return false;
}

static bool has_numbers(const struct tp_table *table)
{
	for (size_t i = 0; i < table->columns_n * table->rows_n; i++)
		if (table->cells[i].type == TP_CELL_NUMBER || table->cells[i].type == TP_CELL_PERCENT)
			return true;
	return false;
}

void tp_text_page_table(struct tp_text_page *page, const struct tp_block *block)
{
	struct grid grid = {.table = &block->table};
	bool fits = tp_chart_has_svg(block) && fit_bars(page, block, &grid);
	if (!fits) {
		grid.table = &block->table;
		if (!read_grid(page, &grid))
			return;
		fits = fit_columns(page, &grid, has_numbers(&block->table) ? WORD_KEPT : NAME_KEPT);
	}
	tp_text_page_paragraph(page, block->table.caption);
	size_t begun_at = tp_text_page_begin(page);
	if (fits)
		add_grid(page, &grid);
	else
		add_row_facts(page, &grid);
	tp_text_page_end(page, begun_at);
}
