#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/place.h"
#include "tp/schema.h"
#include "tp/shelf.h"

/* --- what a value can be --- */

/* SHEETS: facts that people fill in. */
enum { FILES = 1, FOLDERS = 2, FACTS = 4, RESULTS = 8, INSTRUMENTS = 16, PLACES = 32, SHEETS = 64 };

/* Of options that do not say their words: by the name, else by what the help calls the value. */
static const struct known {
	const char *name;
	unsigned what;
	const char *words;
} known[] = {
	{"csv-kind", FACTS | RESULTS, ""},
	{"delimiter", 0, "tab"},
	{"encoding", 0, "utf-8 utf-16 utf-16le utf-16be windows-1252"},
	{"scope", PLACES, ""},
	{"show", INSTRUMENTS, ""},
	{"BASIS", 0, "count cost hours"},
	{"DIR", FOLDERS, ""},
	{"FIELD,...", 0, "group area date"},
	{"FILE", FILES, ""},
	{"ID|FILE", INSTRUMENTS | FILES, ""},
	{"KEYFILE", FILES, ""},
	{"KIND", FACTS, ""},
	{"KIND|ID", SHEETS | INSTRUMENTS, ""},
	{"SHELL", 0, "bash zsh fish"},
};

static const struct known *find(const char *name)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i];
	return NULL;
}

static struct known values_of(const struct cmd_tool *tool, const struct cmd_option *option)
{
	const struct known *found = find(option->name);
	if (option->words || strcmp(option->name, "format") == 0)
		return (struct known){option->name, 0, option->words ? option->words : tool->formats};
	if (!found)
		found = find(option->argument);
	return found ? *found : (struct known){option->name, 0, ""};
}

static void print_word(const char **between, struct tp_text word)
{
	printf("%s%.*s", *between, (int)word.len, word.ptr);
	*between = " ";
}

static unsigned what_is(enum tp_kind kind)
{
	enum tp_class class = tp_kind_info(kind)->is;
	return class == TP_FACT ? FACTS | (kind == TP_KIND_tally ? 0 : SHEETS) : class == TP_RESULT ? RESULTS : 0;
}

static void print_words(const struct known *values)
{
	const char *between = "";
	for (struct tp_text rest = tp_text_of(values->words), word; rest.ptr;)
		if ((word = tp_text_split(&rest, ", ")).len > 0 && !tp_text_is(word, "or"))
			print_word(&between, word);
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		if (values->what & what_is(kind))
			print_word(&between, tp_text_of(tp_kind_info(kind)->name));
	for (size_t i = 0; values->what & INSTRUMENTS && tp_shelf_id(i).ptr; i++)
		print_word(&between, tp_shelf_id(i));
	for (size_t i = 0; values->what & PLACES && tp_place_id(i).ptr; i++)
		print_word(&between, tp_place_id(i));
}

/* What may stand before the files. */
static void print_analyses(const struct cmd_tool *tool)
{
	const char *between = "";
	for (const struct cmd_analysis *analysis = tool->analyses; tool->choose && analysis && analysis->name; analysis++)
		print_word(&between, tp_text_of(analysis->name));
}

/* --- bash --- */

