#!/bin/sh
# The 98 municipalities of ../shared/data/municipalities.csv, each in all the ways that people write it, become their one
# id; and each with a letter gone is refused with the question whether it was meant, or is by chance another one.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

table=../shared/data/municipalities.csv
if [ ! -e "$table" ]; then
	echo "$table is not there: the test of all municipalities is left out"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

python3 - "$table" <<'END'
import csv
import json
import re
import subprocess
import sys
import unicodedata

from verdict import conclude, expect



with open(sys.argv[1], encoding="utf-8") as file:
    table = [(row["code"], row["id"], row["name"]) for row in csv.DictReader(file)]
IDS = {name: id_ for _, id_, name in table}


def spellings(code, id_, name):
    """As people and systems write it."""
    ascii_ = name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa").replace("Æ", "Ae").replace("Ø", "Oe").replace("Å", "Aa")
    kommune = "Regionskommune" if name == "Bornholm" else "Kommune"
    genitive = name if name.endswith(("s", "x", "z")) else name + "s"
    yield from (code, code.lstrip("0"), id_, id_.upper(), name, name.lower(), name.upper(), name.swapcase(), ascii_)
    yield from (f"  {name} ", f"\u00a0{name}", f"{name} {kommune}", f"{name.upper()} {kommune.upper()}",
                f"{genitive} {kommune}", f"{ascii_} kommune", f"{name} Municipality", name.replace("-", " "),
                name.replace("-", " - "), unicodedata.normalize("NFD", name))
    yield name.replace("Aa", "Å").replace("aa", "å")
    yield name.replace("Å", "Aa").replace("å", "aa")


def run(names):
    """{line: municipality}, {line: message} of a sheet of units, one for each name."""
    text = "".join('u%d;Enhed;"%s"\n' % (n, name) for n, name in enumerate(names))
    result = subprocess.run(["tp-import", "-k", "enhed", "--rejects", "rejects"], input=("Id;Navn;Kommune\n" + text).encode(),
                            capture_output=True, cwd=scratch)
    records = (json.loads(line) for line in result.stdout.splitlines())
    found = {int(r["id"][1:]): r["municipality"] for r in records if r["kind"] == "unit"}
    with_reasons = {}
    try:
        with open(f"{scratch}/rejects/stdin.csv", encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter=";"):
                with_reasons[int(row["Id"][1:])] = row["reason"]
    except FileNotFoundError:
        pass
    expect("exit status", result.returncode, 0)
    return found, with_reasons


def letters(name):
    """As few letters as people see: what the distance is taken over."""
    return "".join(c for c in name.lower() if c.isalpha())


def edits(a, b):
    """Insert, delete, change, swap of neighbours."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


import shutil
import tempfile
scratch = tempfile.mkdtemp()
try:
    cases = [(written, id_) for code, id_, name in table for written in spellings(code, id_, name)]
    found, bad = run([written for written, _ in cases])
    for n, (written, id_) in enumerate(cases):
        expect(f"{written!r}", found.get(n, bad.get(n)), id_)
    expect("municipalities", len({id_ for _, id_ in cases}), 98)

    near = [(name[:i] + name[i + 1:], name) for _, _, name in table for i in range(len(name)) if name[i].isalpha()]
    found, bad = run([written for written, _ in near])
    for n, (written, name) in enumerate(near):
        if n in found:  # it is another one, or still the same
            expect(f"{written!r} of {name} is taken", found[n] in IDS.values() and
                   written.lower() in [other.lower() for other in IDS], True)
            continue
        asked = re.search(r"no municipality is called .*: is it (.*)\?", bad.get(n, ""))
        least = min(edits(letters(written), letters(other)) for other in IDS)
        nearest = [other for other in IDS if edits(letters(written), letters(other)) == least]
        expect(f"{written!r} of {name}: asks for one as near as that", asked and asked[1] in nearest and name in nearest, True)
finally:
    shutil.rmtree(scratch)
conclude()
END
