#include "tp/mapping.h"

#include <stdio.h>
#include <string.h>

#include "tp/cell.h"
#include "tp/convert.h"
#include "tp/limits.h"
#include "tp/near.h"
#include "tp/place.h"
#include "tp/survey.h"

/* What a column may mean besides a field; the same for cells. */
static const char column_words[] = "kind|updated|at|item|value|comment", cell_words[] = "kind|item|value";

struct loader {
	struct tp_mapping *mapping;
	enum tp_kind kind; /* TP_KIND_other: any */
	struct tp_shelf *shelf;
	struct tp_arena scratch;
	struct tp_err *err;
};

/* --- what is wrong, and where --- */

/* columns["Projekt"], values.phase["I gang"] */
static int at(struct loader *loader, const char *part, struct tp_text key)
{
	char path[2 * sizeof loader->err->field];
	snprintf(path, sizeof path, "%s[\"%s\"]", part, tp_text_show(key).text);
	return tp_err_at(loader->err, NULL, 0, path);
}

static int at_part(struct loader *loader, const char *part)
{
	return tp_err_at(loader->err, NULL, 0, part);
}

/* What tp-import --print-map leaves to be decided begins with a question mark. */
static bool is_open(struct tp_text text)
{
	return text.len > 0 && *text.ptr == '?';
}

static int refuse_open(struct loader *loader, struct tp_text text, const char *otherwise)
{
	struct tp_text guess = tp_text_trim((struct tp_text){text.ptr + 1, text.len - 1});
	if (guess.len == 0)
		return tp_err_set(loader->err, TP_DATA, "nobody has said yet what it means: write it, or %s", otherwise);
	return tp_err_set(loader->err, TP_DATA, "\"%s\" is a guess of --print-map: take the question mark away, write "
		"something else, or %s", tp_text_show(text).text, otherwise);
}

static int need(struct loader *loader, const struct tp_value *value, enum tp_type type, const char *what)
{
	return value->type == type ? 0 : tp_err_set(loader->err, TP_DATA, "expected %s", what);
}

/* Without blanks, for they are none in a sheet. */
static struct tp_text trimmed(const struct tp_value *value)
{
	return tp_text_trim(value->text);
}

/* --- what there is to be meant --- */

static bool is_kind(const struct loader *loader, enum tp_kind kind)
{
	return tp_kind_info(kind)->is == TP_FACT && (loader->kind == TP_KIND_other || loader->kind == kind);
}

/* The field of that name of the first kind from `kind` on that has one. */
static enum tp_field find_field(const struct loader *loader, struct tp_text name, enum tp_kind *kind)
{
	for (; *kind < TP_KINDS; ++*kind) {
		enum tp_field field = is_kind(loader, *kind) ? tp_field_read(*kind, name) : TP_NO_FIELD;
		if (field != TP_NO_FIELD)
			return field;
	}
	return TP_NO_FIELD;
}

static bool is_field(const struct loader *loader, struct tp_text name)
{
	enum tp_kind kind = 0;
	return find_field(loader, name, &kind) != TP_NO_FIELD;
}

/* All instruments in the shelf's list. 0 or -1. */
static int fill_shelf(struct loader *loader)
{
	const struct tp_instrument *instrument;
	struct tp_text id = {0};
	for (size_t i = 0; (id = tp_shelf_id(i)).ptr; i++)
		if (tp_shelf_find(loader->shelf, id, &instrument, loader->err) < 0)
			return -1;
	return 0;
}

/* Has any instrument the item? 1, 0 or -1. */
static int is_item(struct loader *loader, struct tp_text name)
{
	if (loader->kind != TP_KIND_other && loader->kind != TP_KIND_response)
		return 0;
	if (fill_shelf(loader) < 0)
		return -1;
	for (const struct tp_shelf_entry *entry = loader->shelf->first; entry; entry = entry->next)
		if (tp_instrument_item_read(entry->instrument, name) >= 0)
			return 1;
	return 0;
}

/* Is it an answer to any instrument? 1, 0, -1. */
static int is_answer(struct loader *loader, struct tp_text text)
{
	if (fill_shelf(loader) < 0)
		return -1;
	for (const struct tp_shelf_entry *entry = loader->shelf->first; entry; entry = entry->next) {
		struct tp_err not_here = {0};
		struct tp_value value;
		if (tp_survey_cell(&loader->scratch, entry->instrument, text, &value, &not_here) == 0)
			return 1;
		if (not_here.code == TP_SYSTEM)
			return tp_err_memory(loader->err);
	}
	return 0;
}

