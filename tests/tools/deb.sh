#!/bin/sh
# deb.sh FOLDER makes Debian packages there of what `make install` installs: tp with the tools, libtp0 with the shared
# library, libtp-dev with headers and the static one. DEBFULLNAME and DEBEMAIL are who packages it; the same tree with the
# same SOURCE_DATE_EPOCH gives the same bytes.
set -eu
cd "$(dirname "$0")/../.."
out=$PWD/$1
stage=$out/stage
version=$(sed -n 's/.*TP_VERSION "\(.*\)"/\1/p' include/tp/version.h)
arch=$(dpkg --print-architecture)
lib=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)
maintainer="${DEBFULLNAME:-tp contributors} <${DEBEMAIL:-$(id -un)@$(hostname -f 2>/dev/null || hostname)}>"
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct 2>/dev/null || date -r CHANGES.md +%s)}"
export SOURCE_DATE_EPOCH

rm -rf "$stage" "$out"/*.deb
mkdir -p "$stage/debian"
"${MAKE:-make}" --no-print-directory -s DESTDIR="$stage/all" PREFIX=/usr LIBDIR="$lib" ZSHDIR=/usr/share/zsh/vendor-completions install

# --- what goes where ---

# move PACKAGE PATH...
move() {
	package=$1
	shift
	for path in "$@"; do
		mkdir -p "$stage/$package$(dirname "$path")"
		mv "$stage/all$path" "$stage/$package$path"
	done
}

move libtp0 "$lib/libtp.so.0"
move libtp-dev "$lib/libtp.so" "$lib/libtp.a" "$lib/pkgconfig" /usr/include
move tp /usr/bin /usr/share
strip --strip-unneeded -R .comment -R .note "$stage/tp/usr/bin"/* "$stage/libtp0$lib"/*.so.0
strip -D --strip-debug -R .comment -R .note "$stage/libtp-dev$lib/libtp.a"
gzip -9n "$stage"/tp/usr/share/man/man*/*

for package in tp libtp0 libtp-dev; do
	doc=$stage/$package/usr/share/doc/$package
	mkdir -p "$doc" "$stage/$package/DEBIAN"
	cat >"$doc/copyright" <<-END
		Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
		Upstream-Name: tp

		Files: *
		Copyright: $(date -u -d "@$SOURCE_DATE_EPOCH" +%Y) tp contributors
		License: MPL-2.0
		 On Debian systems, the full text of the Mozilla Public License 2.0 is in
		 /usr/share/common-licenses/MPL-2.0.
	END
	printf 'tp (%s) unstable; urgency=medium\n\n  * See CHANGES.md, which the package tp brings along.\n\n -- %s  %s\n' \
		"$version" "$maintainer" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
done
for document in README.md CHANGES.md; do
	install -m 644 "$document" "$stage/tp/usr/share/doc/tp"
done

# --- what it needs ---

# needs FILE...: the packages whose libraries these want.
printf 'Source: tp\n\nPackage: tp\nArchitecture: any\n' >"$stage/debian/control"
needs() {
	(cd "$stage" && dpkg-shlibdeps -O --ignore-missing-info "$@") | sed 's/^shlibs:Depends=//'
}

# control PACKAGE SECTION DEPENDS MULTI-ARCH: the description comes on standard input.
control() {
	size=$(du -sk --apparent-size "$stage/$1/usr" | cut -f 1)
	{
		printf 'Package: %s\nSource: tp\nVersion: %s\nArchitecture: %s\nMaintainer: %s\n' "$1" "$version" "$arch" "$maintainer"
		printf 'Installed-Size: %s\nDepends: %s\nSection: %s\nPriority: optional\nMulti-Arch: %s\nDescription: ' \
			"$size" "$3" "$2" "$4"
		cat
	} | sed "/^Multi-Arch: no$/d; $([ "$1" != tp ] || echo '/^Source:/d')" >"$stage/$1/DEBIAN/control"
	(cd "$stage/$1" && find usr -type f | LC_ALL=C sort | xargs md5sum) >"$stage/$1/DEBIAN/md5sums"
	find "$stage/$1" -type d -exec chmod 755 {} +
	chmod 644 "$stage/$1/DEBIAN"/*
	dpkg-deb --root-owner-group -Zxz --build "$stage/$1" "$out/$1_${version}_$arch.deb" >/dev/null
	echo "${out#"$PWD"/}/$1_${version}_$arch.deb"
}

depends=$(needs "$stage"/tp/usr/bin/*)
control tp utils "$depends" no <<'END'
status, scores and findings of digital initiatives in municipalities
 Five filters that turn the spreadsheets municipalities send into the page a
 steering group gets on Monday: tp-import reads and checks them, tp-score
 scores surveys, tp-portfolio and tp-roles ask what initiatives and the people
 behind them need, tp-report writes it down in Danish or English.
END

printf 'libtp 0 libtp0 (>= %s)\n' "$version" >"$stage/libtp0/DEBIAN/shlibs"
echo 'activate-noawait ldconfig' >"$stage/libtp0/DEBIAN/triggers"
depends=$(needs "$stage/libtp0$lib/libtp.so.0")
control libtp0 libs "$depends" same <<'END'
library behind the tools of tp
 Reading and checking of records, scores of surveys, portfolios, roles and
 reports of digital initiatives in municipalities.
 .
 This package contains the shared library.
END

control libtp-dev libdevel "libtp0 (= $version)" same <<'END'
library behind the tools of tp, for development
 Reading and checking of records, scores of surveys, portfolios, roles and
 reports of digital initiatives in municipalities.
 .
 This package contains the headers, for C and C++, and the static library.
END

rm -rf "$stage"
