#!/bin/sh
# Templates as workbooks: LibreOffice and xlsx2csv make of each, of every kind and instrument and in both languages, a
# sheet that is read as no data, and with the mark of its example gone as one record; LibreOffice keeps the lists.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

missing=
for program in soffice xlsx2csv; do
	command -v $program >/dev/null || missing="$missing $program"
done
if [ -n "$missing" ]; then
	echo "skipped: not installed:$missing"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

passed=0
failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s: %s instead of %s\n' "$1" "$2" "$3"
	fi
}

# records WHAT SHEET: how many facts come of it.
records() {
	tp-import "$2" 2>"$work/said" >"$work/stream" || cat "$work/said"
	grep -cvE '"kind":"(begin|run|error)"' "$work/stream"
}

# reads PROGRAM NAME SHEET
reads() {
	expect "$1: $2 untouched" "$(records "$2" "$3")" 0
	sed 's/^"\{0,1\}\(eksempel\|example\)"\{0,1\}\([,;]\)/\2/' "$3" >"$work/filled.csv"
	expect "$1: $2 filled in" "$(records "$2" "$work/filled.csv")" 1
}

mkdir "$work/sheets"
kinds=$(tp-import --list-fields -f csv --csv-dialect rfc | sed '1d; s/,.*//; /^tally$/d' | sort -u)
instruments=$(tp-score --list -f csv --csv-dialect rfc | sed '1d; s/,.*//')
for of in $kinds $instruments; do
	for lang in da en; do
		tp-import --template "$of" -l $lang -f xlsx -o "$work/sheets/$of.$lang.xlsx"
	done
done
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1' \
	--outdir "$work/office" "$work"/sheets/*.xlsx >/dev/null 2>&1
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to fods --outdir "$work/office" \
	"$work/sheets/maturity.da.xlsx" >/dev/null 2>&1
for book in "$work"/sheets/*.xlsx; do
	name=$(basename "$book" .xlsx)
	xlsx2csv "$book" >"$work/sheet.csv"
	reads xlsx2csv "$name" "$work/sheet.csv"
	reads LibreOffice "$name" "$work/office/$name.csv"
done
expect 'lists in LibreOffice' "$(grep -c 'content-validation .*cell-content-is-in-list' "$work/office/maturity.da.fods")" 9

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
