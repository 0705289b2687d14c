"""Input that means ill, and places that are no plain files: the right answer or a clear refusal, in
bounded time and memory.

Usage: hostile.py FOLDER [full]; full pours a gigabyte where it is 64 MB else, and tries ten million groups."""
import csv
import html.parser
import io
import itertools
import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
import zipfile

from verdict import assure, conclude, expect

work, full = sys.argv[1], len(sys.argv) > 2
os.chdir(work)
MEGABYTE = 1 << 20
MUCH = 1024 if full else 64
UNITS = b"id;name;municipality\n"
STREAM = b'{"kind":"unit","id":"u","name":"Enhed","municipality":"vejen"}\n'


def run(command, data=b"", **more):
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=120, **more)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, "it hangs", b"", b"")


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)
    return name


def read(name):
    with open(name, "rb") as file:
        return file.read()


def is_clean(data):
    """Nothing in it makes a terminal do anything: no control bytes, C1 or bidi controls, and it is UTF-8."""
    return not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", data.decode())


def refused(what, result, words, status=3):
    assure(what, result.returncode == status and re.search(words, result.stderr) and is_clean(result.stderr),
           (result.returncode, result.stderr[:300]))


def taken(what, result, out=None):
    assure(what, result.returncode == 0 and (out is None or out in result.stdout), (result.returncode, result.stderr[:300]))


# --- too much of everything ---

