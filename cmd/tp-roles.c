#include "cmd.h"
#include "tp/load.h"
#include "tp/matrix.h"
#include "tp/people.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

/* Initiatives, what they belong to, and who has a role: of these a scope may be. */
#define WANT_ALWAYS (WANT(municipality) | WANT(unit) | WANT(initiative) | WANT(role))
/* Where else persons are named, whom curve and mindset must not show. */
#define WANT_PERSONS (WANT(benefit) | WANT(decision) | WANT(note))

static int put_load(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	return tp_load_put(inquiry, sink, &cmd->err);
}

static int put_matrix(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	return tp_matrix_put(inquiry, sink, &cmd->err);
}

int main(int argc, char **argv)
{
	static const struct cmd_option options[] = {{0}};
	static const struct cmd_analysis analyses[] = {
		{.name = "coverage", .wanted = WANT_ALWAYS | WANT(stakeholder) | WANT(benefit) | WANT(measurement),
			.prepare = tp_people_prepare},
		{.name = "load", .wanted = WANT_ALWAYS, .prepare = tp_people_prepare, .put = put_load},
		{.name = "involvement", .wanted = WANT_ALWAYS | WANT(stakeholder), .prepare = tp_people_prepare},
		{.name = "curve", .wanted = WANT_ALWAYS | WANT(stakeholder) | WANT_PERSONS, .prepare = tp_people_prepare},
		{.name = "mindset", .wanted = WANT_ALWAYS | WANT(stakeholder) | WANT(feedback) | WANT_PERSONS,
			.prepare = tp_people_prepare},
		{.name = "actors", .wanted = WANT_ALWAYS | WANT(stakeholder), .prepare = tp_people_prepare},
		{.name = "chain", .wanted = WANT_ALWAYS | WANT(stakeholder) | WANT(benefit) | WANT(activity),
			.prepare = tp_people_prepare},
		{.name = "matrix", .wanted = WANT_ALWAYS, .asked = true, .put = put_matrix},
		{0},
	};
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly",
		"tp-import *.csv | tp-roles matrix -x -o roles.csv", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-roles",
		.about = "Appends who carries the initiatives of a stream, and who is missing.",
		.operands = "[coverage] [load] [involvement] [curve] [mindset] [actors] [chain]\n"
			    "                [matrix] [FILE...]",
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
