#!/bin/sh
# full-package.sh [FOLDER]: what is installed, what dist packs, and the Debian packages: lintian says nothing of them, and
# on a bare Debian 12 they install, run and are purged without a trace. FOLDER is a debootstrap minbase made before.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh
base=${1-}

passed=0
failed=0
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# expect WHAT COMMAND...: what the command says is shown when it fails.
expect() {
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $what"
		tail -n 20 "$work/said"
	fi
}

skip() {
	echo "skipped: $1"
	skipped=$((skipped + 1))
}

make=${MAKE:-make}
version=$(sed -n 's/.*TP_VERSION "\(.*\)"/\1/p' include/tp/version.h)
expect 'make check-install' tests/tools/check-install.sh

# --- dist ---

if git rev-parse --git-dir >/dev/null 2>&1; then
	expect 'make dist' "$make" -s dist
	cp "$BUILD/tp-$version.tar.gz" "$work/first.tar.gz"
	expect 'make dist again' "$make" -s dist
	expect 'the same bytes' cmp "$work/first.tar.gz" "$BUILD/tp-$version.tar.gz"
	git ls-tree -r --name-only -z HEAD | tr '\0' '\n' | sort >"$work/kept"
	tar -tzf "$work/first.tar.gz" --quoting-style=literal | sed -n "s,^tp-$version/\(.*[^/]\)$,\1,p" | sort >"$work/packed"
	expect 'all files are packed' cmp "$work/kept" "$work/packed"
else
	skip 'this is no git tree, which make dist packs'
fi

# --- deb ---

DEBEMAIL=tp@example.org
export DEBEMAIL
expect 'make deb' "$make" -s deb
md5sum "$BUILD"/*.deb >"$work/sums"
expect 'make deb again' "$make" -s deb
expect 'the same bytes again' md5sum -c "$work/sums"
if command -v lintian >/dev/null; then
	expect lintian lintian --allow-root --fail-on error,warning,info "$BUILD"/*.deb
else
	skip 'lintian is not installed'
fi

# What runs in a Debian that has none of this; the last line is what it was all for.
cat >"$work/try.sh" <<'END'
set -eu
cd /root/tp
apt-get -qq update
apt-get -qq install -y --no-install-recommends ./*.deb
dpkg --verify tp libtp0 libtp-dev
ldconfig -p | grep -q 'libtp\.so\.0'
for package in tp libtp0 libtp-dev; do dpkg -L $package; done >all
cd 2026-W47
tp-import ./*.csv | tp-score | tp-portfolio | tp-roles | tp-report weekly >../page
grep -q . ../page
cd ..
apt-get -qq purge -y tp libtp0 libtp-dev
while read -r path; do
	case $path in
	*tp*) if [ -e "$path" ]; then echo "left behind: $path"; exit 1; fi ;;
	esac
done <all
if ls /var/lib/dpkg/info | grep -E '^(tp|libtp0|libtp-dev)[.:]'; then exit 1; fi
echo purged
END

in_chroot() {
	(
		set -eu
		. tests/tools/chroot.sh
		cp "$BUILD"/*.deb "$work/try.sh" "$root/root/tp"
		cp -R tests/partnership/2026-W47 "$root/root/tp"
		in_root 'sh ./try.sh'
	)
}

if [ "$(id -u)" -eq 0 ] && { [ -n "$base" ] || command -v debootstrap >/dev/null; }; then
	expect 'on a bare Debian' in_chroot
	expect 'purged in the end' grep -qx purged "$work/said"
else
	skip 'only root with debootstrap can try the packages on a bare Debian'
fi

echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
