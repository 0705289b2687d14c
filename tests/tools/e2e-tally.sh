#!/bin/sh
# Counted in parts and merged is counted at once: random answers, split anywhere, tallied, merged in several steps and in
# any order, give the same bytes as one run. So do lines in any order, other names for respondents, and a spreadsheet
# read without tp-import. What is cut on the way is noticed by the one that merges. FULL=1 tries more.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

verdict() {
	if [ "$2" = good ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
	fi
}

same() {
	if cmp -s "$2" "$3" && [ -s "$2" ]; then
		verdict "$1" good
	else
		verdict "$1" bad
		diff -a "$2" "$3" | cut -c 1-300 | head -n 6
	fi
}

own=tests/tools/instruments
score() {
	tp-score -i $own/home.json -i $own/yard.json -i $own/either.json "$@"
}

# shuffle SEED: the lines of stdin in another order.
shuffle() {
	awk -v seed="$1" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort | cut -f 2-
}

# deal SEED PARTS: each line of stdin to one of the files deal.1 … by chance; some stay empty.
deal() {
	rm -f "$work"/deal.*
	for part in $(seq "$2"); do : >"$work/deal.$part"; done
	awk -v seed="$1" -v parts="$2" -v to="$work/deal." 'BEGIN { srand(seed) }
		{ print >(to int(rand() * rand() * parts) + 1) }'
}

# merge SEED OPTION...: tallies of all the parts, two or three at a time tallied again until few are left, in any order.
merge() {
	seed=$1
	shift
	for part in "$work"/deal.*; do score --tally "$@" <"$part" >"$part.tally" || return; done
	rm -f "$work"/nest.*
	n=0
	printf '%s\n' "$work"/deal.*.tally | shuffle "$seed" >"$work/list"
	while read -r one && read -r two; do
		n=$((n + 1))
		cat "$two" "$one" | score --tally "$@" >"$work/nest.$n" || return
	done <"$work/list"
	if [ $(($(wc -l <"$work/list") % 2)) -eq 1 ]; then tail -n 1 "$work/list" | xargs cat >"$work/nest.0"; fi
	cat "$work"/nest.*
}

rounds=3
if [ -n "${FULL-}" ]; then rounds=40; fi
for seed in $(seq "$rounds"); do
	python3 tests/tools/answers.py --once "$seed" $own/*.json lib/data/instruments/maturity.json >"$work/in"
	for by in '' '--by group' '--by shift,area'; do
		# shellcheck disable=SC2086 # words without blanks
		score -r $by <"$work/in" >"$work/want"
		# shellcheck disable=SC2086
		{ deal "$seed" $((seed * 4 + 1)) <"$work/in" && merge "$seed" $by >"$work/merged" &&
			score -r $by <"$work/merged" >"$work/got"; }
		same "seed $seed, ${by:-whole}: tallied in parts" "$work/want" "$work/got"
		# shellcheck disable=SC2086
		shuffle "$seed" <"$work/merged" | score -r $by >"$work/got"
		same "seed $seed, ${by:-whole}: tallies in any order" "$work/want" "$work/got"
		# shellcheck disable=SC2086
		shuffle "$seed" <"$work/in" | sed 's/"respondent":"r/"respondent":"other-/' | score -r $by >"$work/got"
		same "seed $seed, ${by:-whole}: lines in any order, respondents of other names" "$work/want" "$work/got"
	done
done

# --- what passes by is whole and in its order ---

data=$ROOT/tests/partnership/2026-W47
(cd "$data" && tp-import -- *.csv) >"$work/in"
tp-score --by group <"$work/in" >"$work/want"
rm -f "$work"/part.*
split -n l/5 "$work/in" "$work/part."
for part in "$work"/part.??; do tp-score --tally --by group <"$part" >"$part.tally"; done
cat "$work"/part.??.tally | tp-score --by group >"$work/got"
same 'the example in five parts, all of the output' "$work/want" "$work/got"
tp-score --tally --by group </dev/null >"$work/nothing" && cat "$work"/part.??.tally "$work/nothing" |
	tp-score --by group >"$work/got"
same 'and an empty one' "$work/want" "$work/got"
if command -v parallel >/dev/null; then
	parallel --will-cite --pipe -k --block 50k tp-score --tally --by group <"$work/in" | tp-score --by group >"$work/got"
	same 'by GNU parallel' "$work/want" "$work/got"
fi

tp-score --keep --by group <"$work/in" >"$work/kept"
tp-score --keep --by group <"$work/kept" >"$work/got"
same '--keep twice' "$work/kept" "$work/got"
grep -v '"kind":"response"' "$work/kept" >"$work/got"
same '--keep, without what it kept' "$work/want" "$work/got"

# --- half is never whole ---

# refused NAME MESSAGE FILE...
refused() {
	name=$1
	message=$2
	shift 2
	cat "$@" | tp-score --by group >"$work/got" 2>"$work/err"
	if [ $? -eq 3 ] && grep -q "$message" "$work/err" && ! grep -q '"kind":"score"' "$work/got"; then
		verdict "$name" good
	else
		verdict "$name" bad
		cat "$work/err"
	fi
}

refused 'the last part is lost' 'tp-import began and did not finish' "$work"/part.a[a-d].tally
head -c -1 "$work/part.ab.tally" >"$work/cut"
refused 'a part is cut within a line' 'no newline' "$work/part.aa.tally" "$work"/part.a[c-e].tally "$work/cut"
sed '$d' "$work/part.ab.tally" >"$work/cut"
refused 'a part lacks its last line' 'tp-score began and did not finish' "$work/part.aa.tally" "$work/cut" \
	"$work"/part.a[c-e].tally
cat "$work/part.aa.tally" "$work/cut" | tp-score --tally --by group >"$work/nested"
refused 'it is noticed through a tally of tallies' 'tp-score began and did not finish' "$work/nested" \
	"$work"/part.a[c-e].tally
echo '{"kind":"response"' | tp-score --tally --by group >"$work/poisoned" 2>/dev/null
refused 'a part has failed' 'holds an error of tp-score' "$work"/part.a?.tally "$work/poisoned"

# --- a spreadsheet as it is ---

for file in "$data"/*.csv; do
	case $(head -n 1 "$file") in
	*maturity* | *Instrument* | *instrument*) ;;
	*) continue ;;
	esac
	if tp-import -k response "$file" 2>/dev/null | tp-score -r >"$work/want" 2>/dev/null; then
		tp-score -r "$file" >"$work/got"
		same "${file##*/} without tp-import" "$work/want" "$work/got"
		tp-score -r <"$file" >"$work/got"
		same "${file##*/} on stdin" "$work/want" "$work/got"
	fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
