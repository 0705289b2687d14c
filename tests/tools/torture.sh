#!/bin/sh
# torture.sh [--sample] [NAME] makes every allocation, open, read, write, fsync, link, rename, close … of the tools fail in
# turn, once and from then on (shim.c), and asks each time for the truth:
#
# - exit status 4 with a message, or 0 with exactly what comes without the failure; no other status, no signal;
# - what went to stdout and is not whole is refused by tp-report;
# - the target of -o holds its old bytes unless the status is 0, and nothing lies beside it; also on a file system that can
#   neither make unnamed files nor exchange two names, and on a machine without /proc;
# - the files of --rejects are whole or not there, the pages of --split the old ones, and all are there when the status is 0.
#
# A tool, a way of output, a call and once-or-onwards make a test. --sample tries the first calls and then some, for
# `make check`; NAME keeps to one line of the table.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

sample=
if [ "${1-}" = --sample ]; then
	sample=yes
	shift
fi
only=${1-}

# NAME | the NAME whose output is its input, or - | stream or page: may tp-report judge its output | command
table() {
	cat <<'END'
import|-|stream|tp-import units.csv initiatives.csv roles.csv stakeholders.csv responses.csv milestones.csv benefits.csv
import-safe|-|stream|tp-import --check-refs --pseudonymise ../key units.csv initiatives.csv roles.csv responses.csv benefits.csv
import-odd|-|stream|tp-import --skip 2 odd-units.csv
import-rejects|-|stream|tp-import --rejects ../made units.csv bad/roles.csv bad/responses.csv
import-map|-|stream|tp-import -m map/map.json map/sager-initiatives.csv map/roller.csv map/svar.csv
print-map|-|page|tp-import --print-map -i maturity map/sager-initiatives.csv map/roller.csv map/svar.csv
list-fields|-|page|tp-import --list-fields role
template|-|page|tp-import --template dilemmas
score|import|stream|tp-score
score-slices|import|stream|tp-score --by group,area --min-group 1 --since ../score.whole
score-tally|import|stream|tp-score --tally --by group
score-merged|score-tally|stream|tp-score --by group --min-group 1
score-list|-|page|tp-score --list -f csv
score-table|import|page|tp-score -f table --csv-kind score --min-group 1
score-sheet|-|stream|tp-score --min-group 1 --keep responses.csv
portfolio|score|stream|tp-portfolio
portfolio-ranked|score|stream|tp-portfolio rank match cluster -r --pooled --budget 100000 --assume initiative:naestved-mail.cost=20000
portfolio-checks|-|page|tp-portfolio --list-checks --rules rules.json
roles|portfolio|stream|tp-roles
roles-alone|portfolio|stream|tp-roles -r --scope naestved coverage load involvement curve mindset actors chain
matrix|import|table|tp-roles matrix -f csv
report|roles|page|tp-report weekly
report-since|roles|page|tp-report weekly --since ../score.whole
report-json|roles|page|tp-report weekly -f json
report-maturity|roles|page|tp-report maturity -f html
report-sheet|roles|page|tp-report weekly -f xlsx
report-site|roles|page|tp-report --split ../made
report-portfolio|roles|page|tp-report portfolio -f svg
report-radar|roles|page|tp-report radar
report-roles|roles|page|tp-report roles -f html
report-card|roles|page|tp-report card -f html
report-partnership|roles|page|tp-report partnership -f md
report-closing|roles|page|tp-report closing
report-xlsx|roles|page|tp-report roles -f xlsx
END
}
CALLS='memory open tmpfile read write short-read short-write fsync linkat rename exchange close access stat lseek fcntl chown
	chmod mkdir mmap memfd pread fork'

shim=$ROOT/$BUILD/shim.so
case $BUILD in
build | build-lanes0) ;;
*)
	echo "torture: not with $BUILD, whose run-time allocates and writes for itself; use the plain build"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
	;;
esac
if [ ! -e "$shim" ]; then
	echo "torture: no $shim; make torture builds it" >&2
	exit 1
fi
# shellcheck disable=SC3045 # every sh of Debian has -t
ulimit -t 300 # a tool that loops ends by a signal, which is a failure here

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp -R tests/tools/torture "$work/in"
cd "$work/in" || exit 1
mkdir ../folder ../site
echo 'an old page' | tee ../site/index.html >../site/municipality-gone.html
(umask 077 && echo 8f1d0c5be2a94763b05d2f6ea1c87e3994d2b6f0a7583c1ee96b47d05af2138c >../key)
passed=0
failed=0

fault() {
	faults=$((faults + 1))
	[ "$faults" -gt 3 ] || echo "FAIL $name${target:+ -o}: TP_FAIL=$also$plan: $1 $(head -n 1 ../err)"
}

