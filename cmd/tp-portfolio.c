#include "cmd.h"
#include "tp/portfolio.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

int main(int argc, char **argv)
{
	static const struct cmd_option options[] = {{0}};
	static const struct cmd_analysis analyses[] = {
		{.name = "check", .wanted = WANT(initiative) | WANT(unit) | WANT(role) | WANT(milestone) | WANT(feedback) |
			WANT(benefit) | WANT(measurement)},
		{0},
	};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio check | tp-roles | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-portfolio",
		.about = "Appends what the initiatives of a stream should be talked about for.",
		.operands = "[check] [FILE...]",
		.options = options,
		.formats = "json, csv, table",
		.analyses = analyses,
		.predicates = tp_portfolio_predicates,
		.choose = true,
		.filter = true,
		.example = example,
		.work = cmd_inquire,
	};
	return cmd_main(argc, argv, &tool, NULL);
}
