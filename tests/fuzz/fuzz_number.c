/* A cell as a number, in every form and style; and a double written and read. */
#include <math.h>

#include "claim.h"
#include "tp/amount.h"
#include "tp/num.h"

static void claim_amount(struct tp_text cell, enum tp_form form, struct tp_amount_style style)
{
	struct tp_arena arena = {0};
	struct tp_err err = {0};
	struct tp_value value;
	double x;
	tp_amount_look(&style, cell, form);
	int result = tp_amount_read(&arena, cell, form, &style, &value, &err);
	claim_reason(result < 0, &err);
	if (result == 0) {
		claim(value.type == TP_NUM && isfinite(value.num), "a number that is none");
		claim(tp_num_parse(value.text, &x) && x == value.num, "a number is written as another");
		tp_amount_check_share(cell, value.num, &style, &err);
	}
	tp_arena_free(&arena);
}

static void claim_double(double x)
{
	char text[TP_NUM_SIZE], people[TP_NUM_SIZE];
	double again, rounded = tp_num_round(x);
	size_t len = tp_num_format(rounded, text);
	claim(len < sizeof text && len == strlen(text), "a number of another length");
	claim(tp_num_parse((struct tp_text){text, len}, &again) && again == rounded, "a double is written as another");
	claim(tp_num_round(rounded) == rounded, "rounding twice is another number");
	claim(fabs(x) > 1e11 || fabs(rounded - x) <= 0.000051, "rounded too far");
	for (int decimals = 0; decimals <= 4; decimals++)
		claim(tp_num_people(x, decimals, decimals % 2, people) < sizeof people, "too long for people");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char delimiters[] = {0, ';', ',', '\t'};
	struct tp_text cell = {(const char *)data, size};
	double x;
	for (enum tp_form form = TP_FORM_NUMBER; form <= TP_FORM_PERCENT; form++)
		for (unsigned way = 0; way < 12; way++)
			claim_amount(cell, form, (struct tp_amount_style){.decimal = (enum tp_decimal)(way % 3),
							  .delimiter = delimiters[way / 3]});
	if (tp_num_parse(cell, &x)) {
		claim(isfinite(x), "a JSON number beyond a double");
		claim_double(x);
	}
	if (size >= sizeof x) {
		memcpy(&x, data, sizeof x);
		if (isfinite(x))
			claim_double(x);
	}
	return 0;
}
