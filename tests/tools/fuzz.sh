#!/bin/sh
# fuzz.sh [SECONDS [NAME]] runs every fuzz target of $BUILD, or those whose name has NAME in it, each for so long; 60 seconds
# when not said. `make fuzz` builds them. Seeds are tests/fuzz/corpus and, where they are at hand, the public JSON suite.
# What it learns on the way stays in $BUILD/corpus. An input that breaks something is named; when the fault is mended it
# belongs into tests/fuzz/corpus, which `make check` replays.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
seconds=${1:-60}
only=${2-}
passed=0
failed=0
for target in "$BUILD"/fuzz/fuzz_*"$only"*; do
	name=${target##*/fuzz_}
	seeds=tests/fuzz/corpus/${name%%_*}
	case $name in
	*.d | *.o) continue ;;
	json_* | stream_* | instrument | map | rules)
		suite=../shared/suites/json/test_parsing
		[ -d "$suite" ] || suite=
		;;
	*) suite= ;;
	esac
	mkdir -p "$BUILD/corpus/$name"
	echo "fuzz: $name for $seconds seconds"
	if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1000 -print_final_stats=1 -verbosity=0 \
		-dict=tests/fuzz/words.dict -artifact_prefix="$BUILD/corpus/$name-" "$BUILD/corpus/$name" "$seeds" \
		${suite:+"$suite"}; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL fuzz $name: the input lies in $BUILD/corpus/$name-*"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
