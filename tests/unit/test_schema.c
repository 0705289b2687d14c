#include "tp/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tp/record.h"

/* --- the contract: tp-stream(5), kind by kind. "*" required, behind the colon what it holds --- */

static const struct {
	const char *kind, *fields, *danish;
} facts[] = {
	{"municipality", "id* name* region population:num solution:code ambition:1-5 joined:day", "kommune kommuner"},
	{"unit", "id* name* municipality* area:code employees:num", "enhed enheder forvaltning forvaltninger"},
	{"technology", "id* name* group:code wave:1-3 watches:bool predicts:bool decides:bool", "teknologi teknologier"},
	{"initiative",
		"id* title* municipality* unit technology solution:code type:code problem problem_areas:list goals:list "
		"phase:code phase_since:day proposed:day decided:day decision_reason start:day end:day cost:num "
		"running_cost:num benefit:num hours:num citizens:num effort:num effect potential competencies "
		"synergies:list transferable_to:list proven_in:list replaces retired:day reception:1-5 users:num "
		"users_intended:num support_until:day personal_data:bool data_agreement:code robots:num "
		"robots_target:num progress:0-100 case_revised:day owner_statement",
		"indsats indsatser initiativ initiativer"},
	{"response", "instrument* subject* values*:map respondent group round date:day comments:map",
		"svar besvarelse besvarelser"},
	{"tally", "instrument* hash* subject* item* counts*:list blank:num dk:num na:num round slice:map", ""},
	{"invited", "instrument* subject* count*:num group round", "inviterede"},
	{"target", "scope* type*:code share*:0-100", "måltal"},
	{"role", "initiative* role*:code person group level:code hours:num prepared:bool start:day end:day",
		"rolle roller"},
	{"stakeholder",
		"initiative* group* size:num actor:code affected:bool scenario:code optimists:num passive:num "
		"sceptics:num watchdogs:num stage:1-7 involvement:code involvement_needed:code med:bool date:day",
		"interessent interessenter"},
	{"milestone", "initiative* title* due*:day done:day phase:code", "milepæl milepæle"},
	{"activity", "municipality* type*:code date*:day topic levels:list held:bool", "aktivitet aktiviteter"},
	{"challenge", "municipality* text* raised*:day closed:day initiative", "udfordring udfordringer"},
	{"benefit",
		"initiative* title* goal*:code owner measure baseline:num target:num actual:num better:code due:day "
		"measured:day",
		"gevinst gevinster"},
	{"measurement", "initiative* benefit* measured*:day actual*:num", "måling målinger"},
	{"pilot",
		"initiative* site* start:day end:day volume:num difficulty:1-5 extra_resources:bool decision:code "
		"decided:day",
		"pilot piloter pilottest pilottests"},
	{"feedback", "initiative* received*:day answered:day group text", "feedback tilbagemelding tilbagemeldinger"},
	{"change", "initiative* date*:day what* approved:bool in_case:bool", "ændring ændringer"},
	{"case", "id* title* municipality technology solution:code problem_areas:list effect lesson", "case cases"},
	{"decision", "subject* date*:day what* reason by_whom check", "beslutning beslutninger"},
	{"note", "check* subject* key until*:day why* person", "note noter"},
};

static const struct {
	const char *kind, *fields;
} results[] = {
	{"score",
		"instrument hash round subject_kind subject slice:map level:code key n:num n_max:num blank:num dk:num "
		"na:num respondents:num invited:num response_rate:num coverage:num mean:num median:num sd:num low:num "
		"high:num bound_low:num bound_high:num agreement:num counts:list band peers suppressed:bool "
		"previous:num change:num clear:bool"},
	{"share",
		"scope basis:code type:code purpose technology_group count:num cost:num hours:num share:num "
		"percent:num target:num gap:num"},
	{"rank",
		"initiative scope rank:num value:num parts:map missing:list selected:bool why:map stable before after"},
	{"blip",
		"technology area maturity:num maturity_low:num maturity_high:num relevance:num relevance_low:num "
		"relevance_high:num n:num ring borders:list moved own"},
	{"match", "initiative to fit:num factors differs:list missing:list step:code why:map"},
	{"cluster", "id solution:code members:list maturity:num ambition:num spread left_over"},
	{"duty", "person initiatives active:num roles:map levels hours:num without_hours:num"},
	{"matrix", "initiative title municipality persons:map"},
	{"finding",
		"check severity:code outcome:code subject_kind subject key initiative municipality message:map "
		"advice:map evidence:map at:list source"},
	{"begin", ""},
	{"run", "version as_of:day checks:list instruments:map rules files:num rows:num records:num rejected:num"},
	{"error", "message"},
};

