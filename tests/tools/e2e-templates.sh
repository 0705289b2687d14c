#!/bin/sh
# A template of every kind and instrument, in both languages and for programs: untouched it is no data; filled in, which
# is the example's row without its mark, it becomes one record that bears every cell, under a name that tells nothing.
# Cells of the one for programs must come out as they stand; the others must say the same in people's words.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - <<'END'
import csv
import io
import json
import os
import subprocess
import tempfile

from verdict import conclude, expect


def run(*args):
    return subprocess.run(args, capture_output=True, cwd=scratch)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def template(of, how):
    made = run("tp-import", "--template", of, *how)
    expect(f"{of} {how}: exit status", (made.returncode, made.stderr), (0, b""))
    return made.stdout


def read_back(what, text):
    """Facts and the run record of a sheet that its name tells nothing of."""
    with open(f"{scratch}/sheet.txt", "wb") as file:
        file.write(text)
    read = run("tp-import", "--no-at", "sheet.txt")
    expect(f"{what}: exit status", (read.returncode, read.stderr if read.returncode else b""), (0, b""))
    records = lines(read.stdout)
    return [r for r in records if r["kind"] not in ("begin", "run", "error")], records[-1].get("rows"), read.stderr


def fill_in(text, delimiter):
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    rows[2][0] = ""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return rows, out.getvalue().encode()


def flat(record):
    """Field to value, answers among the fields."""
    fields = {k: v for k, v in record.items() if k not in ("kind", "values")}
    fields.update(record.get("values", {}))
    return fields


def same(cell, value):
    """Does the cell say the value?"""
    if isinstance(value, bool):
        return cell == ("true" if value else "false")
    if isinstance(value, (int, float)):
        return float(cell) == value
    if isinstance(value, dict):  # goals and their weights
        return cell == "|".join(f"{k}:{v}" for k, v in value.items())
    if isinstance(value, list):
        return cell == " | ".join(v if isinstance(v, str) else f"{v['goal']}:{v['weight']}" for v in value)
    return cell == value


def ids_of(instrument):
    """Item ids by their questions."""
    document = json.loads(run("tp-score", "--show", instrument).stdout)
    return {item["text"]["en"]: item["id"] for dimension in document["dimensions"] for item in dimension["items"]}


def try_one(of, kind, fields):
    text = template(of, ["--csv-dialect", "rfc"])
    facts, run_rows, said = read_back(f"{of} untouched", text)
    expect(f"{of} untouched", (facts, run_rows), ([], 0))
    expect(f"{of} untouched: is told", b"marks as examples" in said, True)
    rows, filled = fill_in(text, ",")
    facts, _, said = read_back(f"{of} filled in", filled)
    expect(f"{of} filled in: records, messages", (len(facts), said), (1, b""))
    if len(facts) != 1:
        return
    expect(f"{of}: kind", facts[0]["kind"], kind)
    plain = flat(facts[0])
    cells = {title: cell for title, cell in zip(rows[0][1:], rows[2][1:]) if cell}
    if kind == "response" and of != "response":
        expect(f"{of}: instrument", plain.pop("instrument"), of)
    if of in instruments:  # an id that is a column of any survey gives way to the question
        cells = {ids_of(of).get(title, title): cell for title, cell in cells.items()}
    if of == "response":
        cells[cells.pop("item")] = cells.pop("value")
    expect(f"{of}: fields", sorted(plain), sorted(cells))
    for field in sorted(set(plain) & set(cells)):
        expect(f"{of}: {field} is {plain[field]}", same(cells[field], plain[field]) or cells[field], True)
    missing = set(fields) - set(rows[0])
    expect(f"{of}: columns", missing, set())
    for how, delimiter in (["-l", "da"], ";"), (["-l", "en"], ","):
        text = template(of, how)
        facts, run_rows, _ = read_back(f"{of} {how} untouched", text)
        expect(f"{of} {how} untouched", (facts, run_rows), ([], 0))
        rows, filled = fill_in(text, delimiter)
        facts, _, said = read_back(f"{of} {how} filled in", filled)
        expect(f"{of} {how} filled in: records, messages", (len(facts), said), (1, b""))
        if len(facts) == 1:
            words = flat(facts[0])
            expect(f"{of} {how}: fields", list(words), [f for f in words if f in plain or f == "instrument"])
            for field, value in plain.items():  # names of our making are in the language
                if not isinstance(value, str) or field in fields and fields[field] in ("date", "word"):
                    expect(f"{of} {how}: {field}", without_ids(words.get(field)), without_ids(value))


def without_ids(value):
    """A list of ids names kinds in the language."""
    return ["…" if isinstance(v, str) and v.endswith(("-1", " 1")) else v for v in value] if isinstance(value, list) else value


with tempfile.TemporaryDirectory() as scratch:
    kinds = {}
    for field in lines(run("tp-import", "--list-fields", "-f", "json").stdout):
        if field["type"] not in ("map", "pair", "any"):
            kinds.setdefault(field["kind"], {})[field["field"]] = field["type"]
    listed = run("tp-score", "--list", "-f", "csv", "--csv-dialect", "rfc").stdout.decode()
    instruments = [row[0] for row in csv.reader(io.StringIO(listed))][1:]
    expect("kinds", len(kinds), 21)
    expect("instruments", len(instruments), 17)
    for kind, fields in kinds.items():
        if kind == "tally":
            expect("tally", run("tp-import", "--template", kind).returncode, 2)
        else:
            try_one(kind, kind, fields)
    for instrument in instruments:
        fields = dict(kinds["response"])
        del fields["instrument"]
        try_one(instrument, "response", fields)
conclude()
END
