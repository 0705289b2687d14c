#include "tp/document.h"

#include <assert.h>

#include "tp/chart.h"
#include "tp/day.h"
#include "tp/num.h"

void tp_document_init(struct tp_document *doc, struct tp_arena *arena, enum tp_lang lang, const char *report)
{
	*doc = (struct tp_document){.arena = arena, .lang = lang, .report = report};
}

/* Zeroed room for n things; without memory the document is marked. */
static void *room_for(struct tp_document *doc, size_t n, size_t size)
{
	void *room = tp_arena_array(doc->arena, n, size);
	if (!room)
		doc->failed = true;
	return room;
}

struct tp_section *tp_document_section(struct tp_document *doc, const char *name, struct tp_text title)
{
	struct tp_section *section = room_for(doc, 1, sizeof *section);
	if (!section)
		return NULL;
	section->name = name;
	section->title = title;
	if (doc->last)
		doc->last->next = section;
	else
		doc->first = section;
	doc->last = section;
	return section;
}

bool tp_document_keep(struct tp_document *doc, struct tp_text name)
{
	struct tp_section *first = NULL, *last = NULL, *next;
	for (struct tp_section *section = doc->first; section; section = section->next)
		if (!first && tp_text_is(name, section->name))
			first = section;
	if (!first)
		return false;
	for (struct tp_section *section = first; section; section = next) {
		next = section->next;
		if (!tp_text_is(name, section->name))
			continue;
		section->next = NULL;
		if (last)
			last->next = section;
		last = section;
	}
	doc->first = first;
	doc->last = last;
	return true;
}

/* A block that belongs to no section yet: only a complete one is hung up, so that a renderer never meets a half. */
static struct tp_block *make_block(struct tp_document *doc, const struct tp_section *section, enum tp_block_type type)
{
	struct tp_block *block = section ? room_for(doc, 1, sizeof *block) : NULL;
	if (block)
		block->type = type;
	return block;
}

static struct tp_block *hang_up(struct tp_section *section, struct tp_block *block)
{
	if (section->last)
		section->last->next = block;
	else
		section->first = block;
	section->last = block;
	return block;
}

static bool make_items(struct tp_document *doc, struct tp_block *block, size_t n)
{
	block->items = room_for(doc, n, sizeof *block->items);
	block->advice = room_for(doc, n, sizeof *block->advice);
	block->places = room_for(doc, n, sizeof *block->places);
	block->groups = room_for(doc, n, sizeof *block->groups);
	block->items_n = n;
	return block->items && block->advice && block->places && block->groups;
}

struct tp_block *tp_document_paragraph(struct tp_document *doc, struct tp_section *section, struct tp_text text)
{
	struct tp_block *block = make_block(doc, section, TP_BLOCK_PARAGRAPH);
	if (!block)
		return NULL;
	block->text = text;
	return hang_up(section, block);
}

struct tp_block *tp_document_list(struct tp_document *doc, struct tp_section *section, size_t n)
{
	struct tp_block *block = make_block(doc, section, TP_BLOCK_LIST);
	if (!block || !make_items(doc, block, n))
		return NULL;
	return hang_up(section, block);
}

static bool make_table(struct tp_document *doc, struct tp_block *block, size_t columns, size_t rows)
{
	struct tp_table *table = &block->table;
	size_t cells;
	if (__builtin_mul_overflow(columns, rows, &cells)) {
		doc->failed = true;
		return false;
	}
	table->columns = room_for(doc, columns, sizeof *table->columns);
	table->cells = room_for(doc, cells, sizeof *table->cells);
	table->places = room_for(doc, rows, sizeof *table->places);
	table->columns_n = columns;
	table->rows_n = rows;
	return table->columns && table->cells && table->places;
}

struct tp_block *tp_document_table(struct tp_document *doc, struct tp_section *section, size_t columns, size_t rows)
{
	struct tp_block *block = make_block(doc, section, TP_BLOCK_TABLE);
	return block && make_table(doc, block, columns, rows) ? hang_up(section, block) : NULL;
}

