#!/bin/sh
# The same bytes whatever the word: pure.c, which is the pure rooms alone, says the same of random facts in 64 and in 32
# bits, by gcc and clang, without and with optimisation. In 32 bits the x87 would compute in more digits than the others,
# so they are told to leave it alone, and lib/base/num.c refuses to be compiled for it. What cannot be built here, for
# want of gcc-multilib or of an x86, is skipped.
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

# pure FLAG...: builds pure.c and what it needs. Functions that need other libraries are not among that.
pure() {
	"$@" -Iinclude -iquote lib -std=c17 -D_GNU_SOURCE -ffp-contract=off -ffunction-sections -Wl,--gc-sections \
		-o "$work/pure" tests/tools/pure.c lib/base/*.c lib/record/*.c lib/check/*.c lib/measure/*.c \
		lib/portfolio/*.c lib/people/*.c -lm
}

# ask OUT: what it says of several seeds.
ask() {
	for seed in 1 2 3 4 5; do "$work/pure" "$seed"; done >"$1"
}

pure cc -O2 && ask "$work/want"
echo 'int main(void) { return sizeof(void *) != 4; }' >"$work/word.c"
for compiler in gcc clang; do
	for bits in 64 32; do
		if ! $compiler -m$bits -o "$work/word" "$work/word.c" 2>"$work/log"; then
			skip "the pure rooms of $compiler in $bits bits, which cannot build for it here (gcc-multilib does)"
			continue
		fi
		for level in -O0 -O2; do
			if ! pure $compiler -m$bits -msse2 -mfpmath=sse $level 2>"$work/log"; then
				failed=$((failed + 1))
				echo "FAIL $compiler -m$bits $level: the pure rooms do not build"
				head -n 5 "$work/log"
				continue
			fi
			ask "$work/got"
			same "$compiler -m$bits $level" "$work/want" "$work/got"
		done
	done
done

if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
