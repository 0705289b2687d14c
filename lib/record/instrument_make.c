#include "tp/instrument.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tp/limits.h"
#include "tp/num.h"

enum { GROUP_MAX = 1000000, ANONYMOUS_GROUP = 5 };
_Static_assert(TP_ID_MAX == 200 && TP_STEPS_MAX == 101 && TP_ITEMS_MAX == 400, "messages say so");

/* Figures have four decimals and sums must stay far from a double's ends. */
static const double SCALE_MAX = 10000, STEP_MIN = 0.0001, WEIGHT_MIN = 0.0001, WEIGHT_MAX = 10000;
static const double EVEN = 1e-6; /* of a step: 0.1 is no binary fraction */

/* A value and the way to it: the path is written only when there is a fault. */
struct place {
	const struct place *up; /* NULL: the document */
	const char *name;       /* NULL: an element of a list */
	size_t index;
	const struct tp_value *value; /* NULL: missing */
};

struct maker {
	struct tp_arena *arena;
	struct tp_instrument *instrument;
	struct tp_err *err;
};

static struct place member(const struct place *up, const char *name)
{
	return (struct place){.up = up, .name = name, .value = tp_value_get(up->value, name)};
}

static struct place element(const struct place *up, size_t index)
{
	return (struct place){.up = up, .index = index, .value = &up->value->list.items[index]};
}

static size_t write_path(const struct place *place, char *out, size_t size)
{
	if (!place->up)
		return 0;
	size_t len = write_path(place->up, out, size);
	if (len >= size)
		return len;
	if (place->name)
		return len + (size_t)snprintf(out + len, size - len, "%s%s", len ? "." : "", place->name);
	return len + (size_t)snprintf(out + len, size - len, "[%zu]", place->index);
}

/* Adds the path to what has been said. */
static int at(const struct maker *maker, const struct place *place)
{
	char path[2 * sizeof maker->err->field] = "";
	write_path(place, path, sizeof path);
	return tp_err_at(maker->err, NULL, 0, path);
}

static int expected(const struct maker *maker, const struct place *place, const char *what)
{
	tp_err_set(maker->err, TP_DATA, "%sexpected %s", place->value ? "" : "missing; ", what);
	return at(maker, place);
}

static int read_text(const struct maker *maker, const struct place *up, const char *name, struct tp_text *out)
{
	struct place place = member(up, name);
	if (!place.value || place.value->type != TP_TEXT || tp_text_trim(place.value->text).len == 0)
		return expected(maker, &place, "a text that is not empty");
	*out = place.value->text;
	return 0;
}

static int read_name(const struct maker *maker, const struct place *up, const char *name, struct tp_text *out)
{
	struct place place = member(up, name);
	if (read_text(maker, up, name, out) < 0)
		return -1;
	if (out->len > TP_ID_MAX)
		return expected(maker, &place, "an id of at most 200 bytes");
	return tp_text_nfc(maker->arena, tp_text_trim(*out), out, maker->err);
}

static int read_id(const struct maker *maker, const struct place *up, struct tp_text *out)
{
	return read_name(maker, up, "id", out);
}

static int read_pair_here(const struct maker *maker, const struct place *place, struct tp_text out[TP_LANGS])
{
	if (!place->value || place->value->type != TP_MAP)
		return expected(maker, place, "texts as {\"da\": …, \"en\": …}");
	if (read_text(maker, place, "da", &out[TP_DA]) < 0)
		return -1;
	return read_text(maker, place, "en", &out[TP_EN]);
}

static int read_pair(const struct maker *maker, const struct place *up, const char *name,
	struct tp_text out[TP_LANGS])
{
	struct place place = member(up, name);
	return read_pair_here(maker, &place, out);
}

static int read_num(const struct maker *maker, const struct place *up, const char *name, double min, double max,
	double *out)
{
	struct place place = member(up, name);
	if (place.value && place.value->type == TP_NUM && place.value->num >= min && place.value->num <= max) {
		*out = place.value->num;
		return 0;
	}
	char low[TP_NUM_SIZE], high[TP_NUM_SIZE], what[2 * TP_NUM_SIZE + 32];
	tp_num_format(min, low);
	tp_num_format(max, high);
	snprintf(what, sizeof what, "a number from %s to %s", low, high);
	return expected(maker, &place, what);
}

