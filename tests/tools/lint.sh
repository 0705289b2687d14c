#!/bin/sh
# Everything that reads the sources and finds fault: gcc and clang with more warnings, gcc's analyser, clang-tidy,
# cppcheck, shellcheck, the calls that are not made here, and the length of files.
# LINT_FLAGS holds the compiler flags of the build.
set -u
cd "$(dirname "$0")/../.." || exit 1
jobs=$(nproc 2>/dev/null || echo 2)
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0

# step NAME COMMAND... passes when the command succeeds; what it says is shown when it does not.
step() {
	name=$1
	shift
	if "$@" >"$log" 2>&1; then
		passed=$((passed + 1))
		echo "lint: $name: clean"
	else
		failed=$((failed + 1))
		cat "$log"
		echo "FAIL lint: $name"
	fi
}

sources() {
	for source in lib/*/*.c cmd/*.c tests/unit/*.c tests/fuzz/*.c tests/tools/*.c; do
		if [ -e "$source" ]; then echo "$source"; fi
	done
}

product() {
	for source in lib/*/*.[ch] cmd/*.[ch] include/tp/*.h; do
		if [ -e "$source" ]; then echo "$source"; fi
	done
}

# each COMMAND... runs it on every source.
each() {
	sources | xargs -P "$jobs" -n 1 "$@"
}

DATA_DIR='-DTP_DATA_DIR="lib/data"'
GCC_MORE='-Werror -Wcast-qual -Wpointer-arith -Wundef -Wredundant-decls -Wduplicated-cond -Wduplicated-branches
	-Wlogical-op -Wnull-dereference -Walloca -Wimplicit-fallthrough=5 -Wstringop-overflow=4'
# -Weverything without what contradicts C17, the X-macros or how the code is written here.
CLANG_LESS='-Wno-padded -Wno-declaration-after-statement -Wno-disabled-macro-expansion -Wno-switch-enum
	-Wno-covered-switch-default -Wno-conversion -Wno-sign-conversion -Wno-implicit-int-float-conversion
	-Wno-double-promotion -Wno-float-equal -Wno-reserved-identifier -Wno-reserved-macro-identifier
	-Wno-documentation-unknown-command -Wno-gnu-zero-variadic-macro-arguments -Wno-variadic-macros
	-Wno-unused-macros -Wno-format-nonliteral -Wno-cast-align -Wno-duplicate-enum -Wno-c++98-compat
	-Wno-conditional-uninitialized -Wno-bad-function-cast -Wno-comma'

# shellcheck disable=SC2086 # the flags are words
gcc_step() {
	each gcc ${LINT_FLAGS-} "$DATA_DIR" $GCC_MORE -O2 -fPIC -c -o /dev/null
}

# What is stored through a void ** it takes for leaked; the leak checker of SAN=1 knows.
# shellcheck disable=SC2086
analyser_step() {
	each gcc ${LINT_FLAGS-} "$DATA_DIR" -Werror -fanalyzer -Wno-analyzer-malloc-leak -O1 -fPIC -c -o /dev/null
}

# shellcheck disable=SC2086
clang_step() {
	each clang ${LINT_FLAGS-} "$DATA_DIR" -Werror -Weverything $CLANG_LESS -O2 -fPIC -c -o /dev/null
}

tidy_step() {
	# shellcheck disable=SC2016,SC2086 # $@ is that of the inner sh; flags are words
	sources | xargs -P "$jobs" -n 4 sh -c 'clang-tidy --quiet --warnings-as-errors="*" "$@" -- $LINT_FLAGS \
		"-DTP_DATA_DIR=\"lib/data\"" 2>/dev/null' tidy
}

# Of it we leave out: uninitvar, for {name, fill(text, name)} is no use before the filling; autoVariables, which
# clang-tidy does with more sense; internalAstError, its own stumbling over compound literals.
cppcheck_step() {
	sources | grep -v '^tests/' | cppcheck -q -j "$jobs" --std=c11 --enable=warning,performance,portability \
		--inline-suppr --suppress=missingIncludeSystem --suppress=uninitvar --suppress=legacyUninitvar \
		--suppress=autoVariables --suppress=internalAstError --error-exitcode=1 \
		-Iinclude -Ilib "-I${BUILD-build}/gen" '-DTP_DATA_DIR="lib/data"' --file-list=-
}

shellcheck_step() {
	shellcheck .ci/run tests/tools/*.sh
}

# calls PATTERN FILE...: says where a function that the pattern names is called, comments and strings aside.
calls() {
	pattern=$(printf '%s' "$1" | tr -d '[:space:]')
	shift
	found=0
	for source in "$@"; do
		if gcc -fpreprocessed -dD -E -P -x c "$source" 2>/dev/null | sed 's/"\(\\.\|[^"\\]\)*"/""/g' |
			grep -nE "(^|[^[:alnum:]_>.])($pattern)[[:space:]]*\\("; then
			echo "  in $source"
			found=1
		fi
	done
	return "$found"
}

# shellcheck disable=SC2046 # file names without spaces
banned_step() {
	calls 'strcpy|strcat|strncpy|strncat|sprintf|vsprintf|atoi|atol|atoll|atof|strtok|strtok_r|gets|setlocale|alloca|
		localtime|gmtime|asctime|ctime|tmpnam|mktemp|tempnam|rand|system|popen' $(product)
}

# shellcheck disable=SC2046
library_step() {
	calls 'exit|_exit|printf|vprintf|puts|putchar|perror|getenv|secure_getenv|newlocale|uselocale|errx?|warnx?' \
		$(product | grep -v '^cmd/')
}

length_step() {
	product | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines, 500 is enough"; bad = 1 }
		END { exit bad }'
}

step 'gcc' gcc_step
step 'gcc -fanalyzer' analyser_step
step 'clang' clang_step
step 'clang-tidy' tidy_step
step 'cppcheck' cppcheck_step
step 'shellcheck' shellcheck_step
step 'calls that are not made here' banned_step
step 'calls that the library does not make' library_step
step 'length of files' length_step

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
