#include "tp/light.h"

#include <stdlib.h>

#include "tp/catalogue.h"
#include "tp/label.h"
#include "tp/scope.h"

/* What has to have looked before an initiative may be called green. */
static const struct {
	const char *by, *analysis;
} needed[] = {{"tp-portfolio", "check"}, {"tp-roles", "coverage"}};

const struct tp_record *tp_light_run(const struct tp_set *set, const char *by, const char *analysis)
{
	size_t n;
	struct tp_record *const *runs = tp_set_all(set, TP_KIND_run, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_text_is(runs[i]->by, by) && tp_text_is(runs[i]->analysis, analysis))
			return runs[i];
	return NULL;
}

struct tp_text tp_light_word(enum tp_state state, enum tp_lang lang)
{
	static const enum tp_label words[] = {
		[TP_STATE_RED] = TP_LABEL_red, [TP_STATE_YELLOW] = TP_LABEL_yellow,
		[TP_STATE_GREEN] = TP_LABEL_green, [TP_STATE_GREY] = TP_LABEL_grey,
	};
	return state == TP_STATE_NONE ? (struct tp_text){0} : tp_text_of(tp_label(words[state], lang));
}

static bool is_of_initiatives(const struct tp_value *slug)
{
	enum tp_check check = slug->type == TP_TEXT ? tp_check_find(slug->text) : TP_CHECKS;
	return check < TP_CHECKS && tp_check_info(check)->subject == TP_KIND_initiative;
}

static bool looks_at_initiatives(struct tp_text by)
{
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (tp_text_is(by, needed[i].by))
			return true;
	return false;
}

/* How many checks the runs have asked of every initiative; 0 when not all that is needed has run. */
static size_t checks_asked(const struct tp_set *set)
{
	size_t asked = 0, n;
	struct tp_record *const *runs = tp_set_all(set, TP_KIND_run, &n);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!tp_light_run(set, needed[i].by, needed[i].analysis))
			return 0;
	for (size_t i = 0; i < n; i++) {
		const struct tp_value *checks = tp_record_value(runs[i], TP_run_checks);
		for (size_t j = 0; looks_at_initiatives(runs[i]->by) && checks->type == TP_LIST && j < checks->list.n; j++) {
			enum tp_check check = tp_check_find(checks->list.items[j].text);
			asked += check < TP_CHECKS && tp_check_info(check)->subject == TP_KIND_initiative;
		}
	}
	return asked;
}

static int severity_of(const struct tp_record *finding)
{
	int severity = TP_CODE_none;
	tp_record_code(finding, TP_finding_severity, &severity);
	return severity;
}

/* The gravest first, then in the order of the catalogue and by key. */
static int by_gravity(const void *a, const void *b)
{
	const struct tp_record *left = *(struct tp_record *const *)a, *right = *(struct tp_record *const *)b;
	int order = severity_of(right) - severity_of(left);
	if (order == 0)
		order = (int)tp_check_find(tp_record_id(left, TP_finding_check)) -
			(int)tp_check_find(tp_record_id(right, TP_finding_check));
	if (order == 0)
		order = tp_text_compare(tp_record_id(left, TP_finding_key), tp_record_id(right, TP_finding_key));
	return order != 0 ? order : tp_text_compare(left->by, right->by);
}

const struct tp_record *tp_light_note(const struct tp_set *set, const struct tp_record *finding, int32_t as_of)
{
	size_t n;
	struct tp_record *const *notes = tp_set_of(set, TP_KIND_note, tp_record_id(finding, TP_finding_check), &n);
	for (size_t i = 0; i < n; i++) {
		int32_t until;
		struct tp_text key;
		if (tp_text_compare(tp_record_id(notes[i], TP_note_subject), tp_record_id(finding, TP_finding_subject)) != 0)
			continue;
		bool same = !tp_record_text(notes[i], TP_note_key, &key) ||
			tp_text_compare(key, tp_record_id(finding, TP_finding_key)) == 0;
		if (same && tp_record_day(notes[i], TP_note_until, &until) && until >= as_of)
			return notes[i];
	}
	return NULL;
}

