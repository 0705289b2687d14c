#!/bin/sh
# The public suites through tp-import: each naughty string as the title of an initiative, out as csv in every dialect and in
# again, unharmed, and no cell that a spreadsheet would run; JSONTestSuite as a member of a record; the UTF-8 cases as
# cells. csv-spectrum, whose columns are none of ours, is in unit/test_sheet.c.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

suites=../shared/suites
if [ ! -d "$suites" ]; then
	echo "$suites is not there: the public suites are left out"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

python3 - "$suites" "$work" <<'END'
import csv
import glob
import io
import json
import os
import re
import subprocess
import sys

from verdict import conclude, expect

suites, work = os.path.abspath(sys.argv[1]), sys.argv[2]


def run(data, *arguments):
    result = subprocess.run(["tp-import", *arguments], input=data, cwd=work, capture_output=True)
    expect(f"status of {arguments}", result.returncode in (0, 3), True)
    return result


def titles(result):
    records = (json.loads(line) for line in result.stdout.split(b"\n") if line)
    return {r["id"]: r["title"] for r in records if r["kind"] == "initiative"}


def sheet(rows):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


# --- naughty strings ---

# White space, and what has no width: around a cell neither says anything.
BLANKS = " \t\n\v\f\r\u00a0\u3000\ufeff" + "".join(
    chr(c) for first, last in ((0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F)) for c in range(first, last + 1))
GUARDED = tuple("=+-@")


def as_title(text):
    """Trimmed, and without the apostrophe that guards a formula."""
    text = text.strip(BLANKS)
    return text[1:] if text[:1] == "'" and text[1:2] in GUARDED and text[1:2] else text


with open(f"{suites}/naughty-strings/blns.json", encoding="utf-8") as file:
    naughty = json.load(file)
wanted = {f"n{i}": as_title(text) for i, text in enumerate(naughty) if as_title(text)}
expect("naughty strings", len(wanted) > 500, True)

by_csv = run(sheet([["id", "title", "municipality"]] + [[f"n{i}", text, "vejle"] for i, text in enumerate(naughty)]),
             "-k", "initiative", "--no-at", "--rejects", "rejects")
expect("as cells", titles(by_csv), wanted)
by_json = run("".join(json.dumps({"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejle"}) + "\n"
                      for i, text in enumerate(naughty) if as_title(text)).encode(), "--no-at")
expect("as JSON", titles(by_json), wanted)
stream = by_json.stdout

for dialect, delimiter, encoding in ("rfc", ",", "utf-8"), ("excel", ",", "utf-8-sig"), ("excel-da", ";", "utf-8-sig"):
    out = run(stream, "-f", "csv", "--csv-dialect", dialect, "--csv-kind", "initiative").stdout
    again = run(out, "-k", "initiative", "--no-at")
    expect(f"{dialect} in again", titles(again), wanted)
    rows = list(csv.reader(io.StringIO(out.decode(encoding), newline=""), delimiter=delimiter))
    expect(f"{dialect}: rows", len(rows), len(wanted) + 1)
    expect(f"{dialect}: starts with its mark", out.startswith(b"\xef\xbb\xbf"), dialect != "rfc")
    expect(f"{dialect}: ends lines with CR LF", b"\r\n" in out, dialect != "rfc")
    cells = {row[0]: row[1] for row in rows[1:]}
    if dialect == "rfc":
        expect(f"{dialect}: as they are", cells, wanted)
        continue
    expect(f"{dialect}: guarded", {id_: text.replace("\r\n", "\n") for id_, text in cells.items()},
           {id_: "'" + text if text.startswith(GUARDED) else text for id_, text in wanted.items()})
    expect(f"{dialect}: nothing runs", [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r") and c], [])
    raw = run(stream, "-f", "csv", "--csv-dialect", dialect, "--csv-kind", "initiative", "--raw").stdout
    expect(f"{dialect} --raw in again", titles(run(raw, "-k", "initiative", "--no-at")), wanted)

# --- JSON ---

# Valid JSON that a stream refuses all the same: a member twice, and NUL.
OURS = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json", "y_object_escaped_null_in_key.json",
        "y_string_null_escape.json"}
# Of what JSON leaves open: numbers that a double rounds to zero, and whole ones longer than it holds, pass as they stand.
TAKEN = {"i_number_double_huge_neg_exp.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
         "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json"}

cases = sorted(glob.glob(f"{suites}/json/test_parsing/*.json"))
expect("JSON cases", len(cases) > 300, True)
for path in cases:
    name = os.path.basename(path)
    with open(path, "rb") as file:
        case = file.read()
    result = run(b'{"kind":"x","v":' + case + b"}\n")
    good = name in TAKEN or (name[0] == "y" and name not in OURS)
    expect(name, result.returncode, 0 if good else 3)
    expect(f"{name}: one line says why", not good and not re.match(rb"tp-import: -:\d+: .*\n", result.stderr), False)
    if good and b"\n" not in case.strip():
        expect(f"{name}: as it stands", b'{"kind":"x","v":' + case.replace(b"\n", b"") in result.stdout.replace(b"\n", b""), True)

# --- UTF-8: what is good comes through, what is not costs its row ---

with open(f"{suites}/utf8/utf8tests.txt", encoding="ascii") as file:
    lines = [line.strip().split(":") for line in file if re.match(r"[\d.]+:(in)?valid hex:", line)]
cases = {f"u{number}": (kind == "valid hex", bytes.fromhex(digits)) for number, kind, digits, *_ in lines}
expect("UTF-8 cases", len(cases) > 200, True)
data = b"id;title;municipality\n" + b"".join(b"%s;a%sb;vejle\n" % (i.encode(), text) for i, (_, text) in cases.items())
found = titles(run(data, "-k", "initiative", "--encoding", "utf-8", "--rejects", "rejects-utf8"))
for id_, (valid, text) in cases.items():
    expect(f"UTF-8 {id_} {text.hex()}", found.get(id_), "a" + text.decode() + "b" if valid and b"\0" not in text else None)

conclude()
END
