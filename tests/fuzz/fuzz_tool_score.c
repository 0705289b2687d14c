/* tp-score as it is: see tool_law.h. */
#include "tool_law.h"

#define main tool_main
#include "../../cmd/tp-score.c"
#undef main

static const struct way ways[] = {
	{true, {NULL}},
	{true, {"--by", "group", "--min-group", "1", NULL}},
	{true, {"--tally", NULL}},
	{false, {"-f", "table", "--csv-kind", "score", "--min-group", "1", NULL}},
	{true, {"-r", "--open-round", "2026", "--invited", "12", NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	claim_tool(ways, sizeof ways / sizeof *ways, data, size);
	return 0;
}
