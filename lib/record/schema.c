#include "tp/schema.h"

#include <assert.h>
#include <string.h>

#include "tp/record.h"

#define ID(of) .form = TP_FORM_ID, .ref = TP_KIND_##of
#define IDS(of) .form = TP_FORM_IDS, .ref = TP_KIND_##of
#define CODE(of) .form = TP_FORM_CODE, .codes = TP_ENUM_##of
#define CODES(of) .form = TP_FORM_CODES, .codes = TP_ENUM_##of
#define GOALS(of) .form = TP_FORM_GOALS, .codes = TP_ENUM_##of
#define RANGE(low, high) .form = TP_FORM_RANGE, .min = (low), .max = (high)
#define PERCENT .form = TP_FORM_PERCENT, .min = 0, .max = 100
#define LINE .form = TP_FORM_LINE
#define LINES .form = TP_FORM_LINES
#define NUMBER .form = TP_FORM_NUMBER
#define NUMBERS .form = TP_FORM_NUMBERS
#define MONEY .form = TP_FORM_MONEY
#define HOURS .form = TP_FORM_HOURS
#define HEADS .form = TP_FORM_HEADS
#define DAY .form = TP_FORM_DAY
#define BOOL .form = TP_FORM_BOOL
#define MAP .form = TP_FORM_MAP
#define COUNTS(of) .form = TP_FORM_MAP, .codes = TP_ENUM_##of
#define PAIR .form = TP_FORM_PAIR
#define ANY .form = TP_FORM_ANY

static const struct tp_field_info fields[TP_FIELDS] = {
#define TP_KIND(kind, class, da, en)
#define TP_FIELD(of, field, what, flag, da, en) \
	[TP_##of##_##field] = {#field, TP_KIND_##of, what, .flags = (flag), .header = {da, en}},
#include "data/fields.def"
#undef TP_KIND
#undef TP_FIELD
};

static const struct tp_kind_info kinds[TP_KINDS] = {
#define TP_KIND(kind, of_class, da, en) [TP_KIND_##kind] = {#kind, TP_##of_class, TP_FIRST_##kind, {da, en}},
#define TP_FIELD(...)
#include "data/fields.def"
#undef TP_KIND
#undef TP_FIELD
};

static const struct code_info {
	const char *slug;
	const char *names[TP_LANGS];
} codes[TP_CODES] = {
#define TP_ENUM(name)
#define TP_CODE(name, value, slug, da, en) [TP_##name##_##value] = {slug, {da, en}},
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
};

/* Where each enumeration's values begin, in the numbering that runs over all of them. */
enum {
	FIRST_OF_ALL, /* TP_CODE_none */
#define TP_ENUM(name) FIRST_##name, BEFORE_##name = FIRST_##name - 1,
#define TP_CODE(name, value, ...) AT_##name##_##value,
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
};

static const int enums[TP_ENUMS + 1] = {
#define TP_ENUM(name) [TP_ENUM_##name] = FIRST_##name,
#define TP_CODE(...)
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
	[TP_ENUMS] = TP_CODES,
};

const struct tp_kind_info *tp_kind_info(enum tp_kind kind)
{
	assert(kind < TP_KINDS);
	return &kinds[kind];
}

size_t tp_kind_fields(enum tp_kind kind)
{
	if (kind >= TP_KINDS)
		return 0;
	enum tp_field end = kind + 1 < TP_KINDS ? kinds[kind + 1].first : TP_FIELDS;
	assert(end - kinds[kind].first <= TP_FIELDS_MAX);
	return end - kinds[kind].first;
}

const struct tp_field_info *tp_field_info(enum tp_field field)
{
	assert(field < TP_FIELDS);
	return &fields[field];
}

bool tp_field_is_ref(enum tp_field field, enum tp_kind kind)
{
	const struct tp_field_info *info = tp_field_info(field);
	return (info->form == TP_FORM_ID || info->form == TP_FORM_IDS) && info->ref == kind;
}

bool tp_field_is_column(enum tp_field field)
{
	enum tp_form form = tp_field_info(field)->form;
	return form != TP_FORM_MAP && form != TP_FORM_PAIR && form != TP_FORM_ANY;
}

bool tp_kind_is_personal(enum tp_kind kind)
{
	size_t n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++)
		if (fields[kinds[kind].first + i].flags & TP_PERSON)
			return true;
	return false;
}

