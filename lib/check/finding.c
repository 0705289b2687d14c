#include "tp/finding.h"

#include <string.h>

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

/* The field as users know it in the stream: "benefit.baseline". */
static struct tp_value field_name(struct tp_arena *arena, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	const char *kind = tp_kind_info(info->kind)->name;
	size_t kind_len = strlen(kind), len = strlen(info->name);
	char *name = tp_arena_alloc(arena, kind_len + len + 2);
	if (!name)
		return (struct tp_value){.type = TP_ABSENT};
	memcpy(name, kind, kind_len);
	name[kind_len] = '.';
	memcpy(name + kind_len + 1, info->name, len);
	return tp_value_text((struct tp_text){name, kind_len + 1 + len});
}

static void tell_unknown(struct tp_look *look, const struct unknowns *unknowns)
{
	struct tp_value checks = tp_value_list(look->arena, unknowns->checks_n);
	struct tp_value fields = tp_value_list(look->arena, unknowns->fields_n);
	if (checks.type != TP_LIST || fields.type != TP_LIST) {
		look->failed = true;
		tp_err_memory(look->err);
		return;
	}
	for (size_t i = 0; i < unknowns->checks_n; i++)
		checks.list.items[i] = tp_value_string(tp_check_info(unknowns->checks[i])->slug);
	for (size_t i = 0; i < unknowns->fields_n; i++)
		fields.list.items[i] = field_name(look->arena, unknowns->fields[i]);
	look->check = TP_CHECK_not_known;
	tp_look_case(look, (struct tp_text){0});
	tp_look_show_num(look, "count", (double)unknowns->checks_n);
	tp_look_show_value(look, "checks", checks);
	tp_look_show_value(look, "fields", fields);
	tp_look_signal(look, TP_INFO);
}

static int ask_all(const struct tp_inquiry *inquiry, struct tp_look *look)
{
	struct unknowns unknowns = {0};
	for (size_t i = 0; i < inquiry->n && !look->failed; i++) {
		look->check = inquiry->predicates[i].check;
		if (tp_check_info(look->check)->subject != look->subject->kind)
			continue;
		tp_look_case(look, (struct tp_text){0});
		look->missing_n = 0;
		look->signalled = false;
		inquiry->predicates[i].ask(look);
		if (look->missing_n > 0 && !look->signalled)
			note_unknown(&unknowns, look);
	}
	if (unknowns.checks_n > 0 && inquiry->tell_unknown && !look->failed)
		tell_unknown(look, &unknowns);
	return look->failed ? -1 : 0;
}

static bool is_stopped(const struct tp_record *record)
{
	int phase;
	return record->kind == TP_KIND_initiative && tp_record_code(record, TP_initiative_phase, &phase) &&
		phase == TP_phase_stopped;
}

static int ask_kind(const struct tp_inquiry *inquiry, enum tp_kind kind, const struct tp_sink *sink, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *subjects = tp_set_all(inquiry->set, kind, &n);
	struct tp_arena arena = {0};
	int result = 0;
	for (size_t i = 0; result == 0 && i < n; i++) {
		if (is_stopped(subjects[i]))
			continue;
		struct tp_look look = {
			.set = inquiry->set, .subject = subjects[i], .as_of = inquiry->as_of,
			.sink = sink, .arena = &arena, .err = err,
			.instrument = inquiry->instrument ? inquiry->instrument(inquiry->self, subjects[i]) : NULL,
		};
		result = ask_all(inquiry, &look);
		tp_arena_reset(&arena);
	}
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
			asked |= tp_check_info(inquiry->predicates[i].check)->subject == kind;
		if (asked && ask_kind(inquiry, kind, &signing, err) < 0)
			return -1;
	}
	return 0;
}
