#include "tp/document.h"

enum {
	GAP = 2,         /* columns between the columns of a table */
	WORD_KEPT = 8,   /* no word narrower than this is broken to make a table fit */
};

static const char fact_gap[] = " · ";
enum { FACT_GAP = 3 };

struct page {
	struct tp_buf *out;
	size_t width;
	enum tp_lang lang;
	bool has_colours;
	bool is_begun;
	struct tp_arena arena; /* clean texts of the block at hand */
	struct tp_buf raw, masked;
};

/* --- texts --- */

/* Words with one blank between them and nothing that acts on a terminal: what wrapping takes for granted. */
static struct tp_text clean(struct page *page, struct tp_text text)
{
	tp_buf_reset(&page->masked);
	tp_document_clean(&page->masked, text);
	struct tp_text copy = tp_text_copy(&page->arena, (struct tp_text){page->masked.ptr, page->masked.len});
	if (page->masked.failed || !copy.ptr) {
		page->out->failed = true;
		return tp_text_of("");
	}
	return copy;
}

static struct tp_text clean_cell(struct page *page, const struct tp_cell *cell)
{
	tp_buf_reset(&page->raw);
	if (cell->type == TP_CELL_STATE) {
		tp_buf_add_string(&page->raw, tp_state_shape(cell->state));
		tp_buf_add_char(&page->raw, ' ');
	}
	tp_cell_people(&page->raw, cell, page->lang);
	if (page->raw.failed)
		page->out->failed = true;
	return clean(page, (struct tp_text){page->raw.ptr, page->raw.len});
}

/* --- lines --- */

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Takes a line off the front, up to a blank where there is one; columns >= 2, or wide enough for the whole rest. */
static struct tp_text take_line(struct tp_text *rest, size_t columns)
{
	size_t len = tp_text_fit(*rest, columns), next = len;
	if (len < rest->len) {
		size_t blank = len;
		while (blank > 0 && rest->ptr[blank] != ' ')
			blank--;
		if (blank > 0) {
			len = blank;
			next = blank + 1;
		}
	}
	struct tp_text line = {rest->ptr, len};
	*rest = (struct tp_text){rest->ptr + next, rest->len - next};
	return line;
}

static void add_many(struct tp_buf *out, char c, size_t n)
{
	while (n-- > 0)
		tp_buf_add_char(out, c);
}

/* The blank line before a block; end_block takes it back when nothing came. */
static size_t begin_block(struct page *page)
{
	if (page->is_begun)
		tp_buf_add_char(page->out, '\n');
	return page->out->len;
}

static void end_block(struct page *page, size_t begun_at)
{
	if (page->out->len > begun_at)
		page->is_begun = true;
	else if (page->is_begun && !page->out->failed)
		page->out->len--;
}

/* Lines of a clean text, the first behind the prefix, the others behind `hang` blanks; none for an empty text.
 * Returns the columns of the widest line. */
static size_t add_lines(struct page *page, const char *prefix, size_t hang, struct tp_text text)
{
	size_t widest = 0, before = tp_text_width(tp_text_of(prefix));
	for (bool is_first = true; text.len > 0; is_first = false) {
		struct tp_text line = take_line(&text, page->width - before);
		if (is_first)
			tp_buf_add_string(page->out, prefix);
		else
			add_many(page->out, ' ', hang);
		tp_buf_add(page->out, line.ptr, line.len);
		tp_buf_add_char(page->out, '\n');
		widest = larger(widest, before + tp_text_width(line));
		before = hang;
	}
	return widest;
}

static void add_paragraph(struct page *page, struct tp_text text)
{
	size_t begun_at = begin_block(page);
	add_lines(page, "", 0, clean(page, text));
	end_block(page, begun_at);
}

static void add_heading(struct page *page, struct tp_text text, char mark)
{
	text = clean(page, text);
	if (text.len == 0)
		return;
	size_t begun_at = begin_block(page);
	add_many(page->out, mark, add_lines(page, "", 0, text));
	tp_buf_add_char(page->out, '\n');
	end_block(page, begun_at);
}

/* --- facts: "Phase: pilot · Progress: 60%", broken between facts --- */

struct facts {
	const char *prefix; /* of the next line; two columns */
	size_t at;          /* columns of the line that stands open; 0: none does */
};

