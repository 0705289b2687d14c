#!/bin/sh
# Each report of the example partnership, and the naughty strings as titles, in a headless Chromium, in both languages, light
# and dark, on a phone, a tablet and a wide screen: nothing on the console, nothing asked for, nothing sticks out, no two
# texts of a picture on each other, every message of a finding is there, and a card takes one page of A4.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
	echo 'skipped: chromium is not installed (apt-get install chromium)'
	echo '0 passed, 0 failed, 1 skipped'
	exit 0
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(cd tests/partnership/2026-W47 && tp-import ./*.csv | tp-score --by group | tp-portfolio | tp-roles) >"$work/stream" || exit 1

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/tools python3 - "$browser" "$work" ../shared/suites/naughty-strings/blns.json <<'END'
import json
import os
import re
import subprocess
import sys

from browser import COLLISION, OVERFLOW, Browser

program, work, suite = sys.argv[1:]
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]
passed = failed = 0


def expect(what, wrong):
    global passed, failed
    if not wrong:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(wrong)[:500]}")


def make(report, form, lang, stream, file=None, *options):
    result = subprocess.run(["tp-report", report, "-f", form, "-l", lang, *options, stream], capture_output=True, check=True)
    if file:
        with open(file, "wb") as out:
            out.write(result.stdout)
    return result.stdout


def messages(document):
    """Of findings, as the page has them in its lists."""
    for section in document["sections"]:
        for block in section["blocks"]:
            for item in block.get("items", []) + block.get("reasons", []):
                yield " ".join(item["text"].split())


def look_at(what, file, widths, dark=False, only=""):
    for width in widths:
        name = f"{what} at {width}" + (", dark" if dark else "")
        expect(f"{name}: console and requests", browser.open(file, width, dark))
        expect(f"{name}: sticks out", [x for x in browser.evaluate(OVERFLOW) if x.startswith(only)])
        expect(f"{name}: texts collide", browser.evaluate(COLLISION))


browser = Browser(program)
for report in REPORTS:
    for lang in ("da", "en"):
        file = f"{work}/{report}-{lang}.html"
        make(report, "html", lang, f"{work}/stream", file)
        look_at(f"{report} {lang}", file, (360, 800, 1400))
        look_at(f"{report} {lang}", file, (800,), dark=True)
        said = browser.evaluate("document.body.textContent")
        document = json.loads(make(report, "json", lang, f"{work}/stream"))
        expect(f"{report} {lang}: findings", [m for m in messages(document) if m not in said])

strings = ["<script>document.title='x'</script>", "\"><img src=//x onerror=alert(1)>", "W" * 300]
if os.path.exists(suite):
    with open(suite, encoding="utf-8") as file:
        strings += [s for s in json.load(file) if s and "\0" not in s]
with open(f"{work}/naughty", "w", encoding="utf-8") as file:
    for i, text in enumerate(strings):
        if text.strip(" \t\n\v\f\r\u00a0") == text:
            file.write(json.dumps({"kind": "initiative", "id": f"n{i}", "title": text, "municipality": "vejen"}) + "\n")
            file.write(json.dumps({"kind": "milestone", "initiative": f"n{i}", "title": text, "due": "2026-11-01"}) + "\n")
make("weekly", "html", "en", f"{work}/naughty", f"{work}/naughty.html")
# What no browser can break scrolls within its section.
look_at("naughty strings", f"{work}/naughty.html", (360, 1400), only="page")
expect("naughty strings are texts", browser.evaluate("[...document.querySelectorAll('script, img, iframe, svg')].length"))

# On paper a card takes a page, alone and among the others.
with open(f"{work}/stream", encoding="utf-8") as file:
    ids = [r["id"] for r in map(json.loads, file) if r["kind"] == "initiative"]


def pages(lang, *options):
    make("card", "html", lang, f"{work}/stream", f"{work}/card.html", *options)
    browser.open(f"{work}/card.html", 800)
    browser.print(f"{work}/card.pdf")
    with open(f"{work}/card.pdf", "rb") as printed:
        return len(re.findall(rb"/Type\s*/Page\b", printed.read()))


for lang in ("da", "en"):
    expect(f"cards {lang}: a page each", {pages(lang)} - {len(ids)})
for id_ in ids[::5]:
    expect(f"card of {id_}: a page", {pages("da", "--scope", id_)} - {1})
browser.close()

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
