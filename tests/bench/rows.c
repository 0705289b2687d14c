/* rows long|wide|json ANSWERS: a survey as CSV, a row an answer or a row a respondent, or as JSON, an object an answer, of
 * 98 municipalities with 5 units each and the 8 items of the instrument maturity. The same bytes every time. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUNICIPALITIES = 98, UNITS = 5, ITEMS = 8, GRAINS = 10 };

static const char *const items[ITEMS] = {"strategy", "business-case", "citizen-focus", "culture", "ways-of-working",
	"competence", "data", "technology"};

/* splitmix64 */
static unsigned draw(uint64_t *state, unsigned n)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (unsigned)((z ^ z >> 31) % n);
}

/* What stands before and behind the answers of a respondent. */
struct respondent {
	char before[128], date[16];
};

#define BEFORE_IN_JSON "{\"instrument\":\"maturity\",\"subject\":\"m%02u-u%u\",\"group\":\"%s\",\"respondent\":\"r%07lu\""
#define ROW_IN_JSON "%s,\"item\":\"%s\",\"value\":%u,\"date\":\"%s\"}\n"

static struct respondent make(unsigned long i, bool json)
{
	struct respondent r;
	unsigned municipality = (unsigned)(i % MUNICIPALITIES), unit = (unsigned)(i / MUNICIPALITIES % UNITS);
	snprintf(r.before, sizeof r.before, json ? BEFORE_IN_JSON : "maturity,m%02u-u%u,%s,r%07lu", municipality, unit,
		i * 7 % GRAINS < 2 ? "leaders" : "employees", i);
	snprintf(r.date, sizeof r.date, "2026-%02u-%02u", (unsigned)(1 + i % 9), (unsigned)(1 + i / 9 % 28));
	return r;
}

static void put_answers(unsigned long answers, bool json)
{
	uint64_t state = 1;
	struct respondent r = {0};
	for (unsigned long i = 0; i < answers; i++) {
		if (i % ITEMS == 0)
			r = make(i / ITEMS, json);
		printf(json ? ROW_IN_JSON : "%s,%s,%u,%s\n", r.before, items[i % ITEMS], 1 + draw(&state, 5), r.date);
	}
}

static void put_long(unsigned long answers)
{
	puts("instrument,subject,group,respondent,item,value,date");
	put_answers(answers, false);
}

static void put_wide(unsigned long answers)
{
	uint64_t state = 1;
	printf("instrument,subject,group,respondent,date");
	for (size_t item = 0; item < ITEMS; item++)
		printf(",%s", items[item]);
	putchar('\n');
	for (unsigned long i = 0; i < answers / ITEMS; i++) {
		struct respondent r = make(i, false);
		printf("%s,%s", r.before, r.date);
		for (size_t item = 0; item < ITEMS; item++)
			printf(",%u", 1 + draw(&state, 5));
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	unsigned long answers = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	if (answers > 0 && strcmp(argv[1], "long") == 0) {
		put_long(answers);
	} else if (answers > 0 && strcmp(argv[1], "wide") == 0) {
		put_wide(answers);
	} else if (answers > 0 && strcmp(argv[1], "json") == 0) {
		put_answers(answers, true);
	} else {
		fputs("usage: rows long|wide|json ANSWERS\n", stderr);
		return 2;
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 4;
}
