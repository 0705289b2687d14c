#!/bin/sh
# On a terminal, which a pseudo-terminal plays: the progress line comes after a second and goes again, whatever else is
# said there; tables have colours, and only there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset NO_COLOR

python3 - <<'END'
import fcntl
import os
import pty
import re
import select
import shlex
import struct
import subprocess
import termios
import time

from verdict import assure, conclude

UNIT = '{"kind":"unit","id":"u%d","name":"Enhed","municipality":"vejen"}\n'
PATIENCE = 60  # seconds, on a machine with much else to do


def screen(data):
    """The lines that a terminal wide enough shows in the end."""
    lines, row, column = [[]], 0, 0
    for char in data.decode():
        if char == "\r":
            column = 0
        elif char == "\n":
            row += 1
            if row == len(lines):
                lines.append([])
        else:
            line = lines[row]
            line.extend(" " * (column + 1 - len(line)))
            line[column] = char
            column += 1
    return "\n".join("".join(line).rstrip() for line in lines).rstrip("\n")


class Terminal:
    """A command on a terminal of its own. SLOW in it is a FIFO that is fed a record now and then, until enough(self)."""
    all = []

    def __init__(self, command, enough=None, name="slow", columns=80, last=b"", most=1000, **environment):
        self.folder = f"run{len(Terminal.all)}"
        self.name, self.enough, self.last, self.most = name, enough, last, most
        self.seen, self.first, self.writer, self.sent, self.status = b"", None, None, 0, None
        self.closed = enough is None
        os.mkdir(self.folder)
        if enough:
            os.mkfifo(f"{self.folder}/{name}")
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(self.folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.environ.update({"TERM": "xterm", **environment})
            os.execvp("sh", ["sh", "-c", command.replace("SLOW", shlex.quote(name))])
        Terminal.all.append(self)

    def taken(self):
        return time.monotonic() - self.start

    def read(self):
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # so ends a pseudo-terminal
            data = b""
        if data and self.first is None:
            self.first = self.taken()
        self.seen += data
        if not data:
            os.close(self.fd)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def feed(self):
        if self.writer is None:
            try:
                self.writer = os.open(f"{self.folder}/{self.name}", os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody reads yet
                return
        if self.enough(self) or self.taken() > PATIENCE:
            os.write(self.writer, self.last)
            os.close(self.writer)
            self.closed = True
        elif self.sent < min(self.taken() * 10, self.most):
            self.sent += 1
            os.write(self.writer, (UNIT % self.sent).encode())

    def file(self, name):
        with open(f"{self.folder}/{name}", encoding="utf-8") as file:
            return file.read()

    @staticmethod
    def run_all():
        while any(t.status is None for t in Terminal.all):
            open_ones = [t for t in Terminal.all if t.status is None]
            ready = select.select([t.fd for t in open_ones], [], [], 0.02)[0]
            for terminal in open_ones:
                if terminal.fd in ready:
                    terminal.read()
                if not terminal.closed:
                    terminal.feed()


def after(seconds):
    return lambda terminal: terminal.taken() > seconds


def shown(times, pattern=rb"tp-"):
    return lambda terminal: len(re.findall(pattern, terminal.seen)) >= times


def written(times):
    return lambda terminal: terminal.file("err").count("\n") >= times


def bare(command, folder="."):
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False).stdout.decode()


def draws(data):
    """What was put on the line, one after the other; an erased line is empty."""
    return [text.strip(" ") for text in re.findall(r"\r([^\r\n]*)\r(?!\n)", data.decode())]


# --- what runs, all at once ---

with open("big", "w", encoding="utf-8") as file:
    file.writelines(UNIT % n for n in range(20000))
with open("gaps", "w", encoding="utf-8") as file:
    for n, role in enumerate(("owner", "leader", "agent")):
        file.write('{"kind":"initiative","id":"blå%d","title":"Blå","municipality":"vejen","phase":"pilot"}\n' % n)
        file.write('{"kind":"role","initiative":"blå%d","role":"%s","person":"p"}\n' % (n, role))

tools = {name: Terminal(f"{name} {more} SLOW >out", shown(3)) for name, more in (
    ("tp-import", "-k unit"), ("tp-score", ""), ("tp-portfolio", ""), ("tp-roles", ""), ("tp-report", ""))}
stdin = Terminal("tp-roles <SLOW >out", shown(2))
sized = Terminal("tp-roles SLOW ../big >out", after(3), most=1)
silent = [Terminal(f"tp-roles {options} SLOW >out", after(2.5))
          for options in ("--no-progress", "--quiet", "--quiet --progress", "--progress --no-progress")]
again = Terminal("tp-roles --no-progress --progress SLOW >out", shown(1))
lines = Terminal("tp-roles --progress SLOW >out 2>err", written(2))
no_lines = Terminal("tp-roles SLOW >out 2>err", after(2.5))
wrong = Terminal("tp-roles SLOW >out", shown(2), last=b"no record\n")
told = Terminal("tp-roles coverage -v SLOW >out", shown(2))
narrow = Terminal("tp-roles SLOW >out", shown(2), name="a\x1b[31m\nb" + "ø" * 60, columns=50)
same = Terminal("tp-roles SLOW", shown(2), last=((UNIT % 0) * 3000).encode())
pipe = Terminal("cat SLOW | tp-import -k unit | tp-score | tp-portfolio | tp-roles >out", shown(4))
fast = Terminal("tp-roles ../gaps >out")
background = Terminal("set -m; tp-roles SLOW >out & wait", after(2.5))

tables = {
    "colours": Terminal("tp-roles coverage -f table ../gaps"),
    "NO_COLOR": Terminal("tp-roles coverage -f table ../gaps", NO_COLOR="1"),
    "an empty NO_COLOR": Terminal("tp-roles coverage -f table ../gaps", NO_COLOR=""),
    "TERM=dumb": Terminal("tp-roles coverage -f table ../gaps", TERM="dumb"),
    "no TERM": Terminal("unset TERM; tp-roles coverage -f table ../gaps"),
    "a pipe": Terminal("tp-roles coverage -f table ../gaps | cat"),
    "-o": Terminal("tp-roles coverage -f table -o out ../gaps; cat out"),
    "csv": Terminal("tp-roles coverage -f csv ../gaps"),
}
Terminal.run_all()

# --- the progress line ---

for name, terminal in tools.items():
    of = "row" if name == "tp-import" else "record"
    seen = draws(terminal.seen)
    assure(f"{name}: not within a second", terminal.first is not None and terminal.first >= 1, terminal.first)
    assure(f"{name}: its line", all(re.fullmatch(rf"{name}: \d kB(, \d+ {of}s?)?: slow", line) for line in seen[:-1]), seen)
    assure(f"{name}: erased", seen[-1:] == [""] and screen(terminal.seen) == "", terminal.seen)
    assure(f"{name}: done", terminal.status == 0, terminal.status)
counts = [int(n) for n in re.findall(rb"(\d+) record", tools["tp-score"].seen)]
assure("more and more", counts == sorted(set(counts)) and counts[0] > 1, counts)
assure("standard input has no name", re.fullmatch(r"tp-roles: \d kB, \d+ records", draws(stdin.seen)[0]), stdin.seen)
parts = [re.fullmatch(r"tp-roles: (\d+) %, \d+ records?: \.\./big", line) for line in draws(sized.seen)[-2:-1]]
assure("a file has a size", parts and parts[0] and 0 < int(parts[0][1]) < 100, sized.seen)
assure("that is erased", screen(sized.seen) == "", sized.seen)
for terminal in silent:
    assure("none wished for", terminal.seen == b"" and terminal.status == 0, terminal.seen)
assure("wished for in the end", again.seen.count(b"tp-roles"), again.seen)
assure("done under a second", fast.seen == b"", fast.seen)
assure("nothing from the background", background.seen.count(b"tp-roles") == 0, background.seen)

err = lines.file("err").splitlines()
assure("lines where there is no terminal", 1 <= len(err) <= lines.taken() and
       all(re.fullmatch(r"tp-roles: \d kB, \d+ records: slow", line) for line in err), err)
assure("none there unless wished for", no_lines.file("err") == "", no_lines.file("err"))

assure("a fault stands alone", re.fullmatch(r"tp-roles: slow:\d+: .*", screen(wrong.seen)), wrong.seen)
assure("and ends with 3", wrong.status == 3, wrong.status)
assure("what -v tells stands alone", re.fullmatch("tp-roles: coverage: checks: .*", screen(told.seen)), told.seen)
assure("no name acts", b"\x1b" not in narrow.seen and b"a?[31m?b" in narrow.seen, narrow.seen)
widest = max(map(len, draws(narrow.seen)))
assure("as wide as the terminal", widest == 49, widest)
assure("erased, too", screen(narrow.seen) == "", narrow.seen)

begin = same.seen.decode().find('{"kind":"begin"')
assure("records stand alone", begin > 0 and screen(same.seen[:begin]) == "" and "\r" not in
       same.seen[begin:].decode().replace("\r\n", "\n"), same.seen[:300])

holder, fought = "", False
for line in draws(pipe.seen):
    tool = line.split(":")[0]
    fought |= bool(holder) and tool not in ("", holder)
    holder = tool
assure("a pipe has one line", not fought and screen(pipe.seen) == "" and pipe.status == 0, pipe.seen)

# --- colours ---

plain = bare("tp-roles coverage -f table gaps")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
for name, terminal in tables.items():
    text = terminal.seen.decode().replace("\r\n", "\n")
    coloured = name in ("colours", "an empty NO_COLOR")
    assure(f"{name}: escapes", bool(ESCAPE.search(text)) == coloured, text)
    if coloured:
        assure(f"{name}: of a severity", "\x1b[1;31mact now\x1b[0m" in text, text)
        assure(f"{name}: of a title", text.startswith("\x1b[1mCheck\x1b[0m  "), text)
        text = ESCAPE.sub("", text)
        assure(f"{name}: aligned", text == screen(tables["NO_COLOR"].seen) + "\n", text)
    elif name in ("a pipe", "-o"):
        assure(f"{name}: the bare table", text == plain, text)

conclude()
END
