#include "tp/recall.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tp/json.h"
#include "tp/refs.h"
#include "tp/writer.h"

/* One remembered cell is two lines of the cache; all of them stay within 4 MB. */
enum { MIDDLE_MAX = 28, CELL_MAX = MIDDLE_MAX + 16, SAID_MAX = 72, TEXT_MAX = 40, CELLS_EACH = 2048, CELLS_ALL = 32768, NO_COLUMN = -1 };

static const char head[] = "{\"kind\":\"response\"";

struct remembered {
	const struct tp_instrument *instrument; /* of its row; NULL: nothing is remembered here */
	uint64_t first, last;    /* eight bytes of the cell as it stands in the sheet, where it is longer */
	uint8_t len, said_len;
	char middle[MIDDLE_MAX]; /* than both, what is between */
	union {              /* and what came of it: */
		char said[SAID_MAX]; /* bytes of the line, */
		struct {             /* or a value of the record */
			struct tp_value value;
			char text[TEXT_MAX];
		} meant;
	};
};

_Static_assert(sizeof(struct remembered) == 128, "two lines of the cache");

struct tp_recall_step {
	enum { MEMBER, ITEM, ITEM_ID, VALUE, NOTHING } what;
	long column; /* NO_COLUMN: the same in all rows of an instrument */
	enum tp_field field; /* MEMBER */
	size_t pair;         /* ITEM: which of the answers */
	bool first, last;    /* ITEM: of them */
	struct remembered *cells, *before; /* of the row before; or NULL */
};

/* --- of what a line is put together --- */

static bool is_plain(const struct tp_header *header)
{
	bool is_long = header->item_id && header->value, wide = false;
	if (header->kind != TP_KIND_response || (is_long ? header->mapping != NULL : header->item_id || header->value))
		return false;
	for (size_t i = 0; i < header->n; i++) {
		const struct tp_sheet_column *column = &header->columns[i];
		switch (column->use) {
		case TP_COLUMN_FIELD:
			if (tp_header_field(header, column->field) != column || tp_field_type(column->field) == TP_MAP)
				return false;
			break;
		case TP_COLUMN_ITEM:
			wide = true;
			break;
		case TP_COLUMN_ITEM_ID:
		case TP_COLUMN_VALUE:
			if (column != header->item_id && column != header->value)
				return false;
			break;
		case TP_COLUMN_BLANK:
		case TP_COLUMN_COMMENT:
		case TP_COLUMN_ASIDE:
			break;
		default:
			return false;
		}
	}
	return wide != is_long;
}

static struct tp_recall_step *add(struct tp_recall *recall, int what, long column)
{
	struct tp_recall_step *step = &recall->steps[recall->n++];
	step->what = what;
	step->column = column;
	return step;
}

static void add_answers(struct tp_recall *recall, const struct tp_header *header)
{
	struct tp_recall_step *step = NULL;
	size_t pairs = 0;
	if (header->item_id) {
		add(recall, ITEM_ID, header->item_id - header->columns);
		add(recall, VALUE, header->value - header->columns);
		return;
	}
	for (size_t i = 0; i < header->n; i++) {
		if (header->columns[i].use != TP_COLUMN_ITEM)
			continue;
		step = add(recall, ITEM, (long)i);
		step->pair = pairs++;
		step->first = step->pair == 0;
	}
	if (step)
		step->last = true;
}

/* In the order of the schema, as the writer has it; then columns that say nothing while they are empty. */
static void add_steps(struct tp_recall *recall, const struct tp_header *header)
{
	size_t n = tp_kind_fields(TP_KIND_response);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(TP_KIND_response)->first + (enum tp_field)i;
		const struct tp_sheet_column *column = tp_header_field(header, field);
		if (field == TP_response_values)
			add_answers(recall, header);
		else if (field != TP_response_comments)
			add(recall, MEMBER, column ? column - header->columns : NO_COLUMN)->field = field;
	}
	for (size_t i = 0; i < header->n; i++)
		if (header->columns[i].use == TP_COLUMN_BLANK || header->columns[i].use == TP_COLUMN_COMMENT)
			add(recall, NOTHING, (long)i);
}

