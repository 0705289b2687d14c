#!/bin/sh
# The five-tool line over both weeks of tests/partnership with --pseudonymise says what it says without, but for the names
# of persons: the same records, findings, lights and counts, with the pseudonyms that another program makes of the key; and
# no person's id is left anywhere. Only tp-import is linked to what hashes.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/tools/env.sh

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
(umask 077 && echo 8f1d0c5be2a94763b05d2f6ea1c87e3994d2b6f0a7583c1ee96b47d05af2138c >"$work/key")

# run WEEK DAY NAME [OPTION...]: each stage by itself, so that none can fail unseen.
run() {
	(
		cd "tests/partnership/$1" || exit
		day=$2
		to=$work/$1.$3
		shift 3
		tp-import --as-of "$day" "$@" -- *.csv >"$to.facts" &&
			tp-score --as-of "$day" <"$to.facts" >"$to.scored" &&
			tp-portfolio --as-of "$day" <"$to.scored" >"$to.checked" &&
			tp-roles --as-of "$day" <"$to.checked" >"$to.stream" &&
			tp-report weekly -f json --as-of "$day" <"$to.stream" >"$to.page" &&
			tp-report weekly --as-of "$day" <"$to.stream" >"$to.text"
	)
}

passed=0
failed=0
expect() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1: $2 instead of $3"
	fi
}

for week in 46 47; do
	day=2026-11-$((week * 7 - 307))
	status=0
	run 2026-W$week $day plain && run 2026-W$week $day hidden --pseudonymise "$work/key" || status=$?
	expect "the line over week $week" "$status" 0
	tp-import --as-of $day --pseudonymise "$work/key" "$work/2026-W$week.hidden.facts" >"$work/twice"
	cmp "$work/2026-W$week.hidden.facts" "$work/twice"
	expect "week $week twice" "$?" 0
done
for tool in "$BUILD"/bin/tp-*; do
	linked=$(readelf -d "$tool" | grep -c 'NEEDED.*libsodium')
	expect "$tool is linked to libsodium" "$linked" "$([ "${tool##*/}" = tp-import ] && echo 1 || echo 0)"
done

python3 - "$work" "$passed" "$failed" <<'END'
import base64
import hashlib
import json
import re
import sys
import unicodedata

import verdict
from verdict import conclude, expect

work = sys.argv[1]
verdict.passed, verdict.failed = int(sys.argv[2]), int(sys.argv[3])
FIELDS = {"role": "person", "benefit": "owner", "decision": "by_whom", "note": "person", "response": "respondent",
          "duty": "person"}
with open(f"{work}/key", encoding="ascii") as file:
    KEY = bytes.fromhex(file.read())


def part(data, letters):
    hashed = hashlib.blake2b(data, key=KEY, digest_size=16).digest()
    return base64.b32encode(hashed).decode().lower()[:letters]


def pseudonym(person):
    body = part(unicodedata.normalize("NFC", person).encode(), 16)
    return "p-" + body + part(b"\0" + body.encode(), 4)


def read(name):
    with open(f"{work}/{name}", encoding="utf-8") as file:
        return file.read()


def pattern(people):
    words = "|".join(sorted(map(re.escape, people), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({words})(?![\w-])")


def hide(record, named):
    """The record as it should become: a fact in its field, a result wherever it names a person."""
    field = FIELDS.get(record["kind"])
    if record.get(field):
        record[field] = pseudonym(record[field])
    if record["kind"] == "note" and record["check"] == "overload":
        record["subject"] = pseudonym(record["subject"])
    line = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return named.sub(lambda m: pseudonym(m[1]), line) if "analysis" in record else line


def in_order(text):
    """Several persons of one role stand in the order of their ids, and so does where they stand."""
    name = "p-[a-z2-7]{20}"
    text = re.sub(rf"{name}(, {name})+", lambda m: ", ".join(sorted(m[0].split(", "))), text)
    text = re.sub(rf'"{name}"(, "{name}")+', lambda m: ", ".join(sorted(m[0].split(", "))), text)
    return re.sub(r'"at": ?\[([^]]*)\]', lambda m: ", ".join(sorted(re.findall('"[^"]*"', m[1]))), text)


def differ(one, other):
    return sorted(set(one) ^ set(other))[:4]


people = {}
for week in "2026-W46", "2026-W47":
    plain, hidden = ([json.loads(line) for line in read(f"{week}.{name}.facts").splitlines()] for name in ("plain", "hidden"))
    known = {kind: {r[field] for r in plain if r["kind"] == kind and r.get(field)} for kind, field in FIELDS.items()}
    respondents = known.pop("response")
    groups = {r["group"] for r in plain if r["kind"] in ("role", "stakeholder") and r.get("group")}
    people[week] = set().union(*known.values()) - groups  # who decides may be a board, which elsewhere is a group
    expect(f"{week}: there are persons", len(people[week]) > 50 and len(respondents) > 50, True)
    named = pattern(people[week])

    wanted = [hide(r, named) for r in plain]
    expect(f"{week}: facts, in their order", differ([hide(r, re.compile("^$"))  # nothing left to hide
                                                     if r["kind"] not in FIELDS else json.dumps(r, ensure_ascii=False, sort_keys=True)
                                                     for r in hidden], wanted), [])
    expect(f"{week}: number of facts", len(hidden), len(plain))

    streams = [read(f"{week}.{name}.stream").splitlines() for name in ("plain", "hidden")]
    expect(f"{week}: number of records", len(streams[1]), len(streams[0]))
    wanted = sorted(in_order(hide(json.loads(line), named)) for line in streams[0])
    found = sorted(in_order(json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True)) for line in streams[1])
    expect(f"{week}: the stream", differ(found, wanted), [])
    findings = [[(r["check"], r["severity"]) for r in map(json.loads, lines) if r["kind"] == "finding"] for lines in streams]
    expect(f"{week}: findings", sorted(findings[1]), sorted(findings[0]))
    expect(f"{week}: there are findings", len(findings[0]) > 20, True)

    pages = [in_order(page) for page in
             (named.sub(lambda m: pseudonym(m[1]), read(f"{week}.plain.page")), read(f"{week}.hidden.page"))]
    expect(f"{week}: the page", pages[1] == pages[0], True)
    sums = [re.search(r"^.*red.*green.*$", read(f"{week}.{name}.text"), flags=re.M)[0] for name in ("plain", "hidden")]
    expect(f"{week}: lights", sums[1], sums[0])

    for name in "facts", "scored", "checked", "stream", "page", "text":
        expect(f"{week}: persons left in {name}", sorted(set(named.findall(read(f"{week}.hidden.{name}"))))[:5], [])
        expect(f"{week}: persons in {name} without a key", bool(named.search(read(f"{week}.plain.{name}"))), True)
    responses = "\n".join(line for line in read(f"{week}.hidden.facts").splitlines() if '"kind":"response"' in line)
    strings = set(re.findall(r'"((?:[^"\\]|\\.)*)"', responses))
    expect(f"{week}: respondents left", sorted(strings & respondents)[:5], [])

both = people["2026-W46"] & people["2026-W47"]
facts = [read(f"{week}.hidden.facts") for week in people]
expect("persons of both weeks have one pseudonym", all(pseudonym(p) in text for p in both for text in facts), True)
conclude()
END
