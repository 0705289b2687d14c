#include "tp/cluster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tp/partition.h"
#include "tp/label.h"
#include "tp/latest.h"
#include "tp/num.h"
#include "tp/scope.h"

/* The municipalities of a solution: those with a point first, by id. */
struct field {
	int solution;
	struct tp_point *points;
	size_t n, groups;
	const struct tp_record **lacking; /* without maturity or ambition */
	size_t lacking_n;
	struct tp_arena *arena;
};

/* What a group spans. */
struct span {
	double n, x, y, x_low, x_high, y_low, y_high;
};

static struct span span_of(const struct field *field, size_t group)
{
	struct span span = {0};
	for (size_t i = 0; i < field->n; i++) {
		const struct tp_point *point = &field->points[i];
		if (point->group != group)
			continue;
		if (span.n == 0 || point->x < span.x_low)
			span.x_low = point->x;
		if (span.n == 0 || point->x > span.x_high)
			span.x_high = point->x;
		if (span.n == 0 || point->y < span.y_low)
			span.y_low = point->y;
		if (span.n == 0 || point->y > span.y_high)
			span.y_high = point->y;
		span.x += point->x;
		span.y += point->y;
		span.n++;
	}
	if (span.n > 0) {
		span.x /= span.n;
		span.y /= span.n;
	}
	return span;
}

/* --- who is where --- */

static bool maturity_of(const struct tp_set *set, const struct tp_record *municipality, double *x)
{
	const struct tp_record *score = tp_latest_score(set, "maturity", "municipality",
		tp_record_id(municipality, TP_municipality_id), TP_score_level_total, tp_text_of("total"));
	return score && tp_record_num(score, TP_score_mean, x);
}

static int gather(const struct tp_inquiry *inquiry, struct field *field, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(inquiry->set, TP_KIND_municipality, &n);
	field->points = tp_arena_array(field->arena, n + 1, sizeof *field->points);
	field->lacking = tp_arena_array(field->arena, n + 1, sizeof *field->lacking);
	if (!field->points || !field->lacking)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) {
		int solution;
		struct tp_point point = {.municipality = all[i]};
		if (!tp_record_code(all[i], TP_municipality_solution, &solution) || solution != field->solution)
			continue;
		if (maturity_of(inquiry->set, all[i], &point.x) &&
			tp_record_num(all[i], TP_municipality_ambition, &point.y))
			field->points[field->n++] = point;
		else
			field->lacking[field->lacking_n++] = all[i];
	}
	return 0;
}

/* --- records --- */

/* The solution's slug, and for a group its number. */
static struct tp_text name_of(struct field *field, size_t group)
{
	char id[120], tail[24] = "";
	if (group > 0)
		snprintf(tail, sizeof tail, "-%zu", group);
	int len = snprintf(id, sizeof id, "%s%s", tp_code_slug(field->solution), tail);
	return tp_text_copy(field->arena, (struct tp_text){id, (size_t)len});
}

static struct tp_pair number(const char *name, double x)
{
	return (struct tp_pair){tp_text_of(name), tp_value_num(tp_num_round(x))};
}

static bool is_shown(const struct tp_inquiry *inquiry, const struct tp_record *municipality)
{
	return tp_scope_has(inquiry->set, municipality, inquiry->scope);
}

static int put_group(const struct tp_inquiry *inquiry, struct field *field, size_t group, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct span span = span_of(field, group);
	struct tp_value members = tp_value_list(field->arena, (size_t)span.n);
	struct tp_text id = name_of(field, group);
	struct tp_record record;
	bool shown = false;
	if (members.type != TP_LIST || !id.ptr)
		return tp_err_memory(err);
	members.list.n = 0;
	for (size_t i = 0; i < field->n; i++)
		if (field->points[i].group == group) {
			members.list.items[members.list.n++] = *tp_record_value(field->points[i].municipality, TP_municipality_id);
			shown |= is_shown(inquiry, field->points[i].municipality);
		}
	if (!shown)
		return 0;
	double wide = span.x_high - span.x_low, high = span.y_high - span.y_low;
	tp_record_init(&record, TP_KIND_cluster);
	*tp_record_slot(&record, TP_cluster_id) = tp_value_text(id);
	*tp_record_slot(&record, TP_cluster_solution) = tp_value_code(field->solution);
	*tp_record_slot(&record, TP_cluster_members) = members;
	*tp_record_slot(&record, TP_cluster_maturity) = tp_value_num(tp_num_round(span.x));
	*tp_record_slot(&record, TP_cluster_ambition) = tp_value_num(tp_num_round(span.y));
	*tp_record_slot(&record, TP_cluster_spread) = tp_value_num(tp_num_round(high > wide ? high : wide));
	struct tp_pair parts[] = {number("n", span.n), number("x_low", span.x_low), number("x_high", span.x_high),
		number("y_low", span.y_low), number("y_high", span.y_high)};
	if (tp_label_both(field->arena, TP_LABEL_cluster_why, parts, 5, tp_record_slot(&record, TP_cluster_why), err) < 0)
		return -1;
	return tp_sink_put(sink, &record, err);
}

