#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/document.h"
#include "tp/json.h"
#include "tp/label.h"

/* --- a field --- */

static const char *label(const struct cmd *cmd, enum tp_label what)
{
	return tp_label(what, cmd->lang);
}

static enum tp_label label_of(enum tp_form form)
{
	static const enum tp_label labels[] = {
		[TP_FORM_ID] = TP_LABEL_form_id, [TP_FORM_LINE] = TP_LABEL_form_line, [TP_FORM_NUMBER] = TP_LABEL_form_number,
		[TP_FORM_MONEY] = TP_LABEL_form_money, [TP_FORM_HOURS] = TP_LABEL_form_hours,
		[TP_FORM_HEADS] = TP_LABEL_form_whole, [TP_FORM_RANGE] = TP_LABEL_form_whole,
		[TP_FORM_PERCENT] = TP_LABEL_form_percent, [TP_FORM_DAY] = TP_LABEL_form_day,
		[TP_FORM_CODE] = TP_LABEL_form_code, [TP_FORM_BOOL] = TP_LABEL_form_bool, [TP_FORM_IDS] = TP_LABEL_form_ids,
		[TP_FORM_CODES] = TP_LABEL_form_codes, [TP_FORM_LINES] = TP_LABEL_form_lines,
		[TP_FORM_GOALS] = TP_LABEL_form_goals, [TP_FORM_MAP] = TP_LABEL_form_json,
		[TP_FORM_NUMBERS] = TP_LABEL_form_numbers, [TP_FORM_PAIR] = TP_LABEL_form_json,
		[TP_FORM_ANY] = TP_LABEL_form_json,
	};
	return labels[form];
}

/* "whole number 1–5", "id (unit)" */
static void add_type(struct tp_buf *out, const struct cmd *cmd, const struct tp_field_info *info)
{
	tp_buf_add_string(out, label(cmd, label_of(info->form)));
	if (info->max > info->min)
		tp_buf_add_format(out, " %g–%g", info->min, info->max);
	if ((info->form == TP_FORM_ID || info->form == TP_FORM_IDS) && info->ref != TP_KIND_other)
		tp_buf_add_format(out, " (%s)", tp_kind_info(info->ref)->name);
}

/* "Titel, Indsats, Navn" */
static void add_names(struct tp_buf *out, const char *names)
{
	struct tp_text rest = tp_text_of(names);
	for (bool first = true; rest.ptr; first = false) {
		struct tp_text name = tp_text_split(&rest, "|");
		tp_buf_add_string(out, first ? "" : ", ");
		tp_buf_add(out, name.ptr, name.len);
	}
}

/* "idea (idé), proposed (foreslået)" */
static void add_words(struct tp_buf *out, const struct cmd *cmd, const struct tp_field_info *info)
{
	size_t n = 0;
	int first = info->codes == TP_ENUM_none ? 0 : tp_enum_first(info->codes, &n);
	for (int code = first; code < first + (int)n; code++) {
		struct tp_text title = tp_code_title(code, cmd->lang);
		tp_buf_add_format(out, "%s%s", code > first ? ", " : "", tp_code_slug(code));
		if (!tp_text_is(title, tp_code_slug(code)))
			tp_buf_add_format(out, " (%.*s)", (int)title.len, title.ptr);
	}
}

static const char *need(const struct cmd *cmd, const struct tp_field_info *info)
{
	return info->flags & TP_REQUIRED ? label(cmd, TP_LABEL_yes)
		: info->flags & TP_EITHER ? label(cmd, TP_LABEL_one_of_them) : "";
}

/* --- as JSON, a line a field --- */

static void add_name_list(struct tp_buf *out, const char *key, const char *names)
{
	struct tp_text rest = tp_text_of(names);
	tp_buf_add_format(out, "\"%s\":[", key);
	for (bool first = true; rest.ptr; first = false) {
		tp_buf_add_string(out, first ? "" : ",");
		tp_json_add_text(out, tp_text_split(&rest, "|"));
	}
	tp_buf_add_char(out, ']');
}

/* As enum tp_form has them. */
static const char *const forms[] = {"id", "text", "number", "money", "hours", "heads", "range", "percent", "date", "word",
	"bool", "ids", "words", "texts", "goals", "map", "numbers", "pair", "any"};

static void add_json(struct tp_buf *out, const struct tp_field_info *info)
{
	size_t n = 0;
	int first = info->codes == TP_ENUM_none ? 0 : tp_enum_first(info->codes, &n);
	tp_buf_add_format(out, "{\"kind\":\"%s\",\"field\":\"%s\",\"type\":\"%s\",\"required\":%s,\"one_of\":%s,\"headers\":{",
		tp_kind_info(info->kind)->name, info->name, forms[info->form],
		info->flags & TP_REQUIRED ? "true" : "false", info->flags & TP_EITHER ? "true" : "false");
	add_name_list(out, "da", info->header[TP_DA]);
	tp_buf_add_char(out, ',');
	add_name_list(out, "en", info->header[TP_EN]);
	tp_buf_add_char(out, '}');
	if (info->max > info->min)
		tp_buf_add_format(out, ",\"min\":%g,\"max\":%g", info->min, info->max);
	if ((info->form == TP_FORM_ID || info->form == TP_FORM_IDS) && info->ref != TP_KIND_other)
		tp_buf_add_format(out, ",\"of\":\"%s\"", tp_kind_info(info->ref)->name);
	for (int code = first; code < first + (int)n; code++) {
		tp_buf_add_format(out, "%s{\"word\":\"%s\",", code > first ? "," : ",\"words\":[", tp_code_slug(code));
		add_name_list(out, "da", tp_code_names(code, TP_DA));
		tp_buf_add_char(out, ',');
		add_name_list(out, "en", tp_code_names(code, TP_EN));
		tp_buf_add_char(out, '}');
	}
	tp_buf_add_string(out, n > 0 ? "]}\n" : "}\n");
}

