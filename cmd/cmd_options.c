#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "tp/day.h"
#include "tp/num.h"
#include "tp/version.h"

enum { OWN_MAX = 40, SHARED_ID = 256 };

/* --- what options set --- */

int cmd_set_flag(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	(void)cmd, (void)option, (void)value;
	*(bool *)to = true;
	return 0;
}

int cmd_set_text(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	(void)cmd, (void)option;
	*(const char **)to = value;
	return 0;
}

int cmd_set_count(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	unsigned long *count = to;
	char *end;
	errno = 0;
	*count = strtoul(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end || errno || *count > option->most)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected a whole number from 0 to %lu", option->name, value,
			option->most);
	return 0;
}

int cmd_set_amount(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	double *amount = to;
	if (!tp_num_parse(tp_text_of(value), amount) || *amount < 0)
		return tp_err_set(
			&cmd->err, TP_USAGE, "--%s %s: expected a number from 0, as 250000 or 0.5", option->name, value);
	return 0;
}

/* Past the word at p and what parts it from the next, in "one, two or three". */
static const char *next_word(const char *p, size_t *len)
{
	*len = strcspn(p, ", ");
	p += *len;
	p += strspn(p, ", ");
	return strncmp(p, "or ", 3) == 0 ? p + 3 : p;
}

int cmd_set_word(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	int which = 0;
	size_t len;
	for (const char *p = option->words, *next; *p; p = next, which++) {
		next = next_word(p, &len);
		if (strlen(value) == len && memcmp(p, value, len) == 0) {
			*(int *)to = which;
			return 0;
		}
	}
	return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected %s", option->name, value, option->words);
}

static int set_format(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct cmd_option mine = *option;
	int which = 0;
	mine.words = cmd->tool->formats;
	return cmd_set_word(cmd, &mine, value, &which) < 0 ? -1 : cmd_set_text(cmd, option, value, to);
}

static int set_excel(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	cmd_set_flag(cmd, option, value, to);
	return cmd->format[0] ? 0 : set_format(cmd, option, "csv", &cmd->format);
}

static int set_severity(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	int which = 0;
	if (cmd_set_word(cmd, option, value, &which) < 0)
		return -1;
	*(enum tp_severity *)to = which == 0 ? TP_WATCH : TP_ACT;
	return 0;
}

static int set_kind(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	enum tp_kind *kind = to;
	*kind = tp_kind_find(tp_text_of(value));
	if (*kind == TP_KIND_other)
		*kind = tp_kind_read(tp_text_of(value));
	return *kind != TP_KIND_other ? 0
		: tp_err_set(&cmd->err, TP_USAGE, "--%s %s: there is no such kind of record", option->name, value);
}

static int set_day(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	if (!tp_day_parse(tp_text_of(value), false, to))
		return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected a date as 2026-11-22", option->name, value);
	return 0;
}

static int set_rules(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	(void)option, (void)to;
	return cmd_rules(cmd, value);
}

static int set_progress(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	(void)value, (void)to;
	cmd->progress->wish = option->name[0] == 'n' ? CMD_PROGRESS_NEVER : CMD_PROGRESS_ALWAYS;
	return 0;
}

/* --- options that tools share --- */

/* Which tools have an option. */
enum who { ALL, FILTERS, CHECKERS };

#define AT(member) .at = offsetof(struct cmd, member)

