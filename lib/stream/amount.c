#include "tp/amount.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tp/damage.h"
#include "tp/limits.h"
#include "tp/num.h"

/* A number taken apart: digits and separators without sign, blanks and unit. */
struct digits {
	char text[TP_NUMBER_MAX + 1];
	size_t len;
	bool negative;
	size_t points, commas;
	size_t last; /* where the last separator stands; len when there is none */
};

static bool take_before(struct tp_text *text, const char *unit)
{
	size_t len = strlen(unit);
	if (text->len < len || strncasecmp(text->ptr, unit, len) != 0)
		return false;
	*text = tp_text_trim((struct tp_text){text->ptr + len, text->len - len});
	return true;
}

static bool take_behind(struct tp_text *text, const char *unit)
{
	size_t len = strlen(unit);
	if (text->len < len || strncasecmp(text->ptr + text->len - len, unit, len) != 0)
		return false;
	*text = tp_text_trim((struct tp_text){text->ptr, text->len - len});
	return true;
}

/* kr. 1.250, 1.250 kr, DKK 1250, 1.250,-: the dash stands for decimals, which it tells apart from thousands. */
static bool take_currency(struct tp_text *text)
{
	if (!take_before(text, "kr.") && !take_before(text, "kr"))
		take_before(text, "DKK");
	if (!take_behind(text, "kr.") && !take_behind(text, "kr"))
		take_behind(text, "DKK");
	return take_behind(text, ",-");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t count_digits(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && is_digit(p[n]))
		n++;
	return n;
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

/* The bytes of a sign: ASCII, or U+2212 as word processors have it. */
static size_t take_sign(const char *p, const char *end, bool *negative)
{
	*negative = p < end && *p == '-';
	if (*negative || (p < end && *p == '+'))
		return 1;
	*negative = end - p >= 3 && memcmp(p, "\xe2\x88\x92", 3) == 0;
	return *negative ? 3 : 0;
}

static bool add_char(struct digits *digits, char c)
{
	if (digits->len == TP_NUMBER_MAX)
		return false;
	if (c == '.' || c == ',') {
		digits->last = digits->len;
		digits->points += c == '.';
		digits->commas += c == ',';
	}
	digits->text[digits->len++] = c;
	return true;
}

/* False when there is anything but digits, separators and blanks for thousands: a first group of up to three digits,
 * then groups of exactly three. */
static bool take_apart(struct tp_text text, struct digits *digits)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool grouped = false;
	*digits = (struct digits){0};
	p += take_sign(p, end, &digits->negative);
	while (p < end) {
		size_t blank = blank_at(p, end);
		if (blank > 0) {
			p += blank;
			if (count_digits(p, end) != 3 || digits->points + digits->commas > 0 || digits->len == 0 ||
				(!grouped && digits->len > 3))
				return false;
			grouped = true;
		} else if (!(is_digit(*p) || *p == '.' || *p == ',') || !add_char(digits, *p++)) {
			return false;
		}
	}
	if (digits->points + digits->commas == 0)
		digits->last = digits->len;
	return digits->len > 0 && is_digit(digits->text[0]) && is_digit(digits->text[digits->len - 1]);
}

/* One to three digits that do not begin with 0, then groups of the mark and exactly three digits, up to len. */
static bool is_grouped(const char *text, size_t len, char mark)
{
	const char *p = text, *end = text + len;
	size_t run = count_digits(p, end);
	if (run < 1 || run > 3 || p[0] == '0')
		return false;
	for (p += run; p < end && *p == mark; p += 4)
		if (count_digits(p + 1, end) != 3)
			return false;
	return p == end;
}

enum reading { NOT_A_NUMBER, TWO_WAYS, WHOLE, DECIMAL };

/* One separator before exactly three digits: the place where guesses go wrong. What the column's other cells show counts
 * for more than what is usual with the delimiter, but where the two contradict each other nothing is clear. */
static enum reading read_triple(char mark, const struct tp_amount_style *style, bool dotted)
{
	bool danish = style->delimiter == ';', english = style->delimiter == ',';
	if (style->decimal != TP_DECIMAL_FIND)
		return (mark == ',') == (style->decimal == TP_DECIMAL_COMMA) ? DECIMAL : WHOLE;
	if (style->has_point && (style->has_comma || danish))
		return TWO_WAYS;
	if (danish || style->has_comma)
		return mark == ',' ? DECIMAL : dotted || style->has_comma ? WHOLE : TWO_WAYS;
	if (style->has_point)
		return mark == '.' ? DECIMAL : WHOLE;
	return mark == '.' && english && !dotted ? DECIMAL : TWO_WAYS;
}

/* Several separators, or one that does not stand before three digits, can only be read one way. */
static enum reading read_digits(const struct digits *digits, const struct tp_amount_style *style, bool dotted)
{
	size_t marks = digits->points + digits->commas;
	char mark = digits->text[digits->last];
	if (marks == 0)
		return WHOLE;
	bool comma = mark == ',', decimal = true;
	bool grouped = is_grouped(digits->text, digits->len, mark);
	if (marks == 1 && grouped)
		return read_triple(mark, style, dotted);
	if (digits->points && digits->commas) {
		if ((comma ? digits->commas : digits->points) != 1 ||
			!is_grouped(digits->text, digits->last, comma ? '.' : ','))
			return NOT_A_NUMBER;
	} else if (marks > 1) {
		if (!grouped)
			return NOT_A_NUMBER;
		decimal = false;
	}
	if (style->decimal != TP_DECIMAL_FIND && (comma == decimal) != (style->decimal == TP_DECIMAL_COMMA))
		return NOT_A_NUMBER;
	return decimal ? DECIMAL : WHOLE;
}

