#include "tp/crew.h"

enum { FEWEST = 5 };

static bool is_held(const struct tp_record *role, int32_t as_of)
{
	int32_t day;
	return !(tp_record_day(role, TP_role_start, &day) && day > as_of) &&
	       !(tp_record_day(role, TP_role_end, &day) && day < as_of);
}

struct tp_text tp_crew_holders(struct tp_page *page, struct tp_text initiative, int role, size_t *n)
{
	size_t rows, found = 0;
	struct tp_record *const *roles = tp_set_of(page->set, TP_KIND_role, initiative, &rows);
	struct tp_value names = tp_value_list(page->doc->arena, rows);
	page->doc->failed |= names.type != TP_LIST;
	for (size_t i = 0; names.type == TP_LIST && i < rows; i++) {
		int own;
		if (!tp_record_code(roles[i], TP_role_role, &own) || own != role ||
			!is_held(roles[i], page->doc->as_of))
			continue;
		struct tp_text holder = tp_record_id(
			roles[i], tp_record_has(roles[i], TP_role_person) ? TP_role_person : TP_role_group);
		if (found == 0 || tp_text_compare(names.list.items[found - 1].text, holder) !=
					  0) /* those of a holder stand together */
			names.list.items[found++] = tp_value_text(holder);
	}
	*n = found;
	if (found == 0)
		return (struct tp_text){0};
	names.list.n = found;
	struct tp_pair pair = tp_page_pair("names", names);
	return tp_page_words(page, TP_LABEL_names, &pair, 1);
}

/* Rows of a group come by date, those without one first. */
const struct tp_record **tp_crew_groups(struct tp_page *page, struct tp_text initiative, size_t *n)
{
	size_t rows_n;
	struct tp_record *const *rows = tp_set_of(page->set, TP_KIND_stakeholder, initiative, &rows_n);
	const struct tp_record **groups = tp_arena_array(page->doc->arena, rows_n + 1, sizeof *groups);
	*n = 0;
	page->doc->failed |= !groups;
	for (size_t i = 0; groups && i < rows_n; i++) {
		int32_t date;
		if (tp_record_day(rows[i], TP_stakeholder_date, &date) && date > page->doc->as_of)
			continue;
		bool same = *n > 0 && tp_text_compare(tp_record_id(groups[*n - 1], TP_stakeholder_group),
			tp_record_id(rows[i], TP_stakeholder_group)) == 0;
		groups[same ? *n - 1 : (*n)++] = rows[i];
	}
	return groups;
}

const struct tp_record *tp_crew_first_stage(const struct tp_page *page, const struct tp_record *row)
{
	size_t n;
	struct tp_record *const *rows = tp_set_like(page->set, row, 2, &n); /* initiative and group */
	for (size_t i = 0; i < n && rows[i] != row; i++)
		if (tp_record_has(rows[i], TP_stakeholder_stage) && tp_crew_may_show(page, rows[i]))
			return rows[i];
	return NULL;
}

double tp_crew_heads(const struct tp_record *row)
{
	static const enum tp_field archetypes[] = {
		TP_stakeholder_optimists, TP_stakeholder_passive, TP_stakeholder_sceptics, TP_stakeholder_watchdogs};
	double size = 0, sum = 0, part;
	size_t counted = 0;
	bool sized = tp_record_num(row, TP_stakeholder_size, &size);
	for (size_t i = 0; i < sizeof archetypes / sizeof *archetypes; i++)
		if (tp_record_num(row, archetypes[i], &part)) {
			sum += part;
			counted++;
		}
	bool whole = counted == sizeof archetypes / sizeof *archetypes;
	return !whole ? size : sized && size < sum ? size : sum;
}

bool tp_crew_may_show(const struct tp_page *page, const struct tp_record *row)
{
	static const enum tp_field persons[] = {TP_role_person, TP_benefit_owner, TP_decision_by_whom, TP_note_person};
	size_t n = 0;
	for (size_t i = 0; n == 0 && i < sizeof persons / sizeof *persons; i++)
		tp_set_by(page->set, persons[i], tp_record_id(row, TP_stakeholder_group), &n);
	return n == 0 && tp_crew_heads(row) >= FEWEST;
}
