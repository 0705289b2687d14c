#include "tp/template.h"

#include "tp/zip.h"

/* By hand, for a template is all text: libxlsxwriter would have every import load what loads libcrypto. */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { ROWS_MOST = 1048576, PLACE_SIZE = 16 };

/* Looks, in the order of cellXfs. */
enum look { PLAIN, HEAD, GUIDE, EXAMPLE, DAY };

static const char types[] = XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"" TYPES "sheet.main+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPES "worksheet+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"" TYPES "worksheet+xml\"/>"
	"<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPES "styles+xml\"/></Types>";
static const char package[] = XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
	"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char relations[] = XML "<Relationships xmlns=\"" PACKAGE "\">"
	"<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>";
static const char styles[] = XML "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" "
	"formatCode=\"yyyy\\-mm\\-dd\"/></numFmts><fonts count=\"3\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
	"<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font><font><i/><sz val=\"11\"/><color rgb=\"FF595959\"/>"
	"<name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill>"
	"<patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/>"
	"<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
	"</cellStyleXfs><cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
	"<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyAlignment=\"1\">"
	"<alignment vertical=\"top\" wrapText=\"1\"/></xf>"
	"<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
	"applyFont=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
	"<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
	"<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
	"xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

/* Text of an element or attribute. */
static void add_text(struct tp_buf *out, struct tp_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '&' || c == '<' || c == '>' || c == '"')
			tp_buf_add_format(out, "&#%d;", c);
		else
			tp_buf_add_char(out, (unsigned char)c < ' ' ? ' ' : c);
	}
}

/* "AB", the 28th column, from 0. */
static void letters_of(size_t column, char out[PLACE_SIZE])
{
	char back[PLACE_SIZE];
	size_t n = 0, i = 0;
	for (column++; column > 0; column = (column - 1) / 26)
		back[n++] = (char)('A' + (column - 1) % 26);
	while (n > 0)
		out[i++] = back[--n];
	out[i] = '\0';
}

static void add_cell(struct tp_buf *out, size_t row, size_t column, enum look look, bool number, struct tp_text text)
{
	char letters[PLACE_SIZE];
	letters_of(column, letters);
	if (text.len == 0)
		return;
	tp_buf_add_format(out, "<c r=\"%s%zu\" s=\"%d\" t=\"%s\">%s", letters, row + 1, look, number ? "n" : "inlineStr",
		number ? "<v>" : "<is><t xml:space=\"preserve\">");
	add_text(out, text);
	tp_buf_add_string(out, number ? "</v></c>" : "</t></is></c>");
}

static bool is_number(enum tp_form form)
{
	return form == TP_FORM_NUMBER || form == TP_FORM_MONEY || form == TP_FORM_HOURS || form == TP_FORM_HEADS ||
		form == TP_FORM_RANGE || form == TP_FORM_PERCENT;
}

static void add_columns(struct tp_buf *out, const struct tp_template *sheet)
{
	enum { NARROW = 16, WIDE = 32, LONG_TITLE = 24 };
	tp_buf_add_string(out, "<cols>");
	for (size_t i = 0; i < sheet->n; i++) {
		const struct tp_template_column *column = &sheet->columns[i];
		bool wide = column->words_n > 0 || column->rows[TP_TEMPLATE_TITLE].len > LONG_TITLE;
		tp_buf_add_format(out, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>", i + 1, i + 1,
			wide ? WIDE : NARROW, column->form == TP_FORM_DAY ? DAY : PLAIN);
	}
	tp_buf_add_string(out, "</cols>");
}

/* What a cell below the guide may hold: a word of the other sheet's column, or a whole number. */
static void add_validation(struct tp_buf *out, const struct tp_template *sheet, size_t i)
{
	const struct tp_template_column *column = &sheet->columns[i];
	char letters[PLACE_SIZE];
	letters_of(i, letters);
	tp_buf_add_format(out,
		"<dataValidation type=\"%s\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"%s3:%s%d\"><formula1>",
		column->words_n > 0 ? "list" : "whole", letters, letters, ROWS_MOST);
	if (column->words_n > 0)
		tp_buf_add_format(out, "words!$%s$1:$%s$%zu</formula1></dataValidation>", letters, letters, column->words_n);
	else
		tp_buf_add_format(out, "%g</formula1><formula2>%g</formula2></dataValidation>", column->min, column->max);
}

