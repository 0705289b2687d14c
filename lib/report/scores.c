#include "tp/scores.h"

#include <math.h>
#include <stdlib.h>

#include "tp/label.h"
#include "tp/limits.h"

enum { DRAWN = 21, BARS_MAX = 11 }; /* columns of the scale; heights side by side */

enum column { SUBJECT, ROUND, SLICE, PART, N, MEAN, INTERVAL, ANSWERS, AGREEMENT, BAND, CHANGE, CLEAR, COLUMNS };

struct page {
	struct tp_document *doc;
	struct tp_record *const *records; /* of one instrument */
	size_t n;
	const struct tp_instrument *instrument; /* or NULL */
	enum column shown[COLUMNS];
	size_t columns;
	size_t *rows; /* which of the records have one, in their order */
	size_t rows_n;
};

static struct tp_text taken(struct page *page, struct tp_buf *buf)
{
	struct tp_text text = {0};
	if (!buf->failed)
		text = tp_text_copy(page->doc->arena, (struct tp_text){buf->ptr, buf->len});
	page->doc->failed |= !text.ptr;
	tp_buf_free(buf);
	return text;
}

static int level_of(const struct tp_record *score)
{
	int level = TP_CODE_none;
	tp_record_code(score, TP_score_level, &level);
	return level;
}

static bool is_withheld(const struct tp_record *score)
{
	bool withheld = false;
	tp_record_bool(score, TP_score_suppressed, &withheld);
	return withheld;
}

/* --- which rows there are --- */

static const struct tp_dimension *dimension_of(const struct tp_instrument *instrument, const struct tp_record *score)
{
	struct tp_text key = tp_record_id(score, TP_score_key);
	int level = level_of(score);
	if (!instrument || level == TP_score_level_total)
		return NULL;
	if (level == TP_score_level_item) {
		long item = tp_instrument_item(instrument, key);
		return item < 0 ? NULL : &instrument->dimensions[instrument->items[item].dimension];
	}
	for (size_t i = 0; i < instrument->dimensions_n; i++)
		if (tp_text_compare(instrument->dimensions[i].id, key) == 0)
			return &instrument->dimensions[i];
	return NULL;
}

/* An item that is all of its dimension says nothing new. */
static bool has_row(const struct tp_instrument *instrument, const struct tp_record *score)
{
	const struct tp_dimension *dimension = dimension_of(instrument, score);
	return level_of(score) != TP_score_level_item || !dimension || dimension->n > 1;
}

static bool is_same_group(const struct tp_record *a, const struct tp_record *b)
{
	static const enum tp_field fields[] = {
		TP_score_instrument, TP_score_round, TP_score_subject_kind, TP_score_subject, TP_score_slice};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (tp_value_compare(tp_record_value(a, fields[i]), tp_record_value(b, fields[i])) != 0)
			return false;
	return true;
}

/* The place of a score within its group as the instrument has it: a dimension, its items, the next; the total. */
static size_t place_of(const struct page *page, const struct tp_record *score)
{
	const struct tp_dimension *dimension = dimension_of(page->instrument, score);
	if (!dimension)
		return level_of(score) == TP_score_level_total ? SIZE_MAX : 0;
	size_t place = (size_t)(dimension - page->instrument->dimensions) * (TP_ITEMS_MAX + 1);
	if (level_of(score) == TP_score_level_item)
		place += 1 + (size_t)tp_instrument_item(page->instrument, tp_record_id(score, TP_score_key));
	return place;
}

/* Sorts the rows from `first` on, which are of one group. They are few. */
static void sort_group(struct page *page, size_t first)
{
	for (size_t i = first + 1; i < page->rows_n; i++)
		for (size_t k = i; k > first && place_of(page, page->records[page->rows[k]]) <
			place_of(page, page->records[page->rows[k - 1]]); k--) {
			size_t other = page->rows[k];
			page->rows[k] = page->rows[k - 1];
			page->rows[k - 1] = other;
		}
}

static void choose_rows(struct page *page)
{
	size_t first = 0;
	page->rows = tp_arena_array(page->doc->arena, page->n, sizeof *page->rows);
	page->doc->failed |= !page->rows;
	for (size_t i = 0; page->rows && i < page->n; i++) {
		if (i > 0 && !is_same_group(page->records[i], page->records[i - 1])) {
			sort_group(page, first);
			first = page->rows_n;
		}
		if (has_row(page->instrument, page->records[i]))
			page->rows[page->rows_n++] = i;
	}
	if (page->rows)
		sort_group(page, first);
}

/* --- cells --- */

