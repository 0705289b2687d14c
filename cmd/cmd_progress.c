#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"

enum { FIRST_MS = 1000, PIPE_MS = 200, REDRAW_MS = 200, COLUMNS = 80, LINE_SIZE = 1024 };

static long long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* --- the terminal, which has one line for all that share it --- */

static size_t columns(void)
{
	struct winsize size;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : COLUMNS;
}

/* The tools of a pipe take turns: the line is held by a lock that ends with its process, if not before. */
static int lock(short type)
{
	struct flock all = {.l_type = type, .l_whence = SEEK_SET};
	return fcntl(STDERR_FILENO, F_SETLK, &all);
}

/* Not while another tool draws there, nor from the background. */
static bool is_free(void)
{
	pid_t foreground = tcgetpgrp(STDERR_FILENO);
	return (foreground < 0 || foreground == getpgrp()) && (lock(F_WRLCK) == 0 || (errno != EACCES && errno != EAGAIN));
}

/* Over what stands there; the cursor goes back, so that a line from elsewhere does not begin in the middle. */
static void draw(struct cmd_progress *progress, struct tp_text text)
{
	size_t room = columns() - 1, before = progress->shown < room ? progress->shown : room;
	text.len = tp_text_fit(text, room);
	progress->shown = tp_text_width(text);
	size_t rest = before > progress->shown ? before - progress->shown : 0;
	fprintf(stderr, "\r%.*s%*s\r", (int)text.len, text.len ? text.ptr : "", (int)rest, "");
}

static void erase(struct cmd_progress *progress)
{
	if (progress->shown == 0)
		return;
	draw(progress, (struct tp_text){0});
	lock(F_UNLCK);
}

void cmd_progress_erase(const struct cmd *cmd)
{
	erase(cmd->progress);
}

/* --- what it says --- */

/* How much of a file that has a size; else how much has come. */
static void say_share(const struct tp_input *in, off_t size, char *out, size_t room)
{
	off_t at = size > 0 ? lseek(in->fd, 0, SEEK_CUR) : 0;
	if (size > 0)
		snprintf(out, room, "%d %%", at < size ? (int)(100.0 * (double)at / (double)size) : 100);
	else if (in->bytes < 1000000)
		snprintf(out, room, "%llu kB", in->bytes / 1000);
	else
		snprintf(out, room, "%llu MB", in->bytes / 1000000);
}

/* The name comes last, for it is what may be too long. */
static void show(struct cmd_progress *progress, const struct tp_input *in, off_t size)
{
	char share[40], count[60] = "", line[LINE_SIZE];
	struct tp_err masked = {0};
	unsigned long n = *progress->count;
	bool named = strcmp(in->name, "-") != 0;
	say_share(in, size, share, sizeof share);
	if (n > 0)
		snprintf(count, sizeof count, ", %lu %s%s", n, progress->of, n == 1 ? "" : "s");
	tp_err_set(&masked, TP_DATA, "%s: %s%s%s%s", progress->tool, share, count, named ? ": " : "",
		named ? in->name : "");
	tp_err_format(&masked, line, sizeof line);
	if (progress->in_place)
		draw(progress, tp_text_of(line));
	else
		fprintf(stderr, "%s\n", line);
}

/* --- when --- */

static void see_read(void *self, const struct tp_input *in)
{
	struct cmd_progress *progress = self;
	struct stat st;
	long long now = now_ms(), taken = now - progress->begun;
	if (progress->over || in->eof || now < progress->next || isatty(in->fd))
		return;
	off_t size = fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : 0;
	/* Of the tools of a pipe, the one that knows how far it is may go first. */
	if (size == 0 && taken < FIRST_MS + PIPE_MS)
		return;
	/* Lines that stay come more seldom the longer it takes. */
	progress->next = now + (progress->in_place ? REDRAW_MS : taken < 10 * FIRST_MS ? FIRST_MS : taken / 10);
	if (!progress->in_place || is_free())
		show(progress, in, size);
}

/* Where the output comes to the same terminal, it is its own progress. */
static void see_write(void *self)
{
	struct cmd_progress *progress = self;
	erase(progress);
	progress->over = true;
}

const struct tp_watch *cmd_progress_watch(struct cmd *cmd, const unsigned long *count, const char *of)
{
	struct cmd_progress *progress = cmd->progress;
	bool terminal = isatty(STDERR_FILENO);
	if (cmd->quiet || progress->wish == CMD_PROGRESS_NEVER || (!terminal && progress->wish != CMD_PROGRESS_ALWAYS))
		return NULL;
	if (progress->begun == 0) {
		progress->begun = now_ms();
		progress->next = progress->begun + FIRST_MS;
	}
	progress->tool = cmd->tool->name;
	progress->count = count;
	progress->of = of;
	progress->in_place = terminal;
	progress->watch = (struct tp_watch){see_read, see_write, progress};
	if (terminal && cmd->out.fd == STDOUT_FILENO && isatty(STDOUT_FILENO))
		cmd->out.watch = &progress->watch;
	return &progress->watch;
}
