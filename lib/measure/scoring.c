#include "tp/scoring.h"

#include <string.h>

#include "tp/invited.h"
#include "tp/kept.h"
#include "tp/measure.h"
#include "tp/response.h"
#include "tp/score.h"

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

static int count_answer(struct tp_scoring *scoring, const struct tp_record *response, struct tp_tally_group *group,
	const struct tp_pair *pair, struct tp_err *err)
{
	bool repeated;
	long answer, item = tp_instrument_item(group->instrument, pair->key);
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

int tp_scoring_count(struct tp_scoring *scoring, const struct tp_record *response, struct tp_err *err)
{
	const struct tp_instrument *instrument;
	const struct tp_value *values = tp_record_value(response, TP_response_values);
	if (scoring->instrument(scoring->self, tp_record_id(response, TP_response_instrument), &instrument, err) < 0)
		return tp_err_at(err, NULL, 0, "instrument");
	struct tp_tally_group *group = tp_tally_group(&scoring->tally, instrument,
		tp_record_id(response, TP_response_round), tp_record_id(response, TP_response_subject), err);
	if (!group)
		return -1;
	for (size_t i = 0; i < values->map.n; i++)
		if (count_answer(scoring, response, group, &values->map.pairs[i], err) < 0)
			return -1;
	return 0;
}

int tp_scoring_keep(struct tp_scoring *scoring, const struct tp_record *record, struct tp_err *err)
{
	return tp_set_add(record->kind == TP_KIND_invited ? &scoring->facts : &scoring->earlier, record, err);
}

/* --- results --- */

static int add(void *set, const struct tp_record *record, struct tp_err *err)
{
	return tp_set_add(set, record, err);
}

static int put_all(const struct tp_set *set, enum tp_kind kind, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(set, kind, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_sink_put(sink, all[i], err) < 0)
			return -1;
	return 0;
}

static const struct tp_instrument *instrument_of(void *self, const struct tp_record *score)
{
	const struct tp_scoring *scoring = self;
	const struct tp_instrument *instrument;
	struct tp_err ignored = {0};
	bool known = scoring->instrument(scoring->self, tp_record_id(score, TP_score_instrument), &instrument, &ignored) == 0;
	return known ? instrument : NULL;
}

/* The kind of what is scored. */
static struct tp_text kind_of(const struct tp_tally_group *group)
{
	struct tp_text kinds = group->instrument->subject;
	return tp_text_split(&kinds, " ");
}

/* Notes an instrument whose scores stand, with the hash that is in them. They come sorted. */
static int note_instrument(struct tp_scoring *scoring, const struct tp_record *score, struct tp_err *err)
{
	struct tp_text id = tp_record_id(score, TP_score_instrument), hash = tp_record_id(score, TP_score_hash);
	struct tp_scoring_instrument *last = scoring->last;
	if (last && tp_text_compare(last->id, id) == 0)
		return 0;
	struct tp_scoring_instrument *next = tp_arena_alloc(&scoring->arena, sizeof *next);
	if (!next)
		return tp_err_memory(err);
	next->before = last;
	next->id = tp_text_copy(&scoring->arena, id);
	next->hash = tp_text_copy(&scoring->arena, hash);
	scoring->last = next;
	scoring->instruments++;
	return next->id.ptr && next->hash.ptr ? 0 : tp_err_memory(err);
}

/* Scores one subject, puts its scores, and asks of them when its round is the latest. */
static int score_group(struct tp_scoring *scoring, const struct tp_tally_group *group, struct tp_inquiry *inquiry,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_set scores = {0};
	struct tp_sink own = {add, &scores}, finding = {add, &scoring->findings};
	size_t n;
	int result = tp_score_put(group, kind_of(group), scoring->min_group, &own, err);
	tp_set_close(&scores);
	if (result == 0)
		result = put_all(&scores, TP_KIND_score, sink, err);
	struct tp_record *const *all = tp_set_all(&scores, TP_KIND_score, &n);
	if (result == 0 && n > 0)
		result = note_instrument(scoring, all[0], err);
	inquiry->set = &scores;
	if (result == 0 &&
		tp_kept_rounds_is_latest(&scoring->rounds, group->instrument->id, group->subject, group->round))
		result = tp_finding_all(inquiry, &finding, err);
	inquiry->set = NULL;
	tp_set_free(&scores);
	return result;
}

/* Whether an earlier score goes before a group's, in the order of scores. */
static bool goes_before(const struct tp_record *score, const struct tp_tally_group *group)
{
	int order = tp_text_compare(tp_record_id(score, TP_score_instrument), group->instrument->id);
	if (order == 0)
		order = tp_text_compare(tp_record_id(score, TP_score_round), group->round);
	if (order == 0)
		order = tp_text_compare(tp_record_id(score, TP_score_subject_kind), kind_of(group));
	return (order ? order : tp_text_compare(tp_record_id(score, TP_score_subject), group->subject)) < 0;
}

/* Earlier scores whose responses are gone, and the new ones, in one order. */
static int score_all(struct tp_scoring *scoring, struct tp_inquiry *inquiry, const struct tp_sink *sink,
	struct tp_err *err)
{
	size_t n, i = 0;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, TP_KIND_score, &n);
	for (size_t j = 0; j <= scoring->tally.n; j++) {
		const struct tp_tally_group *group = j < scoring->tally.n ? scoring->tally.groups[j] : NULL;
		for (; i < n && (!group || goes_before(earlier[i], group) || tp_kept_is_replaced(earlier[i], &scoring->tally));
			i++)
			if (!tp_kept_is_replaced(earlier[i], &scoring->tally) &&
				(note_instrument(scoring, earlier[i], err) < 0 || tp_sink_put(sink, earlier[i], err) < 0))
				return -1;
		if (group && score_group(scoring, group, inquiry, sink, err) < 0)
			return -1;
	}
	return 0;
}

