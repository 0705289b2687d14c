#!/bin/sh
# zsh and fish complete the tools' command lines: what is typed, and what the line is after Tab.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

missing=
for shell in zsh fish; do
	command -v $shell >/dev/null || missing="$missing $shell"
done
if [ -n "$missing" ]; then
	echo "skipped: not installed:$missing"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - <<'END'
import os
import pty
import re
import select
import subprocess
import tempfile
import time

from verdict import conclude, expect


TOOLS = ["tp-import", "tp-score", "tp-portfolio", "tp-roles", "tp-report"]
# What is typed before Tab, and what it becomes; a file is week.jsonl.
CASES = [
    ("tp-score --fail-on a", "act"), ("tp-score -f ta", "table"), ("tp-report -f sv", "svg"),
    ("tp-import -k mile", "milestone"), ("tp-score -i dil", "dilemmas"), ("tp-report --scope naes", "naestved"),
    ("tp-import --template five", "five-focus"), ("tp-portfolio clu", "cluster"), ("tp-report weekl", "weekly"),
    ("tp-roles mindset we", "week.jsonl"), ("tp-import --pseudony", "--pseudonymise"), ("tp-score -o we", "week.jsonl"),
]
def wait_for(fd, mark):
    text, until = "", time.time() + 20
    while mark not in text and time.time() < until:
        if select.select([fd], [], [], 0.2)[0]:
            text += os.read(fd, 65536).decode(errors="replace")
    return text


def try_zsh(folder):
    child, fd = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update(TERM="dumb", HOME=folder, LC_ALL="C")
        os.execvp("zsh", ["zsh", "-f", "-i"])
    setup = f"unsetopt zle_bracketed_paste 2>/dev/null; PS1=; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; "
    setup += "; ".join(f"{tool}() {{ print -r -- \"GOT[${{@[-1]}}]\" }}" for tool in TOOLS)
    os.write(fd, (setup + "; print READY''NOW\n").encode())
    wait_for(fd, "READYNOW")
    for typed, wanted in CASES:
        os.write(fd, (typed + "\t").encode())
        time.sleep(0.5)
        os.write(fd, b"\n")
        said = re.findall(r"GOT\[(.*?)\]", wait_for(fd, "GOT["))
        expect(f"zsh: {typed}", said[0].strip() if said else None, wanted)
    os.close(fd)
    os.waitpid(child, 0)


def try_fish(folder):
    for typed, wanted in CASES:
        tool = typed.split()[0]
        done = subprocess.run(["fish", "--no-config", "-c", f"source {folder}/{tool}.fish; complete -C '{typed}'"],
                              capture_output=True, cwd=folder, env={**os.environ, "HOME": folder})
        said = [line.split("\t")[0] for line in done.stdout.decode().splitlines()]
        expect(f"fish: {typed} {done.stderr.decode()}", said, [wanted])


with tempfile.TemporaryDirectory() as folder:
    for tool in TOOLS:
        for shell, name in ("zsh", f"_{tool}"), ("fish", f"{tool}.fish"):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(subprocess.run([tool, "--completion", shell], capture_output=True, check=True).stdout)
    with open(f"{folder}/week.jsonl", "w"):
        pass
    try_zsh(folder)
    try_fish(folder)
conclude()
END
