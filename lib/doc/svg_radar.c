#include "svg.h"

#include <math.h>

/*
 * A sector takes an equal part of the turn. Rings are equally wide at first; then those in which a blip finds no place
 * become wider, and those without any narrower; when that does not help, blips become smaller.
 */

enum { RINGS_MAX = 8, SECTORS_MAX = 12, RADIUS = TP_SVG_WIDTH / 2 - 16, NAMED_LEAST = 110, CROWD = 60, BLIP_LEAST = 4, ROUNDS = 8 };

/* A row that is drawn. */
struct entry {
	size_t row, thing, sector, ring; /* thing: the number of its name, from 0 */
};

struct radar {
	struct tp_svg *svg;
	const struct tp_chart *chart;
	const struct tp_table *table;
	struct entry *entries;
	size_t n, rings, sectors, things;
	struct tp_text sector_names[SECTORS_MAX], ring_names[RINGS_MAX], *names; /* of things */
	double edge[RINGS_MAX + 1]; /* where rings begin and end */
	double half[RINGS_MAX];     /* of the widths of their names */
	double right[SECTORS_MAX + 1], down[SECTORS_MAX + 1]; /* the lines between sectors */
	double y, r, blip;
};

static size_t find(const struct tp_text *names, size_t n, struct tp_text name)
{
	size_t i = 0;
	while (i < n && tp_text_compare(names[i], name) != 0)
		i++;
	return i;
}

/* Rows without a ring, and sectors beyond what can be drawn, stay in the table. */
static void read_row(struct radar *radar, size_t row)
{
	double ring;
	const struct tp_table *table = radar->table;
	struct tp_text sector = radar->chart->group == TP_NO_COLUMN ? tp_text_of("")
		: tp_svg_cell(radar->svg, &table->cells[row * table->columns_n + radar->chart->group]);
	size_t known = find(radar->sector_names, radar->sectors, sector);
	if (!tp_chart_value(table, row, radar->chart->series[0].value, &radar->chart->x, &ring) || ring < 1 ||
		ring > (double)radar->rings || known == SECTORS_MAX)
		return;
	struct tp_text name = tp_svg_label(radar->svg, radar->chart, table, row);
	size_t thing = find(radar->names, radar->things, name);
	radar->names[thing] = name;
	radar->things += thing == radar->things;
	radar->sector_names[known] = sector;
	radar->sectors += known == radar->sectors;
	radar->entries[radar->n++] = (struct entry){row, thing, known, (size_t)ring - 1};
}

static bool read_rows(struct radar *radar)
{
	const struct tp_axis *axis = &radar->chart->x;
	radar->names = tp_arena_array(&radar->svg->arena, radar->table->rows_n, sizeof *radar->names);
	radar->entries = tp_arena_array(&radar->svg->arena, radar->table->rows_n, sizeof *radar->entries);
	if (!radar->names || !radar->entries) {
		radar->svg->body.failed = true;
		return false;
	}
	radar->rings = axis->ticks_n < RINGS_MAX ? axis->ticks_n : RINGS_MAX;
	for (size_t i = 0; i < radar->rings; i++) {
		radar->ring_names[i] = tp_svg_clean(radar->svg, axis->ticks[i]);
		radar->half[i] = tp_svg_width(radar->ring_names[i], TP_SVG_SMALL) / 2;
	}
	for (size_t row = 0; row < radar->table->rows_n; row++)
		read_row(radar, row);
	for (size_t i = 0; i <= radar->sectors; i++)
		tp_svg_turn((double)i / (double)radar->sectors, &radar->right[i], &radar->down[i]);
	return radar->n > 0;
}