/* Which round is the latest of each subject, over what is scored now and what was. */
static int note_rounds(struct tp_scoring *scoring, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_kept_rounds_add(&scoring->rounds, tp_record_id(earlier[i], TP_score_instrument),
			    tp_record_id(earlier[i], TP_score_subject), tp_record_id(earlier[i], TP_score_round), err) < 0)
			return -1;
	for (size_t i = 0; i < scoring->tally.n; i++) {
		const struct tp_tally_group *group = scoring->tally.groups[i];
		if (tp_kept_rounds_add(&scoring->rounds, group->instrument->id, group->subject, group->round, err) < 0)
			return -1;
	}
	return 0;
}

/* Findings about kept scores are kept with them. */
static int find_all(struct tp_scoring *scoring, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, TP_KIND_finding, &n);
	for (size_t i = 0; i < n; i++)
		if (!tp_kept_is_replaced(earlier[i], &scoring->tally) && tp_set_add(&scoring->findings, earlier[i], err) < 0)
			return -1;
	tp_set_close(&scoring->findings);
	return put_all(&scoring->findings, TP_KIND_finding, sink, err);
}

static int list_instruments(const struct tp_scoring *scoring, struct tp_arena *arena, struct tp_record *run,
	struct tp_err *err)
{
	struct tp_value map = tp_value_map(arena, scoring->instruments);
	if (map.type == TP_ABSENT)
		return tp_err_memory(err);
	size_t i = scoring->instruments;
	for (const struct tp_scoring_instrument *one = scoring->last; one; one = one->before)
		map.map.pairs[--i] = (struct tp_pair){one->id, tp_value_text(one->hash)};
	*tp_record_slot(run, TP_run_instruments) = map;
	return 0;
}

int tp_scoring_put(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_inquiry inquiry = {
		.by = "tp-score", .analysis = "score", .as_of = as_of, .rules = scoring->rules,
		.instrument = instrument_of, .self = scoring};
	inquiry.predicates = tp_measure_predicates(&inquiry.n);
	tp_set_close(&scoring->facts);
	tp_set_close(&scoring->earlier);
	tp_tally_sort(&scoring->tally);
	if (tp_invited_settle(&scoring->tally, &scoring->facts, err) < 0 || note_rounds(scoring, err) < 0 ||
		score_all(scoring, &inquiry, sink, err) < 0 || find_all(scoring, sink, err) < 0)
		return -1;
	if (tp_finding_checks(arena, &inquiry, run, err) < 0)
		return -1;
	return list_instruments(scoring, arena, run, err);
}

void tp_scoring_free(struct tp_scoring *scoring)
{
	tp_tally_free(&scoring->tally);
	tp_set_free(&scoring->facts);
	tp_set_free(&scoring->earlier);
	tp_set_free(&scoring->findings);
	tp_arena_free(&scoring->arena);
	tp_kept_rounds_free(&scoring->rounds);
	tp_unique_free(&scoring->unique);
	tp_map_free(&scoring->sources);
	tp_buf_free(&scoring->identity);
	tp_buf_free(&scoring->content);
}
