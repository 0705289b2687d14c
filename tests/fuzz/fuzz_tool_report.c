/* tp-report as it is: see tool_law.h. */
#include "tool_law.h"

#define main tool_main
#include "../../cmd/tp-report.c"
#undef main

static const struct way ways[] = {
	{false, {NULL}},
	{false, {"weekly", "-f", "json", NULL}},
	{false, {"portfolio", "-f", "html", "-l", "da", NULL}},
	{false, {"maturity", "-f", "svg", NULL}},
	{false, {"roles", "-f", "md", NULL}},
	{false, {"card", "-f", "csv", "-x", NULL}},
	{false, {"closing", "-f", "html", NULL}},
	{false, {"partnership", "-f", "text", NULL}},
	{false, {"radar", "-f", "svg", NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	claim_tool(ways, sizeof ways / sizeof *ways, data, size);
	return 0;
}
