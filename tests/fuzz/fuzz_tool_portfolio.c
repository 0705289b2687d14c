/* tp-portfolio as it is: see tool_law.h. */
#include "tool_law.h"

#define main tool_main
#include "../../cmd/tp-portfolio.c"
#undef main

static const struct way ways[] = {
	{true, {NULL}},
	{true, {"rank", "--budget", "500000", "--assume", "initiative:aabenraa-flytning.phase=approved", NULL}},
	{true, {"match", "cluster", "-r", NULL}},
	{false, {"check", "-f", "csv", "--csv-kind", "finding", "-x", NULL}},
	{true, {"radar", "mix", "--scope", "vejen", NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	claim_tool(ways, sizeof ways / sizeof *ways, data, size);
	return 0;
}
