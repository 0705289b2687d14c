#!/bin/sh
# Pages of any size: of 5,000 initiatives with their milestones, roles, benefits and findings (60 MB of stream), each report
# in two seconds of processor time on a machine that does other things too, most of it reading, and 256 MB; and as a site.
# Of one initiative and of an empty stream, in every format a page that says so.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

python3 - "$work" "$BUILD" <<'END'
import json
import os
import resource
import subprocess
import sys

work, build = sys.argv[1:]
REPORTS = ["weekly", "maturity", "portfolio", "radar", "roles", "card", "partnership", "closing"]
FORMATS = ["text", "md", "html", "csv", "json"]
SECONDS, MEGABYTES = 2, 256
# Only the plain build is as fast and small as what is installed.
measured = build == "build"
passed = failed = 0


def expect(what, good, why=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}: {ascii(why)[:300]}")


def write(name, initiatives):
    towns, phases = max(1, min(98, initiatives // 50)), ("idea", "approved", "pilot", "rollout", "operation")
    with open(f"{work}/{name}", "w", encoding="utf-8") as file:
        def put(**record):
            file.write(json.dumps(record) + "\n")
        for i in range(towns if initiatives else 0):
            put(kind="municipality", id=f"m{i}", name=f"By {i}", joined="2025-09-01")
        for i in range(initiatives):
            id_, town = f"i{i}", f"m{i % towns}"
            put(kind="initiative", id=id_, title=f"Indsats {i}", municipality=town, phase=phases[i % 5], type="modernise",
                technology="robots", goals=["quality"], progress=i % 100, start="2026-01-01", problem="Det tager tid.")
            put(kind="milestone", initiative=id_, title="Først", due="2026-10-01", done="2026-10-01")
            put(kind="milestone", initiative=id_, title="Siden", due=f"2026-{10 + i % 3}-15")
            put(kind="role", initiative=id_, role="owner", person=f"chef-{i % 700}")
            put(kind="role", initiative=id_, role="leader", person=f"leder-{i % 1500}", hours=4)
            put(kind="stakeholder", initiative=id_, group="plejere", size=20, stage=1 + i % 7, involvement="inform")
            put(kind="benefit", initiative=id_, title="Tid", goal="quality", baseline=10, target=4, actual=7,
                due="2027-01-01", measured="2026-10-31")


def run(what, limit, *arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(arguments, capture_output=True, cwd=work)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    expect(f"{what}: status", result.returncode == 0 and not result.stderr, (result.returncode, result.stderr))
    expect(f"{what}: seconds", not (measured and limit) or seconds <= limit, seconds)
    return result.stdout.decode()


for name, initiatives in (("none", 0), ("one", 1), ("many", 5000)):
    write(f"{name}.facts", initiatives)
    for source, tool, target in (("facts", "tp-score", "scored"), ("scored", "tp-portfolio", "checked"),
                                 ("checked", "tp-roles", "stream")):
        analyses = ["check", "mix"] if tool == "tp-portfolio" else []
        with open(f"{work}/{name}.{target}", "wb") as out:
            status = subprocess.run([tool, *analyses, f"{name}.{source}"], cwd=work, stdout=out).returncode
        expect(f"{tool} of {name}", status == 0, status)
    for report in REPORTS:
        for form in FORMATS if initiatives < 2 else ("text", "html"):
            page = run(f"{report} -f {form} of {name}", SECONDS, "tp-report", report, "-f", form, f"{name}.stream")
            expect(f"{report} -f {form} of {name}: says something", len(page) > (0 if form == "csv" else 40), page)
    run(f"site of {name}", 60, "tp-report", "--split", name, f"{name}.stream")
    pages = os.listdir(f"{work}/{name}")
    expect(f"site of {name}: pages", len(pages) == 1 + initiatives + (min(98, max(1, initiatives // 50)) if initiatives else 0),
           len(pages))

largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
expect("memory", not measured or largest <= MEGABYTES, largest)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