static bool is_word(struct tp_text text, const char *words)
{
	struct tp_text rest = tp_text_of(words);
	while (rest.ptr)
		if (tp_text_compare(tp_text_split(&rest, "|"), text) == 0)
			return true;
	return false;
}

static void try_items(struct loader *loader, struct tp_near *near)
{
	for (const struct tp_shelf_entry *entry = loader->shelf->first; entry; entry = entry->next)
		for (size_t i = 0; i < entry->instrument->items_n; i++)
			tp_near_try(near, entry->instrument->items[i].id);
}

/* A name of which the map may not speak here. Fields: words besides theirs, or NULL where only items are meant. */
static int refuse_name(struct loader *loader, struct tp_text name, const char *words, bool items)
{
	struct tp_near near;
	char hint[100] = "";
	tp_near_begin(&near, name);
	for (enum tp_kind kind = 0; words && kind < TP_KINDS; kind++)
		if (is_kind(loader, kind))
			tp_near_kind(&near, kind);
	if (words)
		tp_near_names(&near, words);
	if (items)
		try_items(loader, &near);
	if (near.name.ptr)
		snprintf(hint, sizeof hint, ", the nearest is \"%s\"", tp_text_show(near.name).text);
	return tp_err_set(loader->err, TP_DATA, "\"%s\" is no %s%s: see tp-import --list-fields%s", tp_text_show(name).text,
		!items ? "field" : words ? "field and no item" : "item of any instrument", hint,
		items ? " and tp-score --show" : "");
}

static int check_role(struct loader *loader, struct tp_text word)
{
	if (tp_code_read(TP_ENUM_role, word) != TP_CODE_none)
		return 0;
	return tp_err_set(loader->err, TP_DATA, "\"%s\" is no role: expected owner, leader, agent or target",
		tp_text_show(word).text);
}

/* What a header is to mean. */
static int check_target(struct loader *loader, struct tp_text target)
{
	struct tp_text role = tp_mapping_behind(target, "role:"), item = tp_mapping_behind(target, "item:");
	if (is_open(target))
		return refuse_open(loader, target, "move the header to \"ignore\"");
	if (is_word(target, column_words) || is_field(loader, target))
		return 0;
	if (role.ptr)
		return check_role(loader, role);
	if (!item.ptr)
		item = tp_mapping_behind(target, "comment:");
	const char *words = item.ptr ? NULL : column_words;
	if (!item.ptr)
		item = target;
	int found = is_item(loader, item);
	return found > 0 ? 0 : found < 0 ? -1 : refuse_name(loader, item, words, true);
}

/* --- what cells are to mean --- */

/* Every field of that name may refuse it; the first one's reason stands. */
static int check_field_cell(struct loader *loader, struct tp_text name, struct tp_text text)
{
	static const struct tp_cell_style plain = {.amount = {.decimal = TP_DECIMAL_FIND}};
	struct tp_err first = {0};
	enum tp_kind kind = 0;
	for (enum tp_field field; (field = find_field(loader, name, &kind)) != TP_NO_FIELD; kind++) {
		struct tp_err bad = {0};
		struct tp_value value;
		if (tp_cell_read(&loader->scratch, text, field, &plain, &value, &bad) == 0 &&
			(!tp_field_is_ref(field, TP_KIND_municipality) ||
				tp_place_settle(&loader->scratch, &value, &bad) == 0))
			return 0;
		if (bad.code == TP_SYSTEM || first.code == TP_OK)
			first = bad;
		if (bad.code == TP_SYSTEM)
			break;
	}
	first.field[0] = '\0'; /* the path names it */
	*loader->err = first;
	return -1;
}

/* What cells of no field may mean: an answer, an item, a kind. 1, 0, -1. */
static int is_meaning(struct loader *loader, struct tp_text name, struct tp_text text)
{
	if (tp_text_is(name, "kind"))
		return tp_kind_read(text) != TP_KIND_other;
	if (tp_text_is(name, "item"))
		return is_item(loader, text);
	return tp_text_is(name, "value") || !is_field(loader, name) ? is_answer(loader, text) : 0;
}

static int check_cell(struct loader *loader, struct tp_text name, struct tp_text text)
{
	if (text.len == 0)
		return 0;
	if (is_open(text))
		return refuse_open(loader, text, "take the line out");
	int found = is_meaning(loader, name, text);
	if (found != 0)
		return found > 0 ? 0 : -1;
	if (is_field(loader, name) && !is_word(name, cell_words))
		return check_field_cell(loader, name, text);
	return tp_err_set(loader->err, TP_DATA, "\"%s\" is no %s", tp_text_show(text).text, tp_text_is(name, "kind") ?
		"kind of record" : tp_text_is(name, "item") ? "item of any instrument" : "answer to any instrument");
}

