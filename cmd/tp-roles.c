#include "cmd.h"
#include "tp/people.h"
#include "tp/set.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

static int work(struct cmd *cmd)
{
	static const uint64_t wanted =
		WANT(initiative) | WANT(role);
	return cmd_inquire(cmd, wanted, "coverage", cmd->self, tp_people_predicates);
}

static void release(struct cmd *cmd)
{
	tp_set_free(cmd->self);
}

int main(int argc, char **argv)
{
	static const struct cmd_option options[] = {{0}};
	static const char *const analyses[] = {"coverage", NULL};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio | tp-roles coverage | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-roles",
		.about = "Appends who is missing around the initiatives of a stream.",
		.operands = "[coverage] [FILE...]",
		.options = options,
		.formats = "json, csv, table",
		.analyses = analyses,
		.choose = true,
		.filter = true,
		.example = example,
		.work = work,
		.free = release,
	};
	struct tp_set set = {0};
	return cmd_main(argc, argv, &tool, &set);
}
