#include "tp/mapping.h"

#include <string.h>


/* What is asked of a map; mapping_load.c reads it. */

/* A header of signs alone has nothing to fold. */
static bool is_same(struct tp_text a, struct tp_text b)
{
	char fold_a[TP_FOLD_SIZE], fold_b[TP_FOLD_SIZE];
	size_t len = tp_text_fold(a, fold_a);
	return tp_text_compare(a, b) == 0 ||
		(len > 0 && len == tp_text_fold(b, fold_b) && memcmp(fold_a, fold_b, len) == 0);
}

struct tp_mapping_column *tp_mapping_find(struct tp_mapping *mapping, struct tp_text title)
{
	for (size_t i = 0; mapping && i < mapping->columns_n; i++)
		if (is_same(mapping->columns[i].title, title))
			return &mapping->columns[i];
	return NULL;
}

/* Folding would take away what tells 1-2 from 12. */
struct tp_text tp_mapping_key(struct tp_text cell, char fold[TP_FOLD_SIZE])
{
	struct tp_text folded = {fold, tp_text_fold(cell, fold)};
	for (size_t i = 0; i < cell.len; i++)
		if (cell.ptr[i] >= '0' && cell.ptr[i] <= '9')
			return cell;
	return folded.len > 0 ? folded : cell;
}

struct tp_text tp_mapping_behind(struct tp_text target, const char *prefix)
{
	size_t len = strlen(prefix);
	if (target.len <= len || memcmp(target.ptr, prefix, len) != 0)
		return (struct tp_text){0};
	return tp_text_trim((struct tp_text){target.ptr + len, target.len - len});
}

const struct tp_mapping_column *tp_mapping_column(struct tp_mapping *mapping, struct tp_text title)
{
	struct tp_mapping_column *found = tp_mapping_find(mapping, title);
	if (found)
		found->used = true;
	return found;
}

const struct tp_mapping_cells *tp_mapping_values(const struct tp_mapping *mapping, enum tp_field field)
{
	for (size_t i = 0; mapping && i < mapping->values_n; i++)
		if (tp_field_read(tp_field_info(field)->kind, mapping->values[i].field) == field)
			return &mapping->values[i];
	return NULL;
}

const struct tp_mapping_cells *tp_mapping_named(const struct tp_mapping *mapping, struct tp_text name)
{
	for (size_t i = 0; mapping && i < mapping->values_n; i++)
		if (tp_text_compare(mapping->values[i].field, name) == 0)
			return &mapping->values[i];
	return NULL;
}

bool tp_mapping_cell(const struct tp_mapping_cells *cells, struct tp_text cell, struct tp_text *out)
{
	char fold[TP_FOLD_SIZE];
	long number = cells ? tp_map_find(&cells->keys, tp_mapping_key(cell, fold)) : TP_MAP_NONE;
	if (number < 0)
		return false;
	*out = cells->meaning[number];
	return true;
}

struct tp_text tp_mapping_default(const struct tp_mapping *mapping, enum tp_field field)
{
	for (size_t i = 0; mapping && i < mapping->defaults_n; i++)
		if (tp_field_read(tp_field_info(field)->kind, mapping->defaults[i].key) == field)
			return mapping->defaults[i].value.text;
	return (struct tp_text){0};
}

struct tp_text tp_mapping_kind(const struct tp_mapping *mapping)
{
	for (size_t i = 0; mapping && i < mapping->defaults_n; i++)
		if (tp_text_is(mapping->defaults[i].key, "kind"))
			return mapping->defaults[i].value.text;
	return (struct tp_text){0};
}

void tp_mapping_free(struct tp_mapping *mapping)
{
	for (size_t i = 0; i < mapping->values_n; i++)
		tp_map_free(&mapping->values[i].keys);
	tp_arena_free(&mapping->arena);
}
