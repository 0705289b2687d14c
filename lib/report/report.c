#include "tp/report.h"

int tp_report_ready(struct tp_set *set, struct tp_err *err)
{
	static const enum tp_field fields[] = {
		TP_finding_subject, TP_role_person, TP_benefit_owner, TP_decision_by_whom, TP_note_person};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (tp_set_index(set, fields[i], err) < 0)
			return -1;
	return 0;
}
