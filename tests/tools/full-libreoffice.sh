#!/bin/sh
# What -x writes in Danish, of every kind of record of the example partnership and as the weekly page, opened in LibreOffice
# as a Danish spreadsheet and saved as xlsx: letters, numbers with a decimal comma and dates are what they were, numbers and
# dates as such, nothing is a formula; and saved back as csv it says the same.
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
mkdir -p "$work/sheets" "$work/xlsx" "$work/back" "$work/tmp" "$work/profile/user"

# --- the sheets ---

# every TOOL: a sheet of each kind that it writes.
every() {
	for kind in $("$1" -r <"$work/stream" | sed -n 's/^{"kind":"\([a-z]*\)".*/\1/p' | sort -u); do
		case $kind in
		begin | run) ;;
		*) "$1" -x -l da --csv-kind "$kind" <"$work/stream" >"$work/sheets/$1-$kind.csv" ;;
		esac
	done
}

(cd tests/partnership/2026-W47 && tp-import -- *.csv) >"$work/stream"
every tp-import
for tool in tp-score tp-portfolio tp-roles; do
	every "$tool"
	"$tool" <"$work/stream" >"$work/next" && mv "$work/next" "$work/stream"
done
tp-report -x -l da <"$work/stream" >"$work/sheets/tp-report.csv"
# Danish letters at every place, quotes and line ends, and what a spreadsheet would run.
tp-import -x -l da -k unit >"$work/sheets/naughty.csv" <<'END'
id,name,municipality
a,"=HYPERLINK(""http://example.dk"";""tryk"")",vejen
b,+45*2,vejen
c,-1+1,vejen
d,@SUM(A1:A9),vejen
æøå,"Ældre, Ørsted & Åse ""på vej""",vejen
"é;ü",12½ — “Ærø”,århus
END

# --- through LibreOffice ---

# On the machine of a Danish colleague.
cat >"$work/profile/user/registrymodifications.xcu" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>da-DK</value></prop></item>
</oor:items>
END
# Columns by semicolon, quotes, UTF-8, from line 1, in Danish; dates and the like are found.
filter='Text - txt - csv (StarCalc):59,34,76,1,,1030,false,true'
convert() {
	TMPDIR=$work/tmp HOME=$work timeout 300 "$office" "-env:UserInstallation=file://$work/profile" --headless "$@" \
		>>"$work/log" 2>&1
}
convert --infilter="$filter" --convert-to xlsx --outdir "$work/xlsx" "$work/sheets"/*.csv
convert --convert-to "csv:$filter" --outdir "$work/back" "$work/xlsx"/*.xlsx

python3 - "$work" <<'END'
import csv
import datetime
import os
import re
import sys
import xml.etree.ElementTree
import zipfile

work = sys.argv[1]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NUMBER = re.compile(r"-?\d+(,\d+)?")
DAY = re.compile(r"(\d\d)-(\d\d)-(\d{4})")
passed = failed = 0


def verdict(what, faults):
    global passed, failed
    if faults:
        failed += 1
        print(f"FAIL {what}: {len(faults)} faults, the first: {faults[0]}")
    else:
        passed += 1


def rows_of(name):
    with open(name, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


class Book:
    """The cells of the first sheet: (row, column) to text, number, day or formula."""

    def __init__(self, name):
        with zipfile.ZipFile(name) as file:
            def part(path):
                return xml.etree.ElementTree.fromstring(file.read(path))
            texts = []
            if "xl/sharedStrings.xml" in file.namelist():
                texts = ["".join(t.text or "" for t in item.iter(MAIN + "t")) for item in part("xl/sharedStrings.xml")]
            styles = part("xl/styles.xml")
            codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
            formats = [x.get("numFmtId") for x in styles.find(MAIN + "cellXfs")]
            self.cells = {}
            for cell in part("xl/worksheets/sheet1.xml").iter(MAIN + "c"):
                value = cell.find(MAIN + "v")
                if cell.find(MAIN + "f") is not None:
                    found = ("formula", cell.find(MAIN + "f").text)
                elif value is None:
                    continue
                elif cell.get("t") == "s":
                    found = ("text", texts[int(value.text)])
                elif cell.get("t", "n") != "n":
                    found = (cell.get("t"), value.text)
                else:
                    style = formats[int(cell.get("s", 0))]
                    is_day = style in ("14", "15", "22") or "y" in codes.get(style, "").lower()
                    found = ("day" if is_day else "number", float(value.text))
                self.cells[self.place(cell.get("r"))] = found

    @staticmethod
    def place(name):
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(number) - 1, column - 1


def wanted(text):
    """What a Danish spreadsheet makes of the cell."""
    day = DAY.fullmatch(text)
    if day:
        date = datetime.date(int(day[3]), int(day[2]), int(day[1]))
        return "day", float((date - datetime.date(1899, 12, 30)).days)
    if NUMBER.fullmatch(text):
        return "number", float(text.replace(",", "."))
    return "text", text


kinds = {"text": 0, "number": 0, "day": 0}
letters = set()
for name in sorted(os.listdir(f"{work}/sheets")):
    sheet = rows_of(f"{work}/sheets/{name}")
    if not os.path.exists(f"{work}/xlsx/{name[:-4]}.xlsx"):
        with open(f"{work}/log", encoding="utf-8", errors="replace") as log:
            verdict(name, ["libreoffice wrote no xlsx: " + log.read()[-300:]])
        continue
    cells, faults = Book(f"{work}/xlsx/{name[:-4]}.xlsx").cells, []
    for i, row in enumerate(sheet):
        for j, text in enumerate(row):
            want, got = wanted(text) if text else None, cells.get((i, j))
            if want != got:
                faults.append(f"row {i + 1}, cell {j + 1}: {text!r} became {got}")
            elif want:
                kinds[want[0]] += 1
            letters |= set(text)
    if len(sheet) < 2:
        faults.append("there are no rows")
    verdict(f"{name} as xlsx", faults)
    # As it is shown there: the year of a date with two digits.
    shown = [[re.sub(rf"^{DAY.pattern}$", lambda d: f"{d[1]}-{d[2]}-{d[3][2:]}", text) for text in row] for row in sheet]
    back = rows_of(f"{work}/back/{name}")
    verdict(f"{name} and back", [f"{a} became {b}" for a, b in zip(shown, back) if a != b] or
            ([f"{len(sheet)} rows became {len(back)}"] if len(sheet) != len(back) else []))
verdict("all sorts of cells were tried", [kinds] if min(kinds.values()) < 50 or not letters > set("æøåÆØÅé") else [])
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
