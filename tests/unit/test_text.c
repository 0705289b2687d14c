#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/text.h"

#define UTF8_SUITE "../shared/suites/utf8/utf8tests.txt"

static void expect_bytes(struct tp_buf *buf, const char *expected)
{
	assert_false(buf->failed);
	assert_int_equal(buf->len, strlen(expected));
	if (buf->len > 0)
		assert_memory_equal(buf->ptr, expected, buf->len);
	tp_buf_free(buf);
}

static void compares_bytewise(void **state)
{
	(void)state;
	assert_true(tp_text_compare(tp_text_of("a"), tp_text_of("b")) < 0);
	assert_true(tp_text_compare(tp_text_of("ab"), tp_text_of("a")) > 0);
	assert_true(tp_text_compare(tp_text_of("z"), tp_text_of("å")) < 0);
	assert_int_equal(tp_text_compare(tp_text_of(NULL), (struct tp_text){0}), 0);
	assert_true(tp_text_is((struct tp_text){"abc", 2}, "ab"));
	assert_false(tp_text_is(tp_text_of("abc"), "ab"));
}

static void from_utf16(const char *bytes, size_t len, bool big, bool last, size_t taken, const char *expected)
{
	struct tp_buf out = {0};
	assert_int_equal(tp_text_from_utf16(&out, (struct tp_text){bytes, len}, big, last), taken);
	assert_int_equal(out.len, strlen(expected));
	assert_memory_equal(out.len ? out.ptr : "", expected, out.len);
	tp_buf_free(&out);
}

/* The examples of RFC 2781: U+12345 and "=Ra". */
static void utf16(void **state)
{
	(void)state;
	from_utf16("\xD8\x08\xDF\x45\0=\0R\0a", 10, true, true, 10, "\U00012345=Ra");
	from_utf16("\x08\xD8\x45\xDF=\0R\0a\0", 10, false, true, 10, "\U00012345=Ra");
	from_utf16("\xE5\0\xAC\x20\xFF\xDB\xFF\xDF", 8, false, true, 8, "å€\U0010FFFF");
	/* what is not whole waits, and at the end an odd byte is left */
	from_utf16("a\0b", 3, false, false, 2, "a");
	from_utf16("a\0b", 3, false, true, 2, "a");
	from_utf16("a\0\x08\xD8", 4, false, false, 2, "a");
	from_utf16("a\0\x08\xD8\x45", 5, false, false, 2, "a");
	/* halves, which no valid UTF-8 can be */
	from_utf16("\x08\xD8", 2, false, true, 2, "\xED\xA0\x88");
	from_utf16("\x08\xD8" "a\0", 4, false, false, 4, "\xED\xA0\x88" "a");
	from_utf16("\x45\xDF\x08\xD8" "a\0", 6, false, false, 6, "\xED\xBD\x85\xED\xA0\x88" "a");
	assert_int_equal(tp_text_valid(tp_text_of("a\xED\xA0\x88")), 1);
}

/* Any units come back as they were, halves and all. */
static void utf16_round_trip(void **state)
{
	(void)state;
	char bytes[400];
	for (unsigned round = 0; round < 400; round++) {
		struct tp_buf utf8 = {0}, back = {0};
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)(i * 37 + round * 101 + i * i % (round + 1));
		for (size_t i = 0; i + 1 < sizeof bytes; i += 6) /* many of them surrogates */
			bytes[i + (round & 1 ? 0 : 1)] = (char)(0xD8 + i % 8);
		assert_int_equal(tp_text_from_utf16(&utf8, (struct tp_text){bytes, sizeof bytes}, round & 1, true), sizeof bytes);
		tp_text_to_utf16(&back, (struct tp_text){utf8.ptr, utf8.len}, round & 1);
		assert_int_equal(back.len, sizeof bytes);
		assert_memory_equal(back.ptr, bytes, sizeof bytes);
		tp_buf_free(&utf8);
		tp_buf_free(&back);
	}
}

