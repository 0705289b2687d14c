#include "tp/scoring.h"

#include <math.h>
#include <string.h>

#include "tp/response.h"

/* --- counting --- */

static int twin(const struct tp_scoring *scoring, struct tp_text item, struct tp_unique_place first, struct tp_err *err)
{
	struct tp_text source = scoring->sources.keys[first.file];
	return tp_err_set(err, TP_DATA, "the respondent has answered %.*s at %.*s:%u already, and otherwise: keep one of them",
		(int)item.len, item.ptr, (int)source.len, source.ptr, first.line);
}

/* Whether the answer came before. Answers without a respondent add up. */
static int look_for_twin(struct tp_scoring *scoring, const struct tp_record *response, const struct tp_pair *answer,
	bool *repeated, struct tp_err *err)
{
	*repeated = false;
	if (scoring->no_unique || tp_record_id(response, TP_response_respondent).len == 0)
		return 0;
	long file = tp_map_add(&scoring->sources, tp_text_of(response->source ? response->source : "-"), NULL);
	struct tp_unique_place place = {(uint32_t)file, (uint32_t)response->row}, first = {0};
	tp_buf_reset(&scoring->identity);
	tp_buf_reset(&scoring->content);
	tp_response_identity(response, answer->key, &scoring->identity);
	tp_value_canonical(&answer->value, &scoring->content);
	if (file < 0 || scoring->identity.failed || scoring->content.failed)
		return tp_err_memory(err);
	int found = tp_unique_add(&scoring->unique, (struct tp_text){scoring->identity.ptr, scoring->identity.len},
		(struct tp_text){scoring->content.ptr, scoring->content.len}, TP_UNIQUE_NO_DAY, place, &first, err);
	*repeated = found == TP_UNIQUE_SAME;
	if (found == TP_UNIQUE_CONFLICT)
		return twin(scoring, answer->key, first, err);
	return found < 0 ? -1 : 0;
}

/* Adds to a fault which answer it is about. */
static int at_item(struct tp_text item, struct tp_err *err)
{
	char field[sizeof err->field] = "values.";
	size_t len = strlen(field), room = sizeof field - len - 1;
	memcpy(field + len, item.ptr, item.len < room ? item.len : room);
	return tp_err_at(err, NULL, 0, field);
}

/* Answers mostly come in the order of their items: the one behind the last is asked first. */
static long item_of(struct tp_scoring *scoring, const struct tp_instrument *instrument, struct tp_text id)
{
	size_t next = scoring->item + 1;
	bool found = next < instrument->items_n && tp_text_equal(instrument->items[next].id, id);
	long item = found ? (long)next : tp_instrument_item(instrument, id);
	if (item >= 0)
		scoring->item = (size_t)item;
	return item;
}

static int count_answer(struct tp_scoring *scoring, const struct tp_record *response, struct tp_tally_group *group,
	const struct tp_pair *pair, struct tp_err *err)
{
	bool repeated;
	long answer, item = item_of(scoring, group->instrument, pair->key);
	if (item < 0) {
		tp_err_set(err, TP_DATA, "%.*s has no such item", (int)group->instrument->id.len, group->instrument->id.ptr);
		return at_item(pair->key, err);
	}
	if (tp_response_answer(group->instrument, &pair->value, &answer, err) < 0 ||
		look_for_twin(scoring, response, pair, &repeated, err) < 0)
		return at_item(pair->key, err);
	if (!repeated)
		tp_tally_add(group, (size_t)item, answer);
	return 0;
}

/* Answers about one subject mostly stand together: the group of the answer before where it is this one's, or NULL. */
static struct tp_tally_group *group_before(const struct tp_scoring *scoring, const struct tp_record *response)
{
	struct tp_tally_group *last = scoring->counted.last;
	bool same = last && scoring->by.n == 0 &&
		tp_text_equal(last->subject, tp_record_id(response, TP_response_subject)) &&
		tp_text_equal(last->round, tp_record_id(response, TP_response_round)) &&
		tp_text_equal(last->instrument->id, tp_record_id(response, TP_response_instrument));
	return same ? last : NULL;
}

