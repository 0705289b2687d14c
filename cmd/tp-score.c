#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/data.h"
#include "tp/finding.h"
#include "tp/invited.h"
#include "tp/kept.h"
#include "tp/measure.h"
#include "tp/score.h"
#include "tp/shelf.h"
#include "tp/survey.h"
#include "tp/unique.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

static const struct cmd_option options[] = {
	{"instrument", 'i', "ID|FILE", "score only ID; add or replace the instrument in FILE (repeatable)"},
	{"min-group", 0, "N", "withhold what fewer than N answered; else as the instrument says"},
	{"no-unique", 0, NULL, "do not look for answers given twice (bulk, constant memory)"},
	{"list", 0, NULL, "the instruments there are"},
	{"show", 0, "ID", "an instrument as JSON"},
	{0},
};

struct self {
	struct tp_shelf shelf;
	struct tp_tally tally;
	struct tp_set facts;   /* invited */
	struct tp_set earlier; /* own results that came in */
	struct tp_set scores;  /* of this run and kept */
	struct tp_unique unique;
	struct tp_buf identity;
	const struct tp_instrument *only[16]; /* -i ID */
	size_t only_n;
	unsigned long min_group;
	bool no_unique, list;
	const char *show;
};

static int set_instrument(struct cmd *cmd, const char *value)
{
	struct self *self = cmd->self;
	const struct tp_instrument *loaded;
	size_t len = strlen(value);
	if (strchr(value, '/') || (len > 5 && strcmp(value + len - 5, ".json") == 0))
		return tp_shelf_load(&self->shelf, value, &loaded, &cmd->err);
	if (self->only_n == sizeof self->only / sizeof *self->only)
		return tp_err_set(&cmd->err, TP_USAGE, "--instrument: at most %zu ids", self->only_n);
	return tp_shelf_find(&self->shelf, tp_text_of(value), &self->only[self->only_n++], &cmd->err);
}

static int take_option(struct cmd *cmd, const char *name, const char *value)
{
	struct self *self = cmd->self;
	if (strcmp(name, "instrument") == 0)
		return set_instrument(cmd, value);
	if (strcmp(name, "min-group") == 0)
		return cmd_number(cmd, name, value, 1000000, &self->min_group);
	if (strcmp(name, "list") == 0)
		self->list = true;
	else if (strcmp(name, "show") == 0)
		self->show = value;
	else
		self->no_unique = true;
	return 0;
}

static bool is_asked(const struct self *self, struct tp_text id)
{
	for (size_t i = 0; i < self->only_n; i++)
		if (tp_text_compare(self->only[i]->id, id) == 0)
			return true;
	return self->only_n == 0;
}

/* An answer that came before counts once; another one by the same respondent is bad input. */
static int look_for_twin(struct cmd *cmd, const struct tp_record *response, const struct tp_pair *pair, bool *repeated)
{
	struct self *self = cmd->self;
	struct tp_unique_place place = {0, (uint32_t)response->row}, first = {0};
	struct tp_buf content = {0};
	*repeated = false;
	if (self->no_unique || tp_record_id(response, TP_response_respondent).len == 0)
		return 0;
	tp_buf_reset(&self->identity);
	tp_survey_identity(response, pair->key, &self->identity);
	tp_value_canonical(&pair->value, &content);
	int answer = self->identity.failed || content.failed
		? tp_err_memory(&cmd->err)
		: tp_unique_add(&self->unique, (struct tp_text){self->identity.ptr, self->identity.len},
			  (struct tp_text){content.ptr, content.len}, TP_UNIQUE_NO_DAY, place, &first, &cmd->err);
	tp_buf_free(&content);
	*repeated = answer == TP_UNIQUE_SAME;
	if (answer == TP_UNIQUE_CONFLICT)
		return tp_err_set(&cmd->err, TP_DATA, "the respondent has answered %.*s before, on line %u, and otherwise: "
			"keep one of them", (int)pair->key.len, pair->key.ptr, first.line);
	return answer < 0 ? -1 : 0;
}

/* Adds to a fault which answer it is about. */
static int at_item(struct cmd *cmd, struct tp_text item)
{
	char field[sizeof cmd->err.field];
	snprintf(field, sizeof field, "values.%.*s", item.len < 100 ? (int)item.len : 100, item.ptr);
	return tp_err_at(&cmd->err, NULL, 0, field);
}

