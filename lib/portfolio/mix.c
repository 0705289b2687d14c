#include "tp/mix.h"

#include <stdlib.h>

#include "tp/num.h"
#include "tp/scope.h"

/* An initiative as a part of its unit, or of its municipality. */
struct part {
	struct tp_text scope;
	const struct tp_record *initiative;
	double weight; /* on the basis */
};

/* What adds up for one share. */
struct sum {
	double count, cost, hours, weight;
};

enum { TYPES = TP_type_rethink_business - TP_type_efficiency + 1, PURPOSES = TP_problem_area_data - TP_problem_area_service + 1,
	GROUPS = TP_technology_group_meet - TP_technology_group_collect + 1 };

/* --- parts --- */

static bool is_stopped(const struct tp_record *initiative)
{
	int phase;
	return tp_record_code(initiative, TP_initiative_phase, &phase) && phase == TP_phase_stopped;
}

/* False when there is nothing to weigh it by. */
static bool weigh(const struct tp_record *initiative, int basis, double *weight)
{
	*weight = 1;
	if (basis == TP_basis_count)
		return true;
	return tp_record_num(initiative, basis == TP_basis_cost ? TP_initiative_cost : TP_initiative_hours, weight);
}

static int by_scope(const void *a, const void *b)
{
	const struct part *left = a, *right = b;
	int order = tp_text_compare(left->scope, right->scope);
	return order ? order
		: tp_text_compare(tp_record_id(left->initiative, TP_initiative_id), tp_record_id(right->initiative, TP_initiative_id));
}

static struct part *gather(const struct tp_inquiry *inquiry, int basis, struct tp_arena *arena, size_t *n)
{
	size_t all_n;
	struct tp_record *const *all = tp_set_all(inquiry->set, TP_KIND_initiative, &all_n);
	struct part *parts = tp_arena_array(arena, 2 * all_n + 1, sizeof *parts);
	*n = 0;
	for (size_t i = 0; parts && i < all_n; i++) {
		struct part part = {.initiative = all[i]};
		if (is_stopped(all[i]) || !weigh(all[i], basis, &part.weight) ||
			!tp_scope_has(inquiry->set, all[i], inquiry->scope))
			continue;
		part.scope = tp_record_id(all[i], TP_initiative_municipality);
		parts[(*n)++] = part;
		part.scope = tp_record_id(all[i], TP_initiative_unit);
		if (part.scope.len > 0)
			parts[(*n)++] = part;
	}
	if (parts && *n > 1)
		qsort(parts, *n, sizeof *parts, by_scope);
	return parts;
}

static void add(struct sum *sum, const struct part *part)
{
	double x;
	sum->count++;
	sum->weight += part->weight;
	if (tp_record_num(part->initiative, TP_initiative_cost, &x))
		sum->cost += x;
	if (tp_record_num(part->initiative, TP_initiative_hours, &x))
		sum->hours += x;
}

/* --- records --- */

static struct tp_record share_of(struct tp_text scope, int basis, const struct sum *sum, double whole)
{
	struct tp_record share;
	tp_record_init(&share, TP_KIND_share);
	*tp_record_slot(&share, TP_share_scope) = tp_value_text(scope);
	*tp_record_slot(&share, TP_share_basis) = tp_value_code(basis);
	*tp_record_slot(&share, TP_share_count) = tp_value_num(sum->count);
	*tp_record_slot(&share, TP_share_cost) = tp_value_num(tp_num_round(sum->cost));
	*tp_record_slot(&share, TP_share_hours) = tp_value_num(tp_num_round(sum->hours));
	*tp_record_slot(&share, TP_share_share) = tp_value_num(tp_num_round(sum->weight / whole));
	return share;
}

/* Targets are held against as they were given, also where they do not add up to 100. */
static void compare(const struct tp_set *set, struct tp_record *share, double exact)
{
	struct tp_record like;
	size_t n;
	double target;
	tp_record_init(&like, TP_KIND_target);
	*tp_record_slot(&like, TP_target_scope) = *tp_record_value(share, TP_share_scope);
	*tp_record_slot(&like, TP_target_type) = *tp_record_value(share, TP_share_type);
	struct tp_record *const *found = tp_set_like(set, &like, 2, &n);
	if (n == 0 || !tp_record_num(found[0], TP_target_share, &target))
		return;
	*tp_record_slot(share, TP_share_target) = tp_value_num(target);
	*tp_record_slot(share, TP_share_gap) = tp_value_num(tp_num_round(100 * exact - target));
}

