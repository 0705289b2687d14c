#include "tp/cell.h"

#include <stdio.h>
#include <string.h>

#include "tp/convert.h"
#include "tp/damage.h"
#include "tp/date.h"
#include "tp/limits.h"

static int expected(struct tp_text found, struct tp_err *err, const char *what)
{
	return tp_err_set(err, TP_DATA, "%s is not %s", tp_text_show(found).text, what);
}

struct tp_text tp_cell_unguard(struct tp_text cell)
{
	if (cell.len > 1 && cell.ptr[0] == '\'' && cell.ptr[1] != '\0' && strchr("=+-@", cell.ptr[1]))
		return (struct tp_text){cell.ptr + 1, cell.len - 1};
	return cell;
}

/* --- words --- */

static bool is_word(struct tp_text cell, const char *words)
{
	char fold[TP_FOLD_SIZE];
	return tp_names_match(words, (struct tp_text){fold, tp_text_fold(cell, fold)});
}

static bool is_yes(struct tp_text cell)
{
	return is_word(cell, "ja|yes|true|sand|x|1|j|y");
}

static bool is_no(struct tp_text cell)
{
	return is_word(cell, "nej|no|false|falsk|0|n");
}

static int read_bool(struct tp_text cell, struct tp_value *out, struct tp_err *err)
{
	bool yes = is_yes(cell);
	if (!yes && !is_no(cell))
		return expected(cell, err, "ja or nej, yes or no, x or blank, 1 or 0");
	*out = tp_value_bool(yes);
	return 0;
}

/* The words of an enumeration as " slug (Danish name), …" or, where that grows too long for a message, as slugs. */
static void list_words(enum tp_enum codes, char *out, size_t size)
{
	size_t n, len = 0;
	int first = tp_enum_first(codes, &n);
	for (int both = 1; both >= 0; both--) {
		len = 0;
		for (int code = first; code < first + (int)n && len < size; code++) {
			const char *slug = tp_code_slug(code);
			struct tp_text title = tp_code_title(code, TP_DA);
			len += (size_t)snprintf(out + len, size - len, "%s %s", code > first ? "," : "", slug);
			if (both && len < size && !is_word(title, slug))
				len += (size_t)snprintf(out + len, size - len, " (%.*s)", (int)title.len, title.ptr);
		}
		if (len < size)
			return;
	}
}

static int expected_word(struct tp_text cell, enum tp_enum codes, struct tp_err *err)
{
	char words[230];
	bool rung = codes == TP_ENUM_involvement && strspn(tp_text_show(cell).text, "0123456789.,") == cell.len;
	list_words(codes, words, sizeof words);
	return tp_err_set(err, TP_DATA, "%s %s%s", tp_text_show(cell).text,
		rung ? "may count from the top or from the bottom: write the word, one of" : "is not one of", words);
}

static int read_code(struct tp_text cell, enum tp_enum codes, struct tp_value *out, struct tp_err *err)
{
	int code = tp_code_read(codes, cell);
	if (code == TP_CODE_none)
		return tp_damage_refuse_made(cell, err) < 0 ? -1 : expected_word(cell, codes, err);
	*out = tp_value_code(code);
	return 0;
}

/* Numbers within a cell of their own kind. */
static const struct tp_amount_style plain = {.decimal = TP_DECIMAL_FIND};

/* "Kvalitet", "quality:50" or "Kvalitet: 50 %" as "quality:50". */
static int read_goal(struct tp_arena *arena, struct tp_text cell, enum tp_enum codes, struct tp_value *out,
	struct tp_err *err)
{
	struct tp_text rest = cell, name = tp_text_trim(tp_text_split(&rest, ":"));
	struct tp_value weight = {.type = TP_ABSENT};
	char text[120];
	if (read_code(name, codes, out, err) < 0)
		return -1;
	if (rest.ptr) {
		rest = tp_text_trim(rest);
		if (tp_amount_read(arena, rest, TP_FORM_PERCENT, &plain, &weight, err) < 0)
			return -1;
		if (weight.num < 0 || weight.num > 100)
			return expected(cell, err, "a goal with a weight from 0 to 100, as quality:50");
	}
	snprintf(text, sizeof text, "%s%s%s", tp_code_slug(out->code), rest.ptr ? ":" : "",
		rest.ptr ? weight.text.ptr : "");
	*out = tp_value_text(tp_text_copy(arena, tp_text_of(text)));
	return out->text.ptr ? 0 : tp_err_memory(err);
}

