/*
 * The pure rooms by themselves, without files, JSON or a clock: answers and
 * facts are made up by chance, from the schema, and what the rooms say of
 * them is printed to the last bit. Whatever machine, compiler and word size
 * this is built for, it prints the same: full-compilers.sh sees to that.
 *
 *	pure SEED
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/cluster.h"
#include "tp/finding.h"
#include "tp/load.h"
#include "tp/match.h"
#include "tp/matrix.h"
#include "tp/mix.h"
#include "tp/num.h"
#include "tp/people.h"
#include "tp/portfolio.h"
#include "tp/radar.h"
#include "tp/rank.h"
#include "tp/scoring.h"

enum { TODAY = 20779, ITEMS = 8 };

static struct tp_err err;
static struct tp_arena arena;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, err.text);
	exit(1);
}

/* --- chance: splitmix64 --- */

static uint64_t state;

static uint64_t chance(uint64_t below)
{
	uint64_t x = state += 0x9E3779B97F4A7C15;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
	x = (x ^ x >> 27) * 0x94D049BB133111EB;
	return (x ^ x >> 31) % below;
}

static double fraction(double most)
{
	return most * (double)chance(1000003) / 1000003;
}

static struct tp_text name(const char *prefix, uint64_t below)
{
	char text[40];
	int len = snprintf(text, sizeof text, "%s%d", prefix, (int)chance(below));
	return tp_text_copy(&arena, (struct tp_text){text, (size_t)len});
}

/* --- what comes out --- */

static int print(void *set, const struct tp_record *record, struct tp_err *into)
{
	struct tp_buf out = {0};
	tp_record_content(record, &out);
	printf("%s %.*s\n", tp_kind_info(record->kind)->name, (int)out.len, out.ptr);
	tp_buf_free(&out);
	return set ? tp_set_add(set, record, into) : 0;
}

/* --- facts, from the schema --- */

/* Of a few, so that facts meet. */
static struct tp_text id_of(enum tp_kind kind)
{
	switch (kind) {
	case TP_KIND_municipality:
		return name("m", 5);
	case TP_KIND_unit:
		return name("u", 12);
	case TP_KIND_initiative:
		return name("i", 40);
	default:
		return name("x", 25);
	}
}

static struct tp_value value_of(const struct tp_field_info *info)
{
	size_t n;
	int first;
	struct tp_value list;
	switch (info->form) {
	case TP_FORM_ID:
		return tp_value_text(id_of(info->ref));
	case TP_FORM_LINE:
		return tp_value_text(name("word ", 20));
	case TP_FORM_NUMBER:
		return tp_value_num(tp_num_round(fraction(300)));
	case TP_FORM_MONEY:
	case TP_FORM_HOURS:
		return tp_value_num((double)chance(900000) / 8);
	case TP_FORM_HEADS:
		return tp_value_num((double)chance(200));
	case TP_FORM_RANGE:
		return tp_value_num(info->min + (double)chance((uint64_t)(info->max - info->min) + 1));
	case TP_FORM_PERCENT:
		return tp_value_num((double)chance(101));
	case TP_FORM_DAY:
		return tp_value_day(TODAY - 700 + (int32_t)chance(900));
	case TP_FORM_BOOL:
		return tp_value_bool(chance(2));
	case TP_FORM_CODE:
		first = tp_enum_first(info->codes, &n);
		return tp_value_code(first + (int)chance(n));
	case TP_FORM_CODES:
	case TP_FORM_IDS:
		list = tp_value_list(&arena, 1 + chance(3));
		first = info->form == TP_FORM_CODES ? tp_enum_first(info->codes, &n) : 0;
		for (size_t i = 0; i < list.list.n; i++)
			list.list.items[i] = info->form == TP_FORM_CODES ? tp_value_code(first + (int)chance(n))
									 : tp_value_text(id_of(info->ref));
		return list;
	default:
		return (struct tp_value){.type = TP_ABSENT};
	}
}

static void add_facts(struct tp_set *set, enum tp_kind kind, size_t times)
{
	enum tp_field first = tp_kind_info(kind)->first;
	for (size_t i = 0; i < times; i++) {
		struct tp_record record;
		tp_record_init(&record, kind);
		record.updated = tp_value_day((int32_t)i);
		for (enum tp_field field = first; field < first + (enum tp_field)tp_kind_fields(kind); field++) {
			const struct tp_field_info *info = tp_field_info(field);
			if (info->flags & (TP_REQUIRED | TP_KEY) || chance(10) < 7)
				*tp_record_slot(&record, field) = value_of(info);
		}
		if (strcmp(tp_field_info(first)->name, "id") == 0)
			*tp_record_slot(&record, first) = tp_value_text(id_of(kind));
		if (tp_set_add(set, &record, &err) < 0)
			die("facts");
	}
}

