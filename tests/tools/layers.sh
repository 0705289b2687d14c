#!/bin/sh
# Who may know whom: every file of include, lib and cmd against the rooms' rules, from the include graph; then what the
# objects really call, from nm. Counts a file or an object as a test.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

# Whom a room may know besides itself. cmd may know all.
may_know() {
	case $1 in
	base) ;;
	data | format | record) echo base ;;
	stream) echo format record base data ;;
	check) echo record base ;;
	measure | portfolio | people) echo check record base ;;
	doc) echo format base ;;
	report) echo doc check record base ;;
	esac
}

# Headers whose room neither lib/<name>/ nor a single lib/<room>/<name>.c tells.
named() {
	case $1 in
	json | csv) echo format ;;
	limits | lang | version) echo base ;;
	esac
}

PURE='record check measure portfolio people report'

# Symbols that a pure room may take from outside: memory (in the forms that see an overflowing size), strings in the C
# locale, and assertions.
HARMLESS='mem(cpy|cmp|set|move|chr|rchr)|__mem(cpy|set|move)_chk|str(len|nlen|cmp|ncmp|chr|rchr|spn|cspn|pbrk|str)
calloc|reallocarray|free|qsort|bsearch|v?snprintf|__v?snprintf_chk|sqrt|floor|fabs|abort|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_
tp_.*|__(asan|ubsan|gcov|sanitizer|llvm)_.*'

# What no room may call: the program around the library decides on these.
FORBIDDEN='exit|_exit|_Exit|quick_exit|atexit|setlocale|newlocale|uselocale|(secure_)?getenv|v?printf|puts|putchar|perror
(__)?v?printf_chk|stdout|stderr|errx?|warnx?'

anchored() {
	printf '^(%s)$' "$(printf '%s' "$1" | tr '\n' '|')"
}

passed=0
failed=0

verdict() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1: $2"
	fi
}

# The room of include/tp/$1.h.
room_of_header() {
	room=$(named "$1")
	if [ -z "$room" ] && [ -d "lib/$1" ]; then room=$1; fi
	if [ -z "$room" ]; then
		for source in lib/*/"$1".c; do
			[ -e "$source" ] || continue
			source=${source#lib/}
			room="$room${room:+ }${source%/*}"
		done
	fi
	echo "$room"
}

# Why $2, included by a file of room $1, is not allowed; nothing when it is.
breach() {
	case $2 in
	'"'*.def'"') ;;
	'"tp/'*)
		name=${2#\"tp/}
		name=${name%.h\"}
		room=$(room_of_header "$name")
		case $room in
		'') echo "tp/$name.h belongs to no room (no lib/*/$name.c); " ;;
		*' '*) echo "tp/$name.h could be of: $room; name it in layers.sh; " ;;
		"$1") ;;
		*)
			case " $(may_know "$1") cmd " in
			*" $room "*) ;;
			*) [ "$1" = cmd ] || echo "$1 may not know $room (tp/$name.h); " ;;
			esac
			;;
		esac
		;;
	'"'*/*) echo "$2 reaches into another folder; " ;;
	'<sodium.h>') [ "$file" = lib/stream/pseudonym.c ] || echo "only lib/stream/pseudonym.c may include $2; " ;;
	'"xlsx'*.h'"' | '<xlsxwriter.h>' | '<zlib.h>')
		[ "${file#lib/doc/xlsx}" != "$file" ] || echo "only lib/doc/xlsx* may include $2; "
		;;
	'<jansson.h>' | '<csv.h>') [ "$1" = format ] || echo "only format may include $2; " ;;
	esac
}

includes() {
	sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*\([<"][^>"]*[>"]\).*/\1/p' "$1" | sort -u
}

for file in include/tp/*.h lib/*/*.[ch] cmd/*.[ch]; do
	[ -e "$file" ] || continue
	case $file in
	include/*)
		name=${file##*/}
		room=$(room_of_header "${name%.h}")
		;;
	lib/*)
		room=${file#lib/}
		room=${room%%/*}
		;;
	cmd/*) room=cmd ;;
	esac
	case $room in
	'' | *' '*) verdict "$file" "belongs to ${room:-no room}; name its room in layers.sh" ;;
	*)
		mine=$room
		verdict "$file" "$(includes "$file" | while read -r header; do breach "$mine" "$header"; done)"
		;;
	esac
done

# Which way a line was read is known in lib/format alone, and named in json.h for the tests.
verdict 'fast lanes' "$(grep -Elr 'TP_LANES|tp_json_(plain|library)' lib cmd include |
	grep -Ev '^(lib/format/|include/tp/json\.h$)' | sed 's/$/ knows of them/')"

# --- what the objects call ---

undefined() {
	nm -u --format=posix "$1" | sed 's/[ @].*//' | sort -u
}

libm=$(nm -D --defined-only --format=posix "$(${CC:-cc} -print-file-name=libm.so.6)" | sed 's/[ @].*//' | sort -u)
verdict libm.so.6 "$([ -n "$libm" ] || echo 'cannot be read, so nothing can be said about its use')"
harmless=$(anchored "$HARMLESS")
forbidden=$(anchored "$FORBIDDEN")
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
printf '%s\n' "$libm" | grep -Evx 'sqrt|floor|fabs' >"$list"

for source in lib/*/*.c; do
	object=$BUILD/obj/${source%.c}.o
	if [ ! -e "$object" ]; then
		verdict "$source" "is not built"
		continue
	fi
	room=${source#lib/}
	room=${room%%/*}
	bad=$(undefined "$object" | grep -E "$forbidden")
	bad="$bad $(undefined "$object" | grep -Fx -f "$list")"
	case " $PURE " in
	*" $room "*) bad="$bad $(undefined "$object" | grep -Ev "$harmless")" ;;
	esac
	# shellcheck disable=SC2086 # words
	set -- $bad
	verdict "$object" "${*:+calls what its room may not: $*}"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
