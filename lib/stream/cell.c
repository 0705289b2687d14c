#include "tp/cell.h"

#include <stdio.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/day.h"
#include "tp/limits.h"
#include "tp/num.h"

static int expected(struct tp_text found, struct tp_err *err, const char *what)
{
	int shown = found.len > 60 ? 60 : (int)found.len;
	return tp_err_set(err, TP_DATA, "%.*s%s is not %s", shown, found.ptr, found.len > 60 ? "…" : "", what);
}

struct tp_text tp_cell_unguard(struct tp_text cell)
{
	if (cell.len > 1 && cell.ptr[0] == '\'' && strchr("=+-@", cell.ptr[1]))
		return (struct tp_text){cell.ptr + 1, cell.len - 1};
	return cell;
}

int tp_cell_id(struct tp_arena *arena, struct tp_text cell, struct tp_text *out, struct tp_err *err)
{
	return tp_text_nfc(arena, tp_cell_unguard(cell), out, err);
}

/* --- numbers --- */

/* A number taken apart: digits and separators without sign, blanks and unit. */
struct digits {
	char text[TP_NUMBER_MAX + 1];
	size_t len;
	bool negative;
	size_t points, commas;
	char *last; /* the last separator */
};

static bool take_behind(struct tp_text *text, const char *unit)
{
	size_t len = strlen(unit);
	if (text->len < len || strncasecmp(text->ptr + text->len - len, unit, len) != 0)
		return false;
	*text = tp_text_trim((struct tp_text){text->ptr, text->len - len});
	return true;
}

/* A blank between digits counts as thousands: ASCII, no-break and narrow no-break. 0 when there is none. */
static size_t blank_at(const char *p, const char *end)
{
	if (*p == ' ')
		return 1;
	if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
		return 2;
	return end - p >= 3 && memcmp(p, "\xe2\x80\xaf", 3) == 0 ? 3 : 0;
}

/* False when there is anything but digits, separators and thousands blanks. */
static bool take_apart(struct tp_text text, struct digits *digits)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	memset(digits, 0, sizeof *digits);
	if (p < end && (*p == '-' || *p == '+'))
		digits->negative = *p++ == '-';
	else if (end - p >= 3 && memcmp(p, "\xe2\x88\x92", 3) == 0) {
		digits->negative = true;
		p += 3;
	}
	while (p < end) {
		size_t blank = blank_at(p, end);
		if (blank > 0) { /* exactly three digits must follow */
			p += blank;
			size_t run = strspn(p, "0123456789");
			if (run < 3 || (run > 3 && p + 3 < end) || digits->len == 0 || digits->last)
				return false;
			continue;
		}
		if (digits->len == TP_NUMBER_MAX || !strchr("0123456789.,", *p) || *p == '\0')
			return false;
		if (*p == '.' || *p == ',') {
			digits->last = digits->text + digits->len;
			digits->points += *p == '.';
			digits->commas += *p == ',';
		}
		digits->text[digits->len++] = *p++;
	}
	return digits->len > 0 && digits->text[0] != '.' && digits->text[0] != ',' &&
		(!digits->last || digits->last[1] != '\0');
}

/* Every separator `mark` before `end` has one to three digits before and exactly three behind it, and the first group
 * is no lone zero. */
static bool is_grouped(const char *text, const char *end, char mark)
{
	const char *p = text;
	size_t run = strspn(p, "0123456789");
	if (run < 1 || run > 3 || p[0] == '0')
		return false;
	for (p += run; p < end && *p == mark; p += 4)
		if (strspn(p + 1, "0123456789") != 3)
			return false;
	return p == end;
}

enum reading { NOT_A_NUMBER, TWO_WAYS, WHOLE, DECIMAL };

/* One kind of separator, met once, before exactly three digits: the place where guesses go wrong. */
static enum reading read_triple(const struct digits *digits, const struct tp_cell_style *style, bool dotted)
{
	bool comma = digits->commas > 0;
	if (!is_grouped(digits->text, digits->text + digits->len, comma ? ',' : '.'))
		return DECIMAL; /* 0,125 or 1234.567: no thousands */
	if (style->decimal == TP_DECIMAL_COMMA)
		return comma ? DECIMAL : dotted || style->has_comma ? WHOLE : TWO_WAYS;
	if (style->decimal == TP_DECIMAL_POINT)
		return comma ? WHOLE : DECIMAL;
	return comma ? TWO_WAYS : DECIMAL;
}

