#!/bin/sh
# The golden cases tp-portfolio/check-*/ name each subject by what must come of it: "watch-day-61", "clear-day-60",
# "unknown-since". This holds what is golden against these names, so that accepting new output cannot turn an expectation
# round, and sees that every check has a subject that signals, one that is clear and one that is unknown. So have those of
# tp-score in the cases of their name, tp-score/<check>*/, and speak both languages there.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

checks=$(mktemp -d) || exit 1
trap 'rm -rf "$checks"' EXIT
for tool in tp-portfolio tp-score; do $tool --list-checks -f json >"$checks/$tool" || exit 1; done

python3 - "$checks" <<'END'
import glob
import json
import os
import re
import sys

from verdict import conclude, expect

GRAVITY = ["clear", "info", "watch", "act"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def outcomes(check, records):
    """{subject: the gravest of its findings, or unknown}"""
    found = {}
    for record in records:
        if record["kind"] != "finding":
            continue
        subject = record["subject"]
        if record["check"] == "not-known":
            expect(f"{check}: what is unknown of {subject}", record["evidence"]["checks"], [check])
            outcome = "unknown"
        else:
            outcome = max(found.get(subject, "clear"), record["severity"], key=GRAVITY.index)
        found[subject] = outcome
    return found


with open("man/tp-portfolio.1", encoding="utf-8") as file:
    page = file.read()
for listed in read(sys.argv[1] + "/tp-portfolio"):
    check, kinds = listed["id"], listed["subject"].split(" or ")
    expect(f"{check} stands in the man page", f"\n.It Cm {check} " in page, True)
    case = f"tests/golden/tp-portfolio/check-{check}/"
    if not os.path.isdir(case):
        expect(f"{check} has a case", False, True)
        continue
    found = outcomes(check, read(case + "out"))
    names = {}
    for record in read(case + "in.jsonl"):
        outcome = record.get("id", "").split("-")[0]
        if record["kind"] in kinds and outcome in GRAVITY + ["unknown"]:
            names[record["id"]] = outcome
    for subject, outcome in names.items():
        expect(f"{check}: {subject}", found.get(subject, "clear"), outcome)
    expect(f"{check}: findings of subjects without a name", sorted(found.keys() - names.keys()), [])
    with open(case + "NOTES", encoding="utf-8") as file:
        never = "never unknown" in " ".join(file.read().split())
    outcomes_named = set(names.values())
    expect(f"{check}: signals", bool(outcomes_named & {"info", "watch", "act"}), True)
    expect(f"{check}: is clear", "clear" in outcomes_named, True)
    expect(f"{check}: is unknown", "unknown" in outcomes_named, not never)
with open("man/tp-score.1", encoding="utf-8") as file:
    page = file.read()
for listed in read(sys.argv[1] + "/tp-score"):
    check, outcomes_met = listed["id"], set()
    expect(f"{check} stands in the man page", re.search(rf"^\.It Cm (.* )?{check}\b", page, re.M) is not None, True)
    for case in glob.glob(f"tests/golden/tp-score/{check}*/"):
        if not os.path.exists(case + "in.jsonl"):
            continue
        asked = {record["subject"] for record in read(case + "in.jsonl") if "subject" in record}
        with open(case + "out", encoding="utf-8") as file:
            findings = [json.loads(line) for line in file if line.startswith('{"kind":"finding"')]
        signals = [finding for finding in findings if finding["check"] == check]
        unknown = {finding["subject"] for finding in findings if check in finding["evidence"].get("checks", [])}
        for finding in signals:
            texts = [finding[part][language] for part in ("message", "advice") for language in ("da", "en")]
            whole = len(set(texts)) == 4 and all(texts) and not any("{" in text or "?" in text for text in texts[:2])
            expect(f"{case}: {check} in both languages", whole, True)
        seen = {finding["subject"] for finding in signals}
        outcomes_met |= {"signal"} if seen else set()
        outcomes_met |= {"unknown"} if unknown else set()
        outcomes_met |= {"clear"} if asked - seen - unknown else set()
    expect(f"{check} has its three outcomes", sorted(outcomes_met), ["clear", "signal", "unknown"])
conclude()
END
