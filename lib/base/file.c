#include "tp/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tp/limits.h"
#include "tp/path.h"

enum {
	BLOCK_SIZE = 64 * 1024,
	PIPE_SIZE = 1024 * 1024, /* the most that the kernel gives without privilege */
	NAMES_MAX = 100,
	MODE_CONFIDENTIAL = 0600,
};

static int refuse(struct tp_err *err, const char *name, enum tp_code code, const char *why)
{
	tp_err_set(err, code, "%s", why);
	return tp_err_at(err, name, 0, NULL);
}

static int refuse_system(struct tp_err *err, const char *name, const char *tried)
{
	tp_err_system(err, tried);
	return tp_err_at(err, name, 0, NULL);
}

static int refuse_memory(struct tp_err *err, const char *name)
{
	tp_err_memory(err);
	return tp_err_at(err, name, 0, NULL);
}

int tp_file_above_standard(int fd)
{
	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	int above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	int why = errno;
	close(fd);
	errno = why;
	return above;
}

static int open_above(const char *name, int flags, mode_t mode)
{
	int fd;
	do
		fd = open(name, flags | O_CLOEXEC | O_NOCTTY, mode);
	while (fd < 0 && errno == EINTR);
	return tp_file_above_standard(fd);
}

/* A pipe that holds more lets both its ends work for longer at a time. Where that is not given, it stays as it is. */
static void widen(int fd)
{
	int size = fcntl(fd, F_GETPIPE_SZ);
	if (size >= 0 && size < PIPE_SIZE)
		fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
}

/* --- input --- */

int tp_input_open(struct tp_input *in, const char *name, struct tp_err *err)
{
	*in = (struct tp_input){.fd = STDIN_FILENO, .name = name};
	if (strcmp(name, "-") != 0)
		in->fd = open_above(name, O_RDONLY, 0);
	if (in->fd < 0 && errno == ENOENT)
		return refuse(err, name, TP_DATA, "no such file");
	if (in->fd < 0)
		return refuse_system(err, name, "cannot open");

	struct stat st;
	if (fstat(in->fd, &st) < 0)
		refuse_system(err, name, "cannot open");
	else if (S_ISDIR(st.st_mode))
		refuse(err, name, TP_DATA, "is a directory, expected a file");
	else {
		if (S_ISFIFO(st.st_mode))
			widen(in->fd);
		return 0;
	}
	tp_input_close(in);
	return -1;
}

static int recode(struct tp_input *in, size_t at, struct tp_err *err)
{
	if (tp_recoding_is_on(&in->recoding))
		tp_recoding_take(&in->recoding, &in->block, at, in->eof);
	return in->block.failed ? refuse_memory(err, in->name) : 0;
}

