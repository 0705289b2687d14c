#include "tp/template.h"

#include "tp/day.h"
#include "tp/header.h"
#include "tp/label.h"
#include "tp/num.h"
#include "tp/place.h"
#include "tp/shelf.h"
#include "tp/survey.h"

/* A template in the making; what is said piece by piece gathers in said. */
struct making {
	struct tp_template *template;
	struct tp_arena *arena;
	const struct tp_instrument *instrument; /* or NULL */
	const struct tp_template_style *style;
	struct tp_buf said;
	bool either; /* a field of those of which one must be there has its example */
	bool failed;
};

static const char *label(const struct making *making, enum tp_label what)
{
	return tp_label(what, making->style->lang);
}

static void say(struct making *making, struct tp_text text)
{
	tp_buf_add(&making->said, text.ptr, text.len);
}

/* What was said, which begins anew. */
static struct tp_text taken(struct making *making)
{
	const struct tp_buf *said = &making->said;
	struct tp_text text = tp_text_copy(making->arena, (struct tp_text){said->ptr ? said->ptr : "", said->len});
	making->failed |= said->failed || !text.ptr;
	tp_buf_reset(&making->said);
	return text;
}

/* As an id: "Måling" is maaling-1. */
static void say_id(struct making *making, struct tp_text name)
{
	char fold[TP_FOLD_SIZE];
	say(making, (struct tp_text){fold, tp_text_fold(name, fold)});
	tp_buf_add_string(&making->said, "-1");
}

/* --- a field --- */

static struct tp_text name_of_kind(const struct making *making, enum tp_kind kind)
{
	return making->style->names ? tp_text_of(tp_kind_info(kind)->name)
				    : tp_names_at(tp_kind_info(kind)->title[making->style->lang], 0);
}

static struct tp_text title_of(const struct making *making, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	return making->style->names ? tp_text_of(info->name) : tp_names_at(info->header[making->style->lang], 0);
}

static void set_words(struct making *making, struct tp_template_column *column, enum tp_enum codes)
{
	size_t n;
	int first = tp_enum_first(codes, &n);
	column->words = tp_arena_array(making->arena, n, sizeof *column->words);
	making->failed |= !column->words;
	for (column->words_n = 0; column->words && column->words_n < n; column->words_n++) {
		int code = first + (int)column->words_n;
		column->words[column->words_n] = making->style->names ? tp_text_of(tp_code_slug(code))
								      : tp_code_title(code, making->style->lang);
	}
}

static void say_words(struct making *making, const struct tp_template_column *column)
{
	for (size_t i = 0; i < column->words_n; i++) {
		tp_buf_add_string(&making->said, i ? " | " : "");
		say(making, column->words[i]);
	}
}

static void set_groups(struct making *making, struct tp_template_column *column)
{
	const struct tp_instrument *instrument = making->instrument;
	column->form = TP_FORM_CODE;
	column->words = tp_arena_array(making->arena, instrument->groups_n, sizeof *column->words);
	making->failed |= !column->words;
	for (size_t i = 0; column->words && i < instrument->groups_n; i++)
		column->words[column->words_n++] = making->style->names ? instrument->groups[i].id
									: instrument->groups[i].title[making->style->lang];
}

/* What the survey is about: "unit". */
static enum tp_kind kind_of_subject(const struct making *making)
{
	enum tp_kind kind = making->instrument ? tp_kind_find(making->instrument->subject) : TP_KIND_other;
	return kind == TP_KIND_other ? TP_KIND_unit : kind;
}

static enum tp_kind kind_of_id(const struct making *making, enum tp_field field)
{
	return field == TP_response_subject ? kind_of_subject(making) : tp_field_info(field)->ref;
}

