#include "tp/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tp/day.h"
#include "tp/schema.h"

/* How Excel counts: 1 is 1 January 1900, and that year a leap year. Who has a date has one between these (1954, 2119). */
enum { EXCEL_1970 = 25569, EXCEL_MIN = 20000, EXCEL_MAX = 80000 };

static const char *const months[] = {"januar|january|jan", "februar|february|feb", "marts|march|mar", "april|apr",
	"maj|may", "juni|june|jun", "juli|july|jul", "august|aug", "september|sept|sep", "oktober|october|okt|oct",
	"november|nov", "december|dec"};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void drop(struct tp_text *text, size_t n)
{
	*text = (struct tp_text){text->ptr + n, text->len - n};
}

/* Takes as many digits as there are, up to so many; their number. */
static size_t take_digits(struct tp_text *text, size_t most, int *value)
{
	size_t n = 0;
	for (*value = 0; n < most && n < text->len && is_digit(text->ptr[n]); n++)
		*value = *value * 10 + (text->ptr[n] - '0');
	drop(text, n);
	return n;
}

static bool take_word(struct tp_text *text, const char *word)
{
	size_t len = strlen(word);
	if (text->len < len || strncasecmp(text->ptr, word, len) != 0)
		return false;
	drop(text, len);
	return true;
}

static bool take_one_of(struct tp_text *text, const char *marks)
{
	if (text->len == 0 || *text->ptr == '\0' || !strchr(marks, *text->ptr))
		return false;
	drop(text, 1);
	return true;
}

/* --- the time of day --- */

/* Z, UTC, GMT+1, CET, +01:00 */
static bool take_zone(struct tp_text *text)
{
	int ignored;
	bool named = take_word(text, "Z") || take_word(text, "UTC") || take_word(text, "GMT") || take_word(text, "CEST") ||
		take_word(text, "CET");
	if (!take_one_of(text, "+-"))
		return named;
	if (take_digits(text, 2, &ignored) == 0)
		return false;
	take_one_of(text, ":");
	take_digits(text, 2, &ignored);
	return true;
}

/* 14:03, 14.03.11, kl. 14.03, 2:03:11 PM GMT+1, 14:03:11.250Z */
static bool is_time(struct tp_text text)
{
	int hour, minute, second = 0, ignored;
	text = tp_text_trim(text);
	if (take_word(&text, "kl.") || take_word(&text, "kl"))
		text = tp_text_trim(text);
	if (take_digits(&text, 2, &hour) == 0 || !take_one_of(&text, ":.") || take_digits(&text, 2, &minute) != 2)
		return false;
	if (take_one_of(&text, ":.") && take_digits(&text, 2, &second) != 2)
		return false;
	if (take_one_of(&text, ".,") && take_digits(&text, 9, &ignored) == 0)
		return false;
	text = tp_text_trim(text);
	if (take_word(&text, "AM") || take_word(&text, "PM"))
		text = tp_text_trim(text);
	return hour < 24 && minute < 60 && second < 61 && (text.len == 0 || (take_zone(&text) && text.len == 0));
}

static struct tp_text without_time(struct tp_text cell)
{
	for (size_t i = 1; i + 4 < cell.len; i++)
		if ((cell.ptr[i] == ' ' || cell.ptr[i] == 'T') &&
			is_time((struct tp_text){cell.ptr + i + 1, cell.len - i - 1}))
			return tp_text_trim((struct tp_text){cell.ptr, i});
	return cell;
}

/* --- its parts --- */

struct parts {
	int value[3];
	size_t digits[3]; /* 0: the name of a month */
	size_t n;
	char mark;   /* what separates them all, or 0 */
	bool named;  /* one of them is a name */
};

/* Bytes of the month's name at the front, 0 when there is none. */
static size_t take_month(struct tp_text *text, int *month)
{
	char fold[TP_FOLD_SIZE];
	size_t len = 0;
	while (len < text->len && ((text->ptr[len] | 0x20) >= 'a' && (text->ptr[len] | 0x20) <= 'z'))
		len++;
	struct tp_text name = {fold, tp_text_fold((struct tp_text){text->ptr, len}, fold)};
	for (*month = 1; *month <= 12; ++*month)
		if (len > 0 && tp_names_match(months[*month - 1], name)) {
			drop(text, len);
			return len;
		}
	return 0;
}

/* Two or three numbers or names, with one mark or, where there is a name, any marks and blanks between them. */
static bool take_apart(struct tp_text text, struct parts *parts)
{
	bool same = true;
	*parts = (struct parts){0};
	while (parts->n < 3) {
		size_t i = parts->n++;
		parts->digits[i] = take_digits(&text, 4, &parts->value[i]);
		if (parts->digits[i] == 0 && (parts->named || take_month(&text, &parts->value[i]) == 0))
			return false;
		parts->named |= parts->digits[i] == 0;
		if (text.len == 0)
			break;
		char mark = *text.ptr;
		size_t marks = 0;
		while (take_one_of(&text, "-./, "))
			marks++;
		same = same && marks == 1 && (i == 0 || mark == parts->mark);
		parts->mark = mark;
		if (marks == 0)
			return false;
	}
	return text.len == 0 && parts->n >= 2 && (same || parts->named);
}