static int begin(struct tp_recall *recall, const struct tp_header *header, struct tp_err *err)
{
	size_t most = header->n + tp_kind_fields(TP_KIND_response), each = CELLS_EACH;
	recall->off = most > CELLS_ALL / 16 || !is_plain(header);
	if (recall->off)
		return 0;
	recall->steps = calloc(most, sizeof *recall->steps);
	recall->pairs = calloc(header->n, sizeof *recall->pairs);
	if (!recall->steps || !recall->pairs)
		return tp_err_memory(err);
	add_steps(recall, header);
	while (each * recall->n > CELLS_ALL)
		each /= 2;
	recall->mask = each - 1;
	struct remembered *cells = calloc(each * recall->n, sizeof *cells);
	if (!cells)
		return tp_err_memory(err);
	for (size_t i = 0; i < recall->n; i++)
		recall->steps[i].cells = cells + i * each;
	tp_record_init(&recall->record, TP_KIND_response);
	return 0;
}

/* --- remembering --- */

/* It tells which one the others are of. */
static bool is_instrument(const struct tp_recall_step *step)
{
	return step->what == MEMBER && step->field == TP_response_instrument;
}

/* A cell by its ends, which is all of most cells. */
struct seen {
	struct tp_text cell;
	uint64_t first, last;
};

static inline struct seen see(struct tp_text cell)
{
	struct seen seen = {cell, 0, 0};
	uint32_t first, last;
	if (cell.len >= 8) {
		memcpy(&seen.first, cell.ptr, 8);
		memcpy(&seen.last, cell.ptr + cell.len - 8, 8);
	} else if (cell.len >= 4) {
		memcpy(&first, cell.ptr, 4);
		memcpy(&last, cell.ptr + cell.len - 4, 4);
		seen.first = first;
		seen.last = last;
	} else if (cell.len > 0) {
		seen.first = (unsigned char)cell.ptr[0] | (unsigned)(unsigned char)cell.ptr[cell.len / 2] << 8;
		seen.last = (unsigned char)cell.ptr[cell.len - 1];
	}
	return seen;
}

/* What one instrument makes of a cell does not stand in the way of what another one does; it is NULL where the cell tells
 * it, here and below. */
static struct remembered *slot_of(const struct tp_recall_step *step, size_t mask,
	const struct tp_instrument *instrument, const struct seen *seen)
{
	uint64_t last = seen->last ^ (uint64_t)(uintptr_t)instrument ^ (uint64_t)seen->cell.len << 56;
	uint64_t hash = seen->first * 0x9E3779B97F4A7C15u ^ last * 0xBF58476D1CE4E5B9u;
	hash = (hash ^ hash >> 29) * 0x94D049BB133111EBu;
	return &step->cells[hash >> 48 & mask];
}

/* Its twin, where a second cell of the same hash finds room. */
static struct remembered *beside(const struct tp_recall_step *step, const struct remembered *one)
{
	return &step->cells[(one - step->cells) ^ 1];
}

static inline bool is_same(const struct remembered *one, const struct tp_instrument *instrument,
	const struct seen *seen)
{
	size_t len = seen->cell.len;
	return one->first == seen->first && one->last == seen->last && one->len == len &&
		(instrument ? one->instrument == instrument : one->instrument != NULL) &&
		(len <= 16 || memcmp(one->middle, seen->cell.ptr + 8, len - 16) == 0);
}

/* The step's part of the record is what the cell has become. */
static void settle(struct tp_recall *recall, struct tp_recall_step *step, struct remembered *one)
{
	step->before = one;
	if (!recall->records)
		return;
	const struct tp_value *value = &one->meant.value;
	if (step->what == MEMBER)
		*tp_record_slot(&recall->record, step->field) = *value;
	else if (step->what == ITEM_ID)
		recall->pairs->key = value->text;
	else if (step->what == VALUE || step->what == ITEM)
		recall->pairs[step->pair].value = *value;
}

static inline const struct remembered *find(struct tp_recall *recall, struct tp_recall_step *step,
	const struct tp_instrument *instrument, struct tp_text cell)
{
	struct seen seen = see(cell);
	if (step->before && is_same(step->before, instrument, &seen))
		return step->before;
	struct remembered *one = slot_of(step, recall->mask, instrument, &seen);
	if (!is_same(one, instrument, &seen) && !is_same(one = beside(step, one), instrument, &seen))
		return NULL;
	settle(recall, step, one);
	return one;
}

static struct tp_text cell_of(const struct tp_recall_step *step, const struct tp_text *cells)
{
	return step->column == NO_COLUMN ? (struct tp_text){"", 0} : cells[step->column];
}

