#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "tp/chart.h"
#include "tp/day.h"
#include "tp/folder.h"
#include "tp/reader.h"
#include "tp/report.h"
#include "tp/shelf.h"
#include "tp/site.h"
#include "tp/technologies.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)
/* What every page needs: names, what was found, what was dealt with, what it rests on. */
#define WANT_ALWAYS                                                                                                    \
	(WANT(municipality) | WANT(unit) | WANT(initiative) | WANT(role) | WANT(note) | WANT(finding) | WANT(run))

static const struct cmd_analysis analyses[] = {
#define TP_REPORT(report, kinds) {.name = #report, .asked = true, .wanted = WANT_ALWAYS | (kinds)},
#include "data/reports.def"
#undef TP_REPORT
	{0},
};

static tp_report *const makers[] = {
#define TP_REPORT(report, kinds) tp_##report##_make,
#include "data/reports.def"
#undef TP_REPORT
};

struct self {
	struct tp_set set, earlier;
	struct tp_shelf shelf;
	struct tp_text instrument;
	const char *scope, *since, *section, *split;
	bool persons;
	struct tp_folder folder;
};

static int set_instrument(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = cmd->self;
	const struct tp_instrument *said;
	(void)option;
	if (tp_shelf_said(&self->shelf, value, &said, NULL, &cmd->err) < 0)
		return -1;
	*(struct tp_text *)to = said->id;
	return 0;
}

#define AT(member) .at = offsetof(struct self, member)

static const struct cmd_option options[] = {
	{"scope", 0, "ID", "only a municipality, unit, initiative or person", cmd_set_text, AT(scope)},
	{"since", 0, "FILE", "an earlier stream to compare with", cmd_set_text, AT(since)},
	{"section", 0, "NAME", "only the section that json calls NAME", cmd_set_text, AT(section)},
	{"instrument", 'i', "ID|FILE", "of maturity: show ID; FILE's, or add it", set_instrument, AT(instrument)},
	{"split", 0, "DIR", "a site: a page of each municipality and initiative", cmd_set_text, AT(split)},
	{"persons", 0, NULL, "name persons on the pages of --split too", cmd_set_flag, AT(persons)},
	{0},
};

/* Of a score the weekly page asks no more than whose and of which round it is, so one of a round is kept. */
static int add_round(struct tp_set *set, const struct tp_record *record, struct tp_err *err)
{
	static const enum tp_field fields[] = {
		TP_score_instrument, TP_score_round, TP_score_subject_kind, TP_score_subject};
	struct tp_record round;
	tp_record_init(&round, TP_KIND_score);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		*tp_record_slot(&round, fields[i]) = *tp_record_value(record, fields[i]);
	return tp_set_add(set, &round, err);
}

/* How much was read, and what day its tools took for today. */
static void say_read(const struct cmd *cmd, const char *name, unsigned long records, const struct tp_set *set)
{
	const struct self *self = cmd->self;
	bool since = set == &self->earlier;
	char day[TP_DAY_SIZE] = "unknown";
	int32_t as_of;
	size_t n;
	struct tp_record *const *runs = tp_set_all(set, TP_KIND_run, &n);
	if (n > 0 && tp_record_day(runs[0], TP_run_as_of, &as_of))
		tp_day_format(as_of, day);
	if (since)
		cmd_say(cmd, "%s: records: %lu, as of: %s", name, records, day);
	else
		cmd_say(cmd, "records: %lu, as of: %s, scope: %s", records, day, self->scope ? self->scope : "all");
}

/* What the reports of the run look at; a site has cards. */
static uint64_t wanted_by(const struct cmd *cmd)
{
	const struct self *self = cmd->self;
	size_t card = 0;
	while (makers[card] != tp_card_make)
		card++;
	return cmd->analyses[0]->wanted | (self->split ? analyses[card].wanted : 0);
}

