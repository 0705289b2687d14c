#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/data.h"
#include "tp/document.h"
#include "tp/import.h"
#include "tp/label.h"
#include "tp/measure.h"
#include "tp/place.h"
#include "tp/scores.h"
#include "tp/scoring.h"
#include "tp/shelf.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

enum { INSTRUMENTS_MAX = 32 };

struct self {
	struct tp_scoring scoring;
	struct tp_set since;
	struct tp_shelf shelf;
	const struct tp_instrument *only[INSTRUMENTS_MAX]; /* -i ID */
	size_t only_n;
	const struct tp_instrument *said[INSTRUMENTS_MAX]; /* -i, either way */
	size_t said_n;
	bool tally, keep, list;
	const char *show;
	struct tp_import import; /* of sheets */
	struct cmd *cmd;
	unsigned long told;      /* faults in them */
};

/* --- options --- */

static int set_instrument(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = to;
	if (self->said_n == INSTRUMENTS_MAX)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s: at most %d", option->name, INSTRUMENTS_MAX);
	const struct tp_instrument **said = &self->said[self->said_n++];
	if (tp_shelf_take(&self->shelf, value, said, &cmd->err) < 0)
		return -1;
	if (!tp_shelf_is_file(value))
		self->only[self->only_n++] = *said;
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

static bool is_municipality(struct tp_text id)
{
	struct tp_text known = tp_place_find(id);
	return known.ptr && tp_text_compare(known, id) == 0;
}

static int take(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	struct self *self = cmd->self;
	bool unique, asked;
	switch (record->kind) {
	case TP_KIND_response:
		asked = is_asked(self, tp_record_id(record, TP_response_instrument));
		*consumed = asked && !self->keep;
		return asked ? tp_scoring_count(&self->scoring, record, &cmd->err) : 0;
	case TP_KIND_tally:
		asked = is_asked(self, tp_record_id(record, TP_tally_instrument));
		*consumed = asked && !self->keep;
		return asked ? tp_scoring_merge(&self->scoring, record, &cmd->err) : 0;
	case TP_KIND_begin: /* tp-import --no-unique says so, that it need not be said twice */
		self->scoring.no_unique |= tp_record_bool(record, TP_begin_unique, &unique) && !unique;
		return 0;
	case TP_KIND_score:
	case TP_KIND_finding: /* own ones of before */
		return *consumed ? tp_scoring_keep(&self->scoring, record, &cmd->err) : 0;
	default:
		return tp_scoring_keep(&self->scoring, record, &cmd->err);
	}
}

/* --- sheets --- */

static int take_row(void *context, const struct tp_record *record, struct tp_err *err)
{
	struct self *self = context;
	struct cmd *cmd = self->cmd;
	bool no_unique = self->scoring.no_unique;
	if (!is_asked(self, tp_record_id(record, TP_response_instrument)))
		return 0;
	self->scoring.no_unique = true; /* the import has seen to it, and knows the lines */
	int result = tp_scoring_count(&self->scoring, record, err);
	self->scoring.no_unique = no_unique;
	return result < 0 || !self->keep ? result : cmd_put(cmd, record);
}

/* The first bad cells in full, then only how many. */
static void tell(void *context, const struct tp_err *bad)
{
	struct self *self = context;
	if (self->told++ < TP_BAD_TOLD)
		cmd_complain(self->cmd, bad);
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

/* After all input: what was bad in sheets has been told. */
static int judge_sheets(struct cmd *cmd)
{
	const struct self *self = cmd->self;
	cmd_say_examples(cmd, self->import.examples);
	if (self->told == 0)
		return 0;
	if (self->told > TP_BAD_TOLD)
		cmd_say(cmd, "and %lu faults more", self->told - TP_BAD_TOLD);
	cmd->told = self->told == 1; /* one fault needs one line; the stream bears the sum all the same */
	return tp_err_set(&cmd->err, TP_DATA, "%lu %s: mend %s and run again", self->told,
		self->told == 1 ? "fault" : "faults", self->told == 1 ? "it" : "them");
}

/* --- what there is --- */

static int show(struct cmd *cmd)
{
	struct self *self = cmd->self;
	char path[300];
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

static void add_instrument(const struct cmd *cmd, struct tp_document *doc, struct tp_block *table, size_t row,
	const struct tp_instrument *instrument)
{
	const struct tp_cell cells[] = {
		tp_cell_text(instrument->id), tp_cell_text(instrument->title[cmd->lang]), tp_cell_text(instrument->subject),
		tp_cell_number((double)instrument->items_n, 0), tp_cell_text(instrument->source),
	};
	for (size_t j = 0; j < sizeof cells / sizeof *cells; j++)
		*tp_document_cell(doc, table, row, j) = cells[j];
}

static int make_list(struct cmd *cmd, struct tp_document *doc)
{
	static const struct {
		const char *name;
		enum tp_label title;
	} columns[] = {
		{"id", TP_LABEL_instrument}, {"title", TP_LABEL_instrument_title}, {"subject", TP_LABEL_instrument_subject},
		{"items", TP_LABEL_instrument_items}, {"source", TP_LABEL_source},
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct self *self = cmd->self;
	struct tp_section *section = tp_document_section(doc, "instruments", (struct tp_text){0});
	size_t n = 0;
	while (tp_shelf_id(n).ptr)
		n++;
	struct tp_block *table = tp_document_table(doc, section, COLUMNS, n);
	for (size_t j = 0; j < COLUMNS; j++)
		tp_block_column(table, j, columns[j].name, tp_text_of(tp_label(columns[j].title, cmd->lang)));
	for (size_t i = 0; i < n; i++) {
		const struct tp_instrument *instrument;
		if (tp_shelf_find(&self->shelf, tp_shelf_id(i), &instrument, &cmd->err) < 0)
			return -1;
		add_instrument(cmd, doc, table, i, instrument);
	}
	return 0;
}

static int list(struct cmd *cmd)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_buf out = {0};
	tp_document_init(&doc, &arena, cmd->lang, "instruments");
	int result = make_list(cmd, &doc);
	if (strcmp(cmd->format, "csv") == 0)
		tp_document_csv(&doc, &cmd->dialect, cmd->titles, &out);
	else
		tp_document_text(&doc, cmd_page_width(cmd), cmd_has_colours(cmd), &out);
	if (result == 0)
		result = doc.failed || out.failed ? tp_err_memory(&cmd->err)
						  : tp_output_add(&cmd->out, out.ptr, out.len, &cmd->err);
	tp_buf_free(&out);
	tp_arena_free(&arena);
	return result;
}

/* --- scores for people --- */

static const struct tp_instrument *know(void *context, struct tp_text id)
{
	struct self *self = context;
	const struct tp_instrument *instrument;
	struct tp_err ignored = {0};
	return tp_shelf_find(&self->shelf, id, &instrument, &ignored) == 0 ? instrument : NULL;
}

static int make_table(struct cmd *cmd, struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records,
	size_t n)
{
	struct tp_scores_shelf shelf = {know, cmd->self};
	if (kind != TP_KIND_score)
		return 0;
	return tp_scores_make(doc, records, n, &shelf, &cmd->err) < 0 ? -1 : 1;
}

/* --- the work --- */

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

/* Groups come sorted by instrument and round; a municipality says nothing that its units have not. */
static void say_scored(const struct cmd *cmd, const struct tp_tally *groups)
{
	struct sum sum = {0};
	for (size_t i = 0; i < groups->n; i++) {
		const struct tp_tally_group *group = groups->groups[i];
		bool same = sum.of && sum.of->instrument == group->instrument &&
			tp_text_compare(sum.of->round, group->round) == 0;
		if (group->whole || group->units || group->left_out)
			continue;
		if (sum.of && !same)
			say_sum(cmd, &sum);
		if (!same)
			sum = (struct sum){.of = group};
		sum.subjects++;
		sum.withheld += group->withheld;
		for (size_t item = 0; item < group->instrument->items_n; item++)
			sum.answers += tp_tally_answers(group, item);
	}
	if (sum.of)
		say_sum(cmd, &sum);
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
	self->scoring.instrument = find_instrument;
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
	if (self->list || self->show)
		return self->list ? list(cmd) : show(cmd);
	if (check_options(cmd) < 0)
		return -1;
	prepare(cmd, &filter);
	cmd_run_init(cmd, "score", &run);
	int result = cmd_filter_read(cmd, &filter);
	if (result == 0)
		result = judge_sheets(cmd);
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
