#include "tp/report.h"

#include <stdlib.h>

#include "tp/basis.h"
#include "tp/cells.h"
#include "tp/chart.h"
#include "tp/scope.h"

enum { RINGS = TP_ring_wait - TP_ring_ready + 1 };

struct radar {
	struct tp_page page;
	struct tp_text *rings, *moves; /* kept with the page, whose charts have them; moved out, moved in */
	const struct tp_record **blips;
	size_t n;
};

/* --- the blips, from the middle of the radar outwards --- */

static int ring_of(const struct tp_record *blip)
{
	int ring = TP_ring_wait;
	tp_record_code(blip, TP_blip_ring, &ring);
	return ring;
}

static bool is_of_all(const struct tp_record *blip)
{
	return tp_text_is(tp_record_id(blip, TP_blip_area), "all");
}

static int by_ring(const void *a, const void *b)
{
	const struct tp_record *left = *(const struct tp_record *const *)a,
			       *right = *(const struct tp_record *const *)b;
	double x = 0, y = 0;
	int order = tp_text_compare(tp_record_id(left, TP_blip_area), tp_record_id(right, TP_blip_area));
	if (order == 0)
		order = ring_of(left) - ring_of(right);
	if (order != 0)
		return order;
	tp_record_num(left, TP_blip_relevance, &x);
	tp_record_num(right, TP_blip_relevance, &y);
	return x != y ? (x > y ? -1 : 1)
		: tp_text_compare(tp_record_id(left, TP_blip_technology), tp_record_id(right, TP_blip_technology));
}

static void find_blips(struct radar *radar)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(radar->page.set, TP_KIND_blip, &n);
	radar->blips = tp_arena_array(radar->page.doc->arena, n + 1, sizeof *radar->blips);
	radar->page.doc->failed |= !radar->blips;
	for (size_t i = 0; radar->blips && i < n; i++)
		radar->blips[radar->n++] = all[i];
	if (radar->blips && radar->n > 1)
		qsort(radar->blips, radar->n, sizeof *radar->blips, by_ring);
}

static struct tp_text name_of(struct radar *radar, const struct tp_record *blip)
{
	return tp_page_name(&radar->page, TP_KIND_technology, tp_record_id(blip, TP_blip_technology));
}

static struct tp_text area_of(struct radar *radar, const struct tp_record *blip)
{
	struct tp_text slug = tp_record_id(blip, TP_blip_area);
	int code = tp_code_find(TP_ENUM_area, slug);
	return code == TP_CODE_none ? slug : tp_code_title(code, radar->page.doc->lang);
}

static struct tp_cell moved_cell(const struct radar *radar, const struct tp_record *blip)
{
	struct tp_text moved = tp_record_id(blip, TP_blip_moved);
	return tp_cells_text(moved.len > 0 ? radar->moves[tp_text_is(moved, "in")] : moved);
}

/* --- the drawn radars --- */

