#!/bin/sh
# mandoc's lint, and groff's where it is installed, over the man pages with their tables: a page passes when it draws no
# warning, and tells three commands at least that docs.sh runs.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
passed=0
failed=0

# groff says on stderr what it has to say.
groff_lint() {
	command -v groff >/dev/null || return 0
	said=$(groff -mdoc -K utf8 -T utf8 -ww -z "$1" 2>&1)
	[ -z "$said" ] || { echo "$said" | head -n 5; return 1; }
}

for page in man/*.[1-9]; do
	if mandoc -T lint -W warning "$BUILD/$page" && groff_lint "$BUILD/$page" && [ "$(grep -c '^\$ ' "$page")" -ge 3 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $page"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
