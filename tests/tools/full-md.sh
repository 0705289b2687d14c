#!/bin/sh
# Markdown as GitLab and GitHub draw it: each report, and the naughty strings as titles and texts, through cmark-gfm with
# their extensions. Nothing of the data becomes markup but a mail address, which no writing keeps them from linking, and
# every text of the page is there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

command -v cmark-gfm >/dev/null || {
	echo 'skipped: cmark-gfm is not installed (apt-get install cmark-gfm)'
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(cd tests/partnership/2026-W47 && tp-import ./*.csv | tp-score --by group | tp-portfolio | tp-roles) >"$work/stream" || exit 1

python3 - "$work" ../shared/suites/naughty-strings/blns.json <<'END'
import html.parser
import json
import os
import re
import subprocess
import sys

work, suite = sys.argv[1:]
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]
# What a page is made of; a column of numbers is aligned.
ELEMENTS = {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
passed = failed = 0


def expect(what, found, wanted):
    global passed, failed
    if found == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(found)[:500]} instead of {ascii(wanted)[:500]}")


class Drawn(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.strange, self.said = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "a" and re.match(r"(mailto|xmpp):[^:]*@[^:]*$", attributes[0][1]):
            return
        if tag not in ELEMENTS or any(name != "align" for name, _ in attributes):
            self.strange.append((tag, attributes))

    def handle_data(self, data):
        self.said.append(data)

    def handle_comment(self, data):
        self.strange.append(data)

    def handle_decl(self, data):
        self.strange.append(data)


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, check=True).stdout


def as_line(text):
    """As every page shows a text of the data."""
    text = re.sub("[ \t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", " ", text).strip(" ")
    return re.sub("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "?", text)


def texts_of(document):
    for section in document["sections"]:
        yield section["title"]
        for block in section["blocks"]:
            yield block.get("text") or block.get("title") or ""
            for item in block.get("items", []) + block.get("reasons", []):
                yield item["text"]
                yield item["advice"] or ""
            for row in block.get("rows", []):
                for value in row.values():
                    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d|red|yellow|green|grey", value):
                        yield value


def look_at(report, lang, stream, *options):
    arguments = report, "-l", lang, *options, f"{work}/{stream}"
    extensions = [x for name in ("table", "autolink", "strikethrough", "tagfilter", "tasklist") for x in ("-e", name)]
    page = run("cmark-gfm", "--unsafe", *extensions, text=run("tp-report", "-f", "md", *arguments))
    drawn = Drawn(page.decode())
    document = json.loads(run("tp-report", "-f", "json", *arguments))
    said = "".join("".join(drawn.said).split())
    expect(f"{stream} {report} {lang}: markup", drawn.strange[:3], [])
    expect(f"{stream} {report} {lang}: all is said",
           [t for t in texts_of(document) if "".join(as_line(t).split()) not in said], [])


strings = ["<script>alert(1)</script>", "| a | b |", "a\n\n# b", "1) x", "[x]: http://y", "- [ ] x", "~~x~~", "www.example.org",
           "x@example.org", "&copy;", "\\", "\\|", "***", "===", "    code", "<!-- x", "http://example.org", "`a`` b", "a  ",
           "[^1]", "mailto:x@y.z", "xmpp:x@y.z", "ftp://x.y", "1. x", "12345678901. x", "+ x", ":x:", "![x](y)", "<?x", "a\\"]
if os.path.exists(suite):
    with open(suite, encoding="utf-8") as file:
        strings += [s for s in json.load(file) if s and "\0" not in s]
with open(f"{work}/naughty", "w", encoding="utf-8") as file:
    for i, text in enumerate(strings):
        if text.strip(" \t\n\v\f\r\u00a0") != text:
            continue
        pair = {"da": text, "en": text}
        for record in (
            {"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejen", "phase": "pilot", "problem": text},
            {"kind": "milestone", "initiative": f"n{i}", "title": text, "due": "2026-11-01"},
            {"kind": "case", "id": f"c{i}", "title": text, "municipality": "vejen", "effect": text, "lesson": text},
            {"kind": "challenge", "municipality": "vejen", "text": text, "raised": "2026-11-01"},
            {"kind": "finding", "by": "tp-portfolio", "analysis": "check", "check": "late", "severity": "act",
             "outcome": "signal", "subject_kind": "initiative", "subject": f"n{i}", "message": pair, "advice": pair},
        ):
            file.write(json.dumps(record) + "\n")

for report in REPORTS:
    for lang in ("da", "en"):
        look_at(report, lang, "stream")
    if report in ("weekly", "card", "partnership", "closing"):
        look_at(report, "en", "naughty")

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
