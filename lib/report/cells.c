#include "tp/cells.h"

struct tp_column tp_cells_column(struct tp_page *page, const char *name, enum tp_label label)
{
	return (struct tp_column){name, tp_page_word(page, label)};
}

void tp_cells_columns(struct tp_block *block, const struct tp_column *columns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tp_block_column(block, i, columns[i].name, columns[i].title);
}

void tp_cells_row(struct tp_page *page, struct tp_block *block, size_t row, const struct tp_cell *cells, size_t n)
{
	for (size_t i = 0; block && i < n; i++)
		*tp_document_cell(page->doc, block, row, i) = cells[i];
}

struct tp_cell tp_cells_text(struct tp_text text)
{
	return text.len > 0 ? tp_cell_text(text) : (struct tp_cell){0};
}

/* A list with commas, yes or no: as templates write it. */
static struct tp_cell written(struct tp_page *page, const struct tp_value *value)
{
	struct tp_pair pair = tp_page_pair("names", *value);
	return tp_cells_text(tp_page_words(page, TP_LABEL_names, &pair, 1));
}

/* Goals bear their weight behind a colon: quality:50. */
static struct tp_cell goals(struct tp_page *page, const struct tp_value *value, enum tp_enum codes)
{
	struct tp_value names = tp_value_list(page->doc->arena, value->list.n);
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < value->list.n; i++) {
		struct tp_text weight = value->list.items[i].text, slug = tp_text_split(&weight, ":");
		int code = tp_code_find(codes, slug);
		struct tp_value goal = code == TP_CODE_none ? tp_value_text(slug)
							    : tp_value_text(tp_code_title(code, page->doc->lang));
		struct tp_pair parts[] = {tp_page_pair("goal", goal), tp_page_pair("weight", tp_value_text(weight))};
		names.list.items[i] =
			weight.len > 0 ? tp_value_text(tp_page_words(page, TP_LABEL_goal_weight, parts, 2)) : goal;
	}
	return written(page, &names);
}

struct tp_cell tp_cells_field(struct tp_page *page, const struct tp_record *record, enum tp_field field)
{
	if (!record || !tp_record_has(record, field))
		return (struct tp_cell){0};
	const struct tp_value *value = tp_record_value(record, field);
	switch (value->type) {
	case TP_NUM:
		return tp_cell_number(value->num, 2);
	case TP_DAY:
		return tp_cell_day(value->day);
	case TP_TEXT:
		return tp_cells_text(value->text);
	case TP_CODE:
		return tp_cell_text(tp_code_title(value->code, page->doc->lang));
	case TP_MAP:
		return tp_cells_text(tp_page_side(page, record, field));
	case TP_LIST:
		if (tp_field_info(field)->form == TP_FORM_GOALS)
			return goals(page, value, tp_field_info(field)->codes);
		return written(page, value);
	case TP_BOOL:
		return written(page, value);
	default:
		return (struct tp_cell){0};
	}
}

struct tp_cell tp_cells_number(const struct tp_record *record, enum tp_field field, int decimals)
{
	double number;
	return record && tp_record_num(record, field, &number) ? tp_cell_number(number, decimals) : (struct tp_cell){0};
}

struct tp_cell tp_cells_share(const struct tp_record *record, enum tp_field field)
{
	double share;
	return record && tp_record_num(record, field, &share) ? tp_cell_percent(share * 100) : (struct tp_cell){0};
}