static void print_bash(const struct cmd_tool *tool)
{
	const struct cmd_option *option;
	printf("# bash completion of %s, made by %s --completion bash\n"
	       "_%s()\n{\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words= files=\n"
	       "\tif [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	       "\tcase $prev in\n", tool->name, tool->name, tool->name);
	for (size_t i = 0; (option = cmd_option_at(tool, i)); i++) {
		if (!option->argument)
			continue;
		struct known values = values_of(tool, option);
		printf(option->letter ? "\t--%s | -%c) words='" : "\t--%s) words='", option->name, option->letter);
		print_words(&values);
		printf("'%s ;;\n", values.what & FILES ? " files=-f" : values.what & FOLDERS ? " files=-d" : "");
	}
	printf("\t*)\n\t\tcase $cur in\n\t\t-*) words='");
	for (size_t i = 0; (option = cmd_option_at(tool, i)); i++)
		printf(option->letter ? "%s--%s -%c" : "%s--%s", i ? " " : "", option->name, option->letter);
	printf("' ;;\n\t\t*) files=-f words='");
	print_analyses(tool);
	printf("' ;;\n\t\tesac ;;\n\tesac\n"
	       "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\"; [[ -z $files ]] || compgen $files -- \"$cur\")\n"
	       "\t[[ -z $files ]] || compopt -o filenames 2>/dev/null\n"
	       "}\ncomplete -F _%s %s\n", tool->name, tool->name);
}

/* --- zsh --- */

/* Within '…' and [ ] of a specification. */
static void print_zsh_help(const char *text)
{
	for (; *text; text++)
		printf(*text == '\'' ? "'\\''" : strchr("[]:\\", *text) ? "\\%c" : "%c", *text);
}

static void print_zsh_value(const struct cmd_tool *tool, const struct cmd_option *option)
{
	struct known values = values_of(tool, option);
	const char *files = values.what & FILES ? "_files" : values.what & FOLDERS ? "_files -/" : NULL;
	putchar(':');
	print_zsh_help(option->argument);
	putchar(':');
	if (files && !(values.what & ~(unsigned)(FILES | FOLDERS))) {
		printf("%s", files);
		return;
	}
	if (!*values.words && !values.what) {
		putchar(' '); /* nothing to offer */
		return;
	}
	printf(files ? "{compadd " : "(");
	print_words(&values);
	printf(files ? "; %s}" : ")", files);
}

static void print_zsh(const struct cmd_tool *tool)
{
	const struct cmd_option *option;
	printf("#compdef %s\n# made by %s --completion zsh\n_arguments -s -S \\\n", tool->name, tool->name);
	for (size_t i = 0; (option = cmd_option_at(tool, i)); i++) {
		bool repeated = strstr(option->help ? option->help : "", "(repeatable)");
		printf("\t");
		if (option->letter)
			printf(repeated ? "'*'{-%c,--%s}'" : "'(-%c --%s)'{-%c,--%s}'", option->letter, option->name, option->letter,
				option->name);
		else
			printf(repeated ? "'*--%s" : "'--%s", option->name);
		printf("%s[", option->argument && !option->letter ? "=" : "");
		print_zsh_help(option->help ? option->help : "format of the output");
		putchar(']');
		if (option->argument)
			print_zsh_value(tool, option);
		printf("' \\\n");
	}
	printf("\t'*:FILE:%s", tool->choose ? "{compadd " : "_files");
	print_analyses(tool);
	printf("%s'\n", tool->choose ? "; _files}" : "");
}

/* --- fish --- */

static void print_fish(const struct cmd_tool *tool)
{
	const struct cmd_option *option;
	printf("# made by %s --completion fish\n", tool->name);
	for (size_t i = 0; (option = cmd_option_at(tool, i)); i++) {
		printf("complete -c %s -l %s", tool->name, option->name);
		if (option->letter)
			printf(" -s %c", option->letter);
		if (option->argument) {
			struct known values = values_of(tool, option);
			printf(" %s -a '", values.what & (FILES | FOLDERS) ? "-r -F" : "-x");
			print_words(&values);
			printf("'");
		}
		printf(" -d \"%s\"\n", option->help ? option->help : "format of the output");
	}
	if (tool->choose) {
		printf("complete -c %s -a '", tool->name);
		print_analyses(tool);
		printf("'\n");
	}
}

int cmd_completion(struct cmd *cmd, const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		print_bash(cmd->tool);
	else if (strcmp(shell, "zsh") == 0)
		print_zsh(cmd->tool);
	else if (strcmp(shell, "fish") == 0)
		print_fish(cmd->tool);
	else
		return tp_err_set(&cmd->err, TP_USAGE, "--completion %s: expected bash, zsh or fish", shell);
	return 0;
}