static int read_text(struct tp_arena *arena, struct tp_text cell, const struct tp_field_info *info,
	struct tp_value *out, struct tp_err *err)
{
	struct tp_text text = tp_cell_unguard(cell);
	bool is_id = info->form == TP_FORM_ID || info->form == TP_FORM_IDS;
	if (is_id && (tp_damage_refuse_short(text, err) < 0 || tp_text_nfc(arena, text, &text, err) < 0))
		return -1;
	*out = tp_value_text(tp_text_copy(arena, text));
	return out->text.ptr ? 0 : tp_err_memory(err);
}

int tp_cell_read_part(struct tp_arena *arena, struct tp_text part, enum tp_field field, struct tp_value *out,
	struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	if (info->form == TP_FORM_CODES)
		return read_code(part, info->codes, out, err);
	if (info->form == TP_FORM_GOALS)
		return read_goal(arena, part, info->codes, out, err);
	if (info->form == TP_FORM_NUMBERS)
		return tp_amount_read(arena, part, TP_FORM_HEADS, &plain, out, err);
	return read_text(arena, part, info, out, err);
}

/* Ids, numbers and words of an enumeration hold no separator; free text splits at | alone. */
static int read_list(struct tp_arena *arena, struct tp_text cell, enum tp_field field, struct tp_value *out,
	struct tp_err *err)
{
	const char *separators = tp_field_info(field)->form == TP_FORM_LINES ? "|" : "|,;";
	size_t n = 1;
	for (size_t i = 0; i < cell.len; i++)
		n += strchr(separators, cell.ptr[i]) != NULL;
	*out = tp_value_list(arena, n);
	if (out->type == TP_ABSENT)
		return tp_err_memory(err);
	out->list.n = 0;
	for (struct tp_text rest = cell; rest.ptr;) {
		struct tp_text part = tp_text_trim(tp_text_split(&rest, separators));
		if (part.len == 0)
			continue;
		if (tp_cell_read_part(arena, part, field, &out->list.items[out->list.n++], err) < 0)
			return -1;
	}
	if (out->list.n == 0)
		*out = (struct tp_value){.type = TP_ABSENT};
	return 0;
}

static int read_day(struct tp_text cell, bool end, const struct tp_cell_style *style, struct tp_value *out,
	struct tp_err *err)
{
	int32_t day;
	if (tp_date_read(cell, end, style->has_month_first, &day, err) < 0)
		return -1;
	*out = tp_value_day(day);
	return 0;
}

static int read_form(struct tp_arena *arena, struct tp_text cell, enum tp_field field,
	const struct tp_cell_style *style, struct tp_value *out, struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	switch (info->form) {
	case TP_FORM_ID:
	case TP_FORM_LINE:
		return read_text(arena, cell, info, out, err);
	case TP_FORM_DAY:
		return read_day(cell, info->flags & TP_END, style, out, err);
	case TP_FORM_CODE:
		return read_code(cell, info->codes, out, err);
	case TP_FORM_BOOL:
		return read_bool(cell, out, err);
	case TP_FORM_IDS:
	case TP_FORM_CODES:
	case TP_FORM_LINES:
	case TP_FORM_GOALS:
	case TP_FORM_NUMBERS:
		return read_list(arena, cell, field, out, err);
	case TP_FORM_MAP:
	case TP_FORM_PAIR:
	case TP_FORM_ANY:
		return tp_err_set(err, TP_DATA, "a cell cannot hold this field: it comes as JSON");
	default:
		if (tp_amount_read(arena, cell, info->form, &style->amount, out, err) < 0)
			return -1;
		return info->form == TP_FORM_PERCENT ? tp_amount_check_share(cell, out->num, &style->amount, err) : 0;
	}
}

