#include "tp/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/data.h"
#include "tp/file.h"
#include "tp/limits.h"

static const char folder[] = "instruments/", ending[] = ".json";

static int add(struct tp_shelf *shelf, struct tp_text bytes, const struct tp_instrument **out, struct tp_err *err)
{
	struct tp_value *tree = tp_arena_alloc(&shelf->arena, sizeof *tree);
	struct tp_shelf_entry *entry = tp_arena_alloc(&shelf->arena, sizeof *entry);
	if (!tree || !entry)
		return tp_err_memory(err);
	if (tp_convert_document(&shelf->arena, bytes, tree, err) < 0 ||
		tp_instrument_make(&shelf->arena, tree, &entry->instrument, err) < 0)
		return -1;
	entry->document = bytes;
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
	return bytes.ptr ? add(shelf, bytes, out, err) : unknown(id, err);
}

int tp_shelf_load(struct tp_shelf *shelf, const char *file, const struct tp_instrument **out, struct tp_err *err)
{
	struct tp_buf bytes = {0};
	struct tp_text document = {0};
	int result = tp_file_read(file, TP_DOCUMENT_MAX, &bytes, err);
	if (result == 0)
		document = tp_text_copy(&shelf->arena, (struct tp_text){bytes.ptr, bytes.len});
	if (result == 0)
		result = document.ptr ? add(shelf, document, out, err) : tp_err_memory(err);
	tp_buf_free(&bytes);
	return result < 0 ? tp_err_at(err, file, 0, NULL) : 0;
}

int tp_shelf_said(struct tp_shelf *shelf, const char *said, const struct tp_instrument **out, bool *is_file,
	struct tp_err *err)
{
	size_t len = strlen(said), tail = strlen(ending);
	bool file = strchr(said, '/') || (len > tail && strcmp(said + len - tail, ending) == 0);
	if (is_file)
		*is_file = file;
	return file ? tp_shelf_load(shelf, said, out, err) : tp_shelf_find(shelf, tp_text_of(said), out, err);
}

int tp_shelf_find_in(void *shelf, struct tp_text id, const struct tp_instrument **out, struct tp_err *err)
{
	return tp_shelf_find(shelf, id, out, err);
}

const struct tp_instrument *tp_shelf_know(void *self, struct tp_text id)
{
	struct tp_shelf *shelf = self;
	const struct tp_instrument *instrument;
	struct tp_err err = {0};
	if (tp_shelf_find(shelf, id, &instrument, &err) == 0)
		return instrument;
	if (err.code == TP_SYSTEM)
		shelf->failed = err;
	return NULL;
}

/* The entry of an instrument that is on the shelf. */
static const struct tp_shelf_entry *entry_of(const struct tp_shelf *shelf, const struct tp_instrument *instrument)
{
	const struct tp_shelf_entry *entry = shelf->first;
	while (entry->instrument != instrument)
		entry = entry->next;
	return entry;
}

int tp_shelf_document(struct tp_shelf *shelf, struct tp_text id, struct tp_text *out, struct tp_err *err)
{
	const struct tp_instrument *instrument;
	if (tp_shelf_find(shelf, id, &instrument, err) < 0)
		return -1;
	*out = entry_of(shelf, instrument)->document;
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct tp_instrument *const *left = a, *const *right = b;
	return tp_text_compare((*left)->id, (*right)->id);
}

const struct tp_instrument **tp_shelf_all(struct tp_shelf *shelf, struct tp_arena *arena, size_t *n, struct tp_err *err)
{
	const struct tp_instrument *found;
	size_t room = 0;
	for (size_t i = 0; tp_shelf_id(i).ptr; i++)
		if (tp_shelf_find(shelf, tp_shelf_id(i), &found, err) < 0)
			return NULL;
	for (const struct tp_shelf_entry *entry = shelf->first; entry; entry = entry->next)
		room++;
	const struct tp_instrument **all = tp_arena_array(arena, room, sizeof *all);
	*n = 0;
	if (!all)
		tp_err_memory(err);
	for (const struct tp_shelf_entry *entry = shelf->first; all && entry; entry = entry->next)
		if (tp_shelf_find(shelf, entry->instrument->id, &found, err) == 0 && found == entry->instrument)
			all[(*n)++] = found; /* the one that stands, of those of an id */
	if (all)
		qsort(all, *n, sizeof *all, by_id);
	return all;
}

void tp_shelf_free(struct tp_shelf *shelf)
{
	tp_arena_free(&shelf->arena);
	shelf->first = NULL;
}
