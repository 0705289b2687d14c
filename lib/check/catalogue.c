#include "tp/catalogue.h"

#define INFO TP_MAY_INFO
#define WATCH TP_MAY_WATCH
#define ACT TP_MAY_ACT
#define COLOURS true
#define NO false

static const struct tp_check_info checks[TP_CHECKS] = {
#define TP_CHECK(tool, id, slug, analysis, subject, severities, from, light, source, ...) \
	[TP_CHECK_##id] = {slug, #analysis, TP_KIND_##subject, severities, TP_phase_##from, light, source, TEXTS(__VA_ARGS__)},
#define TEXTS(title_da, title_en, message_da, message_en, advice_da, advice_en) \
	{title_da, title_en}, {message_da, message_en}, {advice_da, advice_en}
#define TP_LIMIT(...)
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
};

static const struct tp_limit_info limits[TP_LIMITS] = {
#define TP_CHECK(...)
#define TP_LIMIT(check, name, value) [TP_LIMIT_##check##_##name] = {TP_CHECK_##check, #name, value},
#include "data/checks.def"
#undef TP_CHECK
#undef TP_LIMIT
};

const struct tp_check_info *tp_check_info(enum tp_check check)
{
	return &checks[check];
}

bool tp_check_asks(enum tp_check check, enum tp_kind kind)
{
	enum tp_kind subject = checks[check].subject;
	return subject == TP_KIND_scope ? kind == TP_KIND_unit || kind == TP_KIND_municipality : subject == kind;
}

enum tp_check tp_check_find(struct tp_text slug)
{
	enum tp_check check = 0;
	while (check < TP_CHECKS && !tp_text_is(slug, checks[check].slug))
		check++;
	return check;
}

const struct tp_limit_info *tp_limit_info(enum tp_limit limit)
{
	return &limits[limit];
}
