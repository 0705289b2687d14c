#include "tp/label.h"

#include <string.h>

#include "tp/day.h"
#include "tp/num.h"

static const char *const labels[TP_LABELS][TP_LANGS] = {
#define TP_LABEL(name, da, en) [TP_LABEL_##name] = {da, en},
#include "data/labels.def"
#undef TP_LABEL
};

const char *tp_label(enum tp_label label, enum tp_lang lang)
{
	return labels[label][lang];
}

void tp_label_value(struct tp_buf *out, const struct tp_value *value, enum tp_lang lang)
{
	char number[TP_NUM_SIZE], day[TP_DAY_PEOPLE_SIZE];
	switch (value->type) {
	case TP_TEXT:
		tp_buf_add(out, value->text.ptr, value->text.len);
		break;
	case TP_NUM:
		tp_buf_add(out, number, tp_num_people(value->num, 4, lang == TP_DA, number));
		break;
	case TP_DAY:
		tp_buf_add(out, day, tp_day_people(value->day, lang, day));
		break;
	case TP_CODE: {
		struct tp_text title = tp_code_title(value->code, lang);
		tp_buf_add(out, title.ptr, title.len);
		break;
	}
	case TP_BOOL:
		tp_buf_add_string(out, tp_label(value->flag ? TP_LABEL_yes : TP_LABEL_no, lang));
		break;
	case TP_LIST:
		for (size_t i = 0; i < value->list.n; i++) {
			if (i)
				tp_buf_add_string(out, ", ");
			tp_label_value(out, &value->list.items[i], lang);
		}
		break;
	default:
		tp_buf_add_char(out, '?');
	}
}

/* The value of a name; a pair value that is itself {da, en} gives its side. */
static const struct tp_value *look_up(struct tp_text name, const struct tp_pair *pairs, size_t n, enum tp_lang lang)
{
	for (size_t i = 0; i < n; i++) {
		if (tp_text_compare(pairs[i].key, name) != 0)
			continue;
		const struct tp_value *value = &pairs[i].value;
		const struct tp_value *side = tp_value_get(value, lang == TP_DA ? "da" : "en");
		return side ? side : value;
	}
	return NULL;
}

/* The brace that closes the one at `open`, or NULL. */
static const char *closing(const char *open)
{
	int depth = 0;
	for (const char *p = open; *p; p++) {
		if (*p == '{')
			depth++;
		else if (*p == '}' && --depth == 0)
			return p;
	}
	return NULL;
}

static void fill(struct tp_buf *out, struct tp_text pattern, const struct tp_pair *pairs, size_t n, enum tp_lang lang);

/* "%": whole percent; ".2": at most two decimals. */
static void fill_number(struct tp_buf *out, double x, char how, struct tp_text decimals, enum tp_lang lang)
{
	char number[TP_NUM_SIZE];
	bool percent = how == '%';
	int most = percent || decimals.len == 0 ? 0 : decimals.ptr[0] - '0';
	tp_buf_add(out, number, tp_num_people(percent ? x * 100 : x, most, lang == TP_DA, number));
	if (percent)
		tp_buf_add_string(out, lang == TP_DA ? " %" : "%");
}

/* What stands between two braces: "name", "name:one|many" or "?name:text". */
static void fill_one(struct tp_buf *out, struct tp_text hole, const struct tp_pair *pairs, size_t n, enum tp_lang lang)
{
	static const struct tp_value unknown = {.type = TP_ABSENT};
	bool maybe = hole.len && hole.ptr[0] == '?';
	if (maybe)
		hole = (struct tp_text){hole.ptr + 1, hole.len - 1};
	struct tp_text name = tp_text_split(&hole, ":"), rest = name;
	size_t whole_len = name.len;
	if (!maybe)
		name = tp_text_split(&rest, "%.");
	const struct tp_value *value = look_up(name, pairs, n, lang);
	if (maybe) {
		if (value && value->type > TP_BLANK)
			fill(out, hole, pairs, n, lang);
		return;
	}
	if (value && value->type == TP_NUM && name.len < whole_len)
		fill_number(out, value->num, name.ptr[name.len], rest, lang);
	else
		tp_label_value(out, value ? value : &unknown, lang);
	if (!hole.ptr)
		return;
	struct tp_text one = tp_text_split(&hole, "|");
	struct tp_text word = value && value->type == TP_NUM && value->num == 1 ? one : hole;
	tp_buf_add_char(out, ' ');
	tp_buf_add(out, word.ptr, word.len);
}

static void fill(struct tp_buf *out, struct tp_text pattern, const struct tp_pair *pairs, size_t n, enum tp_lang lang)
{
	const char *p = pattern.ptr, *end = pattern.ptr + pattern.len;
	while (p < end) {
		const char *open = memchr(p, '{', (size_t)(end - p)), *close = open ? closing(open) : NULL;
		if (!close || close >= end) {
			tp_buf_add(out, p, (size_t)(end - p));
			return;
		}
		tp_buf_add(out, p, (size_t)(open - p));
		fill_one(out, (struct tp_text){open + 1, (size_t)(close - open - 1)}, pairs, n, lang);
		p = close + 1;
	}
}

void tp_label_fill(struct tp_buf *out, const char *pattern, const struct tp_pair *pairs, size_t n, enum tp_lang lang)
{
	fill(out, tp_text_of(pattern), pairs, n, lang);
}

int tp_label_both(struct tp_arena *arena, enum tp_label label, const struct tp_pair *pairs, size_t n,
	struct tp_value *out, struct tp_err *err)
{
	struct tp_buf text = {0};
	*out = tp_value_map(arena, TP_LANGS);
	for (enum tp_lang lang = 0; out->type == TP_MAP && lang < TP_LANGS; lang++) {
		tp_buf_reset(&text);
		tp_label_fill(&text, tp_label(label, lang), pairs, n, lang);
		struct tp_text copy =
			text.failed ? (struct tp_text){0} : tp_text_copy(arena, (struct tp_text){text.ptr, text.len});
		if (!copy.ptr)
			out->type = TP_ABSENT;
		else
			out->map.pairs[lang] = (struct tp_pair){tp_text_of(lang == TP_DA ? "da" : "en"), tp_value_text(copy)};
	}
	tp_buf_free(&text);
	return out->type == TP_MAP ? 0 : tp_err_memory(err);
}
