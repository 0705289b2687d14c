#!/bin/sh
# A template of every kind and instrument, in both languages and for programs: untouched it is no data; filled in, which
# is the example's row without its mark, it becomes one record that bears every cell, under a name that tells nothing.
# Cells of the one for programs must come out as they stand; the others must say the same in people's words. A workbook
# has the same cells, with numbers as such, and offers the words that its columns take; a spreadsheet or xlsx2csv makes
# of it what it is in full-templates.sh.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - <<'END'
import csv
import io
import json
import re
import subprocess
import tempfile
import xml.etree.ElementTree
import zipfile

from verdict import conclude, expect


def run(*args):
    return subprocess.run(args, capture_output=True, cwd=scratch)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def template(of, how):
    made = run("tp-import", "--template", of, *how)
    expect(f"{of} {how}: exit status", (made.returncode, made.stderr), (0, b""))
    return made.stdout


def read_back(what, text, *how):
    """Facts and the run record of a sheet that its name tells nothing of."""
    with open(f"{scratch}/sheet.txt", "wb") as file:
        file.write(text)
    read = run("tp-import", "--no-at", *how, "sheet.txt")
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


def workbook(of, lang):
    """The rows of its sheet, and by column what it offers."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(template(of, ["-l", lang, "-f", "xlsx"]))) as book:
        expect(f"{of} workbook: its parts", book.testzip(), None)
        sheet, lists = (xml.etree.ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2))
        for part in book.namelist():
            xml.etree.ElementTree.fromstring(book.read(part))
    cells = {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(main + "c")}
    letters = sorted({re.sub(r"\d", "", at) for at in cells}, key=lambda at: (len(at), at))
    words = {re.sub(r"\d", "", cell.get("r")): [] for cell in lists.iter(main + "c")}
    for cell in lists.iter(main + "c"):
        words[re.sub(r"\d", "", cell.get("r"))].append("".join(cell.itertext()))
    for valid in sheet.iter(main + "dataValidation"):
        letter = re.match("[A-Z]+", valid.get("sqref"))[0]
        if valid.get("type") == "list":
            wanted = f"words!${letter}$1:${letter}${len(words[letter])}"
            expect(f"{of} workbook: the list of {letter}", valid.find(main + "formula1").text, wanted)
    offered = [words.get(letter, []) for letter in letters]
    return [[cells.get(f"{letter}{row}", "") for letter in letters] for row in (1, 2, 3)], offered


def try_workbook(of, kind, lang, rows):
    sheet, offered = workbook(of, lang)
    expect(f"{of} workbook {lang}: header and guide", sheet[:2], rows[:2])
    example = [cell.replace(",", ".") if re.fullmatch(r"\d+,\d+", cell) else cell for cell in rows[2][1:]]
    expect(f"{of} workbook {lang}: example", sheet[2][1:], example)
    filled = [sheet[0]]  # a row for each word that is offered
    for i in range(max(map(len, offered), default=0)):
        filled.append([""] + [words[i] if i < len(words) else cell for cell, words in zip(sheet[2], offered)][1:])
    out = io.StringIO()
    csv.writer(out).writerows(filled)
    facts, _, said = read_back(f"{of} workbook {lang} filled in", out.getvalue().encode(), "--no-unique")
    expect(f"{of} workbook {lang}: every word is taken", (len(facts), said), (len(filled) - 1, b""))


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
        try_workbook(of, kind, how[1], rows)
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
