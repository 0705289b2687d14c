#include <string.h>

#include "cmd.h"
#include "tp/reader.h"
#include "tp/weekly.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

static const struct cmd_option options[] = {
	{"scope", 0, "ID", "only what belongs to a municipality, unit or initiative"},
	{0},
};

struct self {
	struct tp_set set;
	const char *scope;
};

static int take_option(struct cmd *cmd, const char *name, const char *value)
{
	(void)name;
	((struct self *)cmd->self)->scope = value;
	return 0;
}

/* The whole stream before a byte is written: a page bears no mark when it is cut. */
static int read_all(struct cmd *cmd)
{
	static const uint64_t wanted = WANT(municipality) | WANT(unit) | WANT(initiative) | WANT(milestone) | WANT(role) |
		WANT(finding) | WANT(run);
	struct self *self = cmd->self;
	struct tp_reader reader;
	const struct tp_record *record;
	int got;
	tp_reader_init(&reader, cmd->operands, cmd->operands_n, wanted);
	while ((got = tp_reader_next(&reader, &record, &cmd->err)) > 0)
		if (record->kind < TP_KINDS && (wanted >> record->kind & 1) &&
			tp_set_add(&self->set, record, &cmd->err) < 0) {
			got = -1;
			break;
		}
	if (got == 0)
		got = tp_reader_judge(&reader, &cmd->err);
	tp_reader_free(&reader);
	tp_set_close(&self->set);
	return got;
}

static int draw(struct cmd *cmd, const struct tp_document *doc)
{
	struct tp_buf page = {0};
	if (strcmp(cmd->format, "json") == 0)
		tp_document_json(doc, &page);
	else
		tp_document_text(doc, TP_TEXT_PAGE_WIDTH, &page);
	int result = page.failed ? tp_err_memory(&cmd->err) : tp_output_add(&cmd->out, page.ptr, page.len, &cmd->err);
	tp_buf_free(&page);
	return result;
}

static int work(struct cmd *cmd)
{
	struct self *self = cmd->self;
	struct tp_arena arena = {0};
	struct tp_document doc;
	if (read_all(cmd) < 0)
		return -1;
	tp_document_init(&doc, &arena, cmd->lang, "weekly");
	doc.as_of = cmd->as_of;
	doc.scope = tp_text_of(self->scope ? self->scope : "");
	int result = tp_weekly_make(&self->set, &doc, &cmd->err);
	if (result == 0)
		result = draw(cmd, &doc);
	tp_arena_free(&arena);
	return result;
}

static void release(struct cmd *cmd)
{
	tp_set_free(&((struct self *)cmd->self)->set);
}

int main(int argc, char **argv)
{
	static const char *const analyses[] = {"weekly", NULL};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-report",
		.about = "Turns a stream into the page a steering group gets on Monday.",
		.operands = "[weekly] [FILE...]",
		.options = options,
		.formats = "text, json",
		.analyses = analyses,
		.choose = true,
		.example = example,
		.option = take_option,
		.work = work,
		.free = release,
	};
	struct self self = {0};
	return cmd_main(argc, argv, &tool, &self);
}
