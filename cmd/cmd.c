#include "cmd.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tp/day.h"
#include "tp/version.h"

enum { OWN_MAX = 40, SHARED_ID = 256 };

/* Which tools have an option. */
enum who { ALL, FILTERS, CHECKERS };

static const struct shared {
	struct cmd_option option;
	enum who who;
} shared[] = {
	{{"output", 'o', "FILE", "write to FILE, which appears whole or not at all"}, ALL},
	{{"format", 'f', "F", NULL}, ALL},
	{{"results", 'r', NULL, "only results, not the records passed through"}, FILTERS},
	{{"fail-on", 0, "SEV", "exit 1 when a finding of watch, or of act, is there"}, ALL},
	{{"csv-dialect", 0, "D", "rfc, excel or excel-da"}, ALL},
	{{"csv-kind", 0, "KIND", "the kind of record that csv and table hold"}, FILTERS},
	{{"excel", 'x', NULL, "csv in the excel dialect of the language"}, ALL},
	{{"raw", 0, NULL, "no apostrophe before what would run as a formula"}, ALL},
	{{"lang", 'l', "da|en", "for people; else LC_ALL, LC_MESSAGES, LANG"}, ALL},
	{{"as-of", 0, "DATE", "today; else SOURCE_DATE_EPOCH, the local date"}, ALL},
	{{"scope", 0, "ID", "only a municipality, unit, initiative or person"}, CHECKERS},
	{{"since", 0, "FILE", "an earlier stream to compare with"}, CHECKERS},
	{{"rules", 0, "FILE", "thresholds and severities of your own (JSON)"}, CHECKERS},
	{{"list-checks", 0, NULL, "what is looked for, and by which rules"}, CHECKERS},
	{{"quiet", 'q', NULL, "only errors on stderr"}, ALL},
	{{"verbose", 'v', NULL, "tell more on stderr"}, ALL},
	{{"progress", 0, NULL, "say how far it is, also where no terminal is"}, ALL},
	{{"no-progress", 0, NULL, "never; else on a terminal, after a second"}, ALL},
	{{"help", 'h', NULL, "this text"}, ALL},
	{{"version", 'V', NULL, "the version"}, ALL},
};
enum { SHARED_N = sizeof shared / sizeof *shared };

static bool is_shared(const struct cmd_tool *tool, const struct shared *option)
{
	return option->who == ALL || (option->who == FILTERS && tool->filter) ||
		(option->who == CHECKERS && tool->predicates);
}

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

static void print_option(const struct cmd_option *option, const char *help)
{
	char left[40];
	snprintf(left, sizeof left, "%c%c%s --%s%s%s", option->letter ? '-' : ' ', option->letter ? option->letter : ' ',
		option->letter ? "," : " ", option->name, option->argument ? " " : "",
		option->argument ? option->argument : "");
	printf("  %-25s %s\n", left, help);
}

static void print_help(const struct cmd_tool *tool)
{
	char formats[120];
	printf("usage: %s [OPTION...] %s\n%s\n\n", tool->name, tool->operands, tool->about);
	for (const struct cmd_option *option = tool->options; option->name; option++)
		print_option(option, option->help);
	snprintf(formats, sizeof formats, "format of the output: %s", tool->formats);
	for (size_t i = 0; i < SHARED_N; i++)
		if (is_shared(tool, &shared[i]))
			print_option(&shared[i].option, shared[i].option.help ? shared[i].option.help : formats);
	printf("\nNo FILE, or -, is standard input. Exit status: 0 done, 1 --fail-on was met,\n"
	       "2 wrong usage, 3 bad input, 4 the system failed.\n\nExample:\n");
	for (const char *const *line = tool->example; *line; line++)
		printf("  %s\n", *line);
}

/* --- options --- */

int cmd_number(struct cmd *cmd, const char *option, const char *value, unsigned long most, unsigned long *out)
{
	char *end;
	errno = 0;
	*out = strtoul(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end || errno || *out > most)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected a whole number from 0 to %lu", option, value, most);
	return 0;
}

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

static int set_severity(struct cmd *cmd, const char *value)
{
	if (strcmp(value, "watch") == 0)
		cmd->fail_on = TP_WATCH;
	else if (strcmp(value, "act") == 0)
		cmd->fail_on = TP_ACT;
	else
		return tp_err_set(&cmd->err, TP_USAGE, "--fail-on %s: expected watch or act", value);
	return 0;
}

