#include "tp/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "random.h"
#include "tp/writer.h"

/* --- an import whose records and complaints are lines --- */

struct fixture {
	struct tp_import import;
	struct tp_shelf shelf;
	struct tp_buf records, told;
};

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct fixture *f = self;
	(void)err;
	tp_writer_json(&f->records, record);
	tp_buf_add_char(&f->records, '\n');
	return 0;
}

static void tell(void *self, const struct tp_err *bad)
{
	struct fixture *f = self;
	char message[1200];
	assert_int_equal(bad->code, TP_DATA);
	tp_err_format(bad, message, sizeof message);
	tp_buf_add_format(&f->told, "%s\n", message);
}

static void begin(struct fixture *f)
{
	*f = (struct fixture){.import = {.options = {.kind = TP_KIND_other}}};
	f->import.shelf = &f->shelf;
	f->import.sink = (struct tp_sink){put, f};
	f->import.tell = tell;
	f->import.self = f;
}

static void end(struct fixture *f)
{
	tp_import_free(&f->import);
	tp_shelf_free(&f->shelf);
	tp_buf_free(&f->records);
	tp_buf_free(&f->told);
}

static void write_file(const char *name, struct tp_text bytes)
{
	FILE *file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
}

static int import_bytes(struct fixture *f, const char *name, struct tp_text bytes, struct tp_err *err)
{
	write_file(name, bytes);
	int result = tp_import_file(&f->import, name, err);
	unlink(name);
	if (result == 0)
		assert_int_equal(f->import.rows, f->import.records + f->import.repeated + f->import.rejected);
	assert_int_equal(f->import.poisoned, f->told.len > 0);
	return result;
}

static void import(struct fixture *f, const char *name, const char *bytes)
{
	struct tp_err err = {0};
	if (import_bytes(f, name, tp_text_of(bytes), &err) < 0)
		fail_msg("%s: %s", name, err.text);
}

static void holds(struct tp_buf *buf, const char *expected)
{
	tp_buf_add_char(buf, '\0');
	assert_string_equal(buf->ptr, expected);
}

/* What a file of that name gives. */
static void gives(const char *name, const char *bytes, const char *records, const char *told)
{
	struct fixture f;
	begin(&f);
	import(&f, name, bytes);
	holds(&f.told, told);
	holds(&f.records, records);
	end(&f);
}

/* What stops the import. */
static void stops(const char *name, const char *bytes, const char *why)
{
	struct fixture f;
	struct tp_err err = {0};
	begin(&f);
	assert_int_equal(import_bytes(&f, name, tp_text_of(bytes), &err), -1);
	assert_int_equal(err.code, TP_USAGE);
	assert_string_equal(err.text, why);
	end(&f);
}

static char folder[] = "/tmp/tp-test-XXXXXX";

static int enter_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

/* --- the kind --- */

static void names_kind(const char *name, const char *kind)
{
	enum tp_kind found;
	struct tp_err err = {0};
	assert_int_equal(tp_import_kind(name, &found, &err), 0);
	if (found != tp_kind_find(tp_text_of(kind)))
		fail_msg("%s is of %s", name, found < TP_KINDS ? tp_kind_info(found)->name : "no kind");
}

static void test_kind_of_name(void **state)
{
	(void)state;
	names_kind("initiatives.csv", "initiative");
	names_kind("roller.csv", "role");
	names_kind("Milepæle.CSV", "milestone");
	names_kind("MAALTAL.csv", "target");
	names_kind("naestved-milestones-2026.csv", "milestone");
	names_kind("2026-W47/svar.csv", "response");
	names_kind("roller/svar.csv", "response"); /* folders say nothing */
	names_kind("roller (1).csv", "role");
	names_kind("roller_role.csv", "role"); /* the same one twice */
	names_kind("enheder", "unit");
	names_kind("week.units", "other"); /* nor does the ending */
	names_kind("data.csv", "other");
	names_kind("-", "other");
	names_kind("scores.csv", "other"); /* no fact */
	enum tp_kind found;
	struct tp_err err = {0};
	assert_int_equal(tp_import_kind("a/pilot-milestones.csv", &found, &err), -1);
	assert_int_equal(err.code, TP_USAGE);
	assert_string_equal(err.text,
		"a/pilot-milestones.csv: the name holds two kinds, pilot and milestone: say which with -k");
}

