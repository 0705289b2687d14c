#!/bin/sh
# bench.sh [--quick] measures what README.md here tells: ours and each peer that is installed in turn, RUNS times, and prints
# medians and ratios. --quick: a million answers, once. ANSWERS and RUNS say otherwise; GROWTH, up to how many millions of
# answers time and memory are followed; ONLY, the one part to be measured: import, score, csv, pipe, growth or start.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
unset MALLOC_PERTURB_ # which costs time
tools=$ROOT/$BUILD/bench
if [ "${1-}" = --quick ]; then
	answers=${ANSWERS:-1000000}
	runs=${RUNS:-1}
	growth=${GROWTH:-1}
else
	answers=${ANSWERS:-10000000}
	runs=${RUNS:-3}
	growth=${GROWTH:-100}
fi
slow=$((answers / 10)) # for peers that take minutes for all of it: a tenth, times ten
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# --- who is here ---

zsv=
if command -v zsv_2json >/dev/null 2>&1; then zsv='zsv_2json'; fi
if [ -z "$zsv" ] && command -v zsv >/dev/null 2>&1; then zsv='zsv 2json'; fi
duckdb_version=$("$tools/duckdb" --version 2>/dev/null) || duckdb_version=

has() {
	case $1 in
	zsv) [ -n "$zsv" ] ;;
	duckdb) [ -n "$duckdb_version" ] ;;
	*) command -v "$1" >/dev/null 2>&1 ;;
	esac
}

version() {
	if ! has "$1"; then
		echo "$1 is not installed: README.md in tests/bench tells how to get it"
		return
	fi
	case $1 in
	zsv) $zsv --version 2>/dev/null | head -n 1 | grep . || echo 'zsv 2json' ;;
	duckdb) echo "DuckDB $duckdb_version, two threads" ;;
	mawk) mawk -W version 2>&1 </dev/null | head -n 1 ;;
	*) "$1" --version | head -n 1 ;;
	esac
}

echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores, $(uname -sr), $(date -u +%F)"
echo "load before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
tp-import --version
${CC:-cc} --version | head -n 1
for peer in zsv duckdb mlr jq datamash mawk; do version $peer; done

# --- the data ---

long=$work/long.csv wide=$work/wide.csv
"$tools/rows" long "$answers" >"$long" || exit
"$tools/rows" wide "$answers" >"$wide" || exit
tp-import -k response --no-unique "$long" >"$work/long.jsonl" || exit
tp-import -k response --no-unique "$wide" >"$work/wide.jsonl" || exit
# What the peers read is flat, one object an answer: theirs, and smaller.
"$tools/rows" json "$answers" >"$work/flat.jsonl" || exit
head -n $((slow + 1)) "$long" >"$work/tenth.csv"
head -n "$slow" "$work/flat.jsonl" >"$work/tenth.jsonl"
echo "answers: $answers, long $(($(wc -c <"$long") / 1000000)) MB, wide $(($(wc -c <"$wide") / 1000000)) MB"

# --- measuring ---

is_asked() {
	[ "${ONLY:-$1}" = "$1" ]
}

# again JOB WHO TIMES COMMAND: a line "job, who, seconds, seconds of the processors, KiB", each times TIMES.
again() {
	if measured=$("$tools/clock" 1 sh -c "$4" 2>"$work/err"); then
		echo "$measured" | awk -v head="$1	$2" -v times="$3" '{ printf "%s\t%f\t%f\t%d\n", head, $1 * times, $2 * times, $3 }'
	else
		echo "$2 failed at $1: $(head -n 1 "$work/err")" >&2
	fi >>"$work/times"
}

# job PART NAME, then lines "who times wanted command" on standard input: all of them in turn, RUNS times. Wanted is the ratio
# to reach, 0 where none is.
job() {
	part=$1
	shift
	cat >"$work/job"
	is_asked "$part" || return
	for _ in $(seq "$runs"); do
		while read -r who times wanted command; do
			if [ "$who" = tp ] || has "${who%%+*}"; then again "$1" "$who" "$times" "$command" </dev/null; fi
		done <"$work/job"
	done
	while read -r who times wanted command; do echo "$1	$who	$wanted"; done <"$work/job" >>"$work/wanted"
	awk -F '\t' -v job="$1" '
	function median(list, parts, n, i, j, held) {
		n = split(list, parts, " ")
		for (i = 2; i <= n; i++)
			for (j = i; j > 1 && parts[j] + 0 < parts[j - 1] + 0; j--) {
				held = parts[j]; parts[j] = parts[j - 1]; parts[j - 1] = held
			}
		return n % 2 ? parts[(n + 1) / 2] : (parts[n / 2] + parts[n / 2 + 1]) / 2
	}
	FILENAME ~ /wanted$/ { if ($1 == job) { order[++n] = $2; wanted[$2] = $3 } next }
	$1 == job { wall[$2] = wall[$2] " " $3; cpu[$2] = cpu[$2] " " $4; if ($5 > most[$2]) most[$2] = $5 }
	END {
		printf "\n%s\n  %-16s %9s %9s %9s  %s\n", job, "", "seconds", "cpu", "MB", "times ours (cpu), to reach"
		for (i = 1; i <= n; i++) {
			who = order[i]
			if (!(who in wall)) { printf "  %-16s %9s\n", who, "not here"; continue }
			s = median(wall[who]); c = median(cpu[who])
			printf "  %-16s %9.3f %9.3f %9.1f", who, s, c, most[who] / 1024
			if (who == "tp") { ours = s; ours_cpu = c }
			else if (ours > 0) printf "  %6.1f (%.1f)", s / ours, c / ours_cpu
			if (wanted[who] + 0 > 0) printf ", %s: %s", wanted[who], (s / ours >= wanted[who] + 0 ? "reached" : "missed")
			printf "\n"
		}
	}' "$work/wanted" "$work/times"
}