static void trims(void **state)
{
	(void)state;
	assert_true(tp_text_is(tp_text_trim(tp_text_of(" \t\u00A0a b\r\n\u00A0 ")), "a b"));
	/* no-break space and its kin, marks of direction and order, what has no width */
	assert_true(tp_text_is(tp_text_trim(tp_text_of("\uFEFF\u200E\u202F a\u200Bb\u2060\u3000\u2009\u200F")), "a\u200Bb"));
	assert_true(tp_text_is(tp_text_trim(tp_text_of("–a–")), "–a–")); /* a dash of the same block */
	assert_true(tp_text_is(tp_text_trim(tp_text_of("\u2019a€")), "\u2019a€"));
	assert_true(tp_text_is(tp_text_trim(tp_text_of("\xE2\x80")), "\xE2\x80"));
	assert_true(tp_text_is(tp_text_trim(tp_text_of("à")), "à")); /* C3 A0, whose last byte is no blank */
	assert_true(tp_text_is(tp_text_trim(tp_text_of(" \u00A0 ")), ""));
	assert_true(tp_text_is(tp_text_trim((struct tp_text){0}), ""));
}

static void splits(void **state)
{
	(void)state;
	struct tp_text rest = tp_text_of("a, b;;c");
	assert_true(tp_text_is(tp_text_split(&rest, ",;"), "a"));
	assert_true(tp_text_is(tp_text_split(&rest, ",;"), " b"));
	assert_true(tp_text_is(tp_text_split(&rest, ",;"), ""));
	assert_non_null(rest.ptr);
	assert_true(tp_text_is(tp_text_split(&rest, ",;"), "c"));
	assert_null(rest.ptr);
	assert_int_equal(tp_text_split(&rest, ",;").len, 0);

	rest = tp_text_of("a,");
	tp_text_split(&rest, ",");
	assert_non_null(rest.ptr); /* the empty part behind the comma is still to come */
	assert_int_equal(tp_text_split(&rest, ",").len, 0);
	assert_null(rest.ptr);

	rest = (struct tp_text){"a\0b", 3};
	assert_int_equal(tp_text_split(&rest, ",").len, 3);
}

static void copies(void **state)
{
	(void)state;
	struct tp_arena arena = {0};
	struct tp_text copy = tp_text_copy(&arena, (struct tp_text){"abc", 2});
	assert_int_equal(copy.len, 2);
	assert_string_equal(copy.ptr, "ab");
	assert_non_null(tp_text_copy(&arena, (struct tp_text){0}).ptr);
	tp_arena_free(&arena);
}

/* The published FNV-1a of "a" is af63dc4c8601ec8c, of "foobar" 85944171f73967e8; the mix was computed in Python. */
static void hashes(void **state)
{
	(void)state;
	assert_true(tp_text_hash(tp_text_of(""), 0) == 0xf52a15e9a9b5e89bu);
	assert_true(tp_text_hash(tp_text_of("a"), 0) == 0x02c0bdbf481420f8u);
	assert_true(tp_text_hash(tp_text_of("foobar"), 0) == 0x404da9e3b74078c2u);
	assert_true(tp_text_hash(tp_text_of("foobar"), 1) == 0x1832d3c221be8070u);
}

static void validates(void **state)
{
	(void)state;
	assert_int_equal(tp_text_valid(tp_text_of("rødgrød med fløde €𝒜")), strlen("rødgrød med fløde €𝒜"));
	assert_int_equal(tp_text_valid((struct tp_text){0}), 0);
	/* Every place in and around a block of eight. */
	for (size_t at = 0; at < 30; at++) {
		char bytes[30];
		memset(bytes, 'a', sizeof bytes);
		bytes[at] = (char)0xE6;
		assert_int_equal(tp_text_valid((struct tp_text){bytes, sizeof bytes}), at);
	}
	assert_int_equal(tp_text_valid(tp_text_of("ab\xC3")), 2);
	assert_int_equal(tp_text_valid(tp_text_of("\xED\xA0\x80")), 0);
	assert_int_equal(tp_text_valid(tp_text_of("\xC0\xAF")), 0);
	assert_int_equal(tp_text_valid(tp_text_of("\xF4\x90\x80\x80")), 0);
}