/* The findings about the initiative itself that are not noted. */
static int find_own(struct tp_arena *arena, const struct tp_set *set, int32_t as_of, struct tp_light *light)
{
	size_t n;
	struct tp_record *const *all =
		tp_set_by(set, TP_finding_subject, tp_record_id(light->initiative, TP_initiative_id), &n);
	light->n = 0;
	light->findings = tp_arena_array(arena, n + 1, sizeof(struct tp_record *));
	for (size_t i = 0; light->findings && i < n; i++)
		if (tp_text_is(tp_record_id(all[i], TP_finding_subject_kind), "initiative") &&
			!tp_light_note(set, all[i], as_of))
			light->findings[light->n++] = all[i];
	if (light->n > 1)
		qsort(light->findings, light->n, sizeof(struct tp_record *), by_gravity);
	return light->findings ? 0 : -1;
}

/* Of the checks that are asked of every initiative; those of its surveys are not. */
static size_t count_unknown(const struct tp_record *finding)
{
	const struct tp_value *checks = tp_value_get(tp_record_value(finding, TP_finding_evidence), "checks");
	size_t n = 0;
	if (!tp_text_is(tp_record_id(finding, TP_finding_check), "not-known") || !checks || checks->type != TP_LIST)
		return 0;
	for (size_t i = 0; i < checks->list.n; i++)
		n += is_of_initiatives(&checks->list.items[i]);
	return n;
}

bool tp_light_may_colour(const struct tp_record *finding)
{
	enum tp_check check = tp_check_find(tp_record_id(finding, TP_finding_check));
	return check < TP_CHECKS && tp_check_info(check)->colours;
}

static enum tp_state judge(const struct tp_light *light, size_t asked)
{
	int phase, worst = TP_CODE_none;
	size_t unknown = 0;
	if (tp_record_code(light->initiative, TP_initiative_phase, &phase) && phase == TP_phase_stopped)
		return TP_STATE_NONE;
	for (size_t i = 0; i < light->n; i++) {
		int severity = severity_of(light->findings[i]);
		unknown += count_unknown(light->findings[i]);
		if (severity > worst && tp_light_may_colour(light->findings[i]))
			worst = severity;
	}
	if (worst == TP_severity_act)
		return TP_STATE_RED;
	if (worst == TP_severity_watch)
		return TP_STATE_YELLOW;
	return asked == 0 || unknown * 2 > asked ? TP_STATE_GREY : TP_STATE_GREEN;
}

static int by_light(const void *a, const void *b)
{
	static const int place[] = {
		[TP_STATE_RED] = 0, [TP_STATE_YELLOW] = 1, [TP_STATE_GREY] = 2, [TP_STATE_GREEN] = 3, [TP_STATE_NONE] = 4,
	};
	const struct tp_light *left = a, *right = b;
	if (left->state != right->state)
		return place[left->state] - place[right->state];
	return tp_text_compare(tp_record_id(left->initiative, TP_initiative_id),
		tp_record_id(right->initiative, TP_initiative_id));
}

int tp_lights_make(struct tp_arena *arena, const struct tp_set *set, struct tp_text scope, int32_t as_of,
	struct tp_lights *out, struct tp_err *err)
{
	size_t n, asked = checks_asked(set);
	struct tp_record *const *initiatives = tp_set_all(set, TP_KIND_initiative, &n);
	*out = (struct tp_lights){tp_arena_array(arena, n + 1, sizeof *out->items), 0};
	if (!out->items)
		return tp_err_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct tp_light *light = &out->items[out->n];
		light->initiative = initiatives[i];
		if (!tp_scope_has(set, initiatives[i], scope))
			continue;
		if (find_own(arena, set, as_of, light) < 0)
			return tp_err_memory(err);
		light->state = judge(light, asked);
		out->n++;
	}
	if (out->n > 1)
		qsort(out->items, out->n, sizeof *out->items, by_light);
	return 0;
}