/* None becomes so narrow that its name has no room. */
static void share_rings(struct radar *radar, const double widths[RINGS_MAX])
{
	double all = 0, sum = 0, before = 0;
	for (size_t ring = 0; ring < radar->rings; ring++)
		all += widths[ring];
	const double least = all * 0.14;
	for (size_t ring = 0; ring < radar->rings; ring++)
		sum += widths[ring] > least ? widths[ring] : least;
	for (size_t ring = 0; ring < radar->rings; ring++) {
		before += widths[ring] > least ? widths[ring] : least;
		radar->edge[ring + 1] = radar->r * before / sum;
	}
}

/* How far clockwise of a sector's first line. */
static double beyond(const struct radar *radar, size_t sector, double x, double y)
{
	return radar->right[sector] * y - radar->down[sector] * x;
}

/* Within its ring and sector, and off the ring's name, which stands at twelve o'clock under the ring's edge. */
static bool is_in_cell(const void *self, size_t i, double x, double y)
{
	const struct radar *radar = self;
	const struct entry *entry = &radar->entries[i];
	double distance = sqrt(x * x + y * y), margin = radar->blip + 1, edge = radar->edge[entry->ring + 1];
	if (distance > edge - margin || (entry->ring > 0 && distance < radar->edge[entry->ring] + margin))
		return false;
	if (-y > edge - TP_SVG_SMALL - 4 - margin && fabs(x) < radar->half[entry->ring] + margin)
		return false;
	return radar->sectors == 1 ||
		(beyond(radar, entry->sector, x, y) >= margin && beyond(radar, entry->sector + 1, x, y) <= -margin);
}

/* One after the other along the middle of the ring. */
static void wish(const struct radar *radar, size_t i, struct tp_spot *spot)
{
	const struct entry *entry = &radar->entries[i];
	double before = 0, all = 0, right, down;
	for (size_t other = 0; other < radar->n; other++)
		if (radar->entries[other].ring == entry->ring && radar->entries[other].sector == entry->sector) {
			all++;
			before += other < i;
		}
	double middle = (radar->edge[entry->ring] + radar->edge[entry->ring + 1]) / 2;
	tp_svg_turn(((double)entry->sector + (before + 0.5) / all) / (double)radar->sectors, &right, &down);
	spot->wish_x = right * middle;
	spot->wish_y = down * middle;
}

/* True when each blip of this size has a place in its cell. */
static bool place(struct radar *radar, struct tp_spot *spots)
{
	double widths[RINGS_MAX] = {0};
	for (size_t ring = 0; ring < radar->rings; ring++)
		widths[ring] = 1;
	for (int round = 0; round < ROUNDS; round++) {
		share_rings(radar, widths);
		for (size_t i = 0; i < radar->n; i++)
			wish(radar, i, &spots[i]);
		if (tp_svg_spread(spots, radar->n, 2 * radar->blip + 1, is_in_cell, radar) == 0)
			return true;
		bool wider[RINGS_MAX] = {false}, needed[RINGS_MAX] = {false};
		for (size_t i = 0; i < radar->n; i++) {
			wider[radar->entries[i].ring] |= spots[i].lost;
			needed[radar->entries[i].ring] = true;
		}
		for (size_t ring = 0; ring < radar->rings; ring++)
			widths[ring] *= wider[ring] ? 1.25 : needed[ring] ? 1 : 0.75;
	}
	return false;
}

static void draw_ground(const struct radar *radar)
{
	const double middle = TP_SVG_WIDTH / 2.0;
	for (size_t ring = radar->rings; ring-- > 0;)
		tp_svg_circle(radar->svg, middle, radar->y, radar->edge[ring + 1], ring == 0 ? TP_SVG_AREA : TP_SVG_GRID);
	for (size_t i = 0; radar->sectors > 1 && i < radar->sectors; i++)
		tp_svg_line(radar->svg, middle, radar->y, middle + radar->right[i] * radar->r, radar->y + radar->down[i] * radar->r,
			TP_SVG_GRID);
	for (size_t ring = 0; ring < radar->rings; ring++)
		tp_svg_on_lines(radar->svg, middle, radar->y - radar->edge[ring + 1] + TP_SVG_SMALL + 2, TP_SVG_MIDDLE, 100,
			ring == 0 ? TP_SVG_AREA : TP_SVG_PAPER, radar->ring_names[ring]);
}