struct tp_block *tp_document_chart(struct tp_document *doc, struct tp_section *section, enum tp_chart_type type,
	size_t columns, size_t rows)
{
	struct tp_block *block = make_block(doc, section, TP_BLOCK_CHART);
	struct tp_chart *chart = block ? room_for(doc, 1, sizeof *chart) : NULL;
	if (!chart || !make_table(doc, block, columns, rows))
		return NULL;
	*chart = (struct tp_chart){.type = type, .target = TP_NO_COLUMN, .group = TP_NO_COLUMN, .trend = TP_NO_COLUMN,
		.state = TP_NO_COLUMN};
	block->chart = chart;
	return hang_up(section, block);
}

struct tp_block *tp_document_entry(struct tp_document *doc, struct tp_section *section, struct tp_text title,
	size_t facts, size_t reasons)
{
	struct tp_block *block = make_block(doc, section, TP_BLOCK_ENTRY);
	if (!block || !make_items(doc, block, reasons))
		return NULL;
	block->text = title;
	block->facts = room_for(doc, facts, sizeof *block->facts);
	block->facts_n = facts;
	return block->facts ? hang_up(section, block) : NULL;
}

void tp_block_column(struct tp_block *table, size_t i, const char *name, struct tp_text title)
{
	if (!table)
		return;
	assert(i < table->table.columns_n);
	table->table.columns[i] = (struct tp_column){name, title};
}

void tp_block_item(struct tp_block *list_or_entry, size_t i, struct tp_text text, struct tp_text advice)
{
	if (!list_or_entry)
		return;
	assert(i < list_or_entry->items_n);
	list_or_entry->items[i] = text;
	list_or_entry->advice[i] = advice;
}

void tp_block_group(struct tp_block *list, size_t i, struct tp_text group)
{
	if (!list)
		return;
	assert(i < list->items_n);
	list->groups[i] = group;
}

bool tp_block_begins_group(const struct tp_block *list, size_t i)
{
	return list->groups[i].len > 0 && (i == 0 || !tp_text_equal(list->groups[i], list->groups[i - 1]));
}

bool tp_block_advises(const struct tp_block *list_or_entry, size_t i)
{
	const struct tp_text *advice = list_or_entry->advice;
	bool last = i + 1 == list_or_entry->items_n || tp_block_begins_group(list_or_entry, i + 1);
	return advice[i].len > 0 && (last || !tp_text_equal(advice[i], advice[i + 1]));
}

void tp_block_fact(struct tp_block *entry, size_t i, const char *name, struct tp_text title, struct tp_cell value)
{
	if (!entry)
		return;
	assert(i < entry->facts_n);
	entry->facts[i] = (struct tp_fact){{name, title}, value};
}

void tp_block_place(struct tp_block *block, size_t i, struct tp_text places)
{
	if (!block)
		return;
	bool table = block->type == TP_BLOCK_TABLE || block->type == TP_BLOCK_CHART;
	assert(i < (table ? block->table.rows_n : block->items_n));
	(table ? block->table.places : block->places)[i] = places;
}

void tp_block_state(struct tp_block *entry, enum tp_state state, struct tp_text word)
{
	if (!entry)
		return;
	entry->state = state;
	entry->word = word;
}

struct tp_cell *tp_document_cell(struct tp_document *doc, struct tp_block *table, size_t row, size_t column)
{
	if (!table)
		return &doc->spare;
	assert(row < table->table.rows_n && column < table->table.columns_n);
	return &table->table.cells[row * table->table.columns_n + column];
}

struct tp_cell tp_cell_text(struct tp_text text)
{
	return (struct tp_cell){.type = TP_CELL_TEXT, .text = text};
}

struct tp_cell tp_cell_number(double number, int decimals)
{
	return (struct tp_cell){.type = TP_CELL_NUMBER, .number = number, .decimals = decimals};
}

struct tp_cell tp_cell_percent(double percent)
{
	return (struct tp_cell){.type = TP_CELL_PERCENT, .number = percent};
}

