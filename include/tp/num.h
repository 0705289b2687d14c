/*
 * Numbers in and out, here and nowhere else. What people typed travels as
 * text; what the kit computes is a double, rounded once to four decimals when
 * it is computed, so that what is printed is what is judged.
 */
#ifndef TP_NUM_H
#define TP_NUM_H

#include <stdbool.h>
#include <stddef.h>

#include "tp/text.h"

enum { TP_NUM_SIZE = 352 }; /* any double as text, with its NUL */

/* To four decimals, half to even on the decimal expansion of the double; never -0. */
double tp_num_round(double x);

/* As JSON: at most four decimals, no trailing zeros, never -0. x is finite. Returns the length. */
size_t tp_num_format(double x, char out[TP_NUM_SIZE]);

/* A JSON number (RFC 8259) that lies within a double's range. */
bool tp_num_parse(struct tp_text text, double *x);

/* As people read it: `decimals` at most, decimal comma and dotted thousands in Danish (comma = true), comma
 * thousands in English; thousands only from five digits on. Returns the length. */
size_t tp_num_people(double x, int decimals, bool comma, char out[TP_NUM_SIZE]);

/* Percent that add up to 100: whole shares of `part[i] / sum`, largest remainder, ties to the earlier one. */
void tp_num_percent(const double *part, size_t n, int *percent);

#endif
