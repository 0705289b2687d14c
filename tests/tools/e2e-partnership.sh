#!/bin/sh
# The five-tool line over both weeks of tests/partnership gives what the tables of its README say: of five checks every
# finding with its severity and the numbers in the table, and no other; of every check that is made one that signals and
# one that is clear; every light; the survey.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# run WEEK DAY [EARLIER]: each stage by itself, so that none can fail unseen.
run() {
	(
		cd "tests/partnership/$1" &&
			tp-import --as-of "$2" -- *.csv >"$work/$1.facts" &&
			tp-score --as-of "$2" <"$work/$1.facts" >"$work/$1.scored" &&
			tp-portfolio --as-of "$2" <"$work/$1.scored" >"$work/$1.checked" &&
			tp-roles --as-of "$2" <"$work/$1.checked" >"$work/$1.stream" &&
			tp-report weekly -f json --as-of "$2" ${3:+--since "$work/$3.stream"} <"$work/$1.stream" >"$work/$1.page"
	)
}

for week in 46 47; do
	earlier=
	if [ $week = 47 ]; then earlier=2026-W46; fi
	if ! run "2026-W$week" "2026-11-$((week * 7 - 307))" $earlier; then
		echo "FAIL the line over 2026-W$week"
		echo "0 passed, 1 failed"
		exit 1
	fi
done

for tool in tp-score tp-portfolio tp-roles; do
	"$tool" --list-checks -f json || exit 1
done >"$work/checks"

# What tp-score finds only when it is asked to compare groups, and the second round with the first.
tp-score -r --by group <"$work/2026-W47.facts" >"$work/by-group" &&
	grep '"kind":"score".*"round":"2025"' "$work/by-group" >"$work/2025" &&
	tp-score -r --by group --since "$work/2025" <"$work/2026-W47.facts" >"$work/2026-W47.compared" || exit 1