static void test_kind_of_sheet(void **state)
{
	(void)state;
	stops("data.csv", "id,name\na,b\n", "data.csv: what kind of records is it? say -k KIND, or name the file after it "
		"(initiatives.csv, roller.csv)");
	stops("pilot-milestones.csv", "x\n",
		"pilot-milestones.csv: the name holds two kinds, pilot and milestone: say which with -k");
	gives("data.csv", "Slags;Indsats;Gruppe\n;a;b\nInteressent;a;c\nstakeholders;a;d\n",
		"{\"kind\":\"stakeholder\",\"initiative\":\"a\",\"group\":\"b\",\"at\":\"data.csv:2\"}\n"
		"{\"kind\":\"stakeholder\",\"initiative\":\"a\",\"group\":\"c\",\"at\":\"data.csv:3\"}\n"
		"{\"kind\":\"stakeholder\",\"initiative\":\"a\",\"group\":\"d\",\"at\":\"data.csv:4\"}\n", "");
	gives("data.csv", "kind,initiative,group\nstakeholder,a,b\nrole,a,c\nx,a,d\n",
		"{\"kind\":\"stakeholder\",\"initiative\":\"a\",\"group\":\"b\",\"at\":\"data.csv:2\"}\n",
		"data.csv:3: kind: role, and the sheet is of stakeholder: one kind a file\n"
		"data.csv:4: kind: x is no kind of record: expected one as initiative or indsats, milestone or milepæl\n");
	gives("data.csv", "kind,initiative,group\nstakholder,a,b\n", "",
		"data.csv:2: kind: stakholder is no kind of record: expected one as initiative or indsats, milestone or "
		"milepæl\n");
}

/* --- sheets --- */

static void test_empty(void **state)
{
	(void)state;
	gives("units.csv", "", "", "");
	gives("units.csv", "\n\n", "", "");
	gives("units.csv", "id,name,municipality\n", "", "");
	gives("units.csv", "id,name,municipality", "", "");
	gives("units.csv", "id,nam,municipality\n", "",
		"units.csv:1: nam: unit has no such column, the nearest is \"name\": rename it, or let tp-import map it (-m) or keep it (--keep-unknown)\n"
		"units.csv:1: name: the sheet has no such column, and unit cannot be without it: add \"Navn\" or \"name\"\n");
	gives("svar.csv", "Respondent;Enhed;Kultur\n", "", "");
}

static void test_ends(void **state)
{
	(void)state;
	static const char records[] =
		"{\"kind\":\"unit\",\"id\":\"a\",\"name\":\"Æ\",\"municipality\":\"vejen\",\"at\":\"units.csv:2\"}\n"
		"{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\",\"at\":\"units.csv:3\"}\n";
	gives("units.csv", "id;name;municipality\na;Æ;Vejen\nb;B;575\n", records, "");
	gives("units.csv", "id;name;municipality\na;Æ;Vejen\nb;B;575", records, "");
	gives("units.csv", "id;name;municipality\r\na;Æ;Vejen\r\nb;B;575\r\n", records, "");
	gives("units.csv", "\xEF\xBB\xBFid;name;municipality\na;Æ;Vejen\nb;B;575\n", records, "");
	gives("units.csv", "id;name;municipality\na;\xC6;Vejen\nb;B;575\n", records, "");
	gives("units.csv", "id;name;municipality;;\na;Æ;Vejen;;\nb;B;575\n", records, "");
	gives("units.csv", "sep=;\nid;name;municipality\n\nb;B;575\n",
		"{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\",\"at\":\"units.csv:4\"}\n", "");
}

