#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "tp/convert.h"
#include "tp/document.h"
#include "tp/json.h"
#include "tp/label.h"
#include "tp/num.h"

int cmd_rules(struct cmd *cmd, const char *file)
{
	struct tp_arena arena = {0};
	struct tp_value document;
	int result = tp_convert_file(&arena, file, &document, &cmd->err);
	if (result == 0)
		result = tp_rules_read(&cmd->rules, &document, &cmd->err);
	tp_arena_free(&arena);
	return result < 0 ? tp_err_at(&cmd->err, file, 0, NULL) : 0;
}

/* --- the list --- */

/* "watch, act" */
static void add_severities(struct tp_buf *out, const struct cmd *cmd, enum tp_check check, const char *quote)
{
	static const int codes[] = {TP_severity_info, TP_severity_watch, TP_severity_act};
	enum tp_severity only = cmd->rules.checks[check].severity;
	bool first = true;
	for (int i = 0; i < 3; i++) {
		if (only ? only != TP_INFO + (enum tp_severity)i : !(tp_check_info(check)->severities >> i & 1))
			continue;
		tp_buf_add_format(out, "%s%s%s%s", first ? "" : *quote ? "," : ", ", quote, tp_code_slug(codes[i]), quote);
		first = false;
	}
}

/* act_days 30, watch_days 14; "act_days":30 … */
static void add_limits(struct tp_buf *out, const struct cmd *cmd, enum tp_check check, bool json)
{
	bool first = true;
	for (enum tp_limit limit = 0; limit < TP_LIMITS; limit++) {
		char number[TP_NUM_SIZE];
		if (tp_limit_info(limit)->check != check)
			continue;
		number[tp_num_format(cmd->rules.limits[limit], number)] = '\0';
		tp_buf_add_format(out, json ? "%s\"%s\":%s" : "%s%s %s", first ? "" : json ? "," : ", ", tp_limit_info(limit)->name,
			number);
		first = false;
	}
}

static void add_pair(struct tp_buf *out, const char *name, const char *const texts[TP_LANGS])
{
	tp_buf_add_format(out, ",\"%s\":{\"da\":", name);
	tp_json_add_text(out, tp_text_of(texts[TP_DA]));
	tp_buf_add_string(out, ",\"en\":");
	tp_json_add_text(out, tp_text_of(texts[TP_EN]));
	tp_buf_add_char(out, '}');
}

static void add_json(struct tp_buf *out, const struct cmd *cmd, enum tp_check check)
{
	const struct tp_check_info *info = tp_check_info(check);
	const char *subject = info->subject == TP_KIND_scope ? "municipality or unit" : tp_kind_info(info->subject)->name;
	tp_buf_add_format(out, "{\"id\":\"%s\",\"tool\":\"%s\",\"analysis\":\"%s\",\"subject\":\"%s\",\"severity\":[", info->slug,
		cmd->tool->name, info->analysis, subject);
	add_severities(out, cmd, check, "\"");
	tp_buf_add_format(out, "],\"from\":\"%s\",\"light\":%s,\"off\":%s,\"limits\":{",
		tp_code_slug(cmd->rules.checks[check].from), info->colours ? "true" : "false",
		cmd->rules.checks[check].off ? "true" : "false");
	add_limits(out, cmd, check, true);
	tp_buf_add_format(out, "},\"source\":\"%s\"", info->source);
	add_pair(out, "title", info->title);
	add_pair(out, "message", info->message);
	add_pair(out, "advice", info->advice);
	tp_buf_add_string(out, "}\n");
}

static struct tp_text taken(struct tp_document *doc, struct tp_buf *out)
{
	struct tp_text text = out->failed ? (struct tp_text){0}
					  : tp_text_copy(doc->arena, (struct tp_text){out->ptr ? out->ptr : "", out->len});
	tp_buf_free(out);
	doc->failed |= !text.ptr;
	return text;
}

enum { COLUMNS = 7 };

static void add_row(const struct cmd *cmd, struct tp_document *doc, struct tp_block *table, size_t row, enum tp_check check)
{
	const struct tp_check_info *info = tp_check_info(check);
	const struct tp_rule *rule = &cmd->rules.checks[check];
	struct tp_buf severities = {0}, limits = {0};
	add_severities(&severities, cmd, check, "");
	add_limits(&limits, cmd, check, false);
	const struct tp_text cells[COLUMNS] = {
		tp_text_of(info->slug), tp_text_of(info->title[cmd->lang]), tp_text_of(info->analysis),
		rule->off ? tp_text_of(tp_label(TP_LABEL_off, cmd->lang)) : taken(doc, &severities),
		info->subject == TP_KIND_initiative ? tp_code_title(rule->from, cmd->lang) : (struct tp_text){0},
		taken(doc, &limits), tp_text_of(info->source),
	};
	tp_buf_free(&severities);
	for (size_t j = 0; j < COLUMNS; j++)
		*tp_document_cell(doc, table, row, j) = tp_cell_text(cells[j]);
}

static void make_table(const struct cmd *cmd, struct tp_document *doc, const struct tp_predicate *predicates, size_t n)
{
	static const struct {
		const char *name;
		enum tp_label title;
	} columns[COLUMNS] = {
		{"id", TP_LABEL_check}, {"title", TP_LABEL_check_title}, {"analysis", TP_LABEL_analysis},
		{"severity", TP_LABEL_severity}, {"from", TP_LABEL_from_phase}, {"limits", TP_LABEL_limits},
		{"source", TP_LABEL_source},
	};
	struct tp_section *section = tp_document_section(doc, "checks", (struct tp_text){0});
	struct tp_block *table = tp_document_table(doc, section, COLUMNS, n);
	for (size_t j = 0; j < COLUMNS; j++)
		tp_block_column(table, j, columns[j].name, tp_text_of(tp_label(columns[j].title, cmd->lang)));
	for (size_t i = 0; i < n; i++)
		add_row(cmd, doc, table, i, predicates[i].check);
}

int cmd_checks_list(struct cmd *cmd)
{
	size_t n;
	const struct tp_predicate *predicates = cmd->tool->predicates(&n);
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_buf out = {0};
	tp_document_init(&doc, &arena, cmd->lang, "checks");
	if (strcmp(cmd->format, "json") == 0)
		for (size_t i = 0; i < n; i++)
			add_json(&out, cmd, predicates[i].check);
	else
		make_table(cmd, &doc, predicates, n);
	int result = cmd_draw_list(cmd, &doc, &out);
	tp_buf_free(&out);
	tp_arena_free(&arena);
	return result;
}
