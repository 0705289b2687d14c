#!/bin/sh
# golden.sh [--update] [FILTER] runs the cases tests/golden/<tool>/<case>/ whose name holds FILTER.
#
# A case is a folder: `cmd`, a piece of sh run in a copy of the folder with the tools first in PATH; its inputs; and
# what must come: `out` and `err` (absent: nothing) and `status` (absent: 0). --update writes these three and shows
# what changed, which is to be read before it is committed.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

update=
if [ "${1-}" = --update ]; then
	update=yes
	shift
fi
filter=${1-}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
changed=0

# Leaves out, err and status in $scratch/got, and what stands for the three in $scratch/want.
run() {
	rm -rf "$scratch/in" "$scratch/got" "$scratch/want"
	mkdir "$scratch/got" "$scratch/want"
	cp -R "$1" "$scratch/in"
	rm -f "$scratch/in/out" "$scratch/in/err" "$scratch/in/status"
	status=0
	(cd "$scratch/in" && HOME=$PWD exec sh ./cmd) \
		</dev/null >"$scratch/got/out" 2>"$scratch/got/err" || status=$?
	echo "$status" >"$scratch/got/status"
	for file in out err; do
		if [ -e "$1/$file" ]; then cp "$1/$file" "$scratch/want/$file"; else : >"$scratch/want/$file"; fi
	done
	if [ -e "$1/status" ]; then cp "$1/status" "$scratch/want/status"; else echo 0 >"$scratch/want/status"; fi
}

same() {
	cmp -s "$scratch/want/status" "$scratch/got/status" && cmp -s "$scratch/want/out" "$scratch/got/out" &&
		cmp -s "$scratch/want/err" "$scratch/got/err"
}

show() {
	for file in status err out; do
		diff -a -u --label "$1/$file expected" --label "$1/$file" "$scratch/want/$file" "$scratch/got/$file"
	done
}

write() {
	for file in out err; do
		if [ -s "$scratch/got/$file" ]; then cp "$scratch/got/$file" "$1/$file"; else rm -f "$1/$file"; fi
	done
	if [ "$status" -eq 0 ]; then rm -f "$1/status"; else cp "$scratch/got/status" "$1/status"; fi
}

for cmd in tests/golden/*/*/cmd; do
	case=${cmd%/cmd}
	case $case in
	*'*'*) continue ;;
	*"$filter"*) ;;
	*) continue ;;
	esac
	run "$case"
	if same; then
		passed=$((passed + 1))
	elif [ -n "$update" ]; then
		changed=$((changed + 1))
		show "$case"
		write "$case"
	else
		failed=$((failed + 1))
		echo "FAIL $case"
		show "$case"
	fi
done

[ -z "$update" ] || echo "$changed written; read the differences above before you commit them"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
