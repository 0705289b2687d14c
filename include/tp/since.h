/*
 * What has changed on a page since an earlier stream, and what moved it.
 */
#ifndef TP_SINCE_H
#define TP_SINCE_H

#include "tp/page.h"

/* Adds the section: initiatives that are new, gone, better or worse, with the findings and facts that moved them.
 * *then: the earlier stream's day. */
int tp_since_add(struct tp_page *page, const struct tp_set *earlier, int32_t *then, struct tp_err *err);

#endif
