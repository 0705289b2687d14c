#include "tp/survey.h"

#include <string.h>

#include "tp/cell.h"
#include "tp/damage.h"
#include "tp/response.h"

/* --- answers --- */

static const struct {
	const char *answer, *words;
} answers[] = {
#define TP_SURVEY_COLUMN(...)
#define TP_SURVEY_COMMENT(...)
#define TP_SURVEY_ANSWER(answer, words) {answer, words},
#include "data/surveys.def"
#undef TP_SURVEY_COLUMN
#undef TP_SURVEY_COMMENT
#undef TP_SURVEY_ANSWER
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct tp_text without_digits_before(struct tp_text text)
{
	while (text.len > 0 && is_digit(*text.ptr))
		text = (struct tp_text){text.ptr + 1, text.len - 1};
	return text;
}

static struct tp_text without_digits_behind(struct tp_text text)
{
	while (text.len > 0 && is_digit(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* "Ved ikke", also numbered as "6 - Ved ikke" or "Ved ikke (6)". */
static const char *find_word(struct tp_text cell)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(cell, fold)};
	folded = without_digits_behind(without_digits_before(folded));
	for (size_t i = 0; folded.len > 0 && i < sizeof answers / sizeof *answers; i++)
		if (tp_names_match(answers[i].words, folded))
			return answers[i].answer;
	return NULL;
}

int tp_survey_cell(struct tp_arena *arena, const struct tp_instrument *instrument, struct tp_text cell,
	struct tp_value *out, struct tp_err *err)
{
	static const struct tp_amount_style either = {.decimal = TP_DECIMAL_FIND};
	long step;
	cell = tp_text_trim(tp_cell_unguard(tp_text_trim(cell)));
	if (cell.len == 0) {
		*out = tp_value_blank();
		return 0;
	}
	if (tp_damage_refuse(cell, err) < 0)
		return -1;
	struct tp_err not_number = {0};
	if (tp_amount_read(arena, cell, TP_FORM_NUMBER, &either, out, &not_number) == 0)
		return tp_response_answer(instrument, out, &step, err);
	if (not_number.code == TP_SYSTEM)
		return tp_err_memory(err);
	step = tp_instrument_step_read(instrument, cell);
	if (step >= 0) {
		*out = tp_value_num(instrument->min + (double)step * instrument->step);
		return 0;
	}
	const char *word = find_word(cell);
	if (!word && tp_damage_refuse_made(cell, err) < 0)
		return -1;
	*out = word ? tp_value_string(word) : tp_value_text(cell);
	return tp_response_answer(instrument, out, &step, err);
}

/* --- columns --- */

static const struct {
	enum tp_survey_use use;
	const char *names;
} columns[] = {
#define TP_SURVEY_COLUMN(use, names) {TP_SURVEY_##use, names},
#define TP_SURVEY_COMMENT(...)
#define TP_SURVEY_ANSWER(...)
#include "data/surveys.def"
#undef TP_SURVEY_COLUMN
#undef TP_SURVEY_COMMENT
#undef TP_SURVEY_ANSWER
};

static const struct {
	long item; /* where the title names none */
	const char *words;
} comments[] = {
#define TP_SURVEY_COLUMN(...)
#define TP_SURVEY_COMMENT(about, words) {TP_SURVEY_##about, words},
#define TP_SURVEY_ANSWER(...)
#include "data/surveys.def"
#undef TP_SURVEY_COLUMN
#undef TP_SURVEY_COMMENT
#undef TP_SURVEY_ANSWER
};

enum tp_survey_use tp_survey_column(struct tp_text title, size_t *rank)
{
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = without_digits_behind((struct tp_text){fold, tp_text_fold(title, fold)});
	for (*rank = 0; folded.len > 0 && *rank < sizeof columns / sizeof *columns; ++*rank)
		if (tp_names_match(columns[*rank].names, folded))
			return columns[*rank].use;
	return TP_SURVEY_NONE;
}

/* "3. Kultur", "Q3: Kultur", "Spørgsmål 3 - Kultur" without its number. */
static struct tp_text without_number(struct tp_text title)
{
	size_t word = 0, i;
	while (word < title.len && !is_digit(title.ptr[word]) && word < 12)
		word++;
	for (i = word; i < title.len && is_digit(title.ptr[i]); i++)
		;
	if (i == word || i == title.len || !strchr(".):- ", title.ptr[i]))
		return title;
	while (i < title.len && strchr(".):- ", title.ptr[i]))
		i++;
	return (struct tp_text){title.ptr + i, title.len - i};
}

/* "Hvor enig er du? [Kultur]" */
static struct tp_text within_brackets(struct tp_text title)
{
	const char *open = title.len > 0 && title.ptr[title.len - 1] == ']' ? memrchr(title.ptr, '[', title.len) : NULL;
	return open ? (struct tp_text){open + 1, (size_t)(title.ptr + title.len - 2 - open)} : title;
}

/* "Hvor enig er du? - Kultur" */
static struct tp_text behind_dash(struct tp_text title)
{
	for (size_t i = title.len; i-- > 2;)
		if (memcmp(title.ptr + i - 2, " - ", 3) == 0)
			return (struct tp_text){title.ptr + i + 1, title.len - i - 1};
	return title;
}

long tp_survey_item(const struct tp_instrument *instrument, struct tp_text title)
{
	title = tp_text_trim(title);
	const struct tp_text ways[] = {title, without_number(title), within_brackets(title), behind_dash(title)};
	long item = -1;
	for (size_t i = 0; item < 0 && i < sizeof ways / sizeof *ways; i++)
		if (i == 0 || ways[i].len < title.len)
			item = tp_instrument_item_read(instrument, ways[i]);
	return item;
}

/* What is left of a folded title without a folded word at its one end or other; ptr NULL: the word is not there. */
static struct tp_text beside(struct tp_text title, struct tp_text word)
{
	if (title.len < word.len)
		return (struct tp_text){0};
	if (memcmp(title.ptr, word.ptr, word.len) == 0)
		return (struct tp_text){title.ptr + word.len, title.len - word.len};
	if (memcmp(title.ptr + title.len - word.len, word.ptr, word.len) == 0)
		return (struct tp_text){title.ptr, title.len - word.len};
	return (struct tp_text){0};
}

/* Forms numbers the second of two columns of one title. */
static bool is_bare(struct tp_text rest)
{
	return without_digits_before(rest).len == 0;
}

bool tp_survey_comment(const struct tp_instrument *instrument, struct tp_text title, long *item)
{
	char fold[TP_FOLD_SIZE], fold_word[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(title, fold)};
	for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
		struct tp_text words = tp_text_of(comments[i].words);
		while (words.ptr) {
			struct tp_text word = {fold_word, tp_text_fold(tp_text_split(&words, "|"), fold_word)};
			struct tp_text rest = beside(folded, word);
			*item = rest.len > 0 ? tp_instrument_item_read(instrument, rest) : -1;
			if (rest.ptr && *item < 0 && is_bare(rest))
				*item = comments[i].item;
			if (rest.ptr && (*item >= 0 || is_bare(rest)))
				return true;
		}
	}
	return false;
}
