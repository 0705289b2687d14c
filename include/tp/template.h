/*
 * An empty sheet to fill in: the headers of a kind of fact or of a survey, a
 * row that tells what each column takes and a row as an example. The first
 * column is headed "Template: initiative", by which tp-import knows the sheet
 * under any name; a row that has one of our words there is no data.
 */
#ifndef TP_TEMPLATE_H
#define TP_TEMPLATE_H

#include "tp/csv.h"
#include "tp/instrument.h"

enum tp_template_row {
	TP_TEMPLATE_TITLE,
	TP_TEMPLATE_GUIDE,   /* "required: whole number 1–5" */
	TP_TEMPLATE_EXAMPLE, /* or empty */
	TP_TEMPLATE_ROWS,
};

struct tp_template_column {
	struct tp_text rows[TP_TEMPLATE_ROWS];
	enum tp_form form;      /* of its cells; TP_FORM_LINE for the first */
	double min, max;        /* RANGE */
	struct tp_text *words;  /* all that a cell may hold; words_n = 0: whatever the form takes */
	size_t words_n;
};

struct tp_template {
	struct tp_text of; /* the kind's name in the language, or the instrument's id */
	struct tp_template_column *columns; /* the mark's comes first */
	size_t n;
};

/* How it is written. */
struct tp_template_style {
	enum tp_lang lang;
	bool names;    /* names of fields and slugs for programs, instead of what people read */
	bool rows;     /* of a survey: a row an answer, and of any survey */
	bool comma;    /* decimal comma */
	int32_t as_of; /* the day of the example */
};

/* Of a kind of fact, instrument NULL; or of the answers to an instrument, a column an item unless the style says
 * otherwise. -1: memory. */
int tp_template_make(struct tp_template *sheet, struct tp_arena *arena, enum tp_kind kind,
	const struct tp_instrument *instrument, const struct tp_template_style *style, struct tp_err *err);

void tp_template_csv(const struct tp_template *sheet, const struct tp_csv_dialect *dialect, struct tp_buf *out);

/* template_xlsx.c: a workbook, in which words are chosen from lists; the style of the template has no decimal comma. */
void tp_template_xlsx(const struct tp_template *sheet, struct tp_buf *out);

/* Is it the first column's header? *of is what it is a template of. */
bool tp_template_is_title(struct tp_text title, struct tp_text *of);

/* Is the row so marked no data? The example may be, if somebody has written over it. */
bool tp_template_is_mark(struct tp_text cell);
bool tp_template_is_example(struct tp_text cell);

#endif
