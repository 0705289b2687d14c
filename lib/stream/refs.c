#include "tp/refs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/data.h"
#include "tp/limits.h"
#include "tp/place.h"

/* A set of kinds. Persons have no record of their own: who is named in one is known. */
#define BIT(kind) (UINT64_C(1) << (kind))
#define PERSON BIT(TP_KIND_other)
#define ANY (BIT(TP_KIND_municipality) | BIT(TP_KIND_unit) | BIT(TP_KIND_technology) | BIT(TP_KIND_initiative) | \
	BIT(TP_KIND_case) | PERSON)
#define HAVE_ID (ANY & ~PERSON)

_Static_assert(TP_KIND_other < 64, "kinds fit into a set");

struct tp_ref {
	uint64_t kinds;
	enum tp_field field;
	struct tp_unique_place first;
	unsigned long more; /* times it was asked for again */
};

/* --- what may be referred to --- */

static uint64_t kinds_of_instrument(struct tp_shelf *shelf, struct tp_text id)
{
	const struct tp_instrument *instrument;
	struct tp_err ignored = {0};
	uint64_t kinds = 0;
	if (tp_shelf_find(shelf, id, &instrument, &ignored) < 0)
		return 0; /* of a later version: what it is about nobody knows */
	for (struct tp_text rest = instrument->subject; rest.ptr;) {
		enum tp_kind kind = tp_kind_find(tp_text_split(&rest, " "));
		kinds |= kind == TP_KIND_other ? 0 : BIT(kind);
	}
	return kinds & HAVE_ID;
}

/* The kinds of which the field's id is one; 0: it is no reference. */
static uint64_t kinds_of(struct tp_shelf *shelf, const struct tp_record *record, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	switch ((int)field) {
	case TP_response_subject:
		return kinds_of_instrument(shelf, tp_record_id(record, TP_response_instrument));
	case TP_invited_subject:
		return kinds_of_instrument(shelf, tp_record_id(record, TP_invited_instrument));
	case TP_tally_subject:
		return kinds_of_instrument(shelf, tp_record_id(record, TP_tally_instrument));
	case TP_target_scope:
		return BIT(TP_KIND_unit) | BIT(TP_KIND_municipality);
	case TP_decision_subject:
	case TP_note_subject:
		return ANY;
	case TP_measurement_benefit:
		return BIT(TP_KIND_benefit);
	default:
		return (info->form == TP_FORM_ID || info->form == TP_FORM_IDS) ? BIT(info->ref) & HAVE_ID : 0;
	}
}

/* The kind of which the field names one that is there; TP_KINDS: none. */
static enum tp_kind defines(enum tp_field field, bool *person)
{
	const struct tp_field_info *info = tp_field_info(field);
	*person = (info->flags & TP_PERSON) && field != TP_response_respondent;
	if (strcmp(info->name, "id") == 0 || field == TP_benefit_title)
		return info->kind;
	return TP_KINDS;
}

int tp_refs_settle(struct tp_shelf *shelf, struct tp_arena *arena, struct tp_record *record, struct tp_err *err)
{
	static const enum tp_field fields[] = {TP_response_subject, TP_invited_subject, TP_tally_subject, TP_target_scope,
		TP_decision_subject, TP_note_subject};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (tp_field_info(fields[i])->kind != record->kind ||
			!(kinds_of(shelf, record, fields[i]) & BIT(TP_KIND_municipality)))
			continue;
		struct tp_value *value = tp_record_slot(record, fields[i]);
		struct tp_text known = value->type == TP_TEXT && !tp_place_is_number(value->text)
			? tp_place_find(value->text) : (struct tp_text){0};
		if (known.ptr && !(value->text = tp_text_copy(arena, known)).ptr)
			return tp_err_memory(err);
	}
	return 0;
}

/* --- taking note --- */

static struct tp_text make_key(struct tp_refs *refs, const void *kinds, size_t size, struct tp_text of,
	struct tp_text id)
{
	tp_buf_reset(&refs->key);
	tp_buf_add(&refs->key, kinds, size);
	if (of.ptr) {
		tp_buf_add(&refs->key, of.ptr, of.len);
		tp_buf_add_char(&refs->key, '\0');
	}
	tp_buf_add(&refs->key, id.ptr, id.len);
	return (struct tp_text){refs->key.ptr, refs->key.len};
}

