/* A map of columns and cells: refused with its place, or one in which every title and cell is found. */
#include "claim.h"
#include "tp/mapping.h"

static void claim_found(struct tp_mapping *mapping)
{
	struct tp_text out;
	for (size_t i = 0; i < mapping->columns_n; i++)
		claim(tp_mapping_column(mapping, mapping->columns[i].title) == &mapping->columns[i],
			"a column is not found by its title");
	for (size_t i = 0; i < mapping->values_n; i++)
		for (size_t j = 0; j < mapping->values[i].keys.n; j++)
			claim(tp_mapping_cell(&mapping->values[i], mapping->values[i].keys.keys[j], &out),
				"a cell is not found by its text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[NAME_SIZE];
	struct tp_mapping mapping = {0};
	struct tp_shelf shelf = {0};
	struct tp_err err = {0};
	int fd = file_of(data, size);
	name_of(fd, name);
	int result = tp_mapping_load(&mapping, name, TP_KIND_other, &shelf, &err);
	claim_reason(result < 0, &err);
	if (result == 0)
		claim_found(&mapping);
	tp_mapping_free(&mapping);
	tp_shelf_free(&shelf);
	close(fd);
	return 0;
}
