#include "tp/radar.h"

#include <stdlib.h>

#include "tp/scope.h"

/* The rings' borders on the scale 1..5. */
static const double READY = 3.5, TRY = 2.5, RELEVANT = 3;

/* A mean with its interval; a mean of too few answers has none, and then low and high are the mean. */
struct span {
	bool known, wide;
	double mean, low, high, n;
};

struct blip {
	struct tp_text technology, area; /* area empty: all */
	struct tp_text round;
	struct span maturity, relevance;
};

/* --- where scores put it --- */

static struct span span_of(const struct tp_record *score)
{
	struct span span = {0};
	span.known = tp_record_num(score, TP_score_mean, &span.mean);
	span.wide = tp_record_num(score, TP_score_low, &span.low) && tp_record_num(score, TP_score_high, &span.high);
	if (!span.wide)
		span.low = span.high = span.mean;
	tp_record_num(score, TP_score_n, &span.n);
	return span;
}

/* The area of a score: empty over all, ptr NULL where it is of another slice. */
static struct tp_text area_of(const struct tp_record *score)
{
	const struct tp_value *slice = tp_record_value(score, TP_score_slice);
	const struct tp_value *group = tp_value_get(slice, "group");
	if (slice->type <= TP_BLANK)
		return tp_text_of("");
	return group && group->type == TP_TEXT && slice->map.n == 1 ? group->text : (struct tp_text){0};
}

static struct blip *find(struct blip *blips, size_t *n, struct tp_text technology, struct tp_text area)
{
	for (size_t i = *n; i > 0; i--)
		if (tp_text_compare(blips[i - 1].technology, technology) == 0 &&
			tp_text_compare(blips[i - 1].area, area) == 0)
			return &blips[i - 1];
	blips[*n] = (struct blip){.technology = technology, .area = area};
	return &blips[(*n)++];
}

static int by_technology(const void *a, const void *b)
{
	const struct blip *left = a, *right = b;
	int order = tp_text_compare(left->technology, right->technology);
	return order ? order : tp_text_compare(left->area, right->area);
}

/* The scores stand by round: what comes later replaces what came before. */
static struct blip *gather(const struct tp_set *set, struct tp_arena *arena, size_t *n)
{
	size_t scores_n;
	struct tp_record *const *scores = tp_set_of(set, TP_KIND_score, tp_text_of("radar"), &scores_n);
	struct blip *blips = tp_arena_array(arena, scores_n + 1, sizeof *blips);
	*n = 0;
	for (size_t i = 0; blips && i < scores_n; i++) {
		int level;
		struct tp_text key = tp_record_id(scores[i], TP_score_key), area = area_of(scores[i]);
		bool maturity = tp_text_is(key, "maturity");
		if (!tp_record_code(scores[i], TP_score_level, &level) || level != TP_score_level_dimension || !area.ptr ||
			!(maturity || tp_text_is(key, "relevance")) || !tp_record_has(scores[i], TP_score_mean))
			continue;
		struct blip *blip = find(blips, n, tp_record_id(scores[i], TP_score_subject), area);
		struct tp_text round = tp_record_id(scores[i], TP_score_round);
		if (tp_text_compare(blip->round, round) != 0)
			blip->maturity.known = blip->relevance.known = false;
		blip->round = round;
		*(maturity ? &blip->maturity : &blip->relevance) = span_of(scores[i]);
	}
	if (blips && *n > 1)
		qsort(blips, *n, sizeof *blips, by_technology);
	return blips;
}

/* --- rings --- */

static int ring_of(double maturity, double relevance)
{
	if (relevance < RELEVANT)
		return TP_ring_wait;
	if (maturity < TRY)
		return TP_ring_watch;
	return maturity >= READY && relevance >= READY ? TP_ring_ready : TP_ring_try;
}

/* Does the rectangle of the two intervals meet the ring? */
static bool reaches(int ring, const struct span *m, const struct span *r)
{
	switch (ring) {
	case TP_ring_ready:
		return m->high >= READY && r->high >= READY;
	case TP_ring_try:
		return m->high >= TRY && r->high >= RELEVANT && (m->low < READY || r->low < READY);
	case TP_ring_watch:
		return m->low < TRY && r->high >= RELEVANT;
	default:
		return r->low < RELEVANT;
	}
}

