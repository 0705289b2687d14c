#include "tp/kept.h"

#include <stdlib.h>

struct tp_tally_group tp_kept_about(const struct tp_record *earlier, struct tp_instrument *room, bool with_slice)
{
	bool finding = earlier->kind == TP_KIND_finding;
	*room = (struct tp_instrument){.id = tp_record_id(earlier, finding ? TP_finding_instrument : TP_score_instrument)};
	return (struct tp_tally_group){
		.instrument = room,
		.round = tp_record_id(earlier, finding ? TP_finding_round : TP_score_round),
		.kind = tp_record_id(earlier, finding ? TP_finding_subject_kind : TP_score_subject_kind),
		.subject = tp_record_id(earlier, finding ? TP_finding_subject : TP_score_subject),
		.slice = with_slice && !finding ? *tp_record_value(earlier, TP_score_slice)
						: (struct tp_value){.type = TP_ABSENT},
	};
}

struct tp_tally_group *tp_kept_again(const struct tp_record *earlier, const struct tp_tally *wholes)
{
	struct tp_instrument room;
	struct tp_tally_group about = tp_kept_about(earlier, &room, false);
	struct tp_tally_group *again = tp_tally_find(wholes, &about);
	return again && !again->left_out ? again : NULL;
}

/* Instrument, kind and subject as one key, parts ended by NUL. */
static struct tp_text subject_key(struct tp_buf *key, const struct tp_tally_group *about)
{
	const struct tp_text parts[] = {about->instrument->id, about->kind, about->subject};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		tp_buf_add(key, parts[i].ptr, parts[i].len);
		tp_buf_add_char(key, '\0');
	}
	return (struct tp_text){key->ptr, key->len};
}

static int make_room(struct tp_kept_rounds *rounds, struct tp_err *err)
{
	if (rounds->subjects.n < rounds->capacity)
		return 0;
	size_t more = rounds->capacity ? rounds->capacity * 2 : 64;
	struct tp_text *moved = reallocarray(rounds->rounds, more, sizeof *moved);
	if (!moved)
		return tp_err_memory(err);
	rounds->rounds = moved;
	rounds->capacity = more;
	return 0;
}

int tp_kept_rounds_add(struct tp_kept_rounds *rounds, const struct tp_tally_group *about, struct tp_err *err)
{
	struct tp_buf key = {0};
	bool is_new = false;
	if (make_room(rounds, err) < 0)
		return -1;
	struct tp_text text = subject_key(&key, about);
	long number = key.failed ? -1 : tp_map_add(&rounds->subjects, text, &is_new);
	tp_buf_free(&key);
	if (number < 0)
		return tp_err_memory(err);
	if (is_new || tp_text_compare(about->round, rounds->rounds[number]) > 0)
		rounds->rounds[number] = about->round;
	return 0;
}

bool tp_kept_rounds_latest(const struct tp_kept_rounds *rounds, const struct tp_tally_group *about,
	struct tp_text *round)
{
	struct tp_buf key = {0};
	struct tp_text text = subject_key(&key, about);
	long number = key.failed ? TP_MAP_NONE : tp_map_find(&rounds->subjects, text);
	tp_buf_free(&key);
	if (number >= 0)
		*round = rounds->rounds[number];
	return number >= 0;
}

bool tp_kept_rounds_is_latest(const struct tp_kept_rounds *rounds, const struct tp_tally_group *about)
{
	struct tp_text latest;
	return !tp_kept_rounds_latest(rounds, about, &latest) || tp_text_compare(latest, about->round) == 0;
}

void tp_kept_rounds_free(struct tp_kept_rounds *rounds)
{
	tp_map_free(&rounds->subjects);
	free(rounds->rounds);
}
