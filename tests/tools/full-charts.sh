#!/bin/sh
# The charts of e2e-charts.sh as a browser draws them, with its own fonts: at the width of a phone and of A4, none of their
# texts and discs on another, none outside, all legible.
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

python3 - "$browser" "$work" <<'END'
import json
import subprocess
import sys

from browser import COLLISION, TOO_SMALL, Browser
from charts import PAGES, instrument, stream
from verdict import conclude, expect

program, work = sys.argv[1:]
browser = Browser(program)


def draw(page, lang):
    options = [option.format(instrument=f"{work}/probe.json") for option in PAGES[page]]
    with open(f"{work}/page.html", "wb") as out:
        subprocess.run(["tp-report", page.split()[0], "-f", "html", "-l", lang, *options, f"{work}/stream"], stdout=out, check=True)


for n in (1, 8, 30):
    with open(f"{work}/probe.json", "w", encoding="utf-8") as file:
        json.dump(instrument(n), file)
    for figures in ("mixed", "far"):
        with open(f"{work}/stream", "w", encoding="utf-8") as file:
            file.write(stream(n, figures))
        for page in PAGES:
            for lang in ("da", "en"):
                draw(page, lang)
                for width in (360, 794):
                    what = f"{page} of {n}, {figures}, {lang}, at {width}"
                    expect(f"{what}: console and requests", browser.open(f"{work}/page.html", width), [])
                    expect(f"{what}: collisions", browser.evaluate(COLLISION), [])
                    expect(f"{what}: too small", browser.evaluate(TOO_SMALL), [])
browser.close()
conclude()
END