/* Every technology over all areas, or each in each area. */
static void make_radar(struct radar *radar, struct tp_section *section, bool of_all)
{
	struct tp_page *page = &radar->page;
	const struct tp_column columns[] = {
		tp_cells_column(page, "technology", TP_LABEL_technology),
		tp_cells_column(page, "ring", TP_LABEL_ring),
		tp_cells_column(page, "maturity", TP_LABEL_radar_maturity),
		tp_cells_column(page, "relevance", TP_LABEL_relevance),
		tp_cells_column(page, "n", TP_LABEL_answers),
		tp_cells_column(page, "own", TP_LABEL_own),
		of_all ? tp_cells_column(page, "borders", TP_LABEL_borders)
		       : tp_cells_column(page, "area", TP_LABEL_area),
		tp_cells_column(page, "moved", TP_LABEL_moved),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns, RING = 1, AREA = 6, MOVED = 7 };
	size_t n = 0, row = 0, moved_n = 0;
	for (size_t i = 0; i < radar->n; i++)
		if (is_of_all(radar->blips[i]) == of_all) {
			n++;
			moved_n += tp_record_has(radar->blips[i], TP_blip_moved);
		}
	size_t columns_n = moved_n > 0 ? COLUMNS : MOVED;
	struct tp_block *block = n > 0 ? tp_document_chart(page->doc, section, TP_CHART_RADAR, columns_n, n) : NULL;
	tp_cells_columns(block, columns, columns_n);
	for (size_t i = 0; block && i < radar->n; i++) {
		const struct tp_record *blip = radar->blips[i];
		if (is_of_all(blip) != of_all)
			continue;
		const struct tp_cell cells[COLUMNS] = {
			tp_cell_text(name_of(radar, blip)),
			tp_cell_text(radar->rings[ring_of(blip) - TP_ring_ready]),
			tp_cells_number(blip, TP_blip_maturity, 2),
			tp_cells_number(blip, TP_blip_relevance, 2),
			tp_cells_number(blip, TP_blip_n, 0),
			tp_cells_number(blip, TP_blip_own, 0),
			of_all ? tp_cells_field(page, blip, TP_blip_borders) : tp_cell_text(area_of(radar, blip)),
			moved_cell(radar, blip),
		};
		tp_cells_row(page, block, row++, cells, columns_n);
	}
	if (!block)
		return;
	block->table.caption = tp_page_word(page, of_all ? TP_LABEL_radar_all : TP_LABEL_radar_areas);
	tp_block_series(block, RING, TP_NO_COLUMN, TP_NO_COLUMN);
	block->chart->group = of_all ? TP_NO_COLUMN : AREA;
	block->chart->trend = moved_n > 0 ? MOVED : TP_NO_COLUMN;
	block->chart->x = (struct tp_axis){.ticks = radar->rings, .ticks_n = RINGS};
	block->chart->y = (struct tp_axis){.ticks = radar->moves, .ticks_n = 2};
}

/* --- what is on it --- */

/* The technologies of each ring, in words. */
static void list_rings(struct radar *radar, struct tp_section *section)
{
	struct tp_page *page = &radar->page;
	struct tp_block *list = NULL;
	size_t item = 0, used[RINGS] = {0}, rings = 0;
	for (size_t i = 0; i < radar->n; i++)
		if (is_of_all(radar->blips[i]) && used[ring_of(radar->blips[i]) - TP_ring_ready]++ == 0)
			rings++;
	list = rings > 0 ? tp_document_list(page->doc, section, rings) : NULL;
	for (int ring = TP_ring_ready; list && ring <= TP_ring_wait; ring++) {
		struct tp_value names = tp_value_list(page->doc->arena, used[ring - TP_ring_ready]);
		size_t n = 0;
		page->doc->failed |= names.type != TP_LIST;
		for (size_t i = 0; names.type == TP_LIST && i < radar->n; i++)
			if (is_of_all(radar->blips[i]) && ring_of(radar->blips[i]) == ring)
				names.list.items[n++] = tp_value_text(name_of(radar, radar->blips[i]));
		struct tp_pair parts[] = {tp_page_pair("ring", tp_value_text(radar->rings[ring - TP_ring_ready])),
			tp_page_pair("names", names)};
		if (n > 0)
			tp_block_item(
				list, item++, tp_page_words(page, TP_LABEL_radar_ring, parts, 2), (struct tp_text){0});
	}
}

static void list_moved(struct radar *radar)
{
	struct tp_page *page = &radar->page;
	size_t n = 0, item = 0;
	for (size_t i = 0; i < radar->n; i++)
		n += tp_record_has(radar->blips[i], TP_blip_moved);
	if (n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "moved", tp_page_word(page, TP_LABEL_radar_moved));
	struct tp_block *list = tp_document_list(page->doc, section, n);
	for (size_t i = 0; list && i < radar->n; i++) {
		const struct tp_record *blip = radar->blips[i];
		struct tp_text moved = tp_record_id(blip, TP_blip_moved);
		const struct tp_value none = {.type = TP_ABSENT};
		struct tp_pair parts[] = {tp_page_pair("technology", tp_value_text(name_of(radar, blip))),
			tp_page_pair("moved", tp_value_text(radar->moves[tp_text_is(moved, "in")])),
			tp_page_pair("ring", tp_value_text(radar->rings[ring_of(blip) - TP_ring_ready])),
			tp_page_pair("area", is_of_all(blip) ? none : tp_value_text(area_of(radar, blip)))};
		if (moved.len > 0)
			tp_block_item(list, item++, tp_page_words(page, TP_LABEL_radar_moved_item, parts, 4),
				(struct tp_text){0});
	}
}

