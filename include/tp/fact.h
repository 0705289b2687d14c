/*
 * A record that comes as JSON, read like a row of a sheet: its words, dates
 * and ids are normalised, its types and ranges checked, what is unknown kept.
 */
#ifndef TP_FACT_H
#define TP_FACT_H

#include "tp/json.h"
#include "tp/row.h"

/* Reads the object, whose kind is a fact's, into the record. row lends its arena, round and, for a response, the
 * instrument. -1: TP_DATA with the member as field; memory. */
int tp_fact_read(struct tp_row *row, enum tp_kind kind, const struct tp_json *object, struct tp_record *record,
	struct tp_err *err);

#endif
