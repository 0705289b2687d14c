#include "tp/technologies.h"

#include "tp/convert.h"
#include "tp/data.h"

/* A member of the document as the field's value. */
static struct tp_value value_of(const struct tp_value *entry, enum tp_field field)
{
	const struct tp_field_info *info = tp_field_info(field);
	const struct tp_value *value = tp_value_get(entry, field == TP_technology_name ? "title" : info->name);
	if (!value)
		return (struct tp_value){.type = TP_ABSENT};
	return info->form == TP_FORM_CODE ? tp_value_code(tp_code_find(info->codes, value->text)) : *value;
}

static struct tp_record record_of(const struct tp_value *entry)
{
	struct tp_record record;
	tp_record_init(&record, TP_KIND_technology);
	for (size_t i = 0; i < tp_kind_fields(TP_KIND_technology); i++)
		record.v[i] = value_of(entry, TP_FIRST_technology + (enum tp_field)i);
	return record;
}

/* Fills in what the set leaves open of one it has; one it has not is kept for later: it is sorted, and searched. */
static int complete(struct tp_set *set, const struct tp_value *entry, const struct tp_value **later, size_t *later_n,
	struct tp_err *err)
{
	struct tp_record record = record_of(entry);
	size_t n;
	struct tp_record *const *known = tp_set_of(set, TP_KIND_technology, tp_record_id(&record, TP_technology_id), &n);
	if (n == 0)
		later[(*later_n)++] = entry;
	for (size_t i = 0; n > 0 && i < tp_kind_fields(TP_KIND_technology); i++)
		if (known[0]->v[i].type <= TP_BLANK && tp_value_copy(&set->arena, &record.v[i], &known[0]->v[i], err) < 0)
			return -1;
	return 0;
}

static int add_all(struct tp_arena *arena, struct tp_set *set, const struct tp_value *all, struct tp_err *err)
{
	size_t later_n = 0;
	const struct tp_value **later = tp_arena_array(arena, all->list.n, sizeof *later);
	int result = later ? 0 : tp_err_memory(err);
	for (size_t i = 0; later && result == 0 && i < all->list.n; i++)
		result = complete(set, &all->list.items[i], later, &later_n, err);
	for (size_t i = 0; later && result == 0 && i < later_n; i++) {
		struct tp_record record = record_of(later[i]);
		result = tp_set_add(set, &record, err);
	}
	tp_set_close(set);
	return result;
}

int tp_technologies_add(struct tp_set *set, struct tp_err *err)
{
	struct tp_arena arena = {0};
	struct tp_value document;
	int result = tp_convert_document(&arena, tp_data_find(tp_text_of("technologies.json")), &document, err);
	if (result == 0)
		result = add_all(&arena, set, tp_value_get(&document, "technologies"), err);
	tp_arena_free(&arena);
	return result;
}
