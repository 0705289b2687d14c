#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/reader.h"
#include "tp/shelf.h"
#include "tp/version.h"

/* Names persons, or holds the answers of a few of them. */
static bool is_personal(enum tp_kind kind)
{
	return tp_kind_is_personal(kind) || kind == TP_KIND_tally;
}

void cmd_met(struct cmd *cmd, int severity)
{
	cmd->found |= (severity == TP_severity_act && cmd->fail_on != TP_NONE) ||
		(severity == TP_severity_watch && cmd->fail_on == TP_WATCH);
}

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct cmd *cmd = self;
	int code;
	cmd->out.confidential |= is_personal(record->kind);
	if (record->kind == TP_KIND_finding && tp_record_code(record, TP_finding_severity, &code)) {
		cmd_met(cmd, code);
		cmd->put.findings[code - TP_severity_info]++;
	} else
		cmd->put.results += tp_kind_info(record->kind)->is == TP_RESULT;
	return cmd_is_grid(cmd) ? cmd_grid_put(cmd, record) : tp_writer_put(&cmd->writer, record, err);
}

struct tp_sink cmd_sink(struct cmd *cmd)
{
	return (struct tp_sink){put, cmd};
}

int cmd_put(struct cmd *cmd, const struct tp_record *record)
{
	return put(cmd, record, &cmd->err);
}

void cmd_say_put(const struct cmd *cmd, const char *format, ...)
{
	const struct cmd_put_counts *put = &cmd->put;
	unsigned long info = put->findings[0], watch = put->findings[1], act = put->findings[2];
	char asked[200], results[40] = "";
	va_list args;
	va_start(args, format);
	vsnprintf(asked, sizeof asked, format, args);
	va_end(args);
	if (put->results > 0)
		snprintf(results, sizeof results, ", results: %lu", put->results);
	cmd_say(cmd, "%s%s, findings: %lu (act: %lu, watch: %lu, info: %lu)", asked, results, info + watch + act, act, watch,
		info);
}

int cmd_begin(struct cmd *cmd, const char *analysis)
{
	struct tp_record begin;
	tp_record_init(&begin, TP_KIND_begin);
	begin.by = tp_text_of(cmd->tool->name);
	if (cmd->tool->analyses && cmd->tool->analyses[1].name)
		begin.analysis = tp_text_of(analysis);
	if (cmd->no_unique)
		*tp_record_slot(&begin, TP_begin_unique) = tp_value_bool(false);
	cmd->begun = !cmd_is_grid(cmd);
	return cmd_put(cmd, &begin);
}

void cmd_run_init(struct cmd *cmd, const char *analysis, struct tp_record *run)
{
	tp_record_init(run, TP_KIND_run);
	run->by = tp_text_of(cmd->tool->name);
	run->analysis = tp_text_of(analysis);
	*tp_record_slot(run, TP_run_version) = tp_value_string(TP_VERSION);
	*tp_record_slot(run, TP_run_as_of) = tp_value_day(cmd->as_of);
}

/* What this tool is about to write again. */
static bool is_own(const struct cmd *cmd, const struct tp_record *record)
{
	if (record->kind == TP_KIND_error || record->by.len == 0 || !tp_text_is(record->by, cmd->tool->name))
		return false;
	for (const struct cmd_analysis *const *analysis = cmd->analyses; *analysis; analysis++)
		if (tp_text_is(record->analysis, (*analysis)->name))
			return true;
	return false;
}

/* A begin that does not say of which analysis goes with a run, which comes later: it is held back until then, and goes
 * when the run does. Returns true when the record, such a begin, is not to be passed on now. */