int tp_cell_read(struct tp_arena *arena, struct tp_text cell, enum tp_field field, const struct tp_cell_style *style,
	struct tp_value *out, struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	cell = tp_text_trim(cell);
	*out = (struct tp_value){.type = TP_ABSENT};
	if (cell.len == 0) {
		if (info->form == TP_FORM_BOOL && style->has_tick && !style->has_word)
			*out = tp_value_bool(false);
		return 0;
	}
	if (tp_damage_refuse(cell, err) < 0 || read_form(arena, cell, field, style, out, err) < 0)
		return -1;
	struct tp_value as_it_stood = *out; /* for the message */
	if (out->type == TP_NUM)
		as_it_stood.text = (struct tp_text){cell.ptr, cell.len < TP_NUMBER_MAX ? cell.len : TP_NUMBER_MAX};
	return tp_convert_check(&as_it_stood, field, err);
}

/* --- what must be known of a column first --- */

#define JOIN " and "

static bool is_amount(enum tp_form form)
{
	return form == TP_FORM_NUMBER || form == TP_FORM_PERCENT || form == TP_FORM_MONEY || form == TP_FORM_HOURS ||
		form == TP_FORM_HEADS;
}

bool tp_cell_has_style(enum tp_field field)
{
	enum tp_form form = tp_field_info(field)->form;
	return is_amount(form) || form == TP_FORM_BOOL || form == TP_FORM_DAY;
}

bool tp_cell_needs_look(enum tp_field field, const struct tp_cell_style *style)
{
	enum tp_form form = tp_field_info(field)->form;
	return form == TP_FORM_BOOL || (is_amount(form) && style->amount.decimal == TP_DECIMAL_FIND);
}

void tp_cell_look(struct tp_cell_style *style, struct tp_text cell, enum tp_field field)
{
	enum tp_form form = tp_field_info(field)->form;
	cell = tp_text_trim(cell);
	if (cell.len == 0)
		return;
	if (form == TP_FORM_DAY)
		style->has_month_first |= tp_date_is_month_first(cell);
	else if (form != TP_FORM_BOOL)
		tp_amount_look(&style->amount, cell, form);
	else if (is_word(cell, "x"))
		style->has_tick = true;
	else /* what is no answer at all, and will be refused, tells nothing of the others */
		style->has_word |= is_yes(cell) || is_no(cell);
}

/* What a style can hold, and the word for it, of columns of yes and no, of dates, of numbers. */
static bool *slot_of(struct tp_cell_style *style, enum tp_form form, size_t i, const char **word)
{
	static const char *const words[][4] = {{"x", "nej"}, {"11/22/2026"}, {"1,5", "1.5", "0,45"}};
	struct tp_amount_style *amount = &style->amount;
	bool *slots[][4] = {{&style->has_tick, &style->has_word}, {&style->has_month_first},
		{&amount->has_comma, &amount->has_point, &amount->has_share}};
	size_t of = form == TP_FORM_BOOL ? 0 : form == TP_FORM_DAY ? 1 : 2;
	*word = i < 4 ? words[of][i] : NULL;
	return *word ? slots[of][i] : NULL;
}

size_t tp_cell_style_word(const struct tp_cell_style *style, enum tp_field field, char out[TP_STYLE_SIZE])
{
	struct tp_cell_style copy = *style;
	const char *word;
	size_t len = 0;
	bool *slot;
	out[0] = '\0';
	for (size_t i = 0; (slot = slot_of(&copy, tp_field_info(field)->form, i, &word)); i++)
		if (*slot)
			len += (size_t)snprintf(out + len, TP_STYLE_SIZE - len, "%s%s", len ? JOIN : "", word);
	return len;
}

static bool take_word(struct tp_text *text, const char *word)
{
	size_t len = strlen(word);
	if (text->len < len || memcmp(text->ptr, word, len) != 0)
		return false;
	*text = (struct tp_text){text->ptr + len, text->len - len};
	return true;
}

void tp_cell_style_take(struct tp_cell_style *style, enum tp_field field, struct tp_text text)
{
	const char *word;
	bool *slot;
	for (size_t i = 0; (slot = slot_of(style, tp_field_info(field)->form, i, &word)); i++)
		if (take_word(&text, word)) {
			*slot = true;
			take_word(&text, JOIN);
		}
}
