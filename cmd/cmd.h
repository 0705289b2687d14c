/*
 * What every main shares: options, language, today, the output that is checked
 * when it is closed, and the one place that prints messages and exits.
 */
#ifndef CMD_H
#define CMD_H

#include <stdbool.h>
#include <stdint.h>

#include "tp/csv.h"
#include "tp/err.h"
#include "tp/file.h"
#include "tp/finding.h"
#include "tp/lang.h"
#include "tp/set.h"
#include "tp/sink.h"
#include "tp/writer.h"

enum { CMD_OK = 0, CMD_FOUND = 1, CMD_ANALYSES_MAX = 12 };

struct cmd;
struct tp_document;
struct tp_instrument;
struct tp_shelf;

/* An option: of one tool, or shared (cmd_options.c). */
struct cmd_option {
	const char *name;
	char letter;          /* or 0 */
	const char *argument; /* name of its value in the help, or NULL */
	const char *help;
	/* Takes the value (NULL without argument) over into `to`, `at` bytes into the tool's own struct. -1: TP_USAGE. */
	int (*set)(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);
	size_t at;
	const char *words;    /* of cmd_set_word: "one, two or three" */
	unsigned long most;   /* of cmd_set_count */
};

/* Of these one will do for most options. In turn they set a bool, a const char *, an unsigned long from 0 to most, a
 * double from 0, and an int: which of the words it is, from 0. */
int cmd_set_flag(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);
int cmd_set_text(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);
int cmd_set_count(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);
int cmd_set_amount(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);
int cmd_set_word(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to);

/* What a tool can be asked for. */
struct cmd_analysis {
	const char *name;
	uint64_t wanted; /* kinds of facts and results it looks at, 1 << kind */
	bool asked;      /* only when it is named */
	/* Readies the facts, which have been read and sorted: indexes, catalogues that are built in. NULL: nothing. What
	 * two analyses share is called for each. */
	int (*prepare)(struct tp_set *facts, int32_t as_of, struct tp_err *err);
	/* Its results, before the findings of its checks; they are signed by the sink. NULL: findings alone. */
	int (*put)(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink);
};

struct cmd_tool {
	const char *name;     /* "tp-score" */
	const char *about;    /* one line */
	const char *operands; /* as the usage line has them */
	const struct cmd_option *options; /* ended by a NULL name */
	const char *formats;  /* "json": what -f takes, the first is the default */
	const struct cmd_analysis *analyses; /* whose results it writes, ended by a NULL name; NULL: none */
	const struct tp_predicate *(*predicates)(size_t *n); /* its checks: it has --rules, --list-checks, --scope, --since */
	bool choose;          /* operands may name analyses before the files */
	bool filter;          /* reads and writes the stream: has -r and --fail-on, its output is marked when it fails */
	const char *const *example;
	/* A table of its own of records of a kind; the document is its. 1: made; 0: the one of all kinds will do; -1. NULL: it
	 * always does. */
	int (*table)(struct cmd *cmd, struct tp_document *doc, enum tp_kind kind, struct tp_record *const *records,
		size_t n);
	/* The work between options and the checked close. -1: cmd->err says why. */
	int (*work)(struct cmd *cmd);
	void (*free)(struct cmd *cmd);
};