static enum tp_label label_of(enum tp_form form)
{
	switch (form) {
	case TP_FORM_ID:
		return TP_LABEL_form_id;
	case TP_FORM_NUMBER:
		return TP_LABEL_form_number;
	case TP_FORM_MONEY:
		return TP_LABEL_form_money;
	case TP_FORM_HOURS:
		return TP_LABEL_form_hours;
	case TP_FORM_HEADS:
	case TP_FORM_RANGE:
		return TP_LABEL_form_whole;
	case TP_FORM_PERCENT:
		return TP_LABEL_form_percent;
	case TP_FORM_DAY:
		return TP_LABEL_form_day;
	case TP_FORM_BOOL:
		return TP_LABEL_form_bool;
	case TP_FORM_CODE:
		return TP_LABEL_template_one;
	case TP_FORM_CODES:
		return TP_LABEL_template_some;
	case TP_FORM_GOALS:
		return TP_LABEL_template_weighted;
	case TP_FORM_IDS:
		return TP_LABEL_form_ids;
	case TP_FORM_LINES:
		return TP_LABEL_form_lines;
	case TP_FORM_NUMBERS:
		return TP_LABEL_form_numbers;
	default:
		return TP_LABEL_form_line;
	}
}

/* "required: whole number 1–5", "choose one: idea | proposed | …" */
static struct tp_text guide_of(struct making *making, const struct tp_template_column *column, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	enum tp_kind kind = kind_of_id(making, field);
	bool is_id = info->form == TP_FORM_ID || info->form == TP_FORM_IDS;
	if (info->flags & (TP_REQUIRED | TP_EITHER))
		tp_buf_add_string(&making->said,
			label(making, info->flags & TP_REQUIRED ? TP_LABEL_template_required : TP_LABEL_template_either));
	tp_buf_add_string(&making->said, label(making, label_of(column->form)));
	if (info->max > info->min)
		tp_buf_add_format(&making->said, " %g–%g", info->min, info->max);
	if (is_id && kind != TP_KIND_other) {
		tp_buf_add_string(&making->said, " (");
		say(making, name_of_kind(making, kind));
		tp_buf_add_char(&making->said, ')');
	}
	say_words(making, column);
	return taken(making);
}

static void say_number(struct making *making, double x)
{
	char number[TP_NUM_SIZE];
	size_t len = tp_num_format(x, number);
	for (size_t i = 0; i < len; i++)
		tp_buf_add_char(&making->said, making->style->comma && number[i] == '.' ? ',' : number[i]);
}

/* An id that others refer to by the same word. */
static void say_example_id(struct making *making, enum tp_field field)
{
	enum tp_kind kind = kind_of_id(making, field);
	if (field == TP_response_instrument || field == TP_invited_instrument || field == TP_tally_instrument)
		say(making, tp_shelf_id(0));
	else if (kind == TP_KIND_municipality)
		say(making, making->style->names ? tp_place_id(0) : tp_place_name(0));
	else
		say_id(making, kind == TP_KIND_other ? title_of(making, field) : name_of_kind(making, kind));
}

static void say_line(struct making *making, enum tp_field field)
{
	say(making, title_of(making, field));
	tp_buf_add_string(&making->said, " 1");
}

static void say_day(struct making *making)
{
	char day[TP_DAY_SIZE];
	tp_day_format(making->style->as_of, day);
	tp_buf_add_string(&making->said, day);
}

/* Two words of a list, the first with a weight where it may have one. */
static void say_list(struct making *making, const struct tp_template_column *column, enum tp_form form)
{
	for (size_t i = 0; i < column->words_n && i < 2; i++) {
		tp_buf_add_string(&making->said, i ? " | " : "");
		say(making, column->words[i]);
		tp_buf_add_string(&making->said, form == TP_FORM_GOALS ? ":50" : "");
	}
}

static struct tp_text example_of(struct making *making, const struct tp_template_column *column, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	if (info->flags & TP_EITHER) {
		if (making->either)
			return (struct tp_text){0};
		making->either = true;
	}
	switch (column->form) {
	case TP_FORM_ID:
	case TP_FORM_IDS:
		say_example_id(making, field);
		break;
	case TP_FORM_DAY:
		say_day(making);
		break;
	case TP_FORM_BOOL:
		tp_buf_add_string(&making->said, making->style->names ? "true" : label(making, TP_LABEL_yes));
		break;
	case TP_FORM_CODE:
		say(making, column->words[0]);
		break;
	case TP_FORM_CODES:
	case TP_FORM_GOALS:
		say_list(making, column, info->form);
		break;
	case TP_FORM_LINE:
	case TP_FORM_LINES:
		say_line(making, field);
		break;
	case TP_FORM_RANGE:
		say_number(making, info->max);
		break;
	case TP_FORM_NUMBER:
		say_number(making, 12.5);
		break;
	default: /* money, hours, heads, percent */
		say_number(making, 40);
	}
	return taken(making);
}

