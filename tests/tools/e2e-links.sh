#!/bin/sh
# No document names what is not there: links and anchors of the Markdown, files in `…`, sections, pages and files of the
# man pages, the scripts that tests/tools/README.md lists, which are all there are.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - <<'END'
import glob
import os
import pathlib
import re

from verdict import conclude, expect

FOLDERS = tuple(f"{folder}/" for folder in (".ci", "cmd", "include", "lib", "man", "tests"))
ELSEWHERE = {"cat", "diff", "grep", "head", "sh", "column", "jq", "make"}  # pages of other people's


def anchors(text):
    """Headings as renderers of Markdown call them."""
    text = re.sub(r"(?ms)^```.*?^```$", "", text)
    titles = re.findall(r"(?m)^#+ (.*)$", text)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"\[(.*?)\]\(.*?\)", r"\1", title).lower()).replace(" ", "-") for title in titles}


def links(document, text):
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = document.parent / path if path else document
        expect(f"{document}: the link {target}", there.exists(), True)
        if anchor and there.exists():
            expect(f"{document}: the link {target}", anchor in anchors(there.read_text()), True)
    for name in re.findall(r"`([^`\s]+)`", prose):
        if name.startswith(FOLDERS) and not re.search(r"[<>{…]", name):
            expect(f"{document}: {name}", bool(glob.glob(name)), True)


def scripts(document, text):
    listed = re.findall(r"(?m)^\| (\S+) \|", text.split("| --- |")[1])
    for name in listed:
        expect(f"{document}: {name}", bool(glob.glob(f"tests/tools/{name}")), True)
    for path in glob.glob("tests/tools/*.*"):
        name = pathlib.Path(path)
        if name.name != "README.md":
            expect(f"{document} lists {name.name}", any(name.match(pattern) for pattern in listed), True)


def page(document, text):
    titles = re.findall(r'(?m)^\.S[hs] "?(.*?)"?$', text)
    for title in re.findall(r"(?m)^(?:\.|.* )Sx (.*?)(?: [.,;:)]+)?$", text):
        expect(f"{document}: the section {title}", title in titles, True)
    for name, section in re.findall(r"\bXr (\S+) (\d)", text):
        expect(f"{document}: {name}({section})", os.path.exists(f"man/{name}.{section}") or name in ELSEWHERE, True)
    for name in re.findall(r"(?m)\bPa (\S+)", text):
        if name.startswith(FOLDERS):
            expect(f"{document}: {name}", os.path.exists(name), True)


for document in sorted(pathlib.Path().rglob("*.md")):
    if not document.parts[0].startswith("build") and "golden" not in document.parts:
        text = document.read_text()
        links(document, text)
        if document == pathlib.Path("tests/tools/README.md"):
            scripts(document, text)
for document in sorted(pathlib.Path("man").glob("*.[1-9]")):
    page(document, document.read_text())
conclude()
END