struct cmd {
	const struct cmd_tool *tool;
	void *self; /* the tool's own */
	struct tp_err err;
	const char *const *operands; /* files */
	size_t operands_n;
	const struct cmd_analysis *analyses[CMD_ANALYSES_MAX + 1]; /* the chosen ones, ended by NULL */
	/* shared options */
	const char *output;
	const char *format;
	struct tp_csv_dialect dialect; /* of csv */
	enum { CMD_DIALECT_NONE = -1, CMD_DIALECT_RFC, CMD_DIALECT_EXCEL, CMD_DIALECT_EXCEL_DA } dialect_said;
	bool excel, raw;
	bool titles; /* csv is for people: headers in their language */
	enum tp_lang lang;
	int32_t as_of;
	bool results_only, quiet, verbose;
	const char *scope, *since; /* or NULL */
	bool list_checks;
	struct tp_rules rules;
	bool no_unique; /* the tool's option; its begin record says so, for those who come after */
	enum tp_severity fail_on; /* TP_NONE: never */
	bool found; /* a finding at or above it was met */
	struct tp_set *facts; /* of a tool that keeps them */
	unsigned long held_begins, named_begins; /* of earlier runs of this tool, see cmd_filter.c */
	/* results held back for csv and table */
	struct cmd_grid {
		enum tp_kind kind; /* --csv-kind; else TP_KIND_other */
		struct tp_record **records;
		size_t n, capacity;
		struct tp_arena arena;
	} grid;
	/* output */
	struct tp_output out;
	struct tp_writer writer;
	bool begun;    /* a stream was begun and is owed an end */
	bool poisoned; /* it holds an error record already */
	bool told;     /* stderr has said already what failed */
	unsigned long faults; /* in sheets, see cmd_faults.c */
	struct cmd_put_counts {
		unsigned long results; /* that are no findings */
		unsigned long findings[3]; /* info, watch, act */
	} put; /* what the analysis at hand has put */
	struct cmd_progress *progress;
};

/* Options and operands (cmd_options.c). 1: go on; 0: done (help, version); -1. */
int cmd_parse(struct cmd *cmd, int argc, char **argv);

/* Parses, works, closes, prints what went wrong. Returns the exit status. */
int cmd_main(int argc, char **argv, const struct cmd_tool *tool, void *self);

/* csv and table (cmd_grid.c): results are kept and drawn when all is well; they cannot bear a mark when it is not. */
bool cmd_is_grid(const struct cmd *cmd);
int cmd_grid_put(struct cmd *cmd, const struct tp_record *record);
int cmd_grid_draw(struct cmd *cmd);
void cmd_grid_free(struct cmd *cmd);

/* A list of what there is, in the format asked for: as json the lines that are there already, else the document. */
int cmd_draw_list(struct cmd *cmd, const struct tp_document *doc, struct tp_buf *lines);

/* Columns of text: what fits the terminal, or a wide page. */
size_t cmd_page_width(const struct cmd *cmd);

/* Whether the table comes to a terminal that knows colours, and nobody has asked for none. */
bool cmd_has_colours(const struct cmd *cmd);

/* Lets a process of its own make a file and appends it to the output, so that what goes wrong there, be it a crash or a
 * word on stderr, is a failure like any other (cmd_apart.c). make is given what, and a file that is open and empty. */
int cmd_apart(struct cmd *cmd, int (*make)(const void *what, int fd, struct tp_err *err), const void *what);

/* --- the progress line on stderr (cmd_progress.c) --- */

struct cmd_progress {
	enum { CMD_PROGRESS_AUTO, CMD_PROGRESS_NEVER, CMD_PROGRESS_ALWAYS } wish; /* AUTO: on a terminal */
	bool in_place;   /* rewritten where it stands; else lines that stay */
	bool over;       /* no more of it */
	size_t shown;    /* columns that stand there */
	long long begun, next; /* milliseconds of a clock */
	const char *tool;
	const unsigned long *count; /* of what has been read */
	const char *of;  /* "record" */
	struct tp_watch watch;
};

/* Whom to tell of reading, NULL when no line is wished for. It shows *count when reading has taken a second; the count
 * need not outlive the reading. */
const struct tp_watch *cmd_progress_watch(struct cmd *cmd, const unsigned long *count, const char *of);

/* Takes the line off the terminal, before something else comes there. */
void cmd_progress_erase(const struct cmd *cmd);

/* The n-th option that the tool has, its own before those that all share; NULL beyond the last. */
const struct cmd_option *cmd_option_at(const struct cmd_tool *tool, size_t n);

/* --completion (cmd_completion.c): prints what the shell completes the tool's command line by. -1: TP_USAGE. */
int cmd_completion(struct cmd *cmd, const char *shell);