judge_stdout() {
	if cmp -s ../got "../$name.whole"; then return; fi
	if [ "$status" -eq 0 ]; then
		fault "exit status 0 with other output"
	elif [ "$sort" = stream ] && tp-report <../got >/dev/null 2>&1; then
		fault "tp-report takes the torn stream for whole"
	fi
}

judge_target() {
	if [ "$status" -eq 0 ]; then
		cmp -s "$target" "../$name.whole" || fault "exit status 0 with another file"
	else
		cmp -s "$target" ../old || fault "the target was touched"
	fi
	set -- ../folder/* ../folder/.[!.]*
	[ "$*" = "$target ../folder/.[!.]*" ] || fault "left behind: $*"
	[ ! -s ../got ] || fault "something went to stdout"
}

# What --rejects or --split makes in ../made.
judge_made() {
	if [ "$status" -eq 0 ]; then
		diff -r ../made "../$name.made" >/dev/null || fault "exit status 0 without all files"
	elif [ "$name" = report-site ]; then
		grep -q 'standard output' ../err || diff -r ../made ../site >/dev/null || fault "old pages are gone"
	else
		for file in ../made/* ../made/.[!.]*; do
			[ ! -e "$file" ] || cmp -s "$file" "../$name.made/${file##*/}" || fault "$file is not whole"
		done
	fi
}

start_made() {
	rm -rf ../made
	[ "$name" != report-site ] || cp -R ../site ../made
}

# One run of the command with $plan.
try() {
	tries=$((tries + 1))
	start_made
	if [ -n "$target" ]; then
		rm -f ../folder/* ../folder/.[!.]*
		cp ../old "$target"
	fi
	status=0
	LD_PRELOAD=$shim TP_FAIL=$also$plan "$@" <"$input" >../got 2>../err || status=$?
	case $status:$harmless in
	0:*) ;;
	4:) [ -s ../err ] || fault "exit status 4 without a message" ;;
	*) fault "exit status $status" ;;
	esac
	if [ -n "$target" ]; then judge_target; else judge_stdout; fi
	case $name in
	*-rejects | *-site) judge_made ;;
	esac
}

# Which n to try of $1 calls: all, or the first 25 and some twenty of the others.
numbers() {
	if [ -z "$sample" ]; then
		seq 1 "$1"
	else
		step=$((($1 - 25) / 20))
		[ "$step" -ge 7 ] || step=7
		seq 1 "$(($1 < 25 ? $1 : 25))"
		seq $((25 + step)) "$step" "$1"
	fi
}

count_of() {
	sed -n "s/^$1 //p" ../count
}

# The command with its way of output, all calls.
torture() {
	plan='nothing'
	faults=0
	status=0
	start_made
	LD_PRELOAD=$shim TP_FAIL=${also%,} TP_FAIL_COUNT=../count "$@" <"$input" >../got 2>../err || status=$?
	harmless=yes
	[ "$status" -eq 0 ] || fault "exit status $status"
	if [ -n "$target" ]; then judge_target; else judge_stdout; fi
	for call in $CALLS; do
		case $call in
		short-* | tmpfile | exchange | chown) harmless=yes ;;
		*) harmless= ;;
		esac
		calls=$(count_of "$call")
		[ "$calls" -gt 0 ] || continue
		case ,$also in
		*,$call:*) continue ;; # fails already
		esac
		for mode in '' +; do
			faults=0
			for n in $(numbers "$calls"); do
				plan=$call:$n$mode
				try "$@"
			done
			if [ "$faults" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
		done
	done
}

tries=0
also=
echo 'what stood here before' >../old
table >../table
while IFS='|' read -r name input sort command; do
	if [ "$input" = - ]; then input=/dev/null; else input=../$input.whole; fi
	# shellcheck disable=SC2086 # words
	start_made
	if ! $command <"$input" >"../$name.whole" 2>../err; then
		failed=$((failed + 1))
		echo "FAIL $name: $command fails as it is: $(head -n 1 ../err)"
		continue
	fi
	case $name in
	*-rejects | *-site) cp -R ../made "../$name.made" ;;
	esac
	case $name in
	*"$only"*) ;;
	*) continue ;;
	esac
	case $sample$only:$name in
	yes:*-map | yes:list-* | yes:*-list | yes:*-alone | yes:*-merged | yes:*-since) continue ;; # `make check` has not that much time
	esac
	target=
	# shellcheck disable=SC2086 # words
	torture $command
	[ "$name" != report-site ] || continue # which has no -o
	target=../folder/target
	cp ../old "$target"
	# shellcheck disable=SC2086 # words
	torture $command -o "$target"
	case $sample:$name in
	:import | :report | yes:import)
		for also in 'tmpfile:1+,exchange:1+,' 'access:1+,'; do
			# shellcheck disable=SC2086 # words
			torture $command -o "$target"
		done
		also=
		;;
	esac
done <../table

echo "torture: $tries failures made"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