static struct tp_text part_title(struct page *page, const struct tp_record *score)
{
	const struct tp_dimension *dimension = dimension_of(page->instrument, score);
	enum tp_lang lang = page->doc->lang;
	struct tp_buf out = {0};
	if (level_of(score) == TP_score_level_total)
		return tp_text_of(tp_label(TP_LABEL_scores_total, lang));
	if (!dimension)
		return tp_record_id(score, TP_score_key);
	if (level_of(score) == TP_score_level_dimension)
		return dimension->title[lang];
	struct tp_text text =
		page->instrument->items[tp_instrument_item(page->instrument, tp_record_id(score, TP_score_key))].text[lang];
	tp_buf_add_string(&out, "· ");
	tp_buf_add(&out, text.ptr, text.len);
	return taken(page, &out);
}

static struct tp_text slice_title(struct page *page, const struct tp_record *score)
{
	const struct tp_value *slice = tp_record_value(score, TP_score_slice);
	struct tp_buf out = {0};
	for (size_t i = 0; slice->type == TP_MAP && i < slice->map.n; i++) {
		const struct tp_pair *part = &slice->map.pairs[i];
		const struct tp_group *group = page->instrument && tp_text_is(part->key, "group")
			? tp_instrument_group(page->instrument, part->value.text) : NULL;
		struct tp_text title = group ? group->title[page->doc->lang] : part->value.text;
		tp_buf_add_string(&out, i ? ", " : "");
		tp_buf_add(&out, title.ptr, title.len);
	}
	return taken(page, &out);
}

static struct tp_text band_title(const struct page *page, const struct tp_record *score)
{
	struct tp_text id = tp_record_id(score, TP_score_band);
	for (size_t i = 0; page->instrument && i < page->instrument->bands_n; i++)
		if (tp_text_compare(page->instrument->bands[i].id, id) == 0)
			return page->instrument->bands[i].title[page->doc->lang];
	return id;
}

static size_t drawn_at(const struct tp_instrument *instrument, double x)
{
	double share = (x - instrument->min) / (instrument->max - instrument->min);
	double at = floor(share * (DRAWN - 1) + 0.5);
	return at <= 0 ? 0 : at >= DRAWN - 1 ? DRAWN - 1 : (size_t)at;
}

static struct tp_text draw_interval(struct page *page, const struct tp_record *score)
{
	double mean, low, high;
	struct tp_buf out = {0};
	if (!page->instrument || !tp_record_num(score, TP_score_mean, &mean))
		return (struct tp_text){0};
	bool wide = tp_record_num(score, TP_score_low, &low) && tp_record_num(score, TP_score_high, &high);
	size_t middle = drawn_at(page->instrument, mean), first = wide ? drawn_at(page->instrument, low) : middle;
	size_t last = wide ? drawn_at(page->instrument, high) : middle;
	for (size_t i = 0; i < DRAWN; i++)
		tp_buf_add_string(&out, i == middle ? "●" : i < first || i > last ? "·" : i == first ? "├"
			: i == last ? "┤" : "─");
	return taken(page, &out);
}

/* Adds an item's answers to the heights, mirrored where it is reversed and stands for its dimension. */
static void add_answers(const struct page *page, const struct tp_record *score, bool as_part, double *heights, size_t bars)
{
	const struct tp_value *counts = tp_record_value(score, TP_score_counts);
	long item = page->instrument ? tp_instrument_item(page->instrument, tp_record_id(score, TP_score_key)) : -1;
	bool turned = as_part && item >= 0 && page->instrument->items[item].reversed;
	for (size_t k = 0; counts->type == TP_LIST && k < counts->list.n; k++) {
		size_t step = turned ? counts->list.n - 1 - k : k;
		heights[step * bars / counts->list.n] += counts->list.items[k].num;
	}
}

/* The scores of the items that a row is about: itself, or those of its dimension; how many steps their scale has. */
static size_t gather_answers(const struct page *page, size_t at, double heights[BARS_MAX])
{
	const struct tp_record *score = page->records[at];
	const struct tp_dimension *dimension = dimension_of(page->instrument, score);
	bool part = level_of(score) == TP_score_level_dimension;
	size_t steps = page->instrument ? page->instrument->steps : tp_record_value(score, TP_score_counts)->list.n;
	size_t bars = steps > BARS_MAX ? BARS_MAX - 1 : steps;
	if (!part && level_of(score) != TP_score_level_item)
		return 0;
	/* The items of a group stand before its dimensions. */
	size_t i = at;
	while (part && i > 0 && is_same_group(page->records[i - 1], score))
		i--;
	for (; i <= at; i++)
		if (level_of(page->records[i]) == TP_score_level_item &&
			(!part || (dimension && dimension_of(page->instrument, page->records[i]) == dimension)))
			add_answers(page, page->records[i], part, heights, bars);
	return bars;
}

static struct tp_text draw_answers(struct page *page, size_t at)
{
	static const char *const blocks[] = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	double heights[BARS_MAX] = {0}, most = 0;
	size_t bars = gather_answers(page, at, heights);
	struct tp_buf out = {0};
	for (size_t i = 0; i < bars; i++)
		most = heights[i] > most ? heights[i] : most;
	for (size_t i = 0; most > 0 && i < bars; i++)
		tp_buf_add_string(&out, blocks[heights[i] > 0 ? 1 + (size_t)floor(heights[i] / most * 7 + 0.5) : 0]);
	return taken(page, &out);
}

