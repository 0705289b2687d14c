#!/bin/sh
# Installs into a temporary folder, tries what is there, builds programs on the library in C and C++, with every header
# alone, uninstalls and sees that nothing is left.
set -eu
cd "$(dirname "$0")/../.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0
passed=0

# expect WHAT COMMAND...: what the command says is shown when it fails.
expect() {
	what=$1
	shift
	if "$@" >"$root/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $what"
		head -n 5 "$root/said"
	fi
}

make=${MAKE:-make}
"$make" -s DESTDIR="$root" PREFIX=/usr install
for source in cmd/tp-*.c; do
	tool=$(basename "$source" .c)
	expect "$tool --version" "$root/usr/bin/$tool" --version
	expect "$tool has a man page" [ -s "$root/usr/share/man/man1/$tool.1" ]
	expect "bash completes $tool" bash -n "$root/usr/share/bash-completion/completions/$tool"
	expect "zsh completes $tool" grep -q "^#compdef $tool$" "$root/usr/share/zsh/site-functions/_$tool"
	expect "fish completes $tool" grep -q "^complete -c $tool " "$root/usr/share/fish/vendor_completions.d/$tool.fish"
done

# --- a program on the library ---

export PKG_CONFIG_SYSROOT_DIR="$root" PKG_CONFIG_PATH="$root/usr/lib/pkgconfig"
cat >"$root/program.c" <<'END'
#include <stdio.h>
#include <tp/tp.h>

/* The mean of a sheet's costs, by way of the reading rules of tp-import. */
struct sum {
	double cost;
	int n;
};

static int put(void *self, const struct tp_record *record, struct tp_err *err)
{
	struct sum *sum = (struct sum *)self;
	double cost;
	(void)err;
	if (record->kind == TP_KIND_initiative && tp_record_num(record, TP_initiative_cost, &cost)) {
		sum->cost += cost;
		sum->n++;
	}
	return 0;
}

static void tell(void *self, const struct tp_err *bad)
{
	(void)self;
	fprintf(stderr, "%s\n", bad->text);
}

int main(int argc, char **argv)
{
	struct sum sum = {0, 0};
	struct tp_err err = {};
	struct tp_shelf shelf = {};
	struct tp_import import = {};
	import.options.kind = TP_KIND_other;
	import.shelf = &shelf;
	import.by = argv[0];
	import.sink.put = put;
	import.sink.self = &sum;
	import.tell = tell;
	import.self = &sum;
	for (int i = 1; i < argc; i++)
		if (tp_import_file(&import, argv[i], &err) < 0)
			return (int)err.code;
	printf("%d %.1f %s\n", sum.n, sum.cost / sum.n, TP_VERSION);
	tp_import_free(&import);
	tp_shelf_free(&shelf);
	return 0;
}
END
printf 'Id;Titel;Kommune;Engangsudgift\na;A;Sorø;100.000\nb;B;Sorø;50.001\n' >"$root/initiativer.csv"
version=$(sed -n 's/.*TP_VERSION "\(.*\)"/\1/p' include/tp/version.h)

# Runs the program that stands in $root/program.
says_mean() {
	[ "$(LD_LIBRARY_PATH=$root/usr/lib "$root/program" "$root/initiativer.csv")" = "2 75000.5 $version" ]
}

expect "tp.pc tells the version" [ "$(pkg-config --modversion tp)" = "$version" ]
flags=$(pkg-config --cflags --libs tp)
# shellcheck disable=SC2086 # words
expect 'a program on libtp.so' "${CC:-cc}" -std=gnu2x -Wall -Wextra -Werror -o "$root/program" "$root/program.c" $flags
expect 'it runs' says_mean
expect 'it wants libtp.so.0' sh -c "readelf -d '$root/program' | grep -q 'NEEDED.*libtp\.so\.0\]'"
flags="$(pkg-config --cflags tp) $root/usr/lib/libtp.a $(PKG_CONFIG_SYSROOT_DIR='' pkg-config --static --libs tp | sed 's/-L[^ ]*//; s/-ltp //')"
# shellcheck disable=SC2086
expect 'a program on libtp.a' "${CC:-cc}" -std=gnu2x -o "$root/program" "$root/program.c" $flags
expect 'it runs, too' says_mean
expect 'it wants no libtp.so' sh -c "! readelf -d '$root/program' | grep -q 'NEEDED.*libtp'"
if command -v c++ >/dev/null; then
	# shellcheck disable=SC2046
	expect 'a program in C++' c++ -x c++ -Wall -Wextra -Werror -o "$root/program" "$root/program.c" $(pkg-config --cflags --libs tp)
	expect 'it runs as well' says_mean
fi
for header in "$root"/usr/include/tp/*.h; do
	expect "$(basename "$header") alone" "${CC:-cc}" -std=c17 -Wall -Wextra -Werror -fsyntax-only -I"$root/usr/include" "$header"
done

# --- what the shared library shows ---

nm -D --defined-only "$root/usr/lib/libtp.so.0" | sed 's/.* //; s/@.*//' | grep -v '^LIBTP_' | sort >"$root/shown"
grep -ohE '\<tp_[a-z0-9_]+' include/tp/*.h | sort -u >"$root/declared"
expect 'symbols that no header declares' [ -z "$(comm -23 "$root/shown" "$root/declared" | tee "$root/hidden")" ]
expect 'symbols that headers declare' grep -qx tp_import_file "$root/shown"

"$make" -s DESTDIR="$root" PREFIX=/usr uninstall
left=$(find "$root/usr" ! -type d)
expect "uninstall left behind: $left" [ -z "$left" ]
expect 'uninstall leaves the folder of headers behind' [ ! -e "$root/usr/include/tp" ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