/* Year, month, day: 2026/11/22, 2026-1-5. Day, name, year: 22. november 2026. Name, day, year: November 22, 2026. */
static bool read_parts(const struct parts *parts, int32_t *day)
{
	const int *v = parts->value;
	const size_t *digits = parts->digits;
	if (parts->n != 3)
		return false;
	if (!parts->named)
		return digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2 && tp_day_of(v[0], v[1], v[2], day);
	bool name_first = digits[0] == 0;
	return digits[2] == 4 && digits[name_first] > 0 && digits[name_first] <= 2 && (name_first || digits[1] == 0) &&
		tp_day_of(v[2], v[!name_first], v[name_first], day);
}

/* 11/22/2026 or 05/06/2026: numbers of one or two digits and a year. */
static bool is_slashed(struct tp_text cell, struct parts *parts)
{
	return take_apart(without_time(tp_text_trim(cell)), parts) && parts->n == 3 && parts->mark == '/' && !parts->named &&
		parts->digits[0] <= 2 && parts->digits[1] <= 2;
}

bool tp_date_is_month_first(struct tp_text cell)
{
	struct parts parts;
	return is_slashed(cell, &parts) && parts.value[0] >= 1 && parts.value[0] <= 12 && parts.value[1] > 12 &&
		parts.value[1] <= 31;
}

/* --- reading --- */

static bool read_day(struct tp_text text, bool end, int32_t *day)
{
	struct parts parts;
	return tp_day_read(text, end, day) || (take_apart(text, &parts) && read_parts(&parts, day));
}

/* 46348 and 46348,5. */
static bool is_counted(struct tp_text cell, int *count)
{
	int ignored;
	if (take_digits(&cell, 5, count) != 5 || *count < EXCEL_MIN || *count > EXCEL_MAX)
		return false;
	if (take_one_of(&cell, ".,"))
		while (take_digits(&cell, 9, &ignored) > 0)
			;
	return cell.len == 0;
}

static int explain(struct tp_text cell, struct tp_err *err)
{
	struct parts parts;
	struct tp_text_shown shown = tp_text_show(cell);
	bool apart = take_apart(without_time(cell), &parts);
	int count;
	if (is_counted(cell, &count)) {
		char day[TP_DAY_SIZE];
		tp_day_format(count - EXCEL_1970, day);
		return tp_err_set(err, TP_DATA, "%s is a day as Excel counts them, it would be %s: format the column as a date "
			"and save the file again", shown.text, day);
	}
	if (tp_date_is_month_first(cell))
		return tp_err_set(err, TP_DATA, "%s has the month before the day: write the day first and the year in full, as "
			"22-11-2026, or 2026-11-22", shown.text);
	if (apart && parts.n == 3 && parts.digits[2] == 2 && parts.digits[0] <= 2)
		return tp_err_set(err, TP_DATA, "%s has a year of two digits: write it in full, as 22-11-2026", shown.text);
	return tp_err_set(err, TP_DATA, "%s is not a date as 2026-11-22, 22-11-2026 or 2026-W47", shown.text);
}

/* 9:41 AM is an American clock, and Americans write the month first. */
static bool has_half_day(struct tp_text cell)
{
	for (size_t i = 2; i < cell.len; i++)
		if ((cell.ptr[i] | 0x20) == 'm' && ((cell.ptr[i - 1] | 0x20) == 'a' || (cell.ptr[i - 1] | 0x20) == 'p') &&
			(cell.ptr[i - 2] == ' ' || (cell.ptr[i - 2] >= '0' && cell.ptr[i - 2] <= '9')))
			return true;
	return false;
}

int tp_date_read(struct tp_text cell, bool end, bool month_first, int32_t *day, struct tp_err *err)
{
	struct parts parts;
	if (!tp_day_read(cell, end, day) && !read_day(without_time(cell), end, day))
		return explain(cell, err);
	if ((month_first || has_half_day(cell)) && is_slashed(cell, &parts) && parts.value[0] <= 12 && parts.value[1] <= 12 &&
		parts.value[0] != parts.value[1])
		return tp_err_set(err, TP_DATA, "%s can be read two ways, for %s: write it as 22-11-2026 or 2026-11-22",
			tp_text_show(cell).text, month_first ? "others in the column have the month before the day"
				: "with AM and PM the month may come before the day");
	return 0;
}

bool tp_date_typed(struct tp_text cell, char out[TP_DATE_TYPED_SIZE])
{
	struct parts parts;
	struct tp_text bare = without_time(cell);
	int32_t day;
	int year, month, dom;
	if (read_day(bare, false, &day)) {
		tp_day_split(day, &year, &month, &dom);
		snprintf(out, TP_DATE_TYPED_SIZE, "%d-%d", dom, month);
		return true;
	}
	if (!take_apart(bare, &parts) || !parts.named || parts.n != 2)
		return false;
	snprintf(out, TP_DATE_TYPED_SIZE, parts.digits[0] == 0 ? "%d-%02d" : "%d-%d", parts.value[0], parts.value[1]);
	return true;
}
