/*
 * Keyed hashes in the place of persons: who has the key gets the same
 * pseudonym for the same id in every file, week and machine; who has not can
 * neither read it back nor try names on it. The only user of libsodium.
 */
#ifndef TP_PSEUDONYM_H
#define TP_PSEUDONYM_H

#include "tp/record.h"

/* "p-", 16 characters of hash (80 bits) and 4 by which its own key knows it again. */
enum { TP_PSEUDONYM_LEN = 22 };

struct tp_pseudonym {
	unsigned char *key; /* locked in memory; NULL: none is open */
};

/* Writes a new random key to a file that is not there yet, for its owner alone. -1: TP_USAGE, it is there; TP_SYSTEM. */
int tp_pseudonym_new_key(const char *file, struct tp_err *err);

/* Takes the key from the file. -1: TP_DATA, it is no key or others may read it; TP_SYSTEM. */
int tp_pseudonym_open(struct tp_pseudonym *pseudonym, const char *file, struct tp_err *err);

/* The pseudonym of an id, in NFC; a pseudonym of the same key is its own. -1: TP_DATA, it has the form of one and is of
 * another key; memory. */
int tp_pseudonym_of(const struct tp_pseudonym *pseudonym, struct tp_arena *arena, struct tp_text id,
	struct tp_text *out, struct tp_err *err);

/* Replaces the persons of a fact: all fields marked TP_PERSON, and what a note or decision repeats of a finding that
 * names one (data/persons.def). -1 as above, with the field. */
int tp_pseudonym_record(const struct tp_pseudonym *pseudonym, struct tp_arena *arena, struct tp_record *record,
	struct tp_err *err);

/* May records of a kind, which are no facts, name persons where nobody can find them? So unknown kinds, and findings. */
bool tp_pseudonym_leaks(struct tp_text kind);

/* Wipes the key. */
void tp_pseudonym_close(struct tp_pseudonym *pseudonym);

#endif
