/*
 * The technology radar (K13): where each technology stands by what those who
 * answered say of its maturity and relevance.
 */
#ifndef TP_RADAR_H
#define TP_RADAR_H

#include "tp/finding.h"

/* Puts a blip for each technology with scores of the instrument radar, latest round, over all areas (`all`) and for
 * each area (slices by group, which tp-score makes with --by group): by technology, `all` first. `borders` names the
 * other rings that the intervals reach; `moved` is in or out where the inquiry has an earlier set; `own` counts the
 * initiatives in the inquiry's scope that are not stopped. 0 or -1. */
int tp_radar_put(const struct tp_inquiry *inquiry, const struct tp_sink *sink, struct tp_err *err);

#endif
