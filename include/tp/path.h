/*
 * Paths of files to be written: links are looked at before they are followed.
 */
#ifndef TP_PATH_H
#define TP_PATH_H

#include <stddef.h>

#include "tp/err.h"

/* The path without links, whether its file exists or not; to be freed. A link that stands in a folder that anyone may
 * write to is refused. NULL: TP_SYSTEM. */
char *tp_path_resolve(const char *name, struct tp_err *err);

/* The length of the folder of the first len bytes of a path, with its slash; 0 for the current one. */
size_t tp_path_folder(const char *path, size_t len);

#endif