/* The digits in JSON's way: no thousands, no leading or trailing zeros, a point. */
static void normalise(const struct digits *digits, enum reading reading, char out[TP_NUMBER_MAX + 4])
{
	size_t point = reading == DECIMAL ? digits->last : digits->len, end = digits->len, len = 0;
	if (digits->negative)
		out[len++] = '-';
	size_t start = len;
	for (size_t i = 0; i < point; i++)
		if (is_digit(digits->text[i]) && !(len == start && digits->text[i] == '0'))
			out[len++] = digits->text[i];
	if (len == start)
		out[len++] = '0';
	while (end > point + 1 && digits->text[end - 1] == '0')
		end--;
	if (end > point + 1) {
		out[len++] = '.';
		memcpy(out + len, digits->text + point + 1, end - point - 1);
		len += end - point - 1;
	}
	out[len] = '\0';
	if (strcmp(out, "-0") == 0)
		memcpy(out, "0", 2);
}

static int two_ways(struct tp_text cell, const struct digits *digits, const struct tp_amount_style *style,
	struct tp_err *err)
{
	char whole[TP_NUMBER_MAX + 4], decimal[TP_NUMBER_MAX + 16] = "";
	const char *mark = digits->commas ? "comma" : "point";
	normalise(digits, WHOLE, whole);
	if (style->delimiter == ';') /* a comma is plain there */
		snprintf(decimal, sizeof decimal, ", %s%.*s,%s if decimals", digits->negative ? "-" : "", (int)digits->last,
			digits->text, digits->text + digits->last + 1);
	return tp_err_set(err, TP_DATA,
		"%s can be read two ways: write %s if the %s marks thousands%s; --decimal comma or --decimal point settles "
		"it for all", tp_text_show(cell).text, whole, mark, decimal);
}

static int not_a_number(struct tp_text cell, const struct tp_amount_style *style, struct tp_err *err)
{
	bool point = style->decimal == TP_DECIMAL_POINT || (style->decimal == TP_DECIMAL_FIND && style->delimiter == ',');
	if (tp_damage_refuse_made(cell, err) < 0)
		return -1;
	return tp_err_set(err, TP_DATA, "%s is not a number as 1250 or %s%s", tp_text_show(cell).text,
		point ? "12.5" : "12,5", style->decimal == TP_DECIMAL_FIND ? "" :
		point ? ", and --decimal point was said" : ", and --decimal comma was said");
}

/* The cell without its unit, and whether that told something. */
static struct tp_text bare_of(struct tp_text cell, enum tp_form form, bool *marked)
{
	*marked = false;
	if (form == TP_FORM_PERCENT)
		*marked = take_behind(&cell, "%");
	else if (form == TP_FORM_MONEY)
		*marked = take_currency(&cell);
	return cell;
}

int tp_amount_read(struct tp_arena *arena, struct tp_text cell, enum tp_form form, const struct tp_amount_style *style,
	struct tp_value *out, struct tp_err *err)
{
	static const struct tp_amount_style dashed = {.decimal = TP_DECIMAL_COMMA};
	struct digits digits;
	enum reading reading = NOT_A_NUMBER;
	char text[TP_NUMBER_MAX + 4];
	bool dotted = form == TP_FORM_MONEY || form == TP_FORM_HOURS || form == TP_FORM_HEADS, marked;
	bool is_apart = take_apart(bare_of(cell, form, &marked), &digits), dash = marked && form == TP_FORM_MONEY;
	if (is_apart && !(dash && digits.commas > 0))
		reading = read_digits(&digits, dash ? &dashed : style, dotted);
	if (reading == TWO_WAYS)
		return two_ways(cell, &digits, style, err);
	if (reading == NOT_A_NUMBER)
		return not_a_number(cell, style, err);
	normalise(&digits, reading, text);
	*out = (struct tp_value){.type = TP_NUM, .text = tp_text_copy(arena, tp_text_of(text))};
	if (!out->text.ptr)
		return tp_err_memory(err);
	return tp_num_parse(out->text, &out->num) ? 0 : not_a_number(cell, style, err);
}

int tp_amount_check_share(struct tp_text cell, double x, const struct tp_amount_style *style, struct tp_err *err)
{
	bool marked;
	bare_of(cell, TP_FORM_PERCENT, &marked);
	if (marked || x <= 0 || x > 1 || (x >= 1 && !style->has_share))
		return 0;
	return tp_err_set(err, TP_DATA, "%s can be read two ways, as a share of 1 and in percent: write it with %%",
		tp_text_show(cell).text);
}

/* 0.45: a zero, a mark, and something. */
static bool is_share(const struct digits *digits)
{
	bool zeros = true;
	for (size_t i = digits->last + 1; i < digits->len; i++)
		zeros = zeros && digits->text[i] == '0';
	return digits->text[0] == '0' && digits->last == 1 && digits->points + digits->commas == 1 && !zeros;
}

void tp_amount_look(struct tp_amount_style *style, struct tp_text cell, enum tp_form form)
{
	struct digits digits;
	bool marked;
	if (!take_apart(bare_of(cell, form, &marked), &digits))
		return;
	style->has_share |= form == TP_FORM_PERCENT && !marked && is_share(&digits);
	style->has_comma |= marked && form == TP_FORM_MONEY;
	if (digits.points + digits.commas == 0)
		return;
	char mark = digits.text[digits.last];
	size_t marks = mark == ',' ? digits.commas : digits.points;
	bool grouped = is_grouped(digits.text, digits.len, mark), both = digits.points && digits.commas;
	bool decimal = marks == 1 && (both || !grouped), thousands = marks > 1 && grouped;
	style->has_comma |= mark == ',' ? decimal || (marks == 1 && style->delimiter == ';') : thousands;
	style->has_point |= mark == '.' ? decimal : thousands;
}
