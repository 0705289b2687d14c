#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "starve.h"
#include "tp/text.h"
#include "tp/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	static const char zeros[200];
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < sizeof zeros; size++) {
			char *at = tp_arena_alloc(&arena, size);
			assert_non_null(at);
			assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
			assert_memory_equal(at, zeros, size);
			memset(at, 0xAA, size);
		}
		tp_arena_reset(&arena);
	}
	tp_arena_free(&arena);
	assert_null(arena.head);
}

static void pieces_stay_apart(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	char *piece[500];
	for (size_t i = 0; i < 500; i++) {
		/* Small ones and, now and then, one that needs its own block. */
		size_t size = i % 50 == 49 ? 200000 : 1 + i * 7 % 900;
		piece[i] = tp_arena_alloc(&arena, size);
		assert_non_null(piece[i]);
		memset(piece[i], (int)(i % 251), size);
	}
	for (size_t i = 0; i < 500; i++) {
		size_t size = i % 50 == 49 ? 200000 : 1 + i * 7 % 900;
		assert_int_equal((unsigned char)piece[i][0], i % 251);
		assert_int_equal((unsigned char)piece[i][size - 1], i % 251);
	}
	tp_arena_free(&arena);
}

/* Blocks are filled, whatever the first one's size: 2000 pieces of 1 kB do not take 2000 blocks. */
static void blocks_are_filled(void **state)
{
	(void)state;
	static const size_t first[] = {1, 5000, 13968, 33000, 60000, 70000};
	if (!CAN_STARVE)
		skip();
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		struct tp_arena arena = {0};
		bool all = true;
		STARVED(60, {
			all &= tp_arena_alloc(&arena, first[i]) != NULL;
			for (int n = 0; n < 2000; n++)
				all &= tp_arena_alloc(&arena, 1000) != NULL;
		});
		assert_true(all);
		tp_arena_free(&arena);
	}
}

static void impossible_sizes_give_null(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	assert_null(tp_arena_alloc(&arena, SIZE_MAX));
	assert_null(tp_arena_array(&arena, SIZE_MAX / 2, 3));
	assert_null(tp_arena_copy(&arena, "a", SIZE_MAX));
	assert_non_null(tp_arena_array(&arena, 3, 5));
	tp_arena_free(&arena);
}

static void copy_ends_in_nul(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	assert_string_equal(tp_arena_copy(&arena, "abcdef", 3), "abc");
	assert_string_equal(tp_arena_copy(&arena, NULL, 0), "");
	tp_arena_free(&arena);
}

static void reset_keeps_memory_for_the_next_record(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	tp_arena_reset(&arena);
	assert_null(arena.head);
	char *first = tp_arena_alloc(&arena, 100);
	assert_non_null(tp_arena_alloc(&arena, 1000000));
	tp_arena_reset(&arena);
	assert_non_null(arena.head);
	assert_ptr_equal(tp_arena_alloc(&arena, 100), first);
	tp_arena_free(&arena);
	tp_arena_free(&arena);
}

static void a_text_without_memory_is_empty(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_text copy = {0};
	if (!CAN_STARVE)
		skip();
	STARVED(0, copy = tp_text_copy(&arena, tp_text_of("some bytes")));
	assert_true(starve_hit);
	assert_null(copy.ptr);
	assert_int_equal(copy.len, 0);
	tp_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(a_text_without_memory_is_empty),
		cmocka_unit_test(pieces_stay_apart),
		cmocka_unit_test(blocks_are_filled), cmocka_unit_test(impossible_sizes_give_null),
		cmocka_unit_test(copy_ends_in_nul),
		cmocka_unit_test(reset_keeps_memory_for_the_next_record),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
