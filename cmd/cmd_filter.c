#include <string.h>

#include "cmd.h"
#include "tp/finding.h"
#include "tp/reader.h"
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
	if (record->kind == TP_KIND_finding && tp_record_code(record, TP_finding_severity, &code))
		cmd_met(cmd, code);
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

int cmd_begin(struct cmd *cmd, const char *analysis)
{
	struct tp_record begin;
	tp_record_init(&begin, TP_KIND_begin);
	begin.by = tp_text_of(cmd->tool->name);
	if (cmd->tool->analyses && cmd->tool->analyses[1])
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

/* What this tool is about to write again. A begin that does not name its analysis goes with any. */
static bool is_own(const struct cmd *cmd, const struct tp_record *record)
{
	if (record->kind == TP_KIND_error || !tp_text_is(record->by, cmd->tool->name))
		return false;
	for (const char *const *analysis = cmd->analyses; *analysis; analysis++)
		if (tp_text_is(record->analysis, *analysis))
			return true;
	return record->kind == TP_KIND_begin && record->analysis.len == 0;
}

static int take(struct cmd *cmd, const struct cmd_filter *filter, const struct tp_record *record)
{
	bool own = is_own(cmd, record), consumed = own;
	if ((!own || filter->asks_own) && record->kind < TP_KINDS && (filter->wanted >> record->kind & 1) &&
		filter->record(cmd, record, &consumed) < 0)
		return tp_err_at(&cmd->err, record->source, record->row, NULL);
	if (record->kind == TP_KIND_error)
		cmd->poisoned = true;
	cmd->out.confidential |= is_personal(record->kind);
	if (cmd_is_grid(cmd) || (record->kind != TP_KIND_error && (consumed || cmd->results_only)))
		return 0;
	return tp_writer_pass(&cmd->writer, record->line, &cmd->err);
}

int cmd_filter_read(struct cmd *cmd, const struct cmd_filter *filter)
{
	struct tp_reader reader;
	const struct tp_record *record;
	int result = 0, got = 0;
	for (const char *const *analysis = cmd->analyses; result == 0 && *analysis; analysis++)
		result = cmd_begin(cmd, *analysis);
	tp_reader_init(&reader, cmd->operands, cmd->operands_n, filter->wanted);
	while (result == 0 && (got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		result = take(cmd, filter, record);
	if (result == 0 && got == 0)
		result = tp_reader_judge(&reader, &cmd->err);
	tp_reader_free(&reader);
	return got < 0 ? -1 : result;
}

static int keep(struct cmd *cmd, const struct tp_record *record, bool *consumed)
{
	(void)consumed;
	return tp_set_add(cmd->self, record, &cmd->err);
}

int cmd_inquire(struct cmd *cmd, uint64_t wanted, const char *analysis, struct tp_set *set,
	const struct tp_predicate *(*predicates)(size_t *n))
{
	struct cmd_filter filter = {.wanted = wanted, .record = keep};
	struct tp_inquiry inquiry = {
		.by = cmd->tool->name, .analysis = analysis, .set = set, .as_of = cmd->as_of, .tell_unknown = true};
	struct tp_sink sink = cmd_sink(cmd);
	struct tp_arena arena = {0};
	struct tp_record run;
	cmd->self = set;
	inquiry.predicates = predicates(&inquiry.n);
	cmd_run_init(cmd, analysis, &run);
	int result = cmd_filter_read(cmd, &filter);
	tp_set_close(set);
	if (result == 0)
		result = tp_finding_all(&inquiry, &sink, &cmd->err);
	if (result == 0)
		result = tp_finding_checks(&arena, inquiry.predicates, inquiry.n, &run, &cmd->err);
	if (result == 0)
		result = cmd_put(cmd, &run);
	tp_arena_free(&arena);
	return result;
}
