"""Makes random sheets, knows what they hold, and asks tp-import. See e2e-sheets.sh.

A sheet is drawn as rows of values, each with the text that a person or a program may have typed for it; then it is
written in a dialect: encoding, line ends, delimiter, quoting, lines above the header, blank rows, padding, the header
again where files were joined. What must come out follows from the values and from the lines on which rows were put, not
from reading the file.
"""
import datetime
import json
import os
import random
import shutil
import subprocess
import sys

TEXTS = ["Skærmbesøg", "Ældre & pårørende", "plan", "A", "Én; to", "Én, to", "tabu\tlator", "a|b", 'sagt "sådan"', "to\nlinjer",
         "tre\n\nlinjer;\"x\",|", "'s-Hertogenbosch", "ØÅÆ", "– lang streg", "50 % af «alt»", "sep=;", "reason", "1,5", "=1+1",
         "-", "x" * 300]
WIDE_TEXTS = ["😀 glad", "Łódź", "дом", "ʻokina", "\u0a0d\u0d0a\u2c22"]  # not in Windows-1252; bytes of CR, LF and quotes
PLACES = {"Næstved": "naestved", "0370": "naestved", "370": "naestved", "Vejen Kommune": "vejen", "VEJEN": "vejen",
          "Aarhus": "aarhus", "Århus": "aarhus", "751": "aarhus"}
AROUND = ["", "", "", "", "", " ", "  ", "\u00a0"]
WIDE_AROUND = ["\u200b", "\ufeff", "\u202f", "\u200e"]
ITEMS = ["strategy", "business-case", "citizen-focus", "culture", "ways-of-working", "competence", "data", "technology"]
AREAS = {"Social og sundhed": "social-health", "social-health": "social-health", "dagtilbud og skole": "day-care-school"}


class Chance(random.Random):
    """All that is drawn of one sheet."""

    def one_in(self, n):
        return self.randrange(n) == 0

    def text(self, wide):
        return self.choice(TEXTS + WIDE_TEXTS if wide else TEXTS)

    def around(self, text, wide):
        blanks = AROUND + WIDE_AROUND if wide else AROUND
        return self.choice(blanks) + text + self.choice(blanks)


# --- values: (what must come out or None for nothing, what stands in the cell) ---

def draw_id(sheet, n):
    return f"id-{n}", f"id-{n}"


def draw_text(sheet, n):
    text = sheet.chance.text(sheet.wide)
    # the guard against formulas: what begins like one stays, and a cell that an apostrophe guards loses it
    return text, ("'" + text if text[0] in "=-" and sheet.chance.one_in(2) else text)


def draw_place(sheet, n):
    cell = sheet.chance.choice(sorted(PLACES))
    return PLACES[cell], cell


def draw_area(sheet, n):
    cell = sheet.chance.choice(sorted(AREAS))
    return AREAS[cell], cell


def group(digits, mark):
    parts = []
    while len(digits) > 3:
        parts.insert(0, digits[-3:])
        digits = digits[:-3]
    return mark.join([digits] + parts)


def draw_number(sheet, n, unit=""):
    """With decimals that cannot be thousands, or none."""
    whole, decimals = sheet.chance.choice([0, 2, 7, 42, 950, 1250, 1250000]), sheet.chance.choice(["", "5", "25", "75"])
    thousands = "." if sheet.comma else ","
    if sheet.chance.one_in(3):
        thousands = sheet.chance.choice(["\u00a0", " "])
    grouped = decimals or whole > 999999 or thousands not in ".,"
    text = group(str(whole), thousands) if grouped and sheet.chance.one_in(2) else str(whole)
    if decimals:
        text += ("," if sheet.comma else ".") + decimals
    return float(f"{whole}.{decimals or 0}"), text + unit


def draw_money(sheet, n):
    return draw_number(sheet, n, sheet.chance.choice(["", "", "", " kr.", " DKK"]))


def draw_heads(sheet, n):
    heads = sheet.chance.choice([0, 1, 12, 950])
    return heads, str(heads)


def draw_percent(sheet, n):
    percent = sheet.chance.choice([0, 5, 12.5, 50, 100])
    text = str(percent).replace(".", "," if sheet.comma else ".")
    return percent, text + sheet.chance.choice(["", "%", " %"])


def draw_day(sheet, n):
    day = datetime.date(2026, 1, 1) + datetime.timedelta(days=sheet.chance.randrange(700))
    way = sheet.chance.choice(["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y 00:00",
                               "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y kl. 14.03"])
    return day.isoformat(), day.strftime(way)