/* Key and value are clean. */
static void add_fact(struct page *page, struct facts *facts, struct tp_text key, struct tp_text value)
{
	if (value.len == 0)
		return;
	struct tp_buf *fact = &page->raw;
	tp_buf_reset(fact);
	if (key.len > 0) {
		tp_buf_add(fact, key.ptr, key.len);
		tp_buf_add_string(fact, ": ");
	}
	tp_buf_add(fact, value.ptr, value.len);
	if (fact->failed) {
		page->out->failed = true;
		return;
	}
	struct tp_text text = {fact->ptr, fact->len};
	size_t columns = tp_text_width(text);
	if (facts->at > 0 && facts->at + FACT_GAP + columns <= page->width) {
		tp_buf_add_string(page->out, fact_gap);
		tp_buf_add(page->out, text.ptr, text.len);
		facts->at += FACT_GAP + columns;
		return;
	}
	if (facts->at > 0)
		tp_buf_add_char(page->out, '\n');
	if (2 + columns <= page->width) {
		tp_buf_add_string(page->out, facts->prefix);
		tp_buf_add(page->out, text.ptr, text.len);
		facts->at = 2 + columns;
	} else {
		add_lines(page, facts->prefix, 4, text);
		facts->at = 0;
	}
	facts->prefix = "  ";
}

static void end_facts(struct page *page, struct facts *facts)
{
	if (facts->at > 0)
		tp_buf_add_char(page->out, '\n');
}

/* --- tables --- */

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

