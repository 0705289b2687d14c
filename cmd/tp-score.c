#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/import.h"
#include "tp/measure.h"
#include "tp/place.h"
#include "tp/scores.h"
#include "tp/scoring.h"
#include "tp/shelf.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

struct self {
	struct tp_scoring scoring;
	struct tp_set since;
	struct tp_shelf shelf;
	const struct tp_instrument *said[TP_INSTRUMENTS_MAX]; /* -i, as ID or FILE */
	size_t said_n;
	bool tally, keep, list;
	const char *show;
	struct tp_import import; /* of sheets */
	struct cmd *cmd;
};

/* --- options --- */

static int set_instrument(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = to;
	bool is_file;
	if (self->said_n == TP_INSTRUMENTS_MAX)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s: at most %d", option->name, TP_INSTRUMENTS_MAX);
	const struct tp_instrument **said = &self->said[self->said_n++];
	if (tp_shelf_said(&self->shelf, value, said, &is_file, &cmd->err) < 0)
		return -1;
	if (!is_file)
		self->scoring.only[self->scoring.only_n++] = *said;
	return 0;
}

static int add_by(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	(void)option;
	return tp_by_add(to, value, &cmd->err);
}

static int set_invited(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	unsigned long number;
	if (cmd_set_count(cmd, option, value, &number) < 0)
		return -1;
	if (number == 0)
		return tp_err_set(&cmd->err, TP_USAGE, "--invited 0: expected how many were, from 1");
	*(double *)to = (double)number;
	return 0;
}

static int add_open_round(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct tp_scoring *scoring = to;
	if (scoring->open_rounds_n == TP_OPEN_ROUNDS_MAX)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s: at most %d", option->name, TP_OPEN_ROUNDS_MAX);
	scoring->open_rounds[scoring->open_rounds_n++] = tp_text_of(value);
	return 0;
}

static int set_bulk(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = to;
	(void)cmd, (void)option, (void)value;
	self->scoring.no_unique = self->import.options.no_unique = true;
	return 0;
}

#define AT(member) .at = offsetof(struct self, member)

static const struct cmd_option options[] = {
	{"instrument", 'i', "ID|FILE", "score only ID; add or replace FILE's (repeatable)", .set = set_instrument},
	{"by", 0, "FIELD,...", "slices too: group, area, date or one of your own", add_by, AT(scoring.by)},
	{"invited", 0, "N", "of each subject that no record tells of", set_invited, AT(scoring.invited), .most = 1000000000},
	{"min-group", 0, "N", "withhold what fewer answered; else by instrument", cmd_set_count, AT(scoring.min_group),
		.most = 1000000},
	{"open-round", 0, "R", "show nothing of a round under way (repeatable)", add_open_round, AT(scoring)},
	{"tally", 0, NULL, "counts, to be merged by tp-score, not scores", cmd_set_flag, AT(tally)},
	{"keep", 0, NULL, "pass the answers on too", cmd_set_flag, AT(keep)},
	{"no-unique", 0, NULL, "do not look for answers given twice (bulk)", .set = set_bulk},
	{"list", 0, NULL, "the instruments there are", cmd_set_flag, AT(list)},
	{"show", 0, "ID", "an instrument as JSON", cmd_set_text, AT(show)},
	{0},
};

/* What is decided where the counts are merged is not said where they are made. */
static int check_options(struct cmd *cmd)
{
	const struct self *self = cmd->self;
	const struct {
		const char *name;
		bool said;
	} later[] = {
		{"min-group", self->scoring.min_group > 0}, {"open-round", self->scoring.open_rounds_n > 0},
		{"invited", self->scoring.invited > 0}, {"since", cmd->since}, {"scope", cmd->scope}, {"keep", self->keep},
	};
	for (size_t i = 0; self->tally && i < sizeof later / sizeof *later; i++)
		if (later[i].said)
			return tp_err_set(&cmd->err, TP_USAGE, "--%s does not go with --tally%s", later[i].name,
				strcmp(later[i].name, "keep") == 0 ? ": answers would count twice"
								   : ": say it to the tp-score that merges");
	return 0;
}

/* --- reading --- */

static bool is_municipality(struct tp_text id)
{
	struct tp_text known = tp_place_find(id);
	return known.ptr && tp_text_compare(known, id) == 0;
}

/* *consumed: it is an own score or finding of before; others of these are of no concern. */
static int take(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	struct self *self = cmd->self;
	if (tp_kind_info(record->kind)->is == TP_RESULT && !*consumed)
		return 0;
	int taken = tp_scoring_take(&self->scoring, record, &cmd->err);
	if (taken > 0)
		*consumed = !self->keep;
	return taken < 0 ? -1 : 0;
}

/* A sheet's row. */
static int take_row(void *context, const struct tp_record *record, struct tp_err *err)
{
	struct self *self = context;
	struct cmd *cmd = self->cmd;
	bool no_unique = self->scoring.no_unique;
	self->scoring.no_unique = true; /* the import has seen to it, and knows the lines */
	int taken = tp_scoring_take(&self->scoring, record, err);
	self->scoring.no_unique = no_unique;
	return taken > 0 && self->keep ? cmd_put(cmd, record) : taken < 0 ? -1 : 0;
}

