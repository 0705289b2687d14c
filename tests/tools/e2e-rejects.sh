#!/bin/sh
# Nothing is lost: cells of the example data broken at random, the rows that are rejected for it mended in their files,
# and what is imported then is what comes of the unbroken data, counts and all.
# SEED chooses the cells; FULL=1 tries more.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
rounds=3
[ -z "${FULL-}" ] || rounds=60

python3 - "$work" "${SEED:-1}" "$rounds" <<'END'
import collections
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys

from verdict import assure, conclude

work, seed, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
# What tells how the cells of a column are written: a tick, a word, a decimal comma or point, a share of 1, the month
# before the day.
TELLS = [re.compile(pattern, re.I) for pattern in (
    rb'\A"?x"?\Z', rb'\A"?(ja|nej|yes|no|true|false|sand|falsk|[01jyn])"?\Z', rb'\A"?[-+\d. ]*\d,\d+ ?%?"?\Z',
    rb'\A"?[-+\d, ]*\d\.\d+ ?%?"?\Z', rb'\A"?0[.,]\d+"?\Z', rb'\A"?\d+/\d+/\d+')]


def run(folder, *arguments):
    """The records without `at` (counted), the run record, stderr, the exit status."""
    result = subprocess.run(["tp-import", *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
    records, last = collections.Counter(), {}
    for line in result.stdout.splitlines():
        record = json.loads(line)
        record.pop("at", None)
        if record["kind"] == "run":
            last = record
        elif record["kind"] != "begin":
            records[json.dumps(record, sort_keys=True)] += 1
    return records, last, result.stderr.decode(), result.returncode


def repeated(said):
    found = re.search(r"count once: (\d+)", said)
    return int(found.group(1)) if found else 0


def split(data):
    """The delimiter, and of each row the places [begin, end) of its cells."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    if data[start:start + 4].lower() == b"sep=":
        start = data.index(b"\n") + 1
    bare = re.sub(rb'"[^"]*"', b"", data[start:].split(b"\n")[0])
    delimiter = max(b";,\t|", key=bare.count)
    rows, cells, begin, quoted = [], [], start, False
    for i in range(start, len(data) + 1):
        c = data[i] if i < len(data) else 10
        if c == 34:
            quoted = not quoted
        if quoted or c not in (delimiter, 10):
            continue
        cells.append((begin, i - (c == 10 and data[i - 1:i] == b"\r")))
        begin = i + 1
        if c == 10:
            if any(data[a:b].strip(b'" ') for a, b in cells):
                rows.append(cells)
            cells = []
    return bytes([delimiter]), rows


class Broken:
    """A file of the example with some of its cells broken: a mark stands where they were."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        with open(path, "rb") as file:
            self.data = file.read()
        self.delimiter, self.rows = split(self.data)
        self.plain = not any(self.column(n, pattern) for n in range(len(self.rows[0])) for pattern in TELLS) and \
            not any(self.spans_lines(row) for row in self.rows)
        self.breaks = {}  # (begin, end) -> what stands there now

    def spans_lines(self, row):
        """Has it a cell of several lines? A torn quote makes two rows of it, and a reason stands amid what was one."""
        return any(b"\n" in self.data[begin:end] for begin, end in row)

    def column(self, n, pattern):
        return sum(bool(pattern.match(self.data[slice(*row[n])])) for row in self.rows[1:] if n < len(row))

    def explains_others(self, row, n):
        """Is it, but for some, the only cell that tells how its column is written? Then the good rows change with it."""
        return any(pattern.match(self.data[slice(*row[n])]) and self.column(n, pattern) < 2 + len(self.breaks)
                   for pattern in TELLS)

    def choose(self, number):
        mark = b"KAPUT%dKAPUT" % number
        row = chance.choice(self.rows[1:])
        n = chance.randrange(len(row))
        begin, end = row[n]
        if any(begin <= b and a <= end for a, b in self.breaks) or self.explains_others(row, n):
            return None
        ways = [mark] * 4
        if not any(self.explains_others(row, i) for i in range(len(row))) and \
                not self.spans_lines(row):  # these cost the whole row
            ways += [b'K"' + mark, mark + b"\0", mark + self.delimiter]
        if self.plain:  # and this one some rows more
            ways += [b'"' + mark]
        return (begin, end), chance.choice(ways)

    def bytes(self):
        out, at = b"", 0
        for (begin, end), now in sorted(self.breaks.items()):
            out += self.data[at:begin] + now
            at = end
        return out + self.data[at:]

    def write(self, folder):
        with open(f"{folder}/{self.name}", "wb") as file:
            file.write(self.bytes())

    def damage(self, tries, number):
        """Breaks cells as long as each costs its row, and no other."""
        for _ in range(tries):
            choice = self.choose(number)
            if not choice:
                continue
            self.breaks[choice[0]] = choice[1]
            self.write(f"{work}/try")
            _, last, _, status = run(f"{work}/try", "--rejects", "rejects", self.name)
            if status == 0 and last.get("rejected") == len(self.breaks):
                number += 1
            else:
                del self.breaks[choice[0]]
        return number

    def mend(self, data):
        for (begin, end), now in self.breaks.items():
            at = data.rfind(now)  # the reason shows it, too, and stands before it
            if at < 0:
                return None
            data = data[:at] + self.data[begin:end] + data[at + len(now):]
        return data


def same(what, one, other):
    lost, new = one - other, other - one
    assure(what, not lost and not new, "lost: %s; new: %s" % (sorted(lost)[:2], sorted(new)[:2]))


def clean(*folders):
    for folder in folders:
        shutil.rmtree(f"{work}/{folder}", ignore_errors=True)
        os.mkdir(f"{work}/{folder}")


def counts_add_up(what, last, said):
    sum_of = last["records"] + repeated(said) + last["rejected"]
    assure(f"{what}: counts", last["rows"] == sum_of, f"{last['rows']} rows, {sum_of} accounted for")


def mend_all(files):
    for file in files:
        path = f"{work}/rejects/{file.name}"
        if not file.breaks:
            continue
        with open(path, "rb") as opened:
            mended = file.mend(opened.read())
        assure(f"{file.name}: its rows are in the file", mended is not None)
        with open(f"{work}/mended/mended-{file.name}", "wb") as opened:
            opened.write(mended or b"")


def try_once(folder, whole, twice):
    clean("broken", "rejects", "mended", "again", "try")
    files = [Broken(path) for path in sorted(glob.glob(f"{folder}/*.csv"))]
    number = 0
    for file in files:
        if len(file.rows) > 1:
            number = file.damage(chance.choice([0, 4, 12]), number)
        file.write(f"{work}/broken")
    names = [file.name for file in files]

    good, last, said, status = run(f"{work}/broken", "--rejects", "../rejects", *names)
    assure("the good rows go on", status == 0 and last["rejected"] == number > 0,
           f"status {status}, {last}, {number} broken: {said}")
    counts_add_up("broken", last, said)
    made = sorted(os.listdir(f"{work}/rejects"))
    assure("a file for each that has bad rows", made == sorted(f.name for f in files if f.breaks), made)
    assure("a line sums it up", re.search(rf"^tp-import: {number} of {last['rows']} rows rejected, see ", said, re.M), said)

    mend_all(files)
    mended = sorted(os.listdir(f"{work}/mended"))
    rest, last, said, status = run(f"{work}/mended", *mended)
    assure("the mended rows are all good", status == 0, said)
    if twice:
        same("good and mended make the whole", collections.Counter(set(whole)), collections.Counter(set(good + rest)))
    else:
        same("good and mended make the whole", whole, good + rest)

    both, last, said, status = run(f"{work}/broken", "--rejects", "../again", *names, *[f"../mended/{n}" for n in mended])
    assure("both in one run", status == 0 and last["rejected"] == number, said)
    counts_add_up("both", last, said)
    same("both in one run make the whole", whole, both)
    differ = subprocess.run(["diff", "-r", f"{work}/rejects", f"{work}/again"], capture_output=True).stdout
    assure("the same rows are rejected again", not differ, differ[:300])

    _, _, said, status = run(folder, "--rejects", f"{work}/rejects", *names)
    left = os.listdir(f"{work}/rejects")
    assure("nothing is left to mend", status == 0 and not left, (left, said))


tried = 0
for folder in sorted({os.path.dirname(path) for path in glob.glob("tests/partnership/**/*.csv", recursive=True)}):
    folder = os.path.abspath(folder)
    whole, last, said, status = run(folder, *sorted(os.path.basename(p) for p in glob.glob(f"{folder}/*.csv")))
    if status == 0:
        tried += 1
        for _ in range(rounds):
            try_once(folder, whole, repeated(said))
assure("there is data", tried > 0)
conclude()
END