/* Every code point by the definition of RFC 3629. */
static void validates_every_code_point(void **state)
{
	(void)state;
	for (unsigned code = 0x80; code < 0x120000; code++) {
		char bytes[4];
		size_t len = 0;
		if (code < 0x800) {
			bytes[len++] = (char)(0xC0 | code >> 6);
		} else {
			if (code < 0x10000) {
				bytes[len++] = (char)(0xE0 | code >> 12);
			} else {
				bytes[len++] = (char)(0xF0 | code >> 18);
				bytes[len++] = (char)(0x80 | (code >> 12 & 0x3F));
			}
			bytes[len++] = (char)(0x80 | (code >> 6 & 0x3F));
		}
		bytes[len++] = (char)(0x80 | (code & 0x3F));
		bool is_valid = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
		assert_int_equal(tp_text_valid((struct tp_text){bytes, len}), is_valid ? len : 0);
		assert_int_equal(tp_text_valid((struct tp_text){bytes, len - 1}), 0);
	}
}

/* Masked, and with the replacement character as "?" too, so that what the suite expects can be compared. */
static void add_questions(struct tp_buf *out, struct tp_text text)
{
	struct tp_buf masked = {0};
	tp_text_mask(&masked, text);
	for (size_t i = 0; i < masked.len; i++) {
		if (masked.len - i >= 3 && memcmp(masked.ptr + i, "\xEF\xBF\xBD", 3) == 0) {
			tp_buf_add_char(out, '?');
			i += 2;
		} else {
			tp_buf_add_char(out, masked.ptr[i]);
		}
	}
	tp_buf_free(&masked);
}

static struct tp_buf from_hex(struct tp_text hex)
{
	struct tp_buf bytes = {0};
	char pair[3] = "";
	for (size_t i = 0; i + 1 < hex.len; i++) {
		if (!isxdigit((unsigned char)hex.ptr[i]))
			continue;
		memcpy(pair, hex.ptr + i++, 2);
		tp_buf_add_char(&bytes, (char)strtoul(pair, NULL, 16));
	}
	return bytes;
}

/* True when the line held a case: number:valid hex:bytes, or number:invalid hex:bytes:skipped:replaced. */
static bool expect_suite_line(struct tp_text line)
{
	if (line.len > 0 && *line.ptr == '#')
		return false;
	struct tp_text parts[5] = {0};
	for (size_t i = 0; i < 5 && line.ptr; i++)
		parts[i] = tp_text_trim(tp_text_split(&line, ":"));
	bool is_valid = tp_text_is(parts[1], "valid hex");
	if (!is_valid && !tp_text_is(parts[1], "invalid hex"))
		return false;
	struct tp_buf bytes = from_hex(parts[2]), expected = from_hex(parts[4]), a = {0}, b = {0};
	struct tp_text text = {bytes.ptr, bytes.len};
	assert_true((tp_text_valid(text) == text.len) == is_valid);
	if (!is_valid) {
		add_questions(&a, text);
		add_questions(&b, (struct tp_text){expected.ptr, expected.len});
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.ptr, b.ptr, a.len);
	}
	tp_buf_free(&bytes);
	tp_buf_free(&expected);
	tp_buf_free(&a);
	tp_buf_free(&b);
	return true;
}

static void utf8_suite(void **state)
{
	(void)state;
	FILE *file = fopen(UTF8_SUITE, "r");
	if (!file) {
		print_message("skipped: no " UTF8_SUITE "\n");
		skip();
	}
	char line[1024];
	size_t n = 0;
	while (fgets(line, sizeof line, file))
		n += expect_suite_line(tp_text_of(line));
	fclose(file);
	assert_true(n > 200);
}

/* From the table that Unicode publishes as CP1252.TXT. */
static void reads_windows_1252(void **state)
{
	(void)state;
	struct tp_buf out = {0};
	const char *danish = "bl\xE5 \x80 \x93r\xF8" "d\x94 \x96 \xC6\xFF\x9F";
	assert_int_equal(tp_text_from_1252(&out, tp_text_of(danish)), strlen(danish));
	expect_bytes(&out, "blå € “rød” – ÆÿŸ");
	size_t undefined = 0;
	for (int c = 0; c < 256; c++) {
		char byte = (char)c;
		bool is_undefined = tp_text_from_1252(&out, (struct tp_text){&byte, 1}) == 0;
		assert_true(is_undefined == (c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D));
		undefined += is_undefined;
	}
	assert_int_equal(undefined, 5);
	assert_int_equal(tp_text_valid((struct tp_text){out.ptr, out.len}), out.len);
	tp_buf_free(&out);
	assert_int_equal(tp_text_from_1252(&out, tp_text_of("ab\x81" "c")), 2);
	expect_bytes(&out, "ab");
}