duckdb="$tools/duckdb"
by='subject, item, count(value), avg(value), stddev_samp(value)'
items='strategy "business-case" "citizen-focus" culture "ways-of-working" competence data technology'
of_items=
for item in $items; do of_items="$of_items, count($item), avg($item), stddev_samp($item)"; done

job import 'long CSV to a stream' <<END
tp 1 0 tp-import -k response --no-unique $long
zsv 1 4 $zsv --object --compact $long
duckdb 1 6 $duckdb "COPY (FROM read_csv('$long')) TO '/dev/stdout' (FORMAT json)" >/dev/null
mlr 10 30 mlr --icsv --ojsonl cat $work/tenth.csv
mawk 1 0 mawk -F, 'NR > 1 { printf "{\"subject\":\"%s\",\"respondent\":\"%s\",\"item\":\"%s\",\"value\":%s}\n", \$2, \$4, \$5, \$6 }' $long
END
job import 'wide CSV to a stream' <<END
tp 1 0 tp-import -k response --no-unique $wide
zsv 1 4 $zsv --object --compact $wide
duckdb 1 6 $duckdb "COPY (FROM read_csv('$wide')) TO '/dev/stdout' (FORMAT json)" >/dev/null
mlr 1 30 mlr --icsv --ojsonl cat $wide
END
job score 'scores of the long stream' <<END
tp 1 0 tp-score --no-unique $work/long.jsonl
duckdb 1 2 $duckdb "CREATE TABLE t AS SELECT $by FROM read_json('$work/flat.jsonl', format = 'newline_delimited') GROUP BY ALL"
mlr 10 0 mlr --ijsonl --ojsonl stats1 -a count,mean,stddev -f value -g subject,item $work/tenth.jsonl
jq 10 0 jq -c '[.subject, .item, .value]' $work/tenth.jsonl
END
job score 'scores of the wide stream' <<END
tp 1 0 tp-score --no-unique $work/wide.jsonl
END
job csv 'scores straight from long CSV' <<END
tp 1 0 tp-score --no-unique $long
duckdb 1 2.5 $duckdb "CREATE TABLE t AS SELECT $by FROM read_csv('$long') GROUP BY ALL"
datamash 10 0 datamash -t, --header-in -s -g 2,5 count 6 mean 6 sstdev 6 <$work/tenth.csv
mawk 1 0 mawk -F, 'NR > 1 { n[\$2, \$5]++; sum[\$2, \$5] += \$6; square[\$2, \$5] += \$6 * \$6 } END { for (i in n) print i, n[i], sum[i], square[i] }' $long
END
job csv 'scores straight from wide CSV' <<END
tp 1 0 tp-score --no-unique $wide
duckdb 1 2.5 $duckdb "CREATE TABLE t AS SELECT subject$(echo "$of_items" | sed 's/"/\\"/g') FROM read_csv('$wide') GROUP BY ALL"
END
job pipe 'long CSV to a stream to scores' <<END
tp 1 0 tp-import -k response --no-unique $long | tp-score
duckdb+duckdb 1 5 $duckdb "COPY (FROM read_csv('$long')) TO '/dev/stdout' (FORMAT json)" | $duckdb "CREATE TABLE t AS SELECT $by FROM read_json('/dev/stdin', format = 'newline_delimited') GROUP BY ALL"
duckdb 1 1.5 $duckdb "CREATE TABLE t AS SELECT $by FROM read_csv('$long') GROUP BY ALL"
mlr+mlr 10 70 mlr --icsv --ojsonl cat $work/tenth.csv | mlr --ijsonl --ojsonl stats1 -a count,mean,stddev -f value -g subject,item
END

# --- growth ---

grow() {
	echo
	echo 'growth: rows made on the way | tp-import | tp-score'
	printf '  %12s %9s %9s %9s\n' answers seconds cpu MB
	for millions in 1 10 100; do
		[ "$millions" -le "$growth" ] || continue
		"$tools/clock" 1 sh -c "$tools/rows long ${millions}000000 | tp-import -k response --no-unique | tp-score" |
			awk -v n="${millions}000000" '{ printf "  %12d %9.2f %9.2f %9.1f\n", n, $1, $2, $3 / 1024 }'
	done
}
if is_asked growth; then grow; fi

# --- starting ---

start() {
	"$tools/clock" 200 "$@" | awk -v nothing="${nothing%% *}" -v name="$1" '{ printf "  %-14s %6.2f\n", name, ($1 - nothing) * 1000 }'
}

start_all() {
	echo
	echo 'starting on an empty stream, milliseconds more than /bin/true'
	nothing=$("$tools/clock" 200 /bin/true)
	head -n 1 "$long" | tp-import -k response >"$work/empty" || exit
	for tool in tp-import tp-score tp-portfolio tp-roles; do start "$tool" "$work/empty"; done
	start tp-report weekly "$work/empty"
	echo 'the five tools on the example partnership, milliseconds'
	(cd tests/partnership/2026-W47 && "$tools/clock" 50 sh -c \
		'tp-import -- *.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly') | awk '{ printf "  %-14s %6.2f\n", "all", $1 * 1000 }'
}
if is_asked start; then start_all; fi
