#include "tp/look.h"

#include <assert.h>
#include <string.h>

#include "tp/latest.h"

void tp_look_case(struct tp_look *look, struct tp_text key)
{
	look->key = key;
	look->evidence_n = 0;
	look->words_n = 0;
	look->at_n = 0;
	memset(look->advice, 0, sizeof look->advice);
}

void tp_look_fail(struct tp_look *look)
{
	look->failed = true;
	tp_err_memory(look->err);
}

double tp_look_limit(const struct tp_look *look, enum tp_limit limit)
{
	return look->rules ? look->rules->limits[limit] : tp_limit_info(limit)->value;
}

struct tp_record *const *tp_look_all(const struct tp_look *look, enum tp_kind kind, size_t *n)
{
	return tp_set_of(look->set, kind, tp_record_id(look->subject, tp_kind_info(look->subject->kind)->first), n);
}

void tp_look_place(struct tp_look *look, const struct tp_record *record)
{
	if (record->at.type != TP_TEXT || look->at_n == TP_EVIDENCE_MAX)
		return;
	for (size_t i = 0; i < look->at_n; i++)
		if (tp_text_compare(look->at[i], record->at.text) == 0)
			return;
	look->at[look->at_n++] = record->at.text;
}

void tp_look_show_value(struct tp_look *look, const char *name, struct tp_value value)
{
	size_t i = 0;
	while (i < look->evidence_n && !tp_text_is(look->evidence[i].key, name))
		i++;
	if (i == TP_EVIDENCE_MAX)
		return;
	look->evidence[i] = (struct tp_pair){tp_text_of(name), value};
	if (i == look->evidence_n)
		look->evidence_n++;
}

void tp_look_show_num(struct tp_look *look, const char *name, double x)
{
	tp_look_show_value(look, name, tp_value_num(x));
}

size_t tp_look_add(struct tp_look *look, const char *name, struct tp_value item)
{
	size_t i = 0;
	while (i < look->evidence_n && !tp_text_is(look->evidence[i].key, name))
		i++;
	struct tp_value list = i < look->evidence_n ? look->evidence[i].value : (struct tp_value){.type = TP_LIST};
	size_t n = list.list.n;
	for (size_t j = 0; j < n; j++)
		if (tp_value_equal(&list.list.items[j], &item))
			return n;
	if ((n & (n - 1)) == 0) { /* there is room for a power of two, and it is full */
		struct tp_value larger = tp_value_list(look->arena, n ? 2 * n : 1);
		if (larger.type != TP_LIST) {
			tp_look_fail(look);
			return n;
		}
		if (n)
			memcpy(larger.list.items, list.list.items, n * sizeof item);
		list = larger;
	}
	list.list.items[n] = item;
	list.list.n = n + 1;
	tp_look_show_value(look, name, list);
	return n + 1;
}

void tp_look_show(struct tp_look *look, const struct tp_record *record, enum tp_field field)
{
	if (!tp_record_has(record, field))
		return;
	tp_look_show_value(look, tp_field_info(field)->name, *tp_record_value(record, field));
	tp_look_place(look, record);
}

void tp_look_word(struct tp_look *look, const char *name, struct tp_value value)
{
	assert(look->words_n < TP_WORDS_MAX);
	look->words[look->words_n++] = (struct tp_pair){tp_text_of(name), value};
}

void tp_look_label(struct tp_look *look, const char *name, enum tp_label label)
{
	tp_look_word(look, name, tp_look_pair(look, tp_value_string(tp_label(label, TP_DA)),
		tp_value_string(tp_label(label, TP_EN))));
}

void tp_look_flag(struct tp_look *look, const char *name)
{
	tp_look_word(look, name, tp_value_bool(true));
}

struct tp_value tp_look_pair(struct tp_look *look, struct tp_value da, struct tp_value en)
{
	struct tp_value map = tp_value_map(look->arena, 2);
	if (map.type == TP_MAP) {
		map.map.pairs[0] = (struct tp_pair){tp_text_of("da"), da};
		map.map.pairs[1] = (struct tp_pair){tp_text_of("en"), en};
	} else {
		tp_look_fail(look);
	}
	return map;
}

void tp_look_miss(struct tp_look *look, enum tp_field field)
{
	tp_look_miss_of(look, field, (struct tp_text){0});
}