/* --- columns --- */

static struct tp_template_column *add(struct making *making, struct tp_text title, enum tp_form form)
{
	struct tp_template_column *column = &making->template->columns[making->template->n++];
	*column = (struct tp_template_column){.rows = {title}, .form = form};
	return column;
}

static void add_field(struct making *making, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	struct tp_template_column *column = add(making, title_of(making, field), info->form);
	column->min = info->min;
	column->max = info->max;
	if (info->codes != TP_ENUM_none)
		set_words(making, column, info->codes);
	else if (field == TP_response_group && making->instrument && making->instrument->groups_n > 0)
		set_groups(making, column);
	if (making->failed)
		return;
	column->rows[TP_TEMPLATE_GUIDE] = guide_of(making, column, field);
	column->rows[TP_TEMPLATE_EXAMPLE] = example_of(making, column, field);
	if (column->form != TP_FORM_CODE) /* of the others a cell may hold several */
		column->words_n = 0;
}

/* The steps in words where they have such that are read back, and what one may say instead. */
static void set_steps(struct making *making, struct tp_template_column *column)
{
	const struct tp_instrument *instrument = making->instrument;
	enum tp_lang lang = making->style->lang;
	static const enum tp_field instead[] = {TP_tally_dk, TP_tally_na};
	column->words = tp_arena_array(making->arena, instrument->steps + 2, sizeof *column->words);
	making->failed |= !column->words;
	for (size_t i = 0; column->words && i < instrument->steps; i++) {
		struct tp_text word = instrument->labels ? instrument->labels[i][lang] : (struct tp_text){0};
		if (making->style->names || word.len == 0 || tp_instrument_step_read(instrument, word) != (long)i) {
			say_number(making, instrument->min + (double)i * instrument->step);
			word = taken(making);
		}
		column->words[column->words_n++] = word;
	}
	for (size_t i = 0; column->words && i < 2; i++)
		column->words[column->words_n++] = making->style->names
			? tp_text_of(tp_field_info(instead[i])->name)
			: tp_names_at(tp_field_info(instead[i])->header[lang], 0);
}

/* The question for people and the id for programs, where it is read back as that item and as nothing else; else the
 * other. */
static struct tp_text title_of_item(const struct making *making, size_t i)
{
	const struct tp_item *item = &making->instrument->items[i];
	struct tp_text text = item->text[making->style->lang], first = making->style->names ? item->id : text;
	if (!tp_header_knows(TP_KIND_response, first) && tp_survey_item(making->instrument, first) == (long)i)
		return first;
	return making->style->names ? text : item->id;
}

static void add_item(struct making *making, size_t i)
{
	struct tp_template_column *column = add(making, title_of_item(making, i), TP_FORM_CODE);
	set_steps(making, column);
	if (making->failed)
		return;
	tp_buf_add_string(&making->said, label(making, TP_LABEL_template_one));
	say_words(making, column);
	column->rows[TP_TEMPLATE_GUIDE] = taken(making);
	column->rows[TP_TEMPLATE_EXAMPLE] = column->words[making->instrument->steps / 2];
}

/* A row an answer. */
static void add_long(struct making *making)
{
	static const struct {
		enum tp_label title, guide;
		const char *name;
	} columns[] = {
		{TP_LABEL_template_item, TP_LABEL_template_item_of, "item"},
		{TP_LABEL_template_answer, TP_LABEL_template_answer_of, "value"},
	};
	for (size_t i = 0; i < 2; i++) {
		const char *title = making->style->names ? columns[i].name : label(making, columns[i].title);
		struct tp_template_column *column = add(making, tp_text_of(title), TP_FORM_LINE);
		tp_buf_add_string(&making->said, label(making, TP_LABEL_template_required));
		tp_buf_add_string(&making->said, label(making, columns[i].guide));
		column->rows[TP_TEMPLATE_GUIDE] = taken(making);
		if (i == 0)
			say(making, making->instrument->items[0].id);
		else
			say_number(making, making->instrument->max);
		column->rows[TP_TEMPLATE_EXAMPLE] = taken(making);
	}
}

