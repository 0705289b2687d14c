#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/catalogue.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/distribution.h"
#include "tp/num.h"
#include "tp/scope.h"
#include "tp/standing.h"

#define NOBODY ((struct tp_text){0})

enum { GROUPS_MAX = 2, BAND_NAMES_MAX = 64 };

/* A subject of the report, as it stands in its latest round and stood before. */
struct subject {
	struct tp_standing now, before;
	struct tp_text municipality, title;
	bool within; /* a municipality stands before what lies in it */
};

struct report {
	struct tp_page page;
	const struct tp_question *question;
	const char *wanted; /* the instrument's id, ended by a NUL */
	const struct tp_instrument *instrument;
	struct tp_text name; /* of the instrument */
	struct subject *subjects;
	size_t n;
};

/* --- the subjects --- */

static struct tp_text municipality_of(const struct report *report, const struct tp_record *score, bool *within)
{
	enum tp_kind kind = tp_kind_find(tp_record_id(score, TP_score_subject_kind));
	struct tp_text id = tp_record_id(score, TP_score_subject);
	const struct tp_record *thing = kind < TP_KINDS ? tp_set_find(report->page.set, kind, id) : NULL;
	*within = kind != TP_KIND_municipality;
	if (thing && kind == TP_KIND_unit)
		return tp_record_id(thing, TP_unit_municipality);
	return thing && kind == TP_KIND_initiative ? tp_record_id(thing, TP_initiative_municipality) : id;
}

static int by_place(const void *a, const void *b)
{
	const struct subject *left = a, *right = b;
	int order = tp_text_compare(left->municipality, right->municipality);
	if (order == 0)
		order = (int)left->within - (int)right->within;
	if (order == 0)
		order = tp_text_compare(left->title, right->title);
	return order ? order
		     : tp_text_compare(tp_record_id(left->now.any, TP_score_subject),
			       tp_record_id(right->now.any, TP_score_subject));
}

static void find_subjects(struct report *report)
{
	struct tp_page *page = &report->page;
	report->subjects = tp_arena_array(page->doc->arena, page->latest_n + 1, sizeof *report->subjects);
	page->doc->failed |= !report->subjects;
	for (size_t i = 0; report->subjects && i < page->latest_n; i++) {
		const struct tp_record *score = page->latest[i];
		if (!tp_text_is(tp_record_id(score, TP_score_instrument), report->wanted) ||
			!tp_scope_has(page->set, score, page->doc->scope))
			continue;
		struct subject *subject = &report->subjects[report->n++];
		subject->now = tp_standing_of(report->question, score);
		subject->before = tp_standing_of(report->question, tp_page_round(page, score, -1));
		subject->municipality = municipality_of(report, score, &subject->within);
		subject->title = tp_page_thing(
			page, tp_record_id(score, TP_score_subject_kind), tp_record_id(score, TP_score_subject));
	}
	if (report->subjects && report->n > 1)
		qsort(report->subjects, report->n, sizeof *report->subjects, by_place);
}

/* --- cells --- */

/* What tp-score has compared with, else the round before. */
static struct tp_cell change_cell(
	const struct subject *subject, const struct tp_record *score, int level, struct tp_text key)
{
	double now, before;
	if (!score || tp_record_has(score, TP_score_change))
		return tp_cells_number(score, TP_score_change, 2);
	return tp_record_num(score, TP_score_mean, &now) &&
			       tp_standing_mean(&subject->before, NOBODY, level, key, &before)
		       ? tp_cell_number(tp_num_round(now - before), 2)
		       : (struct tp_cell){0};
}

static struct tp_cell peers_cell(const struct tp_record *score, const char *key)
{
	const struct tp_value *value = score ? tp_value_get(tp_record_value(score, TP_score_peers), key) : NULL;
	return value && value->type == TP_NUM ? tp_cell_number(value->num, 2) : (struct tp_cell){0};
}

static const struct tp_band *band_of(const struct report *report, const struct tp_record *score)
{
	double mean;
	return report->instrument && score && tp_record_num(score, TP_score_mean, &mean)
		? tp_instrument_band(report->instrument, mean) : NULL;
}

static struct tp_cell band_cell(struct report *report, const struct tp_record *score)
{
	const struct tp_band *band = band_of(report, score);
	bool withheld;
	if (score && tp_record_bool(score, TP_score_suppressed, &withheld) && withheld)
		return tp_cell_text(tp_page_word(&report->page, TP_LABEL_withheld));
	return band ? tp_cell_text(band->title[report->page.doc->lang]) : (struct tp_cell){0};
}

