#include <string.h>

#include "cmd.h"
#include "tp/document.h"
#include "tp/json.h"
#include "tp/label.h"
#include "tp/shelf.h"

int cmd_instruments_show(struct cmd *cmd, struct tp_shelf *shelf, const char *id)
{
	struct tp_text document;
	if (tp_shelf_document(shelf, tp_text_of(id), &document, &cmd->err) == 0)
		return tp_output_add(&cmd->out, document.ptr, document.len, &cmd->err);
	if (cmd->err.code == TP_DATA)
		cmd->err.code = TP_USAGE;
	return -1;
}

static void add_json(struct tp_buf *out, const struct tp_instrument *instrument)
{
	tp_buf_add_string(out, "{\"id\":");
	tp_json_add_text(out, instrument->id);
	tp_buf_add_string(out, ",\"title\":{\"da\":");
	tp_json_add_text(out, instrument->title[TP_DA]);
	tp_buf_add_string(out, ",\"en\":");
	tp_json_add_text(out, instrument->title[TP_EN]);
	tp_buf_add_string(out, "},\"subject\":");
	tp_json_add_text(out, instrument->subject);
	tp_buf_add_format(out, ",\"items\":%zu,\"source\":", instrument->items_n);
	tp_json_add_text(out, instrument->source);
	tp_buf_add_format(out, ",\"hash\":\"%s\"}\n", instrument->hash);
}

static void make_table(const struct cmd *cmd, struct tp_document *doc, const struct tp_instrument *const *all, size_t n)
{
	static const struct {
		const char *name;
		enum tp_label title;
	} columns[] = {
		{"id", TP_LABEL_instrument}, {"title", TP_LABEL_instrument_title}, {"subject", TP_LABEL_instrument_subject},
		{"items", TP_LABEL_instrument_items}, {"source", TP_LABEL_source},
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct tp_section *section = tp_document_section(doc, "instruments", (struct tp_text){0});
	struct tp_block *table = tp_document_table(doc, section, COLUMNS, n);
	for (size_t j = 0; j < COLUMNS; j++)
		tp_block_column(table, j, columns[j].name, tp_text_of(tp_label(columns[j].title, cmd->lang)));
	for (size_t i = 0; i < n; i++) {
		const struct tp_cell cells[COLUMNS] = {
			tp_cell_text(all[i]->id), tp_cell_text(all[i]->title[cmd->lang]), tp_cell_text(all[i]->subject),
			tp_cell_number((double)all[i]->items_n, 0), tp_cell_text(all[i]->source),
		};
		for (size_t j = 0; j < COLUMNS; j++)
			*tp_document_cell(doc, table, i, j) = cells[j];
	}
}

int cmd_instruments_list(struct cmd *cmd, struct tp_shelf *shelf)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_buf out = {0};
	size_t n;
	const struct tp_instrument **all = tp_shelf_all(shelf, &arena, &n, &cmd->err);
	tp_document_init(&doc, &arena, cmd->lang, "instruments");
	if (all && strcmp(cmd->format, "json") == 0)
		for (size_t i = 0; i < n; i++)
			add_json(&out, all[i]);
	else if (all)
		make_table(cmd, &doc, all, n);
	int result = all ? cmd_draw_list(cmd, &doc, &out) : -1;
	tp_buf_free(&out);
	tp_arena_free(&arena);
	return result;
}
