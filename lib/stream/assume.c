#include "tp/assume.h"

#include <string.h>

#include "tp/cell.h"

static int refuse(struct tp_text text, struct tp_err *err, const char *why)
{
	return tp_err_set(err, TP_USAGE, "--assume %s: %s", tp_text_show(text).text, why);
}

/* Where the last dot stands: ids may have some of their own. */
static const char *last_dot(struct tp_text text)
{
	const char *dot = NULL;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '.')
			dot = text.ptr + i;
	return dot;
}

/* A kind that is told by one field, its id. */
static bool has_id(enum tp_kind kind)
{
	return kind != TP_KIND_other && tp_kind_info(kind)->is == TP_FACT &&
		strcmp(tp_field_info(tp_kind_info(kind)->first)->name, "id") == 0;
}

int tp_assumption_read(struct tp_arena *arena, struct tp_text text, struct tp_assumption *out, struct tp_err *err)
{
	static const struct tp_cell_style plain = {0};
	struct tp_text value = text, path = tp_text_split(&value, "="), kind = tp_text_split(&path, ":");
	const char *dot = path.ptr ? last_dot(path) : NULL;
	if (!value.ptr || !path.ptr || !dot)
		return refuse(text, err, "expected KIND:ID.FIELD=VALUE, as initiative:naestved-breve.cost=250000");
	struct tp_text field = {dot + 1, path.len - (size_t)(dot + 1 - path.ptr)};
	*out = (struct tp_assumption){.kind = tp_kind_find(kind), .id = {path.ptr, (size_t)(dot - path.ptr)}};
	if (!has_id(out->kind))
		return refuse(text, err, "expected a kind that has an id: initiative, unit, municipality …");
	out->field = tp_field_find(out->kind, field);
	if (out->field == TP_NO_FIELD || out->field == tp_kind_info(out->kind)->first)
		return refuse(text, err, "there is no such field: see tp-import --list-fields");
	value = tp_text_trim(value);
	if (tp_cell_read(arena, value, out->field, &plain, &out->value, err) < 0) {
		if (err->code == TP_SYSTEM)
			return -1;
		char why[sizeof err->text];
		memcpy(why, err->text, sizeof why);
		tp_err_clear(err);
		return refuse(text, err, why);
	}
	return 0;
}

static bool is_about(const struct tp_assumption *assumption, const struct tp_record *record)
{
	return assumption->kind == record->kind &&
		tp_text_compare(tp_record_id(record, tp_kind_info(record->kind)->first), assumption->id) == 0;
}

static int copy_kind(const struct tp_assumption *assumptions, size_t n, const struct tp_set *facts, enum tp_kind kind,
	struct tp_set *assumed, struct tp_err *err)
{
	size_t records_n;
	struct tp_record *const *records = tp_set_all(facts, kind, &records_n);
	for (size_t i = 0; i < records_n; i++) {
		struct tp_record record = *records[i];
		for (size_t j = 0; j < n; j++)
			if (is_about(&assumptions[j], &record))
				*tp_record_slot(&record, assumptions[j].field) = assumptions[j].value;
		if (tp_set_add(assumed, &record, err) < 0)
			return -1;
	}
	return 0;
}

int tp_assumptions_apply(const struct tp_assumption *assumptions, size_t n, const struct tp_set *facts,
	struct tp_set *assumed, struct tp_err *err)
{
	for (size_t j = 0; j < n; j++)
		if (!tp_set_find(facts, assumptions[j].kind, assumptions[j].id))
			return tp_err_set(err, TP_USAGE, "--assume: no %s is called %s", tp_kind_info(assumptions[j].kind)->name,
				tp_text_show(assumptions[j].id).text);
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		if (copy_kind(assumptions, n, facts, kind, assumed, err) < 0)
			return -1;
	tp_set_close(assumed);
	return 0;
}
