#include "tp/ask.h"
#include "tp/day.h"

/* Whether pilots tell what everyday work will be like, and whether somebody decides on them. */

static bool same_site(const struct tp_record *a, const struct tp_record *b)
{
	return tp_text_compare(tp_record_id(a, TP_pilot_site), tp_record_id(b, TP_pilot_site)) == 0;
}

/* A site with several rounds counts once: its rounds stand together. */
static size_t count_sites(struct tp_record *const *pilots, size_t n)
{
	size_t sites = 0;
	for (size_t i = 0; i < n; i++)
		sites += i == 0 || !same_site(pilots[i], pilots[i - 1]);
	return sites;
}

/* The pilots of an initiative that is being tried or rolled out. In roll-out there should be some. */
static struct tp_record *const *pilots_of(struct tp_look *look, size_t *n)
{
	int phase;
	struct tp_record *const *pilots = tp_look_all(look, TP_KIND_pilot, n);
	if (!tp_look_code(look, look->subject, TP_initiative_phase, &phase) || phase > TP_phase_rollout)
		*n = 0;
	else if (*n == 0 && phase == TP_phase_rollout)
		tp_look_miss(look, TP_pilot_site);
	return pilots;
}

static void show_sites(struct tp_look *look, struct tp_record *const *pilots, size_t n)
{
	struct tp_ask_list sites;
	tp_ask_list_init(&sites, look, n);
	for (size_t i = 0; i < n; i++) {
		tp_look_place(look, pilots[i]);
		if (i == 0 || !same_site(pilots[i], pilots[i - 1]))
			tp_ask_list_add(&sites, tp_record_id(pilots[i], TP_pilot_site));
	}
	tp_ask_list_show(&sites, look, "site");
	tp_look_show_num(look, "sites", (double)count_sites(pilots, n));
}

/* Tried at too few sites, or without any cases counted. */
void tp_check_pilot_small(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *pilots = pilots_of(look, &n);
	double volume, sum = 0;
	for (size_t i = 0; i < n; i++)
		if (tp_record_num(pilots[i], TP_pilot_volume, &volume))
			sum += volume;
	if (n == 0 || ((double)count_sites(pilots, n) >= tp_look_limit(look, TP_LIMIT_pilot_small_sites) && sum > 0))
		return;
	show_sites(look, pilots, n);
	tp_look_show_num(look, "volume", sum);
	if (sum == 0)
		tp_look_flag(look, "no_volume");
	tp_look_signal(look, TP_WATCH);
}

/* Tried only where it was easy. */
void tp_check_pilot_easy(struct tp_look *look)
{
	size_t n, unsaid = 0;
	struct tp_record *const *pilots = pilots_of(look, &n);
	double difficulty, hardest = 0;
	for (size_t i = 0; i < n; i++) {
		if (!tp_record_num(pilots[i], TP_pilot_difficulty, &difficulty))
			unsaid++;
		else if (difficulty > hardest)
			hardest = difficulty;
	}
	if (n == 0 || hardest > tp_look_limit(look, TP_LIMIT_pilot_easy_difficulty))
		return;
	if (unsaid > 0) {
		tp_look_miss(look, TP_pilot_difficulty);
		return;
	}
	show_sites(look, pilots, n);
	tp_look_show_num(look, "difficulty", hardest);
	tp_look_signal(look, TP_WATCH);
}

/* Tried only with more hands than the others will have. */
void tp_check_pilot_hothouse(struct tp_look *look)
{
	size_t n, unsaid = 0;
	struct tp_record *const *pilots = pilots_of(look, &n);
	for (size_t i = 0; i < n; i++) {
		bool extra;
		if (!tp_record_bool(pilots[i], TP_pilot_extra_resources, &extra))
			unsaid++;
		else if (!extra)
			return;
	}
	if (unsaid > 0)
		tp_look_miss(look, TP_pilot_extra_resources);
	if (n == 0 || unsaid > 0)
		return;
	show_sites(look, pilots, n);
	tp_look_show(look, pilots[0], TP_pilot_extra_resources);
	tp_look_signal(look, TP_WATCH);
}

