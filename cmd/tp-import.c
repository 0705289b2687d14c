#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/import.h"
#include "tp/limits.h"
#include "tp/pseudonym.h"

struct self {
	struct tp_import import;
	struct tp_shelf shelf;
	struct tp_rejects rejects;
	const char *folder; /* for rejects, or NULL */
	struct tp_pseudonym pseudonym;
	const char *key_file, *new_key; /* or NULL */
	const char *map;    /* a file, or NULL */
	const char *template; /* of what, or NULL */
	struct tp_mapping mapping;
	struct tp_starter starter;
	bool list, print_map;
	struct cmd *cmd;
};

/* --- options --- */

static int set_delimiter(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	char c = strcmp(value, "tab") == 0 || strcmp(value, "\\t") == 0 ? '\t' : value[0];
	if (!c || !strchr(",;|\t", c) || (value[1] && c != '\t'))
		return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected , ; | or tab", option->name, value);
	*(char *)to = c;
	return 0;
}

static int set_instrument(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = cmd->self;
	(void)option;
	return tp_shelf_said(&self->shelf, value, to, NULL, &cmd->err);
}

static int refuse_kind(struct cmd *cmd, const char *option, const char *value)
{
	char known[400] = "";
	size_t len = 0;
	for (enum tp_kind kind = 0; kind < TP_KINDS && len < sizeof known; kind++)
		if (tp_kind_info(kind)->is == TP_FACT)
			len += (size_t)snprintf(known + len, sizeof known - len, "%s%s", len ? ", " : "",
				tp_kind_info(kind)->name);
	return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected one of %s, or its Danish name", option, value, known);
}

static int set_kind(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	enum tp_kind *kind = to;
	*kind = tp_kind_read(tp_text_of(value));
	return *kind == TP_KIND_other ? refuse_kind(cmd, option->name, value) : 0;
}

static int set_encoding(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	enum tp_encoding *encoding = to;
	*encoding = tp_encoding_find(value);
	return *encoding != TP_ENCODING_FIND ? 0
		: tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected %s", option->name, value, tp_encoding_names());
}

static int set_decimal(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	int which = 0;
	if (cmd_set_word(cmd, option, value, &which) < 0)
		return -1;
	*(enum tp_decimal *)to = which == 0 ? TP_DECIMAL_COMMA : TP_DECIMAL_POINT;
	return 0;
}

/* Of --at and --no-at the last one stands. */
static int set_at(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct tp_import_options *import = to;
	(void)cmd, (void)value;
	import->at = option->name[0] == 'a';
	import->no_at = !import->at;
	return 0;
}

/* People fill it in. */
static int set_template(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	cmd->excel = true;
	return cmd_set_text(cmd, option, value, to);
}

static int set_bulk(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	cmd->no_unique = true;
	return cmd_set_flag(cmd, option, value, to);
}

#define AT(member) .at = offsetof(struct self, member)

static const struct cmd_option options[] = {
	{"kind", 'k', "KIND", "initiative, rolle, response …; else found out", set_kind, AT(import.options.kind)},
	{"instrument", 'i', "ID|FILE", "the survey of responses that do not say", set_instrument,
		AT(import.options.instrument)},
	{"round", 0, "R", "the round of responses that do not say", cmd_set_text, AT(import.options.round)},
	{"map", 'm', "FILE", "what columns and cells mean, in JSON", cmd_set_text, AT(map)},
	{"print-map", 0, NULL, "begin a map of FILEs: what is known, what is guessed", cmd_set_flag, AT(print_map)},
	{"list-fields", 0, NULL, "the fields of all kinds, or of those named as FILEs", cmd_set_flag, AT(list)},
	{"template", 0, "KIND|ID", "an empty sheet to fill in: of a kind, or a survey", set_template, AT(template)},
	{"delimiter", 0, "C", "the delimiter: , ; | or tab; else found out", set_delimiter,
		AT(import.options.sheet.delimiter)},
	{"encoding", 0, "E", "utf-8, utf-16[le|be], windows-1252; else found out", set_encoding,
		AT(import.options.sheet.encoding)},
	{"skip", 0, "N", "pass over N lines above the header", cmd_set_count, AT(import.options.sheet.skip),
		.most = TP_SKIP_MAX},
	{"decimal", 0, "D", "comma or point; else comma where the delimiter is ;", set_decimal, AT(import.options.decimal),
		.words = "comma or point"},
	{"rejects", 0, "DIR", "bad rows go to a file in DIR, the others go on", cmd_set_text, AT(folder)},
	{"check-refs", 0, NULL, "every id that is referred to must be defined", cmd_set_flag, AT(import.options.check_refs)},
	{"keep-unknown", 0, NULL, "columns that are not known become fields", cmd_set_flag, AT(import.options.keep_unknown)},
	{"pseudonymise", 0, "KEYFILE", "keyed hashes in the place of persons", cmd_set_text, AT(key_file)},
	{"new-key", 0, "KEYFILE", "write a new key to a new file, and end", cmd_set_text, AT(new_key)},
	{"at", 0, NULL, "say of responses too in which line they stood", set_at, AT(import.options)},
	{"no-at", 0, NULL, "say it of nothing", set_at, AT(import.options)},
	{"no-unique", 0, NULL, "do not look for two that mean the same (bulk)", set_bulk, AT(import.options.no_unique)},
	{0},
};