static struct tp_tally_group *find_group(struct tp_scoring *scoring, const struct tp_record *response,
	struct tp_err *err)
{
	const struct tp_instrument *instrument;
	struct tp_by_slice slice;
	if (scoring->instrument(scoring->self, tp_record_id(response, TP_response_instrument), &instrument, err) < 0) {
		tp_err_at(err, NULL, 0, "instrument");
		return NULL;
	}
	tp_by_response(&scoring->by, instrument, response, &slice);
	struct tp_tally_group key = {.instrument = instrument, .round = tp_record_id(response, TP_response_round),
		.subject = tp_record_id(response, TP_response_subject), .slice = slice.value};
	return tp_tally_at(&scoring->counted, &key, err);
}

static int count(struct tp_scoring *scoring, const struct tp_record *response, struct tp_err *err)
{
	const struct tp_value *values = tp_record_value(response, TP_response_values);
	struct tp_tally_group *group = group_before(scoring, response);
	if (!group && !(group = find_group(scoring, response, err)))
		return -1;
	for (size_t i = 0; i < values->map.n; i++)
		if (count_answer(scoring, response, group, &values->map.pairs[i], err) < 0)
			return -1;
	return 0;
}

/* --- merging --- */

static int refuse_version(const struct tp_instrument *instrument, struct tp_text hash, struct tp_err *err)
{
	tp_err_set(err, TP_DATA, "counted by another version of %.*s (%.*s, and this is %s): give the same -i FILE to both, "
		"or count the answers again", (int)instrument->id.len, instrument->id.ptr,
		hash.len < 40 ? (int)hash.len : 40, hash.ptr, instrument->hash);
	return tp_err_at(err, NULL, 0, "hash");
}

/* The item of a tally; -1: TP_DATA. */
static long find_item(const struct tp_instrument *instrument, const struct tp_record *tally, struct tp_err *err)
{
	struct tp_text id = tp_record_id(tally, TP_tally_item);
	long item = tp_instrument_item(instrument, id);
	if (item >= 0)
		return item;
	tp_err_set(err, TP_DATA, "%.*s has no item %s", (int)instrument->id.len, instrument->id.ptr,
		tp_text_show(id).text);
	return tp_err_at(err, NULL, 0, "item");
}

/* How often an answer was counted. Beyond 2^53 a number of JSON is not whole any more. */
static int add_times(struct tp_tally_group *group, size_t item, long answer, double times, struct tp_err *err)
{
	if (!(times >= 0 && times <= 9007199254740992.0 && times == floor(times)))
		return tp_err_set(err, TP_DATA, "expected whole numbers from 0");
	tp_tally_add_many(group, item, answer, (uint64_t)times);
	return 0;
}

static int add_steps(struct tp_tally_group *group, size_t item, const struct tp_record *tally, struct tp_err *err)
{
	const struct tp_value *counts = tp_record_value(tally, TP_tally_counts);
	int result = 0;
	if (counts->list.n != group->instrument->steps)
		result = tp_err_set(err, TP_DATA, "expected %zu counts, one per step of the scale", group->instrument->steps);
	for (size_t k = 0; result == 0 && k < counts->list.n; k++)
		result = add_times(group, item, (long)k, counts->list.items[k].num, err);
	return result < 0 ? tp_err_at(err, NULL, 0, "counts") : 0;
}

static int add_others(struct tp_tally_group *group, size_t item, const struct tp_record *tally, struct tp_err *err)
{
	static const struct {
		enum tp_field field;
		long answer;
	} others[] = {
		{TP_tally_blank, TP_ANSWER_BLANK}, {TP_tally_dk, TP_ANSWER_DK}, {TP_tally_na, TP_ANSWER_NA},
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		double times;
		if (tp_record_num(tally, others[i].field, &times) &&
			add_times(group, item, others[i].answer, times, err) < 0)
			return tp_err_at(err, NULL, 0, tp_field_info(others[i].field)->name);
	}
	return 0;
}

