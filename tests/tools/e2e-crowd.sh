#!/bin/sh
# A crowd: 5,000 initiatives, 20,000 persons with 60,000 roles, and one who is down for everything. tp-roles is to take
# less than a second of a quiet machine's time; here it is told how long it took, and refused only what must be a slip
# that looks at everybody for everybody. What it finds of the one is counted.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

python3 - "$work" <<'END'
import json
import resource
import subprocess
import sys

work = sys.argv[1]
INITIATIVES, PERSONS, OTHERS = 5000, 20000, 11
PHASES = ["approved", "pilot", "rollout", "operation"]


def put(kind, **fields):
    file.write(json.dumps({"kind": kind, **fields}, separators=(",", ":")) + "\n")


with open(work + "/all.jsonl", "w", encoding="utf-8") as file:
    for m in range(98):
        put("municipality", id=f"m{m:02}", name=f"M{m}", joined="2026-01-01")
    for i in range(INITIATIVES):
        id_ = f"i{i:04}"
        put("initiative", id=id_, title=f"Indsats {i}", municipality=f"m{i % 98:02}", phase=PHASES[i % 4],
            phase_since="2026-05-01")
        put("role", initiative=id_, role="leader", person="altid-den-samme")
        for k in range(OTHERS):
            put("role", initiative=id_, role="owner" if k == 0 else "agent", person=f"p{(i * OTHERS + k) % PERSONS}",
                level="manager" if k == 0 else "employee", hours=2, prepared=True)


def run(*arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with open(work + "/found", "w", encoding="utf-8") as out:
        subprocess.run(["tp-roles", *arguments, "-r", "--as-of", "2026-11-22", work + "/all.jsonl"], stdout=out, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


took = run()
with open(work + "/found", encoding="utf-8") as file:
    found = [json.loads(line) for line in file]
duties = {r["person"]: r for r in found if r["kind"] == "duty"}
overload = [r for r in found if r.get("check") == "overload" and r["key"] == "altid-den-samme"]
matrix = run("matrix")
print(f"{INITIATIVES * (OTHERS + 1)} roles: all in {took:.2f} s, {len(found)} results; matrix in {matrix:.2f} s")

passed = failed = 0
for what, is_so in (("everybody has a duty", len(duties) == PERSONS + 1),
                    ("one has all", len(duties["altid-den-samme"]["initiatives"]) == INITIATIVES),
                    ("of these three in four are active", duties["altid-den-samme"]["active"] == INITIATIVES * 3 / 4),
                    ("which colours each", len({r["subject"] for r in overload}) == INITIATIVES),
                    ("time", took < 10 and matrix < 5)):
    passed += is_so
    failed += not is_so
    if not is_so:
        print(f"FAIL {what}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
END
