/* An instrument document: refused with its place, or one in which all that it names is found. */
#include "claim.h"
#include "tp/convert.h"
#include "tp/instrument.h"
#include "tp/limits.h"

static void claim_found(const struct tp_instrument *instrument)
{
	claim(strlen(instrument->hash) == 16, "a hash of another length");
	claim(instrument->steps >= 2 && instrument->steps <= TP_STEPS_MAX, "a scale without steps");
	claim(instrument->items_n >= 1 && instrument->items_n <= TP_ITEMS_MAX, "no items, or too many");
	claim(tp_instrument_step(instrument, instrument->min) == 0, "the lowest value is beside the scale");
	claim(tp_instrument_step(instrument, instrument->max) == (long)instrument->steps - 1,
		"the highest value is beside the scale");
	size_t items = 0;
	for (size_t i = 0; i < instrument->dimensions_n; i++)
		items += instrument->dimensions[i].n;
	claim(items == instrument->items_n, "items outside the dimensions");
	for (size_t i = 0; i < instrument->items_n; i++)
		claim(tp_instrument_item(instrument, instrument->items[i].id) == (long)i, "an item is not found by its id");
	for (size_t i = 0; i < instrument->groups_n; i++)
		claim(tp_instrument_group(instrument, instrument->groups[i].id) == &instrument->groups[i],
			"a group is not found by its id");
	for (size_t i = 1; i < instrument->bands_n; i++)
		claim(instrument->bands[i - 1].from < instrument->bands[i].from, "bands out of order");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_arena arena = {0};
	struct tp_err err = {0};
	struct tp_value document;
	struct tp_instrument *instrument, *again;
	int result = tp_convert_document(&arena, (struct tp_text){(const char *)data, size}, &document, &err);
	if (result == 0)
		result = tp_instrument_make(&arena, &document, &instrument, &err);
	claim_reason(result < 0, &err);
	if (result == 0) {
		claim_found(instrument);
		claim(tp_instrument_make(&arena, &document, &again, &err) == 0 && strcmp(again->hash, instrument->hash) == 0,
			"the same document makes another instrument");
	}
	tp_arena_free(&arena);
	return 0;
}
