#include "tp/scoring.h"

#include "tp/change.h"
#include "tp/invited.h"
#include "tp/peers.h"
#include "tp/scope.h"
#include "tp/score.h"
#include "tp/suppress.h"
#include "tp/whole.h"

/* What the scores go through on their way out. */
struct putter {
	struct tp_scoring *scoring;
	const struct tp_sink *sink;
	struct tp_record *const *earlier; /* scores of before, sorted as the groups are */
	size_t earlier_n, i, j;           /* the next of them, and the next group */
	struct tp_tally_group block;        /* instrument, round and kind whose peers are gathered */
	struct tp_instrument room;          /* of which only the id is known */
	struct tp_peers peers;
	const struct tp_tally_group *group; /* at hand */
	struct tp_arena arena;              /* of the score at hand */
};

static bool is_open_round(const struct tp_scoring *scoring, struct tp_text round)
{
	for (size_t i = 0; i < scoring->open_rounds_n; i++)
		if (tp_text_compare(scoring->open_rounds[i], round) == 0)
			return true;
	return false;
}

bool tp_scoring_keeps(const struct tp_scoring *scoring, const struct tp_record *earlier)
{
	struct tp_instrument room;
	struct tp_tally_group about = tp_kept_about(earlier, &room, false);
	return !is_open_round(scoring, about.round) && !tp_kept_again(earlier, &scoring->wholes);
}

/* --- what is left out --- */

/* The municipality that a score about a unit goes into, as far as it is scored now. */
static struct tp_tally_group *municipality_of(const struct tp_scoring *scoring, const struct tp_record *score)
{
	struct tp_instrument room;
	struct tp_tally_group about = tp_kept_about(score, &room, false);
	const struct tp_record *unit = tp_text_is(about.kind, "unit")
		? tp_set_find(&scoring->facts, TP_KIND_unit, about.subject) : NULL;
	if (!unit)
		return NULL;
	about.kind = tp_text_of("municipality");
	about.subject = tp_record_id(unit, TP_unit_municipality);
	return tp_tally_find(&scoring->wholes, &about);
}

static void leave_out(struct tp_tally_group *whole)
{
	whole->left_out = true;
	for (struct tp_tally_group *slice = whole->slices; slice; slice = slice->next_slice)
		slice->left_out = true;
}

/* Rounds that are still answered in are not shown. A municipality of which a unit's answers are gone stands as it was:
 * and as it still shows them, so do its units, and their slices, that were withheld. */
static void choose_groups(struct tp_scoring *scoring)
{
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, TP_KIND_score, &n);
	for (size_t i = 0; i < scoring->wholes.n; i++)
		scoring->wholes.groups[i]->left_out = is_open_round(scoring, scoring->wholes.groups[i]->round);
	for (size_t i = 0; i < n; i++) {
		struct tp_tally_group *municipality = municipality_of(scoring, earlier[i]);
		if (!municipality || municipality->left_out || !tp_scoring_keeps(scoring, earlier[i]))
			continue;
		leave_out(municipality);
		scoring->stale++;
	}
	for (size_t i = 0; i < n; i++) {
		bool withheld = false;
		struct tp_instrument room;
		struct tp_tally_group about = tp_kept_about(earlier[i], &room, true);
		const struct tp_tally_group *municipality = municipality_of(scoring, earlier[i]);
		struct tp_tally_group *again = tp_tally_find(&scoring->wholes, &about);
		if (municipality && municipality->left_out && again)
			tp_record_bool(earlier[i], TP_score_suppressed, &withheld);
		if (withheld)
			again->withheld = true;
	}
}

/* --- rounds and instruments --- */

