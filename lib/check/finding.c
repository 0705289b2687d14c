#include "tp/finding.h"

#include "tp/scope.h"

/* What one subject's checks could not tell. */
struct unknowns {
	enum tp_check checks[TP_CHECKS];
	size_t checks_n;
	struct tp_lack lacks[TP_EVIDENCE_MAX];
	size_t lacks_n;
};

/* Findings bear who found them. */
struct signer {
	const struct tp_inquiry *inquiry;
	const struct tp_sink *sink;
};

static int sign(void *self, const struct tp_record *record, struct tp_err *err)
{
	const struct signer *signer = self;
	struct tp_record signed_record = *record;
	signed_record.by = tp_text_of(signer->inquiry->by);
	signed_record.analysis = tp_text_of(signer->inquiry->analysis);
	return tp_sink_put(signer->sink, &signed_record, err);
}

static void note_unknown(struct unknowns *unknowns, const struct tp_look *look)
{
	unknowns->checks[unknowns->checks_n++] = look->check;
	for (size_t i = 0; i < look->missing_n; i++) {
		const struct tp_lack *lack = &look->missing[i];
		size_t j = 0;
		while (j < unknowns->lacks_n && (unknowns->lacks[j].field != lack->field ||
			!tp_text_equal(unknowns->lacks[j].instrument, lack->instrument)))
			j++;
		if (j == unknowns->lacks_n && j < TP_EVIDENCE_MAX)
			unknowns->lacks[unknowns->lacks_n++] = *lack;
	}
}

/* The field as the stream has it: "benefit.baseline". */
static struct tp_value field_slug(struct tp_arena *arena, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	struct tp_buf slug = {0};
	tp_buf_add_format(&slug, "%s.%s", tp_kind_info(info->kind)->name, info->name);
	struct tp_text text = slug.failed ? (struct tp_text){0}
					  : tp_text_copy(arena, (struct tp_text){slug.ptr, slug.len});
	tp_buf_free(&slug);
	return text.ptr ? tp_value_text(text) : (struct tp_value){.type = TP_ABSENT};
}

struct tp_text tp_finding_lack(struct tp_arena *arena, enum tp_field field, struct tp_text survey, enum tp_lang lang)
{
	const struct tp_pair pairs[] = {
		{tp_text_of("field"), tp_value_text(tp_names_at(tp_field_info(field)->header[lang], 0))},
		{tp_text_of("survey"), tp_value_text(survey)},
	};
	enum tp_label label = field == TP_response_values ? TP_LABEL_lack_answers : TP_LABEL_lack_field;
	struct tp_buf out = {0};
	tp_label_fill(&out, tp_label(label, lang), pairs, survey.len ? 2 : 1, lang);
	struct tp_text text = out.failed ? (struct tp_text){0} : tp_text_copy(arena, (struct tp_text){out.ptr, out.len});
	tp_buf_free(&out);
	return text;
}

static struct tp_value check_title(enum tp_check check, enum tp_lang lang)
{
	return tp_value_string(tp_check_info(check)->title[lang]);
}

/* The title of the survey whose answers are lacking, unless the finding is about that survey and says so. */
static struct tp_text survey_title(struct tp_look *look, const struct tp_lack *lack, enum tp_lang lang)
{
	bool own = look->instrument && tp_text_equal(look->instrument->id, lack->instrument);
	const struct tp_instrument *instrument =
		lack->instrument.len && !own ? tp_look_instrument(look, lack->instrument) : NULL;
	return instrument ? instrument->title[lang] : (struct tp_text){0};
}

/* The fields as people call them, and the checks. */
static void lend_unknown(struct tp_look *look, const struct unknowns *unknowns)
{
	struct tp_value titles[TP_LANGS], headers[TP_LANGS];
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
		titles[lang] = tp_value_list(look->arena, unknowns->checks_n);
		headers[lang] = tp_value_list(look->arena, unknowns->lacks_n);
		if (titles[lang].type != TP_LIST || headers[lang].type != TP_LIST) {
			tp_look_fail(look);
			return;
		}
		for (size_t i = 0; i < unknowns->checks_n; i++)
			titles[lang].list.items[i] = check_title(unknowns->checks[i], lang);
		for (size_t i = 0; i < unknowns->lacks_n; i++) {
			struct tp_text survey = survey_title(look, &unknowns->lacks[i], lang);
			struct tp_text text = tp_finding_lack(look->arena, unknowns->lacks[i].field, survey, lang);
			if (!text.ptr)
				tp_look_fail(look);
			headers[lang].list.items[i] = tp_value_text(text);
		}
	}
	tp_look_word(look, "titles", tp_look_pair(look, titles[TP_DA], titles[TP_EN]));
	tp_look_word(look, "headers", tp_look_pair(look, headers[TP_DA], headers[TP_EN]));
}