/* Where a technology stands over all areas; NULL when nobody has judged it. */
static const struct tp_record *blip_of(const struct radar *radar, struct tp_text technology)
{
	for (size_t i = 0; i < radar->n; i++)
		if (is_of_all(radar->blips[i]) &&
			tp_text_compare(tp_record_id(radar->blips[i], TP_blip_technology), technology) == 0)
			return radar->blips[i];
	return NULL;
}

/* The initiatives of the page that use a technology, and the ring it is in. */
static void make_own(struct radar *radar)
{
	struct tp_page *page = &radar->page;
	const struct tp_column columns[] = {
		tp_cells_column(page, "initiative", TP_LABEL_initiative),
		tp_cells_column(page, "technology", TP_LABEL_technology),
		tp_cells_column(page, "ring", TP_LABEL_ring),
		tp_cells_column(page, "phase", TP_LABEL_phase),
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	size_t n = 0, row = 0;
	for (size_t i = 0; i < page->lights.n; i++)
		n += page->lights.items[i].state != TP_STATE_NONE &&
		     tp_record_has(page->lights.items[i].initiative, TP_initiative_technology);
	if (n == 0)
		return;
	struct tp_section *section = tp_document_section(page->doc, "own", tp_page_word(page, TP_LABEL_radar_own));
	struct tp_block *block = tp_document_table(page->doc, section, COLUMNS, n);
	tp_cells_columns(block, columns, COLUMNS);
	for (size_t i = 0; block && i < page->lights.n; i++) {
		const struct tp_record *initiative = page->lights.items[i].initiative;
		if (page->lights.items[i].state == TP_STATE_NONE ||
			!tp_record_has(initiative, TP_initiative_technology))
			continue;
		struct tp_text technology = tp_record_id(initiative, TP_initiative_technology);
		const struct tp_record *blip = blip_of(radar, technology);
		const struct tp_cell cells[COLUMNS] = {
			tp_cell_text(tp_page_title(page, initiative)),
			tp_cell_text(tp_page_name(page, TP_KIND_technology, technology)),
			tp_cells_field(page, blip, TP_blip_ring),
			tp_cells_field(page, initiative, TP_initiative_phase),
		};
		tp_block_place(block, row, tp_page_places(page, &initiative, 1));
		tp_cells_row(page, block, row++, cells, COLUMNS);
	}
}

int tp_radar_make(const struct tp_question *question, struct tp_document *doc, int *worst, struct tp_err *err)
{
	static const struct tp_need needs[] = {{"tp-portfolio", "radar"}};
	struct radar radar = {.n = 0};
	if (tp_page_init(&radar.page, question->set, doc, err) < 0)
		return -1;
	radar.rings = tp_arena_array(doc->arena, RINGS + 2, sizeof *radar.rings);
	if (!radar.rings)
		return tp_err_memory(err);
	radar.moves = radar.rings + RINGS;
	for (int ring = TP_ring_ready; ring <= TP_ring_wait; ring++)
		radar.rings[ring - TP_ring_ready] = tp_code_title(ring, doc->lang);
	radar.moves[0] = tp_page_word(&radar.page, TP_LABEL_moved_out);
	radar.moves[1] = tp_page_word(&radar.page, TP_LABEL_moved_in);
	doc->title = tp_page_word(&radar.page, TP_LABEL_radar_title);
	doc->subtitle = tp_page_subtitle(&radar.page, (struct tp_text){0});
	find_blips(&radar);
	struct tp_section *section = tp_document_section(doc, "radar", tp_page_word(&radar.page, TP_LABEL_radar));
	tp_document_paragraph(
		doc, section, tp_page_word(&radar.page, radar.n ? TP_LABEL_radar_about : TP_LABEL_radar_none));
	list_rings(&radar, section);
	make_radar(&radar, section, true);
	make_radar(&radar, section, false);
	list_moved(&radar);
	make_own(&radar);
	tp_basis_add(&radar.page, needs, sizeof needs / sizeof *needs);
	*worst = tp_page_worst(&radar.page);
	return doc->failed ? tp_err_memory(err) : 0;
}