def draw_bool(sheet, n):
    cell = sheet.chance.choice(["ja", "Nej", "yes", "no", "TRUE", "FALSK", "1", "0"])
    return cell.lower() in ("ja", "yes", "true", "1"), cell


def draw_answer(sheet, n):
    """Blank is an answer of its own."""
    if sheet.chance.one_in(5):
        return sheet.chance.choice([("dk", "Ved ikke"), ("na", "Ikke relevant"), (None, "")])
    step = sheet.chance.randrange(1, 6)
    return step, sheet.chance.choice([str(step), f"{step},0" if sheet.comma else f"{step}.0"])


# Headers, field, how it is drawn, whether it must be there, what is bad in it ({} is a mark by which it is found again).
UNIT = [(["Id", "id"], "id", draw_id, True, None), (["Navn", "NAME"], "name", draw_text, True, None),
        (["Kommune", "municipality"], "municipality", draw_place, True, None),
        (["Område", "area"], "area", draw_area, False, "{}"),
        (["Medarbejdere", "Employees"], "employees", draw_heads, False, "{}")]
INITIATIVE = [(["Id"], "id", draw_id, True, None), (["Titel", "title"], "title", draw_text, True, None),
              (["Kommune"], "municipality", draw_place, True, None),
              (["Engangsudgift", "cost"], "cost", draw_money, False, "{}"),
              (["Timer", "Hours"], "hours", draw_number, False, "{} timer"),
              (["Status i procent", "Progress"], "progress", draw_percent, False, "{} %"),
              (["Start"], "start", draw_day, False, "{}-11-2026"), (["Slut", "end"], "end", draw_day, False, "den {}"),
              (["Persondata"], "personal_data", draw_bool, False, "måske {}"),
              (["Problem"], "problem", draw_text, False, None)]
WIDE_SURVEY = [(["Enhed", "subject"], "subject", draw_id, True, None), (["Respondent"], "respondent", draw_id, False, None),
               (["Dato", "date"], "date", draw_day, False, "{}")] + [
                   ([item], item, draw_answer, False, "{}") for item in ITEMS]
KINDS = {"unit": UNIT, "initiative": INITIATIVE, "response": WIDE_SURVEY}


class Row:
    def __init__(self, cells, record):
        self.cells = cells      # texts
        self.record = record    # what must come out, without `at`
        self.broken = None      # (column, mark, what stands there instead); column None: a cell too many
        self.line = 0


