#include "tp/place.h"

#include <string.h>

#include "tp/data.h"

struct place {
	struct tp_text code, id, name;
};

/* The next line of municipalities.csv, which is ours: no quotes in it. */
static bool next_place(struct tp_text *rest, struct place *place)
{
	struct tp_text line = tp_text_split(rest, "\n");
	if (line.len == 0)
		return false;
	place->code = tp_text_split(&line, ",");
	place->id = tp_text_split(&line, ",");
	place->name = tp_text_split(&line, ",");
	return true;
}

static struct tp_text all_places(void)
{
	struct tp_text rest = tp_data_find(tp_text_of("municipalities.csv"));
	tp_text_split(&rest, "\n"); /* the header */
	return rest;
}

static bool same(struct tp_text a, struct tp_text b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool take_behind(struct tp_text *text, const char *end)
{
	size_t len = strlen(end);
	if (text->len <= len || memcmp(text->ptr + text->len - len, end, len) != 0)
		return false;
	text->len -= len;
	return true;
}

/* Folded, without what stands behind: Vejle Kommune, Bornholms Regionskommune, Vejle Municipality. *called tells whether
 * any of it was there. */
static struct tp_text fold_name(struct tp_text name, char out[TP_FOLD_SIZE], bool *called)
{
	struct tp_text folded = {out, tp_text_fold(name, out)};
	*called = take_behind(&folded, "regionskommune") || take_behind(&folded, "kommune") ||
		take_behind(&folded, "municipality");
	return folded;
}

static bool is_code(struct tp_text written, struct tp_text code)
{
	if (written.len + 1 == code.len && code.ptr[0] == '0')
		code = (struct tp_text){code.ptr + 1, code.len - 1};
	return same(written, code);
}

/* Written just as the table has it, which is nearly always: no folding. */
static struct tp_text find_exact(struct tp_text name)
{
	struct tp_text rest = all_places();
	for (struct place place; next_place(&rest, &place);)
		if (same(name, place.id) || same(name, place.name))
			return place.id;
	return (struct tp_text){0};
}

static struct place place_at(size_t n)
{
	struct tp_text rest = all_places();
	struct place place;
	while (next_place(&rest, &place))
		if (n-- == 0)
			return place;
	return (struct place){0};
}

struct tp_text tp_place_id(size_t n)
{
	return place_at(n).id;
}

struct tp_text tp_place_name(size_t n)
{
	return place_at(n).name;
}

struct tp_text tp_place_find(struct tp_text name)
{
	struct tp_text exact = find_exact(name);
	if (exact.ptr)
		return exact;
	char written[TP_FOLD_SIZE], own[TP_FOLD_SIZE];
	bool called;
	struct tp_text folded = fold_name(name, written, &called), bare = folded, rest = all_places();
	bool genitive = called && take_behind(&bare, "s"); /* Københavns Kommune */
	for (struct place place; next_place(&rest, &place);) {
		struct tp_text known = {own, tp_text_fold(place.name, own)};
		if (is_code(folded, place.code) || same(folded, known) || (genitive && same(bare, known)))
			return place.id;
		known.len = tp_text_fold(place.id, own);
		if (same(folded, known))
			return place.id;
	}
	return (struct tp_text){0};
}

bool tp_place_is_id(struct tp_text id)
{
	struct tp_text known = find_exact(id);
	return known.ptr && same(known, id);
}

bool tp_place_is_number(struct tp_text name)
{
	name = tp_text_trim(name);
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] < '0' || name.ptr[i] > '9')
			return false;
	return name.len > 0;
}

/* A letter for each of æ ø å, which the folding gives two: who drops one makes one slip. */
static struct tp_text narrow(struct tp_text folded, char out[TP_FOLD_SIZE])
{
	size_t len = 0;
	for (size_t i = 0; i < folded.len; i++) {
		out[len++] = folded.ptr[i];
		if (i + 1 < folded.len && ((folded.ptr[i] == 'a' && strchr("ae", folded.ptr[i + 1])) ||
			(folded.ptr[i] == 'o' && folded.ptr[i + 1] == 'e')))
			i++;
	}
	return (struct tp_text){out, len};
}

struct tp_text tp_place_near(struct tp_text name)
{
	char written[TP_FOLD_SIZE], own[TP_FOLD_SIZE], bare_written[TP_FOLD_SIZE], bare_own[TP_FOLD_SIZE];
	bool called;
	struct tp_text folded = fold_name(name, written, &called), bare = narrow(folded, bare_written), rest = all_places();
	struct tp_text near = {0};
	size_t best = bare.len >= 8 ? 3 : bare.len >= 2 ? 2 : 0; /* edits from which on it is another word */
	size_t best_sum = SIZE_MAX;
	for (struct place place; next_place(&rest, &place);) {
		struct tp_text known = {own, tp_text_fold(place.name, own)};
		size_t one = tp_text_distance(folded, known), other = tp_text_distance(bare, narrow(known, bare_own));
		size_t edits = one < other ? one : other, sum = one + other;
		if (edits < best || (near.ptr && edits == best && sum < best_sum)) {
			best = edits;
			best_sum = sum;
			near = place.name;
		}
	}
	return near;
}

static int settle(struct tp_arena *arena, struct tp_text *id, struct tp_err *err)
{
	struct tp_text known = tp_place_find(*id);
	if (known.ptr) {
		*id = tp_text_copy(arena, known);
		return id->ptr ? 0 : tp_err_memory(err);
	}
	struct tp_text near = tp_place_near(*id);
	if (near.ptr)
		return tp_err_set(err, TP_DATA, "no municipality is called %s: is it %.*s?", tp_text_show(*id).text,
			(int)near.len, near.ptr);
	return 0;
}

int tp_place_settle(struct tp_arena *arena, struct tp_value *value, struct tp_err *err)
{
	if (value->type == TP_TEXT)
		return settle(arena, &value->text, err);
	for (size_t i = 0; value->type == TP_LIST && i < value->list.n; i++)
		if (settle(arena, &value->list.items[i].text, err) < 0)
			return -1;
	return 0;
}