static void test_told(void **state)
{
	(void)state;
	gives("units.csv", "id;name;municipality;area;employees\na;A;Næsteved;sport;12,5\n;B;;;\nc;C;vejen;;\n",
		"{\"kind\":\"unit\",\"id\":\"c\",\"name\":\"C\",\"municipality\":\"vejen\",\"at\":\"units.csv:4\"}\n",
		"units.csv:2: municipality: no municipality is called Næsteved: is it Næstved?\n"
		"units.csv:2: area: sport is not one of day-care-school (dagtilbud og skole), social-health (social og sundhed), "
		"employment (arbejdsmarked og erhverv), technical-environment (teknik og miljø), finance-administration (økonomi "
		"og administration)\n"
		"units.csv:2: employees: 12,5 is not a whole number from 0\n"
		"units.csv:3: id: empty, and unit cannot be without it: fill it in\n"
		"units.csv:3: municipality: empty, and unit cannot be without it: fill it in\n");
	gives("units.csv", "id;name;municipality;\na;A;vejen;x\nb;B\nc;C;vejen;;y\n", "",
		"units.csv:2: column 4: x stands in a column without a header: give the column a name, or empty the cell\n"
		"units.csv:3: the row has 2 cells and the header 4: add the missing delimiters, or put quotes around a cell that "
		"goes over several lines\n"
		"units.csv:4: the row has 5 cells and the header 4: put quotes around a cell that holds the delimiter\n");
	gives("roles.csv", "initiative,role,group,person\na,owner,,\na,owner,,p\n",
		"{\"kind\":\"role\",\"initiative\":\"a\",\"role\":\"owner\",\"person\":\"p\",\"at\":\"roles.csv:3\"}\n",
		"roles.csv:2: group: empty, and role cannot be without person or group: fill one in\n");
	gives("units.csv", "id,name,municipality\na,\"b,vejen\nc,d,vejen\n", "",
		"units.csv:2: cell 2: the quote that opens the cell is never closed: close it, or take it out\n");
	gives("units.csv", "id,name,municipality\na,\xE6\x81,vejen\nb,B,vejen\n",
		"{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\",\"at\":\"units.csv:3\"}\n",
		"units.csv:2: cell 2: invalid UTF-8 (byte 0xE6): save the file as UTF-8, or say --encoding windows-1252\n");
}

static void test_no_sheet(void **state)
{
	(void)state;
	struct fixture f;
	struct tp_err err = {0};
	gives("units.csv", "{\"kind\":\"unit\",\"id\":\"a\"}\n", "",
		"units.csv:1: name: missing, and unit cannot be without it\n"); /* JSON, whatever the name says */
	begin(&f);
	assert_int_equal(tp_import_file(&f.import, "nosuch.csv", &err), 0);
	assert_int_equal(tp_import_file(&f.import, "/tmp", &err), 0);
	import(&f, "units.csv", "id,name,municipality\na,A,vejen\n");
	holds(&f.told, "nosuch.csv: no such file\n/tmp: is a directory, expected a file\n");
	assert_int_equal(f.import.records, 1); /* the others are read on */
	assert_true(f.import.poisoned);
	end(&f);
}

static void test_columns_together(void **state)
{
	(void)state;
	static const char ambiguous[] = "gevinster.csv:2: Målværdi: 1.234 can be read two ways: write 1234 if the point marks "
		"thousands, 1,234 if decimals; --decimal comma or --decimal point settles it for all\n";
	gives("gevinster.csv", "Indsats;Titel;Mål;Målværdi;Opnået\na;b;Økonomi;1.234;1,5\n", "", ambiguous);
	gives("gevinster.csv", "Indsats;Titel;Mål;Målværdi\na;b;Økonomi;1.234\na;c;Økonomi;1,5\n",
		"{\"kind\":\"benefit\",\"initiative\":\"a\",\"title\":\"b\",\"goal\":\"savings\",\"target\":1234,"
		"\"at\":\"gevinster.csv:2\"}\n"
		"{\"kind\":\"benefit\",\"initiative\":\"a\",\"title\":\"c\",\"goal\":\"savings\",\"target\":1.5,"
		"\"at\":\"gevinster.csv:3\"}\n", "");
	gives("aktiviteter.csv", "Kommune;Type;Dato;Afholdt\nvejen;Workshop;uge 47 2026;\nvejen;Workshop;uge 48 2026;x\n",
		"{\"kind\":\"activity\",\"municipality\":\"vejen\",\"type\":\"workshop\",\"date\":\"2026-11-16\",\"held\":false,"
		"\"at\":\"aktiviteter.csv:2\"}\n"
		"{\"kind\":\"activity\",\"municipality\":\"vejen\",\"type\":\"workshop\",\"date\":\"2026-11-23\",\"held\":true,"
		"\"at\":\"aktiviteter.csv:3\"}\n", "");
	struct fixture f;
	begin(&f);
	f.import.options.decimal = TP_DECIMAL_COMMA;
	import(&f, "gevinster.csv", "Indsats;Titel;Mål;Målværdi\na;b;Økonomi;1.234\n");
	assert_int_equal(f.import.records, 1);
	end(&f);
}