static enum reading read_digits(const struct digits *digits, const struct tp_cell_style *style, bool dotted)
{
	const char *end = digits->text + digits->len;
	size_t marks = digits->points + digits->commas;
	if (marks == 0)
		return WHOLE;
	if (digits->points && digits->commas) { /* the last one is decimal, the others are thousands */
		bool comma = *digits->last == ',';
		if ((comma ? digits->commas : digits->points) != 1 || !is_grouped(digits->text, digits->last, comma ? '.' : ','))
			return NOT_A_NUMBER;
		if (style->decimal != TP_DECIMAL_FIND && comma != (style->decimal == TP_DECIMAL_COMMA))
			return NOT_A_NUMBER;
		return DECIMAL;
	}
	char mark = *digits->last;
	if (marks > 1) /* only thousands come more than once */
		return is_grouped(digits->text, end, mark) &&
				!(mark == ',' && style->decimal == TP_DECIMAL_COMMA) &&
				!(mark == '.' && style->decimal == TP_DECIMAL_POINT) ? WHOLE : NOT_A_NUMBER;
	if (end - digits->last == 4)
		return read_triple(digits, style, dotted);
	if (mark == ',' && style->decimal == TP_DECIMAL_POINT)
		return NOT_A_NUMBER;
	return DECIMAL;
}

/* The digits in JSON's way: no thousands, no leading or trailing zeros, a point. */
static void normalise(const struct digits *digits, enum reading reading, char out[TP_NUMBER_MAX + 4])
{
	const char *point = reading == DECIMAL ? digits->last : NULL, *end = digits->text + digits->len;
	size_t len = 0;
	if (digits->negative)
		out[len++] = '-';
	size_t start = len;
	for (const char *p = digits->text; p < (point ? point : end); p++)
		if (*p >= '0' && *p <= '9' && !(len == start && *p == '0'))
			out[len++] = *p;
	if (len == start)
		out[len++] = '0';
	if (point) {
		while (end > point + 1 && end[-1] == '0')
			end--;
		if (end > point + 1) {
			out[len++] = '.';
			memcpy(out + len, point + 1, (size_t)(end - point - 1));
			len += (size_t)(end - point - 1);
		}
	}
	out[len] = '\0';
	if (strcmp(out, "-0") == 0)
		memcpy(out, "0", 2);
}

int tp_cell_read_number(struct tp_arena *arena, struct tp_text cell, const struct tp_cell_style *style, bool dotted,
	struct tp_value *out, struct tp_err *err)
{
	struct digits digits;
	if (cell.len > 3 && memchr("0123456789", cell.ptr[0], 10) && (strstr(cell.ptr, "E+") || strstr(cell.ptr, "e+")))
		return expected(cell, err, "a whole number any more: Excel has shortened it, format the column as number");
	if (!take_apart(cell, &digits))
		return expected(cell, err, "a number");
	enum reading reading = read_digits(&digits, style, dotted);
	if (reading == TWO_WAYS)
		return tp_err_set(err, TP_DATA,
			"%.*s can be read two ways, with thousands or with decimals: say --decimal %s, or write it without "
			"the %s", (int)cell.len, cell.ptr, digits.commas ? "comma or --decimal point" :
			"point, or write decimals with a comma", digits.commas ? "comma" : "point");
	if (reading == NOT_A_NUMBER)
		return expected(cell, err, style->decimal == TP_DECIMAL_POINT ? "a number with a decimal point" :
			style->decimal == TP_DECIMAL_COMMA ? "a number with a decimal comma" : "a number");
	char text[TP_NUMBER_MAX + 4];
	normalise(&digits, reading, text);
	*out = (struct tp_value){.type = TP_NUM, .text = tp_text_copy(arena, tp_text_of(text))};
	if (!out->text.ptr)
		return tp_err_memory(err);
	return tp_num_parse(out->text, &out->num) ? 0 : expected(cell, err, "a number");
}

