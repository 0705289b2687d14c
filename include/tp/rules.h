/*
 * The checks' rules as a user may set them: thresholds, the severity of what
 * is found, the phase a check applies from, and checks that are off. What a
 * rules file does not say is as the catalogue has it.
 */
#ifndef TP_RULES_H
#define TP_RULES_H

#include "tp/catalogue.h"
#include "tp/err.h"

struct tp_rules {
	double limits[TP_LIMITS];
	struct tp_rule {
		bool off;
		enum tp_severity severity; /* of whatever the check signals; TP_NONE: as it finds */
		int from;                  /* a code of enum phase */
	} checks[TP_CHECKS];
	char hash[17]; /* of the canonical document; empty: the catalogue's rules */
};

/* The catalogue's rules. */
void tp_rules_init(struct tp_rules *rules);

/* Takes over {"<check>": {"<threshold>": number, "severity": "info|watch|act", "from": "<phase>", "off": bool}, …}.
 * "*" stands for every check; what is said of a check by its id goes before. -1: TP_DATA with the JSON path of the fault in err->field. */
int tp_rules_read(struct tp_rules *rules, const struct tp_value *document, struct tp_err *err);

#endif
