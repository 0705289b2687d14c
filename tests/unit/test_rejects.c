#include "tp/rejects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "starve.h"
#include "tp/import.h"
#include "tp/limits.h"

#define BOM "\xEF\xBB\xBF"

static char folder[] = "/tmp/tp-test-XXXXXX";

/* --- files --- */

static void write_file(const char *name, struct tp_text bytes)
{
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
}

/* The file holds these bytes; NULL: it is not there. */
static void file_is(const char *name, const char *expected)
{
	struct tp_buf bytes = {0};
	struct tp_err err = {0};
	if (!expected) {
		assert_int_equal(access(name, F_OK), -1);
		return;
	}
	assert_int_equal(tp_file_read(name, 1 << 20, &bytes, &err), 0);
	tp_buf_add_char(&bytes, '\0');
	assert_string_equal(bytes.ptr, expected);
	tp_buf_free(&bytes);
}

static unsigned mode_of(const char *name)
{
	struct stat st;
	assert_int_equal(stat(name, &st), 0);
	return st.st_mode & 07777;
}

/* --- an import with rejects --- */

struct fixture {
	struct tp_import import;
	struct tp_shelf shelf;
	struct tp_rejects rejects;
	unsigned long told;
};

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	(void)self;
	(void)record;
	(void)err;
	return 0;
}

static void tell(void *self, const struct tp_err *bad)
{
	struct fixture *f = self;
	assert_int_equal(bad->code, TP_DATA);
	f->told++;
}

static void begin(struct fixture *f)
{
	*f = (struct fixture){.import = {.options = {.kind = TP_KIND_other}}};
	f->import.shelf = &f->shelf;
	f->import.rejects = &f->rejects;
	f->import.sink = (struct tp_sink){put, f};
	f->import.tell = tell;
	f->import.self = f;
}

static void end(struct fixture *f)
{
	tp_import_free(&f->import);
	tp_shelf_free(&f->shelf);
	tp_rejects_free(&f->rejects);
}