static int read_number(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	const struct tp_cell_style *style, struct tp_value *out, struct tp_err *err)
{
	struct tp_text bare = cell;
	if (info->form == TP_FORM_PERCENT)
		take_behind(&bare, "%");
	if (info->form == TP_FORM_MONEY && !take_behind(&bare, "kr.") && !take_behind(&bare, "kr"))
		take_behind(&bare, "DKK");
	bool dotted = info->form == TP_FORM_MONEY || info->form == TP_FORM_HOURS || info->form == TP_FORM_HEADS;
	return tp_cell_read_number(arena, bare, style, dotted, out, err);
}

/* --- words --- */

static bool is_word(struct tp_text cell, const char *words)
{
	char fold[TP_FOLD_SIZE];
	return tp_names_match(words, (struct tp_text){fold, tp_text_fold(cell, fold)});
}

static int read_bool(struct tp_text cell, struct tp_value *out, struct tp_err *err)
{
	bool yes = is_word(cell, "ja|yes|true|sand|x|1|j|y");
	if (!yes && !is_word(cell, "nej|no|false|falsk|0|n"))
		return expected(cell, err, "ja or nej, yes or no, x or blank, 1 or 0");
	*out = tp_value_bool(yes);
	return 0;
}

/* Names the words of an enumeration in Danish and as slugs, so that the reader can mend the cell. */
static int expected_word(struct tp_text cell, enum tp_enum codes, struct tp_err *err)
{
	char what[560];
	size_t n, len;
	int first = tp_enum_first(codes, &n);
	if (codes == TP_ENUM_involvement && cell.len && strspn(cell.ptr, "0123456789") == cell.len)
		len = (size_t)snprintf(what, sizeof what,
			"a rung of the ladder: some count it from the top and some from the bottom, so write the word,");
	else
		len = (size_t)snprintf(what, sizeof what, "known here: write");
	for (size_t i = 0; i < n && len < sizeof what; i++) {
		struct tp_text title = tp_code_title(first + (int)i, TP_DA);
		len += (size_t)snprintf(what + len, sizeof what - len, "%s %s (%.*s)", i ? "," : " one of",
			tp_code_slug(first + (int)i), (int)title.len, title.ptr);
	}
	return expected(cell, err, what);
}

static int read_code(struct tp_text cell, enum tp_enum codes, struct tp_value *out, struct tp_err *err)
{
	int code = tp_code_read(codes, cell);
	if (code == TP_CODE_none)
		return expected_word(cell, codes, err);
	*out = tp_value_code(code);
	return 0;
}

/* "Kvalitet", "quality:50" or "Kvalitet: 50 %" as "quality:50". */
static int read_goal(struct tp_arena *arena, struct tp_text cell, enum tp_enum codes, struct tp_value *out,
	struct tp_err *err)
{
	static const struct tp_cell_style plain = {.decimal = TP_DECIMAL_FIND};
	struct tp_text rest = cell, name = tp_text_trim(tp_text_split(&rest, ":"));
	struct tp_value weight = {.type = TP_ABSENT};
	char text[120];
	if (read_code(name, codes, out, err) < 0)
		return -1;
	if (rest.ptr) {
		rest = tp_text_trim(rest);
		take_behind(&rest, "%");
		if (tp_cell_read_number(arena, rest, &plain, false, &weight, err) < 0)
			return -1;
		if (weight.num < 0 || weight.num > 100)
			return expected(cell, err, "a goal with a weight from 0 to 100");
	}
	snprintf(text, sizeof text, "%s%s%s", tp_code_slug(out->code), rest.ptr ? ":" : "",
		rest.ptr ? weight.text.ptr : "");
	*out = tp_value_text(tp_text_copy(arena, tp_text_of(text)));
	return out->text.ptr ? 0 : tp_err_memory(err);
}