enum { FACTS = sizeof facts / sizeof *facts, RESULTS = sizeof results / sizeof *results };

/* "enumeration: slug=dansk|…": the slugs in their order. */
static const struct {
	enum tp_enum codes;
	const char *values;
} enums[] = {
	{TP_ENUM_area,
		"day-care-school=dagtilbud og skole|social-health=social og sundhed|employment=arbejdsmarked og erhverv|"
		"technical-environment=teknik og miljø|finance-administration=økonomi og administration"},
	{TP_ENUM_solution,
		"screen-visits=skærmbesøg|digital-training=digital træning|"
		"automation=etablering og skalering af automatisering|"
		"end-to-end-automation=intelligent automatisering af end-to-end-processer"},
	{TP_ENUM_type,
		"efficiency=effektiviser processer|modernise=moderniser eksisterende borgerservices|"
		"rethink-service=gentænk services|rethink-business=gentænk din \"forretning\""},
	{TP_ENUM_problem_area,
		"service=niveau af borgerservice|process=processer og arbejdsgange|wellbeing=trivsel og kompetencer|"
		"resources=ressourceudnyttelse|data=bedre og sikrere brug af data"},
	{TP_ENUM_goal,
		"quality=kvalitet for borgere og virksomheder|profession=faglighed|work-environment=arbejdsmiljø|"
		"savings=økonomi|capacity=frigjort arbejdskraft|policy=politiske mål"},
	{TP_ENUM_phase,
		"idea=idé|proposed=foreslået|approved=godkendt|pilot=pilot|rollout=udrulning|operation=drift|"
		"stopped=stoppet"},
	{TP_ENUM_role, "owner=forandringsejer|leader=forandringsleder|agent=forandringsagent|target=målgruppe"},
	{TP_ENUM_involvement,
		"responsible=gør ansvarlig|participate=aktiv deltagelse|involve=involver|dialogue=dialog|"
		"feedback=mulighed for feedback|inform=informer"},
	{TP_ENUM_level,
		"political=politisk|executive=direktør|manager=chef|line-manager=førstelinjeleder|employee=medarbejder|"
		"external=ekstern"},
	{TP_ENUM_actor,
		"citizen=borger|employee=medarbejder|supplier=leverandør|political=politisk|executive=topleder"},
	{TP_ENUM_scenario, "resistance=modstand|passivity=passivitet|receptivity=lydhørhed"},
	{TP_ENUM_activity,
		"partnership-day=partnerskabsdag|cluster-meeting=klyngemøde|sparring=sparring|steering=styregruppe|"
		"workshop=workshop|closing=afslutning|other=andet"},
	{TP_ENUM_pilot_decision, "continue=fortsæt|adjust=juster|stop=stop"},
	{TP_ENUM_agreement, "yes=ja|no=nej|na=ikke relevant"},
	{TP_ENUM_better, "up=op|down=ned"},
	{TP_ENUM_severity, "info=|watch=|act="},
	{TP_ENUM_outcome, "signal=|unknown="},
	{TP_ENUM_score_level, "item=|dimension=|total="},
	{TP_ENUM_basis, "count=|cost=|hours="},
	{TP_ENUM_step, "build-on=|adapt=|afresh="},
};

/* --- helpers --- */

static enum tp_type type_of(struct tp_text word)
{
	static const struct {
		const char *word;
		enum tp_type type;
	} types[] = {{"day", TP_DAY}, {"num", TP_NUM}, {"code", TP_CODE}, {"bool", TP_BOOL}, {"list", TP_LIST},
		{"map", TP_MAP}};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (tp_text_is(word, types[i].word))
			return types[i].type;
	return TP_ABSENT;
}

/* Holds one "name*:what" against the schema. */
static void expect_field(const char *kind_name, struct tp_text word, bool marks)
{
	struct tp_text rest = word, name = tp_text_split(&rest, ":");
	bool required = name.len > 0 && name.ptr[name.len - 1] == '*';
	name.len -= required;
	enum tp_field field = tp_field_find(tp_kind_find(tp_text_of(kind_name)), name);
	if (field == TP_NO_FIELD)
		fail_msg("%s has no field %.*s", kind_name, (int)name.len, name.ptr);
	const struct tp_field_info *info = tp_field_info(field);
	if (marks && required != !!(info->flags & TP_REQUIRED))
		fail_msg("%s.%s is %srequired", kind_name, info->name, required ? "not " : "");
	if (!rest.ptr)
		return;
	char *dash;
	double low = strtod(rest.ptr, &dash);
	if (*dash == '-' && dash > rest.ptr) {
		double high = strtod(dash + 1, NULL);
		if (tp_field_type(field) != TP_NUM || info->min != low || info->max != high)
			fail_msg("%s.%s goes from %g to %g", kind_name, info->name, info->min, info->max);
	} else if (tp_field_type(field) != type_of(rest)) {
		fail_msg("%s.%s is no %.*s", kind_name, info->name, (int)rest.len, rest.ptr);
	}
}