static int put_types(const struct tp_set *set, const struct part *parts, size_t n, int basis, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct sum sums[TYPES] = {0};
	double weights[TYPES], whole = 0;
	int percent[TYPES], type, result = 0;
	for (size_t i = 0; i < n; i++)
		if (tp_record_code(parts[i].initiative, TP_initiative_type, &type)) {
			add(&sums[type - TP_type_efficiency], &parts[i]);
			whole += parts[i].weight;
		}
	if (!(whole > 0))
		return 0;
	for (int t = 0; t < TYPES; t++)
		weights[t] = sums[t].weight;
	tp_num_percent(weights, TYPES, percent);
	for (int t = 0; result == 0 && t < TYPES; t++) {
		struct tp_record share = share_of(parts->scope, basis, &sums[t], whole);
		*tp_record_slot(&share, TP_share_type) = tp_value_code(TP_type_efficiency + t);
		*tp_record_slot(&share, TP_share_percent) = tp_value_num(percent[t]);
		compare(set, &share, weights[t] / whole);
		result = tp_sink_put(sink, &share, err);
	}
	return result;
}

/* The first problem area and the group of the technology. */
static bool find_purpose(const struct tp_set *set, const struct tp_record *initiative, int *purpose, int *group)
{
	const struct tp_value *areas = tp_record_value(initiative, TP_initiative_problem_areas);
	const struct tp_record *technology =
		tp_set_find(set, TP_KIND_technology, tp_record_id(initiative, TP_initiative_technology));
	if (areas->type != TP_LIST || areas->list.n == 0 || !technology)
		return false;
	*purpose = areas->list.items[0].code;
	return tp_record_code(technology, TP_technology_group, group);
}

static int put_purposes(const struct tp_set *set, const struct part *parts, size_t n, int basis,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct sum sums[PURPOSES * GROUPS] = {0};
	double weights[PURPOSES * GROUPS], whole = 0;
	int percent[PURPOSES * GROUPS], purpose, group, result = 0;
	for (size_t i = 0; i < n; i++)
		if (find_purpose(set, parts[i].initiative, &purpose, &group)) {
			purpose -= TP_problem_area_service;
			add(&sums[purpose * GROUPS + group - TP_technology_group_collect], &parts[i]);
			whole += parts[i].weight;
		}
	if (!(whole > 0))
		return 0;
	for (int c = 0; c < PURPOSES * GROUPS; c++)
		weights[c] = sums[c].weight;
	tp_num_percent(weights, PURPOSES * GROUPS, percent);
	for (int c = 0; result == 0 && c < PURPOSES * GROUPS; c++) {
		if (sums[c].count == 0)
			continue;
		struct tp_record share = share_of(parts->scope, basis, &sums[c], whole);
		*tp_record_slot(&share, TP_share_purpose) = tp_value_code(TP_problem_area_service + c / GROUPS);
		*tp_record_slot(&share, TP_share_technology_group) = tp_value_code(TP_technology_group_collect + c % GROUPS);
		*tp_record_slot(&share, TP_share_percent) = tp_value_num(percent[c]);
		result = tp_sink_put(sink, &share, err);
	}
	return result;
}

int tp_mix_put(const struct tp_inquiry *inquiry, int basis, const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_arena arena = {0};
	size_t n;
	struct part *parts = gather(inquiry, basis, &arena, &n);
	int result = parts ? 0 : tp_err_memory(err);
	for (size_t i = 0, end; parts && result == 0 && i < n; i = end) {
		end = i + 1;
		while (end < n && tp_text_compare(parts[i].scope, parts[end].scope) == 0)
			end++;
		result = put_types(inquiry->set, parts + i, end - i, basis, sink, err);
		if (result == 0)
			result = put_purposes(inquiry->set, parts + i, end - i, basis, sink, err);
	}
	tp_arena_free(&arena);
	return result;
}