/* All of it, up to the commit. */
static int import_all(struct fixture *f, const char *to, const char *const *names, size_t n, struct tp_err *err)
{
	if (tp_rejects_open(&f->rejects, to, names, n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (tp_import_file(&f->import, names[i], err) < 0)
			return -1;
	assert_int_equal(f->import.rows, f->import.records + f->import.repeated + f->import.rejected);
	return f->import.poisoned ? 0 : tp_rejects_commit(&f->rejects, err);
}

/* One file; so many of its rows are rejected. */
static void rejects(const char *to, const char *name, unsigned long rejected)
{
	struct fixture f;
	struct tp_err err = {0};
	begin(&f);
	if (import_all(&f, to, &name, 1, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	assert_false(f.import.poisoned);
	assert_int_equal(f.import.rejected, rejected);
	end(&f);
}

/* What a file of that name leaves to be mended. */
static void gives(const char *name, const char *bytes, unsigned long rejected, const char *expected)
{
	char path[200];
	snprintf(path, sizeof path, "out/%s", name);
	write_file(name, tp_text_of(bytes));
	rejects("out", name, rejected);
	file_is(path, expected);
	unlink(name);
	unlink(path);
}

/* --- what stands in the files --- */

#define PLACE "kommune: no municipality is called Roskild: is it Roskilde?"
#define SHORT "the row has 2 cells and the header 3: add the missing delimiters, or put quotes around a cell that goes " \
	"over several lines"

static void rows_as_they_stood(void **state)
{
	(void)state;
	gives("enheder.csv", "id;navn;kommune\na;A;Vejen\n b ;\"B \"\"x\"\"\ny\";Roskild\nc;C\nd;D;Vejen", 2,
		"reason;id;navn;kommune\n\"" PLACE "\"; b ;\"B \"\"x\"\"\ny\";Roskild\n\"" SHORT "\";c;C\n");
	gives("units.csv", "id,name,municipality\n\na,A,Roskild", 1, /* without a last newline */
		"reason,id,name,municipality\n\"municipality: no municipality is called Roskild: is it Roskilde?\",a,A,Roskild\n");
	gives("enheder.csv", BOM "sep=;\r\nid;navn;kommune;\r\na;A;Roskild;\r\nb;B;Vejen;", 1,
		BOM "sep=;\r\nreason;id;navn;kommune;\r\n\"" PLACE "\";a;A;Roskild;\r\n");
	gives("enheder.csv", "id\t\"navn\n\"\tkommune\r\na\tA\tRoskild\r\n", 1,
		"reason\tid\t\"navn\n\"\tkommune\r\n\"" PLACE "\"\ta\tA\tRoskild\r\n");
}

static void reasons(void **state)
{
	(void)state;
	/* All that is bad in a row; and no quote, which could tear it. */
	gives("enheder.csv", "id;navn;kommune;ansatte\na;;Roskild;\"t\"\"o\"\n", 1,
		"reason;id;navn;kommune;ansatte\n\"" PLACE " | ansatte: t'o is not a number as 1250 or 12,5 | "
		"navn: empty, and unit cannot be without it: fill it in\";a;;Roskild;\"t\"\"o\"\n");
	/* Two that say different things: the first one stands. */
	gives("enheder.csv", "id;navn;kommune\na;A;Vejen\na;B;Vejen\na;A;Vejen\n", 1,
		"reason;id;navn;kommune\n\"the same unit stands at enheder.csv:2 with other content: keep one of them, or give both "
		"a date in updated (last week's file beside this week's is the usual cause)\";a;B;Vejen\n");
}

static void many_reasons(void **state)
{
	struct tp_err bad = {.code = TP_DATA, .line = 7, .source = "a.csv", .field = "x", .text = "y"};
	struct tp_buf expected = {0};
	const char *name = "enheder.csv";
	struct fixture f;
	struct tp_err err = {0};
	(void)state;
	begin(&f);
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\n"));
	assert_int_equal(tp_rejects_open(&f.rejects, "out", &name, 1, &err), 0);
	for (int i = 0; i < TP_BAD_TOLD + 2; i++)
		tp_rejects_why(&f.rejects, &bad);
	assert_int_equal(tp_import_file(&f.import, name, &err), 0);
	assert_int_equal(tp_rejects_commit(&f.rejects, &err), 0);
	tp_buf_add_string(&expected, "reason;id;navn;kommune\n\"x: y");
	for (int i = 1; i < TP_BAD_TOLD; i++)
		tp_buf_add_string(&expected, " | x: y");
	tp_buf_add_string(&expected, " | and 3 more\";a;A;Roskild\n");
	tp_buf_add_char(&expected, '\0');
	file_is("out/enheder.csv", expected.ptr);
	tp_buf_free(&expected);
	end(&f);
	unlink(name);
	unlink("out/enheder.csv");
}

static void encodings(void **state)
{
	(void)state;
	/* What decides on the encoding may come later than the row. */
	gives("enheder.csv", "id;navn;kommune\na;A;Naesteved\nb;S\xF8;Vejen\n", 1,
		"reason;id;navn;kommune\n\"kommune: no municipality is called Naesteved: is it N\xE6stved?\";a;A;Naesteved\n");
	gives("enheder.csv", "id;navn;kommune\na;A;Naesteved\nb;S\xC3\xB8;Vejen\n", 1,
		"reason;id;navn;kommune\n\"kommune: no municipality is called Naesteved: is it N\xC3\xA6stved?\";a;A;Naesteved\n");
	gives("enheder.csv", "id;navn;kommune\na;A;Naesteved\n", 1,
		"reason;id;navn;kommune\n\"kommune: no municipality is called Naesteved: is it Naestved?\";a;A;Naesteved\n");
	/* Bytes that mean nothing stay what they are. */
	gives("enheder.csv", "id;navn;kommune\nb;\xE6;Vejen\na;\xE6\x81;Vejen\n", 1,
		"reason;id;navn;kommune\n\"cell 2: byte 0x81 means nothing in Windows-1252: save the file as UTF-8\";"
		"a;\xE6\x81;Vejen\n");
}

/* A quote that is not closed takes in the next rows; mended, they are rows again. */
static void torn_rows(void **state)
{
	(void)state;
	gives("enheder.csv", "id;navn;kommune\na;\"A;Vejen\nb;\"B\";Vejen\nc;C;Vejen\n", 1,
		"reason;id;navn;kommune\n\"cell 2: the cell was not closed in its line, and text stands after the next quote: close "
		"the cell, or write a quote inside it twice\";a;\"A;Vejen\n;b;\"B\";Vejen\n");
	gives("enheder.csv", "id;navn;kommune\na;\"A;Vejen\nb;B;Vejen\n", 1,
		"reason;id;navn;kommune\n\"cell 2: the quote that opens the cell is never closed: close it, or take it out\";"
		"a;\"A;Vejen\n;b;B;Vejen\n");
	/* Here the quotes pair: the lines belong together. */
	gives("enheder.csv", "id;navn;kommune\na;\"A\r\r\nb\";Vejen\n", 1,
		"reason;id;navn;kommune\n\"cell 2: a carriage return stands in the line: take it out, or save the file with "
		"line ends LF or CR LF\";a;\"A\r\r\nb\";Vejen\n");
}

/* A kind with a field of that name, and no column for it: an empty one keeps the reason from being taken for it. */
static void reason_of_its_own(void **state)
{
	(void)state;
	gives("beslutninger.csv", "emne;dato;hvad\na;32-01-2026;b\n", 1,
		"reason;Begrundelse;emne;dato;hvad\n\"dato: 32-01-2026 is not a date as 2026-11-22, 22-11-2026 or 2026-W47\";;"
		"a;32-01-2026;b\n");
	gives("decisions.csv", "reason,subject,date,what\nr,a,32-01-2026,b\n", 1,
		"reason,reason,subject,date,what\n\"date: 32-01-2026 is not a date as 2026-11-22, 22-11-2026 or 2026-W47\","
		"r,a,32-01-2026,b\n");
	gives("beslutninger.csv", "emne;dato;hvad;begrundelse\na;32-01-2026;b;r\n", 1,
		"reason;emne;dato;hvad;begrundelse\n\"dato: 32-01-2026 is not a date as 2026-11-22, 22-11-2026 or 2026-W47\";"
		"a;32-01-2026;b;r\n");
}

/* A row stands alone there: how its columns are written is told beside the reason. */
static void styles(void **state)
{
	(void)state;
	gives("aktiviteter.csv", "kommune;type;dato;afholdt\nVejen;sparring;01-02-2026;x\nRoskild;sparring;02-02-2026;\n", 1,
		"reason;kommune;type;dato;afholdt\n\"" PLACE " (column 5 as x)\";Roskild;sparring;02-02-2026;\n");
	gives("aktiviteter.csv", "kommune;type;dato;afholdt\nVejen;sparring;01-02-2026;nej\nVejen;sparring;02-02-2026;x\n"
		"Roskild;sparring;03-02-2026;sure\nRoskild\n", 2,
		"reason;kommune;type;dato;afholdt\n\"" PLACE " | afholdt: sure is not ja or nej, yes or no, x or blank, 1 or 0 "
		"(column 5 as x and nej)\";Roskild;sparring;03-02-2026;sure\n\"the row has 1 cells and the header 4: add the "
		"missing delimiters, or put quotes around a cell that goes over several lines (column 5 as x and nej)\";Roskild\n");
	gives("gevinster.csv", "indsats;titel;formaal;baseline;maaltal;opnaaet\na;a;kvalitet;1,5;;1\nb;b;kval;1.234;;2,25\n", 1,
		"reason;indsats;titel;formaal;baseline;maaltal;opnaaet\n\"formaal: kval is not one of quality (kvalitet for borgere og "
		"virksomheder), profession (faglighed), work-environment (arbejdsmiljoe), savings (oekonomi), capacity (frigjort "
		"arbejdskraft), policy (politiske maal) (column 5 as 1,5, column 7 as 1,5)\";b;b;kval;1.234;;2,25\n");
	/* They are handed on, and are no part of an earlier reason that stays. */
	gives("aktiviteter.csv", "reason;kommune;type;dato;afholdt\n\"so (column 5 as x)\";Roskild;sparring;02-02-2026;\n"
		"\"so (column 5 as x)\";Roskild\n", 2,
		"reason;kommune;type;dato;afholdt\n\"" PLACE " (column 5 as x)\";Roskild;sparring;02-02-2026;\n"
		"\"the row has 2 cells and the header 5: add the missing delimiters, or put quotes around a cell that goes over "
		"several lines | so (column 5 as x)\";Roskild\n");
}

static void styles_taken(void **state)
{
	static const char *const titles[] = {"reason", "kommune", "type", "dato", "afholdt"};
	static const struct {
		const char *reason, *word;
	} said[] = {
		{"why (column 5 as x)", "x"},
		{"why (column 5 as nej)", "nej"},
		{"column 5 as x and nej", "x and nej"},
		{"column 5: is bad | column 1 as x, column 6 as x, column 5 as x", "x"},
		{"column 5", NULL},
		{"column 5 as ", NULL},
		{"column 5 as y", NULL},
		{"column 99999999999999999999999 as x", NULL},
		{"column 0 as x", NULL},
		{"column 4 as x", NULL},
		{"column  as x", NULL},
		{"", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		struct tp_arena arena = {0};
		struct tp_header header;
		struct tp_text cells[5];
		struct tp_err err = {0};
		for (size_t j = 0; j < 5; j++)
			cells[j] = tp_text_of(titles[j]);
		assert_int_equal(tp_header_read(&header, &arena, TP_KIND_activity, NULL, cells, 5, &err), 0);
		tp_rejects_styles(tp_text_of(said[i].reason), &header);
		for (size_t j = 0; j < 5; j++) {
			char word[TP_STYLE_SIZE] = "";
			if (header.columns[j].use == TP_COLUMN_FIELD)
				tp_cell_style_word(&header.columns[j].style, header.columns[j].field, word);
			assert_string_equal(word, j == 4 && said[i].word ? said[i].word : "");
		}
		tp_arena_free(&arena);
	}
}

/* A file of rejected rows is rejected in its turn. */
static void again(void **state)
{
	static const char *const row[] = {"Roskild", "Vejen", NULL};
	(void)state;
	for (size_t i = 0; row[i]; i++) {
		char bytes[200];
		snprintf(bytes, sizeof bytes, BOM "reason;id;navn;kommune\r\n\"so; \"\"so\"\"\";a;\"A\r\nB\";%s\r\n;b;B;Roskild\r\n", row[i]);
		gives("enheder.csv", bytes, 2 - i, i ? BOM "reason;id;navn;kommune\r\n\"" PLACE "\";b;B;Roskild\r\n" :
			BOM "reason;id;navn;kommune\r\n\"" PLACE "\";a;\"A\r\nB\";Roskild\r\n\"" PLACE "\";b;B;Roskild\r\n");
	}
	/* Where cells are missing, what stands in the column may be one of the row's. */
	gives("enheder.csv", "reason;id;navn;kommune\na;A;Vejen\n\"so\";\"b\n", 2,
		"reason;id;navn;kommune\n\"the row has 3 cells and the header 4: add the missing delimiters, or put quotes around a "
		"cell that goes over several lines | a\";A;Vejen\n"
		"\"cell 2: the quote that opens the cell is never closed: close it, or take it out | so\";\"b\n");
	/* But not twice. */
	gives("enheder.csv", "reason;id;navn;kommune\n\"the row has 3 cells and the header 4: add the missing delimiters, or put "
		"quotes around a cell that goes over several lines | \"\"a\";A;Vejen\nb\n", 2,
		"reason;id;navn;kommune\n\"the row has 3 cells and the header 4: add the missing delimiters, or put quotes around a "
		"cell that goes over several lines | ''a\";A;Vejen\n"
		"\"the row has 1 cells and the header 4: add the missing delimiters, or put quotes around a cell that goes over "
		"several lines\";b\n");
}

/* --- the files themselves --- */

static void put_in_place(void **state)
{
	const char *name = "enheder.csv", *first = NULL;
	struct fixture f;
	struct tp_err err = {0};
	(void)state;
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\n"));
	rejects("new//", name, 1);
	assert_int_equal(mode_of("new"), 0700);
	assert_int_equal(mode_of("new/enheder.csv"), 0600);
	assert_int_equal(chmod("new/enheder.csv", 0640), 0);
	rejects("new", name, 1);
	assert_int_equal(mode_of("new/enheder.csv"), 0640);

	/* Nothing is touched before the commit, neither what is written anew nor what goes. */
	for (int bad = 0; bad < 2; bad++) {
		write_file(name, tp_text_of(bad ? "id;navn;kommune\nb;B;Roskild\n" : "id;navn;kommune\na;A;Vejen\n"));
		write_file("new/enheder.csv", tp_text_of("before"));
		begin(&f);
		assert_int_equal(tp_rejects_open(&f.rejects, "new", &name, 1, &err), 0);
		assert_int_equal(tp_import_file(&f.import, name, &err), 0);
		assert_int_equal(tp_rejects_count(&f.rejects, &first), bad);
		assert_string_equal(bad ? first : "new/enheder.csv", "new/enheder.csv");
		end(&f);
		file_is("new/enheder.csv", "before");
	}
	rejects("new", name, 1);
	file_is("new/enheder.csv", "reason;id;navn;kommune\n\"" PLACE "\";b;B;Roskild\n");
	write_file(name, tp_text_of("id;navn;kommune\nb;B;Vejen\n"));
	rejects("new", name, 0);
	file_is("new/enheder.csv", NULL);
	assert_int_equal(rmdir("new"), 0);
	unlink(name);
}

/* What cannot be rejected row by row poisons the stream. */
static void poisons(const char *name, struct tp_text bytes)
{
	struct fixture f;
	struct tp_err err = {0};
	begin(&f);
	write_file(name, bytes);
	assert_int_equal(import_all(&f, "out", &name, 1, &err), 0);
	assert_true(f.import.poisoned);
	assert_true(f.told > 0);
	end(&f);
	assert_int_equal(access("out/enheder.csv", F_OK), -1);
	unlink(name);
}

static void poisoned(void **state)
{
	size_t len = 16 + TP_LINE_MAX + 10;
	char *bytes = malloc(len);
	(void)state;
	if (!bytes)
		abort();
	poisons("enheder.csv", tp_text_of("id;navn;kommune;hvad\na;A;Roskild;\n"));
	poisons("enheder.csv", tp_text_of("id;\"na\"vn;kommune\na;A;Roskild\n"));
	poisons("enheder.csv", tp_text_of("\xFF\xFEi\1"));
	memset(bytes, 'x', len);
	memcpy(bytes, "id;navn;kommune\n", 16);
	poisons("enheder.csv", (struct tp_text){bytes, len}); /* of a row that is not read there is nothing to keep */
	free(bytes);
}

static void refuses(const char *to, const char *const *names, size_t n, enum tp_code code, const char *why)
{
	struct fixture f;
	struct tp_err err = {0};
	begin(&f);
	assert_int_equal(import_all(&f, to, names, n, &err), -1);
	assert_int_equal(err.code, code);
	assert_string_equal(err.text, why);
	end(&f);
}

static void refused(void **state)
{
	static const char *const twins[] = {"a/roller.csv", "b/roller.csv"}, *const stdins[] = {"-", "stdin.csv"},
		*const name = "enheder.csv";
	(void)state;
	refuses("none", twins, 2, TP_USAGE, "--rejects: two files are called roller.csv, and their rejected rows cannot "
		"share a file: import them one after the other, each with a folder of its own");
	refuses("none", stdins, 2, TP_USAGE, "--rejects: two files are called stdin.csv, and their rejected rows cannot "
		"share a file: import them one after the other, each with a folder of its own");
	assert_int_equal(access("none", F_OK), -1);
	refuses("no/such", &name, 1, TP_SYSTEM, "cannot create: No such file or directory");
	refuses("", &name, 1, TP_SYSTEM, "cannot create: No such file or directory");
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\n"));
	refuses(name, &name, 1, TP_SYSTEM, "cannot hold rejected rows: Not a directory");
	refuses(".", &name, 1, TP_USAGE, "--rejects: enheder.csv would be written over with its rejected rows: name another "
		"folder");
	file_is(name, "id;navn;kommune\na;A;Roskild\n");
	unlink(name);
}

/* A file of rejected rows may be its own target. */
static void in_place(void **state)
{
	const char *name = "out/enheder.csv";
	(void)state;
	write_file(name, tp_text_of(BOM "\"reason\";id;navn;kommune\n;a;A;Roskild\n;b;B;Vejen\n"));
	rejects("out", name, 1);
	file_is(name, BOM "\"reason\";id;navn;kommune\n\"" PLACE "\";a;A;Roskild\n");
	write_file(name, tp_text_of("reason;id;navn;kommune\n\"" PLACE "\";a;A;Vejen\n"));
	rejects("out", name, 0);
	file_is(name, NULL);
}

static void links(void **state)
{
	const char *name = "enheder.csv", *through = "goes through a link in a folder that anyone may write to, name the file "
		"itself";
	(void)state;
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\n"));
	write_file("theirs", tp_text_of("before"));
	assert_int_equal(mkdir("open", 0777), 0);
	assert_int_equal(chmod("open", 01777), 0);
	assert_int_equal(symlink("../out", "open/link"), 0);
	refuses("open/link", &name, 1, TP_SYSTEM, through);
	refuses("open/link/below", &name, 1, TP_SYSTEM, through);
	assert_int_equal(symlink("../theirs", "open/enheder.csv"), 0);
	refuses("open", &name, 1, TP_SYSTEM, through);
	file_is("theirs", "before");
	/* A link that goes is not followed. */
	write_file(name, tp_text_of("id;navn;kommune\na;A;Vejen\n"));
	rejects("open", name, 0);
	file_is("theirs", "before");
	assert_int_equal(access("open/enheder.csv", F_OK), -1);
	/* In a folder of one's own a link is one's own. */
	assert_int_equal(symlink("out", "link"), 0);
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\n"));
	rejects("link", name, 1);
	file_is("out/enheder.csv", "reason;id;navn;kommune\n\"" PLACE "\";a;A;Roskild\n");
	unlink("out/enheder.csv");
	unlink("link");
	unlink("open/link");
	unlink("theirs");
	unlink(name);
	assert_int_equal(rmdir("open"), 0);
}

/* Out of memory is told, and then nothing is put in place. */
static void memory(void **state)
{
	const char *name = "enheder.csv";
	bool hit = true;
	(void)state;
	if (!CAN_STARVE)
		skip();
	write_file(name, tp_text_of("id;navn;kommune\na;A;Roskild\nb;\"B;Vejen\nc;C\n"));
	for (long i = 0; hit; i++) {
		struct fixture f;
		struct tp_err err = {0};
		int result = 0;
		begin(&f);
		STARVED(i, result = import_all(&f, "out", &name, 1, &err));
		hit = starve_hit;
		assert_true(hit || result == 0); /* libc can do without some */
		assert_int_equal(err.code, result < 0 ? TP_SYSTEM : TP_OK);
		end(&f);
		assert_int_equal(unlink("out/enheder.csv"), result);
	}
	unlink(name);
}

static int enter_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
	(void)state;
	rmdir("out");
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_as_they_stood),
		cmocka_unit_test(reasons),
		cmocka_unit_test(many_reasons),
		cmocka_unit_test(encodings),
		cmocka_unit_test(torn_rows),
		cmocka_unit_test(reason_of_its_own),
		cmocka_unit_test(styles),
		cmocka_unit_test(styles_taken),
		cmocka_unit_test(again),
		cmocka_unit_test(put_in_place),
		cmocka_unit_test(poisoned),
		cmocka_unit_test(refused),
		cmocka_unit_test(in_place),
		cmocka_unit_test(links),
		cmocka_unit_test(memory),
	};
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