void tp_look_miss_of(struct tp_look *look, enum tp_field field, struct tp_text instrument)
{
	for (size_t i = 0; i < look->missing_n; i++)
		if (look->missing[i].field == field && tp_text_equal(look->missing[i].instrument, instrument))
			return;
	if (look->missing_n < TP_EVIDENCE_MAX)
		look->missing[look->missing_n++] = (struct tp_lack){field, instrument};
}

/* Shows what is there, notes what is not. */
static bool ask(struct tp_look *look, const struct tp_record *record, enum tp_field field)
{
	bool has = tp_record_has(record, field);
	if (has)
		tp_look_show(look, record, field);
	else
		tp_look_miss(look, field);
	return has;
}

bool tp_look_num(struct tp_look *look, const struct tp_record *record, enum tp_field field, double *x)
{
	return ask(look, record, field) && tp_record_num(record, field, x);
}

bool tp_look_day(struct tp_look *look, const struct tp_record *record, enum tp_field field, int32_t *day)
{
	return ask(look, record, field) && tp_record_day(record, field, day);
}

bool tp_look_text(struct tp_look *look, const struct tp_record *record, enum tp_field field, struct tp_text *text)
{
	return ask(look, record, field) && tp_record_text(record, field, text);
}

bool tp_look_code(struct tp_look *look, const struct tp_record *record, enum tp_field field, int *code)
{
	return ask(look, record, field) && tp_record_code(record, field, code);
}

bool tp_look_age(struct tp_look *look, const struct tp_record *record, enum tp_field field, int *days)
{
	int32_t day;
	if (!tp_look_day(look, record, field, &day))
		return false;
	*days = look->as_of - day;
	return true;
}

bool tp_look_score(struct tp_look *look, const char *instrument, const char *subject_kind, struct tp_text subject,
	int level, struct tp_text key, double *mean)
{
	const struct tp_record *score = tp_latest_score(look->set, instrument, subject_kind, subject, level, key);
	if (!score) {
		tp_look_miss_of(look, TP_response_values, tp_text_of(instrument));
		return false;
	}
	tp_record_num(score, TP_score_mean, mean);
	size_t len = strlen(instrument);
	char *name = tp_arena_copy(look->arena, instrument, len);
	if (!name) {
		tp_look_fail(look);
		return false;
	}
	for (size_t i = 0; i < len; i++)
		if (name[i] == '-')
			name[i] = '_';
	tp_look_show_num(look, name, *mean);
	return true;
}

const struct tp_instrument *tp_look_instrument(struct tp_look *look, struct tp_text id)
{
	const struct tp_instrument *instrument = NULL;
	struct tp_err err = {0};
	if (!look->find || look->find(look->shelf, id, &instrument, &err) == 0)
		return instrument;
	if (err.code != TP_DATA) {
		look->failed = true;
		*look->err = err;
	}
	return NULL;
}

/* --- a finding --- */

static struct tp_text fill(struct tp_look *look, const char *template, enum tp_lang lang)
{
	struct tp_buf out = {0};
	struct tp_text text = {0};
	struct tp_pair all[TP_EVIDENCE_MAX + TP_WORDS_MAX];
	memcpy(all, look->evidence, look->evidence_n * sizeof *all);
	memcpy(all + look->evidence_n, look->words, look->words_n * sizeof *all);
	tp_label_fill(&out, template, all, look->evidence_n + look->words_n, lang);
	if (!out.failed)
		text = tp_text_copy(look->arena, tp_text_trim((struct tp_text){out.ptr, out.len}));
	tp_buf_free(&out);
	if (!text.ptr) {
		tp_look_fail(look);
	}
	return text;
}

/* A text of the catalogue with its holes filled, in both languages. */
static struct tp_value fill_both(struct tp_look *look, const char *const template[TP_LANGS])
{
	struct tp_text da = fill(look, template[TP_DA], TP_DA), en = fill(look, template[TP_EN], TP_EN);
	return tp_look_pair(look, tp_value_text(da), tp_value_text(en));
}

/* The advice at hand, else the catalogue's. */
static struct tp_value advice_of(struct tp_look *look, const struct tp_check_info *info)
{
	if (look->advice[TP_DA].ptr && look->advice[TP_EN].ptr)
		return tp_look_pair(look, tp_value_text(look->advice[TP_DA]), tp_value_text(look->advice[TP_EN]));
	return fill_both(look, info->advice);
}