/* Reads one block behind what is there. What is left of the last one moves to the front, which is part of a line. */
static int fill(struct tp_input *in, struct tp_err *err)
{
	if (in->start > 0) {
		in->block.len -= in->start;
		memmove(in->block.ptr, in->block.ptr + in->start, in->block.len);
		in->start = 0;
	}
	char *room = tp_buf_reserve(&in->block, BLOCK_SIZE);
	if (!room)
		return refuse_memory(err, in->name);
	ssize_t n;
	do
		n = read(in->fd, room, in->block.capacity - in->block.len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return refuse_system(err, in->name, "cannot read");
	size_t before = in->block.len;
	in->block.len += (size_t)n;
	in->bytes += (size_t)n;
	in->eof = n == 0;
	in->any = in->any || n > 0;
	if (in->watch)
		in->watch->read(in->watch->self, in);
	return recode(in, before, err);
}

static int give(struct tp_input *in, struct tp_text *line, size_t len, bool ended, struct tp_err *err)
{
	in->line++;
	if (len > TP_LINE_MAX) {
		tp_err_set(err, TP_DATA, "the line is longer than %d bytes", TP_LINE_MAX);
		return tp_err_at(err, in->name, in->line, NULL);
	}
	*line = (struct tp_text){in->block.ptr + in->start, len};
	in->start += len + ended;
	in->ended = ended;
	return 1;
}

int tp_input_line(struct tp_input *in, struct tp_text *line, struct tp_err *err)
{
	for (size_t seen = 0;;) {
		size_t ahead = in->block.len - in->start;
		if (ahead > seen) {
			const char *from = in->block.ptr + in->start;
			const char *newline = memchr(from + seen, '\n', ahead - seen);
			if (newline)
				return give(in, line, (size_t)(newline - from), true, err);
		}
		if (in->eof && ahead == 0)
			return 0;
		if (in->eof || ahead > TP_LINE_MAX)
			return give(in, line, ahead, false, err);
		seen = ahead;
		if (fill(in, err) < 0)
			return -1;
	}
}

int tp_input_peek(struct tp_input *in, size_t want, struct tp_text *ahead, struct tp_err *err)
{
	while (!in->eof && in->block.len - in->start < want)
		if (fill(in, err) < 0)
			return -1;
	size_t len = in->block.len - in->start;
	*ahead = len > 0 ? (struct tp_text){in->block.ptr + in->start, len} : tp_text_of("");
	return 0;
}

int tp_input_recode(struct tp_input *in, enum tp_unicode from, struct tp_err *err)
{
	in->recoding.from = from;
	return recode(in, in->start, err);
}

void tp_input_close(struct tp_input *in)
{
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	in->fd = -1;
	tp_buf_free(&in->block);
	tp_recoding_free(&in->recoding);
}

int tp_file_read(const char *name, size_t most, struct tp_buf *buf, struct tp_err *err)
{
	struct tp_input in;
	if (tp_input_open(&in, name, err) < 0)
		return -1;
	struct tp_text whole;
	int rc = tp_input_peek(&in, most + 1, &whole, err);
	if (rc == 0 && whole.len > most) {
		tp_err_set(err, TP_DATA, "is larger than %zu bytes", most);
		rc = tp_err_at(err, name, 0, NULL);
	}
	if (rc == 0) {
		tp_buf_add(buf, whole.ptr, whole.len);
		if (buf->failed)
			rc = refuse_memory(err, name);
	}
	tp_input_close(&in);
	return rc;
}

/* --- where output goes --- */

/* A name in the target's folder; the caller frees it. */
static char *name_beside(const struct tp_output *out, const char *base)
{
	size_t folder = tp_path_folder(out->target, strlen(out->target));
	char *path;
	return asprintf(&path, "%.*s%s", (int)folder, out->target, base) < 0 ? NULL : path;
}

/* The unnamed file, or a named one where the file system has no unnamed ones or /proc, by which they get their name, is
 * not there. */
static int create(struct tp_output *out, struct tp_err *err)
{
	char *folder = name_beside(out, ".");
	if (!folder)
		return refuse_memory(err, out->name);
	out->fd = -1;
	if (access("/proc/self/fd", X_OK) == 0)
		out->fd = open_above(folder, O_TMPFILE | O_WRONLY, MODE_CONFIDENTIAL);
	else
		errno = EOPNOTSUPP;
	free(folder);
	if (out->fd >= 0)
		return 0;
	if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)
		return refuse_system(err, out->name, "cannot create");

	char *path = name_beside(out, ".tp-XXXXXX");
	if (!path)
		return refuse_memory(err, out->name);
	int fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0) {
		refuse_system(err, out->name, "cannot create");
		free(path);
		return -1;
	}
	out->temporary = path;
	out->fd = tp_file_above_standard(fd);
	return out->fd < 0 ? refuse_system(err, out->name, "cannot create") : 0;
}

static int refuse_there(const struct tp_output *out, struct tp_err *err)
{
	return refuse(err, out->name, TP_USAGE, "is there already, and is never written over: name a new file");
}