static int read_text(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	struct tp_text text = tp_cell_unguard(cell);
	if (info->form == TP_FORM_ID || info->form == TP_FORM_IDS) {
		if (tp_text_nfc(arena, text, &text, err) < 0)
			return -1;
	} else {
		text = tp_text_copy(arena, text);
		if (!text.ptr)
			return tp_err_memory(err);
	}
	*out = tp_value_text(text);
	return 0;
}

static int read_part(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	if (info->form == TP_FORM_CODES)
		return read_code(cell, info->codes, out, err);
	if (info->form == TP_FORM_GOALS)
		return read_goal(arena, cell, info->codes, out, err);
	return read_text(arena, cell, info, out, err);
}

/* Danish words of an enumeration hold no comma, ids may hold no separator, free text splits at | alone. */
static int read_list(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	const char *separators = info->form == TP_FORM_LINES ? "|" : "|,;";
	size_t n = 1;
	for (size_t i = 0; i < cell.len; i++)
		n += strchr(separators, cell.ptr[i]) != NULL;
	*out = tp_value_list(arena, n);
	if (out->type == TP_ABSENT)
		return tp_err_memory(err);
	out->list.n = 0;
	for (struct tp_text rest = cell; rest.ptr;) {
		struct tp_text part = tp_text_trim(tp_text_split(&rest, separators));
		if (part.len == 0)
			continue;
		if (read_part(arena, part, info, &out->list.items[out->list.n++], err) < 0)
			return -1;
	}
	return 0;
}

static int read_day(struct tp_text cell, bool end, struct tp_value *out, struct tp_err *err)
{
	int32_t day;
	if (!tp_day_read(cell, end, &day))
		return expected(cell, err, "a date as 2026-11-22, 22-11-2026 or 2026-W47");
	*out = tp_value_day(day);
	return 0;
}

static int read_form(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	const struct tp_cell_style *style, struct tp_value *out, struct tp_err *err)
{
	switch (info->form) {
	case TP_FORM_ID:
	case TP_FORM_LINE:
		return read_text(arena, cell, info, out, err);
	case TP_FORM_DAY:
		return read_day(cell, info->flags & TP_END, out, err);
	case TP_FORM_CODE:
		return read_code(cell, info->codes, out, err);
	case TP_FORM_BOOL:
		return read_bool(cell, out, err);
	case TP_FORM_IDS:
	case TP_FORM_CODES:
	case TP_FORM_LINES:
	case TP_FORM_GOALS:
		return read_list(arena, cell, info, out, err);
	case TP_FORM_MAP:
	case TP_FORM_NUMBERS:
	case TP_FORM_PAIR:
	case TP_FORM_ANY:
		return tp_err_set(err, TP_DATA, "a cell cannot hold this field: it comes as JSON");
	default:
		return read_number(arena, cell, info, style, out, err);
	}
}

int tp_cell_read(struct tp_arena *arena, struct tp_text cell, enum tp_field field, const struct tp_cell_style *style,
	struct tp_value *out, struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	cell = tp_text_trim(cell);
	*out = (struct tp_value){.type = TP_ABSENT};
	if (cell.len == 0) {
		if (info->form == TP_FORM_BOOL && style->has_cross)
			*out = tp_value_bool(false);
		return 0;
	}
	if (read_form(arena, cell, info, style, out, err) < 0)
		return -1;
	return tp_convert_check(out, field, err);
}

/* --- what must be known of a column first --- */

bool tp_cell_needs_style(enum tp_field field)
{
	enum tp_form form = tp_field_info(field)->form;
	return form == TP_FORM_NUMBER || form == TP_FORM_PERCENT || form == TP_FORM_BOOL;
}

void tp_cell_look(struct tp_cell_survey *survey, struct tp_text cell, enum tp_field field)
{
	cell = tp_text_trim(cell);
	if (cell.len == 0)
		return;
	if (tp_field_info(field)->form == TP_FORM_BOOL) {
		survey->seen = true;
		survey->ticked &= is_word(cell, "x");
		return;
	}
	struct digits digits;
	take_behind(&cell, "%");
	survey->comma |= take_apart(cell, &digits) && digits.commas == 1 && *digits.last == ',';
}