static size_t expect_fields(const char *kind, const char *fields, bool marks)
{
	struct tp_text rest = tp_text_of(fields);
	size_t n = 0;
	while (rest.ptr && rest.len > 0) {
		expect_field(kind, tp_text_split(&rest, " "), marks);
		n++;
	}
	return n;
}

/* A word that was seen before, and with whom. */
struct words {
	struct {
		char fold[TP_FOLD_SIZE];
		size_t len;
		long owner;
	} *seen;
	size_t n;
};

/* The one who has the word already and is another; -1 when none. */
static long claim(struct words *words, struct tp_text word, long owner)
{
	char fold[TP_FOLD_SIZE];
	size_t len = tp_text_fold(word, fold);
	assert_true(len > 0);
	for (size_t i = 0; i < words->n; i++)
		if (words->seen[i].len == len && memcmp(words->seen[i].fold, fold, len) == 0 &&
			words->seen[i].owner != owner)
			return words->seen[i].owner;
	words->seen = reallocarray(words->seen, words->n + 1, sizeof *words->seen);
	assert_non_null(words->seen);
	memcpy(words->seen[words->n].fold, fold, len);
	words->seen[words->n].len = len;
	words->seen[words->n++].owner = owner;
	return -1;
}

static long claim_all(struct words *words, const char *names, long owner)
{
	struct tp_text name;
	long other = -1;
	for (size_t i = 0; other < 0 && (name = tp_names_at(names, i)).ptr; i++)
		other = claim(words, name, owner);
	return other;
}

/* --- kinds and fields --- */

static void facts_are_those_of_the_contract(void **state)
{
	(void)state;
	size_t n = 0;
	for (size_t i = 0; i < FACTS; i++) {
		enum tp_kind kind = tp_kind_find(tp_text_of(facts[i].kind));
		assert_true(kind < TP_KINDS);
		assert_int_equal(tp_kind_info(kind)->is, TP_FACT);
		if (expect_fields(facts[i].kind, facts[i].fields, true) != tp_kind_fields(kind))
			fail_msg("%s has fields that the contract does not know", facts[i].kind);
	}
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++)
		n += tp_kind_info(kind)->is == TP_FACT;
	assert_int_equal(n, FACTS);
}

static void results_have_the_fields_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < RESULTS; i++) {
		enum tp_kind kind = tp_kind_find(tp_text_of(results[i].kind));
		assert_true(kind < TP_KINDS);
		assert_true(tp_kind_info(kind)->is != TP_FACT);
		expect_fields(results[i].kind, results[i].fields, false);
	}
	assert_int_equal(FACTS + RESULTS, TP_KINDS);
}

static void a_role_is_a_persons_or_a_groups(void **state)
{
	(void)state;
	assert_true(tp_field_info(TP_role_person)->flags & TP_EITHER);
	assert_true(tp_field_info(TP_role_group)->flags & TP_EITHER);
}

static void fields_stand_in_a_row(void **state)
{
	(void)state;
	size_t total = 0;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		const struct tp_kind_info *info = tp_kind_info(kind);
		size_t n = tp_kind_fields(kind);
		assert_true(n <= TP_FIELDS_MAX);
		assert_int_equal(info->first, total);
		total += n;
		for (size_t i = 0; i < n; i++) {
			enum tp_field field = info->first + (enum tp_field)i;
			assert_int_equal(tp_field_info(field)->kind, kind);
			assert_int_equal(tp_field_find(kind, tp_text_of(tp_field_info(field)->name)), field);
		}
	}
	assert_int_equal(total, TP_FIELDS);
	assert_true(TP_KINDS <= 64); /* the reader's bits */
	assert_int_equal(tp_kind_fields(TP_KIND_other), 0);
}

