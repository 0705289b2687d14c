#include "tp/peers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tp/num.h"

static struct tp_record score_of(const char *subject, const char *key, double mean)
{
	struct tp_record score;
	tp_record_init(&score, TP_KIND_score);
	*tp_record_slot(&score, TP_score_instrument) = tp_value_string("x");
	*tp_record_slot(&score, TP_score_hash) = tp_value_string("1");
	*tp_record_slot(&score, TP_score_subject_kind) = tp_value_string("unit");
	*tp_record_slot(&score, TP_score_subject) = tp_value_string(subject);
	*tp_record_slot(&score, TP_score_level) = tp_value_code(TP_score_level_item);
	*tp_record_slot(&score, TP_score_key) = tp_value_string(key);
	*tp_record_slot(&score, TP_score_mean) = tp_value_num(mean);
	return score;
}

static void add(struct tp_peers *peers, const struct tp_record *score)
{
	struct tp_err err = {0};
	assert_int_equal(tp_peers_add(peers, score, &err), 0);
}

/* "n p25 p50 p75 position", or "" for none. */
static const char *peers_of(struct tp_peers *peers, const struct tp_record *score)
{
	static char out[200];
	static const char *const names[] = {"n", "p25", "p50", "p75", "position"};
	struct tp_arena arena = {0};
	struct tp_value value;
	struct tp_err err = {0};
	size_t len = 0;
	assert_int_equal(tp_peers_of(peers, score, &arena, &value, &err), 0);
	out[0] = '\0';
	for (size_t i = 0; value.type == TP_MAP && i < 5; i++) {
		char number[TP_NUM_SIZE];
		tp_num_format(tp_value_get(&value, names[i])->num, number);
		len += (size_t)snprintf(out + len, sizeof out - len, "%s%s", i ? " " : "", number);
	}
	tp_arena_free(&arena);
	return out;
}

/* Type 7 of 1, 2, 3, 4, 10 in R: 2, 3, 4; of 1, 2, 4, 10: 1.75, 3, 5.5. */
static void quartiles_are_of_type_7(void **state)
{
	(void)state;
	static const double means[] = {10, 1, 4, 2};
	struct tp_peers peers = {0};
	for (size_t i = 0; i < 4; i++) {
		struct tp_record score = score_of("u", "a", means[i]);
		add(&peers, &score);
	}
	struct tp_record one = score_of("u", "a", 4);
	assert_string_equal(peers_of(&peers, &one), "4 1.75 3 5.5 2");
	tp_peers_free(&peers);
	for (size_t i = 0; i < 4; i++) {
		struct tp_record score = score_of("u", "a", means[i]);
		add(&peers, &score);
	}
	one = score_of("u", "a", 3);
	add(&peers, &one);
	assert_string_equal(peers_of(&peers, &one), "5 2 3 4 3");
	tp_peers_free(&peers);
}

static void ties_share_the_better_place(void **state)
{
	(void)state;
	struct tp_peers peers = {0};
	static const double means[] = {2, 5, 2, 5, 1};
	struct tp_record score;
	for (size_t i = 0; i < 5; i++) {
		score = score_of("u", "a", means[i]);
		add(&peers, &score);
	}
	score = score_of("u", "a", 5);
	assert_string_equal(peers_of(&peers, &score), "5 2 2 5 1");
	score = score_of("u", "a", 2);
	assert_string_equal(peers_of(&peers, &score), "5 2 2 5 3");
	score = score_of("u", "a", 1);
	assert_string_equal(peers_of(&peers, &score), "5 2 2 5 5");
	tp_peers_free(&peers);
}

static void only_the_same_thing_is_a_peer(void **state)
{
	(void)state;
	struct tp_peers peers = {0};
	struct tp_pair pair = {{"group", 5}, tp_value_string("staff")};
	struct tp_record score = score_of("u", "a", 1), none = score, other;
	for (int i = 0; i < 3; i++)
		add(&peers, &score);
	other = score_of("u", "b", 1);
	add(&peers, &other);
	other = score;
	*tp_record_slot(&other, TP_score_hash) = tp_value_string("2");
	add(&peers, &other);
	other = score;
	*tp_record_slot(&other, TP_score_round) = tp_value_string("2026");
	add(&peers, &other);
	other = score;
	*tp_record_slot(&other, TP_score_subject_kind) = tp_value_string("municipality");
	add(&peers, &other);
	other = score;
	*tp_record_slot(&other, TP_score_slice) = (struct tp_value){.type = TP_MAP, .map = {&pair, 1}};
	add(&peers, &other);
	*tp_record_slot(&none, TP_score_mean) = tp_value_blank();
	add(&peers, &none);
	assert_string_equal(peers_of(&peers, &score), "");
	assert_string_equal(peers_of(&peers, &none), "");
	tp_peers_free(&peers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quartiles_are_of_type_7),
		cmocka_unit_test(ties_share_the_better_place),
		cmocka_unit_test(only_the_same_thing_is_a_peer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