/* of: the initiative, where titles are told apart by it; else ptr NULL. */
static int define(struct tp_refs *refs, enum tp_kind kind, struct tp_text of, struct tp_text id, struct tp_err *err)
{
	char byte = (char)kind;
	struct tp_text key = make_key(refs, &byte, 1, of, id);
	return refs->key.failed || tp_map_add(&refs->defined, key, NULL) < 0 ? tp_err_memory(err) : 0;
}

static int ask(struct tp_refs *refs, const struct tp_ref *ref, struct tp_text of, struct tp_text id, struct tp_err *err)
{
	bool is_new;
	if (refs->asked.n == refs->capacity) { /* room first: what has a number has an entry */
		size_t more = refs->capacity ? refs->capacity * 2 : 256;
		struct tp_ref *moved = reallocarray(refs->refs, more, sizeof *moved);
		if (!moved)
			return tp_err_memory(err);
		refs->refs = moved;
		refs->capacity = more;
	}
	struct tp_text key = make_key(refs, &ref->kinds, sizeof ref->kinds, of, id);
	long number = refs->key.failed ? -1 : tp_map_add(&refs->asked, key, &is_new);
	if (number < 0)
		return tp_err_memory(err);
	if (is_new)
		refs->refs[number] = *ref;
	else
		refs->refs[number].more++;
	return 0;
}

/* Those that have a title within their initiative alone. */
static struct tp_text initiative_of(const struct tp_record *record, enum tp_field field)
{
	if (field == TP_benefit_title)
		return tp_record_id(record, TP_benefit_initiative);
	return field == TP_measurement_benefit ? tp_record_id(record, TP_measurement_initiative) : (struct tp_text){0};
}

static int add_id(struct tp_refs *refs, const struct tp_ref *ref, struct tp_text of, struct tp_text id,
	struct tp_err *err)
{
	bool person;
	enum tp_kind kind = defines(ref->field, &person);
	if (kind < TP_KINDS)
		return define(refs, kind, of, id, err);
	if (person && define(refs, TP_KIND_other, of, id, err) < 0)
		return -1;
	return ref->kinds ? ask(refs, ref, of, id, err) : 0;
}

int tp_refs_add(struct tp_refs *refs, struct tp_shelf *shelf, const struct tp_record *record,
	struct tp_unique_place place, struct tp_err *err)
{
	size_t n = tp_kind_fields(record->kind);
	for (size_t i = 0; i < n; i++) {
		const struct tp_value *value = &record->v[i];
		enum tp_field field = tp_kind_info(record->kind)->first + (enum tp_field)i;
		if (value->type != TP_TEXT && value->type != TP_LIST)
			continue;
		struct tp_ref ref = {.kinds = kinds_of(shelf, record, field), .field = field, .first = place};
		struct tp_text of = initiative_of(record, field);
		if (value->type == TP_TEXT && add_id(refs, &ref, of, value->text, err) < 0)
			return -1;
		for (size_t j = 0; ref.kinds && value->type == TP_LIST && j < value->list.n; j++)
			if (add_id(refs, &ref, of, value->list.items[j].text, err) < 0)
				return -1;
	}
	return 0;
}

int tp_refs_close(struct tp_refs *refs, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_value tree = {.type = TP_ABSENT};
	struct tp_text bytes = tp_data_find(tp_text_of("technologies.json"));
	int result = tp_convert_document(&arena, bytes, &tree, err);
	const struct tp_value *all = result == 0 ? tp_value_get(&tree, "technologies") : NULL;
	for (size_t i = 0; result == 0 && all && all->type == TP_LIST && i < all->list.n; i++) {
		const struct tp_value *id = tp_value_get(&all->list.items[i], "id");
		if (id && id->type == TP_TEXT)
			result = define(refs, TP_KIND_technology, (struct tp_text){0}, id->text, err);
	}
	tp_arena_free(&arena);
	return result;
}

/* --- what nothing defines --- */

static bool is_defined(struct tp_refs *refs, uint64_t kinds, struct tp_text id)
{
	for (enum tp_kind kind = 0; kind <= TP_KIND_other; kind++) {
		char byte = (char)kind;
		if ((kinds & BIT(kind)) && tp_map_find(&refs->defined, make_key(refs, &byte, 1, (struct tp_text){0}, id)) >= 0)
			return true;
	}
	return (kinds & BIT(TP_KIND_municipality)) && tp_place_is_id(id);
}