class Sheet:
    def __init__(self, seed):
        self.chance = chance = Chance(seed)
        self.kind = chance.choice(sorted(KINDS))
        self.bulk = chance.one_in(3)
        self.encoding = chance.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "utf-16-unmarked"])
        self.wide = self.encoding != "cp1252"
        self.delimiter = chance.choice(";,\t|")
        self.comma = self.delimiter == ";" if chance.one_in(2) else chance.one_in(2)
        self.end = chance.choice(["\n", "\r\n", "\r"])
        self.mixed = chance.one_in(5)
        self.drop_ends = chance.one_in(4)
        self.last_end = self.drop_ends or not chance.one_in(4)
        self.quoting = chance.choice(["least", "all", "some"])
        self.sep = chance.one_in(5)
        self.above = [chance.choice(["Oversigt, trukket 22-11-2026; foreløbig", "", "Næstved Kommune", ";;;", "a|b"])
                      for _ in range(chance.choice([0, 0, 0, 1, 2, 5]))]
        self.columns = self.draw_columns()
        self.blank_columns = chance.choice([0, 0, 0, 1, 3])
        self.rows = [self.draw_row(n) for n in range(chance.choice([3, 12, 20, 40] if self.drop_ends else [0, 1, 3, 12, 40]))]
        self.again = {i for i in range(1, len(self.rows)) if chance.one_in(30)}
        for n, row in enumerate(self.rows):
            if chance.one_in(5):
                self.spoil(row, n)

    def draw_columns(self):
        columns = [c for c in KINDS[self.kind] if c[3] or not self.chance.one_in(3)]
        if self.kind == "response" and not any(c[1] in ITEMS for c in columns):
            columns.append(KINDS[self.kind][-1])
        self.chance.shuffle(columns)
        self.titles = [self.chance.around(self.chance.choice(c[0]), self.wide) for c in columns]
        return columns

    def draw_row(self, n):
        cells, record = [], {"kind": self.kind}
        for _, field, draw, must, _ in self.columns:
            value, cell = draw(self, n)
            if not must and draw is not draw_answer and self.chance.one_in(4):
                value, cell = None, ""
            cells.append(self.chance.around(cell, self.wide) if cell else "")
            if draw is draw_answer:
                record.setdefault("values", {})[field] = value
            elif value is not None:
                record[field] = value
        if self.kind == "response":
            record["instrument"] = "maturity"
        return Row(cells, record)

    def spoil(self, row, n):
        mark = f"KAPUT{n}KAPUT"
        bad = [(i, c[4]) for i, c in enumerate(self.columns) if c[4]]
        if not bad and self.drop_ends:
            return
        if not bad or (not self.drop_ends and self.chance.one_in(6)):
            row.broken = (None, mark, mark)
        else:
            column, pattern = self.chance.choice(bad)
            row.broken = (column, mark, pattern.format(mark))

    # --- writing ---

    def quote(self, cell):
        hard = any(c in cell for c in '"\n\r' + self.delimiter) or cell != cell.strip(" ")
        if hard or self.quoting == "all" or (self.quoting == "some" and self.chance.one_in(3)):
            # a cell's own line ends: as the file's, or as the cell was typed
            inner = "\n" if self.end == "\n" or self.chance.one_in(2) else self.end
            return '"' + cell.replace('"', '""').replace("\n", inner) + '"'
        return cell

    def count_lines(self, text):
        """Line ends in a piece of the file: where lines end in CR, an LF within a cell is none."""
        return text.count("\r") if self.end == "\r" else text.count("\n")

    def end_of_line(self):
        return self.chance.choice(["\n", "\r\n"]) if self.mixed and self.end != "\r" else self.end

    def entry(self, cells, row=None, extra=()):
        width = len(self.columns) + self.blank_columns
        quoted = [self.quote(c) for c in cells] + [""] * (width - len(cells)) + list(extra)
        if not extra and not self.blank_columns and not self.drop_ends and self.chance.one_in(12):
            quoted += [""] * self.chance.randrange(1, 4)
        return quoted, row

    def blank(self):
        if self.drop_ends:
            return [""] * len(self.columns), None
        d = self.delimiter
        return self.chance.choice(["", " ", d * 3, '""' + d + '""', "\u00a0" + d]), None

    def header(self, mark):
        """Above it perhaps the line that names the delimiter, which is no row of the sheet."""
        entries = []
        if self.sep:
            entries.append((mark + self.chance.choice(["sep=%s", '"sep=%s"', "SEP=%s"]) % self.delimiter, "sep"))
            mark = ""
        return entries + [(mark, "mark"), self.entry(self.titles, "header")]

    def entries(self):
        entries = self.header("")
        for n, row in enumerate(self.rows):
            if n in self.again:
                entries += self.header("\ufeff" if self.encoding in ("utf-8-sig", "utf-16", "utf-16-be") else "")
            while self.chance.one_in(10):
                entries.append(self.blank())
            cells = list(row.cells)
            if row.broken and row.broken[0] is not None:
                cells[row.broken[0]] = row.broken[2]
            entries.append(self.entry(cells, row, [row.broken[2]] if row.broken and row.broken[0] is None else []))
        return entries

    def drop_empty_ends(self, entries):
        """As Excel does: of 16 rows, all are as wide as the widest. Lines above the header are rows of its sheet too."""
        rows = [cells for cells, what in entries if what not in ("sep", "mark")]
        first = 16 - len(self.above) % 16
        for block in [rows[:first]] + [rows[i:i + 16] for i in range(first, len(rows), 16)]:
            width = max((i + 1 for cells in block for i, cell in enumerate(cells) if cell.strip('"')), default=1)
            for cells in block:
                del cells[width:]

    def text(self):
        entries = self.entries()
        if self.drop_ends:
            self.drop_empty_ends(entries)
        self.header_line, line, end = 0, 1, self.end
        whole = "".join(text + self.end for text in self.above)
        line += len(self.above)
        for cells, what in entries:
            if what == "header":
                self.header_line = self.header_line or line
            elif isinstance(what, Row):
                what.line = line
            end = "" if what == "mark" else self.end_of_line()
            text = (cells if isinstance(cells, str) else self.delimiter.join(cells)) + end
            line += self.count_lines(text)
            whole += text
        return whole if self.last_end or not self.rows else whole[:-len(end)]

    def encode(self, text):
        if self.encoding == "utf-16":
            return b"\xff\xfe" + text.encode("utf-16-le")
        if self.encoding == "utf-16-be":
            return b"\xfe\xff" + text.encode("utf-16-be")
        return text.encode("utf-16-le" if self.encoding == "utf-16-unmarked" else self.encoding)

    def decode(self, data):
        return data.decode({"utf-16-be": "utf-16", "utf-16-unmarked": "utf-16-le"}.get(self.encoding, self.encoding))

    def options(self):
        # bulk: of surveys, cells are remembered where nothing but the writer looks at the records
        options = ["-k", self.kind, "-i", "maturity"] + (["--no-unique", "--no-at"] if self.bulk else ["--at"])
        if self.encoding == "utf-16-unmarked":
            options += ["--encoding", "utf-16le"]
        elif self.encoding == "cp1252" or self.chance.one_in(5):
            options += ["--encoding", {"cp1252": "windows-1252", "utf-8-sig": "utf-8", "utf-16-be": "utf-16"}.get(
                self.encoding, self.encoding)]
        if self.chance.one_in(5):
            options += ["--delimiter", {"\t": "tab"}.get(self.delimiter, self.delimiter)]
        if self.chance.one_in(5):
            options += ["--decimal", "comma" if self.comma else "point"]
        return options


