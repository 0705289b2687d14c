#include "tp/near.h"

#include <string.h>

/* A shorter name stands in many words by chance. */
enum { HELD_MIN = 4 };

void tp_near_begin(struct tp_near *near, struct tp_text text)
{
	*near = (struct tp_near){.field = TP_NO_FIELD};
	near->folded = (struct tp_text){near->fold, tp_text_fold(text, near->fold)};
	near->edits = near->folded.len; /* as many are another word */
}

static bool holds(struct tp_text text, struct tp_text part)
{
	return part.len >= HELD_MIN && text.len >= part.len && memmem(text.ptr, text.len, part.ptr, part.len);
}

/* "Forventet slutdato" is nearer to "Slutdato" than edits tell; of two names it holds, the longer one is meant. */
static size_t distance(struct tp_text a, struct tp_text b)
{
	size_t edits = tp_text_distance(a, b), beside = a.len > b.len ? a.len - b.len : b.len - a.len;
	size_t held = holds(a, b) || holds(b, a) ? 1 + (beside + 1) / 2 : edits;
	return held < edits ? held : edits;
}

void tp_near_try(struct tp_near *near, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	size_t edits = distance(near->folded, (struct tp_text){fold, tp_text_fold(name, fold)});
	if (edits < near->edits) {
		near->edits = edits;
		near->name = name;
		near->field = TP_NO_FIELD;
	}
}

void tp_near_names(struct tp_near *near, const char *names)
{
	struct tp_text rest = tp_text_of(names);
	while (rest.ptr)
		tp_near_try(near, tp_text_split(&rest, "|"));
}

void tp_near_kind(struct tp_near *near, enum tp_kind kind)
{
	size_t n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
		const struct tp_field_info *info = tp_field_info(field);
		size_t before = near->edits;
		if (!tp_field_is_column(field))
			continue;
		tp_near_names(near, info->name);
		tp_near_names(near, info->header[TP_DA]);
		tp_near_names(near, info->header[TP_EN]);
		if (near->edits < before)
			near->field = field;
	}
}

void tp_near_enum(struct tp_near *near, enum tp_enum codes)
{
	size_t n;
	int first = tp_enum_first(codes, &n);
	for (int code = first; code < first + (int)n; code++) {
		tp_near_names(near, tp_code_slug(code));
		tp_near_names(near, tp_code_names(code, TP_DA));
		tp_near_names(near, tp_code_names(code, TP_EN));
	}
}

bool tp_near_is_close(const struct tp_near *near)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text name = {fold, near->name.ptr ? tp_text_fold(near->name, fold) : 0};
	return name.len > 0 && (near->edits * 3 <= near->folded.len || holds(near->folded, name) || holds(name, near->folded));
}
