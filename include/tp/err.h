/*
 * Why something failed. The caller owns it; the deepest layer says what, the
 * layer that knows the file adds where; the first failure wins. Nothing here
 * allocates, so that "out of memory" can always be said.
 *
 *	struct tp_err err = {0};
 *	if (tp_day_parse(text, false, &day, &err) < 0)
 *		return tp_err_at(&err, "survey.csv", 17, "date");
 */
#ifndef TP_ERR_H
#define TP_ERR_H

#include <stddef.h>

/* The codes are the exit statuses of the tools. */
enum tp_code {
	TP_OK = 0,
	TP_USAGE = 2,  /* the command line is wrong */
	TP_DATA = 3,   /* what came in is wrong */
	TP_SYSTEM = 4, /* I/O, memory, disk */
};

struct tp_err {
	enum tp_code code;
	unsigned long line; /* 0: none */
	char source[256];   /* file as named by the user, "-" for stdin */
	char field[128];
	char text[640]; /* lower case, no full stop */
};

/* Sets the reason unless one stands already. Always returns -1. */
int tp_err_set(struct tp_err *err, enum tp_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Sets TP_SYSTEM with what was tried and the text of errno. Returns -1. */
int tp_err_system(struct tp_err *err, const char *tried);

/* Sets TP_SYSTEM "out of memory". Returns -1. */
int tp_err_memory(struct tp_err *err);

/* Adds where, each part only if not yet known (NULL and 0: nothing to add). Returns -1. */
int tp_err_at(struct tp_err *err, const char *source, unsigned long line, const char *field);

/* Writes "source:line: field: text" into out, control bytes and broken UTF-8 masked as "?", always ended by NUL. */
void tp_err_format(const struct tp_err *err, char *out, size_t size);

void tp_err_clear(struct tp_err *err);

#endif
