#include "tp/benefit.h"

const struct tp_record *tp_benefit_latest(const struct tp_set *set, const struct tp_record *benefit, int32_t as_of,
	enum tp_field *actual, enum tp_field *measured)
{
	size_t n;
	struct tp_record *const *all =
		tp_set_of(set, TP_KIND_measurement, tp_record_id(benefit, TP_benefit_initiative), &n);
	struct tp_text title = tp_record_id(benefit, TP_benefit_title);
	const struct tp_record *latest = NULL;
	int32_t best = INT32_MIN, day;
	if (tp_record_has(benefit, TP_benefit_actual)) {
		latest = benefit;
		*actual = TP_benefit_actual;
		*measured = TP_benefit_measured;
		tp_record_day(benefit, TP_benefit_measured, &best);
	}
	for (size_t i = 0; i < n; i++)
		if (tp_text_compare(tp_record_id(all[i], TP_measurement_benefit), title) == 0 &&
			tp_record_day(all[i], TP_measurement_measured, &day) && day >= best && day <= as_of) {
			best = day;
			latest = all[i];
			*actual = TP_measurement_actual;
			*measured = TP_measurement_measured;
		}
	return latest;
}
