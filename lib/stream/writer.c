#include "tp/writer.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tp/day.h"
#include "tp/json.h"
#include "tp/num.h"

void tp_writer_init(struct tp_writer *writer, struct tp_output *out)
{
	memset(writer, 0, sizeof *writer);
	writer->out = out;
}

static void add_string(struct tp_buf *out, const char *string)
{
	tp_json_add_text(out, tp_text_of(string));
}

static void add_num(struct tp_buf *out, const struct tp_value *value)
{
	char number[TP_NUM_SIZE];
	if (value->text.len)
		tp_buf_add(out, value->text.ptr, value->text.len);
	else
		tp_buf_add(out, number, tp_num_format(value->num, number));
}

void tp_writer_value(struct tp_buf *out, const struct tp_value *value)
{
	char day[TP_DAY_SIZE];
	switch (value->type) {
	case TP_TEXT:
		tp_json_add_text(out, value->text);
		break;
	case TP_NUM:
		add_num(out, value);
		break;
	case TP_DAY:
		tp_day_format(value->day, day);
		add_string(out, day);
		break;
	case TP_CODE:
		add_string(out, tp_code_slug(value->code));
		break;
	case TP_BOOL:
		tp_buf_add_string(out, value->flag ? "true" : "false");
		break;
	case TP_LIST:
		tp_buf_add_char(out, '[');
		for (size_t i = 0; i < value->list.n; i++) {
			if (i)
				tp_buf_add_char(out, ',');
			tp_writer_value(out, &value->list.items[i]);
		}
		tp_buf_add_char(out, ']');
		break;
	case TP_MAP:
		tp_buf_add_char(out, '{');
		for (size_t i = 0; i < value->map.n; i++) {
			if (i)
				tp_buf_add_char(out, ',');
			tp_json_add_text(out, value->map.pairs[i].key);
			tp_buf_add_char(out, ':');
			tp_writer_value(out, &value->map.pairs[i].value);
		}
		tp_buf_add_char(out, '}');
		break;
	default:
		tp_buf_add_string(out, "null");
	}
}

/* The names of our own fields need no escape. */
void tp_writer_member(struct tp_buf *out, const char *key, const struct tp_value *value)
{
	if (value->type == TP_ABSENT)
		return;
	tp_buf_add(out, ",\"", 2);
	tp_buf_add_string(out, key);
	tp_buf_add(out, "\":", 2);
	tp_writer_value(out, value);
}

static void add_extra(struct tp_buf *out, const struct tp_pair *extra)
{
	tp_buf_add_char(out, ',');
	tp_json_add_text(out, extra->key);
	tp_buf_add_char(out, ':');
	tp_writer_value(out, &extra->value);
}

static void add_text_member(struct tp_buf *out, const char *key, struct tp_text text)
{
	struct tp_value value = tp_value_text(text);
	if (text.len)
		tp_writer_member(out, key, &value);
}

void tp_writer_json(struct tp_buf *out, const struct tp_record *record)
{
	const struct tp_kind_info *info = tp_kind_info(record->kind);
	size_t n = tp_kind_fields(record->kind);
	tp_buf_add_string(out, "{\"kind\":");
	add_string(out, info->name);
	add_text_member(out, "by", record->by);
	add_text_member(out, "analysis", record->analysis);
	for (size_t i = 0; i < n; i++)
		tp_writer_member(out, tp_field_info(info->first + (enum tp_field)i)->name, &record->v[i]);
	for (size_t i = 0; i < record->extras; i++)
		add_extra(out, &record->extra[i]);
	tp_writer_member(out, "updated", &record->updated);
	tp_writer_member(out, "at", &record->at);
	tp_buf_add_char(out, '}');
}

int tp_writer_pass(struct tp_writer *writer, struct tp_text line, struct tp_err *err)
{
	return tp_output_line(writer->out, line, err);
}

int tp_writer_put(struct tp_writer *writer, const struct tp_record *record, struct tp_err *err)
{
	tp_buf_reset(&writer->line);
	tp_writer_json(&writer->line, record);
	tp_buf_add_char(&writer->line, '\n');
	if (writer->line.failed)
		return tp_err_memory(err);
	return tp_output_add(writer->out, writer->line.ptr, writer->line.len, err);
}

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	return tp_writer_put(self, record, err);
}

struct tp_sink tp_writer_sink(struct tp_writer *writer)
{
	return (struct tp_sink){put, writer};
}

/* tp_err_format masks control bytes and broken UTF-8, so that only quotes and backslashes need an escape. */
static void escape(const char *text, char *out, size_t size)
{
	size_t len = 0;
	for (; *text && len + 2 < size; text++) {
		if (*text == '"' || *text == '\\')
			out[len++] = '\\';
		out[len++] = *text;
	}
	for (; ((unsigned char)*text & 0xc0) == 0x80; text--) /* cut within a character: it goes as a whole */
		len--;
	out[len] = '\0';
}

void tp_writer_fail(struct tp_writer *writer, const char *by, const struct tp_err *why)
{
	struct tp_err ignored = {0};
	char reason[1100], text[1150];
	if (!writer->out || tp_output_flush(writer->out, &ignored) < 0)
		return;
	tp_err_format(why, text, sizeof text);
	escape(text, reason, sizeof reason);
	int len = snprintf(writer->mark, sizeof writer->mark, "{\"kind\":\"error\",\"by\":\"%s\",\"message\":\"%s\"}\n", by,
		reason);
	ssize_t written = write(writer->out->fd, writer->mark, (size_t)len);
	(void)written; /* the exit status tells */
}

void tp_writer_free(struct tp_writer *writer)
{
	tp_buf_free(&writer->line);
}