enum tp_type tp_field_type(enum tp_field field)
{
	static const enum tp_type types[] = {
		[TP_FORM_ID] = TP_TEXT, [TP_FORM_LINE] = TP_TEXT, [TP_FORM_NUMBER] = TP_NUM,
		[TP_FORM_MONEY] = TP_NUM, [TP_FORM_HOURS] = TP_NUM, [TP_FORM_HEADS] = TP_NUM,
		[TP_FORM_RANGE] = TP_NUM, [TP_FORM_PERCENT] = TP_NUM, [TP_FORM_DAY] = TP_DAY,
		[TP_FORM_CODE] = TP_CODE, [TP_FORM_BOOL] = TP_BOOL, [TP_FORM_IDS] = TP_LIST,
		[TP_FORM_CODES] = TP_LIST, [TP_FORM_LINES] = TP_LIST, [TP_FORM_GOALS] = TP_LIST,
		[TP_FORM_MAP] = TP_MAP, [TP_FORM_NUMBERS] = TP_LIST, [TP_FORM_PAIR] = TP_MAP,
		[TP_FORM_ANY] = TP_ABSENT,
	};
	return types[tp_field_info(field)->form];
}

enum tp_kind tp_kind_find(struct tp_text name)
{
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		if (tp_text_is(name, kinds[kind].name))
			return kind;
	return TP_KIND_other;
}

enum tp_field tp_field_find(enum tp_kind kind, struct tp_text name)
{
	size_t n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++)
		if (tp_text_is(name, fields[kinds[kind].first + i].name))
			return kinds[kind].first + i;
	return TP_NO_FIELD;
}

struct tp_text tp_names_at(const char *names, size_t n)
{
	struct tp_text rest = tp_text_of(names), part;
	do
		part = tp_text_split(&rest, "|");
	while (part.ptr && n--);
	return part;
}

/* By its first letter: most names need no folding to see that they are others. */
static bool may_match(const char *name, struct tp_text folded)
{
	char c = (char)(*name | 0x20);
	bool is_plain = (c >= 'a' && c <= 'z') || (*name >= '0' && *name <= '9');
	return !is_plain || (folded.len > 0 && folded.ptr[0] == c);
}

bool tp_names_match(const char *names, struct tp_text folded)
{
	const char *end;
	for (const char *name = names; name; name = *end ? end + 1 : NULL) {
		char fold[TP_FOLD_SIZE];
		end = name + strcspn(name, "|");
		if (!may_match(name, folded))
			continue;
		size_t len = tp_text_fold((struct tp_text){name, (size_t)(end - name)}, fold);
		if (len == folded.len && memcmp(fold, folded.ptr, len) == 0)
			return true;
	}
	return false;
}

enum tp_kind tp_kind_read(struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	enum tp_kind kind = 0;
	while (kind < TP_KINDS && !(kinds[kind].is == TP_FACT &&
		(tp_names_match(kinds[kind].title[TP_DA], folded) || tp_names_match(kinds[kind].title[TP_EN], folded))))
		kind++;
	return kind;
}

enum tp_field tp_field_read(enum tp_kind kind, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	size_t n = tp_kind_fields(kind);
	for (size_t i = 0; i < n; i++) {
		enum tp_field field = kinds[kind].first + (enum tp_field)i;
		const struct tp_field_info *info = &fields[field];
		if (tp_field_is_column(field) && (tp_names_match(info->name, folded) ||
			tp_names_match(info->header[TP_DA], folded) || tp_names_match(info->header[TP_EN], folded)))
			return field;
	}
	return TP_NO_FIELD;
}

int tp_enum_first(enum tp_enum of, size_t *n)
{
	assert(of > TP_ENUM_none && of < TP_ENUMS);
	*n = (size_t)(enums[of + 1] - enums[of]);
	return enums[of];
}

int tp_code_find(enum tp_enum of, struct tp_text slug)
{
	size_t n;
	int first = tp_enum_first(of, &n);
	for (size_t i = 0; i < n; i++)
		if (tp_text_is(slug, codes[first + (int)i].slug))
			return first + (int)i;
	return TP_CODE_none;
}

int tp_code_read(enum tp_enum of, struct tp_text name)
{
	int code = tp_code_find(of, name);
	if (code != TP_CODE_none)
		return code;
	size_t n;
	int first = tp_enum_first(of, &n);
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(name, fold)};
	for (int i = first; code == TP_CODE_none && i < first + (int)n; i++)
		if (tp_names_match(codes[i].slug, folded) || tp_names_match(codes[i].names[TP_DA], folded) ||
			tp_names_match(codes[i].names[TP_EN], folded))
			code = i;
	return code;
}

const char *tp_code_slug(int code)
{
	assert(code > TP_CODE_none && code < TP_CODES);
	return codes[code].slug;
}

const char *tp_code_names(int code, enum tp_lang lang)
{
	assert(code > TP_CODE_none && code < TP_CODES);
	return codes[code].names[lang];
}

struct tp_text tp_code_title(int code, enum tp_lang lang)
{
	assert(code > TP_CODE_none && code < TP_CODES);
	return tp_names_at(codes[code].names[lang], 0);
}

struct tp_text tp_code_short(int code, enum tp_lang lang)
{
	struct tp_text name = tp_names_at(codes[code].names[lang], 1);
	return name.ptr ? name : tp_code_title(code, lang);
}
