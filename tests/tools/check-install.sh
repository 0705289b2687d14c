#!/bin/sh
# Installs into a temporary folder, tries what is there, uninstalls and sees that nothing is left.
set -eu
cd "$(dirname "$0")/../.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0
passed=0

expect() {
	what=$1
	shift
	if "$@" >/dev/null; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $what"
	fi
}

"${MAKE:-make}" -s DESTDIR="$root" PREFIX=/usr install
for source in cmd/tp-*.c; do
	tool=$(basename "$source" .c)
	expect "$tool --version" "$root/usr/bin/$tool" --version
	expect "$tool has a man page" [ -s "$root/usr/share/man/man1/$tool.1" ]
done
"${MAKE:-make}" -s DESTDIR="$root" PREFIX=/usr uninstall
left=$(find "$root" ! -type d)
expect "uninstall left behind: $left" [ -z "$left" ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
