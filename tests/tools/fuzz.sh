#!/bin/sh
# fuzz.sh [SECONDS] runs every fuzz target of $BUILD (make fuzz builds them), each for so long; 60 seconds when not said.
# What it learns on the way stays in $BUILD/corpus. An input that breaks something is named; when the fault is mended it
# belongs into tests/fuzz/corpus, which `make check` replays.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
seconds=${1:-60}
passed=0
failed=0
for target in "$BUILD"/fuzz/fuzz_*; do
	name=${target##*/fuzz_}
	seeds=tests/fuzz/corpus/${name%%_*}
	mkdir -p "$BUILD/corpus/$name"
	echo "fuzz: $name for $seconds seconds"
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1000 -print_final_stats=1 -verbosity=0 \
		-artifact_prefix="$BUILD/corpus/$name-" "$BUILD/corpus/$name" "$seeds"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL fuzz $name: the input lies in $BUILD/corpus/$name-*"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
