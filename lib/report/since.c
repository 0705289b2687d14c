#include "tp/since.h"

/* The comparison under way. */
struct since {
	struct tp_page *page;
	const struct tp_set *earlier;
	struct tp_lights before;
	int32_t then; /* the earlier stream's day */
	bool judged; /* the earlier stream says what the tools found */
	struct since_line {
		struct tp_text text, places;
	} *lines;
	size_t n;
	const struct tp_record **rests; /* what the initiative at hand rests on: itself and findings; room for all */
	size_t rests_n;
	struct tp_buf why; /* of the initiative at hand */
};

static const struct tp_light *find(const struct tp_lights *lights, struct tp_text id)
{
	for (size_t i = 0; i < lights->n; i++)
		if (tp_text_compare(tp_record_id(lights->items[i].initiative, TP_initiative_id), id) == 0)
			return &lights->items[i];
	return NULL;
}

static struct tp_value title_of(struct since *since, const struct tp_light *light)
{
	return tp_value_text(tp_page_title(since->page, light->initiative));
}

/* The light's word in running text; a stopped initiative says its phase. */
static struct tp_value word_of(const struct since *since, const struct tp_light *light)
{
	static const enum tp_label words[] = {
		[TP_STATE_RED] = TP_LABEL_since_red, [TP_STATE_YELLOW] = TP_LABEL_since_yellow,
		[TP_STATE_GREEN] = TP_LABEL_since_green, [TP_STATE_GREY] = TP_LABEL_since_grey,
	};
	enum tp_lang lang = since->page->doc->lang;
	return light->state == TP_STATE_NONE ? tp_value_text(tp_code_title(TP_phase_stopped, lang))
					     : tp_value_string(tp_label(words[light->state], lang));
}

static void add_why(struct since *since, enum tp_label label, const struct tp_pair *pairs, size_t n)
{
	struct tp_text text = tp_page_words(since->page, label, pairs, n);
	if (since->why.len > 0)
		tp_buf_add_string(&since->why, ". ");
	tp_buf_add(&since->why, text.ptr, text.len);
}

static void add_line(struct since *since, enum tp_label label, const struct tp_pair *pairs, size_t n)
{
	since->lines[since->n++] = (struct since_line){
		tp_page_words(since->page, label, pairs, n), tp_page_places(since->page, since->rests, since->rests_n)};
}

static void begin_line(struct since *since, const struct tp_light *light)
{
	since->rests[0] = light->initiative;
	since->rests_n = 1;
}

/* --- why --- */

static bool same_finding(const struct tp_record *a, const struct tp_record *b)
{
	return tp_text_compare(tp_record_id(a, TP_finding_check), tp_record_id(b, TP_finding_check)) == 0 &&
		tp_text_compare(tp_record_id(a, TP_finding_key), tp_record_id(b, TP_finding_key)) == 0;
}

static int severity_of(const struct tp_record *finding)
{
	int severity = TP_CODE_none;
	tp_record_code(finding, TP_finding_severity, &severity);
	return severity;
}

/* The weight of the same finding in another light; TP_CODE_none when it is not there or is for information only. */
static int weight_in(const struct tp_light *light, const struct tp_record *finding)
{
	for (size_t i = 0; i < light->n; i++)
		if (same_finding(light->findings[i], finding) && severity_of(light->findings[i]) >= TP_severity_watch)
			return severity_of(light->findings[i]);
	return TP_CODE_none;
}

/* The same finding in the other set, where only a note keeps it from its light; else NULL. */
static const struct tp_record *find_noted(const struct tp_set *set, const struct tp_record *finding, int32_t as_of)
{
	size_t n;
	struct tp_record *const *same = tp_set_like(set, finding, 4, &n); /* check, subject and key */
	return n > 0 && severity_of(same[0]) >= TP_severity_watch && tp_light_note(set, finding, as_of) ? same[0] : NULL;
}

