#include "tp/scope.h"

static bool is(const struct tp_record *record, enum tp_field field, struct tp_text scope)
{
	return tp_text_compare(tp_record_id(record, field), scope) == 0;
}

static bool has_role(const struct tp_set *set, struct tp_text initiative, struct tp_text person)
{
	size_t n;
	struct tp_record *const *roles = tp_set_of(set, TP_KIND_role, initiative, &n);
	for (size_t i = 0; i < n; i++)
		if (is(roles[i], TP_role_person, person))
			return true;
	return false;
}

/* A thing of that id, and what is known of where it belongs. */
static bool has_thing(const struct tp_set *set, enum tp_kind kind, struct tp_text id, struct tp_text scope)
{
	if (tp_text_compare(id, scope) == 0)
		return true;
	const struct tp_record *thing =
		id.len > 0 && (kind == TP_KIND_unit || kind == TP_KIND_initiative) ? tp_set_find(set, kind, id) : NULL;
	return thing && tp_scope_has(set, thing, scope);
}

/* Scores, findings, decisions and the like name their subject; what kind it is is said beside it or found by the id. */
static bool has_subject(const struct tp_set *set, const struct tp_record *record, enum tp_field field, struct tp_text scope)
{
	struct tp_text id = tp_record_id(record, field);
	return has_thing(set, TP_KIND_unit, id, scope) || has_thing(set, TP_KIND_initiative, id, scope);
}

bool tp_scope_has(const struct tp_set *set, const struct tp_record *record, struct tp_text scope)
{
	if (scope.len == 0)
		return true;
	if (record->kind >= TP_KINDS)
		return false;
	enum tp_field first = tp_kind_info(record->kind)->first;
	size_t n = tp_kind_fields(record->kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = first + (enum tp_field)i;
		const struct tp_field_info *info = tp_field_info(field);
		if (info->form != TP_FORM_ID || !tp_record_has(record, field))
			continue;
		struct tp_text id = tp_record_id(record, field);
		if (tp_text_compare(id, scope) == 0)
			return true;
		bool own = info->ref == record->kind; /* its id, and not what it lies in */
		if (!own && (info->ref == TP_KIND_unit || info->ref == TP_KIND_initiative) && has_thing(set, info->ref, id, scope))
			return true;
		if (info->ref == TP_KIND_other && tp_text_is(tp_text_of(info->name), "subject") && has_subject(set, record, field, scope))
			return true;
	}
	return record->kind == TP_KIND_initiative && has_role(set, tp_record_id(record, first), scope);
}