/* Behind the initiative, where there is one. */
static struct tp_text last_part(struct tp_text id, size_t *before)
{
	const char *nul = id.len > 0 ? memchr(id.ptr, '\0', id.len) : NULL;
	*before = nul ? (size_t)(nul - id.ptr) + 1 : 0;
	return (struct tp_text){id.ptr + *before, id.len - *before};
}

/* The defined one that it nearly is; ptr NULL when none is near. */
static struct tp_text find_near(const struct tp_refs *refs, uint64_t kinds, struct tp_text id)
{
	char own[TP_FOLD_SIZE], other[TP_FOLD_SIZE];
	size_t before, before_other;
	struct tp_text name = last_part(id, &before), near = {0};
	struct tp_text folded = {own, tp_text_fold(name, own)};
	size_t best = folded.len >= 8 ? 3 : folded.len >= 4 ? 2 : 1; /* edits from which on it is another word */
	for (size_t i = 0; i < refs->defined.n; i++) {
		struct tp_text key = refs->defined.keys[i], known = {key.ptr + 1, key.len - 1};
		struct tp_text title = last_part(known, &before_other);
		if (!(kinds & BIT((unsigned char)key.ptr[0])) || before != before_other ||
			(before > 0 && memcmp(known.ptr, id.ptr, before) != 0))
			continue;
		size_t edits = tp_text_distance(folded, (struct tp_text){other, tp_text_fold(title, other)});
		if (edits < best || (edits == best && near.ptr && tp_text_compare(title, near) < 0)) {
			best = edits;
			near = title;
		}
	}
	if (near.ptr || !(kinds & BIT(TP_KIND_municipality)))
		return near;
	near = tp_place_find(id); /* by its code */
	return near.ptr ? near : tp_place_near(id);
}

/* "municipality or unit". */
static void list_kinds(uint64_t kinds, char *out, size_t size)
{
	size_t len = 0;
	for (enum tp_kind kind = 0; kind < TP_KINDS && len < size; kind++)
		if (kinds & BIT(kind))
			len += (size_t)snprintf(out + len, size - len, "%s%s", len ? " or " : "", tp_kind_info(kind)->name);
}

static void describe(struct tp_refs *refs, const struct tp_ref *ref, struct tp_text id, struct tp_err *bad)
{
	char kinds[120] = "", again[60] = "";
	size_t before;
	struct tp_text name = last_part(id, &before);
	struct tp_text near = refs->told++ < TP_BAD_TOLD ? find_near(refs, ref->kinds, id) : (struct tp_text){0};
	struct tp_text_shown shown = tp_text_show(name), meant = tp_text_show(near);
	const char *is_it = near.ptr ? ": is it " : "", *mark = near.ptr ? "?" : "";
	if (ref->more > 0)
		snprintf(again, sizeof again, " (said %lu times)", ref->more + 1);
	list_kinds(ref->kinds, kinds, sizeof kinds);
	if (before > 0)
		tp_err_set(bad, TP_DATA, "%s is no benefit of %s in these files%s%s%s%s", shown.text,
			tp_text_show((struct tp_text){id.ptr, before - 1}).text, is_it, meant.text, mark, again);
	else if (ref->kinds == ANY)
		tp_err_set(bad, TP_DATA, "%s is the id of nothing in these files%s%s%s%s", shown.text, is_it, meant.text, mark,
			again);
	else
		tp_err_set(bad, TP_DATA, "%s is no %s in these files%s%s%s%s", shown.text, kinds, is_it, meant.text, mark,
			again);
	tp_err_at(bad, NULL, 0, tp_field_info(ref->field)->name);
}

bool tp_refs_fault(struct tp_refs *refs, size_t *next, struct tp_unique_place *place, struct tp_err *bad)
{
	while (*next < refs->asked.n) {
		const struct tp_ref *ref = &refs->refs[*next];
		struct tp_text key = refs->asked.keys[(*next)++];
		struct tp_text id = {key.ptr + sizeof ref->kinds, key.len - sizeof ref->kinds};
		if (is_defined(refs, ref->kinds, id))
			continue;
		*place = ref->first;
		describe(refs, ref, id, bad);
		return true;
	}
	return false;
}

void tp_refs_free(struct tp_refs *refs)
{
	tp_map_free(&refs->defined);
	tp_map_free(&refs->asked);
	free(refs->refs);
	tp_buf_free(&refs->key);
	*refs = (struct tp_refs){0};
}
