#include "tp/report.h"

int tp_report_ready(struct tp_set *set, struct tp_err *err)
{
	return tp_set_index(set, TP_finding_subject, err);
}
