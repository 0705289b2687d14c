#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "tp/shelf.h"
#include "tp/template.h"

/* A kind of fact, or an instrument; of a survey that is not said any will do to show how its rows are. */
static int find(struct cmd *cmd, const char *of, struct tp_shelf *shelf, enum tp_kind *kind,
	const struct tp_instrument **instrument, bool *rows)
{
	struct tp_err unknown = {0};
	*kind = tp_kind_read(tp_text_of(of));
	*rows = *kind == TP_KIND_response && !*instrument;
	if (*kind == TP_KIND_tally)
		return tp_err_set(&cmd->err, TP_USAGE, "--template %s: nobody fills in what tp-score --tally has counted", of);
	if (*rows)
		return tp_shelf_find(shelf, tp_shelf_id(0), instrument, &cmd->err);
	if (*kind != TP_KIND_other) {
		*instrument = *kind == TP_KIND_response ? *instrument : NULL;
		return 0;
	}
	*kind = TP_KIND_response;
	if (tp_shelf_find(shelf, tp_text_of(of), instrument, &unknown) == 0)
		return 0;
	if (unknown.code == TP_DATA)
		return tp_err_set(&cmd->err, TP_USAGE, "--template %s: expected a kind of record, as --list-fields has them, or "
			"an instrument, as tp-score --list", of);
	cmd->err = unknown;
	return -1;
}

int cmd_template(struct cmd *cmd, const char *of, struct tp_shelf *shelf, const struct tp_instrument *instrument)
{
	bool xlsx = strcmp(cmd->format, "xlsx") == 0;
	struct tp_template_style style = {
		.lang = cmd->lang, .names = !cmd->titles, .comma = cmd->dialect.comma && !xlsx, .as_of = cmd->as_of};
	struct tp_template template;
	struct tp_arena arena = {0};
	struct tp_buf out = {0};
	enum tp_kind kind;
	if (cmd->operands_n > 0)
		return tp_err_set(&cmd->err, TP_USAGE, "--template writes an empty sheet and reads nothing: leave %s out",
			cmd->operands[0]);
	if (cmd->format[0] && strcmp(cmd->format, "csv") != 0 && !xlsx)
		return tp_err_set(&cmd->err, TP_USAGE, "--format %s: expected csv or xlsx of a template", cmd->format);
	if (xlsx && isatty(cmd->out.fd))
		return tp_err_set(&cmd->err, TP_USAGE, "a workbook is nothing for a terminal: name a file with -o FILE.xlsx");
	if (find(cmd, of, shelf, &kind, &instrument, &style.rows) < 0)
		return -1;
	int result = tp_template_make(&template, &arena, kind, instrument, &style, &cmd->err);
	if (result == 0) {
		if (xlsx)
			tp_template_xlsx(&template, &out);
		else
			tp_template_csv(&template, &cmd->dialect, &out);
		result = out.failed ? tp_err_memory(&cmd->err) : tp_output_add(&cmd->out, out.ptr, out.len, &cmd->err);
	}
	tp_buf_free(&out);
	tp_arena_free(&arena);
	return result;
}

void cmd_say_examples(const struct cmd *cmd, unsigned long n)
{
	if (n > 0)
		cmd_say(cmd, "rows that a template marks as examples, and no data: %lu; empty the first cell of one that is", n);
}