/* --- answers --- */

static const struct survey {
	const char *id, *subject;
	enum tp_kind kind;
	const char *items[ITEMS];
} surveys[] = {
	{"maturity", "unit", TP_KIND_unit,
		{"strategy", "business-case", "citizen-focus", "culture", "ways-of-working", "competence", "data", "technology"}},
	{"context", "unit", TP_KIND_unit,
		{"employees", "citizens", "management", "economy", "culture", "premises", "infrastructure", "experience"}},
	{"card", "initiative", TP_KIND_initiative, {"involvement", "anchoring", "benefits", "data"}},
	{"readiness", "initiative", TP_KIND_initiative,
		{"familiarity", "proven", "builds-on-existing", "fits-purpose", "capacity"}},
	{"questions", "initiative", TP_KIND_initiative, {"purpose", "everyday-work", "competences", "cooperation"}},
	{"business-case", "initiative", TP_KIND_initiative,
		{"law", "economy", "culture", "digital", "citizen"}},
	{"all-round", "initiative", TP_KIND_initiative,
		{"professional", "economic", "citizen", "political", "ethics", "harmony", "not-digitalising"}},
	{"ethics", "initiative", TP_KIND_initiative,
		{"human-first", "transparency", "equality", "dignity", "explainable"}},
	{"context-difference", "initiative", TP_KIND_initiative,
		{"employees", "citizens", "management", "economy", "culture", "premises", "infrastructure", "experience"}},
	{"radar", "technology", TP_KIND_technology, {"maturity", "relevance"}},
};
enum { SURVEYS = sizeof surveys / sizeof *surveys };

static struct tp_instrument instruments[SURVEYS];

static void make_instrument(struct tp_instrument *instrument, const struct survey *survey)
{
	static const double steps[] = {1, 0.5, 0.1, 0.25};
	static struct tp_band bands[2];
	size_t n = 0;
	while (n < ITEMS && survey->items[n])
		n++;
	*instrument = (struct tp_instrument){.id = tp_text_of(survey->id), .source = tp_text_of("own"),
		.subject = tp_text_of(survey->subject), .min = 1, .max = 5, .step = steps[chance(4)], .dimensions_n = n,
		.items_n = n, .bands = bands, .bands_n = 2, .total = true, .min_group = 1, .min_coverage = 0.5, .hash = "0"};
	instrument->steps = (size_t)((instrument->max - instrument->min) / instrument->step + 1.5);
	instrument->title[TP_DA] = instrument->title[TP_EN] = instrument->id;
	instrument->dimensions = tp_arena_array(&arena, n, sizeof *instrument->dimensions);
	instrument->items = tp_arena_array(&arena, n, sizeof *instrument->items);
	for (size_t i = 0; i < 2; i++)
		bands[i] = (struct tp_band){.id = name("band", 9), .from = 1 + 1.7 * (double)i, .severity = i ? TP_NONE : TP_ACT};
	for (size_t i = 0; i < n; i++) {
		struct tp_text id = tp_text_of(survey->items[i]);
		instrument->dimensions[i] = (struct tp_dimension){.id = id, .title = {id, id}, .weight = 0.1 + fraction(3),
			.low_is_good = chance(5) == 0, .first = i, .n = 1};
		instrument->items[i] = (struct tp_item){.id = id, .text = {id, id}, .dimension = i,
			.weight = 0.1 + fraction(3), .reversed = chance(4) == 0};
	}
}

static int find(void *self, struct tp_text id, const struct tp_instrument **out, struct tp_err *into)
{
	(void)self;
	for (size_t i = 0; i < SURVEYS; i++)
		if (tp_text_is(id, surveys[i].id)) {
			*out = &instruments[i];
			return 0;
		}
	return tp_err_set(into, TP_DATA, "no such instrument");
}

static bool is_municipality(struct tp_text id)
{
	return id.len > 0 && id.ptr[0] == 'm';
}

static void answer(struct tp_scoring *scoring, const struct survey *survey, const struct tp_instrument *instrument)
{
	struct tp_record response;
	struct tp_value values = tp_value_map(&arena, instrument->items_n);
	for (size_t i = 0; i < instrument->items_n; i++) {
		struct tp_value value = tp_value_num(instrument->min + instrument->step * (double)chance(instrument->steps));
		if (chance(8) == 0)
			value = chance(2) ? tp_value_string("na") : tp_value_blank();
		values.map.pairs[i] = (struct tp_pair){instrument->items[i].id, value};
	}
	tp_record_init(&response, TP_KIND_response);
	*tp_record_slot(&response, TP_response_instrument) = tp_value_text(instrument->id);
	*tp_record_slot(&response, TP_response_subject) = tp_value_text(id_of(survey->kind));
	*tp_record_slot(&response, TP_response_round) = tp_value_string(chance(2) ? "2025" : "2026");
	*tp_record_slot(&response, TP_response_group) = tp_value_string(chance(2) ? "day" : "social-health");
	*tp_record_slot(&response, TP_response_values) = values;
	if (tp_scoring_take(scoring, &response, &err) < 0)
		die("answers");
}

