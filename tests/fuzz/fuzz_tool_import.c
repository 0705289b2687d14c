/* tp-import as it is: see tool_law.h. */
#include "tool_law.h"

#define main tool_main
#include "../../cmd/tp-import.c"
#undef main

static const struct way ways[] = {
	{true, {NULL}},
	{true, {"-k", "role", "--check-refs", NULL}},
	{true, {"-k", "response", "-i", "maturity", "--no-unique", NULL}},
	{true, {"-k", "initiative", "--keep-unknown", "--decimal", "comma", NULL}},
	{false, {"-k", "unit", "-f", "csv", "--csv-kind", "unit", "-x", NULL}},
	{false, {"-k", "benefit", "--print-map", NULL}},
	{true, {"-k", "response", "-i", "card", "--skip", "1", "-v", NULL}},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	claim_tool(ways, sizeof ways / sizeof *ways, data, size);
	return 0;
}