/* Which round is the latest of each subject, over what is scored now and what was. */
static int note_rounds(struct tp_scoring *scoring, struct tp_err *err)
{
	size_t n;
	struct tp_record *const *earlier = tp_set_all(&scoring->earlier, TP_KIND_score, &n);
	for (size_t i = 0; i < n; i++) {
		struct tp_instrument room;
		struct tp_tally_group about = tp_kept_about(earlier[i], &room, false);
		if (!is_open_round(scoring, about.round) && tp_kept_rounds_add(&scoring->rounds, &about, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < scoring->wholes.n; i++)
		if (!scoring->wholes.groups[i]->left_out &&
			tp_kept_rounds_add(&scoring->rounds, scoring->wholes.groups[i], err) < 0)
			return -1;
	return 0;
}

/* Notes an instrument whose scores stand, with the hash that is in them. They come sorted. */
static int note_instrument(struct tp_scoring *scoring, struct tp_text id, struct tp_text hash, struct tp_err *err)
{
	struct tp_scoring_instrument *last = scoring->last;
	if (last && tp_text_compare(last->id, id) == 0)
		return 0;
	struct tp_scoring_instrument *next = tp_arena_alloc(&scoring->arena, sizeof *next);
	if (!next)
		return tp_err_memory(err);
	next->before = last;
	next->id = tp_text_copy(&scoring->arena, id);
	next->hash = tp_text_copy(&scoring->arena, hash);
	scoring->last = next;
	scoring->instruments++;
	return next->id.ptr && next->hash.ptr ? 0 : tp_err_memory(err);
}

static int list_instruments(const struct tp_scoring *scoring, struct tp_arena *arena, struct tp_record *run,
	struct tp_err *err)
{
	struct tp_value map = tp_value_map(arena, scoring->instruments);
	if (map.type == TP_ABSENT)
		return tp_err_memory(err);
	size_t i = scoring->instruments;
	for (const struct tp_scoring_instrument *one = scoring->last; one; one = one->before)
		map.map.pairs[--i] = (struct tp_pair){one->id, tp_value_text(one->hash)};
	*tp_record_slot(run, TP_run_instruments) = map;
	return 0;
}

/* --- peers: those of one instrument, round and kind at a time --- */

static bool is_same_block(const struct tp_tally_group *a, const struct tp_tally_group *b)
{
	return tp_text_compare(a->instrument->id, b->instrument->id) == 0 && tp_text_compare(a->round, b->round) == 0 &&
		tp_text_compare(a->kind, b->kind) == 0;
}

static int add_peer(void *peers, const struct tp_record *score, struct tp_err *err)
{
	return tp_peers_add(peers, score, err);
}

/* Of the block that begins here, for both lists stand at it; nothing when it is the one of before. */
static int gather_peers(struct putter *putter, const struct tp_tally_group *here, struct tp_err *err)
{
	struct tp_sink sink = {add_peer, &putter->peers};
	const struct tp_tally *wholes = &putter->scoring->wholes;
	const struct tp_tally_group *block = &putter->block;
	if (block->instrument && is_same_block(here, block))
		return 0;
	putter->room.id = here->instrument->id;
	putter->block = (struct tp_tally_group){.instrument = &putter->room, .round = here->round, .kind = here->kind};
	tp_peers_free(&putter->peers);
	for (size_t j = putter->j; j < wholes->n && is_same_block(wholes->groups[j], block); j++)
		if (!wholes->groups[j]->left_out && !wholes->groups[j]->withheld &&
			tp_score_put(wholes->groups[j], NULL, &sink, err) < 0)
			return -1;
	for (size_t i = putter->i; i < putter->earlier_n; i++) {
		struct tp_instrument room;
		struct tp_tally_group about = tp_kept_about(putter->earlier[i], &room, false);
		if (!is_same_block(&about, block))
			break;
		if (tp_scoring_keeps(putter->scoring, putter->earlier[i]) &&
			tp_peers_add(&putter->peers, putter->earlier[i], err) < 0)
			return -1;
	}
	return 0;
}

/* --- scores --- */

static int add_more(void *self, struct tp_record *score, const struct tp_figure *figure, struct tp_err *err)
{
	struct putter *putter = self;
	tp_arena_reset(&putter->arena);
	if (tp_peers_of(&putter->peers, score, &putter->arena, tp_record_slot(score, TP_score_peers), err) < 0)
		return -1;
	return putter->scoring->since
		? tp_change_set(putter->scoring->since, putter->group, figure, score, err) : 0;
}

bool tp_scoring_shows(const struct tp_scoring *scoring, struct tp_text subject)
{
	struct tp_record about;
	tp_record_init(&about, TP_KIND_score);
	*tp_record_slot(&about, TP_score_subject) = tp_value_text(subject);
	return tp_scope_has(&scoring->facts, &about, scoring->scope);
}

static int put_group(struct putter *putter, const struct tp_tally_group *group, struct tp_err *err)
{
	struct tp_score_more more = {add_more, putter};
	putter->group = group;
	if (group->left_out || !tp_scoring_shows(putter->scoring, group->subject))
		return 0;
	if (note_instrument(putter->scoring, group->instrument->id, tp_text_of(group->instrument->hash), err) < 0)
		return -1;
	return tp_score_put(group, &more, putter->sink, err);
}

/* A score whose answers are gone stands, among its peers of now. */
static int put_kept(struct putter *putter, const struct tp_record *earlier, struct tp_err *err)
{
	struct tp_record score;
	struct tp_value peers;
	tp_record_borrow(&score, earlier);
	tp_arena_reset(&putter->arena);
	if (!tp_scoring_keeps(putter->scoring, earlier) ||
		!tp_scoring_shows(putter->scoring, tp_record_id(earlier, TP_score_subject)))
		return 0;
	if (note_instrument(putter->scoring, tp_record_id(earlier, TP_score_instrument),
		tp_record_id(earlier, TP_score_hash), err) < 0 ||
		tp_peers_of(&putter->peers, &score, &putter->arena, &peers, err) < 0)
		return -1;
	if (peers.type == TP_MAP)
		*tp_record_slot(&score, TP_score_peers) = peers;
	return tp_sink_put(putter->sink, &score, err);
}

/* --- all of it --- */

/* Scores of before and new ones, in one order. */
static int put_scores(struct putter *putter, struct tp_err *err)
{
	const struct tp_tally *wholes = &putter->scoring->wholes;
	while (putter->i < putter->earlier_n || putter->j < wholes->n) {
		const struct tp_tally_group *group = putter->j < wholes->n ? wholes->groups[putter->j] : NULL;
		struct tp_instrument room;
		struct tp_tally_group about;
		bool kept = false;
		if (putter->i < putter->earlier_n) {
			about = tp_kept_about(putter->earlier[putter->i], &room, true);
			kept = !group || tp_tally_compare(&about, group) <= 0;
		}
		if (gather_peers(putter, kept ? &about : group, err) < 0 ||
			(kept ? put_kept(putter, putter->earlier[putter->i++], err)
			      : put_group(putter, wholes->groups[putter->j++], err)) < 0)
			return -1;
	}
	return 0;
}

/* A field that no answer has is a slip of the pen. */
static int check_by(const struct tp_scoring *scoring, struct tp_err *err)
{
	for (size_t i = 0; i < scoring->by.n; i++) {
		const struct tp_by_field *field = &scoring->by.fields[i];
		if (field->field == TP_NO_FIELD && !field->seen && scoring->counted.n > 0)
			return tp_err_set(err, TP_USAGE, "--by %s: no answer has such a field",
				tp_text_show(field->name).text);
	}
	return 0;
}

static int make_wholes(struct tp_scoring *scoring, struct tp_err *err)
{
	struct tp_whole_facts facts = {&scoring->facts, scoring->is_municipality};
	tp_set_close(&scoring->facts);
	tp_set_close(&scoring->earlier);
	tp_tally_sort(&scoring->counted);
	if (check_by(scoring, err) < 0 ||
		tp_whole_make(&scoring->wholes, &scoring->counted, &scoring->by, &facts, err) < 0 ||
		tp_invited_settle(&scoring->wholes, &scoring->by, &scoring->facts, scoring->invited, err) < 0)
		return -1;
	choose_groups(scoring);
	tp_suppress(&scoring->wholes, (unsigned)scoring->min_group);
	return note_rounds(scoring, err);
}

int tp_scoring_put(struct tp_scoring *scoring, int32_t as_of, struct tp_arena *arena, struct tp_record *run,
	const struct tp_sink *sink, struct tp_err *err)
{
	struct putter putter = {.scoring = scoring, .sink = sink};
	int result = make_wholes(scoring, err);
	if (result == 0) {
		putter.earlier = tp_set_all(&scoring->earlier, TP_KIND_score, &putter.earlier_n);
		result = put_scores(&putter, err);
	}
	tp_peers_free(&putter.peers);
	tp_arena_free(&putter.arena);
	if (result < 0 || tp_scoring_ask(scoring, as_of, arena, run, sink, err) < 0)
		return -1;
	return list_instruments(scoring, arena, run, err);
}
