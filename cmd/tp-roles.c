#include "cmd.h"
#include "tp/people.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

int main(int argc, char **argv)
{
	static const struct cmd_option options[] = {{0}};
	static const struct cmd_analysis analyses[] = {
		{.name = "coverage", .wanted = WANT(initiative) | WANT(unit) | WANT(role)},
		{0},
	};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio | tp-roles coverage | tp-report weekly", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-roles",
		.about = "Appends who is missing around the initiatives of a stream.",
		.operands = "[coverage] [FILE...]",
		.options = options,
		.formats = "json, csv, table",
		.analyses = analyses,
		.predicates = tp_people_predicates,
		.choose = true,
		.filter = true,
		.example = example,
		.work = cmd_inquire,
	};
	return cmd_main(argc, argv, &tool, NULL);
}