/* The word within "json, csv, …"? */
static int set_format(struct cmd *cmd, const char *value)
{
	size_t len = strlen(value);
	for (const char *p = cmd->tool->formats; *p; p += strcspn(p, ", "), p += strspn(p, ", "))
		if (strcspn(p, ", ") == len && memcmp(p, value, len) == 0) {
			cmd->format = value;
			return 0;
		}
	return tp_err_set(&cmd->err, TP_USAGE, "--format %s: expected %s", value, cmd->tool->formats);
}

static int set_dialect(struct cmd *cmd, const char *value)
{
	static const char *const names[] = {"rfc", "excel", "excel-da"};
	for (int i = 0; i < 3; i++)
		if (strcmp(value, names[i]) == 0) {
			cmd->dialect_name = names[i];
			return 0;
		}
	return tp_err_set(&cmd->err, TP_USAGE, "--csv-dialect %s: expected rfc, excel or excel-da", value);
}

static int set_kind(struct cmd *cmd, const char *value)
{
	cmd->grid.kind = tp_kind_find(tp_text_of(value));
	if (cmd->grid.kind == TP_KIND_other)
		cmd->grid.kind = tp_kind_read(tp_text_of(value));
	return cmd->grid.kind != TP_KIND_other ? 0
		: tp_err_set(&cmd->err, TP_USAGE, "--csv-kind %s: there is no such kind of record", value);
}

/* What the names mean, once the language is known. */
static void settle_dialect(struct cmd *cmd)
{
	if (!cmd->dialect_name && cmd->excel)
		cmd->dialect_name = cmd->lang == TP_DA ? "excel-da" : "excel";
	bool excel = cmd->dialect_name && strcmp(cmd->dialect_name, "rfc") != 0;
	bool danish = excel && strcmp(cmd->dialect_name, "excel-da") == 0;
	cmd->titles = excel;
	cmd->dialect = (struct tp_csv_dialect){
		.delimiter = danish ? ';' : ',', .bom = excel, .crlf = excel, .comma = danish, .guard = excel && !cmd->raw};
}

static int take_shared(struct cmd *cmd, const char *name, const char *value)
{
	switch (name[0]) {
	case 'c':
		return strcmp(name, "csv-kind") == 0 ? set_kind(cmd, value) : set_dialect(cmd, value);
	case 'e':
		cmd->excel = true;
		if (!cmd->format[0])
			return set_format(cmd, "csv");
		break;
	case 'o':
		cmd->output = value;
		break;
	case 'f':
		return strcmp(name, "format") == 0 ? set_format(cmd, value) : set_severity(cmd, value);
	case 'r':
		if (strcmp(name, "rules") == 0)
			return cmd_rules(cmd, value);
		if (strcmp(name, "raw") == 0)
			cmd->raw = true;
		else
			cmd->results_only = true;
		break;
	case 's':
		if (strcmp(name, "scope") == 0)
			cmd->scope = value;
		else
			cmd->since = value;
		break;
	case 'l':
		if (!value) {
			cmd->list_checks = true;
			break;
		}
		if (strcmp(value, "da") != 0 && strcmp(value, "en") != 0)
			return tp_err_set(&cmd->err, TP_USAGE, "--lang %s: expected da or en", value);
		cmd->lang = value[0] == 'd' ? TP_DA : TP_EN;
		break;
	case 'a':
		if (!tp_day_parse(tp_text_of(value), false, &cmd->as_of))
			return tp_err_set(&cmd->err, TP_USAGE, "--as-of %s: expected a date as 2026-11-22", value);
		break;
	case 'p':
		cmd->progress->wish = CMD_PROGRESS_ALWAYS;
		break;
	case 'n':
		cmd->progress->wish = CMD_PROGRESS_NEVER;
		break;
	case 'q':
		cmd->quiet = true;
		break;
	default:
		cmd->verbose = true;
	}
	return 0;
}

