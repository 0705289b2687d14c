#!/bin/sh
# Hundreds of subjects with random answers, their slices and municipalities, scored by tp-score and by oracle.py, which
# was written from the definitions alone: every score is the same, line by line. SEED chooses the answers; FULL=1 tries
# many seeds, and all built-in instruments.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

own=$(echo "$ROOT"/tests/tools/instruments/*.json)
instruments="$own $ROOT/lib/data/instruments/maturity.json"

# answers SEED: a stream of responses, invitations and facts, in no order.
answers() {
	# shellcheck disable=SC2086 # a list
	python3 tests/tools/answers.py "$1" $instruments
}

# score OPTION...
score() {
	tp-score -i tests/tools/instruments/home.json -i tests/tools/instruments/yard.json \
		-i tests/tools/instruments/either.json "$@"
}

# Whether `got` and `want` differ by nothing but figures that lie half-way between two of four decimals: one sum in another
# order, and they are rounded apart. Quartiles often do, a few others may.
ties() {
	python3 - "$work/got" "$work/want" <<'END'
import json
import sys

got, want = (list(map(json.loads, open(path, encoding="utf-8"))) for path in sys.argv[1:])


def near(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(near(a[name], b[name]) for name in a)
    return a == b or isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a - b) < 1.01e-4


def without(record, *names):
    return {name: value for name, value in record.items() if name not in names}


apart = [(a, b) for a, b in zip(got, want) if without(a, "peers") != without(b, "peers")]
good = len(got) == len(want) and all(near(a, b) for a, b in zip(got, want))
sys.exit(not good or len(apart) > 3 + len(got) // 5000)
END
}

# compare NAME OPTION...: both with the options, sorted, for the oracle sorts nothing.
compare() {
	name=$1
	shift
	if ! score -r "$@" <"$work/in" >"$work/scored"; then
		failed=$((failed + 1))
		echo "FAIL $name: tp-score"
		return
	fi
	# shellcheck disable=SC2086 # a list
	python3 tests/tools/oracle.py "$@" $instruments <"$work/in" | sort >"$work/want"
	grep '"kind":"score"' "$work/scored" | sort >"$work/got"
	if [ -s "$work/want" ] && { cmp -s "$work/got" "$work/want" || ties; }; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name: $(comm -3 "$work/got" "$work/want" | wc -l) of $(wc -l <"$work/want") scores differ"
		diff "$work/got" "$work/want" | head -n 6
	fi
}

# try SEED: answers to the instruments, in all ways.
try() {
	seed=$1
	answers $((seed + 1000)) | score -r --by group --min-group 1 >"$work/before"
	answers "$seed" >"$work/in"
	compare "seed $seed, all shown" --min-group 1 --since "$work/before"
	compare "seed $seed, as the instruments say" --open-round 2025
	compare "seed $seed, by group" --by group --since "$work/before"
	compare "seed $seed, by area and group" --by area,group --min-group 3 --invited 400
	compare "seed $seed, by a field of one's own" --by shift --min-group 10
}

first=${SEED:-1}
last=$first
if [ -n "${FULL-}" ]; then last=$((first + 50)); fi
for seed in $(seq "$first" "$last"); do try "$seed"; done
if [ -n "${FULL-}" ]; then
	instruments="$own $(echo "$ROOT"/lib/data/instruments/*.json)"
	try $((first + 100))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
