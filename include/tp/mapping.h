/*
 * A map: what the headers and cells of somebody else's sheets mean, in a JSON
 * file. It goes before what the kit knows by itself; where it is wrong, file
 * and path within it are named.
 *
 *	{"columns": {"Projekt": "title"}, "values": {"phase": {"I gang": "rollout"}},
 *	 "defaults": {"municipality": "vejen"}, "ignore": ["Kontonr."]}
 */
#ifndef TP_MAPPING_H
#define TP_MAPPING_H

#include "tp/map.h"
#include "tp/shelf.h"

/* What a header means: a name of a field in either language, "kind", "updated", "at"; of a survey also "item", "value",
 * an item's id, "item:ID", "comment", "comment:ID"; of a role list "role:WORD". */
struct tp_mapping_column {
	struct tp_text title;
	struct tp_text target; /* ptr NULL: to be left out */
	bool used;             /* a sheet had it */
};

/* What the cells of a field mean. */
struct tp_mapping_cells {
	struct tp_text field;
	struct tp_map keys;      /* of the cells */
	struct tp_text *meaning; /* by their numbers */
};

struct tp_mapping {
	const char *file; /* borrowed */
	struct tp_mapping_column *columns;
	size_t columns_n;
	struct tp_mapping_cells *values;
	size_t values_n;
	struct tp_pair *defaults; /* field → text */
	size_t defaults_n;
	struct tp_arena arena;
};

/* Reads the map and holds it against the fields of the kind (TP_KIND_other: of all kinds) and the items of all
 * instruments on the shelf. The name outlives the map. -1: TP_DATA with the path ('columns["Projekt"]') as field. */
int tp_mapping_load(struct tp_mapping *mapping, const char *file, enum tp_kind kind, struct tp_shelf *shelf,
	struct tp_err *err);

/* What the map says of a header, compared folded; NULL: nothing. It is used now. Each may have no map: NULL. */
const struct tp_mapping_column *tp_mapping_column(struct tp_mapping *mapping, struct tp_text title);

/* What the map says of cells, of a field or of what has that name ("value", an item's id); NULL: nothing. */
const struct tp_mapping_cells *tp_mapping_values(const struct tp_mapping *mapping, enum tp_field field);
const struct tp_mapping_cells *tp_mapping_named(const struct tp_mapping *mapping, struct tp_text name);

/* What a trimmed cell means, compared folded, but as it stands where it has a digit: true and *out; false: nothing is
 * said. */
bool tp_mapping_cell(const struct tp_mapping_cells *cells, struct tp_text cell, struct tp_text *out);

/* What a field, or "kind", is where nothing is said; ptr NULL: nothing. */
struct tp_text tp_mapping_default(const struct tp_mapping *mapping, enum tp_field field);
struct tp_text tp_mapping_kind(const struct tp_mapping *mapping);

/* The parts of the above, for who builds the map: the column of a title, or NULL; what a cell is found by, which may lie in
 * fold. */
struct tp_mapping_column *tp_mapping_find(struct tp_mapping *mapping, struct tp_text title);
struct tp_text tp_mapping_key(struct tp_text cell, char fold[TP_FOLD_SIZE]);

/* Behind "comment:" or the like; ptr NULL when the target begins with something else. */
struct tp_text tp_mapping_behind(struct tp_text target, const char *prefix);

void tp_mapping_free(struct tp_mapping *mapping);

#endif
