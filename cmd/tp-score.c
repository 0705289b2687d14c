#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/data.h"
#include "tp/measure.h"
#include "tp/score.h"
#include "tp/scoring.h"
#include "tp/shelf.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

static const struct cmd_option options[] = {
	{"instrument", 'i', "ID|FILE", "score only ID; add or replace FILE's (repeatable)"},
	{"min-group", 0, "N", "withhold what fewer answered; else by instrument"},
	{"no-unique", 0, NULL, "do not look for answers given twice (bulk)"},
	{"list", 0, NULL, "the instruments there are"},
	{"show", 0, "ID", "an instrument as JSON"},
	{0},
};

struct self {
	struct tp_scoring scoring;
	struct tp_shelf shelf;
	const struct tp_instrument *only[16]; /* -i ID */
	size_t only_n;
	bool list;
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
	unsigned long number = 0;
	int result = 0;
	if (strcmp(name, "instrument") == 0)
		return set_instrument(cmd, value);
	if (strcmp(name, "min-group") == 0) {
		result = cmd_number(cmd, name, value, 1000000, &number);
		self->scoring.min_group = (unsigned)number;
		return result;
	}
	if (strcmp(name, "list") == 0)
		self->list = true;
	else if (strcmp(name, "show") == 0)
		self->show = value;
	else
		self->scoring.no_unique = true;
	return result;
}

static bool is_asked(const struct self *self, struct tp_text id)
{
	for (size_t i = 0; i < self->only_n; i++)
		if (tp_text_compare(self->only[i]->id, id) == 0)
			return true;
	return self->only_n == 0;
}

static int find_instrument(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err)
{
	return tp_shelf_find(shelf, id, out, err);
}

static int take(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	struct self *self = cmd->self;
	bool unique;
	switch (record->kind) {
	case TP_KIND_response:
		*consumed = is_asked(self, tp_record_id(record, TP_response_instrument));
		return *consumed ? tp_scoring_count(&self->scoring, record, &cmd->err) : 0;
	case TP_KIND_tally:
		return tp_err_set(&cmd->err, TP_DATA, "this version does not merge tallies: give it the responses");
	case TP_KIND_begin: /* tp-import --no-unique says so, that it need not be said twice */
		self->scoring.no_unique |= tp_record_bool(record, TP_begin_unique, &unique) && !unique;
		return 0;
	case TP_KIND_invited:
		return tp_scoring_keep(&self->scoring, record, &cmd->err);
	default: /* scores and findings: own ones of before */
		return *consumed ? tp_scoring_keep(&self->scoring, record, &cmd->err) : 0;
	}
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
	if (!bytes.ptr) {
		tp_shelf_find(&self->shelf, tp_text_of(self->show), &ignored, &cmd->err);
		cmd->err.code = TP_USAGE;
		return -1;
	}
	return tp_output_add(&cmd->out, bytes.ptr, bytes.len, &cmd->err);
}

/* What an instrument's scores of a round rest on. */
struct sum {
	const struct tp_tally_group *of;
	unsigned long subjects, answers, withheld;
};

static void say_sum(const struct cmd *cmd, const struct sum *sum)
{
	const struct tp_instrument *instrument = sum->of->instrument;
	struct tp_text round = sum->of->round;
	cmd_say(cmd, "%.*s (%s)%s%.*s: subjects: %lu, answers: %lu, withheld: %lu", (int)instrument->id.len,
		instrument->id.ptr, instrument->hash, round.len ? ", round " : "", (int)round.len, round.len ? round.ptr : "",
		sum->subjects, sum->answers, sum->withheld);
}

/* Groups come sorted by instrument and round. */
static void say_scored(const struct cmd *cmd, const struct tp_scoring *scoring, const struct tp_record *run)
{
	struct sum sum = {0};
	for (size_t i = 0; i < scoring->tally.n; i++) {
		const struct tp_tally_group *group = scoring->tally.groups[i];
		bool same = sum.of && sum.of->instrument == group->instrument &&
			tp_text_compare(sum.of->round, group->round) == 0;
		if (sum.of && !same)
			say_sum(cmd, &sum);
		if (!same)
			sum = (struct sum){.of = group};
		sum.subjects++;
		sum.withheld += tp_score_is_withheld(group, scoring->min_group);
		for (size_t item = 0; item < group->instrument->items_n; item++)
			for (long step = 0; step < (long)group->instrument->steps; step++)
				sum.answers += tp_tally_count(group, item, step);
	}
	if (sum.of)
		say_sum(cmd, &sum);
	cmd_say_put(cmd, "checks: %zu", tp_record_value(run, TP_run_checks)->list.n);
}

static int work(struct cmd *cmd)
{
	static const struct cmd_filter filter = {
		.wanted = WANT(response) | WANT(tally) | WANT(invited) | WANT(begin) | WANT(score) | WANT(finding),
		.asks_own = true,
		.record = take,
	};
	struct self *self = cmd->self;
	struct tp_sink sink = cmd_sink(cmd);
	struct tp_arena arena = {0};
	struct tp_record run;
	if (self->list || self->show)
		return show(cmd);
	self->scoring.instrument = find_instrument;
	self->scoring.self = &self->shelf;
	self->scoring.rules = &cmd->rules;
	cmd_run_init(cmd, "score", &run);
	int result = cmd_filter_read(cmd, &filter);
	if (result == 0)
		result = tp_scoring_put(&self->scoring, cmd->as_of, &arena, &run, &sink, &cmd->err);
	if (result == 0)
		result = cmd_put(cmd, &run);
	if (result == 0 && cmd->verbose)
		say_scored(cmd, &self->scoring, &run);
	tp_arena_free(&arena);
	return result;
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_scoring_free(&self->scoring);
	tp_shelf_free(&self->shelf);
}

int main(int argc, char **argv)
{
	static const struct cmd_analysis analyses[] = {{.name = "score"}, {0}};
	static const char *const example[] = {"tp-import responses.csv invited.csv | tp-score -r >scores.jsonl", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-score",
		.about = "Turns survey answers into scores with intervals, agreement and findings.",
		.operands = "[FILE...]",
		.options = options,
		.formats = "json, csv, table",
		.analyses = analyses,
		.predicates = tp_measure_predicates,
		.filter = true,
		.example = example,
		.option = take_option,
		.work = work,
		.free = release,
	};
	struct self self = {0};
	return cmd_main(argc, argv, &tool, &self);
}
