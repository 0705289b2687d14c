#include "tp/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_CONFIDENTIAL = 0600 };

static int refuse(const struct tp_input *in, const char *tried, struct tp_err *err)
{
	tp_err_system(err, tried);
	return tp_err_at(err, in->name, 0, NULL);
}

int tp_input_rewind(struct tp_input *in, struct tp_err *err)
{
	struct stat st;
	if (fstat(in->fd, &st) < 0)
		return refuse(in, "cannot go back", err);
	if (!S_ISREG(st.st_mode)) {
		tp_err_set(err, TP_DATA, "cannot be read twice, save it to a file first");
		return tp_err_at(err, in->name, 0, NULL);
	}
	if (lseek(in->fd, in->held, SEEK_SET) < 0)
		return refuse(in, "cannot go back", err);
	tp_buf_reset(&in->block);
	tp_recoding_reset(&in->recoding);
	in->start = 0;
	in->line = in->held_line;
	in->bytes = (unsigned long long)in->held;
	in->eof = in->ended = false;
	return 0;
}

/* A file without a name; a machine without /tmp has memory. Never in the place of a standard stream that is closed. */
static int open_copy(void)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, MODE_CONFIDENTIAL);
	if (fd < 0)
		fd = memfd_create("tp", MFD_CLOEXEC);
	return tp_file_above_standard(fd);
}

/* Copies what is left of the input. */
static int spool(struct tp_input *in, int to, struct tp_err *err)
{
	while (true) {
		struct tp_text ahead;
		if (tp_input_peek(in, 1, &ahead, err) < 0)
			return -1;
		if (ahead.len == 0)
			return 0;
		ssize_t n = write(to, ahead.ptr, ahead.len);
		if (n < 0 && errno != EINTR)
			return refuse(in, "cannot keep a copy", err);
		in->start += n > 0 ? (size_t)n : 0;
	}
}

/* Reads on from a copy of what is left, which needs no recoding any more. */
static int read_copy(struct tp_input *in, struct tp_err *err)
{
	int copy = open_copy();
	if (copy < 0)
		return refuse(in, "cannot keep a copy", err);
	if (spool(in, copy, err) < 0) {
		close(copy);
		return -1;
	}
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	in->fd = copy;
	in->held = 0;
	tp_recoding_free(&in->recoding);
	return tp_input_rewind(in, err);
}

int tp_input_hold(struct tp_input *in, struct tp_err *err)
{
	struct stat st;
	if (fstat(in->fd, &st) < 0)
		return refuse(in, "cannot read", err);
	in->held_line = in->line;
	if (!S_ISREG(st.st_mode) || tp_recoding_is_on(&in->recoding))
		return read_copy(in, err);
	off_t at = lseek(in->fd, 0, SEEK_CUR);
	if (at < 0)
		return refuse(in, "cannot go back", err);
	in->held = at - (off_t)(in->block.len - in->start);
	return 0;
}