/* --- what is told on the way --- */

static void tell(void *context, const struct tp_err *bad)
{
	cmd_fault(((struct self *)context)->cmd, bad);
}

static void note(void *context, const struct tp_err *said)
{
	cmd_complain(((struct self *)context)->cmd, said);
}

static int pass(void *context, struct tp_text kind, struct tp_text line, struct tp_err *err)
{
	const struct self *self = context;
	struct cmd *cmd = self->cmd;
	if (cmd->results_only || cmd_is_grid(cmd))
		return 0;
	if (self->key_file && tp_pseudonym_leaks(kind))
		return tp_err_set(err, TP_DATA, "%s may name persons in its text, where nothing can replace them: import the "
			"facts alone (-r leaves the rest out), and let the tools look again",
			tp_text_show(kind).text);
	cmd->out.confidential = true; /* what passes is not looked at */
	return tp_writer_pass(&cmd->writer, line, err);
}

static int line(void *context, struct tp_text line, struct tp_err *err)
{
	return tp_writer_pass(&((struct self *)context)->cmd->writer, line, err);
}

static int disguise(void *context, struct tp_arena *arena, struct tp_record *record, struct tp_err *err)
{
	return tp_pseudonym_record(&((struct self *)context)->pseudonym, arena, record, err);
}

/* 0: done, for that is all; 1: what there is of keys is ready; -1. */
static int see_to_keys(struct cmd *cmd, struct self *self)
{
	const char *file = self->new_key ? self->new_key : self->key_file;
	if (file && strcmp(file, "-") == 0)
		return tp_err_set(&cmd->err, TP_USAGE, "a key is in a file of its own: expected its name instead of -");
	if (!self->new_key)
		return file && tp_pseudonym_open(&self->pseudonym, file, &cmd->err) < 0 ? -1 : 1;
	if (cmd->operands_n > 0 || cmd->output || self->key_file)
		return tp_err_set(&cmd->err, TP_USAGE, "--new-key writes a key and nothing else: tp-import --new-key %s", file);
	if (tp_pseudonym_new_key(file, &cmd->err) < 0)
		return -1;
	cmd_say(cmd, "%s holds a new key: keep it apart from the data, and keep it, for pseudonyms cannot be made again "
		"without it", file);
	return 0;
}

static int put_run(struct cmd *cmd, const struct tp_import *import)
{
	struct tp_record run;
	cmd_run_init(cmd, "import", &run);
	*tp_record_slot(&run, TP_run_files) = tp_value_num((double)import->files);
	*tp_record_slot(&run, TP_run_rows) = tp_value_num((double)import->rows);
	*tp_record_slot(&run, TP_run_records) = tp_value_num((double)import->records);
	*tp_record_slot(&run, TP_run_rejected) = tp_value_num((double)import->rejected);
	return cmd_put(cmd, &run);
}

static int fail(struct cmd *cmd, const struct self *self)
{
	const struct tp_import *import = &self->import;
	cmd_faults_rest(cmd);
	if (import->refs.told > 0)
		cmd_say(cmd, "ids that nothing defines are misspelt, or the file that defines them is to be imported too");
	if (self->folder)
		cmd_say(cmd, "not all of it is bad in a single row, so that nothing was put into %s%s", self->folder,
			import->refs.told > 0 ? ": without --check-refs bad rows go there" : "");
	return cmd_faults_fail(cmd, import->rejected, import->rows);
}

/* The good rows are out before the file that they were mended in goes. */
static int put_rejects(struct cmd *cmd, struct self *self)
{
	const struct tp_import *import = &self->import;
	const char *first = "";
	if (tp_output_flush(&cmd->out, &cmd->err) < 0 || tp_rejects_commit(&self->rejects, &cmd->err) < 0)
		return -1;
	size_t n = tp_rejects_count(&self->rejects, &first);
	cmd_faults_rest(cmd);
	if (n == 1)
		cmd_say(cmd, "%lu of %lu rows rejected, see %s", import->rejected, import->rows, first);
	else if (n > 1)
		cmd_say(cmd, "%lu of %lu rows rejected, see %zu files in %s", import->rejected, import->rows, n, self->folder);
	return 0;
}

/* A map may be of many sheets: what none of them has is worth knowing, and no fault. */
static void say_unused(const struct cmd *cmd, const struct self *self)
{
	const struct tp_mapping *mapping = &self->mapping;
	for (size_t i = 0; cmd->verbose && i < mapping->columns_n; i++)
		if (!mapping->columns[i].used)
			cmd_say(cmd, "%s: no sheet has the column \"%.*s\"", mapping->file, (int)mapping->columns[i].title.len,
				mapping->columns[i].title.ptr);
}

