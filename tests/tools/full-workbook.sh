#!/bin/sh
# full-workbook.sh [REPORT...] makes each report a workbook, in both languages, and one of naughty strings, and opens them in
# LibreOffice: saved as csv, every sheet says cell for cell what the workbook says, texts as texts and numbers as numbers;
# saved as ods, all charts are there; and saved as pdf, there are pages.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

office=$(command -v soffice || command -v libreoffice) || {
	echo 'skipped: libreoffice is not installed (apt-get install libreoffice-calc)'
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/xlsx" "$work/csv" "$work/ods" "$work/pdf" "$work/tmp" "$work/profile"
(cd tests/partnership/2026-W47 && tp-import ./*.csv | tp-score --by group | tp-portfolio mix rank radar match cluster check | tp-roles) \
	>"$work/stream" || exit 1
[ "$#" -gt 0 ] || set -- weekly maturity portfolio radar roles card partnership closing
for report; do
	for lang in da en; do
		tp-report "$report" -f xlsx -l "$lang" -o "$work/xlsx/$report-$lang.xlsx" "$work/stream"
	done
done
python3 - ../shared/suites/naughty-strings/blns.json >"$work/naughty" <<'END'
import json
import os
import sys

strings = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.dk\")", "_x0041_", "1.000,5", "22-11-2026", "TRUE", "0123"]
if os.path.exists(sys.argv[1]):
    with open(sys.argv[1], encoding="utf-8") as file:
        strings += [s for s in json.load(file) if s and "\0" not in s and s.strip(" \t\n\v\f\r\u00a0") == s]
for i, text in enumerate(dict.fromkeys(strings)):
    print(json.dumps({"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejen"}))
END
tp-report -f xlsx -l da -o "$work/xlsx/naughty.xlsx" "$work/naughty"

convert() {
	LC_ALL=C.UTF-8 TMPDIR=$work/tmp HOME=$work timeout 300 "$office" "-env:UserInstallation=file://$work/profile" --headless \
		--convert-to "$1" --outdir "$work/$2" "$work/xlsx"/*.xlsx >>"$work/log" 2>&1
}
# Columns by comma, quotes, UTF-8, from line 1, all texts in quotes, contents and not how they look, every sheet.
convert 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false,false,false,-1' csv
convert ods ods
convert pdf pdf

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - "$work" <<'END'
import datetime
import os
import re
import sys
import zipfile

from workbook import Book

work = sys.argv[1]
passed = failed = 0


def verdict(what, faults):
    global passed, failed
    if faults:
        failed += 1
        print(f"FAIL {what}: {len(faults)} faults, the first: {ascii(faults[0])[:300]}")
    else:
        passed += 1


def cells_of(name):
    """Rows of cells, a text with True for what stood in quotes."""
    with open(name, encoding="utf-8", newline="") as file:
        text = file.read()
    rows, row = [], []
    for match in re.finditer(r'(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)', text):
        quoted = match[1] is not None
        row.append((match[1].replace('""', '"') if quoted else match[2], quoted))
        if match[3] != ",":
            rows.append(row)
            row = []
        if match.end() == len(text):
            break
    return rows


def as_read(cell, code):
    """A cell as the workbook has it. Days stand as the country of their format writes them, and without one as in the US."""
    text, quoted = cell
    if quoted or not text:
        return text or None
    day = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", text)
    if day:
        month, dom = (day[2], day[1]) if code.startswith("[$-809]") else (day[1], day[2])
        return datetime.date(int(day[3]), int(month), int(dom)).isoformat()
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?([Ee][-+]?\d+)?", text) else text


for name in sorted(os.listdir(f"{work}/xlsx")):
    stem = name[:-5]
    book = Book(f"{work}/xlsx/{name}")
    for sheet in book.sheets:
        file = f"{work}/csv/{stem}-{sheet.name}.csv"
        if not os.path.exists(file):
            verdict(f"{stem}: {sheet.name}", ["libreoffice wrote no csv"])
            continue
        got = {(i, j): as_read(cell, sheet.codes.get((i, j), ""))
               for i, row in enumerate(cells_of(file)) for j, cell in enumerate(row) if cell[0]}
        faults = [f"{p}: {sheet.cells.get(p)!r} became {got.get(p)!r}" for p in sorted(sheet.cells.keys() | got.keys())
                  if sheet.cells.get(p) != got.get(p)]
        verdict(f"{stem}: {sheet.name}", faults)
    try:
        with zipfile.ZipFile(f"{work}/ods/{stem}.ods") as ods:
            charts = len([n for n in ods.namelist() if re.fullmatch(r"Object \d+/content\.xml", n)])
        verdict(f"{stem}: charts", [f"{charts} of {len(book.charts)}"] if charts != len(book.charts) else [])
        with open(f"{work}/pdf/{stem}.pdf", "rb") as pdf:
            pages = len(re.findall(rb"/Type\s*/Page\b", pdf.read()))
        verdict(f"{stem}: pages", [pages] if pages < len(book.sheets) else [])
    except OSError as why:
        verdict(f"{stem}: ods and pdf", [str(why)])
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