static void names_are_exact(void **state)
{
	(void)state;
	assert_int_equal(tp_kind_find(tp_text_of("initiative")), TP_KIND_initiative);
	assert_int_equal(tp_kind_find(tp_text_of("Initiative")), TP_KIND_other);
	assert_int_equal(tp_kind_find(tp_text_of("initiatives")), TP_KIND_other);
	assert_int_equal(tp_kind_find((struct tp_text){"unit!", 4}), TP_KIND_unit);
	assert_int_equal(tp_kind_find((struct tp_text){"unit", 3}), TP_KIND_other);
	assert_int_equal(tp_kind_find(tp_text_of("")), TP_KIND_other);
	assert_int_equal(tp_field_find(TP_KIND_unit, tp_text_of("Name")), TP_NO_FIELD);
	assert_int_equal(tp_field_find(TP_KIND_unit, tp_text_of("title")), TP_NO_FIELD);
	assert_int_equal(tp_field_find(TP_KIND_other, tp_text_of("id")), TP_NO_FIELD);
	assert_int_equal(tp_code_find(TP_ENUM_phase, tp_text_of("rollout")), TP_phase_rollout);
	assert_int_equal(tp_code_find(TP_ENUM_phase, tp_text_of("Rollout")), TP_CODE_none);
	assert_int_equal(tp_code_find(TP_ENUM_phase, tp_text_of("udrulning")), TP_CODE_none);
	assert_int_equal(tp_code_find(TP_ENUM_role, tp_text_of("rollout")), TP_CODE_none);
}

static void people_name_kinds_as_they_like(void **state)
{
	(void)state;
	for (size_t i = 0; i < FACTS; i++) {
		enum tp_kind kind = tp_kind_find(tp_text_of(facts[i].kind));
		struct tp_text rest = tp_text_of(facts[i].danish);
		assert_int_equal(tp_kind_read(tp_text_of(facts[i].kind)), kind);
		while (rest.len > 0) {
			struct tp_text name = tp_text_split(&rest, " ");
			if (tp_kind_read(name) != kind)
				fail_msg("%.*s is no %s", (int)name.len, name.ptr, facts[i].kind);
		}
	}
	assert_int_equal(tp_kind_read(tp_text_of("MILEPAELE")), TP_KIND_milestone);
	assert_int_equal(tp_kind_read(tp_text_of("technologies")), TP_KIND_technology);
	assert_int_equal(tp_kind_read(tp_text_of("finding")), TP_KIND_other);
	assert_int_equal(tp_kind_read(tp_text_of("run")), TP_KIND_other);
	assert_int_equal(tp_kind_read(tp_text_of("")), TP_KIND_other);
}

static void no_name_means_two_kinds(void **state)
{
	(void)state;
	struct words words = {0};
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		const struct tp_kind_info *info = tp_kind_info(kind);
		for (enum tp_kind other = 0; other < kind; other++)
			assert_string_not_equal(info->name, tp_kind_info(other)->name);
		if (info->is != TP_FACT)
			continue;
		long taken = claim_all(&words, info->name, kind);
		for (enum tp_lang lang = 0; taken < 0 && lang < TP_LANGS; lang++)
			taken = claim_all(&words, info->title[lang], kind);
		if (taken >= 0)
			fail_msg("%s and %s share a name", info->name, tp_kind_info((enum tp_kind)taken)->name);
	}
	free(words.seen);
}

/* A column is found by the field's own name and by the headers of both languages at once, and the first field wins:
 * a word that two fields claim would silently fill the wrong one. */
static void no_header_means_two_fields(void **state)
{
	(void)state;
	size_t bad = 0;
	for (enum tp_kind kind = 0; kind < TP_KINDS; kind++) {
		struct words words = {0};
		for (size_t i = 0; i < tp_kind_fields(kind); i++) {
			enum tp_field field = tp_kind_info(kind)->first + (enum tp_field)i;
			const struct tp_field_info *info = tp_field_info(field);
			long taken[] = {claim_all(&words, info->name, field),
				claim_all(&words, info->header[TP_DA], field), claim_all(&words, info->header[TP_EN], field)};
			for (size_t j = 0; j < 3; j++)
				if (taken[j] >= 0) {
					print_message("%s: %s and %s share a header\n", tp_kind_info(kind)->name,
						tp_field_info((enum tp_field)taken[j])->name, info->name);
					bad++;
				}
		}
		free(words.seen);
	}
	assert_int_equal(bad, 0);
}

/* --- enumerations --- */

static void codes_are_those_of_the_contract(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof enums / sizeof *enums; i++) {
		size_t n, count = 0;
		int first = tp_enum_first(enums[i].codes, &n);
		for (struct tp_text rest = tp_text_of(enums[i].values); rest.ptr; count++) {
			struct tp_text danish = tp_text_split(&rest, "|"), slug = tp_text_split(&danish, "=");
			int code = tp_code_find(enums[i].codes, slug);
			if (code != first + (int)count)
				fail_msg("%.*s stands elsewhere", (int)slug.len, slug.ptr);
			assert_true(tp_text_is(slug, tp_code_slug(code)));
			assert_int_equal(tp_code_read(enums[i].codes, slug), code);
			if (danish.len > 0 && tp_code_read(enums[i].codes, danish) != code)
				fail_msg("%.*s is not %.*s", (int)danish.len, danish.ptr, (int)slug.len, slug.ptr);
		}
		assert_int_equal(count, n);
	}
}