static int finish(struct cmd *cmd, struct self *self)
{
	const struct tp_import *import = &self->import;
	if (import->poisoned)
		return fail(cmd, self);
	if (self->folder && put_rejects(cmd, self) < 0)
		return -1;
	if (import->unnamed > 0)
		cmd_say(cmd, "rows of a role list that name nobody: %lu", import->unnamed);
	cmd_say_examples(cmd, import->examples);
	if (import->repeated > 0)
		cmd_say(cmd, "rows that say what another has said, and count once: %lu", import->repeated);
	say_unused(cmd, self);
	if (cmd->verbose)
		cmd_say(cmd, "files: %lu, rows: %lu, records: %lu", import->files, import->rows, import->records);
	return put_run(cmd, import);
}

static int list_fields(struct cmd *cmd)
{
	enum tp_kind kind = ((struct self *)cmd->self)->import.options.kind;
	uint64_t kinds = kind == TP_KIND_other ? 0 : 1ULL << kind;
	for (size_t i = 0; i < cmd->operands_n; i++) {
		kind = tp_kind_read(tp_text_of(cmd->operands[i]));
		if (kind == TP_KIND_other)
			return refuse_kind(cmd, "list-fields", cmd->operands[i]);
		kinds |= 1ULL << kind;
	}
	return cmd_fields_list(cmd, kinds);
}

/* A map is printed when all sheets could be looked at. */
static int print_map(struct cmd *cmd, struct self *self, const char *const *files, size_t n)
{
	struct tp_buf out = {0};
	const struct tp_instrument *instrument = self->import.options.instrument;
	self->import.starter = &self->starter;
	for (size_t i = 0; i < n; i++)
		if (tp_import_file(&self->import, files[i], &cmd->err) < 0)
			return -1;
	if (self->import.poisoned)
		return fail(cmd, self);
	tp_starter_write(&self->starter, instrument ? instrument->id : (struct tp_text){0}, &out);
	int result = out.failed ? tp_err_memory(&cmd->err) : tp_output_add(&cmd->out, out.ptr, out.len, &cmd->err);
	tp_buf_free(&out);
	return result;
}

static int load_map(struct self *self)
{
	self->import.options.mapping = &self->mapping;
	return tp_mapping_load(&self->mapping, self->map, self->import.options.kind, &self->shelf, &self->cmd->err);
}

static int work(struct cmd *cmd)
{
	static const char *const standard[] = {"-"};
	struct self *self = cmd->self;
	const char *const *files = cmd->operands_n ? cmd->operands : standard;
	size_t n = cmd->operands_n ? cmd->operands_n : 1;
	int go = see_to_keys(cmd, self);
	if (go <= 0)
		return go;
	self->cmd = cmd;
	if (strcmp(cmd->format, "xlsx") == 0 && !self->template)
		return tp_err_set(&cmd->err, TP_USAGE, "--format xlsx: a workbook is only made of a --template");
	if (self->list)
		return list_fields(cmd);
	if (self->template)
		return cmd_template(cmd, self->template, &self->shelf, self->import.options.instrument);
	self->import.shelf = &self->shelf;
	self->import.sink = cmd_sink(cmd);
	self->import.by = cmd->tool->name;
	self->import.watch = cmd_progress_watch(cmd, &self->import.rows, "row");
	self->import.pass = pass;
	self->import.line = cmd_is_grid(cmd) ? NULL : line;
	self->import.disguise = self->key_file ? disguise : NULL;
	self->import.tell = tell;
	self->import.note = cmd->verbose && !cmd->quiet ? note : NULL;
	self->import.self = self;
	self->import.rejects = self->folder && !self->print_map ? &self->rejects : NULL;
	if (self->map && load_map(self) < 0)
		return -1;
	if (self->print_map)
		return print_map(cmd, self, files, n);
	if (self->folder && tp_rejects_open(&self->rejects, self->folder, files, n, &cmd->err) < 0)
		return -1;
	if (cmd_begin(cmd, "import") < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (tp_import_file(&self->import, files[i], &cmd->err) < 0)
			return -1;
	return tp_import_end(&self->import, &cmd->err) < 0 ? -1 : finish(cmd, self);
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_import_free(&self->import);
	tp_pseudonym_close(&self->pseudonym);
	tp_mapping_free(&self->mapping);
	tp_starter_free(&self->starter);
	tp_rejects_free(&self->rejects);
	tp_shelf_free(&self->shelf);
}

int main(int argc, char **argv)
{
	static const char *const example[] = {"tp-import roller.csv initiatives.csv >week.jsonl",
		"tp-import -k response -i maturity --round 2026-2 <answers.csv | tp-score", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-import",
		.about = "Turns spreadsheets into a stream of checked records, losing nothing.",
		.operands = "[FILE...]",
		.options = options,
		.formats = "json, csv, table, xlsx",
		.filter = true,
		.example = example,
		.work = work,
		.free = release,
	};
	struct self self = {.import = {.options = {.kind = TP_KIND_other}}};
	return cmd_main(argc, argv, &tool, &self);
}