static int read_optional_num(const struct maker *maker, const struct place *up, const char *name, double min,
	double max, double *out)
{
	return tp_value_get(up->value, name) ? read_num(maker, up, name, min, max, out) : 0;
}

static int read_optional_bool(const struct maker *maker, const struct place *up, const char *name, bool *out)
{
	struct place place = member(up, name);
	if (!place.value)
		return 0;
	if (place.value->type != TP_BOOL)
		return expected(maker, &place, "true or false");
	*out = place.value->flag;
	return 0;
}

static int check_list(const struct maker *maker, const struct place *place, size_t min, const char *what)
{
	if (!place->value || place->value->type != TP_LIST || place->value->list.n < min)
		return expected(maker, place, what);
	return 0;
}

/* --- members that nobody knows --- */

/* The name that a key nearly is; ptr NULL when it is one of them, or none. */
static struct tp_text nearly(struct tp_text key, const char *names)
{
	for (struct tp_text rest = tp_text_of(names); rest.ptr;)
		if (tp_text_compare(tp_text_split(&rest, "|"), key) == 0)
			return (struct tp_text){0};
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(key, fold)};
	for (struct tp_text rest = tp_text_of(names); rest.ptr;) {
		char other[TP_FOLD_SIZE];
		struct tp_text name = tp_text_split(&rest, "|");
		struct tp_text folded_name = {other, tp_text_fold(name, other)};
		if (tp_text_distance(folded, folded_name) <= folded_name.len / 4)
			return name;
	}
	return (struct tp_text){0};
}

/* Others may add members of their own. One that is nearly the name of an optional one is a slip, and what it was meant
 * to say (reversed!) would be lost in silence. */
static int check_map(const struct maker *maker, const struct place *place, const char *names)
{
	if (!place->value || place->value->type != TP_MAP)
		return expected(maker, place, "an object in { }");
	for (size_t i = 0; i < place->value->map.n; i++) {
		struct tp_text key = place->value->map.pairs[i].key, name = nearly(key, names);
		if (!name.ptr)
			continue;
		tp_err_set(maker->err, TP_DATA, "unknown member \"%.*s\"; did you mean \"%.*s\"?", (int)key.len,
			key.ptr, (int)name.len, name.ptr);
		return at(maker, place);
	}
	return 0;
}

static int duplicate(const struct maker *maker, const struct place *place, struct tp_text id)
{
	struct place where = member(place, "id");
	tp_err_set(maker->err, TP_DATA, "\"%.*s\" stands twice; expected an id of its own", (int)id.len, id.ptr);
	return at(maker, &where);
}

/* --- the scale --- */

static int make_labels(const struct maker *maker, const struct place *scale)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place labels = member(scale, "labels");
	if (!labels.value)
		return 0;
	if (labels.value->type != TP_LIST || labels.value->list.n != instrument->steps) {
		char what[64];
		snprintf(what, sizeof what, "a list of %zu labels, one per step", instrument->steps);
		return expected(maker, &labels, what);
	}
	instrument->labels = tp_arena_array(maker->arena, instrument->steps, sizeof *instrument->labels);
	if (!instrument->labels)
		return tp_err_memory(maker->err);
	for (size_t i = 0; i < instrument->steps; i++) {
		struct place label = element(&labels, i);
		if (read_pair_here(maker, &label, instrument->labels[i]) < 0)
			return -1;
	}
	return 0;
}

