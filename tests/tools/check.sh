#!/bin/sh
# check.sh [--full | --brief] runs every suite on $BUILD, as many at once as there are processors, and sums up: the last line
# is "N passed, N failed", with ", N skipped" where something was. --full lets those that try many things try more, tortures
# to the end and runs full-*.sh besides, one after the other; --brief is unit and golden tests and the corpus alone.
#
# A suite ends its output with such a line. One that does not counts as one test by its exit status; one that says
# "0 failed" and yet exits nonzero has one failure more.
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
. tests/tools/env.sh

# A cmocka program, which tells in TAP: only what failed is shown.
unit() {
	unit_status=0
	CMOCKA_MESSAGE_OUTPUT=TAP "$1" >"$log.tap" 2>&1 || unit_status=$?
	left=$(grep -Ec '^(not )?ok [0-9].*# SKIP' "$log.tap") # cmocka says "not ok" of what was skipped
	good=$(grep -v '# SKIP' "$log.tap" | grep -c '^ok [0-9]')
	bad=$(grep -v '# SKIP' "$log.tap" | grep -c '^not ok [0-9]')
	sed -n 's/.*# SKIP /skipped: /p' "$log.tap"
	[ "$unit_status" -eq 0 ] || grep -Ev '^(ok|TAP version|[0-9]+\.\.[0-9]+)' "$log.tap"
	if [ "$left" -gt 0 ]; then
		echo "$good passed, $bad failed, $left skipped"
	else
		echo "$good passed, $bad failed"
	fi
	return "$unit_status"
}

# One suite: SCRATCH NAME COMMAND... What it says comes in one piece, its numbers go to a file.
suite() {
	log=$1
	name=$2
	shift 2
	status=0
	"$@" >"$log" 2>&1 </dev/null || status=$?
	last=$(tail -n 1 "$log")
	if printf '%s\n' "$last" | grep -Eqx '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?'; then
		sed -i '$d' "$log"
		# shellcheck disable=SC2046 # three numbers
		set -- $(printf '%s\n' "$last" | tr -cd '0-9 ')
	else
		set -- 0 0
		if [ "$status" -eq 0 ]; then set -- 1 0; fi
	fi
	if [ "$status" -ne 0 ] && [ "$2" -eq 0 ]; then
		echo "FAIL $name: exit status $status" >>"$log"
		set -- "$1" 1 "${3-0}"
	fi
	echo "$name: $1 passed, $2 failed${3:+, $3 skipped}" >>"$log"
	echo "$1 $2 ${3-0}" >"$log.sum"
	flock "$log" cat "$log"
}

if [ "${1-}" = --one ]; then
	shift
	suite "$@"
	exit 0
fi

how=${1-}
jobs=$(nproc 2>/dev/null || echo 2)
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
: >"$scratch/list"
number=100

# add NAME COMMAND [OPTION]
add() {
	number=$((number + 1))
	printf '%s\n' "$scratch/$number $*" >>"$scratch/list"
}

# scripts KIND: every tests/tools/KIND-NAME.sh is a suite.
scripts() {
	for script in tests/tools/"$1"-*.sh; do
		if [ -x "$script" ]; then
			name=${script##*/}
			add "${name%.sh}" "$script"
		fi
	done
}

# The longest first.
case $how in
--full) ;;
--brief) add e2e-corpus tests/tools/e2e-corpus.sh ;;
*) add torture tests/tools/torture.sh --sample ;;
esac
if [ "$how" != --brief ]; then
	scripts e2e
	add layers tests/tools/layers.sh
	add man tests/tools/man.sh
	if [ -x tests/tools/docs.sh ]; then add docs tests/tools/docs.sh; fi
fi
add golden tests/tools/golden.sh
for test in "$BUILD"/unit/test_*; do
	case $test in
	*.d | *.o | *'*') ;;
	*) add "unit-${test##*/test_}" unit "$test" ;;
	esac
done
if [ "$how" = --full ]; then
	FULL=1
	export FULL
fi
xargs -P "$jobs" -L 1 "$0" --one <"$scratch/list"
if [ "$how" = --full ]; then
	: >"$scratch/list"
	scripts full
	add torture tests/tools/torture.sh
	xargs -L 1 "$0" --one <"$scratch/list"
fi

set -- "$(cat "$scratch"/*.sum | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')"
# A suite that did not come to its end has left no numbers.
lost=$((number - 100 - $(find "$scratch" -name '*.sum' | wc -l)))
# shellcheck disable=SC2086 # three numbers
set -- $1
echo "$1 passed, $(($2 + lost)) failed, $3 skipped" | sed 's/, 0 skipped$//'
[ $(($2 + lost)) -eq 0 ]
