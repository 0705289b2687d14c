/*
 * A report as pages that lead to each other: the front page, one of each
 * municipality, and of each initiative its card. Its one rule: a page's name
 * follows from the id alone, whatever stands in it, and two ids never share it.
 */
#ifndef TP_SITE_H
#define TP_SITE_H

#include "tp/persons.h"
#include "tp/report.h"

struct tp_site {
	const struct tp_question *question;
	tp_report *report;         /* what the front page and those of municipalities are */
	const char *ending;        /* of the files: ".html" */
	const struct tp_persons *hidden; /* NULL: persons are named */
	/* Takes a finished page. 0 or -1. */
	int (*put)(void *self, const char *file, const struct tp_document *page, struct tp_err *err);
	void *self;
};

/* Makes the pages, the front page last; `front` is as a report wants it. Where it has a scope, the front page is all that
 * there is of municipalities. *worst: of the front page. 0 or -1. */
int tp_site_make(const struct tp_site *site, struct tp_document *front, int *worst, struct tp_err *err);

/* "initiative-naestved-health.html": small letters of ASCII, digits and hyphens as they are, of the rest each byte as _ and
 * two hexadecimal digits; what is longer than a file's name may be ends in a hash. */
enum { TP_SITE_FILE_SIZE = 256 };
void tp_site_file(enum tp_kind kind, struct tp_text id, const char *ending, char file[TP_SITE_FILE_SIZE]);

#endif
