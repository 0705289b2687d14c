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

/* Earlier results of a kind whose responses have not come again. */
static int keep_earlier(const struct tp_scoring *scoring, enum tp_kind kind, struct tp_set *to, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, kind, &n);
	for (size_t i = 0; i < n; i++)
		if (!tp_kept_is_replaced(earlier[i], &scoring->tally) && tp_set_add(to, earlier[i], err) < 0)
			return -1;
	return 0;
}

static int score_all(struct tp_scoring *scoring, struct tp_err *err)
{
	struct tp_sink sink = {add, &scoring->scores};
	if (keep_earlier(scoring, TP_KIND_score, &scoring->scores, err) < 0)
		return -1;
	for (size_t i = 0; i < scoring->tally.n; i++) {
		const struct tp_tally_group *group = scoring->tally.groups[i];
		struct tp_text kinds = group->instrument->subject, kind = tp_text_split(&kinds, " ");
		if (tp_score_put(group, kind, scoring->min_group, &sink, err) < 0)
			return -1;
	}
	tp_set_close(&scoring->scores);
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

/* Asks of what was scored in this run, in the latest round of each subject. */
static int inquire(struct tp_scoring *scoring, struct tp_inquiry *inquiry, struct tp_set *findings, struct tp_err *err)
{
	struct tp_set latest = {0}, fresh = {0};
	struct tp_sink sink = {add, findings};
	size_t n;
	int result = tp_kept_latest(&scoring->scores, &latest, err);
	struct tp_record *const *all = tp_set_all(&latest, TP_KIND_score, &n);
	for (size_t i = 0; result == 0 && i < n; i++)
		if (tp_kept_is_replaced(all[i], &scoring->tally))
			result = tp_set_add(&fresh, all[i], err);
	tp_set_close(&fresh);
	inquiry->set = &fresh;
	if (result == 0)
		result = tp_finding_all(inquiry, &sink, err);
	inquiry->set = NULL;
	tp_set_free(&latest);
	tp_set_free(&fresh);
	return result;
}

static int find_all(struct tp_scoring *scoring, struct tp_inquiry *inquiry, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct tp_set findings = {0};
	int result = inquire(scoring, inquiry, &findings, err);
	if (result == 0)
		result = keep_earlier(scoring, TP_KIND_finding, &findings, err);
	tp_set_close(&findings);
	if (result == 0)
		result = put_all(&findings, TP_KIND_finding, sink, err);
	tp_set_free(&findings);
	return result;
}

/* Each instrument whose scores stand, once, with the hash that is in them. */
static int list_instruments(const struct tp_scoring *scoring, struct tp_arena *arena, struct tp_record *run,
	struct tp_err *err)
{
	size_t n, found = 0;
	struct tp_record *const *scores = tp_set_all(&scoring->scores, TP_KIND_score, &n);
	for (int pass = 0; pass < 2; pass++) {
		struct tp_value *map = tp_record_slot(run, TP_run_instruments);
		struct tp_text last = {0};
		if (pass == 1 && (*map = tp_value_map(arena, found)).type == TP_ABSENT)
			return tp_err_memory(err);
		found = 0;
		for (size_t i = 0; i < n; i++) {
			struct tp_text id = tp_record_id(scores[i], TP_score_instrument);
			if (last.ptr && tp_text_compare(last, id) == 0)
				continue;
			if (pass == 1)
				map->map.pairs[found] = (struct tp_pair){id, *tp_record_value(scores[i], TP_score_hash)};
			last = id;
			found++;
		}
	}
	return 0;
}

int tp_scoring_put(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct tp_inquiry inquiry = {
		.by = "tp-score", .analysis = "score", .as_of = as_of, .instrument = instrument_of, .self = scoring};
	inquiry.predicates = tp_measure_predicates(&inquiry.n);
	tp_set_close(&scoring->facts);
	tp_set_close(&scoring->earlier);
	tp_tally_sort(&scoring->tally);
	if (tp_invited_settle(&scoring->tally, &scoring->facts, err) < 0 || score_all(scoring, err) < 0 ||
		put_all(&scoring->scores, TP_KIND_score, sink, err) < 0 || find_all(scoring, &inquiry, sink, err) < 0)
		return -1;
	if (tp_finding_checks(arena, inquiry.predicates, inquiry.n, run, err) < 0)
		return -1;
	return list_instruments(scoring, arena, run, err);
}

void tp_scoring_free(struct tp_scoring *scoring)
{
	tp_tally_free(&scoring->tally);
	tp_set_free(&scoring->facts);
	tp_set_free(&scoring->earlier);
	tp_set_free(&scoring->scores);
	tp_unique_free(&scoring->unique);
	tp_map_free(&scoring->sources);
	tp_buf_free(&scoring->identity);
	tp_buf_free(&scoring->content);
}
