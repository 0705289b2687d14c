#!/bin/sh
# Nobody is exposed: exposed.py and attacker.py attack random municipalities. And they would find somebody: with each rule
# taken out of the code in turn, one of them does. SEED chooses the municipalities; FULL=1 attacks many more and
# takes out every rule.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
seed=${SEED:-1}
times=1
if [ -n "${FULL-}" ]; then times=20; fi
passed=0
failed=0

# attack SCRIPT WORLDS: its own verdicts.
attack() {
	python3 "tests/tools/$1" "$seed" "$2" >"$work/log" 2>&1
	status=$?
	sed '$d' "$work/log"
	last=$(tail -n 1 "$work/log")
	case $last in
	*' passed, '*' failed')
		passed=$((passed + ${last%% passed*}))
		last=${last#* passed, }
		failed=$((failed + ${last%% failed}))
		;;
	*)
		echo "FAIL $1: exit status $status: $last"
		failed=$((failed + 1))
		;;
	esac
}

attack exposed.py $((600 * times))
attack attacker.py $((90 * times))

# without RULE FILE SED: a tp-score that lacks it, on which somebody must be found.
without() {
	mkdir -p "$work/bin"
	sed "$3" "lib/measure/$2.c" >"$work/$2.c"
	if cmp -s "$work/$2.c" "lib/measure/$2.c"; then
		verdict="$2.c has no such place any more: mend ${0##*/}"
	elif ! ${CC:-cc} $flags -Iinclude -iquote lib -std=c17 -D_GNU_SOURCE -w -o "$work/bin/tp-score" "$work/$2.c" \
		"$BUILD/obj/cmd/tp-score.o" "$BUILD"/obj/cmd/cmd*.o "$BUILD/libtp.a" -ljansson -lcsv -lunistring -lsodium -lm \
		2>"$work/log"; then
		verdict="cannot be built: $(head -n 3 "$work/log")"
	else
		verdict=
		if PATH=$work/bin:$PATH python3 tests/tools/exposed.py "$seed" 120 >"$work/log" 2>&1 &&
			PATH=$work/bin:$PATH python3 tests/tools/attacker.py "$seed" 180 >"$work/log" 2>&1; then
			verdict='nobody is found'
		fi
		grep -q 'FAIL by-\|FAIL --by' "$work/log" || verdict=${verdict:-$(tail -n 1 "$work/log")}
	fi
	if [ -z "$verdict" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL without $1: $verdict"
	fi
}

flags=
case $BUILD in
*-san) flags=-fsanitize=address,undefined ;;
*-cov) flags=--coverage ;;
esac
without 'the complement of a small unit' suppress '/^static bool protect_units/,/^}/ s/while (is_few(.*))/while (false)/'
without 'the complement of a small slice' suppress '/^static void protect_slices/,/^}/ s/while (is_few(.*))/while (false)/'
without 'the sum over people: units are counted' suppress '/^static bool protect_units/,/^}/ s/add(&hidden, \(.*\));/\
	for (size_t i = 0; i < hidden.items; i++)\
		hidden.answers[i] += tp_tally_answers(\1, i) ? 3 : 0;/'
if [ -n "${FULL-}" ]; then
	without 'those beside an open group' suppress 's/^	*protect_beside_open(.*/;/'
	without 'those who are of no slice' suppress '/^static void suppress_slices/,/^}/ s/add_unsliced(.*;/{ }/'
	without 'what a slice tells of a unit that is shown' suppress '/^static bool betrays/,/^}/ s/return true/continue/'
	without 'what a slice tells of units that are withheld' suppress '/^static bool betrays/,/^}/ s/return is_few.*/return false;/'
	without 'those who gave no answer on the scale' tally '/^uint64_t tp_tally_smallest/,/^}/ s/answers > 0 ? answers : .*;/answers;/'
	without 'what was withheld before' scoring_put '/^static void choose_groups/,/^}/ s/if (withheld)/if (false)/'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