static void add_finding(struct since *since, enum tp_label label, const struct tp_record *finding)
{
	struct tp_pair pair =
		tp_page_pair("message", tp_value_text(tp_page_side(since->page, finding, TP_finding_message)));
	add_why(since, label, &pair, 1);
	since->rests[since->rests_n++] = finding;
}

/* What is in today's light and was not in the earlier one, or with less weight. */
static void add_found(struct since *since, const struct tp_light *before, const struct tp_light *now)
{
	for (size_t i = 0; i < now->n; i++) {
		const struct tp_record *finding = now->findings[i];
		int severity = severity_of(finding), other = weight_in(before, finding);
		if (severity < TP_severity_watch || (other != TP_CODE_none && other >= severity))
			continue;
		enum tp_label label = other != TP_CODE_none ? TP_LABEL_since_worse
			: find_noted(since->earlier, finding, since->then) ? TP_LABEL_since_expired : TP_LABEL_since_found;
		add_finding(since, label, finding);
	}
}

/* What was in the earlier light and is no longer in today's: a note tells the same finding with today's numbers. */
static void add_solved(struct since *since, const struct tp_light *before, const struct tp_light *now)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct tp_record *finding = before->findings[i];
		if (severity_of(finding) < TP_severity_watch || weight_in(now, finding) != TP_CODE_none)
			continue;
		const struct tp_record *noted = find_noted(since->page->set, finding, since->page->doc->as_of);
		add_finding(since, noted ? TP_LABEL_since_noted : TP_LABEL_since_solved, noted ? noted : finding);
	}
}

static void add_phase(struct since *since, const struct tp_record *before, const struct tp_record *now)
{
	const struct tp_value *from = tp_record_value(before, TP_initiative_phase);
	const struct tp_value *to = tp_record_value(now, TP_initiative_phase);
	if (from->type != TP_CODE || to->type != TP_CODE || from->code == to->code)
		return;
	struct tp_pair pairs[] = {tp_page_pair("before", *from), tp_page_pair("after", *to)};
	add_why(since, TP_LABEL_since_phase, pairs, 2);
}

/* Milestones done now that were not then. */
static void add_done(struct since *since, const struct tp_record *now)
{
	size_t n, then_n;
	struct tp_text id = tp_record_id(now, TP_initiative_id);
	struct tp_record *const *milestones = tp_set_of(since->page->set, TP_KIND_milestone, id, &n);
	struct tp_record *const *then = tp_set_of(since->earlier, TP_KIND_milestone, id, &then_n);
	for (size_t i = 0; i < n; i++) {
		bool was_open = false;
		for (size_t j = 0; j < then_n; j++)
			was_open |= tp_value_equal(tp_record_value(milestones[i], TP_milestone_title),
					    tp_record_value(then[j], TP_milestone_title)) &&
				!tp_record_has(then[j], TP_milestone_done);
		if (!was_open || !tp_record_has(milestones[i], TP_milestone_done))
			continue;
		struct tp_pair pair = tp_page_pair("title", *tp_record_value(milestones[i], TP_milestone_title));
		add_why(since, TP_LABEL_since_done, &pair, 1);
	}
}

/* --- an initiative --- */

static void compare(struct since *since, const struct tp_light *before, const struct tp_light *now)
{
	tp_buf_reset(&since->why);
	if (since->judged) {
		add_found(since, before, now);
		add_solved(since, before, now);
	}
	add_phase(since, before->initiative, now->initiative);
	add_done(since, now->initiative);
	bool moved = since->judged && before->state != now->state;
	since->page->doc->failed |= since->why.failed;
	if (since->why.failed || (!moved && since->why.len == 0))
		return;
	struct tp_pair pairs[] = {
		tp_page_pair("initiative", title_of(since, now)),
		tp_page_pair("before", word_of(since, before)),
		tp_page_pair("after", word_of(since, now)),
		tp_page_pair("why", since->why.len ? tp_value_text((struct tp_text){since->why.ptr, since->why.len})
						   : (struct tp_value){.type = TP_ABSENT}),
	};
	add_line(since, moved ? TP_LABEL_since_item : since->judged ? TP_LABEL_since_same : TP_LABEL_since_fact_only, pairs,
		4);
}

