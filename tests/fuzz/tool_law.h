/*
 * A whole tool on its standard input, started as a shell would. The first byte
 * of the input chooses its options. Its law: an exit status that stands in the
 * man page; a message with every failure; a stream that is whole when all is
 * well and refused when it is not; and the same bytes the second time.
 *
 * A target takes in the tool with its main under the name of tool_main.
 */
#ifndef TOOL_LAW_H
#define TOOL_LAW_H

#include <getopt.h>
#include <unistd.h>

#include "../../cmd/cmd.h"
#include "claim.h"

int tool_main(int argc, char **argv);

enum { ARGUMENTS_MAX = 8 };
struct way {
	bool stream; /* is what it writes */
	const char *arguments[ARGUMENTS_MAX];
};

struct outcome {
	int status;
	struct tp_buf out, said;
};

/* A sanitizer must not tell its findings to what the tool's messages are caught in. */
void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

static inline void take_all(int fd, struct tp_buf *out)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *room = tp_buf_reserve(out, (size_t)size + 1);
	claim(size >= 0 && room && pread(fd, room, (size_t)size, 0) == size, "what was written cannot be read");
	out->len = (size_t)size;
	close(fd);
}

static inline struct outcome run_tool(const struct way *way, struct tp_text input)
{
	char called[] = "tool", *arguments[ARGUMENTS_MAX + 2] = {called};
	int files[3] = {file_of(input.ptr, input.len), file_of("", 0), file_of("", 0)}, kept[3], argc = 1;
	struct outcome outcome = {0};
	for (; way->arguments[argc - 1]; argc++)
		arguments[argc] = (char *)(uintptr_t)way->arguments[argc - 1]; /* which getopt only reorders */
	fflush(stdout);
	for (int fd = 0; fd < 3; fd++) {
		kept[fd] = dup(fd);
		claim(kept[fd] >= 0 && dup2(files[fd], fd) == fd, "no descriptors");
	}
	if (__sanitizer_set_report_fd)
		__sanitizer_set_report_fd((void *)(intptr_t)kept[2]);
	optind = 0;
	outcome.status = tool_main(argc, arguments);
	if (__sanitizer_set_report_fd)
		__sanitizer_set_report_fd((void *)(intptr_t)2);
	for (int fd = 0; fd < 3; fd++) {
		dup2(kept[fd], fd);
		close(kept[fd]);
	}
	close(files[0]);
	take_all(files[1], &outcome.out);
	take_all(files[2], &outcome.said);
	return outcome;
}

static inline void claim_outcome(const struct way *way, const struct outcome *outcome)
{
	struct tp_buf none = {0};
	struct tp_text out = text_of(&outcome->out);
	claim(outcome->status >= CMD_OK && outcome->status <= TP_DATA, "an exit status for which the input is not to blame");
	if (outcome->status > CMD_FOUND)
		claim(outcome->said.len > 0, "a failure without a message");
	if (way->stream && outcome->status <= CMD_FOUND)
		claim(rewrite(out, 0, WHOLE, &none) == 0, "the stream is refused by the next tool");
	else if (way->stream)
		claim(out.len == 0 || rewrite(out, 0, WHOLE, &none) < 0, "the torn stream passes for whole");
	else if (outcome->status > CMD_FOUND)
		claim(out.len == 0, "a page in spite of a failure");
	tp_buf_free(&none);
}

static inline void free_outcome(struct outcome *outcome)
{
	tp_buf_free(&outcome->out);
	tp_buf_free(&outcome->said);
}

static inline bool same_bytes(const struct tp_buf *a, const struct tp_buf *b)
{
	return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

static inline void claim_tool(const struct way *ways, size_t n, const uint8_t *data, size_t size)
{
	if (size == 0)
		return;
	const struct way *way = &ways[data[0] % n];
	struct tp_text input = {(const char *)data + 1, size - 1};
	struct outcome first = run_tool(way, input), second = run_tool(way, input);
	claim_outcome(way, &first);
	claim(first.status == second.status && same_bytes(&first.out, &second.out) && same_bytes(&first.said, &second.said),
		"the second time it is something else");
	free_outcome(&first);
	free_outcome(&second);
}

#endif