/* The whole stream before a byte is written: a page bears no mark when it is cut. */
static int read_all(struct cmd *cmd, const char *const *names, size_t n, struct tp_set *set)
{
	const struct self *self = cmd->self;
	const uint64_t wanted = wanted_by(cmd);
	bool rounds = cmd->analyses[0] == analyses && !self->split;
	struct tp_reader reader;
	const struct tp_record *record;
	int got;
	tp_reader_init(&reader, names, n, wanted);
	reader.watch = cmd_progress_watch(cmd, &reader.records, "record");
	while ((got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		if (record->kind < TP_KINDS && (wanted >> record->kind & 1) &&
			(rounds && record->kind == TP_KIND_score ? add_round : tp_set_add)(set, record, &cmd->err) <
				0) {
			got = -1;
			break;
		}
	size_t roles;
	tp_set_all(set, TP_KIND_role, &roles);
	cmd->out.confidential |= roles > 0; /* the page names owners */
	if (got == 0)
		got = tp_reader_judge(&reader, &cmd->err);
	tp_set_close(set);
	if (got == 0 && (wanted & WANT(technology)))
		got = tp_technologies_add(set, &cmd->err);
	if (got == 0)
		got = tp_report_ready(set, &cmd->err);
	if (got == 0 && cmd->verbose)
		say_read(cmd, names[0], reader.records, set);
	tp_reader_free(&reader);
	return got;
}

static int make_workbook(const void *what, int fd, struct tp_err *err)
{
	return tp_document_xlsx(what, fd, err);
}

static void draw(const struct cmd *cmd, const struct tp_document *doc, struct tp_buf *page)
{
	if (strcmp(cmd->format, "json") == 0)
		tp_document_json(doc, page);
	else if (strcmp(cmd->format, "md") == 0)
		tp_document_md(doc, page);
	else if (strcmp(cmd->format, "html") == 0)
		tp_document_html(doc, page);
	else if (strcmp(cmd->format, "svg") == 0)
		tp_document_svg(doc, page);
	else if (strcmp(cmd->format, "csv") == 0)
		tp_document_csv(doc, &cmd->dialect, cmd->titles, page);
	else
		tp_document_text(doc, TP_TEXT_PAGE_WIDTH, false, page);
}

static int write_page(struct cmd *cmd, const struct tp_document *doc)
{
	struct tp_buf page = {0};
	if (strcmp(cmd->format, "xlsx") == 0)
		return cmd_apart(cmd, make_workbook, doc);
	draw(cmd, doc, &page);
	int result = page.failed ? tp_err_memory(&cmd->err) : tp_output_add(&cmd->out, page.ptr, page.len, &cmd->err);
	tp_buf_free(&page);
	return result;
}

/* --- a site --- */

static int put_page(void *data, const char *file, const struct tp_document *doc, struct tp_err *err)
{
	struct cmd *cmd = data;
	struct self *self = cmd->self;
	struct tp_buf page = {0};
	draw(cmd, doc, &page);
	int result = page.failed ? tp_err_memory(err)
		: tp_folder_add(&self->folder, file, (struct tp_text){page.ptr, page.len}, err);
	tp_buf_free(&page);
	return result;
}

/* Pages of what is gone from the stream go too: they would tell an old week's truth as this one's. */
static int put_site(struct cmd *cmd, const struct tp_site *site, struct tp_document *front, int *worst)
{
	struct self *self = cmd->self;
	const bool html = strcmp(cmd->format, "html") == 0;
	static const char *const ours[][3] = {
		{"municipality-*.md", "initiative-*.md"}, {"municipality-*.html", "initiative-*.html"}};
	self->folder.confidential = self->persons && cmd->out.confidential;
	int result = tp_folder_open(&self->folder, self->split, &cmd->err);
	if (result == 0)
		result = tp_site_make(site, front, worst, &cmd->err);
	if (result == 0 && self->shelf.failed.code == 0)
		result = tp_folder_commit(&self->folder, ours[html], &cmd->err);
	tp_folder_abort(&self->folder);
	return result;
}

static int make_site(struct cmd *cmd, const struct tp_question *question, tp_report *report, struct tp_document *front,
	int *worst)
{
	struct self *self = cmd->self;
	struct tp_persons persons = {0};
	const struct tp_site site = {.question = question, .report = report,
		.ending = strcmp(cmd->format, "md") == 0 ? ".md" : ".html", .hidden = self->persons ? NULL : &persons,
		.put = put_page, .self = cmd};
	int result = 0;
	if (!self->persons && (tp_persons_find(&persons, &self->set, &cmd->err) < 0 ||
		(self->since && tp_persons_find(&persons, &self->earlier, &cmd->err) < 0)))
		result = -1;
	if (result == 0)
		result = put_site(cmd, &site, front, worst);
	tp_persons_free(&persons);
	return result;
}

/* Pages lead to each other in html and Markdown. */
static int check_split(struct cmd *cmd)
{
	const struct self *self = cmd->self;
	if (!self->split)
		return self->persons ? tp_err_set(&cmd->err, TP_USAGE, "--persons: expected --split DIR beside it") : 0;
	if (cmd->output)
		return tp_err_set(&cmd->err, TP_USAGE, "--split and --output: expected one of them");
	if (self->section)
		return tp_err_set(&cmd->err, TP_USAGE, "--split and --section: expected one of them");
	if (!cmd->format[0])
		cmd->format = "html";
	return strcmp(cmd->format, "html") == 0 || strcmp(cmd->format, "md") == 0 ? 0
		: tp_err_set(&cmd->err, TP_USAGE, "--split with --format %s: expected html or md", cmd->format);
}

/* Leaves the section asked for; one that is not there is told with those that are, each once. */
static int choose_section(struct cmd *cmd, struct tp_document *doc, const char *name)
{
	struct tp_buf names = {0};
	if (tp_document_keep(doc, tp_text_of(name)))
		return 0;
	for (const struct tp_section *section = doc->first, *other; section; section = section->next) {
		for (other = doc->first; strcmp(other->name, section->name) != 0; other = other->next)
			;
		if (other == section)
			tp_buf_add_format(&names, "%s%s", names.len ? ", " : "", section->name);
	}
	tp_buf_add_char(&names, '\0');
	int result = names.failed ? tp_err_memory(&cmd->err)
		: tp_err_set(&cmd->err, TP_USAGE, "--section: %s is not on this page; expected one of %s", name, names.ptr);
	tp_buf_free(&names);
	return result;
}

static int work(struct cmd *cmd)
{
	struct self *self = cmd->self;
	const struct tp_scores_shelf shelf = {tp_shelf_know, &self->shelf};
	const struct tp_question question = {.set = &self->set, .earlier = self->since ? &self->earlier : NULL,
		.instrument = self->instrument, .shelf = &shelf};
	struct tp_arena arena = {0};
	struct tp_document doc;
	if (!cmd->analyses[0])
		cmd->analyses[0] = analyses;
	if (cmd->analyses[1])
		return tp_err_set(&cmd->err, TP_USAGE, "%s and %s: expected one report at a time",
			cmd->analyses[0]->name, cmd->analyses[1]->name);
	if (strcmp(cmd->format, "xlsx") == 0 && isatty(cmd->out.fd))
		return tp_err_set(&cmd->err, TP_USAGE, "a workbook is nothing for a terminal: name a file with -o FILE.xlsx");
	if (check_split(cmd) < 0 || read_all(cmd, cmd->operands, cmd->operands_n, &self->set) < 0)
		return -1;
	if (self->since && read_all(cmd, &self->since, 1, &self->earlier) < 0)
		return tp_err_at(&cmd->err, self->since, 0, NULL);
	tp_document_init(&doc, &arena, cmd->lang, cmd->analyses[0]->name);
	doc.as_of = cmd->as_of;
	doc.scope = tp_text_of(self->scope ? self->scope : "");
	int worst = TP_CODE_none;
	tp_report *report = makers[cmd->analyses[0] - analyses];
	int result = self->split ? make_site(cmd, &question, report, &doc, &worst)
				 : report(&question, &doc, &worst, &cmd->err);
	if (result == 0 && self->shelf.failed.code != 0) {
		cmd->err = self->shelf.failed;
		result = -1;
	}
	cmd_met(cmd, worst);
	if (result == 0 && self->section)
		result = choose_section(cmd, &doc, self->section);
	if (result == 0 && !self->split)
		result = write_page(cmd, &doc);
	tp_arena_free(&arena);
	return result;
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_set_free(&self->set);
	tp_set_free(&self->earlier);
	tp_shelf_free(&self->shelf);
}

int main(int argc, char **argv)
{
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-report",
		.about = "Turns a stream into something people read; the page of Monday if not told.",
		.operands = "[REPORT] [FILE...]",
		.options = options,
		.formats = "text, md, html, csv, xlsx, json, svg",
		.analyses = analyses,
		.choose = true,
		.example = example,
		.work = work,
		.free = release,
	};
	struct self self = {0};
	return cmd_main(argc, argv, &tool, &self);
}
