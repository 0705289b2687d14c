#!/bin/sh
# e2e-steps.sh [--update]: how many instructions the tools take for work that is always the same, by function, beside
# tests/bench/steps.txt: times on shared machines prove nothing. A run that has grown by more than 5 % fails and names the
# functions that grew; --update accepts what is there now. Only the tools' own code is counted, for libraries differ from
# machine to machine; where the compiler or its flags differ, too, nothing is compared.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
kept=tests/bench/steps.txt
allowed=5 # percent

skip() {
	echo "skipped: $1"
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

command -v valgrind >/dev/null 2>&1 || skip 'steps are counted with valgrind, which is not installed'
flags=$(sed -n '1s, / .*,,p' "$BUILD/flags" | tr ' ' '\n' | grep -E '^-(O|f|m|DTP_)' | tr '\n' ' ')
here="$(${CC:-cc} --version | head -n 1), $(uname -m), $flags"
counted=$(sed -n 's/^# with //p' "$kept" 2>/dev/null)
if [ "$here" != "$counted" ] && [ "${1-}" != --update ]; then
	skip "steps were counted with $counted; here is $here"
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# count RUN TOOL [ARGUMENT...]: lines "run function instructions" of the tool's own functions, and of all as "total".
count() {
	run=$1
	shift
	if ! valgrind -q --tool=callgrind --callgrind-out-file="$work/callgrind" "$@" >"$work/out" 2>"$work/err"; then
		cat "$work/err" >&2
		exit 1
	fi
	callgrind_annotate --threshold=100 --auto=no "$work/callgrind" | awk -v run="$run" -v tool="/$1]" '
	index($0, tool) == length($0) - length(tool) + 1 {
		gsub(/,/, "", $1)
		name = $0
		sub(/ \[[^[]*$/, "", name)
		sub(/.*:/, "", name)
		sub(/\.(isra|part|constprop|cold).*/, "", name)
		sub(/\x27.*/, "", name)
		steps[name] += $1
		total += $1
	}
	END {
		print run, "total", total
		for (name in steps)
			if (steps[name] > total / 200)
				print run, name, steps[name]
	}'
}

# Ten subjects: that scores are put is not to hide how answers are counted.
"$BUILD/bench/rows" long 20000 | sed 's/,m.\(.\)-u.,/,unit-\1,/' >"$work/long.csv"
"$BUILD/bench/rows" wide 40000 | sed 's/,m.\(.\)-u.,/,unit-\1,/' >"$work/wide.csv"
tp-import -k response --no-unique "$work/long.csv" >"$work/long.jsonl"
(cd tests/partnership/2026-W47 && tp-import -- *.csv) >"$work/facts"
tp-score <"$work/facts" >"$work/scored"
tp-portfolio <"$work/scored" >"$work/checked"
tp-roles <"$work/checked" >"$work/stream"
{
	count import-long tp-import -k response --no-unique "$work/long.csv"
	count import-wide tp-import -k response --no-unique "$work/wide.csv"
	count score-stream tp-score --no-unique "$work/long.jsonl"
	count score-csv tp-score --no-unique "$work/long.csv"
	count portfolio tp-portfolio "$work/scored"
	count roles tp-roles "$work/checked"
	count report tp-report weekly "$work/stream"
} | sort -k 1,1 -k 3,3nr >"$work/now"

if [ "${1-}" = --update ]; then
	{
		echo '# Instructions by run and function, as tests/tools/e2e-steps.sh --update has counted them'
		echo "# with $here"
		cat "$work/now"
	} >"$kept"
	exit 0
fi
awk -v allowed="$allowed" '
/^#/ { next }
NR == FNR { before[$1, $2] = $3; next }
$2 == "total" {
	limit = before[$1, $2] * (1 + allowed / 100)
	grown[$1] = $3 > limit
	verdict[$1] = sprintf("%s took %d instructions and takes %d", $1, before[$1, $2], $3)
	if ($3 * (1 + allowed / 100) < before[$1, $2])
		printf "%s, which is fewer: tests/tools/e2e-steps.sh --update keeps it so\n", verdict[$1]
}
{ steps[$1] += 0; more = $3 - before[$1, $2] }
$2 != "total" && more > 0 { why[$1] = why[$1] sprintf("\n  %s: %d more", $2, more) }
END {
	for (run in verdict)
		if (grown[run]) { failed++; print "FAIL " verdict[run] ":" why[run] } else passed++
	printf "%d passed, %d failed\n", passed, failed
	exit failed > 0
}' "$kept" "$work/now"