# --- asking ---

def canonical(record):
    return json.dumps(record, sort_keys=True)


def run(folder, arguments):
    done = subprocess.run(["tp-import", *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    last = records[-1] if records and records[-1]["kind"] == "run" else {}
    return [r for r in records if r["kind"] not in ("begin", "run", "error")], last, done.stderr.decode(), done.returncode


def compare(what, got, expected):
    """Numbers are compared as numbers: JSON knows no difference between 5 and 5.0, Python's text of them does."""
    got, expected = [sorted(canonical(json.loads(canonical(r), parse_int=float)) for r in side) for side in (got, expected)]
    if got != expected:
        lost, new = [r for r in expected if r not in got], [r for r in got if r not in expected]
        raise AssertionError(f"{what}: lost {lost[:2]}, new {new[:2]}, {len(got)} of {len(expected)}")


def expect(what, good, why=""):
    if not good:
        raise AssertionError(f"{what}: {why}")


def mend(sheet, data):
    """Puts the right cells in the place of the marks, of which the last stands in the row, the others in the reason."""
    text = sheet.decode(data)
    for row in sheet.rows:
        if not row.broken:
            continue
        column, mark, now = row.broken
        right = sheet.quote(row.cells[column]) if column is not None else ""
        at = text.rfind(now)
        expect("the bad row is in the file", at >= 0, now)
        end = at + len(now)
        if text[at - 1] == '"' and text[end:end + 1] == '"' and column is not None:
            at, end = at - 1, end + 1
        if column is None:
            at -= 1  # and the delimiter before the cell too many
        text = text[:at] + right + text[end:]
    return sheet.encode(text.removeprefix("\ufeff"))


def ask(sheet, folder):
    name = "ark.csv"
    with open(f"{folder}/{name}", "wb") as file:
        file.write(sheet.encode(sheet.text()))
    options = sheet.options()
    skip = ["--skip", str(len(sheet.above))] if sheet.above else []
    good = [dict(row.record, **({} if sheet.bulk else {"at": f"{name}:{row.line}"})) for row in sheet.rows if not row.broken]
    bad = [row for row in sheet.rows if row.broken]

    records, last, said, status = run(folder, [*options, *skip, "-v", "--rejects", "rejects", name])
    expect("status", status == 0, said)
    compare("records", records, good)
    expect("counts", (last["rows"], last["records"], last["rejected"]) == (len(sheet.rows), len(good), len(bad)),
           (last, len(sheet.rows), len(bad)))
    told = {int(line.split(":")[2]) for line in said.splitlines() if "KAPUT" in line or "cells and the header" in line}
    expect("bad rows are told", told == {row.line for row in bad[:20]}, said)
    expect("the header's line is told", f"header in line {sheet.header_line}," in said, said)
    expect("rejects", os.path.exists(f"{folder}/rejects/{name}") == bool(bad))
    if not bad:
        return
    with open(f"{folder}/rejects/{name}", "rb") as file:
        mended = mend(sheet, file.read())
    with open(f"{folder}/mended.csv", "wb") as file:
        file.write(mended)
    records, last, said, status = run(folder, [*options, "--no-at", "mended.csv"])
    expect("what was mended is good", status == 0, said)
    compare("mended records", records, [row.record for row in bad])


def main():
    work, seed, number, case = sys.argv[1:5]
    passed = failed = 0
    for i in [int(case)] if case else range(int(number)):
        folder = f"{work}/{i}"
        os.mkdir(folder)
        try:
            ask(Sheet(f"{seed}:{i}"), folder)
            passed += 1
        except (AssertionError, ValueError) as why:
            failed += 1
            print(f"FAIL SEED={seed} CASE={i}: {why}")
        shutil.rmtree(folder)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