static void expect_fold(const char *from, const char *expected)
{
	char out[TP_FOLD_SIZE];
	assert_true(tp_text_is((struct tp_text){out, tp_text_fold(tp_text_of(from), out)}, expected));
}

static void writes_windows_1252(void **state)
{
	struct tp_buf buf = {0};
	(void)state;
	tp_text_to_1252(&buf, tp_text_of("a~Æå€–Žžÿ\u00A0ß"));
	expect_bytes(&buf, "a~\xC6\xE5\x80\x96\x8E\x9E\xFF\xA0\xDF");
	tp_text_to_1252(&buf, tp_text_of("ā\xC2\x80\xC2\x81" "😀."));
	expect_bytes(&buf, "????.");
	/* Every byte that has a meaning comes back. */
	for (int c = 1; c < 256; c++) {
		char byte = (char)c;
		struct tp_buf wide = {0};
		if (tp_text_from_1252(&wide, (struct tp_text){&byte, 1}) == 1) {
			tp_text_to_1252(&buf, (struct tp_text){wide.ptr, wide.len});
			assert_int_equal(buf.len, 1);
			assert_int_equal(buf.ptr[0], byte);
		}
		tp_buf_free(&buf);
		tp_buf_free(&wide);
	}
}

static void writes_ascii(void **state)
{
	struct tp_buf buf = {0};
	(void)state;
	tp_text_to_ascii(&buf, tp_text_of("Århus, Ærø, Sorø: Idé \"x\"\n"));
	expect_bytes(&buf, "Aarhus, Aeroe, Soroe: Ide \"x\"\n");
	tp_text_to_ascii(&buf, tp_text_of("é×÷€…😀\u00A0ßŠ"));
	expect_bytes(&buf, "e??????sss");
}

static void folds(void **state)
{
	(void)state;
	expect_fold("Municipality ID", "municipalityid");
	expect_fold("subject_kind (2)", "subjectkind2");
	expect_fold("Ærø Kommune", "aeroekommune");
	expect_fold("ÅRHUS, Århus", "aarhusaarhus");
	expect_fold("A\u030Arhus", "aarhus");
	expect_fold("o\u0308 e\u0301 u\u030A", "oeu");
	expect_fold("Öl über Café Niño ß", "olubercafeninoss");
	expect_fold("Łódź Œuvre ÿ Žižek ĳ þ", "lodzoeuvreyzizekijth");
	expect_fold("– — ’ “ ” … •\u00A0a\u202F«b»", "ab");
	expect_fold("5 × 3 € λ", "5×3€λ");
	expect_fold("\xFF" "a", "\xFF" "a");
	expect_fold("", "");
}

static void long_folds_are_cut_between_characters(void **state)
{
	(void)state;
	static char name[3 * TP_FOLD_SIZE];
	for (size_t i = 0; i + 3 <= sizeof name; i += 3)
		memcpy(name + i, "\xE2\x82\xAC", 3);
	char out[TP_FOLD_SIZE];
	size_t len = tp_text_fold((struct tp_text){name, sizeof name}, out);
	assert_true(len > TP_FOLD_SIZE - 4 && len <= TP_FOLD_SIZE);
	assert_int_equal(tp_text_valid((struct tp_text){out, len}), len);
	memset(name, 'A', sizeof name);
	len = tp_text_fold((struct tp_text){name, sizeof name}, out);
	assert_true(len > TP_FOLD_SIZE - 4 && len <= TP_FOLD_SIZE);
}

