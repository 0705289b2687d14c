#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"
#include "tp/grid.h"

enum { WIDE = 160 }; /* columns of a table that goes to a file or a pipe */

bool cmd_is_grid(const struct cmd *cmd)
{
	return *cmd->format && (strcmp(cmd->format, "csv") == 0 || strcmp(cmd->format, "table") == 0);
}

int cmd_grid_put(struct cmd *cmd, const struct tp_record *record)
{
	struct cmd_grid *grid = &cmd->grid;
	if (tp_kind_info(record->kind)->is == TP_CONTROL)
		return 0;
	if (grid->n == grid->capacity) {
		size_t more = grid->capacity ? grid->capacity * 2 : 64;
		struct tp_record **moved = reallocarray(grid->records, more, sizeof(struct tp_record *));
		if (!moved)
			return tp_err_memory(&cmd->err);
		grid->records = moved;
		grid->capacity = more;
	}
	if (tp_record_copy(&grid->arena, record, &grid->records[grid->n], &cmd->err) < 0)
		return -1;
	grid->n++;
	return 0;
}

/* The only kind there is, or --csv-kind. */
static int choose_kind(struct cmd *cmd, enum tp_kind *kind)
{
	uint64_t seen = 0;
	char kinds[300] = "";
	size_t len = 0, n = 0;
	for (size_t i = 0; i < cmd->grid.n; i++)
		seen |= 1ULL << cmd->grid.records[i]->kind;
	for (enum tp_kind k = 0; k < TP_KINDS; k++)
		if (seen >> k & 1 && len < sizeof kinds) {
			*kind = k;
			len += (size_t)snprintf(kinds + len, sizeof kinds - len, "%s%s", n++ ? ", " : "", tp_kind_info(k)->name);
		}
	if (cmd->grid.kind != TP_KIND_other)
		*kind = cmd->grid.kind;
	else if (n > 1)
		return tp_err_set(&cmd->err, TP_USAGE, "%s holds one kind, and there are %s: say which with --csv-kind",
			cmd->format, kinds);
	else if (n == 0)
		*kind = TP_KIND_other;
	return 0;
}

size_t cmd_page_width(const struct cmd *cmd)
{
	struct winsize size;
	if (!cmd->output && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return WIDE;
}

/* https://no-color.org */
bool cmd_has_colours(const struct cmd *cmd)
{
	const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
	return !cmd->output && isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0 && (!none || !*none);
}

int cmd_draw_list(struct cmd *cmd, const struct tp_document *doc, struct tp_buf *lines)
{
	if (strcmp(cmd->format, "csv") == 0)
		tp_document_csv(doc, &cmd->dialect, cmd->titles, lines);
	else if (strcmp(cmd->format, "json") != 0)
		tp_document_text(doc, cmd_page_width(cmd), cmd_has_colours(cmd), lines);
	return doc->failed || lines->failed ? tp_err_memory(&cmd->err)
					    : tp_output_add(&cmd->out, lines->ptr, lines->len, &cmd->err);
}

static int draw(struct cmd *cmd, enum tp_kind kind, struct tp_record *const *records, size_t n)
{
	struct tp_arena arena = {0};
	struct tp_document doc;
	struct tp_buf page = {0};
	bool table = strcmp(cmd->format, "table") == 0;
	tp_document_init(&doc, &arena, cmd->lang, cmd->tool->name);
	enum tp_grid_style style = table ? TP_GRID_BRIEF : cmd->titles ? TP_GRID_PEOPLE : TP_GRID_PLAIN;
	int own = table && cmd->tool->table ? cmd->tool->table(cmd, &doc, kind, records, n) : 0;
	int result = own != 0 ? own : tp_grid_make(&doc, kind, records, n, style, &cmd->err);
	if (result >= 0 && table)
		tp_document_text(&doc, cmd_page_width(cmd), cmd_has_colours(cmd), &page);
	else if (result >= 0)
		tp_document_csv(&doc, &cmd->dialect, cmd->titles, &page);
	if (result >= 0)
		result = page.failed ? tp_err_memory(&cmd->err)
				     : tp_output_add(&cmd->out, page.ptr, page.len, &cmd->err);
	tp_buf_free(&page);
	tp_arena_free(&arena);
	return result;
}

int cmd_grid_draw(struct cmd *cmd)
{
	enum tp_kind kind;
	size_t n = 0;
	if (choose_kind(cmd, &kind) < 0)
		return -1;
	if (kind == TP_KIND_other)
		return 0; /* no results: nothing, not even a header, for nobody knows of what */
	for (size_t i = 0; i < cmd->grid.n; i++)
		if (cmd->grid.records[i]->kind == kind)
			cmd->grid.records[n++] = cmd->grid.records[i];
	return draw(cmd, kind, cmd->grid.records, n);
}

void cmd_grid_free(struct cmd *cmd)
{
	tp_arena_free(&cmd->grid.arena);
	free(cmd->grid.records);
}
