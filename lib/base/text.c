#include "tp/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
	BROKEN = -1, /* no character: bytes that are not UTF-8 */
	DISTANCE_MAX = 64,
	NBSP = 0xA0,
	RING_ABOVE = 0x30A,
};

struct tp_text tp_text_of(const char *string)
{
	if (!string)
		string = "";
	return (struct tp_text){string, strlen(string)};
}

bool tp_text_is(struct tp_text text, const char *string)
{
	return tp_text_compare(text, tp_text_of(string)) == 0;
}

int tp_text_compare(struct tp_text a, struct tp_text b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the blank at p, of two or three bytes, 0 when another character is there: U+00A0, the blanks, marks of
 * direction and characters of no width of U+2000 to U+206F but dashes and signs, U+3000, U+FEFF. */
static size_t wide_blank(const char *p, size_t left)
{
	const unsigned char *u = (const unsigned char *)p;
	if (left >= 2 && u[0] == 0xC2 && u[1] == 0xA0)
		return 2;
	if (left < 3 || (u[0] != 0xE2 && u[0] != 0xE3 && u[0] != 0xEF))
		return 0;
	unsigned code = (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	return (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
		(code >= 0x205F && code <= 0x206F) || code == 0x3000 || code == 0xFEFF ? 3 : 0;
}

/* Of the last character. */
static size_t wide_blank_behind(struct tp_text text)
{
	for (size_t n = 2; n <= 3 && n <= text.len; n++)
		if (wide_blank(text.ptr + text.len - n, n) == n)
			return n;
	return 0;
}

static bool is_ascii(char c)
{
	return !(c & 0x80);
}

static bool is_visible(char c)
{
	return c > ' ' && c < '\x7F';
}

struct tp_text tp_text_trim(struct tp_text text)
{
	if (text.len > 0 && is_visible(text.ptr[0]) && is_visible(text.ptr[text.len - 1]))
		return text; /* as nearly all are */
	while (text.len > 0) {
		size_t n = is_ascii(*text.ptr) ? is_space(*text.ptr) : wide_blank(text.ptr, text.len);
		if (n == 0)
			break;
		text = (struct tp_text){text.ptr + n, text.len - n};
	}
	while (text.len > 0) {
		char last = text.ptr[text.len - 1];
		size_t n = is_ascii(last) ? is_space(last) : wide_blank_behind(text);
		if (n == 0)
			break;
		text.len -= n;
	}
	return text;
}

struct tp_text tp_text_split(struct tp_text *rest, const char *separators)
{
	struct tp_text part = *rest;
	const char *end = NULL;
	if (separators[0] && !separators[1] && part.len > 0)
		end = memchr(part.ptr, separators[0], part.len);
	else
		for (size_t i = 0; !end && i < part.len; i++)
			if (part.ptr[i] != '\0' && strchr(separators, part.ptr[i]))
				end = part.ptr + i;
	*rest = (struct tp_text){0};
	if (end) {
		*rest = (struct tp_text){end + 1, part.len - (size_t)(end - part.ptr) - 1};
		part.len = (size_t)(end - part.ptr);
	}
	return part;
}

struct tp_text tp_text_copy(struct tp_arena *arena, struct tp_text text)
{
	const char *copy = tp_arena_copy(arena, text.ptr, text.len);
	return (struct tp_text){copy, copy ? text.len : 0};
}

/* The finaliser of splitmix64. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
	x = (x ^ x >> 27) * 0x94D049BB133111EBu;
	return x ^ x >> 31;
}

unsigned long long tp_text_hash(struct tp_text text, unsigned long long seed)
{
	uint64_t hash = 0xCBF29CE484222325u ^ mix(seed);
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * 0x100000001B3u;
	return mix(hash);
}

/* Takes the first character apart after table 3-7 of the Unicode standard and returns its bytes. What is broken is
 * counted as the standard recommends: the longest run that could have begun a character is one. */
static size_t decode(const char *bytes, size_t left, int32_t *code)
{
	const unsigned char *p = (const unsigned char *)bytes;
	unsigned char first = p[0], low = 0x80, high = 0xBF;
	size_t follow;
	*code = BROKEN;
	if (first < 0x80) {
		*code = first;
		return 1;
	} else if (first >= 0xC2 && first <= 0xDF) {
		follow = 1;
	} else if (first >= 0xE0 && first <= 0xEF) {
		follow = 2;
		low = first == 0xE0 ? 0xA0 : low;
		high = first == 0xED ? 0x9F : high;
	} else if (first >= 0xF0 && first <= 0xF4) {
		follow = 3;
		low = first == 0xF0 ? 0x90 : low;
		high = first == 0xF4 ? 0x8F : high;
	} else {
		return 1;
	}

	int32_t value = first & 0x3F >> follow;
	for (size_t i = 1; i <= follow; i++) {
		if (i >= left || p[i] < low || p[i] > high)
			return i;
		value = value << 6 | (p[i] & 0x3F);
		low = 0x80;
		high = 0xBF;
	}
	*code = value;
	return follow + 1;
}

size_t tp_text_valid(struct tp_text text)
{
	size_t i = 0;
	while (i < text.len) {
		uint64_t eight;
		if (text.len - i >= sizeof eight) {
			memcpy(&eight, text.ptr + i, sizeof eight);
			if (!(eight & 0x8080808080808080u)) {
				i += sizeof eight;
				continue;
			}
		}
		int32_t code;
		size_t len = decode(text.ptr + i, text.len - i, &code);
		if (code == BROKEN)
			return i;
		i += len;
	}
	return text.len;
}

static void add_code(struct tp_buf *out, unsigned code)
{
	if (code < 0x80) {
		tp_buf_add_char(out, (char)code);
		return;
	}
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
	tp_buf_add(out, bytes, len);
}

/* Bytes 80 to 9F of Windows-1252; the others are as in Latin-1. */
static const uint16_t upper[32] = {
	/* 80 */ 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	/* 88 */ 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
	/* 90 */ 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	/* 98 */ 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

size_t tp_text_from_1252(struct tp_buf *out, struct tp_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned code = (unsigned char)text.ptr[i];
		if (code >= 0x80 && code < 0xA0)
			code = upper[code - 0x80];
		if (code == 0 && text.ptr[i] != '\0')
			return i;
		add_code(out, code);
	}
	return text.len;
}

static char byte_of(int32_t code)
{
	if ((code >= 0 && code < 0x80) || (code >= 0xA0 && code <= 0xFF))
		return (char)code;
	for (size_t i = 0; i < sizeof upper / sizeof *upper; i++)
		if (upper[i] == code && code > 0)
			return (char)(0x80 + i);
	return '?';
}

void tp_text_to_1252(struct tp_buf *out, struct tp_text text)
{
	int32_t code;
	for (size_t i = 0; i < text.len; tp_buf_add_char(out, byte_of(code)))
		i += decode(text.ptr + i, text.len - i, &code);
}

static bool is_high(unsigned unit)
{
	return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(unsigned unit)
{
	return unit >= 0xDC00 && unit <= 0xDFFF;
}

size_t tp_text_from_utf16(struct tp_buf *out, struct tp_text text, bool big, bool last)
{
	const unsigned char *p = (const unsigned char *)text.ptr;
	size_t i = 0;
	while (i + 2 <= text.len) {
		unsigned unit = (unsigned)p[i + !big] << 8 | p[i + big], next = 0;
		bool whole = i + 4 <= text.len;
		if (is_high(unit) && !whole && !last)
			break;
		if (is_high(unit) && whole)
			next = (unsigned)p[i + 2 + !big] << 8 | p[i + 2 + big];
		bool pair = is_low(next);
		add_code(out, pair ? 0x10000 + ((unit & 0x3FF) << 10 | (next & 0x3FF)) : unit);
		i += pair ? 4 : 2;
	}
	return i;
}

static void add_unit(struct tp_buf *out, unsigned unit, bool big)
{
	char bytes[2] = {(char)(big ? unit >> 8 : unit), (char)(big ? unit : unit >> 8)};
	tp_buf_add(out, bytes, sizeof bytes);
}

void tp_text_to_utf16(struct tp_buf *out, struct tp_text text, bool big)
{
	int32_t code;
	for (size_t i = 0, len; i < text.len; i += len) {
		const unsigned char *p = (const unsigned char *)text.ptr + i;
		len = decode(text.ptr + i, text.len - i, &code);
		if (code == BROKEN && p[0] == 0xED && text.len - i >= 3) { /* half of a pair, as it came */
			code = (int32_t)(0xD000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
			len = 3;
		}
		if (code >= 0x10000) {
			add_unit(out, 0xD800u | (unsigned)(code - 0x10000) >> 10, big);
			add_unit(out, 0xDC00u | ((unsigned)code & 0x3FF), big);
		} else if (code != BROKEN)
			add_unit(out, (unsigned)code, big);
	}
}

/* What people put between and around words: signs of Latin-1, the block General Punctuation, and the byte order mark. */
static bool is_between_words(int32_t code)
{
	switch (code) {
	case NBSP:
	case 0xA1: /* ¡ */
	case 0xA7: /* § */
	case 0xA8: /* ¨ */
	case 0xAB: /* « */
	case 0xAD: /* soft hyphen */
	case 0xAF: /* ¯ */
	case 0xB4: /* ´ */
	case 0xB6: /* ¶ */
	case 0xB7: /* · */
	case 0xB8: /* ¸ */
	case 0xBB: /* » */
	case 0xBF: /* ¿ */
	case 0x3000:
	case 0xFEFF:
		return true;
	default:
		return code >= 0x2000 && code <= 0x206F;
	}
}

/* U+00C0 to U+017F. A capital stands for two letters, "=" for a sign that stays. */
static void fold_latin(struct tp_buf *out, int32_t code, struct tp_text bytes)
{
	static const char bare[] = "aaaaaAEceeeeiiiidnooooo=Ouuuuy" "TS" /* À–ß */
				   "aaaaaAEceeeeiiiidnooooo=Ouuuuy" "Ty" /* à–ÿ */
				   "aaaaaaccccccccdddd" "eeeeeeeeee"     /* Ā–ě */
				   "gggggggghhhh" "iiiiiiiiii" "JJjj"    /* Ĝ–ĵ */
				   "kkkllllllllll" "nnnnnnnnn" "oooooo"  /* Ķ–ő */
				   "OOrrrrrrssssssss" "tttttt"           /* Œ–ŧ */
				   "uuuuuuuuuuuu" "wwyyyzzzzzzs";        /* Ũ–ſ */
	_Static_assert(sizeof bare - 1 == 0x180 - 0xC0, "a letter each");

	char letter = bare[code - 0xC0];
	switch (letter) {
	case 'A':
		tp_buf_add_string(out, "aa");
		break;
	case 'E':
		tp_buf_add_string(out, "ae");
		break;
	case 'J':
		tp_buf_add_string(out, "ij");
		break;
	case 'O':
		tp_buf_add_string(out, "oe");
		break;
	case 'S':
		tp_buf_add_string(out, "ss");
		break;
	case 'T':
		tp_buf_add_string(out, "th");
		break;
	case '=':
		tp_buf_add(out, bytes.ptr, bytes.len);
		break;
	default:
		tp_buf_add_char(out, letter);
	}
}

void tp_text_to_ascii(struct tp_buf *out, struct tp_text text)
{
	int32_t code;
	for (size_t i = 0, len; i < text.len; i += len) {
		size_t start = out->len;
		len = decode(text.ptr + i, text.len - i, &code);
		if (code == 0xD7 || code == 0xF7 || code < 0 || code >= 0x180 || (code >= 0x80 && code < 0xC0))
			tp_buf_add_char(out, '?');
		else if (code < 0x80)
			tp_buf_add_char(out, (char)code);
		else
			fold_latin(out, code, (struct tp_text){text.ptr + i, len});
		if (code >= 0xC0 && code < 0xDF && !out->failed && out->ptr[start] != '?')
			out->ptr[start] = (char)(out->ptr[start] - 'a' + 'A');
	}
}

static void fold_ascii(struct tp_buf *out, char c)
{
	if (c >= 'A' && c <= 'Z')
		tp_buf_add_char(out, (char)(c - 'A' + 'a'));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		tp_buf_add_char(out, c);
}

size_t tp_text_fold(struct tp_text text, char out[TP_FOLD_SIZE])
{
	/* The buffer stays in the caller's room, for no character folds to more than four bytes. */
	struct tp_buf fold = {.ptr = out, .capacity = TP_FOLD_SIZE};
	int32_t code;
	for (size_t i = 0, len; i < text.len && fold.capacity - fold.len >= 4; i += len) {
		len = decode(text.ptr + i, text.len - i, &code);
		if (code >= 0 && code < 0x80) {
			fold_ascii(&fold, (char)code);
		} else if (code >= 0xC0 && code < 0x180) {
			fold_latin(&fold, code, (struct tp_text){text.ptr + i, len});
		} else if (code >= 0x300 && code < 0x370) {
			/* Accents that stand apart, as macOS writes them: å is an a and a ring. */
			if (code == RING_ABOVE && fold.len > 0 && out[fold.len - 1] == 'a')
				tp_buf_add_char(&fold, 'a');
		} else if (!is_between_words(code)) {
			tp_buf_add(&fold, text.ptr + i, len);
		}
	}
	return fold.len;
}

static bool is_unsafe(int32_t code)
{
	/* BROKEN is below 0x20. */
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E ||
	       code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void tp_text_mask(struct tp_buf *out, struct tp_text text)
{
	size_t safe = 0; /* start of what was looked at and not yet added */
	int32_t code;
	for (size_t i = 0, len; i < text.len; i += len) {
		len = decode(text.ptr + i, text.len - i, &code);
		if (is_unsafe(code)) {
			tp_buf_add(out, text.ptr + safe, i - safe);
			tp_buf_add_char(out, '?');
			safe = i + len;
		}
	}
	if (safe < text.len)
		tp_buf_add(out, text.ptr + safe, text.len - safe);
}

struct tp_text_shown tp_text_show(struct tp_text text)
{
	enum { MOST = 60 };
	struct tp_text_shown shown;
	size_t len = text.len > MOST ? MOST : text.len;
	while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
		len--;
	snprintf(shown.text, sizeof shown.text, "%.*s%s", (int)len, len ? text.ptr : "", len < text.len ? "…" : "");
	return shown;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t tp_text_distance(struct tp_text a, struct tp_text b)
{
	if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
		return a.len > b.len ? a.len : b.len;

	size_t rows[3][DISTANCE_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;
		before = last;
		last = row;
		row = spare;
		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.ptr[i - 1] == b.ptr[j - 1];
			row[j] = least(last[j - 1] + !same, least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[b.len];
}
