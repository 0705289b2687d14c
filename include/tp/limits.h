/*
 * Every size that input drives has its maximum here, with the reason. Beyond
 * it stands a clear error, never a crash, a cut or a slow death.
 */
#ifndef TP_LIMITS_H
#define TP_LIMITS_H

enum {
	/* A record or a spreadsheet row with its quoted newlines. The longest
	 * honest one (a row of comments) is a few hundred kilobytes. */
	TP_LINE_MAX = 16 * 1024 * 1024,
	/* Columns of a sheet. Excel itself stops at 16,384. */
	TP_COLUMNS_MAX = 16384,
	/* Cells of a table that is made of a map's keys; at 48 bytes each. */
	TP_CELLS_MAX = 1000000,
	/* Bytes of an id. Ids become keys, file names and link targets. */
	TP_ID_MAX = 200,
	/* Objects within objects. Records nest three deep; the recursion that
	 * reads them must end well before the stack does. */
	TP_NESTING_MAX = 64,
	/* Members of an object within a record, whose comparison is quadratic. A survey's answers are at most TP_ITEMS_MAX. */
	TP_MEMBERS_MAX = 1000,
	/* Steps of an instrument's scale and items of an instrument. */
	TP_STEPS_MAX = 101,
	TP_ITEMS_MAX = 400,
	/* An instrument, a map or a rules file. */
	TP_DOCUMENT_MAX = 4 * 1024 * 1024,
	/* Lines above a sheet's header. Nobody writes a page of them. */
	TP_SKIP_MAX = 1000,
	/* Characters of a number as written. */
	TP_NUMBER_MAX = 40,
	/* Bad rows told in full before only their number is told. */
	TP_BAD_TOLD = 20,
	/* Values and places that one finding shows as its evidence. */
	TP_EVIDENCE_MAX = 24,
};

#endif
