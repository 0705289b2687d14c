#!/bin/sh
# Where a block of input ends leaves no trace: reads that give 1, 7 and 4096 bytes at a time bring the same output and the
# same messages as whole blocks, for every tool, for a long survey, and for input that is at fault.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
shim=$ROOT/$BUILD/shim.so
if [ ! -e "$shim" ]; then
	echo "blocks: no $shim here"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# same NAME INPUT COMMAND...: the command with its input in blocks of each size.
same() {
	name=$1
	input=$2
	shift 2
	"$@" <"$input" >"$work/whole" 2>"$work/whole.err"
	status=$?
	for block in 1 7 4096; do
		LD_PRELOAD=$shim TP_BLOCK=$block "$@" <"$input" >"$work/cut" 2>"$work/cut.err"
		if [ $? -eq "$status" ] && cmp -s "$work/whole" "$work/cut" && cmp -s "$work/whole.err" "$work/cut.err"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "FAIL $name in blocks of $block: $(head -n 1 "$work/cut.err")"
		fi
	done
}

# Runs of rows that look alike, and such as do not.
awk 'BEGIN {
	split("strategy business-case citizen-focus culture ways-of-working competence data technology", item, " ")
	print "instrument,subject,group,respondent,item,value,date"
	for (i = 0; i < 3000; i++)
		printf "maturity,u%d,%s,%s,%s,%s,2026-%02d-%02d\n", i / 8 % 13, i % 5 ? "leaders" : "", i % 7 ? "r" i : "",
			item[i % 8 + 1], i % 11 ? 1 + i % 5 : (i % 2 ? "" : "ved ikke"), 1 + i / 8 % 9, 1 + i / 72 % 28
}' >"$work/long.csv"
tp-import -k response --no-unique "$work/long.csv" >"$work/long"
(cd tests/partnership/2026-W47 && tp-import -- *.csv) >"$work/facts"
tp-score <"$work/facts" >"$work/scored"
tp-portfolio <"$work/scored" >"$work/checked"
tp-roles <"$work/checked" >"$work/stream"
sed '700s/"values"/"valuees"/' "$work/long" >"$work/wrong"
sed "s/\"date\"/\"d\\xc3\"/;700q" "$work/long" >"$work/broken"
head -c 70001 "$work/long" >"$work/torn"

same 'a long survey' "$work/long.csv" tp-import -k response
same 'its stream' "$work/long" tp-score
same 'its stream, passed on' "$work/long" tp-portfolio
same 'facts' "$work/facts" tp-score
same 'scores' "$work/scored" tp-portfolio
same 'findings' "$work/checked" tp-roles
same 'all of it' "$work/stream" tp-report weekly
for fault in wrong broken torn; do
	same "what is $fault" "$work/$fault" tp-score
	same "what is $fault, passed on" "$work/$fault" tp-portfolio
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
