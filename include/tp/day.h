/*
 * A calendar day as days since 1970-01-01. Proleptic Gregorian, years 1900
 * to 2199: what lies outside is a slip of the pen.
 */
#ifndef TP_DAY_H
#define TP_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tp/lang.h"
#include "tp/text.h"

enum { TP_DAY_SIZE = 11 }; /* "2026-11-22" with its NUL */

/* False when there is no such day, as 31 February. */
bool tp_day_of(int year, int month, int day, int32_t *out);

/* So many calendar months on; the last day of a month that is too short. */
int32_t tp_day_add_months(int32_t day, int months);

void tp_day_split(int32_t day, int *year, int *month, int *dom);

/* Strictly YYYY-MM-DD, or an ISO week YYYY-Www, which means its Monday, or its Sunday when `end`. */
bool tp_day_parse(struct tp_text text, bool end, int32_t *out);

/* As people write it: the above, and 22-11-2026 22.11.2026 22/11/2026 (day first, one or two digits), "uge 47 2026",
 * "week 47 2026", "2026W47". False when it is none of these or no such day; never a guess (22-11-26 is false). */
bool tp_day_read(struct tp_text text, bool end, int32_t *out);

/* YYYY-MM-DD. */
void tp_day_format(int32_t day, char out[TP_DAY_SIZE]);

/* As people write it: 22.11.2026 in Danish, 22 Nov 2026 in English. Returns the length. */
enum { TP_DAY_PEOPLE_SIZE = 16 };
size_t tp_day_people(int32_t day, enum tp_lang lang, char out[TP_DAY_PEOPLE_SIZE]);

/* ISO 8601 week and its year; weekday 1 = Monday … 7 = Sunday. */
void tp_day_week(int32_t day, int *year, int *week);
int tp_day_weekday(int32_t day);

/* The day of an ISO week; false when the year has no such week. */
bool tp_day_of_week(int year, int week, int weekday, int32_t *out);

#endif
