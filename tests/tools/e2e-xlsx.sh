#!/bin/sh
# The reports as workbooks, in both languages, read as Excel reads them: every table of the json stands on its section's
# sheet, number for number, and the table of the csv too; charts where Excel has the kind; no formula, no address that
# leads out, names that Excel takes. The same bytes at another time and place. Naughty strings and long ones as they are.
# Terminals, full disks and too little memory are told. Of the tools, tp-report alone needs the library.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(cd tests/partnership/2026-W47 && tp-import ./*.csv | tp-score --by group | tp-portfolio mix rank radar match cluster check | tp-roles) \
	>"$work/stream" || exit 1

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - "$work" "$BUILD" ../shared/suites/naughty-strings/blns.json <<'END'
import collections
import csv
import io
import json
import os
import pty
import re
import subprocess
import sys

from workbook import MAIN, Book

work, build, suite = sys.argv[1:]
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]
STATES = {"da": {"red": "Rød", "yellow": "Gul", "green": "Grøn", "grey": "Grå"},
          "en": {"red": "Red", "yellow": "Yellow", "green": "Green", "grey": "Grey"}}
passed = failed = skipped = 0


def expect(what, found, wanted=True):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(found)[:500]} instead of {ascii(wanted)[:500]}")


def run(*words, **more):
    return subprocess.run(["tp-report", *words], capture_output=True, **more)


def make(report, lang, stream, form="xlsx", *options):
    result = run(report, "-f", form, "-l", lang, *options, stream)
    expect(f"{report} {form} {lang}: status", (result.returncode, result.stderr), (0, b""))
    return result.stdout


# --- what a workbook says ---

def typed(value, lang, state):
    """A value of json as a cell has it."""
    if isinstance(value, (int, float)):
        return float(value)
    if state and value in STATES[lang]:
        return STATES[lang][value]
    return value or None


def native(block, rows):
    """Whether Excel has such a chart: numbers, and a kind of its own."""
    if block.get("chart") not in ("bars", "stacked", "spider", "scatter") or not 0 < len(rows) <= 150:
        return False
    def figures(column):
        found = [r[column] for r in rows if r[column] is not None]
        return found and all(isinstance(v, (int, float)) for v in found)
    return all(figures(s["value"]) for s in block["series"])


def table_on(sheet, titles, rows):
    """Whether these rows stand below these titles somewhere on the sheet."""
    all_rows = [r + [None] * (len(titles) - len(r)) for r in sheet.rows()]
    for i, row in enumerate(all_rows):
        if row[:len(titles)] == titles and [r[:len(titles)] for r in all_rows[i + 1:i + 1 + len(rows)]] == rows:
            return True
    return False


def look_at_tables(what, book, document, lang):
    """Returns how many charts it should have."""
    untitled = [s for s in document["sections"][:1] if not s["title"]]
    expect(f"{what}: a sheet a section", len(book.sheets), 1 + len(document["sections"]) - len(untitled))
    expect(f"{what}: the first sheet", book.sheets[0].cells.get((0, 0)), document["title"])
    sheets, charts = iter(book.sheets[0 if untitled else 1:]), 0
    for section in document["sections"]:
        sheet = next(sheets)
        if section["title"]:
            expect(f"{what}: title of a sheet", sheet.cells.get((0, 0)), section["title"])
        said = "\n".join(str(v) for v in sheet.cells.values())
        for block in section["blocks"]:
            if block["type"] in ("table", "chart") and block["rows"]:
                titles = [c["title"] or None for c in block["columns"]]
                rows = [[typed(r[c["name"]], lang, True) for c in block["columns"]] for r in block["rows"]]
                expect(f"{what}: {section['title']}: the table of {titles}", table_on(sheet, titles, rows))
                charts += native(block, block["rows"])
            texts = [block.get("text")] + [item["text"] for item in block.get("items", []) + block.get("reasons", [])]
            expect(f"{what}: {section['title']}: texts", [t for t in texts if t and t not in said], [])
    return charts