static void masks(void **state)
{
	(void)state;
	struct tp_buf out = {0};
	tp_text_mask(&out, tp_text_of("a\tb\x1B[2Jc\x7F" "æ\xC2\x85\u202Ex\u2066\u061C\u200F!"));
	expect_bytes(&out, "a?b?[2Jc?æ??x??\?!");
	tp_text_mask(&out, tp_text_of("\xE2\x82" "a\xC3"));
	expect_bytes(&out, "?a?");
	tp_text_mask(&out, (struct tp_text){"a\0b", 3});
	expect_bytes(&out, "a?b");
	tp_text_mask(&out, tp_text_of("rød € 𝒜"));
	expect_bytes(&out, "rød € 𝒜");
	tp_text_mask(&out, (struct tp_text){0});
	expect_bytes(&out, "");
}

static void measures_distance(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		size_t distance;
	} known[] = {
		{"", "", 0},         {"", "abc", 3},       {"kitten", "sitting", 3}, {"ca", "ac", 1}, {"ca", "abc", 3},
		{"saturday", "sunday", 3}, {"subejct", "subject", 1}, {"naesteved", "naestved", 1}, {"a", "a", 0},
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct tp_text a = tp_text_of(known[i].a), b = tp_text_of(known[i].b);
		assert_int_equal(tp_text_distance(a, b), known[i].distance);
		assert_int_equal(tp_text_distance(b, a), known[i].distance);
	}
	char long_name[80];
	memset(long_name, 'a', sizeof long_name);
	assert_int_equal(tp_text_distance((struct tp_text){long_name, 64}, (struct tp_text){long_name, 63}), 1);
	assert_int_equal(tp_text_distance((struct tp_text){long_name, 80}, (struct tp_text){long_name, 79}), 80);
}

static void knows_width(void **state)
{
	(void)state;
	assert_int_equal(tp_text_width(tp_text_of("")), 0);
	assert_int_equal(tp_text_width(tp_text_of("abc")), 3);
	assert_int_equal(tp_text_width(tp_text_of("blå €")), 5);
	assert_int_equal(tp_text_width(tp_text_of("a\u030A")), 1);
	assert_int_equal(tp_text_width(tp_text_of("日本")), 4);
	assert_int_equal(tp_text_width(tp_text_of("a\xFF" "b")), 3);
}

static void fits(void **state)
{
	(void)state;
	assert_int_equal(tp_text_fit(tp_text_of("abc"), 2), 2);
	assert_int_equal(tp_text_fit(tp_text_of("abc"), 9), 3);
	assert_int_equal(tp_text_fit(tp_text_of("abc"), 0), 0);
	assert_int_equal(tp_text_fit(tp_text_of("æøå"), 2), 4);
	assert_int_equal(tp_text_fit(tp_text_of("日本"), 3), 3);
	assert_int_equal(tp_text_fit(tp_text_of("a\u030Ab"), 1), 3); /* the ring stays with its letter */
}

static void expect_nfc(const char *from, const char *expected)
{
	struct tp_arena arena = {0};
	struct tp_err err = {0};
	struct tp_text out;
	assert_int_equal(tp_text_nfc(&arena, tp_text_of(from), &out, &err), 0);
	assert_true(tp_text_is(out, expected));
	tp_arena_free(&arena);
}

static void normalises(void **state)
{
	(void)state;
	expect_nfc("", "");
	expect_nfc("abc", "abc");
	expect_nfc("blå", "blå");
	expect_nfc("bla\u030A", "blå");
	expect_nfc("\u212B", "\u00C5"); /* the ångström sign is an Å */
	expect_nfc("e\u0323\u0302", "\u1EC7");
	expect_nfc("日本", "日本");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares_bytewise),
		cmocka_unit_test(trims),
		cmocka_unit_test(utf16),
		cmocka_unit_test(utf16_round_trip),
		cmocka_unit_test(splits),
		cmocka_unit_test(copies),
		cmocka_unit_test(hashes),
		cmocka_unit_test(validates),
		cmocka_unit_test(validates_every_code_point),
		cmocka_unit_test(utf8_suite),
		cmocka_unit_test(reads_windows_1252),
		cmocka_unit_test(writes_windows_1252),
		cmocka_unit_test(writes_ascii),
		cmocka_unit_test(folds),
		cmocka_unit_test(long_folds_are_cut_between_characters),
		cmocka_unit_test(masks),
		cmocka_unit_test(measures_distance),
		cmocka_unit_test(knows_width),
		cmocka_unit_test(fits),
		cmocka_unit_test(normalises),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