/* Checks, fields and instruments as slugs for evidence, and as words for the message. */
static void tell_unknown(struct tp_look *look, const struct unknowns *unknowns, struct tp_text key)
{
	look->check = TP_CHECK_not_known;
	tp_look_case(look, key);
	for (size_t i = 0; i < unknowns->checks_n; i++)
		tp_look_add(look, "checks", tp_value_string(tp_check_info(unknowns->checks[i])->slug));
	for (size_t i = 0; i < unknowns->lacks_n; i++) {
		struct tp_value slug = field_slug(look->arena, unknowns->lacks[i].field);
		if (slug.type != TP_TEXT)
			tp_look_fail(look);
		tp_look_add(look, "fields", slug);
	}
	for (size_t i = 0; i < unknowns->lacks_n; i++)
		if (unknowns->lacks[i].instrument.len > 0)
			tp_look_add(look, "instruments", tp_value_text(unknowns->lacks[i].instrument));
	lend_unknown(look, unknowns);
	if (look->instrument)
		tp_look_word(look, "survey", tp_look_pair(look, tp_value_text(look->instrument->title[TP_DA]),
			tp_value_text(look->instrument->title[TP_EN])));
	if (!look->failed)
		tp_look_signal(look, TP_INFO);
}

static bool is_asked(const struct tp_inquiry *inquiry, enum tp_check check)
{
	return tp_text_is(tp_text_of(tp_check_info(check)->analysis), inquiry->analysis) &&
		!(inquiry->rules && inquiry->rules->checks[check].off);
}

static int ask_all(const struct tp_inquiry *inquiry, struct tp_look *look)
{
	struct unknowns unknowns = {0};
	struct tp_text key = inquiry->key_unknown ? tp_text_of(inquiry->analysis) : (struct tp_text){0};
	for (size_t i = 0; i < inquiry->n && !look->failed; i++) {
		look->check = inquiry->predicates[i].check;
		if (!tp_check_asks(look->check, look->subject->kind) || !is_asked(inquiry, look->check))
			continue;
		tp_look_case(look, (struct tp_text){0});
		look->missing_n = 0;
		look->signalled = false;
		inquiry->predicates[i].ask(look);
		if (look->missing_n > 0 && !look->signalled)
			note_unknown(&unknowns, look);
	}
	bool tell = inquiry->tell_unknown && !(inquiry->rules && inquiry->rules->checks[TP_CHECK_not_known].off);
	if (unknowns.checks_n > 0 && tell && !look->failed)
		tell_unknown(look, &unknowns, key);
	return look->failed ? -1 : 0;
}

static bool is_stopped(const struct tp_record *record)
{
	int phase;
	return record->kind == TP_KIND_initiative && tp_record_code(record, TP_initiative_phase, &phase) &&
		phase == TP_phase_stopped;
}

static int ask_one(const struct tp_inquiry *inquiry, const struct tp_record *subject, const struct tp_sink *sink,
	struct tp_arena *arena, struct tp_err *err)
{
	struct tp_look look = {
		.set = inquiry->set, .earlier = inquiry->earlier, .rules = inquiry->rules, .subject = subject,
		.as_of = inquiry->as_of, .find = inquiry->find, .shelf = inquiry->shelf, .sink = sink, .arena = arena,
		.err = err,
		.instrument = inquiry->instrument ? inquiry->instrument(inquiry->self, subject) : NULL,
	};
	if (inquiry->asked)
		++*inquiry->asked;
	int result = ask_all(inquiry, &look);
	tp_arena_reset(arena);
	return result;
}

static int ask_kind(const struct tp_inquiry *inquiry, enum tp_kind kind, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *subjects = tp_set_all(inquiry->set, kind, &n);
	struct tp_arena arena = {0};
	int result = 0;
	for (size_t i = 0; result == 0 && i < n; i++)
		if (!is_stopped(subjects[i]) && tp_scope_has(inquiry->set, subjects[i], inquiry->scope))
			result = ask_one(inquiry, subjects[i], sink, &arena, err);
	tp_arena_free(&arena);
	return result;
}

int tp_finding_one(const struct tp_inquiry *inquiry, const struct tp_record *subject, const struct tp_sink *sink,
	struct tp_err *err)
{
	struct signer signer = {inquiry, sink};
	struct tp_sink signing = {sign, &signer};
	struct tp_arena arena = {0};
	int result = ask_one(inquiry, subject, &signing, &arena, err);
	tp_arena_free(&arena);
	return result;
}

int tp_finding_all(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err)
{
	struct signer signer = {inquiry, sink};
	struct tp_sink signing = {sign, &signer};
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		bool asked = false;
		for (size_t i = 0; i < inquiry->n; i++)
			asked |= tp_check_asks(inquiry->predicates[i].check, kind);
		if (asked && ask_kind(inquiry, kind, &signing, err) < 0)
			return -1;
	}
	return 0;
}

int tp_finding_checks(struct tp_arena *arena, const struct tp_inquiry *inquiry, struct tp_record *run, struct tp_err *err)
{
	struct tp_value checks = tp_value_list(arena, inquiry->n);
	size_t n = 0;
	if (checks.type == TP_ABSENT)
		return tp_err_memory(err);
	for (size_t i = 0; i < inquiry->n; i++)
		if (is_asked(inquiry, inquiry->predicates[i].check))
			checks.list.items[n++] = tp_value_string(tp_check_info(inquiry->predicates[i].check)->slug);
	checks.list.n = n;
	*tp_record_slot(run, TP_run_checks) = checks;
	if (inquiry->rules && inquiry->rules->hash[0])
		*tp_record_slot(run, TP_run_rules) = tp_value_string(inquiry->rules->hash);
	return 0;
}