/* --- as a table --- */

static struct tp_text taken(struct tp_document *doc, struct tp_buf *out)
{
	struct tp_text text = out->failed ? (struct tp_text){0}
					  : tp_text_copy(doc->arena, (struct tp_text){out->ptr ? out->ptr : "", out->len});
	tp_buf_reset(out);
	doc->failed |= !text.ptr;
	return text;
}

enum { COLUMNS = 7 };

/* from: the first column there is, for below a heading the kind goes without saying. */
static void add_row(const struct cmd *cmd, struct tp_document *doc, struct tp_block *table, size_t row, size_t from,
	const struct tp_field_info *info)
{
	struct tp_buf out = {0};
	struct tp_text cells[COLUMNS] = {tp_text_of(tp_kind_info(info->kind)->name), tp_text_of(info->name)};
	add_type(&out, cmd, info);
	cells[2] = taken(doc, &out);
	cells[3] = tp_text_of(need(cmd, info));
	add_names(&out, info->header[TP_DA]);
	cells[4] = taken(doc, &out);
	add_names(&out, info->header[TP_EN]);
	cells[5] = taken(doc, &out);
	add_words(&out, cmd, info);
	cells[6] = taken(doc, &out);
	tp_buf_free(&out);
	for (size_t j = from; j < COLUMNS; j++)
		*tp_document_cell(doc, table, row, j - from) = tp_cell_text(cells[j]);
}

static struct tp_block *add_table(const struct cmd *cmd, struct tp_document *doc, struct tp_section *section, size_t from,
	size_t rows)
{
	static const struct {
		const char *name;
		enum tp_label title;
	} columns[COLUMNS] = {
		{"kind", TP_LABEL_field_kind}, {"field", TP_LABEL_field_name}, {"type", TP_LABEL_field_type},
		{"required", TP_LABEL_field_required}, {"danish", TP_LABEL_field_danish},
		{"english", TP_LABEL_field_english}, {"words", TP_LABEL_field_words},
	};
	struct tp_block *table = tp_document_table(doc, section, COLUMNS - from, rows);
	for (size_t j = from; j < COLUMNS; j++)
		tp_block_column(table, j - from, columns[j].name, tp_text_of(label(cmd, columns[j].title)));
	return table;
}

/* "initiative (indsats, indsatser, initiativ, initiativer)" */
static struct tp_text heading(struct tp_document *doc, enum tp_kind kind)
{
	struct tp_buf out = {0};
	tp_buf_add_format(&out, "%s (", tp_kind_info(kind)->name);
	add_names(&out, tp_kind_info(kind)->title[TP_DA]);
	tp_buf_add_char(&out, ')');
	struct tp_text text = taken(doc, &out);
	tp_buf_free(&out);
	return text;
}

static bool is_asked(enum tp_kind kind, uint64_t kinds)
{
	return tp_kind_info(kind)->is == TP_FACT && (kinds == 0 || kinds >> kind & 1);
}

/* Under a heading a kind for people, in one table for programs. */
static void make_tables(const struct cmd *cmd, struct tp_document *doc, uint64_t kinds, bool one)
{
	size_t row = 0, all = 0;
	for (enum tp_kind kind = 0; one && kind < TP_KINDS; kind++)
		all += is_asked(kind, kinds) ? tp_kind_fields(kind) : 0;
	struct tp_section *section = one ? tp_document_section(doc, "fields", (struct tp_text){0}) : NULL;
	struct tp_block *table = one ? add_table(cmd, doc, section, 0, all) : NULL;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		size_t n = tp_kind_fields(kind);
		if (!is_asked(kind, kinds))
			continue;
		if (!one) {
			section = tp_document_section(doc, tp_kind_info(kind)->name, heading(doc, kind));
			table = add_table(cmd, doc, section, 1, n);
			row = 0;
		}
		for (size_t i = 0; i < n; i++)
			add_row(cmd, doc, table, row++, one ? 0 : 1, tp_field_info(tp_kind_info(kind)->first + (enum tp_field)i));
	}
}

int cmd_fields_list(struct cmd *cmd, uint64_t kinds)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_buf out = {0};
	bool csv = strcmp(cmd->format, "csv") == 0, json = strcmp(cmd->format, "json") == 0;
	tp_document_init(&doc, &arena, cmd->lang, "fields");
	for (enum tp_field field = 0; json && field < TP_FIELDS; field++)
		if (is_asked(tp_field_info(field)->kind, kinds))
			add_json(&out, tp_field_info(field));
	if (!json)
		make_tables(cmd, &doc, kinds, csv);
	int result = cmd_draw_list(cmd, &doc, &out);
	tp_buf_free(&out);
	tp_arena_free(&arena);
	return result;
}