static int make_scale(const struct maker *maker, const struct place *document)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place scale = member(document, "scale"), max = member(&scale, "max"), step = member(&scale, "step");
	if (check_map(maker, &scale, "min|max|step|labels") < 0 ||
		read_num(maker, &scale, "min", -SCALE_MAX, SCALE_MAX, &instrument->min) < 0 ||
		read_num(maker, &scale, "max", -SCALE_MAX, SCALE_MAX, &instrument->max) < 0 ||
		read_num(maker, &scale, "step", STEP_MIN, 2 * SCALE_MAX, &instrument->step) < 0)
		return -1;
	if (instrument->max <= instrument->min)
		return expected(maker, &max, "a number above min");
	double intervals = (instrument->max - instrument->min) / instrument->step;
	double whole = floor(intervals + 0.5);
	if (whole < 1 || fabs(intervals - whole) > EVEN)
		return expected(maker, &step, "a number that divides max - min evenly");
	if (whole >= TP_STEPS_MAX)
		return expected(maker, &step, "a scale of at most 101 steps");
	instrument->steps = (size_t)whole + 1;
	return make_labels(maker, &scale);
}

/* --- bands and groups --- */

static int make_band(const struct maker *maker, const struct place *place, size_t i)
{
	static const char *const severities[] = {"none", "info", "watch", "act"};
	const struct tp_instrument *instrument = maker->instrument;
	struct tp_band *band = &instrument->bands[i];
	struct place from = member(place, "from"), severity = member(place, "severity");
	bool is_text = severity.value && severity.value->type == TP_TEXT;
	if (check_map(maker, place, "id|from|title|severity") < 0 || read_id(maker, place, &band->id) < 0 ||
		read_num(maker, place, "from", instrument->min, instrument->max, &band->from) < 0 ||
		read_pair(maker, place, "title", band->title) < 0)
		return -1;
	size_t level = TP_NONE;
	while (level <= TP_ACT && !(is_text && tp_text_is(severity.value->text, severities[level])))
		level++;
	if (level > TP_ACT)
		return expected(maker, &severity, "none, info, watch or act");
	band->severity = (enum tp_severity)level;
	if (i > 0 && band->from <= instrument->bands[i - 1].from)
		return expected(maker, &from, "a number above that of the band before");
	for (size_t k = 0; k < i; k++)
		if (tp_text_compare(instrument->bands[k].id, band->id) == 0)
			return duplicate(maker, place, band->id);
	return 0;
}

static int make_bands(const struct maker *maker, const struct place *document)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place bands = member(document, "bands");
	if (check_list(maker, &bands, 0, "a list of bands, or [] for none") < 0)
		return -1;
	instrument->bands_n = bands.value->list.n;
	instrument->bands = tp_arena_array(maker->arena, instrument->bands_n, sizeof *instrument->bands);
	if (!instrument->bands)
		return tp_err_memory(maker->err);
	for (size_t i = 0; i < instrument->bands_n; i++) {
		struct place band = element(&bands, i);
		if (make_band(maker, &band, i) < 0)
			return -1;
	}
	return 0;
}

static int open_groups(const struct maker *maker, const struct place *document)
{
	const struct tp_instrument *instrument = maker->instrument;
	struct place open = member(document, "open_groups");
	if (!open.value)
		return 0;
	if (check_list(maker, &open, 0, "a list of ids of groups") < 0)
		return -1;
	for (size_t i = 0; i < open.value->list.n; i++) {
		struct place id = element(&open, i);
		size_t k = 0;
		while (k < instrument->groups_n && !(id.value->type == TP_TEXT &&
			tp_text_compare(instrument->groups[k].id, id.value->text) == 0))
			k++;
		if (k == instrument->groups_n)
			return expected(maker, &id, "the id of one of the groups");
		instrument->groups[k].open = true;
	}
	return 0;
}

static int make_groups(const struct maker *maker, const struct place *document)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place groups = member(document, "groups");
	if (!groups.value)
		return open_groups(maker, document);
	if (check_list(maker, &groups, 0, "a list of groups") < 0)
		return -1;
	instrument->groups = tp_arena_array(maker->arena, groups.value->list.n, sizeof *instrument->groups);
	if (!instrument->groups)
		return tp_err_memory(maker->err);
	for (size_t i = 0; i < groups.value->list.n; i++) {
		struct place place = element(&groups, i);
		struct tp_group *group = &instrument->groups[i];
		if (check_map(maker, &place, "id|title") < 0 || read_id(maker, &place, &group->id) < 0 ||
			read_pair(maker, &place, "title", group->title) < 0)
			return -1;
		for (size_t k = 0; k < i; k++)
			if (tp_text_compare(instrument->groups[k].id, group->id) == 0)
				return duplicate(maker, &place, group->id);
		instrument->groups_n++;
	}
	return open_groups(maker, document);
}

