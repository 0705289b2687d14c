#include "tp/figure.h"

#include <assert.h>
#include <math.h>

#include "tp/num.h"

/* All figures are computed exactly first; finish() rounds each of them once. */

enum { T_TABLE = 100 };

double tp_figure_t(double df)
{
	/* 1 to 100 degrees of freedom, from the inverted incomplete beta function with 25 digits. */
	static const double table[T_TABLE] = {
		12.706204736174705, 4.3026527297494639, 3.1824463052837096, 2.7764451051977944, 2.5705818356363155,
		2.4469118511449700, 2.3646242515927853, 2.3060041352041667, 2.2621571627982055, 2.2281388519862747,
		2.2009851600916399, 2.1788128296672289, 2.1603686564627925, 2.1447866879178038, 2.1314495455597757,
		2.1199052992212547, 2.1098155778333171, 2.1009220402410385, 2.0930240544083098, 2.0859634472658648,
		2.0796138447276804, 2.0738730679040262, 2.0686576104190487, 2.0638985616280258, 2.0595385527532977,
		2.0555294386428732, 2.0518305164802856, 2.0484071417952452, 2.0452296421327043, 2.0422724563012383,
		2.0395134463964085, 2.0369333434601020, 2.0345152974493387, 2.0322445093177190, 2.0301079282503432,
		2.0280940009804509, 2.0261924630291098, 2.0243941639119696, 2.0226909200367611, 2.0210753903062734,
		2.0195409704413760, 2.0180817028184447, 2.0166921992278244, 2.0153675744437638, 2.0141033888808467,
		2.0128955989194292, 2.0117405137297659, 2.0106347576242322, 2.0095752371292397, 2.0085591121007611,
		2.0075837703158360, 2.0066468050616883, 2.0057459953178690, 2.0048792881880570, 2.0040447832891459,
		2.0032407188478722, 2.0024654592910073, 2.0017174841452361, 2.0009953780882677, 2.0002978220142605,
		1.9996235849949397, 1.9989715170333790, 1.9983405425207416, 1.9977296543176930, 1.9971379083920041,
		1.9965644189523120, 1.9960083540252967, 1.9954689314298439, 1.9949454151072380, 1.9944371117711866,
		1.9939433678456258, 1.9934635666618724, 1.9929971258898551, 1.9925434951809327, 1.9921021540022421,
		1.9916726096446645, 1.9912543953883850, 1.9908470688116909, 1.9904502102301289, 1.9900634212544462,
		1.9896863234569029, 1.9893185571365725, 1.9889597801751628, 1.9886096669757091, 1.9882679074772220,
		1.9879342062390206, 1.9876082815890711, 1.9872898648311697, 1.9869786995062815, 1.9866745407037684,
		1.9863771544186181, 1.9860863169511304, 1.9858018143458234, 1.9855234418666044, 1.9852510035054982,
		1.9849843115224575, 1.9847231860139847, 1.9844674545084818, 1.9842169515864175, 1.9839715185235523,
	};
	static const double z = 1.9599639845400543; /* the same quantile of the normal distribution */

	assert(df >= 1);
	if (df <= T_TABLE)
		return table[(size_t)df - 1];
	double z2 = z * z;
	double g1 = z * (z2 + 1) / 4;
	double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
	double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
	double g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
	return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
}

/* What the answers to one item add up to. */
struct moments {
	double n, sum;
	double squares; /* of the distances from the mean */
};

static double step_value(const struct tp_instrument *instrument, size_t step)
{
	return instrument->min + (double)step * instrument->step;
}

static double count(const struct tp_tally_group *group, size_t item, long answer)
{
	return tp_tally_count(group, item, answer);
}

static struct moments moments_of(const struct tp_tally_group *group, size_t item)
{
	const struct tp_instrument *instrument = group->instrument;
	struct moments m = {0};
	for (size_t k = 0; k < instrument->steps; k++) {
		m.n += count(group, item, (long)k);
		m.sum += count(group, item, (long)k) * step_value(instrument, k);
	}
	for (size_t k = 0; m.n > 0 && k < instrument->steps; k++) {
		double distance = step_value(instrument, k) - m.sum / m.n;
		m.squares += count(group, item, (long)k) * (distance * distance);
	}
	return m;
}

