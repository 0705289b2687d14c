#include "tp/finding.h"

#include "tp/scope.h"

/* What one subject's checks could not tell. */
struct unknowns {
	enum tp_check checks[TP_CHECKS];
	size_t checks_n;
	enum tp_field fields[TP_EVIDENCE_MAX];
	size_t fields_n;
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
		size_t j = 0;
		while (j < unknowns->fields_n && unknowns->fields[j] != look->missing[i])
			j++;
		if (j == unknowns->fields_n && j < TP_EVIDENCE_MAX)
			unknowns->fields[unknowns->fields_n++] = look->missing[i];
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

/* The field as a sheet has it. */
static struct tp_value field_header(enum tp_field field, enum tp_lang lang)
{
	return tp_value_text(tp_names_at(tp_field_info(field)->header[lang], 0));
}

static struct tp_value check_title(enum tp_check check, enum tp_lang lang)
{
	return tp_value_string(tp_check_info(check)->title[lang]);
}

/* Lists of the checks and the fields: as slugs for evidence, in both languages for the message. */
static void tell_unknown(struct tp_look *look, const struct unknowns *unknowns, struct tp_text key)
{
	struct tp_value checks = tp_value_list(look->arena, unknowns->checks_n);
	struct tp_value fields = tp_value_list(look->arena, unknowns->fields_n);
	struct tp_value titles[TP_LANGS], headers[TP_LANGS];
	bool whole = checks.type == TP_LIST && fields.type == TP_LIST;
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++) {
		titles[lang] = tp_value_list(look->arena, unknowns->checks_n);
		headers[lang] = tp_value_list(look->arena, unknowns->fields_n);
		whole &= titles[lang].type == TP_LIST && headers[lang].type == TP_LIST;
		for (size_t i = 0; whole && i < unknowns->checks_n; i++)
			titles[lang].list.items[i] = check_title(unknowns->checks[i], lang);
		for (size_t i = 0; whole && i < unknowns->fields_n; i++)
			headers[lang].list.items[i] = field_header(unknowns->fields[i], lang);
	}
	for (size_t i = 0; whole && i < unknowns->checks_n; i++)
		checks.list.items[i] = tp_value_string(tp_check_info(unknowns->checks[i])->slug);
	for (size_t i = 0; whole && i < unknowns->fields_n; i++) {
		fields.list.items[i] = field_slug(look->arena, unknowns->fields[i]);
		whole &= fields.list.items[i].type == TP_TEXT;
	}
	if (!whole) {
		look->failed = true;
		tp_err_memory(look->err);
		return;
	}
	look->check = TP_CHECK_not_known;
	tp_look_case(look, key);
	tp_look_show_value(look, "checks", checks);
	tp_look_show_value(look, "fields", fields);
	tp_look_word(look, "titles", tp_look_pair(look, titles[TP_DA], titles[TP_EN]));
	tp_look_word(look, "headers", tp_look_pair(look, headers[TP_DA], headers[TP_EN]));
	if (look->instrument)
		tp_look_word(look, "survey", tp_look_pair(look, tp_value_text(look->instrument->title[TP_DA]),
			tp_value_text(look->instrument->title[TP_EN])));
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
