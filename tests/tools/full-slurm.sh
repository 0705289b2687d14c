#!/bin/sh
# README's Slurm array and the job that waits for it, but for the number of parts: its tasks one by one as Slurm would start
# them, and in a cluster of one machine that this test starts on loopback, with ports, keys and folders of its own. The same
# bytes as one run; when a task fails nothing is merged, and when it has been done again all is.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
servers=
# shellcheck disable=SC2086 # numbers
trap '[ -z "$servers" ] || kill $servers; wait; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0
failed=0
skipped=0

# verdict NAME STATUS
verdict() {
	if [ "$2" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
		tail -n 5 "$work/log"
	fi
}

skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

conclude() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" -eq 0 ]
	exit
}

# recipe NAME: README's, with few parts.
recipe() {
	sed -n "/^\`\`\`sh $1\$/,/^\`\`\`\$/ { /^\`\`\`/d; s/0-99/0-5/; s/l\\/100/l\\/6/; p; }" "$ROOT/README.md"
}

# same NAME: scored.jsonl is what it should be.
same() {
	cmp scored.jsonl "$work/want" >"$work/log" 2>&1
	verdict "$1" $?
	rm -f scored.jsonl
}

mkdir "$work/jobs"
cd "$work/jobs" || exit 1
(cd "$ROOT/tests/partnership/2026-W47" && tp-import -- *.csv) >answers.jsonl
tp-score --by group answers.jsonl >"$work/want"
for script in tally.sbatch merge.sbatch slurm; do recipe $script >"$script"; done
if command -v shellcheck >/dev/null; then
	shellcheck tally.sbatch merge.sbatch >"$work/log" && shellcheck -s sh slurm >>"$work/log"
	verdict 'the scripts say what they mean' $?
else
	skip 'shellcheck is not installed'
fi

# --- without a cluster ---

split -d -n l/6 answers.jsonl part.
for task in 4 0 5 2 1 3; do SLURM_ARRAY_TASK_ID=$task sh tally.sbatch >"$work/log" 2>&1 || verdict "task $task" 1; done
sh merge.sbatch >"$work/log" 2>&1
same 'one task after the other'
rm -f part.*

# --- with one ---

PATH=$PATH:/usr/sbin
for program in munged slurmctld slurmd sbatch; do
	command -v $program >/dev/null || {
		skip "$program is not installed (apt-get install slurmctld slurmd slurm-client munge)"
		conclude
	}
done

base=$((40000 + $$ % 10000))
host=$(hostname -s)
mkdir "$work/state" "$work/spool"
(umask 077 && head -c 1024 /dev/urandom >"$work/key")
cat >"$work/slurm.conf" <<END
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$base
SlurmdPort=$((base + 1))
AuthInfo=socket=$work/munge
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
SLURM_CONF=$work/slurm.conf
export SLURM_CONF
chmod 755 "$work"

# serve PROGRAM OPTION...
serve() {
	"$@" >>"$work/servers.log" 2>&1 &
	servers="$servers $!"
}

# wait_until CONDITION: for half a minute at most.
wait_until() {
	for _ in $(seq 150); do
		if eval "$1" 2>/dev/null; then return; fi
		sleep 0.2
	done
	return 1
}

serve munged -F --force -S "$work/munge" --key-file="$work/key" --pid-file="$work/munge.pid" \
	--log-file="$work/munge.log" --seed-file="$work/munge.seed"
# shellcheck disable=SC2016
wait_until '[ -S "$work/munge" ]'
serve slurmctld -D
serve slurmd -D
if ! wait_until 'sinfo -h -o %T | grep -q idle'; then
	skip "slurm cannot be used here: $(tail -n 1 "$work/servers.log")"
	conclude
fi

# shellcheck disable=SC2016 # asked again and again
over='[ -z "$(squeue -h)" ]'
sh -e ./slurm >"$work/log" 2>&1
verdict 'jobs are taken' $?
wait_until "$over"
cat ./*.log >>"$work/log"
same 'an array of jobs'

rm -f part.*
# shellcheck disable=SC2016
sed 's/^tp-score/[ "$SLURM_ARRAY_TASK_ID" -ne 3 ] || exit 4; &/' tally.sbatch >failing.sbatch
sed 's/tally.sbatch/failing.sbatch/' slurm >failing
sh -e ./failing >"$work/log" 2>&1
wait_until "$over" && [ ! -e scored.jsonl ] && [ ! -e part.03.tally ] && [ -e part.05.tally ]
verdict 'a task fails and nothing is merged' $?
again=$(sbatch --parsable --array=3 tally.sbatch)
sbatch --dependency=afterok:"$again" --kill-on-invalid-dep=yes merge.sbatch >"$work/log" 2>&1
wait_until "$over"
same 'that task again'

conclude