static void compare_all(struct since *since)
{
	const struct tp_lights *now = &since->page->lights;
	for (size_t i = 0; i < now->n; i++) {
		const struct tp_light *light = &now->items[i];
		begin_line(since, light);
		const struct tp_light *before =
			find(&since->before, tp_record_id(light->initiative, TP_initiative_id));
		if (before) {
			compare(since, before, light);
			continue;
		}
		struct tp_pair pairs[] = {
			tp_page_pair("initiative", title_of(since, light)), tp_page_pair("light", word_of(since, light))};
		add_line(since, TP_LABEL_since_new, pairs, 2);
	}
	for (size_t i = 0; i < since->before.n; i++) {
		const struct tp_light *light = &since->before.items[i];
		if (find(now, tp_record_id(light->initiative, TP_initiative_id)))
			continue;
		begin_line(since, light);
		struct tp_pair pair = tp_page_pair("initiative", title_of(since, light));
		add_line(since, TP_LABEL_since_gone, &pair, 1);
	}
}

/* The day of the earlier stream, by the run that judges initiatives, else by any. */
static struct tp_text heading(struct tp_page *page, const struct tp_set *earlier, int32_t *day)
{
	size_t n;
	struct tp_record *const *runs = tp_set_all(earlier, TP_KIND_run, &n);
	const struct tp_record *run = tp_light_run(earlier, "tp-portfolio", "check");
	*day = page->doc->as_of;
	if (n == 0 || !tp_record_day(run ? run : runs[0], TP_run_as_of, day))
		return tp_page_word(page, TP_LABEL_since);
	struct tp_pair pair = tp_page_pair("date", tp_value_day(*day));
	return tp_page_words(page, TP_LABEL_since_date, &pair, 1);
}

static void show(struct since *since, struct tp_section *section)
{
	struct tp_document *doc = since->page->doc;
	if (!since->judged)
		tp_document_paragraph(doc, section, tp_page_word(since->page, TP_LABEL_since_facts));
	if (since->n == 0) {
		tp_document_paragraph(doc, section, tp_page_word(since->page, TP_LABEL_since_nothing));
		return;
	}
	struct tp_block *list = tp_document_list(doc, section, since->n);
	for (size_t i = 0; i < since->n; i++) {
		tp_block_item(list, i, since->lines[i].text, (struct tp_text){0});
		tp_block_place(list, i, since->lines[i].places);
	}
}

int tp_since_add(struct tp_page *page, const struct tp_set *earlier, int32_t *then, struct tp_err *err)
{
	struct since since = {.page = page, .earlier = earlier};
	struct tp_document *doc = page->doc;
	struct tp_text title = heading(page, earlier, &since.then);
	if (tp_lights_make(doc->arena, earlier, doc->scope, since.then, &since.before, err) < 0)
		return -1;
	since.judged = tp_light_run(earlier, "tp-portfolio", "check") && tp_light_run(earlier, "tp-roles", "coverage");
	size_t now_n, then_n;
	tp_set_all(page->set, TP_KIND_finding, &now_n);
	tp_set_all(earlier, TP_KIND_finding, &then_n);
	since.lines = tp_arena_array(doc->arena, page->lights.n + since.before.n + 1, sizeof *since.lines);
	since.rests = tp_arena_array(doc->arena, now_n + then_n + 1, sizeof(const struct tp_record *));
	if (!since.lines || !since.rests)
		return tp_err_memory(err);
	compare_all(&since);
	show(&since, tp_document_section(doc, "since", title));
	tp_buf_free(&since.why);
	*then = since.then;
	return 0;
}
