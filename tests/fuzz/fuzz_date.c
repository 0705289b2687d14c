/* A cell as a day: refused with a reason, or a day that is written and read as itself. */
#include "claim.h"
#include "tp/date.h"
#include "tp/day.h"

static void claim_day(int32_t day)
{
	char text[TP_DAY_SIZE], people[TP_DAY_PEOPLE_SIZE];
	int32_t again;
	int year, week;
	tp_day_format(day, text);
	claim(tp_day_parse(tp_text_of(text), false, &again) && again == day, "a day is written as another");
	claim(tp_day_people(day, TP_DA, people) < sizeof people, "a day too long for people");
	claim(tp_day_read(tp_text_of(people), false, &again) && again == day, "people read another day");
	tp_day_week(day, &year, &week);
	claim(tp_day_of_week(year, week, tp_day_weekday(day), &again) ? again == day : year < 1900 || year > 2199,
		"a day is in another week");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_text cell = {(const char *)data, size};
	char typed[TP_DATE_TYPED_SIZE];
	for (int way = 0; way < 4; way++) {
		struct tp_err err = {0};
		bool end = way & 1, month_first = way & 2;
		int32_t day, plain;
		bool is_day = tp_date_read(cell, end, month_first, &day, &err) == 0;
		claim_reason(!is_day, &err);
		if (is_day)
			claim_day(day);
		claim(!is_day || !tp_date_is_month_first(cell), "a day that can only have the month first is read");
		if (tp_day_parse(cell, end, &plain))
			claim(is_day && day == plain, "a plain day is read as another");
	}
	if (tp_date_typed(cell, typed))
		claim(strlen(typed) < sizeof typed, "too long for what was typed");
	return 0;
}
