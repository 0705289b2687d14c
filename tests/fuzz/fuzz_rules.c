/* A rules file: refused with its place, or rules that are numbers and words and the same each time. */
#include <math.h>

#include "claim.h"
#include "tp/convert.h"
#include "tp/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_arena arena = {0};
	struct tp_err err = {0};
	struct tp_value document;
	struct tp_rules rules, again;
	tp_rules_init(&rules);
	tp_rules_init(&again);
	int result = tp_convert_document(&arena, (struct tp_text){(const char *)data, size}, &document, &err);
	if (result == 0)
		result = tp_rules_read(&rules, &document, &err);
	claim_reason(result < 0, &err);
	if (result == 0) {
		for (size_t i = 0; i < TP_LIMITS; i++)
			claim(isfinite(rules.limits[i]), "a threshold that is no number");
		for (size_t i = 0; i < TP_CHECKS; i++)
			claim(rules.checks[i].severity <= TP_ACT, "a severity beyond the worst");
		claim(tp_rules_read(&again, &document, &err) == 0 && strcmp(again.hash, rules.hash) == 0,
			"the same document makes other rules");
	}
	tp_arena_free(&arena);
	return 0;
}
