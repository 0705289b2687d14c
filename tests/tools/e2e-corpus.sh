#!/bin/sh
# The fuzz targets on their seeds, without a fuzzer: what was found once stays found.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
passed=0
failed=0
for target in "$BUILD"/fuzz/fuzz_*; do
	name=${target##*/fuzz_}
	for seed in tests/fuzz/corpus/"${name%%_*}"/*; do
		if "$target" "$seed" >/dev/null; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "FAIL $name on $seed"
		fi
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
