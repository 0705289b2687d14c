"""Every size of include/tp/limits.h, just at it and just beyond, through the tools: the right answer or a clear refusal.

Usage: limits.py FOLDER [full]; full tries those too that take a minute and gigabytes."""
import json
import re
import subprocess
import sys

from verdict import assure, conclude

work, full = sys.argv[1], len(sys.argv) > 2
LIMIT = {name: eval(text) for name, text in  # products of numbers
         re.findall(r"\tTP_(\w+)_MAX = ([\d *]+),", open("include/tp/limits.h", encoding="ascii").read())}
INSTRUMENT = {"id": "own", "source": "P0",
              "title": {"da": "Egen", "en": "Own"}, "subject": "unit", "scale": {"min": 1, "max": 5, "step": 1},
              "bands": []}
tried = set()


def run(command, data=b""):
    return subprocess.run(command, input=data, cwd=work, capture_output=True, timeout=600)


def write(name, data):
    with open(f"{work}/{name}", "wb") as file:
        file.write(data)
    return name


def well(what, result):
    assure(f"{what}: at the limit", result.returncode == 0, (result.returncode, result.stderr[:300]))


def refused(what, result, status, words):
    """With this status and a message that has these words, and no more than one page of it."""
    said = result.stderr.decode()
    assure(f"{what}: beyond the limit", result.returncode == status and re.search(words, said) and len(said) < 4000,
           (result.returncode, said[:300]))


def both(name, make, words, status=3):
    """make(n) runs something of size n."""
    tried.add(name)
    well(name, make(LIMIT[name]))
    refused(name, make(LIMIT[name] + 1), status, words)


def lines(records):
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def unit(id_, name="Enhed", **more):
    return {"kind": "unit", "id": id_, "name": name, "municipality": "vejen", **more}


# --- what comes in ---

def record_of(size):
    bare = len(lines([unit("u", "")])) - 1
    return run(["tp-portfolio", "-r"], lines([unit("u", "x" * (size - bare))]))


def row_of(size, within=b""):
    """A row with a cell of that size, or of so many lines of it."""
    cell = b"x" * 1000 + within + b"x" * (size - len(b'u;"";vejen') - 1000 - len(within))
    return run(["tp-import", "-k", "unit"], b'id;name;municipality\nu;"%s";vejen\n' % cell)


both("LINE", record_of, "-:1: the line is longer than 16777216 bytes")
both("LINE", row_of, "-:2: .*longer than 16777216 bytes")
both("LINE", lambda n: row_of(n, b"\n"), "-:2: .*longer than 16 MiB: is a quote not closed")
both("COLUMNS", lambda n: run(["tp-import", "-k", "unit", "--keep-unknown"], b"id;name;municipality" + b"".join(
    b";c%d" % i for i in range(n - 3)) + b"\nu;U;vejen" + b";x" * (n - 3) + b"\n"), "-:1: .*more than 16384 cells")
both("ID", lambda n: run(["tp-import", "-k", "unit"], b"id;name;municipality\n%s;U;vejen\n" % (b"x" * n)),
     "-:2: id: an id of 201 bytes: at most 200")
both("NESTING", lambda n: run(["tp-import"], b'{"kind":"x","v":%s%s}\n' % (b"[" * (n - 1), b"]" * (n - 1))),
     "-:1: JSON nested more than 64 deep")
both("MEMBERS", lambda n: run(["tp-score", "-r"], lines([{"kind": "finding", "check": "late", "severity": "info",
     "outcome": "signal", "subject_kind": "unit", "subject": "u", "by": "tp-score", "analysis": "score",
     "evidence": {f"e{i}": i for i in range(n)}}])),
     "-:1: evidence: an object of 1001 members: at most 1000")
both("NUMBER", lambda n: run(["tp-import", "-k", "initiative"],
     b"id;title;municipality;cost\ni;T;vejen;%s\n" % (b"1" * n)), "-:2: cost: .* is not a number as 1250")
both("SKIP", lambda n: run(
    ["tp-import", "-k", "unit", "--skip", str(n)], b"x\n" * n + b"id;name;municipality\nu;U;vejen\n"),
     "--skip 1001: expected a whole number from 0 to 1000", 2)
both("VERSIONS", lambda n: run(["tp-portfolio", "-r"], lines(
    unit("u", f"N{i}", updated=f"{2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}") for i in range(n))),
     "-:1001: the same thing is said with more than 1000 dates")


# --- documents ---

def instrument(items=1, steps=5, **more):
    return {**INSTRUMENT, "scale": {"min": 1, "max": steps, "step": 1}, "dimensions": [{
            "id": "d", "title": {"da": "D", "en": "D"},
            "items": [{"id": f"i{i}", "text": {"da": f"Spm {i}", "en": f"Item {i}"}} for i in range(items)]}], **more}


def shown(document):
    return run(["tp-score", "-i", "./" + write("own.json", json.dumps(document).encode()), "--list"])


def padded(name, bare, command):
    return lambda n: run(command, write(name, bare + b" " * (n - len(bare))) and b"")


