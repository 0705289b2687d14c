#include "tp/scoring.h"

#include <stdlib.h>

#include "tp/change.h"
#include "tp/measure.h"
#include "tp/score.h"

/* Who asks the predicates, of a subject at a time. */
struct asker {
	struct tp_scoring *scoring;
	struct tp_inquiry inquiry;
	struct tp_predicate asked[TP_CHECKS];
	const struct tp_tally_group *group; /* whose scores are looked at */
	struct tp_set subject;              /* all scores of the subject at hand */
	struct tp_set findings;             /* about it */
	struct tp_record **kept;            /* findings of before that stand, sorted as the groups are */
	size_t kept_n, i, j;                /* the next of them, and the next group */
};

static int add(void *set, const struct tp_record *record, struct tp_err *err)
{
	return tp_set_add(set, record, err);
}

/* --- what a subject is asked about --- */

static int add_change(void *self, struct tp_record *score, const struct tp_figure *figure, struct tp_err *err)
{
	const struct asker *asker = self;
	return asker->scoring->since
		? tp_change_set(asker->scoring->since, asker->group, figure, score, err) : 0;
}

/* All scores of the subject that begins here, its slices too. */
static int add_scores(struct asker *asker, struct tp_err *err)
{
	const struct tp_tally *wholes = &asker->scoring->wholes;
	const struct tp_tally_group *whole = wholes->groups[asker->j];
	struct tp_score_more more = {add_change, asker};
	struct tp_sink own = {add, &asker->subject};
	for (size_t i = asker->j; i < wholes->n; i++) {
		asker->group = wholes->groups[i];
		if (asker->group != whole && asker->group->whole != whole)
			break;
		if (tp_score_put(asker->group, &more, &own, err) < 0)
			return -1;
	}
	return 0;
}

/* The scores of the instrument that others are held against, of the subject's latest round of it. */
static int add_related(struct asker *asker, const struct tp_tally_group *group, struct tp_err *err)
{
	struct tp_sink own = {add, &asker->subject};
	struct tp_instrument room = {.id = tp_text_of(TP_MEASURE_RELATED)};
	struct tp_tally_group about = {.instrument = &room, .kind = group->kind, .subject = group->subject};
	struct tp_record like;
	size_t n;
	if (!tp_measure_is_related(group->instrument) ||
		!tp_kept_rounds_latest(&asker->scoring->rounds, &about, &about.round))
		return 0;
	const struct tp_tally_group *found = tp_tally_find(&asker->scoring->wholes, &about);
	if (found && !found->left_out)
		return tp_score_put(found, NULL, &own, err);
	tp_record_init(&like, TP_KIND_score);
	*tp_record_slot(&like, TP_score_instrument) = tp_value_text(room.id);
	if (about.round.len > 0)
		*tp_record_slot(&like, TP_score_round) = tp_value_text(about.round);
	*tp_record_slot(&like, TP_score_subject_kind) = tp_value_text(about.kind);
	*tp_record_slot(&like, TP_score_subject) = tp_value_text(about.subject);
	struct tp_record *const *kept = tp_set_like(&asker->scoring->earlier, &like, 5, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_set_add(&asker->subject, kept[i], err) < 0)
			return -1;
	return 0;
}

static int add_initiative(struct asker *asker, const struct tp_tally_group *group, struct tp_err *err)
{
	const struct tp_record *initiative = tp_text_is(group->kind, "initiative")
		? tp_set_find(&asker->scoring->facts, TP_KIND_initiative, group->subject) : NULL;
	return initiative ? tp_set_add(&asker->subject, initiative, err) : 0;
}

/* The score that speaks for the whole subject: all predicates are asked of it, once. */
static const struct tp_record *speaker(const struct asker *asker, const struct tp_tally_group *group)
{
	size_t n;
	struct tp_record *const *all = tp_set_all(&asker->subject, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_text_compare(tp_record_id(all[i], TP_score_instrument), group->instrument->id) == 0 &&
			tp_measure_is_whole(all[i], group->instrument))
			return all[i];
	return NULL;
}

/* Asked about is what is shown, in its latest round. What a municipality of one unit shows is said of the unit. */
static bool is_asked(const struct asker *asker, const struct tp_tally_group *group)
{
	bool single = group->units && !group->units->next_unit;
	return !group->whole && !group->left_out && !group->withheld && !single &&
		tp_scoring_shows(asker->scoring, group->subject) &&
		tp_kept_rounds_is_latest(&asker->scoring->rounds, group);
}

static int ask(struct asker *asker, const struct tp_tally_group *group, struct tp_err *err)
{
	struct tp_sink finding = {add, &asker->findings};
	int result = 0;
	if (!is_asked(asker, group))
		return 0;
	if (add_scores(asker, err) < 0 || add_related(asker, group, err) < 0 || add_initiative(asker, group, err) < 0)
		return -1;
	tp_set_close(&asker->subject);
	asker->inquiry.set = &asker->subject;
	const struct tp_record *score = speaker(asker, group);
	if (score)
		result = tp_finding_one(&asker->inquiry, score, &finding, err);
	tp_set_free(&asker->subject);
	return result;
}