/* getopt's tables from ours: own options first, then the shared ones. */
static void fill_tables(const struct cmd_tool *tool, struct option *longs, char *letters)
{
	size_t n = 0, len = 0;
	letters[len++] = ':';
	for (int i = 0; i < OWN_MAX + SHARED_N; i++) {
		const struct cmd_option *option;
		if (i < OWN_MAX) {
			if (!tool->options[i].name) {
				i = OWN_MAX - 1;
				continue;
			}
			option = &tool->options[i];
		} else {
			option = &shared[i - OWN_MAX].option;
			if (!is_shared(tool, &shared[i - OWN_MAX]))
				continue;
		}
		longs[n++] = (struct option){option->name, option->argument ? required_argument : no_argument, NULL,
			SHARED_ID + i};
		if (option->letter) {
			letters[len++] = option->letter;
			if (option->argument)
				letters[len++] = ':';
		}
	}
	longs[n] = (struct option){0};
	letters[len] = '\0';
}

static int id_of_letter(const struct cmd_tool *tool, int letter)
{
	for (int i = 0; tool->options[i].name; i++)
		if (tool->options[i].letter == letter)
			return SHARED_ID + i;
	for (int i = 0; i < SHARED_N; i++)
		if (shared[i].option.letter == letter)
			return SHARED_ID + OWN_MAX + i;
	return -1;
}

static bool is_analysis(const struct cmd_tool *tool, const char *name)
{
	const struct cmd_analysis *known = tool->analyses;
	while (known && known->name && strcmp(known->name, name) != 0)
		known++;
	return known && known->name;
}

/* The analyses that are named before the files; when none is, all that need not be. In the tool's order, each once. */
static void choose_analyses(struct cmd *cmd)
{
	const char *const *first = cmd->operands;
	size_t n = 0;
	while (cmd->tool->choose && cmd->operands_n > 0 && is_analysis(cmd->tool, *cmd->operands)) {
		cmd->operands++;
		cmd->operands_n--;
	}
	for (const struct cmd_analysis *known = cmd->tool->analyses; known && known->name; known++) {
		bool chosen = first == cmd->operands && !known->asked;
		for (const char *const *named = first; named < cmd->operands; named++)
			chosen |= strcmp(*named, known->name) == 0;
		if (chosen)
			cmd->analyses[n++] = known;
	}
}

/* What getopt stumbled over: a letter, perhaps amid others, else the word it has just passed. */
static int refuse_option(struct cmd *cmd, const char *word, bool known)
{
	char letter[] = {'-', (char)optopt, '\0'};
	return tp_err_set(&cmd->err, TP_USAGE, "%s %s: see --help", optopt && optopt < SHARED_ID ? letter : word,
		known ? "wants a value" : "is no option of mine");
}

/* 1: go on; 0: done (help, version); -1. */
static int parse(struct cmd *cmd, int argc, char **argv)
{
	struct option longs[OWN_MAX + SHARED_N + 1];
	char letters[2 * (OWN_MAX + SHARED_N) + 2];
	fill_tables(cmd->tool, longs, letters);
	opterr = 0;
	for (int got; (got = getopt_long(argc, argv, letters, longs, NULL)) != -1;) {
		if (got == '?' || got == ':')
			return refuse_option(cmd, argv[optind - 1], got == ':');
		int id = (got < SHARED_ID ? id_of_letter(cmd->tool, got) : got) - SHARED_ID;
		const struct cmd_option *option =
			id < OWN_MAX ? &cmd->tool->options[id] : &shared[id - OWN_MAX].option;
		if (option->letter == 'h') {
			print_help(cmd->tool);
			return 0;
		}
		if (option->letter == 'V') {
			printf("%s %s\n", cmd->tool->name, TP_VERSION);
			return 0;
		}
		int taken = id < OWN_MAX ? cmd->tool->option(cmd, option->name, optarg)
					 : take_shared(cmd, option->name, optarg);
		if (taken < 0)
			return -1;
	}
	cmd->operands = (const char *const *)argv + optind;
	cmd->operands_n = (size_t)(argc - optind);
	choose_analyses(cmd);
	settle_dialect(cmd);
	return 1;
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
	struct cmd cmd = {
		.tool = tool, .self = self, .format = "", .grid = {.kind = TP_KIND_other}, .progress = &progress};
	tp_rules_init(&cmd.rules);
	signal(SIGPIPE, SIG_DFL); /* a parent may have ignored it: a reader that closes early ends the tool quietly */
	find_language(&cmd);
	int status, go = find_today(&cmd) < 0 ? -1 : parse(&cmd, argc, argv);
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
