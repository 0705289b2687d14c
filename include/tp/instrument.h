/*
 * A questionnaire as data: dimensions of items on one scale, with weights,
 * direction, bands and advice. Nothing about a single instrument is in code.
 */
#ifndef TP_INSTRUMENT_H
#define TP_INSTRUMENT_H

#include "tp/schema.h"
#include "tp/value.h"

/* What an item was answered with, besides a step of the scale (from 0). */
enum { TP_ANSWER_BLANK = -1, TP_ANSWER_DK = -2, TP_ANSWER_NA = -3 };

enum tp_severity { TP_NONE, TP_INFO, TP_WATCH, TP_ACT };

struct tp_item {
	struct tp_text id;
	struct tp_text text[TP_LANGS];
	size_t dimension;
	double weight; /* > 0, default 1 */
	bool reversed;
	struct tp_text mirrors;          /* dimension of another instrument that asks the same of others; or len 0 */
	struct tp_text advice[TP_LANGS]; /* of its own, whatever the band; or len 0 */
};

struct tp_dimension {
	struct tp_text id;
	struct tp_text title[TP_LANGS];
	double weight;
	bool low_is_good;
	size_t first, n;               /* its items: items[first … first + n - 1] */
	const struct tp_value *advice; /* {band: {da, en}}, or NULL */
};

struct tp_band {
	struct tp_text id;
	double from;
	struct tp_text title[TP_LANGS];
	enum tp_severity severity;
};

struct tp_group {
	struct tp_text id;
	struct tp_text title[TP_LANGS];
	bool open; /* named in open_groups: answers by role and is told so */
};

struct tp_instrument {
	struct tp_text id, source;
	struct tp_text title[TP_LANGS];
	struct tp_text subject; /* kind of what is scored: "unit", "initiative" …; "municipality or unit" */
	double min, max, step;
	size_t steps;           /* (max - min) / step + 1 */
	struct tp_text (*labels)[TP_LANGS]; /* per step, or NULL */
	struct tp_dimension *dimensions;
	size_t dimensions_n;
	struct tp_item *items;
	size_t items_n;
	struct tp_band *bands; /* from low to high; none: bands_n = 0 */
	size_t bands_n;
	struct tp_group *groups; /* who answers, where the instrument says so */
	size_t groups_n;
	bool anonymous;
	bool total; /* default true */
	unsigned min_group;  /* default 1, 5 where anonymous */
	double min_coverage; /* default 0.5 */
	char hash[17];       /* of the canonical document */
};

/* Builds an instrument over the document, which must outlive it, in the arena. -1: TP_DATA with the JSON path of the
 * fault in err->field ("dimensions[2].items[0].id"). */
int tp_instrument_make(struct tp_arena *arena, const struct tp_value *document, struct tp_instrument **out,
	struct tp_err *err);

/* The item by id; or by its text or, where a dimension has one item, the dimension's title, in either language,
 * folded. -1 when there is none. */
long tp_instrument_item(const struct tp_instrument *instrument, struct tp_text id);
long tp_instrument_item_read(const struct tp_instrument *instrument, struct tp_text name);

/* The step of a value on the scale, from 0; -1 when it lies beside it. */
long tp_instrument_step(const struct tp_instrument *instrument, double value);

/* The step of a label in either language, also with its number before or behind it ("4 - i høj grad"); -1 when none. */
long tp_instrument_step_read(const struct tp_instrument *instrument, struct tp_text label);

/* The group by id or title, folded, or by the singular of its title; NULL when the instrument does not name it. */
const struct tp_group *tp_instrument_group(const struct tp_instrument *instrument, struct tp_text name);

/* The last band whose `from` is at most mean; NULL when there is none. */
const struct tp_band *tp_instrument_band(const struct tp_instrument *instrument, double mean);

#endif