/* --- which predicates --- */

static const struct tp_instrument *instrument_of(void *self, const struct tp_record *score)
{
	const struct tp_scoring *scoring = self;
	const struct tp_instrument *instrument;
	struct tp_err ignored = {0};
	bool known = scoring->instrument(scoring->self, tp_record_id(score, TP_score_instrument), &instrument, &ignored) == 0;
	return known ? instrument : NULL;
}

/* What nobody has asked to be compared is no gap and no change. */
static void choose_predicates(struct asker *asker)
{
	const struct tp_scoring *scoring = asker->scoring;
	const struct tp_predicate *all = tp_measure_predicates(&asker->inquiry.n);
	size_t n = 0;
	bool by_group = false;
	for (size_t i = 0; i < scoring->by.n; i++)
		by_group |= scoring->by.fields[i].field == TP_response_group;
	for (size_t i = 0; i < asker->inquiry.n; i++) {
		bool gap = all[i].check == TP_CHECK_group_gap;
		bool change = all[i].check == TP_CHECK_fell || all[i].check == TP_CHECK_rose;
		if ((!gap || by_group) && (!change || scoring->since))
			asker->asked[n++] = all[i];
	}
	asker->inquiry.predicates = asker->asked;
	asker->inquiry.n = n;
}

/* --- one order --- */

static int by_subject(const void *a, const void *b)
{
	struct tp_instrument rooms[2];
	struct tp_tally_group left = tp_kept_about(*(struct tp_record *const *)a, &rooms[0], false);
	struct tp_tally_group right = tp_kept_about(*(struct tp_record *const *)b, &rooms[1], false);
	return tp_tally_compare(&left, &right);
}

/* Findings about kept scores are kept with them. */
static int choose_kept(struct asker *asker, struct tp_err *err)
{
	const struct tp_scoring *scoring = asker->scoring;
	size_t n;
	struct tp_record *const *all = tp_set_all(&scoring->earlier, TP_KIND_finding, &n);
	asker->kept = reallocarray(NULL, n + 1, sizeof *asker->kept);
	if (!asker->kept)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++)
		if (tp_scoring_keeps(scoring, all[i]) && tp_scoring_shows(scoring, tp_record_id(all[i], TP_finding_subject)))
			asker->kept[asker->kept_n++] = all[i];
	qsort(asker->kept, asker->kept_n, sizeof *asker->kept, by_subject);
	return 0;
}

/* The findings of before about what the next of them is about. */
static int take_kept(struct asker *asker, struct tp_err *err)
{
	size_t first = asker->i;
	for (; asker->i < asker->kept_n && by_subject(&asker->kept[first], &asker->kept[asker->i]) == 0; asker->i++)
		if (tp_set_add(&asker->findings, asker->kept[asker->i], err) < 0)
			return -1;
	return 0;
}

/* About whom the next findings are: <0 those of before, >0 the next group, 0 both. */
static int next(const struct asker *asker)
{
	const struct tp_tally *wholes = &asker->scoring->wholes;
	struct tp_instrument room;
	if (asker->i == asker->kept_n || asker->j == wholes->n)
		return asker->i == asker->kept_n ? 1 : -1;
	struct tp_tally_group about = tp_kept_about(asker->kept[asker->i], &room, false);
	return tp_tally_compare(&about, wholes->groups[asker->j]);
}

/* Subject by subject, by check within each. */
static int put_findings(struct asker *asker, const struct tp_sink *sink, struct tp_err *err)
{
	const struct tp_tally *wholes = &asker->scoring->wholes;
	int result = 0;
	while (result == 0 && (asker->i < asker->kept_n || asker->j < wholes->n)) {
		size_t n;
		int whose = next(asker);
		if (whose <= 0)
			result = take_kept(asker, err);
		if (whose >= 0 && result == 0)
			result = ask(asker, wholes->groups[asker->j], err);
		asker->j += whose >= 0;
		tp_set_close(&asker->findings);
		struct tp_record *const *all = tp_set_all(&asker->findings, TP_KIND_finding, &n);
		for (size_t i = 0; result == 0 && i < n; i++)
			result = tp_sink_put(sink, all[i], err);
		tp_set_free(&asker->findings);
	}
	return result;
}

int tp_scoring_ask(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct asker asker = {.scoring = scoring, .inquiry = {
		.by = "tp-score", .analysis = "score", .as_of = as_of, .rules = scoring->rules, .earlier = scoring->since,
		.find = scoring->instrument, .shelf = scoring->self, .instrument = instrument_of, .self = scoring,
		.tell_unknown = true}};
	choose_predicates(&asker);
	int result = choose_kept(&asker, err);
	if (result == 0)
		result = put_findings(&asker, sink, err);
	tp_set_free(&asker.subject);
	free(asker.kept);
	return result < 0 ? -1 : tp_finding_checks(arena, &asker.inquiry, run, err);
}