/* The variance of answers spread evenly over the scale. */
static double even_variance(const struct tp_instrument *instrument)
{
	double steps = (double)instrument->steps;
	return instrument->step * instrument->step * (steps * steps - 1) / 12;
}

static struct tp_maybe known(double x)
{
	return (struct tp_maybe){true, x};
}

static double cut(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

/* The step of the answer at this place, from 0, when all stand in a row. */
static double answer_at(const struct tp_tally_group *group, size_t item, uint64_t place)
{
	size_t k = 0;
	for (uint64_t passed = 0; k + 1 < group->instrument->steps; k++) {
		passed += tp_tally_count(group, item, (long)k);
		if (place < passed)
			break;
	}
	return step_value(group->instrument, k);
}

static double median(const struct tp_tally_group *group, size_t item, double n)
{
	uint64_t answers = (uint64_t)n;
	return (answer_at(group, item, (answers - 1) / 2) + answer_at(group, item, answers / 2)) / 2;
}

/* Base: those invited whom the question concerns; 0 when nobody knows how many were. */
static double half_width(const struct tp_instrument *instrument, struct moments m, double base)
{
	double left = 1;
	if (base > 0)
		left = base > m.n ? sqrt((base - m.n) / (base - 1)) : 0;
	double sd = sqrt((m.squares + even_variance(instrument)) / m.n);
	return tp_figure_t(m.n - 1) * sd / sqrt(m.n) * left;
}

/* r_wg(J); with one item it is r_wg to the bit. Beyond the variance of evenly spread answers there is no agreement: the
 * formula itself would turn positive again there. */
static struct tp_maybe agreement(const struct tp_tally_group *group, size_t first, size_t n)
{
	double items = 0, variances = 0;
	for (size_t i = first; i < first + n; i++) {
		struct moments m = moments_of(group, i);
		if (m.n < 2)
			continue;
		items++;
		variances += m.squares / (m.n - 1);
	}
	if (items == 0)
		return (struct tp_maybe){0};
	double q = variances / items / even_variance(group->instrument);
	return known(q < 1 ? items * (1 - q) / (items * (1 - q) + q) : 0);
}

static void item_figure(const struct tp_tally_group *group, size_t item, struct tp_figure *out)
{
	const struct tp_instrument *instrument = group->instrument;
	struct moments m = moments_of(group, item);
	*out = (struct tp_figure){
		.n = m.n,
		.n_max = m.n,
		.blank = count(group, item, TP_ANSWER_BLANK),
		.dk = count(group, item, TP_ANSWER_DK),
		.na = count(group, item, TP_ANSWER_NA),
		.agreement = agreement(group, item, 1),
	};
	/* More answers than were invited is the caller's to refuse; here the base is never too small for them. */
	double base = group->invited_known ? group->invited - out->na : 0;
	if (group->invited_known && base < m.n)
		base = m.n;
	if (m.n > 0) {
		out->mean = known(m.sum / m.n);
		out->median = known(median(group, item, m.n));
	}
	if (m.n >= 2)
		out->sd = known(sqrt(m.squares / (m.n - 1)));
	if (m.n >= 3)
		out->half = known(half_width(instrument, m, base));
	if (base > 0) {
		out->bound_low = known((m.sum + (base - m.n) * instrument->min) / base);
		out->bound_high = known((m.sum + (base - m.n) * instrument->max) / base);
	}
}

static void mirror(const struct tp_instrument *instrument, struct tp_figure *item)
{
	double ends = instrument->min + instrument->max;
	double low = item->bound_low.x;
	item->mean.x = ends - item->mean.x;
	item->bound_low.x = ends - item->bound_high.x;
	item->bound_high.x = ends - low;
}

/* A whole out of parts, begun all zero: first add() each part, then divide(). A part without a mean lends its counts
 * and lowers the coverage. */
struct whole {
	struct tp_figure figure; /* weighted sums until divided */
	size_t parts;
	double weight_all, weight;
};

static struct tp_maybe sum(struct tp_maybe before, double weight, struct tp_maybe part)
{
	return (struct tp_maybe){before.known && part.known, before.x + weight * part.x};
}

static void add(struct whole *whole, double weight, const struct tp_figure *part)
{
	struct tp_figure *f = &whole->figure;
	if (whole->parts++ == 0 || part->n < f->n)
		f->n = part->n;
	if (part->n_max > f->n_max)
		f->n_max = part->n_max;
	f->blank += part->blank;
	f->dk += part->dk;
	f->na += part->na;
	whole->weight_all += weight;
	if (!part->mean.known)
		return;
	if (whole->weight == 0)
		f->mean.known = f->half.known = f->bound_low.known = f->bound_high.known = true;
	whole->weight += weight;
	f->mean = sum(f->mean, weight, part->mean);
	f->half = sum(f->half, weight, part->half);
	f->bound_low = sum(f->bound_low, weight, part->bound_low);
	f->bound_high = sum(f->bound_high, weight, part->bound_high);
}

static void divide(struct whole *whole, double min_coverage)
{
	struct tp_figure *f = &whole->figure;
	f->coverage = known(whole->weight / whole->weight_all);
	struct tp_maybe *weighted[] = {&f->mean, &f->half, &f->bound_low, &f->bound_high};
	bool enough = whole->weight > 0 && tp_num_round(f->coverage.x) >= min_coverage;
	for (size_t i = 0; i < sizeof weighted / sizeof *weighted; i++) {
		if (enough && weighted[i]->known)
			weighted[i]->x /= whole->weight;
		else
			*weighted[i] = (struct tp_maybe){0};
	}
}

static void dimension_figure(const struct tp_tally_group *group, size_t number, struct tp_figure *out)
{
	const struct tp_instrument *instrument = group->instrument;
	const struct tp_dimension *dimension = &instrument->dimensions[number];
	struct whole whole = {0};
	for (size_t i = dimension->first; i < dimension->first + dimension->n; i++) {
		struct tp_figure item;
		item_figure(group, i, &item);
		if (instrument->items[i].reversed)
			mirror(instrument, &item);
		add(&whole, instrument->items[i].weight, &item);
	}
	divide(&whole, instrument->min_coverage);
	*out = whole.figure;
	out->agreement = agreement(group, dimension->first, dimension->n);
}

static void round_once(struct tp_maybe *figure)
{
	if (figure->known)
		figure->x = tp_num_round(figure->x);
}

static void finish(const struct tp_instrument *instrument, struct tp_figure *f)
{
	if (f->half.known) {
		f->low = known(cut(f->mean.x - f->half.x, instrument->min, instrument->max));
		f->high = known(cut(f->mean.x + f->half.x, instrument->min, instrument->max));
	}
	struct tp_maybe *all[] = {&f->coverage, &f->mean, &f->median, &f->sd, &f->low, &f->high, &f->bound_low,
		&f->bound_high, &f->agreement};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		round_once(all[i]);
	f->band = f->mean.known ? tp_instrument_band(instrument, f->mean.x) : NULL;
}

void tp_figure_item(const struct tp_tally_group *group, size_t item, struct tp_figure *out)
{
	item_figure(group, item, out);
	finish(group->instrument, out);
}

void tp_figure_dimension(const struct tp_tally_group *group, size_t dimension, struct tp_figure *out)
{
	dimension_figure(group, dimension, out);
	finish(group->instrument, out);
}

bool tp_figure_total(const struct tp_tally_group *group, struct tp_figure *out)
{
	const struct tp_instrument *instrument = group->instrument;
	if (!instrument->total)
		return false;
	struct whole whole = {0};
	for (size_t i = 0; i < instrument->dimensions_n; i++) {
		struct tp_figure dimension;
		dimension_figure(group, i, &dimension);
		add(&whole, instrument->dimensions[i].weight, &dimension);
	}
	divide(&whole, instrument->min_coverage);
	*out = whole.figure;
	finish(instrument, out);
	return true;
}