/* --- dimensions and items --- */

static int make_item(const struct maker *maker, const struct place *place, size_t dimension)
{
	struct tp_instrument *instrument = maker->instrument;
	struct tp_item *item = &instrument->items[instrument->items_n];
	struct place mirrors = member(place, "mirrors"), advice = member(place, "advice");
	item->dimension = dimension;
	item->weight = 1;
	if (check_map(maker, place, "id|text|weight|reversed|mirrors|advice") < 0 || read_id(maker, place, &item->id) < 0 ||
		read_pair(maker, place, "text", item->text) < 0 ||
		read_optional_num(maker, place, "weight", WEIGHT_MIN, WEIGHT_MAX, &item->weight) < 0 ||
		read_optional_bool(maker, place, "reversed", &item->reversed) < 0 ||
		(mirrors.value && read_name(maker, place, "mirrors", &item->mirrors) < 0) ||
		(advice.value && read_pair_here(maker, &advice, item->advice) < 0))
		return -1;
	if (tp_instrument_item(instrument, item->id) >= 0)
		return duplicate(maker, place, item->id);
	instrument->items_n++;
	return 0;
}

static int make_items(const struct maker *maker, const struct place *place, size_t number)
{
	struct tp_instrument *instrument = maker->instrument;
	struct tp_dimension *dimension = &instrument->dimensions[number];
	struct place items = member(place, "items");
	if (check_list(maker, &items, 1, "a list of at least one item") < 0)
		return -1;
	dimension->first = instrument->items_n;
	dimension->n = items.value->list.n;
	if (dimension->n > TP_ITEMS_MAX - dimension->first)
		return expected(maker, &items, "at most 400 items in all");
	for (size_t i = 0; i < dimension->n; i++) {
		struct place item = element(&items, i);
		if (make_item(maker, &item, number) < 0)
			return -1;
	}
	return 0;
}

/* Advice belongs to a band; where there are no bands, to whatever a check looks for. */
static int make_advice(const struct maker *maker, const struct place *place, struct tp_dimension *dimension)
{
	const struct tp_instrument *instrument = maker->instrument;
	struct place advice = member(place, "advice");
	if (!advice.value)
		return 0;
	if (advice.value->type != TP_MAP)
		return expected(maker, &advice, "an object in { }");
	for (size_t i = 0; i < advice.value->map.n; i++) {
		const struct tp_pair *pair = &advice.value->map.pairs[i];
		size_t k = 0;
		while (k < instrument->bands_n && tp_text_compare(instrument->bands[k].id, pair->key) != 0)
			k++;
		if (k == instrument->bands_n && k > 0) {
			tp_err_set(maker->err, TP_DATA, "\"%s\" is no band; expected the id of one of the bands",
				tp_text_show(pair->key).text);
			return at(maker, &advice);
		}
		const char *name = tp_arena_copy(maker->arena, pair->key.ptr, pair->key.len);
		if (!name)
			return tp_err_memory(maker->err);
		struct place text = {.up = &advice, .name = name, .value = &pair->value};
		struct tp_text texts[TP_LANGS];
		if (read_pair_here(maker, &text, texts) < 0)
			return -1;
	}
	dimension->advice = advice.value;
	return 0;
}

static int make_dimension(const struct maker *maker, const struct place *place, size_t number)
{
	struct tp_instrument *instrument = maker->instrument;
	struct tp_dimension *dimension = &instrument->dimensions[number];
	dimension->weight = 1;
	if (check_map(maker, place, "id|title|weight|low_is_good|advice|items") < 0 ||
		read_id(maker, place, &dimension->id) < 0 ||
		read_pair(maker, place, "title", dimension->title) < 0 ||
		read_optional_num(maker, place, "weight", WEIGHT_MIN, WEIGHT_MAX, &dimension->weight) < 0 ||
		read_optional_bool(maker, place, "low_is_good", &dimension->low_is_good) < 0)
		return -1;
	for (size_t i = 0; i < number; i++)
		if (tp_text_compare(instrument->dimensions[i].id, dimension->id) == 0)
			return duplicate(maker, place, dimension->id);
	if (make_advice(maker, place, dimension) < 0)
		return -1;
	return make_items(maker, place, number);
}