/* A text, a number as written, true and false as ja and nej, null as an empty cell. */
static int read_scalar(struct loader *loader, const struct tp_value *value, struct tp_text *out)
{
	switch (value->type) {
	case TP_TEXT:
		*out = trimmed(value);
		return 0;
	case TP_NUM:
		*out = value->text;
		return 0;
	case TP_BOOL:
		*out = tp_text_of(value->flag ? "ja" : "nej");
		return 0;
	case TP_BLANK:
		*out = tp_text_of("");
		return 0;
	default:
		return tp_err_set(loader->err, TP_DATA, "expected a text, a number, true, false or null");
	}
}

/* --- the parts --- */

/* Two keys that mean the same are as bad as one key twice. */
static int check_twins(struct loader *loader, struct tp_text title)
{
	const struct tp_mapping_column *other = tp_mapping_find(loader->mapping, title);
	return !other ? 0 : tp_err_set(loader->err, TP_DATA, "the same header stands in the map twice, as \"%s\" too: keep one",
		tp_text_show(other->title).text);
}

static int add_column(struct loader *loader, struct tp_text title, struct tp_text target)
{
	struct tp_mapping *mapping = loader->mapping;
	if (title.len == 0)
		return tp_err_set(loader->err, TP_DATA, "expected a header that is not empty");
	if (check_twins(loader, title) < 0)
		return -1;
	mapping->columns[mapping->columns_n++] = (struct tp_mapping_column){title, target, false};
	return 0;
}

static int read_columns(struct loader *loader, const struct tp_value *part)
{
	if (need(loader, part, TP_MAP, "an object of headers and what they mean, as {\"Projekt\": \"title\"}") < 0)
		return at_part(loader, "columns");
	for (size_t i = 0; i < part->map.n; i++) {
		const struct tp_pair *pair = &part->map.pairs[i];
		if (need(loader, &pair->value, TP_TEXT, "the name of a field, as \"title\"") < 0 ||
			check_target(loader, trimmed(&pair->value)) < 0 ||
			add_column(loader, tp_text_trim(pair->key), trimmed(&pair->value)) < 0)
			return at(loader, "columns", pair->key);
	}
	return 0;
}

static int read_ignore(struct loader *loader, const struct tp_value *part)
{
	char path[40];
	if (need(loader, part, TP_LIST, "a list of headers") < 0)
		return at_part(loader, "ignore");
	for (size_t i = 0; i < part->list.n; i++) {
		const struct tp_value *item = &part->list.items[i];
		snprintf(path, sizeof path, "ignore[%zu]", i);
		if (need(loader, item, TP_TEXT, "a header, as \"Kontonr.\"") < 0 ||
			add_column(loader, trimmed(item), (struct tp_text){0}) < 0)
			return at_part(loader, path);
	}
	return 0;
}

static int read_cell(struct loader *loader, const struct tp_pair *pair, struct tp_mapping_cells *cells)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text text = {0};
	bool is_new;
	if (read_scalar(loader, &pair->value, &text) < 0 || check_cell(loader, cells->field, text) < 0)
		return -1;
	long number = tp_map_add(&cells->keys, tp_mapping_key(tp_text_trim(pair->key), fold), &is_new);
	if (number < 0)
		return tp_err_memory(loader->err);
	if (!is_new)
		return tp_err_set(loader->err, TP_DATA, "the same cell stands in the map twice: keep one");
	cells->meaning[number] = text;
	return 0;
}

static int read_cells(struct loader *loader, const struct tp_pair *part, struct tp_mapping_cells *cells)
{
	char path[sizeof loader->err->field];
	snprintf(path, sizeof path, "values.%s", tp_text_show(part->key).text);
	if (need(loader, &part->value, TP_MAP, "an object of cells and what they mean, as {\"I gang\": \"rollout\"}") < 0)
		return at_part(loader, path);
	cells->field = part->key;
	cells->meaning = tp_arena_array(&loader->mapping->arena, part->value.map.n, sizeof *cells->meaning);
	if (!cells->meaning)
		return tp_err_memory(loader->err);
	for (size_t i = 0; i < part->value.map.n; i++)
		if (read_cell(loader, &part->value.map.pairs[i], cells) < 0)
			return at(loader, path, part->value.map.pairs[i].key);
	return 0;
}