def poured(command, pieces, most=100):
    """Pours pieces into a command; its exit status, what it said, and whether it kept within so many megabytes."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for piece in pieces:
            process.stdin.write(piece)
        process.stdin.close()
    except BrokenPipeError:
        pass
    said = process.stderr.read()
    _, state, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(state)
    assure(f"{command}: memory", usage.ru_maxrss < most * 1024, f"{usage.ru_maxrss} KB")
    return subprocess.CompletedProcess(command, process.returncode, b"", said)


X = b"x" * MEGABYTE
sheet = [UNITS, b'u;"']
taken("a line of 10 MB", poured(["tp-import", "-k", "unit"], sheet + [X] * 10 + [b'";vejen\n']))
taken("a record of 10 MB", poured(["tp-portfolio"], [STREAM[:-2], b',"x":"'] + [X] * 10 + [b'"}\n']))
refused(f"a field of {MUCH} MB", poured(["tp-import", "-k", "unit"], itertools.chain(sheet, [X] * MUCH, [b'";vejen\n'])),
        b"-:2: .*longer than 16")
refused(f"a field of {MUCH} MB in many lines", poured(["tp-import", "-k", "unit"], itertools.chain(
    sheet, [X[:-1] + b"\n"] * MUCH, [b'";vejen\n'])), b"-:2: .*longer than 16")
refused(f"a text of {MUCH} MB in JSON",
        poured(["tp-score"], itertools.chain([b'{"kind":"'], [X] * MUCH)), b"-:1: .*longer than 16")
refused(f"an object of {MUCH} MB",
        poured(["tp-import"], itertools.chain([b"{"], [b" \n" * (MEGABYTE // 2)] * MUCH)), b"too long|longer")
refused("100,000 columns", run(["tp-import", "-k", "unit"], UNITS[:-1] + b";x" * 100000 + b"\n"), b"-:1: ")
for tool in "tp-import", "tp-score", "tp-portfolio", "tp-roles", "tp-report":
    for deep in b"[" * MEGABYTE, b'{"a":' * MEGABYTE:
        refused(f"{tool}: deep JSON", run([tool], b'{"kind":"unit","x":' + deep + b"\n"), b"-:1: .*(64 deep|not JSON)")
if full:
    refused("ten million groups", poured(["tp-score", "--no-unique"], (b"".join(
        b'{"kind":"response","instrument":"maturity","subject":"s%d","values":{"strategy":3}}\n' % j
        for j in range(i, i + 10000)) for i in range(0, 10000000, 10000)), 4000), b"more than 1000000 groups")


# --- places that are no plain files ---

refused("a directory", run(["tp-import", "."]), b"is a directory, expected a file")
refused("a link to itself", run(["tp-import", (os.symlink("loop", "loop"), "loop")[1]]), b"cannot open: .*links", 4)
refused("an endless device", run(["tp-portfolio", "/dev/zero"]), b"/dev/zero:1: ")
taken("an empty device", run(["tp-portfolio", "-r", "/dev/null"]))
refused("memory that cannot be read", run(["tp-import", "-k", "unit", "/proc/self/mem"]), b"cannot read", 4)
os.symlink(write("plain.csv", UNITS + b"u;Enhed;vejen\n"), "linked.csv")
taken("a link", run(["tp-import", "-k", "unit", "linked.csv"]), b'"at":"linked.csv:2"')
for name in "-o.csv", "--help", "-", "a b\n\x1b[31m\u202e.csv", "x" * 251 + ".csv", "=cmd.csv", "%s%n.csv":
    write("./" + name, UNITS + b"u;Enhed;vejen\nv;;\n")
    result = run(["tp-import", "-k", "unit", "--", "./-" if name == "-" else name])
    refused(f"a file called {name!r}", result, rb":3: ")
    assure(f"a file called {name!r} in the stream", is_clean(result.stdout) and b'"u"' in result.stdout, result.stdout[:300])


def fifo(name, data):
    os.mkfifo(name)
    threading.Thread(target=write, args=(name, data), daemon=True).start()
    return name


taken("a FIFO", run(["tp-import", "-k", "unit", fifo("fifo.csv", UNITS + b"u;Enhed;vejen\n")]), b'"u"')
taken("a FIFO of UTF-16", run(
    ["tp-import", "-k", "unit", fifo("fifo16", (UNITS + b"u;Enhed;vejen\n").decode().encode("utf-16"))]), b'"u"')


def to(name, *more):
    return run(["tp-portfolio", "-o", name, *more], STREAM)


os.mkfifo("out.fifo")
got = []
reader = threading.Thread(target=lambda: got.append(read("out.fifo")))
reader.start()
taken("-o to a FIFO", to("out.fifo"))
reader.join(10)
assure("-o to a FIFO: it came", got and STREAM[:30] in got[0] and stat.S_ISFIFO(os.stat("out.fifo").st_mode))
taken("-o to /dev/null", to("/dev/null"))
assure("/dev/null is what it was", stat.S_ISCHR(os.stat("/dev/null").st_mode))
refused("-o to a full device", to("/dev/full"), b"No space left", 4)
refused("-o to a directory", to("."), b"is a directory", 4)
refused("-o through a link to itself", to("loop"), b"loop", 4)
taken("-o to a name with a dash", to("-r"))
assure("-o to a name with a dash: it is there", os.path.getsize("-r") > 100)
os.mkdir("open")
os.chmod("open", 0o1777)
write("victim", b"old\n")
os.symlink("../victim", "open/trap")
refused("-o through a link that anyone may have made", to("open/trap"), b"anyone may write", 4)
expect("its target", read("victim"), b"old\n")
os.symlink("open", "way")
taken("-o into such a folder", to("way/file"))
refused("--rejects through such a link", run(["tp-import", "-k", "unit", "--rejects", "open/trap/x", "plain.csv"]), b"", 4)
expect("what lies there", sorted(os.listdir("open")), ["file", "trap"])
expect("what lies here", [name for name in os.listdir(".") if name.startswith(".tp-")], [])


# --- files that change while they are read ---

ROWS = b"".join(b"u%05d;Enhed %05d;vejen\n" % (i, i) for i in range(60000))


def held(command, change):
    """Runs until its pipe is full, changes the file, lets it go on."""
    write("changing.csv", UNITS + ROWS)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.2)
    change()
    out, said = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, said)


def append():
    with open("changing.csv", "ab") as file:
        file.write(b"new;Ny;vejen\n")


def replace():
    with open("changing.csv", "r+b") as file:
        file.write(b"\xff\0\"" * 600000)


for what, change in {"grows": append, "is emptied": lambda: os.truncate("changing.csv", 0),
                     "is cut": lambda: os.truncate("changing.csv", 1000003), "is removed": lambda: os.remove("changing.csv"),
                     "becomes rubbish": replace}.items():
    for command in ["tp-import", "-k", "unit", "changing.csv"], ["tp-import", "-k", "unit", "--rejects", "bad", "changing.csv"]:
        result = held(command, change)
        lines = result.stdout.split(b"\n")
        whole = all(json.loads(line) for line in lines if line)
        torn = run(["tp-report"], result.stdout).returncode
        assure(f"a file that {what}: {command[3]}", result.returncode in (0, 3) and whole and is_clean(result.stderr) and
               (torn == 3) == (result.returncode == 3), (result.returncode, torn, result.stderr[:300], lines[-2:]))
        if result.returncode == 0:
            counts = json.loads(lines[-2])
            assure(f"a file that {what}: counts", counts["rows"] == counts["records"] + counts["rejected"] and
                   counts["records"] == result.stdout.count(b'"kind":"unit"'), counts)


# --- what the data says is data ---

EVIL = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "javascript:alert(1)", "[klik](javascript:alert(1))",
        "![x](http://evil.example/x.png)",
        "| a | b |", "```", "# Overskrift", "&lt;b&gt;", "]]><x>", "</title></svg>", "\u202egnp.exe", "\u2066a\u2069",
        "\x1b[2J\x1b]0;x\x07",
        "\x9b31m", "a\x08\x08b", "\ufeffx", "e\u0301", "a\u200bb", "%s%n", "../../etc/passwd", "\U0001f4a9", "{{7*7}}", "${x}"]


class Page(html.parser.HTMLParser):
    """All that could act in a page."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "img", "iframe", "object", "embed", "form", "input", "link", "foreignobject"):
            self.found.append(tag)
        self.found += [name for name, value in attrs if name.startswith("on") or (
            name in ("href", "src", "action") and not re.match(r"#|[\w.-]+\.html(#|$)", value or ""))]