static void tell(void *context, const struct tp_err *bad)
{
	cmd_fault(((struct self *)context)->cmd, bad);
}

static int read_sheet(struct cmd *cmd, struct tp_input *in)
{
	struct self *self = cmd->self;
	struct tp_import *import = &self->import;
	import->options.kind = TP_KIND_response;
	import->options.instrument = self->said_n == 1 ? self->said[0] : NULL;
	import->options.keep_unknown = self->scoring.by.extras;
	import->shelf = &self->shelf;
	import->sink = (struct tp_sink){take_row, self};
	import->tell = tell;
	import->self = self;
	return tp_import_input(import, in, &cmd->err);
}

/* --- the work --- */

static int make_table(struct cmd *cmd, struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records,
	size_t n)
{
	struct tp_scores_shelf shelf = {tp_shelf_know, &((struct self *)cmd->self)->shelf};
	if (kind != TP_KIND_score)
		return 0;
	return tp_scores_make(doc, records, n, &shelf, &cmd->err) < 0 ? -1 : 1;
}

static void say_scored(const struct cmd *cmd, const struct tp_tally *groups)
{
	struct tp_scoring_sum sum;
	for (size_t i = 0; tp_scoring_sum(groups, &i, &sum);)
		cmd_say(cmd, "%.*s (%s)%s%.*s: subjects: %lu, answers: %lu, withheld: %lu", (int)sum.instrument->id.len,
			sum.instrument->id.ptr, sum.instrument->hash, sum.round.len ? ", round " : "", (int)sum.round.len,
			sum.round.len ? sum.round.ptr : "", sum.subjects, sum.answers, sum.withheld);
}

static int put_results(struct cmd *cmd, struct tp_arena *arena, struct tp_record *run)
{
	struct self *self = cmd->self;
	struct tp_scoring *scoring = &self->scoring;
	struct tp_sink sink = cmd_sink(cmd);
	if (self->tally)
		return tp_scoring_put_tallies(scoring, arena, run, &sink, &cmd->err);
	if (cmd_since(cmd, WANT(score), &self->since) < 0)
		return -1;
	scoring->since = cmd->since ? &self->since : NULL;
	if (tp_scoring_put(scoring, cmd->as_of, arena, run, &sink, &cmd->err) < 0)
		return -1;
	if (scoring->stale > 0)
		cmd_say(cmd, "municipalities that stand as they were, for answers of some of their units are not here: %lu",
			scoring->stale);
	return 0;
}

static void prepare(struct cmd *cmd, struct cmd_filter *filter)
{
	struct self *self = cmd->self;
	self->cmd = cmd;
	self->scoring.instrument = tp_shelf_find_in;
	self->scoring.is_municipality = is_municipality;
	self->scoring.self = &self->shelf;
	self->scoring.rules = &cmd->rules;
	self->scoring.scope = tp_text_of(cmd->scope ? cmd->scope : "");
	*filter = (struct cmd_filter){.wanted = WANT(response) | WANT(tally) | WANT(begin), .asks_own = true,
		.partial = self->tally, .extras = self->scoring.by.extras, .record = take, .sheet = read_sheet};
	if (!self->tally)
		filter->wanted |= WANT(invited) | WANT(unit) | WANT(municipality) | WANT(initiative) | WANT(score) |
			WANT(finding);
}

static int work(struct cmd *cmd)
{
	struct self *self = cmd->self;
	struct cmd_filter filter;
	struct tp_arena arena = {0};
	struct tp_record run;
	if (self->list)
		return cmd_instruments_list(cmd, &self->shelf);
	if (self->show)
		return cmd_instruments_show(cmd, &self->shelf, self->show);
	if (check_options(cmd) < 0)
		return -1;
	prepare(cmd, &filter);
	cmd_run_init(cmd, "score", &run);
	int result = cmd_filter_read(cmd, &filter);
	cmd_say_examples(cmd, self->import.examples);
	if (result == 0 && cmd->faults > 0) {
		cmd_faults_rest(cmd);
		result = cmd_faults_fail(cmd, 0, 0);
	}
	if (result == 0)
		result = put_results(cmd, &arena, &run);
	if (result == 0)
		result = cmd_put(cmd, &run);
	if (result == 0 && cmd->verbose) {
		say_scored(cmd, self->tally ? &self->scoring.counted : &self->scoring.wholes);
		cmd_say_put(cmd, "checks: %zu", self->tally ? 0 : tp_record_value(&run, TP_run_checks)->list.n);
	}
	tp_arena_free(&arena);
	return result;
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_scoring_free(&self->scoring);
	tp_set_free(&self->since);
	tp_import_free(&self->import);
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
		.table = make_table,
		.work = work,
		.free = release,
	};
	struct self self = {0};
	return cmd_main(argc, argv, &tool, &self);
}