static int open_target(struct tp_output *out, struct tp_err *err)
{
	out->target = tp_path_resolve(out->name, err);
	if (!out->target)
		return -1;
	struct stat st;
	if (out->fresh && lstat(out->target, &st) == 0)
		return refuse_there(out, err);
	if (stat(out->name, &st) < 0) {
		if (errno != ENOENT || !*out->name)
			return refuse_system(err, out->name, "cannot create");
		return create(out, err);
	}
	if (S_ISDIR(st.st_mode))
		return refuse(err, out->name, TP_SYSTEM, "is a directory, expected a file");
	if (S_ISREG(st.st_mode)) {
		/* The rename would not ask, but who took away the right to write meant it. */
		if (euidaccess(out->target, W_OK) < 0)
			return refuse_system(err, out->name, "cannot write");
		return create(out, err);
	}
	free(out->target);
	out->target = NULL;
	out->fd = open_above(out->name, O_WRONLY, 0);
	return out->fd < 0 ? refuse_system(err, out->name, "cannot open") : 0;
}

int tp_output_open(struct tp_output *out, const char *name, struct tp_err *err)
{
	*out = (struct tp_output){.fd = -1, .confidential = out->confidential, .fresh = out->fresh};
	if (!name || strcmp(name, "-") == 0) {
		out->name = "standard output";
		/* A closed stdout is noticed now, before another file gets its number. */
		if (fcntl(STDOUT_FILENO, F_GETFD) < 0)
			return refuse_system(err, out->name, "cannot write");
		out->fd = STDOUT_FILENO;
		widen(out->fd);
		return 0;
	}
	out->name = name;
	if (open_target(out, err) == 0)
		return 0;
	tp_output_abort(out);
	return -1;
}

/* --- writing --- */