static int make_dimensions(const struct maker *maker, const struct place *document)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place dimensions = member(document, "dimensions");
	if (check_list(maker, &dimensions, 1, "a list of at least one dimension") < 0)
		return -1;
	if (dimensions.value->list.n > TP_ITEMS_MAX)
		return expected(maker, &dimensions, "at most 400 items in all");
	instrument->dimensions_n = dimensions.value->list.n;
	instrument->dimensions = tp_arena_array(maker->arena, instrument->dimensions_n, sizeof *instrument->dimensions);
	instrument->items = tp_arena_array(maker->arena, TP_ITEMS_MAX, sizeof *instrument->items);
	if (!instrument->dimensions || !instrument->items)
		return tp_err_memory(maker->err);
	for (size_t i = 0; i < instrument->dimensions_n; i++) {
		struct place dimension = element(&dimensions, i);
		if (make_dimension(maker, &dimension, i) < 0)
			return -1;
	}
	return 0;
}

/* --- the whole --- */

/* One kind of record, or several: "municipality or unit". */
static int make_subject(const struct maker *maker, const struct place *document)
{
	struct place place = member(document, "subject");
	if (read_text(maker, document, "subject", &maker->instrument->subject) < 0)
		return -1;
	struct tp_text rest = maker->instrument->subject;
	for (bool is_kind = true; rest.ptr; is_kind = !is_kind) {
		struct tp_text word = tp_text_split(&rest, " ");
		bool last = !rest.ptr;
		if (is_kind ? tp_kind_find(word) == TP_KIND_other : last || !tp_text_is(word, "or"))
			return expected(maker, &place, "a kind of record, as unit, or \"municipality or unit\"");
	}
	return 0;
}

static int make_rules(const struct maker *maker, const struct place *document)
{
	struct tp_instrument *instrument = maker->instrument;
	struct place place = member(document, "min_group");
	instrument->total = true;
	instrument->min_coverage = 0.5;
	if (read_optional_bool(maker, document, "anonymous", &instrument->anonymous) < 0)
		return -1;
	double min_group = instrument->anonymous ? ANONYMOUS_GROUP : 1;
	if (read_optional_num(maker, document, "min_group", 1, GROUP_MAX, &min_group) < 0 ||
		read_optional_num(maker, document, "min_coverage", 0, 1, &instrument->min_coverage) < 0 ||
		read_optional_bool(maker, document, "total", &instrument->total) < 0)
		return -1;
	if (min_group != floor(min_group))
		return expected(maker, &place, "a whole number");
	instrument->min_group = (unsigned)min_group;
	return 0;
}

int tp_instrument_make(struct tp_arena *arena, const struct tp_value *document, struct tp_instrument **out,
	struct tp_err *err)
{
	struct maker maker = {arena, tp_arena_alloc(arena, sizeof **out), err};
	struct place whole = {.value = document};
	if (!maker.instrument)
		return tp_err_memory(err);
	if (check_map(&maker, &whole, "id|title|source|subject|scale|dimensions|bands|anonymous|min_group|groups"
				      "|open_groups|min_coverage|total") < 0 ||
		read_id(&maker, &whole, &maker.instrument->id) < 0 ||
		read_pair(&maker, &whole, "title", maker.instrument->title) < 0 ||
		read_text(&maker, &whole, "source", &maker.instrument->source) < 0 ||
		make_subject(&maker, &whole) < 0 || make_rules(&maker, &whole) < 0 ||
		make_scale(&maker, &whole) < 0 || make_bands(&maker, &whole) < 0 ||
		make_groups(&maker, &whole) < 0 || make_dimensions(&maker, &whole) < 0 ||
		tp_value_hash(document, maker.instrument->hash, err) < 0)
		return -1;
	*out = maker.instrument;
	return 0;
}