static void add_sheet(struct tp_buf *out, const struct tp_template *sheet)
{
	static const enum look looks[TP_TEMPLATE_ROWS] = {HEAD, GUIDE, EXAMPLE};
	size_t valid = 0;
	char last[PLACE_SIZE];
	letters_of(sheet->n - 1, last);
	tp_buf_add_format(out, XML "<worksheet xmlns=\"" MAIN "\"><dimension ref=\"A1:%s%d\"/>", last, TP_TEMPLATE_ROWS);
	tp_buf_add_string(out, "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
		"<pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\" activePane=\"bottomRight\" state=\"frozen\"/></sheetView>"
		"</sheetViews>");
	add_columns(out, sheet);
	tp_buf_add_string(out, "<sheetData>");
	for (size_t row = 0; row < TP_TEMPLATE_ROWS; row++) {
		tp_buf_add_format(out, "<row r=\"%zu\">", row + 1);
		for (size_t i = 0; i < sheet->n; i++)
			add_cell(out, row, i, looks[row], row == TP_TEMPLATE_EXAMPLE && is_number(sheet->columns[i].form),
				sheet->columns[i].rows[row]);
		tp_buf_add_string(out, "</row>");
	}
	tp_buf_add_string(out, "</sheetData>");
	for (size_t i = 0; i < sheet->n; i++)
		if (sheet->columns[i].words_n > 0 || sheet->columns[i].form == TP_FORM_RANGE) {
			tp_buf_add_string(out, valid++ ? "" : "<dataValidations>");
			add_validation(out, sheet, i);
		}
	tp_buf_add_string(out, valid ? "</dataValidations></worksheet>" : "</worksheet>");
}

/* The words that columns take, each below the column's letter. */
static void add_words(struct tp_buf *out, const struct tp_template *sheet)
{
	size_t most = 0;
	for (size_t i = 0; i < sheet->n; i++)
		most = sheet->columns[i].words_n > most ? sheet->columns[i].words_n : most;
	tp_buf_add_string(out, XML "<worksheet xmlns=\"" MAIN "\"><sheetData>");
	for (size_t row = 0; row < most; row++) {
		tp_buf_add_format(out, "<row r=\"%zu\">", row + 1);
		for (size_t i = 0; i < sheet->n; i++)
			if (row < sheet->columns[i].words_n)
				add_cell(out, row, i, PLAIN, false, sheet->columns[i].words[row]);
		tp_buf_add_string(out, "</row>");
	}
	tp_buf_add_string(out, "</sheetData></worksheet>");
}

static void add_part(struct tp_zip *zip, const char *name, struct tp_buf *part)
{
	tp_zip_add(zip, name, (struct tp_text){part->ptr, part->len});
	zip->out->failed |= part->failed;
	tp_buf_reset(part);
}

void tp_template_xlsx(const struct tp_template *sheet, struct tp_buf *out)
{
	static const char book[] = XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
		"<sheet name=\"template\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"words\" sheetId=\"2\" state=\"hidden\" "
		"r:id=\"rId2\"/></sheets></workbook>";
	struct tp_zip zip = {.out = out};
	struct tp_buf part = {0};
	tp_zip_add(&zip, "[Content_Types].xml", tp_text_of(types));
	tp_zip_add(&zip, "_rels/.rels", tp_text_of(package));
	tp_zip_add(&zip, "xl/workbook.xml", tp_text_of(book));
	tp_zip_add(&zip, "xl/_rels/workbook.xml.rels", tp_text_of(relations));
	tp_zip_add(&zip, "xl/styles.xml", tp_text_of(styles));
	add_sheet(&part, sheet);
	add_part(&zip, "xl/worksheets/sheet1.xml", &part);
	add_words(&part, sheet);
	add_part(&zip, "xl/worksheets/sheet2.xml", &part);
	tp_buf_free(&part);
	tp_zip_end(&zip);
}
