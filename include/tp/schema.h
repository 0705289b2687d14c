/*
 * What kinds of records there are, which fields they have and what a field may
 * hold. All of it is data in lib/data/fields.def and enums.def; everything
 * that reads, writes, checks or documents records follows from these tables.
 */
#ifndef TP_SCHEMA_H
#define TP_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/lang.h"
#include "tp/text.h"
#include "tp/value.h"

/* TP_KIND_initiative, in the order of fields.def; kinds this version does not know are TP_KIND_other. */
enum tp_kind {
#define TP_KIND(kind, class, da, en) TP_KIND_##kind,
#define TP_FIELD(kind, name, ...)
#include "data/fields.def"
#undef TP_KIND
#undef TP_FIELD
	TP_KIND_other,
	TP_KINDS = TP_KIND_other,
};

/* TP_initiative_cost: a field of one kind. TP_FIRST_initiative is its kind's first, also of a kind that has none. */
enum tp_field {
#define TP_KIND(kind, class, da, en) TP_FIRST_##kind, TP_BEFORE_##kind = TP_FIRST_##kind - 1,
#define TP_FIELD(kind, name, ...) TP_##kind##_##name,
#include "data/fields.def"
#undef TP_KIND
#undef TP_FIELD
	TP_FIELDS,
	TP_NO_FIELD = TP_FIELDS,
};

/* TP_ENUM_phase: an enumeration. */
enum tp_enum {
	TP_ENUM_none,
#define TP_ENUM(name) TP_ENUM_##name,
#define TP_CODE(name, value, slug, da, en)
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
	TP_ENUMS,
};

/* TP_phase_rollout: a value of an enumeration, numbered through over all of them; 0 is none. */
enum tp_code_value {
	TP_CODE_none,
#define TP_ENUM(name)
#define TP_CODE(name, value, slug, da, en) TP_##name##_##value,
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
	TP_CODES,
};

enum tp_class { TP_FACT, TP_RESULT, TP_CONTROL };

enum {
	TP_REQUIRED = 1,
	TP_KEY = 2,      /* part of what makes two records the same thing */
	TP_END = 4,      /* a day until which: a week means its Sunday */
	TP_PERSON = 8,   /* an id of a person */
	TP_EITHER = 16,  /* one of the fields so marked must be there */
	TP_DETAIL = 32,  /* left out of a table for a terminal */
	TP_SPREAD = 64,  /* a map whose keys become columns of a table */
};

/* What a field holds, more finely than enum tp_type: how its cells are read and what is refused. */
enum tp_form {
	TP_FORM_ID,
	TP_FORM_LINE,    /* free text */
	TP_FORM_NUMBER,
	TP_FORM_MONEY,   /* DKK; dotted thousands in Danish files, as hours and heads */
	TP_FORM_HOURS,
	TP_FORM_HEADS,   /* whole, from 0 */
	TP_FORM_RANGE,   /* whole, min..max */
	TP_FORM_PERCENT, /* 0..100 */
	TP_FORM_DAY,
	TP_FORM_CODE,
	TP_FORM_BOOL,
	TP_FORM_IDS,     /* lists */
	TP_FORM_CODES,
	TP_FORM_LINES,
	TP_FORM_GOALS,   /* codes, each perhaps with a weight: "quality:50" */
	TP_FORM_MAP,     /* any map; with codes these are its keys */
	TP_FORM_NUMBERS, /* a list of numbers */
	TP_FORM_PAIR,    /* {"da": …, "en": …} */
	TP_FORM_ANY,
};

struct tp_field_info {
	const char *name;
	enum tp_kind kind;
	enum tp_form form;
	enum tp_enum codes; /* CODE, CODES, GOALS, a MAP by codes */
	enum tp_kind ref;   /* ID, IDS only: the kind it names, or TP_KIND_other; see tp_field_is_ref */
	double min, max;    /* RANGE */
	unsigned flags;
	const char *header[TP_LANGS]; /* "Header|alias|alias" */
};

struct tp_kind_info {
	const char *name;
	enum tp_class is;
	enum tp_field first;
	const char *title[TP_LANGS]; /* "name|plural|alias" as file names have them */
};

const struct tp_kind_info *tp_kind_info(enum tp_kind kind);

/* Its fields are info->first … info->first + n - 1. */
size_t tp_kind_fields(enum tp_kind kind);
const struct tp_field_info *tp_field_info(enum tp_field field);

/* True for an id, or a list of ids, of records of that kind. */
bool tp_field_is_ref(enum tp_field field, enum tp_kind kind);

/* True when a cell of a sheet can hold the field: no map, no pair of texts. */
bool tp_field_is_column(enum tp_field field);

/* True when records of the kind name persons. */
bool tp_kind_is_personal(enum tp_kind kind);

/* The type of value a field holds. */
enum tp_type tp_field_type(enum tp_field field);

/* By exact name; TP_KIND_other, TP_NO_FIELD when there is none. */
enum tp_kind tp_kind_find(struct tp_text name);
enum tp_field tp_field_find(enum tp_kind kind, struct tp_text name);

/* A field that a column may be of, by its name or any header, Danish or English, folded; TP_NO_FIELD when none. */
enum tp_field tp_field_read(enum tp_kind kind, struct tp_text name);

/* A kind by any of its names, Danish or English, folded; TP_KIND_other when none. */
enum tp_kind tp_kind_read(struct tp_text name);

/* The values of an enumeration are first … first + n - 1. */
int tp_enum_first(enum tp_enum codes, size_t *n);

/* The code by exact slug, or by any of its names; TP_CODE_none when there is none. */
int tp_code_find(enum tp_enum codes, struct tp_text slug);
int tp_code_read(enum tp_enum codes, struct tp_text name);

const char *tp_code_slug(int code);

/* The name people read. */
struct tp_text tp_code_title(int code, enum tp_lang lang);

/* Its second name, which for a role is a short one; the title where there is no other. */
struct tp_text tp_code_short(int code, enum tp_lang lang);

/* All its names in a language, "name|alias|alias". */
const char *tp_code_names(int code, enum tp_lang lang);

/* The first name of "Header|alias|alias", the n-th from 0; ptr NULL beyond the last. */
struct tp_text tp_names_at(const char *names, size_t n);

/* True when the folded name equals one of the folded names. */
bool tp_names_match(const char *names, struct tp_text folded);

#endif
