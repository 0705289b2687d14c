#include "tp/instrument.h"

#include <math.h>
#include <string.h>

#include "tp/num.h"

/* What is asked of an instrument; instrument_make.c builds it. A name that fits two things fits none: nothing is
 * guessed. */

enum { NONE = -1, SEVERAL = -2 };

/* How far beside a step a value may lie, in steps: 0.1 is no binary fraction. */
static const double NEAR = 1e-6;

static long also(long found, size_t i)
{
	return found == NONE || found == (long)i ? (long)i : SEVERAL;
}

static long only(long found)
{
	return found == SEVERAL ? NONE : found;
}

static bool is_same(struct tp_text name, struct tp_text folded)
{
	char fold[TP_FOLD_SIZE];
	size_t len = tp_text_fold(name, fold);
	return len > 0 && len == folded.len && memcmp(fold, folded.ptr, len) == 0;
}

static bool is_either(const struct tp_text names[TP_LANGS], struct tp_text folded)
{
	return is_same(names[TP_DA], folded) || is_same(names[TP_EN], folded);
}

long tp_instrument_item(const struct tp_instrument *instrument, struct tp_text id)
{
	for (size_t i = 0; i < instrument->items_n; i++)
		if (tp_text_equal(instrument->items[i].id, id))
			return (long)i;
	return NONE;
}

long tp_instrument_item_read(const struct tp_instrument *instrument, struct tp_text name)
{
	long found = tp_instrument_item(instrument, name);
	if (found != NONE)
		return found;
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	for (size_t i = 0; i < instrument->items_n; i++)
		if (is_same(instrument->items[i].id, folded) || is_either(instrument->items[i].text, folded))
			found = also(found, i);
	if (found != NONE)
		return only(found);
	for (size_t i = 0; i < instrument->dimensions_n; i++) {
		const struct tp_dimension *dimension = &instrument->dimensions[i];
		if (dimension->n == 1 && is_either(dimension->title, folded))
			found = also(found, dimension->first);
	}
	return only(found);
}

long tp_instrument_step(const struct tp_instrument *instrument, double value)
{
	double place = value - instrument->min;
	if (instrument->step != 1) /* a division takes its time */
		place /= instrument->step;
	if (!(place + 0.5 >= 0 && place + 0.5 < (double)instrument->steps))
		return NONE;
	long step = (long)(place + 0.5); /* rounds down what is not negative, and faster than floor */
	return fabs(place - (double)step) > NEAR ? NONE : step;
}

/* The label with the step's number, whose sign has been taken off, before or behind it. Folding takes away what joins
 * them. */
static bool is_numbered(struct tp_text label, double x, struct tp_text folded)
{
	char number[TP_NUM_SIZE], fold[TP_FOLD_SIZE];
	struct tp_text digits = {number, tp_num_format(fabs(x), number)};
	size_t len = tp_text_fold(digits, fold), rest = folded.len - len;
	if (folded.len <= len)
		return false;
	return (memcmp(fold, folded.ptr, len) == 0 && is_same(label, (struct tp_text){folded.ptr + len, rest})) ||
		(memcmp(fold, folded.ptr + rest, len) == 0 && is_same(label, (struct tp_text){folded.ptr, rest}));
}

static struct tp_text without_minus(struct tp_text text)
{
	static const struct tp_text minus[] = {{"-", 1}, {"\xE2\x88\x92", 3}}; /* U+2212 */
	text = tp_text_trim(text);
	for (size_t i = 0; i < 2; i++)
		if (text.len > minus[i].len && memcmp(text.ptr, minus[i].ptr, minus[i].len) == 0)
			return (struct tp_text){text.ptr + minus[i].len, text.len - minus[i].len};
	return text;
}

long tp_instrument_step_read(const struct tp_instrument *instrument, struct tp_text label)
{
	char fold[TP_FOLD_SIZE], fold_unsigned[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(label, fold)}, bare = without_minus(label);
	struct tp_text numbered = {fold_unsigned, tp_text_fold(bare, fold_unsigned)};
	bool is_negative = bare.len < tp_text_trim(label).len;
	long found = NONE;
	for (size_t i = 0; instrument->labels && i < instrument->steps; i++) {
		const struct tp_text *names = instrument->labels[i];
		double x = instrument->min + (double)i * instrument->step;
		if (is_either(names, folded) || (is_negative == (x < 0) &&
			(is_numbered(names[TP_DA], x, numbered) || is_numbered(names[TP_EN], x, numbered))))
			found = also(found, i);
	}
	return only(found);
}

/* One of the group's own: Leder of Ledere, employee of employees. */
static bool is_plural(struct tp_text title, struct tp_text folded)
{
	static const char *const endings[] = {"e", "er", "r", "s"};
	char fold[TP_FOLD_SIZE];
	struct tp_text plural = {fold, tp_text_fold(title, fold)};
	if (folded.len == 0 || plural.len <= folded.len || memcmp(fold, folded.ptr, folded.len) != 0)
		return false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (tp_text_is((struct tp_text){fold + folded.len, plural.len - folded.len}, endings[i]))
			return true;
	return false;
}

const struct tp_group *tp_instrument_group(const struct tp_instrument *instrument, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	long found = NONE;
	for (size_t i = 0; i < instrument->groups_n; i++) {
		const struct tp_group *group = &instrument->groups[i];
		if (tp_text_compare(group->id, name) == 0)
			return group;
		if (is_same(group->id, folded) || is_either(group->title, folded))
			found = also(found, i);
	}
	for (size_t i = 0; found == NONE && i < instrument->groups_n; i++)
		if (is_plural(instrument->groups[i].title[TP_DA], folded) || is_plural(instrument->groups[i].title[TP_EN], folded))
			return &instrument->groups[i];
	return only(found) == NONE ? NULL : &instrument->groups[found];
}

const struct tp_band *tp_instrument_band(const struct tp_instrument *instrument, double mean)
{
	const struct tp_band *band = NULL;
	for (size_t i = 0; i < instrument->bands_n && instrument->bands[i].from <= mean; i++)
		band = &instrument->bands[i];
	return band;
}
