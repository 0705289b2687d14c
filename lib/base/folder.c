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
	const struct tp_map *files = &folder->files;
	size_t n = 0;
	while (n < files->n && place(folder, files->keys[n].ptr) == 0)
		n++;
	if (n < files->n)
		refuse(folder, files->keys[n].ptr, "cannot rename", err);
	else if (fsync(folder->fd) < 0 && errno != EINVAL) /* some file systems cannot sync a folder */
		refuse(folder, NULL, "cannot sync the folder", err);
	else
		return 0;
	while (n-- > 0)
		take_back(folder, files->keys[n].ptr);
	return -1;
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

static int remove_others(struct tp_folder *folder, const char *const *patterns, struct tp_err *err)
{
	DIR *listing = list(folder->fd);
	if (!listing)
		return refuse(folder, NULL, "cannot read the folder", err);
	int result = 0;
	for (struct dirent *entry; result == 0 && (entry = readdir(listing));)
		if (matches(entry->d_name, patterns) &&
			tp_map_find(&folder->files, tp_text_of(entry->d_name)) == TP_MAP_NONE &&
			unlinkat(folder->fd, entry->d_name, 0) < 0)
			result = refuse(folder, entry->d_name, "cannot remove", err);
	closedir(listing);
	return result;
}

int tp_folder_commit(struct tp_folder *folder, const char *const *patterns, struct tp_err *err)
{
	int result = place_all(folder, err) < 0 ? -1 : remove_others(folder, patterns, err);
	tp_folder_abort(folder);
	return result;
}

void tp_folder_abort(struct tp_folder *folder)
{
	for (size_t i = 0; folder->waiting >= 0 && i < folder->files.n; i++)
		unlinkat(folder->waiting, folder->files.keys[i].ptr, 0);
	if (folder->waiting >= 0) {
		close(folder->waiting);
		unlinkat(folder->fd, folder->hidden, AT_REMOVEDIR);
	}
	if (folder->fd >= 0)
		close(folder->fd);
	tp_map_free(&folder->files);
	folder->fd = folder->waiting = -1;
}
