#include "tp/path.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MAX = 40 }; /* as the kernel has it */

size_t tp_path_folder(const char *path, size_t len)
{
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len;
}

/* Puts what the link, which is the first len bytes of the path, points to in its place. A link in a folder that anyone
 * may write to can be anyone's, and could make us overwrite a file of the user's. */
static int follow(char path[PATH_MAX], size_t len, struct tp_err *err)
{
	char before[PATH_MAX], target[PATH_MAX], after[PATH_MAX];
	size_t folder = tp_path_folder(path, len);
	snprintf(before, sizeof before, "%.*s", (int)folder, path);
	snprintf(after, sizeof after, "%s", path + len);

	struct stat st;
	if (stat(folder ? before : ".", &st) < 0)
		return tp_err_system(err, "cannot create");
	if (st.st_mode & S_IWOTH)
		return tp_err_set(err, TP_SYSTEM,
			"goes through a link in a folder that anyone may write to, name the file itself");
	path[len] = '\0';
	ssize_t n = readlink(path, target, sizeof target - 1);
	if (n < 0)
		return tp_err_system(err, "cannot create");
	target[n] = '\0';
	int needed = snprintf(path, PATH_MAX, "%s%s%s", target[0] == '/' ? "" : before, target, after);
	errno = ENAMETOOLONG;
	return needed < PATH_MAX ? 0 : tp_err_system(err, "cannot create");
}

/* 1 when the path was changed by following its first link, 0 when it has none. */
static int follow_first(char path[PATH_MAX], struct tp_err *err)
{
	size_t len = 0;
	do {
		len += strspn(path + len, "/");
		len += strcspn(path + len, "/");
		char after = path[len];
		struct stat st;
		path[len] = '\0';
		int rc = lstat(path, &st);
		path[len] = after;
		if (rc < 0 && errno == ENOENT && !after)
			return 0; /* a new file */
		if (rc < 0)
			return tp_err_system(err, "cannot create");
		if (S_ISLNK(st.st_mode))
			return follow(path, len, err) < 0 ? -1 : 1;
	} while (path[len]);
	return 0;
}

/* Unlike realpath it looks at each link before following. */
char *tp_path_resolve(const char *name, struct tp_err *err)
{
	char path[PATH_MAX];
	errno = ENAMETOOLONG;
	if ((size_t)snprintf(path, sizeof path, "%s", name) >= sizeof path) {
		tp_err_system(err, "cannot create");
		tp_err_at(err, name, 0, NULL);
		return NULL;
	}
	int rc = 1;
	for (int links = 0; rc == 1; links++) {
		errno = ELOOP;
		rc = links > LINKS_MAX ? tp_err_system(err, "cannot create") : follow_first(path, err);
	}
	char *resolved = rc == 0 ? strdup(path) : NULL;
	if (rc == 0 && !resolved)
		tp_err_memory(err);
	if (!resolved)
		tp_err_at(err, name, 0, NULL);
	return resolved;
}
