#include "tp/day.h"

#include <stdio.h>
#include <strings.h>

enum {
	YEAR_MIN = 1900,
	YEAR_MAX = 2199,
	DAYS_ERA = 146097, /* 400 years */
	DAYS_TO_1970 = 719468, /* from 0000-03-01 */
	MONDAY = 1,
	THURSDAY = 4,
	SUNDAY = 7,
};

/* Years begin in March here, so that the leap day is the last of its year. Months 3, 4 … 14 then have 153 days in five,
 * which gives (153 m + 2) / 5. Only years from 0 on, which the callers see to. */
static int32_t count_days(int year, int month, int dom)
{
	if (month <= 2) {
		year--;
		month += 12;
	}
	int era = year / 400, of_era = year % 400;
	int of_year = (153 * (month - 3) + 2) / 5 + dom - 1;
	return era * DAYS_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

void tp_day_split(int32_t day, int *year, int *month, int *dom)
{
	int since = day + DAYS_TO_1970;
	int era = since / DAYS_ERA, of_era = since % DAYS_ERA;
	int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * years + years / 4 - years / 100);
	int from_march = (5 * of_year + 2) / 153;
	*dom = of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = era * 400 + years + (*month <= 2);
}

static int days_in(int year, int month)
{
	static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

bool tp_day_of(int year, int month, int day, int32_t *out)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
		return false;
	*out = count_days(year, month, day);
	return true;
}

int32_t tp_day_add_months(int32_t day, int months)
{
	int year, month, dom;
	tp_day_split(day, &year, &month, &dom);
	months += year * 12 + month - 1;
	int32_t first = count_days(months / 12, months % 12 + 1, 1);
	int32_t next = count_days((months + 1) / 12, (months + 1) % 12 + 1, 1);
	return first + dom - 1 < next ? first + dom - 1 : next - 1;
}

int tp_day_weekday(int32_t day)
{
	/* 1970-01-01 was a Thursday. */
	int from_monday = (day + THURSDAY - MONDAY) % 7;
	return (from_monday + 7) % 7 + MONDAY;
}

void tp_day_week(int32_t day, int *year, int *week)
{
	/* A week belongs to the year of its Thursday. */
	int32_t thursday = day - tp_day_weekday(day) + THURSDAY;
	int month, dom;
	tp_day_split(thursday, year, &month, &dom);
	*week = (thursday - count_days(*year, 1, 1)) / 7 + 1;
}

bool tp_day_of_week(int year, int week, int weekday, int32_t *out)
{
	if (year < YEAR_MIN || year > YEAR_MAX || week < 1 || week > 53 || weekday < MONDAY || weekday > SUNDAY)
		return false;
	/* 4 January is always in week 1. */
	int32_t fourth = count_days(year, 1, 4);
	int32_t day = fourth - tp_day_weekday(fourth) + (week - 1) * 7 + weekday;
	int its_year, its_week;
	tp_day_week(day, &its_year, &its_week);
	if (its_year != year)
		return false;
	*out = day;
	return true;
}

/* Takes so many digits off the front, as many as there are. */
static bool take_number(struct tp_text *text, size_t fewest, size_t most, int *number)
{
	size_t n = 0;
	*number = 0;
	for (; n < most && n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9'; n++)
		*number = *number * 10 + (text->ptr[n] - '0');
	if (n < fewest)
		return false;
	*text = (struct tp_text){text->ptr + n, text->len - n};
	return true;
}

static bool take_char(struct tp_text *text, char c)
{
	if (text->len == 0 || *text->ptr != c)
		return false;
	*text = (struct tp_text){text->ptr + 1, text->len - 1};
	return true;
}

static bool take_blanks(struct tp_text *text)
{
	size_t before = text->len;
	*text = tp_text_trim(*text);
	return text->len < before;
}

static bool take_word(struct tp_text *text, const char *word)
{
	size_t len = tp_text_of(word).len;
	if (text->len < len || strncasecmp(text->ptr, word, len) != 0)
		return false;
	*text = (struct tp_text){text->ptr + len, text->len - len};
	return true;
}

bool tp_day_parse(struct tp_text text, bool end, int32_t *out)
{
	int year, month, dom, week;
	if (!take_number(&text, 4, 4, &year) || !take_char(&text, '-'))
		return false;
	if (take_char(&text, 'W'))
		return take_number(&text, 2, 2, &week) && text.len == 0 &&
		       tp_day_of_week(year, week, end ? SUNDAY : MONDAY, out);
	return take_number(&text, 2, 2, &month) && take_char(&text, '-') && take_number(&text, 2, 2, &dom) &&
	       text.len == 0 && tp_day_of(year, month, dom, out);
}

static bool read_day_first(struct tp_text text, int32_t *out)
{
	int dom, month, year;
	if (!take_number(&text, 1, 2, &dom) || text.len == 0)
		return false;
	char separator = *text.ptr;
	return (separator == '-' || separator == '.' || separator == '/') && take_char(&text, separator) &&
	       take_number(&text, 1, 2, &month) && take_char(&text, separator) && take_number(&text, 4, 4, &year) &&
	       text.len == 0 && tp_day_of(year, month, dom, out);
}

static bool read_week(struct tp_text text, bool end, int32_t *out)
{
	int week = 0, year = 0;
	bool is_read;
	if (take_word(&text, "uge") || take_word(&text, "week"))
		is_read = take_blanks(&text) && take_number(&text, 1, 2, &week) && take_blanks(&text) &&
			  take_number(&text, 4, 4, &year);
	else
		is_read = take_number(&text, 4, 4, &year) && take_char(&text, 'W') && take_number(&text, 2, 2, &week);
	return is_read && text.len == 0 && tp_day_of_week(year, week, end ? SUNDAY : MONDAY, out);
}

bool tp_day_read(struct tp_text text, bool end, int32_t *out)
{
	text = tp_text_trim(text);
	return tp_day_parse(text, end, out) || read_day_first(text, out) || read_week(text, end, out);
}

void tp_day_format(int32_t day, char out[TP_DAY_SIZE])
{
	int year, month, dom;
	tp_day_split(day, &year, &month, &dom);
	/* By hand: every record of a survey has a date. */
	const int digits[] = {year / 1000, year / 100, year / 10, year, -1, month / 10, month, -1, dom / 10, dom};
	for (size_t i = 0; i < TP_DAY_SIZE - 1; i++)
		out[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i] % 10);
	out[TP_DAY_SIZE - 1] = '\0';
}

size_t tp_day_people(int32_t day, enum tp_lang lang, char out[TP_DAY_PEOPLE_SIZE])
{
	static const char months[][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int year, month, dom;
	tp_day_split(day, &year, &month, &dom);
	unsigned y = (unsigned)year % 10000, m = (unsigned)month % 100, d = (unsigned)dom % 100;
	int len = lang == TP_DA ? snprintf(out, TP_DAY_PEOPLE_SIZE, "%02u.%02u.%04u", d, m, y)
				: snprintf(out, TP_DAY_PEOPLE_SIZE, "%u %s %04u", d, months[month - 1], y);
	return (size_t)len;
}