def has_control(text):
    return re.search("[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


stream = [json.dumps({"kind": "municipality", "id": "vejen", "name": "Vejen"})]
for i, evil in enumerate(EVIL):
    id_ = f"id{i}" if has_control(evil) else evil  # which ids may not hold
    if has_control(evil):
        result = run(["tp-import", "-k", "initiative", "--no-at"], f'id;title;municipality\ni;"{evil}";vejen\n'.encode())
        assure(f"{evil!r} in a sheet", result.returncode == 3 and is_clean(result.stderr) or
               result.returncode == 0 and b"\x1b" not in result.stdout, (result.returncode, result.stderr))
    said = {"title": evil, "problem": evil, "municipality": "vejen", "unit": id_, "phase": "rollout", "cost": 100,
            "start": "2026-01-01"}
    stream += [json.dumps(record) for record in (
        {"kind": "initiative", "id": f"i{i}", **said}, {"kind": "unit", "id": id_, "name": evil, "municipality": "vejen"},
        {"kind": "milestone", "initiative": f"i{i}", "title": evil, "due": "2026-10-01"},
        {"kind": "role", "initiative": f"i{i}", "role": "owner", "person": id_},
        {"kind": "feedback", "initiative": f"i{i}", "text": evil, "received": "2026-11-01"})]
data = "".join(line + "\n" for line in stream).encode()
for tool in "tp-import", "tp-score", "tp-portfolio", "tp-roles":
    result = run([tool], data)
    assure(f"{tool} takes them", result.returncode == 0, result.stderr[:300])
    data = result.stdout if result.returncode == 0 else data
for report in "weekly", "portfolio", "radar", "roles", "card", "partnership", "closing", "maturity":
    for how in "text", "md", "html", "svg", "csv", "xlsx", "json":
        result = run(["tp-report", report, "-f", how, *(["-x"] if how == "csv" else [])], data)
        what, out = f"{report} as {how}", result.stdout
        assure(f"{what}: status", result.returncode == 0, (result.returncode, result.stderr[:300]))
        if result.returncode != 0:
            continue
        if how in ("text", "md"):
            assure(f"{what}: a terminal is safe", is_clean(out))
        if how == "md":
            assure(f"{what}: no markup", not re.search(
                r"(?<!\\)<(script|img)|(?<!\\)\]\(javascript|(?<!\\)!\[x\]\(", out.decode()))
        elif how in ("html", "svg"):
            expect(f"{what}: nothing acts", Page(out.decode()).found, [])
        elif how == "csv":
            cells = [cell for row in csv.reader(io.StringIO(out.decode("utf-8-sig"), newline="")) for cell in row]
            expect(f"{what}: nothing runs", [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t", "\r") and not
                   re.fullmatch(r"-[\d.,]*", c)], [])
        elif how == "xlsx":
            with zipfile.ZipFile(io.BytesIO(out)) as book:
                parts = {name: book.read(name) for name in book.namelist()}
            sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
            expect(f"{what}: no formulas", [part[:200] for part in sheets if b"<f>" in part], [])
            expect(f"{what}: nothing is fetched", [n for n, part in parts.items() if b'TargetMode="External"' in part], [])
        elif how == "json":
            json.loads(out)

# --- what the tools could do at all ---

ACTS = re.compile("(socket|connect|bind|listen|getaddrinfo|gethostbyname|exec.*|fexecve|system|popen|posix_spawnp?|dlm?open)")
if os.path.basename(os.environ["BUILD"]) != "build-san":  # whose run-time does such things
    for tool in "import", "score", "portfolio", "roles", "report":
        binary = f"{os.environ['ROOT']}/{os.environ['BUILD']}/bin/tp-{tool}"
        lines = run(["nm", "-D", "-u", "--format=posix", binary]).stdout.decode().splitlines()
        names = [re.split("[ @]", line)[0] for line in lines]
        expect(f"tp-{tool}: no network, no programs, no code from elsewhere", [n for n in names if ACTS.fullmatch(n)], [])
        assure(f"tp-{tool}: its calls can be read", "open" in names, names[:20])

# --- ids that look alike ---

roles = b"initiative;role;person\n%s;owner;a\n"
initiatives = "id;title;municipality\nsmall\u00e5;T;vejen\n".encode()
write("initiatives.csv", initiatives)
for text, known in ("small\u00e5", True), ("smalla\u030a", True), ("sm\u0430ll\u00e5", False), ("small\u00e5\u200b", None):
    write("roles.csv", roles % text.encode())
    result = run(["tp-import", "--check-refs", "initiatives.csv", "roles.csv"])
    assure(f"the id {text!a}", known is None or (result.returncode == 0) == known, (result.returncode, result.stderr))
conclude()
