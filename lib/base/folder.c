#include "tp/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tp/path.h"

enum { NAMES_MAX = 100, OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

static int refuse(const struct tp_folder *folder, const char *file, const char *tried, struct tp_err *err)
{
	tp_err_system(err, tried);
	return tp_err_at(err, folder->name, 0, file);
}

/* --- the folders --- */

/* Only its owner can look into it while it is there. */
static int hide(struct tp_folder *folder, struct tp_err *err)
{
	int made = -1;
	errno = EEXIST;
	for (int i = 0; made < 0 && errno == EEXIST && i < NAMES_MAX; i++) {
		snprintf(folder->hidden, sizeof folder->hidden, ".tp-%ld-%d", (long)getpid(), i);
		made = mkdirat(folder->fd, folder->hidden, 0700);
	}
	if (made == 0)
		folder->waiting = openat(folder->fd, folder->hidden, OPEN_FOLDER);
	if (folder->waiting >= 0)
		return 0;
	refuse(folder, NULL, "cannot write to the folder", err);
	if (made == 0)
		unlinkat(folder->fd, folder->hidden, AT_REMOVEDIR);
	return -1;
}

int tp_folder_open(struct tp_folder *folder, const char *name, struct tp_err *err)
{
	size_t len = strlen(name);
	while (len > 1 && name[len - 1] == '/')
		len--;
	*folder = (struct tp_folder){.name = name, .confidential = folder->confidential, .fd = -1, .waiting = -1};
	char *bare = strndup(name, len), *path = bare ? tp_path_resolve(bare, err) : NULL;
	free(bare);
	if (!path)
		return err->code ? -1 : tp_err_memory(err);
	if (mkdir(path, folder->confidential ? 0700 : 0777) < 0 && errno != EEXIST)
		refuse(folder, NULL, "cannot create", err);
	else if ((folder->fd = open(path, OPEN_FOLDER)) < 0)
		refuse(folder, NULL, "cannot open the folder", err);
	free(path);
	if (folder->fd >= 0 && hide(folder, err) == 0)
		return 0;
	tp_folder_abort(folder);
	return -1;
}

/* --- files that wait --- */

static int write_all(int fd, struct tp_text bytes)
{
	while (bytes.len > 0) {
		errno = EIO; /* for a device that takes nothing and says nothing */
		ssize_t n = write(fd, bytes.ptr, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		bytes = (struct tp_text){bytes.ptr + n, bytes.len - (size_t)n};
	}
	return 0;
}

/* That of the file it replaces; else what the umask leaves, or its owner's alone. Nothing but a file is replaced. */
static int set_mode(const struct tp_folder *folder, const char *file, int fd)
{
	struct stat st;
	if (fstatat(folder->fd, file, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	errno = EISDIR;
	return S_ISDIR(st.st_mode) ? -1 : S_ISREG(st.st_mode) ? fchmod(fd, st.st_mode & 0777) : 0;
}

int tp_folder_add(struct tp_folder *folder, const char *file, struct tp_text bytes, struct tp_err *err)
{
	bool is_new;
	assert(!strchr(file, '/'));
	if (tp_map_add(&folder->files, tp_text_of(file), &is_new) < 0)
		return tp_err_memory(err);
	errno = EEXIST;
	if (!is_new)
		return refuse(folder, file, "cannot write a second one", err);
	int fd = openat(folder->waiting, file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		folder->confidential ? 0600 : 0666);
	if (fd < 0)
		return refuse(folder, file, "cannot create", err);
	int result = write_all(fd, bytes) < 0 || set_mode(folder, file, fd) < 0 || fsync(fd) < 0 ? -1 : 0;
	if (result < 0)
		refuse(folder, file, "cannot write", err);
	if (close(fd) < 0 && result == 0)
		result = refuse(folder, file, "cannot write", err);
	return result;
}

/* --- into place --- */

/* Old and new change places where there is an old one, so that it can be taken back. */
static int place(const struct tp_folder *folder, const char *file)
{
	if (renameat2(folder->waiting, file, folder->fd, file, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != ENOENT && errno != EINVAL) /* there is none, or the file system cannot exchange */
		return -1;
	return renameat(folder->waiting, file, folder->fd, file);
}

static void take_back(const struct tp_folder *folder, const char *file)
{
	if (renameat2(folder->waiting, file, folder->fd, file, RENAME_EXCHANGE) < 0 && errno == ENOENT)
		unlinkat(folder->fd, file, 0);
}

static int place_all(struct tp_folder *folder, struct tp_err *err)
{
	for (; folder->placed < folder->files.n; folder->placed++) {
		const char *file = folder->files.keys[folder->placed].ptr;
		if (place(folder, file) < 0)
			return refuse(folder, file, "cannot rename", err);
	}
	return 0;
}

static void take_all_back(struct tp_folder *folder)
{
	for (size_t i = folder->others.n; i-- > 0;)
		renameat(folder->waiting, folder->others.keys[i].ptr, folder->fd, folder->others.keys[i].ptr);
	while (folder->placed > 0)
		take_back(folder, folder->files.keys[--folder->placed].ptr);
}

/* By a descriptor of its own. */
static DIR *list(int fd)
{
	int own = openat(fd, ".", OPEN_FOLDER);
	DIR *listing = own < 0 ? NULL : fdopendir(own);
	if (!listing && own >= 0)
		close(own);
	return listing;
}

static bool matches(const char *file, const char *const *patterns)
{
	bool is = false;
	for (; *patterns && !is; patterns++)
		is = fnmatch(*patterns, file, FNM_PERIOD) == 0;
	return is;
}

static int set_aside(struct tp_folder *folder, const char *file, struct tp_err *err)
{
	struct stat st;
	if (fstatat(folder->fd, file, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return refuse(folder, file, "cannot remove", err);
	}
	if (tp_map_add(&folder->others, tp_text_of(file), NULL) < 0)
		return tp_err_memory(err);
	return renameat(folder->fd, file, folder->waiting, file) < 0 ? refuse(folder, file, "cannot remove", err) : 0;
}

/* They go where the old files are, and with them. */
static int set_others_aside(struct tp_folder *folder, const char *const *patterns, struct tp_err *err)
{
	DIR *listing = list(folder->fd);
	if (!listing)
		return refuse(folder, NULL, "cannot read the folder", err);
	int result = 0;
	for (struct dirent *entry; result == 0 && (entry = readdir(listing));)
		if (matches(entry->d_name, patterns) &&
			tp_map_find(&folder->files, tp_text_of(entry->d_name)) == TP_MAP_NONE)
			result = set_aside(folder, entry->d_name, err);
	closedir(listing);
	return result;
}

int tp_folder_commit(struct tp_folder *folder, const char *const *patterns, struct tp_err *err)
{
	int result = place_all(folder, err);
	if (result == 0)
		result = set_others_aside(folder, patterns, err);
	if (result == 0 && fsync(folder->fd) < 0 && errno != EINVAL) /* some file systems cannot sync a folder */
		result = refuse(folder, NULL, "cannot sync the folder", err);
	if (result < 0)
		take_all_back(folder);
	tp_folder_abort(folder);
	return result;
}

static void remove_waiting(const struct tp_folder *folder, const struct tp_map *files)
{
	for (size_t i = 0; i < files->n; i++)
		unlinkat(folder->waiting, files->keys[i].ptr, 0);
}

void tp_folder_abort(struct tp_folder *folder)
{
	if (folder->waiting >= 0) {
		remove_waiting(folder, &folder->files);
		remove_waiting(folder, &folder->others);
		close(folder->waiting);
		unlinkat(folder->fd, folder->hidden, AT_REMOVEDIR);
	}
	if (folder->fd >= 0)
		close(folder->fd);
	tp_map_free(&folder->files);
	tp_map_free(&folder->others);
	folder->fd = folder->waiting = -1;
}