/* The axis of the instrument's scale; of one that is not known, what the figures need. */
static struct tp_axis scale_of(const struct report *report)
{
	const struct tp_instrument *instrument = report->instrument;
	return instrument ? (struct tp_axis){.min = instrument->min,
				    .max = instrument->max,
				    .step = instrument->max - instrument->min <= 10 ? 1 : 0}
			  : (struct tp_axis){0};
}

/* The lowest and the highest of a column, said in words. */
static struct tp_text extremes(struct report *report, const struct tp_block *block, size_t column)
{
	const struct tp_table *table = &block->table;
	const struct tp_cell *low = NULL, *high = NULL;
	for (size_t row = 0; row < table->rows_n; row++) {
		const struct tp_cell *cell = &table->cells[row * table->columns_n];
		if (cell[column].type != TP_CELL_NUMBER)
			continue;
		low = low && low[column].number <= cell[column].number ? low : cell;
		high = high && high[column].number >= cell[column].number ? high : cell;
	}
	if (!low || low == high)
		return (struct tp_text){0};
	struct tp_pair parts[] = {tp_page_pair("low_name", tp_value_text(low->text)),
		tp_page_pair("low", tp_value_num(low[column].number)),
		tp_page_pair("high_name", tp_value_text(high->text)),
		tp_page_pair("high", tp_value_num(high[column].number))};
	return tp_page_words(&report->page, TP_LABEL_chart_extremes, parts, 4);
}

/* --- the overview --- */

static const struct tp_record *total_of(const struct subject *subject)
{
	return tp_standing_score(&subject->now, NOBODY, TP_score_level_total, tp_text_of("total"));
}

static void fill_overview(struct report *report, struct tp_block *block, size_t row, const struct subject *subject)
{
	const struct tp_record *total = total_of(subject);
	const struct tp_cell cells[] = {
		tp_cell_text(subject->title),
		tp_cells_number(total, TP_score_respondents, 0),
		tp_cells_share(total, TP_score_response_rate),
		tp_cells_number(total, TP_score_mean, 2),
		tp_cells_number(total, TP_score_low, 2),
		tp_cells_number(total, TP_score_high, 2),
		change_cell(subject, total, TP_score_level_total, tp_text_of("total")),
		band_cell(report, total),
	};
	tp_cells_row(&report->page, block, row, cells, sizeof cells / sizeof *cells);
}

/* A row a subject, where the instrument has a total and there is something to set side by side. */
static void make_overview(struct report *report)
{
	struct tp_page *page = &report->page;
	if (report->n < 2 || (report->instrument && !report->instrument->total))
		return;
	const struct tp_column columns[] = {
		tp_cells_column(page, "subject", TP_LABEL_where), tp_cells_column(page, "n", TP_LABEL_answers),
		tp_cells_column(page, "response_rate", TP_LABEL_rate), tp_cells_column(page, "mean", TP_LABEL_mean),
		tp_cells_column(page, "low", TP_LABEL_from), tp_cells_column(page, "high", TP_LABEL_until),
		tp_cells_column(page, "change", TP_LABEL_change), tp_cells_column(page, "band", TP_LABEL_stands),
	};
	size_t n = sizeof columns / sizeof *columns;
	struct tp_section *section = tp_document_section(page->doc, "overview", tp_page_word(page, TP_LABEL_overview));
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_BARS, n, report->n);
	if (!block)
		return;
	tp_cells_columns(block, columns, n);
	for (size_t i = 0; i < report->n; i++)
		fill_overview(report, block, i, &report->subjects[i]);
	struct tp_pair name = tp_page_pair("instrument", tp_value_text(report->name));
	block->table.caption = tp_page_words(page, TP_LABEL_maturity_overview, &name, 1);
	tp_block_series(block, 3, 4, 5);
	block->chart->x = scale_of(report);
	block->chart->about = extremes(report, block, 3);
}

/* --- a subject --- */

/* The instrument's groups that have scores of their own; those who answer by role last, as the second line. */
static size_t groups_of(
	const struct report *report, const struct subject *subject, const struct tp_group *groups[GROUPS_MAX])
{
	size_t n = 0;
	for (int open = 0; open < 2; open++)
		for (size_t i = 0; report->instrument && i < report->instrument->groups_n && n < GROUPS_MAX; i++) {
			const struct tp_group *group = &report->instrument->groups[i];
			bool has = false;
			for (size_t j = 0; j < report->instrument->dimensions_n && !has; j++)
				has = tp_standing_score(&subject->now, group->id, TP_score_level_dimension,
					report->instrument->dimensions[j].id);
			if (has && group->open == (open == 1))
				groups[n++] = group;
		}
	return n;
}

