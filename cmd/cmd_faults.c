#include "cmd.h"
#include "tp/limits.h"

void cmd_fault(struct cmd *cmd, const struct tp_err *fault)
{
	if (cmd->faults++ < TP_BAD_TOLD)
		cmd_complain(cmd, fault);
}

void cmd_faults_rest(const struct cmd *cmd)
{
	unsigned long rest = cmd->faults > TP_BAD_TOLD ? cmd->faults - TP_BAD_TOLD : 0;
	if (rest > 0)
		cmd_say(cmd, "and %lu fault%s more", rest, rest == 1 ? "" : "s");
}

int cmd_faults_fail(struct cmd *cmd, unsigned long rejected, unsigned long rows)
{
	const char *fault = cmd->faults == 1 ? "fault" : "faults", *it = cmd->faults == 1 ? "it" : "them";
	cmd->told = cmd->faults == 1; /* one fault needs one line; the stream bears the sum all the same */
	if (rejected > 0)
		return tp_err_set(&cmd->err, TP_DATA, "%lu %s, %lu of %lu rows rejected: mend %s and run again", cmd->faults,
			fault, rejected, rows, it);
	return tp_err_set(&cmd->err, TP_DATA, "%lu %s: mend %s and run again", cmd->faults, fault, it);
}
