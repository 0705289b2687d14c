#include "tp/score.h"

#include <stdlib.h>

#include "tp/limits.h"
#include "tp/num.h"

/* What the scores of one group share. */
struct job {
	const struct tp_tally_group *group;
	struct tp_record head; /* what all its records begin with */
	const struct tp_score_more *more;
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

static void begin(struct job *job)
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
	set(head, TP_score_subject_kind, tp_value_text(group->kind));
	set(head, TP_score_subject, tp_value_text(group->subject));
	set(head, TP_score_slice, group->slice);
	if (group->withheld) {
		set(head, TP_score_suppressed, tp_value_bool(true));
		return;
	}
	double respondents = (double)tp_tally_respondents(group);
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

static int put(const struct job *job, struct tp_record *record, const struct tp_figure *figure, struct tp_err *err)
{
	if (job->more && figure && figure->mean.known && job->more->add(job->more->self, record, figure, err) < 0)
		return -1;
	return tp_sink_put(job->sink, record, err);
}

static int put_item(const struct job *job, size_t item, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct tp_record record = record_of(job, TP_score_level_item, instrument->items[item].id);
	struct tp_value counts[TP_STEPS_MAX];
	struct tp_figure figure;
	if (job->group->withheld)
		return put(job, &record, NULL, err);
	tp_figure_item(job->group, item, &figure);
	set_figure(&record, &figure);
	set_or_blank(&record, TP_score_median, figure.median);
	set_or_blank(&record, TP_score_sd, figure.sd);
	set_or_blank(&record, TP_score_agreement, figure.agreement);
	for (size_t k = 0; k < instrument->steps; k++)
		counts[k] = tp_value_num((double)tp_tally_count(job->group, item, (long)k));
	set(&record, TP_score_counts, (struct tp_value){.type = TP_LIST, .list = {counts, instrument->steps}});
	return put(job, &record, &figure, err);
}

static int put_dimension(const struct job *job, size_t dimension, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct tp_record record = record_of(job, TP_score_level_dimension, instrument->dimensions[dimension].id);
	struct tp_figure figure;
	if (job->group->withheld)
		return put(job, &record, NULL, err);
	tp_figure_dimension(job->group, dimension, &figure);
	set_figure(&record, &figure);
	set_or_blank(&record, TP_score_agreement, figure.agreement);
	return put(job, &record, &figure, err);
}

static int put_total(const struct job *job, struct tp_err *err)
{
	struct tp_figure figure;
	if (!tp_figure_total(job->group, &figure))
		return 0;
	struct tp_record record = record_of(job, TP_score_level_total, tp_text_of("total"));
	if (job->group->withheld)
		return put(job, &record, NULL, err);
	set_figure(&record, &figure);
	return put(job, &record, &figure, err);
}

/* --- the order of keys --- */

struct key {
	struct tp_text id;
	size_t index;
};

static int by_id(const void *a, const void *b)
{
	return tp_text_compare(((const struct key *)a)->id, ((const struct key *)b)->id);
}

static int put_items(const struct job *job, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct key keys[TP_ITEMS_MAX];
	for (size_t i = 0; i < instrument->items_n; i++)
		keys[i] = (struct key){instrument->items[i].id, i};
	qsort(keys, instrument->items_n, sizeof *keys, by_id);
	for (size_t i = 0; i < instrument->items_n; i++)
		if (put_item(job, keys[i].index, err) < 0)
			return -1;
	return 0;
}

static int put_dimensions(const struct job *job, struct tp_err *err)
{
	const struct tp_instrument *instrument = job->group->instrument;
	struct key keys[TP_ITEMS_MAX];
	for (size_t i = 0; i < instrument->dimensions_n; i++)
		keys[i] = (struct key){instrument->dimensions[i].id, i};
	qsort(keys, instrument->dimensions_n, sizeof *keys, by_id);
	for (size_t i = 0; i < instrument->dimensions_n; i++)
		if (put_dimension(job, keys[i].index, err) < 0)
			return -1;
	return 0;
}

int tp_score_put(const struct tp_tally_group *group, const struct tp_score_more *more, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct job job = {.group = group, .more = more, .sink = sink};
	begin(&job);
	if (put_items(&job, err) < 0 || put_dimensions(&job, err) < 0)
		return -1;
	return put_total(&job, err);
}
