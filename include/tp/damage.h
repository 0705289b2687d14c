/*
 * What a spreadsheet does to a cell behind its owner's back: errors in place
 * of values, numbers made dates, long numbers cut short. Such a cell is
 * recognised, never repaired, for what was typed is gone.
 */
#ifndef TP_DAMAGE_H
#define TP_DAMAGE_H

#include "tp/err.h"
#include "tp/text.h"

/* Refuses what is no value: #REF!, #I/T, ########. 0; -1: TP_DATA. */
int tp_damage_refuse(struct tp_text cell, struct tp_err *err);

/* Refuses 1,00E+05, of which digits are gone. Likewise. */
int tp_damage_refuse_short(struct tp_text cell, struct tp_err *err);

/* Refuses that, and 01-maj, where a number, a step of a scale or a word is expected: for what is none of these. Likewise. */
int tp_damage_refuse_made(struct tp_text cell, struct tp_err *err);

#endif
