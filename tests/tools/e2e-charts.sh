#!/bin/sh
# e2e-charts.sh [--update]: the charts of every report with 1, 8 and 30 things on them, in both languages, with figures that are mixed, nought, equal,
# missing and far apart, and with long Danish names: as files of their own, well-formed, small, the same bytes again, nothing
# asked for elsewhere; no text below 11 units but the numbers in a crowd, none on another or outside, no disc on another. Then
# the pictures of README, made again by its commands; --update puts in what is drawn now.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

python3 - "$work" "${1-}" <<'END'
import json
import pathlib
import re
import subprocess
import sys

from charts import FIGURES, PAGES, drawn, instrument, stream
from verdict import assure, conclude, expect

work, update = sys.argv[1], sys.argv[2] == "--update"
# How many charts a page has.
CHARTS = {"maturity": 2, "maturity overview": 1, "portfolio": 4, "radar": 2, "roles": 4, "card": 2, "partnership": 1, "closing": 2}


def draw(page, lang):
    options = [option.format(instrument=f"{work}/probe.json") for option in PAGES[page]]
    command = ["tp-report", page.split()[0], "-f", "svg", "-l", lang, *options, f"{work}/stream"]
    result = subprocess.run(command, capture_output=True)
    expect(f"{' '.join(command)}: status", (result.returncode, result.stderr), (0, b""))
    return result.stdout


def look_at(what, svg, charts):
    assure(f"{what}: small", len(svg) < 200_000, len(svg))
    expect(f"{what}: nothing from elsewhere", re.findall(rb"href|url\(|@import|<image|<script", svg), [])
    found = list(drawn(svg))
    assure(f"{what}: charts", len(found) >= charts, f"{len(found)}, not {charts}")
    for title, chart, frame in found:
        crowd = len(chart.discs) > 40
        expect(f"{what}: {title}: legible", [t for t, size, _ in chart.texts if size < 10.9 and not (crowd and t.isdigit())], [])
        expect(f"{what}: {title}: collisions", list(chart.collisions(frame)), [])


for n in (1, 8, 30):
    with open(f"{work}/probe.json", "w", encoding="utf-8") as file:
        json.dump(instrument(n), file)
    for figures in FIGURES:
        with open(f"{work}/stream", "w", encoding="utf-8") as file:
            file.write(stream(n, figures))
        for page in PAGES:
            for lang in ("da", "en"):
                svg = draw(page, lang)
                fewer = (page == "portfolio" and n == 1) + (n == 1 or figures != "mixed") * 2
                look_at(f"{page} of {n}, {figures}, {lang}", svg, max(CHARTS[page] - fewer, 0))
                if figures == "mixed":
                    expect(f"{page} of {n}, {lang}: again", draw(page, lang) == svg)

# --- the pictures of README ---

with open("README.md", encoding="utf-8") as file:
    readme = file.read()
shown = re.findall(r"\]\(man/pictures/([a-z]+)\.svg\)", readme)
expect("README shows the pictures there are", sorted(shown), sorted(p.stem for p in pathlib.Path("man/pictures").glob("*.svg")))
commands = re.findall(r"^\$ (tp-.* (?:>drawn\.jsonl|drawn\.jsonl))$", readme, re.M)
subprocess.run(" && ".join(["cp tests/partnership/2026-W47/*.csv '%s'" % work, "cd '%s'" % work, *commands]), shell=True, check=True)
for name in shown:
    made, kept = pathlib.Path(work, f"{name}.svg").read_bytes(), pathlib.Path("man/pictures", f"{name}.svg")
    if update:
        kept.write_bytes(made)
    expect(f"{name}.svg is as README's command makes it", kept.read_bytes() == made)
conclude()
END
