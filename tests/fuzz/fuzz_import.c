/*
 * A sheet, or JSON, through the import; its first line is the name of the file. Every row is a record, a repetition or
 * rejected; what is put is read again as it is; and rows that are remembered make what they make anew.
 */
#include "claim.h"
#include "tp/import.h"

struct run {
	struct tp_buf out;
	unsigned long told, foreign;
	bool wide; /* a row may make several records */
};

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct run *run = self;
	(void)err;
	tp_writer_json(&run->out, record);
	tp_buf_add_char(&run->out, '\n');
	run->wide |= record->kind == TP_KIND_role;
	return 0;
}

static int line(void *self, struct tp_text text, struct tp_err *err)
{
	struct run *run = self;
	(void)err;
	tp_buf_add(&run->out, text.ptr, text.len);
	tp_buf_add_char(&run->out, '\n');
	return 0;
}

static int pass(void *self, struct tp_text kind, struct tp_text text, struct tp_err *err)
{
	struct run *run = self;
	(void)kind;
	(void)text;
	(void)err;
	run->foreign++;
	return 0;
}

static void tell(void *self, const struct tp_err *bad)
{
	struct run *run = self;
	claim_reason(true, bad);
	run->told++;
}

static void claim_counts(const struct tp_import *import, const struct run *run)
{
	unsigned long sum = import->records + import->repeated + import->rejected + import->unnamed;
	claim(import->poisoned == (run->told > 0), "bad rows and no word, or words and no bad rows");
	claim(import->rejected == 0 || run->told > 0, "a row is rejected without a reason");
	/* A stream's own counts are taken over, and its other records are passed on. */
	if (import->rows > 0 && run->foreign == 0)
		claim(run->wide ? import->rows <= sum : import->rows == sum, "rows that are neither records nor rejected");
}

/* The name is cut where it would be long. */
static struct run import(struct tp_text name, struct tp_text bytes, bool recalls)
{
	char path[NAME_SIZE], called[64];
	struct tp_shelf shelf = {0};
	struct run run = {0};
	struct tp_import import = {.options = {.kind = TP_KIND_other, .no_unique = bytes.len % 2}, .shelf = &shelf,
		.sink = {put, &run}, .by = "tp-import", .pass = pass, .line = recalls ? line : NULL, .tell = tell, .self = &run};
	struct tp_input in;
	struct tp_err err = {0};
	int fd = file_of(bytes.ptr, bytes.len);
	name_of(fd, path);
	snprintf(called, sizeof called, "%.*s", name.len < 60 ? (int)name.len : 60, name.ptr);
	claim(tp_input_open(&in, path, &err) == 0, "the file cannot be opened");
	in.name = called;
	int result = tp_import_input(&import, &in, &err);
	if (result == 0)
		result = tp_import_end(&import, &err);
	claim_reason(result < 0, &err);
	if (result == 0 && !memchr(bytes.ptr, '{', bytes.len))
		claim_counts(&import, &run);
	claim(!run.out.failed, "no memory");
	tp_input_close(&in);
	tp_import_free(&import);
	tp_shelf_free(&shelf);
	close(fd);
	return run;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tp_text bytes = {(const char *)data, size};
	struct tp_text name = take_line(&bytes);
	if (!bytes.ptr)
		bytes = tp_text_of("");
	struct run run = import(name, bytes, true), anew = import(name, bytes, false);
	claim(run.told == anew.told && run.out.len == anew.out.len &&
			(run.out.len == 0 || memcmp(run.out.ptr, anew.out.ptr, run.out.len) == 0),
		"what is remembered of rows makes other records");
	claim_lasts(text_of(&run.out));
	tp_buf_free(&run.out);
	tp_buf_free(&anew.out);
	return 0;
}
