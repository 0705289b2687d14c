#include "tp/rules.h"

#include <stdio.h>
#include <string.h>

void tp_rules_init(struct tp_rules *rules)
{
	memset(rules, 0, sizeof *rules);
	for (enum tp_limit limit = 0; limit < TP_LIMITS; limit++)
		rules->limits[limit] = tp_limit_info(limit)->value;
	for (enum tp_check check = 0; check < TP_CHECKS; check++)
		rules->checks[check].from = tp_check_info(check)->from;
}

static int expected(struct tp_err *err, struct tp_text check, struct tp_text name, const char *what)
{
	char path[200];
	snprintf(path, sizeof path, "%.*s%s%.*s", (int)(check.len < 80 ? check.len : 80), check.ptr, name.len ? "." : "",
		(int)(name.len < 80 ? name.len : 80), name.ptr);
	tp_err_set(err, TP_DATA, "expected %s", what);
	return tp_err_at(err, NULL, 0, path);
}

static int read_severity(struct tp_rules *rules, enum tp_check check, const struct tp_value *value)
{
	static const struct {
		const char *name;
		enum tp_severity severity;
	} names[] = {{"info", TP_INFO}, {"watch", TP_WATCH}, {"act", TP_ACT}};
	for (size_t i = 0; value->type == TP_TEXT && i < sizeof names / sizeof *names; i++)
		if (tp_text_is(value->text, names[i].name)) {
			rules->checks[check].severity = names[i].severity;
			return 0;
		}
	return -1;
}

static int read_from(struct tp_rules *rules, enum tp_check check, const struct tp_value *value)
{
	int phase = value->type == TP_TEXT ? tp_code_find(TP_ENUM_phase, value->text) : TP_CODE_none;
	if (phase == TP_CODE_none)
		return -1;
	rules->checks[check].from = phase;
	return 0;
}

static enum tp_limit find_limit(enum tp_check check, struct tp_text name)
{
	enum tp_limit limit = 0;
	while (limit < TP_LIMITS &&
		(tp_limit_info(limit)->check != check || !tp_text_is(name, tp_limit_info(limit)->name)))
		limit++;
	return limit;
}

/* "act_days, watch_days, severity, from or off": what may be said of the check. */
static int refuse_name(enum tp_check check, struct tp_text slug, struct tp_text name, struct tp_err *err)
{
	char known[300] = "";
	size_t len = 0;
	for (enum tp_limit limit = 0; limit < TP_LIMITS && len < sizeof known; limit++)
		if (tp_limit_info(limit)->check == check)
			len += (size_t)snprintf(known + len, sizeof known - len, "%s, ", tp_limit_info(limit)->name);
	if (len < sizeof known)
		snprintf(known + len, sizeof known - len, "severity, from or off");
	return expected(err, slug, name, known);
}

static int read_rule(struct tp_rules *rules, enum tp_check check, struct tp_text slug, const struct tp_pair *rule,
	struct tp_err *err)
{
	enum tp_limit limit = find_limit(check, rule->key);
	if (limit < TP_LIMITS) {
		if (rule->value.type != TP_NUM || rule->value.num < 0)
			return expected(err, slug, rule->key, "a number from 0");
		rules->limits[limit] = rule->value.num;
		return 0;
	}
	if (tp_text_is(rule->key, "severity"))
		return read_severity(rules, check, &rule->value) == 0
			? 0 : expected(err, slug, rule->key, "info, watch or act");
	if (tp_text_is(rule->key, "from"))
		return read_from(rules, check, &rule->value) == 0
			? 0 : expected(err, slug, rule->key, "a phase: idea, proposed, approved, pilot, rollout or operation");
	if (!tp_text_is(rule->key, "off"))
		return refuse_name(check, slug, rule->key, err);
	if (rule->value.type != TP_BOOL)
		return expected(err, slug, rule->key, "true or false");
	rules->checks[check].off = rule->value.flag;
	return 0;
}

static int sign(struct tp_rules *rules, const struct tp_value *document, struct tp_err *err)
{
	struct tp_buf canonical = {0};
	tp_value_canonical(document, &canonical);
	bool failed = canonical.failed;
	struct tp_text text = {canonical.ptr, canonical.len};
	if (!failed)
		snprintf(rules->hash, sizeof rules->hash, "%016llx", tp_text_hash(text, 0));
	tp_buf_free(&canonical);
	return failed ? tp_err_memory(err) : 0;
}

static int read_check(struct tp_rules *rules, enum tp_check check, const struct tp_pair *said, struct tp_err *err)
{
	for (size_t i = 0; i < said->value.map.n; i++)
		if (read_rule(rules, check, said->key, &said->value.map.pairs[i], err) < 0)
			return -1;
	return 0;
}

static bool is_all(const struct tp_pair *said)
{
	return tp_text_is(said->key, "*");
}

/* What is said of all checks goes first, wherever it stands. */
static int read_all(struct tp_rules *rules, const struct tp_value *document, struct tp_err *err)
{
	for (size_t i = 0; i < document->map.n; i++)
		for (enum tp_check check = 0; check < TP_CHECKS && is_all(&document->map.pairs[i]); check++)
			if (read_check(rules, check, &document->map.pairs[i], err) < 0)
				return -1;
	return 0;
}

int tp_rules_read(struct tp_rules *rules, const struct tp_value *document, struct tp_err *err)
{
	struct tp_text none = {0};
	if (document->type != TP_MAP)
		return expected(err, none, none, "an object of checks: {\"late\": {\"act_days\": 45}}");
	for (size_t i = 0; i < document->map.n; i++) {
		const struct tp_pair *said = &document->map.pairs[i];
		if (!is_all(said) && tp_check_find(said->key) == TP_CHECKS)
			return expected(err, said->key, none, "the id of a check, or *: see --list-checks");
		if (said->value.type != TP_MAP)
			return expected(err, said->key, none, "an object: {\"off\": true}");
	}
	if (read_all(rules, document, err) < 0)
		return -1;
	for (size_t i = 0; i < document->map.n; i++) {
		const struct tp_pair *said = &document->map.pairs[i];
		if (!is_all(said) && read_check(rules, tp_check_find(said->key), said, err) < 0)
			return -1;
	}
	return sign(rules, document, err);
}
