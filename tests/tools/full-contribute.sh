#!/bin/sh
# The worked examples of CONTRIBUTING.md, taken out of it and done in a copy of the tree: blocks ```diff are applied, blocks
# that name a file become it. No other file changes, it builds without a warning, and each does what is said there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

command -v patch >/dev/null || {
	echo 'skipped: patch is not installed (apt-get install patch)'
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree" "$work/blocks"
tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$work/tree"

passed=0
failed=0
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1: $2 instead of $3"
	fi
}

awk -v blocks="$work/blocks" '
	/^```diff$/ { out = sprintf("%s/%02d.diff", blocks, ++n); next }
	/^```[a-z]+ lib\// { out = sprintf("%s/%02d.file", blocks, ++n); print $2 >out; next }
	/^```/ { out = "" }
	out { print >out }' CONTRIBUTING.md
for block in "$work"/blocks/*; do
	case $block in
	*.diff)
		patch -s -p1 -d "$work/tree" <"$block" >"$work/said" 2>&1
		expect "$(sed -n 's/^+++ b.//p' "$block") takes the lines" "$? $(cat "$work/said")" '0 '
		;;
	*.file)
		file=$(head -n 1 "$block")
		expect "$file is new" "$(ls "$file" 2>/dev/null)" ''
		tail -n +2 "$block" >"$work/tree/$file"
		;;
	esac
done
find "$work/tree" -name '*.orig' -delete
expect 'the files that differ' "$(diff -rq --exclude=.git --exclude='build*' . "$work/tree" | sort | sed "s|$work/tree/||; s|$work/tree||")" \
	'Files ./lib/data/checks.def and lib/data/checks.def differ
Files ./lib/data/enums.def and lib/data/enums.def differ
Files ./lib/data/fields.def and lib/data/fields.def differ
Files ./lib/data/labels.def and lib/data/labels.def differ
Files ./lib/data/reports.def and lib/data/reports.def differ
Only in lib/data/instruments: pulse.json
Only in lib/portfolio: checks_supply.c
Only in lib/report: suppliers.c'

make -C "$work/tree" -j2 BUILD="$work/build" >"$work/said" 2>&1
expect 'it builds' "$?" 0
expect 'without a warning' "$(grep -c -E 'warning|error' "$work/said")" 0
PATH=$work/build/bin:$PATH
sheet() {
	printf 'Id;Titel;Kommune;Fase;Leverandør\nx;Prøve;vejen;i luften;%s\n' "$1" >"$work/indsatser.csv"
	tp-import -r "$work/indsatser.csv"
}
expect 'a field and a word' "$(sheet Firmaet | grep -o '"phase":"operation".*"supplier":"Firmaet"')" \
	'"phase":"operation","supplier":"Firmaet"'
expect 'the field is listed' "$(tp-import --list-fields -k initiative -l da | grep -c Leverandør)" 1
expect 'an instrument' "$(tp-score --list -f csv | grep -c '^pulse,Pulse,')" 1
expect 'a check signals' "$(sheet '' | tp-portfolio check -r | grep -c '"check":"no-supplier","severity":"watch"')" 1
expect 'a check is clear' "$(sheet Firmaet | tp-portfolio check -r | grep -c '"check":"no-supplier","severity"')" 0
for format in text md html csv json; do
	expect "a report as $format" "$(sheet Firmaet | tp-report suppliers -l da -f $format | grep -c Firmaet)" 1
done
expect 'which help knows' "$(tp-report --completion bash | grep -c suppliers)" 1

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
