#include "tp/pseudonym.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tp/file.h"
#include "tp/path.h"

enum {
	KEY_SIZE = crypto_generichash_KEYBYTES, /* 32 */
	HEX_SIZE = 2 * KEY_SIZE + 1,
	FILE_MOST = HEX_SIZE + 64, /* with line ends and blanks */
	INPUT_ROOM = 1024 * 1024,  /* more than is ever read: the block does not move and leaves no copy behind */
	BODY = 16,                 /* characters of hash */
	TAG = 4,
	HASH_SIZE = crypto_generichash_BYTES_MIN,
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";

static int start(struct tp_err *err)
{
	return sodium_init() < 0 ? tp_err_set(err, TP_SYSTEM, "libsodium does not start") : 0;
}

/* --- the key --- */

int tp_pseudonym_new_key(const char *file, struct tp_err *err)
{
	unsigned char key[KEY_SIZE];
	char hex[HEX_SIZE];
	struct tp_output out = {.confidential = true, .fresh = true};
	if (start(err) < 0 || tp_output_open(&out, file, err) < 0)
		return -1;
	randombytes_buf(key, sizeof key);
	sodium_bin2hex(hex, sizeof hex, key, sizeof key);
	hex[HEX_SIZE - 1] = '\n';
	int result = tp_output_add(&out, hex, sizeof hex, err);
	if (result == 0)
		result = tp_output_flush(&out, err);
	if (out.block.ptr)
		sodium_memzero(out.block.ptr, out.block.capacity);
	sodium_memzero(key, sizeof key);
	sodium_memzero(hex, sizeof hex);
	if (result == 0)
		result = tp_output_commit(&out, err);
	tp_output_abort(&out);
	return result;
}

static int read_key(unsigned char *key, struct tp_text text, struct tp_err *err)
{
	const char *end;
	size_t n;
	text = tp_text_trim(text);
	if (text.len != HEX_SIZE - 1 || sodium_hex2bin(key, KEY_SIZE, text.ptr, text.len, NULL, &n, &end) != 0 ||
		n != KEY_SIZE || end != text.ptr + text.len)
		return tp_err_set(err, TP_DATA, "is no key: expected %d hexadecimal digits, as tp-import --new-key writes them",
			2 * KEY_SIZE);
	return 0;
}

static int look_for(const char *file, struct tp_err *err)
{
	if (access(file, F_OK) == 0 || errno != ENOENT)
		return 0;
	return tp_err_set(err, TP_DATA, "no such file: where the data had a key before, find that one; else tp-import "
		"--new-key %s makes it", file);
}

/* Nobody else may read the key or put another in its place. */
static int check_file(const struct tp_input *in, struct tp_err *err)
{
	struct stat st;
	if (fstat(in->fd, &st) < 0)
		return tp_err_system(err, "cannot read");
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return tp_err_set(err, TP_DATA, "others than its owner may use the key: chmod 600 %s", in->name);
	char *path = S_ISREG(st.st_mode) ? tp_path_resolve(in->name, err) : NULL;
	free(path);
	return err->code == TP_OK ? 0 : -1;
}

static int read_file(unsigned char *key, struct tp_input *in, struct tp_err *err)
{
	struct tp_text text;
	if (!tp_buf_reserve(&in->block, INPUT_ROOM))
		return tp_err_memory(err);
	if (tp_input_peek(in, FILE_MOST, &text, err) < 0)
		return -1;
	int result = read_key(key, text, err);
	sodium_memzero(in->block.ptr, in->block.len);
	return result;
}

int tp_pseudonym_open(struct tp_pseudonym *pseudonym, const char *file, struct tp_err *err)
{
	struct tp_input in;
	tp_pseudonym_close(pseudonym);
	if (start(err) < 0)
		return -1;
	unsigned char *key = sodium_malloc(KEY_SIZE);
	if (!key)
		return tp_err_memory(err);
	int result = look_for(file, err) < 0 ? -1 : tp_input_open(&in, file, err);
	if (result == 0) {
		result = check_file(&in, err) < 0 ? -1 : read_file(key, &in, err);
		tp_input_close(&in);
	}
	if (result < 0) {
		sodium_free(key);
		return tp_err_at(err, file, 0, NULL);
	}
	sodium_mprotect_readonly(key);
	pseudonym->key = key;
	return 0;
}

void tp_pseudonym_close(struct tp_pseudonym *pseudonym)
{
	sodium_free(pseudonym->key); /* which wipes it; NULL is nothing to it */
	pseudonym->key = NULL;
}

/* --- a pseudonym --- */

/* The first n characters of the bytes in base 32, five bits each from the highest. */
static void spell(const unsigned char *bytes, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t bit = i * 5;
		unsigned pair = (unsigned)bytes[bit / 8] << 8 | bytes[bit / 8 + 1];
		out[i] = letters[pair >> (11 - bit % 8) & 31];
	}
}