static void test_options(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f);
	f.import.options.kind = TP_KIND_unit;
	f.import.options.keep_unknown = true;
	f.import.options.no_at = true;
	import(&f, "milestones.csv", "id,name,municipality,Adresse,at,updated\na,A,vejen,'=Vej 1,old.csv:9,2026-11-20\n");
	f.import.options.no_at = false;
	import(&f, "milestones.csv", "id,name,municipality,Adresse,at\nb,B,vejen,,old.csv:9\n");
	holds(&f.told, "");
	holds(&f.records,
		"{\"kind\":\"unit\",\"id\":\"a\",\"name\":\"A\",\"municipality\":\"vejen\",\"Adresse\":\"=Vej 1\","
		"\"updated\":\"2026-11-20\"}\n"
		"{\"kind\":\"unit\",\"id\":\"b\",\"name\":\"B\",\"municipality\":\"vejen\",\"at\":\"old.csv:9\"}\n");
	end(&f);
}

/* --- surveys --- */

static void choose(struct fixture *f, const char *instrument)
{
	struct tp_err err = {0};
	assert_int_equal(tp_shelf_find(&f->shelf, tp_text_of(instrument), &f->import.options.instrument, &err), 0);
}

static void test_survey(void **state)
{
	(void)state;
	gives("svar.csv", "Respondent;Skema;Enhed;Gruppe;Runde;strategy;Kultur\n"
		"p1;maturity;u;Ledere;2026;4,0;4 - Overvejende enig\np2;maturity;u;Andre;2026;;ved ikke\n",
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"strategy\":4,\"culture\":4},"
		"\"respondent\":\"p1\",\"group\":\"leaders\",\"round\":\"2026\"}\n"
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"strategy\":null,"
		"\"culture\":\"dk\"},\"respondent\":\"p2\",\"group\":\"Andre\",\"round\":\"2026\"}\n", "");
	gives("svar.csv", "Respondent;Instrument;Enhed;strategy\np1;;u;4\np2;maturty;u;4\np3;maturity;u;7\np4;maturity;;4\n",
		"", "svar.csv:2: Instrument: empty, and a response cannot be without it: fill it in, or say -i INSTRUMENT\n"
		"svar.csv:3: Instrument: no instrument is called maturty; did you mean maturity?\n"
		"svar.csv:4: strategy: 7 is not between 1 and 5\n"
		"svar.csv:5: Enhed: empty, and response cannot be without it: fill it in\n");
	stops("svar.csv", "Respondent;Enhed;strategy\np1;u;4\n",
		"svar.csv: which survey is it? say -i INSTRUMENT, or add a column instrument");
}

static void test_survey_options(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f);
	choose(&f, "maturity");
	f.import.options.round = "2026-2";
	f.import.options.at = true;
	import(&f, "svar.csv", "Respondent;Instrument;Enhed;Runde;strategy\np1;;u;;4\np2;maturity;u;2026-1;5\n");
	import(&f, "svar.csv", "Enhed;strategi\nu;4\n"); /* is checked at once, not with its first row */
	import(&f, "svar.csv", "Enhed;strategi\n");
	holds(&f.records,
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"strategy\":4},"
		"\"respondent\":\"p1\",\"round\":\"2026-2\",\"at\":\"svar.csv:2\"}\n"
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"strategy\":5},"
		"\"respondent\":\"p2\",\"round\":\"2026-1\",\"at\":\"svar.csv:3\"}\n");
	static const char twice[] =
		"svar.csv:1: strategi: the survey has no such column, the nearest is \"strategy\": rename it, or let tp-import map it (-m) or keep it "
		"(--keep-unknown)\n"
		"svar.csv:1: no column holds an item of maturity: use item ids or titles as headers, or the columns item and "
		"value\n"
		"svar.csv:1: strategi: the survey has no such column, the nearest is \"strategy\": rename it, or let tp-import map it (-m) or keep it "
		"(--keep-unknown)\n"
		"svar.csv:1: no column holds an item of maturity: use item ids or titles as headers, or the columns item and "
		"value\n";
	holds(&f.told, twice);
	end(&f);
}