struct tp_cell tp_cell_day(int32_t day)
{
	return (struct tp_cell){.type = TP_CELL_DAY, .day = day};
}

struct tp_cell tp_cell_state(enum tp_state state, struct tp_text word)
{
	return (struct tp_cell){.type = TP_CELL_STATE, .state = state, .text = word};
}

/* Bytes of the white space that starts here, after Unicode's White_Space; 0 when none does. */
static size_t blank_at(const char *bytes, size_t left)
{
	const unsigned char *p = (const unsigned char *)bytes;
	if (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r'))
		return 1;
	if (left >= 2 && p[0] == 0xC2)
		return p[1] == 0x85 || p[1] == 0xA0 ? 2 : 0;
	if (left < 3 || p[0] < 0xE1 || p[0] > 0xE3 || p[1] >> 6 != 2 || p[2] >> 6 != 2)
		return 0;
	unsigned code = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	bool is_blank = (code >= 0x2000 && code <= 0x200A) || code == 0x1680 || code == 0x2028 || code == 0x2029 ||
			code == 0x202F || code == 0x205F || code == 0x3000;
	return is_blank ? 3 : 0;
}

void tp_document_clean(struct tp_buf *out, struct tp_text text)
{
	size_t begun = out->len;
	for (size_t i = 0, start = 0, blank; i <= text.len; i += blank ? blank : 1) {
		blank = i < text.len ? blank_at(text.ptr + i, text.len - i) : 0;
		if (!blank && i < text.len)
			continue;
		if (i > start) {
			if (out->len > begun)
				tp_buf_add_char(out, ' ');
			tp_text_mask(out, (struct tp_text){text.ptr + start, i - start});
		}
		start = i + blank;
	}
}

bool tp_document_link(struct tp_text file)
{
	bool safe = file.len > 0 && file.ptr[0] != '.';
	for (size_t i = 0; safe && i < file.len; i++) {
		char c = file.ptr[i];
		safe = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
	}
	return safe;
}

void tp_cell_people(struct tp_buf *out, const struct tp_cell *cell, enum tp_lang lang)
{
	char number[TP_NUM_SIZE], day[TP_DAY_PEOPLE_SIZE];
	switch (cell->type) {
	case TP_CELL_EMPTY:
		break;
	case TP_CELL_TEXT:
	case TP_CELL_STATE:
		tp_buf_add(out, cell->text.ptr, cell->text.len);
		break;
	case TP_CELL_NUMBER:
		tp_buf_add(out, number, tp_num_people(cell->number, cell->decimals, lang == TP_DA, number));
		break;
	case TP_CELL_PERCENT:
		tp_buf_add(out, number, tp_num_people(cell->number, cell->decimals, lang == TP_DA, number));
		tp_buf_add_string(out, lang == TP_DA ? " %" : "%");
		break;
	case TP_CELL_DAY:
		tp_buf_add(out, day, tp_day_people(cell->day, lang, day));
		break;
	}
}

const char *tp_state_slug(enum tp_state state)
{
	static const char *const slugs[] = {
		[TP_STATE_NONE] = NULL,       [TP_STATE_RED] = "red",   [TP_STATE_YELLOW] = "yellow",
		[TP_STATE_GREEN] = "green",   [TP_STATE_GREY] = "grey",
	};
	return slugs[state];
}

const char *tp_state_shape(enum tp_state state)
{
	static const char *const shapes[] = {
		[TP_STATE_NONE] = "",       [TP_STATE_RED] = "■",  [TP_STATE_YELLOW] = "▲",
		[TP_STATE_GREEN] = "●",     [TP_STATE_GREY] = "○",
	};
	return shapes[state];
}

const char *tp_state_colour(enum tp_state state)
{
	static const char *const colours[] = {
		[TP_STATE_NONE] = "",          [TP_STATE_RED] = "\033[1;31m", [TP_STATE_YELLOW] = "\033[33m",
		[TP_STATE_GREEN] = "\033[32m", [TP_STATE_GREY] = "\033[2m",
	};
	return colours[state];
}