/* --- those that are left over --- */

/* The cluster whose middle is nearest; 0 when there is none. */
static size_t nearest(const struct field *field, const struct tp_point *point)
{
	size_t best = 0;
	double least = 0;
	for (size_t group = 1; group <= field->groups; group++) {
		struct span span = span_of(field, group);
		double dx = point->x - span.x, dy = point->y - span.y, d = tp_num_round(dx * dx + dy * dy);
		if (best == 0 || d < least) {
			best = group;
			least = d;
		}
	}
	return best;
}

/* How far the point is from the farthest member, in one coordinate; signed: above the group is positive. */
static double beyond(double x, double low, double high)
{
	return fabs(x - low) > fabs(x - high) ? x - low : x - high;
}

enum { LEFT_MEMBERS = 6 };

static int tell_left(struct field *field, const struct tp_point *point, struct tp_value *out, struct tp_err *err)
{
	size_t group = nearest(field, point), n = 0;
	struct span span = span_of(field, group);
	*out = tp_value_map(field->arena, LEFT_MEMBERS);
	if (out->type != TP_MAP)
		return tp_err_memory(err);
	struct tp_pair *pairs = out->map.pairs;
	pairs[n++] = (struct tp_pair){tp_text_of("municipality"), *tp_record_value(point->municipality, TP_municipality_id)};
	pairs[n++] = number("maturity", point->x);
	pairs[n++] = number("ambition", point->y);
	if (group > 0) {
		struct tp_text id = name_of(field, group);
		if (!id.ptr)
			return tp_err_memory(err);
		pairs[n++] = (struct tp_pair){tp_text_of("nearest"), tp_value_text(id)};
		pairs[n++] = number("maturity_gap", beyond(point->x, span.x_low, span.x_high));
		pairs[n++] = number("ambition_gap", beyond(point->y, span.y_low, span.y_high));
	}
	out->map.n = n;
	return 0;
}

/* What keeps a municipality from having a point. */
static int tell_lacking(const struct tp_set *set, struct field *field, const struct tp_record *municipality,
	struct tp_value *out, struct tp_err *err)
{
	double ignored;
	struct tp_value missing = tp_value_list(field->arena, 2);
	*out = tp_value_map(field->arena, 2);
	if (out->type != TP_MAP || missing.type != TP_LIST)
		return tp_err_memory(err);
	missing.list.n = 0;
	if (!maturity_of(set, municipality, &ignored))
		missing.list.items[missing.list.n++] = tp_value_string("maturity");
	if (!tp_record_has(municipality, TP_municipality_ambition))
		missing.list.items[missing.list.n++] = tp_value_string("ambition");
	out->map.pairs[0] = (struct tp_pair){
		tp_text_of("municipality"), *tp_record_value(municipality, TP_municipality_id)};
	out->map.pairs[1] = (struct tp_pair){tp_text_of("missing"), missing};
	return 0;
}

static int put_left(const struct tp_inquiry *inquiry, struct field *field, const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_value left = tp_value_list(field->arena, field->n + field->lacking_n);
	struct tp_text id = name_of(field, 0);
	struct tp_record record;
	size_t n = 0;
	if (left.type != TP_LIST || !id.ptr)
		return tp_err_memory(err);
	for (size_t i = 0; i < field->n; i++)
		if (field->points[i].group == 0 && is_shown(inquiry, field->points[i].municipality) &&
			tell_left(field, &field->points[i], &left.list.items[n++], err) < 0)
			return -1;
	for (size_t i = 0; i < field->lacking_n; i++)
		if (is_shown(inquiry, field->lacking[i]) &&
			tell_lacking(inquiry->set, field, field->lacking[i], &left.list.items[n++], err) < 0)
			return -1;
	if (n == 0)
		return 0;
	left.list.n = n;
	tp_record_init(&record, TP_KIND_cluster);
	*tp_record_slot(&record, TP_cluster_id) = tp_value_text(id);
	*tp_record_slot(&record, TP_cluster_solution) = tp_value_code(field->solution);
	*tp_record_slot(&record, TP_cluster_left_over) = left;
	return tp_sink_put(sink, &record, err);
}

static int put_solution(const struct tp_inquiry *inquiry, const struct tp_cluster_options *options, int solution,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct field field = {.solution = solution, .arena = &arena};
	int result = gather(inquiry, &field, err);
	if (result == 0)
		result = tp_partition_make(field.points, field.n, options, &arena, &field.groups, err);
	for (size_t group = 1; result == 0 && group <= field.groups; group++)
		result = put_group(inquiry, &field, group, sink, err);
	if (result == 0)
		result = put_left(inquiry, &field, sink, err);
	tp_arena_free(&arena);
	return result;
}

int tp_cluster_put(const struct tp_inquiry *inquiry, const struct tp_cluster_options *options,
	const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	int first = tp_enum_first(TP_ENUM_solution, &n), result = 0;
	for (int solution = first; result == 0 && solution < first + (int)n; solution++)
		result = put_solution(inquiry, options, solution, sink, err);
	return result;
}
