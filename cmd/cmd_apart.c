#include "cmd.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file without a name, never in the place of a standard stream that is closed. */
static int open_unnamed(void)
{
	return tp_file_above_standard(memfd_create("tp", MFD_CLOEXEC));
}

/* The child: what it says on stderr is kept, and counts as a failure. */
static _Noreturn void make_there(int (*make)(const void *what, int fd, struct tp_err *err), const void *what, int fd,
	struct tp_err *err)
{
	int said = open_unnamed();
	if (said < 0 || dup2(said, STDERR_FILENO) < 0) {
		tp_err_system(err, "cannot keep what is said");
		_exit(TP_SYSTEM);
	}
	int result = make(what, fd, err);
	if (result == 0 && lseek(said, 0, SEEK_CUR) > 0)
		result = tp_err_memory(err);
	_exit(result == 0 ? CMD_OK : TP_SYSTEM);
}

static int append(struct cmd *cmd, int fd)
{
	char block[16384];
	ssize_t n;
	off_t at = 0;
	while ((n = pread(fd, block, sizeof block, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return tp_err_system(&cmd->err, "cannot read what was made");
		if (tp_output_add(&cmd->out, block, (size_t)n, &cmd->err) < 0)
			return -1;
		at += n;
	}
	return 0;
}

/* err lies in memory that both have. */
static int run(struct cmd *cmd, int (*make)(const void *what, int fd, struct tp_err *err), const void *what, int fd,
	struct tp_err *err)
{
	int status;
	pid_t child = fork();
	if (child < 0)
		return tp_err_system(&cmd->err, "cannot start a process");
	if (child == 0)
		make_there(make, what, fd, err);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return tp_err_system(&cmd->err, "cannot wait for a process");
	if (WIFEXITED(status) && WEXITSTATUS(status) == CMD_OK)
		return append(cmd, fd);
	cmd->err = *err;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ) {
		errno = EFBIG;
		return tp_err_system(&cmd->err, "cannot write a temporary file");
	}
	return tp_err_memory(&cmd->err); /* unless it had time to say why */
}

int cmd_apart(struct cmd *cmd, int (*make)(const void *what, int fd, struct tp_err *err), const void *what)
{
	struct tp_err *err = mmap(NULL, sizeof *err, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (err == MAP_FAILED)
		return tp_err_memory(&cmd->err);
	int fd = open_unnamed();
	int result = fd < 0 ? tp_err_system(&cmd->err, "cannot make a file") : run(cmd, make, what, fd, err);
	if (fd >= 0)
		close(fd);
	munmap(err, sizeof *err);
	return result;
}