static int write_all(struct tp_output *out, const char *bytes, size_t len, struct tp_err *err)
{
	if (len > 0 && out->watch)
		out->watch->write(out->watch->self);
	while (len > 0) {
		errno = EIO; /* for a device that takes nothing and says nothing */
		ssize_t n = write(out->fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			out->block.failed = true;
			return refuse_system(err, out->name, "cannot write");
		}
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

int tp_output_flush(struct tp_output *out, struct tp_err *err)
{
	/* Whoever overlooked a failure must not get to commit a file with a hole. */
	if (out->block.failed)
		return refuse(err, out->name, TP_SYSTEM, "an earlier write failed");
	int rc = write_all(out, out->block.ptr, out->block.len, err);
	out->block.len = 0;
	return rc;
}

int tp_output_add(struct tp_output *out, const void *bytes, size_t len, struct tp_err *err)
{
	if ((out->block.failed || out->block.len + len > BLOCK_SIZE) && tp_output_flush(out, err) < 0)
		return -1;
	if (len >= BLOCK_SIZE)
		return write_all(out, bytes, len, err);
	tp_buf_add(&out->block, bytes, len);
	return out->block.failed ? refuse_memory(err, out->name) : 0;
}

int tp_output_line(struct tp_output *out, struct tp_text line, struct tp_err *err)
{
	if (line.len >= BLOCK_SIZE)
		return tp_output_add(out, line.ptr, line.len, err) < 0 ? -1 : tp_output_add(out, "\n", 1, err);
	if ((out->block.failed || out->block.len + line.len >= BLOCK_SIZE) && tp_output_flush(out, err) < 0)
		return -1;
	char *to = tp_buf_reserve(&out->block, line.len + 1);
	if (!to)
		return refuse_memory(err, out->name);
	if (line.len > 0)
		memcpy(to, line.ptr, line.len);
	to[line.len] = '\n';
	out->block.len += line.len + 1;
	return 0;
}

/* --- commit --- */

static int set_mode(struct tp_output *out, struct tp_err *err)
{
	struct stat st;
	mode_t mode = MODE_CONFIDENTIAL;
	if (lstat(out->target, &st) == 0 && S_ISREG(st.st_mode)) {
		mode = st.st_mode & 07777;
		/* Only root may give a file away; for others it becomes theirs, in its group if they are in it. */
		if (fchown(out->fd, st.st_uid, st.st_gid) < 0 && fchown(out->fd, (uid_t)-1, st.st_gid) < 0)
			mode &= ~(mode_t)(S_ISUID | S_ISGID);
	} else if (!out->confidential) {
		mode_t mask = umask(0);
		umask(mask);
		mode = 0666 & ~mask;
	}
	return fchmod(out->fd, mode) < 0 ? refuse_system(err, out->name, "cannot set the mode") : 0;
}

/* Gives the unnamed file a name, by which it can be renamed. */
static int set_name(struct tp_output *out, struct tp_err *err)
{
	char unnamed[64];
	snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", out->fd);
	for (int i = 0; !out->temporary && i < NAMES_MAX; i++) {
		char base[64];
		snprintf(base, sizeof base, ".tp-%ld-%d", (long)getpid(), i);
		char *path = name_beside(out, base);
		if (!path)
			return refuse_memory(err, out->name);
		if (linkat(AT_FDCWD, unnamed, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0) {
			out->temporary = path;
			return 0;
		}
		int why = errno;
		free(path);
		errno = why;
		if (why != EEXIST)
			break;
	}
	return out->temporary ? 0 : refuse_system(err, out->name, "cannot create");
}

static int sync_folder(const struct tp_output *out, struct tp_err *err)
{
	char *folder = name_beside(out, ".");
	if (!folder)
		return refuse_memory(err, out->name);
	int fd = open_above(folder, O_RDONLY | O_DIRECTORY, 0);
	free(folder);
	/* A folder one may write to and not read cannot be opened, and some file systems cannot sync one. */
	int rc = fd < 0 ? (errno == EACCES ? 0 : -1) : fsync(fd);
	if (rc < 0 && errno == EINVAL)
		rc = 0;
	if (rc < 0)
		refuse_system(err, out->name, "cannot sync the folder");
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Renames where no exchange is to be had: a second name keeps the old one until the folder is synced, if the file system
 * has such names. */
static int rename_over(const struct tp_output *out, struct tp_err *err)
{
	char *old;
	if (asprintf(&old, "%s~", out->temporary) < 0)
		return refuse_memory(err, out->name);
	bool kept = linkat(AT_FDCWD, out->target, AT_FDCWD, old, 0) == 0, is_new = !kept && errno == ENOENT;
	int rc = -1;
	if (rename(out->temporary, out->target) < 0)
		refuse_system(err, out->name, "cannot rename");
	else if (sync_folder(out, err) == 0)
		rc = 0;
	else if (kept)
		rename(old, out->target);
	else if (is_new)
		unlink(out->target);
	if (kept)
		unlink(old);
	free(old);
	return rc;
}

/* Where the file system can, old and new change places, so that a failing sync of the folder can be taken back. The old
 * one then bears the temporary name, under which abort removes it. */
static int set_in_place(struct tp_output *out, struct tp_err *err)
{
	const char *from = out->temporary, *to = out->target;
	if (out->fresh && linkat(AT_FDCWD, from, AT_FDCWD, to, 0) < 0)
		return errno == EEXIST ? refuse_there(out, err) : refuse_system(err, out->name, "cannot create");
	if (!out->fresh && renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) < 0)
		return rename_over(out, err);
	if (sync_folder(out, err) == 0)
		return 0;
	if (out->fresh)
		unlink(to);
	else
		renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
	return -1;
}

int tp_output_commit(struct tp_output *out, struct tp_err *err)
{
	int rc = tp_output_flush(out, err);
	if (rc == 0 && out->target) {
		rc = set_mode(out, err);
		if (rc == 0 && fsync(out->fd) < 0)
			rc = refuse_system(err, out->name, "cannot write");
		if (rc == 0)
			rc = set_name(out, err);
	}
	if (rc == 0) {
		int fd = out->fd;
		out->fd = -1;
		if (close(fd) < 0)
			rc = refuse_system(err, out->name, "cannot write");
	}
	if (rc == 0 && out->target)
		rc = set_in_place(out, err);
	tp_output_abort(out);
	return rc;
}

void tp_output_abort(struct tp_output *out)
{
	if (out->fd > STDERR_FILENO)
		close(out->fd);
	if (out->temporary)
		unlink(out->temporary);
	free(out->temporary);
	free(out->target);
	tp_buf_free(&out->block);
	out->fd = -1;
	out->target = out->temporary = NULL;
}
