#include "cmd.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tp/day.h"

/* --- messages --- */

void cmd_complain(const struct cmd *cmd, const struct tp_err *err)
{
	char text[1200];
	tp_err_format(err, text, sizeof text);
	cmd_progress_erase(cmd);
	fprintf(stderr, "%s: %s\n", cmd->tool->name, text);
}

void cmd_say(const struct cmd *cmd, const char *format, ...)
{
	char text[1200];
	struct tp_err masked = {0};
	va_list args;
	if (cmd->quiet)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	tp_err_set(&masked, TP_DATA, "%s", text);
	cmd_complain(cmd, &masked);
}

/* --- what the environment says --- */

/* Today without a clock of its own in the library: SOURCE_DATE_EPOCH, else the local date. */
static int find_today(struct cmd *cmd)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct tm tm;
	time_t now = time(NULL);
	if (epoch && *epoch) {
		char *end;
		int32_t last;
		errno = 0;
		long long seconds = strtoll(epoch, &end, 10);
		tp_day_of(2199, 12, 31, &last);
		if (epoch[0] < '0' || epoch[0] > '9' || *end || errno || seconds / 86400 > last)
			return tp_err_set(&cmd->err, TP_USAGE, "SOURCE_DATE_EPOCH is %s: expected seconds since 1970", epoch);
		cmd->as_of = (int32_t)(seconds / 86400);
		return 0;
	}
	if (!localtime_r(&now, &tm) || !tp_day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &cmd->as_of))
		return tp_err_set(&cmd->err, TP_SYSTEM, "cannot tell today's date: say --as-of");
	return 0;
}

static void find_language(struct cmd *cmd)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	cmd->lang = TP_EN;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value) {
			bool danish = strncmp(value, "da", 2) == 0 && strchr("_.@", value[2]);
			cmd->lang = danish ? TP_DA : TP_EN;
			return;
		}
	}
}

/* --- life --- */

/* The end of a run that failed: the stream says so when it can, the message says why, the status tells the shell. */
static int fail(struct cmd *cmd)
{
	if (cmd->begun && !cmd->poisoned && !cmd->output && cmd->tool->filter)
		tp_writer_fail(&cmd->writer, cmd->tool->name, &cmd->err);
	else if (cmd->poisoned && !cmd->output)
		(void)tp_output_flush(&cmd->out, &(struct tp_err){0});
	if (!cmd->told)
		cmd_complain(cmd, &cmd->err);
	return (int)cmd->err.code;
}

static int run(struct cmd *cmd)
{
	if (tp_output_open(&cmd->out, cmd->output, &cmd->err) < 0)
		return fail(cmd);
	tp_writer_init(&cmd->writer, &cmd->out);
	int result = cmd->list_checks ? cmd_checks_list(cmd) : cmd->tool->work(cmd);
	cmd_progress_erase(cmd);
	if (result == 0 && cmd->tool->filter && cmd_is_grid(cmd) && !cmd->list_checks)
		result = cmd_grid_draw(cmd);
	if (result == 0)
		result = tp_output_commit(&cmd->out, &cmd->err);
	int status = result < 0 ? fail(cmd) : cmd->found ? CMD_FOUND : CMD_OK;
	tp_output_abort(&cmd->out);
	cmd_grid_free(cmd);
	tp_writer_free(&cmd->writer);
	return status;
}

int cmd_main(int argc, char **argv, const struct cmd_tool *tool, void *self)
{
	struct cmd_progress progress = {.wish = CMD_PROGRESS_AUTO};
	struct cmd cmd = {.tool = tool, .self = self, .format = "", .dialect_said = CMD_DIALECT_NONE,
		.grid = {.kind = TP_KIND_other}, .progress = &progress};
	tp_rules_init(&cmd.rules);
	signal(SIGPIPE, SIG_DFL); /* a parent may have ignored it: a reader that closes early ends the tool quietly */
	find_language(&cmd);
	int status, go = find_today(&cmd) < 0 ? -1 : cmd_parse(&cmd, argc, argv);
	if (go > 0)
		status = run(&cmd);
	else if (go < 0)
		status = fail(&cmd);
	else if (fflush(stdout) != 0 || fclose(stdout) != 0) {
		tp_err_system(&cmd.err, "cannot write standard output");
		status = fail(&cmd);
	} else
		status = CMD_OK;
	if (tool->free)
		tool->free(&cmd);
	return status;
}
