#!/bin/sh
# check.sh [--full | --brief] runs every suite on $BUILD and sums up: the last line is "N passed, N failed", with
# ", N skipped" where something was. --full lets those that try many things try more, tortures to the end and runs full-*.sh
# besides; --brief is unit and golden tests and the seeds of the fuzz targets alone.
#
# A suite ends its output with such a line. One that does not counts as one test by its exit status; one that says
# "0 failed" and yet exits nonzero has one failure more.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
. tests/tools/env.sh
how=${1-}
if [ "$how" = --full ]; then
	FULL=1
	export FULL
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0
skipped=0

# suite NAME COMMAND...
suite() {
	name=$1
	shift
	status=0
	"$@" >"$log" 2>&1 </dev/null || status=$?
	last=$(tail -n 1 "$log")
	if printf '%s\n' "$last" | grep -Eqx '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?'; then
		sed '$d' "$log"
		# shellcheck disable=SC2046 # three numbers
		set -- $(printf '%s\n' "$last" | tr -cd '0-9 ')
	else
		cat "$log"
		set -- 0 0
		if [ "$status" -eq 0 ]; then set -- 1 0; fi
	fi
	if [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
		echo "FAIL $name: exit status $status"
		set -- "$1" 1 "${3-0}"
	fi
	echo "$name: $1 passed, $2 failed${3:+, $3 skipped}"
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + ${3-0}))
}

# A cmocka program, which tells in TAP: only what failed is shown.
unit() {
	unit_status=0
	CMOCKA_MESSAGE_OUTPUT=TAP "$1" >"$log.tap" 2>&1 || unit_status=$?
	left=$(grep -Ec '^(not )?ok [0-9].*# SKIP' "$log.tap") # cmocka says "not ok" of what was skipped
	good=$(grep -v '# SKIP' "$log.tap" | grep -c '^ok [0-9]')
	bad=$(grep -v '# SKIP' "$log.tap" | grep -c '^not ok [0-9]')
	sed -n 's/.*# SKIP /skipped: /p' "$log.tap"
	[ "$unit_status" -eq 0 ] || grep -Ev '^(ok|TAP version|[0-9]+\.\.[0-9]+)' "$log.tap"
	rm -f "$log.tap"
	if [ "$left" -gt 0 ]; then
		echo "$good passed, $bad failed, $left skipped"
	else
		echo "$good passed, $bad failed"
	fi
	return "$unit_status"
}

for test in "$BUILD"/unit/test_*; do
	case $test in
	*.d | *.o | *'*') ;;
	*) suite "unit ${test##*/test_}" unit "$test" ;;
	esac
done
suite golden tests/tools/golden.sh

# scripts KIND: every tests/tools/KIND-NAME.sh is a suite.
scripts() {
	for script in tests/tools/"$1"-*.sh; do
		if [ -x "$script" ]; then
			name=${script##*/"$1"-}
			suite "$1 ${name%.sh}" "$script"
		fi
	done
}

if [ "$how" != --brief ]; then
	suite layers tests/tools/layers.sh
	suite man tests/tools/man.sh
	if [ -x tests/tools/docs.sh ]; then suite docs tests/tools/docs.sh; fi
	scripts e2e
fi
case $how in
--brief) suite corpus tests/tools/e2e-corpus.sh ;;
--full)
	scripts full
	suite torture tests/tools/torture.sh
	;;
*) suite torture tests/tools/torture.sh --sample ;;
esac

if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