static int settle_begin(struct cmd *cmd, const struct tp_record *record, bool *held, bool own)
{
	*held = false;
	if (record->by.len == 0 || !tp_text_is(record->by, cmd->tool->name))
		return 0;
	if (record->kind == TP_KIND_begin && record->analysis.len > 0 && !own)
		cmd->named_begins++;
	if (record->kind == TP_KIND_begin && record->analysis.len == 0) {
		cmd->held_begins++;
		*held = true;
	} else if (record->kind == TP_KIND_run && !own) {
		if (cmd->named_begins > 0)
			cmd->named_begins--;
		else if (cmd->held_begins > 0) {
			struct tp_record begin;
			cmd->held_begins--;
			tp_record_init(&begin, TP_KIND_begin);
			begin.by = record->by;
			return cmd_put(cmd, &begin);
		}
	}
	return 0;
}

static int take(struct cmd *cmd, const struct cmd_filter *filter, const struct tp_record *record)
{
	bool own = !filter->partial && is_own(cmd, record), consumed = own, held = false;
	if ((!own || filter->asks_own) && record->kind < TP_KINDS && (filter->wanted >> record->kind & 1) &&
		filter->record(cmd, record, &consumed) < 0)
		return tp_err_at(&cmd->err, record->source, record->row, NULL);
	if (record->kind == TP_KIND_error)
		cmd->poisoned = true;
	cmd->out.confidential = cmd->out.confidential || is_personal(record->kind);
	if (cmd_is_grid(cmd) || (record->kind != TP_KIND_error && (consumed || cmd->results_only)))
		return 0;
	if (!filter->partial && (settle_begin(cmd, record, &held, own) < 0 || held))
		return held ? 0 : -1;
	return tp_writer_pass(&cmd->writer, record->line, &cmd->err);
}

struct sheets {
	struct cmd *cmd;
	const struct cmd_filter *filter;
};

static int read_sheet(void *self, struct tp_input *in, struct tp_err *err)
{
	struct sheets *sheets = self;
	(void)err; /* it is the command's own */
	return sheets->filter->sheet(sheets->cmd, in);
}

