#!/bin/sh
# The same bytes whoever compiles: gcc and clang, without and with optimisation, build the tools, and each says the same of
# the example's five-tool line in every format, and of random answers to all instruments. A compiler that is missing is
# skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
skipped=0

skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

# same NAME WANT GOT
same() {
	if [ -s "$2" ] && cmp -s "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
		diff -a "$2" "$3" | cut -c 1-300 | head -n 4
	fi
}

own=tests/tools/instruments
instruments="$own/home.json $own/yard.json $own/either.json $(echo lib/data/instruments/*.json)"
# shellcheck disable=SC2086 # a list
for seed in 1 2; do python3 tests/tools/answers.py "$seed" $instruments >"$work/answers.$seed"; done

score() {
	tp-score -r -i $own/home.json -i $own/yard.json -i $own/either.json --by group "$@"
}

# say BIN OUT: all that the tools in BIN have to say, in one file.
say() (
	PATH=$1:$PATH
	cd tests/partnership/2026-W47 || exit
	tp-import -- *.csv | tp-score --by group | tp-portfolio | tp-roles >"$work/stream"
	cat "$work/stream"
	for report in weekly maturity portfolio radar roles card partnership closing; do
		for format in text html csv json md; do tp-report "$report" -f $format <"$work/stream"; done
		tp-report "$report" --lang da <"$work/stream"
	done
	cd "$ROOT" || exit
	score <"$work/answers.1" >"$work/before"
	score --since "$work/before" --invited 400 <"$work/answers.2" | tp-portfolio | tp-roles
	score -f table --min-group 1 <"$work/answers.2"
) >"$2" 2>&1

say "$ROOT/$BUILD/bin" "$work/want"
for compiler in gcc clang; do
	if ! command -v $compiler >/dev/null; then
		skip "$compiler is not installed"
		continue
	fi
	for level in -O0 -O2; do
		build=$work/$compiler$level
		if ! make -j"$(nproc)" BUILD="$build" CC=$compiler CFLAGS=$level all >"$work/log" 2>&1; then
			failed=$((failed + 1))
			echo "FAIL $compiler $level: it does not build"
			tail -n 5 "$work/log"
			continue
		fi
		say "$build/bin" "$work/got"
		same "$compiler $level" "$work/want" "$work/got"
		rm -rf "$build"
	done
done

if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