/* What the step says of the record. */
static void say(const struct tp_recall_step *step, const struct tp_record *record, struct tp_buf *out)
{
	const struct tp_value *values = tp_record_value(record, TP_response_values);
	const struct tp_pair *pair = step->what == ITEM ? &values->map.pairs[step->pair] : values->map.pairs;
	if (step->what == MEMBER)
		tp_writer_member(out, tp_field_info(step->field)->name, tp_record_value(record, step->field));
	if (step->what == ITEM_ID || (step->what == ITEM && step->first))
		tp_buf_add_string(out, ",\"values\":{");
	else if (step->what == ITEM)
		tp_buf_add_char(out, ',');
	if (step->what == ITEM_ID || step->what == ITEM) {
		tp_json_add_text(out, pair->key);
		tp_buf_add_char(out, ':');
	}
	if (step->what == VALUE || step->what == ITEM)
		tp_writer_value(out, &pair->value);
	if (step->what == VALUE || (step->what == ITEM && step->last))
		tp_buf_add_char(out, '}');
}

static bool keep_line(struct tp_recall *recall, struct remembered *one, const struct tp_recall_step *step,
	const struct tp_record *record)
{
	struct tp_buf *said = &recall->said;
	tp_buf_reset(said);
	say(step, record, said);
	if (said->failed || said->len > SAID_MAX)
		return false;
	one->said_len = (uint8_t)said->len;
	if (said->len > 0)
		memcpy(one->said, said->ptr, said->len);
	return true;
}

static struct tp_value value_of(const struct tp_recall_step *step, const struct tp_record *record)
{
	const struct tp_pair *pair = &tp_record_value(record, TP_response_values)->map.pairs[step->pair];
	if (step->what == MEMBER)
		return *tp_record_value(record, step->field);
	if (step->what == NOTHING)
		return (struct tp_value){.type = TP_ABSENT};
	return step->what == ITEM_ID ? tp_value_text(pair->key) : pair->value;
}

static bool keep_value(struct remembered *one, struct tp_value value)
{
	if (value.type == TP_TEXT || value.type == TP_NUM) {
		if (value.text.len > TEXT_MAX)
			return false;
		if (value.text.len > 0)
			memcpy(one->meant.text, value.text.ptr, value.text.len);
		value.text.ptr = one->meant.text;
	}
	one->meant.value = value;
	return value.type < TP_LIST;
}

static struct remembered *room_for(const struct tp_recall_step *step, size_t mask,
	const struct tp_instrument *instrument, const struct seen *seen)
{
	struct remembered *one = slot_of(step, mask, instrument, seen), *twin = beside(step, one);
	if (!one->instrument || is_same(one, instrument, seen))
		return one;
	return !twin->instrument || is_same(twin, instrument, seen) ? twin : one;
}

/* What the cell has become in the record takes the place of an earlier one. NULL: it is too long. */
static const struct remembered *keep(struct tp_recall *recall, struct tp_recall_step *step,
	const struct tp_instrument *instrument, struct tp_text cell, const struct tp_record *record)
{
	if (cell.len > CELL_MAX)
		return NULL;
	struct seen seen = see(cell);
	struct remembered *one = room_for(step, recall->mask, is_instrument(step) ? NULL : instrument, &seen);
	one->instrument = NULL;
	if (recall->records ? !keep_value(one, value_of(step, record)) : !keep_line(recall, one, step, record))
		return NULL;
	one->instrument = instrument;
	one->len = (uint8_t)cell.len;
	one->first = seen.first;
	one->last = seen.last;
	if (cell.len > 16)
		memcpy(one->middle, cell.ptr + 8, cell.len - 16);
	settle(recall, step, one);
	return one;
}

/* Is there in the record what the steps say, and nothing else? */
static bool is_told(const struct tp_recall *recall, const struct tp_record *record)
{
	const struct tp_value *values = tp_record_value(record, TP_response_values);
	size_t answers = 0;
	for (size_t i = 0; i < recall->n; i++)
		answers += recall->steps[i].what == ITEM || recall->steps[i].what == VALUE;
	return values->type == TP_MAP && values->map.n == answers && record->extras == 0 && record->by.len == 0 &&
		record->updated.type == TP_ABSENT && record->at.type == TP_ABSENT &&
		tp_record_value(record, TP_response_comments)->type == TP_ABSENT;
}

/* Where an item has a column, what it is called is the same in all rows. */
static void keep_items(struct tp_recall *recall, const struct tp_header *header, const struct tp_record *record)
{
	const struct tp_value *from = tp_record_value(record, TP_response_values);
	struct tp_value *to = tp_record_slot(&recall->record, TP_response_values);
	for (size_t i = 0; i < from->map.n && !header->item_id; i++)
		recall->pairs[i].key = from->map.pairs[i].key;
	*to = *from;
	to->map.pairs = recall->pairs;
}

