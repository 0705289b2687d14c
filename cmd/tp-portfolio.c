#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "tp/assume.h"
#include "tp/cluster.h"
#include "tp/convert.h"
#include "tp/limits.h"
#include "tp/match.h"
#include "tp/mix.h"
#include "tp/portfolio.h"
#include "tp/radar.h"
#include "tp/rank.h"
#include "tp/technologies.h"

#define WANT(kind) (1ULL << TP_KIND_##kind)

struct self {
	int basis; /* a code */
	struct tp_rank_options rank;
	struct tp_cluster_options cluster;
	unsigned long top;
	struct tp_assumption assumptions[TP_ASSUMPTIONS_MAX];
	size_t assumptions_n;
	struct tp_arena arena; /* holds them */
};

/* --- options --- */

static int set_basis(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	int *basis = to;
	*basis = tp_code_find(TP_ENUM_basis, tp_text_of(value));
	return *basis != TP_CODE_none ? 0
		: tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected count, cost or hours", option->name, value);
}

static int set_size(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct tp_cluster_options *cluster = to;
	char *end;
	unsigned long least = strtoul(value, &end, 10), most = *end == ':' ? strtoul(end + 1, &end, 10) : 0;
	if (value[0] < '1' || value[0] > '9' || *end || most < least || most > 98)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s %s: expected A:B, as 3:6", option->name, value);
	cluster->least = least;
	cluster->most = most;
	return 0;
}

static int set_weights(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct tp_arena arena = {0};
	struct tp_value document;
	(void)option;
	int result = tp_convert_file(&arena, value, &document, &cmd->err);
	if (result == 0)
		result = tp_rank_weigh(to, &document, &cmd->err);
	tp_arena_free(&arena);
	return result < 0 ? tp_err_at(&cmd->err, value, 0, NULL) : 0;
}

static int add_assumption(struct cmd *cmd, const struct cmd_option *option, const char *value, void *to)
{
	struct self *self = to;
	if (self->assumptions_n == TP_ASSUMPTIONS_MAX)
		return tp_err_set(&cmd->err, TP_USAGE, "--%s: at most %d of them", option->name, TP_ASSUMPTIONS_MAX);
	return tp_assumption_read(
		&self->arena, tp_text_of(value), &self->assumptions[self->assumptions_n++], &cmd->err);
}

#define AT(member) .at = offsetof(struct self, member)

static const struct cmd_option options[] = {
	{"by", 0, "BASIS", "mix by count, cost or hours", set_basis, AT(basis)},
	{"budget", 0, "DKK", "rank: choose what fits into it", cmd_set_amount, AT(rank.budget)},
	{"hours", 0, "N", "rank: choose what fits into so many own hours", cmd_set_amount, AT(rank.hours)},
	{"maximise", 0, "WHAT", "choose for value, net, hours or citizens", cmd_set_word, AT(rank.maximise),
		.words = "value, net, hours or citizens"},
	{"pooled", 0, NULL, "rank all municipalities together", cmd_set_flag, AT(rank.pooled)},
	{"weights", 0, "FILE", "rank by weights of your own (JSON)", set_weights, AT(rank)},
	{"hourly-rate", 0, "DKK", "what an hour saved is worth; else 300", cmd_set_amount, AT(rank.hourly_rate)},
	{"assume", 0, "THIS", "rank as if KIND:ID.FIELD=VALUE (repeatable)", .set = add_assumption},
	{"nodes", 0, "N", "rank: give up after so many steps; else 10 million", cmd_set_count, AT(rank.nodes),
		.most = 1000000000},
	{"top", 0, "N", "match: so many units an initiative; else 5", cmd_set_count, AT(top), .most = 1000000},
	{"spread", 0, "X", "cluster: how far apart members may be; else 1", cmd_set_amount, AT(cluster.spread)},
	{"cluster-size", 0, "A:B", "cluster: members from A to B; else 3:6", set_size, AT(cluster)},
	{0},
};

/* --- analyses --- */

/* What is built in, and what is looked up by a field that is no key. */
static int prepare(struct tp_set *facts, int32_t as_of, struct tp_err *err)
{
	static const enum tp_field indexed[] = {
		TP_initiative_unit, TP_initiative_municipality, TP_unit_municipality, TP_benefit_measure};
	(void)as_of;
	int result = tp_technologies_add(facts, err);
	for (size_t i = 0; result == 0 && i < sizeof indexed / sizeof *indexed; i++)
		result = tp_set_index(facts, indexed[i], err);
	return result;
}

