#include "tp/feed.h"

#include <string.h>

#include "tp/fact.h"
#include "tp/num.h"
#include "tp/objects.h"

/* One input on its way. */
struct feed {
	struct tp_intake *intake;
	struct tp_row row;
	long balance; /* begins less runs of tp-import itself */
	bool rerun;   /* an earlier run of it counted what is here: its counts stand */
	unsigned long files, rows, records, rejected;
	unsigned long rows_before, records_before; /* of what is read here */
};

int tp_feed_is_json(struct tp_input *in, struct tp_err *err)
{
	struct tp_text head;
	if (tp_input_peek(in, 64, &head, err) < 0)
		return -1;
	if (head.len >= 3 && memcmp(head.ptr, "\xef\xbb\xbf", 3) == 0)
		head = (struct tp_text){head.ptr + 3, head.len - 3};
	head = tp_text_trim(head);
	return head.len > 0 && (*head.ptr == '{' || *head.ptr == '[');
}

static struct tp_text member(const struct tp_json *object, const char *key)
{
	const struct tp_json *found = tp_json_get(object, key);
	return found && found->type == TP_JSON_STRING ? found->text : (struct tp_text){0};
}

/* -k, else what the object says, else the file's name. */
static int find_kind(struct feed *feed, const struct tp_json *object, enum tp_kind *kind, struct tp_err *err)
{
	struct tp_text said = member(object, "kind");
	*kind = said.len ? tp_kind_find(said) : feed->intake->import->options.kind;
	if (*kind == TP_KIND_other && said.len)
		*kind = tp_kind_read(said);
	if (said.len || *kind != TP_KIND_other)
		return 0;
	if (strcmp(feed->intake->name, "-") != 0 && tp_import_kind(feed->intake->name, kind, err) < 0)
		return -1;
	if (*kind == TP_KIND_other)
		*kind = tp_kind_read(tp_mapping_kind(feed->intake->import->options.mapping));
	if (*kind != TP_KIND_other)
		return 0;
	tp_err_set(err, TP_DATA, "missing: say the kind of each record, or of all with -k KIND");
	return tp_err_at(err, NULL, 0, "kind");
}

/* The instrument that a response is held against. */
static int find_instrument(struct feed *feed, const struct tp_json *object, struct tp_err *err)
{
	const struct tp_import *import = feed->intake->import;
	struct tp_text id = member(object, "instrument");
	feed->row.instrument = import->options.instrument;
	if (id.len == 0 && feed->row.instrument)
		return 0;
	if (id.len == 0)
		id = tp_mapping_default(import->options.mapping, TP_response_instrument);
	if (id.len == 0)
		tp_err_set(err, TP_DATA, "missing, and a response cannot be without it: fill it in, or say -i INSTRUMENT");
	else if (tp_shelf_find(import->shelf, id, &feed->row.instrument, err) == 0)
		return 0;
	return tp_err_at(err, NULL, 0, "instrument");
}

/* What is no count, or larger than a double can count to, is none. */
static unsigned long number(const struct tp_json *object, const char *key)
{
	const struct tp_json *found = tp_json_get(object, key);
	double x = 0;
	bool good = found && found->type == TP_JSON_NUMBER && tp_num_parse(found->text, &x) && x >= 0;
	return good && x <= 9007199254740992.0 ? (unsigned long)x : 0;
}

/* What an earlier import counted is still true of the records it made: rows that it rejected are not forgotten. */
static void take_counts(struct feed *feed, const struct tp_json *run)
{
	feed->rerun = true;
	feed->files += number(run, "files");
	feed->rows += number(run, "rows");
	feed->records += number(run, "records");
	feed->rejected += number(run, "rejected");
}

static void settle_counts(struct feed *feed)
{
	struct tp_import *import = feed->intake->import;
	if (!feed->rerun)
		return;
	import->files += feed->files - 1;
	import->rows = feed->rows_before + feed->rows;
	import->records = feed->records_before + feed->records;
	import->rejected += feed->rejected;
}

/* Results, marks and kinds of later versions: as they came. The marks of tp-import itself are made anew. */
static int pass(struct feed *feed, const struct tp_json *object, struct tp_text line, struct tp_err *err)
{
	struct tp_text kind = member(object, "kind"), by = member(object, "by");
	bool begin = tp_text_is(kind, "begin"), run = tp_text_is(kind, "run");
	if ((begin || run) && tp_text_is(by, feed->intake->import->by)) {
		feed->balance += begin - run;
		if (run)
			take_counts(feed, object);
		return 0;
	}
	if (tp_text_is(kind, "error")) {
		struct tp_err bad = {0};
		tp_err_set(&bad, TP_DATA, "the stream holds an error of %.*s: see what it said and run it again",
			by.len < 40 ? (int)by.len : 40, by.ptr ? by.ptr : "");
		if (tp_intake_tell(feed->intake, feed->intake->line, &bad, err) < 0)
			return -1;
	}
	return feed->intake->import->pass(feed->intake->import->self, kind, line, err);
}

/* 1: a fact, in record; 0: something else, passed on; -1. */
static int read_object(struct feed *feed, struct tp_text text, struct tp_record *record, struct tp_err *err)
{
	struct tp_json object;
	enum tp_kind kind;
	tp_arena_reset(&feed->row.arena);
	if (tp_json_parse(&feed->row.arena, text, &object, err) < 0 || find_kind(feed, &object, &kind, err) < 0)
		return -1;
	if (kind == TP_KIND_other || tp_kind_info(kind)->is != TP_FACT)
		return pass(feed, &object, text, err);
	if (kind == TP_KIND_response && find_instrument(feed, &object, err) < 0)
		return -1;
	if (kind == TP_KIND_invited &&
		tp_intake_invited(feed->intake, member(&object, "instrument"), &feed->row.instrument, err) < 0)
		return -1;
	return tp_fact_read(&feed->row, kind, &object, record, err) < 0 ? -1 : 1;
}

static int read_all(struct feed *feed, struct tp_objects *objects, struct tp_err *err)
{
	struct tp_import *import = feed->intake->import;
	while (true) {
		struct tp_record record;
		struct tp_text text;
		struct tp_err bad = {0};
		int got = tp_objects_next(objects, &text, &bad);
		if (got == 0)
			return 0;
		feed->intake->line = objects->line;
		if (got > 0)
			got = read_object(feed, text, &record, &bad);
		import->rows += got != 0;
		if (got > 0) {
			int put = tp_intake_put(feed->intake, &record, err);
			if (put < 0)
				return -1;
			import->rejected += put == 0;
		}
		if (got >= 0)
			continue;
		import->rejected++;
		if (tp_intake_tell(feed->intake, objects->line, &bad, err) < 0)
			return -1;
	}
}

int tp_feed_read(struct tp_intake *intake, struct tp_input *in, struct tp_err *err)
{
	struct tp_import *import = intake->import;
	struct feed feed = {.intake = intake, .row = {.round = import->options.round, .mapping = import->options.mapping},
		.rows_before = import->rows,
		.records_before = import->records};
	struct tp_objects objects;
	tp_objects_init(&objects, in);
	intake->arena = &feed.row.arena;
	int result = read_all(&feed, &objects, err);
	if (result == 0 && feed.balance != 0) {
		struct tp_err bad = {0};
		tp_err_set(&bad, TP_DATA, "stream is cut off: %s began and did not finish", import->by);
		result = tp_intake_tell(intake, 0, &bad, err);
	}
	settle_counts(&feed);
	tp_objects_free(&objects);
	tp_row_free(&feed.row);
	return result;
}