def look_at_csv(what, book, text, lang):
    """The csv of people: its rows stand on a sheet, or each downwards on a sheet of its own."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";" if lang == "da" else ","))
    def cell(value):
        number = value.replace(",", ".") if lang == "da" else value
        day = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", value)
        if re.fullmatch(r"-?\d+(\.\d+)?", number):
            return float(number)
        return f"{day[3]}-{day[2]}-{day[1]}" if day else value or None
    titles, rows = [t or None for t in rows[0]], [[cell(v) for v in r] for r in rows[1:]]
    def loose(value): # a text that is a number or a day says what it is in csv no more
        return cell(value) if isinstance(value, str) else value
    def said(names, values): # a column that nothing on a sheet fills is left out there
        return frozenset((n, v) for n, v in zip(names, values) if v is not None)
    found = set()
    for sheet in book.sheets:
        heads = []
        for cells in sheet.rows():
            cells = [loose(v) for v in cells]
            heads = cells if set(cells) - {None} <= set(titles) and len(set(cells) - {None}) > 1 else heads
            found.add(said(heads, cells))
        pairs = {(r[0], loose(r[1])) for r in sheet.rows() if len(r) > 1}
        found |= {said(titles, row) for row in rows if said(titles, row) <= pairs}
    expect(f"{what}: the csv's rows", [r for r in rows if said(titles, r) not in found], [])
    expect(f"{what}: the csv has rows", len(rows) > 0)


def look_at_parts(what, book, title):
    names = [s.name for s in book.sheets]
    expect(f"{what}: names differ", len({n.casefold() for n in names}), len(names))
    expect(f"{what}: names Excel takes", [n for n in names if not 0 < len(n.encode("utf-16-le")) / 2 <= 31
                                         or re.search(r"[][:*?/\\']", n)], [])
    expect(f"{what}: no formula", [f.text for s in book.sheets for f in s.formulas], [])
    outside = [r.get("Target") for s in book.sheets for r in s.relations if r.get("TargetMode")]
    expect(f"{what}: nothing leads out", outside, [])
    ways = [h.get("location").rpartition("!")[0][1:-1] for s in book.sheets for h in s.root.iter(MAIN + "hyperlink")]
    expect(f"{what}: ways to sheets", [w for w in ways if w not in names], [])
    expect(f"{what}: something is frozen", [s.name for s in book.sheets if s.attribute("pane", "state") != "frozen"], [])
    properties = book.zip.read("docProps/core.xml").decode()
    expect(f"{what}: the title", f"<dc:title>{title}</dc:title>" in properties)
    expect(f"{what}: the day", re.findall(r">(\d{4}-\d\d-\d\d)T12:00:00Z<", properties), ["2026-11-22"] * 2)


for report in REPORTS:
    for lang in ("da", "en"):
        what = f"{report} {lang}"
        book = Book(io.BytesIO(make(report, lang, f"{work}/stream")))
        document = json.loads(make(report, lang, f"{work}/stream", "json"))
        charts = look_at_tables(what, book, document, lang)
        expect(f"{what}: charts", len(book.charts), charts)
        look_at_csv(what, book, make(report, lang, f"{work}/stream", "csv", "-x", "--raw").decode(), lang)
        look_at_parts(what, book, document["title"])
        if report == "weekly":
            sheet = book.sheets[1]
            expect(f"{what}: the filter", bool(sheet.attribute("autoFilter", "ref")))
            shapes = {c for p, c in sheet.codes.items() if sheet.cells[p] in STATES[lang].values()}
            expect(f"{what}: shapes of lights", shapes, {'"■ "@', '"▲ "@', '"● "@'})
            days = {c for s in book.sheets for c in s.codes.values() if "yyyy" in c}
            expect(f"{what}: days", days, {"dd\\-mm\\-yyyy" if lang == "da" else "[$-809]d\\ mmm\\ yyyy"})

# --- the same bytes ---

first = make("portfolio", "da", f"{work}/stream")
for zone in ("Pacific/Kiritimati", "America/New_York"):
    environ = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | {"TZ": zone}
    again = run("portfolio", "-f", "xlsx", "-l", "da", "--as-of", "2026-11-22", f"{work}/stream", env=environ)
    expect(f"the same bytes in {zone}", again.stdout == first)
result = run("portfolio", "-f", "xlsx", "-l", "da", "-o", f"{work}/file.xlsx", f"{work}/stream")
with open(f"{work}/file.xlsx", "rb") as file:
    expect("-o", (result.returncode, result.stdout, file.read() == first), (0, b"", True))

# --- texts as they are ---

if os.path.exists(suite):
    with open(suite, encoding="utf-8") as file:
        strings = json.load(file)
else:
    print(f"{suite} is not there: the naughty strings are left out")
    skipped += 1
    strings = ["<b>&amp;\"'", "http://example.dk", "internal:A1", "0123", "1e3", "TRUE", "#REF!"]
strings += ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.dk\")", "_x0041_", "a\ufffeb\uffffc", "1.000,5", "22-11-2026"]
strings = list(dict.fromkeys(s for s in strings if s.strip(" \t\n\v\f\r\u00a0") == s and s and "\0" not in s))
with open(f"{work}/naughty", "w", encoding="utf-8") as file:
    for i, text in enumerate(strings):
        file.write(json.dumps({"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejen", "phase": "pilot"}) + "\n")


def masked(text):
    return re.sub("[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "?", text)


book = Book(io.BytesIO(make("weekly", "en", f"{work}/naughty")))
look_at_parts("naughty", book, "Weekly status, week 47 of 2026")
column = book.sheets[1].rows()
head = next(i for i, r in enumerate(column) if "Initiative" in r)
found = collections.Counter(r[column[head].index("Initiative")] for r in column[head + 1:])
expect("naughty: titles", sorted(map(ascii, (found - collections.Counter(map(masked, strings))).elements()))[:5], [])
expect("naughty: how many", sum(found.values()), len(strings))
kept = {c for p, c in book.sheets[1].codes.items() if str(book.sheets[1].cells[p])[:1] in ("=", "+", "-", "@")}
expect("naughty: what would run once it is changed is kept a text", kept, {"@"})
book = Book(io.BytesIO(make("card", "en", f"{work}/naughty")))
look_at_parts("naughty cards", book, "Technology cards")

long = "æ🙂" * 30000
with open(f"{work}/long", "w", encoding="utf-8") as file:
    file.write(json.dumps({"kind": "initiative", "id": "l", "title": long, "municipality": "vejen", "phase": "pilot"}) + "\n")
    file.write(json.dumps({"kind": "initiative", "id": "m", "title": "kort", "municipality": "vejen", "phase": "pilot"}) + "\n")
book = Book(io.BytesIO(make("weekly", "da", f"{work}/long")))
begun = [(s, p, v) for s in book.sheets[:-1] for p, v in s.cells.items() if str(v).startswith("æ🙂")]
expect("a long text is cut once", len(begun), 1)
sheet, at, value = begun[0]
value, mark = value[:value.index("…")], value[value.index("…"):]
expect("its mark", mark, "… → Lange tekster")
rest = [r for r in book.sheets[-1].rows() if r[0] == f"{sheet.name}!{'ABCD'[at[1]]}{at[0] + 1}"]
expect("a long text is all there", value + "".join(r[1] for r in rest) == long)
longest = max(len(v.encode("utf-16-le")) // 2 for s in book.sheets for v in s.cells.values() if isinstance(v, str))
expect("no cell is too long", longest <= 32767)

# --- nothing to show, and what fails ---

with open(f"{work}/empty", "w", encoding="utf-8"):
    pass
for report in REPORTS:
    book = Book(io.BytesIO(make(report, "da", f"{work}/empty")))
    expect(f"{report} of nothing", len(book.sheets) >= 1)

ours, theirs = pty.openpty()
result = subprocess.run(["tp-report", "-f", "xlsx", f"{work}/stream"], stdout=theirs, stderr=subprocess.PIPE)
expect("a terminal", (result.returncode, b"-o FILE.xlsx" in result.stderr), (2, True))
with open("/dev/full", "wb") as full:
    result = subprocess.run(["tp-report", "-f", "xlsx", f"{work}/stream"], stdout=full, stderr=subprocess.PIPE)
expect("a full disk", (result.returncode, b"No space left on device" in result.stderr), (4, True))
result = subprocess.run(["sh", "-c", f"ulimit -f 8; exec tp-report -f xlsx {work}/stream | wc -c"], capture_output=True)
expect("no room for temporary files", (result.stdout.strip(), b"cannot" in result.stderr), (b"0", True))
result = run("card", "-f", "xlsx", "-", input="".join(
    json.dumps({"kind": "initiative", "id": f"n{i}", "title": f"t{i}", "municipality": "vejen"}) + "\n" for i in range(1001)).encode())
expect("too many sheets", (result.returncode, result.stdout, b"more than 1000 sheets" in result.stderr), (3, b"", True))

for tool in ("tp-import", "tp-score", "tp-portfolio", "tp-roles", "tp-report"):
    libraries = subprocess.run(["ldd", f"{build}/bin/{tool}"], capture_output=True, text=True).stdout
    expect(f"{tool}: its libraries", "xlsxwriter" in libraries, tool == "tp-report")

print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(failed > 0)
END
