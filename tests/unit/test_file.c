#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tp/file.h"
#include "tp/limits.h"

/* --- calls that can be made to fail: these stand before the ones of libc --- */

static int fsync_fails_at, fsyncs;
static bool exchange_fails, rename_fails, unnamed_fails;

int fsync(int fd)
{
	if (++fsyncs == fsync_fails_at) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int renameat2(int old_folder, const char *old, int new_folder, const char *new, unsigned flags)
{
	if (exchange_fails) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_renameat2, old_folder, old, new_folder, new, flags);
}

int rename(const char *old, const char *new)
{
	if (rename_fails) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int access(const char *path, int mode)
{
	if (unnamed_fails) {
		errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

/* --- a folder for each test --- */

static char home[200], folder[] = "/tmp/tp-unit-XXXXXX";

static int enter(void **state)
{
	(void)state;
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	fsync_fails_at = fsyncs = 0;
	exchange_fails = rename_fails = unnamed_fails = false;
	umask(022);
	return getcwd(home, sizeof home) && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static void empty(const char *name)
{
	DIR *dir = opendir(name);
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		char path[600];
		snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
		if (entry->d_type == DT_DIR && entry->d_name[0] != '.') {
			empty(path);
			rmdir(path);
		} else {
			unlink(path);
		}
	}
	closedir(dir);
}

static int leave(void **state)
{
	(void)state;
	empty(".");
	return chdir(home) == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static size_t count_files(const char *name)
{
	size_t n = 0;
	DIR *dir = opendir(name);
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));)
		n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	return n;
}

static void put_file(const char *name, const char *bytes, size_t len, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_true(write(fd, bytes, len) == (ssize_t)len);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void put_string(const char *name, const char *string)
{
	put_file(name, string, strlen(string), 0644);
}

static void expect_file(const char *name, const char *expected)
{
	struct tp_buf buf = {0};
	struct tp_err err = {0};
	assert_int_equal(tp_file_read(name, 1000, &buf, &err), 0);
	assert_int_equal(buf.len, strlen(expected));
	if (buf.len > 0)
		assert_memory_equal(buf.ptr, expected, buf.len);
	tp_buf_free(&buf);
}

static mode_t mode_of(const char *name)
{
	struct stat st;
	assert_int_equal(stat(name, &st), 0);
	return st.st_mode & 07777;
}

/* --- input --- */

static void expect_lines(const char *bytes, const char *const *lines, size_t n, bool ended)
{
	struct tp_input in;
	struct tp_err err = {0};
	struct tp_text line;
	put_string("in", bytes);
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(tp_input_line(&in, &line, &err), 1);
		assert_true(tp_text_is(line, lines[i]));
		assert_int_equal(in.line, i + 1);
		assert_true(in.ended == (i + 1 < n || ended));
	}
	assert_int_equal(tp_input_line(&in, &line, &err), 0);
	assert_int_equal(tp_input_line(&in, &line, &err), 0);
	assert_true(in.any == (bytes[0] != '\0'));
	tp_input_close(&in);
	tp_input_close(&in);
}

static void reads_lines(void **state)
{
	(void)state;
	expect_lines("", NULL, 0, true);
	expect_lines("\n", (const char *[]){""}, 1, true);
	expect_lines("a\nb\n", (const char *[]){"a", "b"}, 2, true);
	expect_lines("a\r\n\nb", (const char *[]){"a\r", "", "b"}, 3, false);
}

static void reads_many_lines(void **state)
{
	(void)state;
	FILE *file = fopen("in", "w");
	assert_non_null(file);
	for (int i = 0; i < 20000; i++)
		fprintf(file, "%0*d\n", 1 + i % 97, i % 10);
	fclose(file);
	struct tp_input in;
	struct tp_err err = {0};
	struct tp_text line;
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	for (int i = 0; i < 20000; i++) {
		assert_int_equal(tp_input_line(&in, &line, &err), 1);
		assert_int_equal(line.len, 1 + i % 97);
		assert_int_equal(line.ptr[line.len - 1], '0' + i % 10);
	}
	assert_int_equal(tp_input_line(&in, &line, &err), 0);
	tp_input_close(&in);
}

/* What a watch was told. */
struct told {
	unsigned long long bytes; /* by then */
	int blocks, ends, writes;
};

static void see_read(void *self, const struct tp_input *in)
{
	struct told *told = self;
	told->blocks += !in->eof;
	told->ends += in->eof;
	told->bytes = in->bytes;
}

static void see_write(void *self)
{
	((struct told *)self)->writes++;
}

static void a_watch_is_told_of_reading(void **state)
{
	(void)state;
	char many[200 * 1000];
	struct told told = {0};
	struct tp_watch watch = {see_read, see_write, &told};
	struct tp_input in;
	struct tp_err err = {0};
	struct tp_text line;
	memset(many, '\n', sizeof many);
	put_file("in", many, sizeof many, 0644);
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	in.watch = &watch;
	while (tp_input_line(&in, &line, &err) > 0)
		assert_true(in.bytes >= in.line);
	assert_int_equal(told.bytes, sizeof many);
	assert_true(told.blocks >= 2 && told.blocks <= 10);
	assert_int_equal(told.ends, 1);
	assert_int_equal(tp_input_rewind(&in, &err), 0);
	assert_int_equal(in.bytes, 0);
	assert_int_equal(told.writes, 0);
	tp_input_close(&in);
}

static int read_long_line(size_t len, const char *after, struct tp_err *err)
{
	char *bytes = malloc(len + 2);
	assert_non_null(bytes);
	bytes[0] = '\n';
	memset(bytes + 1, 'x', len);
	memcpy(bytes + 1 + len, after, strlen(after));
	put_file("in", bytes, 1 + len + strlen(after), 0644);
	free(bytes);

	struct tp_input in;
	struct tp_text line;
	assert_int_equal(tp_input_open(&in, "in", err), 0);
	assert_int_equal(tp_input_line(&in, &line, err), 1);
	int rc = tp_input_line(&in, &line, err);
	if (rc == 1)
		assert_int_equal(line.len, len);
	tp_input_close(&in);
	return rc;
}

static void lines_are_bounded(void **state)
{
	(void)state;
	struct tp_err err = {0};
	assert_int_equal(read_long_line(200000, "\n", &err), 1);
	assert_int_equal(read_long_line(TP_LINE_MAX, "\n", &err), 1);
	assert_int_equal(read_long_line(TP_LINE_MAX, "", &err), 1);
	assert_int_equal(read_long_line(TP_LINE_MAX + 1, "\n", &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_int_equal(err.line, 2);
	assert_string_equal(err.source, "in");
	tp_err_clear(&err);
	assert_int_equal(read_long_line(TP_LINE_MAX + 1, "", &err), -1);
}

static void expect_no_input(const char *name, enum tp_code code, const char *text)
{
	struct tp_input in;
	struct tp_err err = {0};
	assert_int_equal(tp_input_open(&in, name, &err), -1);
	assert_int_equal(err.code, code);
	assert_string_equal(err.source, name);
	assert_string_equal(err.text, text);
	tp_input_close(&in);
}

static void what_cannot_be_opened(void **state)
{
	(void)state;
	expect_no_input("absent", TP_DATA, "no such file");
	expect_no_input(".", TP_DATA, "is a directory, expected a file");
	put_string("file", "");
	expect_no_input("file/x", TP_SYSTEM, "cannot open: Not a directory");
}

static void failed_read_is_told(void **state)
{
	(void)state;
	struct tp_input in;
	struct tp_err err = {0};
	struct tp_text line;
	put_string("in", "a\n");
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	close(in.fd);
	assert_int_equal(tp_input_line(&in, &line, &err), -1);
	assert_int_equal(err.code, TP_SYSTEM);
	assert_string_equal(err.text, "cannot read: Bad file descriptor");
	tp_input_close(&in);
}

static void peeks_and_rewinds(void **state)
{
	(void)state;
	struct tp_input in;
	struct tp_err err = {0};
	struct tp_text text;
	put_string("in", "head\nbody\n");
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	assert_int_equal(tp_input_peek(&in, 4, &text, &err), 0);
	assert_true(text.len >= 4 && memcmp(text.ptr, "head", 4) == 0);
	assert_int_equal(tp_input_line(&in, &text, &err), 1);
	assert_true(tp_text_is(text, "head"));
	assert_int_equal(tp_input_peek(&in, 1000, &text, &err), 0);
	assert_true(tp_text_is(text, "body\n"));
	while (tp_input_line(&in, &text, &err) == 1)
		;
	assert_int_equal(tp_input_rewind(&in, &err), 0);
	assert_int_equal(tp_input_line(&in, &text, &err), 1);
	assert_true(tp_text_is(text, "head"));
	assert_int_equal(in.line, 1);
	tp_input_close(&in);
}

/* From the line that comes next, whatever the input is: a file, a pipe, or one that is recoded on its way. */
static void holds(struct tp_input *in)
{
	struct tp_err err = {0};
	struct tp_text text;
	assert_int_equal(tp_input_line(in, &text, &err), 1);
	assert_true(tp_text_is(text, "h\xC3\xA5"));
	assert_int_equal(tp_input_hold(in, &err), 0);
	for (int round = 0; round < 3; round++) {
		assert_int_equal(tp_input_line(in, &text, &err), 1);
		assert_true(tp_text_is(text, "a"));
		assert_int_equal(in->line, 2);
		assert_int_equal(tp_input_line(in, &text, &err), 1);
		assert_true(tp_text_is(text, "b"));
		assert_int_equal(in->ended, 0);
		assert_int_equal(tp_input_line(in, &text, &err), 0);
		assert_true(in->any);
		assert_int_equal(tp_input_rewind(in, &err), 0);
	}
	tp_input_close(in);
}

static void rewinds_to_where_it_was_held(void **state)
{
	(void)state;
	static const char utf16[] = "\0h\0\xE5\0\r\0a\0\r\0b";
	struct tp_input in;
	struct tp_err err = {0};
	int ends[2];
	put_string("in", "h\xC3\xA5\na\nb");
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	holds(&in);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "h\xC3\xA5\na\nb", 7), 7);
	close(ends[1]);
	in = (struct tp_input){.fd = ends[0], .name = "-"};
	holds(&in);
	put_file("in", utf16, sizeof utf16 - 1, 0644);
	assert_int_equal(tp_input_open(&in, "in", &err), 0);
	assert_int_equal(tp_input_recode(&in, TP_UTF16_BIG, &err), 0);
	tp_recoding_swap(&in.recoding, &in.block, in.start);
	holds(&in);
}

/* Whatever pieces a character comes in. */
static void recodes_in_pieces(void **state)
{
	(void)state;
	static const char utf16[] = "a\0\x3D\xD8\x00\xDE\n\0\x0A\x0D\x3D\xD8\n\0b";
	static const char utf8[] = "a\xF0\x9F\x98\x80\n\xE0\xB4\x8A\xED\xA0\xBD\n\xFF";
	for (size_t first = 0; first < sizeof utf16; first++) {
		struct tp_recoding recoding = {.from = TP_UTF16_LITTLE};
		struct tp_buf block = {0};
		tp_buf_add(&block, utf16, first);
		tp_recoding_take(&recoding, &block, 0, false);
		size_t at = block.len;
		tp_buf_add(&block, utf16 + first, sizeof utf16 - 1 - first);
		tp_recoding_take(&recoding, &block, at, true);
		assert_int_equal(block.len, sizeof utf8 - 1);
		assert_memory_equal(block.ptr, utf8, block.len);
		tp_recoding_free(&recoding);
		tp_buf_free(&block);
	}
}

/* CR and LF change places in characters, not in bytes: U+0A0D is neither. */
static void recodes_back(void **state)
{
	(void)state;
	const struct tp_recoding recoding = {.from = TP_UTF16_LITTLE, .swap = true};
	struct tp_buf text = {0}, out = {0};
	tp_buf_add_string(&text, "a\n\xE0\xA8\x8D\r");
	tp_recoding_back(&recoding, &text, &out);
	assert_int_equal(text.len, 0);
	assert_int_equal(out.len, 8);
	assert_memory_equal(out.ptr, "a\0\r\0\x0D\x0A\n\0", 8);
	tp_buf_free(&text);
	tp_buf_free(&out);
}

static void pipe_cannot_rewind(void **state)
{
	(void)state;
	int ends[2];
	struct tp_err err = {0};
	struct tp_text text;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "a\nb", 3), 3);
	close(ends[1]);
	struct tp_input in = {.fd = ends[0], .name = "-"};
	assert_int_equal(tp_input_rewind(&in, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_int_equal(tp_input_line(&in, &text, &err), 1);
	assert_int_equal(tp_input_line(&in, &text, &err), 1);
	assert_false(in.ended);
	tp_input_close(&in);
}

static void small_files_are_bounded(void **state)
{
	(void)state;
	struct tp_buf buf = {0};
	struct tp_err err = {0};
	put_string("in", "12345");
	assert_int_equal(tp_file_read("in", 5, &buf, &err), 0);
	assert_int_equal(buf.len, 5);
	assert_int_equal(tp_file_read("in", 4, &buf, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text, "is larger than 4 bytes");
	tp_buf_free(&buf);
}

/* --- output --- */

static int write_file(const char *name, const char *string, bool confidential, struct tp_err *err)
{
	struct tp_output out = {.confidential = confidential};
	if (tp_output_open(&out, name, err) < 0)
		return -1;
	int rc = tp_output_add(&out, string, strlen(string), err);
	if (rc == 0)
		rc = tp_output_commit(&out, err);
	tp_output_abort(&out);
	tp_output_abort(&out);
	return rc;
}

static void new_file_appears_at_commit(void **state)
{
	(void)state;
	struct tp_output out = {0};
	struct tp_err err = {0};
	umask(027);
	assert_int_equal(tp_output_open(&out, "new", &err), 0);
	assert_true(out.fd > 2);
	assert_int_equal(tp_output_add(&out, "a\n", 2, &err), 0);
	assert_int_equal(tp_output_flush(&out, &err), 0);
	assert_int_equal(count_files("."), 0);
	assert_int_equal(tp_output_commit(&out, &err), 0);
	expect_file("new", "a\n");
	assert_int_equal(mode_of("new"), 0640);
	assert_int_equal(count_files("."), 1);
	assert_int_equal(umask(022), 027);
	assert_int_equal(write_file("persons", "p", true, &err), 0);
	assert_int_equal(mode_of("persons"), 0600);
}

static void old_file_keeps_its_mode(void **state)
{
	(void)state;
	struct tp_err err = {0};
	put_file("old", "before", 6, 0604);
	assert_int_equal(write_file("old", "after", true, &err), 0);
	expect_file("old", "after");
	assert_int_equal(mode_of("old"), 0604);
	assert_int_equal(count_files("."), 1);
}

static void old_file_keeps_its_owner(void **state)
{
	(void)state;
	struct stat st;
	struct tp_err err = {0};
	put_string("old", "before");
	if (chown("old", 12345, 54321) < 0) {
		print_message("skipped: only root can give a file away\n");
		skip();
	}
	assert_int_equal(write_file("old", "after", false, &err), 0);
	assert_int_equal(stat("old", &st), 0);
	assert_int_equal(st.st_uid, 12345);
	assert_int_equal(st.st_gid, 54321);
}

static void abort_leaves_nothing(void **state)
{
	(void)state;
	struct tp_err err = {0};
	put_string("old", "before");
	for (int i = 0; i < 2; i++) {
		struct tp_output out = {0};
		unnamed_fails = i == 1;
		assert_int_equal(tp_output_open(&out, "old", &err), 0);
		assert_int_equal(tp_output_add(&out, "after", 5, &err), 0);
		tp_output_abort(&out);
		tp_output_abort(&out);
		expect_file("old", "before");
		assert_int_equal(count_files("."), 1);
	}
	struct tp_output never = {0};
	tp_output_abort(&never);
	assert_true(fcntl(0, F_GETFD) >= 0);
}

static void big_pieces_stay_in_order(void **state)
{
	(void)state;
	enum { N = 300000 };
	char *bytes = malloc(N);
	assert_non_null(bytes);
	for (int i = 0; i < N; i++)
		bytes[i] = (char)('a' + i % 26);
	struct tp_output out = {0};
	struct tp_err err = {0};
	assert_int_equal(tp_output_open(&out, "big", &err), 0);
	for (size_t at = 0, len = 1; at < N; at += len, len = len * 3 % 100003) {
		if (len > N - at)
			len = N - at;
		assert_int_equal(tp_output_add(&out, bytes + at, len, &err), 0);
	}
	assert_int_equal(tp_output_commit(&out, &err), 0);
	struct tp_buf buf = {0};
	assert_int_equal(tp_file_read("big", N, &buf, &err), 0);
	assert_int_equal(buf.len, N);
	assert_memory_equal(buf.ptr, bytes, N);
	tp_buf_free(&buf);
	free(bytes);
}

static void works_without_unnamed_files_and_exchange(void **state)
{
	(void)state;
	struct tp_err err = {0};
	put_file("old", "before", 6, 0640);
	unnamed_fails = exchange_fails = true;
	assert_int_equal(write_file("old", "after", false, &err), 0);
	assert_int_equal(write_file("new", "fresh", false, &err), 0);
	expect_file("old", "after");
	expect_file("new", "fresh");
	assert_int_equal(mode_of("old"), 0640);
	assert_int_equal(mode_of("new"), 0644);
	assert_int_equal(count_files("."), 2);
}

static void failed_commit_changes_nothing(void **state)
{
	(void)state;
	put_string("old", "before");
	/* The first fsync is the file's, the second the folder's. */
	for (int i = 0; i < 8; i++) {
		struct tp_err err = {0};
		unnamed_fails = i / 4;
		rename_fails = exchange_fails = i % 4 == 2;
		fsyncs = 0;
		fsync_fails_at = i % 4 == 2 ? 0 : i % 2 + 1;
		bool is_new = i % 4 == 3;
		assert_int_equal(write_file(is_new ? "new" : "old", "after", false, &err), -1);
		assert_int_equal(err.code, TP_SYSTEM);
		assert_non_null(strstr(err.text, "Input/output error"));
		expect_file("old", "before");
		assert_int_equal(count_files("."), 1);
	}
}

static void a_fresh_file_takes_no_place(void **state)
{
	(void)state;
	struct tp_output out = {.fresh = true, .confidential = true};
	struct tp_err err = {0};
	struct stat st;
	put_string("old", "old");
	assert_int_equal(tp_output_open(&out, "old", &err), -1);
	assert_int_equal(err.code, TP_USAGE);
	assert_string_equal(err.text, "is there already, and is never written over: name a new file");
	expect_file("old", "old");
	/* One that comes while it is written stays, too. */
	tp_err_clear(&err);
	assert_int_equal(tp_output_open(&out, "new", &err), 0);
	assert_int_equal(tp_output_add(&out, "new", 3, &err), 0);
	put_string("new", "other");
	assert_int_equal(tp_output_commit(&out, &err), -1);
	assert_int_equal(err.code, TP_USAGE);
	expect_file("new", "other");
	assert_int_equal(unlink("new"), 0);
	/* Where the folder cannot be synced nobody knows whether it lasts. */
	tp_err_clear(&err);
	assert_int_equal(tp_output_open(&out, "new", &err), 0);
	fsync_fails_at = fsyncs + 2;
	assert_int_equal(tp_output_commit(&out, &err), -1);
	assert_int_equal(err.code, TP_SYSTEM);
	assert_int_equal(stat("new", &st), -1);
	tp_err_clear(&err);
	fsync_fails_at = 0;
	assert_int_equal(tp_output_open(&out, "new", &err), 0);
	assert_int_equal(tp_output_add(&out, "new", 3, &err), 0);
	assert_int_equal(tp_output_commit(&out, &err), 0);
	expect_file("new", "new");
	assert_int_equal(stat("new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
}

static void links_are_resolved(void **state)
{
	(void)state;
	struct tp_err err = {0};
	struct stat st;
	assert_int_equal(mkdir("data", 0755), 0);
	put_string("data/real", "before");
	assert_int_equal(symlink("data/real", "link"), 0);
	assert_int_equal(symlink("../link", "data/twice"), 0);
	assert_int_equal(symlink("data", "folder"), 0);
	assert_int_equal(symlink("folder/new", "dangling"), 0);
	assert_int_equal(symlink("circle", "circle"), 0);
	assert_int_equal(write_file("folder/twice", "after", false, &err), 0);
	expect_file("data/real", "after");
	assert_int_equal(write_file("dangling", "fresh", false, &err), 0);
	expect_file("data/new", "fresh");
	assert_true(lstat("link", &st) == 0 && S_ISLNK(st.st_mode));
	assert_true(lstat("dangling", &st) == 0 && S_ISLNK(st.st_mode));
	assert_int_equal(count_files("data"), 3);
	assert_int_equal(write_file("circle", "x", false, &err), -1);
	assert_int_equal(err.code, TP_SYSTEM);
}

static void links_of_strangers_are_not_followed(void **state)
{
	(void)state;
	put_string("mine", "before");
	assert_int_equal(mkdir("open", 0755), 0);
	assert_int_equal(chmod("open", 01777), 0);
	assert_int_equal(symlink("../mine", "open/trap"), 0);
	assert_int_equal(symlink("..", "open/folder"), 0);
	assert_int_equal(symlink("open/trap", "indirect"), 0);
	static const char *const names[] = {"open/trap", "open/folder/mine", "open/folder/new", "indirect"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct tp_err err = {0};
		assert_int_equal(write_file(names[i], "after", false, &err), -1);
		assert_string_equal(err.source, names[i]);
		assert_non_null(strstr(err.text, "anyone may write"));
	}
	expect_file("mine", "before");
	struct tp_err err = {0};
	assert_int_equal(write_file("open/plain", "x", false, &err), 0);
}

static void what_cannot_be_written(void **state)
{
	(void)state;
	static const char *const names[] = {".", "", "absent/file", "file/x", "new/"};
	put_string("file", "kept");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct tp_err err = {0};
		assert_int_equal(write_file(names[i], "x", false, &err), -1);
		assert_int_equal(err.code, TP_SYSTEM);
		assert_string_equal(err.source, names[i]);
	}
	char name[5000];
	memset(name, 'a', sizeof name);
	name[sizeof name - 1] = '\0';
	struct tp_err err = {0};
	assert_int_equal(write_file(name, "x", false, &err), -1);
	assert_non_null(strstr(err.text, "File name too long"));
	expect_file("file", "kept");
	assert_int_equal(count_files("."), 1);
}

static void devices_are_written_directly(void **state)
{
	(void)state;
	struct tp_err err = {0};
	assert_int_equal(write_file("/dev/null", "x", false, &err), 0);
	assert_int_equal(write_file("/dev/full", "x", false, &err), -1);
	assert_int_equal(err.code, TP_SYSTEM);
	assert_string_equal(err.text, "cannot write: No space left on device");

	assert_int_equal(mkfifo("fifo", 0600), 0);
	int fd = open("fifo", O_RDWR);
	char c;
	tp_err_clear(&err);
	assert_int_equal(write_file("fifo", "x", false, &err), 0);
	assert_int_equal(read(fd, &c, 1), 1);
	assert_int_equal(c, 'x');
	close(fd);
}

static void a_failed_write_is_not_forgotten(void **state)
{
	(void)state;
	struct tp_output out = {0};
	struct tp_err err = {0}, later = {0};
	assert_int_equal(tp_output_open(&out, "/dev/full", &err), 0);
	assert_int_equal(tp_output_add(&out, "x", 1, &err), 0);
	assert_int_equal(tp_output_flush(&out, &err), -1);
	assert_int_equal(tp_output_add(&out, "x", 1, &later), -1);
	assert_int_equal(tp_output_commit(&out, &later), -1);
	assert_int_equal(later.code, TP_SYSTEM);
}

/* Exit status of a child whose stdout is the file (NULL: closed): 0, or 4 when its output failed. */
static int write_stdout(const char *name, const char *string)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct tp_err err = {0};
		int fd = name ? open(name, O_WRONLY | O_CREAT, 0644) : -1;
		if (name)
			dup2(fd, STDOUT_FILENO);
		else
			close(STDOUT_FILENO);
		int rc = write_file(string[0] == '-' ? "-" : NULL, string, false, &err);
		_exit(rc == 0 ? 0 : (int)err.code);
	}
	int status;
	assert_true(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void stdout_is_checked(void **state)
{
	(void)state;
	assert_int_equal(write_stdout("plain", "abc"), 0);
	expect_file("plain", "abc");
	assert_int_equal(write_stdout("dash", "-x"), 0);
	expect_file("dash", "-x");
	assert_int_equal(write_stdout("/dev/full", "abc"), TP_SYSTEM);
	assert_int_equal(write_stdout("/dev/full", ""), 0);
	assert_int_equal(write_stdout(NULL, "abc"), TP_SYSTEM);
	assert_int_equal(write_stdout(NULL, ""), TP_SYSTEM);
}

static void a_watch_is_told_before_writing(void **state)
{
	(void)state;
	char many[200 * 1000];
	struct told told = {0};
	struct tp_watch watch = {see_read, see_write, &told};
	struct tp_output out = {0};
	struct tp_err err = {0};
	memset(many, 'x', sizeof many);
	assert_int_equal(tp_output_open(&out, "out", &err), 0);
	out.watch = &watch;
	assert_int_equal(tp_output_flush(&out, &err), 0);
	assert_int_equal(tp_output_add(&out, "a\n", 2, &err), 0);
	assert_int_equal(told.writes, 0); /* nothing has gone yet */
	assert_int_equal(tp_output_flush(&out, &err), 0);
	assert_int_equal(told.writes, 1);
	assert_int_equal(tp_output_add(&out, many, sizeof many, &err), 0);
	assert_int_equal(told.writes, 2);
	tp_output_abort(&out);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(reads_lines),
		IN_FOLDER(reads_many_lines),
		IN_FOLDER(a_watch_is_told_of_reading),
		IN_FOLDER(a_watch_is_told_before_writing),
		IN_FOLDER(lines_are_bounded),
		IN_FOLDER(what_cannot_be_opened),
		IN_FOLDER(failed_read_is_told),
		IN_FOLDER(peeks_and_rewinds),
		IN_FOLDER(rewinds_to_where_it_was_held),
		cmocka_unit_test(recodes_in_pieces),
		cmocka_unit_test(recodes_back),
		IN_FOLDER(pipe_cannot_rewind),
		IN_FOLDER(small_files_are_bounded),
		IN_FOLDER(new_file_appears_at_commit),
		IN_FOLDER(old_file_keeps_its_mode),
		IN_FOLDER(old_file_keeps_its_owner),
		IN_FOLDER(abort_leaves_nothing),
		IN_FOLDER(big_pieces_stay_in_order),
		IN_FOLDER(works_without_unnamed_files_and_exchange),
		IN_FOLDER(failed_commit_changes_nothing),
		IN_FOLDER(a_fresh_file_takes_no_place),
		IN_FOLDER(links_are_resolved),
		IN_FOLDER(links_of_strangers_are_not_followed),
		IN_FOLDER(what_cannot_be_written),
		IN_FOLDER(devices_are_written_directly),
		IN_FOLDER(a_failed_write_is_not_forgotten),
		IN_FOLDER(stdout_is_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