static void hash(const struct tp_pseudonym *pseudonym, const char *bytes, size_t len, size_t n, char *out)
{
	unsigned char hashed[HASH_SIZE];
	crypto_generichash(hashed, sizeof hashed, (const unsigned char *)bytes, len, pseudonym->key, KEY_SIZE);
	spell(hashed, n, out);
}

/* What follows the hash and shows whose key made it. It is hashed behind a NUL, which no id holds. */
static void tag(const struct tp_pseudonym *pseudonym, const char *body, char *out)
{
	char bytes[1 + BODY] = "";
	memcpy(bytes + 1, body, BODY);
	hash(pseudonym, bytes, sizeof bytes, TAG, out);
}

static bool has_form(struct tp_text id)
{
	if (id.len != TP_PSEUDONYM_LEN || id.ptr[0] != 'p' || id.ptr[1] != '-')
		return false;
	for (size_t i = 2; i < id.len; i++)
		if (!memchr(letters, id.ptr[i], sizeof letters - 1))
			return false;
	return true;
}

int tp_pseudonym_of(const struct tp_pseudonym *pseudonym, struct tp_arena *arena, struct tp_text id,
	struct tp_text *out, struct tp_err *err)
{
	char made[TP_PSEUDONYM_LEN + 1] = "p-";
	if (tp_text_nfc(arena, id, &id, err) < 0)
		return -1;
	if (has_form(id)) {
		tag(pseudonym, id.ptr + 2, made);
		if (sodium_memcmp(made, id.ptr + 2 + BODY, TAG) != 0)
			return tp_err_set(err, TP_DATA, "%.*s is a pseudonym of another key: give the key that it was made with",
				(int)id.len, id.ptr);
		*out = id;
		return 0;
	}
	hash(pseudonym, id.ptr, id.len, BODY, made + 2);
	tag(pseudonym, made + 2, made + 2 + BODY);
	*out = tp_text_copy(arena, (struct tp_text){made, TP_PSEUDONYM_LEN});
	return out->ptr ? 0 : tp_err_memory(err);
}

/* --- a record --- */

enum part { SUBJECT, KEY };

/* Is what the field repeats of the check's finding a person? */
static bool names_person(struct tp_text check, enum part part)
{
	static const struct {
		const char *check;
		enum part part;
	} named[] = {
#define TP_NAMES_PERSON(check, part) {check, part},
#include "data/persons.def"
#undef TP_NAMES_PERSON
	};
	char fold[TP_FOLD_SIZE];
	struct tp_text folded = {fold, tp_text_fold(check, fold)};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i].part == part && tp_names_match(named[i].check, folded))
			return true;
	return false;
}

static bool is_person(const struct tp_record *record, enum tp_field field)
{
	switch ((int)field) {
	case TP_note_subject:
		return !tp_record_has(record, TP_note_key) && names_person(tp_record_id(record, TP_note_check), SUBJECT);
	case TP_note_key:
		return names_person(tp_record_id(record, TP_note_check), KEY);
	case TP_decision_subject:
		return names_person(tp_record_id(record, TP_decision_check), SUBJECT);
	default:
		return tp_field_info(field)->flags & TP_PERSON;
	}
}

static int replace(const struct tp_pseudonym *pseudonym, struct tp_arena *arena, struct tp_value *value,
	struct tp_err *err)
{
	if (value->type == TP_TEXT)
		return tp_pseudonym_of(pseudonym, arena, value->text, &value->text, err);
	for (size_t i = 0; value->type == TP_LIST && i < value->list.n; i++)
		if (replace(pseudonym, arena, &value->list.items[i], err) < 0)
			return -1;
	return 0;
}

int tp_pseudonym_record(const struct tp_pseudonym *pseudonym, struct tp_arena *arena, struct tp_record *record,
	struct tp_err *err)
{
	enum tp_field first = tp_kind_info(record->kind)->first;
	size_t n = tp_kind_fields(record->kind);
	for (size_t i = 0; i < n; i++)
		if (is_person(record, first + (enum tp_field)i) && replace(pseudonym, arena, &record->v[i], err) < 0)
			return tp_err_at(err, NULL, 0, tp_field_info(first + (enum tp_field)i)->name);
	return 0;
}

bool tp_pseudonym_leaks(struct tp_text name)
{
	enum tp_kind kind = tp_kind_find(name);
	return kind == TP_KIND_other || kind == TP_KIND_finding ||
		(tp_kind_info(kind)->is != TP_FACT && tp_kind_is_personal(kind));
}
