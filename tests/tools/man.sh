#!/bin/sh
# mandoc's lint over the man pages: a page passes when it draws no warning.
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0
failed=0
for page in man/*.[1-9]; do
	[ -e "$page" ] || continue
	if mandoc -T lint -W warning "$page"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $page"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
