/*
 * Preloaded into a tool, makes its system calls and allocations fail, one by
 * one or from one on. The product has no hooks for this.
 *
 *	LD_PRELOAD=build/shim.so TP_FAIL=write:2 tp-score …     the second write fails, the others work
 *	LD_PRELOAD=build/shim.so TP_FAIL=memory:7+ tp-score …   the seventh allocation and all after it fail
 *	LD_PRELOAD=build/shim.so TP_FAIL=tmpfile:1+,write:2 …   several of them
 *	LD_PRELOAD=build/shim.so TP_FAIL_COUNT=FILE tp-score …  how many of each there were, at exit
 *	LD_PRELOAD=build/shim.so TP_BLOCK=7 tp-score …          a read gives seven bytes at most
 *
 * The names are those of the table below. Calls count from where the program's own start; those of the loader do not.
 * What goes to stderr neither counts nor fails, so that the tool can say what happened. The shim itself allocates
 * nothing and calls the kernel directly.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum call {
	MEMORY, /* any of the next three */
	MALLOC,
	CALLOC,
	REALLOC,
	OPEN,
	TMPFILE, /* open with O_TMPFILE, as on a file system that has no such thing */
	READ,
	WRITE,
	SHORT_READ,  /* gives one byte, which is no failure */
	SHORT_WRITE, /* takes one byte */
	FSYNC,
	LINK,
	RENAME,
	EXCHANGE, /* of two names, as on a file system that cannot */
	CLOSE,
	ACCESS, /* as on a machine without /proc */
	STAT,   /* of a name or a descriptor */
	LSEEK,
	FCNTL,
	CHOWN, /* as for anyone but root */
	CHMOD,
	MKDIR,
	MMAP, /* of libraries; the allocator's own cannot be met */
	MEMFD,
	PREAD,
	FORK,
	CALLS,
};

static const struct {
	const char *name;
	int errnum;
} CALL[CALLS] = {
	[MEMORY] = {"memory", ENOMEM},
	[MALLOC] = {"malloc", ENOMEM},
	[CALLOC] = {"calloc", ENOMEM},
	[REALLOC] = {"realloc", ENOMEM},
	[OPEN] = {"open", EMFILE},
	[TMPFILE] = {"tmpfile", EOPNOTSUPP},
	[READ] = {"read", EIO},
	[WRITE] = {"write", ENOSPC},
	[SHORT_READ] = {"short-read", 0},
	[SHORT_WRITE] = {"short-write", 0},
	[FSYNC] = {"fsync", EIO},
	[LINK] = {"linkat", EIO},
	[RENAME] = {"rename", EIO},
	[EXCHANGE] = {"exchange", EINVAL},
	[CLOSE] = {"close", EIO},
	[ACCESS] = {"access", ENOENT},
	[STAT] = {"stat", EIO},
	[LSEEK] = {"lseek", EIO},
	[FCNTL] = {"fcntl", EIO},
	[CHOWN] = {"chown", EPERM},
	[CHMOD] = {"chmod", EPERM},
	[MKDIR] = {"mkdir", ENOSPC},
	[MMAP] = {"mmap", ENOMEM},
	[MEMFD] = {"memfd", EMFILE},
	[PREAD] = {"pread", EIO},
	[FORK] = {"fork", EAGAIN},
};

static bool on;
static struct plan {
	unsigned long from; /* 0: it does not fail */
	bool onwards;
} plans[CALLS];
static unsigned long *seen; /* shared with the processes that the tool starts */
static size_t block = (size_t)-1; /* which no read is larger than */

/* glibc's own, below the names that are taken here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

/* CALL:N or CALL:N+. Returns what is behind it. A slip in the test would otherwise pass for "nothing fails". */
static const char *add_plan(const char *text)
{
	size_t len = strcspn(text, ":");
	int call = 0;
	while (call < CALLS && (strlen(CALL[call].name) != len || memcmp(CALL[call].name, text, len) != 0))
		call++;
	if (call == CALLS)
		abort();
	struct plan *plan = &plans[call];
	for (text += len + 1; *text >= '0' && *text <= '9'; text++)
		plan->from = plan->from * 10 + (unsigned long)(*text - '0');
	plan->onwards = *text == '+';
	text += plan->onwards;
	if (plan->from == 0 || (*text && *text != ','))
		abort();
	return *text ? text + 1 : text;
}

__attribute__((constructor)) static void start(void)
{
	const char *text = getenv("TP_FAIL"), *most = getenv("TP_BLOCK");
	seen = mmap(NULL, CALLS * sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (seen == MAP_FAILED)
		abort();
	if (most)
		block = strtoul(most, NULL, 10);
	while (text && *text)
		text = add_plan(text);
	on = true;
}

static size_t put_number(char *out, unsigned long number)
{
	char digits[24];
	size_t n = 0, len = 0;
	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		out[len++] = digits[--n];
	return len;
}

__attribute__((destructor)) static void finish(void)
{
	on = false;
	const char *name = getenv("TP_FAIL_COUNT");
	if (!name)
		return;
	char text[1024];
	size_t len = 0;
	for (int i = 0; i < CALLS; i++) {
		len = (size_t)(stpcpy(text + len, CALL[i].name) - text);
		text[len++] = ' ';
		len += put_number(text + len, seen[i]);
		text[len++] = '\n';
	}
	int fd = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || syscall(SYS_write, fd, text, len) != (long)len)
		abort();
	syscall(SYS_close, fd);
}

static bool fails(enum call call)
{
	if (!on)
		return false;
	unsigned long n = ++seen[call], from = plans[call].from;
	if (from == 0 || (plans[call].onwards ? n < from : n != from))
		return false;
	errno = CALL[call].errnum;
	return true;
}