static int trend_of(const struct radar *radar, size_t row)
{
	double trend;
	if (!tp_chart_value(radar->table, row, radar->chart->trend, &radar->chart->y, &trend))
		return 0;
	return trend > 1 ? 1 : -1;
}

/* What the points of blips say, where any has one. */
static void draw_trends(struct radar *radar)
{
	struct tp_svg *svg = radar->svg;
	bool any = false;
	for (size_t i = 0; i < radar->n; i++)
		any |= trend_of(radar, radar->entries[i].row) != 0;
	for (size_t i = 0; any && i < 2 && i < radar->chart->y.ticks_n; i++) {
		tp_svg_blip(svg, 9, svg->height + 11, 6, 0, i == 0 ? -1 : 1);
		svg->height += tp_svg_lines(svg, 22, svg->height + 3, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH - 22,
			tp_svg_clean(svg, radar->chart->y.ticks[i]), true) + 6;
	}
}

/* Names of sectors stand around the circle; where they would make it small, or there is a crowd in it, letters do, and
 * the names above it. */
static const struct tp_text *name_sectors(struct radar *radar)
{
	static const struct tp_text letters[SECTORS_MAX] = {{"A", 1}, {"B", 1}, {"C", 1}, {"D", 1}, {"E", 1}, {"F", 1}, {"G", 1},
		{"H", 1}, {"I", 1}, {"J", 1}, {"K", 1}, {"L", 1}};
	struct tp_svg *svg = radar->svg;
	double first = 0.5 / (double)radar->sectors;
	if (radar->n <= CROWD && tp_svg_fit_around(svg, radar->sector_names, radar->sectors, first, &radar->r, &radar->y) &&
		radar->r >= NAMED_LEAST)
		return radar->sector_names;
	for (size_t i = 0; i < radar->sectors; i++) {
		tp_svg_text(svg, 0, svg->height + TP_SVG_SMALL, TP_SVG_SMALL, TP_SVG_START, TP_SVG_FONT, letters[i]);
		svg->height += tp_svg_lines(svg, 16, svg->height, TP_SVG_SMALL, TP_SVG_START, TP_SVG_WIDTH - 16,
			radar->sector_names[i], true) + 1;
	}
	svg->height += 8;
	radar->r = RADIUS;
	tp_svg_fit_around(svg, letters, radar->sectors, first, &radar->r, &radar->y);
	return letters;
}

void tp_svg_radar(struct tp_svg *svg, const struct tp_chart *chart, const struct tp_table *table)
{
	struct radar radar = {.svg = svg, .chart = chart, .table = table, .r = RADIUS};
	const struct tp_text *sectors = NULL;
	if (!read_rows(&radar))
		return;
	radar.y = svg->height + radar.r + 2;
	if (radar.sectors > 1)
		sectors = name_sectors(&radar);
	struct tp_spot *spots = tp_arena_array(&svg->arena, radar.n, sizeof *spots);
	svg->body.failed |= !spots;
	for (radar.blip = TP_SVG_BLIP; spots && !place(&radar, spots) && radar.blip > BLIP_LEAST;)
		radar.blip--;
	if (!spots)
		return;
	draw_ground(&radar);
	for (size_t i = 0; i < radar.n; i++)
		tp_svg_blip(svg, TP_SVG_WIDTH / 2.0 + spots[i].x, radar.y + spots[i].y, radar.blip, radar.entries[i].thing + 1,
			trend_of(&radar, radar.entries[i].row));
	svg->height = radar.y + radar.r + 4;
	if (sectors)
		tp_svg_draw_around(svg, sectors, radar.sectors, 0.5 / (double)radar.sectors, radar.r, radar.y);
	tp_svg_key(svg, radar.names, radar.things);
	draw_trends(&radar);
}