/* Rows of the dimensions, the first column their titles. */
static void add_columns(struct report *report, struct tp_block *block, const struct subject *subject,
	const struct tp_text *keys, const struct tp_column *columns, size_t n)
{
	tp_cells_columns(block, columns, n);
	for (size_t row = 0; block && row < block->table.rows_n; row++)
		*tp_document_cell(report->page.doc, block, row, 0) =
			tp_cell_text(tp_standing_title(&subject->now, keys[row], report->page.doc->lang));
}

static struct tp_text caption_of(struct report *report, const struct subject *subject, enum tp_label label)
{
	struct tp_pair names[] = {tp_page_pair("instrument", tp_value_text(report->name)),
		tp_page_pair("subject", tp_value_text(subject->title))};
	return tp_page_words(&report->page, label, names, 2);
}

/* What all have answered, dimension by dimension: as a chart, or only as a table where the groups have one. */
static void make_profile(struct report *report, struct tp_section *section, const struct subject *subject,
	const struct tp_text *keys, size_t rows, bool chart)
{
	struct tp_page *page = &report->page;
	const struct tp_column columns[] = {
		tp_cells_column(page, "dimension", TP_LABEL_dimension),
		tp_cells_column(page, "n", TP_LABEL_answers),
		tp_cells_column(page, "mean", TP_LABEL_mean),
		tp_cells_column(page, "low", TP_LABEL_from),
		tp_cells_column(page, "high", TP_LABEL_until),
		tp_cells_column(page, "agreement", TP_LABEL_agreement),
		tp_cells_column(page, "change", TP_LABEL_change),
		tp_cells_column(page, "peers_p50", TP_LABEL_others_median),
	};
	const size_t n = sizeof columns / sizeof *columns;
	struct tp_block *block = chart ? tp_document_chart(page->doc, section, TP_CHART_SPIDER, n, rows)
		: tp_document_table(page->doc, section, n, rows);
	add_columns(report, block, subject, keys, columns, n);
	for (size_t row = 0; block && row < rows; row++) {
		const struct tp_record *score =
			tp_standing_score(&subject->now, NOBODY, TP_score_level_dimension, keys[row]);
		const struct tp_cell cells[] = {
			tp_cells_number(score, TP_score_n, 0),
			tp_cells_number(score, TP_score_mean, 2),
			tp_cells_number(score, TP_score_low, 2),
			tp_cells_number(score, TP_score_high, 2),
			tp_cells_number(score, TP_score_agreement, 2),
			change_cell(subject, score, TP_score_level_dimension, keys[row]),
			peers_cell(score, "p50"),
		};
		for (size_t i = 1; i < n; i++) /* the title stands */
			*tp_document_cell(page->doc, block, row, i) = cells[i - 1];
	}
	if (!block || !chart)
		return;
	block->table.caption = caption_of(report, subject, TP_LABEL_maturity_profile);
	tp_block_series(block, 2, 3, 4);
	block->chart->x = scale_of(report);
	block->chart->about = extremes(report, block, 2);
}

/* One group against the other, leaders against employees, each with its interval. */
static void make_groups(struct report *report, struct tp_section *section, const struct subject *subject,
	const struct tp_text *keys, size_t rows, const struct tp_group *const groups[GROUPS_MAX])
{
	static const enum tp_field fields[] = {TP_score_mean, TP_score_low, TP_score_high};
	static const enum tp_label titles[] = {TP_LABEL_mean, TP_LABEL_from, TP_LABEL_until};
	enum { PARTS = 3, COLUMNS = 1 + PARTS * GROUPS_MAX };
	struct tp_page *page = &report->page;
	struct tp_column columns[COLUMNS] = {tp_cells_column(page, "dimension", TP_LABEL_dimension)};
	for (size_t i = 1; i < COLUMNS; i++) {
		const struct tp_group *group = groups[(i - 1) / PARTS];
		size_t part = (i - 1) % PARTS;
		struct tp_pair names[] = {tp_page_pair("group", tp_value_text(group->id)),
			tp_page_pair("part", tp_value_string(tp_field_info(fields[part])->name))};
		columns[i].name = tp_page_slug(page, tp_page_words(page, TP_LABEL_column_of, names, 2));
		columns[i].title = part == 0 ? group->title[page->doc->lang] : tp_page_word(page, titles[part]);
	}
	struct tp_block *block = tp_document_chart(page->doc, section, TP_CHART_SPIDER, COLUMNS, rows);
	add_columns(report, block, subject, keys, columns, COLUMNS);
	for (size_t row = 0; block && row < rows; row++)
		for (size_t i = 1; i < COLUMNS; i++)
			*tp_document_cell(page->doc, block, row, i) =
				tp_cells_number(tp_standing_score(&subject->now, groups[(i - 1) / PARTS]->id,
							TP_score_level_dimension, keys[row]),
					fields[(i - 1) % PARTS], 2);
	if (!block)
		return;
	block->table.caption = caption_of(report, subject, TP_LABEL_maturity_profile);
	for (size_t i = 0; i < GROUPS_MAX; i++)
		tp_block_series(block, 1 + PARTS * i, 2 + PARTS * i, 3 + PARTS * i);
	block->chart->x = scale_of(report);
	block->chart->about = extremes(report, block, 1);
}