static struct tp_cell number(const struct tp_record *score, enum tp_field field, int decimals)
{
	double x;
	return tp_record_num(score, field, &x) ? tp_cell_number(x, decimals) : (struct tp_cell){0};
}

static struct tp_cell text(struct tp_text text)
{
	return text.len > 0 ? tp_cell_text(text) : (struct tp_cell){0};
}

static struct tp_cell cell_of(struct page *page, size_t at, enum column column)
{
	const struct tp_record *score = page->records[at];
	bool clear = false;
	switch (column) {
	case SUBJECT:
		return text(tp_record_id(score, TP_score_subject));
	case ROUND:
		return text(tp_record_id(score, TP_score_round));
	case SLICE:
		return text(slice_title(page, score));
	case PART:
		return text(part_title(page, score));
	case N:
		return number(score, TP_score_n, 0);
	case MEAN:
		return is_withheld(score) ? text(tp_text_of(tp_label(TP_LABEL_scores_withheld, page->doc->lang)))
					  : number(score, TP_score_mean, 2);
	case INTERVAL:
		return text(draw_interval(page, score));
	case ANSWERS:
		return text(draw_answers(page, at));
	case AGREEMENT:
		return number(score, TP_score_agreement, 2);
	case BAND:
		return text(band_title(page, score));
	case CHANGE:
		return number(score, TP_score_change, 2);
	default:
		return tp_record_bool(score, TP_score_clear, &clear)
			? text(tp_text_of(tp_label(clear ? TP_LABEL_yes : TP_LABEL_no, page->doc->lang))) : (struct tp_cell){0};
	}
}

/* --- the table --- */

static const struct {
	enum tp_field field;  /* whose name and header it has */
	enum tp_label title;  /* else; TP_LABELS: none */
} columns[COLUMNS] = {
	[SUBJECT] = {TP_score_subject, TP_LABELS}, [ROUND] = {TP_score_round, TP_LABELS},
	[SLICE] = {TP_score_slice, TP_LABELS}, [PART] = {TP_score_key, TP_LABEL_scores_part},
	[N] = {TP_score_n, TP_LABELS}, [MEAN] = {TP_score_mean, TP_LABELS},
	[INTERVAL] = {TP_score_low, TP_LABEL_scores_interval}, [ANSWERS] = {TP_score_counts, TP_LABEL_scores_answers},
	[AGREEMENT] = {TP_score_agreement, TP_LABELS}, [BAND] = {TP_score_band, TP_LABELS},
	[CHANGE] = {TP_score_change, TP_LABELS}, [CLEAR] = {TP_score_clear, TP_LABELS},
};

static void choose_columns(struct page *page)
{
	for (enum column column = 0; column < COLUMNS; column++) {
		bool any = column == MEAN;
		for (size_t i = 0; i < page->rows_n && !any; i++)
			any = column == INTERVAL ? page->instrument && tp_record_has(page->records[page->rows[i]], TP_score_mean)
						 : cell_of(page, page->rows[i], column).type != TP_CELL_EMPTY;
		if (any)
			page->shown[page->columns++] = column;
	}
}

static void make_table(struct page *page, const struct tp_record *first)
{
	struct tp_text title = page->instrument ? page->instrument->title[page->doc->lang]
						: tp_record_id(first, TP_score_instrument);
	struct tp_section *section = tp_document_section(page->doc, "scores", title);
	choose_rows(page);
	choose_columns(page);
	struct tp_block *table = tp_document_table(page->doc, section, page->columns, page->rows_n);
	for (size_t j = 0; j < page->columns; j++) {
		const struct tp_field_info *info = tp_field_info(columns[page->shown[j]].field);
		enum tp_label label = columns[page->shown[j]].title;
		tp_block_column(table, j, info->name, label == TP_LABELS ? tp_names_at(info->header[page->doc->lang], 0)
									 : tp_text_of(tp_label(label, page->doc->lang)));
		for (size_t i = 0; i < page->rows_n; i++)
			*tp_document_cell(page->doc, table, i, j) = cell_of(page, page->rows[i], page->shown[j]);
	}
}

int tp_scores_make(struct tp_document *doc, struct tp_record *const *records, size_t n,
	const struct tp_scores_shelf *shelf, struct tp_err *err)
{
	for (size_t i = 0, end; i < n; i = end) {
		struct tp_text id = tp_record_id(records[i], TP_score_instrument);
		for (end = i + 1; end < n; end++)
			if (tp_text_compare(tp_record_id(records[end], TP_score_instrument), id) != 0)
				break;
		struct page page = {.doc = doc, .records = records + i, .n = end - i, .instrument = shelf->find(shelf->self, id)};
		make_table(&page, records[i]);
	}
	return doc->failed ? tp_err_memory(err) : 0;
}