static const char *direction(const struct blip *now, const struct blip *earlier, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (by_technology(now, &earlier[i]) != 0 || !earlier[i].maturity.known || !earlier[i].relevance.known)
			continue;
		int before = ring_of(earlier[i].maturity.mean, earlier[i].relevance.mean);
		int after = ring_of(now->maturity.mean, now->relevance.mean);
		return after < before ? "in" : after > before ? "out" : NULL;
	}
	return NULL;
}

/* --- own initiatives --- */

/* By technology and the area of the unit. */
static double count_own(const struct tp_inquiry *inquiry, struct tp_text technology, struct tp_text area)
{
	size_t n;
	double own = 0;
	struct tp_record *const *all = tp_set_all(inquiry->set, TP_KIND_initiative, &n);
	for (size_t i = 0; i < n; i++) {
		int phase, code;
		if (tp_text_compare(tp_record_id(all[i], TP_initiative_technology), technology) != 0 ||
			(tp_record_code(all[i], TP_initiative_phase, &phase) && phase == TP_phase_stopped) ||
			!tp_scope_has(inquiry->set, all[i], inquiry->scope))
			continue;
		const struct tp_record *unit =
			tp_set_find(inquiry->set, TP_KIND_unit, tp_record_id(all[i], TP_initiative_unit));
		own += area.len == 0 || (unit && tp_record_code(unit, TP_unit_area, &code) &&
						tp_text_is(area, tp_code_slug(code)));
	}
	return own;
}

/* --- records --- */

static void fill(struct tp_record *record, const struct span *span, enum tp_field mean, enum tp_field low, enum tp_field high)
{
	*tp_record_slot(record, mean) = tp_value_num(span->mean);
	*tp_record_slot(record, low) = span->wide ? tp_value_num(span->low) : tp_value_blank();
	*tp_record_slot(record, high) = span->wide ? tp_value_num(span->high) : tp_value_blank();
}

static int put_blip(const struct tp_inquiry *inquiry, const struct blip *blip, const char *moved,
	const struct tp_sink *sink, struct tp_err *err)
{
	const struct span *m = &blip->maturity, *r = &blip->relevance;
	int ring = ring_of(m->mean, r->mean);
	struct tp_value border[TP_ring_wait - TP_ring_ready + 1];
	struct tp_value borders = {.type = TP_LIST, .list = {border, 0}};
	struct tp_record record;
	tp_record_init(&record, TP_KIND_blip);
	*tp_record_slot(&record, TP_blip_technology) = tp_value_text(blip->technology);
	*tp_record_slot(&record, TP_blip_area) = tp_value_text(blip->area.len ? blip->area : tp_text_of("all"));
	fill(&record, m, TP_blip_maturity, TP_blip_maturity_low, TP_blip_maturity_high);
	fill(&record, r, TP_blip_relevance, TP_blip_relevance_low, TP_blip_relevance_high);
	*tp_record_slot(&record, TP_blip_n) = tp_value_num(m->n < r->n ? m->n : r->n);
	*tp_record_slot(&record, TP_blip_ring) = tp_value_code(ring);
	for (int other = TP_ring_ready; other <= TP_ring_wait; other++)
		if (other != ring && reaches(other, m, r))
			borders.list.items[borders.list.n++] = tp_value_code(other);
	*tp_record_slot(&record, TP_blip_borders) = borders;
	if (moved)
		*tp_record_slot(&record, TP_blip_moved) = tp_value_string(moved);
	*tp_record_slot(&record, TP_blip_own) = tp_value_num(count_own(inquiry, blip->technology, blip->area));
	return tp_sink_put(sink, &record, err);
}

int tp_radar_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	size_t n, earlier_n = 0;
	struct blip *blips = gather(inquiry->set, &arena, &n);
	struct blip *earlier = inquiry->earlier ? gather(inquiry->earlier, &arena, &earlier_n) : NULL;
	int result = blips && (earlier || !inquiry->earlier) ? 0 : tp_err_memory(err);
	for (size_t i = 0; result == 0 && i < n; i++)
		if (blips[i].maturity.known && blips[i].relevance.known)
			result = put_blip(inquiry, &blips[i], direction(&blips[i], earlier, earlier_n), sink, err);
	tp_arena_free(&arena);
	return result;
}
