/*
 * From JSON to values: a member held against its field of the schema, or a
 * whole document (instrument, map, rules) as a tree.
 */
#ifndef TP_CONVERT_H
#define TP_CONVERT_H

#include "tp/json.h"
#include "tp/record.h"

/* The member as the field's value. null is BLANK. -1: TP_DATA, what was expected; err->field is the field. */
int tp_convert_field(struct tp_arena *arena, const struct tp_json *json, enum tp_field field, struct tp_value *out,
	struct tp_err *err);

/* Whatever stands there as a tree: TEXT, NUM, BOOL, BLANK, LIST, MAP. */
int tp_convert_tree(struct tp_arena *arena, const struct tp_json *json, struct tp_value *out, struct tp_err *err);

/* A document's bytes as a tree in the arena. */
int tp_convert_document(struct tp_arena *arena, struct tp_text bytes, struct tp_value *out, struct tp_err *err);

/* A file of at most TP_DOCUMENT_MAX bytes likewise; err names it. */
int tp_convert_file(struct tp_arena *arena, const char *file, struct tp_value *out, struct tp_err *err);

/* A value that does not come from JSON held against its field: ranges, lengths, whole numbers. -1 as above. */
int tp_convert_check(const struct tp_value *value, enum tp_field field, struct tp_err *err);

#endif