/* Words stay whole if they can; else only the longest are broken. False when not even that is enough. */
static bool fit_columns(struct page *page, const struct grid *grid)
{
	size_t n = grid->table->columns_n, gaps = GAP * (n - 1), longest = WORD_KEPT;
	for (size_t i = 0; i < n; i++) {
		measure_column(grid, i);
		longest = larger(longest, smaller(grid->columns[i].floor, page->width));
	}
	if (gaps >= page->width)
		return false;
	for (size_t kept = longest; kept >= WORD_KEPT; kept--) {
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

static const char *colour_of(const struct page *page, const struct grid *grid, size_t row, size_t i)
{
	if (!page->has_colours)
		return "";
	return row == 0 ? "\033[1m" : tp_state_colour(grid->table->cells[(row - 1) * grid->table->columns_n + i].state);
}

/* A line of a cell. In the middle of a word, which takes WORD_KEPT columns at least, there is room for a hyphen. */
static struct tp_text take_cell_line(struct tp_text *rest, size_t columns, bool *is_in_word)
{
	struct tp_text all = *rest, line = take_line(rest, columns);
	*is_in_word = rest->len > 0 && rest->ptr == line.ptr + line.len;
	if (*is_in_word) {
		*rest = all;
		line = take_line(rest, columns - 1);
	}
	return line;
}

/* Takes the texts of the row line by line until nothing is left of them. */
static void add_row(struct page *page, struct grid *grid, size_t row)
{
	size_t n = grid->table->columns_n;
	struct tp_text *rest = grid->texts + row * n;
	bool is_more;
	do {
		is_more = false;
		for (size_t i = 0, start = 0, at = 0; i < n; start += grid->columns[i].width + GAP, i++) {
			size_t width = grid->columns[i].width;
			bool is_in_word;
			struct tp_text line = take_cell_line(&rest[i], width, &is_in_word);
			is_more = is_more || rest[i].len > 0;
			if (line.len == 0)
				continue;
			size_t columns = tp_text_width(line) + is_in_word;
			size_t from = start + (is_right_aligned(grid, row, i) ? width - columns : 0);
			add_many(page->out, ' ', from - at);
			const char *colour = colour_of(page, grid, row, i);
			tp_buf_add_string(page->out, colour);
			tp_buf_add(page->out, line.ptr, line.len);
			add_many(page->out, '-', is_in_word);
			tp_buf_add_string(page->out, *colour ? "\033[0m" : "");
			at = from + columns;
		}
		tp_buf_add_char(page->out, '\n');
	} while (is_more);
}

static void add_rule(struct page *page, const struct grid *grid)
{
	for (size_t i = 0; i < grid->table->columns_n; i++) {
		add_many(page->out, ' ', i > 0 ? GAP : 0);
		add_many(page->out, '-', larger(grid->columns[i].width, 1));
	}
	tp_buf_add_char(page->out, '\n');
}

static void add_grid(struct page *page, struct grid *grid)
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
static void add_row_facts(struct page *page, const struct grid *grid)
{
	size_t n = grid->table->columns_n;
	for (size_t row = 1; row <= grid->table->rows_n; row++) {
		struct facts facts = {.prefix = "- "};
		for (size_t i = 0; i < n; i++)
			add_fact(page, &facts, grid->texts[i], grid->texts[row * n + i]);
		end_facts(page, &facts);
	}
}

static bool read_grid(struct page *page, struct grid *grid)
{
	size_t n = grid->table->columns_n, cells = n * grid->table->rows_n;
	grid->texts = tp_arena_array(&page->arena, n + cells, sizeof *grid->texts);
	grid->columns = tp_arena_array(&page->arena, n, sizeof *grid->columns);
	if (!grid->texts || !grid->columns) {
		page->out->failed = true;
		return false;
	}
	for (size_t i = 0; i < n; i++)
		grid->texts[i] = clean(page, grid->table->columns[i].title);
	for (size_t i = 0; i < cells; i++)
		grid->texts[n + i] = clean_cell(page, &grid->table->cells[i]);
	for (size_t row = 1; row <= grid->table->rows_n; row++)
		if (!is_empty(grid, row))
			return true;
	return false;
}

static void add_table(struct page *page, const struct tp_table *table)
{
	struct grid grid = {.table = table};
	if (!read_grid(page, &grid))
		return;
	add_paragraph(page, table->caption);
	size_t begun_at = begin_block(page);
	if (fit_columns(page, &grid))
		add_grid(page, &grid);
	else
		add_row_facts(page, &grid);
	end_block(page, begun_at);
}

/* --- lists and entries --- */

static void add_list(struct page *page, const struct tp_block *list)
{
	size_t begun_at = begin_block(page);
	for (size_t i = 0; i < list->items_n; i++) {
		add_lines(page, "- ", 2, clean(page, list->items[i]));
		add_lines(page, "  → ", 4, clean(page, list->advice[i]));
	}
	end_block(page, begun_at);
}

static void add_title(struct page *page, const struct tp_block *entry)
{
	struct tp_cell state = tp_cell_state(entry->state, entry->word);
	struct tp_text told = clean_cell(page, &state), title = clean(page, entry->text);
	tp_buf_reset(&page->raw);
	tp_buf_add(&page->raw, told.ptr, told.len);
	if (told.len > 0 && title.len > 0)
		tp_buf_add_string(&page->raw, fact_gap);
	tp_buf_add(&page->raw, title.ptr, title.len);
	if (page->raw.failed)
		page->out->failed = true;
	else
		add_lines(page, "", 2, (struct tp_text){page->raw.ptr, page->raw.len});
}

static void add_entry(struct page *page, const struct tp_block *entry)
{
	size_t begun_at = begin_block(page);
	add_title(page, entry);
	struct facts facts = {.prefix = "  "};
	for (size_t i = 0; i < entry->facts_n; i++)
		add_fact(page, &facts, clean(page, entry->facts[i].about.title), clean_cell(page, &entry->facts[i].value));
	end_facts(page, &facts);
	for (size_t i = 0; i < entry->items_n; i++) {
		add_lines(page, "  - ", 4, clean(page, entry->items[i]));
		add_lines(page, "    → ", 6, clean(page, entry->advice[i]));
	}
	end_block(page, begun_at);
}

/* --- the page --- */

static void add_block(struct page *page, const struct tp_block *block)
{
	switch (block->type) {
	case TP_BLOCK_PARAGRAPH:
		add_paragraph(page, block->text);
		break;
	case TP_BLOCK_LIST:
		add_list(page, block);
		break;
	case TP_BLOCK_TABLE:
		add_table(page, &block->table);
		break;
	case TP_BLOCK_ENTRY:
		add_entry(page, block);
		break;
	}
	tp_arena_reset(&page->arena);
}

void tp_document_text(const struct tp_document *doc, size_t width, bool colours, struct tp_buf *out)
{
	struct page page = {.out = out, .width = larger(width, TP_TEXT_PAGE_WIDTH_MIN), .lang = doc->lang,
		.has_colours = colours};
	add_heading(&page, doc->title, '=');
	add_paragraph(&page, doc->subtitle);
	for (const struct tp_section *section = doc->first; section; section = section->next) {
		add_heading(&page, section->title, '-');
		for (const struct tp_block *block = section->first; block; block = block->next)
			add_block(&page, block);
	}
	tp_arena_free(&page.arena);
	tp_buf_free(&page.raw);
	tp_buf_free(&page.masked);
}
