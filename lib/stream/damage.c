#include "tp/damage.h"

#include <string.h>
#include <strings.h>

#include "tp/date.h"

/* As Excel in Danish and English and LibreOffice show them. */
static const char *const errors[] = {"#DIV/0!", "#DIVISION/0!", "#N/A", "#I/T", "#NAME?", "#NAVN?", "#NULL!", "#NUL!",
	"#NUM!", "#REF!", "#REFERENCE!", "#VALUE!", "#VÆRDI!", "#GETTING_DATA", "#HENTER_DATA", "#SPILL!", "#OVERLØB!",
	"#CALC!", "#BEREGN!", "#FIELD!", "#FELT!", "#BLOCKED!", "#BLOKERET!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#UKENDT!"};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Err:502, Fejl:502 */
static bool is_number_of_error(struct tp_text cell)
{
	size_t word = cell.len == 7 && strncasecmp(cell.ptr, "Err:5", 5) == 0 ? 5
		: cell.len == 8 && strncasecmp(cell.ptr, "Fejl:5", 6) == 0 ? 6 : 0;
	return word > 0 && is_digit(cell.ptr[word]) && is_digit(cell.ptr[word + 1]);
}

static bool is_error(struct tp_text cell)
{
	for (size_t i = 0; *cell.ptr == '#' && i < sizeof errors / sizeof *errors; i++)
		if (strlen(errors[i]) == cell.len && strncasecmp(errors[i], cell.ptr, cell.len) == 0)
			return true;
	return (*cell.ptr == 'E' || *cell.ptr == 'F') && is_number_of_error(cell);
}

static bool is_hashes(struct tp_text cell)
{
	size_t n = 0;
	while (n < cell.len && cell.ptr[n] == '#')
		n++;
	return n == cell.len && n >= 2;
}

int tp_damage_refuse(struct tp_text cell, struct tp_err *err)
{
	if (cell.len < 2)
		return 0;
	if (is_hashes(cell))
		return tp_err_set(err, TP_DATA, "%s is what Excel shows where the column is too narrow: make it wider and save the "
			"file again", tp_text_show(cell).text);
	if (is_error(cell))
		return tp_err_set(err, TP_DATA, "%s is an error of the spreadsheet, not a value: mend the formula, or empty the "
			"cell", tp_text_show(cell).text);
	return 0;
}

/* A digit, perhaps decimals, E, a sign and digits. */
static bool is_short(struct tp_text cell)
{
	const char *p = cell.ptr, *end = p + cell.len;
	p += p < end && *p == '-';
	if (p == end || !is_digit(*p++))
		return false;
	if (p < end && (*p == ',' || *p == '.'))
		for (p++; p < end && is_digit(*p);)
			p++;
	if (end - p < 3 || (*p != 'E' && *p != 'e') || (p[1] != '+' && p[1] != '-'))
		return false;
	for (p += 2; p < end && is_digit(*p);)
		p++;
	return p == end;
}

int tp_damage_refuse_short(struct tp_text cell, struct tp_err *err)
{
	if (!is_short(cell))
		return 0;
	return tp_err_set(err, TP_DATA, "%s is not the whole number any more: Excel has shortened it, so format the column as a "
		"number", tp_text_show(cell).text);
}

int tp_damage_refuse_made(struct tp_text cell, struct tp_err *err)
{
	char typed[TP_DATE_TYPED_SIZE];
	if (!tp_date_typed(cell, typed))
		return tp_damage_refuse_short(cell, err);
	return tp_err_set(err, TP_DATA, "%s is a date, which Excel makes of %s: format the column as text and type it anew",
		tp_text_show(cell).text, typed);
}