static struct tp_value places(struct tp_look *look)
{
	struct tp_value list = tp_value_list(look->arena, look->at_n);
	if (list.type != TP_LIST) {
		tp_look_fail(look);
	}
	for (size_t i = 0; list.type == TP_LIST && i < look->at_n; i++)
		list.list.items[i] = tp_value_text(look->at[i]);
	return list;
}

/* A check's subject names itself by its first field; a score by what was scored. */
static void name_subject(const struct tp_look *look, struct tp_record *finding)
{
	const struct tp_record *subject = look->subject;
	struct tp_text kind = subject->name, id;
	if (subject->kind == TP_KIND_score) {
		kind = tp_record_id(subject, TP_score_subject_kind);
		id = tp_record_id(subject, TP_score_subject);
		*tp_record_slot(finding, TP_finding_instrument) = *tp_record_value(subject, TP_score_instrument);
		*tp_record_slot(finding, TP_finding_round) = *tp_record_value(subject, TP_score_round);
	} else {
		id = tp_record_id(subject, tp_kind_info(subject->kind)->first);
	}
	*tp_record_slot(finding, TP_finding_subject_kind) = tp_value_text(kind);
	*tp_record_slot(finding, TP_finding_subject) = tp_value_text(id);
	if (subject->kind == TP_KIND_initiative) {
		*tp_record_slot(finding, TP_finding_initiative) = tp_value_text(id);
		*tp_record_slot(finding, TP_finding_municipality) = *tp_record_value(subject, TP_initiative_municipality);
	} else if (subject->kind == TP_KIND_unit) {
		*tp_record_slot(finding, TP_finding_municipality) = *tp_record_value(subject, TP_unit_municipality);
	} else if (subject->kind == TP_KIND_municipality) {
		*tp_record_slot(finding, TP_finding_municipality) = tp_value_text(id);
	}
}

/* What the rules make of it. */
static enum tp_severity weigh(const struct tp_look *look, enum tp_severity severity)
{
	const struct tp_rule *rule = look->rules ? &look->rules->checks[look->check] : NULL;
	int phase, from = rule ? rule->from : tp_check_info(look->check)->from;
	if (rule && rule->severity != TP_NONE)
		severity = rule->severity;
	if (look->subject->kind != TP_KIND_initiative || severity <= TP_INFO)
		return severity;
	if (!tp_record_code(look->subject, TP_initiative_phase, &phase))
		phase = TP_phase_idea;
	return phase < from ? TP_INFO : severity;
}

void tp_look_signal(struct tp_look *look, enum tp_severity severity)
{
	static const int codes[] = {
		[TP_INFO] = TP_severity_info, [TP_WATCH] = TP_severity_watch, [TP_ACT] = TP_severity_act,
	};
	const struct tp_check_info *info = tp_check_info(look->check);
	struct tp_record finding;
	if (severity == TP_NONE || look->failed)
		return;
	bool unknown = look->check == TP_CHECK_not_known;
	if (look->at_n == 0)
		tp_look_place(look, look->subject); /* nothing shown stands anywhere: what is missing is missing there */
	tp_record_init(&finding, TP_KIND_finding);
	name_subject(look, &finding);
	*tp_record_slot(&finding, TP_finding_check) = tp_value_string(info->slug);
	*tp_record_slot(&finding, TP_finding_severity) = tp_value_code(codes[weigh(look, severity)]);
	*tp_record_slot(&finding, TP_finding_outcome) = tp_value_code(unknown ? TP_outcome_unknown : TP_outcome_signal);
	if (look->key.ptr)
		*tp_record_slot(&finding, TP_finding_key) = tp_value_text(look->key);
	*tp_record_slot(&finding, TP_finding_message) = fill_both(look, info->message);
	*tp_record_slot(&finding, TP_finding_advice) = advice_of(look, info);
	*tp_record_slot(&finding, TP_finding_evidence) =
		(struct tp_value){.type = TP_MAP, .map = {look->evidence, look->evidence_n}};
	*tp_record_slot(&finding, TP_finding_at) = places(look);
	*tp_record_slot(&finding, TP_finding_source) = tp_value_string(info->source);
	look->signalled = true;
	if (!look->failed && tp_sink_put(look->sink, &finding, look->err) < 0)
		look->failed = true;
}
