/*
 * Who carries how much: results of `tp-roles load`.
 */
#ifndef TP_LOAD_H
#define TP_LOAD_H

#include "tp/finding.h"

/* Puts the duties in scope: a scope that is a person has that person's alone, every other has everybody with a role in
 * an initiative that belongs to it, and all they carry. Then the findings of overload about those who lead nothing:
 * those who lead have theirs with the initiatives they lead. */
int tp_load_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err);

#endif