static void make_dimensions(struct report *report, struct tp_section *section, const struct subject *subject)
{
	const struct tp_group *groups[GROUPS_MAX];
	size_t rows;
	struct tp_text *keys = tp_standing_dimensions(&report->page, &subject->now, &rows);
	bool grouped = groups_of(report, subject, groups) == GROUPS_MAX;
	if (!keys)
		return;
	if (grouped)
		make_groups(report, section, subject, keys, rows, groups);
	make_profile(report, section, subject, keys, rows, !grouped);
}

/* How many have answered, when, and where that places the subject. */
static void tell_answers(struct report *report, struct tp_section *section, const struct subject *subject)
{
	struct tp_page *page = &report->page;
	double most = 0, own;
	const struct tp_record *fullest = NULL, *total = total_of(subject);
	for (size_t i = 0; i < subject->now.n; i++)
		if (!tp_record_has(subject->now.scores[i], TP_score_slice) &&
			tp_record_num(subject->now.scores[i], TP_score_respondents, &own) && (!fullest || own > most)) {
			most = own;
			fullest = subject->now.scores[i];
		}
	if (!fullest)
		return;
	struct tp_cell position = peers_cell(total, "position"), peers = peers_cell(total, "n");
	const struct tp_value none = {.type = TP_ABSENT};
	struct tp_pair parts[] = {
		tp_page_pair("respondents", tp_value_num(most)),
		tp_page_pair("invited", *tp_record_value(fullest, TP_score_invited)),
		tp_page_pair("rate", *tp_record_value(fullest, TP_score_response_rate)),
		tp_page_pair("round", *tp_record_value(fullest, TP_score_round)),
		tp_page_pair(
			"before", subject->before.any ? *tp_record_value(subject->before.any, TP_score_round) : none),
		tp_page_pair("position", position.type == TP_CELL_NUMBER ? tp_value_num(position.number) : none),
		tp_page_pair("peers", tp_value_num(peers.number)),
	};
	tp_document_paragraph(page->doc, section, tp_page_words(page, TP_LABEL_maturity_answered, parts, 7));
}

/* The dimensions of a band, as "name (mean)" with commas; nothing when there are none. */
static struct tp_text names_in(struct report *report, const struct subject *subject, const struct tp_band *band)
{
	struct tp_page *page = &report->page;
	const struct tp_instrument *instrument = report->instrument;
	struct tp_value names = tp_value_list(page->doc->arena, instrument->dimensions_n);
	size_t n = 0;
	for (size_t i = 0; names.type == TP_LIST && i < instrument->dimensions_n; i++) {
		const struct tp_record *score = tp_standing_score(
			&subject->now, NOBODY, TP_score_level_dimension, instrument->dimensions[i].id);
		if (band_of(report, score) != band)
			continue;
		struct tp_pair parts[] = {
			tp_page_pair("title", tp_value_text(instrument->dimensions[i].title[page->doc->lang])),
			tp_page_pair("mean", *tp_record_value(score, TP_score_mean))};
		names.list.items[n++] = tp_value_text(tp_page_words(page, TP_LABEL_maturity_standing, parts, 2));
	}
	page->doc->failed |= names.type != TP_LIST;
	names.list.n = n;
	struct tp_pair all = tp_page_pair("names", names);
	return n > 0 ? tp_page_words(page, TP_LABEL_names, &all, 1) : (struct tp_text){0};
}

/* Where to start and what to support: the bands from the highest, each with what stands there. */
static void list_bands(struct report *report, struct tp_section *section, const struct subject *subject)
{
	struct tp_page *page = &report->page;
	const struct tp_instrument *instrument = report->instrument;
	struct tp_text items[BAND_NAMES_MAX];
	size_t n = 0;
	for (size_t i = instrument ? instrument->bands_n : 0; i-- > 0 && n < BAND_NAMES_MAX;) {
		struct tp_pair parts[] = {
			tp_page_pair("band", tp_value_text(instrument->bands[i].title[page->doc->lang])),
			tp_page_pair("names", tp_value_text(names_in(report, subject, &instrument->bands[i])))};
		if (parts[1].value.text.len > 0)
			items[n++] = tp_page_words(page, TP_LABEL_maturity_band, parts, 2);
	}
	if (n == 0)
		return;
	tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_maturity_bands));
	struct tp_block *list = tp_document_list(page->doc, section, n);
	for (size_t i = 0; i < n; i++)
		tp_block_item(list, i, items[i], (struct tp_text){0});
}