/* Both are asked, for both are to count. */
static bool fails_memory(enum call call)
{
	bool any = fails(MEMORY);
	return fails(call) || any;
}

/* --- allocation --- */

void *malloc(size_t size)
{
	return fails_memory(MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails_memory(CALLOC) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return fails_memory(REALLOC) ? NULL : __libc_realloc(old, size);
}

/* --- files --- */

static int opened(int dir, const char *name, int flags, mode_t mode)
{
	if ((flags & O_TMPFILE) == O_TMPFILE && fails(TMPFILE))
		return -1;
	return fails(OPEN) ? -1 : (int)syscall(SYS_openat, dir, name, flags, mode);
}

/* Taken whether or not it was given: without O_CREAT the kernel does not look at it. */
#define MODE_AFTER(last, mode) \
	va_list more; \
	va_start(more, last); \
	mode_t mode = va_arg(more, mode_t); \
	va_end(more)

int open(const char *name, int flags, ...)
{
	MODE_AFTER(flags, mode);
	return opened(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...)
{
	MODE_AFTER(flags, mode);
	return opened(AT_FDCWD, name, flags, mode);
}

int openat(int dir, const char *name, int flags, ...)
{
	MODE_AFTER(flags, mode);
	return opened(dir, name, flags, mode);
}

int openat64(int dir, const char *name, int flags, ...)
{
	MODE_AFTER(flags, mode);
	return opened(dir, name, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t size)
{
	if (fails(READ))
		return -1;
	if (fails(SHORT_READ) && size > 1)
		size = 1;
	return syscall(SYS_read, fd, bytes, size < block ? size : block);
}

/* The names that fortified code calls instead. */
ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room);
int __open_2(const char *name, int flags);
int __open64_2(const char *name, int flags);
int __openat_2(int dir, const char *name, int flags);
int __openat64_2(int dir, const char *name, int flags);

ssize_t __read_chk(int fd, void *bytes, size_t size, size_t room)
{
	if (size > room)
		abort();
	return read(fd, bytes, size);
}

int __open_2(const char *name, int flags)
{
	return opened(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char *name, int flags)
{
	return opened(AT_FDCWD, name, flags, 0);
}

int __openat_2(int dir, const char *name, int flags)
{
	return opened(dir, name, flags, 0);
}

int __openat64_2(int dir, const char *name, int flags)
{
	return opened(dir, name, flags, 0);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	if (fd != STDERR_FILENO) {
		if (fails(WRITE))
			return -1;
		if (fails(SHORT_WRITE) && size > 1)
			size = 1;
	}
	return syscall(SYS_write, fd, bytes, size);
}

int fsync(int fd)
{
	return fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int linkat(int from_dir, const char *old, int to_dir, const char *new, int flags)
{
	return fails(LINK) ? -1 : (int)syscall(SYS_linkat, from_dir, old, to_dir, new, flags);
}

int rename(const char *old, const char *new)
{
	return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int renameat(int from_dir, const char *old, int to_dir, const char *new)
{
	return fails(RENAME) ? -1 : (int)syscall(SYS_renameat2, from_dir, old, to_dir, new, 0);
}

int renameat2(int from_dir, const char *old, int to_dir, const char *new, unsigned flags)
{
	return fails(EXCHANGE) ? -1 : (int)syscall(SYS_renameat2, from_dir, old, to_dir, new, flags);
}

int access(const char *name, int mode)
{
	bool proc = strncmp(name, "/proc/", 6) == 0;
	return proc && fails(ACCESS) ? -1 : (int)syscall(SYS_faccessat, AT_FDCWD, name, mode);
}

int stat(const char *restrict name, struct stat *restrict st)
{
	return fails(STAT) ? -1 : fstatat(AT_FDCWD, name, st, 0);
}

int lstat(const char *restrict name, struct stat *restrict st)
{
	return fails(STAT) ? -1 : fstatat(AT_FDCWD, name, st, AT_SYMLINK_NOFOLLOW);
}

int fstat(int fd, struct stat *st)
{
	return fails(STAT) ? -1 : fstatat(fd, "", st, AT_EMPTY_PATH);
}

off_t lseek(int fd, off_t to, int whence)
{
	return fails(LSEEK) ? -1 : (off_t)syscall(SYS_lseek, fd, to, whence);
}

int fcntl(int fd, int command, ...)
{
	va_list more;
	va_start(more, command);
	long argument = va_arg(more, long); /* or a pointer; the kernel looks at it where there is one */
	va_end(more);
	return fails(FCNTL) ? -1 : (int)syscall(SYS_fcntl, fd, command, argument);
}

int fchown(int fd, uid_t owner, gid_t group)
{
	return fails(CHOWN) ? -1 : (int)syscall(SYS_fchown, fd, owner, group);
}

int fchmod(int fd, mode_t mode)
{
	return fails(CHMOD) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int mkdir(const char *name, mode_t mode)
{
	return fails(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
}

void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset)
{
	return fails(MMAP) ? MAP_FAILED : (void *)syscall(SYS_mmap, where, size, protection, flags, fd, offset);
}

int memfd_create(const char *name, unsigned flags)
{
	return fails(MEMFD) ? -1 : (int)syscall(SYS_memfd_create, name, flags);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
	return fails(PREAD) ? -1 : syscall(SYS_pread64, fd, bytes, size, at);
}

ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room);

ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room)
{
	if (size > room)
		abort();
	return pread(fd, bytes, size, at);
}

pid_t __fork(void); /* glibc's own */

pid_t fork(void)
{
	return fails(FORK) ? -1 : __fork();
}

/* As in Linux, the descriptor is gone even when close fails. */
int close(int fd)
{
	int closed = (int)syscall(SYS_close, fd);
	return fails(CLOSE) ? -1 : closed;
}