static int count_answer(struct cmd *cmd, const struct tp_record *response, struct tp_tally_group *group,
	const struct tp_pair *pair)
{
	bool repeated;
	long answer, item = tp_instrument_item(group->instrument, pair->key);
	if (item < 0) {
		tp_err_set(&cmd->err, TP_DATA, "%.*s has no such item", (int)group->instrument->id.len,
			group->instrument->id.ptr);
		return at_item(cmd, pair->key);
	}
	if (tp_survey_answer(group->instrument, &pair->value, &answer, &cmd->err) < 0 ||
		look_for_twin(cmd, response, pair, &repeated) < 0)
		return at_item(cmd, pair->key);
	if (!repeated)
		tp_tally_add(group, (size_t)item, answer);
	return 0;
}

static int count_response(struct cmd *cmd, const struct tp_record *response)
{
	struct self *self = cmd->self;
	const struct tp_instrument *instrument;
	const struct tp_value *values = tp_record_value(response, TP_response_values);
	if (tp_shelf_find(&self->shelf, tp_record_id(response, TP_response_instrument), &instrument, &cmd->err) < 0)
		return tp_err_at(&cmd->err, NULL, 0, "instrument");
	struct tp_tally_group *group = tp_tally_group(&self->tally, instrument,
		tp_record_id(response, TP_response_round), tp_record_id(response, TP_response_subject), &cmd->err);
	if (!group)
		return -1;
	for (size_t i = 0; i < values->map.n; i++)
		if (count_answer(cmd, response, group, &values->map.pairs[i]) < 0)
			return -1;
	return 0;
}

static int take(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	struct self *self = cmd->self;
	bool unique;
	switch (record->kind) {
	case TP_KIND_response:
		if (!is_asked(self, tp_record_id(record, TP_response_instrument)))
			return 0;
		*consumed = true;
		return count_response(cmd, record);
	case TP_KIND_tally:
		return tp_err_set(&cmd->err, TP_DATA, "this version does not merge tallies: give it the responses");
	case TP_KIND_invited:
		return tp_set_add(&self->facts, record, &cmd->err);
	case TP_KIND_begin: /* tp-import --no-unique says so, that it need not be said twice */
		self->no_unique |= tp_record_bool(record, TP_begin_unique, &unique) && !unique;
		return 0;
	default: /* score, finding, run: own ones of before */
		return tp_text_is(record->by, "tp-score") ? tp_set_add(&self->earlier, record, &cmd->err) : 0;
	}
}

/* --- results --- */

static int keep_score(void *context, const struct tp_record *record, struct tp_err *err)
{
	return tp_set_add(context, record, err);
}

static int score_all(struct cmd *cmd)
{
	struct self *self = cmd->self;
	struct tp_sink sink = {keep_score, &self->scores};
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&self->earlier, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++)
		if (!tp_kept_is_replaced(earlier[i], &self->tally) &&
			tp_set_add(&self->scores, earlier[i], &cmd->err) < 0)
			return -1;
	for (size_t i = 0; i < self->tally.n; i++) {
		const struct tp_tally_group *group = self->tally.groups[i];
		struct tp_text kinds = group->instrument->subject, kind = tp_text_split(&kinds, " ");
		if (tp_score_put(group, kind, (unsigned)self->min_group, &sink, &cmd->err) < 0)
			return -1;
	}
	tp_set_close(&self->scores);
	earlier = tp_set_all(&self->scores, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++)
		if (cmd_put(cmd, earlier[i]) < 0)
			return -1;
	return 0;
}

/* Findings are about what was scored now; those about kept scores are kept. */
static const struct tp_instrument *instrument_of(void *context, const struct tp_record *score)
{
	struct self *self = context;
	const struct tp_instrument *instrument;
	struct tp_err ignored = {0};
	return tp_shelf_find(&self->shelf, tp_record_id(score, TP_score_instrument), &instrument, &ignored) < 0
		? NULL : instrument;
}

static int find_all(struct cmd *cmd, struct tp_inquiry *inquiry)
{
	struct self *self = cmd->self;
	struct tp_set latest = {0}, fresh = {0}, findings = {0};
	struct tp_sink sink = {keep_score, &findings};
	size_t n;
	int result = tp_kept_latest(&self->scores, &latest, &cmd->err);
	struct tp_record *const *all = tp_set_all(&latest, TP_KIND_score, &n);
	for (size_t i = 0; result == 0 && i < n; i++)
		if (tp_kept_is_replaced(all[i], &self->tally))
			result = tp_set_add(&fresh, all[i], &cmd->err);
	tp_set_close(&fresh);
	inquiry->set = &fresh;
	if (result == 0)
		result = tp_finding_all(inquiry, &sink, &cmd->err);
	all = tp_set_all(&self->earlier, TP_KIND_finding, &n);
	for (size_t i = 0; result == 0 && i < n; i++)
		if (!tp_kept_is_replaced(all[i], &self->tally))
			result = tp_set_add(&findings, all[i], &cmd->err);
	tp_set_close(&findings);
	all = tp_set_all(&findings, TP_KIND_finding, &n);
	for (size_t i = 0; result == 0 && i < n; i++)
		result = cmd_put(cmd, all[i]);
	tp_set_free(&latest);
	tp_set_free(&fresh);
	tp_set_free(&findings);
	return result;
}

