#include "tp/peers.h"

#include <math.h>
#include <stdlib.h>

#include "tp/num.h"

struct tp_peers_means {
	double *x;
	size_t n, capacity;
};

static void write_key(const struct tp_record *score, struct tp_buf *key)
{
	static const enum tp_field fields[] = {TP_score_instrument, TP_score_hash, TP_score_round, TP_score_subject_kind,
		TP_score_slice, TP_score_level, TP_score_key};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		tp_value_canonical(tp_record_value(score, fields[i]), key);
		tp_buf_add_char(key, '\0');
	}
}

static int make_room(struct tp_peers *peers, struct tp_err *err)
{
	if (peers->keys.n < peers->capacity)
		return 0;
	size_t more = peers->capacity ? peers->capacity * 2 : 64;
	struct tp_peers_means *moved = reallocarray(peers->means, more, sizeof *moved);
	if (!moved)
		return tp_err_memory(err);
	peers->means = moved;
	peers->capacity = more;
	return 0;
}

static int add_mean(struct tp_peers_means *means, double mean, struct tp_err *err)
{
	if (means->n == means->capacity) {
		size_t more = means->capacity ? means->capacity * 2 : 8;
		double *moved = reallocarray(means->x, more, sizeof *moved);
		if (!moved)
			return tp_err_memory(err);
		means->x = moved;
		means->capacity = more;
	}
	means->x[means->n++] = mean;
	return 0;
}

int tp_peers_add(struct tp_peers *peers, const struct tp_record *score, struct tp_err *err)
{
	double mean;
	bool is_new = false;
	struct tp_buf key = {0};
	if (!tp_record_num(score, TP_score_mean, &mean))
		return 0;
	if (make_room(peers, err) < 0)
		return -1;
	write_key(score, &key);
	long number = key.failed ? -1 : tp_map_add(&peers->keys, (struct tp_text){key.ptr, key.len}, &is_new);
	tp_buf_free(&key);
	if (number < 0)
		return tp_err_memory(err);
	if (is_new)
		peers->means[number] = (struct tp_peers_means){0};
	return add_mean(&peers->means[number], mean, err);
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static void sort_all(struct tp_peers *peers)
{
	for (size_t i = 0; i < peers->keys.n; i++)
		qsort(peers->means[i].x, peers->means[i].n, sizeof(double), by_size);
	peers->sorted = true;
}

static struct tp_value quartile(const struct tp_peers_means *means, double share)
{
	double place = (double)(means->n - 1) * share, below = floor(place);
	size_t i = (size_t)below;
	double x = means->x[i];
	if (place > below)
		x += (place - below) * (means->x[i + 1] - x);
	return tp_value_num(tp_num_round(x));
}

/* How many of the ascending means are larger. */
static size_t count_above(const struct tp_peers_means *means, double mean)
{
	size_t low = 0, high = means->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (means->x[middle] <= mean)
			low = middle + 1;
		else
			high = middle;
	}
	return means->n - low;
}

int tp_peers_of(struct tp_peers *peers, const struct tp_record *score, struct tp_arena *arena, struct tp_value *out,
	struct tp_err *err)
{
	double mean;
	struct tp_buf key = {0};
	*out = (struct tp_value){.type = TP_ABSENT};
	if (!tp_record_num(score, TP_score_mean, &mean))
		return 0;
	if (!peers->sorted)
		sort_all(peers);
	write_key(score, &key);
	long number = key.failed ? TP_MAP_NONE : tp_map_find(&peers->keys, (struct tp_text){key.ptr, key.len});
	bool failed = key.failed;
	tp_buf_free(&key);
	if (failed)
		return tp_err_memory(err);
	if (number == TP_MAP_NONE || peers->means[number].n < TP_PEERS_LEAST)
		return 0;
	const struct tp_peers_means *means = &peers->means[number];
	struct tp_value map = tp_value_map(arena, 5);
	if (map.type == TP_ABSENT)
		return tp_err_memory(err);
	map.map.pairs[0] = (struct tp_pair){tp_text_of("n"), tp_value_num((double)means->n)};
	map.map.pairs[1] = (struct tp_pair){tp_text_of("p25"), quartile(means, 0.25)};
	map.map.pairs[2] = (struct tp_pair){tp_text_of("p50"), quartile(means, 0.5)};
	map.map.pairs[3] = (struct tp_pair){tp_text_of("p75"), quartile(means, 0.75)};
	map.map.pairs[4] = (struct tp_pair){tp_text_of("position"), tp_value_num((double)(1 + count_above(means, mean)))};
	*out = map;
	return 0;
}

void tp_peers_free(struct tp_peers *peers)
{
	for (size_t i = 0; i < peers->keys.n; i++)
		free(peers->means[i].x);
	free(peers->means);
	tp_map_free(&peers->keys);
	*peers = (struct tp_peers){0};
}