/* A pilot that ended a while ago and on which nobody has decided. Of several rounds at a site the last counts. */
void tp_check_pilot_undecided(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *pilots = tp_look_all(look, TP_KIND_pilot, &n);
	for (size_t i = 0; i < n; i++) {
		int days;
		if ((i + 1 < n && same_site(pilots[i], pilots[i + 1])) || tp_record_has(pilots[i], TP_pilot_decision) ||
			tp_record_has(pilots[i], TP_pilot_decided))
			continue;
		tp_look_case(look, tp_record_id(pilots[i], TP_pilot_site));
		tp_look_show(look, pilots[i], TP_pilot_site);
		if (!tp_look_age(look, pilots[i], TP_pilot_end, &days))
			continue;
		tp_look_show_num(look, "days", days);
		tp_look_signal(look, days > tp_look_limit(look, TP_LIMIT_pilot_undecided_days) ? TP_ACT : TP_NONE);
	}
}

/* --- a municipality's pilots --- */

/* Since when an initiative is a pilot: its phase, else its first site. */
static bool find_pilot_since(struct tp_look *look, const struct tp_record *initiative, int32_t *since)
{
	size_t n;
	int32_t start;
	bool found = tp_record_day(initiative, TP_initiative_phase_since, since);
	struct tp_record *const *pilots =
		tp_set_of(look->set, TP_KIND_pilot, tp_record_id(initiative, TP_initiative_id), &n);
	for (size_t i = 0; i < n && !tp_record_has(initiative, TP_initiative_phase_since); i++)
		if (tp_record_day(pilots[i], TP_pilot_start, &start) && (!found || start < *since)) {
			*since = start;
			found = true;
		}
	if (!found)
		tp_look_miss(look, TP_initiative_phase_since);
	return found;
}

static void judge_pilot(struct tp_look *look, const struct tp_record *initiative)
{
	int32_t since;
	int months = (int)tp_look_limit(look, TP_LIMIT_pilotism_months);
	tp_look_case(look, tp_record_id(initiative, TP_initiative_id));
	if (!find_pilot_since(look, initiative, &since) || look->as_of <= tp_day_add_months(since, months))
		return;
	tp_look_show(look, initiative, TP_initiative_title);
	tp_look_show_value(look, "since", tp_value_day(since));
	tp_look_word(look, "months", tp_value_num(months));
	tp_look_signal(look, TP_WATCH);
}

/* How many of them are in that phase. */
static size_t count_in(struct tp_record *const *all, size_t n, int phase)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += tp_ask_phase_of(all[i]) == phase;
	return found;
}

static void show_pilots(struct tp_look *look, struct tp_record *const *all, size_t n)
{
	struct tp_ask_list ids;
	tp_ask_list_init(&ids, look, n);
	for (size_t i = 0; i < n; i++) {
		if (tp_ask_phase_of(all[i]) != TP_phase_pilot)
			continue;
		tp_look_place(look, all[i]);
		tp_ask_list_add(&ids, tp_record_id(all[i], TP_initiative_id));
	}
	tp_ask_list_show(&ids, look, "initiatives");
}

/* Many pilots and little in operation; each pilot that has become a habit. */
void tp_check_pilotism(struct tp_look *look)
{
	size_t n;
	struct tp_record *const *all = tp_set_by(look->set, TP_initiative_municipality,
		tp_record_id(look->subject, TP_municipality_id), &n);
	size_t pilots = count_in(all, n, TP_phase_pilot), operations = count_in(all, n, TP_phase_operation);
	if ((double)pilots >= tp_look_limit(look, TP_LIMIT_pilotism_pilots) && pilots > operations) {
		show_pilots(look, all, n);
		tp_look_show_num(look, "pilots", (double)pilots);
		tp_look_show_num(look, "operations", (double)operations);
		tp_look_signal(look, TP_WATCH);
	}
	for (size_t i = 0; i < n; i++)
		if (tp_ask_phase_of(all[i]) == TP_phase_pilot)
			judge_pilot(look, all[i]);
}