static int read_values(struct loader *loader, const struct tp_value *part)
{
	struct tp_mapping *mapping = loader->mapping;
	if (need(loader, part, TP_MAP, "an object of fields and their cells, as {\"phase\": {\"I gang\": \"rollout\"}}") < 0)
		return at_part(loader, "values");
	mapping->values = tp_arena_array(&mapping->arena, part->map.n, sizeof *mapping->values);
	if (!mapping->values)
		return tp_err_memory(loader->err);
	for (size_t i = 0; i < part->map.n; i++) {
		const struct tp_pair *pair = &part->map.pairs[i];
		int known = is_word(pair->key, cell_words) || is_field(loader, pair->key) ? 1 : is_item(loader, pair->key);
		if (known == 0)
			refuse_name(loader, pair->key, cell_words, true);
		if (known <= 0)
			return at(loader, "values", pair->key);
		if (read_cells(loader, pair, &mapping->values[mapping->values_n++]) < 0)
			return -1;
	}
	return 0;
}

static int read_default(struct loader *loader, const struct tp_pair *pair)
{
	struct tp_mapping *mapping = loader->mapping;
	struct tp_text text = {0};
	if (read_scalar(loader, &pair->value, &text) < 0)
		return -1;
	if (is_open(text))
		return refuse_open(loader, text, "take the line out");
	if (!tp_text_is(pair->key, "kind") && !is_field(loader, pair->key))
		return refuse_name(loader, pair->key, "kind", false);
	if (text.len > 0 && check_cell(loader, pair->key, text) < 0)
		return -1;
	if (text.len > 0)
		mapping->defaults[mapping->defaults_n++] = (struct tp_pair){pair->key, tp_value_text(text)};
	return 0;
}

static int read_defaults(struct loader *loader, const struct tp_value *part)
{
	struct tp_mapping *mapping = loader->mapping;
	if (need(loader, part, TP_MAP, "an object of fields and their values, as {\"municipality\": \"vejen\"}") < 0)
		return at_part(loader, "defaults");
	mapping->defaults = tp_arena_array(&mapping->arena, part->map.n, sizeof *mapping->defaults);
	if (!mapping->defaults)
		return tp_err_memory(loader->err);
	for (size_t i = 0; i < part->map.n; i++)
		if (read_default(loader, &part->map.pairs[i]) < 0)
			return at(loader, "defaults", part->map.pairs[i].key);
	return 0;
}

/* --- the whole --- */

/* Room for all headers, of both parts that have them. */
static int make_room(struct loader *loader, const struct tp_value *document)
{
	const struct tp_value *columns = tp_value_get(document, "columns"), *ignore = tp_value_get(document, "ignore");
	size_t n = columns && columns->type == TP_MAP ? columns->map.n : 0;
	n += ignore && ignore->type == TP_LIST ? ignore->list.n : 0;
	loader->mapping->columns = tp_arena_array(&loader->mapping->arena, n, sizeof *loader->mapping->columns);
	return loader->mapping->columns ? 0 : tp_err_memory(loader->err);
}

static int read_document(struct loader *loader, const struct tp_value *document)
{
	static const struct {
		const char *name;
		int (*read)(struct loader *loader, const struct tp_value *part);
	} parts[] = {{"columns", read_columns}, {"values", read_values}, {"defaults", read_defaults},
		{"ignore", read_ignore}};
	enum { PARTS = sizeof parts / sizeof *parts };
	if (need(loader, document, TP_MAP, "an object with columns, values, defaults and ignore") < 0 ||
		make_room(loader, document) < 0)
		return -1;
	for (size_t i = 0; i < document->map.n; i++) {
		const struct tp_pair *pair = &document->map.pairs[i];
		size_t k = 0;
		while (k < PARTS && !tp_text_is(pair->key, parts[k].name))
			k++;
		if (k == PARTS)
			return tp_err_set(loader->err, TP_DATA, "\"%s\" is no part of a map: expected columns, values, defaults "
				"or ignore", tp_text_show(pair->key).text);
		if (parts[k].read(loader, &pair->value) < 0)
			return -1;
	}
	return 0;
}

int tp_mapping_load(struct tp_mapping *mapping, const char *file, enum tp_kind kind, struct tp_shelf *shelf,
	struct tp_err *err)
{
	struct loader loader = {.mapping = mapping, .kind = kind, .shelf = shelf, .err = err};
	struct tp_value document;
	*mapping = (struct tp_mapping){.file = file};
	int result = tp_convert_file(&mapping->arena, file, &document, err);
	if (result == 0)
		result = read_document(&loader, &document);
	tp_arena_free(&loader.scratch);
	return result < 0 ? tp_err_at(err, file, 0, NULL) : 0;
}
