/*
 * A folder whose files come into place together: they wait in a hidden folder
 * within until all are written, and when anything fails the old ones are back
 * where they were. What else lies there stays.
 */
#ifndef TP_FOLDER_H
#define TP_FOLDER_H

#include <stdbool.h>

#include "tp/err.h"
#include "tp/map.h"
#include "tp/text.h"

struct tp_folder {
	const char *name;  /* as the user gave it; borrowed */
	bool confidential; /* holds persons, set before: what is new is for its owner alone */
	int fd, waiting;   /* the folder, and the one within; -1: not open */
	char hidden[32];   /* the name of that */
	struct tp_map files;
	size_t placed;        /* of them, so many */
	struct tp_map others; /* that are to go, and wait for it */
};

/* Makes the folder when it is missing; links are followed as tp_path_resolve does. 0, or -1 with TP_SYSTEM. */
int tp_folder_open(struct tp_folder *folder, const char *name, struct tp_err *err);

/* Writes a file that waits; `file` has no slash. 0 or -1. */
int tp_folder_add(struct tp_folder *folder, const char *file, struct tp_text bytes, struct tp_err *err);

/* Puts all in place in the order they were added, each with the mode of the one that it replaces, and then removes other
 * files whose names match one of the patterns (of fnmatch, ended by NULL). 0 or -1; closes the folder. */
int tp_folder_commit(struct tp_folder *folder, const char *const *patterns, struct tp_err *err);

/* Drops what waits. Safe after any failure and after commit. */
void tp_folder_abort(struct tp_folder *folder);

#endif