static int prepare_technologies(struct tp_set *facts, int32_t as_of, struct tp_err *err)
{
	(void)as_of;
	return tp_technologies_add(facts, err);
}

static int put_mix(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	struct self *self = cmd->self;
	return tp_mix_put(inquiry, self->basis, sink, &cmd->err);
}

static int put_rank(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	struct self *self = cmd->self;
	struct tp_set assumed = {0};
	int result = 0;
	if (self->assumptions_n > 0)
		result = tp_assumptions_apply(self->assumptions, self->assumptions_n, inquiry->set, &assumed, &cmd->err);
	self->rank.assumed = self->assumptions_n > 0 ? &assumed : NULL;
	if (result == 0)
		result = tp_rank_put(inquiry, &self->rank, sink, &cmd->err);
	tp_set_free(&assumed);
	return result;
}

static int put_radar(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	return tp_radar_put(inquiry, sink, &cmd->err);
}

static int put_match(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	struct self *self = cmd->self;
	return tp_match_put(inquiry, self->top, sink, &cmd->err);
}

static int put_cluster(struct cmd *cmd, const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	struct self *self = cmd->self;
	return tp_cluster_put(inquiry, &self->cluster, sink, &cmd->err);
}

static const struct cmd_analysis analyses[] = {
	{.name = "mix", .prepare = prepare_technologies, .put = put_mix,
		.wanted = WANT(initiative) | WANT(unit) | WANT(role) | WANT(technology) | WANT(target)},
	{.name = "rank", .put = put_rank, .wanted = WANT(initiative) | WANT(unit) | WANT(role) | WANT(score)},
	{.name = "radar", .put = put_radar, .wanted = WANT(initiative) | WANT(unit) | WANT(role) | WANT(score)},
	{.name = "match", .put = put_match, .wanted = WANT(initiative) | WANT(unit) | WANT(role) | WANT(score)},
	{.name = "cluster", .put = put_cluster, .wanted = WANT(municipality) | WANT(score)},
	{.name = "check", .prepare = prepare,
		.wanted = WANT(municipality) | WANT(unit) | WANT(technology) | WANT(initiative) | WANT(target) | WANT(role) |
			WANT(stakeholder) | WANT(milestone) | WANT(activity) | WANT(challenge) | WANT(benefit) |
			WANT(measurement) | WANT(pilot) | WANT(feedback) | WANT(change) | WANT(decision) | WANT(score)},
	{0},
};

static bool is_chosen(const struct cmd *cmd, const char *name)
{
	for (const struct cmd_analysis *const *analysis = cmd->analyses; *analysis; analysis++)
		if (strcmp((*analysis)->name, name) == 0)
			return true;
	return false;
}

static int work(struct cmd *cmd)
{
	struct self *self = cmd->self;
	bool chooses = self->rank.budget >= 0 || self->rank.hours >= 0;
	if (chooses && !is_chosen(cmd, "rank"))
		return tp_err_set(&cmd->err, TP_USAGE, "--budget and --hours are for rank, which is not asked for");
	if (chooses && !cmd->scope && !self->rank.pooled)
		return tp_err_set(&cmd->err, TP_USAGE,
			"--budget and --hours: whose? say --scope MUNICIPALITY, or --pooled for one budget of all");
	if (self->assumptions_n > 0 && !is_chosen(cmd, "rank"))
		return tp_err_set(&cmd->err, TP_USAGE, "--assume is for rank, which is not asked for");
	return cmd_inquire(cmd);
}

static void release(struct cmd *cmd)
{
	struct self *self = cmd->self;
	tp_arena_free(&self->arena);
}

int main(int argc, char **argv)
{
	static const char *const example[] = {
		"tp-import *.csv | tp-score | tp-portfolio check | tp-roles | tp-report weekly",
		"tp-portfolio rank --scope naestved --budget 1000000 -f table scored.jsonl", NULL};
	static const struct cmd_tool tool = {
		.name = "tp-portfolio",
		.about = "Appends what the initiatives of a stream should be talked about for, how they\n"
			 "divide, rank and could spread: mix, rank, radar, match, cluster, check.",
		.operands = "[ANALYSIS...] [FILE...]",
		.options = options,
		.formats = "json, csv, table",
		.analyses = analyses,
		.predicates = tp_portfolio_predicates,
		.choose = true,
		.filter = true,
		.example = example,
		.work = work,
		.free = release,
	};
	struct self self = {.basis = TP_basis_count, .cluster = {.spread = 1, .least = 3, .most = 6}, .top = 5};
	tp_rank_defaults(&self.rank);
	return cmd_main(argc, argv, &tool, &self);
}