/* With the aliases, of which only the table tells. */
static const struct {
	int code;
	const char *slug, *names[TP_LANGS];
} words_of[] = {
#define TP_ENUM(name)
#define TP_CODE(name, value, slug, da, en) {TP_##name##_##value, slug, {da, en}},
#include "data/enums.def"
#undef TP_ENUM
#undef TP_CODE
};

static void no_word_means_two_codes(void **state)
{
	(void)state;
	size_t at = 0;
	for (enum tp_enum codes = TP_ENUM_none + 1; codes < TP_ENUMS; codes++) {
		size_t n;
		struct words words = {0};
		int first = tp_enum_first(codes, &n);
		assert_true(n > 0);
		for (int code = first; code < first + (int)n; code++, at++) {
			assert_int_equal(words_of[at].code, code);
			long taken = claim(&words, tp_text_of(words_of[at].slug), code);
			for (enum tp_lang lang = 0; taken < 0 && lang < TP_LANGS; lang++)
				taken = claim_all(&words, words_of[at].names[lang], code);
			if (taken >= 0)
				fail_msg("%s and %s share a word", tp_code_slug(code), tp_code_slug((int)taken));
			for (enum tp_lang lang = 0; lang < TP_LANGS; lang++)
				assert_int_equal(tp_code_read(codes, tp_code_title(code, lang)), code);
		}
		free(words.seen);
	}
	assert_int_equal(at, sizeof words_of / sizeof *words_of);
}

static void codes_are_read_as_people_write(void **state)
{
	(void)state;
	assert_int_equal(tp_code_read(TP_ENUM_phase, tp_text_of("UDRULNING")), TP_phase_rollout);
	assert_int_equal(tp_code_read(TP_ENUM_phase, tp_text_of("Roll-out")), TP_phase_rollout);
	assert_int_equal(tp_code_read(TP_ENUM_phase, tp_text_of("ide")), TP_phase_idea);
	assert_int_equal(tp_code_read(TP_ENUM_area, tp_text_of("Oekonomi og administration")),
		TP_area_finance_administration);
	assert_int_equal(tp_code_read(TP_ENUM_type, tp_text_of("arbejdsgange")), TP_CODE_none);
	assert_int_equal(tp_code_read(TP_ENUM_involvement, tp_text_of("3")), TP_CODE_none);
	assert_int_equal(tp_code_read(TP_ENUM_phase, tp_text_of("")), TP_CODE_none);
	assert_int_equal(tp_code_read(TP_ENUM_phase, tp_text_of("-")), TP_CODE_none);
}

/* --- names --- */

static void names_are_split_at_bars(void **state)
{
	(void)state;
	assert_true(tp_text_is(tp_names_at("Navn|Name|N", 0), "Navn"));
	assert_true(tp_text_is(tp_names_at("Navn|Name|N", 2), "N"));
	assert_null(tp_names_at("Navn|Name|N", 3).ptr);
	assert_true(tp_text_is(tp_names_at("Navn", 0), "Navn"));
	assert_null(tp_names_at("Navn", 1).ptr);
	assert_true(tp_names_match("Fase siden|I fasen", tp_text_of("fasesiden")));
	assert_true(tp_names_match("Fase siden|I fasen", tp_text_of("ifasen")));
	assert_false(tp_names_match("Fase siden|I fasen", tp_text_of("fase")));
	assert_false(tp_names_match("Fase siden|I fasen", tp_text_of("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_those_of_the_contract),
		cmocka_unit_test(results_have_the_fields_of_the_contract),
		cmocka_unit_test(a_role_is_a_persons_or_a_groups),
		cmocka_unit_test(fields_stand_in_a_row),
		cmocka_unit_test(names_are_exact),
		cmocka_unit_test(people_name_kinds_as_they_like),
		cmocka_unit_test(no_name_means_two_kinds),
		cmocka_unit_test(no_header_means_two_fields),
		cmocka_unit_test(codes_are_those_of_the_contract),
		cmocka_unit_test(no_word_means_two_codes),
		cmocka_unit_test(codes_are_read_as_people_write),
		cmocka_unit_test(names_are_split_at_bars),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