static const struct shared {
	struct cmd_option option;
	enum who who;
} shared[] = {
	{{"output", 'o', "FILE", "write to FILE, which appears whole or not at all", cmd_set_text, AT(output)}, ALL},
	{{"format", 'f', "F", NULL, set_format, AT(format)}, ALL},
	{{"results", 'r', NULL, "only results, not the records passed through", cmd_set_flag, AT(results_only)}, FILTERS},
	{{"fail-on", 0, "SEV", "exit 1 when a finding of watch, or of act, is there", set_severity, AT(fail_on),
		.words = "watch or act"}, ALL},
	{{"csv-dialect", 0, "D", "rfc, excel or excel-da", cmd_set_word, AT(dialect_said), .words = "rfc, excel or excel-da"},
		ALL},
	{{"csv-kind", 0, "KIND", "the kind of record that csv and table hold", set_kind, AT(grid.kind)}, FILTERS},
	{{"excel", 'x', NULL, "csv in the excel dialect of the language", set_excel, AT(excel)}, ALL},
	{{"raw", 0, NULL, "no apostrophe before what would run as a formula", cmd_set_flag, AT(raw)}, ALL},
	{{"lang", 'l', "da|en", "for people; else LC_ALL, LC_MESSAGES, LANG", cmd_set_word, AT(lang), .words = "da or en"},
		ALL},
	{{"as-of", 0, "DATE", "today; else SOURCE_DATE_EPOCH, the local date", set_day, AT(as_of)}, ALL},
	{{"scope", 0, "ID", "only a municipality, unit, initiative or person", cmd_set_text, AT(scope)}, CHECKERS},
	{{"since", 0, "FILE", "an earlier stream to compare with", cmd_set_text, AT(since)}, CHECKERS},
	{{"rules", 0, "FILE", "thresholds and severities of your own (JSON)", .set = set_rules}, CHECKERS},
	{{"list-checks", 0, NULL, "what is looked for, and by which rules", cmd_set_flag, AT(list_checks)}, CHECKERS},
	{{"quiet", 'q', NULL, "only errors on stderr", cmd_set_flag, AT(quiet)}, ALL},
	{{"verbose", 'v', NULL, "tell more on stderr", cmd_set_flag, AT(verbose)}, ALL},
	{{"progress", 0, NULL, "say how far it is, also where no terminal is", .set = set_progress}, ALL},
	{{"no-progress", 0, NULL, "never; else on a terminal, after a second", .set = set_progress}, ALL},
	{{"completion", 0, "SHELL", "what bash, zsh or fish completes with", .set = NULL}, ALL},
	{{"help", 'h', NULL, "this text", .set = NULL}, ALL},
	{{"version", 'V', NULL, "the version", .set = NULL}, ALL},
};
enum { SHARED_N = sizeof shared / sizeof *shared };

static bool is_shared(const struct cmd_tool *tool, const struct shared *option)
{
	return option->who == ALL || (option->who == FILTERS && tool->filter) ||
		(option->who == CHECKERS && tool->predicates);
}

const struct cmd_option *cmd_option_at(const struct cmd_tool *tool, size_t n)
{
	const struct cmd_option *own = tool->options;
	size_t i = 0;
	for (; own->name; own++)
		if (n-- == 0)
			return own;
	while (i < SHARED_N && (!is_shared(tool, &shared[i]) || n--))
		i++;
	return i < SHARED_N ? &shared[i].option : NULL;
}

/* What the names mean, once the language is known. */
static void settle_dialect(struct cmd *cmd)
{
	if (cmd->dialect_said == CMD_DIALECT_NONE && cmd->excel)
		cmd->dialect_said = cmd->lang == TP_DA ? CMD_DIALECT_EXCEL_DA : CMD_DIALECT_EXCEL;
	bool excel = cmd->dialect_said > CMD_DIALECT_RFC, danish = cmd->dialect_said == CMD_DIALECT_EXCEL_DA;
	cmd->titles = excel;
	cmd->dialect = (struct tp_csv_dialect){
		.delimiter = danish ? ';' : ',', .bom = excel, .crlf = excel, .comma = danish, .guard = excel && !cmd->raw};
}

/* --- help --- */

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
	const struct cmd_option *option;
	char formats[120];
	printf("usage: %s [OPTION...] %s\n%s\n\n", tool->name, tool->operands, tool->about);
	snprintf(formats, sizeof formats, "format of the output: %s", tool->formats);
	for (size_t i = 0; (option = cmd_option_at(tool, i)); i++)
		print_option(option, option->help ? option->help : formats);
	printf("\nNo FILE, or -, is standard input. Exit status: 0 done, 1 --fail-on was met,\n"
	       "2 wrong usage, 3 bad input, 4 the system failed.\n\nExample:\n");
	for (const char *const *line = tool->example; *line; line++)
		printf("  %s\n", *line);
}

/* --- reading them --- */

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

int cmd_parse(struct cmd *cmd, int argc, char **argv)
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
		if (strcmp(option->name, "completion") == 0)
			return cmd_completion(cmd, optarg);
		char *own = id < OWN_MAX ? cmd->self : (char *)cmd;
		if (option->set(cmd, option, optarg, own ? own + option->at : NULL) < 0)
			return -1;
	}
	cmd->operands = (const char *const *)argv + optind;
	cmd->operands_n = (size_t)(argc - optind);
	choose_analyses(cmd);
	settle_dialect(cmd);
	return 1;
}

