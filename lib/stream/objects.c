#include "tp/objects.h"

#include <stdint.h>
#include <string.h>

#include "tp/limits.h"

void tp_objects_init(struct tp_objects *objects, struct tp_input *in)
{
	*objects = (struct tp_objects){.in = in};
}

/* The line at hand, or the next one when it is used up: 1, 0 at the end, -1. */
static int have_line(struct tp_objects *objects, struct tp_err *err)
{
	while (objects->rest.len == 0) {
		int got = tp_input_line(objects->in, &objects->rest, err);
		if (got <= 0)
			return got;
		if (objects->in->line == 1 && objects->rest.len >= 3 && memcmp(objects->rest.ptr, "\xef\xbb\xbf", 3) == 0)
			objects->rest = (struct tp_text){objects->rest.ptr + 3, objects->rest.len - 3};
	}
	return 1;
}

static char take(struct tp_objects *objects)
{
	objects->rest.len--;
	return *objects->rest.ptr++;
}

/* Gives the rest of the line up, so that what follows can still be told. */
static int refuse(struct tp_objects *objects, unsigned long line, const char *what, struct tp_err *err)
{
	objects->rest.len = 0;
	tp_err_set(err, TP_DATA, "%s", what);
	return tp_err_at(err, objects->in->name, line, NULL);
}

/* What may stand between objects moves the place on; 1 when an object begins, 0 when it goes on, -1. */
static int step(struct tp_objects *objects, char c, struct tp_err *err)
{
	bool first = objects->place == TP_OBJECTS_FIRST;
	if (strchr(" \t\r", c))
		return 0;
	if (c == '{' && objects->place != TP_OBJECTS_COMMA && objects->place != TP_OBJECTS_CLOSED)
		return 1;
	if (c == '[' && objects->place == TP_OBJECTS_BARE)
		objects->place = TP_OBJECTS_FIRST;
	else if (c == ',' && objects->place == TP_OBJECTS_COMMA)
		objects->place = TP_OBJECTS_NEXT;
	else if (c == ']' && (first || objects->place == TP_OBJECTS_COMMA))
		objects->place = TP_OBJECTS_CLOSED;
	else
		return refuse(objects, objects->in->line, objects->place == TP_OBJECTS_COMMA
				? "expected a comma or the ] that ends the array" : "expected a JSON object { }", err);
	return 0;
}

_Static_assert(TP_NESTING_MAX == 64, "a message and the bits below say so");

/* Where within an object its bytes have come to. Strings may hold braces. */
struct within {
	int depth;      /* of braces and brackets */
	uint64_t lists; /* bit depth - 1: it is a bracket */
	bool quoted, escaped;
	bool fresh;     /* nothing but blanks and commas stood on the line so far */
	char last;      /* that was not blank */
};

static bool is_list(const struct within *within)
{
	return within->depth > 0 && within->lists >> (within->depth - 1) & 1;
}

/* In an object a brace follows a colon alone, in a list a bracket or a comma. One that begins a line where none can follow
 * begins the next object: the one at hand was never closed. */
static bool is_next(const struct within *within, char c)
{
	return c == '{' && within->fresh && !within->quoted &&
		(is_list(within) ? within->last != '[' && within->last != ',' : within->last != ':');
}

/* A bracket that nobody has opened, or nobody closes, is the parser's to refuse. */
static void nest(struct within *within, char c)
{
	if (c == '{' || c == '[') {
		uint64_t bit = 1ULL << within->depth;
		within->lists = c == '[' ? within->lists | bit : within->lists & ~bit;
		within->depth++;
	} else if (c == ']') {
		within->depth -= is_list(within);
	} else if (c == '}') {
		while (is_list(within))
			within->depth--;
		within->depth--;
	}
}

static void follow(struct within *within, char c)
{
	if (within->escaped)
		within->escaped = false;
	else if (within->quoted && c == '\\')
		within->escaped = true;
	else if (c == '"')
		within->quoted = !within->quoted;
	else if (!within->quoted)
		nest(within, c);
	if (strchr(" \t\r", c))
		return;
	within->fresh &= c == ',';
	within->last = c;
}

/* Where the line of an object is used up: 1 to go on, -1. */
static int next_line(struct tp_objects *objects, struct within *within, struct tp_err *err)
{
	if (within->quoted && objects->in->ended)
		return refuse(objects, objects->in->line, "the line ends within a text: is a quote missing?", err);
	tp_buf_add_char(&objects->text, ' '); /* a line end between members */
	within->fresh = true;
	int got = have_line(objects, err);
	if (got >= 0 && (got == 0 || objects->text.len > TP_LINE_MAX))
		return refuse(objects, objects->line, got ? "the object is too long: is a brace not closed?"
			: "the object does not end: the file was cut off, or a brace is not closed", err);
	return got;
}

/* From its opening brace to the one that closes it. */
static int collect(struct tp_objects *objects, struct tp_err *err)
{
	struct within within = {.depth = 1, .last = '{'};
	while (within.depth > 0) {
		if (objects->rest.len == 0 && next_line(objects, &within, err) < 0)
			return -1;
		if (is_next(&within, *objects->rest.ptr)) {
			tp_err_set(err, TP_DATA, "the object does not end before line %lu begins another: is a brace not closed?",
				objects->in->line);
			return tp_err_at(err, objects->in->name, objects->line, NULL);
		}
		char c = take(objects);
		tp_buf_add_char(&objects->text, c);
		follow(&within, c);
		if (within.depth > TP_NESTING_MAX)
			return refuse(objects, objects->in->line, "JSON nested more than 64 deep", err);
	}
	return objects->text.failed ? tp_err_memory(err) : 0;
}

int tp_objects_next(struct tp_objects *objects, struct tp_text *object, struct tp_err *err)
{
	while (true) {
		int got = have_line(objects, err);
		if (got == 0 && objects->place != TP_OBJECTS_BARE && objects->place != TP_OBJECTS_CLOSED) {
			objects->place = TP_OBJECTS_CLOSED;
			return refuse(objects, objects->in->line, "the array does not end: the file was cut off", err);
		}
		if (got <= 0)
			return got;
		int begun = step(objects, take(objects), err);
		if (begun < 0)
			return -1;
		if (begun > 0)
			break;
	}
	objects->line = objects->in->line;
	tp_buf_reset(&objects->text);
	tp_buf_add_char(&objects->text, '{');
	if (collect(objects, err) < 0)
		return -1;
	if (objects->place != TP_OBJECTS_BARE)
		objects->place = TP_OBJECTS_COMMA;
	*object = (struct tp_text){objects->text.ptr, objects->text.len};
	return 1;
}

void tp_objects_free(struct tp_objects *objects)
{
	tp_buf_free(&objects->text);
}