/* Is the finding about answers that differ? */
static bool is_split(const struct tp_record *finding)
{
	enum tp_check check = tp_check_find(tp_record_id(finding, TP_finding_check));
	return check == TP_CHECK_split_opinion || check == TP_CHECK_group_gap || check == TP_CHECK_leader_alone;
}

static bool is_about(const struct subject *subject, const struct tp_record *finding)
{
	const struct tp_record *score = subject->now.any;
	return tp_text_compare(tp_record_id(finding, TP_finding_subject), tp_record_id(score, TP_score_subject)) == 0 &&
	       tp_text_compare(tp_record_id(finding, TP_finding_subject_kind),
		       tp_record_id(score, TP_score_subject_kind)) == 0 &&
	       tp_text_compare(
		       tp_record_id(finding, TP_finding_instrument), tp_record_id(score, TP_score_instrument)) == 0 &&
	       tp_text_compare(tp_record_id(finding, TP_finding_round), tp_record_id(score, TP_score_round)) == 0;
}

/* The findings about the subject, the gravest first. */
static void list_findings(struct report *report, struct tp_section *section, const struct subject *subject, bool split,
	enum tp_label lead)
{
	struct tp_page *page = &report->page;
	size_t n;
	struct tp_record *const *all = tp_set_by(page->set, TP_finding_subject,
		tp_record_id(subject->now.any, TP_score_subject), &n);
	struct tp_picks picks = tp_page_picks_of(page, n);
	for (int severity = TP_severity_act; picks.items && severity >= TP_severity_info; severity--)
		for (size_t i = 0; i < n; i++) {
			int own;
			if (tp_record_code(all[i], TP_finding_severity, &own) && own == severity &&
				is_about(subject, all[i]) && is_split(all[i]) == split &&
				!tp_page_is_not_known(all[i]) && !tp_light_note(page->set, all[i], page->doc->as_of))
				picks.items[picks.n++] = all[i];
		}
	if (picks.n == 0)
		return;
	tp_document_paragraph(page->doc, section, tp_page_word(page, lead));
	tp_page_items(page, section, picks);
}

static void make_subject(struct report *report, const struct subject *subject)
{
	struct tp_page *page = &report->page;
	struct tp_section *section = tp_document_section(page->doc, "subject", subject->title);
	if (tp_standing_is_withheld(&subject->now)) {
		tp_document_paragraph(page->doc, section, tp_page_word(page, TP_LABEL_maturity_withheld));
		return;
	}
	tell_answers(report, section, subject);
	make_dimensions(report, section, subject);
	tp_distribution_add(page, section, &subject->now);
	list_bands(report, section, subject);
	list_findings(report, section, subject, false, TP_LABEL_maturity_support);
	list_findings(report, section, subject, true, TP_LABEL_maturity_split);
}

/* --- the report --- */

static void find_instrument(struct report *report)
{
	struct tp_page *page = &report->page;
	const struct tp_scores_shelf *shelf = report->question->shelf;
	struct tp_text id = report->question->instrument.len ? report->question->instrument : tp_text_of("maturity");
	report->wanted = tp_page_slug(page, id);
	report->instrument = shelf ? shelf->find(shelf->self, id) : NULL;
	report->name = report->instrument ? report->instrument->title[page->doc->lang] : id;
}

int tp_maturity_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-score", "score"}};
	struct report report = {.question = question};
	if (tp_page_init(&report.page, question->set, doc, err) < 0)
		return -1;
	find_instrument(&report);
	doc->title = report.name;
	doc->subtitle = tp_page_subtitle(&report.page, (struct tp_text){0});
	find_subjects(&report);
	if (report.n == 0) {
		struct tp_pair name = tp_page_pair("instrument", tp_value_text(report.name));
		tp_document_paragraph(doc, tp_document_section(doc, "overview", (struct tp_text){0}),
			tp_page_words(&report.page, TP_LABEL_scores_none, &name, 1));
	}
	make_overview(&report);
	for (size_t i = 0; i < report.n; i++)
		make_subject(&report, &report.subjects[i]);
	tp_basis_add(&report.page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&report.page);
	return doc->failed ? tp_err_memory(err) : 0;
}
