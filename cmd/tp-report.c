#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "tp/chart.h"
#include "tp/day.h"
#include "tp/reader.h"
#include "tp/report.h"
#include "tp/shelf.h"
#include "tp/technologies.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)
/* What every page needs: names, what was found, what was dealt with, what it rests on. */
#define WANT_ALWAYS                                                                                                    \
	(WANT(municipality) | WANT(unit) | WANT(initiative) | WANT(role) | WANT(note) | WANT(finding) | WANT(run))

static int add_technologies(struct tp_set *set, int32_t as_of, struct tp_err *err)
{
	(void)as_of;
	return tp_technologies_add(set, err);
}

/* The reports and the facts they look at; the first is what one gets without naming any. */
static const struct cmd_analysis analyses[] = {
	{.name = "weekly",
		.wanted = WANT_ALWAYS | WANT(milestone) | WANT(feedback) | WANT(benefit) | WANT(measurement) |
			  WANT(decision) | WANT(score)},
	{.name = "maturity",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(technology) | WANT(score),
		.prepare = add_technologies},
	{.name = "portfolio", .asked = true, .wanted = WANT_ALWAYS | WANT(share) | WANT(rank)},
	{.name = "radar",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(technology) | WANT(blip),
		.prepare = add_technologies},
	{.name = "roles",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(stakeholder) | WANT(benefit) | WANT(decision) | WANT(duty)},
	{.name = "card",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(technology) | WANT(milestone) | WANT(benefit) | WANT(measurement) |
			  WANT(score),
		.prepare = add_technologies},
	{.name = "partnership",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(technology) | WANT(activity) | WANT(challenge) | WANT(case) | WANT(match) |
			  WANT(cluster),
		.prepare = add_technologies},
	{.name = "closing",
		.asked = true,
		.wanted = WANT_ALWAYS | WANT(milestone) | WANT(benefit) | WANT(measurement) | WANT(stakeholder) |
			  WANT(decision) | WANT(challenge) | WANT(score)},
	{0},
};

static tp_report *const makers[] = {tp_weekly_make, tp_maturity_make, tp_portfolio_make, tp_radar_make, tp_roles_make,
	tp_card_make, tp_partnership_make, tp_closing_make};

struct self {
	struct tp_set set, earlier;
	struct tp_shelf shelf;
	struct tp_err shelf_err; /* of the system, met while a report was made */
	struct tp_text instrument;
	const char *scope, *since;
};

static int set_instrument(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = cmd->self;
	const struct tp_instrument *said;
	(void)option;
	if (tp_shelf_take(&self->shelf, value, &said, &cmd->err) < 0)
		return -1;
	*(struct tp_text *)to = said->id;
	return 0;
}

#define AT(member) .at = offsetof(struct self, member)

static const struct cmd_option options[] = {
	{"scope", 0, "ID", "only a municipality, unit, initiative or person", cmd_set_text, AT(scope)},
	{"since", 0, "FILE", "an earlier stream to compare with", cmd_set_text, AT(since)},
	{"instrument", 'i', "ID|FILE", "of maturity: show ID; FILE's, or add it", set_instrument, AT(instrument)},
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

/* The whole stream before a byte is written: a page bears no mark when it is cut. */
static int read_all(struct cmd *cmd, const char *const *names, size_t n, struct tp_set *set)
{
	const uint64_t wanted = cmd->analyses[0]->wanted;
	bool weekly = cmd->analyses[0] == analyses;
	struct tp_reader reader;
	const struct tp_record *record;
	int got;
	tp_reader_init(&reader, names, n, wanted);
	reader.watch = cmd_progress_watch(cmd, &reader.records, "record");
	while ((got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		if (record->kind < TP_KINDS && (wanted >> record->kind & 1) &&
			(weekly && record->kind == TP_KIND_score ? add_round : tp_set_add)(set, record, &cmd->err) <
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
	if (got == 0)
		got = cmd->analyses[0]->prepare ? cmd->analyses[0]->prepare(set, cmd->as_of, &cmd->err) : 0;
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

static int draw(struct cmd *cmd, const struct tp_document *doc)
{
	struct tp_buf page = {0};
	if (strcmp(cmd->format, "xlsx") == 0)
		return cmd_apart(cmd, make_workbook, doc);
	if (strcmp(cmd->format, "json") == 0)
		tp_document_json(doc, &page);
	else if (strcmp(cmd->format, "md") == 0)
		tp_document_md(doc, &page);
	else if (strcmp(cmd->format, "html") == 0)
		tp_document_html(doc, &page);
	else if (strcmp(cmd->format, "svg") == 0)
		tp_document_svg(doc, &page);
	else if (strcmp(cmd->format, "csv") == 0)
		tp_document_csv(doc, &cmd->dialect, cmd->titles, &page);
	else
		tp_document_text(doc, TP_TEXT_PAGE_WIDTH, false, &page);
	int result = page.failed ? tp_err_memory(&cmd->err) : tp_output_add(&cmd->out, page.ptr, page.len, &cmd->err);
	tp_buf_free(&page);
	return result;
}

/* A built-in instrument, or one of a file; NULL for one that is not known here, which then goes by its ids. */
static const struct tp_instrument *know(void *data, struct tp_text id)
{
	struct self *self = data;
	const struct tp_instrument *instrument;
	struct tp_err err = {0};
	if (tp_shelf_find(&self->shelf, id, &instrument, &err) == 0)
		return instrument;
	if (err.code == TP_SYSTEM)
		self->shelf_err = err;
	return NULL;
}

static int work(struct cmd *cmd)
{
	struct self *self = cmd->self;
	const struct tp_scores_shelf shelf = {know, self};
	const struct tp_question question = {.set = &self->set, .earlier = self->since ? &self->earlier : NULL,
		.instrument = self->instrument, .shelf = &shelf};
	struct tp_arena arena = {0};
	struct tp_document doc;
	if (cmd->analyses[1])
		return tp_err_set(&cmd->err, TP_USAGE, "%s and %s: expected one report at a time",
			cmd->analyses[0]->name, cmd->analyses[1]->name);
	if (strcmp(cmd->format, "xlsx") == 0 && isatty(cmd->out.fd))
		return tp_err_set(&cmd->err, TP_USAGE, "a workbook is nothing for a terminal: name a file with -o FILE.xlsx");
	if (read_all(cmd, cmd->operands, cmd->operands_n, &self->set) < 0)
		return -1;
	if (self->since && read_all(cmd, &self->since, 1, &self->earlier) < 0)
		return tp_err_at(&cmd->err, self->since, 0, NULL);
	tp_document_init(&doc, &arena, cmd->lang, cmd->analyses[0]->name);
	doc.as_of = cmd->as_of;
	doc.scope = tp_text_of(self->scope ? self->scope : "");
	int worst = TP_CODE_none;
	int result = makers[cmd->analyses[0] - analyses](&question, &doc, &worst, &cmd->err);
	if (result == 0 && self->shelf_err.code != 0) {
		cmd->err = self->shelf_err;
		result = -1;
	}
	cmd_met(cmd, worst);
	if (result == 0)
		result = draw(cmd, &doc);
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