static void test_long_survey(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f);
	choose(&f, "maturity");
	import(&f, "svar.csv",
		"Respondent;Enhed;Spørgsmål;Svar\np1;u;strategy;4\np1;u;Kultur;Helt enig\np1;u;kultr;1\np1;u;;1\n"
		";u;data;2\n;u;data;2\np1;u;strategy;4\np1;u;strategy;5\np2;u;data;9\n");
	holds(&f.records,
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"strategy\":4},"
		"\"respondent\":\"p1\"}\n"
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"culture\":5},"
		"\"respondent\":\"p1\"}\n"
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"data\":2}}\n"
		"{\"kind\":\"response\",\"instrument\":\"maturity\",\"subject\":\"u\",\"values\":{\"data\":2}}\n");
	holds(&f.told,
		"svar.csv:4: Spørgsmål: kultr is not an item of maturity: expected its id or its title\n"
		"svar.csv:5: Spørgsmål: an empty cell is not an item of maturity: expected its id or its title\n"
		"svar.csv:9: the same response stands at svar.csv:2 with another answer to strategy: keep one of them, or give "
		"both a date in updated (last week's file beside this week's is the usual cause)\n"
		"svar.csv:10: Svar: 9 is not between 1 and 5\n");
	assert_int_equal(f.import.repeated, 1);
	end(&f);
}

/* --- identity --- */

static void test_identity(void **state)
{
	(void)state;
	struct fixture f;
	begin(&f);
	import(&f, "a-units.csv", "id,name,municipality\na,A,vejen\nb,B,vejen\ncaf\x65\xCC\x81,C,vejen\n");
	import(&f, "b-units.csv", "municipality,name,id\nVejen Kommune,A,a\nvejen,Other,b\nvejen,D,caf\xC3\xA9\n");
	assert_int_equal(f.import.records, 3);
	assert_int_equal(f.import.repeated, 1); /* equal but for where it stands */
	assert_int_equal(f.import.rejected, 2);
	holds(&f.told,
		"b-units.csv:3: the same unit stands at a-units.csv:3 with other content: keep one of them, or give both a date "
		"in updated (last week's file beside this week's is the usual cause)\n"
		"b-units.csv:4: the same unit stands at a-units.csv:4 with other content: keep one of them, or give both a date "
		"in updated (last week's file beside this week's is the usual cause)\n");
	end(&f);
	begin(&f); /* with a date in both, both go on, and who keeps facts takes the later one */
	import(&f, "units.csv", "id,name,municipality,updated\na,A,vejen,2026-11-01\na,B,vejen,2026-11-08\n");
	assert_int_equal(f.import.records, 2);
	end(&f);
	begin(&f);
	f.import.options.no_unique = true;
	import(&f, "units.csv", "id,name,municipality\na,A,vejen\na,B,vejen\n");
	assert_int_equal(f.import.records, 2);
	end(&f);
	begin(&f); /* tallies add up */
	import(&f, "tallies.csv", "instrument,hash,subject,item,counts\nm,h,u,i,0|1|2\nm,h,u,i,0|1|2\n");
	assert_int_equal(f.import.records, 2);
	end(&f);
}

/* --- random sheets, of which we know which rows are bad --- */

enum { ROWS_MAX = 12, COLUMNS = 6 };

struct sheet {
	struct tp_buf bytes;
	struct tp_buf records; /* that must come */
	unsigned long rows, good, bad, bad_lines[ROWS_MAX];
	unsigned long line; /* the one that is written next */
	bool danish, crlf;
	int order[COLUMNS];
};

static void add_cell(struct sheet *sheet, size_t at, const char *cell)
{
	char delimiter = sheet->danish ? ';' : ',';
	bool quote = strpbrk(cell, ";,\"\n") || random_below(5) == 0;
	if (at)
		tp_buf_add_char(&sheet->bytes, delimiter);
	if (!quote && random_below(8) == 0)
		tp_buf_add_char(&sheet->bytes, ' ');
	if (quote)
		tp_buf_add_char(&sheet->bytes, '"');
	for (const char *p = cell; *p; p++) {
		if (*p == '"')
			tp_buf_add_char(&sheet->bytes, '"');
		tp_buf_add_char(&sheet->bytes, *p);
		sheet->line += *p == '\n';
	}
	if (quote)
		tp_buf_add_char(&sheet->bytes, '"');
}

static void end_line(struct sheet *sheet, bool last)
{
	if (!last || random_below(2))
		tp_buf_add_string(&sheet->bytes, sheet->crlf ? "\r\n" : "\n");
	sheet->line++;
	while (!last && random_below(8) == 0) {
		tp_buf_add_string(&sheet->bytes, random_below(2) ? "\n" : sheet->danish ? ";;;;;\n" : ",,,,,\n");
		sheet->line++;
	}
}