static int merge(struct tp_scoring *scoring, const struct tp_record *tally, struct tp_err *err)
{
	const struct tp_instrument *instrument;
	struct tp_by_slice slice;
	long item;
	if (scoring->instrument(scoring->self, tp_record_id(tally, TP_tally_instrument), &instrument, err) < 0)
		return tp_err_at(err, NULL, 0, "instrument");
	if (!tp_text_is(tp_record_id(tally, TP_tally_hash), instrument->hash))
		return refuse_version(instrument, tp_record_id(tally, TP_tally_hash), err);
	if ((item = find_item(instrument, tally, err)) < 0)
		return -1;
	tp_by_tally(&scoring->by, tp_record_value(tally, TP_tally_slice), &slice);
	struct tp_tally_group key = {.instrument = instrument, .round = tp_record_id(tally, TP_tally_round),
		.subject = tp_record_id(tally, TP_tally_subject), .slice = slice.value};
	struct tp_tally_group *group = tp_tally_at(&scoring->counted, &key, err);
	if (!group || add_steps(group, (size_t)item, tally, err) < 0)
		return -1;
	return add_others(group, (size_t)item, tally, err);
}

/* --- all that comes in --- */

static int keep(struct tp_scoring *scoring, const struct tp_record *record, struct tp_err *err)
{
	bool fact = tp_kind_info(record->kind)->is == TP_FACT;
	return tp_set_add(fact ? &scoring->facts : &scoring->earlier, record, err);
}

static bool is_scored(const struct tp_scoring *scoring, struct tp_text instrument)
{
	for (size_t i = 0; i < scoring->only_n; i++)
		if (tp_text_equal(scoring->only[i]->id, instrument))
			return true;
	return scoring->only_n == 0;
}

int tp_scoring_take(struct tp_scoring *scoring, const struct tp_record *record, struct tp_err *err)
{
	bool unique;
	switch (record->kind) {
	case TP_KIND_response:
		if (!is_scored(scoring, tp_record_id(record, TP_response_instrument)))
			return 0;
		return count(scoring, record, err) < 0 ? -1 : 1;
	case TP_KIND_tally:
		if (!is_scored(scoring, tp_record_id(record, TP_tally_instrument)))
			return 0;
		return merge(scoring, record, err) < 0 ? -1 : 1;
	case TP_KIND_begin: /* tp-import --no-unique says so, that it need not be said twice */
		scoring->no_unique |= tp_record_bool(record, TP_begin_unique, &unique) && !unique;
		return 0;
	default:
		return keep(scoring, record, err);
	}
}

/* --- what it comes to --- */

bool tp_scoring_sum(const struct tp_tally *groups, size_t *at, struct tp_scoring_sum *out)
{
	*out = (struct tp_scoring_sum){0};
	for (; *at < groups->n; ++*at) {
		const struct tp_tally_group *group = groups->groups[*at];
		if (group->whole || group->units || group->left_out)
			continue;
		if (out->instrument &&
			(out->instrument != group->instrument || tp_text_compare(out->round, group->round) != 0))
			break;
		out->instrument = group->instrument;
		out->round = group->round;
		out->subjects++;
		out->withheld += group->withheld;
		for (size_t item = 0; item < group->instrument->items_n; item++)
			out->answers += tp_tally_answers(group, item);
	}
	return out->instrument;
}

void tp_scoring_free(struct tp_scoring *scoring)
{
	tp_tally_free(&scoring->wholes);
	tp_tally_free(&scoring->counted);
	tp_set_free(&scoring->facts);
	tp_set_free(&scoring->earlier);
	tp_arena_free(&scoring->arena);
	tp_kept_rounds_free(&scoring->rounds);
	tp_unique_free(&scoring->unique);
	tp_map_free(&scoring->sources);
	tp_buf_free(&scoring->identity);
	tp_buf_free(&scoring->content);
}