/* The scores of made-up answers, which are facts to those who come after. */
static void score(struct tp_set *facts)
{
	struct tp_scoring scoring = {.instrument = find, .is_municipality = is_municipality, .invited = 900};
	struct tp_sink sink = {print, facts};
	struct tp_record run;
	size_t n;
	tp_record_init(&run, TP_KIND_run);
	if (tp_by_add(&scoring.by, "group", &err) < 0)
		die("by");
	for (size_t i = 0; i < SURVEYS; i++)
		make_instrument(&instruments[i], &surveys[i]);
	struct tp_record *const *units = tp_set_all(facts, TP_KIND_unit, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_scoring_take(&scoring, units[i], &err) < 0)
			die("units");
	for (size_t i = 0; i < 6000; i++) {
		size_t which = chance(SURVEYS);
		answer(&scoring, &surveys[which], &instruments[which]);
	}
	if (tp_scoring_put(&scoring, TODAY, &arena, &run, &sink, &err) < 0)
		die("scores");
	tp_scoring_free(&scoring);
}

/* --- all rooms --- */

static void decide(const struct tp_inquiry *inquiry, const struct tp_sink *sink)
{
	struct tp_rank_options rank;
	struct tp_cluster_options cluster = {1, 3, 6};
	size_t n;
	int first = tp_enum_first(TP_ENUM_basis, &n), result = 0;
	tp_rank_defaults(&rank);
	rank.pooled = true;
	rank.budget = 300000;
	for (int basis = first; basis < first + (int)n && result == 0; basis++)
		result = tp_mix_put(inquiry, basis, sink, &err);
	for (int most = TP_MOST_VALUE; most <= TP_MOST_CITIZENS && result == 0; most++) {
		rank.maximise = (enum tp_maximise)most;
		result = tp_rank_put(inquiry, &rank, sink, &err);
	}
	if (result < 0 || tp_radar_put(inquiry, sink, &err) < 0 || tp_match_put(inquiry, 5, sink, &err) < 0 ||
		tp_cluster_put(inquiry, &cluster, sink, &err) < 0)
		die("portfolio");
}

static void work(struct tp_set *facts)
{
	static const char *const analyses[] = {"coverage", "load", "involvement", "curve", "mindset", "actors", "chain"};
	struct tp_inquiry inquiry = {.by = "pure", .analysis = "check", .set = facts, .as_of = TODAY, .tell_unknown = true,
		.find = find};
	struct tp_sink sink = {print, NULL};
	inquiry.predicates = tp_portfolio_predicates(&inquiry.n);
	if (tp_finding_all(&inquiry, &sink, &err) < 0)
		die("check");
	decide(&inquiry, &sink);
	if (tp_people_prepare(facts, TODAY, &err) < 0)
		die("people");
	inquiry.predicates = tp_people_predicates(&inquiry.n);
	for (size_t i = 0; i < sizeof analyses / sizeof *analyses; i++) {
		inquiry.analysis = analyses[i];
		if (tp_finding_all(&inquiry, &sink, &err) < 0)
			die(analyses[i]);
	}
	if (tp_load_put(&inquiry, &sink, &err) < 0 || tp_matrix_put(&inquiry, &sink, &err) < 0)
		die("load");
}

int main(int argc, char **argv)
{
	static const enum tp_field indexed[] = {
		TP_initiative_unit, TP_initiative_municipality, TP_unit_municipality, TP_benefit_measure};
	struct tp_set facts = {0};
	state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		if (tp_kind_info(kind)->is == TP_FACT && kind != TP_KIND_response && kind != TP_KIND_tally &&
			kind != TP_KIND_invited)
			add_facts(&facts, kind, kind == TP_KIND_municipality ? 8 : 80);
	tp_set_close(&facts);
	score(&facts);
	tp_set_close(&facts);
	for (size_t i = 0; i < sizeof indexed / sizeof *indexed; i++)
		if (tp_set_index(&facts, indexed[i], &err) < 0)
			die("index");
	work(&facts);
	tp_set_free(&facts);
	tp_arena_free(&arena);
	return 0;
}