static void add_row(struct sheet *sheet, const char *const cells[COLUMNS], bool last)
{
	for (size_t i = 0; i < COLUMNS; i++)
		add_cell(sheet, i, cells[sheet->order[i]]);
	end_line(sheet, last);
}

struct written {
	const char *cell, *json; /* json NULL: bad; "": absent */
};

static struct written any_day(void)
{
	static const struct written days[] = {{"", ""}, {"2026-11-22", "\"2026-11-22\""}, {"22-11-2026", "\"2026-11-22\""},
		{"2026-W47", "\"2026-11-22\""}, {"uge 47 2026", "\"2026-11-22\""}, {"1.2.2027", "\"2027-02-01\""}},
		bad[] = {{"31-02-2026", NULL}, {"22-11-26", NULL}, {"snart", NULL}};
	return random_below(8) ? days[random_below(6)] : bad[random_below(3)];
}

static struct written any_goal(bool danish)
{
	static const struct written da[] = {{"Økonomi", "\"savings\""}, {"faglighed", "\"profession\""},
		{"ARBEJDSMILJOE", "\"work-environment\""}}, en[] = {{"savings", "\"savings\""}, {"Quality", "\"quality\""},
		{"Freed capacity", "\"capacity\""}}, bad[] = {{"glæde", NULL}, {"", NULL}, {"1", NULL}};
	return random_below(8) ? danish ? da[random_below(3)] : en[random_below(3)] : bad[random_below(3)];
}

/* The column always has a decimal comma or point in its first row. */
static struct written any_number(bool danish, bool first)
{
	static const struct written da[] = {{"1,5", "1.5"}, {"1.234", "1234"}, {"1.234,50", "1234.5"}, {"-3", "-3"},
		{"0,125", "0.125"}, {"1 000", "1000"}, {"", ""}}, en[] = {{"1.5", "1.5"}, {"1.234", "1.234"},
		{"1,234.50", "1234.5"}, {"-3", "-3"}, {".125", NULL}, {"1 000", "1000"}, {"", ""}},
		bad[] = {{"1,5,6", NULL}, {"tolv", NULL}, {"1.2.3", NULL}, {"12 stk", NULL}};
	if (first)
		return danish ? da[0] : en[0];
	return random_below(8) ? danish ? da[random_below(7)] : en[random_below(7)] : bad[random_below(4)];
}

static struct written any_word(void)
{
	static const struct written all[] = {{"Op", "\"up\""}, {"NED", "\"down\""}, {"", ""}, {"down", "\"down\""}},
		bad[] = {{"hen", NULL}, {"1", NULL}};
	return random_below(8) ? all[random_below(4)] : bad[random_below(2)];
}

static void expect_member(struct sheet *sheet, const char *name, struct written value)
{
	if (*value.json)
		tp_buf_add_format(&sheet->records, ",\"%s\":%s", name, value.json);
}

static void add_random_row(struct sheet *sheet, unsigned number, bool last)
{
	static const char *const titles[] = {"Kørsel", "a \"b\"", "x;y", "x,y", "to\nlinjer"};
	static const char *const quoted[] = {"Kørsel", "a \\\"b\\\"", "x;y", "x,y", "to\\nlinjer"};
	unsigned title = random_below(5);
	bool twin = number > 0 && random_below(10) == 0; /* the first row's id and title: told unless the row is bad anyhow */
	char id[20], name[40];
	unsigned long line = sheet->line;
	struct written goal = any_goal(sheet->danish), due = any_day(), better = any_word(),
		target = any_number(sheet->danish, number == 0);
	if (number == 0) { /* is good, so that the others can be its twins */
		goal = (struct written){"savings", "\"savings\""};
		due = (struct written){"", ""};
		better = (struct written){"up", "\"up\""};
		title = 0;
	}
	snprintf(id, sizeof id, "i%u", twin ? 0 : number);
	snprintf(name, sizeof name, "%s", twin ? titles[0] : titles[title]);
	bool no_id = number > 0 && !twin && random_below(12) == 0;
	const char *const cells[COLUMNS] = {no_id ? "" : id, name, goal.cell, target.cell, better.cell, due.cell};
	add_row(sheet, cells, last);
	sheet->rows++;
	if (no_id || twin || !goal.json || !target.json || !better.json || !due.json) {
		sheet->bad_lines[sheet->bad++] = line;
		return;
	}
	sheet->good++;
	tp_buf_add_format(&sheet->records, "{\"kind\":\"benefit\",\"initiative\":\"%s\",\"title\":\"%s\"", id,
		quoted[title]);
	expect_member(sheet, "goal", goal);
	expect_member(sheet, "target", target);
	expect_member(sheet, "better", better);
	expect_member(sheet, "due", due);
	tp_buf_add_format(&sheet->records, ",\"at\":\"benefits.csv:%lu\"}\n", line);
}