int cmd_filter_read(struct cmd *cmd, const struct cmd_filter *filter)
{
	struct sheets sheets = {cmd, filter};
	struct tp_reader reader;
	const struct tp_record *record;
	int result = 0, got = 0;
	for (const struct cmd_analysis *const *analysis = cmd->analyses; result == 0 && *analysis; analysis++)
		result = cmd_begin(cmd, (*analysis)->name);
	tp_reader_init(&reader, cmd->operands, cmd->operands_n, filter->wanted);
	reader.watch = cmd_progress_watch(cmd, &reader.records, "record");
	reader.partial = filter->partial;
	reader.extras = filter->extras;
	reader.sheet = filter->sheet ? read_sheet : NULL;
	reader.self = &sheets;
	while (result == 0 && (got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		result = take(cmd, filter, record);
	if (result == 0 && got == 0)
		result = tp_reader_judge(&reader, &cmd->err);
	tp_reader_free(&reader);
	return got < 0 ? -1 : result;
}

int cmd_since(struct cmd *cmd, uint64_t wanted, struct tp_set *earlier)
{
	struct tp_reader reader;
	const struct tp_record *record;
	int got = 0;
	if (!cmd->since)
		return 0;
	tp_reader_init(&reader, &cmd->since, 1, wanted);
	reader.watch = cmd_progress_watch(cmd, &reader.records, "record");
	while ((got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		if (record->kind < TP_KINDS && (wanted >> record->kind & 1) &&
			(got = tp_set_add(earlier, record, &cmd->err)) < 0)
			break;
	if (got == 0)
		got = tp_reader_judge(&reader, &cmd->err);
	tp_reader_free(&reader);
	tp_set_close(earlier);
	return got < 0 ? tp_err_at(&cmd->err, cmd->since, 0, NULL) : 0;
}

/* --- a tool that keeps the facts --- */

static int keep(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	(void)consumed;
	return tp_set_add(cmd->facts, record, &cmd->err);
}

struct signer {
	struct cmd *cmd;
	const char *analysis;
};

/* Every result bears whose it is. */
static int sign(void *self, const struct tp_record *record, struct tp_err *err)
{
	const struct signer *signer = self;
	struct tp_record own = *record;
	own.by = tp_text_of(signer->cmd->tool->name);
	own.analysis = tp_text_of(signer->analysis);
	return put(signer->cmd, &own, err);
}

/* How many of the tool's analyses have checks of their own. */
static size_t count_asking(const struct cmd_tool *tool, const struct tp_predicate *predicates, size_t n)
{
	size_t asking = 0;
	for (const struct cmd_analysis *analysis = tool->analyses; analysis->name; analysis++)
		for (size_t i = 0; i < n; i++)
			if (strcmp(tp_check_info(predicates[i].check)->analysis, analysis->name) == 0) {
				asking++;
				break;
			}
	return asking;
}

static int put_analysis(struct cmd *cmd, const struct cmd_analysis *analysis, struct tp_inquiry *inquiry)
{
	struct signer signer = {cmd, analysis->name};
	struct tp_sink sink = {sign, &signer};
	struct tp_arena arena = {0};
	struct tp_record run;
	size_t subjects = 0;
	cmd->put = (struct cmd_put_counts){0};
	inquiry->asked = &subjects;
	inquiry->analysis = analysis->name;
	cmd_run_init(cmd, analysis->name, &run);
	int result = analysis->put ? analysis->put(cmd, inquiry, &sink) : 0;
	if (result == 0)
		result = tp_finding_all(inquiry, &sink, &cmd->err);
	if (result == 0)
		result = tp_finding_checks(&arena, inquiry, &run, &cmd->err);
	if (result == 0)
		result = cmd_put(cmd, &run);
	size_t checks = tp_record_value(&run, TP_run_checks)->list.n;
	if (result == 0 && cmd->verbose && checks > 0)
		cmd_say_put(cmd, "%s: checks: %zu, subjects: %zu", analysis->name, checks, subjects);
	else if (result == 0 && cmd->verbose)
		cmd_say(cmd, "%s: results: %lu", analysis->name, cmd->put.results);
	tp_arena_free(&arena);
	return result;
}

static int prepare(struct cmd *cmd, struct tp_set *facts)
{
	int result = 0;
	tp_set_close(facts);
	for (const struct cmd_analysis *const *analysis = cmd->analyses; result == 0 && *analysis; analysis++)
		if ((*analysis)->prepare)
			result = (*analysis)->prepare(facts, cmd->as_of, &cmd->err);
	return result;
}

int cmd_inquire(struct cmd *cmd)
{
	struct cmd_filter filter = {.record = keep};
	struct tp_set facts = {0}, earlier = {0};
	struct tp_shelf shelf = {0};
	struct tp_inquiry inquiry = {.by = cmd->tool->name, .set = &facts, .earlier = cmd->since ? &earlier : NULL,
		.rules = &cmd->rules, .scope = tp_text_of(cmd->scope ? cmd->scope : ""), .as_of = cmd->as_of,
		.tell_unknown = true, .find = tp_shelf_find_in, .shelf = &shelf};
	inquiry.predicates = cmd->tool->predicates(&inquiry.n);
	inquiry.key_unknown = count_asking(cmd->tool, inquiry.predicates, inquiry.n) > 1;
	cmd->facts = &facts;
	for (const struct cmd_analysis *const *analysis = cmd->analyses; *analysis; analysis++)
		filter.wanted |= (*analysis)->wanted;
	int result = cmd_filter_read(cmd, &filter);
	if (result == 0)
		result = prepare(cmd, &facts);
	if (result == 0)
		result = cmd_since(cmd, filter.wanted | 1ULL << TP_KIND_finding | 1ULL << TP_KIND_run, &earlier);
	for (const struct cmd_analysis *const *analysis = cmd->analyses; result == 0 && *analysis; analysis++)
		result = put_analysis(cmd, *analysis, &inquiry);
	tp_set_free(&facts);
	tp_set_free(&earlier);
	tp_shelf_free(&shelf);
	return result;
}
