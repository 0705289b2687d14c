#include "tp/shelf.h"

#include <stdio.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/data.h"
#include "tp/limits.h"

static const char folder[] = "instruments/", ending[] = ".json";

static int add(struct tp_shelf *shelf, const struct tp_value *tree, const struct tp_instrument **out,
	struct tp_err *err)
{
	struct tp_shelf_entry *entry = tp_arena_alloc(&shelf->arena, sizeof *entry);
	if (!entry)
		return tp_err_memory(err);
	if (tp_instrument_make(&shelf->arena, tree, &entry->instrument, err) < 0)
		return -1;
	entry->next = shelf->first;
	shelf->first = entry;
	*out = entry->instrument;
	return 0;
}

struct tp_text tp_shelf_id(size_t n)
{
	struct tp_text path;
	for (size_t i = 0; (path = tp_data_path(i)).ptr; i++) {
		size_t around = strlen(folder) + strlen(ending);
		if (path.len > around && memcmp(path.ptr, folder, strlen(folder)) == 0 && n-- == 0)
			return (struct tp_text){path.ptr + strlen(folder), path.len - around};
	}
	return (struct tp_text){0};
}

/* The name compiled in that the id nearly is; ptr NULL when there is none. */
static struct tp_text nearly(struct tp_text id)
{
	char fold[TP_FOLD_SIZE], other[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(id, fold)}, name;
	for (size_t i = 0; (name = tp_shelf_id(i)).ptr; i++) {
		struct tp_text folded_name = {other, tp_text_fold(name, other)};
		if (tp_text_distance(folded, folded_name) <= folded_name.len / 4)
			break;
	}
	return name;
}

static int unknown(struct tp_text id, struct tp_err *err)
{
	char known[400] = "";
	struct tp_text name = nearly(id);
	struct tp_text_shown shown = tp_text_show(id);
	size_t len = 0;
	if (name.ptr)
		return tp_err_set(err, TP_DATA, "no instrument is called %s; did you mean %.*s?", shown.text,
			(int)name.len, name.ptr);
	for (size_t i = 0; (name = tp_shelf_id(i)).ptr && len < sizeof known; i++)
		len += (size_t)snprintf(known + len, sizeof known - len, "%s%.*s", i ? ", " : "", (int)name.len, name.ptr);
	return tp_err_set(err, TP_DATA, "no instrument is called %s: there is %s, and -i FILE adds one", shown.text, known);
}

int tp_shelf_find(struct tp_shelf *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err)
{
	char path[TP_ID_MAX + sizeof folder + sizeof ending];
	for (struct tp_shelf_entry *entry = shelf->first; entry; entry = entry->next)
		if (tp_text_equal(entry->instrument->id, id)) {
			*out = entry->instrument;
			return 0;
		}
	if (id.len > TP_ID_MAX)
		return unknown(id, err);
	snprintf(path, sizeof path, "%s%.*s%s", folder, (int)id.len, id.ptr, ending);
	struct tp_text bytes = tp_data_find(tp_text_of(path));
	if (!bytes.ptr)
		return unknown(id, err);
	struct tp_value *tree = tp_arena_alloc(&shelf->arena, sizeof *tree);
	if (!tree)
		return tp_err_memory(err);
	return tp_convert_document(&shelf->arena, bytes, tree, err) < 0 ? -1 : add(shelf, tree, out, err);
}

int tp_shelf_load(struct tp_shelf *shelf, const char *file, const struct tp_instrument **out, struct tp_err *err)
{
	struct tp_value *tree = tp_arena_alloc(&shelf->arena, sizeof *tree);
	if (!tree)
		return tp_err_memory(err);
	if (tp_convert_file(&shelf->arena, file, tree, err) < 0)
		return -1;
	return add(shelf, tree, out, err) < 0 ? tp_err_at(err, file, 0, NULL) : 0;
}

bool tp_shelf_is_file(const char *said)
{
	size_t len = strlen(said);
	return strchr(said, '/') || (len > strlen(ending) && strcmp(said + len - strlen(ending), ending) == 0);
}

int tp_shelf_take(struct tp_shelf *shelf, const char *said, const struct tp_instrument **out, struct tp_err *err)
{
	return tp_shelf_is_file(said) ? tp_shelf_load(shelf, said, out, err)
				      : tp_shelf_find(shelf, tp_text_of(said), out, err);
}

void tp_shelf_free(struct tp_shelf *shelf)
{
	tp_arena_free(&shelf->arena);
	shelf->first = NULL;
}