static void make_sheet(struct sheet *sheet)
{
	static const char *const da[COLUMNS] = {"Indsats", "GEVINST", "Mål", "maalvaerdi", "Bedre når", "Frist"},
		*const en[COLUMNS] = {"initiative", "Title", "goal", "Target", "better", "due"};
	unsigned rows = 1 + random_below(ROWS_MAX - 1);
	*sheet = (struct sheet){.danish = random_below(2), .crlf = random_below(2), .line = 1};
	for (int i = 0; i < COLUMNS; i++) {
		int j = (int)random_below((unsigned)i + 1);
		sheet->order[i] = sheet->order[j];
		sheet->order[j] = i;
	}
	if (random_below(3) == 0)
		tp_buf_add_string(&sheet->bytes, "\xEF\xBB\xBF");
	add_row(sheet, sheet->danish ? da : en, false);
	for (unsigned i = 0; i < rows; i++)
		add_random_row(sheet, i, i + 1 == rows);
}

/* Every bad row is told at its line, and no other. */
static void tells_lines(const struct tp_buf *told, const struct sheet *sheet)
{
	struct tp_text rest = {told->ptr, told->len};
	unsigned long seen = 0;
	for (struct tp_text line; rest.len && (line = tp_text_split(&rest, "\n")).len;) {
		static const char file[] = "benefits.csv:";
		assert_memory_equal(line.ptr, file, strlen(file));
		unsigned long at = strtoul(line.ptr + strlen(file), NULL, 10);
		while (seen < sheet->bad && sheet->bad_lines[seen] < at)
			seen++;
		assert_true(seen < sheet->bad);
		assert_int_equal(sheet->bad_lines[seen], at);
	}
}

static size_t count_told(const struct tp_buf *told, const struct sheet *sheet)
{
	size_t n = 0;
	for (unsigned long i = 0; i < sheet->bad; i++) {
		char at[40];
		snprintf(at, sizeof at, "benefits.csv:%lu: ", sheet->bad_lines[i]);
		n += memmem(told->ptr, told->len, at, strlen(at)) != NULL;
	}
	return n;
}

static void test_random(void **state)
{
	(void)state;
	unsigned long bad = 0;
	for (int round = 0; round < 1500; round++) {
		struct sheet sheet;
		struct fixture f;
		struct tp_err err = {0};
		make_sheet(&sheet);
		begin(&f);
		f.import.options.sheet.delimiter = sheet.danish ? ';' : ','; /* a sheet of two rows may have either */
		assert_int_equal(import_bytes(&f, "benefits.csv", (struct tp_text){sheet.bytes.ptr, sheet.bytes.len}, &err), 0);
		tp_buf_add_char(&sheet.records, '\0');
		tp_buf_add_char(&f.records, '\0');
		if (strcmp(f.records.ptr, sheet.records.ptr) != 0 || f.import.rejected != sheet.bad)
			fail_msg("round %d:\n%.*s\ntold:\n%.*s", round, (int)sheet.bytes.len, sheet.bytes.ptr, (int)f.told.len,
				f.told.ptr ? f.told.ptr : "");
		assert_int_equal(f.import.rows, sheet.rows);
		assert_int_equal(f.import.records, sheet.good);
		assert_int_equal(f.import.repeated, 0);
		tells_lines(&f.told, &sheet);
		assert_int_equal(count_told(&f.told, &sheet), sheet.bad);
		bad += sheet.bad;
		end(&f);
		tp_buf_free(&sheet.bytes);
		tp_buf_free(&sheet.records);
	}
	assert_true(bad > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kind_of_name),
		cmocka_unit_test(test_kind_of_sheet),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_no_sheet),
		cmocka_unit_test(test_columns_together),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_survey),
		cmocka_unit_test(test_survey_options),
		cmocka_unit_test(test_long_survey),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
