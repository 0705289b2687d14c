#include "tp/score.h"

#include "tp/figure.h"
#include "tp/limits.h"
#include "tp/num.h"

bool tp_score_is_withheld(const struct tp_tally_group *group, unsigned min_group)
{
	/* Where nobody answered anything there is nothing to withhold. */
	uint64_t smallest = tp_tally_smallest(group);
	return smallest > 0 && smallest < (min_group ? min_group : group->instrument->min_group);
}

/* What the scores of one group share. */
struct job {
	const struct tp_tally_group *group;
	struct tp_record head; /* what all its records begin with */
	bool withheld;
	const struct tp_sink *sink;
};

static void set(struct tp_record *record, enum tp_field field, struct tp_value value)
{
	*tp_record_slot(record, field) = value;
}

static void set_num(struct tp_record *record, enum tp_field field, double x)
{
	set(record, field, tp_value_num(x));
}

static void set_if_known(struct tp_record *record, enum tp_field field, struct tp_maybe figure)
{
	if (figure.known)
		set_num(record, field, figure.x);
}

static void set_or_blank(struct tp_record *record, enum tp_field field, struct tp_maybe figure)
{
	set(record, field, figure.known ? tp_value_num(figure.x) : tp_value_blank());
}

static void begin(struct job *job, struct tp_text subject_kind)
{
	const struct tp_tally_group *group = job->group;
	struct tp_record *head = &job->head;
	tp_record_init(head, TP_KIND_score);
	head->by = tp_text_of("tp-score");
	head->analysis = tp_text_of("score");
	set(head, TP_score_instrument, tp_value_text(group->instrument->id));
	set(head, TP_score_hash, tp_value_string(group->instrument->hash));
	if (group->round.len > 0)
		set(head, TP_score_round, tp_value_text(group->round));
	set(head, TP_score_subject_kind, tp_value_text(subject_kind));
	set(head, TP_score_subject, tp_value_text(group->subject));
	if (job->withheld) {
		set(head, TP_score_suppressed, tp_value_bool(true));
		return;
	}
	double respondents = tp_tally_respondents(group);
	set_num(head, TP_score_respondents, respondents);
	if (group->invited_known)
		set_num(head, TP_score_invited, group->invited);
	if (group->invited_known && group->invited > 0)
		set_num(head, TP_score_response_rate, tp_num_round(respondents / group->invited));
}

static void set_figure(struct tp_record *record, const struct tp_figure *figure)
{
	set_num(record, TP_score_n, figure->n);
	set_num(record, TP_score_n_max, figure->n_max);
	set_num(record, TP_score_blank, figure->blank);
	set_num(record, TP_score_dk, figure->dk);
	set_num(record, TP_score_na, figure->na);
	set_if_known(record, TP_score_coverage, figure->coverage);
	set_or_blank(record, TP_score_mean, figure->mean);
	set_or_blank(record, TP_score_low, figure->low);
	set_or_blank(record, TP_score_high, figure->high);
	set_if_known(record, TP_score_bound_low, figure->bound_low);
	set_if_known(record, TP_score_bound_high, figure->bound_high);
	if (figure->band)
		set(record, TP_score_band, tp_value_text(figure->band->id));
}

static struct tp_record record_of(const struct job *job, int level, struct tp_text key)
{
	struct tp_record record = job->head;
	set(&record, TP_score_level, tp_value_code(level));
	set(&record, TP_score_key, tp_value_text(key));
	return record;
}

static int put_item(const struct job *job, size_t item, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct tp_record record = record_of(job, TP_score_level_item, instrument->items[item].id);
	struct tp_value counts[TP_STEPS_MAX];
	if (!job->withheld) {
		struct tp_figure figure;
		tp_figure_item(job->group, item, &figure);
		set_figure(&record, &figure);
		set_or_blank(&record, TP_score_median, figure.median);
		set_or_blank(&record, TP_score_sd, figure.sd);
		set_or_blank(&record, TP_score_agreement, figure.agreement);
		for (size_t k = 0; k < instrument->steps; k++)
			counts[k] = tp_value_num(tp_tally_count(job->group, item, (long)k));
		struct tp_value list = {.type = TP_LIST, .list = {counts, instrument->steps}};
		set(&record, TP_score_counts, list);
	}
	return tp_sink_put(job->sink, &record, err);
}

static int put_dimension(const struct job *job, size_t dimension, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct tp_record record = record_of(job, TP_score_level_dimension, instrument->dimensions[dimension].id);
	if (!job->withheld) {
		struct tp_figure figure;
		tp_figure_dimension(job->group, dimension, &figure);
		set_figure(&record, &figure);
		set_or_blank(&record, TP_score_agreement, figure.agreement);
	}
	return tp_sink_put(job->sink, &record, err);
}

static int put_total(const struct job *job, struct tp_err *err)
{
	struct tp_figure figure;
	if (!tp_figure_total(job->group, &figure))
		return 0;
	struct tp_record record = record_of(job, TP_score_level_total, tp_text_of("total"));
	if (!job->withheld)
		set_figure(&record, &figure);
	return tp_sink_put(job->sink, &record, err);
}

int tp_score_put(const struct tp_tally_group *group, struct tp_text subject_kind, unsigned min_group,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct job job = {.group = group, .withheld = tp_score_is_withheld(group, min_group), .sink = sink};
	begin(&job, subject_kind);
	for (size_t i = 0; i < group->instrument->items_n; i++)
		if (put_item(&job, i, err) < 0)
			return -1;
	for (size_t i = 0; i < group->instrument->dimensions_n; i++)
		if (put_dimension(&job, i, err) < 0)
			return -1;
	return put_total(&job, err);
}
