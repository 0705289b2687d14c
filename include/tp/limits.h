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
	/* Different facts and results that a tool looks at together, at half a kilobyte and more each; and what is said of one
	 * thing with one date after the other, whose comparison is quadratic. */
	TP_RECORDS_MAX = 4000000,
	TP_VERSIONS_MAX = 1000,
	/* Groups of answers: instrument, round, subject and slice, at about a kilobyte each. All units of Denmark are some
	 * thousands; row after row counts into the same group and adds nothing. */
	TP_GROUPS_MAX = 1000000,
	/* Initiatives that a budget is divided among: their sums must stay whole numbers. */
	TP_CANDIDATES_MAX = 100000,
	/* Fields of --by; and --open-round, --instrument and --assume said again and again. */
	TP_BY_MAX = 8,
	TP_OPEN_ROUNDS_MAX = 16,
	TP_INSTRUMENTS_MAX = 32,
	TP_ASSUMPTIONS_MAX = 32,
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
