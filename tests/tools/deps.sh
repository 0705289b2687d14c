#!/bin/sh
# deps.sh PACKAGE... installs those Debian packages that are missing, and says so. Nothing missing: silent.
set -eu

# A command made by hand, a newer compiler say, is as good as the package.
is_there() {
	case $1 in
	lib*) ;;
	*) if command -v "$1" >/dev/null 2>&1; then return 0; fi ;;
	esac
	dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

missing=
for package in "$@"; do
	is_there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
	echo "deps: no apt-get here; these, or what your system calls them, may be missing:$missing" >&2
	exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "deps: missing:$missing; install them as root: apt-get install$missing" >&2
		exit 1
	fi
	as_root=sudo
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT

apt() {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1
}

update() {
	echo "deps: apt-get update"
	apt update
}

install_missing() {
	echo "deps: apt-get install$missing"
	# shellcheck disable=SC2086 # a list of package names
	apt install -y --no-install-recommends $missing
}

fail() {
	cat "$log" >&2
	echo "deps: apt-get failed; it said what stands above" >&2
	exit 1
}

lists=$(find /var/lib/apt/lists -name '*Packages*' 2>/dev/null | head -n 1)
if [ -z "$lists" ]; then
	update || fail
	install_missing || fail
else
	# Lists grow old, and then name versions that the mirror no longer has.
	install_missing || { update && install_missing; } || fail
fi
