/*
 * Who must not be seen: what too few have answered shows no figures, and
 * nothing is shown from which it could be worked out. Its one rule: whoever
 * has every page knows sums over people, and each of the smallest sets of
 * people that these sums tell apart has at least so many answers as asked for,
 * or was shown as such because it answers in the open. The sums form a tree,
 * so that nothing can be told of a single one within such a set, unless all in
 * it have answered alike.
 *
 * The decision looks at how many answered and never at what. It is made once a
 * group, for all its scores, findings, peers and bounds together:
 * - a subject with fewer than the least number of answers to some item, or
 *   where nobody answered it of people who met it, is withheld with all its
 *   slices, but for those of open groups;
 * - while the withheld units of a municipality that is shown have fewer
 *   together, the smallest of the other units is withheld too; when there is
 *   no other, the municipality. Slices make no difference to this, so that
 *   pages with slices and pages without give nobody away together;
 * - while the withheld units of a municipality that is shown have fewer without
 *   their open groups, the smallest slice of these is withheld too;
 * - while the withheld slices of a subject that is shown (with the answers that
 *   belong to no slice) have fewer together, the smallest of the others is
 *   withheld too, one of an open group last;
 * - a slice of a municipality is withheld where it would tell more of a unit
 *   than the unit shows: where it holds a withheld slice of a unit that is
 *   shown, or where withheld units have fewer than the least number in it;
 *   and the rule for slices holds for it as well.
 */
#ifndef TP_SUPPRESS_H
#define TP_SUPPRESS_H

#include "tp/tally.h"

/* Sets `withheld` of all groups of tp_whole_make; those that are so before stay it. min_group 0: as each instrument
 * says. */
void tp_suppress(struct tp_tally *wholes, unsigned min_group);

#endif
