/* tp-roles as it is: see tool_law.h. */
#include "tool_law.h"

#define main tool_main
#include "../../cmd/tp-roles.c"
#undef main

static const struct way ways[] = {
	{true, {NULL}},
	{true, {"coverage", "load", "-r", NULL}},
	{true, {"curve", "mindset", "--fail-on", "watch", NULL}},
	{false, {"matrix", "-f", "csv", NULL}},
	{true, {"check", "--scope", "vejen", NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	claim_tool(ways, sizeof ways / sizeof *ways, data, size);
	return 0;
}