static void add_columns(struct making *making, enum tp_kind kind)
{
	size_t n = tp_kind_fields(kind);
	bool wide = making->instrument && !making->style->rows;
	struct tp_template_column *mark = add(making, (struct tp_text){0}, TP_FORM_LINE);
	tp_buf_add_format(&making->said, making->style->names ? "%s:" : "%s: ",
		making->style->names ? "template" : label(making, TP_LABEL_template_sheet));
	say(making, making->template->of);
	mark->rows[TP_TEMPLATE_TITLE] = taken(making);
	mark->rows[TP_TEMPLATE_GUIDE] = tp_text_of(label(making, TP_LABEL_template_guide));
	mark->rows[TP_TEMPLATE_EXAMPLE] = tp_text_of(label(making, TP_LABEL_template_example));
	for (size_t i = 0; i < n && !making->failed; i++) {
		enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
		if (tp_field_is_column(field) && !(wide && field == TP_response_instrument))
			add_field(making, field);
	}
	for (size_t i = 0; wide && i < making->instrument->items_n && !making->failed; i++)
		add_item(making, i);
	if (kind == TP_KIND_response && !wide)
		add_long(making);
	if (kind == TP_KIND_response) {
		struct tp_template_column *column = add(making, title_of(making, TP_response_comments), TP_FORM_LINE);
		column->rows[TP_TEMPLATE_GUIDE] = tp_text_of(label(making, TP_LABEL_form_line));
	}
}

int tp_template_make(struct tp_template *template, struct tp_arena *arena, enum tp_kind kind,
	const struct tp_instrument *instrument, const struct tp_template_style *style, struct tp_err *err)
{
	struct making making = {.template = template, .arena = arena, .instrument = instrument, .style = style};
	size_t most = 4 + tp_kind_fields(kind) + (instrument ? instrument->items_n : 0);
	*template = (struct tp_template){.of = instrument && !style->rows ? instrument->id : name_of_kind(&making, kind)};
	template->columns = tp_arena_array(arena, most, sizeof *template->columns);
	if (template->columns)
		add_columns(&making, kind);
	tp_buf_free(&making.said);
	return template->columns && !making.failed ? 0 : tp_err_memory(err);
}

/* --- written --- */

void tp_template_csv(const struct tp_template *template, const struct tp_csv_dialect *dialect, struct tp_buf *out)
{
	tp_buf_add_string(out, dialect->bom ? "\xEF\xBB\xBF" : "");
	for (int row = 0; row < TP_TEMPLATE_ROWS; row++) {
		for (size_t i = 0; i < template->n; i++) {
			if (i > 0)
				tp_buf_add_char(out, dialect->delimiter);
			tp_csv_add_cell(out, dialect, template->columns[i].rows[row], true);
		}
		tp_buf_add_string(out, dialect->crlf ? "\r\n" : "\n");
	}
}

/* --- read back --- */

static bool is_label(enum tp_label what, struct tp_text text)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(text, fold)};
	return tp_names_match(tp_label(what, TP_DA), folded) || tp_names_match(tp_label(what, TP_EN), folded);
}

bool tp_template_is_title(struct tp_text title, struct tp_text *of)
{
	struct tp_text before = tp_text_split(&title, ":");
	*of = tp_text_trim(title);
	return title.ptr && is_label(TP_LABEL_template_sheet, before);
}

bool tp_template_is_example(struct tp_text cell)
{
	return is_label(TP_LABEL_template_example, cell);
}

bool tp_template_is_mark(struct tp_text cell)
{
	return is_label(TP_LABEL_template_guide, cell) || tp_template_is_example(cell);
}