int tp_recall_learn(struct tp_recall *recall, const struct tp_row *row, const struct tp_sheet *sheet,
	const struct tp_record *record, struct tp_err *err)
{
	bool whole = true;
	if (!recall->steps && !recall->off && begin(recall, row->header, err) < 0)
		return -1;
	if (recall->off || sheet->n != row->header->n || !is_told(recall, record))
		return 0;
	keep_items(recall, row->header, record);
	for (size_t i = 0; i < recall->n; i++) {
		struct tp_recall_step *step = &recall->steps[i];
		bool kept = keep(recall, step, row->instrument, cell_of(step, sheet->cells), record);
		if (!kept && recall->said.failed)
			return tp_err_memory(err);
		whole &= kept;
	}
	recall->row = whole ? sheet->rows : 0;
	return 0;
}

/* --- recalling --- */

/* A cell that is new, as the next respondent is, read by itself. Where something else may stand for it, it declines. */
static const struct remembered *meet(struct tp_recall *recall, struct tp_recall_step *step, struct tp_row *row,
	struct tp_text cell)
{
	struct tp_err *ignored = &recall->ignored;
	struct tp_record record;
	if (step->what != MEMBER || step->column == NO_COLUMN || is_instrument(step) ||
		cell.len > CELL_MAX ||
		tp_row_cell(row, &row->header->columns[step->column], cell, &record, ignored) < 0 ||
		!tp_record_has(&record, step->field) ||
		(step->field == TP_response_subject && tp_refs_settle(recall->shelf, &row->arena, &record, ignored) < 0)) {
		tp_err_clear(ignored);
		return NULL;
	}
	return keep(recall, step, row->instrument, cell, &record);
}

/* How many first cells are those of the row before. NO_COLUMN: it is not known. */
static long same_cells(const struct tp_recall *recall, const struct tp_sheet *sheet)
{
	return recall->row > 0 && recall->row + 1 == sheet->rows ? (long)sheet->csv.same : NO_COLUMN;
}

/* Finds what each cell has become; the same cell has become the same, by the same instrument. */
static bool find_all(struct tp_recall *recall, struct tp_row *row, const struct tp_sheet *sheet)
{
	if (!recall->steps || sheet->n != row->header->n)
		return false;
	struct tp_recall_step *first = recall->steps, *end = first + recall->n;
	long same = same_cells(recall, sheet);
	/* What the first step tells. */
	const struct tp_instrument *instrument = first->column < same ? first->before->instrument : NULL;
	recall->row = 0;
	for (struct tp_recall_step *step = first; step < end; step++) {
		if (step->column < same)
			continue;
		struct tp_text cell = cell_of(step, sheet->cells);
		const struct remembered *before = step->before, *one = find(recall, step, instrument, cell);
		if (!one && !(one = meet(recall, step, row, cell)))
			return false;
		if (step == first && one != before)
			same = NO_COLUMN;
		row->instrument = instrument = one->instrument;
	}
	recall->row = sheet->rows;
	return true;
}

bool tp_recall_line(struct tp_recall *recall, struct tp_row *row, const struct tp_sheet *sheet, struct tp_text *line)
{
	if (!find_all(recall, row, sheet))
		return false;
	tp_buf_reset(&recall->line);
	char *begin = tp_buf_reserve(&recall->line, sizeof head + recall->n * SAID_MAX + 1), *to = begin;
	if (!begin)
		return false;
	memcpy(to, head, sizeof head - 1);
	to += sizeof head - 1;
	for (size_t i = 0; i < recall->n; i++) {
		const struct remembered *one = recall->steps[i].before;
		memcpy(to, one->said, SAID_MAX); /* of a fixed size that is a few moves */
		to += one->said_len;
	}
	*to++ = '}';
	*line = (struct tp_text){begin, (size_t)(to - begin)};
	return true;
}

const struct tp_record *tp_recall_record(struct tp_recall *recall, struct tp_row *row, const struct tp_sheet *sheet)
{
	return find_all(recall, row, sheet) ? &recall->record : NULL;
}

void tp_recall_free(struct tp_recall *recall)
{
	if (recall->steps)
		free(recall->steps->cells);
	free(recall->steps);
	free(recall->pairs);
	tp_buf_free(&recall->line);
	tp_buf_free(&recall->said);
	*recall = (struct tp_recall){0};
}
