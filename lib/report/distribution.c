#include "tp/distribution.h"

#include "tp/cells.h"
#include "tp/chart.h"

static const struct tp_text ALL = {0};

/* The counts of an item, one a step; NULL where there are none, or they are withheld. */
static const struct tp_value *counts_of(const struct tp_standing *standing, size_t item)
{
	const struct tp_record *score =
		tp_standing_score(standing, ALL, TP_score_level_item, standing->instrument->items[item].id);
	const struct tp_value *counts = score ? tp_record_value(score, TP_score_counts) : NULL;
	return counts && counts->type == TP_LIST && counts->list.n == standing->instrument->steps ? counts : NULL;
}

/* What it asks; the dimension's title says it shorter where it is the only one there. */
static struct tp_text title_of(const struct tp_instrument *instrument, size_t item, enum tp_lang lang)
{
	const struct tp_dimension *dimension = &instrument->dimensions[instrument->items[item].dimension];
	return dimension->n == 1 ? dimension->title[lang] : instrument->items[item].text[lang];
}

static void add_columns(struct tp_page *page, struct tp_block *block, const struct tp_instrument *instrument)
{
	static const char *const names[TP_CHART_SERIES] = {
		"step_1", "step_2", "step_3", "step_4", "step_5", "step_6", "step_7", "step_8"};
	tp_block_column(block, 0, "question", tp_page_word(page, TP_LABEL_question));
	for (size_t i = 0; i < instrument->steps; i++) {
		struct tp_pair step = tp_page_pair("step", tp_value_num(instrument->min + (double)i * instrument->step));
		tp_block_column(block, i + 1, names[i], instrument->labels ? instrument->labels[i][page->doc->lang]
			: tp_page_words(page, TP_LABEL_scale_step, &step, 1));
		tp_block_series(block, i + 1, TP_NO_COLUMN, TP_NO_COLUMN);
	}
	block->table.caption = tp_page_word(page, TP_LABEL_distribution);
}

void tp_distribution_add(struct tp_page *page, struct tp_section *section, const struct tp_standing *standing)
{
	const struct tp_instrument *instrument = standing->instrument;
	size_t n = 0, row = 0;
	double most = 0;
	if (!instrument || instrument->steps > TP_CHART_SERIES)
		return;
	for (size_t i = 0; i < instrument->items_n; i++)
		n += counts_of(standing, i) != NULL;
	struct tp_block *block =
		n > 0 ? tp_document_chart(page->doc, section, TP_CHART_STACKED, instrument->steps + 1, n) : NULL;
	if (!block)
		return;
	add_columns(page, block, instrument);
	for (size_t i = 0; i < instrument->items_n; i++) {
		const struct tp_value *counts = counts_of(standing, i);
		if (!counts)
			continue;
		*tp_document_cell(page->doc, block, row, 0) = tp_cell_text(title_of(instrument, i, page->doc->lang));
		double sum = 0;
		for (size_t step = 0; step < instrument->steps; step++) {
			*tp_document_cell(page->doc, block, row, step + 1) = tp_cell_number(counts->list.items[step].num, 0);
			sum += counts->list.items[step].num;
		}
		most = sum > most ? sum : most;
		row++;
	}
	block->chart->x = (struct tp_axis){.max = most}; /* who has answered most has the whole bar */
}
