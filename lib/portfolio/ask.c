#include "tp/ask.h"

#include "tp/latest.h"

int tp_ask_phase_of(const struct tp_record *initiative)
{
	int phase = TP_CODE_none;
	tp_record_code(initiative, TP_initiative_phase, &phase);
	return phase;
}

static bool is_active(int phase)
{
	return phase == TP_phase_pilot || phase == TP_phase_rollout || phase == TP_phase_operation;
}

bool tp_ask_is_active(const struct tp_record *initiative)
{
	return is_active(tp_ask_phase_of(initiative));
}

bool tp_ask_active(struct tp_look *look)
{
	int phase;
	return tp_look_code(look, look->subject, TP_initiative_phase, &phase) && is_active(phase);
}

bool tp_ask_in(struct tp_look *look, int phase)
{
	int now;
	return tp_look_code(look, look->subject, TP_initiative_phase, &now) && now == phase;
}

void tp_ask_technology(struct tp_look *look, const char *name)
{
	struct tp_text id = tp_record_id(look->subject, TP_initiative_technology);
	const struct tp_record *technology = tp_set_find(look->set, TP_KIND_technology, id);
	bool named = technology && tp_record_has(technology, TP_technology_name);
	tp_look_word(look, name, named ? *tp_record_value(technology, TP_technology_name) : tp_value_text(id));
}

/* --- lists --- */

static void list_init(struct tp_look *look, struct tp_value *list, size_t room)
{
	*list = tp_value_list(look->arena, room);
	if (list->type != TP_LIST) {
		tp_look_fail(look);
	}
}

void tp_ask_names_init(struct tp_ask_names *names, struct tp_look *look, size_t room)
{
	names->n = 0;
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++)
		list_init(look, &names->side[lang], room);
}

void tp_ask_names_add(struct tp_ask_names *names, struct tp_text da, struct tp_text en)
{
	if (names->side[TP_DA].type != TP_LIST || names->side[TP_EN].type != TP_LIST)
		return;
	names->side[TP_DA].list.items[names->n] = tp_value_text(da);
	names->side[TP_EN].list.items[names->n] = tp_value_text(en);
	names->n++;
}

void tp_ask_names_word(struct tp_ask_names *names, struct tp_look *look, const char *word)
{
	if (names->n == 0)
		return;
	for (enum tp_lang lang = 0; lang < TP_LANGS; lang++)
		names->side[lang].list.n = names->n;
	tp_look_word(look, word, tp_look_pair(look, names->side[TP_DA], names->side[TP_EN]));
}

void tp_ask_list_init(struct tp_ask_list *list, struct tp_look *look, size_t room)
{
	list->n = 0;
	list_init(look, &list->list, room);
}

void tp_ask_list_add(struct tp_ask_list *list, struct tp_text text)
{
	if (list->list.type == TP_LIST)
		list->list.list.items[list->n++] = tp_value_text(text);
}

void tp_ask_list_show(struct tp_ask_list *list, struct tp_look *look, const char *name)
{
	if (list->n == 0)
		return;
	list->list.list.n = list->n;
	tp_look_show_value(look, name, list->list);
}

/* --- answers --- */

static void add_item(struct tp_ask_items *items, const struct tp_instrument *instrument, size_t item)
{
	const struct tp_dimension *dimension = &instrument->dimensions[instrument->items[item].dimension];
	tp_ask_list_add(&items->ids, instrument->items[item].id);
	tp_ask_names_add(&items->titles, dimension->title[TP_DA], dimension->title[TP_EN]);
}

/* What is known of an item, from the latest round on. */
enum state { UNANSWERED, WITHHELD, ANSWERED };

/* Takes what a round says of the items that no later one has answered. */
static void take_round(const struct tp_instrument *instrument, struct tp_record *const *scores, size_t n, enum state *states,
	double *means)
{
	for (size_t i = 0; i < instrument->items_n; i++) {
		bool suppressed;
		const struct tp_record *score =
			states[i] == ANSWERED ? NULL : tp_latest_among(scores, n, TP_score_level_item, instrument->items[i].id);
		if (score && tp_record_num(score, TP_score_mean, &means[i]))
			states[i] = ANSWERED;
		else if (score && tp_record_bool(score, TP_score_suppressed, &suppressed) && suppressed)
			states[i] = WITHHELD;
	}
}

static void sort_item(const struct tp_instrument *instrument, size_t item, enum state state, bool low,
	struct tp_ask_answers *out)
{
	out->answered += state == ANSWERED;
	out->withheld += state == WITHHELD;
	if (state == UNANSWERED)
		add_item(&out->none, instrument, item);
	if (state == ANSWERED && low)
		add_item(&out->low, instrument, item);
	if (state == UNANSWERED || (state == ANSWERED && low))
		add_item(&out->wanting, instrument, item);
}

static void init_items(struct tp_ask_items *items, struct tp_look *look, size_t room)
{
	tp_ask_list_init(&items->ids, look, room);
	tp_ask_names_init(&items->titles, look, room);
}

void tp_ask_answers(struct tp_look *look, const char *name, double limit, struct tp_ask_answers *out)
{
	const struct tp_instrument *instrument = tp_look_instrument(look, tp_text_of(name));
	struct tp_latest_rounds rounds = {look->set, name, "initiative", tp_record_id(look->subject, TP_initiative_id), NULL, 0};
	struct tp_record *const *scores;
	enum state states[TP_ITEMS_MAX] = {UNANSWERED};
	double means[TP_ITEMS_MAX];
	size_t n;
	*out = (struct tp_ask_answers){0};
	if (!instrument)
		return;
	out->items = instrument->items_n;
	init_items(&out->none, look, out->items);
	init_items(&out->low, look, out->items);
	init_items(&out->wanting, look, out->items);
	while (tp_latest_next(&rounds, &scores, &n))
		take_round(instrument, scores, n, states, means);
	for (size_t i = 0; i < out->items; i++)
		sort_item(instrument, i, states[i], states[i] == ANSWERED && means[i] < limit, out);
}

void tp_ask_items_show(struct tp_ask_items *items, struct tp_look *look, const char *name, const char *word)
{
	tp_ask_list_show(&items->ids, look, name);
	tp_ask_names_word(&items->titles, look, word);
}
