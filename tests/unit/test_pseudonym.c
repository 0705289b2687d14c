#include "tp/pseudonym.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "given.h"
#include "tp/writer.h"

/* The bytes 0 … 31. */
#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define OTHER_KEY "0707070707070707070707070707070707070707070707070707070707070707"

/* --- a folder for each test --- */

static char home[200], folder[] = "/tmp/tp-unit-XXXXXX";
static struct tp_arena arena;
static struct tp_pseudonym pseudonym;

static int enter(void **state)
{
	(void)state;
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	return !getcwd(home, sizeof home) || !mkdtemp(folder) || chdir(folder) < 0;
}

static int leave(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	tp_pseudonym_close(&pseudonym);
	tp_arena_free(&arena);
	return chdir(home) < 0 || system(command) != 0; /* NOLINT: a folder of our own */
}

static void put(const char *name, const char *bytes, mode_t mode)
{
	FILE *file = fopen(name, "w");
	assert_non_null(file);
	assert_true(fputs(bytes, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static void take_key(const char *bytes)
{
	struct tp_err err = {0};
	put("key", bytes, 0600);
	if (tp_pseudonym_open(&pseudonym, "key", &err) < 0)
		fail_msg("%s", err.text);
}

static void becomes(const char *id, const char *expected)
{
	struct tp_text got;
	struct tp_err err = {0};
	if (tp_pseudonym_of(&pseudonym, &arena, tp_text_of(id), &got, &err) < 0)
		fail_msg("%s: %s", id, err.text);
	if (!tp_text_is(got, expected))
		fail_msg("%s became %.*s, expected %s", id, (int)got.len, got.ptr, expected);
}

static void refuses(const char *file, enum tp_code code, const char *text)
{
	struct tp_err err = {0};
	assert_int_equal(tp_pseudonym_open(&pseudonym, file, &err), -1);
	assert_string_equal(err.text, text);
	assert_int_equal(err.code, code);
	assert_string_equal(err.source, file);
	assert_null(pseudonym.key);
}

/* --- */

/* BLAKE2b and base 32 of Python's standard library. */
static void ids_become_hashes(void **state)
{
	(void)state;
	take_key(KEY "\n");
	becomes("anna", "p-unwdnm5ij7woz6eelkkt");
	becomes("Anna", "p-jhldvviesgqrg5tgfmv6");
	becomes("b01", "p-ae7i7lmjbs666g3xgxp4");
	becomes("søren", "p-6o5o332ufdqodihtqp6e");
	becomes("\xC3\xA5", "p-vxb7evb2yidabnldmy2w");
	becomes("a\xCC\x8A", "p-vxb7evb2yidabnldmy2w"); /* å in two characters */
	take_key(OTHER_KEY);
	becomes("anna", "p-xtjbf7ogan7yqup7umya");
}

static void twice_is_once(void **state)
{
	(void)state;
	struct tp_text got;
	struct tp_err err = {0};
	take_key(KEY "\n");
	becomes("p-unwdnm5ij7woz6eelkkt", "p-unwdnm5ij7woz6eelkkt");
	/* What has not quite the form is an id as any other. */
	static const char *const others[] = {"p-", "p-unwdnm5ij7woz6eelkk", "p-unwdnm5ij7woz6eelkkta",
		"p-unwdnm5ij7woz6eelkk1", "P-unwdnm5ij7woz6eelkkt", "q-unwdnm5ij7woz6eelkkt", "p-Unwdnm5ij7woz6eelkkt"};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		assert_int_equal(tp_pseudonym_of(&pseudonym, &arena, tp_text_of(others[i]), &got, &err), 0);
		assert_int_equal(got.len, TP_PSEUDONYM_LEN);
		assert_false(tp_text_is(got, others[i]));
	}
	assert_int_equal(tp_pseudonym_of(&pseudonym, &arena, tp_text_of("p-xtjbf7ogan7yqup7umya"), &got, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_string_equal(err.text,
		"p-xtjbf7ogan7yqup7umya is a pseudonym of another key: give the key that it was made with");
}

static void keys_as_people_keep_them(void **state)
{
	(void)state;
	static const char *const good[] = {KEY, KEY "\n", KEY "\r\n", "  " KEY " \n\n",
		"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		take_key(good[i]);
		becomes("anna", "p-unwdnm5ij7woz6eelkkt");
	}
	tp_pseudonym_close(&pseudonym);
	static const char *const bad[] = {"", "\n", "anna\n", KEY KEY "\n", KEY "\n" KEY "\n", KEY "0", KEY "00",
		"00 02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n",
		"0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		put("key", bad[i], 0600);
		refuses("key", TP_DATA, "is no key: expected 64 hexadecimal digits, as tp-import --new-key writes them");
	}
}

static void keys_that_others_may_use(void **state)
{
	(void)state;
	static const mode_t modes[] = {0640, 0604, 0620, 0602, 0660, 0666, 0610};
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		put("key", KEY, modes[i]);
		refuses("key", TP_DATA, "others than its owner may use the key: chmod 600 key");
	}
	put("key", KEY, 0400);
	assert_int_equal(symlink("key", "link"), 0);
	struct tp_err err = {0};
	assert_int_equal(tp_pseudonym_open(&pseudonym, "link", &err), 0);
	tp_pseudonym_close(&pseudonym);
	assert_int_equal(chmod(".", 0777), 0);
	refuses("link", TP_SYSTEM, "goes through a link in a folder that anyone may write to, name the file itself");
	refuses("nokey", TP_DATA, "no such file: where the data had a key before, find that one; else tp-import --new-key "
		"nokey makes it");
	refuses(".", TP_DATA, "is a directory, expected a file");
}

static void new_keys(void **state)
{
	(void)state;
	struct tp_err err = {0};
	struct tp_text first, second;
	struct stat st;
	umask(0);
	assert_int_equal(tp_pseudonym_new_key("one", &err), 0);
	assert_int_equal(tp_pseudonym_new_key("two", &err), 0);
	assert_int_equal(stat("one", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, 65);
	assert_int_equal(tp_pseudonym_open(&pseudonym, "one", &err), 0);
	assert_int_equal(tp_pseudonym_of(&pseudonym, &arena, tp_text_of("anna"), &first, &err), 0);
	assert_int_equal(tp_pseudonym_open(&pseudonym, "two", &err), 0);
	assert_int_equal(tp_pseudonym_of(&pseudonym, &arena, tp_text_of("anna"), &second, &err), 0);
	assert_int_not_equal(tp_text_compare(first, second), 0);
	assert_int_equal(tp_pseudonym_new_key("one", &err), -1);
	assert_int_equal(err.code, TP_USAGE);
	assert_int_equal(tp_pseudonym_open(&pseudonym, "one", &(struct tp_err){0}), 0);
	becomes("anna", first.ptr);
}

static void replaces(const char *before, const char *after)
{
	struct tp_record *record = given(&arena, before);
	struct tp_err err = {0};
	struct tp_buf line = {0};
	if (tp_pseudonym_record(&pseudonym, &arena, record, &err) < 0)
		fail_msg("%s: %s", before, err.text);
	tp_writer_json(&line, record);
	tp_buf_add_char(&line, '\0');
	assert_string_equal(line.ptr, after);
	tp_buf_free(&line);
}

#define ANNA "p-unwdnm5ij7woz6eelkkt"

static void persons_of_records(void **state)
{
	(void)state;
	take_key(KEY);
	replaces("{\"kind\":\"role\",\"initiative\":\"anna\",\"role\":\"owner\",\"person\":\"anna\",\"group\":\"anna\"}",
		"{\"kind\":\"role\",\"initiative\":\"anna\",\"role\":\"owner\",\"person\":\"" ANNA "\",\"group\":\"anna\"}");
	replaces("{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":null,\"group\":\"g\"}",
		"{\"kind\":\"role\",\"initiative\":\"i\",\"role\":\"owner\",\"person\":null,\"group\":\"g\"}");
	replaces("{\"kind\":\"benefit\",\"initiative\":\"i\",\"title\":\"anna\",\"goal\":\"quality\",\"owner\":\"anna\"}",
		"{\"kind\":\"benefit\",\"initiative\":\"i\",\"title\":\"anna\",\"goal\":\"quality\",\"owner\":\"" ANNA "\"}");
	replaces("{\"kind\":\"response\",\"instrument\":\"m\",\"subject\":\"anna\",\"values\":{\"a\":1},\"respondent\":\"anna\"}",
		"{\"kind\":\"response\",\"instrument\":\"m\",\"subject\":\"anna\",\"values\":{\"a\":1},\"respondent\":\"" ANNA "\"}");
	replaces("{\"kind\":\"decision\",\"subject\":\"anna\",\"date\":\"2026-11-22\",\"what\":\"w\",\"by_whom\":\"anna\"}",
		"{\"kind\":\"decision\",\"subject\":\"anna\",\"date\":\"2026-11-22\",\"what\":\"w\",\"by_whom\":\"" ANNA "\"}");
	replaces("{\"kind\":\"unit\",\"id\":\"anna\",\"name\":\"anna\",\"municipality\":\"vejle\"}",
		"{\"kind\":\"unit\",\"id\":\"anna\",\"name\":\"anna\",\"municipality\":\"vejle\"}");
}

/* Notes and decisions repeat what a finding is about. */
static void persons_of_findings(void **state)
{
	(void)state;
	take_key(KEY);
	replaces("{\"kind\":\"note\",\"check\":\"overload\",\"subject\":\"anna\",\"until\":\"2026-11-22\",\"why\":\"w\"}",
		"{\"kind\":\"note\",\"check\":\"overload\",\"subject\":\"" ANNA "\",\"until\":\"2026-11-22\",\"why\":\"w\"}");
	replaces("{\"kind\":\"note\",\"check\":\"Overload\",\"subject\":\"anna\",\"until\":\"2026-11-22\",\"why\":\"w\","
		"\"person\":\"anna\"}",
		"{\"kind\":\"note\",\"check\":\"Overload\",\"subject\":\"" ANNA "\",\"until\":\"2026-11-22\",\"why\":\"w\","
		"\"person\":\"" ANNA "\"}");
	replaces("{\"kind\":\"note\",\"check\":\"overload\",\"subject\":\"anna\",\"key\":\"anna\",\"until\":\"2026-11-22\","
		"\"why\":\"w\"}",
		"{\"kind\":\"note\",\"check\":\"overload\",\"subject\":\"anna\",\"key\":\"" ANNA "\",\"until\":\"2026-11-22\","
		"\"why\":\"w\"}"); /* the subject is an initiative */
	replaces("{\"kind\":\"note\",\"check\":\"unprepared\",\"subject\":\"anna\",\"key\":\"anna\",\"until\":\"2026-11-22\","
		"\"why\":\"w\"}",
		"{\"kind\":\"note\",\"check\":\"unprepared\",\"subject\":\"anna\",\"key\":\"" ANNA "\",\"until\":\"2026-11-22\","
		"\"why\":\"w\"}");
	replaces("{\"kind\":\"note\",\"check\":\"late\",\"subject\":\"anna\",\"key\":\"anna\",\"until\":\"2026-11-22\",\"why\":\"w\"}",
		"{\"kind\":\"note\",\"check\":\"late\",\"subject\":\"anna\",\"key\":\"anna\",\"until\":\"2026-11-22\",\"why\":\"w\"}");
	replaces("{\"kind\":\"decision\",\"subject\":\"anna\",\"date\":\"2026-11-22\",\"what\":\"w\",\"check\":\"overload\"}",
		"{\"kind\":\"decision\",\"subject\":\"" ANNA "\",\"date\":\"2026-11-22\",\"what\":\"w\",\"check\":\"overload\"}");
}

static void what_may_leak(void **state)
{
	(void)state;
	static const char *const leaks[] = {"finding", "duty", "matrix", "petition", ""};
	static const char *const tight[] = {"begin", "run", "error", "score", "share", "rank", "blip", "match", "cluster"};
	for (size_t i = 0; i < sizeof leaks / sizeof *leaks; i++)
		assert_true(tp_pseudonym_leaks(tp_text_of(leaks[i])));
	for (size_t i = 0; i < sizeof tight / sizeof *tight; i++)
		assert_false(tp_pseudonym_leaks(tp_text_of(tight[i])));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(ids_become_hashes),
		IN_FOLDER(twice_is_once),
		IN_FOLDER(keys_as_people_keep_them),
		IN_FOLDER(keys_that_others_may_use),
		IN_FOLDER(new_keys),
		IN_FOLDER(persons_of_records),
		IN_FOLDER(persons_of_findings),
		IN_FOLDER(what_may_leak),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
