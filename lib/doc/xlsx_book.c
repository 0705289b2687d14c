#include "xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that was made. */
struct made {
	void *bytes;
	size_t len;
};

/* Noon of the day, which is that day in every zone; and never 0, which the library takes for now. */
static void set_properties(struct tp_xlsx *xlsx, const struct tp_document *doc)
{
	enum { TITLE_MOST = 255 };
	lxw_doc_properties properties = {.created = (time_t)doc->as_of * 86400 + 43200};
	tp_xlsx_line(xlsx, doc->title, TITLE_MOST);
	if (xlsx->err->code)
		return;
	properties.title = xlsx->text.ptr;
	tp_xlsx_fail(xlsx, workbook_set_properties(xlsx->book, &properties));
}

/* errno tells what the library does not, which goes on as if nothing was. */
static void close_book(struct tp_xlsx *xlsx)
{
	if (errno == ENOMEM)
		tp_err_memory(xlsx->err);
	if (xlsx->err->code) {
		lxw_workbook_free(xlsx->book);
		return;
	}
	lxw_error why = workbook_close(xlsx->book);
	if (errno != 0 && errno != ENOMEM && why != LXW_NO_ERROR)
		tp_err_system(xlsx->err, "cannot make the workbook");
	else
		tp_xlsx_fail(xlsx, errno == ENOMEM ? LXW_ERROR_MEMORY_MALLOC_FAILED : why);
}

static int make(const struct tp_document *doc, int fd, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_xlsx xlsx = {.lang = doc->lang, .arena = &arena, .err = err, .rest_title = doc->rest};
	char path[32];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (access(path, W_OK) < 0)
		return tp_err_system(err, "cannot make the workbook, which needs /proc");
	errno = 0;
	xlsx.rest_end = &xlsx.rest;
	xlsx.book = workbook_new(path);
	if (!xlsx.book)
		return tp_err_memory(err);
	set_properties(&xlsx, doc);
	tp_xlsx_sheets(&xlsx, doc);
	close_book(&xlsx);
	tp_buf_free(&xlsx.text);
	tp_map_free(&xlsx.names);
	tp_arena_free(&arena);
	return err->code ? -1 : 0;
}

/* False: it cannot be read, or there is nothing in it. */
static bool look_at(int fd, struct made *made)
{
	struct stat st;
	*made = (struct made){MAP_FAILED, 0};
	if (fstat(fd, &st) == 0 && st.st_size > 0) {
		made->len = (size_t)st.st_size;
		made->bytes = mmap(NULL, made->len, PROT_READ, MAP_SHARED, fd, 0);
	}
	return made->bytes != MAP_FAILED;
}

static void look_away(struct made *made)
{
	if (made->bytes != MAP_FAILED)
		munmap(made->bytes, made->len);
}

static int compare(int fd, int other_fd, struct tp_err *err)
{
	struct made made, other;
	int result = -1;
	bool both = look_at(fd, &made);
	both = look_at(other_fd, &other) && both;
	if (both && made.len == other.len && memcmp(made.bytes, other.bytes, made.len) == 0)
		result = tp_xlsx_whole(made.bytes, made.len, err);
	look_away(&made);
	look_away(&other);
	return result < 0 ? tp_err_memory(err) : 0; /* unless something else was found */
}

/* Where memory fails the library for a moment it leaves out an attribute or a name and says nothing: what it has made
 * twice alike is right. */
int tp_document_xlsx(const struct tp_document *doc, int fd, struct tp_err *err)
{
	int again = memfd_create("tp", MFD_CLOEXEC);
	if (again < 0)
		return tp_err_system(err, "cannot make a file");
	int result = make(doc, fd, err) < 0 || make(doc, again, err) < 0 ? -1 : compare(fd, again, err);
	close(again);
	return result;
}
