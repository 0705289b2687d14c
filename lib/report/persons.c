#include "tp/persons.h"

#include "tp/chart.h"
#include "tp/label.h"

/* --- who they are --- */

static int add(struct tp_persons *persons, struct tp_text name, struct tp_err *err)
{
	if (name.len == 0)
		return 0;
	if (tp_map_add(&persons->names, name, NULL) < 0)
		return tp_err_memory(err);
	if (name.len > persons->longest)
		persons->longest = name.len;
	return 0;
}

static int find_in_field(struct tp_persons *persons, const struct tp_set *set, enum tp_field field, struct tp_err *err)
{
	const struct tp_field_info *info = tp_field_info(field);
	size_t n;
	struct tp_record *const *records = tp_set_all(set, info->kind, &n);
	int result = 0;
	for (size_t i = 0; i < n && result == 0; i++)
		if (info->form == TP_FORM_ID)
			result = add(persons, tp_record_id(records[i], field), err);
		else
			*tp_record_slot(records[i], field) = (struct tp_value){.type = TP_ABSENT};
	return result;
}

/* The subject may be the only place that names one: the roles need not be in the stream. */
static int find_in_findings(struct tp_persons *persons, const struct tp_set *set, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *findings = tp_set_all(set, TP_KIND_finding, &n);
	int result = 0;
	for (size_t i = 0; i < n && result == 0; i++)
		if (tp_text_is(tp_record_id(findings[i], TP_finding_subject_kind), "person"))
			result = add(persons, tp_record_id(findings[i], TP_finding_subject), err);
	return result;
}

int tp_persons_find(struct tp_persons *persons, struct tp_set *set, struct tp_err *err)
{
	for (enum tp_field field = 0; field < TP_FIELDS; field++)
		if ((tp_field_info(field)->flags & TP_PERSON) && find_in_field(persons, set, field, err) < 0)
			return -1;
	return find_in_findings(persons, set, err);
}

/* --- hiding them --- */

struct hiding {
	const struct tp_persons *persons;
	struct tp_document *doc;
	struct tp_text someone;
	struct tp_buf text;
};

/* Of a letter of any language or a digit? */
static bool is_of_word(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The bytes of the longest name that begins here and ends with a word; 0 when none does. */
static size_t name_at(const struct tp_persons *persons, struct tp_text rest)
{
	size_t most = rest.len < persons->longest ? rest.len : persons->longest;
	for (size_t len = most; len > 0; len--)
		if ((len == rest.len || !is_of_word(rest.ptr[len]) || !is_of_word(rest.ptr[len - 1])) &&
			tp_map_find(&persons->names, (struct tp_text){rest.ptr, len}) != TP_MAP_NONE)
			return len;
	return 0;
}

static void hide(struct hiding *hiding, struct tp_text *text)
{
	size_t done = 0;
	tp_buf_reset(&hiding->text);
	for (size_t i = 0, len; i < text->len; i += len > 0 ? len : 1) {
		bool begins = i == 0 || !is_of_word(text->ptr[i - 1]) || !is_of_word(text->ptr[i]);
		len = begins ? name_at(hiding->persons, (struct tp_text){text->ptr + i, text->len - i}) : 0;
		if (len == 0)
			continue;
		tp_buf_add(&hiding->text, text->ptr + done, i - done);
		tp_buf_add(&hiding->text, hiding->someone.ptr, hiding->someone.len);
		done = i + len;
	}
	if (done == 0)
		return;
	tp_buf_add(&hiding->text, text->ptr + done, text->len - done);
	*text = tp_text_copy(hiding->doc->arena, (struct tp_text){hiding->text.ptr, hiding->text.len});
	hiding->doc->failed |= hiding->text.failed || !text->ptr;
}

static void hide_in_block(struct hiding *hiding, struct tp_block *block)
{
	hide(hiding, &block->text);
	for (size_t i = 0; i < block->items_n; i++) {
		hide(hiding, &block->items[i]);
		hide(hiding, &block->advice[i]);
	}
	for (size_t i = 0; i < block->facts_n; i++)
		hide(hiding, &block->facts[i].value.text);
	if (block->chart)
		hide(hiding, &block->chart->about);
	hide(hiding, &block->table.caption);
	for (size_t i = 0; i < block->table.columns_n; i++)
		hide(hiding, &block->table.columns[i].title);
	for (size_t i = 0; i < block->table.rows_n * block->table.columns_n; i++)
		hide(hiding, &block->table.cells[i].text);
}

void tp_persons_hide(const struct tp_persons *persons, struct tp_document *doc)
{
	struct hiding hiding = {persons, doc, tp_text_of(tp_label(TP_LABEL_someone, doc->lang)), {0}};
	hide(&hiding, &doc->title);
	hide(&hiding, &doc->subtitle);
	for (struct tp_section *section = doc->first; section; section = section->next) {
		hide(&hiding, &section->title);
		for (struct tp_block *block = section->first; block; block = block->next)
			hide_in_block(&hiding, block);
	}
	tp_buf_free(&hiding.text);
}

void tp_persons_free(struct tp_persons *persons)
{
	tp_map_free(&persons->names);
}
