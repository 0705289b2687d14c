#!/bin/bash
# bash completes the tools' command lines: what is offered where, and that a tool takes every word offered as a value.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

passed=0
failed=0
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
touch "$folder/week 47.jsonl" "$folder/other.csv"
mkdir "$folder/sub"
cd "$folder" || exit 1

expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s: %s instead of %s\n' "$1" "$2" "$3"
	fi
}

# offered WORD...: what is offered for the last word, one after another with a bar behind.
offered() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	COMPREPLY=()
	"_$1" "$1" "${*: -1}" "${*: -2:1}"
	printf '%s|' "${COMPREPLY[@]}"
}

for tool in tp-import tp-score tp-portfolio tp-roles tp-report; do
	# shellcheck disable=SC1090 # made just now
	. <("$tool" --completion bash)
	expect "$tool" "$(complete -p "$tool")" "complete -F _$tool $tool"
done

expect 'a format' "$(offered tp-score -f t)" 'table|'
expect 'a format behind =' "$(offered tp-report --format = s)" 'svg|'
expect 'nothing typed behind =' "$(offered tp-score --fail-on =)" 'watch|act|'
expect 'a kind' "$(offered tp-import -k mi)" 'milestone|'
expect 'kinds of results' "$(offered tp-score --csv-kind sc)" 'score|'
expect 'no results to import' "$(offered tp-import --kind sc)" '|'
expect 'a survey' "$(offered tp-import --template five)" 'five-focus|'
expect 'a survey or a file' "$(offered tp-score -i o)" 'other.csv|'
expect 'a municipality' "$(offered tp-report --scope næ; offered tp-report --scope naes)" '|naestved|'
expect 'an analysis' "$(offered tp-portfolio ra)" 'rank|radar|'
expect 'a report' "$(offered tp-report we)" 'weekly|week 47.jsonl|'
expect 'a file of a name with a blank' "$(offered tp-import week)" 'week 47.jsonl|'
expect 'a folder' "$(offered tp-import --rejects '')" 'sub|'
expect 'an option' "$(offered tp-import --te)" '--template|'
expect 'nothing' "$(offered tp-import --round x)" '|'

# What nothing is read for; a word that is refused is wrong usage.
for tool in tp-import tp-score tp-portfolio tp-roles tp-report; do
	while read -r option words; do
		for word in $words; do
			"$tool" "$option" "$word" /dev/null >/dev/null 2>said
			status=$?
			[ "$option" = --template ] && { "$tool" "$option" "$word" >/dev/null 2>said; status=$?; }
			grep -qE 'holds one kind|only made of' said && status=0
			expect "$tool $option $word is taken" "$([ "$status" -ne 2 ] || cat said)" ''
		done
	done < <("$tool" --completion bash | sed -n "s/^\t\(--[a-z-]*\).*) words='\([^']*\)'.*/\1 \2/p")
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