status=0
tp-import tests/partnership/2026-W46/*.csv tests/partnership/2026-W47/*.csv >"$work/both" 2>"$work/err" || status=$?
echo "$status" >"$work/both.status"

python3 - "$work" <<'END'
import json
import re
import sys

from verdict import conclude, expect

work = sys.argv[1]
FIVE = "late", "unanswered", "benefit-behind", "no-owner", "no-leader"
GRAVITY = ["info", "watch", "act"]
WORDS = "no one two three four five six seven eight nine ten".split()


def sections():
    """The text of the README under each heading."""
    with open("tests/partnership/README.md", encoding="utf-8") as file:
        parts = re.split(r"^###? (.*)$", file.read(), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def table(text, column):
    """The rows of the table that has such a column, as dicts by column."""
    rows, columns = [], None
    for line in text.splitlines():
        if not line.startswith("|"):
            columns = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if columns is None:
            columns = cells
        elif column in columns and not set(line) <= set("|- "):
            rows.append(dict(zip(columns, cells)))
    return rows


def numbers(text):
    """What a row says beside its severity, by the name that the evidence has for it."""
    found = {}
    for name, pattern in (("days", r"(\d+) days"), ("expected", r"expected (?:[\d./]+ = )?([\d.]+)"),
                          ("realised", r"realised (?:[\d./]+ = )?([\d.]+)"), ("worse", r"is ([\d.]+) worse"),
                          ("received", r"received ([\d-]+)"), ("due", r"due ([\d-]+)"), ("end", r"ended ([\d-]+)")):
        match = re.search(pattern, text)
        if match:
            value = match[1].rstrip(".")
            found[name] = value if "-" in value else float(value)
    if "worse" in found:  # what is to be kept has no way to cover
        found.pop("expected", None)
    return found


def number_of(word):
    return int(word) if word.isdigit() else WORDS.index(word.lower())


def signals(cell):
    """Of week 46, where all stand in one cell."""
    for part in cell.split(" · "):
        match = re.match(rf"({'|'.join(FIVE)}) ?(.*?),? ?\b({'|'.join(GRAVITY)})\b", part)
        if match:
            key = re.split(r", (?:expected|\d+ days)", match[2])[0]
            yield match[1], f"received {key}" if match[1] == "unanswered" else key, match[3], part


def expected_of(rows):
    """{initiative: light}, {(initiative, check, key): (severity, numbers)}: feedback makes one finding, of the oldest."""
    lights, found, initiative = {}, {}, None
    for row in rows:
        if row["initiative"]:
            initiative = row["initiative"]
            lights[initiative] = row["light"]
        several = signals(row["signals"]) if "signals" in row else [
            (row["check"], row["key"], row["severity"], row["key"] + ", " + row["from"])]
        for check, key, severity, text in several:
            if not check:
                continue
            said = numbers(f"{key}, {text}")
            if check == "unanswered":
                key = ""
                before = found.get((initiative, check, key), ("info", {"count": 0, "days": -1}))
                severity = max(severity, before[0], key=GRAVITY.index)
                count = before[1]["count"] + 1
                said = dict(said if said["days"] > before[1]["days"] else before[1], count=count)
            found[initiative, check, key] = severity, said
    return lights, found


def read(name):
    with open(f"{work}/{name}", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def entries(week, titles):
    """{initiative: state} of the page."""
    with open(f"{work}/{week}.page", encoding="utf-8") as file:
        page = json.load(file)
    blocks = [block for section in page["sections"] for block in section["blocks"] if block["type"] == "entry"]
    return {titles[block["title"]]: block["state"] for block in blocks}


def colour(findings):
    """What these findings make of an initiative."""
    worst = max((GRAVITY.index(f["severity"]) for f in findings), default=0)
    return ["green", "yellow", "red"][worst]


def noted(finding, stream, day):
    return any(n["kind"] == "note" and n["check"] == finding["check"] and n["subject"] == finding["subject"] and
               n.get("key", finding.get("key")) == finding.get("key") and n["until"] >= day for n in stream)


def in_force(week, names):
    """{initiative: findings of these checks about it that no note covers}"""
    stream = read(f"{week}.stream")
    day = next(r["as_of"] for r in stream if r["kind"] == "run")
    found = {}
    for f in stream:
        if f["kind"] == "finding" and f["check"] in names and f["subject_kind"] == "initiative" and \
                not noted(f, stream, day):
            found.setdefault(f["subject"], []).append(f)
    return found


def check_week(week, text):
    lights, wanted = expected_of(table(text, "light"))
    stream = read(f"{week}.stream")
    findings = {(f["subject"], f["check"], f.get("key", "")): f
                for f in stream if f["kind"] == "finding" and f["check"] in FIVE}
    for key, (severity, said) in wanted.items():
        evidence = findings[key]["evidence"] if key in findings else {}
        expect(f"{week} {key}", (findings.get(key, {}).get("severity"), {n: evidence.get(n) for n in said}),
               (severity, said))
    expect(f"{week}: findings that the table has not", sorted(findings.keys() - wanted.keys()), [])

    initiatives = {r["id"]: r for r in stream if r["kind"] == "initiative"}
    own = in_force(week, FIVE)
    states = {id_: colour(own.get(id_, [])) for id_ in initiatives}
    for id_, light in lights.items():
        expect(f"{week} light of {id_} by the five", states.get(id_, "missing"), light)
    expect(f"{week}: initiatives", sorted(states), sorted(lights))
    sums = re.search(r"(\w+) red, (\w+) yellow, (\w+) green", text)
    # What was stopped is not asked and bears no light; the table's definition makes it green.
    asked = [light for id_, light in states.items() if initiatives[id_]["phase"] != "stopped"]
    expect(f"{week}: lights in sum", [asked.count(c) for c in ("red", "yellow", "green")],
           [number_of(word) for word in sums.groups()])
    for id_ in re.findall(r"`[^`]*` \(([\w-]+)\)", "".join(re.findall(r"^Never measured.*$", text, flags=re.M))):
        known = [f["evidence"]["checks"] for f in stream if f["kind"] == "finding" and f["check"] == "not-known" and
                 f["subject"] == id_ and f["by"] == "tp-portfolio"]
        expect(f"{week}: benefit of {id_} is not known", ["benefit-behind" in checks for checks in known], [True])


def check_cases(text):
    """Of every check that the tools make: who signals, and who is clear."""
    stream = [r for r in read("2026-W47.stream") if r.get("by") != "tp-score"] + read("2026-W47.compared")
    found = {}
    for f in stream:
        if f["kind"] != "finding" or f["check"] == "thin-basis" and f["instrument"] != "maturity":
            continue
        for check in f["evidence"]["checks"] if f["check"] == "not-known" else [f["check"]]:
            found.setdefault((check, f["subject"]), []).append(f)
    for row in table(text, "clear for"):
        check = row["check"].split()[0].rstrip(",")
        if check not in MADE:
            continue
        subject, _, key = row["signals for"].partition("/")
        severities = [f["severity"] for f in found.get((check, subject), []) if f.get("key", "") == key or not key]
        expect(f"{check} of {subject}", max(severities, key=GRAVITY.index, default=None), row["severity"])
        subject, _, key = row["clear for"].partition("/")
        clear = [f for f in found.get((check, subject), []) if f.get("key", "") == key or not key]
        expect(f"{check} of {subject}", [f["message"]["en"] for f in clear], [])


def check_lights(text):
    """What colours each initiative, as far as the checks that colour it are made."""
    colouring = {c["id"] for c in MADE.values() if c["light"]}
    initiatives = {r["id"]: r for r in read("2026-W47.stream") if r["kind"] == "initiative"}
    states = entries("2026-W47", {r["title"]: id_ for id_, r in initiatives.items()})
    own = in_force("2026-W47", colouring)
    for row in table(text, "light"):
        light = row["light"].split(",")[0]
        for entry in row[next(c for c in row if c.startswith("initiatives"))].split(" · "):
            id_, _, reasons = entry.rstrip(")").partition(" (")
            reasons = set(reasons.split(", ")) if reasons else set()
            if reasons and not reasons & colouring:
                continue  # to come
            expect(f"light of {id_}", states.pop(id_, "missing"), None if light == "stopped" else light)
            worst = [f["check"] for f in own.get(id_, []) if colour([f]) == light != "green"]
            expect(f"what colours {id_}", sorted(set(worst)), sorted(reasons & colouring))
    if all(c in MADE for c in re.findall(r"^\| ([\w-]+) ●", "".join(sections().values()), flags=re.M)):
        expect("initiatives without a light in the table", sorted(states), [])


def check_survey(text):
    """What must be found is prose, so it stands here again; the numbers of respondents are those of the table."""
    def of(week):
        found = {(f["subject"], f["check"], f["key"]): f for f in read(f"{week}.scored")
                 if f["kind"] == "finding" and f["by"] == "tp-score" and f["instrument"] == "maturity"
                 and f["subject_kind"] == "unit" and f["check"] != "not-known"}
        return {key: (f["severity"], f["evidence"].get("mean"), f["evidence"].get("polarised"),
                      f["evidence"].get("response_rate")) for key, f in found.items()}
    expect("survey of week 47", of("2026-W47"), {
        ("naestved-hjemmepleje", "weak-dimension", "data"): ("act", 1.9091, None, None),
        ("naestved-genoptraening", "split-opinion", "culture"): ("watch", None, True, None),
        ("guldborgsund-omsorg", "split-opinion", "strategy"): ("watch", None, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "business-case"): ("watch", 2.3478, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "culture"): ("watch", 2.3043, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "ways-of-working"): ("watch", 2.087, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "competence"): ("watch", 2.3636, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "data"): ("act", 1.9565, None, None),
        ("vejen-pleje", "weak-dimension", "technology"): ("watch", 2.1818, None, None),
        ("vejen-pleje", "thin-basis", "maturity"): ("info", None, None, 0.4286)})
    expect("survey of week 46", of("2026-W46"), {
        ("naestved-hjemmepleje", "weak-dimension", "data"): ("act", 1.8, None, None),
        ("naestved-hjemmepleje", "thin-basis", "maturity"): ("info", None, None, 0.4167),
        ("naestved-genoptraening", "split-opinion", "culture"): ("watch", None, True, None),
        ("guldborgsund-omsorg", "split-opinion", "strategy"): ("watch", None, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "business-case"): ("watch", 2.3333, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "culture"): ("watch", 2.3333, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "ways-of-working"): ("watch", 2.0952, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "competence"): ("watch", 2.3, None, None),
        ("guldborgsund-omsorg", "weak-dimension", "data"): ("watch", 2, None, None),
        ("vejen-pleje", "weak-dimension", "business-case"): ("watch", 2.4545, None, None),
        ("vejen-pleje", "weak-dimension", "technology"): ("watch", 2.2, None, None),
        ("vejen-pleje", "thin-basis", "maturity"): ("info", None, None, 0.3929)})
    totals = [s for s in read("2026-W47.scored")
              if s["kind"] == "score" and s["level"] == "total" and s["instrument"] == "maturity"
              and s["subject_kind"] == "unit"]
    scores = {s["subject"]: s for s in totals if s["round"] == "2026"}
    for row in table(text, "respondents of invited"):
        counts = tuple(int(n) for n in re.match(r"(\d+) of (\d+)", row["respondents of invited"]).groups())
        withheld = "withheld" in row["what must be found"]
        score = scores.pop(row["unit"], {})
        expect(f"respondents of invited, {row['unit']}", (score.get("respondents"), score.get("invited")),
               (None, None) if withheld else counts)
        expect(f"withheld, {row['unit']}", score.get("suppressed"), True if withheld else None)
    expect("units that the table has not", sorted(scores), [])
    expect("units of round 2025", len([s for s in totals if s["round"] == "2025"]), 10)


def check_places(week):
    """Every line of the page rests on lines that stand in the files."""
    with open(f"{work}/{week}.page", encoding="utf-8") as file:
        page = json.load(file)
    files, lines, without = {}, 0, []
    scored = [f["message"]["en"] for f in read(f"{week}.scored") if f["kind"] == "finding" and f["by"] == "tp-score"]
    def rests(what, places):
        nonlocal lines
        lines += 1
        for place in places:
            name, _, row = place.rpartition(":")
            if name not in files:
                with open(f"tests/partnership/{week}/{name}", "rb") as file:
                    files[name] = file.read().count(b"\n")
            expect(f"{week}: {what}: {place} is a line", 2 <= int(row) <= files[name], True)
        if not places:
            without.append(what)
    for section in page["sections"]:
        if section["name"] in ("lights", "missing", "basis"):  # sums, what is not there, and the tools
            continue
        for block in section["blocks"]:
            if block["type"] == "entry":
                rests(block["title"], block["at"])
            for part in block.get("reasons", []) + block.get("items", []):
                # Scores rest on answers, which have no place unless --at asks for it.
                if section["name"] != "surveys" and not any(message in part["text"] for message in scored):
                    rests(part["text"], part["at"])
            for row, places in zip(block.get("rows", []), block.get("at", [])):
                rests(row["initiative"], places)
    expect(f"{week}: lines without a place", without, [])
    expect(f"{week}: lines traced", lines > 100, True)


def check_asked(text):
    """Of the other instruments: every weak dimension and every thin basis, and none that the tables have not."""
    for week in "46", "47":
        found = [f for f in read(f"2026-W{week}.scored") if f["kind"] == "finding" and f["by"] == "tp-score" and
                 f["instrument"] != "maturity"]
        weak = {(r["instrument"], r["subject"], r["weak dimension"]):
                (r["severity"], float(r[f"week {week}"].split("= ")[1])) for r in table(text, "weak dimension")}
        expect(f"weak dimensions of week {week}",
               {(f["instrument"], f["subject"], f["key"]): (f["severity"], f["evidence"]["mean"])
                for f in found if f["check"] == "weak-dimension"}, weak)
        thin = {(r["instrument"], r["subject"]): int(r[f"fewest, week {week}"])
                for r in table(text, f"fewest, week {week}") if int(r[f"fewest, week {week}"]) < 3}
        expect(f"thin basis of week {week}", {(f["instrument"], f["subject"]): f["evidence"]["n"]
                                              for f in found if f["check"] == "thin-basis"}, thin)


MADE = {c["id"]: c for c in read("checks")}
for heading, text in sections().items():
    match = re.match(r"Week (\d\d), as of", heading)
    if match:
        check_week(f"2026-W{match[1]}", text)
        check_places(f"2026-W{match[1]}")
    if heading.startswith("Every check has a case"):
        check_cases(text)
    if heading.startswith("Lights by all"):
        check_lights(text)
    if heading.startswith("The survey"):
        check_survey(text)
    if heading.startswith("What else was asked"):
        check_asked(text)
with open(f"{work}/both.status", encoding="utf-8") as file:
    expect("both weeks together: exit status", int(file.read()), 3)
conclude()
END