both("ITEMS", lambda n: shown(instrument(items=n)), "at most 400 items")
both("STEPS", lambda n: shown(instrument(steps=n)), "at most 101 steps")
for file, text, command in (
        ("own.json", json.dumps(instrument()).encode(), ["tp-score", "-i", "./own.json", "--list"]),
        ("map.json", b"{}", ["tp-import", "-m", "map.json", "-k", "unit", "units.csv"]),
        ("rules.json", b"{}", ["tp-portfolio", "--rules", "rules.json", "--list-checks"]),
        ("weights.json", b'{"value":1}', ["tp-portfolio", "--weights", "weights.json", "--list-checks"])):
    write("units.csv", b"id;name;municipality\nu;U;vejen\n")
    both("DOCUMENT", padded(file, text, command), f"{file}: is larger than 4194304 bytes")


# --- what is asked ---

def repeated(option, value, n):
    return [word for i in range(n) for word in (option, value.format(i))]


whole = lines([unit("u"), {"kind": "initiative", "id": "i", "title": "T", "municipality": "vejen"}])
both("BY", lambda n: run(["tp-score", "--by", ",".join(f"f{i}" for i in range(n))], whole), "--by: at most 8 fields", 2)
both("OPEN_ROUNDS", lambda n: run(["tp-score", *repeated("--open-round", "r{}", n)], whole), "--open-round: at most 16", 2)
both("INSTRUMENTS", lambda n: run(["tp-score", *repeated("-i", "card", n)], whole), "--instrument: at most 32", 2)
both("ASSUMPTIONS", lambda n: run(["tp-portfolio", "rank", *repeated("--assume", "initiative:i.cost={}", n)], whole),
     "--assume: at most 32", 2)


# --- what is made of it ---

def matrix(persons):
    roles = [{"kind": "role", "initiative": "i", "role": "agent", "person": f"p{i}"} for i in range(persons)]
    return run(["tp-roles", "matrix", "-r"], whole + lines(roles))


def table(columns):
    """Of a thousand rows: three columns for the initiative, and one for each person."""
    return run(["tp-roles", "matrix", "-f", "csv"], lines(
        record for i in range(1000) for record in (
            {"kind": "initiative", "id": f"i{i}", "title": "T", "municipality": "vejen"},
            {"kind": "role", "initiative": f"i{i}", "role": "agent", "person": f"p{i % (columns - 3)}"})))


assert LIMIT["CELLS"] == 1000000
tried.add("CELLS")
well("CELLS", table(1000))
refused("CELLS", table(1001), 3, "a table of 1000 rows and 1001 columns: at most 16384 columns and 1000000 cells")
both("MEMBERS", matrix, "i: 1001 persons have roles in it: a matrix has room for 1000")


def bad_rows(n):
    return run(["tp-import", "-k", "unit"], b"id;name;municipality\n" + b";U;vejen\n" * n)


tried.add("BAD_TOLD")
for n, more in (20, 0), (21, 1), (22, 2):
    said = bad_rows(n).stderr.decode()
    assure("BAD_TOLD", said.count("id: empty") == 20 and (f"and {more} fault" in said) == (more > 0), said[-300:])


# --- a great many ---

if full:
    def facts(n):
        with open(f"{work}/facts", "wb") as file:
            for i in range(n):
                file.write(b'{"kind":"milestone","initiative":"i%d","title":"M","due":"2026-12-01"}\n' % i)
        return run(["tp-portfolio", "check", "-r", "facts"])

    def candidates(n):
        with open(f"{work}/facts", "wb") as file:
            for i in range(n):
                file.write(b'{"kind":"initiative","id":"i%d","title":"T","municipality":"vejen","phase":"idea"}\n' % i)
        return run(["tp-portfolio", "rank", "-r", "--budget", "1000", "--pooled", "-o", "out", "facts"])

    both("CANDIDATES", candidates, "a budget for 100001 initiatives: at most 100000")
    tried.add("RECORDS")
    well("RECORDS", facts(LIMIT["RECORDS"] - 100))  # the technologies that it knows are among them
    refused("RECORDS", facts(LIMIT["RECORDS"] + 1), 3, "facts:4000001: more than 4000000 facts and results")

# GROUPS is in a unit test; EVIDENCE cuts what is shown and refuses nothing.
left = set(LIMIT) - tried - {"GROUPS", "EVIDENCE"} - (set() if full else {"CANDIDATES", "RECORDS"})
assure("every limit is tried", not left, left)

# --- and the man page says so ---

with open("man/tp.7", encoding="utf-8") as page:
    limits = page.read().split(".Sh LIMITS")[-1].split("\n.Sh ")[0]
for name, most in LIMIT.items():
    said = f"{most // 2**20} MiB" if most % 2**20 == 0 else f"{most:,}"
    assure(f"tp.7 tells {name}", name in ("BAD_TOLD", "EVIDENCE", "INSTRUMENTS", "ASSUMPTIONS", "OPEN_ROUNDS") or
           re.search(rf"\b{said}\b", limits), said)
conclude()
