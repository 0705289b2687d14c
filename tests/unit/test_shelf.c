#include "tp/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char pulse[] = "{\"id\": \"%s\", \"title\": {\"da\": \"Puls\", \"en\": \"Pulse\"}, \"source\": \"own\", "
	"\"subject\": \"unit\", \"scale\": {\"min\": 0, \"max\": 10, \"step\": 1}, \"bands\": [], \"dimensions\": [{\"id\": \"mood\", "
	"\"title\": {\"da\": \"Humør\", \"en\": \"Mood\"}, \"items\": [{\"id\": \"mood\", \"text\": {\"da\": \"Hvordan "
	"går det?\", \"en\": \"How are you?\"}}]}]}";

static void write_file(char *path, const char *bytes)
{
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
	close(fd);
}

static const struct tp_instrument *load(struct tp_shelf *shelf, const char *id)
{
	char path[] = "/tmp/tp-test-XXXXXX", bytes[600];
	const struct tp_instrument *instrument = NULL;
	struct tp_err err = {0};
	snprintf(bytes, sizeof bytes, pulse, id);
	write_file(path, bytes);
	if (tp_shelf_load(shelf, path, &instrument, &err) < 0)
		fail_msg("%s: %s", err.field, err.text);
	unlink(path);
	return instrument;
}

static const struct tp_instrument *find(struct tp_shelf *shelf, const char *id)
{
	const struct tp_instrument *instrument = NULL;
	struct tp_err err = {0};
	if (tp_shelf_find(shelf, tp_text_of(id), &instrument, &err) < 0)
		fail_msg("%s", err.text);
	return instrument;
}

static void refuses(struct tp_shelf *shelf, struct tp_text id, const char *why)
{
	const struct tp_instrument *instrument;
	struct tp_err err = {0};
	assert_int_equal(tp_shelf_find(shelf, id, &instrument, &err), -1);
	assert_int_equal(err.code, TP_DATA);
	assert_non_null(strstr(err.text, why));
}

static void test_built_in(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	size_t n = 0;
	const struct tp_instrument *maturity = find(&shelf, "maturity");
	assert_int_equal(maturity->items_n, 8);
	assert_ptr_equal(find(&shelf, "maturity"), maturity); /* is read once */
	for (struct tp_text id; (id = tp_shelf_id(n)).ptr; n++) {
		char name[100];
		snprintf(name, sizeof name, "%.*s", (int)id.len, id.ptr);
		assert_true(tp_text_is(find(&shelf, name)->id, name));
	}
	assert_true(n >= 1);
	assert_null(tp_shelf_id(n + 1).ptr);
	tp_shelf_free(&shelf);
}

static void test_unknown(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	char longest[1000];
	memset(longest, 'x', sizeof longest);
	refuses(&shelf, tp_text_of("maturty"), "no instrument is called maturty; did you mean maturity?");
	refuses(&shelf, tp_text_of("Digital leadership"), "did you mean digital-leadership?");
	refuses(&shelf, tp_text_of("mood"), "no instrument is called mood: there is ");
	refuses(&shelf, tp_text_of("mood"), "context, context-difference, ");
	refuses(&shelf, tp_text_of("mood"), ", and -i FILE adds one");
	refuses(&shelf, tp_text_of(""), "no instrument is called");
	refuses(&shelf, tp_text_of("../instruments/maturity"), "no instrument is called");
	refuses(&shelf, (struct tp_text){longest, sizeof longest}, "no instrument is called xxx");
	tp_shelf_free(&shelf);
}

static void test_files(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	const struct tp_instrument *built_in = find(&shelf, "maturity"), *own = load(&shelf, "pulse");
	assert_ptr_equal(find(&shelf, "pulse"), own);
	assert_true(own->max == 10);
	const struct tp_instrument *instead = load(&shelf, "maturity"); /* goes before the one compiled in */
	assert_ptr_not_equal(instead, built_in);
	assert_ptr_equal(find(&shelf, "maturity"), instead);
	assert_int_equal(find(&shelf, "maturity")->items_n, 1);
	tp_shelf_free(&shelf);
}

static void test_bad_files(void **state)
{
	(void)state;
	struct tp_shelf shelf = {0};
	const struct tp_instrument *instrument;
	struct tp_err err = {0};
	char path[] = "/tmp/tp-test-XXXXXX";
	assert_int_equal(tp_shelf_load(&shelf, "nosuch.json", &instrument, &err), -1);
	assert_string_equal(err.source, "nosuch.json");
	assert_int_equal(err.code, TP_DATA);
	tp_err_clear(&err);
	write_file(path, "{\"id\": \"a\", \"scale\"");
	assert_int_equal(tp_shelf_load(&shelf, path, &instrument, &err), -1);
	assert_string_equal(err.source, path);
	assert_int_equal(err.code, TP_DATA);
	unlink(path);
	tp_shelf_free(&shelf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_bad_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
