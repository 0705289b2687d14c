#include "tp/intake.h"


#include "tp/response.h"

static int tell(struct tp_intake *intake, unsigned long line, struct tp_err *bad, struct tp_err *err)
{
	if (bad->code != TP_DATA) {
		*err = *bad;
		return -1;
	}
	tp_err_at(bad, intake->name, line, NULL);
	intake->import->tell(intake->import->self, bad);
	return 0;
}

int tp_intake_tell(struct tp_intake *intake, unsigned long line, struct tp_err *bad, struct tp_err *err)
{
	if (tell(intake, line, bad, err) < 0)
		return -1;
	intake->import->poisoned = true;
	return 0;
}

int tp_intake_tell_row(struct tp_intake *intake, struct tp_err *bad, struct tp_err *err)
{
	if (!intake->rejects)
		return tp_intake_tell(intake, intake->line, bad, err);
	tp_rejects_why(intake->rejects, bad);
	return tell(intake, intake->line, bad, err);
}

/* item: of a response; else empty. */
static int conflict(struct tp_intake *intake, const struct tp_record *record, struct tp_text item,
	struct tp_unique_place first, struct tp_err *err)
{
	struct tp_err bad = {0};
	tp_err_set(&bad, TP_DATA,
		"the same %s stands at %s:%u with %s%s: keep one of them, or give both a date in updated (last week's file "
		"beside this week's is the usual cause)",
		tp_kind_info(record->kind)->name, intake->import->names[first.file], first.line,
		item.len ? "another answer to " : "other content", item.len ? tp_text_show(item).text : "");
	return tp_intake_tell_row(intake, &bad, err);
}

/* The answer about what stands in identity and content; a conflict is told. */
static int ask(struct tp_intake *intake, const struct tp_record *record, struct tp_text item, struct tp_err *err)
{
	if (intake->identity.failed || intake->content.failed)
		return tp_err_memory(err);
	struct tp_unique_place place = {intake->file, (uint32_t)intake->line}, first;
	int answer = tp_unique_add(&intake->import->unique, (struct tp_text){intake->identity.ptr, intake->identity.len},
		(struct tp_text){intake->content.ptr, intake->content.len},
		record->updated.type == TP_DAY ? record->updated.day : TP_UNIQUE_NO_DAY, place, &first, err);
	if (answer == TP_UNIQUE_CONFLICT && conflict(intake, record, item, first, err) < 0)
		return -1;
	return answer;
}

/* Answers are one thing each; those that were here before are taken out of the record. One conflict speaks for the
 * row. */
static int ask_answers(struct tp_intake *intake, struct tp_record *record, struct tp_err *err)
{
	struct tp_value *values = tp_record_slot(record, TP_response_values);
	size_t kept = 0, n = values->map.n;
	if (tp_record_id(record, TP_response_respondent).len == 0)
		return TP_UNIQUE_NEW; /* those without a respondent add up */
	for (size_t i = 0; i < n; i++) {
		struct tp_pair *pair = &values->map.pairs[i];
		tp_buf_reset(&intake->identity);
		tp_buf_reset(&intake->content);
		tp_response_identity(record, pair->key, &intake->identity);
		tp_value_canonical(&pair->value, &intake->content);
		int answer = ask(intake, record, pair->key, err);
		if (answer < 0 || answer == TP_UNIQUE_CONFLICT)
			return answer;
		if (answer != TP_UNIQUE_SAME)
			values->map.pairs[kept++] = *pair;
	}
	values->map.n = kept;
	return kept ? TP_UNIQUE_NEW : TP_UNIQUE_SAME;
}

static int ask_identity(struct tp_intake *intake, struct tp_record *record, struct tp_err *err)
{
	if (intake->import->options.no_unique || record->kind == TP_KIND_tally) /* tallies add up */
		return TP_UNIQUE_NEW;
	if (record->kind == TP_KIND_response)
		return ask_answers(intake, record, err);
	tp_buf_reset(&intake->identity);
	tp_buf_reset(&intake->content);
	tp_buf_add_string(&intake->identity, tp_kind_info(record->kind)->name);
	tp_buf_add_char(&intake->identity, '\0');
	tp_record_identity(record, &intake->identity);
	tp_record_content(record, &intake->content);
	return ask(intake, record, (struct tp_text){0}, err);
}

static int set_at(struct tp_intake *intake, struct tp_record *record, struct tp_err *err)
{
	const struct tp_import_options *options = &intake->import->options;
	if (options->no_at)
		record->at = (struct tp_value){.type = TP_ABSENT};
	if (options->no_at || record->at.type == TP_TEXT || (record->kind == TP_KIND_response && !options->at))
		return 0;
	/* A file's name need not be UTF-8, as all of a stream is. */
	struct tp_buf *at = &intake->content;
	tp_buf_reset(at);
	tp_text_mask(at, tp_text_of(intake->name));
	tp_buf_add_format(at, ":%lu", intake->line);
	record->at = tp_value_text(tp_text_copy(intake->arena, (struct tp_text){at->ptr, at->len}));
	if (at->failed || !record->at.text.ptr)
		return tp_err_memory(err);
	return 0;
}

int tp_intake_put(struct tp_intake *intake, struct tp_record *record, struct tp_err *err)
{
	struct tp_import *import = intake->import;
	struct tp_unique_place place = {intake->file, (uint32_t)intake->line};
	struct tp_err bad = {0};
	if (tp_refs_settle(import->shelf, intake->arena, record, err) < 0)
		return -1;
	if (import->disguise && import->disguise(import->self, intake->arena, record, &bad) < 0)
		return tp_intake_tell_row(intake, &bad, err);
	int answer = ask_identity(intake, record, err);
	if (answer < 0)
		return -1;
	if (answer == TP_UNIQUE_CONFLICT)
		return 0;
	if (answer == TP_UNIQUE_SAME) {
		import->repeated++;
		return 1;
	}
	import->records++;
	if (import->options.check_refs && tp_refs_add(&import->refs, import->shelf, record, place, err) < 0)
		return -1;
	return set_at(intake, record, err) < 0 || tp_sink_put(&import->sink, record, err) < 0 ? -1 : 1;
}

int tp_intake_invited(struct tp_intake *intake, struct tp_text id, const struct tp_instrument **out, struct tp_err *err)
{
	struct tp_err unknown = {0};
	*out = NULL;
	if (id.len == 0)
		id = tp_mapping_default(intake->import->options.mapping, TP_invited_instrument);
	if (id.len == 0 || tp_shelf_find(intake->import->shelf, id, out, &unknown) == 0 || unknown.code == TP_DATA)
		return 0;
	*err = unknown;
	return -1;
}

void tp_intake_free(struct tp_intake *intake)
{
	tp_buf_free(&intake->identity);
	tp_buf_free(&intake->content);
}
