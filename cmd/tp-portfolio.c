#include "cmd.h"
#include "tp/portfolio.h"
#include "tp/set.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

static int work(struct cmd *cmd)
{
	static const uint64_t wanted =
		WANT(initiative) | WANT(milestone) | WANT(feedback) | WANT(benefit) | WANT(measurement);
	return cmd_inquire(cmd, wanted, "check", cmd->self, tp_portfolio_predicates);
}

static void release(struct cmd *cmd)
{
	tp_set_free(cmd->self);
}

int main(int argc, char **argv)
{
	static const struct cmd_option options[] = {{0}};
	static const char *const analyses[] = {"check", NULL};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio check | tp-roles | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-portfolio",
		.about = "Appends what the initiatives of a stream should be talked about for.",
		.operands = "[check] [FILE...]",
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