/* Each instrument whose scores stand, once: the hash that is in the scores. */
static size_t list_instruments(const struct self *self, struct tp_pair *pairs, size_t most)
{
	size_t n, found = 0;
	struct tp_record *const *scores = tp_set_all(&self->scores, TP_KIND_score, &n);
	for (size_t i = 0; i < n && found < most; i++) {
		struct tp_text id = tp_record_id(scores[i], TP_score_instrument);
		if (found == 0 || tp_text_compare(pairs[found - 1].key, id) != 0)
			pairs[found++] = (struct tp_pair){id, *tp_record_value(scores[i], TP_score_hash)};
	}
	return found;
}

static int put_run(struct cmd *cmd, const struct tp_inquiry *inquiry)
{
	struct tp_record run;
	struct tp_pair instruments[256];
	struct tp_value checks[TP_CHECKS];
	cmd_run_init(cmd, "score", &run);
	for (size_t i = 0; i < inquiry->n; i++)
		checks[i] = tp_value_string(tp_check_info(inquiry->predicates[i].check)->slug);
	*tp_record_slot(&run, TP_run_checks) = (struct tp_value){.type = TP_LIST, .list = {checks, inquiry->n}};
	size_t n = list_instruments(cmd->self, instruments, sizeof instruments / sizeof *instruments);
	*tp_record_slot(&run, TP_run_instruments) = (struct tp_value){.type = TP_MAP, .map = {instruments, n}};
	return cmd_put(cmd, &run);
}

static int show(struct cmd *cmd)
{
	struct self *self = cmd->self;
	char path[300];
	struct tp_text id;
	for (size_t i = 0; self->list && (id = tp_shelf_id(i)).ptr; i++)
		if (tp_writer_pass(&cmd->writer, id, &cmd->err) < 0)
			return -1;
	if (self->list)
		return 0;
	snprintf(path, sizeof path, "instruments/%.250s.json", self->show);
	struct tp_text bytes = tp_data_find(tp_text_of(path));
	const struct tp_instrument *ignored;
	if (!bytes.ptr)
		return tp_shelf_find(&self->shelf, tp_text_of(self->show), &ignored, &cmd->err);
	return tp_output_add(&cmd->out, bytes.ptr, bytes.len, &cmd->err);
}

static int work(struct cmd *cmd)
{
	static const struct cmd_filter filter = {
		.wanted = WANT(response) | WANT(tally) | WANT(invited) | WANT(begin) | WANT(score) | WANT(finding),
		.asks_own = true,
		.record = take,
	};
	struct self *self = cmd->self;
	if (self->list || self->show)
		return show(cmd);
	struct tp_inquiry inquiry = {
		.by = "tp-score", .analysis = "score", .as_of = cmd->as_of, .instrument = instrument_of, .self = self};
	inquiry.predicates = tp_measure_predicates(&inquiry.n);
	if (cmd_filter_read(cmd, &filter) < 0)
		return -1;
	tp_set_close(&self->facts);
	tp_set_close(&self->earlier);
	tp_tally_sort(&self->tally);
	if (tp_invited_settle(&self->tally, &self->facts, &cmd->err) < 0 || score_all(cmd) < 0 ||
		find_all(cmd, &inquiry) < 0)
		return -1;
	return put_run(cmd, &inquiry);
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_shelf_free(&self->shelf);
	tp_tally_free(&self->tally);
	tp_set_free(&self->facts);
	tp_set_free(&self->earlier);
	tp_set_free(&self->scores);
	tp_unique_free(&self->unique);
	tp_buf_free(&self->identity);
}

int main(int argc, char **argv)
{
	static const char *const analyses[] = {"score", NULL};
	static const char *const example[] = {"tp-import responses.csv invited.csv | tp-score -r >scores.jsonl", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-score",
		.about = "Turns survey answers in a stream into scores with intervals, agreement and what to note.",
		.operands = "[FILE...]",
		.options = options,
		.formats = "json",
		.analyses = analyses,
		.filter = true,
		.example = example,
		.option = take_option,
		.work = work,
		.free = release,
	};
	struct self self = {0};
	return cmd_main(argc, argv, &tool, &self);
}