/* A line on stderr: "tp-score: …". Not under --quiet unless it is an error. */
void cmd_say(const struct cmd *cmd, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cmd_complain(const struct cmd *cmd, const struct tp_err *err);

/* A line that goes on with what was put: results, and findings by severity. */
void cmd_say_put(const struct cmd *cmd, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* --- a tool that reads a stream and appends to it (cmd_filter.c) --- */

struct cmd_filter {
	uint64_t wanted;  /* kinds whose records are asked for, 1 << kind */
	bool asks_own;    /* own results of before are asked for too, instead of dropped */
	bool extras;      /* members that the schema does not know are asked for too */
	bool partial;     /* what it writes is a part of many: own results and marks of before pass, and whoever puts the
			     parts together judges whether the stream is whole */
	/* An input that is no JSON (a sheet), to its end. NULL: there is no such thing. */
	int (*sheet)(struct cmd *cmd, struct tp_input *in);
	/* One wanted record. *consumed: it is not passed on; true already for an own result of before. */
	int (*record)(struct cmd *cmd, const struct tp_record *record, bool *consumed);
};

/* Writes a begin for each chosen analysis, reads all operands, passes on what is neither consumed nor about to be
 * written again, judges the stream. */
int cmd_filter_read(struct cmd *cmd, const struct cmd_filter *filter);

/* Writes a begin record. Only a tool of several analyses says of which. */
int cmd_begin(struct cmd *cmd, const char *analysis);

/* Remembers that a finding of this severity (a code) was met, for --fail-on. */
void cmd_met(struct cmd *cmd, int severity);

/* Puts a result; a finding at or above --fail-on is remembered. */
int cmd_put(struct cmd *cmd, const struct tp_record *record);
struct tp_sink cmd_sink(struct cmd *cmd);

/* The whole of a tool that keeps the facts: reads what its chosen analyses want, then puts of each its results, the
 * findings of its checks and its run record. */
int cmd_inquire(struct cmd *cmd);

/* Reads the stream of --since into the set, what it wants of it; nothing when the option is not given. -1: as
 * cmd_filter_read, with the file's name. */
int cmd_since(struct cmd *cmd, uint64_t wanted, struct tp_set *earlier);

/* --- the checks of a tool (cmd_checks.c) --- */

/* Takes over a rules file. */
int cmd_rules(struct cmd *cmd, const char *file);

/* --list-checks: a table for people, or with -f json a line each. */
int cmd_checks_list(struct cmd *cmd);

/* tp-import --list-fields (cmd_fields.c): the fields of facts of these kinds, 1 << kind (0: all), as a table for people,
 * with -f csv as one, with -f json a line each. */
int cmd_fields_list(struct cmd *cmd, uint64_t kinds);

/* tp-import --template (cmd_template.c): an empty sheet for a kind of fact or an instrument. The instrument is that of -i,
 * or NULL. */
int cmd_template(struct cmd *cmd, const char *of, struct tp_shelf *shelf, const struct tp_instrument *instrument);

/* Says how many rows were no data because a template marks them as examples, if any. */
void cmd_say_examples(const struct cmd *cmd, unsigned long n);

/* --- faults in sheets, of which there may be many (cmd_faults.c) --- */

/* Tells of one; after the first they are only counted. */
void cmd_fault(struct cmd *cmd, const struct tp_err *fault);

/* How many more there were. */
void cmd_faults_rest(const struct cmd *cmd);

/* -1: TP_DATA, what there was in all; in how many of the rows, where that is known. */
int cmd_faults_fail(struct cmd *cmd, unsigned long rejected, unsigned long rows);

/* --- instruments (cmd_instruments.c) --- */

/* --show: an instrument's document as it was written. -1: TP_USAGE, there is none of that id. */
int cmd_instruments_show(struct cmd *cmd, struct tp_shelf *shelf, const char *id);

/* --list: all on the shelf; a table for people, or with -f json a line each. */
int cmd_instruments_list(struct cmd *cmd, struct tp_shelf *shelf);

/* An empty run record of an analysis with version and as_of. */
void cmd_run_init(struct cmd *cmd, const char *analysis, struct tp_record *run);

#endif
